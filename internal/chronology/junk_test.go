package chronology_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// drawJunk draws entries that no desk would write: unknown kinds, bodies that are
// missing or another's, corrections in rings, one id twice.
func drawJunk(t *rapid.T) []chronology.Entry {
	var none *noted
	bodies := []any{
		nil, none, (*opened)(nil), (*lent)(nil), (*int)(nil), noted{}, &struct{ A int }{}, 3, "text", &noted{Colour: answer.Given(colour("red"))}, &opened{},
		lending(label.General), &returned{What: answer.Given(id(0))}, &returned{What: answer.Given(id(1))}, map[string]int{}, []string{"x"}, func() {},
	}
	n := rapid.IntRange(0, 8).Draw(t, "entries")
	out := make([]chronology.Entry, n)
	for i := range out {
		e := entry(rapid.IntRange(0, 5).Draw(t, "id"), "", rapid.SampledFrom(bodies).Draw(t, "body"))
		e.Kind = rapid.SampledFrom(append([]string{"", "test.unheard"}, kindNames...)).Draw(t, "kind")
		e.Recorded = rapid.SampledFrom([]time.Time{{}, start, start.Add(time.Hour)}).Draw(t, "recorded")
		e.Happened = rapid.SampledFrom([]civil.When{{}, civil.On(0), civil.On(20500)}).Draw(t, "happened")
		e.Extra = map[string]label.Set{"note": label.Set(rapid.Uint32().Draw(t, "extra")), "gone": 1}
		if rapid.Bool().Draw(t, "corrects") {
			e = corrects(e, rapid.IntRange(0, 6).Draw(t, "of"), rapid.SliceOf(rapid.SampledFrom([]string{"", "title", "note", "to", "gone", "@why", chronology.Date, chronology.Whole})).Draw(t, "fields")...)
		}
		out[i] = e
	}
	return out
}

// TestReadingNeverPanics: whatever lies in a store, it is read, and each entry stands
// somewhere.
func TestReadingNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := drawJunk(t)
		lines := table.Read(entries, drawAt(t))
		table.AccessOf(lines)
		table.AccessOf(chronology.Standing(lines))
		for _, o := range table.Occurrences(chronology.Newest(lines)) {
			o.Mark("colour")
		}
		found := map[ident.Entry]bool{}
		for _, l := range everything(entries) {
			table.Show(l.Body)
			l.Closed("note")
			found[l.ID] = true
			for _, c := range l.Corrections {
				found[c.ID] = true
			}
			if _, ok := table.Of(l.Body); !ok && l.Body != nil {
				t.Fatalf("a body that is no kind's goes on: %T", l.Body)
			}
			if k, _ := table.Of(l.Body); l.Trouble == "" && k.Name != l.Kind {
				t.Fatalf("%s has the body of %s and no trouble", l.Kind, k.Name)
			}
		}
		for _, e := range entries {
			if !found[e.ID] {
				t.Fatalf("%s is nowhere: %+v", e.ID, e)
			}
			table.Show(e.Body)
			_ = table.Check(chronology.New{Happened: e.Happened, Body: e.Body, Extra: e.Extra, Corrects: e.Corrects}, start)
			if _, _, err := table.Pack(e); err == nil {
				if k, ok := table.Of(e.Body); !ok || k.Name != e.Kind {
					t.Fatalf("a %s with a body %T is packed", e.Kind, e.Body)
				}
			}
		}
	})
}

func TestWhatDoesNotFitSaysSo(t *testing.T) {
	for name, e := range map[string]chronology.Entry{
		"unknown-kind":           entry(0, "test.unheard", &noted{}),
		"no-body":                entry(0, "test.noted", nil),
		"nothing-in-its-clothes": entry(0, "test.noted", (*noted)(nil)),
		"another-body":           entry(0, "test.noted", lending(label.General)),
	} {
		lines := everything([]chronology.Entry{e})
		if len(lines) != 1 || lines[0].Trouble == "" || lines[0].Body != nil || lines[0].ID != e.ID {
			t.Errorf("%s reads as %+v", name, lines)
		}
		if access, links := table.AccessOf(lines); len(access)+len(links) != 0 {
			t.Errorf("%s gives access: %v %v", name, access, links)
		}
		lines = everything([]chronology.Entry{e, corrects(entry(1, e.Kind, &noted{Title: answer.Given("x")}), 0, "title")})
		if len(lines) != 2 || lines[0].Trouble == "" || lines[0].Corrected() || lines[1].Trouble == "" {
			t.Errorf("%s, corrected, reads as %+v", name, lines)
		}
	}
}

// TestLinesMadeByHand: what folds lines stands lines that no reading gave.
func TestLinesMadeByHand(t *testing.T) {
	for _, body := range []any{nil, (*noted)(nil), (*lent)(nil), &opened{}, 3} {
		for _, kind := range kindNames {
			lines := []chronology.Line{{Entry: entry(0, kind, body), Struck: true}}
			table.Occurrences(lines)
			table.AccessOf(lines)
		}
	}
}

func TestOccurrences(t *testing.T) {
	entries := []chronology.Entry{
		entry(0, "test.noted", &noted{Colour: answer.Given(colour("red")), Next: answer.Given(day(t, "2026-04-01"))}),
		corrects(entry(1, "test.noted", &noted{Colour: answer.Given(colour("blue"))}), 0, "colour"),
		entry(2, "test.opened", &opened{}),
		corrects(entry(3, "test.opened", &opened{}), 2, chronology.Whole),
		corrects(entry(4, "test.noted", &noted{Colour: answer.Given(colour("red"))}), 9, "colour"),
		entry(5, "test.unheard", &noted{}),
	}
	got := table.Occurrences(everything(entries))
	if len(got) != 2 {
		t.Fatalf("%d occurrences: what is no entry of its own must not start a clock: %+v", len(got), got)
	}
	first, second := got[0], got[1]
	if m, ok := first.Mark("colour"); !ok || m.Code != "blue" || m.Label != label.General {
		t.Errorf("colour is %+v", m)
	}
	if m, ok := first.Mark("next"); !ok || m.When != day(t, "2026-04-01") || m.Label != label.Contact {
		t.Errorf("next is %+v", m)
	}
	if _, ok := first.Mark("gone"); ok {
		t.Error("a mark there is not is found")
	}
	if first.Episode != first.Entry || first.Struck || !second.Struck || second.Kind != "test.opened" || len(second.Marks) != 0 {
		t.Errorf("%+v", got)
	}
}
