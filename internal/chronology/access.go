package chronology

import (
	"cmp"
	"reflect"
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
	DutyDone       Basis = "duty done" // a statutory duty, carried out: it was decided
	VitalInterests Basis = "vital interests"
	Conference     Basis = "conference"
	BreakGlass     Basis = "break-glass"
)

// Codes lists the bases with their words.
func (Basis) Codes() []Code {
	return []Code{
		{string(Keeper), "Keeps the record"},
		{string(Consent), "The person agreed"},
		{string(Contract), "Under a contract"},
		{string(Appointment), "Appointed"},
		{string(StatutoryDuty), "A duty in law"},
		{string(DutyDone), "A duty in law, carried out"},
		{string(VitalInterests), "Life at risk"},
		{string(Conference), "Case conference"},
		{string(BreakGlass), "Opened in an emergency"},
	}
}

// Grant is access that an entry gives by being written.
type Grant struct {
	To     ident.Organisation
	Labels label.Set
	Basis  Basis
	Until  time.Time // zero: no end set
}

// Gives is what an entry gives and ends: grants, ties of a worker to the case, and the
// entries whose grants and ties it ends.
type Gives struct {
	Keeps     bool // the entry's own organisation keeps the record: it may read every label
	Restricts bool // from now on only who is tied to the case may know of it
	Grants    []Grant
	Ties      []Tie
	Ends      []ident.Entry
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

// Link is one interval in which a worker is tied to the case, or in which the case is
// restricted.
type Link struct {
	Entry  ident.Entry
	Worker ident.Worker // "" where Bond is Restricted
	Bond   Bond
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
// from the instant it was recorded, never backwards: what a correction gives runs from
// the correction. It ends when an entry that ends it is recorded, when its own end
// comes, or when what gave it is taken back; where an ending is taken back it runs again
// from then. What one organisation gave is ended by itself or by whoever keeps the record:
// an ending that a third wrote ends nothing. Entry names what gave each interval: the
// entry, a correction of it, or what took its ending back.
func (t Kinds) AccessOf(lines []Line) ([]Access, []Link) {
	all := map[ident.Entry][]stint{}
	ended := map[ident.Entry][]ending{}
	keeps := map[ident.Organisation][]ending{}
	for _, l := range lines {
		k, ok := t.Find(l.Kind)
		if !ok || k.grants == nil || l.Corrects != nil {
			continue
		}
		all[l.ID] = k.stints(l)
		for i, s := range all[l.ID] {
			e := ending{by: l.For, from: s.from, until: s.until}
			if i+1 < len(all[l.ID]) {
				e.lifted = all[l.ID][i+1].entry
			}
			if s.gives.Keeps {
				keeps[l.For] = append(keeps[l.For], e)
			}
			for _, id := range s.gives.Ends {
				ended[id] = append(ended[id], e)
			}
		}
	}
	var access []Access
	var links []Link
	for _, l := range lines {
		endings := counting(ended[l.ID], l.For, keeps)
		for _, s := range all[l.ID] {
			for _, g := range s.gives.Grants {
				if g.To == "" || g.Basis == "" || g.Labels.Empty() {
					continue
				}
				for _, r := range left(s.entry, s.from, sooner(g.Until, s.until), endings) {
					access = append(access, Access{Entry: r.entry, To: g.To, Labels: g.Labels, Basis: g.Basis, From: r.from, Until: r.until})
				}
			}
			for _, t := range s.gives.ties() {
				for _, r := range left(s.entry, s.from, sooner(t.Until, s.until), endings) {
					links = append(links, Link{Entry: r.entry, Worker: t.Worker, Bond: t.Bond, For: cmp.Or(t.Of, l.For), From: r.from, Until: r.until})
				}
			}
		}
	}
	slices.SortStableFunc(access, cmpAccess)
	return access, links
}

// stint is what a line gave from one instant until another.
type stint struct {
	entry       ident.Entry // the entry, or the correction that changed what it gives
	gives       Gives
	from, until time.Time
}

// ending is a span in which what an entry gave had been ended.
type ending struct {
	by          ident.Organisation
	from, until time.Time
	lifted      ident.Entry // what took the ending back at until
}

// counting are the endings that count of what an organisation gave: its own, and for as
// long as they keep the record those of others.
func counting(endings []ending, gave ident.Organisation, keeps map[ident.Organisation][]ending) []ending {
	var out []ending
	for _, e := range endings {
		if e.by == gave {
			out = append(out, e)
			continue
		}
		for _, k := range keeps[e.by] {
			part := e
			if k.from.After(part.from) {
				part.from = k.from
			}
			if until := sooner(e.until, k.until); !until.Equal(e.until) {
				part.until, part.lifted = until, k.lifted
			}
			if part.until.IsZero() || part.from.Before(part.until) {
				out = append(out, part)
			}
		}
	}
	return out
}

// stints is what a line gave as first written, and anew from each correction that
// changed it. A correction from elsewhere can end what an entry gives and nothing more.
func (k Kind) stints(l Line) []stint {
	first := l.Entry
	if l.Original != nil {
		first = *l.Original
	}
	body := copyBody(first.Body)
	out := []stint{{entry: l.ID, gives: k.givesOf(body, first), from: first.Recorded}}
	gone := false
	for _, c := range l.Corrections {
		last := &out[len(out)-1]
		g := last.gives
		switch whole := slices.Contains(c.Corrects.Fields, Whole); {
		case whole && c.Origin == "":
			g, gone = Gives{}, true
		case whole:
			g, gone = Gives{Ends: g.Ends}, true
		case c.Origin == "" && !gone:
			for _, name := range c.Corrects.Fields {
				if f, ok := k.Field(name); ok {
					copyField(body, c.Body, f)
				}
			}
			g = k.givesOf(body, first)
		}
		if !reflect.DeepEqual(g, last.gives) {
			from := c.Recorded
			if from.Before(last.from) { // clocks of two machines differ
				from = last.from
			}
			last.until = from
			out = append(out, stint{entry: c.ID, gives: g, from: from})
		}
	}
	return out
}

// givesOf is what an entry gives with a body of its kind.
func (k Kind) givesOf(body any, e Entry) Gives {
	g := k.grants(body)
	if e.Origin != "" {
		g = Gives{Keeps: g.Keeps}
	}
	if g.Keeps {
		g.Grants = append(slices.Clone(g.Grants), Grant{To: e.For, Labels: label.Everything(), Basis: Keeper})
	}
	return g
}

// run is a piece of a stint.
type run struct {
	entry       ident.Entry
	from, until time.Time
}

// left is what is left of a stint when its endings are cut out.
func left(entry ident.Entry, from, until time.Time, endings []ending) []run {
	var out []run
	slices.SortStableFunc(endings, func(a, b ending) int { return a.from.Compare(b.from) })
	for _, e := range endings {
		over := !e.until.IsZero() && !e.until.After(from)
		ahead := !until.IsZero() && !e.from.Before(until)
		if over || ahead {
			continue
		}
		if e.from.After(from) {
			out = append(out, run{entry, from, e.from})
		}
		if e.until.IsZero() {
			return out
		}
		from, entry = e.until, e.lifted
	}
	if until.IsZero() || from.Before(until) {
		out = append(out, run{entry, from, until})
	}
	return out
}

func cmpAccess(a, b Access) int {
	return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Basis, b.Basis))
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
