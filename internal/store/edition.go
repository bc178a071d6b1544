package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"waymark/internal/ident"
)

// Edition is the rules under which rows were reckoned. What its lines say is digests and
// the names of kinds.
type Edition struct {
	ID    string
	Book  string // the rulebook's own digest, for whoever asks which one it was
	Taken time.Time
	Lines []EditionLine
}

// EditionLine is one line of the rulebook in an edition.
type EditionLine struct {
	Line   string
	Print  string
	Starts []string // kinds of entry
}

// KeepEdition keeps an edition; one that is kept already stays as it is.
func (s *Store) KeepEdition(ctx context.Context, e Edition) error {
	tx, err := s.write.begin(ctx)
	if err != nil {
		return fmt.Errorf("edition: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	n, err := affected(tx.ExecContext(ctx, `INSERT INTO edition (id, book, taken) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`, e.ID, e.Book, MomentOf(e.Taken)))
	if err != nil {
		return fmt.Errorf("edition: %w", err)
	}
	if n == 0 {
		return nil
	}
	for _, l := range e.Lines {
		if _, err := tx.ExecContext(ctx, `INSERT INTO edition_line (edition, line, print, starts) VALUES ($1, $2, $3, $4)`, e.ID, l.Line, l.Print, strings.Join(l.Starts, " ")); err != nil {
			return fmt.Errorf("edition: %w", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("edition: %w", err)
	}
	return nil
}

// Edition reads an edition that was kept; ErrNone if it was not.
func (s *Store) Edition(ctx context.Context, id string) (Edition, error) {
	e := Edition{ID: id}
	var taken Moment
	err := s.read.QueryRowContext(ctx, `SELECT book, taken FROM edition WHERE id = $1`, id).Scan(&e.Book, &taken)
	if errors.Is(err, sql.ErrNoRows) {
		return e, ErrNone
	}
	if err != nil {
		return e, fmt.Errorf("edition: %w", err)
	}
	e.Taken = taken.Time()
	err = each(ctx, s.read, func(scan func(...any) error) error {
		var l EditionLine
		var starts string
		err := scan(&l.Line, &l.Print, &starts)
		l.Starts = strings.Fields(starts)
		e.Lines = append(e.Lines, l)
		return err
	}, `SELECT line, print, starts FROM edition_line WHERE edition = $1 ORDER BY line`, id)
	return e, err
}

// elsewhere is a person's chronology whose rows were reckoned under another edition.
const elsewhere = `sort = 'person' AND edition <> $1`

// Elsewhere counts, for each other edition ("" for none that is known), the people whose
// rows were reckoned under it.
func (s *Store) Elsewhere(ctx context.Context, edition string) (map[string]int, error) {
	out := map[string]int{}
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var id string
		var n int
		err := scan(&id, &n)
		out[id] = n
		return err
	}, `SELECT edition, COUNT(*) FROM chronology WHERE `+elsewhere+` GROUP BY edition`, edition)
	if err != nil {
		return nil, fmt.Errorf("edition: %w", err)
	}
	return out, nil
}

// Standing is a chronology of which only what stands outside its entries was read.
type Standing struct {
	ID        ident.Chronology
	Envelopes []Sealed // without parts
	version   int64
	edition   string
}

// Edition is the one that its rows were reckoned under; "" for none that is known.
func (x Standing) Edition() string { return x.edition }

// Waiting lists people, by id and after one, whose rows were reckoned under another
// edition.
func (s *Store) Waiting(ctx context.Context, edition string, after ident.Chronology, most int) ([]ident.Chronology, error) {
	var out []ident.Chronology
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var id ident.Chronology
		err := scan(&id)
		out = append(out, id)
		return err
	}, `SELECT id FROM chronology WHERE `+elsewhere+` AND id > $2 ORDER BY id LIMIT $3`, edition, string(after), most)
	if err != nil {
		return nil, fmt.Errorf("edition: %w", err)
	}
	return out, nil
}

// Stand reads the envelopes of a chronology; ErrNone if there is none.
func (s *Store) Stand(ctx context.Context, id ident.Chronology) (Standing, error) {
	x, there := Standing{ID: id}, false
	err := each(ctx, s.read, func(scan func(...any) error) error {
		there = true
		var entry sql.NullString
		var envelope []byte
		if err := scan(&x.version, &x.edition, &entry, &envelope); err != nil || !entry.Valid {
			return err
		}
		x.Envelopes = append(x.Envelopes, Sealed{ID: ident.Entry(entry.String), Envelope: envelope})
		return nil
	}, `SELECT c.version, c.edition, e.id, e.envelope FROM chronology c LEFT JOIN entry e ON e.chronology = c.id WHERE c.id = $1 ORDER BY e.number`, string(id))
	if err != nil {
		return Standing{}, fmt.Errorf("edition: %w", err)
	}
	if !there {
		return Standing{}, ErrNone
	}
	return x, nil
}

// Deadlines reads the rows of a chronology's deadlines.
func (s *Store) Deadlines(ctx context.Context, id ident.Chronology) ([]Deadline, error) {
	var out []Deadline
	if err := s.deadlines(ctx, id, &out); err != nil {
		return nil, fmt.Errorf("deadlines: %w", err)
	}
	return out, nil
}

// Reckoned is one chronology reckoned anew, or found not to be touched (both lists
// empty).
type Reckoned struct {
	Standing      Standing
	Before, After []Deadline
}

// Reckon writes the rows that differ, and under which edition they now are, in one
// transaction. Where somebody wrote meanwhile, what they wrote stands and nothing is
// written for that chronology: its id is given back, to be reckoned again.
func (s *Store) Reckon(ctx context.Context, edition string, all []Reckoned) (moved []ident.Chronology, err error) {
	tx, err := s.write.begin(ctx)
	if err != nil {
		return nil, fmt.Errorf("reckon: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	x := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	}
	for _, r := range all {
		n, err := affected(tx.ExecContext(ctx, `UPDATE chronology SET edition = $1 WHERE id = $2 AND version = $3 AND edition = $4`,
			edition, string(r.Standing.ID), r.Standing.version, r.Standing.edition))
		if err != nil {
			return nil, fmt.Errorf("reckon: hold: %w", err)
		}
		if n == 0 {
			moved = append(moved, r.Standing.ID)
			continue
		}
		if err := projectDeadlines(r.Standing.ID, false, r.Before, r.After, x); err != nil {
			return nil, fmt.Errorf("reckon: %w", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return nil, fmt.Errorf("reckon: %w", err)
	}
	return moved, nil
}
