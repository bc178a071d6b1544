package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/ident"
	"waymark/internal/label"
)

const (
	dueRows  = `SELECT organisation || ' ' || must || ' ' || due_at || ' ' || chronology || ' ' || deadline || ' ' || from_at || ' ' || until_at || ' ' || labels || ' ' || held || ' ' || bases || ' ' || owner FROM due`
	dueWants = `SELECT s.organisation || ' ' || d.must || ' ' || d.due_at || ' ' || d.chronology || ' ' || d.id || ' ' || s.from_at || ' ' || s.until_at || ' ' || d.labels || ' ' || s.labels || ' ' || s.bases || ' ' || d.owner
FROM deadline d JOIN summary s ON s.chronology = d.chronology WHERE d.running AND (d.labels & s.labels) = d.labels`
)

func (s *Store) texts(t *rapid.T, query string) map[string]int {
	out := map[string]int{}
	if err := each(ctx, s.write, func(scan func(...any) error) error {
		var text string
		err := scan(&text)
		out[text]++
		return err
	}, query); err != nil {
		t.Fatal(err)
	}
	return out
}

// However deadlines and access change, by acts and by reckoning, what is laid out for
// lists is what follows from both.
func TestWhatIsLaidOutForListsFollowsFromDeadlinesAndAccess(t *testing.T) {
	onBoth(t, laidOut)
}

func laidOut(t *testing.T, on place) {
	s := on.store(t)
	round, laid := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		round++
		on := ident.Chronology(id("x", round))
		agree := func(after string) {
			got, want := s.texts(rt, dueRows), s.texts(rt, dueWants)
			laid += len(got)
			if fmt.Sprint(got) != fmt.Sprint(want) {
				rt.Fatalf("after %s there is\n%v\nwant\n%v", after, got, want)
			}
		}
		before := Rows{}
		for n := range rapid.IntRange(1, 4).Draw(rt, "acts") {
			w := drawWorld(rt)
			after := w.rows[ident.Chronology(id("c", 0))]
			after.Edition = fmt.Sprint("edition ", n)
			put := Put{Loaded: Loaded{ID: on, Sort: Person}, Opens: n == 0, Before: before, After: after}
			if n > 0 {
				var err error
				if put.Loaded, err = s.Load(ctx, on); err != nil {
					rt.Fatal(err)
				}
			}
			if err := s.Commit(ctx, Act{ID: ident.Act(fmt.Sprint("lay ", round, " ", n)), Worker: "w", Route: "r", Chronology: on, Moment: noon}, []Put{put}); err != nil {
				rt.Fatal(err)
			}
			before = after
			agree("an act")
		}
		standing, err := s.Stand(ctx, on)
		if err != nil {
			rt.Fatal(err)
		}
		again := drawWorld(rt).rows[ident.Chronology(id("c", 0))].Deadlines
		if moved, err := s.Reckon(ctx, "another", []Reckoned{{Standing: standing, Before: before.Deadlines, After: again}}); err != nil || len(moved) > 0 {
			rt.Fatal(moved, err)
		}
		agree("reckoning")
	})
	if laid == 0 {
		t.Error("nothing was laid out: too little to tell")
	}
}

// many opens so many people with one thing late and one to come, beside none or one of a
// few workers.
func many(t *testing.T, s *Store, people int) {
	t.Helper()
	var all []Written
	for i := range people {
		on := ident.Chronology(id("m", i))
		r := Rows{Summaries: []Summary{{Organisation: "o", From: MomentOf(noon.Add(-time.Hour)), Until: MomentOf(Never), Labels: label.Everything(), Bases: "own", Print: "p", Sealed: []byte("s")}}}
		for n, due := range []time.Duration{-time.Minute, time.Hour} {
			r.Deadlines = append(r.Deadlines, Deadline{ID: fmt.Sprint("d", n), Rule: "r", DueAt: MomentOf(noon.Add(due).Add(time.Duration(i) * time.Microsecond)), Print: "c", Sealed: []byte("f"), Running: true, Must: true, Labels: label.Of(label.General)})
		}
		if i%(people/3) == 0 {
			r.Links = []Link{{Entry: ident.Entry(fmt.Sprint("l", i)), Worker: "w", Bond: "beside", Organisation: "o", From: MomentOf(noon.Add(-time.Hour)), Until: MomentOf(Never)}}
		}
		all = append(all, Written{Act: Act{ID: ident.Act(fmt.Sprint("many ", i)), Worker: "w", Route: "r", Chronology: on, Moment: noon}, Puts: []Put{{Loaded: Loaded{ID: on, Sort: Person}, Opens: true, After: r}}})
	}
	if err := s.CommitAll(ctx, all); err != nil {
		t.Fatal(err)
	}
}

func TestCountsAreRightAsFarAsTheyGo(t *testing.T) { onBoth(t, countedAsFar) }

func countedAsFar(t *testing.T, on place) {
	for _, n := range []int{MostCounted, MostCounted + 30} {
		s := on.store(t)
		many(t, s, n)
		r := Reader{Organisation: "o", Worker: "v", Labels: label.Everything(), Now: noon}
		want := min(n, MostCounted+1)
		people, err := s.CountPeople(ctx, r)
		if err != nil || people != want {
			t.Errorf("%d people are counted as %d, want %d, %v", n, people, want, err)
		}
		counts, err := s.CountDues(ctx, r, noon.Add(24*time.Hour))
		if err != nil || counts != (Counts{All: MostCounted + 1, Late: want, Today: want}) {
			t.Errorf("of %d people each it counts %+v, want %d late and for today, %v", n, counts, want, err)
		}
		r.Worker, r.Beside = "w", true
		if people, err = s.CountPeople(ctx, r); err != nil || people != len(firsts(n)) {
			t.Errorf("the worker's %d people are counted as %d, %v", len(firsts(n)), people, err)
		}
		last, err := s.People(ctx, Reader{Organisation: "o", Worker: "v", Labels: label.Everything(), Now: noon}, 20, n-5)
		if err != nil || len(last) != 5 || last[4].Chronology != ident.Chronology(id("m", n-1)) {
			t.Errorf("the last page of %d people has %d, %v", n, len(last), err)
		}
	}
}

func firsts(n int) (out []int) {
	for i := range n {
		if i%(n/3) == 0 {
			out = append(out, i)
		}
	}
	return out
}

// No list of an organisation sorts what it lists, or goes through more than it shows: each
// walks an index in the list's own order. A worker's own people are few, and found first.
func TestListsWalkTheirIndexes(t *testing.T) {
	s := newStore(t)
	many(t, s, 30)
	ours := DueOf{Owners: []string{"provider", "person"}}
	under := DueUnder{Rules: []string{"r", "another"}}
	late, lateArgs := PeopleOf{Late: ours.Owners}.query(Reader{}, 1, 0)
	for name, c := range map[string]struct {
		query  string
		reader Reader
		more   int
		sorts  bool
	}{
		"dues":                {walked(duesSQL, Reader{}, ""), Reader{}, 2, false},
		"people":              {walked(waitedSQL, Reader{}, firstSQL), Reader{}, 2, false},
		"the other people":    {peopled(restSQL, Reader{}), Reader{}, 3, false},
		"a worker's dues":     {walked(duesSQL, Reader{Beside: true}, ""), Reader{Beside: true}, 2, true},
		"what some must do":   {strings.ReplaceAll(duesSQL, "{walk}", ours.walk(Reader{})), Reader{}, 6, false},
		"how much they must":  {strings.ReplaceAll(countWaitedSQL, "{walk}", ours.walk(Reader{})), Reader{}, 6, false},
		"what is open":        {strings.ReplaceAll(duesSQL, "{walk}", DueOf{}.walk(Reader{})), Reader{}, 4, false},
		"under some rules":    {strings.ReplaceAll(duesSQL, "{walk}", under.walk(Reader{})), Reader{}, 4, false},
		"past its day too":    {strings.ReplaceAll(duesSQL, "{walk}", DueUnder{Rules: under.Rules, Passed: true}.walk(Reader{})), Reader{}, 4, false},
		"for whom it is late": {late, Reader{}, len(lateArgs), false},
		"control: old people": {strings.Replace(peopleSQL, "{reach}", "", 1), Reader{}, 3, true},
	} {
		plan := s.plan(t, c.query, c.reader, c.more)
		if strings.Contains(plan, "SCAN due") || strings.Contains(plan, "SCAN d\n") || strings.Contains(plan, "SCAN s\n") {
			t.Errorf("%s: goes through everything:\n%s", name, plan)
		}
		// The few rows of a page, once found, may be sorted again: that is the last line.
		if got := strings.Contains(strings.SplitN(plan, "SCAN w", 2)[0], "TEMP B-TREE FOR ORDER BY"); got != c.sorts {
			t.Errorf("%s: sorts is %v, want %v:\n%s", name, got, c.sorts, plan)
		}
	}
}

// plan is how the engine would run a list for a reader, a step on each line.
func (s *Store) plan(t *testing.T, query string, r Reader, more int) string {
	t.Helper()
	r.Organisation, r.Worker, r.Labels, r.Now = "o", "w", label.Everything(), noon
	args := make([]any, more)
	for i := range args {
		args[i] = i
	}
	var out strings.Builder
	err := s.list(ctx, r, `EXPLAIN QUERY PLAN `+query, args, func(scan func(...any) error) error {
		var id, parent, zero int
		var step string
		err := scan(&id, &parent, &zero, &step)
		out.WriteString(step + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}
