package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"waymark/internal/casefile"
)

const password = "four words to remember\n"

// installed is a new installation with a manager, who signs in as tom, and a support
// worker, who signs in as nadia.
func installed(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	runs(t, password, "user", "add", "--data", dir, "--organisation", "Maple House", "--name", "Tom", "--role", "manager", "--login", "tom", "--password-stdin")
	runs(t, password, "user", "add", "--data", dir, "--organisation", "maple house", "--name", "Nadia", "--role", "support-worker", "--login", "nadia", "--password-stdin")
	return dir
}

func written(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const met = `{"chronology":"A","kind":"person.met","happened":"2020-01","body":{"chosen_name":"Bao"}}` + "\n"

// example is the file in the help of import.
func example(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for line := range strings.Lines((&program{}).imports().Long) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "{") {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

func as(dir, login string, args ...string) []string {
	return append(args, "--data", dir, "--as", login, "--password-stdin")
}

func TestExampleOfTheHelpIsImportedAndExportedAndImportedElsewhere(t *testing.T) {
	here, there := installed(t), installed(t)
	file := written(t, "old.jsonl", example(t))
	if got, want := runs(t, password, as(here, "tom", "import", file)...), "Brought in 1 person with 5 entries. 0 people were here from this file already.\n"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
	if got, want := runs(t, password, as(here, "tom", "import", file)...), "Brought in 0 people with 0 entries. 1 person was here from this file already.\n"; got != want {
		t.Errorf("the second time it says %q, want %q", got, want)
	}
	out := filepath.Join(t.TempDir(), "ours.jsonl")
	if got := runs(t, password, as(here, "tom", "export", "-o", out)...); !strings.HasPrefix(got, "Wrote 1 person with 5 entries to ") {
		t.Errorf("it says %q", got)
	}
	info, err := os.Stat(out)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v; want one that only its owner reads", info.Mode(), err)
	}
	refuses(t, notDone, "is there already", password, as(here, "tom", "export", "-o", out)...)
	if got := runs(t, password, as(there, "tom", "import", out)...); !strings.HasPrefix(got, "Brought in 1 person with 5 entries.") {
		t.Errorf("elsewhere it says %q", got)
	}

	lines := runs(t, password, as(here, "tom", "export")...)
	if n := strings.Count(lines, "\n"); n != 5 {
		t.Errorf("%d lines on standard output, want 5", n)
	}
	var first struct{ Chronology string }
	if err := json.Unmarshal([]byte(strings.SplitN(lines, "\n", 2)[0]), &first); err != nil {
		t.Fatal(err)
	}
	if one := runs(t, password, as(here, "tom", "export", "--case", first.Chronology)...); one != lines {
		t.Errorf("the one case by its id is\n%s\nwant\n%s", one, lines)
	}
	if got := runs(t, password, as(here, "nadia", "export")...); got != "" {
		t.Errorf("a worker who walks beside nobody exports %q", got)
	}
	refuses(t, notDone, "There is nothing here that you can open.", password, as(here, "nadia", "export", "--case", first.Chronology)...)
}

func TestImportNamesEveryPlaceAndWritesNothing(t *testing.T) {
	dir := installed(t)
	for _, c := range []struct {
		name, file string
		want       []string
	}{
		{"empty", "", []string{"Line 1: line: The file is empty. Put one entry on each line"}},
		{"future", strings.Replace(met, "2020-01", "2026-04", 1), []string{"Line 1: happened: This day has not come yet"}},
		{"two-places", strings.Replace(met, "chosen_name", "nickname", 1) + "{\n", []string{"Line 1: nickname: This kind has no such field", "line 2: line: Write one JSON object on the line"}},
		{"later-person", met + strings.Replace(met, `"A"`, `"B","mood":"low"`, 1), []string{"Line 2: mood: There is no such key"}},
		{"nul", "\x00", []string{"Line 1: line: There is a NUL character"}},
		{"invalid-utf-8", met + "\xff\n", []string{"Line 2: line: Some letters are broken"}},
		{"long-line", met + strings.Repeat("x", 1<<20+1), []string{"Line 2: line: This line is longer than 1 MB"}},
		{"long-text", strings.Replace(met, `"body":{`, `"body":{"how":"`+strings.Repeat("x", 15001)+`",`, 1), []string{"Line 1: how: 15001 characters is too long"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := written(t, "old.jsonl", c.file)
			for _, w := range append(c.want, "Nothing was written. Put right what is named here") {
				refuses(t, notDone, w, password, as(dir, "tom", "import", file)...)
			}
		})
	}
	if got := runs(t, password, as(dir, "tom", "export")...); got != "" {
		t.Errorf("something was written: %s", got)
	}
}

func TestTransferRefuses(t *testing.T) {
	dir, file := installed(t), written(t, "old.jsonl", met)
	for _, c := range []struct {
		name, want, in string
		args           []string
	}{
		{"wrong-password", "This name and password do not go together", "not this one at all\n", as(dir, "tom", "import", file)},
		{"unknown-login", "This name and password do not go together", password, as(dir, "grace", "export")},
		{"support-worker", "You cannot do this here", password, as(dir, "nadia", "import", file)},
		{"no-data", "There is no Waymark data in ", password, as(t.TempDir(), "tom", "export")},
		{"no-file", "The file cannot be read", password, as(dir, "tom", "import", file+"x")},
		{"folder-that-is-not", "The file cannot be written", password, as(dir, "tom", "export", "-o", filepath.Join(dir, "no", "file"))},
	} {
		t.Run(c.name, func(t *testing.T) { refuses(t, notDone, c.want, c.in, c.args...) })
	}
	refuses(t, badUsage, "No password was piped in.", "", as(dir, "tom", "export")...)
}

func TestUserAddRefusesAndWritesNothing(t *testing.T) {
	dir := installed(t)
	add := func(organisation, login string) []string {
		return []string{"user", "add", "--data", dir, "--organisation", organisation, "--name", "Ann", "--role", "manager", "--login", login, "--password-stdin"}
	}
	refuses(t, notDone, "Use at least 12 characters", "short\n", add("Lantern", "ann")...)
	refuses(t, notDone, "Somebody signs in with this already", password, add("Lantern", " TOM ")...)
	if got, want := runs(t, password, add("Lantern", "ann")...), "Ann can sign in as ann.\n"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
	// Had a refused one founded Lantern too, there would be two, and neither could be meant.
	runs(t, password, add("Lantern", "ann2")...)
}

func TestKindsListsEveryFieldWithItsLabel(t *testing.T) {
	kinds, err := casefile.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	var got []kindShown
	if err := json.Unmarshal([]byte(runs(t, "", "kinds", "--json")), &got); err != nil {
		t.Fatal(err)
	}
	text := runs(t, "", "kinds")
	if len(got) != len(kinds.All()) {
		t.Fatalf("%d kinds, want %d", len(got), len(kinds.All()))
	}
	for i, k := range kinds.All() {
		if got[i].Name != k.Name || got[i].Exists != k.Exists.String() || len(got[i].Fields) != len(k.Fields()) || !strings.Contains(text, "\n"+k.Name+" ") && i > 0 {
			t.Errorf("%s is shown as %+v", k.Name, got[i])
			continue
		}
		for j, f := range k.Fields() {
			s := got[i].Fields[j]
			if s.Name != f.Name || s.Label != f.Label.String() || s.Type != f.Type || s.Need != f.Need || len(s.Codes) != len(f.Codes) {
				t.Errorf("%s of %s is shown as %+v", f.Name, k.Name, s)
			}
		}
	}
}
