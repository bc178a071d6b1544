package chronology_test

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// reading is Read, or something broken that a control puts in its place.
type reading func([]chronology.Entry, chronology.At) []chronology.Line

func drawAt(t *rapid.T) chronology.At {
	var at chronology.At
	if rapid.Bool().Draw(t, "known at") {
		at.KnownAt = start.Add(time.Duration(rapid.IntRange(-1, 41).Draw(t, "known")) * time.Hour)
	}
	if rapid.Bool().Draw(t, "happened up to") {
		at.HappenedUpTo = civil.On(civil.DayOf(start).Add(rapid.IntRange(-4, 4).Draw(t, "up to")))
	}
	return at
}

// unsteady says how a reading depends on the order in which entries come, or on having
// been read before; "" if it does not.
func unsteady(read reading, fresh func() []chronology.Entry, order []int, at chronology.At) string {
	entries := fresh()
	shuffled := make([]chronology.Entry, len(entries))
	for i, j := range order {
		shuffled[i] = entries[j]
	}
	first := read(entries, at)
	if again := read(shuffled, at); !reflect.DeepEqual(first, again) {
		return fmt.Sprintf("another order reads otherwise:\n%+v\n%+v", first, again)
	}
	if !reflect.DeepEqual(entries, fresh()) {
		return "reading changed the entries"
	}
	return ""
}

// TestLinesComeInOrder: by the day it happened, then as it was recorded.
func TestLinesComeInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := table.Read(drawWorld(t), drawAt(t))
		if !slices.IsSortedFunc(lines, func(a, b chronology.Line) int {
			return cmp.Or(a.Happened.Compare(b.Happened), a.Recorded.Compare(b.Recorded))
		}) {
			t.Fatalf("%+v", lines)
		}
	})
	then, now := entry(2, "test.opened", &opened{}), entry(1, "test.opened", &opened{})
	then.Happened = day(t, "2019")
	if lines := everything([]chronology.Entry{now, then}); lines[0].ID != then.ID {
		t.Error("what happened long ago and was recorded late comes last")
	}
}

func TestReadingIsSteady(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		world := pack(t, drawWorld(t))
		have, _ := drawLabels(t)
		fresh := func() []chronology.Entry { return unpack(t, world, have) }
		order := make([]int, len(fresh()))
		for i := range order {
			order[i] = i
		}
		if s := unsteady(table.Read, fresh, rapid.Permutation(order).Draw(t, "order"), drawAt(t)); s != "" {
			t.Fatal(s)
		}
	})
}

// twice is a title corrected twice.
func twice() []chronology.Entry {
	return []chronology.Entry{
		entry(0, "test.noted", &noted{Title: answer.Given("first"), Count: answer.Given(1)}),
		corrects(entry(1, "test.noted", &noted{Title: answer.Given("second")}), 0, "title"),
		corrects(entry(2, "test.noted", &noted{Title: answer.Given("third")}), 0, "title"),
		corrects(entry(3, "test.noted", &noted{}), 0, chronology.Whole),
	}
}

func TestUnsteadyControl(t *testing.T) {
	asTheyCome := func(entries []chronology.Entry, at chronology.At) []chronology.Line {
		entries = slices.Clone(entries)
		right := map[ident.Entry]time.Time{}
		for i := range entries {
			right[entries[i].ID] = entries[i].Recorded
			entries[i].Recorded = start.Add(time.Duration(i))
		}
		lines := table.Read(entries, at)
		for i := range lines {
			lines[i].Recorded, lines[i].Original, lines[i].Corrections = right[lines[i].ID], nil, nil
		}
		return lines
	}
	inPlace := func(entries []chronology.Entry, at chronology.At) []chronology.Line {
		lines := table.Read(entries, at)
		*entries[0].Body.(*noted) = *lines[0].Body.(*noted)
		return lines
	}
	order := []int{0, 2, 1, 3}
	for name, c := range map[string]struct {
		read reading
		says string
	}{
		"right":                 {table.Read, ""},
		"applied-as-they-come":  {asTheyCome, "another order"},
		"written-over-in-place": {inPlace, "changed the entries"},
	} {
		if s := unsteady(c.read, twice, order, chronology.At{}); !strings.Contains(s, c.says) || c.says == "" && s != "" {
			t.Errorf("%s: the checker says %q", name, s)
		}
	}
}

// lost says which entry somebody wrote cannot be found in a reading as it was written; ""
// if all can.
func lost(entries []chronology.Entry, lines []chronology.Line) string {
	var found []chronology.Entry
	for _, l := range lines {
		if l.Original != nil {
			found = append(found, *l.Original)
		} else {
			found = append(found, l.Entry)
		}
		found = append(found, l.Corrections...)
	}
	if len(found) != len(entries) {
		return fmt.Sprintf("%d entries were written and %d are to be found", len(entries), len(found))
	}
	for _, e := range entries {
		i := slices.IndexFunc(found, func(f chronology.Entry) bool { return f.ID == e.ID })
		if i < 0 || !reflect.DeepEqual(found[i], e) {
			return fmt.Sprintf("%s is not to be found as it was written: %+v", e.ID, e)
		}
	}
	return ""
}

func TestCorrectionNeverDeletes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := drawWorld(t)
		if s := lost(entries, everything(entries)); s != "" {
			t.Fatal(s)
		}
	})
}

func TestLostControl(t *testing.T) {
	entries := twice()
	if s := lost(entries, everything(entries)); s != "" {
		t.Fatalf("nothing is lost: %s", s)
	}
	change := func(f func(*chronology.Line)) []chronology.Line {
		lines := everything(entries)
		f(&lines[0])
		return lines
	}
	for name, lines := range map[string][]chronology.Line{
		"original-thrown-away":   change(func(l *chronology.Line) { l.Original = nil }),
		"original-written-over":  change(func(l *chronology.Line) { l.Original.Body = l.Body }),
		"a-correction-forgotten": change(func(l *chronology.Line) { l.Corrections = l.Corrections[1:] }),
		"taken-back-is-removed":  chronology.Standing(everything(entries)),
		"one-in-place-of-one":    change(func(l *chronology.Line) { l.Corrections[0] = l.Corrections[1] }),
	} {
		if lost(entries, lines) == "" {
			t.Errorf("%s: the checker finds nothing lost", name)
		}
	}
}

// hindsight says how what was recorded later changes a reading of what was known before;
// "" if it does not.
func hindsight(read reading, entries []chronology.Entry, at chronology.At) string {
	then := slices.DeleteFunc(slices.Clone(entries), func(e chronology.Entry) bool { return e.Recorded.After(at.KnownAt) })
	a, b := read(entries, at), read(then, chronology.At{HappenedUpTo: at.HappenedUpTo})
	if !reflect.DeepEqual(a, b) {
		return fmt.Sprintf("known at %v:\n%+v\nread then:\n%+v", at.KnownAt, a, b)
	}
	return ""
}

// TestKnownThenStaysKnownThen: nothing recorded later changes what was known. A reader who
// has lost sight of something since (a label was added) loses it for then, too, and
// nothing else.
func TestKnownThenStaysKnownThen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := drawWorld(t)
		at := drawAt(t)
		at.KnownAt = start.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "then")) * time.Hour)
		if s := hindsight(table.Read, entries, at); s != "" {
			t.Fatal(s)
		}
		have, _ := drawLabels(t)
		seen := view(t, entries, have)
		then := slices.DeleteFunc(slices.Clone(seen), func(e chronology.Entry) bool { return e.Recorded.After(at.KnownAt) })
		a, b := table.Read(seen, at), table.Read(then, chronology.At{HappenedUpTo: at.HappenedUpTo})
		if len(a) != len(b) {
			t.Fatalf("%d lines with hindsight, %d without", len(a), len(b))
		}
		if s := leak(a, b); s != "" {
			t.Fatalf("with hindsight: %s", s)
		}
	})
}

func TestHindsightControl(t *testing.T) {
	forgetsCorrections := func(entries []chronology.Entry, at chronology.At) []chronology.Line {
		known := at.KnownAt
		at.KnownAt = time.Time{}
		return slices.DeleteFunc(table.Read(entries, at), func(l chronology.Line) bool { return !known.IsZero() && l.Recorded.After(known) })
	}
	at := chronology.At{KnownAt: start.Add(time.Hour)}
	if s := hindsight(table.Read, twice(), at); s != "" {
		t.Errorf("nothing is wrong: %s", s)
	}
	if hindsight(forgetsCorrections, twice(), at) == "" {
		t.Error("a reading that lets later corrections in passes")
	}
}

// TestHappenedUpTo: the bound leaves out what surely began later, and changes nothing
// about the rest.
func TestHappenedUpTo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := drawWorld(t)
		at := drawAt(t)
		at.HappenedUpTo = civil.On(civil.DayOf(start).Add(rapid.IntRange(-4, 4).Draw(t, "bound")))
		want := slices.DeleteFunc(table.Read(entries, chronology.At{KnownAt: at.KnownAt}), func(l chronology.Line) bool {
			return l.Happened.Earliest() > at.HappenedUpTo.Latest()
		})
		if got := table.Read(entries, at); !reflect.DeepEqual(got, want) {
			t.Fatalf("up to %v:\n%+v\nwant:\n%+v", at.HappenedUpTo, got, want)
		}
	})
	moved := []chronology.Entry{
		entry(0, "test.noted", &noted{}),
		corrects(entry(1, "test.noted", &noted{}), 0, chronology.Date),
	}
	moved[1].Happened = day(t, "2019")
	for bound, n := range map[string]int{"2018-12-31": 0, "2019-01-01": 1, "2019": 1, "2018~": 0, "2018-12-31/2019-01-01": 1} {
		if got := table.Read(moved, chronology.At{HappenedUpTo: day(t, bound)}); len(got) != n {
			t.Errorf("up to %s: %d lines, want %d", bound, len(got), n)
		}
	}
}

// TestCorrections says what each sort of correction does to a line.
func TestCorrections(t *testing.T) {
	first := entry(0, "test.noted", &noted{Title: answer.Given("first"), Count: answer.Given(1), Next: answer.Given(day(t, "2026-03-04"))})
	later := func(n int, body any, fields ...string) chronology.Entry {
		e := corrects(entry(n, "test.noted", body), 0, fields...)
		e.Happened = day(t, "2020-01-01")
		return e
	}
	other := corrects(entry(3, "test.opened", &opened{}), 0, "how")
	foreign := later(3, &opened{}, "title")
	ofItself := corrects(entry(3, "test.noted", &noted{}), 3, "title")
	ofAnother := corrects(entry(4, "test.noted", &noted{Title: answer.Given("x")}), 3, "title")
	disguised := later(3, &noted{Title: answer.Given("second")}, "title")
	disguised.Kind = "test.opened"
	undated := later(3, &noted{}, chronology.Date)
	undated.Happened = civil.When{}
	for _, c := range []struct {
		name    string
		entries []chronology.Entry
		want    string // title, count, happened, struck or not, corrections; then the other lines' trouble
	}{
		{"none", nil, "first 1 2026-03-02 0"},
		{"a-field", []chronology.Entry{later(1, &noted{Title: answer.Given("second")}, "title")}, "second 1 2026-03-02 1"},
		{"only-what-is-named", []chronology.Entry{later(1, &noted{Title: answer.Given("second"), Count: answer.Given(2)}, "count")}, "first 2 2026-03-02 1"},
		{"to-nothing", []chronology.Entry{later(1, &noted{}, "title")}, "nothing 1 2026-03-02 1"},
		{"the-date", []chronology.Entry{later(1, &noted{}, chronology.Date)}, "first 1 2020-01-01 1"},
		{"a-date-that-is-none", []chronology.Entry{undated}, "first 1 2026-03-02 1"},
		{"the-latest-counts", []chronology.Entry{later(2, &noted{Title: answer.Given("third")}, "title"), later(1, &noted{Title: answer.Given("second")}, "title")}, "third 1 2026-03-02 2"},
		{"back-again", []chronology.Entry{later(1, &noted{Title: answer.Given("second")}, "title"), later(2, &noted{Title: answer.Given("first")}, "title")}, "first 1 2026-03-02 2"},
		{"taken-back", []chronology.Entry{later(1, &noted{}, chronology.Whole)}, "first 1 2026-03-02 struck 1"},
		{"a-field-there-is-not", []chronology.Entry{later(1, &noted{}, "gone")}, "first 1 2026-03-02 1"},
		{"the-same-one-twice", []chronology.Entry{later(1, &noted{Title: answer.Given("second")}, "title"), later(1, &noted{Title: answer.Given("second")}, "title")}, "second 1 2026-03-02 1"},
		{"of-another-kind", []chronology.Entry{other}, "first 1 2026-03-02 0 !; This corrects an entry of another kind"},
		{"with-another-body", []chronology.Entry{foreign}, "first 1 2026-03-02 0 !; This corrects an entry of another kind"},
		{"under-another-name", []chronology.Entry{disguised}, "first 1 2026-03-02 0 !; This corrects an entry of another kind"},
		{"of-itself", []chronology.Entry{ofItself}, "first 1 2026-03-02 0; This corrects an entry that is not here"},
		{"of-a-correction", []chronology.Entry{later(3, &noted{Title: answer.Given("second")}, "title"), ofAnother}, "second 1 2026-03-02 1; This corrects an entry that is not here"},
	} {
		t.Run(c.name, func(t *testing.T) {
			entries := append([]chronology.Entry{first}, c.entries...)
			got, others := "", ""
			for _, l := range everything(entries) {
				if l.ID != first.ID {
					others += "; " + l.Trouble
					continue
				}
				b := l.Body.(*noted)
				got = fmt.Sprintf("%s %d %s", b.Title.Or("nothing"), b.Count.Or(0), l.Happened)
				if l.Struck {
					got += " struck"
				}
				got += fmt.Sprintf(" %d", len(l.Corrections))
				if l.Trouble != "" {
					got += " !"
				}
				if l.Corrected() != (l.Original != nil) || l.Corrected() != (len(l.Corrections) > 0) {
					t.Error("the line does not know whether it was corrected")
				}
			}
			if got += others; got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
}

func TestLabelsAddedAreOnTheLine(t *testing.T) {
	entries := relabelled()
	entries[0].Extra = map[string]label.Set{"note": label.Of(label.Legal)}
	l := everything(entries)[0]
	if got := l.Extra["note"]; got != label.Of(label.Health, label.Legal) {
		t.Errorf("the note bears %s besides its own", got)
	}
	if got := l.Original.Extra["note"]; got != label.Of(label.Legal) {
		t.Errorf("as first written it bore %s", got)
	}
}

func TestStandingAndNewest(t *testing.T) {
	entries := append(twice(), entry(4, "test.opened", &opened{}), entry(5, "test.opened", &opened{}))
	lines := everything(entries)
	ids := func(ls []chronology.Line) (out []ident.Entry) {
		for _, l := range ls {
			out = append(out, l.ID)
		}
		return out
	}
	if got := ids(chronology.Standing(lines)); !slices.Equal(got, []ident.Entry{id(4), id(5)}) {
		t.Errorf("standing: %v", got)
	}
	if got := ids(chronology.Newest(lines)); !slices.Equal(got, []ident.Entry{id(5), id(4), id(0)}) {
		t.Errorf("newest: %v", got)
	}
	if got := ids(lines); !slices.Equal(got, []ident.Entry{id(0), id(4), id(5)}) {
		t.Errorf("the lines themselves were changed: %v", got)
	}
}
