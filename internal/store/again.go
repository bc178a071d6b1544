package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"database/sql"

	"waymark/internal/ident"
)

// Again is one question whether somebody who was met is known elsewhere.
type Again struct {
	Act          ident.Act
	Worker       ident.Worker
	Organisation ident.Organisation
	Chronology   ident.Chronology // of whoever asks
	Moment       time.Time
}

// Bound is how many questions may be asked since a moment.
type Bound struct {
	Since           time.Time
	OfOne, OfAnyone int // by one worker, and by everybody of an organisation
}

// AskAgain notes a question before it is written; false if too many were asked lately. A
// question that was noted already is not counted twice.
func (s *Store) AskAgain(ctx context.Context, a Again, b Bound) (bool, error) {
	var act string
	err := s.write.QueryRowContext(ctx, `SELECT act FROM again WHERE act = $1`, string(a.Act)).Scan(&act)
	if err == nil {
		return true, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return false, fmt.Errorf("again: %w", err)
	}
	n, err := affected(s.write.ExecContext(ctx, `INSERT INTO again (act, worker, organisation, chronology, moment, carried)
SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), ''
WHERE (SELECT COUNT(*) FROM again WHERE worker = $2 AND moment > $6) < $7 AND (SELECT COUNT(*) FROM again WHERE organisation = $3 AND moment > $6) < $8
ON CONFLICT (act) DO NOTHING`, string(a.Act), string(a.Worker), string(a.Organisation), string(a.Chronology), MomentOf(a.Moment), MomentOf(b.Since), b.OfOne, b.OfAnyone))
	if err != nil {
		return false, fmt.Errorf("again: %w", err)
	}
	return n > 0, nil
}

// WaitingAgain lists the questions that were written and not carried yet, the oldest
// first.
func (s *Store) WaitingAgain(ctx context.Context, most int) ([]Again, error) {
	var out []Again
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var a Again
		var at Moment
		err := scan(&a.Act, &a.Worker, &a.Organisation, &a.Chronology, &at)
		a.Moment = at.Time()
		out = append(out, a)
		return err
	}, `SELECT g.act, g.worker, g.organisation, g.chronology, g.moment FROM again g JOIN act a ON a.id = g.act WHERE g.carried = '' ORDER BY g.moment LIMIT $1`, most)
	if err != nil {
		return nil, fmt.Errorf("again: %w", err)
	}
	return out, nil
}

// CarriedAgain notes that a question was carried, whether it concerned anybody or not.
func (s *Store) CarriedAgain(ctx context.Context, act ident.Act, at time.Time) error {
	if _, err := s.write.ExecContext(ctx, `UPDATE again SET carried = $2 WHERE act = $1`, string(act), MomentOf(at)); err != nil {
		return fmt.Errorf("again: %w", err)
	}
	return nil
}
