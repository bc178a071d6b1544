// Package casefile is where the rooms of the journey meet: the one table of kinds, the
// state of a person put together from every room, and the acts by which people change
// it. Rooms never import one another; what two of them must know of each other is said
// here, by id.
package casefile

import (
	"waymark/internal/chronology"
	"waymark/internal/conference"
	"waymark/internal/consent"
	"waymark/internal/contact"
	"waymark/internal/decision"
	"waymark/internal/entitlement"
	"waymark/internal/housing"
	"waymark/internal/ident"
	"waymark/internal/justice"
	"waymark/internal/organisation"
	"waymark/internal/oversight"
	"waymark/internal/person"
	"waymark/internal/referral"
	"waymark/internal/support"
)

// Kinds makes the one table of kinds, proved.
func Kinds() (chronology.Kinds, error) {
	var all []chronology.Kind
	for _, room := range [][]chronology.Kind{
		person.Kinds(), contact.Kinds(), referral.Kinds(), decision.Kinds(), support.Kinds(), entitlement.Kinds(), consent.Kinds(), organisation.Kinds(),
		housing.Kinds(), conference.Kinds(), justice.Kinds(), oversight.Kinds(),
	} {
		all = append(all, room...)
	}
	return chronology.NewKinds(all...)
}

// Case is one chronology as it stands for one reader, at one pair of moments.
type Case struct {
	ID           ident.Chronology
	Lines        []chronology.Line // oldest first, what was taken back among them
	Person       person.State
	Contact      contact.State
	Referral     referral.State
	Decision     decision.State
	Support      support.State
	Entitlement  entitlement.State
	Consent      consent.State
	Organisation organisation.State
	House        housing.House
}

// Put folds entries into a case. It never refuses: what does not add up stands on its
// line as trouble. What was taken back counts for nothing, nor does a correction that
// found no entry to correct.
func Put(kinds chronology.Kinds, id ident.Chronology, entries []chronology.Entry, at chronology.At) Case {
	c := Case{ID: id, Lines: kinds.Read(entries, at)}
	for _, l := range c.Lines {
		if counts(l) {
			c.Person.Fold(l)
		}
	}
	c.Contact.Keeper, c.Support.Keeper = c.Person.Keeper, c.Person.Keeper
	for _, l := range c.Lines {
		if !counts(l) {
			continue
		}
		c.Contact.Fold(l)
		c.Referral.Fold(l)
		c.Decision.Fold(l)
		c.Support.Fold(l)
		c.Entitlement.Fold(l)
		c.Consent.Fold(l)
		c.Organisation.Fold(l)
		c.House.Fold(l)
	}
	c.contradict()
	return c
}

func counts(l chronology.Line) bool { return !l.Struck && l.Corrects == nil }

// Line finds a line by its entry.
func (c Case) Line(id ident.Entry) (chronology.Line, bool) {
	for _, l := range c.Lines {
		if l.ID == id {
			return l, true
		}
	}
	return chronology.Line{}, false
}

// Troubled lists the lines that do not add up.
func (c Case) Troubled() []chronology.Line {
	var out []chronology.Line
	for _, l := range c.Lines {
		if l.Trouble != "" {
			out = append(out, l)
		}
	}
	return out
}
