package casefile

import (
	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/contact"
	"waymark/internal/decision"
	"waymark/internal/entitlement"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/organisation"
	"waymark/internal/person"
	"waymark/internal/referral"
	"waymark/internal/support"
)

// World is what an act may decide on: the cases it rests on, whole, and what is known
// of organisations and roles.
type World struct {
	Cases         map[ident.Chronology]Case
	Organisations func(ident.Organisation) bool
	Sorts         func(ident.Organisation) organisation.Sort
	Workers       func(ident.Organisation, ident.Worker) bool // who works there now
	Roles         func(string) bool
}

// Act is what a person does, ready for the desk: its name is the action that the policy
// files are asked for; it says which chronologies it rests on; deciding is pure.
type Act struct {
	Name   string
	On     []ident.Chronology // the first is the one it is about
	Opens  Sort               // the act opens On[0] as this sort; "" if it is there
	Breaks bool               // it opens what the actor cannot: asked of the policies outside the case
	House  bool               // it is about a worker, an organisation or a house that is there, not a case
	Erases bool               // what it is about is gone for good afterwards
	Own    bool               // and only about those of the actor's own organisation
	Input  any                // as given: two acts of one id with the same words are one
	Topic  Topic              // what the act changes, as it was last written; nil if it only adds
	Saw    string             // the topic as the person saw it

	decide func(World, chronology.Moment) ([]chronology.New, error)
}

// Topic names what somebody who acts for an organisation would change.
type Topic func(Case, ident.Organisation) string

// Sort says what a chronology that an act opens is about.
type Sort string

// The sorts of chronology.
const (
	SortPerson       Sort = "person"
	SortOrganisation Sort = "organisation"
	SortWorker       Sort = "worker"
	SortHouse        Sort = "house"
)

// Decide gives the entries that the act writes, or refuses with what is wrong and writes
// none.
func (a Act) Decide(w World, m chronology.Moment) ([]chronology.New, error) {
	news, err := a.decide(w, m)
	if err != nil {
		return nil, err
	}
	return news, nil
}

// refuses makes an act refuse besides where bad says so, beside a field.
func (a Act) refuses(bad func(World) bool, field, message string) Act {
	decide := a.decide
	a.decide = func(w World, m chronology.Moment) ([]chronology.New, error) {
		news, err := decide(w, m)
		if !bad(w) {
			return news, err
		}
		var c errs.Checks
		c.Say(field, message)
		if err == nil {
			return nil, c.Err()
		}
		e := errs.Of(err)
		if e == nil || e.Kind != errs.Invalid {
			return nil, err
		}
		both := *e
		both.Fields = append([]errs.Field{{Name: field, Message: message}}, e.Fields...)
		return nil, &both
	}
	return a
}

// lacks says whether an organisation that is named is not here.
func (w World) lacks(org answer.Of[ident.Organisation]) bool {
	to, ok := org.Get()
	return ok && !w.Organisations(to)
}

// decides says whether an organisation that is named is one that decides on referrals.
func (w World) decides(org answer.Of[ident.Organisation]) bool {
	to, ok := org.Get()
	return !ok || w.Sorts(to).Decides()
}

// act makes an act on one chronology that decides on the state of one room.
func act[S any](name string, on ident.Chronology, input any, of func(Case) S, decide func(S, ident.Chronology, chronology.Moment) ([]chronology.New, error)) Act {
	return Act{Name: name, On: []ident.Chronology{on}, Input: input, decide: func(w World, m chronology.Moment) ([]chronology.New, error) {
		return decide(of(w.Cases[on]), on, m)
	}}
}

// Meet opens a person's chronology.
func Meet(on ident.Chronology, a person.Meet) Act {
	x := act("person.meet", on, a, func(c Case) person.State { return c.Person }, a.Decide)
	x.Opens = SortPerson
	return x
}

// MeetBeside opens a person's chronology and puts whoever met them beside them, in one
// act: a support worker who meets somebody would lose sight of them otherwise.
func MeetBeside(on ident.Chronology, a person.Meet) Act {
	x := Meet(on, a)
	meet := x.decide
	x.Input = struct {
		Meet   person.Meet
		Beside bool
	}{a, true}
	x.decide = func(w World, m chronology.Moment) ([]chronology.New, error) {
		news, err := meet(w, m)
		if err != nil {
			return nil, err
		}
		beside, err := support.Allocate{Happened: civil.On(m.Today), Body: support.Allocated{Worker: answer.Given(m.By)}}.Decide(w.Cases[on].Support, func(ident.Worker) bool { return true }, on, m)
		return append(news, beside...), err
	}
	return x
}

// Describe says who somebody is.
func Describe(on ident.Chronology, a person.Describe) Act {
	return act("person.describe", on, a, func(c Case) person.State { return c.Person }, a.Decide)
}

// RecordContact records a contact.
func RecordContact(on ident.Chronology, a contact.Record) Act {
	return act("contact.record", on, a, func(c Case) contact.State { return c.Contact }, a.Decide)
}

// SetSafeWay says how somebody can be reached; saw is SafeWayTopic as the person saw it.
func SetSafeWay(on ident.Chronology, a contact.SetSafeWay, saw string) Act {
	x := act("contact.safe-way", on, a, func(c Case) contact.State { return c.Contact }, a.Decide)
	x.Topic, x.Saw = SafeWayTopic, saw
	return x
}

// SafeWayTopic names an organisation's own safe way as it was last written.
func SafeWayTopic(c Case, of ident.Organisation) string {
	own, ok := c.Contact.Of(of)
	if !ok {
		return "none"
	}
	return lineTopic(own.From)
}

// SendReferral sends a referral into the NRM. Whoever it is sent to may read from then
// on by statute, and no consent that ends closes it again, so it goes to a competent
// authority that is here and to nobody else.
func SendReferral(on ident.Chronology, a referral.Send) Act {
	x := Act{Name: "referral.send", On: []ident.Chronology{on}, Input: a, decide: func(w World, m chronology.Moment) ([]chronology.New, error) {
		return a.Decide(w.Cases[on].Referral, w.Cases[on].Person.Keeper, on, m)
	}}
	return x.refuses(func(w World) bool { return w.lacks(a.Body.To) }, "to", "Choose an organisation from the list").
		refuses(func(w World) bool { return !w.lacks(a.Body.To) && !w.decides(a.Body.To) }, "to", "A referral is sent to a competent authority. Share what another organisation needs with it instead")
}

// MakeDecision decides on a referral.
func MakeDecision(on ident.Chronology, a decision.Make) Act {
	return Act{Name: "decision.make", On: []ident.Chronology{on}, Input: a, decide: func(w World, m chronology.Moment) ([]chronology.New, error) {
		referrals := map[ident.Entry]civil.When{}
		for _, l := range w.Cases[on].Referral.Sent {
			referrals[l.ID] = l.Happened
		}
		return a.Decide(w.Cases[on].Decision, referrals, on, m)
	}}
}

// TellDecision records that the person was told.
func TellDecision(on ident.Chronology, a decision.Tell) Act {
	return act("decision.tell", on, a, func(c Case) decision.State { return c.Decision }, a.Decide)
}

// AskReconsideration asks that a decision be looked at again.
func AskReconsideration(on ident.Chronology, a decision.Ask) Act {
	return act("reconsideration.ask", on, a, func(c Case) decision.State { return c.Decision }, a.Decide)
}

func ofSupport(c Case) support.State { return c.Support }

// StartSupport begins support in a setting.
func StartSupport(on ident.Chronology, a support.Entry) Act {
	_, starts := a.Body.(*support.Started)
	return act("support.start", on, a, ofSupport, a.Decide).
		refuses(func(World) bool { return !starts }, "setting", "Choose where they are supported")
}

// NoteSupport records an assessment or what was asked of another service.
func NoteSupport(on ident.Chronology, a support.Entry) Act {
	_, starts := a.Body.(*support.Started)
	return act("support.note", on, a, ofSupport, a.Decide).
		refuses(func(World) bool { return starts }, "kind", "Support begins by an act of its own")
}

// EndSupport ends support.
func EndSupport(on ident.Chronology, a support.End) Act {
	return act("support.end", on, a, ofSupport, a.Decide)
}

// Allocate puts a worker of one's own organisation beside the person.
func Allocate(on ident.Chronology, a support.Allocate) Act {
	x := Act{Name: "support.allocate", On: []ident.Chronology{on}, Input: a, decide: func(w World, m chronology.Moment) ([]chronology.New, error) {
		return a.Decide(w.Cases[on].Support, func(who ident.Worker) bool { return w.Workers(m.For, who) }, on, m)
	}}
	return x
}

// Release ends an allocation.
func Release(on ident.Chronology, a support.Release) Act {
	return act("support.allocation-end", on, a, ofSupport, a.Decide)
}

// RecordLeave records leave to remain.
func RecordLeave(on ident.Chronology, a entitlement.Grant) Act {
	return act("leave.record", on, a, func(c Case) entitlement.State { return c.Entitlement }, a.Decide)
}

func ofOrganisation(c Case) organisation.State { return c.Organisation }

// FoundOrganisation opens an organisation's chronology.
func FoundOrganisation(on ident.Chronology, a organisation.Found) Act {
	x := act("organisation.found", on, a, ofOrganisation, a.Decide)
	x.Opens = SortOrganisation
	return x
}

// JoinWorker opens a worker's chronology.
func JoinWorker(on ident.Chronology, a organisation.Join) Act {
	x := Act{Name: "worker.join", On: []ident.Chronology{on}, Opens: SortWorker, Input: a, decide: func(w World, m chronology.Moment) ([]chronology.New, error) {
		return a.Decide(w.Cases[on].Organisation, w.Sorts(a.Body.Organisation.Or("")), w.Roles, on, m)
	}}
	return x.refuses(func(w World) bool { return w.lacks(a.Body.Organisation) }, "organisation", "Choose an organisation from the list")
}
