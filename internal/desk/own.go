package desk

import (
	"context"
	"time"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/store"
)

// Own is what the reader's organisation recorded itself about somebody whose record it may
// not read any more. It answers for what it wrote: UK GDPR, articles 5(2) and 15.
type Own struct {
	On    ident.Chronology
	Case  casefile.Case // the organisation's own entries, and what they add up to
	Ended time.Time     // when it could no longer read the record
	Names Names
}

// OwnPage is a page (from 1) of such records, those that ended last first.
type OwnPage struct {
	Records []Own
	Page    int
	More    bool
}

// OwnRecords reads a page of them. A record of which nothing was written by the reader's
// organisation is not among them, so a page may be short.
func (d *Desk) OwnRecords(ctx context.Context, actor policy.Actor, page int) (OwnPage, error) {
	if err := d.ownMay(ctx, actor); err != nil {
		return OwnPage{}, err
	}
	out := OwnPage{Page: min(max(page, 1), mostPages)}
	lapsed, err := d.store.Lapsed(ctx, actor.Organisation, d.holds(ctx), pageOf+1, (out.Page-1)*pageOf)
	if err != nil {
		return OwnPage{}, err
	}
	if len(lapsed) > pageOf {
		lapsed, out.More = lapsed[:pageOf], true
	}
	for _, l := range lapsed {
		x, ok, err := d.ownOf(ctx, actor, l.Chronology)
		if err != nil {
			return OwnPage{}, err
		}
		if ok {
			x.Ended = l.Ended.End()
			out.Records = append(out.Records, x)
		}
	}
	_, err = d.look(ctx, actor, "own-records", "", label.Everything(), len(out.Records))
	return out, err
}

// OwnRecord reads one of them, with the look kept; NotFound where there is none, and where
// the organisation may read the record itself.
func (d *Desk) OwnRecord(ctx context.Context, actor policy.Actor, on ident.Chronology) (Own, error) {
	if err := d.ownMay(ctx, actor); err != nil {
		return Own{}, notHere() // whether there is one or not
	}
	x, ok, err := d.ownOf(ctx, actor, on)
	if err != nil {
		return Own{}, err
	}
	if !ok {
		return Own{}, notHere()
	}
	if x.Names, err = d.Names(ctx); err != nil {
		return Own{}, err
	}
	_, err = d.look(ctx, actor, "own-record", on, label.Everything(), 1)
	return x, err
}

func (d *Desk) ownMay(ctx context.Context, actor policy.Actor) error {
	dec := d.policy.See(actor, "records.own")
	if dec.Allowed {
		return nil
	}
	d.heed(ctx, dec.Alarm)
	return denied()
}

// ownOf puts together what the actor's organisation wrote, as far as the policies open what
// an organisation holds of its own to the actor. Nobody finds it from whom the case is
// kept, nor where few may know of it and they are not among them.
func (d *Desk) ownOf(ctx context.Context, actor policy.Actor, on ident.Chronology) (Own, bool, error) {
	rows, err := d.store.WhoMay(ctx, on)
	if err != nil {
		return Own{}, false, err
	}
	at := store.MomentOf(d.holds(ctx))
	held := false
	for _, a := range rows.Access {
		if a.Organisation != actor.Organisation {
			continue
		}
		if a.Until > at {
			return Own{}, false, nil // it may read the record itself
		}
		held = true
	}
	bonds := bondsOf(actor, rows.Links, at)
	if !held || bonds[chronology.Conflict] || bonds[chronology.Restricted] && !bonds[chronology.Named] {
		return Own{}, false, nil
	}
	f, err := d.load(ctx, on)
	if err != nil || f.loaded.Sort != store.Person {
		return Own{}, false, err
	}
	whole := label.Everything()
	labels, alarms := d.policy.Open(actor, policy.Situation{Chronology: on, Held: whole, Bases: policy.Over(whole, string(chronology.Keeper))})
	d.heedAll(ctx, alarms)
	entries, err := f.open(ctx, labels, nil)
	if err != nil {
		return Own{}, false, err
	}
	var theirs []chronology.Entry
	for _, e := range entries {
		if e.For == actor.Organisation {
			theirs = append(theirs, e)
		}
	}
	return Own{On: on, Case: casefile.Put(d.kinds, on, theirs, chronology.At{})}, len(theirs) > 0, ctx.Err()
}
