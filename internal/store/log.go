package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"waymark/internal/ident"
)

// Tree is how far the tree over the leaves has grown: the leaves with places from 0 up to
// Size are in it. What the crown says is the log's own.
type Tree struct {
	Size  int64
	Crown string
}

// Head is a signed head of the tree as it lies.
type Head struct {
	Size   int64
	Note   string
	Moment time.Time
}

// Leaf is the hash that proves an entry. Place is 0 where it has none yet.
type Leaf struct {
	Entry ident.Entry
	Hash  []byte
	Place int64
}

// Tree reads how far the tree has grown; ErrNone if its row is gone.
func (s *Store) Tree(ctx context.Context) (Tree, error) {
	var t Tree
	err := s.read.QueryRowContext(ctx, `SELECT size, crown FROM tree WHERE one = 1`).Scan(&t.Size, &t.Crown)
	if errors.Is(err, sql.ErrNoRows) {
		return t, ErrNone
	}
	return t, err
}

// WaitingLeaves lists leaves without a place in the order of their ids, so that whoever
// places them places them alike.
func (s *Store) WaitingLeaves(ctx context.Context, most int) ([]Leaf, error) {
	var out []Leaf
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var l Leaf
		err := scan(&l.Entry, &l.Hash)
		out = append(out, l)
		return err
	}, `SELECT entry, hash FROM leaf WHERE place IS NULL ORDER BY entry LIMIT $1`, most)
	if err != nil {
		return nil, fmt.Errorf("waiting leaves: %w", err)
	}
	return out, nil
}

// CountWaiting counts the leaves without a place.
func (s *Store) CountWaiting(ctx context.Context) (int, error) {
	var n int
	err := s.read.QueryRowContext(ctx, `SELECT COUNT(*) FROM leaf WHERE place IS NULL`).Scan(&n)
	return n, err
}

// Leaves lists the leaves with a place from one up to, not with, another, in their order.
func (s *Store) Leaves(ctx context.Context, from, to int64) ([]Leaf, error) {
	var out []Leaf
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var l Leaf
		err := scan(&l.Entry, &l.Hash, &l.Place)
		out = append(out, l)
		return err
	}, `SELECT entry, hash, place FROM leaf WHERE place >= $1 AND place < $2 ORDER BY place, entry`, from, to)
	if err != nil {
		return nil, fmt.Errorf("leaves: %w", err)
	}
	return out, nil
}

// Grow gives leaves the places that they name, moves the tree on from what it was, and
// keeps the head, in one transaction. ErrMoved if the tree is not what it was: somebody
// else placed leaves meanwhile, and nothing was written.
func (s *Store) Grow(ctx context.Context, was, now Tree, leaves []Leaf, h Head) error {
	tx, err := s.write.begin(ctx)
	if err != nil {
		return fmt.Errorf("grow: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	n, err := affected(tx.ExecContext(ctx, `UPDATE tree SET size = $1, crown = $2 WHERE one = 1 AND size = $3 AND crown = $4`, now.Size, now.Crown, was.Size, was.Crown))
	if err != nil {
		return moved(fmt.Errorf("grow: hold: %w", err))
	}
	if n == 0 {
		return ErrMoved
	}
	for _, l := range leaves {
		n, err := affected(tx.ExecContext(ctx, `UPDATE leaf SET place = $1 WHERE entry = $2 AND place IS NULL`, l.Place, string(l.Entry)))
		if err != nil {
			return moved(fmt.Errorf("grow: place: %w", err))
		}
		if n == 0 {
			return ErrMoved
		}
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO head (size, note, moment) VALUES ($1, $2, $3)`, h.Size, h.Note, MomentOf(h.Moment)); err != nil {
		return moved(fmt.Errorf("grow: head: %w", err))
	}
	if err := tx.Commit(); err != nil {
		return moved(fmt.Errorf("grow: %w", err))
	}
	return nil
}

// Heads lists signed heads of trees larger than one, the smallest first.
func (s *Store) Heads(ctx context.Context, after int64, most int) ([]Head, error) {
	var out []Head
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var h Head
		var at Moment
		err := scan(&h.Size, &h.Note, &at)
		h.Moment = at.Time()
		out = append(out, h)
		return err
	}, `SELECT size, note, moment FROM head WHERE size > $1 ORDER BY size LIMIT $2`, after, most)
	if err != nil {
		return nil, fmt.Errorf("heads: %w", err)
	}
	return out, nil
}

// Head reads the head of a tree of one size; ErrNone if there is none.
func (s *Store) Head(ctx context.Context, size int64) (Head, error) {
	h, at := Head{Size: size}, Moment("")
	err := s.read.QueryRowContext(ctx, `SELECT note, moment FROM head WHERE size = $1`, size).Scan(&h.Note, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return h, ErrNone
	}
	h.Moment = at.Time()
	return h, err
}

// NewestHead reads the head of the largest tree; ErrNone if none was signed yet.
func (s *Store) NewestHead(ctx context.Context) (Head, error) {
	var h Head
	var at Moment
	err := s.read.QueryRowContext(ctx, `SELECT size, note, moment FROM head ORDER BY size DESC LIMIT 1`).Scan(&h.Size, &h.Note, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return h, ErrNone
	}
	h.Moment = at.Time()
	return h, err
}
