package desk

import (
	"context"
	"errors"
	"fmt"

	"waymark/internal/chronology"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/log"
	"waymark/internal/seal"
	"waymark/internal/store"
)

// file is one chronology as it was loaded, with what opens it. Each part is opened once
// however many readers it is opened for.
type file struct {
	d      *Desk
	loaded store.Loaded
	key    seal.Key
	plain  map[place][]byte
	sides  map[ident.Entry]chronology.Outside
}

type place struct {
	entry ident.Entry
	n     int
}

// load reads a chronology and its key; NotFound if there is none.
func (d *Desk) load(ctx context.Context, on ident.Chronology) (*file, error) {
	loaded, err := d.store.Load(ctx, on)
	if errors.Is(err, store.ErrNone) {
		return nil, notHere()
	}
	if errors.Is(err, store.ErrAltered) {
		return nil, d.shut(ctx, on, "", err)
	}
	if err != nil {
		return nil, err
	}
	if loaded.Sort == store.Erased {
		d.opened.Delete(on) // another Waymark destroyed it
		return nil, notHere()
	}
	key, err := d.key(ctx, on, false)
	if errs.KindOf(err) == errs.Unavailable { // the keyring is away: nothing was altered
		return nil, err
	}
	if err != nil {
		return nil, d.shut(ctx, on, "", err)
	}
	return d.file(loaded, key), nil
}

func (d *Desk) file(loaded store.Loaded, key seal.Key) *file {
	n := len(loaded.Entries)
	return &file{d: d, loaded: loaded, key: key, plain: make(map[place][]byte, 2*n), sides: make(map[ident.Entry]chronology.Outside, n)}
}

// notHere is the one answer for what is not there and what the reader may not know of.
func notHere() error { return errs.New(errs.NotFound, "There is nothing here that you can open") }

// open puts together the entries that a reader with these labels may see. want leaves
// entries out by their kind; nil opens all.
func (f *file) open(ctx context.Context, have label.Set, want func(kind string) bool) ([]chronology.Entry, error) {
	out, at, err := f.unseal(have, want)
	if err != nil {
		return nil, f.d.shut(ctx, f.loaded.ID, at, err)
	}
	return out, nil
}

// unseal is open that raises no alarm, and says which entry does not open.
func (f *file) unseal(have label.Set, want func(kind string) bool) ([]chronology.Entry, ident.Entry, error) {
	out := make([]chronology.Entry, 0, len(f.loaded.Entries))
	for _, s := range f.loaded.Entries {
		side, err := f.outside(s)
		if err != nil {
			return nil, s.ID, err
		}
		if want != nil && !want(side.Kind()) {
			continue
		}
		e, seen, err := side.View(f.loaded.ID, s.ID, func(n int, ls label.Set) ([]byte, error) {
			if n >= len(s.Parts) {
				return nil, seal.ErrAltered
			}
			return f.once(place{s.ID, n}, seal.Place{Thing: "entry", ID: string(s.ID), Part: "labels", Set: ls}, s.Parts[n])
		}, have)
		if err != nil {
			return nil, s.ID, err
		}
		if seen {
			out = append(out, e)
		}
	}
	return out, "", nil
}

func (f *file) outside(s store.Sealed) (chronology.Outside, error) {
	if side, ok := f.sides[s.ID]; ok {
		return side, nil
	}
	env, err := f.key.Open(seal.Place{Thing: "entry", ID: string(s.ID), Part: "envelope"}, s.Envelope)
	if err != nil {
		return chronology.Outside{}, err
	}
	side, err := f.d.kinds.ReadOutside(s.ID, env)
	if err == nil {
		f.sides[s.ID] = side
	}
	return side, err
}

func (f *file) once(at place, where seal.Place, sealed []byte) ([]byte, error) {
	if b, ok := f.plain[at]; ok {
		return b, nil
	}
	b, err := f.key.Open(where, sealed)
	if err != nil {
		return nil, err
	}
	f.plain[at] = b
	return b, nil
}

// shut raises an alarm for a record that does not open, and gives what the reader is
// told. Ids only: an alarm carries no person's data.
func (d *Desk) shut(ctx context.Context, on ident.Chronology, entry ident.Entry, cause error) error {
	d.alarm(ctx, "A sealed record does not open", fmt.Sprintf("chronology %s entry %s: %v", on, entry, cause))
	return errs.Wrap(errs.Unavailable, "Part of this record does not open, so none of it is shown. Those who run Waymark have been told", &shutError{cause})
}

// shutError marks what does not open.
type shutError struct{ cause error }

func (e *shutError) Error() string { return e.cause.Error() }
func (e *shutError) Unwrap() error { return e.cause }

// alarm keeps an alarm; one that can't be kept still stands in the operator's log.
func (d *Desk) alarm(ctx context.Context, what, detail string) {
	now := d.now()
	d.tally.alarms.Add(1)
	d.log.ErrorContext(ctx, "alarm", "what", what, "detail", detail)
	if err := d.store.Raise(ctx, store.Alarm{ID: ident.New(now), What: what, Detail: detail, Moment: now}); err != nil {
		d.log.ErrorContext(ctx, "alarm not kept", "what", what, "error", err)
	}
}

// close seals an entry and makes its leaf.
func (f *file) close(e chronology.Entry) (store.Sealed, []byte, error) {
	env, parts, err := f.d.kinds.Pack(e)
	if err != nil {
		return store.Sealed{}, nil, err
	}
	s := store.Sealed{ID: e.ID}
	if s.Envelope, err = f.key.Seal(seal.Place{Thing: "entry", ID: string(e.ID), Part: "envelope"}, env); err != nil {
		return s, nil, err
	}
	for _, p := range parts {
		sealed, err := f.key.Seal(seal.Place{Thing: "entry", ID: string(e.ID), Part: "labels", Set: p.Labels}, p.JSON)
		if err != nil {
			return s, nil, err
		}
		s.Parts = append(s.Parts, sealed)
	}
	return s, log.Leaf(s), nil
}
