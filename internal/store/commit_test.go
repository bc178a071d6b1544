package store

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"waymark/internal/ident"
	"waymark/internal/label"
)

// opening makes a put that opens a chronology with n entries.
func opening(on ident.Chronology, act ident.Act, n int) Put {
	return adding(Loaded{ID: on, Sort: Person}, act, n, true)
}

// adding makes a put of n entries on what was loaded.
func adding(l Loaded, act ident.Act, n int, opens bool) Put {
	p := Put{Loaded: l, Opens: opens}
	for i := range n {
		p.Entries = append(p.Entries, Sealed{ID: ident.EntryOf(act+ident.Act(l.ID), i), Envelope: []byte("envelope"), Parts: [][]byte{[]byte("part"), []byte("other part")}})
		p.Leaves = append(p.Leaves, []byte("leaf"))
	}
	return p
}

func anAct(id ident.Act, on ident.Chronology) Act {
	return Act{ID: id, Worker: "w", Route: "contact.record", Chronology: on, Digest: "digest", Moment: noon}
}

func (s *Store) commit(t testing.TB, id ident.Act, puts ...Put) {
	t.Helper()
	if err := s.Commit(ctx, anAct(id, puts[0].Loaded.ID), puts); err != nil {
		t.Fatal(err)
	}
}

func (s *Store) load(t testing.TB, on ident.Chronology) Loaded {
	t.Helper()
	l, err := s.Load(ctx, on)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestCommitIsLoadedAsItWasWritten(t *testing.T) { onBoth(t, commitIsLoadedAsItWasWritten) }

func commitIsLoadedAsItWasWritten(t *testing.T, on place) {
	s := on.store(t)
	if _, err := s.Load(ctx, "a"); !errors.Is(err, ErrNone) {
		t.Fatalf("before it is opened: %v", err)
	}
	first := opening("a", "one", 2)
	s.commit(t, "one", first)
	s.commit(t, "two", adding(s.load(t, "a"), "two", 1, false))
	l := s.load(t, "a")
	if l.Sort != Person || len(l.Entries) != 3 || l.Entries[0].ID != first.Entries[0].ID || len(l.Entries[2].Parts) != 2 || string(l.Entries[1].Parts[1]) != "other part" {
		t.Fatalf("loaded %+v", l)
	}
	if n := s.number(t, `SELECT COUNT(*) FROM leaf WHERE place IS NULL`); n != 3 {
		t.Errorf("%d leaves wait for their place, want 3", n)
	}
	act, entries, err := s.Done(ctx, "one")
	if err != nil || act != anAct("one", "a") || !slices.Equal(entries, []ident.Entry{first.Entries[0].ID, first.Entries[1].ID}) {
		t.Errorf("done %+v, %v, %v", act, entries, err)
	}
	if _, _, err := s.Done(ctx, "three"); !errors.Is(err, ErrNone) {
		t.Errorf("an act that nobody did: %v", err)
	}
}

// Whatever refuses a commit, nothing of it is written.
func TestCommitIsWholeOrNothing(t *testing.T) { onBoth(t, commitIsWholeOrNothing) }

func commitIsWholeOrNothing(t *testing.T, on place) {
	s := on.store(t)
	s.commit(t, "one", opening("a", "one", 1), opening("b", "one", 1))
	old := s.load(t, "a")
	s.commit(t, "two", adding(old, "two", 1, false))
	now, b := s.load(t, "a"), s.load(t, "b")

	twice := adding(now, "three", 2, false)
	twice.Entries[1].ID = twice.Entries[0].ID
	row := Access{Entry: "e", Organisation: "o", Basis: "own", Labels: 2, From: MomentOf(noon), Until: MomentOf(Never)}
	same := adding(now, "three", 1, false)
	same.After.Access = []Access{row, row}
	late := adding(now, "three", 1, false)
	late.After.Summaries = []Summary{{Organisation: "o", Print: "p"}} // a row whose sealed bytes are missing
	leafless := adding(now, "three", 1, false)
	leafless.Leaves = nil
	for name, c := range map[string]struct {
		id   ident.Act
		puts []Put
		want error
	}{
		"held-at-an-older-version":       {"three", []Put{adding(old, "three", 1, false)}, ErrMoved},
		"rests-on-an-older-version":      {"three", []Put{adding(b, "three", 1, false), {Loaded: old}}, ErrMoved},
		"opens-what-is-there":            {"three", []Put{opening("c", "three", 1), opening("b", "three", 1)}, ErrMoved},
		"act-done-before":                {"two", []Put{adding(now, "three", 1, false)}, ErrDone},
		"entry-twice":                    {"three", []Put{adding(b, "three", 1, false), twice}, nil},
		"row-twice":                      {"three", []Put{adding(b, "three", 1, false), same}, nil},
		"last-statement-breaks-the-rule": {"three", []Put{adding(b, "three", 1, false), late}, nil},
		"entry-without-leaf":             {"three", []Put{leafless}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			before := s.counts(t)
			err := s.Commit(ctx, anAct(c.id, "a"), c.puts)
			if err == nil || (c.want != nil && !errors.Is(err, c.want)) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			if after := s.counts(t); !maps.Equal(before, after) {
				t.Errorf("rows before %v, after %v", before, after)
			}
			if v := s.number(t, `SELECT SUM(version) FROM chronology`); v != 3 {
				t.Errorf("versions add up to %d, want 3", v)
			}
		})
	}
	s.commit(t, "three", adding(now, "three", 1, false), adding(b, "three", 1, false)) // the control: the same, unbroken
}

// An act that only rests on a chronology holds it and leaves its version.
func TestCommitRestsWithoutMoving(t *testing.T) { onBoth(t, commitRestsWithoutMoving) }

func commitRestsWithoutMoving(t *testing.T, on place) {
	s := on.store(t)
	s.commit(t, "one", opening("a", "one", 1), opening("b", "one", 1))
	a, b := s.load(t, "a"), s.load(t, "b")
	s.commit(t, "two", Put{Loaded: a}, adding(b, "two", 1, false))
	s.commit(t, "three", adding(a, "three", 1, false))
}

func TestCommitHoldsInOrderOfIDs(t *testing.T) { onBoth(t, commitHoldsInOrderOfIDs) }

func commitHoldsInOrderOfIDs(t *testing.T, on place) {
	s := on.store(t)
	var puts []Put
	for _, on := range []ident.Chronology{"d", "a", "c", "b"} {
		puts = append(puts, opening(on, "one", 1))
	}
	s.commit(t, "one", puts...)
	s.must(t, `CREATE TABLE held (n BIGINT, id TEXT)`)
	s.trigger(t, "held", "AFTER UPDATE", "chronology", `INSERT INTO held (n, id) SELECT COUNT(*), new.id FROM held`)
	for i, order := range [][]ident.Chronology{{"c", "a", "d", "b"}, {"b", "d", "a", "c"}} {
		act := ident.Act(fmt.Sprint("act ", i))
		var puts []Put
		for _, on := range order {
			puts = append(puts, adding(s.load(t, on), act, i, false))
		}
		s.commit(t, act, puts...)
	}
	var got []string
	if err := each(ctx, s.write, func(scan func(...any) error) error {
		var on string
		err := scan(&on)
		got = append(got, on)
		return err
	}, `SELECT id FROM held ORDER BY n`); err != nil {
		t.Fatal(err)
	}
	if want := []string{"a", "b", "c", "d", "a", "b", "c", "d"}; !slices.Equal(got, want) {
		t.Errorf("held %v, want %v", got, want)
	}
}

// Sixty-four people write on what they loaded: one gets in, the others are told.
func TestRaceHasOneWinner(t *testing.T) { onBoth(t, raceHasOneWinner) }

func raceHasOneWinner(t *testing.T, on place) {
	s := on.store(t)
	s.commit(t, "open", opening("a", "open", 1))
	for round := range 20 {
		loaded := s.load(t, "a")
		got := make([]error, 64)
		var wg sync.WaitGroup
		for i := range got {
			wg.Go(func() {
				act := ident.Act(fmt.Sprintf("round %d racer %d", round, i))
				got[i] = s.Commit(ctx, anAct(act, "a"), []Put{adding(loaded, act, 1, false)})
			})
		}
		wg.Wait()
		winners := 0
		for _, err := range got {
			switch {
			case err == nil:
				winners++
			case !errors.Is(err, ErrMoved):
				t.Fatal(err)
			}
		}
		if winners != 1 {
			t.Fatalf("round %d has %d winners", round, winners)
		}
	}
	if n := len(s.load(t, "a").Entries); n != 21 {
		t.Errorf("%d entries, want 21", n)
	}
}

func someRows() Rows {
	return Rows{
		Access:    []Access{{Entry: "e1", Organisation: "o", Basis: "own", Labels: label.Everything(), From: MomentOf(noon), Until: MomentOf(Never)}, {Entry: "e2", Organisation: "p", Basis: "consent", Labels: 2, From: MomentOf(noon), Until: MomentOf(Never)}},
		Links:     []Link{{Entry: "e3", Worker: "w", Bond: "beside", Organisation: "o", From: MomentOf(noon), Until: MomentOf(Never)}},
		Deadlines: []Deadline{{ID: "d1", Rule: "r", Start: "e1", Running: true, Must: true, DueAt: MomentOf(noon), Owner: "x", Labels: 2, Print: "c1", Sealed: []byte("from one")}, {ID: "d2", Rule: "r", Start: "e2", Print: "c2", Sealed: []byte("from two")}},
		Summaries: []Summary{{Organisation: "o", From: MomentOf(noon), Until: MomentOf(Never), Labels: 2, Bases: "own", Print: "p1", Sealed: []byte("one")}, {Organisation: "p", From: MomentOf(noon), Until: MomentOf(Never), Labels: 2, Bases: "consent", Print: "p2", Sealed: []byte("two")}},
	}
}

// Only rows that differ are written, and what lies afterwards is what was to lie.
func TestOnlyRowsThatDifferAreWritten(t *testing.T) { onBoth(t, onlyRowsThatDifferAreWritten) }

func onlyRowsThatDifferAreWritten(t *testing.T, on place) {
	s := on.store(t)
	p := opening("a", "one", 1)
	p.After = someRows()
	s.commit(t, "one", p)
	s.must(t, `CREATE TABLE wrote (what TEXT)`)
	for _, table := range []string{"access", "link", "deadline", "summary"} {
		for _, verb := range []string{"INSERT", "DELETE", "UPDATE"} {
			s.trigger(t, "wrote_"+table+"_"+verb, "AFTER "+verb, table, fmt.Sprintf(`INSERT INTO wrote VALUES ('%s %s')`, table, verb))
		}
	}
	for i, c := range []struct {
		name   string
		change func(*Rows)
		want   []string
	}{
		{"nothing", func(*Rows) {}, nil},
		{"sealed-anew-but-the-same", func(r *Rows) { r.Summaries[0].Sealed = []byte("sealed again") }, nil},
		{"link-ends", func(r *Rows) { r.Links[0].Until = MomentOf(noon) }, []string{"link DELETE", "link INSERT"}},
		{"deadline-closes", func(r *Rows) { r.Deadlines[0].Running, r.Deadlines[0].Sealed = false, []byte("anew") }, []string{"deadline DELETE", "deadline INSERT"}},
		{"access-added", func(r *Rows) { r.Access = append(r.Access, Access{Entry: "e4", Organisation: "p"}) }, []string{"access INSERT"}},
		{"name-changes", func(r *Rows) { r.Summaries[1].Print, r.Summaries[1].Sealed = "p3", []byte("three") }, []string{"summary DELETE", "summary INSERT"}},
		{"all-gone", func(r *Rows) { *r = Rows{} }, []string{"access DELETE", "access DELETE", "access DELETE", "deadline DELETE", "deadline DELETE", "link DELETE", "summary DELETE", "summary DELETE"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.must(t, `DELETE FROM wrote`)
			before, err := s.Rows(ctx, "a")
			if err != nil {
				t.Fatal(err)
			}
			after := Rows{Access: slices.Clone(before.Access), Links: slices.Clone(before.Links), Deadlines: slices.Clone(before.Deadlines), Summaries: slices.Clone(before.Summaries)}
			c.change(&after)
			act := ident.Act(fmt.Sprint("change ", i))
			p := adding(s.load(t, "a"), act, 1, false)
			p.Before, p.After = before, after
			s.commit(t, act, p)
			var wrote []string
			if err := each(ctx, s.write, func(scan func(...any) error) error {
				var w string
				err := scan(&w)
				wrote = append(wrote, w)
				return err
			}, `SELECT what FROM wrote ORDER BY what`); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(wrote, c.want) {
				t.Errorf("wrote %q, want %q", wrote, c.want)
			}
			lies, err := s.Rows(ctx, "a")
			if err != nil {
				t.Fatal(err)
			}
			if !sameRows(lies, after) {
				t.Errorf("lies %+v\nwant %+v", lies, after)
			}
		})
	}
}

func sameRows(a, b Rows) bool {
	return sameSet(a.Access, b.Access) && sameSet(a.Links, b.Links) && len(a.Deadlines) == len(b.Deadlines) && !slices.ContainsFunc(a.Deadlines, func(x Deadline) bool { return !slices.ContainsFunc(b.Deadlines, x.SameAs) }) &&
		len(a.Summaries) == len(b.Summaries) && !slices.ContainsFunc(a.Summaries, func(s Summary) bool { return !slices.ContainsFunc(b.Summaries, s.SameAs) })
}

func sameSet[T comparable](a, b []T) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(x T) bool { return !slices.Contains(b, x) })
}
