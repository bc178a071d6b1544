package store

import (
	"context"
	"fmt"
	"time"

	"waymark/internal/ident"
)

// Tie is how a worker of an organisation stands to a case.
type Tie struct {
	Chronology  ident.Chronology
	Worker      ident.Worker
	Entry       ident.Entry
	From, Until Moment
}

// mostTies bounds how many ties are read at once.
const mostTies = 100

// Ties lists the ties of a bond that an organisation's workers have at an instant, the
// newest first, mostTies of them at most. Who may know of each is the caller's to ask.
func (s *Store) Ties(ctx context.Context, of ident.Organisation, bond string, at time.Time) ([]Tie, error) {
	var out []Tie
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var t Tie
		err := scan(&t.Chronology, &t.Worker, &t.Entry, &t.From, &t.Until)
		out = append(out, t)
		return err
	}, `SELECT chronology, worker, entry, from_at, until_at FROM link WHERE bond = $1 AND organisation = $2 AND from_at <= $3 AND until_at > $3
ORDER BY from_at DESC, entry LIMIT $4`, bond, string(of), MomentOf(at), mostTies)
	if err != nil {
		return nil, fmt.Errorf("ties: %w", err)
	}
	return out, nil
}

// Lapse is a chronology that an organisation could read and cannot read any more.
type Lapse struct {
	Chronology ident.Chronology
	Ended      Moment
}

// Lapsed lists the chronologies that an organisation could read once and cannot at an
// instant, those that ended last first.
func (s *Store) Lapsed(ctx context.Context, org ident.Organisation, at time.Time, most, skip int) ([]Lapse, error) {
	var out []Lapse
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var l Lapse
		err := scan(&l.Chronology, &l.Ended)
		out = append(out, l)
		return err
	}, `SELECT chronology, MAX(until_at) FROM access WHERE organisation = $1 GROUP BY chronology HAVING MAX(until_at) <= $2
ORDER BY MAX(until_at) DESC, chronology LIMIT $3 OFFSET $4`, string(org), MomentOf(at), most, skip)
	if err != nil {
		return nil, fmt.Errorf("lapsed: %w", err)
	}
	return out, nil
}
