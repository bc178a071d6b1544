package entitlement

import (
	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Applied is leave to remain that was applied for, for the first time or again.
type Applied struct {
	Kind answer.Of[LeaveKind]   `json:"kind,omitzero" label:"immigration" words:"Leave" need:"yes"`
	Note answer.Of[answer.Text] `json:"note,omitzero" label:"immigration" words:"Note"`
}

// Asylum is one step of an asylum claim (Hope for the future, sections 4.2, 4.6 and
// 4.9).
type Asylum struct {
	Step answer.Of[AsylumStep]  `json:"step,omitzero" label:"immigration" words:"What happened" need:"yes"`
	Note answer.Of[answer.Text] `json:"note,omitzero" label:"immigration" words:"Note"`
}

// AsylumStep is how far a claim has come. A grant is leave to remain, and recorded so.
type AsylumStep string

// Codes lists the steps.
func (AsylumStep) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "claimed", Words: "Asylum claimed"}, {Value: "work-asked", Words: "Permission to work asked for"}, {Value: "work-granted", Words: "Permission to work granted"},
		{Value: "refused", Words: "Claim refused"}, {Value: "appealed", Words: "Appeal lodged"},
		{Value: "appeal-allowed", Words: "Appeal allowed"}, {Value: "appeal-dismissed", Words: "Appeal dismissed"}, {Value: "withdrawn", Words: "Claim withdrawn"},
	}
}

// claims lists the kinds of entry for what is asked for.
func claims() []chronology.Kind {
	return []chronology.Kind{
		chronology.Define(chronology.Kind{
			Name: "leave.applied", Version: 1, Words: "Leave to remain applied for", Exists: label.Immigration, Free: label.Immigration,
			Marks: []chronology.MarkSpec{{Name: "kind", Label: label.Immigration, Codes: LeaveKind("").Codes()}},
		}, func(b *Applied) chronology.Published {
			var p chronology.Published
			p.Coded("kind", label.Immigration, string(b.Kind.Or("")))
			return p
		}, nil),
		chronology.Define(chronology.Kind{
			Name: "asylum.step", Version: 1, Words: "Asylum", Exists: label.Immigration, Free: label.Immigration,
			Marks: []chronology.MarkSpec{{Name: "step", Label: label.Immigration, Codes: AsylumStep("").Codes()}},
		}, func(b *Asylum) chronology.Published {
			var p chronology.Published
			p.Coded("step", label.Immigration, string(b.Step.Or("")))
			return p
		}, nil),
	}
}

// Apply is the act of recording that leave was applied for, or a step of an asylum claim.
type Apply struct {
	Happened civil.When
	Body     any // *Applied or *Asylum
}

// Decide writes it. Much of a claim lies before anybody here met the person, so that no
// step waits for another.
func (a Apply) Decide(_ State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	switch a.Body.(type) {
	case *Applied, *Asylum:
	default:
		c.Say("kind", "Choose what to write: leave applied for, or a step of the asylum claim")
	}
	return []chronology.New{{On: on, Happened: a.Happened, Body: a.Body}}, c.Err()
}
