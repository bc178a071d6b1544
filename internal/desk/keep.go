package desk

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/policy"
	"waymark/internal/store"
)

// Kept is what became of a draft that was sent to be kept.
type Kept struct {
	ID    ident.Act // what it lies under: another id than it came with if it is apart
	Saved time.Time
	// Apart says that the same form stood open twice, with other words in each. Both are
	// kept, each under its own id, and Other is what the first id holds.
	Apart bool
	Other Draft
	// Recorded says that the act was done meanwhile, so that there is nothing left to keep.
	Recorded bool
}

// mostTurns is how often a draft is tried again that something else was put over meanwhile.
const mostTurns = 5

// SaveDraft keeps what was typed, sealed. It belongs to the worker, the route, the place and
// the case; nobody else reads or overwrites it. The case must be one they may see. It is
// never put over words that another showing of the form wrote and this one has not seen.
func (d *Desk) SaveDraft(ctx context.Context, actor policy.Actor, x Draft) (Kept, error) {
	if ident.Check(string(x.ID)) != nil || ident.Check(string(x.On)) != nil {
		return Kept{}, notHere()
	}
	if err := d.mayDraft(ctx, actor, x.On, x.Route); err != nil {
		return Kept{}, err
	}
	if x.Values == nil {
		x.Values = map[string][]string{}
	}
	plain, err := json.Marshal(lying{Place: x.Place, Values: x.Values, At: x.At, Page: x.Page, Count: x.Count})
	if err != nil {
		return Kept{}, fmt.Errorf("draft: %w", err)
	}
	if len(plain) > longestDraft {
		return Kept{}, errs.New(errs.Invalid, "This is too long to keep. Record part of it now")
	}
	for range mostTurns {
		kept, err := d.saveOnce(ctx, actor, x, plain)
		if !errors.Is(err, store.ErrNone) {
			return kept, err
		}
	}
	return Kept{}, notHere()
}

// saveOnce keeps a draft as things stand; store.ErrNone says that they have changed.
func (d *Desk) saveOnce(ctx context.Context, actor policy.Actor, x Draft, plain []byte) (Kept, error) {
	row, err := d.store.Draft(ctx, x.ID, actor.Worker)
	if errors.Is(err, store.ErrNone) {
		if was, _, done := d.store.Done(ctx, x.ID); done == nil {
			if was.Worker != actor.Worker {
				return Kept{}, notHere()
			}
			return Kept{ID: x.ID, Saved: was.Moment, Recorded: true}, nil
		}
		return d.put(ctx, actor, x, plain, nil)
	}
	if err != nil {
		return Kept{}, err
	}
	was, err := d.openDraft(ctx, actor, row)
	switch {
	case err != nil:
		return Kept{}, err
	case was.Route != x.Route || was.On != x.On || was.Place != x.Place:
		return Kept{}, notHere()
	case sameWords(was.Values, x.Values) && was.At == x.At, was.Page == x.Page && x.Count < was.Count:
		return Kept{ID: x.ID, Saved: was.Saved}, nil
	case unseen(was, x):
		return d.apart(ctx, actor, x, was)
	}
	return d.put(ctx, actor, x, plain, row.Sealed)
}

// unseen says whether what lies there was written by another showing of the form, and
// this one has not seen it.
func unseen(was, x Draft) bool {
	return was.Page != x.Page && was.Version != x.Base && !sameWords(was.Values, x.Values)
}

func (d *Desk) put(ctx context.Context, actor policy.Actor, x Draft, plain, over []byte) (Kept, error) {
	key, err := d.key(ctx, x.On, false)
	if err != nil {
		return Kept{}, d.shut(ctx, x.On, "", err)
	}
	sealed, err := key.Seal(draftPlace(x.ID), plain)
	if err != nil {
		return Kept{}, err
	}
	now := d.now()
	err = d.store.SaveDraft(ctx, store.Draft{ID: x.ID, Worker: actor.Worker, Route: x.Route, Chronology: x.On, Saved: now, Sealed: sealed}, over)
	return Kept{ID: x.ID, Saved: now}, err
}

// apart keeps words under the id of the page that they were typed on, beside what another
// page wrote under the form's own. A page that sends them again finds them there.
func (d *Desk) apart(ctx context.Context, actor policy.Actor, x, was Draft) (Kept, error) {
	if ident.Check(string(x.Page)) != nil || x.Page == x.ID || d.MadeFor(actor, x.Page) != nil {
		x.Page = d.NewForm(actor)
	}
	x.ID = x.Page
	kept, err := d.SaveDraft(ctx, actor, x)
	kept.Apart, kept.Other = true, was
	return kept, err
}

// Beside gives what another showing of the same form has written that this one has not seen;
// false if there is nothing. Whoever sends the form must be told, for the draft goes with
// the act.
func (d *Desk) Beside(ctx context.Context, actor policy.Actor, x Draft) (Draft, bool, error) {
	was, err := d.Draft(ctx, actor, x.ID)
	switch {
	case errs.KindOf(err) == errs.NotFound:
		return Draft{}, false, nil
	case err != nil:
		return Draft{}, false, err
	}
	return was, was.Route == x.Route && was.On == x.On && unseen(was, x), nil
}

// WasSent says whether a worker has done the act of a form already.
func (d *Desk) WasSent(ctx context.Context, actor policy.Actor, id ident.Act) (bool, error) {
	was, _, err := d.store.Done(ctx, id)
	if errors.Is(err, store.ErrNone) {
		return false, nil
	}
	return err == nil && was.Worker == actor.Worker, err
}

// sameWords compares what was typed. Browsers send line ends in two ways, and a field that
// nobody filled in or leaves out altogether is the same.
func sameWords(a, b map[string][]string) bool {
	return maps.EqualFunc(wordsOf(a), wordsOf(b), slices.Equal)
}

func wordsOf(typed map[string][]string) map[string][]string {
	out := map[string][]string{}
	for name, all := range typed {
		if name == "saw" || strings.Join(all, "") == "" {
			continue
		}
		for _, s := range all {
			out[name] = append(out[name], strings.ReplaceAll(s, "\r\n", "\n"))
		}
	}
	return out
}

// Proof is what a form bears so that its words are kept for whom it was shown to, whoever is
// signed in at that browser by then, or nobody: the worker, and a keyed digest over worker,
// form and place. It opens nothing.
func (d *Desk) Proof(worker ident.Worker, form ident.Act, place string) (string, error) {
	mark, err := d.keys.Digest("draft of", []byte(worker), []byte(form), []byte(place))
	if err != nil {
		return "", fmt.Errorf("form: %w", err)
	}
	return string(worker) + "." + mark, nil
}

// KeepFor keeps a draft for whom its form was shown to, as the proof says, and says who that
// is. They are asked about as they are now: one who left keeps nothing.
func (d *Desk) KeepFor(ctx context.Context, proof string, x Draft) (Kept, policy.Actor, error) {
	id, _, _ := strings.Cut(proof, ".")
	worker := ident.Worker(id)
	want, err := d.Proof(worker, x.ID, x.Place)
	if err != nil {
		return Kept{}, policy.Actor{}, err
	}
	if ident.Check(id) != nil || ident.Check(string(x.ID)) != nil || subtle.ConstantTimeCompare([]byte(proof), []byte(want)) != 1 {
		return Kept{}, policy.Actor{}, notHere()
	}
	signed, err := d.signed(ctx, worker)
	if NeedsSignIn(err) {
		return Kept{}, policy.Actor{}, notHere()
	}
	if err != nil {
		return Kept{}, policy.Actor{}, err
	}
	if unplaced(strings.Split(x.Route, " ")[0]) {
		x.On = DraftsOn(signed.Actor)
	}
	kept, err := d.SaveDraft(ctx, signed.Actor, x)
	return kept, signed.Actor, err
}
