package rulebook_test

import (
	"fmt"
	"strings"
	"testing"

	"waymark/internal/civil"
	"waymark/internal/rulebook"
)

const fiveWorking = "sort: limit\non: {kind: referral.sent}\ndue: {working_days: 5}"

func TestCountFromADate(t *testing.T) {
	for name, c := range map[string]struct {
		rule, from string
		nation     civil.Nation
		want       string
	}{
		"over-easter":       {fiveWorking, "2024-03-27", civil.EnglandAndWales, "2024-04-05 [2024-03-29 Good Friday 2024-03-30 2024-03-31 2024-04-01 Easter Monday]"},
		"over-easter-north": {fiveWorking, "2024-03-27", civil.Scotland, "2024-04-04 [2024-03-29 Good Friday 2024-03-30 2024-03-31]"},
		"each-day":          {wait30, "2024-03-27", civil.EnglandAndWales, "2024-04-26 []"},
		"a-month-limit":     {fiveWorking, "2024-03", civil.EnglandAndWales, "2024-03-08 [2024-03-02 2024-03-03] about"},
		"a-month-minimum":   {wait30, "2024-03", civil.EnglandAndWales, "2024-04-30 [] about"},
		"before":            {"sort: limit\non: {kind: referral.sent}\ndue: {working_days: -2}", "2024-04-02", civil.EnglandAndWales, "2024-03-27 [2024-03-29 Good Friday 2024-03-30 2024-03-31 2024-04-01 Easter Monday]"},
		"later-of":          {"sort: limit\non: {kind: referral.sent}\ndue: {later_of: [{days: 9}, {working_days: 7}]}", "2024-03-27", civil.EnglandAndWales, "2024-04-09 [2024-03-29 Good Friday 2024-03-30 2024-03-31 2024-04-01 Easter Monday 2024-04-06 2024-04-07]"},
		"earlier-of":        {"sort: limit\non: {kind: referral.sent}\ndue: {earlier_of: [{days: 9}, {working_days: 7}]}", "2024-03-27", civil.EnglandAndWales, "2024-04-05 []"},
		"review":            {"sort: review\non: {kind: support.started}\nuntil: [{kind: risk.assessed}]\nevery: {months: 3}", "2024-11-30", civil.EnglandAndWales, "2025-02-28 []"},
		"first-review":      {"sort: review\non: {kind: support.started}\nuntil: [{kind: risk.assessed}]\ndue: {days: 7}\nevery: {months: 3}", "2024-11-30", civil.EnglandAndWales, "2024-12-07 []"},
		"from-a-mark":       {"sort: window\non: {kind: leave.granted, date: expires}\nuntil: [{kind: decision.told}]\ndue: {days: -28}", "2024-03-29", civil.EnglandAndWales, "2024-03-01 []"},
		"hours":             {"sort: limit\non: {kind: referral.sent}\ndue: {hours: 24}", "2024-03-27T10:00", civil.EnglandAndWales, "2024-03-28 []"},
		"hours-of-a-day":    {"sort: limit\non: {kind: referral.sent}\ndue: {hours: 24}", "2024-03-27", civil.EnglandAndWales, "2024-03-27 [] about"},
	} {
		t.Run(name, func(t *testing.T) {
			r, _ := checked(t, rule("r", c.rule)).Find("r")
			got, err := r.Count(when(t, c.from), c.nation, civil.DefaultCalendar())
			if err != nil {
				t.Fatal(err)
			}
			var skipped []string
			for _, s := range got.Skipped {
				skipped = append(skipped, strings.TrimSpace(s.Day.String()+" "+s.Holiday))
			}
			said := fmt.Sprintf("%s %v", got.Due, skipped)
			if got.About {
				said += " about"
			}
			if said != c.want {
				t.Errorf("%s, want %s", said, c.want)
			}
		})
	}
}

func TestCountWhereTheCalendarEnds(t *testing.T) {
	r, _ := checked(t, rule("r", fiveWorking)).Find("r")
	if got, err := r.Count(when(t, "2028-12-30"), civil.EnglandAndWales, civil.DefaultCalendar()); err == nil {
		t.Errorf("it guesses: %+v", got)
	}
	if got, err := r.Count(when(t, "2024-03-01"), civil.EnglandAndWales, nil); err == nil {
		t.Errorf("without a calendar: %+v", got)
	}
}

// A count from a date alone is what the deadline of that one entry says.
func TestACountIsWhatTheDeadlineSays(t *testing.T) {
	b, cal := embedded(t), civil.DefaultCalendar()
	n := 0
	for _, r := range b.Rules() {
		for i, e := range r.Examples {
			if len(e.Given) != 1 || e.Given[0].Struck || e.Expect.Due == "" || r.On.Date != "" || e.Given[0].Kind != r.On.Kind {
				continue
			}
			nation := civil.EnglandAndWales
			if e.Nation != "" {
				nation = civil.Nation(e.Nation)
			}
			from := e.Given[0].Happened
			if mark := r.Due.Counts; len(mark) == 1 && mark[0].Date != "" {
				from = e.Given[0].Marks[mark[0].Date]
			}
			got, err := r.Count(when(t, from), nation, cal)
			if err != nil || got.Due != when(t, e.Expect.Due).Earliest() {
				t.Errorf("%s, example %d: %s, %v; want %s", r.ID, i+1, got.Due, err, e.Expect.Due)
			}
			n++
		}
	}
	if n < 10 {
		t.Errorf("%d examples were counted", n)
	}
}

func TestWordsOfARuleForPeople(t *testing.T) {
	kinds := testKinds(t)
	r, _ := embedded(t).Find("negative-nine-days")
	five := 5
	nine := 9
	for want, got := range map[string]string{
		"since 1 October 2017":                                r.Force(),
		"from 1 April 2009 to 12 December 2022":               func() string { r, _ := embedded(t).Find("recovery-45-days"); return r.Force() }(),
		"England and Wales":                                   r.NationWords(),
		"the whole United Kingdom":                            rulebook.Rule{}.NationWords(),
		"decision.told (conclusive-grounds; negative; given)": r.On.Condition.Words(kinds),
		"support.ended (moved-on or asked-to-leave or other)": r.Until[0].Words(kinds),
		"support.ended (not moved-on)":                        rulebook.Condition{Kind: "support.ended", Marks: map[string]rulebook.Test{"reason": {Not: "moved-on"}}}.Words(kinds),
		"risk.assessed (score at least 5)":                    rulebook.Condition{Kind: "risk.assessed", Marks: map[string]rulebook.Test{"score": {AtLeast: &five}}}.Words(kinds),
		"nothing.known":                                       rulebook.Condition{Kind: "nothing.known"}.Words(kinds),
		"10 February 2020: decision.made (positive, reconsidered: yes), written down 1 March 2020, taken back": rulebook.Given{
			Kind: "decision.made", Happened: "2020-02-10", Recorded: "2020-03-01", Struck: true, Marks: map[string]string{"outcome": "positive", "reconsidered": "yes"}}.Words(kinds),
		"about 2020: leave.granted (refugee, expires 1 March 2025)": rulebook.Given{Kind: "leave.granted", Happened: "2020~", Marks: map[string]string{"kind": "refugee", "expires": "2025-03-01"}}.Words(kinds),
		"soon: nothing.known":                                                         rulebook.Given{Kind: "nothing.known", Happened: "soon"}.Words(kinds),
		"Due 12 February 2020. On 12 February 2020 it runs.":                          r.Examples[0].Then(),
		"On 12 February 2020 no clock starts.":                                        r.Examples[1].Then(),
		"In Scotland. On 1 April 2021 it is late, by five days or nine working days.": rulebook.Example{AsOf: "2021-04-01", Nation: "scotland", Expect: rulebook.Expect{State: rulebook.StandsLate, DaysLate: &five, WorkingDaysLate: &nine}}.Then(),
		"On 1 April 2021 it was ended too early, by nine days.":                       rulebook.Example{AsOf: "2021-04-01", Expect: rulebook.Expect{State: rulebook.StandsEndedEarly, DaysEarly: &nine}}.Then(),
		"On 1 April 2021 it was met in time, though it was written down late.":        rulebook.Example{AsOf: "2021-04-01", Expect: rulebook.Expect{State: rulebook.StandsMet, RecordedLate: new(true)}}.Then(),
	} {
		if got != want {
			t.Errorf("%q\nwant %q", got, want)
		}
	}
	for _, s := range []rulebook.Sort{rulebook.Limit, rulebook.Minimum, rulebook.Window, rulebook.Review} {
		if s.Words() == "" {
			t.Errorf("no words for %s", s)
		}
	}
	if sort, standing := rulebook.Sort(""), rulebook.Standing(""); sort.Words() != "" || standing.Words() != "" {
		t.Error("what is not set has words")
	}
}
