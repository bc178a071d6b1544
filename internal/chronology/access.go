package chronology

import (
	"cmp"
	"slices"
	"time"

	"waymark/internal/ident"
	"waymark/internal/label"
)

// Basis is the ground on which an organisation may read a chronology. The zero value
// is not set and gives nothing.
type Basis string

// The bases, as the architecture lists them. Law: UK GDPR art. 6 and 9, Data
// Protection Act 2018 schedule 1; each entry that gives access says more.
const (
	Keeper         Basis = "own"
	Consent        Basis = "consent"
	Contract       Basis = "contract"
	Appointment    Basis = "appointment"
	StatutoryDuty  Basis = "statutory duty"
	VitalInterests Basis = "vital interests"
	Conference     Basis = "conference"
)

// Codes lists the bases with their words.
func (Basis) Codes() []Code {
	return []Code{
		{string(Keeper), "Keeps the record"},
		{string(Consent), "The person agreed"},
		{string(Contract), "Under a contract"},
		{string(Appointment), "Appointed"},
		{string(StatutoryDuty), "A duty in law"},
		{string(VitalInterests), "Life at risk"},
		{string(Conference), "Case conference"},
	}
}

// Grant is access that an entry gives by being written.
type Grant struct {
	To     ident.Organisation
	Labels label.Set
	Basis  Basis
	Until  time.Time // zero: no end set
}

// Gives is what an entry gives and ends: grants, links of a worker to the case, and
// the entries whose grants and links it ends.
type Gives struct {
	Keeps  bool // the entry's own organisation keeps the record: it may read every label
	Grants []Grant
	Links  []ident.Worker
	Ends   []ident.Entry
}

// Access is one interval in which an organisation may read.
type Access struct {
	Entry  ident.Entry // what gave it
	To     ident.Organisation
	Labels label.Set
	Basis  Basis
	From   time.Time // the instant it was recorded
	Until  time.Time // zero: no end yet
}

// At says whether the access holds at an instant: from it on, and before its end.
func (a Access) At(now time.Time) bool {
	return !now.Before(a.From) && (a.Until.IsZero() || now.Before(a.Until))
}

// Link is one interval in which a worker walks beside the person.
type Link struct {
	Entry  ident.Entry
	Worker ident.Worker
	For    ident.Organisation
	From   time.Time
	Until  time.Time
}

// At says whether the link holds at an instant.
func (l Link) At(now time.Time) bool {
	return !now.Before(l.From) && (l.Until.IsZero() || now.Before(l.Until))
}

// AccessOf folds the access and the links that lines give. What an import says about
// access gives none: it was said elsewhere and waits to be confirmed here; only the
// importing organisation itself becomes the keeper of what it opens. Access runs
// from the instant it was recorded, never backwards; it ends when an entry that ends it
// is recorded, when its own end comes, or when what gave it is taken back.
func (t Kinds) AccessOf(lines []Line) ([]Access, []Link) {
	var access []Access
	var links []Link
	ended := map[ident.Entry]time.Time{}
	for _, l := range lines {
		k, ok := t.Find(l.Kind)
		if !ok || k.grants == nil {
			continue
		}
		g := k.grants(l.Body)
		if l.Origin != "" {
			g = Gives{Keeps: g.Keeps}
		}
		if !l.Struck {
			for _, id := range g.Ends {
				ended[id] = sooner(ended[id], l.Recorded)
			}
		}
		until := time.Time{}
		if l.Struck {
			until = l.Corrections[len(l.Corrections)-1].Recorded
		}
		if g.Keeps {
			g.Grants = append(g.Grants, Grant{To: l.For, Labels: label.Everything(), Basis: Keeper})
		}
		for _, gr := range g.Grants {
			access = append(access, Access{Entry: l.ID, To: gr.To, Labels: gr.Labels, Basis: gr.Basis, From: l.Recorded, Until: sooner(gr.Until, until)})
		}
		for _, w := range g.Links {
			links = append(links, Link{Entry: l.ID, Worker: w, For: l.For, From: l.Recorded, Until: until})
		}
	}
	for i := range access {
		access[i].Until = sooner(access[i].Until, ended[access[i].Entry])
	}
	for i := range links {
		links[i].Until = sooner(links[i].Until, ended[links[i].Entry])
	}
	slices.SortFunc(access, cmpAccess)
	return access, links
}

func cmpAccess(a, b Access) int {
	return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Entry, b.Entry))
}

func sooner(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}

// Held is every label that an organisation may read at an instant.
func Held(access []Access, org ident.Organisation, now time.Time) label.Set {
	var s label.Set
	for _, a := range access {
		if a.To == org && a.At(now) {
			s = s.With(a.Labels)
		}
	}
	return s
}
