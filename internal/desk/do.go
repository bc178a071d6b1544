package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/seal"
	"waymark/internal/store"
)

// Done is the answer to an act.
type Done struct {
	Act     ident.Act
	On      ident.Chronology
	Entries []ident.Entry
	Again   bool // the same act with the same words was done before: this is its first answer
}

// Recorded is what a Conflict carries: what was written under this act id before.
type Recorded struct {
	Done
	At time.Time
}

// Newer is what a Stale error carries: the lines on the topic as they now stand.
type Newer struct{ Line chronology.Line }

const tries = 3

func (d *Desk) do(ctx context.Context, actor policy.Actor, id ident.Act, a casefile.Act) (Done, error) {
	if len(a.On) == 0 || ident.Check(string(id)) != nil || ident.Check(string(a.On[0])) != nil {
		return Done{}, lost()
	}
	digest, err := d.digest(actor, a)
	if err != nil {
		return Done{}, err
	}
	if err := d.own(ctx, actor, id); err != nil {
		return Done{}, err
	}
	if err := d.seldom(ctx, actor, id, a); err != nil {
		return Done{}, err
	}
	done, err := d.before(ctx, actor, id, a, digest)
	for try := 0; errors.Is(err, store.ErrNone) && try < tries; try++ {
		done, err = d.try(ctx, actor, id, a, digest)
		switch {
		case err == nil:
		case errors.Is(err, store.ErrMoved):
			err = store.ErrNone // somebody wrote: load what is new and decide again
		default: // the same act may have been done this instant: its answer counts, not what it led to
			if was, again := d.before(ctx, actor, id, a, digest); !errors.Is(again, store.ErrNone) {
				return was, again
			}
		}
	}
	if errors.Is(err, store.ErrNone) {
		return Done{}, errs.New(errs.Unavailable, "Many people are writing here at this moment. Nothing is lost: send it again")
	}
	if err == nil && a.Erases {
		err = d.erased(ctx, done.On)
	}
	return done, err
}

func lost() error { return errs.New(errs.Invalid, "This form has lost its number. Open it again") }

func (d *Desk) digest(actor policy.Actor, a casefile.Act) (string, error) {
	words, err := json.Marshal(a.Input)
	if errors.Is(err, answer.ErrWithheld) {
		return "", errs.Wrap(errs.Invalid, "There is a field here that you cannot see. It stays as it is: leave it out", err)
	}
	if err != nil {
		return "", fmt.Errorf("act: %w", err)
	}
	parts := [][]byte{[]byte(a.Name), []byte(actor.Worker), words}
	for _, on := range a.On {
		parts = append(parts, []byte(on))
	}
	return d.keys.Digest("act", parts...)
}

// own refuses a form that somebody else began to fill in: what they typed is theirs.
func (d *Desk) own(ctx context.Context, actor policy.Actor, id ident.Act) error {
	if err := d.MadeFor(actor, id); err != nil {
		return err
	}
	worker, err := d.store.DraftOf(ctx, id)
	switch {
	case errors.Is(err, store.ErrNone):
		return nil
	case err != nil:
		return err
	case worker != actor.Worker:
		return anothers()
	}
	return nil
}

func anothers() error {
	return errs.New(errs.Denied, "This form was begun by somebody else, or for something else. Open a new one")
}

// before gives the first answer of an act that was done; ErrNone if it was not.
func (d *Desk) before(ctx context.Context, actor policy.Actor, id ident.Act, a casefile.Act, digest string) (Done, error) {
	was, entries, err := d.store.Done(ctx, id)
	if err != nil {
		return Done{}, err
	}
	if was.Worker != actor.Worker || was.Route != a.Name {
		return Done{}, anothers()
	}
	done := Done{Act: id, On: was.Chronology, Entries: entries, Again: true}
	if was.Digest != digest {
		return done, &errs.Error{Kind: errs.Conflict, Message: "This was recorded already, in other words", Detail: Recorded{Done: done, At: was.Moment}}
	}
	return done, nil
}

// try carries out an act on what is there now.
func (d *Desk) try(ctx context.Context, actor policy.Actor, id ident.Act, a casefile.Act, digest string) (Done, error) {
	now := d.now()
	held, err := d.rest(ctx, actor, a, d.holds(ctx))
	if err != nil {
		return Done{}, err
	}
	m := chronology.Moment{Now: after(held, now), Today: civil.DayOf(now), Act: id, By: actor.Worker, For: actor.Organisation}
	main := held[a.On[0]]
	if err := d.authorise(ctx, actor, main.situation, a); err != nil {
		return Done{}, err
	}
	view, alarms := d.policy.Open(actor, main.situation)
	d.heedAll(ctx, alarms)
	switch {
	case main.loaded.Sort != store.Person:
		view = label.Everything() // an organisation or a worker is no case: the action was the question
	case a.Breaks:
		view = main.situation.Held.Only(chronology.InEmergency) // what it opens, if it is done
	case view.Empty():
		return Done{}, notHere() // as when it is read
	}
	if err := d.fresh(ctx, actor.Organisation, a, main, view); err != nil {
		return Done{}, err
	}
	world := d.world(ctx)
	for on, r := range held {
		world.Cases[on] = r.whole
	}
	news, err := a.Decide(world, m)
	if err != nil {
		return Done{}, discreet(err, view)
	}
	puts, entries, err := d.write(ctx, held, news, m, view)
	if err != nil {
		return Done{}, err
	}
	erases(a, puts)
	err = d.store.Commit(ctx, store.Act{ID: id, Worker: actor.Worker, Route: a.Name, Chronology: a.On[0], Digest: digest, Moment: m.Now}, puts)
	if err == nil {
		d.recorded(m.Now)
	}
	if main.opens && errors.Is(err, store.ErrMoved) {
		return Done{}, lost() // there is a chronology of this id already
	}
	return Done{Act: id, On: a.On[0], Entries: entries}, err
}

// authorise asks the policies for an act. Whoever may not see the case is told that there
// is nothing here, whether there is or not.
func (d *Desk) authorise(ctx context.Context, actor policy.Actor, s policy.Situation, a casefile.Act) error {
	if s.Held.Empty() {
		return notHere()
	}
	dec := d.policy.May(actor, s, a.Name)
	if dec.Allowed && a.Name == "import.run" && !s.Keeper {
		return denied() // it is not about one case, so no policy was asked who keeps this one
	}
	if dec.Allowed && a.Breaks && d.policy.May(actor, s, "case.see").Allowed {
		return openAlready()
	}
	if dec.Allowed {
		return nil
	}
	d.heed(ctx, dec.Alarm)
	if a.Opens == "" && !d.policy.May(actor, s, "case.see").Allowed {
		return notHere()
	}
	return denied()
}

// rested is one chronology that an act rests on.
type rested struct {
	*file
	opens     bool
	entries   []chronology.Entry
	whole     casefile.Case
	rows      store.Rows
	situation policy.Situation
}

// rest loads, opens and folds every chronology an act rests on, and what the actor is
// to each.
func (d *Desk) rest(ctx context.Context, actor policy.Actor, a casefile.Act, now time.Time) (map[ident.Chronology]*rested, error) {
	out := map[ident.Chronology]*rested{}
	for i, on := range a.On {
		if i == 0 && a.Opens != "" {
			out[on] = &rested{
				file: d.file(store.Loaded{ID: on, Sort: store.Sort(a.Opens)}, seal.Key{}), opens: true, // its key is made when it is written
				whole:     casefile.Case{ID: on},
				situation: policy.Situation{Chronology: on, Held: label.Everything(), Linked: true, Keeper: true, Bases: policy.Over(label.Everything(), string(chronology.Keeper))},
			}
			continue
		}
		// It is asked first who may: what lies in a chronology, or is broken there, tells
		// nothing to whoever may not know of it.
		rows, err := d.store.WhoMay(ctx, on)
		if err != nil {
			return nil, err
		}
		s := situationOf(actor, on, rows, now)
		if a.House { // nobody holds access to it: the action is the whole question
			s.Held = label.Everything()
		}
		if s.Held.Empty() {
			return nil, notHere()
		}
		if i == 0 {
			if err := d.authorise(ctx, actor, s, a); err != nil {
				return nil, err
			}
		}
		f, err := d.load(ctx, on)
		if err == nil && a.House && f.loaded.Sort == store.Person {
			err = notHere()
		}
		if err != nil {
			return nil, err
		}
		r := &rested{file: f}
		if r.entries, err = f.open(ctx, label.Everything(), nil); err != nil {
			return nil, err
		}
		// And again once it is loaded: rows older than the version that is held would be
		// written over.
		if r.rows, err = d.store.Rows(ctx, on); err != nil {
			return nil, err
		}
		if !d.sound(f.loaded.Sort, r.entries, r.rows) {
			return nil, d.unsound(ctx, f)
		}
		r.whole = casefile.Put(d.kinds, on, r.entries, chronology.At{})
		if a.Own && r.whole.RunBy() != actor.Organisation {
			return nil, notHere()
		}
		if r.situation = s; !a.House {
			r.situation = situationOf(actor, on, r.rows, now)
		}
		if r.situation.Held.Empty() {
			return nil, notHere()
		}
		out[on] = r
	}
	return out, nil
}

// fresh refuses an act whose topic somebody wrote on since the actor saw it. What
// counts is what this actor could have seen.
func (d *Desk) fresh(ctx context.Context, of ident.Organisation, a casefile.Act, r *rested, view label.Set) error {
	if a.Topic == nil {
		return nil
	}
	seen, err := r.open(ctx, view, nil)
	if err != nil {
		return err
	}
	c := casefile.Put(d.kinds, r.whole.ID, seen, chronology.At{})
	topic := a.Topic(c, of)
	if topic == a.Saw {
		return nil
	}
	stale := &errs.Error{Kind: errs.Stale, Message: "Somebody wrote on this since you opened the form"}
	for _, l := range c.Lines {
		newest := string(l.ID)
		if n := len(l.Corrections); n > 0 {
			newest = string(l.Corrections[n-1].ID)
		}
		if newest == topic {
			stale.Detail = Newer{Line: l}
		}
	}
	return stale
}

// write checks what an act decided, seals it, and reckons everything that follows.
func (d *Desk) write(ctx context.Context, held map[ident.Chronology]*rested, news []chronology.New, m chronology.Moment, view label.Set) ([]store.Put, []ident.Entry, error) {
	puts := map[ident.Chronology]*store.Put{}
	for on, r := range held {
		puts[on] = &store.Put{Loaded: r.loaded, Opens: r.opens, Before: r.rows, After: r.rows}
	}
	var ids []ident.Entry
	for i, n := range news {
		r, ok := held[n.On]
		if !ok {
			return nil, nil, fmt.Errorf("act %s writes where it does not rest", m.Act)
		}
		e, err := d.entry(n, m, i, view)
		if err != nil {
			return nil, nil, err
		}
		if r.opens {
			if r.key, err = d.key(ctx, n.On, true); err != nil {
				return nil, nil, err
			}
		}
		sealed, leaf, err := r.close(e)
		if err != nil {
			return nil, nil, err
		}
		p := puts[n.On]
		p.Entries, p.Leaves = append(p.Entries, sealed), append(p.Leaves, leaf)
		r.entries = append(r.entries, e)
		r.loaded.Entries = append(r.loaded.Entries, sealed)
		ids = append(ids, e.ID)
	}
	var out []store.Put
	for on, p := range puts {
		if len(p.Entries) > 0 {
			var err error
			if p.After, err = d.project(ctx, held[on]); err != nil {
				return nil, nil, err
			}
		}
		out = append(out, *p)
	}
	return out, ids, nil
}

// entry makes the n-th entry of a moment. Nobody writes under a label that they could
// not read: what they wrote would be closed to them.
func (d *Desk) entry(n chronology.New, m chronology.Moment, i int, view label.Set) (chronology.Entry, error) {
	if err := d.kinds.Check(n, m.Now); err != nil {
		return chronology.Entry{}, err
	}
	k, _ := d.kinds.Of(n.Body)
	if !view.Has(k.Exists) {
		return chronology.Entry{}, denied()
	}
	if !view.Covers(writes(d.kinds, k, n)) {
		return chronology.Entry{}, errs.New(errs.Denied, "You cannot write what you could not read afterwards. Ask a manager")
	}
	return chronology.Entry{
		ID: m.IDs(i), Chronology: n.On, Act: m.Act, N: i, Kind: k.Name, Version: k.Version, Happened: n.Happened, Recorded: m.Now,
		By: m.By, For: m.For, Origin: n.Origin, Body: n.Body, Extra: n.Extra, Corrects: n.Corrects,
	}, nil
}

// writes is every label that an entry writes under. A correction writes under those of
// the fields that it empties, too, and of its reason.
func writes(kinds chronology.Kinds, k chronology.Kind, n chronology.New) label.Set {
	var s label.Set
	for _, shown := range kinds.Show(n.Body) {
		s = s.With(label.Of(shown.Field.Label)).With(n.Extra[shown.Field.Name])
	}
	if n.Corrects != nil {
		s = s.With(label.Of(k.Free))
		for _, name := range n.Corrects.Fields {
			if f, ok := k.Field(name); ok {
				s = s.With(label.Of(f.Label)).With(n.Extra[name])
			}
		}
	}
	return s
}

func denied() error {
	return errs.New(errs.Denied, "You cannot do this here. Ask a manager of the team")
}

// discreet lets a refusal say its reason only to a reader who may know what it rests on.
func discreet(err error, view label.Set) error {
	e := errs.Of(err)
	if e == nil || view.Covers(e.Labels) {
		return err
	}
	return errs.New(errs.Denied, "This cannot be done as things stand, for a reason that you cannot see. Ask the manager of the team that keeps the record")
}

func (d *Desk) now() time.Time { return d.clock.Now().UTC().Truncate(time.Microsecond) }
