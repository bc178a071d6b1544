package rulebook_test

import (
	"reflect"
	"strings"
	"testing"

	"waymark/internal/civil"
	"waymark/internal/rulebook"
)

const (
	oldLine = "line: l\nsort: limit\nto: 2024-02-01\non: {kind: support.ended}\nuntil: [{kind: support.started}]\ndue: {days: 9}"
	newLine = "line: l\nsort: limit\nfrom: 2024-02-01\non: {kind: support.ended}\nuntil: [{kind: support.started}]\ndue: {days: 4}\ntransition: running"
)

func TestAnEditionChangesWithWhatCanChangeADeadline(t *testing.T) {
	on := day(t, "2024-03-01")
	edition := func(rules ...string) rulebook.Edition {
		return checked(t, rules...).Edition(civil.EnglandAndWales, civil.DefaultCalendar(), on)
	}
	base := edition(rule("a", fiveDays), rule("b", wait30))
	for name, c := range map[string]struct {
		is   rulebook.Edition
		want []rulebook.Change
	}{
		"nothing":     {edition(rule("a", fiveDays), rule("b", wait30)), nil},
		"other-order": {edition(rule("b", wait30), rule("a", fiveDays)), nil},
		"other-words": {edition(strings.Replace(rule("a", fiveDays), "title: T", "title: Other", 1), rule("b", wait30)), nil},
		"other-count": {edition(rule("a", strings.Replace(fiveDays, "5", "6", 1)), rule("b", wait30)), []rulebook.Change{{Line: "a", Starts: []string{"referral.sent"}}}},
		"other-start": {edition(rule("a", strings.Replace(fiveDays, "referral.sent", "support.started", 1)), rule("b", wait30)), []rulebook.Change{{Line: "a", Starts: []string{"referral.sent", "support.started"}}}},
		"one-more":    {edition(rule("a", fiveDays), rule("b", wait30), rule("c", ask30)), []rulebook.Change{{Line: "c", New: true, Starts: []string{"decision.told"}}}},
		"one-less":    {edition(rule("b", wait30)), []rulebook.Change{{Line: "a", Gone: true, Starts: []string{"referral.sent"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.is.Since(base); !reflect.DeepEqual(got, c.want) {
				t.Errorf("%+v, want %+v", got, c.want)
			}
			if same := c.is.ID == base.ID; same != (c.want == nil) {
				t.Errorf("the same edition: %t", same)
			}
		})
	}
	if all := base.Since(rulebook.Edition{}); len(all) != 2 || !all[0].New || !all[1].New {
		t.Errorf("since none: %+v", all)
	}
}

// The day on which a new rule takes over the clocks that run changes their deadlines, and so the edition.
func TestAnEditionChangesOnTheDayANewRuleTakesOver(t *testing.T) {
	b := checked(t, rule("old", oldLine), rule("new", newLine))
	of := func(d string) string {
		return b.Edition(civil.EnglandAndWales, civil.DefaultCalendar(), day(t, d)).ID
	}
	if of("2024-01-30") != of("2024-01-31") || of("2024-02-01") != of("2024-06-01") {
		t.Error("it changes on a day on which nothing changed")
	}
	if of("2024-01-31") == of("2024-02-01") {
		t.Error("it is the same before and after")
	}
	if b.Edition(civil.Scotland, civil.DefaultCalendar(), day(t, "2024-02-01")).ID == of("2024-02-01") {
		t.Error("it is the same for another nation")
	}
}

// A protection that was over before a new rule came stays with the old one, also when what
// ended support is recorded long afterwards.
func TestWhatWasOverIsNotTakenOver(t *testing.T) {
	b := checked(t,
		rule("old", "line: l\nsort: minimum\nto: 2024-02-01\non: {kind: decision.told}\nuntil: [{kind: support.ended, any_episode: true}]\ndue: {days: 9}"),
		rule("new", "line: l\nsort: minimum\nfrom: 2024-02-01\non: {kind: decision.told}\nuntil: [{kind: support.ended, any_episode: true}]\ndue: {days: 20}\ntransition: running"),
	)
	for name, c := range map[string]struct{ given, want string }{
		"over-and-not-ended":   {"a decision.told 2024-01-10", "old@a 2024-01-19 reached"},
		"over-and-ended-later": {"a decision.told 2024-01-10\nz support.ended 2024-05-01", "old@a 2024-01-19 met"},
		"runs-and-ended-later": {"a decision.told 2024-01-28\nz support.ended 2024-05-01", "new@a 2024-02-17 met"},
		"ended-before":         {"a decision.told 2024-01-28\nz support.ended 2024-01-30", "old@a 2024-02-06 ended-early"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := standing(t, b, c.given, "2024-06-01"); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
