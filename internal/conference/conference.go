// Package conference is agencies meeting about one person: the case conference that was
// asked for and held, and the concern for somebody's safety that was raised with the
// council (Care Act 2014, section 42; Children Act 1989, section 17).
//
// A conference within 24 hours is practice in one region (A Path to Freedom and Justice,
// February 2022, chapter 1). Here a conference gives nobody access: sharing does.
package conference

import (
	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Met is a conference that was asked for, or held.
type Met struct {
	Step answer.Of[Step]        `json:"step,omitzero" label:"safeguarding" words:"What happened" need:"yes"`
	Who  answer.Of[string]      `json:"who,omitzero" label:"safeguarding" words:"Which agencies"`
	Plan answer.Of[answer.Text] `json:"plan,omitzero" label:"safeguarding" words:"What was agreed, and who does it"`
}

// Step is how far a conference has come.
type Step string

// Codes lists the steps.
func (Step) Codes() []chronology.Code {
	return []chronology.Code{{Value: "asked", Words: "Conference asked for"}, {Value: "held", Words: "Conference held"}, {Value: "not-held", Words: "It will not be held"}}
}

// Concern is one step of a concern for somebody's safety.
type Concern struct {
	Duty answer.Of[Duty]        `json:"duty,omitzero" label:"safeguarding" words:"For whom" need:"yes"`
	Step answer.Of[ConcernStep] `json:"step,omitzero" label:"safeguarding" words:"What happened" need:"yes"`
	Note answer.Of[answer.Text] `json:"note,omitzero" label:"safeguarding" words:"What the concern is, and what was answered"`
}

// Duty is under which duty the council looks into it.
type Duty string

// Codes lists the duties.
func (Duty) Codes() []chronology.Code {
	return []chronology.Code{{Value: "adult", Words: "An adult (section 42)"}, {Value: "child", Words: "A child (section 17)"}}
}

// ConcernStep is how far a concern has come.
type ConcernStep string

// Codes lists the steps.
func (ConcernStep) Codes() []chronology.Code {
	return []chronology.Code{{Value: "raised", Words: "Raised with the council"}, {Value: "assessed", Words: "Looked into"}, {Value: "refused", Words: "The council takes it no further"}}
}

// Kinds lists this room's kinds of entry.
func Kinds() []chronology.Kind {
	return []chronology.Kind{
		chronology.Define(chronology.Kind{
			Name: "conference.step", Version: 1, Words: "Case conference", Exists: label.Safeguarding, Free: label.Safeguarding,
			Marks: []chronology.MarkSpec{{Name: "step", Label: label.Safeguarding, Codes: Step("").Codes()}},
		}, func(b *Met) chronology.Published {
			var p chronology.Published
			p.Coded("step", label.Safeguarding, string(b.Step.Or("")))
			return p
		}, nil),
		chronology.Define(chronology.Kind{
			Name: "safeguarding.step", Version: 1, Words: "Safeguarding concern", Exists: label.Safeguarding, Free: label.Safeguarding,
			Marks: []chronology.MarkSpec{{Name: "duty", Label: label.Safeguarding, Codes: Duty("").Codes()}, {Name: "step", Label: label.Safeguarding, Codes: ConcernStep("").Codes()}},
		}, func(b *Concern) chronology.Published {
			var p chronology.Published
			p.Coded("duty", label.Safeguarding, string(b.Duty.Or("")))
			p.Coded("step", label.Safeguarding, string(b.Step.Or("")))
			return p
		}, nil),
	}
}

// Record is the act of recording a conference or a concern.
type Record struct {
	Happened civil.When
	Body     any // *Met or *Concern
}

// Decide writes it; a conference that was held has what it agreed.
func (a Record) Decide(on ident.Chronology) ([]chronology.New, error) {
	var c errs.Checks
	switch b := a.Body.(type) {
	case *Met:
		c.If(b.Step.Or("") == "held" && b.Plan.IsZero(), "plan", "Write what was agreed, if only that nothing was")
	case *Concern:
	default:
		c.Say("kind", "Choose what to write: a conference, or a concern")
	}
	return []chronology.New{{On: on, Happened: a.Happened, Body: a.Body}}, c.Err()
}
