// Package justice is the way to justice: the police, and what somebody may claim for what
// was done to them. Each way has its own time, and most of them run out while people
// recover. What a claim rests on is told once, with the day from which its time counts.
//
// Ways to compensation and why few are taken: Hope for the future, British Red Cross,
// July 2019, section 4.6. Their times are in the rulebook, with how far they are proved.
package justice

import (
	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Harmed is what a claim would rest on: what was done, and the last day of it, which is
// when the entry happened.
type Harmed struct {
	What  answer.Of[What]        `json:"what,omitzero" label:"justice" words:"What a claim would be for" need:"yes"`
	Child answer.Of[Child]       `json:"child,omitzero" label:"justice" words:"Were they under 18 when it happened?" need:"yes"`
	Born  answer.Of[civil.When]  `json:"born,omitzero" label:"identity" words:"Date of birth, if they were under 18"`
	Note  answer.Of[answer.Text] `json:"note,omitzero" label:"legal" words:"What a lawyer said of it"`
}

// What is what a claim would be for.
type What string

// Codes lists what a claim may be for.
func (What) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "injury", Words: "Injury to body or mind, by a crime"}, {Value: "work", Words: "Wages, or how they were treated at work"},
		{Value: "contract", Words: "Money owed under a contract"},
	}
}

// Child says whether somebody was under 18.
type Child string

// Codes lists the answers.
func (Child) Codes() []chronology.Code {
	return []chronology.Code{{Value: "yes", Words: "Yes"}, {Value: "no", Words: "No"}}
}

// Stepped is one step on the way.
type Stepped struct {
	Step answer.Of[Step]        `json:"step,omitzero" label:"justice" words:"What happened" need:"yes"`
	Note answer.Of[answer.Text] `json:"note,omitzero" label:"legal" words:"Note"`
}

// Step is what happened.
type Step string

// Codes lists the steps.
func (Step) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "reported", Words: "Reported to the police"}, {Value: "charged", Words: "Somebody was charged"},
		{Value: "no-further-action", Words: "The police take no further action"}, {Value: "trial", Words: "Trial"},
		{Value: "injuries-claimed", Words: "Criminal injuries compensation claimed"},
		{Value: "conciliation-began", Words: "Early conciliation began"}, {Value: "conciliation-ended", Words: "Early conciliation ended"},
		{Value: "tribunal-claimed", Words: "Claim at an employment tribunal"}, {Value: "court-claimed", Words: "Claim at a civil court"},
		{Value: "review-claimed", Words: "Claim for judicial review"}, {Value: "paid", Words: "Compensation paid"},
	}
}

// Kinds lists this room's kinds of entry.
func Kinds() []chronology.Kind {
	return []chronology.Kind{
		chronology.Define(chronology.Kind{
			Name: "justice.harm", Version: 1, Words: "What a claim would rest on", Exists: label.Justice, Free: label.Legal,
			Marks: []chronology.MarkSpec{
				{Name: "what", Label: label.Justice, Codes: What("").Codes()}, {Name: "child", Label: label.Justice, Codes: Child("").Codes()},
				{Name: "born", Label: label.Identity, Date: true},
			},
		}, func(b *Harmed) chronology.Published {
			var p chronology.Published
			p.Coded("what", label.Justice, string(b.What.Or("")))
			p.Coded("child", label.Justice, string(b.Child.Or("")))
			p.Dated("born", label.Identity, b.Born.Or(civil.When{}))
			return p
		}, nil),
		chronology.Define(chronology.Kind{
			Name: "justice.step", Version: 1, Words: "Police and claims", Exists: label.Justice, Free: label.Legal,
			Marks: []chronology.MarkSpec{{Name: "step", Label: label.Justice, Codes: Step("").Codes()}},
		}, func(b *Stepped) chronology.Published {
			var p chronology.Published
			p.Coded("step", label.Justice, string(b.Step.Or("")))
			return p
		}, nil),
	}
}

// Record is the act of recording what a claim rests on, or a step of it.
type Record struct {
	Happened civil.When
	Body     any // *Harmed or *Stepped
}

// Decide writes it; a child's time counts from the day of birth, so that is asked for.
func (a Record) Decide(on ident.Chronology) ([]chronology.New, error) {
	var c errs.Checks
	switch b := a.Body.(type) {
	case *Harmed:
		c.If(b.Child.Or("") == "yes" && b.Born.IsZero(), "born", "Write the date of birth, or that we don't know yet: a child's time counts from it")
	case *Stepped:
	default:
		c.Say("kind", "Choose what to write: what a claim would rest on, or a step of it")
	}
	return []chronology.New{{On: on, Happened: a.Happened, Body: a.Body}}, c.Err()
}
