package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/errs"
	"waymark/internal/find"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/store"
)

// OpenInEmergency finds the one person of the actor's organisation who is called exactly
// so, in any of the forms known, and opens their record to the actor for a short time. A
// record that few may know of is not found, nor one from which the actor is kept away. It
// keeps a look, found or not.
func (d *Desk) OpenInEmergency(ctx context.Context, actor policy.Actor, id ident.Act, name string, why answer.Of[answer.Text]) (Done, error) {
	if dec := d.policy.See(actor, "access.break-glass"); !dec.Allowed {
		d.heed(ctx, dec.Alarm)
		return Done{}, denied()
	}
	var c errs.Checks
	c.If(strings.TrimSpace(name) == "", "name", "Write their name as it is recorded")
	c.If(why.IsZero(), "why", "Write what is happening: the team that keeps the record reads it")
	if err := c.Err(); err != nil {
		return Done{}, err
	}
	called, err := d.called(ctx, actor, name)
	if err != nil {
		return Done{}, err
	}
	if _, err := d.look(ctx, actor, "emergency", "", label.Of(label.Identity), len(called)); err != nil {
		return Done{}, err
	}
	switch len(called) {
	case 0:
		c.Say("name", "Nobody whose record you could open is called exactly this. Try another of their names, or ring the manager who is on call")
		return Done{}, c.Err()
	case 1:
		return d.Do(ctx, actor, id, casefile.OpenInEmergency(called[0], consent.Open{Happened: civil.On(d.Today()), Why: why}))
	}
	c.Say("name", "More than one person is called this. Try another of their names, or ring the manager who is on call")
	return Done{}, c.Err()
}

// openAlready refuses to break the glass before whoever sees the case anyway: they would
// hold less by it, not more.
func openAlready() error {
	var c errs.Checks
	c.Say("why", "This record is open to you already. Find them by name")
	return c.Err()
}

// called lists the people of the actor's organisation who are called exactly so, as far as
// the actor may know of them.
func (d *Desk) called(ctx context.Context, actor policy.Actor, name string) ([]ident.Chronology, error) {
	index, _, err := d.known(ctx, actor.Organisation)
	if err != nil {
		return nil, err
	}
	var ids []ident.Chronology
	for _, h := range index.Search(name[:min(len(name), longestAsk)], store.MostAmong, nil) {
		if on := ident.Chronology(h.ID); find.Sounds(h.Name, name) && !slices.Contains(ids, on) {
			ids = append(ids, on)
		}
	}
	rows, err := d.store.Among(ctx, d.anybody(ctx, actor), ids)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(ids, func(on ident.Chronology) bool {
		r, listed := rows[on]
		return !listed || !r.Held.Covers(label.Of(label.General, label.Identity))
	}), nil
}

// anybody is a reader of all of the organisation's people of whom the actor may know, as
// far as an emergency opens.
func (d *Desk) anybody(ctx context.Context, actor policy.Actor) store.Reader {
	return store.Reader{Organisation: actor.Organisation, Worker: actor.Worker, Labels: chronology.InEmergency, Now: d.now(), Holds: d.holds(ctx)}
}

// Emergency is one record of the organisation's that a colleague has open in an emergency.
type Emergency struct {
	Person
	By    ident.Worker
	Until time.Time
}

// Emergencies lists what is open in an emergency now, the newest first: for whoever may
// see the case without walking beside the person.
func (d *Desk) Emergencies(ctx context.Context, actor policy.Actor) ([]Emergency, error) {
	now := d.now()
	reader := d.reader(ctx, actor, now)
	if reader.Beside || reader.Labels.Empty() {
		return nil, nil
	}
	ties, err := d.store.Ties(ctx, actor.Organisation, string(chronology.Emergency), d.holds(ctx))
	if err != nil {
		return nil, err
	}
	var out []Emergency
	for part := range slices.Chunk(ties, store.MostAmong) {
		var ids []ident.Chronology
		for _, t := range part {
			ids = append(ids, t.Chronology)
		}
		rows, err := d.store.Among(ctx, reader, ids)
		if err != nil {
			return nil, err
		}
		for _, t := range part {
			p, listed := rows[t.Chronology]
			if !listed {
				continue
			}
			o, ok, err := d.row(ctx, actor, reader, p.Row)
			if err != nil {
				return nil, err
			}
			if ok && o.labels.Has(label.Safeguarding) {
				out = append(out, Emergency{Person: Person{On: t.Chronology, Who: o.who, Next: p.Next}, By: t.Worker, Until: t.Until.End()})
			}
		}
	}
	return out, nil
}
