package policy

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"waymark/internal/label"
)

// A remembered answer is the answer: asked twice, and of an engine that remembers nothing.
func TestRememberedAnswersAreTheAnswers(t *testing.T) {
	if len(grounds) > mostGrounds {
		t.Fatalf("%d grounds, room for %d", len(grounds), mostGrounds)
	}
	e, forgets := shipped(t), shipped(t)
	if e.answers == nil {
		t.Fatal("the policies that ship look at one worker or one case in particular")
	}
	forgets.answers = nil
	rapid.Check(t, func(t *rapid.T) {
		a, s := drawActor(t), drawSituation(t)
		action := rapid.SampledFrom(slices.DeleteFunc(e.Actions(), func(a string) bool { return a == open })).Draw(t, "action")
		for range 2 {
			labels, alarms := e.Open(a, s)
			want, wantAlarms := forgets.Open(a, s)
			if labels != want || len(alarms) != len(wantAlarms) {
				t.Fatalf("opens %s with %v, not %s with %v", labels, alarms, want, wantAlarms)
			}
			if diff := cmp.Diff(forgets.May(a, s, action), e.May(a, s, action)); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

// Where a policy looks at one worker or one case in particular nothing is remembered, for
// two that are alike in all else get two answers. Nor is an alarm.
func TestWhatIsPersonalIsNotRemembered(t *testing.T) {
	for name, says := range map[string]string{
		"worker-in-scope":    `forbid (principal == Worker::"worker", action, resource);`,
		"case-in-scope":      `forbid (principal, action in Action::"about-a-case", resource == Chronology::"chronology");`,
		"worker-in-a-group":  `forbid (principal in Worker::"worker", action, resource);`,
		"case-in-condition":  `forbid (principal, action in Action::"about-a-case", resource) when { resource == Chronology::"chronology" };`,
		"among-conditions":   `forbid (principal, action in Action::"about-a-case", resource) when { context.linked && !(context.keeper == true || resource in [Chronology::"chronology"]) };`,
		"their-organisation": `forbid (principal, action, resource) when { principal.organisation == Organisation::"organisation" };`,
	} {
		t.Run(name, func(t *testing.T) {
			e := unchecked(t, everybody+`@id("one") @because("One in particular.") `+says)
			if e.answers != nil {
				t.Error("answers are remembered")
			}
		})
	}
	if e := unchecked(t, everybody+enforcement); e.answers == nil {
		t.Error("control: an attribute that is no entity is nobody in particular")
	} else if e.May(aManager, aCase, "case.see"); len(e.answers.acts) != 0 {
		t.Error("an alarm is remembered")
	}
}

// However many questions are asked, so many answers are remembered and no more.
func TestMemoryIsBounded(t *testing.T) {
	e := unchecked(t, everybody)
	for held := range mostRemembered + 10 {
		s := aCase
		s.Held, s.Bases = label.Set(held%4096)<<1, Over(label.Set(held/4096)<<1, "own")
		e.May(aManager, s, "case.see")
		e.Open(aManager, s)
	}
	if a, o := len(e.answers.acts), len(e.answers.opens); a > mostRemembered || o > mostRemembered || a == 0 || o == 0 {
		t.Errorf("%d and %d answers are remembered", a, o)
	}
}
