package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"waymark/internal/ident"
)

// Errors of a commit. Nothing was written when one of them is returned.
var (
	ErrMoved = errors.New("store: somebody wrote to a chronology since it was loaded")
	ErrDone  = errors.New("store: an act with this id was done already")
)

// Act is the row of what a person did once.
type Act struct {
	ID         ident.Act
	Worker     ident.Worker
	Route      string
	Chronology ident.Chronology
	Digest     string
	Moment     time.Time
}

// Put is what an act writes to one chronology, or that it rests on it (no entries).
type Put struct {
	Loaded  Loaded
	Opens   bool // the act opens this chronology; Loaded has its id and sort
	Entries []Sealed
	Leaves  [][]byte // one for each entry
	Before  Rows     // as they lay when it was loaded
	After   Rows     // as they are to lie
	Erases  bool     // everything that was computed from it goes, and so does its sort
}

// Written is an act with what it writes.
type Written struct {
	Act  Act
	Puts []Put
}

// Commit writes an act in one transaction: hold every chronology by its version, in id
// order; append entries, parts and leaves; write the rows that differ; let the draft go.
func (s *Store) Commit(ctx context.Context, a Act, puts []Put) error {
	return s.CommitAll(ctx, []Written{{Act: a, Puts: puts}})
}

// CommitAll writes several acts in one transaction: all of them, or where one cannot be
// written none.
func (s *Store) CommitAll(ctx context.Context, acts []Written) error {
	for _, w := range acts {
		for _, p := range w.Puts {
			if len(p.Entries) != len(p.Leaves) {
				return errors.New("commit: an entry without its leaf")
			}
		}
	}
	tx, err := s.write.begin(ctx)
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	for _, w := range acts {
		if err := commit(ctx, tx, w.Act, w.Puts); err != nil {
			return moved(err)
		}
	}
	if err := tx.Commit(); err != nil {
		return moved(fmt.Errorf("commit: %w", err))
	}
	return nil
}

// moved is ErrMoved where the engine itself let one of two acts go back.
func moved(err error) error {
	if collided(err) {
		return ErrMoved
	}
	return err
}

func commit(ctx context.Context, tx *txn, a Act, puts []Put) error {
	slices.SortFunc(puts, func(x, y Put) int { return strings.Compare(string(x.Loaded.ID), string(y.Loaded.ID)) })
	n, err := affected(tx.ExecContext(ctx, `INSERT INTO act (id, worker, route, chronology, digest, moment) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING`,
		string(a.ID), string(a.Worker), a.Route, string(a.Chronology), a.Digest, MomentOf(a.Moment)))
	if err != nil {
		return fmt.Errorf("commit: act: %w", err)
	}
	if n == 0 {
		return ErrDone
	}
	for _, p := range puts {
		if err := hold(ctx, tx, p); err != nil {
			return err
		}
	}
	for _, p := range puts {
		if err := appendEntries(ctx, tx, a.ID, p); err != nil {
			return fmt.Errorf("commit: %w", err)
		}
		if err := project(ctx, tx, p); err != nil {
			return fmt.Errorf("commit: project: %w", err)
		}
		if p.Erases {
			if _, err := erase(ctx, tx, p.Loaded.ID); err != nil {
				return fmt.Errorf("commit: %w", err)
			}
		}
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM draft WHERE id = $1 AND worker = $2`, string(a.ID), string(a.Worker)); err != nil {
		return fmt.Errorf("commit: draft: %w", err)
	}
	return nil
}

func hold(ctx context.Context, tx *txn, p Put) error {
	if p.Opens {
		n, err := affected(tx.ExecContext(ctx, `INSERT INTO chronology (id, sort, version, edition) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING`,
			string(p.Loaded.ID), string(p.Loaded.Sort), len(p.Entries), p.After.Edition))
		if err != nil {
			return fmt.Errorf("commit: open: %w", err)
		}
		if n == 0 {
			return ErrMoved
		}
		return nil
	}
	// Rows that were reckoned under another edition meanwhile are not those it decided on.
	n, err := affected(tx.ExecContext(ctx, `UPDATE chronology SET version = version + $1, edition = $5 WHERE id = $2 AND version = $3 AND edition = $4`,
		len(p.Entries), string(p.Loaded.ID), p.Loaded.version, p.Loaded.edition, cmp.Or(p.After.Edition, p.Loaded.edition)))
	if err != nil {
		return fmt.Errorf("commit: hold: %w", err)
	}
	if n == 0 {
		return ErrMoved
	}
	return nil
}

func appendEntries(ctx context.Context, tx *txn, act ident.Act, p Put) error {
	for i, e := range p.Entries {
		if _, err := tx.ExecContext(ctx, `INSERT INTO entry (id, chronology, act, number, envelope) VALUES ($1, $2, $3, $4, $5)`,
			string(e.ID), string(p.Loaded.ID), string(act), p.Loaded.version+int64(i)+1, e.Envelope); err != nil {
			return fmt.Errorf("entry: %w", err)
		}
		for n, part := range e.Parts {
			if _, err := tx.ExecContext(ctx, `INSERT INTO part (entry, n, sealed) VALUES ($1, $2, $3)`, string(e.ID), n, part); err != nil {
				return fmt.Errorf("part: %w", err)
			}
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO leaf (entry, hash) VALUES ($1, $2)`, string(e.ID), p.Leaves[i]); err != nil {
			return fmt.Errorf("leaf: %w", err)
		}
	}
	return nil
}

func affected(r sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// Newest is the newest moment at which an act was recorded; the zero time if there is none.
func (s *Store) Newest(ctx context.Context) (time.Time, error) {
	var at Moment
	err := s.read.QueryRowContext(ctx, `SELECT COALESCE(MAX(moment), '') FROM act`).Scan(&at)
	if err != nil {
		return time.Time{}, fmt.Errorf("newest act: %w", err)
	}
	return at.Time(), nil
}

// Done reads what an act with this id did; ErrNone if there was none.
func (s *Store) Done(ctx context.Context, id ident.Act) (Act, []ident.Entry, error) {
	a := Act{ID: id}
	var at Moment
	err := s.read.QueryRowContext(ctx, `SELECT worker, route, chronology, digest, moment FROM act WHERE id = $1`, string(id)).Scan(&a.Worker, &a.Route, &a.Chronology, &a.Digest, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return a, nil, ErrNone
	}
	if err != nil {
		return a, nil, fmt.Errorf("act: %w", err)
	}
	a.Moment = at.Time()
	var entries []ident.Entry
	err = each(ctx, s.read, func(scan func(...any) error) error {
		var e ident.Entry
		err := scan(&e)
		entries = append(entries, e)
		return err
	}, `SELECT id FROM entry WHERE act = $1 ORDER BY number`, string(id))
	return a, entries, err
}
