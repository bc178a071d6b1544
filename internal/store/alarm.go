package store

import (
	"context"
	"fmt"
	"time"

	"waymark/internal/ident"
)

// Alarm is something that an operator must answer. It carries no person's data.
type Alarm struct {
	ID     string
	What   string
	Detail string
	Moment time.Time // of the first time
	Times  int       // how often it was raised while it stood
	Last   time.Time // of the last time
}

// Raise keeps an alarm. One that says the same and still stands is counted, not kept
// twice: a page that is asked for again and again does not fill the list.
func (s *Store) Raise(ctx context.Context, a Alarm) error {
	if err := s.raise(ctx, a); err != nil {
		return fmt.Errorf("alarm: %w", err)
	}
	return nil
}

func (s *Store) raise(ctx context.Context, a Alarm) error {
	tx, err := s.write.begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	// One after another, or two that come at once would each find that none stands.
	if _, err := tx.ExecContext(ctx, `UPDATE installation SET one = 1 WHERE one = 1`); err != nil {
		return err
	}
	at := MomentOf(a.Moment)
	n, err := affected(tx.ExecContext(ctx, `UPDATE alarm SET times = times + 1, last = $3 WHERE what = $1 AND detail = $2 AND answered = ''`, a.What, a.Detail, at))
	if err == nil && n == 0 {
		_, err = tx.ExecContext(ctx, `INSERT INTO alarm (id, what, detail, moment, answered, times, last) VALUES ($1, $2, $3, $4, '', 1, $4)`, a.ID, a.What, a.Detail, at)
	}
	if err != nil {
		return err
	}
	return tx.Commit()
}

// Alarms lists alarms that nobody answered, newest first.
func (s *Store) Alarms(ctx context.Context, most int) ([]Alarm, error) {
	var out []Alarm
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var a Alarm
		var at, last Moment
		err := scan(&a.ID, &a.What, &a.Detail, &at, &a.Times, &last)
		a.Moment, a.Last = at.Time(), last.Time()
		out = append(out, a)
		return err
	}, `SELECT id, what, detail, moment, times, CASE last WHEN '' THEN moment ELSE last END FROM alarm WHERE answered = '' ORDER BY moment DESC, id DESC LIMIT $1`, most)
	return out, err
}

// Answer keeps who answered an alarm, when and what they say of it; ErrNone if none of
// this id stands. It is raised anew if it comes again.
func (s *Store) Answer(ctx context.Context, id string, by ident.Worker, note string, now time.Time) error {
	n, err := affected(s.write.ExecContext(ctx, `UPDATE alarm SET answered = $2, note = $3, answered_at = $4 WHERE id = $1 AND answered = ''`, id, string(by), note, MomentOf(now)))
	if err != nil {
		return fmt.Errorf("alarm: %w", err)
	}
	if n == 0 {
		return ErrNone
	}
	return nil
}
