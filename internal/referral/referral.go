// Package referral is the referral into the National Referral Mechanism: a First
// Responder Organisation tells the competent authority that somebody may have been a
// victim of modern slavery. Sending it gives that authority its access under statute
// (Modern Slavery Act 2015, sections 48 to 52; the decision-makers' guidance under
// section 49), and no more than the decision needs.
package referral

import (
	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Sent is a referral sent to a competent authority.
type Sent struct {
	Route          answer.Of[Route]              `json:"route,omitzero" label:"general" words:"Route" need:"yes"`
	Authority      answer.Of[Authority]          `json:"authority,omitzero" label:"general" words:"Competent authority" need:"yes"`
	To             answer.Of[ident.Organisation] `json:"to,omitzero" label:"general" words:"Sent to"`
	FirstResponder answer.Of[string]             `json:"first_responder,omitzero" label:"account" words:"First Responder Organisation"`
	Consent        answer.Of[Agreed]             `json:"consent,omitzero" label:"general" words:"Agreed to be referred" need:"yes"`
	Account        answer.Of[answer.Text]        `json:"account,omitzero" label:"account" words:"What happened, in their words"`
	Where          answer.Of[answer.Text]        `json:"where,omitzero" label:"location" words:"Where it happened"`
	Police         answer.Of[Agreed]             `json:"police,omitzero" label:"justice" words:"Agreed to contact with the police"`
	Born           answer.Of[civil.When]         `json:"born,omitzero" label:"identity" words:"Date of birth, of a child"`
}

// Fixed says what no correction changes: the authority's sight of the record rests on it,
// and the person's agreement.
func (*Sent) Fixed() map[string]string {
	const instead = "This is not corrected: who sees the record rests on it. Take the entry back and record the referral anew"
	return map[string]string{"route": instead, "authority": instead, "to": instead, "consent": instead}
}

// Route is the adult's or the child's way.
type Route string

// Codes lists the routes.
func (Route) Codes() []chronology.Code {
	return []chronology.Code{{Value: "adult", Words: "Adult"}, {Value: "child", Words: "Child, or age unknown"}}
}

// Authority is which competent authority decides.
type Authority string

// Codes lists the competent authorities.
func (Authority) Codes() []chronology.Code {
	return []chronology.Code{{Value: "sca", Words: "Single Competent Authority"}, {Value: "ieca", Words: "Immigration Enforcement Competent Authority"},
		{Value: "child-panel", Words: "Local panel that decides for children"}}
}

// Agreed says whether somebody agreed.
type Agreed string

// Codes lists the answers. A child is not asked.
func (Agreed) Codes() []chronology.Code {
	return []chronology.Code{{Value: "yes", Words: "Yes"}, {Value: "no", Words: "No"}, {Value: "child", Words: "Not asked of a child"}}
}

// Given is what the authority may read of the chronology from the referral on: what a
// decision rests on. Health, and with it every note of support, is not among it.
var Given = label.Of(label.General, label.Identity, label.Contact, label.Account, label.Location, label.Justice)

// Kinds lists this room's kinds of entry.
func Kinds() []chronology.Kind {
	return append([]chronology.Kind{
		chronology.Define(chronology.Kind{
			Name: "referral.sent", Version: 1, Words: "Referred to the NRM", Exists: label.General, Free: label.Account,
			Marks: []chronology.MarkSpec{{Name: "route", Label: label.General, Codes: Route("").Codes()}, {Name: "authority", Label: label.General, Codes: Authority("").Codes()},
				{Name: "born", Label: label.Identity, Date: true}},
		}, func(b *Sent) chronology.Published {
			var p chronology.Published
			p.Coded("route", label.General, string(b.Route.Or("")))
			p.Coded("authority", label.General, string(b.Authority.Or("")))
			p.Dated("born", label.Identity, b.Born.Or(civil.When{}))
			return p
		}, func(b *Sent) chronology.Gives {
			to, ok := b.To.Get()
			if !ok {
				return chronology.Gives{}
			}
			return chronology.Gives{Grants: []chronology.Grant{{To: to, Labels: Given, Basis: chronology.StatutoryDuty}}}
		}),
	}, around()...)
}

// State is the referrals of a person, the oldest first.
type State struct{ Sent []chronology.Line }

// has says whether a referral was sent, and by which route.
func (s State) has(id ident.Entry) (Route, bool) {
	for _, l := range s.Sent {
		if b, ok := l.Body.(*Sent); ok && l.ID == id {
			return b.Route.Or(""), true
		}
	}
	return "", false
}

// Fold takes one line into the state.
func (s *State) Fold(l chronology.Line) {
	if _, ok := l.Body.(*Sent); ok {
		s.Sent = append(s.Sent, l)
	}
}

// Latest is the referral that counts now.
func (s State) Latest() (chronology.Line, bool) {
	if n := len(s.Sent); n > 0 {
		return s.Sent[n-1], true
	}
	return chronology.Line{}, false
}

// Send is the act of sending a referral.
type Send struct {
	Happened civil.When
	Body     Sent
}

// Decide writes the referral. An adult is referred only if they agreed (Modern Slavery
// Act 2015 statutory guidance: consent of adults); otherwise there is the duty to notify.
// A referral opens the record to the authority that decides, so only the organisation
// that keeps the record sends it: nobody passes on what they were only trusted with.
func (a Send) Decide(_ State, keeper ident.Organisation, on ident.Chronology, m chronology.Moment) ([]chronology.New, error) {
	if m.For != keeper {
		return nil, errs.New(errs.Denied, "The organisation that keeps the record sends the referral. Ask them")
	}
	var c errs.Checks
	c.If(a.Body.Route.Or("") == "adult" && a.Body.Consent.Or("") != "yes", "consent", "An adult is referred only if they agreed. Without consent there is the duty to notify")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}
