package main

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"

	"waymark/internal/server"
)

// sequenced measures acts a second with and without the sequencer of the log beside them,
// turn by turn in one run, and gives the ratio; then how long it takes to verify them.
func sequenced(ctx context.Context, dir string) error {
	d, err := openDesk(ctx, filepath.Join(dir, "log"))
	if err != nil {
		return err
	}
	w, err := build(ctx, d, people)
	if err != nil {
		return err
	}
	heads := filepath.Join(dir, "heads.log")
	q, err := d.Sequencer(ctx, heads)
	if err != nil {
		return err
	}
	note := line("She says that the letter has not come and that she sleeps badly.", 6)
	var next atomic.Int64
	act := func() error { return w.contact(ctx, w.people[int(next.Add(1))%len(w.people)], note) }
	var with, without float64
	for i := range 2 * rounds {
		// Records grow and acts get slower: whichever comes first has it easier.
		for _, beside := range []bool{i%2 == 0, i%2 != 0} {
			stop := func() {}
			if beside {
				stop = server.Sequencing(ctx, q, discard())
			}
			n, err := rate(act)
			stop()
			if err != nil {
				return err
			}
			if _, err := q.Round(ctx); err != nil { // what a turn without it left behind
				return err
			}
			if beside {
				with += n
			} else {
				without += n
			}
		}
	}
	began := now()
	v, err := d.Verify(ctx, heads, nil, nil)
	if err != nil {
		return err
	}
	took := now().Sub(began)
	if v.Found > 0 || v.Waiting > 0 {
		return fmt.Errorf("the log is not whole: %+v", v)
	}
	fmt.Printf("Log: a contact recorded, with and without the sequencer beside it (%d writers, %d people)\n", writers, people)
	fmt.Printf("  with it %.0f/s  without it %.0f/s\n  ratio %.2f\n", with/(2*rounds), without/(2*rounds), with/without)
	fmt.Printf("  verify: %d entries of %d records, %d signed heads, in %.1f s: %.0f entries/s\n", v.Entries, v.Chronologies, v.Heads, took.Seconds(), float64(v.Entries)/took.Seconds())
	return d.Close()
}
