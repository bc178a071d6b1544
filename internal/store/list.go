package store

import (
	"context"
	"time"

	"waymark/internal/ident"
	"waymark/internal/label"
)

// Reader is for whom a list is read: a worker of an organisation, whether only those they
// walk beside are listed, and the labels that the role holds. Opening says more: which
// labels it holds for which rows.
type Reader struct {
	Organisation ident.Organisation
	Worker       ident.Worker
	Beside       bool // only those the worker walks beside; otherwise all of the organisation's people
	Labels       label.Set
	Now          time.Time
	Holds        time.Time          // the moment whose access counts; zero for Now
	Only         []ident.Chronology // nobody but these, MostAmong at most; nil for no such bound

	reach *reach
}

// Row is one person of a list: the summary written for the reading organisation.
type Row struct {
	Chronology ident.Chronology
	Held       label.Set
	Bases      string
	From       Moment // with the organisation, what the sealed bytes are bound to
	Sealed     []byte
}

// Due is one thing due, and whom it is about.
type Due struct {
	Row
	Deadline Deadline
}

// peopleSQL is the list of people that a search narrows to some of them.
const peopleSQL = `SELECT s.chronology, s.labels, s.bases, s.from_at, s.sealed, COALESCE((SELECT MIN(d.due_at) FROM deadline d WHERE d.chronology = s.chronology AND {open}), $6) AS next
FROM summary s {reach} WHERE {rows}
ORDER BY next, s.chronology LIMIT $4 OFFSET $5`

// OfSort lists the chronologies of a sort with an opaque token that changes whenever
// the chronology does.
func (s *Store) OfSort(ctx context.Context, sort Sort) (map[ident.Chronology]string, error) {
	out := map[ident.Chronology]string{}
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var id ident.Chronology
		var token string
		err := scan(&id, &token)
		out[id] = token
		return err
	}, `SELECT id, CAST(version AS TEXT) FROM chronology WHERE sort = $1`, string(sort))
	return out, err
}
