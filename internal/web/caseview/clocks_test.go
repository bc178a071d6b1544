package caseview

import (
	"slices"
	"testing"
	"time"

	"waymark/internal/civil"
	"waymark/internal/rulebook"
	"waymark/internal/web/picture"
)

func when(t *testing.T, s string) civil.When {
	t.Helper()
	w, err := civil.ReadWhen(s)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestAClockIsDrawnAsItStands(t *testing.T) {
	started := when(t, "about March 2026")
	due := started.Earliest().Add(45)
	today := due.Add(-10)
	for name, tc := range map[string]struct {
		sort     rulebook.Sort
		state    rulebook.State
		reckoned bool
		today    civil.Day
		want     picture.Clock
	}{
		"runs":     {rulebook.Minimum, rulebook.Open, true, today, picture.Clock{Sort: picture.Protects, Stand: picture.Runs}},
		"soon":     {rulebook.Review, rulebook.Open, true, due.Add(-soon), picture.Clock{Sort: picture.Must, Stand: picture.Soon}},
		"late":     {rulebook.Limit, rulebook.Open, true, due.Add(3), picture.Clock{Sort: picture.Must, Stand: picture.Late}},
		"paused":   {rulebook.Window, rulebook.Paused, true, today, picture.Clock{Sort: picture.Open, Stand: picture.Paused}},
		"unending": {rulebook.Minimum, rulebook.Open, false, today, picture.Clock{Sort: picture.Protects, Stand: picture.Runs, Endless: true}},
	} {
		t.Run(name, func(t *testing.T) {
			d := rulebook.Deadline{Sort: tc.sort, State: tc.state, Started: started, Due: due}
			if tc.reckoned {
				d.DueAt = due.End()
			}
			tc.want.From, tc.want.To, tc.want.Since, tc.want.Ends = started.Earliest(), due, "about March 2026", due.Words()
			if got := draw(d, d.Standing(tc.today.Start().Add(time.Hour)), tc.today); got != tc.want {
				t.Errorf("%+v\nwant %+v", got, tc.want)
			}
		})
	}
}

func TestAnEndInDoubtSaysWhy(t *testing.T) {
	sure := rulebook.Rule{Verified: true}
	for name, tc := range map[string]struct {
		d    rulebook.Deadline
		rule rulebook.Rule
		want string
	}{
		"sure":       {rulebook.Deadline{}, sure, ""},
		"about":      {rulebook.Deadline{About: true}, sure, "it is counted from about a day"},
		"unverified": {rulebook.Deadline{}, rulebook.Rule{}, "nobody has read its rule in the source yet"},
		"disputed":   {rulebook.Deadline{}, rulebook.Rule{Verified: true, Question: "nine-days"}, "sources disagree about it"},
		"trouble":    {rulebook.Deadline{Trouble: "two dates"}, sure, "two dates"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := doubt(tc.d, tc.rule); got != tc.want {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
}

func TestWhatEndsFirstStandsFirst(t *testing.T) {
	at := func(title string, order int, to civil.Day, endless bool) clock {
		return clock{title: title, order: order, drawn: picture.Clock{To: to, Endless: endless}}
	}
	all := []clock{at("ended", ended, 1, false), at("never", running, 0, true), at("far", running, 90, false), at("near", running, 9, false), at("late", lateFirst, 3, false), at("kept", kept, 0, false)}
	slices.SortStableFunc(all, inOrder)
	var got []string
	for _, c := range all {
		got = append(got, c.title)
	}
	if want := []string{"late", "near", "far", "never", "ended", "kept"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	run, over := split(all)
	if len(run) != 4 || len(over) != 2 || len(pictured(run)) != 4 {
		t.Errorf("%d run, %d have ended", len(run), len(over))
	}
}
