package support

import (
	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// ends says whether the end of what was agreed is written down, so that rules count only
// from an end that is.
var ends = []chronology.Code{{Value: "written", Words: "Written down"}, {Value: "open", Words: "Not written down"}}

func end(until civil.When) string {
	if until.IsZero() {
		return "open"
	}
	return "written"
}

// RiskAssessed is how dangerous things are for somebody now, and what is done about it.
// The inspectorate found risks that were written down and had no plan, and plans that
// nobody looked at again (CQC, January 2023, "Identifying, assessing and responding to
// risk").
type RiskAssessed struct {
	Level answer.Of[Level]       `json:"level,omitzero" label:"safeguarding" words:"Risk" need:"yes"`
	What  answer.Of[answer.Text] `json:"what,omitzero" label:"safeguarding" words:"What could happen, to whom, from whom"`
	Plan  answer.Of[answer.Text] `json:"plan,omitzero" label:"safeguarding" words:"What is done about it, and what they do themself"`
}

// Level is how high a risk is.
type Level string

// Codes lists the levels.
func (Level) Codes() []chronology.Code {
	return []chronology.Code{{Value: "red", Words: "Red"}, {Value: "amber", Words: "Amber"}, {Value: "green", Words: "Green"}}
}

// NeedsAssessed is what somebody needs: on entry, again and again, and on leaving (Home
// Office newsletter, June 2020).
type NeedsAssessed struct {
	Moment answer.Of[NeedsMoment] `json:"moment,omitzero" label:"health" words:"When in their support" need:"yes"`
	Needs  answer.Of[answer.Text] `json:"needs,omitzero" label:"health" words:"What they need, and what was agreed"`
	Wants  answer.Of[answer.Text] `json:"wants,omitzero" label:"health" words:"What they want, in their words"`
}

// NeedsMoment is when in somebody's support their needs are looked at.
type NeedsMoment string

// Codes lists the moments.
func (NeedsMoment) Codes() []chronology.Code {
	return []chronology.Code{{Value: "entry", Words: "On entry"}, {Value: "review", Words: "A review"}, {Value: "leaving", Words: "On leaving"}}
}

// watched lists the kinds of entry that are looked at again and again.
func watched() []chronology.Kind {
	return []chronology.Kind{
		chronology.Define(chronology.Kind{
			Name: "support.risk-assessed", Version: 1, Words: "Risk", Exists: label.Safeguarding, Free: label.Safeguarding,
			Marks: []chronology.MarkSpec{{Name: "level", Label: label.Safeguarding, Codes: Level("").Codes()}},
		}, func(b *RiskAssessed) chronology.Published {
			var p chronology.Published
			p.Coded("level", label.Safeguarding, string(b.Level.Or("")))
			return p
		}, nil),
		chronology.Define(chronology.Kind{
			Name: "support.needs-assessed", Version: 1, Words: "Needs", Exists: label.Health, Free: label.Health,
			Marks: []chronology.MarkSpec{{Name: "moment", Label: label.Health, Codes: NeedsMoment("").Codes()}},
		}, func(b *NeedsAssessed) chronology.Published {
			var p chronology.Published
			p.Coded("moment", label.Health, string(b.Moment.Or("")))
			return p
		}, nil),
	}
}

// AssessRisk is the act of saying how dangerous things are.
type AssessRisk struct {
	Happened civil.When
	Body     RiskAssessed
}

// Decide writes the risk; one that is red or amber has its plan.
func (a AssessRisk) Decide(_ State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	level := a.Body.Level.Or("")
	c.If((level == "red" || level == "amber") && a.Body.Plan.IsZero(), "plan", "Write what is done about it. A risk without a plan keeps nobody safe")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}
