package store

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/ident"
	"waymark/internal/label"
)

// world is a small made-up database, and the same in memory.
type world struct {
	rows  map[ident.Chronology]Rows
	sorts map[ident.Chronology]Sort
}

var (
	someOrgs    = []ident.Organisation{"o", "p"}
	someWorkers = []ident.Worker{"v", "w"}
	someBases   = []string{"own", "consent", "consent, own"}
	someOwners  = []string{"provider", "authority", "person"}
	someRules   = []string{"r", "r2"}
	someLabels  = []label.Set{label.Of(label.General), label.Of(label.General, label.Identity), label.Of(label.Immigration), label.Everything()}
)

func drawMoment(t *rapid.T, name string) Moment {
	return MomentOf(noon.Add(time.Duration(rapid.IntRange(-3, 3).Draw(t, name)) * time.Hour))
}

func drawWorld(t *rapid.T) world {
	w := world{rows: map[ident.Chronology]Rows{}, sorts: map[ident.Chronology]Sort{}}
	for c := range rapid.IntRange(1, 5).Draw(t, "chronologies") {
		on := ident.Chronology(id("c", c))
		var r Rows
		for _, org := range someOrgs {
			edge := rapid.IntRange(-3, 1).Draw(t, "first edge")
			for range rapid.IntRange(0, 2).Draw(t, "intervals") { // one after another, as access is cut
				end := edge + rapid.IntRange(1, 3).Draw(t, "hours")
				r.Summaries = append(r.Summaries, Summary{
					Organisation: org, From: MomentOf(noon.Add(time.Duration(edge) * time.Hour)), Until: MomentOf(noon.Add(time.Duration(end) * time.Hour)),
					Labels: rapid.SampledFrom(someLabels).Draw(t, "held"), Bases: rapid.SampledFrom(someBases).Draw(t, "bases"), Print: "p", Sealed: []byte("s"),
				})
				edge = end + rapid.IntRange(0, 1).Draw(t, "gap")
			}
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "links") {
			l := Link{
				Entry: ident.Entry(fmt.Sprint("link ", i)), Worker: rapid.SampledFrom(someWorkers).Draw(t, "worker"), Organisation: rapid.SampledFrom(someOrgs).Draw(t, "for"),
				Bond: rapid.SampledFrom([]string{"beside", "beside", "beside", "named", "emergency", "conflict", "restricted"}).Draw(t, "bond"),
				From: drawMoment(t, "link from"), Until: drawMoment(t, "link until"),
			}
			if l.Bond == "restricted" {
				l.Worker = ""
			}
			r.Links = append(r.Links, l)
		}
		for i := range rapid.IntRange(0, 4).Draw(t, "deadlines") {
			r.Deadlines = append(r.Deadlines, Deadline{
				ID: fmt.Sprint("deadline ", i), Rule: rapid.SampledFrom(someRules).Draw(t, "rule"), Owner: rapid.SampledFrom(someOwners).Draw(t, "owner"), DueAt: drawMoment(t, "due"), Print: "c", Sealed: []byte("from"), Running: rapid.Bool().Draw(t, "running"), Must: rapid.Bool().Draw(t, "must"),
				Labels: rapid.SampledFrom(someLabels[:3]).Draw(t, "rests on"),
			})
		}
		w.rows[on] = r
		w.sorts[on] = rapid.SampledFrom([]Sort{Person, Person, Person, Organisation}).Draw(t, "sort")
		if w.sorts[on] != Person {
			w.rows[on] = Rows{} // only people have rows
		}
	}
	return w
}

// reaching is one row that a reader has, and what is open to them there.
type reaching struct {
	on   ident.Chronology
	row  Summary
	open label.Set
}

// reach says in plain Go what the lists say in SQL.
func (w world) reach(r Reader, opens func(string, label.Set) label.Set) []reaching {
	now := MomentOf(cmp.Or(r.Holds, r.Now))
	var out []reaching
	for on, rows := range w.rows {
		for _, s := range rows.Summaries {
			open := opens(s.Bases, s.Labels).Only(s.Labels)
			bonded := func(bonds ...string) bool {
				return slices.ContainsFunc(rows.Links, func(l Link) bool {
					own := l.Worker == r.Worker && l.Organisation == r.Organisation || l.Bond == "restricted"
					return own && slices.Contains(bonds, l.Bond) && l.From <= now && now < l.Until
				})
			}
			known := !bonded("conflict") && (!bonded("restricted") || bonded("beside", "named"))
			if s.Organisation == r.Organisation && s.From <= now && now < s.Until && !open.Empty() && known && (!r.Beside || bonded("beside")) {
				out = append(out, reaching{on, s, open})
			}
		}
	}
	return out
}

func (w world) dues(r Reader, opens func(string, label.Set) label.Set) []Due {
	return slices.DeleteFunc(w.running(r, opens), func(d Due) bool { return !d.Deadline.Must && d.Deadline.DueAt <= MomentOf(r.Now) })
}

// running says the same, and what nobody must do stays after its day.
func (w world) running(r Reader, opens func(string, label.Set) label.Set) []Due {
	var out []Due
	for _, x := range w.reach(r, opens) {
		for _, d := range w.rows[x.on].Deadlines {
			if d.Running && x.open.Covers(d.Labels) {
				out = append(out, Due{Row: Row{Chronology: x.on, Held: x.row.Labels, Bases: x.row.Bases, From: x.row.From, Sealed: x.row.Sealed}, Deadline: d})
			}
		}
	}
	slices.SortFunc(out, func(a, b Due) int {
		return cmp.Or(cmp.Compare(a.Deadline.DueAt, b.Deadline.DueAt), cmp.Compare(a.Chronology, b.Chronology), cmp.Compare(a.Deadline.ID, b.Deadline.ID))
	})
	return out
}

func sameDues(a, b []Due) bool {
	return slices.EqualFunc(a, b, func(x, y Due) bool {
		return x.Chronology == y.Chronology && x.Held == y.Held && x.Bases == y.Bases && x.From == y.From && x.Deadline.ID == y.Deadline.ID && x.Deadline.Rule == y.Deadline.Rule && x.Deadline.DueAt == y.Deadline.DueAt && x.Deadline.Labels == y.Deadline.Labels && string(x.Deadline.Sealed) == string(y.Deadline.Sealed) && string(x.Row.Sealed) == string(y.Row.Sealed)
	})
}

// Lists and counts say the same, and what plain Go says of the same rows.
func TestListsAgreeWithPlainGo(t *testing.T) { onBoth(t, listsAgreeWithPlainGo) }

func listsAgreeWithPlainGo(t *testing.T, on place) {
	s := on.store(t)
	round, shown, hidden, narrowed := 0, 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		for _, table := range []string{"summary", "link", "deadline", "due", "leaf", "part", "entry", "chronology", "act"} {
			s.must(t, `DELETE FROM `+table)
		}
		w := drawWorld(rt)
		round++
		var puts []Put
		for _, on := range slices.Sorted(maps.Keys(w.rows)) {
			puts = append(puts, Put{Loaded: Loaded{ID: on, Sort: w.sorts[on]}, Opens: true, After: w.rows[on]})
		}
		s.commit(t, ident.Act(fmt.Sprint("round ", round)), puts...)

		open := map[string]label.Set{}
		for _, b := range someBases {
			open[b] = rapid.SampledFrom(append(slices.Clone(someLabels), 0)).Draw(rt, "open where "+b)
		}
		opens := func(bases string, held label.Set) label.Set { return open[bases] }
		r := Reader{Organisation: rapid.SampledFrom(someOrgs).Draw(rt, "reader"), Worker: rapid.SampledFrom(someWorkers).Draw(rt, "reading worker"), Beside: rapid.Bool().Draw(rt, "only beside"), Now: noon}
		if rapid.Bool().Draw(rt, "by row") {
			r = r.Opening(opens)
		} else {
			r.Labels = rapid.SampledFrom(someLabels).Draw(rt, "labels")
			opens = func(string, label.Set) label.Set { return r.Labels }
		}
		if rapid.IntRange(0, 3).Draw(rt, "clock was set back") == 0 {
			r.Holds = noon.Add(2 * time.Hour)
		}
		want := w.dues(r, opens)
		shown += len(want)
		for _, rows := range w.rows {
			hidden += len(rows.Deadlines)
		}
		got, err := s.Dues(ctx, r, 100, 0)
		if err != nil || !sameDues(got, want) {
			rt.Fatalf("dues %+v\nwant %+v, %v", got, want, err)
		}
		checkPages(rt, s, r, want)
		checkCounts(rt, s, r, want)
		checkPeople(rt, s, r, w.reach(r, opens), want)
		checkOf(rt, s, w, r, want)
		narrowed += checkPeopleOf(rt, s, w, r, want)
		checkUnder(rt, s, r, w.running(r, opens))
	})
	if narrowed == 0 {
		t.Error("nobody was found by what narrows a list: too little to tell")
	}
	if shown == 0 || hidden < 2*shown {
		t.Errorf("%d of %d deadlines were shown: too few to tell", shown, hidden)
	}
}

func checkPages(t *rapid.T, s *Store, r Reader, want []Due) {
	var got []Due
	for skip := 0; skip <= len(want); skip += 2 {
		page, err := s.Dues(ctx, r, 2, skip)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, page...)
	}
	if !sameDues(got, want) {
		t.Fatalf("page by page %+v\nwant %+v", got, want)
	}
}

func checkCounts(t *rapid.T, s *Store, r Reader, dues []Due) {
	ends := noon.Add(time.Hour)
	var want Counts
	for _, d := range dues {
		want.All++
		switch {
		case d.Deadline.DueAt <= MomentOf(noon):
			want.Late++
		case d.Deadline.Must && d.Deadline.DueAt <= MomentOf(ends):
			want.Today++
		}
	}
	if got, err := s.CountDues(ctx, r, ends); err != nil || got != want {
		t.Fatalf("counted %+v, want %+v, %v", got, want, err)
	}
}

func checkPeople(t *rapid.T, s *Store, r Reader, reach []reaching, dues []Due) {
	got, err := s.People(ctx, r, 100, 0)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := s.CountPeople(ctx, r); err != nil || n != len(got) || n != len(reach) {
		t.Fatalf("%d people counted and %d listed, want %d, %v", n, len(got), len(reach), err)
	}
	for i, p := range got {
		j := slices.IndexFunc(reach, func(x reaching) bool { return x.on == p.Chronology })
		if j < 0 || reach[j].row.From != p.From || reach[j].row.Labels != p.Held || reach[j].row.Bases != p.Bases {
			t.Fatalf("listed %+v, want one of %+v", p, reach)
		}
		next := time.Time{}
		if k := slices.IndexFunc(dues, func(d Due) bool { return d.Chronology == p.Chronology }); k >= 0 {
			next = dues[k].Deadline.DueAt.Time()
		}
		if !p.Next.Equal(next) {
			t.Fatalf("next of %s is %v, want %v", p.Chronology, p.Next, next)
		}
		if i > 0 && cmp.Or(cmp.Compare(EndOf(got[i-1].Next), EndOf(p.Next)), cmp.Compare(got[i-1].Chronology, p.Chronology)) >= 0 {
			t.Fatalf("out of order: %+v before %+v", got[i-1], p)
		}
	}
}

func TestOfSortTokensChangeWithTheChronology(t *testing.T) {
	onBoth(t, ofSortTokensChangeWithTheChronology)
}

func ofSortTokensChangeWithTheChronology(t *testing.T, on place) {
	s := on.store(t)
	s.commit(t, "one", Put{Loaded: Loaded{ID: "a", Sort: Worker}, Opens: true, Entries: opening("a", "one", 1).Entries, Leaves: [][]byte{{1}}}, opening("b", "one", 1))
	before, err := s.OfSort(ctx, Worker)
	if err != nil || len(before) != 1 {
		t.Fatalf("%v, %v", before, err)
	}
	s.commit(t, "two", adding(s.load(t, "a"), "two", 1, false))
	after, err := s.OfSort(ctx, Worker)
	if err != nil || after["a"] == before["a"] || after["a"] == "" {
		t.Errorf("%v became %v, %v", before, after, err)
	}
}
