package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/log"
	"waymark/internal/store"
)

// Erasing goes in this order, and goes on from wherever it was cut short: the entry that
// says why and that everything computed is gone, in one transaction; then the key is
// destroyed and the chronology put on the list that the keyring keeps. After the first
// nobody reads anything of it; after the second nobody can.

// erased destroys the key of a chronology whose last entry says that it was erased.
func (d *Desk) erased(ctx context.Context, on ident.Chronology) error {
	err := d.destroy(ctx, on)
	d.opened.Delete(on)
	if err == nil {
		return nil
	}
	d.alarm(ctx, "A key could not be destroyed", fmt.Sprintf("chronology %s: %v", on, err))
	return errs.Wrap(errs.Unavailable, "Nobody reads the record any more, but its key could not be destroyed yet. It is tried again when Waymark starts, and when you say this again", err)
}

func (d *Desk) destroy(ctx context.Context, on ident.Chronology) error {
	done, err := d.keyring.IsErased(ctx, on)
	if err != nil {
		return fmt.Errorf("erase: %w", err)
	}
	key, err := d.freshKey(ctx, on)
	if errors.Is(err, store.ErrNone) && done {
		return nil
	}
	if err != nil {
		return err
	}
	loaded, err := d.store.Load(ctx, on)
	if err != nil {
		return err
	}
	entries, _, err := d.file(loaded, key).unseal(label.Everything(), nil)
	if err != nil {
		return err
	}
	c := casefile.Put(d.kinds, on, entries, chronology.At{})
	if len(c.Consent.Erasures) == 0 && !done {
		return errors.New("it is marked as erased, and no entry of it says so: it was altered. Nothing was destroyed")
	}
	e := store.Erasure{On: on, At: d.now()}
	for _, x := range c.Consent.Erasures {
		e.Why, e.Organisation, e.Done = string(x.Why), x.For, x.By
		for _, a := range c.Consent.Asked {
			if a.Entry == x.Of {
				e.Asked = a.By
			}
		}
	}
	return d.keyring.Destroy(ctx, e)
}

// keepErased erases again whom the keyring lists and an older copy of the data brought
// back, and destroys the keys of those whose erasing was cut short. It is done before
// anybody is let in.
func (d *Desk) keepErased(ctx context.Context) error {
	listed, err := d.keyring.Erased(ctx)
	if err != nil {
		return err
	}
	marked, err := d.store.OfSort(ctx, store.Erased)
	if err != nil {
		return fmt.Errorf("erased: %w", err)
	}
	var back []ident.Chronology
	for _, e := range listed {
		if _, ok := marked[e.On]; !ok {
			back = append(back, e.On)
		}
		delete(marked, e.On)
	}
	n, err := d.store.Erase(ctx, back)
	if err != nil {
		return err
	}
	if n > 0 {
		d.alarm(ctx, "People who were erased had come back, and were erased again", fmt.Sprintf("%d records: an older copy of the data was put in place without waymark restore", n))
	}
	for on := range marked {
		_ = d.erased(ctx, on) // an alarm stands, and the others are not held up
	}
	return nil
}

// Erasures lists what was erased, for those who run Waymark.
func (d *Desk) Erasures(ctx context.Context) ([]store.Erasure, error) {
	return d.keyring.Erased(ctx)
}

// erases makes an act's put one that takes out everything computed.
func erases(a casefile.Act, puts []store.Put) {
	for i, p := range puts {
		if a.Erases && p.Loaded.ID == a.On[0] {
			puts[i].After, puts[i].Erases = p.Before, true
		}
	}
}

// erasedDiffers says what of an erased chronology is still there.
func (d *Desk) erasedDiffers(ctx context.Context, on ident.Chronology) ([]log.Finding, error) {
	listed, err := d.keyring.IsErased(ctx, on)
	if err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	_, err = d.keyring.Key(ctx, on)
	if err != nil && !errors.Is(err, store.ErrNone) {
		return nil, fmt.Errorf("verify: %w", err)
	}
	var out []log.Finding
	if err == nil || !listed {
		out = append(out, log.Finding{Fault: log.NotErased, Chronology: on, Where: "keyring"})
	}
	lie, err := d.store.Computed(ctx, on)
	if err != nil {
		return nil, err
	}
	for table, n := range map[string]int{"access": len(lie.Access), "link": len(lie.Links), "deadline": len(lie.Deadlines), "summary": len(lie.Summaries)} {
		if n > 0 {
			out = append(out, log.Finding{Fault: log.NotErased, Chronology: on, Where: table})
		}
	}
	if !lie.Due {
		out = append(out, log.Finding{Fault: log.NotErased, Chronology: on, Where: "due"})
	}
	slices.SortFunc(out, func(a, b log.Finding) int { return len(a.Where) - len(b.Where) })
	return out, nil
}
