package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/policy"
	"waymark/internal/seal"
	"waymark/internal/store"
)

// Draft is a form as far as it was typed, under the id of the act it will become.
type Draft struct {
	ID     ident.Act
	Route  string
	On     ident.Chronology
	Saved  time.Time
	Values map[string][]string // as typed, also what would be refused
}

// longestDraft bounds a draft, in bytes of JSON.
const longestDraft = 1 << 20

func draftPlace(id ident.Act) seal.Place {
	return seal.Place{Thing: "draft", ID: string(id), Part: "values"}
}

// NewAct makes an id for a form that is opened.
func (d *Desk) NewAct() ident.Act { return ident.NewAct(d.now()) }

// SaveDraft keeps what was typed, sealed. It belongs to the worker, the route and the
// case; nobody else reads or overwrites it. The case must be one they may see.
func (d *Desk) SaveDraft(ctx context.Context, actor policy.Actor, x Draft) (time.Time, error) {
	if ident.Check(string(x.ID)) != nil {
		return time.Time{}, notHere()
	}
	rows, err := d.store.Rows(ctx, x.On)
	if err != nil {
		return time.Time{}, err
	}
	now := d.now()
	if dec := d.policy.May(actor, situationOf(actor, x.On, rows, now), x.Route); !dec.Allowed {
		d.heed(ctx, dec.Alarm)
		return time.Time{}, notHere()
	}
	if _, _, err := d.store.Done(ctx, x.ID); !errors.Is(err, store.ErrNone) {
		return now, err // recorded already: there is nothing left to keep
	}
	plain, err := json.Marshal(x.Values)
	if err != nil {
		return time.Time{}, fmt.Errorf("draft: %w", err)
	}
	if len(plain) > longestDraft {
		return time.Time{}, errs.New(errs.Invalid, "This is too long to keep. Record part of it now")
	}
	key, err := d.key(ctx, x.On, false)
	if err != nil {
		return time.Time{}, d.shut(ctx, x.On, "", err)
	}
	sealed, err := key.Seal(draftPlace(x.ID), plain)
	if err != nil {
		return time.Time{}, err
	}
	err = d.store.SaveDraft(ctx, store.Draft{ID: x.ID, Worker: actor.Worker, Route: x.Route, Chronology: x.On, Saved: now, Sealed: sealed})
	if errors.Is(err, store.ErrNone) {
		return time.Time{}, notHere()
	}
	return now, err
}

// Draft opens a worker's own draft; NotFound for any other's.
func (d *Desk) Draft(ctx context.Context, actor policy.Actor, id ident.Act) (Draft, error) {
	row, err := d.store.Draft(ctx, id, actor.Worker)
	if errors.Is(err, store.ErrNone) {
		return Draft{}, notHere()
	}
	if err != nil {
		return Draft{}, err
	}
	key, err := d.key(ctx, row.Chronology, false)
	if err != nil {
		return Draft{}, d.shut(ctx, row.Chronology, "", err)
	}
	plain, err := key.Open(draftPlace(id), row.Sealed)
	if err != nil {
		return Draft{}, d.shut(ctx, row.Chronology, "", err)
	}
	out := Draft{ID: id, Route: row.Route, On: row.Chronology, Saved: row.Saved}
	if err := json.Unmarshal(plain, &out.Values); err != nil {
		return Draft{}, fmt.Errorf("draft: %w", err)
	}
	return out, nil
}

// Drafts lists a worker's drafts about a case, newest first, without their words.
func (d *Desk) Drafts(ctx context.Context, actor policy.Actor, on ident.Chronology) ([]Draft, error) {
	rows, err := d.store.Drafts(ctx, actor.Worker, on)
	if err != nil {
		return nil, err
	}
	out := make([]Draft, len(rows))
	for i, r := range rows {
		out[i] = Draft{ID: r.ID, Route: r.Route, On: on, Saved: r.Saved}
	}
	return out, nil
}

// DropDraft lets a worker's own draft go.
func (d *Desk) DropDraft(ctx context.Context, actor policy.Actor, id ident.Act) error {
	return d.store.DropDraft(ctx, id, actor.Worker)
}
