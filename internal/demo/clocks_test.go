package demo_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"waymark/data"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/clock"
	"waymark/internal/demo"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/policy"
	"waymark/internal/rulebook"
	policyfiles "waymark/policy"
)

// friday is the day on which the team's week is told: Friday 6 March 2026, at noon.
var friday = time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)

// told is the demo as its manager reads it.
type told struct {
	*desk.Desk
	tom   policy.Actor
	cases map[string]ident.Chronology
}

func newTold(t *testing.T, load func(context.Context, *desk.Desk, *clock.Set, time.Time) error) told {
	t.Helper()
	set := clock.At(friday)
	d, err := desk.Open(t.Context(), desk.Config{
		Dir: t.TempDir(), Demo: true, Clock: set, Calendar: civil.DefaultCalendar(), Nation: civil.EnglandAndWales,
		Rules: data.Rulebook, Policies: policyfiles.Files, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := load(t.Context(), d, set, friday); err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(demo.SignIns(), func(s demo.SignIn) bool { return s.Role == "manager" })
	who := demo.SignIns()[at]
	token, err := d.SignIn(t.Context(), who.Login, who.Password)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := d.Session(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	w := told{Desk: d, tom: signed.Actor, cases: map[string]ident.Chronology{}}
	day, err := d.Day(t.Context(), w.tom, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range day.Folk {
		w.cases[f.Who.Name] = f.On
	}
	return w
}

// clocks tells the clocks of a rule in somebody's case, as they stood at the end of a day
// and as far as was known then; of Friday, as they stand.
func (w told) clocks(t *testing.T, who, rule string, on civil.Day) []string {
	t.Helper()
	at, now := chronology.At{}, friday
	if end := on.End().Add(-time.Microsecond); end.Before(friday) {
		at.KnownAt, now = end, end
	}
	v, err := w.Read(t.Context(), w.tom, "case.see", w.cases[who], at)
	if err != nil {
		t.Fatal(err)
	}
	cal, nation := w.Calendar()
	var out []string
	for _, d := range v.Deadlines {
		if d.Rule != rule {
			continue
		}
		said := fmt.Sprintf("%s %s", d.Due, d.Standing(now))
		switch days, working := d.LateBy(civil.DayOf(now), nation, cal); {
		case d.MetLate:
			said += fmt.Sprintf(" by %d days, %d working", d.DaysLate, d.WorkingDaysLate)
		case days > 0:
			said += fmt.Sprintf(" by %d days, %d working", days, working)
		}
		out = append(out, said)
	}
	return out
}

// The published histories and the team's week read as their sources tell them, each by
// the law of its day. Every date here was counted by hand.
func TestStoriesReadByTheLawOfTheirDay(t *testing.T) {
	w := newTold(t, demo.LoadStories)
	for _, c := range []struct{ name, who, rule, on, want string }{
		// 18 days from the referral to the first decision, under five working days.
		{"park-first-decision", "The man from the park", "reasonable-grounds-5-working-days", "2026-03-06", "2020-03-13 met-late by 11 days, 7 working"},
		{"park-waits-for-it", "The man from the park", "reasonable-grounds-5-working-days", "2020-03-17", "2020-03-13 late by 4 days, 2 working"},
		{"park-recovery-of-45-days", "The man from the park", "recovery-45-days", "2020-04-01", "2020-05-08 running"},
		{"park-recovery-is-not-30-days", "The man from the park", "recovery-30-days", "2020-04-01", ""},
		{"park-recovery-was-kept", "The man from the park", "recovery-45-days", "2026-03-06", "2020-05-08 met"},
		{"park-second-decision-not-before", "The man from the park", "conclusive-not-before-45-days", "2026-03-06", "2020-05-08 met"},
		{"park-nobody-counted-six-months-then", "The man from the park", "conclusive-delayed-six-months", "2026-03-06", ""},
		{"park-support-by-need", "The man from the park", "positive-45-days-and-by-need", "2021-06-01", "2021-06-21 running"},
		{"park-not-14-days", "The man from the park", "positive-14-days", "2021-06-01", ""},
		// Alima: refused, then believed. The nine days run from the day she had the reasons.
		{"alima-first-decision-in-time", "Alima", "reasonable-grounds-5-working-days", "2026-03-06", "2018-02-19 met"},
		{"alima-recovery-of-45-days", "Alima", "recovery-45-days", "2018-03-01", "2018-04-05 running"},
		{"alima-notice-without-reasons", "Alima", "negative-nine-days", "2018-09-10", ""},
		{"alima-with-the-reasons", "Alima", "negative-nine-days", "2018-09-12", "2018-09-20 running"},
		{"alima-nine-days-were-kept", "Alima", "negative-nine-days", "2018-10-01", "2018-09-20 reached"},
		{"alima-no-window-for-reconsideration-then", "Alima", "reconsider-conclusive-grounds-30-days", "2018-09-12", ""},
		{"alima-45-days-of-february-2019", "Alima", "positive-45-days", "2019-03-01", "2019-03-22 running"},
		{"alima-over-before-the-court-ordered", "Alima", "positive-45-days-and-by-need", "2026-03-06", ""},
		// The team's week, on Friday 6 March 2026.
		{"linh-is-late", "Linh", "reasonable-grounds-5-working-days", "2026-03-06", "2026-03-02 late by 4 days, 4 working"},
		{"osas-has-until-wednesday", "Osas", "reasonable-grounds-5-working-days", "2026-03-06", "2026-03-11 running"},
		{"tesfay-last-day-of-30", "Tesfay", "recovery-30-days", "2026-03-06", "2026-03-06 running"},
		{"tesfay-not-45", "Tesfay", "recovery-45-days", "2026-03-06", ""},
		{"mirela-nine-days", "Mirela", "negative-nine-days", "2026-03-06", "2026-03-11 running"},
		{"mirela-first-decision", "Mirela", "reasonable-grounds-5-working-days", "2026-03-06", "2025-05-21 met"},
		{"mirela-six-months-passed", "Mirela", "conclusive-delayed-six-months", "2026-03-06", "2025-11-20 met-late by 98 days, 67 working"},
		{"mirela-judicial-review", "Mirela", "judicial-review-three-months", "2026-03-06", "2026-05-26 running"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, ok := w.Book().Find(c.rule); !ok {
				t.Fatalf("there is no rule %s", c.rule)
			}
			on, err := civil.ParseDay(c.on)
			if err != nil {
				t.Fatal(err)
			}
			got := w.clocks(t, c.who, c.rule, on)
			want := []string{}
			if c.want != "" {
				want = append(want, c.want)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s on %s: %q, want %q", c.who, c.on, got, want)
			}
		})
	}
}

// Nothing in the demo is past what the calendar reaches, and every row of its lists is
// what its rules give.
func TestEveryClockOfTheDemoIsReckoned(t *testing.T) {
	w := newTold(t, demo.LoadStories)
	if n := reckoned(t, w); len(w.cases) != 6 || n < 20 {
		t.Errorf("%d people with %d clocks", len(w.cases), n)
	}
	if left, err := w.Elsewhere(t.Context()); err != nil || left > 0 {
		t.Errorf("%d people are of other rules, %v", left, err)
	}
}

// reckoned gives how many clocks the manager's people have, each of them with a day.
func reckoned(t *testing.T, w told) (n int) {
	t.Helper()
	for who, on := range w.cases {
		v, err := w.Read(t.Context(), w.tom, "case.see", on, chronology.At{})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range v.Deadlines {
			n++
			if d.DueAt.IsZero() && d.State != rulebook.Void {
				t.Errorf("%s: %s: %s", who, d.Rule, d.Trouble)
			}
		}
	}
	return n
}
