package desk

import (
	"context"
	"time"

	"waymark/internal/policy"
)

// People is a page of a reader's people, those with the nearest date first.
type People struct {
	Folk []Person
	All  int // as far as MostCounted
	Page int
	More bool
	Now  time.Time
	Passed
}

// People reads a page (from 1) of a reader's people. Every row is asked of the policies
// again before it is shown.
func (d *Desk) People(ctx context.Context, actor policy.Actor, page int) (People, error) {
	if dec := d.policy.See(actor, "today.see"); !dec.Allowed {
		d.heed(ctx, dec.Alarm)
		return People{}, denied()
	}
	now := d.now()
	reader := d.reader(ctx, actor, now)
	out := People{Page: min(max(page, 1), mostPages), Now: now}
	if reader.Labels.Empty() {
		return out, nil
	}
	rows, err := d.store.People(ctx, reader, pageOf+1, (out.Page-1)*pageOf)
	if err != nil {
		return People{}, err
	}
	if out.All, err = d.howMany(ctx, reader, out.Page, len(rows), pageOf+1); err != nil {
		return People{}, err
	}
	if len(rows) > pageOf {
		rows, out.More = rows[:pageOf], true
	}
	for _, p := range rows {
		o, ok, err := d.row(ctx, actor, reader, p.Row)
		if out.passOver(err) {
			continue
		}
		if err != nil {
			return People{}, err
		}
		if ok {
			out.Folk = append(out.Folk, Person{On: p.Chronology, Who: o.who, Open: o.labels, Next: p.Next})
		}
	}
	if !d.looksBack(ctx, actor, reader) {
		undated(out.Folk)
	}
	if _, err := d.look(ctx, actor, "people", "", reader.Labels, len(out.Folk)); err != nil {
		return People{}, err
	}
	return out, nil
}
