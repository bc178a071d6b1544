package rulebook_test

import (
	"testing"

	"waymark/internal/civil"
)

func TestPauses(t *testing.T) {
	pausing := func(sort, due string) string {
		return "sort: " + sort + `
			on: {kind: referral.sent}
			until: [{kind: decision.made}]
			void: [{kind: support.ended, because: Gone}]
			pause: [{kind: clock.paused}]
			resume: [{kind: clock.resumed}]
			due: ` + due
	}
	days := pausing("limit", "{days: 10}")
	const start = "a referral.sent 2024-03-01\n"
	for name, c := range map[string]struct{ rule, given, asOf, want string }{
		"stands-still":         {days, start + "p clock.paused 2024-03-05", "2024-06-01", "r@a 2024-03-11 paused"},
		"goes-on":              {days, start + "p clock.paused 2024-03-05\nq clock.resumed 2024-03-08", "2024-03-14", "r@a 2024-03-14 running"},
		"late-after-all":       {days, start + "p clock.paused 2024-03-05\nq clock.resumed 2024-03-08", "2024-03-15", "r@a 2024-03-14 late"},
		"too-late-to-pause":    {days, start + "p clock.paused 2024-03-12", "2024-06-01", "r@a 2024-03-11 late"},
		"paused-on-its-day":    {days, start + "p clock.paused 2024-03-11", "2024-06-01", "r@a 2024-03-11 paused"},
		"two-pauses":           {days, start + "p clock.paused 2024-03-05\nq clock.resumed 2024-03-08\ns clock.paused 2024-03-13\nu clock.resumed 2024-03-14", "2024-03-14", "r@a 2024-03-15 running"},
		"second-reached-by":    {days, start + "p clock.paused 2024-03-05\nq clock.resumed 2024-03-06\ns clock.paused 2024-03-13", "2024-03-14", "r@a 2024-03-12 late"},
		"paused-twice-over":    {days, start + "p clock.paused 2024-03-05\ns clock.paused 2024-03-06\nq clock.resumed 2024-03-08", "2024-03-14", "r@a 2024-03-14 running"},
		"resumed-and-paused":   {days, start + "p clock.paused 2024-03-05\nq clock.resumed 2024-03-08\nc clock.paused 2024-03-08", "2024-03-14", "r@a 2024-03-14 paused"},
		"paused-and-resumed":   {days, start + "q clock.paused 2024-03-05\np clock.resumed 2024-03-05", "2024-03-11", "r@a 2024-03-11 running"},
		"paused-before-start":  {days, start + "p clock.paused 2024-02-05\nq clock.resumed 2024-03-03", "2024-03-11", "r@a 2024-03-13 running"},
		"over-before-start":    {days, start + "p clock.paused 2024-02-05\nq clock.resumed 2024-02-07", "2024-03-11", "r@a 2024-03-11 running"},
		"another-episode":      {days, start + "p clock.paused 2024-03-05 @f", "2024-03-11", "r@a 2024-03-11 running"},
		"struck-pause":         {days, start + "p clock.paused 2024-03-05 !struck", "2024-03-11", "r@a 2024-03-11 running"},
		"met-while-paused":     {days, start + "p clock.paused 2024-03-05\nd decision.made 2024-04-05", "2024-05-11", "r@a 2024-04-11 met"},
		"met-late-after":       {days, start + "p clock.paused 2024-03-05\nq clock.resumed 2024-03-08\nd decision.made 2024-03-15", "2024-05-11", "r@a 2024-03-14 met-late"},
		"void-while-paused":    {days, start + "p clock.paused 2024-03-05\nd support.ended 2024-03-07", "2024-05-11", "r@a 2024-03-13 void (Gone)"},
		"limit-shortest-pause": {days, start + "p clock.paused 2024-03-03/2024-03-05\nq clock.resumed 2024-03-08/2024-03-10", "2024-03-11", "r@a 2024-03-14 running"},
		"minimum-longest":      {pausing("minimum", "{days: 10}"), start + "p clock.paused 2024-03-03/2024-03-05\nq clock.resumed 2024-03-08/2024-03-10", "2024-03-11", "r@a 2024-03-18 running"},
		"working-days":         {pausing("limit", "{working_days: 5}"), start + "p clock.paused 2024-03-05\nq clock.resumed 2024-03-11", "2024-03-12", "r@a 2024-03-14 running"},
		"months":               {pausing("limit", "{months: 1}"), start + "p clock.paused 2024-03-05\nq clock.resumed 2024-03-11", "2024-03-12", "r@a 2024-04-07 running"},
		"could-still-stand": {pausing("minimum", "{days: 10}"), start + "p clock.paused 2024-01-01\nq clock.resumed 2024-01-05/2024-03-04\ns clock.paused 2024-02-01\nu clock.resumed 2024-02-02",
			"2024-03-11", "r@a 2024-03-14 running"},
		"hours-before-start": {pausing("limit", "{hours: 24}"), "a referral.sent 2024-03-01T10:00\np clock.paused 2024-03-01T09:00\nq clock.resumed 2024-03-01T12:00",
			"2024-03-01", "r@a 2024-03-02T12:00 running"},
		"hours": {pausing("limit", "{hours: 24}"), "a referral.sent 2024-03-01T10:00\np clock.paused 2024-03-01T12:00\nq clock.resumed 2024-03-01T15:30",
			"2024-03-02", "r@a 2024-03-02T13:30 running"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := standing(t, checked(t, rule("r", c.rule)), c.given, c.asOf); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestReviews(t *testing.T) {
	const every = `sort: review
		on: {kind: support.started}
		until: [{kind: risk.assessed}]
		void: [{kind: support.ended, because: Support ended}]
		every: {months: 3}`
	for name, c := range map[string]struct{ rule, given, asOf, want string }{
		"first": {every, "a support.started 2024-01-10", "2024-04-10", "r@a#1 2024-04-10 running"},
		"late":  {every, "a support.started 2024-01-10", "2024-04-11", "r@a#1 2024-04-10 late"},
		"again": {every, "a support.started 2024-01-10\nb risk.assessed 2024-03-01\nc risk.assessed 2024-07-01", "2024-07-02",
			"r@a#1 2024-04-10 met; r@a#2 2024-06-01 met-late; r@a#3 2024-10-01 running"},
		"before-it-began":  {every, "a support.started 2024-01-10\nb risk.assessed 2024-01-01", "2024-01-11", "r@a#1 2024-04-10 running"},
		"on-its-first-day": {every, "z support.started 2024-01-10\nb risk.assessed 2024-01-10", "2024-01-11", "r@z#2 2024-04-10 running; r@z#1 2024-04-10 met"},
		"ended":            {every, "a support.started 2024-01-10\nb risk.assessed 2024-03-01\nc support.ended 2024-03-05", "2024-09-01", "r@a#1 2024-04-10 met; r@a#2 2024-06-01 void (Support ended)"},
		"after-the-end":    {every, "a support.started 2024-01-10\nc support.ended 2024-03-05\nb risk.assessed 2024-03-07", "2024-09-01", "r@a#1 2024-04-10 void (Support ended)"},
		"begun-again": {every, "a support.started 2024-01-10\nc support.ended 2024-03-05\nb support.started 2024-05-01", "2024-06-01",
			"r@a#1 2024-04-10 void (Support ended); r@b#1 2024-08-01 running"},
		"struck-start":  {every, "a support.started 2024-01-10 !struck", "2024-06-01", "r@a#1 - void (The entry that started this was taken back)"},
		"struck-review": {every, "a support.started 2024-01-10\nb risk.assessed 2024-03-01 !struck", "2024-04-01", "r@a#1 2024-04-10 running"},
		"other-episode": {every, "a support.started 2024-01-10\nb risk.assessed 2024-03-01 @f", "2024-04-01", "r@a#1 2024-04-10 running"},
		"one-kind": {"sort: review\non: {kind: risk.assessed}\nevery: {days: 7}", "a risk.assessed 2024-01-01\nb risk.assessed 2024-01-01\nc risk.assessed 2024-01-05", "2024-01-12",
			"r@a#1 2024-01-08 met; r@a#2 2024-01-08 met; r@a#3 2024-01-12 running"},
		"two-ways-at-once": {"sort: review\non: {kind: support.started}\nuntil: [{kind: risk.assessed}, {kind: risk.assessed, marks: {band: {is: high}}}]\nevery: {days: 7}",
			"a support.started 2024-01-01\nb risk.assessed 2024-01-02 band=high", "2024-01-03", "r@a#1 2024-01-08 met; r@a#2 2024-01-09 running"},
		"after-the-second": {"sort: review\non: {kind: risk.assessed}\nuntil: [{kind: risk.assessed}]\nwithin: {times: 2, months: 1}\nevery: {months: 3}",
			"a risk.assessed 2024-01-01\nb risk.assessed 2024-01-20\nc risk.assessed 2024-04-10", "2024-04-11", "r@b#1 2024-04-20 met; r@b#2 2024-07-10 running"},
		"first-sooner": {"sort: review\non: {kind: support.started}\nuntil: [{kind: risk.assessed}]\ndue: {days: 2}\nevery: {days: 7}",
			"a support.started 2024-01-01\nb risk.assessed 2024-01-02", "2024-01-03", "r@a#1 2024-01-03 met; r@a#2 2024-01-09 running"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := standing(t, checked(t, rule("r", c.rule)), c.given, c.asOf); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestWhile(t *testing.T) {
	const rested = `sort: limit
		on: {kind: referral.sent}
		until: [{kind: decision.made}]
		while: [{kind: risk.assessed, marks: {band: {is: high}}, because: The risk is no longer high}]
		due: {days: 10}`
	for name, c := range map[string]struct{ given, want string }{
		"never-assessed": {"a referral.sent 2024-03-01", ""},
		"low":            {"a referral.sent 2024-03-01\nb risk.assessed 2024-02-01 band=low", ""},
		"high":           {"a referral.sent 2024-03-01\nb risk.assessed 2024-02-01 band=high", "r@a 2024-03-11 running"},
		"high-too-late":  {"a referral.sent 2024-03-01\nb risk.assessed 2024-03-02 band=high", ""},
		"high-on-a-day":  {"a referral.sent 2024-03-01\nb risk.assessed 2024-03-01 band=high", "r@a 2024-03-11 running"},
		"was-high":       {"a referral.sent 2024-03-01\nb risk.assessed 2024-02-01 band=high\nc risk.assessed 2024-02-02 band=low", ""},
		"falls":          {"a referral.sent 2024-03-01\nb risk.assessed 2024-02-01 band=high\nc risk.assessed 2024-03-02 band=high\nd risk.assessed 2024-03-03 band=low", "r@a 2024-03-11 void (The risk is no longer high)"},
		"met-first":      {"a referral.sent 2024-03-01\nb risk.assessed 2024-02-01 band=high\nc decision.made 2024-03-02\nd risk.assessed 2024-03-03 band=low", "r@a 2024-03-11 met"},
		"struck-fall":    {"a referral.sent 2024-03-01\nb risk.assessed 2024-02-01 band=high\nd risk.assessed 2024-03-03 band=low !struck", "r@a 2024-03-11 running"},
		"by-the-hour":    {"a referral.sent 2024-03-01T10:00\nb risk.assessed 2024-02-01 band=high\nd risk.assessed 2024-03-01T12:00 band=low", "r@a 2024-03-11 void (The risk is no longer high)"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := standing(t, checked(t, rule("r", rested)), c.given, "2024-03-05"); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
	series := "sort: review\non: {kind: support.started}\nevery: {months: 1}\nuntil: [{kind: decision.told}]\nwhile: [{kind: risk.assessed, marks: {band: {is: high}}, because: Calm}]"
	got := standing(t, checked(t, rule("r", series)), "a support.started 2024-03-01\nb risk.assessed 2024-03-01 band=high\nc decision.told 2024-03-20\nd risk.assessed 2024-03-25 band=low\ne decision.told 2024-03-26", "2024-04-01")
	if want := "r@a#1 2024-04-01 met; r@a#2 2024-04-20 void (Calm)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWithin(t *testing.T) {
	const third = `sort: limit
		on: {kind: risk.assessed}
		until: [{kind: decision.made}]
		within: {times: 3, months: 12}
		due: {days: 1}`
	for name, c := range map[string]struct{ given, want string }{
		"two":            {"a risk.assessed 2024-01-01\nb risk.assessed 2024-02-01", ""},
		"three":          {"a risk.assessed 2023-02-01\nb risk.assessed 2023-06-01\nc risk.assessed 2024-02-01", "r@c 2024-02-02 late"},
		"three-too-long": {"a risk.assessed 2023-01-31\nb risk.assessed 2023-06-01\nc risk.assessed 2024-02-01", ""},
		"each-one-more":  {"a risk.assessed 2024-01-01\nb risk.assessed 2024-01-02\nc risk.assessed 2024-01-03\nd risk.assessed 2024-01-04", "r@c 2024-01-04 late; r@d 2024-01-05 late"},
		"one-struck":     {"a risk.assessed 2024-01-01\nb risk.assessed 2024-01-02 !struck\nc risk.assessed 2024-01-03", ""},
		"perhaps-three":  {"a risk.assessed 2023-01\nb risk.assessed 2023-06-01\nc risk.assessed 2024-01-20", "r@c 2024-01-21 late"},
		"elsewhere":      {"a risk.assessed 2024-01-01\nb risk.assessed 2024-01-02 @f\nc risk.assessed 2024-01-03", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := standing(t, checked(t, rule("r", third)), c.given, "2024-02-05"); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
	if got := standing(t, checked(t, rule("r", "sort: limit\non: {kind: risk.assessed, any_episode: true}\nwithin: {times: 2, months: 1}\ndue: {days: 1}")),
		"a risk.assessed 2024-01-01 @e\nb risk.assessed 2024-01-02 @f", "2024-01-02"); got != "r@b 2024-01-03 running" {
		t.Errorf("in whatever episode: %q", got)
	}
}

func TestChangesOfLaw(t *testing.T) {
	line := func(second string) []string {
		return []string{
			rule("old", "line: l\nsort: limit\nfrom: 2000-01-01\nto: 2024-03-01\non: {kind: referral.sent}\nuntil: [{kind: decision.made}]\ndue: {days: 10}"),
			rule("new", "line: l\nsort: limit\nfrom: 2024-03-01\non: {kind: referral.sent}\nuntil: [{kind: decision.made}]\ndue: {days: 5}\n"+second),
		}
	}
	for name, c := range map[string]struct{ transition, given, asOf, want string }{
		"old-keeps":        {"transition: started", "a referral.sent 2024-02-28", "2024-03-05", "old@a 2024-03-09 running"},
		"new-from-its-day": {"transition: started", "a referral.sent 2024-03-01", "2024-03-05", "new@a 2024-03-06 running"},
		"old-to-its-day":   {"transition: running", "a referral.sent 2024-02-28", "2024-02-29", "old@a 2024-03-09 running"},
		"running-moves":    {"transition: running", "a referral.sent 2024-02-28", "2024-03-01", "new@a 2024-03-04 running"},
		"late-moves":       {"transition: running", "a referral.sent 2024-01-28", "2024-03-01", "new@a 2024-02-02 late"},
		"met-stays":        {"transition: running", "a referral.sent 2024-02-20\nb decision.made 2024-02-29", "2024-03-05", "old@a 2024-03-01 met"},
		"met-after-moves":  {"transition: running", "a referral.sent 2024-02-28\nb decision.made 2024-03-01", "2024-03-05", "new@a 2024-03-04 met"},
		"void-stays":       {"transition: running", "a referral.sent 2024-02-28 !struck", "2024-03-05", "old@a - void (The entry that started this was taken back)"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := standing(t, checked(t, line(c.transition)...), c.given, c.asOf); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
	kept := checked(t,
		rule("old", "line: l\nsort: minimum\nfrom: 2000-01-01\nto: 2024-03-01\non: {kind: referral.sent}\ndue: {days: 10}"),
		rule("new", "line: l\nsort: minimum\nfrom: 2024-03-01\non: {kind: referral.sent}\ndue: {days: 60}\ntransition: running"))
	if got := standing(t, kept, "a referral.sent 2024-02-01\nb referral.sent 2024-02-19\nc referral.sent 2024-02-20", "2024-03-05"); got != "old@a 2024-02-11 reached; old@b 2024-02-29 reached; new@c 2024-04-20 running" {
		t.Errorf("what was kept is not taken up again: %q", got)
	}
	given := entries(t, "a referral.sent 2024-02-28\nb risk.assessed 2024-03-02")
	if got := checked(t, line("transition: running")...).Deadlines(given, civil.EnglandAndWales, civil.DefaultCalendar()); got[0].Rule != "new" {
		t.Errorf("the last day known is 2 March, and the clock is under %s", got[0].Rule)
	}
}
