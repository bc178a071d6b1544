package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"waymark/internal/desk"
	"waymark/internal/log"
	"waymark/internal/store/tamper"
)

// servedOnce is an installation that was served once, with the heads of its log elsewhere.
func servedOnce(t *testing.T) (data, heads string) {
	t.Helper()
	data, heads = installed(t), filepath.Join(t.TempDir(), "heads.log")
	r, _ := starts(t, listening, "serve", "--data", data, "--heads", heads, "--listen", "127.0.0.1:0")
	if code := r.stop(); code != done {
		t.Fatalf("serve ends with %d:\n%s", code, r.told)
	}
	return data, heads
}

func TestVerifyTellsWhatItProved(t *testing.T) {
	data, heads := servedOnce(t)
	out := runs(t, "", "verify", "--data", data, "--heads", heads)
	for _, want := range []string{"0 waiting for a place", "1 signed head in " + heads, "Nothing was found."} {
		if !strings.Contains(out, want) {
			t.Errorf("verify says %q, not %q", out, want)
		}
	}
	if out := runs(t, "", "verify", "--data", data); !strings.Contains(out, "no file of heads was compared") {
		t.Errorf("without the file verify says %q", out)
	}
	var v desk.Verdict
	if err := json.Unmarshal([]byte(runs(t, "", "verify", "--data", data, "--json")), &v); err != nil || v.Size == 0 || v.Found != 0 || v.Findings == nil {
		t.Errorf("%+v, %v", v, err)
	}
	if out := runs(t, "", "check", "--data", data); !strings.Contains(out, "0 waiting for a place; signed on ") || !strings.Contains(out, "signed by waymark/") || !strings.Contains(out, "--heads") {
		t.Errorf("check says %q", out)
	}
}

func TestVerifyEndsWithOneWhenSomethingIsFound(t *testing.T) {
	data, heads := servedOnce(t)
	db := filepath.Join(data, "waymark.db")
	tamper.Exec(t, db, `UPDATE leaf SET place = -1 WHERE place = 0`)
	tamper.Exec(t, db, `UPDATE leaf SET place = 0 WHERE place = 1`)
	tamper.Exec(t, db, `UPDATE leaf SET place = 1 WHERE place = -1`)
	code, out, told := run(t, "", "verify", "--data", data, "--heads", heads)
	if code != notDone || !strings.Contains(out, "head-differs") || !strings.Contains(out, faultWords[log.HeadDiffers]) || !strings.Contains(told, "3 faults were found") {
		t.Errorf("it ends with %d, %q, %q", code, out, told)
	}
	code, out, _ = run(t, "", "verify", "--data", data, "--heads", heads, "--json")
	var v desk.Verdict
	if err := json.Unmarshal([]byte(out), &v); err != nil || code != notDone || v.Found != 3 || v.Findings[0].Fault != log.HeadDiffers {
		t.Errorf("it ends with %d, %q, %v", code, out, err)
	}
}

// Killed in the midst of placing what an import left behind, serve goes on at its next
// start; what is there before that is whole as far as it goes.
func TestServeThatWasKilledGoesOnWithTheLog(t *testing.T) {
	data, heads := installed(t), filepath.Join(t.TempDir(), "heads.log")
	runs(t, password, as(data, "tom", "import", written(t, "old.jsonl", people(400)))...)
	itself, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), itself, "serve", "--data", data, "--heads", heads, "--listen", "127.0.0.1:0")
	cmd.Env = append(os.Environ(), asWaymark+"=yes")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(data, "waymark.db")
	for tamper.Counts(t, db)["head"] == 0 && t.Context().Err() == nil {
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("it ended before it was killed")
	}
	verdict := func() (v desk.Verdict) {
		t.Helper()
		if err := json.Unmarshal([]byte(runs(t, "", "verify", "--data", data, "--heads", heads, "--json")), &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	if v := verdict(); v.Size == 0 || v.Waiting+int(v.Size) != v.Entries {
		t.Errorf("after it was killed: %+v", v)
	}
	r, _ := starts(t, listening, "serve", "--data", data, "--heads", heads, "--listen", "127.0.0.1:0")
	if code := r.stop(); code != done {
		t.Fatalf("serve ends with %d:\n%s", code, r.told)
	}
	if v := verdict(); v.Waiting != 0 || int(v.Size) != v.Entries || v.InFile != v.Heads || v.Heads < 2 {
		t.Errorf("gone on: %+v", v)
	}
}

func TestVerifyRefuses(t *testing.T) {
	data := installed(t)
	refuses(t, badUsage, "--data", "", "verify")
	refuses(t, notDone, "there is no Waymark data", "", "verify", "--data", t.TempDir())
	refuses(t, notDone, "there is no file of heads", "", "verify", "--data", data, "--heads", filepath.Join(data, "none"))
	spoilt := filepath.Join(t.TempDir(), "heads.log")
	if err := os.WriteFile(spoilt, []byte(`{"note":"twelve"}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	refuses(t, notDone, "line 1 of the heads", "", "serve", "--data", data, "--heads", spoilt, "--listen", "127.0.0.1:0")
}

func TestEveryFaultHasItsWords(t *testing.T) {
	for _, f := range log.Faults() {
		if faultWords[f] == "" {
			t.Errorf("%s has no words", f)
		}
	}
	if len(faultWords) != len(log.Faults()) || slices.Contains(log.Faults(), "") {
		t.Errorf("%d words for %d faults", len(faultWords), len(log.Faults()))
	}
}
