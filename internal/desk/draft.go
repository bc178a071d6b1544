package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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
	Place  string              // the address that the form is sent to
	Values map[string][]string // as typed, also what would be refused
	At     string              // where the cursor stood

	// Page is which showing of the form wrote it: the same form may stand open twice. It is
	// also the id that the words go on under when the other one has written other words.
	Page  ident.Act
	Count int    // how often that page has sent it: what comes late is not put over what came first
	Base  string // the version that this page was filled with, for whoever saves
	// Version says which words lie there. It is made of the sealed words, so no two savings
	// share one.
	Version string
}

// longestDraft bounds a draft, in bytes of JSON.
const longestDraft = 1 << 20

// lying is a draft as it is sealed.
type lying struct {
	Place  string              `json:"place"`
	Values map[string][]string `json:"values"`
	At     string              `json:"at,omitempty"`
	Page   ident.Act           `json:"page,omitempty"`
	Count  int                 `json:"count,omitempty"`
}

func draftPlace(id ident.Act) seal.Place {
	return seal.Place{Thing: "draft", ID: string(id), Part: "values"}
}

// version names the words that lie somewhere by what is sealed.
func version(sealed []byte) string {
	sum := sha256.Sum256(sealed)
	return hex.EncodeToString(sum[:16])
}

// NewAct makes an id for a form that is opened.
func (d *Desk) NewAct() ident.Act { return ident.NewAct(d.now()) }

// unplaced are the actions whose forms are about nobody who is known yet. Their drafts lie
// under the key of whoever types them, on their own chronology.
func unplaced(action string) bool {
	return action == "person.meet" || action == "house.open" || action == "access.break-glass"
}

// DraftsOn is the chronology that drafts lie under which are about nobody yet.
func DraftsOn(actor policy.Actor) ident.Chronology { return ident.Chronology(actor.Worker) }

// mayDraft says whether the actor may do now what a draft is to become: a form may have
// been filled with what they can no longer see.
func (d *Desk) mayDraft(ctx context.Context, actor policy.Actor, on ident.Chronology, route string) error {
	action, _, _ := strings.Cut(route, " ")
	if unplaced(action) {
		if on != DraftsOn(actor) || !d.See(ctx, actor, action) {
			return notHere()
		}
		return nil
	}
	rows, err := d.store.WhoMay(ctx, on)
	if err != nil {
		return err
	}
	if len(rows.Access) == 0 { // a worker or a house, or nothing at all
		if !aboutTeam(action) && action != "entry.correct" || !d.See(ctx, actor, "team.see") || aboutTeam(action) && !d.See(ctx, actor, action) {
			return notHere()
		}
		return d.ownTeam(ctx, actor, on)
	}
	s := situationOf(actor, on, rows, d.holds(ctx))
	if dec := d.policy.May(actor, s, action); aboutTeam(action) || !dec.Allowed || s.Held.Empty() {
		d.heed(ctx, dec.Alarm)
		return notHere()
	}
	return nil
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
	return d.openDraft(ctx, actor, row)
}

func (d *Desk) openDraft(ctx context.Context, actor policy.Actor, row store.Draft) (Draft, error) {
	if err := d.mayDraft(ctx, actor, row.Chronology, row.Route); err != nil {
		return Draft{}, err
	}
	key, err := d.key(ctx, row.Chronology, false)
	if err != nil {
		return Draft{}, d.shut(ctx, row.Chronology, "", err)
	}
	plain, err := key.Open(draftPlace(row.ID), row.Sealed)
	if err != nil {
		return Draft{}, d.shut(ctx, row.Chronology, "", err)
	}
	in, err := readDraft(plain)
	if err != nil {
		return Draft{}, err
	}
	return Draft{
		ID: row.ID, Route: row.Route, On: row.Chronology, Saved: row.Saved, Version: version(row.Sealed),
		Place: in.Place, Values: in.Values, At: in.At, Page: in.Page, Count: in.Count,
	}, nil
}

// readDraft reads what was sealed. Drafts of the first days were the values alone.
func readDraft(plain []byte) (lying, error) {
	var in lying
	if err := json.Unmarshal(plain, &in); err == nil && in.Values != nil {
		return in, nil
	}
	first := lying{}
	if err := json.Unmarshal(plain, &first.Values); err != nil {
		return first, fmt.Errorf("draft: %w", err)
	}
	if at := first.Values["place"]; len(at) > 0 {
		first.Place = at[0]
	}
	return first, nil
}

// Drafts lists a worker's drafts about a case, newest first, without their words.
func (d *Desk) Drafts(ctx context.Context, actor policy.Actor, on ident.Chronology) ([]Draft, error) {
	rows, err := d.store.Drafts(ctx, actor.Worker, on)
	if err != nil {
		return nil, err
	}
	out, _, err := d.listed(ctx, actor, rows)
	for i := range out {
		out[i].Values, out[i].At = nil, ""
	}
	return out, err
}

// Begun lists all of a worker's drafts, newest first, and says how many lie there that do not
// open. What they may not do any more is not listed, and stays.
func (d *Desk) Begun(ctx context.Context, actor policy.Actor) (out []Draft, shut int, err error) {
	rows, err := d.store.AllDrafts(ctx, actor.Worker)
	if err != nil {
		return nil, 0, err
	}
	return d.listed(ctx, actor, rows)
}

func (d *Desk) listed(ctx context.Context, actor policy.Actor, rows []store.Draft) (out []Draft, shut int, err error) {
	for _, r := range rows {
		x, err := d.openDraft(ctx, actor, r)
		switch errs.KindOf(err) {
		case errs.NotFound:
			continue
		case errs.Unavailable:
			shut++
			continue
		case errs.Internal, errs.Invalid, errs.Denied, errs.Conflict, errs.Stale:
		}
		if err != nil {
			return nil, 0, err
		}
		out = append(out, x)
	}
	return out, shut, nil
}

// HasBegun says whether a worker has any draft.
func (d *Desk) HasBegun(ctx context.Context, actor policy.Actor) (bool, error) {
	return d.store.HasDraft(ctx, actor.Worker)
}

// DropDraft lets a worker's own draft go.
func (d *Desk) DropDraft(ctx context.Context, actor policy.Actor, id ident.Act) error {
	return d.store.DropDraft(ctx, id, actor.Worker)
}
