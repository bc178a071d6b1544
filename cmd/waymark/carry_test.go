package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// documented is the register and the mapping that docs/importing.md shows.
func documented(t *testing.T) (rows [][]string, mapping string) {
	t.Helper()
	text, err := os.ReadFile("../../docs/importing.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "```yaml\n")
	mapping, _, _ = strings.Cut(rest, "```")
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "```") {
			break
		}
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "| ---") {
			continue
		}
		var row []string
		for _, cell := range strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|") {
			row = append(row, strings.TrimSpace(cell))
		}
		rows = append(rows, row)
	}
	if len(rows) != 5 || len(mapping) < 200 {
		t.Fatalf("the document shows %d rows and a mapping of %d bytes", len(rows), len(mapping))
	}
	return rows, mapping
}

func asCSV(t *testing.T, rows [][]string) string {
	t.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheRegisterOfTheDocumentIsLookedAtCarriedOverAndNobodyTwice(t *testing.T) {
	dir := installed(t)
	rows, text := documented(t)
	file, mapping := written(t, "register.csv", asCSV(t, rows)), written(t, "register.yaml", text)
	run := func(more ...string) string {
		t.Helper()
		return runs(t, password, as(dir, "tom", append([]string{"import", file, "--mapping", mapping}, more...)...)...)
	}
	const would = `4 rows in "Old tracker".
2 people to carry over, with 6 entries. 0 people are here from this register already. 0 people wait.
The rows of those who do not wait are:
  contact.made             2
  person.described         2
  person.met               2
`
	if got, want := run("--preview"), would+"Nothing was written: this is a preview.\n"; got != want {
		t.Errorf("the preview says\n%s\nwant\n%s", got, want)
	}
	if got := runs(t, password, as(dir, "tom", "export")...); got != "" {
		t.Errorf("the preview wrote\n%s", got)
	}
	if got, want := run(), would+"Carried over 2 people with 6 entries.\n"; got != want {
		t.Errorf("it says\n%s\nwant\n%s", got, want)
	}
	lines := runs(t, password, as(dir, "tom", "export")...)
	for _, want := range []string{`"origin":"carried over from Old tracker, row 3"`, `"born":"1994~"`, `"happened":"2020-03-10"`, `"born":{"answer":"not known"}`} {
		if !strings.Contains(lines, want) {
			t.Errorf("the record does not hold %s:\n%s", want, lines)
		}
	}
	if strings.Contains(lines, "AB1 2CD") {
		t.Error("what was to be left behind is here")
	}
	rows[1][1] = "Bo" // whatever the register says by then
	file = written(t, "later.csv", asCSV(t, rows))
	if got := run(); !strings.Contains(got, "0 people to carry over, with 0 entries. 2 people are here from this register already.") {
		t.Errorf("the second time it says\n%s", got)
	}
	if again := runs(t, password, as(dir, "tom", "export")...); again != lines {
		t.Error("carrying over again changed the record")
	}
}

func TestWhoDoesNotFitWaitsInAQueueAndIsCarriedOverLater(t *testing.T) {
	dir := installed(t)
	rows, text := documented(t)
	rows[4][2] = "when the hostel closed"                                          // no date
	rows = append(rows, []string{"19", "Sam", "2031", "", "", "", "", "", "", ""}, // after today
		[]string{"20", "=1+1", "2019", "", "", "pigeon", "2020", "", "", ""}[:10], // a word that no mapping knows
		[]string{"", "Nobody", "2019", "", "", "", "", "", "", ""})                // nobody's
	file, mapping, queue := written(t, "register.csv", asCSV(t, rows)), written(t, "register.yaml", text), filepath.Join(t.TempDir(), "waiting.csv")
	args := as(dir, "tom", "import", file, "--mapping", mapping, "--queue", queue)
	got := runs(t, password, args...)
	for _, want := range []string{"1 person to carry over, with 4 entries.", "4 people wait.", "Carried over 1 person with 4 entries.", "row 5, \"First seen\": Write the date", "row 6: happened: ", "row 7, \"What\": ", "row 8, \"Ref\": Say whose row this is"} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q:\n%s", want, got)
		}
	}
	for _, typed := range []string{"hostel", "pigeon"} {
		if strings.Contains(got, typed) {
			t.Errorf("%q that was typed stands on the terminal:\n%s", typed, got)
		}
	}
	info, err := os.Stat(queue)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the queue is %v, %v; want one that only its owner reads", info, err)
	}
	f, err := os.Open(queue)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	waiting, err := csv.NewReader(f).ReadAll()
	if err != nil || len(waiting) < 5 || waiting[1][0] != "5" || waiting[1][3] != "when the hostel closed" {
		t.Errorf("the queue holds %q, %v", waiting, err)
	}
	refuses(t, notDone, "is there already", password, args...)

	rows[4][2], rows[5][2], rows[6][5] = "summer 2019", "2021", "Call"
	rows[6][7] = "Y"
	file = written(t, "register.csv", asCSV(t, rows[:7]))
	got = runs(t, password, as(dir, "tom", "import", file, "--mapping", mapping)...)
	if !strings.Contains(got, "Carried over 3 people") || !strings.Contains(got, "1 person is here from this register already. 0 people wait.") {
		t.Errorf("put right, it says\n%s", got)
	}
}

func TestAnImportThatCannotBeCarriedOverWritesNothing(t *testing.T) {
	dir := installed(t)
	rows, text := documented(t)
	file, mapping := written(t, "register.csv", asCSV(t, rows)), written(t, "register.yaml", text)
	refuses(t, notDone, "nothing of the column \"Postcode\"", password, as(dir, "tom", "import", file, "--mapping", written(t, "m.yaml", strings.Replace(text, "[Postcode]", "[]", 1)))...)
	refuses(t, notDone, "line 2", password, as(dir, "tom", "import", file, "--mapping", written(t, "m.yaml", "register: [\n"))...)
	refuses(t, notDone, "mapping cannot be read", password, as(dir, "tom", "import", file, "--mapping", filepath.Join(dir, "none.yaml"))...)
	refuses(t, notDone, "file cannot be read", password, as(dir, "tom", "import", filepath.Join(dir, "none.csv"), "--mapping", mapping)...)
	refuses(t, notDone, "older .xls", password, as(dir, "tom", "import", written(t, "old.xls", "\xd0\xcf\x11\xe0"), "--mapping", mapping)...)
	refuses(t, badUsage, "--queue goes with --mapping", password, as(dir, "tom", "import", file, "--queue", "x")...)
	refuses(t, notDone, "", password, as(dir, "nadia", "import", file, "--mapping", mapping)...)
	if got := runs(t, password, as(dir, "tom", "export")...); got != "" {
		t.Errorf("something was written:\n%s", got)
	}
	preview := written(t, "one.jsonl", met)
	if got, want := runs(t, password, as(dir, "tom", "import", preview, "--preview")...), "1 person with 1 entry to bring in. 0 people are here from this file already.\nNothing was written: this is a preview.\n"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}
