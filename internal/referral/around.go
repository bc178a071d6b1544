package referral

import (
	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// What goes on around a referral: the adult who does not agree to one, of whom specified
// public authorities notify the Home Office (Modern Slavery Act 2015, section 52); how
// the competent authority takes a referral in; and the child who was referred and turns
// 18 before the decision.

// Declined is an adult who was asked and does not agree to be referred.
type Declined struct {
	Why answer.Of[answer.Text] `json:"why,omitzero" label:"account" words:"What they said, and what they want instead"`
}

// Notified is the Duty to Notify carried out. Nobody is named who did not agree to it.
type Notified struct {
	Named answer.Of[Agreed]      `json:"named,omitzero" label:"general" words:"Agreed to be named" need:"yes"`
	By    answer.Of[string]      `json:"by,omitzero" label:"account" words:"Public authority that notified"`
	Note  answer.Of[answer.Text] `json:"note,omitzero" label:"account" words:"Note"`
}

// Handled is one step of how the competent authority takes a referral in.
type Handled struct {
	Referral answer.Of[ident.Entry] `json:"referral,omitzero" label:"general" words:"Referral" need:"yes"`
	Step     answer.Of[Handling]    `json:"step,omitzero" label:"general" words:"What was done" need:"yes"`
	Note     answer.Of[answer.Text] `json:"note,omitzero" label:"account" words:"What is missing, or was asked"`
}

// Handling is how far the taking in has come.
type Handling string

// Codes lists the steps.
func (Handling) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "received", Words: "Received"}, {Value: "checked", Words: "Read through: it is complete"},
		{Value: "more-asked", Words: "Read through: the First Responder was asked for more"},
	}
}

// Confirmed is what somebody who was referred as a child wants at 18.
type Confirmed struct {
	Referral answer.Of[ident.Entry] `json:"referral,omitzero" label:"general" words:"Referral" need:"yes"`
	Stays    answer.Of[Stays]       `json:"stays,omitzero" label:"general" words:"Whether they stay in the NRM" need:"yes"`
	Support  answer.Of[Agreed]      `json:"support,omitzero" label:"general" words:"Whether they want support"`
	How      answer.Of[Said]        `json:"how,omitzero" label:"general" words:"How they said so"`
	Note     answer.Of[answer.Text] `json:"note,omitzero" label:"account" words:"Note"`
}

// Stays says whether somebody stays in the National Referral Mechanism.
type Stays string

// Codes lists the answers.
func (Stays) Codes() []chronology.Code {
	return []chronology.Code{{Value: "stays", Words: "They stay"}, {Value: "withdraws", Words: "They withdraw"}}
}

// Said is how consent was given.
type Said string

// Codes lists the ways.
func (Said) Codes() []chronology.Code {
	return []chronology.Code{{Value: "in-writing", Words: "In writing"}, {Value: "aloud", Words: "Aloud, and a First Responder signed for them"}}
}

// around lists the kinds of entry beside the referral itself.
func around() []chronology.Kind {
	return []chronology.Kind{
		chronology.Define[Declined](chronology.Kind{Name: "referral.declined", Version: 1, Words: "Did not agree to be referred", Exists: label.General, Free: label.Account}, nil, nil),
		chronology.Define[Notified](chronology.Kind{Name: "referral.notified", Version: 1, Words: "Duty to Notify carried out", Exists: label.General, Free: label.Account}, nil, nil),
		chronology.Define(chronology.Kind{
			Name: "referral.handled", Version: 1, Words: "At the competent authority", Exists: label.General, Free: label.Account,
			Marks: []chronology.MarkSpec{{Name: "step", Label: label.General, Codes: Handling("").Codes()}},
		}, func(b *Handled) chronology.Published {
			p := chronology.Published{Episode: b.Referral.Or("")}
			p.Coded("step", label.General, string(b.Step.Or("")))
			return p
		}, nil),
		chronology.Define(chronology.Kind{
			Name: "referral.confirmed", Version: 1, Words: "At 18, what they want", Exists: label.General, Free: label.Account,
			Marks: []chronology.MarkSpec{{Name: "stays", Label: label.General, Codes: Stays("").Codes()}},
		}, func(b *Confirmed) chronology.Published {
			p := chronology.Published{Episode: b.Referral.Or("")}
			p.Coded("stays", label.General, string(b.Stays.Or("")))
			return p
		}, nil),
	}
}

// Notify is the act of writing that an adult did not agree, or that the duty to notify
// was carried out.
type Notify struct {
	Happened civil.When
	Body     any // *Declined or *Notified
}

// Decide writes it. A referral that was sent fulfils the duty by itself.
func (a Notify) Decide(s State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	switch a.Body.(type) {
	case *Declined:
	case *Notified:
		c.Rests(label.Of(label.General))
		c.If(len(s.Sent) > 0, "named", "They were referred, which fulfils the duty to notify")
	default:
		c.Say("kind", "Choose what to write: they did not agree, or the duty was carried out")
	}
	return []chronology.New{{On: on, Happened: a.Happened, Body: a.Body}}, c.Err()
}

// Handle is the act of writing how a referral is taken in.
type Handle struct {
	Happened civil.When
	Body     Handled
}

// Decide writes the step; the referral must be there.
func (a Handle) Decide(s State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.Rests(label.Of(label.General))
	_, sent := s.has(a.Body.Referral.Or(""))
	c.If(!sent, "referral", "Choose the referral that this is about")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}

// Confirm is the act of writing what somebody wants at 18.
type Confirm struct {
	Happened civil.When
	Body     Confirmed
}

// Decide writes it: an adult was asked before the referral (First Responder Toolkit,
// April 2026, on turning 18).
func (a Confirm) Decide(s State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.Rests(label.Of(label.General))
	route, sent := s.has(a.Body.Referral.Or(""))
	c.If(!sent, "referral", "Choose the referral that this is about")
	c.If(sent && route == "adult", "referral", "They were referred as an adult, and agreed then")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}
