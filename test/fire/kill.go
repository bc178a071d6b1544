package main

import (
	"context"
	"fmt"
	"math/rand/v2"
)

// killed kills a serving Waymark so often, each time when a random number of contacts was
// acknowledged and others are on their way.
func killed(ctx context.Context, binary, dir string, kills int) (tally, error) {
	var t tally
	i, err := found(ctx, binary, dir, 40)
	if err != nil {
		return t, err
	}
	b := newBook()
	for ; t.times < kills; t.times++ {
		s, err := i.serve(ctx)
		if err != nil {
			return t, err
		}
		again, err := b.resend(ctx, s.at)
		if err != nil {
			return t, err
		}
		t.again += again
		if err := b.writeAll(ctx, s.at, i.people, 1+rand.IntN(30), func() { _ = s.Process.Kill() }); err != nil {
			return t, err
		}
		_ = s.Wait() // it was killed, and says so
		if err := i.whole(ctx, b); err != nil {
			return t, fmt.Errorf("after it was killed %d times: %w", t.times+1, err)
		}
	}
	t.acknowledged = b.count()
	return t, nil
}

// resend sends again what was sent without an answer.
func (b *book) resend(ctx context.Context, at string) (int, error) {
	if len(b.open) == 0 {
		return 0, nil
	}
	c, err := browser(ctx, at)
	if err != nil {
		return 0, err
	}
	n := len(b.open)
	for _, f := range b.open {
		if err := b.send(ctx, c, at, f); err != nil {
			return 0, fmt.Errorf("sent again: %w", err)
		}
	}
	return n, nil
}

// whole verifies everything, and looks for every entry that was acknowledged.
func (i *installation) whole(ctx context.Context, b *book) error {
	if _, err := i.waymark(ctx, "verify", "--data", i.dir, "--heads", i.heads); err != nil {
		return err
	}
	there, err := i.notes(ctx)
	if err != nil {
		return err
	}
	n, err := b.lost(there)
	if err == nil && n > 0 {
		err = fmt.Errorf("%d of %d acknowledged entries are not there", n, b.count())
	}
	return err
}
