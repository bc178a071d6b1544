package main

import (
	"strings"
	"testing"
)

func TestSeedFillsAFolderThatOnlyADemoOpens(t *testing.T) {
	dir := t.TempDir()
	args := []string{"seed", "--cases", "20", "--entries", "20", "--workers", "1", "--data", dir}
	if out := runs(t, "", args...); !strings.Contains(out, "Made up 20 people") || !strings.Contains(out, "nadia@maple.example") {
		t.Errorf("seed says %q", out)
	}
	if out := runs(t, "", args...); !strings.Contains(out, "Made up 0 people") {
		t.Errorf("the second time seed says %q", out)
	}
	refuses(t, notDone, "another number", "", append(args, "--number", "2")...)
	refuses(t, notDone, "demo", "", "reckon", "--data", dir)
	if out := runs(t, "", "reckon", "--made-up", "--data", dir); !strings.Contains(out, "already") {
		t.Errorf("reckon says %q", out)
	}
}

func TestSeedRefusesWhatItCannotMake(t *testing.T) {
	refuses(t, badUsage, "--data", "", "seed")
	refuses(t, badUsage, "--cases", "", "seed", "--cases", "0", "--data", t.TempDir())
	refuses(t, badUsage, "--entries", "", "seed", "--entries", "3", "--data", t.TempDir())
}
