package log

import (
	"context"
	"errors"
	"fmt"
	"time"

	"waymark/internal/clock"
	"waymark/internal/store"
)

// Errors of a sequencer. It places nothing while one of them stands.
var (
	ErrOlder  = errors.New("the file of heads proves more entries than the data has: an older copy of the data was put back. Put the newer one back; if it is lost, say so in your records and begin a new file of heads")
	ErrForked = errors.New("the newest head in the file of heads is not one of this data: another copy of it went on by itself, or the log was altered. See waymark verify")
)

// How much one transaction places, and how much one round.
const (
	batch  = 256
	rounds = 64
)

// Sequencer gives leaves their places, grows the tree and signs its heads. Several over
// one database do no harm: the tree moves on from the size that one found, or not at all.
type Sequencer struct {
	store *store.Store
	key   Key
	clock clock.Clock
	file  *File // nil: heads lie in the database alone
	known bool  // the newest head in the file was found in the data
}

// NewSequencer makes a sequencer; file may be nil.
func NewSequencer(s *store.Store, key Key, c clock.Clock, file *File) *Sequencer {
	return &Sequencer{store: s, key: key, clock: c, file: file}
}

// Round places the leaves that wait, most of many at a time so that acts wait for no more
// than a batch, and brings the heads to the file. It says how many it placed.
func (q *Sequencer) Round(ctx context.Context) (placed int, err error) {
	if err := q.recognise(ctx); err != nil {
		return 0, err
	}
	for range rounds {
		n, err := q.place(ctx)
		placed += n
		if errors.Is(err, store.ErrMoved) {
			break // another one places: what is left is for the next round
		}
		if err != nil {
			return placed, err
		}
		if n < batch {
			break
		}
	}
	return placed, q.follow(ctx)
}

// place places one batch.
func (q *Sequencer) place(ctx context.Context) (int, error) {
	was, err := q.store.Tree(ctx)
	if err != nil {
		return 0, fmt.Errorf("log: the tree: %w", err)
	}
	leaves, err := q.store.WaitingLeaves(ctx, batch)
	if err != nil || len(leaves) == 0 {
		return 0, err
	}
	t, err := treeOf(was)
	if err != nil {
		return 0, err
	}
	for i := range leaves {
		leaves[i].Place = t.Size()
		if err := t.Add(leaves[i].Hash); err != nil {
			return 0, err
		}
	}
	h, err := q.sign(t, q.clock.Now())
	if err != nil {
		return 0, err
	}
	if err := q.store.Grow(ctx, was, t.row(), leaves, h); err != nil {
		return 0, err
	}
	return len(leaves), nil
}

func (q *Sequencer) sign(t *Tree, now time.Time) (store.Head, error) {
	root, err := t.Root()
	if err != nil {
		return store.Head{}, err
	}
	signed, err := q.key.Write(Head{Size: t.Size(), Root: root, Moment: now})
	return store.Head{Size: t.Size(), Note: signed, Moment: now}, err
}

// recognise refuses data that is not what the file of heads went with.
func (q *Sequencer) recognise(ctx context.Context) error {
	if q.file == nil || q.file.last == "" {
		return nil
	}
	tree, err := q.store.Tree(ctx)
	if err != nil {
		return fmt.Errorf("log: the tree: %w", err)
	}
	if q.file.size > tree.Size {
		q.known = false
		return ErrOlder
	}
	if q.known {
		return nil
	}
	h, err := q.store.Head(ctx, q.file.size)
	if errors.Is(err, store.ErrNone) || (err == nil && h.Note != q.file.last) {
		return ErrForked
	}
	q.known = err == nil
	return err
}

// follow brings to the file every head that is newer than its newest, whoever signed it:
// what was cut short, and what another sequencer did, is made up for.
func (q *Sequencer) follow(ctx context.Context) error {
	if q.file == nil {
		return nil
	}
	for {
		heads, err := q.store.Heads(ctx, q.file.size, batch)
		if err != nil || len(heads) == 0 {
			return err
		}
		notes := make([]string, len(heads))
		for i, h := range heads {
			notes[i] = h.Note
		}
		if err := q.file.add(notes, heads[len(heads)-1].Size); err != nil {
			return err
		}
		q.known = true
	}
}
