package desk

import (
	"context"
	"errors"
	"fmt"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/seal"
	"waymark/internal/store"
)

// MadeUp is somebody who does not exist: the act that opens their record, whose id names
// the chronology and its entries, and what is written.
type MadeUp struct {
	Act     ident.Act
	Entries func(chronology.Moment) []chronology.New // the first is person.met
}

// Of is the chronology that the act opens.
func (m MadeUp) Of() ident.Chronology { return ident.ChronologyOf(m.Act, 0) }

// MakeUp writes made-up people whole, one act for each, all in one commit, and says how
// many were not there yet. It stands beside Import, with the same checks, and differs in
// this: an entry that names no origin counts as recorded here, so what it gives is given.
// So it is for an installation that is marked as a demo, and refuses any other.
func (d *Desk) MakeUp(ctx context.Context, actor policy.Actor, people []MadeUp) (int, error) {
	if !d.demo {
		return 0, ErrNotDemo
	}
	if dec := d.policy.See(actor, "import.run"); !dec.Allowed {
		d.heed(ctx, dec.Alarm)
		return 0, denied()
	}
	view, alarms := d.policy.Open(actor, founds("any"))
	d.heedAll(ctx, alarms)
	var waiting []MadeUp
	for _, p := range people {
		done, err := d.wasImported(ctx, p.Act)
		if err != nil {
			return 0, err
		}
		if !done {
			waiting = append(waiting, p)
		}
	}
	keys, err := d.madeUpKeys(ctx, waiting)
	if err != nil {
		return 0, err
	}
	var all []store.Written
	for i, p := range waiting {
		w, err := d.madeUp(ctx, actor, p, keys[i], view)
		if err != nil {
			return 0, fmt.Errorf("made-up person %s: %w", p.Of(), err)
		}
		all = append(all, w)
	}
	if err := d.store.CommitAll(ctx, all); err != nil {
		return 0, err
	}
	for _, w := range all {
		d.recorded(w.Act.Moment)
	}
	return len(all), nil
}

// madeUpKeys makes the data keys of those who wait, kept before anything that needs them
// is written, and does not remember them.
func (d *Desk) madeUpKeys(ctx context.Context, people []MadeUp) ([]seal.Key, error) {
	var wrapped []store.Wrapped
	for _, p := range people {
		w, _, err := d.keys.NewKey(p.Of())
		if err != nil {
			return nil, err
		}
		wrapped = append(wrapped, store.Wrapped{On: p.Of(), Key: w})
	}
	wrapped, err := d.keyring.KeepAll(ctx, wrapped)
	if err != nil {
		return nil, err
	}
	out := make([]seal.Key, len(wrapped))
	for i, w := range wrapped {
		if out[i], err = d.keys.OpenKey(w.On, w.Key); err != nil {
			return nil, fmt.Errorf("data key: %w", err)
		}
	}
	return out, nil
}

// madeUp checks, seals and reckons one person.
func (d *Desk) madeUp(ctx context.Context, actor policy.Actor, p MadeUp, key seal.Key, view label.Set) (store.Written, error) {
	var w store.Written
	m, on := d.moment(actor, p.Act), p.Of()
	x := casefile.Importing{Opens: true, News: p.Entries(m)}
	if len(x.News) == 0 {
		return w, errors.New("nothing is said of them")
	}
	for i := range x.News {
		x.News[i].On = on
	}
	for _, f := range x.Faults(casefile.Case{ID: on}, m) {
		if f.Field != "origin" {
			return w, fmt.Errorf("entry %d: %s: %s", f.N, f.Field, f.Message)
		}
	}
	digest, err := d.digest(actor, casefile.Act{Name: "import.run", On: []ident.Chronology{on}, Input: p.Act})
	if err != nil {
		return w, err
	}
	r := &rested{file: d.file(store.Loaded{ID: on, Sort: store.Person}, key), whole: casefile.Case{ID: on}, situation: founds(on)}
	put := store.Put{Loaded: r.loaded, Opens: true}
	for i, n := range x.Labelled(r.whole, m) {
		e, err := d.entry(n, m, i, view)
		if err != nil {
			return w, fmt.Errorf("entry %d: %w", i, err)
		}
		sealed, leaf, err := r.close(e)
		if err != nil {
			return w, err
		}
		put.Entries, put.Leaves = append(put.Entries, sealed), append(put.Leaves, leaf)
		r.entries = append(r.entries, e)
		r.loaded.Entries = append(r.loaded.Entries, sealed)
	}
	if put.After, err = d.project(ctx, r); err != nil {
		return w, err
	}
	w.Act = store.Act{ID: p.Act, Worker: actor.Worker, Route: "import.run", Chronology: on, Digest: digest, Moment: m.Now}
	w.Puts = []store.Put{put}
	return w, nil
}

// MadeUpAct is the act by which the n-th of something is made up under a number: the same
// numbers name the same acts, so a run cut short goes on where it was.
func MadeUpAct(number uint64, what string, n int) ident.Act {
	return ident.Act(ident.EntryOf(ident.Act(fmt.Sprintf("made up %d %s", number, what)), n))
}
