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
