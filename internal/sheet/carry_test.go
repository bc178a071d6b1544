package sheet_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/sheet"
)

type how string

func (how) Codes() []chronology.Code {
	return []chronology.Code{{Value: "phone", Words: "By telephone"}, {Value: "face-to-face", Words: "Face to face"}}
}

type met struct {
	Name answer.Of[string]     `json:"name,omitzero" label:"identity" words:"Name"`
	Born answer.Of[civil.When] `json:"born,omitzero" label:"identity" words:"Born"`
}

type made struct {
	How     answer.Of[how]         `json:"how,omitzero" label:"general" words:"How" need:"yes"`
	Ways    answer.Of[[]how]       `json:"ways,omitzero" label:"general" words:"Ways"`
	Minutes answer.Of[int]         `json:"minutes,omitzero" label:"general" words:"Minutes"`
	Private answer.Of[bool]        `json:"private,omitzero" label:"general" words:"Private"`
	Note    answer.Of[answer.Text] `json:"note,omitzero" label:"health" words:"Note"`
	After   answer.Of[ident.Entry] `json:"after,omitzero" label:"general" words:"After"`
}

func kinds(t testing.TB) chronology.Kinds {
	t.Helper()
	k, err := chronology.NewKinds(
		chronology.Define[met](chronology.Kind{Name: "person.met", Version: 1, Words: "Met", Exists: label.General, Free: label.Identity}, nil, nil),
		chronology.Define[made](chronology.Kind{Name: "contact.made", Version: 1, Words: "Contact", Exists: label.General, Free: label.Health}, nil, nil),
	)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

const mapping = `
register: Old
person: Ref
not known: ["?"]
entries:
  - kind: person.met
    first: yes
    happened: Seen
    body: {name: Known as, born: Born}
  - kind: contact.made
    rows: {column: What, is: [Call, Visit]}
    happened: When
    body:
      how: {column: What, codes: {Call: phone, Visit: face-to-face}}
      ways: Ways
      minutes: Minutes
      private: Alone
      note: Notes
      after: {entry: person.met}
    labels: {note: [justice]}
leave: [Postcode]
`

const headings = "Ref,Known as,Seen,Born,What,When,Ways,Minutes,Alone,Notes,Postcode\n"

func carry(t *testing.T, m, rows string) sheet.Carried {
	t.Helper()
	read, err := sheet.ReadMapping([]byte(m), kinds(t))
	if err != nil {
		t.Fatal(err)
	}
	table, err := sheet.Read(strings.NewReader(headings+rows), "", read.Headings)
	if err != nil {
		t.Fatal(err)
	}
	if err := read.Fit(table); err != nil {
		t.Fatal(err)
	}
	return read.Carry(table, kinds(t))
}

func objects(t *testing.T, lines ...string) []map[string]any {
	t.Helper()
	var out []map[string]any
	for _, l := range lines {
		var v map[string]any
		if err := json.Unmarshal([]byte(l), &v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

func TestRowsBecomeEntriesWithTheirOrigin(t *testing.T) {
	c := carry(t, mapping, "7,Bao,Jan 2020,about 1994,,,,,,,\n"+
		"8,ኣበባ,summer 2019,?,Call,3/4/2020,By telephone; face-to-face,20,Y,\"=1+1, as typed\",AB1\n"+
		"7,,,,visit,24 March 2020,,,no,,\n")
	if c.Waiting != nil {
		t.Fatalf("these wait: %+v", c.Waiting)
	}
	file, rows := sheet.JSONL(c.People)
	want := []string{
		`{"chronology":"Old, 7","kind":"person.met","happened":"2020-01","id":"row 2 entry 1","origin":"carried over from Old, row 2","body":{"name":"Bao","born":"1994~"}}`,
		`{"chronology":"Old, 7","kind":"contact.made","happened":"2020-03-24","id":"row 4 entry 2","origin":"carried over from Old, row 4","extra":{"note":["justice"]},"body":{"how":"face-to-face","private":false,"after":"row 2 entry 1"}}`,
		`{"chronology":"Old, 8","kind":"person.met","happened":"2019-22","id":"row 3 entry 1","origin":"carried over from Old, row 3","body":{"name":"ኣበባ","born":{"answer":"not known"}}}`,
		`{"chronology":"Old, 8","kind":"contact.made","happened":"2020-04-03","id":"row 3 entry 2","origin":"carried over from Old, row 3","extra":{"note":["justice"]},"body":{"how":"phone","ways":["phone","face-to-face"],"minutes":20,"private":true,"note":"=1+1, as typed","after":"row 3 entry 1"}}`,
	}
	if diff := cmp.Diff(objects(t, want...), objects(t, strings.Split(strings.TrimSpace(string(file)), "\n")...)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{2, 4, 3, 3}, rows); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]int{"person.met": 2, "contact.made": 2}, c.Kinds()); diff != "" {
		t.Error(diff)
	}
}

func TestWhateverDoesNotFitWaitsWithAllOfThePerson(t *testing.T) {
	const fits = "7,Bao,Jan 2020,,,,,,,,\n"
	for name, c := range map[string]struct{ row, column, what string }{
		"nobody":        {",Bo,2020,,,,,,,,\n", "Ref", "whose row"},
		"date":          {"8,Bo,last spring,,,,,,,,\n", "Seen", "Write the date"},
		"no date":       {"8,Bo,,,,,,,,,\n", "Seen", "Write the date"},
		"month first":   {"8,Bo,12/25/2019,,,,,,,,\n", "Seen", "day before the month"},
		"birth":         {"8,Bo,2020,12/25/1990,,,,,,,\n", "Born", "day before the month"},
		"word":          {"8,Bo,2020,,Call,2020,pigeon,,,,\n", "Ways", "what this word stands for"},
		"number":        {"8,Bo,2020,,Call,2020,,an hour,,,\n", "Minutes", "whole number"},
		"yes or no":     {"8,Bo,2020,,Call,2020,,,perhaps,,\n", "Alone", "yes or no"},
		"no entry":      {"8,Bo,2020,,,,,,,,\n8,,,,Letter,2021,,,,,\n", "", "No entry"},
		"later rows":    {"8,Bo,2020,,,,,,,,\n8,,,,Call,soon,,,,,\n", "When", "Write the date"},
		"earlier rows":  {"8,Bo,soon,,,,,,,,\n8,,,,Call,2020,,,,,\n", "Seen", "Write the date"},
		"several words": {"8,Bo,2020,,Call,2020,\"phone, by pigeon\",,,,\n", "Ways", "what this word stands for"},
	} {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			got := carry(t, mapping, fits+c.row)
			if len(got.People) != 1 || got.People[0].Key != "7" || len(got.People[0].Lines) != 1 {
				t.Errorf("carried over: %+v; want only who fits", got.People)
			}
			if len(got.Waiting) == 0 || got.Waiting[0].Column != c.column || !strings.Contains(got.Waiting[0].What, c.what) {
				t.Errorf("waiting: %+v; want one at %q that says %q", got.Waiting, c.column, c.what)
			}
		})
	}
}

func TestAMappingThatCannotBeFollowedSaysWhere(t *testing.T) {
	for name, c := range map[string]struct{ old, new, says string }{
		"no register":     {"register: Old", "register: ' '", "register"},
		"no person":       {"person: Ref", "person: ''", "person"},
		"unknown key":     {"register: Old", "register: Old\npersons: Ref", "persons"},
		"unknown kind":    {"kind: contact.made", "kind: contact.maid", `"contact.maid"`},
		"unknown field":   {"      note: Notes", "      notes: Notes", `"notes"`},
		"unknown source":  {"column: What, codes", "colum: What, codes", `"colum"`},
		"unknown code":    {"Call: phone", "Call: telephone", `"telephone"`},
		"codes of text":   {"note: Notes", "note: {column: Notes, codes: {a: b}}", "takes any words"},
		"two sources":     {"note: Notes", "note: {column: Notes, always: x}", "one of column"},
		"no source":       {"note: Notes", "note: {}", "one of column"},
		"always no code":  {"how: {column: What, codes: {Call: phone, Visit: face-to-face}}", "how: {always: pigeon}", "stands for"},
		"need":            {"      how: {column: What, codes: {Call: phone, Visit: face-to-face}}\n", "", "must be answered"},
		"not first":       {"first: yes", "first: no", "opens their record"},
		"rows of nothing": {"rows: {column: What, is: [Call, Visit]}", "rows: {column: What}", "rows"},
		"no date":         {"    happened: When\n", "", "happened"},
		"unknown label":   {"[justice]", "[weather]", `"weather"`},
		"label of a code": {"labels: {note: [justice]}", "labels: {how: [justice]}", "free text only"},
		"entry for text":  {"note: Notes", "note: {entry: person.met}", "by its kind"},
		"column for one":  {"after: {entry: person.met}", "after: Notes", "by its kind"},
		"unknown entry":   {"entry: person.met", "entry: person.meet", `"person.meet"`},
		"no YAML":         {"entries:", "entries: [", "line"},
	} {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			text := strings.Replace(mapping, c.old, c.new, 1)
			if text == mapping {
				t.Fatalf("the mapping does not hold %q", c.old)
			}
			_, err := sheet.ReadMapping([]byte(text), kinds(t))
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("it says %v, want something of %s", err, c.says)
			}
		})
	}
}

func TestEveryColumnIsSpokenOf(t *testing.T) {
	m, err := sheet.ReadMapping([]byte(mapping), kinds(t))
	if err != nil {
		t.Fatal(err)
	}
	table, err := sheet.Read(strings.NewReader(strings.Replace(headings, "Postcode", "Address", 1)+"7,Bao,2020,,,,,,,,x\n"), "", 1)
	if err != nil {
		t.Fatal(err)
	}
	err = m.Fit(table)
	for _, want := range []string{`speaks of a column "Postcode"`, `nothing of the column "Address"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("it says %v, want %s", err, want)
		}
	}
}

func FuzzCarry(f *testing.F) {
	f.Add([]byte(mapping), []byte(headings+"7,Bao,2020,,Call,2020,phone,1,y,n,\n"))
	f.Fuzz(func(t *testing.T, m, rows []byte) {
		read, err := sheet.ReadMapping(m, kinds(t))
		if err != nil {
			return
		}
		table, err := sheet.Read(strings.NewReader(string(rows)), read.Sheet, read.Headings)
		if err != nil || read.Fit(table) != nil {
			return
		}
		got := read.Carry(table, kinds(t))
		carried := map[int]bool{}
		for _, p := range got.People {
			for _, l := range p.Lines {
				carried[l.Row] = true
				if !json.Valid(l.JSON) {
					t.Errorf("row %d is no JSON: %q", l.Row, l.JSON)
				}
			}
		}
		for _, w := range got.Waiting {
			if carried[w.Row] {
				t.Errorf("row %d waits and is carried over", w.Row)
			}
			carried[w.Row] = true
		}
		waits := map[string]bool{}
		for _, w := range got.Waiting {
			waits[w.Person] = true
		}
		for _, r := range table.Rows {
			if key := r.Cell(0); table.Headings[0] == read.Person && !carried[r.N] && !waits[key] {
				t.Errorf("row %d is nowhere", r.N)
			}
		}
	})
}
