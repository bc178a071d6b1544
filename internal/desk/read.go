package desk

import (
	"context"
	"slices"
	"time"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/rulebook"
	"waymark/internal/store"
)

// View is one case as one reader sees it, with the look that was kept before it could
// be shown.
type View struct {
	Actor     policy.Actor
	Case      casefile.Case
	Labels    label.Set // what this reader may open
	Keeper    bool      // the reader's organisation keeps the record
	Linked    bool      // the reader walks beside the person
	Deadlines []rulebook.Deadline
	Access    []chronology.Access // who may read now: all of it for who may be told, one's own otherwise
	Links     []chronology.Link   // who is tied to the case now, as Access
	Names     Names
	Now       time.Time
	At        chronology.At
	Look      ident.Look

	may   func(action string) bool
	holds time.Time // the moment whose access counts
	told  bool      // may learn who else may read
}

// May says whether the reader may do an action here: for buttons, asked of the same
// policies that the act will be asked of.
func (v View) May(action string) bool { return v.may(action) }

// Writes says whether the reader could read afterwards an entry of this kind that they
// wrote; nobody writes what they could not read.
func (v View) Writes(k chronology.Kind) bool { return v.Labels.Has(k.Exists) }

// Writable names the fields of a kind that the reader could read afterwards, in the
// order given, or the kind's own order for nil.
func (v View) Writable(k chronology.Kind, order []string) []string {
	var out []string
	if order == nil {
		for _, f := range k.Fields() {
			order = append(order, f.Name)
		}
	}
	for _, name := range order {
		if f, ok := k.Field(name); ok && v.Labels.Has(f.Label) {
			out = append(out, name)
		}
	}
	return out
}

// Read opens a case for a reader at a pair of moments. What the reader may not know of
// is not found. Whoever sees only how things stand now is denied any other moment.
func (d *Desk) Read(ctx context.Context, actor policy.Actor, route string, on ident.Chronology, at chronology.At) (View, error) {
	return d.read(ctx, actor, route, on, at, at != chronology.At{})
}

// History is Read for a page that shows what was before: denied to whoever sees only how
// things stand now.
func (d *Desk) History(ctx context.Context, actor policy.Actor, route string, on ident.Chronology, at chronology.At) (View, error) {
	return d.read(ctx, actor, route, on, at, true)
}

func (d *Desk) read(ctx context.Context, actor policy.Actor, route string, on ident.Chronology, at chronology.At, back bool) (View, error) {
	now := d.now()
	s, err := d.sight(ctx, actor, on)
	if err != nil {
		return View{}, err
	}
	before := d.policy.May(actor, s.situation, "case.history")
	d.heed(ctx, before.Alarm)
	if back && !before.Allowed {
		return View{}, errs.New(errs.Denied, "What was before today is not open to you here. How things stand now is")
	}
	v := View{Actor: actor, Labels: s.labels, Keeper: s.situation.Keeper, Linked: s.situation.Linked, Now: now, At: at, holds: d.holds(ctx), told: s.told}
	kinds := d.standing
	if before.Allowed {
		kinds = nil // all of them
	}
	if err := d.fold(ctx, s, &v, kinds); err != nil {
		return View{}, err
	}
	if v.Names, err = d.Names(ctx); err != nil {
		return View{}, err
	}
	v.may = func(action string) bool {
		dec := d.policy.May(actor, s.situation, action)
		d.heed(ctx, dec.Alarm)
		return dec.Allowed
	}
	if v.Look, err = d.look(ctx, actor, route, on, s.labels, 1); err != nil {
		return View{}, err
	}
	return v, nil
}

// reckons says whether clocks or access may follow from entries of a kind.
func (d *Desk) reckons(kind string) bool {
	_, ok := d.kinds.Find(kind)
	return ok && (d.givesAccess(kind) || d.book.Reads(kind))
}

// fold puts the reader's view together. Clocks and access are reckoned on the whole
// record, and only those are kept that rest on labels the reader may open. Kinds, where
// given, says which kinds of entry are shown; then no clock is.
func (d *Desk) fold(ctx context.Context, f sight, v *View, kinds func(kind string) bool) error {
	seen, err := f.seen(ctx, v.Labels, kinds)
	if err != nil {
		return err
	}
	v.Case = casefile.Put(d.kinds, f.loaded.ID, seen, v.At)
	whole, err := f.open(ctx, label.Everything(), d.reckons)
	if err != nil {
		return err
	}
	lines := d.kinds.Read(whole, v.At)
	for _, x := range d.book.DeadlinesAsOf(d.kinds.Occurrences(lines), d.nation, d.calendar, civil.DayOf(v.Moment())) {
		if kinds == nil && v.Labels.Covers(x.Labels) {
			v.Deadlines = append(v.Deadlines, x)
		}
	}
	access, links := d.accessOf(d.kinds.Read(whole, chronology.At{})) // who may read now, whichever day is read about
	for _, a := range access {
		if a.At(v.holds) && (v.told || a.To == v.Actor.Organisation) {
			v.Access = append(v.Access, a)
		}
	}
	for _, l := range links {
		if l.At(v.holds) && v.mayKnowOf(l) {
			v.Links = append(v.Links, l)
		}
	}
	return nil
}

// mayKnowOf says whether a tie may be told to the reader: of one's own colleagues, and of
// others to who may learn who else may read; that few may know, and who, only with what
// was shared with whom; who opened it in an emergency, only with what keeps people safe.
func (v View) mayKnowOf(l chronology.Link) bool {
	if !v.told && l.For != v.Actor.Organisation {
		return false
	}
	switch l.Bond {
	case chronology.Beside, chronology.Conflict:
		return true
	case chronology.Named, chronology.Restricted:
		return v.Labels.Has(label.Sharing)
	case chronology.Emergency:
		return v.Labels.Has(label.Safeguarding)
	}
	return false
}

// Restricted says whether few may know of the case, for a reader who may know that.
func (v View) Restricted() bool {
	return slices.ContainsFunc(v.Links, func(l chronology.Link) bool { return l.Bond == chronology.Restricted })
}

// Moment is the instant that the view shows: now, or the end of what was known then.
func (v View) Moment() time.Time {
	if k := v.At.KnownAt; !k.IsZero() && k.Before(v.Now) {
		return k
	}
	return v.Now
}

// look keeps a look. If it can't be kept, nothing is shown.
func (d *Desk) look(ctx context.Context, actor policy.Actor, route string, on ident.Chronology, labels label.Set, shown int) (ident.Look, error) {
	now := d.now()
	id := lookOf(ctx, now)
	err := d.store.KeepLook(ctx, store.Look{
		ID: id, Worker: actor.Worker, Organisation: actor.Organisation, Purpose: string(actor.Purpose), Route: route, Chronology: on, Labels: labels, Shown: shown, Moment: now,
	})
	if err != nil {
		d.tally.unkept.Add(1)
		return "", errs.Wrap(errs.Unavailable, "This cannot be shown, because it could not be noted that you looked. Try again in a minute", err)
	}
	d.tally.looks.Add(1)
	return id, nil
}

// Looked is one look as the keeper sees it.
type Looked struct {
	Worker       ident.Worker
	Organisation ident.Organisation
	Route        string
	Labels       label.Set
	At           time.Time
}

// Looks lists who looked at a case, newest first: for those who may see who can see it.
func (d *Desk) Looks(ctx context.Context, v View, most, skip int) ([]Looked, error) {
	if !v.Keeper || !v.May("consent.see") {
		return nil, nil
	}
	rows, err := d.store.Looks(ctx, v.Case.ID, most, skip)
	if err != nil {
		return nil, err
	}
	out := make([]Looked, len(rows))
	for i, r := range rows {
		out[i] = Looked{Worker: r.Worker, Organisation: r.Organisation, Route: r.Route, Labels: r.Labels, At: r.Moment}
	}
	return out, nil
}

// Today is the local day it is.
func (d *Desk) Today() civil.Day { return civil.DayOf(d.now()) }

// See says whether somebody may do what is not about one case: for pages and buttons.
func (d *Desk) See(ctx context.Context, actor policy.Actor, action string) bool {
	dec := d.policy.See(actor, action)
	d.heed(ctx, dec.Alarm)
	return dec.Allowed
}
