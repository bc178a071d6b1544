// Package oversight is what an organisation owes somebody whose record it keeps: to show
// it when they ask (UK GDPR, article 15), and to say so when it got into the wrong hands
// (articles 33 and 34). What it owes its workers and its houses has no form yet.
package oversight

import (
	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Asked is one step of somebody asking to see their own record.
type Asked struct {
	Step  answer.Of[Step]        `json:"step,omitzero" label:"general" words:"What happened" need:"yes"`
	Since answer.Of[civil.When]  `json:"since,omitzero" label:"general" words:"The day they asked, if it takes longer"`
	Note  answer.Of[answer.Text] `json:"note,omitzero" label:"identity" words:"What they asked for, and how they want it"`
}

// Step is how far their asking has come.
type Step string

// Codes lists the steps.
func (Step) Codes() []chronology.Code {
	return []chronology.Code{{Value: "asked", Words: "They asked to see their record"}, {Value: "longer", Words: "Told that it takes longer, and why"}, {Value: "given", Words: "Given to them"}}
}

// Breached is one step after a record got into the wrong hands.
type Breached struct {
	Step answer.Of[BreachStep]  `json:"step,omitzero" label:"safeguarding" words:"What happened" need:"yes"`
	Note answer.Of[answer.Text] `json:"note,omitzero" label:"safeguarding" words:"What was seen by whom, and what it means for them"`
}

// BreachStep is what was done about it.
type BreachStep string

// Codes lists the steps.
func (BreachStep) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "found", Words: "Found out"}, {Value: "reported", Words: "Reported to the regulator"},
		{Value: "no-risk", Words: "Judged to be no risk to them"}, {Value: "person-told", Words: "They were told"},
	}
}

// Kinds lists this room's kinds of entry.
func Kinds() []chronology.Kind {
	return []chronology.Kind{
		chronology.Checked(chronology.Define(chronology.Kind{
			Name: "oversight.own-record", Version: 1, Words: "Asking to see their own record", Exists: label.General, Free: label.Identity,
			Marks: []chronology.MarkSpec{{Name: "step", Label: label.General, Codes: Step("").Codes()}, {Name: "since", Label: label.General, Date: true}},
		}, func(b *Asked) chronology.Published {
			var p chronology.Published
			p.Coded("step", label.General, string(b.Step.Or("")))
			p.Dated("since", label.General, b.Since.Or(civil.When{}))
			return p
		}, nil), (*Asked).check),
		chronology.Define(chronology.Kind{
			Name: "oversight.breach", Version: 1, Words: "Record in the wrong hands", Exists: label.Safeguarding, Free: label.Safeguarding,
			Marks: []chronology.MarkSpec{{Name: "step", Label: label.Safeguarding, Codes: BreachStep("").Codes()}},
		}, func(b *Breached) chronology.Published {
			var p chronology.Published
			p.Coded("step", label.Safeguarding, string(b.Step.Or("")))
			return p
		}, nil),
	}
}

// Record is the act of recording a step of either.
type Record struct {
	Happened civil.When
	Body     any // *Asked or *Breached
}

// check holds wherever it comes from. A correction of one field says nothing of the others.
func (b *Asked) check(c *errs.Checks, n chronology.New) {
	if n.Corrects != nil {
		return
	}
	since, given := b.Since.Get()
	c.If(b.Step.Or("") == "longer" && !given, "since", "Write the day on which they asked: the longer time counts from it")
	c.If(given && since.Earliest() > n.Happened.Latest(), "since", "They asked before this")
}

// Decide writes it; what takes longer counts from the day on which they asked.
func (a Record) Decide(on ident.Chronology) ([]chronology.New, error) {
	var c errs.Checks
	n := chronology.New{On: on, Happened: a.Happened, Body: a.Body}
	switch b := a.Body.(type) {
	case *Asked:
		b.check(&c, n)
	case *Breached:
	default:
		c.Say("kind", "Choose what to write: their asking, or a record in the wrong hands")
	}
	return []chronology.New{n}, c.Err()
}
