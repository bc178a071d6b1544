package casefile_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/contact"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/organisation"
	"waymark/internal/person"
)

// brought is an entry as a file brings it.
func brought(body any, of ident.Entry, fields ...string) chronology.New {
	n := chronology.New{On: on, Body: body, Origin: "the old record"}
	if of != "" {
		n.Corrects = &chronology.Correction{Of: of, Fields: fields, Why: why}
	}
	return n
}

func TestImportFaults(t *testing.T) {
	s, ids := shared(t)
	m := chronology.Moment{Act: "import", For: maple}
	met, made := brought(&person.Met{}, ""), brought(&contact.Made{}, "")
	for _, c := range []struct {
		name  string
		opens bool
		news  []chronology.New
		want  string
	}{
		{"opens-and-adds", true, []chronology.New{met, made}, ""},
		{"adds", false, []chronology.New{made}, ""},
		{"corrects-its-own", true, []chronology.New{met, made, brought(&contact.Made{}, m.IDs(1), "note")}, ""},
		{"corrects-what-is-here", false, []chronology.New{brought(&contact.Made{}, ids["spoke"], "note")}, ""},
		{"corrects-how-they-met", false, []chronology.New{brought(&person.Met{}, ids["met"], "how")}, ""},
		{"no-origin", false, []chronology.New{{On: on, Body: &contact.Made{}}}, "0 origin"},
		{"opens-without-meeting", true, []chronology.New{made}, "0 kind"},
		{"opens-twice", true, []chronology.New{met, met}, "1 kind"},
		{"opens-who-is-here", false, []chronology.New{met}, "0 kind"},
		{"opens-by-correcting", true, []chronology.New{brought(&person.Met{}, ids["met"], "how")}, "0 corrects"},
		{"a-worker", false, []chronology.New{brought(&organisation.Joined{}, "")}, "0 kind"},
		{"corrects-nothing-there", false, []chronology.New{brought(&contact.Made{}, "none", "note")}, "0 corrects.of"},
		{"corrects-anothers", false, []chronology.New{brought(&contact.Made{}, ids["theirs"], "note")}, "0 corrects.of"},
		{"corrects-what-was-taken-back", false, []chronology.New{brought(&contact.Made{}, ids["taken-back"], "note")}, "0 corrects.of"},
		{"corrects-a-correction", false, []chronology.New{brought(&contact.Made{}, ids["correction"], "note")}, "0 corrects.of"},
		{"corrects-another-kind", false, []chronology.New{brought(&contact.Made{}, ids["met"], "note")}, "0 corrects.of"},
		{"corrects-its-own-correction", true, []chronology.New{met, made, brought(&contact.Made{}, m.IDs(1), "note"), brought(&contact.Made{}, m.IDs(2), "note")}, "3 corrects.of"},
		{"corrects-its-own-of-another-kind", true, []chronology.New{met, brought(&contact.Made{}, m.IDs(0), "note")}, "1 corrects.of"},
		{"takes-back-what-opened-the-record", false, []chronology.New{brought(&person.Met{}, ids["met"], chronology.Whole)}, "0 corrects.of"},
		{"takes-back-what-it-opens-with", true, []chronology.New{met, brought(&person.Met{}, m.IDs(0), chronology.Whole)}, "1 corrects.of"},
	} {
		t.Run(c.name, func(t *testing.T) {
			state := s.whole()
			if c.opens {
				state = casefile.Case{ID: on}
			}
			x := casefile.Importing{Opens: c.opens, News: c.news}
			got := ""
			for _, f := range x.Faults(state, m) {
				got += fmt.Sprintf("%d %s", f.N, f.Field)
				if f.Message == "" {
					t.Error("nothing is said")
				}
			}
			if got != c.want {
				t.Errorf("faults %q, want %q", got, c.want)
			}
			act := casefile.Import(on, x)
			news, err := act.Decide(world(state), m)
			if (c.want == "") != (err == nil) || c.want == "" && len(news) != len(c.news) || c.want != "" && errs.KindOf(err) != errs.Conflict {
				t.Errorf("writes %+v: %v", news, err)
			}
			if (act.Opens == casefile.SortPerson) != c.opens {
				t.Errorf("opens %q", act.Opens)
			}
		})
	}
}

// TestImportKeepsLabels: a label that an author added stays on what a file corrects,
// whether the entry is here or comes with the file.
func TestImportKeepsLabels(t *testing.T) {
	s := newStory(t, "2024-03-01")
	s.meet(t)
	here := s.spoke(t, "her solicitor says", label.Of(label.Legal))
	m := chronology.Moment{Act: "import", For: maple}
	labelled := brought(&contact.Made{Note: answer.Given(answer.Text("a"))}, "")
	labelled.Extra = map[string]label.Set{"note": label.Of(label.Justice)}
	more := brought(note("b"), m.IDs(0), "note")
	more.Extra = map[string]label.Set{"note": label.Of(label.Account)}
	x := casefile.Importing{News: []chronology.New{labelled, brought(note("c"), here, "note"), more, brought(note("d"), m.IDs(0), "note"), brought(&contact.Made{}, here, "minutes")}}
	var got []label.Set
	for _, n := range x.Labelled(s.whole(), m) {
		got = append(got, n.Extra["note"])
	}
	want := []label.Set{label.Of(label.Justice), label.Of(label.Legal), label.Of(label.Justice, label.Account), label.Of(label.Justice, label.Account), 0}
	if !slices.Equal(got, want) {
		t.Errorf("labels %v, want %v", got, want)
	}
	if !reflect.DeepEqual(x.News[1].Extra, map[string]label.Set(nil)) {
		t.Error("what the file says was changed")
	}
}
