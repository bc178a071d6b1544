package picture

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/civil"
)

func day(t testing.TB, s string) civil.Day {
	t.Helper()
	d, err := civil.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func clock(t testing.TB, title, from, to string, sort Sort, stand Stand) Clock {
	t.Helper()
	return Clock{Title: title, From: day(t, from), To: day(t, to), Since: day(t, from).Words(), Ends: day(t, to).Words(), Sort: sort, Stand: stand, Left: "5 days left"}
}

func TestMeasure(t *testing.T) {
	for name, tc := range map[string]struct {
		from, to, today string
		stand           Stand
		gone, due       float64
	}{
		"begunToday":  {"2026-11-01", "2026-11-10", "2026-11-01", Runs, 0, 100},
		"half":        {"2026-11-01", "2026-11-10", "2026-11-06", Runs, 50, 100},
		"lastDay":     {"2026-11-01", "2026-11-10", "2026-11-10", Soon, 90, 100},
		"late":        {"2026-11-01", "2026-11-10", "2026-11-20", Late, 95, 50},
		"notBegunYet": {"2026-11-05", "2026-11-10", "2026-11-01", Runs, 0, 100},
		"oneDay":      {"2026-11-05", "2026-11-05", "2026-11-05", Soon, 0, 100},
		"turnedRound": {"2026-11-10", "2026-11-01", "2026-11-20", Late, 95, 5},
	} {
		t.Run(name, func(t *testing.T) {
			g := Measure(clock(t, "x", tc.from, tc.to, Must, tc.stand), day(t, tc.today))
			if math.Abs(g.Gone-tc.gone) > .01 || math.Abs(g.Due-tc.due) > .01 {
				t.Errorf("%+v, want gone %v and due %v", g, tc.gone, tc.due)
			}
		})
	}
	if g := Measure(Clock{Endless: true}, day(t, "2026-11-01")); g != (Gauge{}) {
		t.Errorf("a clock without an end: %+v", g)
	}
}

func TestLay(t *testing.T) {
	today := day(t, "2026-11-22")
	l := Lay([]Clock{
		clock(t, "support", "2026-11-02", "2026-12-31", Protects, Runs),
		{Title: "no end", From: today, Endless: true, Sort: Open, Stand: Runs},
		clock(t, "answer", "2026-11-02", "2026-11-12", Must, Late),
		clock(t, "asking", "2026-11-12", "2026-12-11", Open, Runs),
	}, today)
	if l.From != day(t, "2026-11-02") || l.To != day(t, "2026-12-31") || l.Today < 34.1 || l.Today > 34.2 {
		t.Errorf("the picture shows %s to %s, today at %v", l.From, l.To, l.Today)
	}
	want := []Row{{Left: 0, Right: 18.33, Over: 34.17}, {Left: 16.67, Right: 66.67}, {Left: 0, Right: 100}, {}}
	titles := []string{"answer", "asking", "support", "no end"}
	for i, r := range l.Rows {
		near := func(a, b float64) bool { return math.Abs(a-b) < .01 }
		if r.Clock.Title != titles[i] || !near(r.Left, want[i].Left) || !near(r.Right, want[i].Right) || !near(r.Over, want[i].Over) || r.Cut {
			t.Errorf("row %d is %s from %v to %v and %v", i, r.Clock.Title, r.Left, r.Right, r.Over)
		}
	}
	words := []string{}
	for _, tick := range l.Ticks {
		words = append(words, tick.Words)
	}
	if !slices.Equal(words, []string{"2 Nov", "23 Nov", "14 Dec"}) {
		t.Errorf("the days named are %v", words)
	}
}

func TestALongPastIsCut(t *testing.T) {
	today := day(t, "2026-11-22")
	l := Lay([]Clock{clock(t, "conclusive grounds", "2018-01-01", "2026-12-01", Must, Runs)}, today)
	if r := l.Rows[0]; !r.Cut || r.Left != 0 || l.From != today.Add(-pastShown) {
		t.Errorf("from %s: %+v", l.From, l.Rows[0])
	}
	l = Lay([]Clock{clock(t, "conclusive grounds", "2018-01-01", "2018-03-01", Must, Late)}, today)
	if r := l.Rows[0]; r.Right <= 0 || l.From > day(t, "2018-03-01") || r.Over != l.Today {
		t.Errorf("an end that has gone by is still in the picture, and what is late runs until today: %s, %+v", l.From, r)
	}
	if words := len(l.Ticks); words == 0 || words > mostTicks {
		t.Errorf("%d days are named: %v", words, l.Ticks)
	}
}

func TestAfter(t *testing.T) {
	stay := clock(t, "Support", "2026-11-01", "2026-12-15", Protects, Runs)
	asking := clock(t, "Asking again", "2026-11-01", "2026-12-01", Open, Soon)
	must := clock(t, "Decision", "2026-11-01", "2027-12-01", Must, Runs)
	doubtful, paused, endless := stay, asking, asking
	doubtful.Doubt, paused.Stand, endless.Endless = "it counts from about a day", Paused, true
	for name, tc := range map[string]struct {
		clocks []Clock
		from   string
		why    string
	}{
		"theLastOfThem":   {[]Clock{stay, asking, must}, "2026-12-16", ""},
		"nothingProtects": {[]Clock{must}, "", ""},
		"nothing":         {nil, "", ""},
		"inDoubt":         {[]Clock{asking, doubtful}, "", "the end of “Support” is in doubt: it counts from about a day"},
		"paused":          {[]Clock{stay, paused}, "", "“Asking again” is paused"},
		"endless":         {[]Clock{stay, endless}, "", "the end of “Asking again” cannot be reckoned"},
	} {
		t.Run(name, func(t *testing.T) {
			f := After(tc.clocks)
			if f.Known != (tc.from != "") || f.Why != tc.why || (f.Known && f.From.String() != tc.from) {
				t.Errorf("%+v, want %s or %q", f, tc.from, tc.why)
			}
		})
	}
}

// anyClock is a clock that may be as odd as records are: ended before it began, centuries
// long, without an end.
func anyClock() *rapid.Generator[Clock] {
	return rapid.Custom(func(t *rapid.T) Clock {
		from := civil.Day(rapid.IntRange(-20000, 40000).Draw(t, "from"))
		return Clock{
			Title: rapid.StringN(1, 12, -1).Draw(t, "title"), From: from, To: from.Add(rapid.IntRange(-400, 4000).Draw(t, "long")),
			Endless: rapid.IntRange(0, 9).Draw(t, "endless") == 0, Sort: Sort(rapid.IntRange(1, 3).Draw(t, "sort")), Stand: Stand(rapid.IntRange(1, 4).Draw(t, "stand")),
		}
	})
}

func TestWhateverRunsStaysInThePicture(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		clocks := rapid.SliceOfN(anyClock(), 0, 8).Draw(t, "clocks")
		today := civil.Day(rapid.IntRange(-20000, 40000).Draw(t, "today"))
		l := Lay(clocks, today)
		inside := func(what string, places ...float64) {
			for _, at := range places {
				if at < 0 || at > 100 || math.IsNaN(at) {
					t.Fatalf("%s stands at %v", what, at)
				}
			}
		}
		inside("today", l.Today)
		for _, tick := range l.Ticks {
			inside("the tick "+tick.Words, tick.At)
		}
		if len(l.Ticks) > mostTicks {
			t.Fatalf("%d days are named", len(l.Ticks))
		}
		if len(l.Rows) != len(clocks) || len(l.table().Rows) != len(clocks) {
			t.Fatalf("%d clocks, %d rows, %d rows in the table", len(clocks), len(l.Rows), len(l.table().Rows))
		}
		for i, r := range l.Rows {
			inside(r.Clock.Title, r.Left, r.Right, r.Over)
			if r.Clock.Endless {
				continue
			}
			if r.Right-r.Left < thinnest-.001 {
				t.Fatalf("%s is too thin to be seen: %v to %v", r.Clock.Title, r.Left, r.Right)
			}
			if i > 0 && (l.Rows[i-1].Clock.Endless || l.Rows[i-1].Clock.To > r.Clock.To) {
				t.Fatalf("what ends first stands above: %v", l.Rows)
			}
			g := Measure(r.Clock, today)
			inside("how far "+r.Clock.Title+" has come", g.Gone, g.Due)
		}
	})
}

func TestLaterIsNeverFurtherLeft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		clocks := rapid.SliceOfN(anyClock(), 1, 8).Draw(t, "clocks")
		s := span(clocks, civil.Day(rapid.IntRange(-20000, 40000).Draw(t, "today")))
		days := rapid.SliceOfN(rapid.IntRange(-30000, 50000), 2, 2).Draw(t, "days")
		slices.Sort(days)
		if s.start(civil.Day(days[0])) > s.start(civil.Day(days[1])) || s.end(civil.Day(days[0])) > s.end(civil.Day(days[1])) {
			t.Fatalf("%v in %v", days, s)
		}
	})
}
