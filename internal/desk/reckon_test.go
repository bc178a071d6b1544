package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"waymark/data"
	"waymark/internal/chronology"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/rulebook"
	"waymark/internal/store"
	"waymark/internal/store/tamper"
)

// visits is a rule of a deployment's own: a visit within some days of the referral.
func visits(days int) string {
	return fmt.Sprintf(`rules:
  - id: first-visit
    sort: limit
    title: First visit after the referral
    why: W
    from: 2009-04-01
    on: {kind: referral.sent}
    due: {days: %d}
    owner: support-provider
    verified: true
    source: [{document: A standard of our own, kind: contract}]
    examples:
      - {given: [{kind: referral.sent, happened: 2024-03-04}], as_of: 2024-03-04, expect: {state: running}}
`, days)
}

// under opens the house again with a file laid over the rulebook.
func (h *house) under(text string) {
	h.t.Helper()
	h.shut()
	h.Desk = openedUnder(h.t, h, text)
}

func openedUnder(t testing.TB, h *house, text string) *Desk {
	t.Helper()
	files := fstest.MapFS{}
	if err := fs.WalkDir(data.Rulebook, "rulebook", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := fs.ReadFile(data.Rulebook, name)
		files[name] = &fstest.MapFile{Data: b}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if text != "" {
		files[path.Join("rulebook", "ours.yaml")] = &fstest.MapFile{Data: []byte(text)}
	}
	cfg := h.config()
	cfg.Rules = files
	d, err := Open(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// asReckoned proves that everybody's rows are those that the rules in force give.
func (h *house) asReckoned(people ...ident.Chronology) {
	h.t.Helper()
	for _, on := range people {
		f, err := h.load(ctx, on)
		if err != nil {
			h.t.Fatal(err)
		}
		entries, err := f.open(ctx, label.Everything(), nil)
		if err != nil {
			h.t.Fatal(err)
		}
		got, err := h.store.Deadlines(ctx, on)
		if err != nil {
			h.t.Fatal(err)
		}
		want, err := h.deadlines(f, nil, h.kinds.Read(entries, chronology.At{}))
		if err != nil {
			h.t.Fatal(err)
		}
		byID := func(a, b store.Deadline) int { return strings.Compare(a.ID, b.ID) }
		slices.SortFunc(got, byID)
		slices.SortFunc(want, byID)
		if !slices.EqualFunc(got, want, store.Deadline.SameAs) {
			h.t.Errorf("%s has the rows\n%+v\nwant\n%+v", on, got, want)
		}
	}
}

func (h *house) elsewhere() int {
	h.t.Helper()
	n, err := h.Elsewhere(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

func (h *house) reckonNow() Reckoning {
	h.t.Helper()
	got, err := h.Reckon(ctx, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return got
}

func TestReckonGoesOnlyWhereAChangeTouches(t *testing.T) {
	onBoth(t, reckonGoesOnlyWhereAChangeTouches)
}

func reckonGoesOnlyWhereAChangeTouches(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	a, b, c := h.met("Alima"), h.met("Tesfay"), h.met("Osas")
	h.refer(a)
	h.refer(b)
	if n := h.elsewhere(); n != 0 {
		t.Fatalf("%d people wait though nothing changed", n)
	}
	h.under(visits(3))
	h.set.Set(h.set.Now().AddDate(0, 0, 9))
	want := Reckoning{
		Changes: []rulebook.Change{{Line: "first-visit", New: true, Starts: []string{"referral.sent"}}},
		Waiting: 3, Touched: 2, Differ: 2, Rules: []RuleChange{{Rule: "first-visit", New: 2, Late: 2}},
	}
	var told []int
	h.unchanged(func() {
		got, err := h.PreviewReckon(ctx, func(done, all int) { told = append(told, done, all) })
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("a preview says %+v, %v", got, err)
		}
	})
	if !slices.Equal(told, []int{3, 3}) || h.elsewhere() != 3 {
		t.Errorf("told %v; %d people wait", told, h.elsewhere())
	}
	if got := h.reckonNow(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("it did %+v, want %+v", got, want)
	}
	h.asReckoned(a, b, c)
	if n := h.elsewhere(); n != 0 {
		t.Errorf("%d people wait afterwards", n)
	}
	if !slices.ContainsFunc(h.day(h.nadia).Dues, func(x Due) bool { return x.Rule.ID == "first-visit" && x.Late }) {
		t.Error("Today does not say it")
	}
	if got := h.reckonNow(); fmt.Sprint(got) != fmt.Sprint(Reckoning{}) {
		t.Errorf("again, with nothing to do: %+v", got)
	}

	h.under(visits(30)) // another number of days, and then no such rule
	if got := h.reckonNow(); fmt.Sprint(got.Rules) != "[{first-visit 0 0 2 0}]" || got.Changes[0].New || got.Changes[0].Gone {
		t.Errorf("moved: %+v", got)
	}
	h.asReckoned(a, b, c)
	h.under("")
	if got := h.reckonNow(); fmt.Sprint(got.Rules) != "[{first-visit 0 2 0 0}]" || !got.Changes[0].Gone {
		t.Errorf("gone: %+v", got)
	}
	h.asReckoned(a, b, c)
}

// Rows of no edition that is known, as an older schema wrote them, are reckoned whatever
// changed.
func TestReckonOfRowsOfNoKnownEdition(t *testing.T) { onBoth(t, reckonOfRowsOfNoKnownEdition) }

func reckonOfRowsOfNoKnownEdition(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	a := h.met("Alima")
	h.refer(a)
	h.shut()
	cells := tamper.Cells(t, h.data(), "chronology", "sort", "edition")
	for i := range cells {
		cells[i].Value = nil
		if cells[i].Key == "person" {
			cells[i].Value = []byte{}
		}
	}
	tamper.Set(t, h.data(), slices.DeleteFunc(cells, func(c tamper.Cell) bool { return c.Key != "person" })...)
	tamper.Empty(t, h.data(), "deadline")
	h.open()
	if got := h.reckonNow(); !got.All || got.Waiting != 1 || got.Touched != 1 || len(got.Rules) == 0 {
		t.Errorf("%+v", got)
	}
	h.asReckoned(a)
}

// many makes some more people than one transaction writes.
func (h *house) many() []ident.Chronology {
	h.t.Helper()
	var out []ident.Chronology
	for i := range 2*together + 20 {
		on := h.meet(fmt.Sprint("Somebody ", i))
		if i%2 == 0 {
			h.refer(on)
		}
		out = append(out, on)
	}
	return out
}

func TestReckonCutShortGoesOn(t *testing.T) { onBoth(t, reckonCutShortGoesOn) }

func reckonCutShortGoesOn(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	people := h.many()
	h.under(visits(3))
	stopped, stop := context.WithCancel(ctx)
	got, err := h.Reckon(stopped, func(int, int) { stop() })
	if !errors.Is(err, context.Canceled) || got.Touched != together/2 {
		t.Fatalf("stopped after the first batch: %+v, %v", got, err)
	}
	if n := h.elsewhere(); n != len(people)-together {
		t.Errorf("%d people wait after it was stopped", n)
	}
	if got := h.reckonNow(); got.Waiting != len(people)-together || got.Touched != len(people)/2-together/2 {
		t.Errorf("it goes on with %+v", got)
	}
	h.asReckoned(people...)
}

// While reckon runs, acts are done here under the same rules and at another door under
// the old ones. Everybody's act stands, and in the end the rows are what the rules give.
func TestReckonWhilePeopleWork(t *testing.T) { onBoth(t, reckonWhilePeopleWork) }

func reckonWhilePeopleWork(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	people := h.many()
	old := h.Desk
	h.Desk = openedUnder(t, h, visits(3))
	said := all(3, func(i int) error {
		switch i {
		case 0:
			_, err := h.Reckon(ctx, nil)
			return err
		case 1:
			for _, on := range people {
				if _, err := h.Do(ctx, h.tom, h.NewAct(), h.contacted(on, "A word")); err != nil {
					return err
				}
			}
		default:
			for _, on := range slices.Backward(people) {
				if _, err := old.Do(ctx, h.tom, old.NewAct(), h.contacted(on, "Another word")); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err := errors.Join(said...); err != nil {
		t.Fatal(err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	h.reckonNow()
	if n := h.elsewhere(); n != 0 {
		t.Errorf("%d people wait when nobody works under the old rules any more", n)
	}
	h.asReckoned(people...)
	for _, on := range people {
		n := 0
		for _, l := range h.view(h.tom, on).Case.Lines {
			if l.Kind == "contact.made" {
				n++
			}
		}
		if n != 2 {
			t.Errorf("%s has %d contacts, want 2", on, n)
		}
	}
}

// A record that does not open holds nobody else up.
func TestReckonGoesRoundABrokenRecord(t *testing.T) { onBoth(t, reckonGoesRoundABrokenRecord) }

func reckonGoesRoundABrokenRecord(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	a, b := h.met("Alima"), h.met("Tesfay")
	h.refer(a)
	h.refer(b)
	h.under(visits(3))
	cells := tamper.Cells(t, h.data(), "entry", "chronology", "envelope")
	i := slices.IndexFunc(cells, func(c tamper.Cell) bool { return c.Key == string(a) })
	cells[i].Value = append(slices.Clone(cells[i].Value[:len(cells[i].Value)-1]), cells[i].Value[len(cells[i].Value)-1]^1)
	tamper.Set(t, h.data(), cells[i])
	before := h.alarms()
	if got := h.reckonNow(); got.Broken == 0 || got.Differ != 1 || got.Left != 1 {
		t.Errorf("%+v", got)
	}
	if h.alarms() != before+1 {
		t.Errorf("%d alarms, want one more than %d", h.alarms(), before)
	}
	h.asReckoned(b)
}

// What is kept of an edition says nothing of anybody.
func TestAnEditionNamesRulesAndKindsAlone(t *testing.T) { onBoth(t, anEditionNamesRulesAndKindsAlone) }

func anEditionNamesRulesAndKindsAlone(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	h.refer(h.met("Alima"))
	kinds, lines := map[string]bool{}, map[string]bool{}
	for _, k := range h.kinds.All() {
		kinds[k.Name] = true
	}
	for _, r := range h.book.Every() {
		lines[r.Line] = true
	}
	e, err := h.store.Edition(ctx, h.edition().ID)
	if err != nil || e.Book != h.book.Digest() || len(e.Lines) == 0 {
		t.Fatalf("%+v, %v", e, err)
	}
	for _, l := range e.Lines {
		if !lines[l.Line] || slices.ContainsFunc(l.Starts, func(k string) bool { return !kinds[k] }) {
			t.Errorf("%+v is none of %v", l, slices.Sorted(maps.Keys(lines)))
		}
	}
}
