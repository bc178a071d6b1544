package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/policy"
	"waymark/internal/store"
)

// How often it may be asked within an hour whether somebody is known elsewhere, and how
// many of one name are looked at.
const (
	askedByOne    = 10
	askedByAnyone = 40
	mostNamesakes = 200
	carriedAtOnce = 20
)

// seldom refuses a question whether somebody is known elsewhere where too many were asked
// lately: nobody goes through a list of names.
func (d *Desk) seldom(ctx context.Context, actor policy.Actor, id ident.Act, a casefile.Act) error {
	if a.Name != casefile.AskElsewhere || !d.policy.See(actor, a.Name).Allowed {
		return nil
	}
	now := d.now()
	ok, err := d.store.AskAgain(ctx, store.Again{Act: id, Worker: actor.Worker, Organisation: actor.Organisation, Chronology: a.On[0], Moment: now},
		store.Bound{Since: now.Add(-time.Hour), OfOne: askedByOne, OfAnyone: askedByAnyone})
	if err != nil || ok {
		return err
	}
	return errs.New(errs.Invalid, "Many questions were asked from here within the hour. Ask again later: nothing you typed is lost")
}

func (d *Desk) carry(ctx context.Context, q store.Again) error {
	asked, happened, err := d.question(ctx, q)
	if err != nil || asked == nil {
		return err
	}
	namesakes, err := d.namesakes(ctx, asked.Name.Or(""))
	if err != nil {
		return err
	}
	for _, on := range namesakes {
		if on == q.Chronology {
			continue
		}
		if err := d.tellMet(ctx, q, on, *asked, happened); err != nil {
			return err
		}
	}
	return nil
}

// question opens what was asked; nil if there is no such record any more.
func (d *Desk) question(ctx context.Context, q store.Again) (*person.AskedElsewhere, civil.When, error) {
	r, err := d.lying(ctx, q.Chronology)
	if errs.KindOf(err) == errs.NotFound {
		return nil, civil.When{}, nil
	}
	if err != nil {
		return nil, civil.When{}, err
	}
	for _, e := range r.entries {
		if b, ok := e.Body.(*person.AskedElsewhere); ok && e.Act == q.Act {
			return b, e.Happened, nil
		}
	}
	return nil, civil.When{}, nil
}

// namesakes are the people of every organisation who may bear a name.
func (d *Desk) namesakes(ctx context.Context, name string) ([]ident.Chronology, error) {
	names, err := d.Names(ctx)
	if err != nil {
		return nil, err
	}
	var out []ident.Chronology
	for _, org := range names.Organisations() {
		index, whole, err := d.known(ctx, org)
		for err == nil && !whole {
			index, whole, err = d.known(ctx, org)
		}
		if err != nil {
			return nil, err
		}
		for _, h := range index.Search(name, mostNamesakes, nil) {
			out = append(out, ident.Chronology(h.ID))
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// lying opens a chronology as it lies.
func (d *Desk) lying(ctx context.Context, on ident.Chronology) (*rested, error) {
	f, err := d.load(ctx, on)
	if err != nil {
		return nil, err
	}
	r := &rested{file: f}
	if r.entries, err = f.open(ctx, label.Everything(), nil); err != nil {
		return nil, err
	}
	if r.rows, err = d.store.Rows(ctx, on); err != nil {
		return nil, err
	}
	r.whole = casefile.Put(d.kinds, on, r.entries, chronology.At{})
	return r, nil
}

// whole is lying; nil if it does not open.
func (d *Desk) whole(ctx context.Context, on ident.Chronology) (*rested, error) {
	r, err := d.lying(ctx, on)
	if err == nil {
		return r, nil
	}
	if k := errs.KindOf(err); errs.Of(err) != nil && (k == errs.NotFound || k == errs.Unavailable) {
		return nil, nil // an alarm stands already
	}
	return nil, err
}

// tellMet writes, for whoever keeps a record, that another organisation met somebody who
// is exactly so called and born. It is one act however often it is carried.
func (d *Desk) tellMet(ctx context.Context, q store.Again, on ident.Chronology, asked person.AskedElsewhere, happened civil.When) error {
	act := ident.Act(ident.EntryOf(q.Act+ident.Act(" met "+on), 0))
	body := &person.MetElsewhere{Organisation: answer.Given(q.Organisation), Name: asked.Name, Ring: asked.Ring}
	for range tries {
		r, err := d.whole(ctx, on)
		if r == nil || err != nil {
			return err
		}
		keeper := r.whole.Person.Keeper
		if keeper == "" || !r.whole.Person.Is(asked) {
			return nil
		}
		now := after(map[ident.Chronology]*rested{on: r}, d.now())
		m := chronology.Moment{Now: now, Today: civil.DayOf(now), Act: act, By: OperatorID, For: keeper}
		puts, _, err := d.write(ctx, map[ident.Chronology]*rested{on: r}, []chronology.New{{On: on, Happened: happened, Body: body}}, m, label.Everything())
		if err != nil {
			return err
		}
		err = d.store.Commit(ctx, store.Act{ID: act, Worker: OperatorID, Route: casefile.AskElsewhere, Chronology: on, Digest: "carried", Moment: now}, puts)
		switch {
		case err == nil:
			d.recorded(now)
			return nil
		case errors.Is(err, store.ErrDone):
			return nil
		case !errors.Is(err, store.ErrMoved):
			return err
		}
	}
	return errs.New(errs.Unavailable, "Many people are writing here at this moment")
}
