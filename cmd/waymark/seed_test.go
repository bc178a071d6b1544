package main

import (
	neturl "net/url"
	"path/filepath"
	"strings"
	"testing"

	"waymark/internal/store/cluster"
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

// Made-up people lie on PostgreSQL as well, and the demo shows them from there.
func TestSeedFillsDatabasesOnAServer(t *testing.T) {
	pass := func(url string) string { // the password stands in a file, as for whoever runs it
		u, err := neturl.Parse(url)
		if err != nil {
			t.Fatal(err)
		}
		word, _ := u.User.Password()
		t.Setenv("PGPASSWORD", word)
		u.User = neturl.User(u.User.Username())
		return u.String()
	}
	at := []string{"--database", pass(cluster.URL(t)), "--keyring", pass(cluster.URL(t)), "--root-key", filepath.Join(t.TempDir(), "root.key")}
	args := append([]string{"seed", "--cases", "20", "--entries", "20", "--workers", "1"}, at...)
	says(t, runs(t, "", args...), "Made up 20 people", "waymark demo with the same --database")
	says(t, runs(t, "", args...), "Made up 0 people")
	ready := func(out, _ string) string {
		if strings.HasSuffix(out, "Ctrl-C stops it.\n") {
			return out
		}
		return ""
	}
	starts(t, ready, append([]string{"demo", "--listen", "127.0.0.1:0"}, at...)...)
}

func TestSeedRefusesWhatItCannotMake(t *testing.T) {
	refuses(t, badUsage, "--data", "", "seed")
	refuses(t, badUsage, "--keyring and --root-key", "", "seed", "--database", "postgres://w@127.0.0.1/w")
	refuses(t, badUsage, "the file that PGPASSFILE names", "", "seed", "--database", "postgres://w:unspoken@127.0.0.1/w")
	refuses(t, badUsage, "are URLs like", "", "demo", "--database", "/srv")
	refuses(t, badUsage, "--cases", "", "seed", "--cases", "0", "--data", t.TempDir())
	refuses(t, badUsage, "--entries", "", "seed", "--entries", "3", "--data", t.TempDir())
}
