// Package consent is who may see what, on which basis, until when, and how the person
// ends it. Sharing is an entry like any other: what it gives is reckoned from it, and
// it ends at the commit of the entry that ends it.
package consent

import (
	"slices"
	"strings"
	"time"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Shared gives an organisation sight of some labels. Who was trusted with what is itself
// a matter of the person's safety: it bears a label of its own, which nobody is given but
// whoever keeps the record. That there is a sharing tells, too.
type Shared struct {
	To     answer.Of[ident.Organisation] `json:"to,omitzero" label:"sharing" words:"With" need:"yes"`
	Labels answer.Of[label.Set]          `json:"labels,omitzero" label:"sharing" words:"What" need:"yes"`
	Basis  answer.Of[chronology.Basis]   `json:"basis,omitzero" label:"sharing" words:"On which basis" need:"yes"`
	Until  answer.Of[civil.When]         `json:"until,omitzero" label:"sharing" words:"Until"`
	Why    answer.Of[answer.Text]        `json:"why,omitzero" label:"sharing" words:"What for, and how they agreed"`
}

// Fixed says what no correction changes, so that who could see what, and when, stays clear.
func (*Shared) Fixed() map[string]string {
	const instead = "End this sharing and share anew: who could see what, and when, stays clear"
	return map[string]string{"to": instead, "labels": instead, "basis": instead, "until": instead}
}

// Fixed says what no correction changes: an ending that is taken back would let somebody
// read again whom nobody asked the person about.
func (*Ended) Fixed() map[string]string {
	const instead = "What was ended stays ended. Share anew, if the person agrees"
	return map[string]string{"sharing": instead, chronology.Whole: instead}
}

// Ended ends a sharing.
type Ended struct {
	Sharing answer.Of[ident.Entry] `json:"sharing,omitzero" label:"sharing" words:"Sharing" need:"yes"`
	Why     answer.Of[answer.Text] `json:"why,omitzero" label:"sharing" words:"Why"`
}

// Kinds lists this room's kinds of entry.
func Kinds() []chronology.Kind {
	return slices.Concat(sharingKinds(), fewKinds(), conflictKinds(), emergencyKinds(), eraseKinds())
}

func sharingKinds() []chronology.Kind {
	return []chronology.Kind{
		chronology.Define(chronology.Kind{Name: "consent.shared", Version: 1, Words: "Shared", Exists: label.Sharing, Free: label.Sharing}, nil,
			func(b *Shared) chronology.Gives {
				to, ok := b.To.Get()
				basis := b.Basis.Or("")
				if !ok || basis == chronology.Keeper { // nobody becomes the keeper by being shown something
					return chronology.Gives{}
				}
				g := chronology.Grant{To: to, Labels: b.Labels.Or(0).Without(label.Of(label.Sharing)), Basis: basis}
				if until, ok := b.Until.Get(); ok {
					g.Until = until.Latest().End()
				}
				return chronology.Gives{Grants: []chronology.Grant{g}}
			}),
		chronology.Define(chronology.Kind{Name: "consent.ended", Version: 1, Words: "Sharing ended", Exists: label.Sharing, Free: label.Sharing}, nil,
			func(b *Ended) chronology.Gives { return chronology.Gives{Ends: entries(b.Sharing)} }),
	}
}

// State is who may see what by entries of this room that were not ended.
type State struct {
	Running      []Running
	Restrictions []Restriction // while there is one, few may know of the case
	Named        []Naming
	Kept         []Kept
	Emergencies  []Emergency // those that are over, too
	Asked        []Asking    // erasures that were asked, those past their time too
	Erasures     []Erasure   // that it was carried out, before the key is gone
	Elsewhere    []Running   // sharings that an import tells of; they hold elsewhere and not here

	ended []ident.Entry // an ending may be dated before what it ends
}

// Running is one sharing that runs.
type Running struct {
	Entry ident.Entry
	To    ident.Organisation
	Basis chronology.Basis
	Until answer.Of[civil.When]
}

// Fold takes one line into the state. What an import says of access was said elsewhere: it
// neither gives nor ends any here, and leaves what runs here to be ended.
func (s *State) Fold(l chronology.Line) {
	if l.Origin != "" {
		s.foldElsewhere(l)
		return
	}
	s.foldFew(l)
	s.foldConflict(l)
	s.foldEmergency(l)
	s.foldErase(l)
	switch b := l.Body.(type) {
	case *Shared:
		if !slices.Contains(s.ended, l.ID) {
			s.Running = append(s.Running, Running{Entry: l.ID, To: b.To.Or(""), Basis: b.Basis.Or(""), Until: b.Until})
		}
	case *Ended:
		s.ended = append(s.ended, b.Sharing.Or(""))
		s.Running = slices.DeleteFunc(s.Running, func(r Running) bool { return r.Entry == b.Sharing.Or("") })
	}
}

// foldElsewhere keeps in mind what an import says of sharing, to be shared here or not.
func (s *State) foldElsewhere(l chronology.Line) {
	switch b := l.Body.(type) {
	case *Shared:
		s.Elsewhere = append(s.Elsewhere, Running{Entry: l.ID, To: b.To.Or(""), Basis: b.Basis.Or(""), Until: b.Until})
	case *Ended:
		s.Elsewhere = slices.DeleteFunc(s.Elsewhere, func(r Running) bool { return r.Entry == b.Sharing.Or("") })
	}
}

// Unconfirmed are the sharings told of by an import to which nothing here corresponds: who
// reads the record here already needs no second sharing.
func (s State) Unconfirmed(reads func(ident.Organisation) bool, today civil.Day) []Running {
	return slices.DeleteFunc(slices.Clone(s.Elsewhere), func(r Running) bool {
		until, ends := r.Until.Get()
		return reads(r.To) || ends && until.Latest() < today
	})
}

// CanBeShared is what can be shared by the widest of grounds.
var CanBeShared = label.Everything().Without(label.Of(label.Staffing, label.Sharing))

// On says what can be shared on a ground; nothing on one that no act gives. Advice under
// privilege goes to the lawyer whom the person appointed and to nobody else; where
// somebody lives, only to save life, or by a duty in law.
func On(b chronology.Basis) label.Set {
	address, legal := label.Of(label.Address), label.Of(label.Legal)
	switch b {
	case chronology.Consent, chronology.Conference:
		return CanBeShared.Without(address).Without(legal)
	case chronology.Appointment:
		return CanBeShared.Without(address)
	case chronology.Contract:
		return label.Of(label.General, label.Safeguarding)
	case chronology.StatutoryDuty:
		return CanBeShared.Without(legal)
	case chronology.VitalInterests:
		return chronology.InEmergency
	case chronology.Keeper, chronology.BreakGlass, chronology.DutyDone:
	}
	return 0
}

// Ends says whether a sharing on a ground needs an end from the start: what saves a life
// tonight, and what a conference works with, is not for always.
func Ends(b chronology.Basis) bool {
	return b == chronology.VitalInterests || b == chronology.Conference || b == chronology.Contract
}

// Share is the act of sharing. Known is every organisation there is.
type Share struct {
	Happened civil.When
	Body     Shared
}

// Decide writes the sharing: with an organisation that exists, of labels that can be
// shared, ending after it begins.
func (a Share) Decide(_ State, known func(ident.Organisation) bool, keeper ident.Organisation, on ident.Chronology, m chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	to := a.Body.To.Or("")
	c.Rests(label.Of(label.General))
	c.If(!known(to), "to", "Choose an organisation from the list")
	c.If(to != "" && to == keeper, "to", "This organisation keeps the record and sees it already")
	ls := a.Body.Labels.Or(0)
	c.If(ls.Empty(), "labels", "Choose what they may see")
	basis := a.Body.Basis.Or("")
	c.If(On(basis).Empty(), "basis", "Choose on which basis they may see it")
	if over := ls.Without(On(basis)); !On(basis).Empty() && !over.Empty() {
		c.Say("labels", "On this basis they cannot be shown: "+wordsOf(over))
	}
	c.If(Ends(basis) && a.Body.Until.IsZero(), "until", "On this basis it needs an end: write the day")
	if until, ok := a.Body.Until.Get(); ok {
		c.If(until.Latest() < m.Today, "until", "The end lies before the beginning: choose today or later")
	}
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}

func wordsOf(ls label.Set) string {
	var out []string
	for _, l := range ls.List() {
		out = append(out, l.Words())
	}
	return strings.Join(out, ", ")
}

// End is the act of ending a sharing.
type End struct {
	Happened civil.When
	Body     Ended
}

// Decide writes the end; the sharing must run.
func (a End) Decide(s State, on ident.Chronology, m chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.Rests(label.Of(label.General))
	c.If(!slices.ContainsFunc(s.Running, func(r Running) bool { return r.Entry == a.Body.Sharing.Or("") && r.runs(m.Now) }), "sharing", "This sharing has ended already")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}

func (r Running) runs(now time.Time) bool {
	until, ok := r.Until.Get()
	return !ok || now.Before(until.Latest().End())
}
