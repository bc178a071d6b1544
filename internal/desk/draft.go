package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
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
	Route  string // the action, and after a space the form where several share one
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
	if ident.Check(string(x.ID)) != nil || ident.Check(string(x.On)) != nil {
		return time.Time{}, notHere()
	}
	now := d.now()
	opens, err := d.mayDraft(ctx, actor, x.On, x.Route)
	if err != nil {
		return time.Time{}, err
	}
	plain, err := json.Marshal(x.Values)
	if err != nil {
		return time.Time{}, fmt.Errorf("draft: %w", err)
	}
	if len(plain) > longestDraft {
		return time.Time{}, errs.New(errs.Invalid, "This is too long to keep. Record part of it now")
	}
	key, err := d.key(ctx, x.On, opens)
	if err != nil {
		return time.Time{}, d.shut(ctx, x.On, "", err)
	}
	sealed, err := key.Seal(draftPlace(x.ID), plain)
	if err != nil {
		return time.Time{}, err
	}
	err = d.store.SaveDraft(ctx, store.Draft{ID: x.ID, Worker: actor.Worker, Route: x.Route, Chronology: x.On, Saved: now, Sealed: sealed})
	if errors.Is(err, store.ErrNone) {
		if was, _, done := d.store.Done(ctx, x.ID); done == nil && was.Worker == actor.Worker {
			return now, nil // recorded already: there is nothing left to keep
		}
		return time.Time{}, notHere()
	}
	return now, err
}

// mayDraft says whether the actor may do now what a draft is to become: a form may have
// been filled with what they can no longer see. opens says that it will open the
// chronology, which is not there yet.
func (d *Desk) mayDraft(ctx context.Context, actor policy.Actor, on ident.Chronology, route string) (opens bool, err error) {
	rows, err := d.store.WhoMay(ctx, on)
	if err != nil {
		return false, err
	}
	action, _, _ := strings.Cut(route, " ")
	if aboutTeam(action) {
		if !d.See(ctx, actor, action) {
			return false, notHere()
		}
		return false, d.ownTeam(ctx, actor, on)
	}
	s := situationOf(actor, on, rows, d.holds(ctx))
	opens = len(rows.Access) == 0
	if dec := d.policy.May(actor, s, action); !dec.Allowed || (s.Held.Empty() && !opens) {
		d.heed(ctx, dec.Alarm)
		return false, notHere()
	}
	return opens, nil
}

// Draft opens a worker's own draft; NotFound for any other's, and for one about a case
// that they may not act in any more.
func (d *Desk) Draft(ctx context.Context, actor policy.Actor, id ident.Act) (Draft, error) {
	row, err := d.store.Draft(ctx, id, actor.Worker)
	if errors.Is(err, store.ErrNone) {
		return Draft{}, notHere()
	}
	if err != nil {
		return Draft{}, err
	}
	if _, err := d.mayDraft(ctx, actor, row.Chronology, row.Route); err != nil {
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
	var out []Draft
	for _, r := range rows {
		if _, err := d.mayDraft(ctx, actor, on, r.Route); errs.KindOf(err) == errs.NotFound {
			continue
		} else if err != nil {
			return nil, err
		}
		out = append(out, Draft{ID: r.ID, Route: r.Route, On: on, Saved: r.Saved})
	}
	return out, nil
}

// DropDraft lets a worker's own draft go.
func (d *Desk) DropDraft(ctx context.Context, actor policy.Actor, id ident.Act) error {
	return d.store.DropDraft(ctx, id, actor.Worker)
}
