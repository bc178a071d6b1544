package support_test

import (
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/label"
	"waymark/internal/support"
)

func TestAssessRisk(t *testing.T) {
	plan := answer.Given(answer.Text("A call each evening"))
	for name, c := range map[string]struct {
		level support.Level
		plan  answer.Of[answer.Text]
		field string
	}{
		"red-with-plan":      {"red", plan, ""},
		"amber-with-plan":    {"amber", plan, ""},
		"red-without":        {"red", answer.Of[answer.Text]{}, "plan"},
		"amber-without":      {"amber", answer.Of[answer.Text]{}, "plan"},
		"green-needs-none":   {"green", answer.Of[answer.Text]{}, ""},
		"red-plan-not-known": {"red", answer.Unknown[answer.Text](), ""},
	} {
		t.Run(name, func(t *testing.T) {
			act := support.AssessRisk{Happened: today, Body: support.RiskAssessed{Level: answer.Given(c.level), Plan: c.plan}}
			news, err := act.Decide(support.State{}, "case", chronology.Moment{})
			decided(t, &act.Body, news, err, c.field)
		})
	}
}

// A risk is a matter of safety, needs are a matter of health; an assessment publishes the
// day that was agreed, and whether there is one.
func TestMarksOfWhatIsLookedAtAgain(t *testing.T) {
	kinds, err := chronology.NewKinds(support.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		kind, mark, code string
		body             any
		exists           label.Label
	}{
		"risk":   {"support.risk-assessed", "level", "amber", &support.RiskAssessed{Level: answer.Given(support.Level("amber"))}, label.Safeguarding},
		"needs":  {"support.needs-assessed", "moment", "entry", &support.NeedsAssessed{Moment: answer.Given(support.NeedsMoment("entry"))}, label.Health},
		"agreed": {"support.assessed", "end", "written", &support.Assessed{Until: answer.Given(civil.On(21000))}, label.Health},
		"open":   {"support.assessed", "end", "open", &support.Assessed{}, label.Health},
	} {
		t.Run(name, func(t *testing.T) {
			o := kinds.Occurrences(kinds.Read([]chronology.Entry{{ID: "e", Kind: c.kind, Happened: today, Body: c.body}}, chronology.At{}))[0]
			if m, _ := o.Mark(c.mark); m.Code != c.code || o.Exists != c.exists {
				t.Errorf("%+v", o)
			}
			if until, ok := o.Mark("until"); ok != (name == "agreed") || ok && until.When != civil.On(21000) {
				t.Errorf("until %+v, %t", until, ok)
			}
		})
	}
}
