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
	Holds        time.Time // the moment whose access counts; zero for Now

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

const duesSQL = `SELECT d.chronology, d.id, d.rule, d.start, d.running, d.must, d.due_at, d.owner, d.labels, d.sealed, s.labels, s.bases, s.from_at, s.sealed
FROM deadline d JOIN summary s ON s.chronology = d.chronology {reach} WHERE {rows} AND {open}
ORDER BY d.due_at, d.chronology, d.id LIMIT $4 OFFSET $5`

// Dues lists what is due for a reader's people, the earliest first.
func (s *Store) Dues(ctx context.Context, r Reader, most, skip int) ([]Due, error) {
	var out []Due
	err := s.list(ctx, r, duesSQL, []any{most, skip}, func(scan func(...any) error) error {
		var d Due
		x := &d.Deadline
		err := scan(&d.Chronology, &x.ID, &x.Rule, &x.Start, &x.Running, &x.Must, &x.DueAt, &x.Owner, &x.Labels, &x.Sealed, &d.Held, &d.Bases, &d.From, &d.Row.Sealed)
		out = append(out, d)
		return err
	})
	return out, err
}

const dueCountsSQL = `SELECT COUNT(*), COALESCE(SUM(CASE WHEN d.due_at <= $2 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN d.must AND d.due_at > $2 AND d.due_at <= $4 THEN 1 ELSE 0 END), 0)
FROM deadline d JOIN summary s ON s.chronology = d.chronology {reach} WHERE {rows} AND {open}`

// Counts is how many things run: all, those already late, and what somebody must do
// before the end of a day.
type Counts struct{ All, Late, Today int }

// CountDues counts with the list's own condition. dayEnds is the instant at which the
// local day ends.
func (s *Store) CountDues(ctx context.Context, r Reader, dayEnds time.Time) (Counts, error) {
	var c Counts
	err := s.list(ctx, r, dueCountsSQL, []any{MomentOf(dayEnds)}, func(scan func(...any) error) error {
		return scan(&c.All, &c.Late, &c.Today)
	})
	return c, err
}

// PersonRow is one person of a list, and what is due next.
type PersonRow struct {
	Row
	Next time.Time // the earliest thing due that the reader may know of; zero if none
}

const peopleSQL = `SELECT s.chronology, s.labels, s.bases, s.from_at, s.sealed, COALESCE((SELECT MIN(d.due_at) FROM deadline d WHERE d.chronology = s.chronology AND {open}), $6) AS next
FROM summary s {reach} WHERE {rows}
ORDER BY next, s.chronology LIMIT $4 OFFSET $5`

// People lists a reader's people, by what is due next. Only people have summaries.
func (s *Store) People(ctx context.Context, r Reader, most, skip int) ([]PersonRow, error) {
	var out []PersonRow
	err := s.list(ctx, r, peopleSQL, []any{most, skip, MomentOf(Never)}, func(scan func(...any) error) error {
		var p PersonRow
		var next Moment
		err := scan(&p.Chronology, &p.Held, &p.Bases, &p.From, &p.Sealed, &next)
		p.Next = next.End()
		out = append(out, p)
		return err
	})
	return out, err
}

// CountPeople counts with the list's own condition.
func (s *Store) CountPeople(ctx context.Context, r Reader) (int, error) {
	var n int
	err := s.list(ctx, r, `SELECT COUNT(*) FROM summary s {reach} WHERE {rows}`, nil, func(scan func(...any) error) error { return scan(&n) })
	return n, err
}

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
