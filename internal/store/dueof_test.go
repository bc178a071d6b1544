package store

import (
	"cmp"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/ident"
)

// drawOf draws which of what is due a list is of.
func drawOf(t *rapid.T) DueOf {
	of := DueOf{Owners: rapid.SliceOfNDistinct(rapid.SampledFrom(someOwners), 0, 3, rapid.ID).Draw(t, "owners")}
	if rapid.Bool().Draw(t, "after") {
		of.After = drawMoment(t, "after")
	}
	if rapid.Bool().Draw(t, "until") {
		of.Until = drawMoment(t, "until")
	}
	return of
}

// has says in plain Go what the lists say in SQL.
func (of DueOf) has(d Due) bool {
	x := d.Deadline
	return x.Must == (len(of.Owners) > 0) && (!x.Must || slices.Contains(of.Owners, x.Owner)) && x.DueAt > of.After && (of.Until == "" || x.DueAt <= of.Until)
}

// checkOf compares a part of what is due, its pages, its count and who holds it.
func checkOf(t *rapid.T, s *Store, w world, r Reader, dues []Due) {
	of := drawOf(t)
	want := slices.DeleteFunc(slices.Clone(dues), func(d Due) bool { return !of.has(d) })
	got, err := s.DuesOf(ctx, r, of, 100, 0)
	if err != nil || !sameDues(got, want) {
		t.Fatalf("%+v: dues %+v\nwant %+v, %v", of, got, want, err)
	}
	if len(want) > 1 {
		if got, err = s.DuesOf(ctx, r, of, 100, 1); err != nil || !sameDues(got, want[1:]) {
			t.Fatalf("%+v: after the first %+v\nwant %+v, %v", of, got, want[1:], err)
		}
	}
	if n, err := s.CountDuesOf(ctx, r, of); err != nil || n != len(want) {
		t.Fatalf("%+v: %d are counted, want %d, %v", of, n, len(want), err)
	}
	holders, of2 := map[ident.Worker]int{}, map[ident.Chronology]bool{}
	for _, d := range want {
		if !of2[d.Chronology] {
			of2[d.Chronology] = true
			for _, worker := range w.beside(r, d.Chronology) {
				holders[worker]++
			}
		}
	}
	if got, err := s.Holders(ctx, r, of); err != nil || !maps.Equal(got, holders) {
		t.Fatalf("%+v: held by %v, want %v, %v", of, got, holders, err)
	}
}

// beside says who of the reader's organisation walks beside somebody; "" for nobody.
func (w world) beside(r Reader, on ident.Chronology) []ident.Worker {
	now := MomentOf(cmp.Or(r.Holds, r.Now))
	var out []ident.Worker
	for _, l := range w.rows[on].Links {
		if l.Bond == "beside" && l.Organisation == r.Organisation && l.From <= now && now < l.Until && !slices.Contains(out, l.Worker) {
			out = append(out, l.Worker)
		}
	}
	if out == nil {
		return []ident.Worker{""}
	}
	return out
}

// drawPeopleOf draws how a list of people is narrowed.
func drawPeopleOf(t *rapid.T) PeopleOf {
	of := PeopleOf{Alone: rapid.IntRange(0, 3).Draw(t, "alone") == 0, Newest: rapid.Bool().Draw(t, "newest")}
	if rapid.Bool().Draw(t, "late") {
		of.Late = rapid.SliceOfNDistinct(rapid.SampledFrom(someOwners), 1, 3, rapid.ID).Draw(t, "late of")
	}
	if rapid.Bool().Draw(t, "by rule") {
		of.Rules = rapid.SliceOfNDistinct(rapid.SampledFrom(someRules), 1, 2, rapid.ID).Draw(t, "rules")
	}
	if rapid.Bool().Draw(t, "by worker") {
		of.Worker = rapid.SampledFrom(someWorkers).Draw(t, "with")
	}
	return of
}

// checkPeopleOf compares a narrowed list with the whole one.
func checkPeopleOf(t *rapid.T, s *Store, w world, r Reader, dues []Due) (shown int) {
	of := drawPeopleOf(t)
	whole, err := s.People(ctx, r, 100, 0)
	if err != nil {
		t.Fatal(err)
	}
	want := slices.DeleteFunc(whole, func(p PersonRow) bool {
		theirs := func(has func(Deadline) bool) bool {
			return slices.ContainsFunc(dues, func(d Due) bool { return d.Chronology == p.Chronology && has(d.Deadline) })
		}
		late := func(d Deadline) bool {
			return d.Must && d.DueAt <= MomentOf(r.Now) && slices.Contains(of.Late, d.Owner)
		}
		ruled := func(d Deadline) bool { return slices.Contains(of.Rules, d.Rule) }
		beside := w.beside(r, p.Chronology)
		return of.Late != nil && !theirs(late) || of.Rules != nil && !theirs(ruled) || of.Worker != "" && !slices.Contains(beside, of.Worker) || of.Alone && beside[0] != ""
	})
	if of.Newest {
		slices.SortFunc(want, func(a, b PersonRow) int { return cmp.Compare(b.Chronology, a.Chronology) })
	}
	same := func(a, b PersonRow) bool {
		return a.Chronology == b.Chronology && a.Next.Equal(b.Next) && a.From == b.From
	}
	got, err := s.PeopleLike(ctx, r, of, 100, 0)
	if err != nil || !slices.EqualFunc(got, want, same) {
		t.Fatalf("%+v: %+v\nwant %+v, %v", of, got, want, err)
	}
	if len(want) > 1 {
		if got, err = s.PeopleLike(ctx, r, of, 1, 1); err != nil || !slices.EqualFunc(got, want[1:2], same) {
			t.Fatalf("%+v: the second %+v\nwant %+v, %v", of, got, want[1:2], err)
		}
	}
	if n, err := s.CountPeopleLike(ctx, r, of); err != nil || n != len(want) {
		t.Fatalf("%+v: %d are counted, want %d, %v", of, n, len(want), err)
	}
	if of.all() {
		return 0
	}
	return len(want)
}

func TestWhoHoldsIsSaidOfWhoIsAskedAbout(t *testing.T) { onBoth(t, whoHolds) }

func whoHolds(t *testing.T, on place) {
	s := on.store(t)
	many(t, s, 30)
	r := Reader{Organisation: "o", Worker: "v", Now: noon}
	ids := []ident.Chronology{ident.Chronology(id("m", 0)), ident.Chronology(id("m", 1)), ident.Chronology(id("m", 10))}
	got, err := s.HeldBy(ctx, r, ids)
	if err != nil || len(got) != 2 || !slices.Equal(got[ids[0]], []ident.Worker{"w"}) || len(got[ids[1]]) != 0 {
		t.Errorf("held by %v, %v", got, err)
	}
	r.Organisation = "p"
	if got, err = s.HeldBy(ctx, r, ids); err != nil || len(got) != 0 {
		t.Errorf("another organisation's: %v, %v", got, err)
	}
	r.Organisation, r.Holds = "o", noon.Add(-2*time.Hour)
	if got, err = s.HeldBy(ctx, r, ids); err != nil || len(got) != 0 {
		t.Errorf("before they were beside: %v, %v", got, err)
	}
}
