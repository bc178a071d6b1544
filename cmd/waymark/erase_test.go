package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"waymark/internal/ident"
)

// Somebody is erased by two, and stays erased when a backup from before is put back.
func TestEraseAndRestore(t *testing.T) {
	data, safe := installed(t), t.TempDir()
	runs(t, password, "user", "add", "--data", data, "--organisation", "Maple House", "--name", "Rachel", "--role", "records-lead", "--login", "rachel", "--password-stdin")
	runs(t, password, as(data, "tom", "import", written(t, "old.jsonl", people(2)))...)
	identity := filepath.Join(safe, "identity.txt")
	line := strings.TrimSpace(runs(t, "", "backup", "identity", "--to", identity))
	from, keys := filepath.Join(t.TempDir(), "data.age"), filepath.Join(t.TempDir(), "keys.age")
	runs(t, "", "backup", "--data", data, "--to", from, "--recipient", line)
	var first struct{ Chronology string }
	if err := json.Unmarshal([]byte(strings.SplitN(runs(t, password, as(data, "tom", "export")...), "\n", 2)[0]), &first); err != nil {
		t.Fatal(err)
	}
	with := func(login, word string) []string {
		return as(data, login, "erase", word, "--case", first.Chronology, "--why", "consent-withdrawn")
	}
	refuses(t, notDone, "somebody asks first", password, with("rachel", "carry-out")...)
	says(t, runs(t, password, with("tom", "ask")...), "Nothing is erased yet")
	refuses(t, notDone, "you asked for it yourself", password, with("tom", "carry-out")...)
	says(t, runs(t, password, with("rachel", "carry-out")...), "destroy the older backups of the keys")
	refuses(t, notDone, "There is nothing here that you can open", password, with("tom", "ask")...)
	says(t, runs(t, "", "erase", "list", "--data", data), first.Chronology, "consent-withdrawn", "1 record is erased")
	says(t, runs(t, "", "backup", "keys", "--data", data, "--to", keys, "--recipient", line), "1 person is erased in it")

	there, root := filepath.Join(t.TempDir(), "new"), filepath.Join(data, "root.key")
	back := []string{"--identity", identity, "--data", there, "--root-key", root}
	runs(t, "", append([]string{"restore", "keys", "--from", keys}, back...)...)
	says(t, runs(t, "", append([]string{"restore", "--from", from, "--older-is-meant"}, back...)...), "1 person was erased since")
	says(t, runs(t, "", "verify", "--data", there, "--root-key", root), "Nothing was found.")
	if lines := runs(t, password, as(there, "tom", "export", "--root-key", root)...); strings.Contains(lines, first.Chronology) || strings.Count(lines, "\n") != 2 {
		t.Errorf("exported is %s", lines)
	}
}

func TestEraseRefuses(t *testing.T) {
	data := t.TempDir()
	refuses(t, badUsage, "--case", "", as(data, "tom", "erase", "ask", "--why", "duty")...)
	refuses(t, badUsage, "is not the id of a case", "", as(data, "tom", "erase", "ask", "--case", "x", "--why", "duty")...)
	refuses(t, badUsage, "is no ground", "", as(data, "tom", "erase", "carry-out", "--case", ident.New(noon), "--why", "tired")...)
	refuses(t, badUsage, "--data", "", "erase", "list")
}
