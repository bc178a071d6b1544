// Package housing is losing and finding a home: the notice to leave, the council that was
// asked, the move and who said where to; and the houses that a support provider runs, with
// their checks. Where somebody lives or will live, and where a house stands, bears the
// label address, and is never a mark.
//
// When asylum accommodation ends and who counts as threatened with homelessness: Hope for
// the future, British Red Cross, July 2019, section 4.2; notice before a move: A Path to
// Freedom and Justice, February 2022, recommendation 7d.
package housing

import (
	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Moved is one step towards losing, keeping or finding a home.
type Moved struct {
	Step answer.Of[Step]        `json:"step,omitzero" label:"general" words:"What happened" need:"yes"`
	By   answer.Of[civil.When]  `json:"by,omitzero" label:"general" words:"The day on which they must leave, or move"`
	Note answer.Of[answer.Text] `json:"note,omitzero" label:"address" words:"Where, and what was said"`
}

// Step is what happened.
type Step string

// Codes lists the steps.
func (Step) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "notice", Words: "Notice to leave"}, {Value: "council-asked", Words: "The council was asked for help"},
		{Value: "move-planned", Words: "Told that they will be moved"}, {Value: "address-given", Words: "Told the address they move to"},
		{Value: "moved", Words: "Moved"}, {Value: "home-found", Words: "Found a home"}, {Value: "without-home", Words: "Without a home"},
	}
}

// dated says whether a step is only of use with its day.
func (s Step) dated() bool { return s == "notice" || s == "move-planned" }

// Kinds lists this room's kinds of entry.
func Kinds() []chronology.Kind {
	return append([]chronology.Kind{
		chronology.Checked(chronology.Define(chronology.Kind{
			Name: "housing.step", Version: 1, Words: "Housing", Exists: label.General, Free: label.Address,
			Marks: []chronology.MarkSpec{{Name: "step", Label: label.General, Codes: Step("").Codes()}, {Name: "by", Label: label.General, Date: true}},
		}, func(b *Moved) chronology.Published {
			var p chronology.Published
			p.Coded("step", label.General, string(b.Step.Or("")))
			p.Dated("by", label.General, b.By.Or(civil.When{}))
			return p
		}, nil), (*Moved).check),
	}, houseKinds()...)
}

// Record is the act of recording a step.
type Record struct {
	Happened civil.When
	Body     Moved
}

// check holds wherever a step comes from. A correction of one field says nothing of the
// others.
func (b *Moved) check(c *errs.Checks, n chronology.New) {
	if n.Corrects != nil {
		return
	}
	c.If(b.Step.Or("").dated() && b.By.IsZero(), "by", "Write by which day, or that we don't know yet: the clocks count from it")
	if by, ok := b.By.Get(); ok {
		c.If(by.Latest() < n.Happened.Earliest(), "by", "That day lies before this happened")
	}
}

// Decide writes the step; a notice and a move have their day, if only that it is not
// known.
func (a Record) Decide(on ident.Chronology) ([]chronology.New, error) {
	var c errs.Checks
	n := chronology.New{On: on, Happened: a.Happened, Body: &a.Body}
	a.Body.check(&c, n)
	return []chronology.New{n}, c.Err()
}
