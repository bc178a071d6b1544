package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"waymark/internal/ident"
	"waymark/internal/label"
)

// Look is one read of somebody's data. It carries ids only.
type Look struct {
	ID           ident.Look
	Worker       ident.Worker
	Organisation ident.Organisation
	Purpose      string
	Route        string
	Chronology   ident.Chronology // "" for a list
	Labels       label.Set
	Shown        int // people whose rows were on the page
	Moment       time.Time
}

// looks keeps looks in their own append-only table; requests that wait share a commit.
type looks struct {
	db   *pool
	in   chan waiting
	done sync.WaitGroup

	mu     sync.RWMutex // held for reading while a look is handed in
	closed bool
}

type waiting struct {
	look Look
	kept chan error
}

const mostTogether = 256

func newLooks(db *pool) *looks {
	l := &looks{db: db, in: make(chan waiting, mostTogether)}
	l.done.Add(1)
	go l.run()
	return l
}

func (l *looks) close() {
	l.mu.Lock()
	if !l.closed {
		l.closed = true
		close(l.in)
	}
	l.mu.Unlock()
	l.done.Wait()
}

var errClosed = errors.New("keep look: the store is closed")

// hand gives a look to be kept, or says why it can't be.
func (l *looks) hand(ctx context.Context, w waiting) error {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.closed {
		return errClosed
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("keep look: %w", err)
	}
	select {
	case l.in <- w:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("keep look: %w", ctx.Err())
	}
}

func (l *looks) run() {
	defer l.done.Done()
	for first := range l.in {
		together := []waiting{first}
	more:
		for len(together) < mostTogether {
			select {
			case next, ok := <-l.in:
				if !ok {
					break more
				}
				together = append(together, next)
			default:
				break more
			}
		}
		err := l.keep(together)
		for _, w := range together {
			w.kept <- err
		}
	}
}

func (l *looks) keep(together []waiting) error {
	ctx := context.Background() // a look outlives the request that waits for it
	tx, err := l.db.begin(ctx)
	if err != nil {
		return fmt.Errorf("keep look: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	for _, w := range together {
		k := w.look
		if _, err := tx.ExecContext(ctx, `INSERT INTO look (id, worker, organisation, purpose, route, chronology, labels, shown, moment) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			string(k.ID), string(k.Worker), string(k.Organisation), k.Purpose, k.Route, string(k.Chronology), int64(k.Labels), k.Shown, MomentOf(k.Moment)); err != nil {
			return fmt.Errorf("keep look: %w", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("keep look: %w", err)
	}
	return nil
}

// KeepLook returns when the look is on the disk. If it returns an error, nothing may be
// shown.
func (s *Store) KeepLook(ctx context.Context, k Look) error {
	w := waiting{look: k, kept: make(chan error, 1)}
	if err := s.looks.hand(ctx, w); err != nil {
		return err
	}
	select {
	case err := <-w.kept:
		return err
	case <-ctx.Done():
		return fmt.Errorf("keep look: %w", ctx.Err())
	}
}

// Looks lists the looks at a chronology, newest first.
func (s *Store) Looks(ctx context.Context, on ident.Chronology, most, skip int) ([]Look, error) {
	var out []Look
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var k Look
		var at Moment
		err := scan(&k.ID, &k.Worker, &k.Organisation, &k.Purpose, &k.Route, &k.Labels, &k.Shown, &at)
		k.Chronology, k.Moment = on, at.Time()
		out = append(out, k)
		return err
	}, `SELECT id, worker, organisation, purpose, route, labels, shown, moment FROM look WHERE chronology = $1 ORDER BY moment DESC, id DESC LIMIT $2 OFFSET $3`, string(on), most, skip)
	return out, err
}
