package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"waymark/internal/chronology"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/store"
)

// errRows says that the rows of who may read are not what follows from the entries.
var errRows = errors.New("the rows of access or of links are not what the entries give")

// accessRows lays down what follows from access and links.
func accessRows(access []chronology.Access, links []chronology.Link) (out store.Rows) {
	for _, a := range access {
		out.Access = append(out.Access, store.Access{Entry: a.Entry, Organisation: a.To, Basis: string(a.Basis), Labels: a.Labels, From: store.MomentOf(a.From), Until: store.EndOf(a.Until)})
	}
	for _, l := range links {
		out.Links = append(out.Links, store.Link{Entry: l.Entry, Worker: l.Worker, Bond: string(l.Bond), Organisation: l.For, From: store.MomentOf(l.From), Until: store.EndOf(l.Until)})
	}
	return out
}

// givesAccess says whether access follows from entries of a kind: because they give or end
// it, or because it rests on a duty that they carry out or begin anew.
func (d *Desk) givesAccess(kind string) bool {
	k, ok := d.kinds.Find(kind)
	return ok && (k.GivesAccess() || kind == "decision.made" || kind == "reconsideration.asked")
}

// sound says whether the rows of access and links that lie are those that follow from the
// entries: rows lie in the clear, and whoever has the file could write themselves in.
func (d *Desk) sound(sort store.Sort, entries []chronology.Entry, rows store.Rows) bool {
	var want store.Rows
	if sort == store.Person {
		gives := slices.DeleteFunc(slices.Clone(entries), func(e chronology.Entry) bool { return !d.givesAccess(e.Kind) })
		want = accessRows(d.accessOf(d.kinds.Read(gives, chronology.At{})))
	}
	return sameRows(want.Access, rows.Access, func(a, b store.Access) int {
		return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Organisation, b.Organisation))
	}) && sameRows(want.Links, rows.Links, func(a, b store.Link) int {
		return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Worker, b.Worker))
	})
}

func sameRows[T comparable](a, b []T, order func(a, b T) int) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.SortFunc(a, order)
	slices.SortFunc(b, order)
	return slices.Equal(a, b)
}

// unsound answers for rows that do not follow from the entries: ErrMoved if somebody wrote
// between the two readings, otherwise an alarm.
func (d *Desk) unsound(ctx context.Context, f *file) error {
	moved, err := d.store.Moved(ctx, f.loaded)
	switch {
	case err != nil:
		return err
	case moved:
		return store.ErrMoved
	}
	return d.shut(ctx, f.loaded.ID, "", errRows)
}

// sight is what somebody may open of a case now, and the case as it was loaded.
type sight struct {
	*file
	situation policy.Situation
	labels    label.Set
	of        ident.Organisation // the reader's
	keepers   []string
	told      bool // may learn who else may read
}

// sight loads a case for a reader. It is asked who may before anything is loaded, for what
// lies there, or is broken there, tells nothing to whoever may not know of it; and again on
// rows that were read after it. NotFound for who may not.
func (d *Desk) sight(ctx context.Context, actor policy.Actor, on ident.Chronology) (sight, error) {
	rows, err := d.store.WhoMay(ctx, on)
	if err != nil {
		return sight{}, err
	}
	if _, err := d.asked(ctx, actor, on, rows); err != nil {
		return sight{}, err
	}
	for range tries {
		f, err := d.load(ctx, on)
		if err != nil {
			return sight{}, err
		}
		entries, err := f.open(ctx, label.Everything(), d.givesAccess)
		if err != nil {
			return sight{}, err
		}
		if rows, err = d.store.WhoMay(ctx, on); err != nil {
			return sight{}, err
		}
		if d.sound(f.loaded.Sort, entries, rows) {
			s, err := d.asked(ctx, actor, on, rows)
			s.file = f
			return s, err
		}
		if err := d.unsound(ctx, f); !errors.Is(err, store.ErrMoved) {
			return sight{}, err
		}
	}
	return sight{}, errs.New(errs.Unavailable, "Many people are writing here at this moment. Try again in a minute")
}

// asked asks the policies what somebody may open; NotFound where they may not see the case.
func (d *Desk) asked(ctx context.Context, actor policy.Actor, on ident.Chronology, rows store.Rows) (sight, error) {
	now := d.holds(ctx)
	s := sight{situation: situationOf(actor, on, rows, now), of: actor.Organisation, keepers: keepersOf(rows, store.MomentOf(now))}
	if s.situation.Held.Empty() {
		return sight{}, notHere()
	}
	if dec := d.policy.May(actor, s.situation, "case.see"); !dec.Allowed {
		d.heed(ctx, dec.Alarm)
		return sight{}, notHere()
	}
	var alarms []policy.Alarm
	s.labels, alarms = d.policy.Open(actor, s.situation)
	d.heedAll(ctx, alarms)
	if s.labels.Empty() {
		return sight{}, notHere()
	}
	dec := d.policy.May(actor, s.situation, "consent.see")
	d.heed(ctx, dec.Alarm)
	s.told = dec.Allowed
	return s, ctx.Err()
}
