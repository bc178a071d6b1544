package desk

import (
	"context"
	"errors"

	"waymark/internal/store"
)

// Vitals is how an installation is doing, in numbers that name nobody.
type Vitals struct {
	Tally
	store.Undone
	SetAside int // questions that could not be carried, and rest
	Pools    []store.Pool
	Answers  error // why the database gave no numbers; nil if it did
}

// Vitals counts. What needs no database is told when that is away, too.
func (d *Desk) Vitals(ctx context.Context) Vitals {
	v := Vitals{Tally: d.tally.told(), SetAside: d.aside.count(), Pools: append(d.store.Pools(), d.keyring.Pools()...)}
	v.Undone, v.Answers = d.store.Undone(ctx)
	return v
}

// Finding is one thing that must be so for Waymark to serve, and why it is not.
type Finding struct {
	What  string
	Wrong error
}

// Ready says of each thing that must be so whether it is.
func (d *Desk) Ready(ctx context.Context) []Finding {
	return []Finding{
		{"the data answers, and is what this Waymark reads", d.store.Reads(ctx)},
		{"the keyring answers, and belongs to the data", d.belongs(ctx)},
		{"what is done and looked at can be kept", d.store.Writes(ctx)},
	}
}

// belongs says whether the keyring is still that of the data.
func (d *Desk) belongs(ctx context.Context) error {
	id, _, err := d.keyring.Installation(ctx)
	if err != nil {
		return err
	}
	in, err := d.store.Installation(ctx)
	switch {
	case errors.Is(err, store.ErrNone):
		return ErrOtherRing
	case err != nil:
		return err
	case in.ID != id:
		return ErrOtherRing
	}
	return nil
}
