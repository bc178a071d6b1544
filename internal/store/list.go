package store

import (
	"context"
	"time"

	"waymark/internal/ident"
	"waymark/internal/label"
)

// Reader is for whom a list is read: an organisation, a worker where only those they
// walk beside are listed, and the labels that the role holds for every row.
type Reader struct {
	Organisation ident.Organisation
	Worker       ident.Worker // "" for all of the organisation's people
	Labels       label.Set
	Now          time.Time
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

// The condition of every list: rows written for this organisation, in an interval of
// access that holds now, and for workers only those they walk beside now.
const duesSQL = `SELECT d.chronology, d.id, d.rule, d.start, d.running, d.must, d.due_at, d.started, d.about, d.owner, d.labels, s.labels, s.bases, s.from_at, s.sealed
FROM deadline d JOIN summary s ON s.chronology = d.chronology
WHERE s.organisation = $1 AND s.from_at <= $2 AND s.until_at > $2 AND d.running AND (d.must OR d.due_at > $2) AND (d.labels & s.labels & $3) = d.labels
AND ($4 = '' OR EXISTS (SELECT 1 FROM link l WHERE l.chronology = d.chronology AND l.worker = $4 AND l.from_at <= $2 AND l.until_at > $2))
ORDER BY d.due_at, d.chronology, d.id LIMIT $5 OFFSET $6`

// Dues lists what is due for a reader's people, the earliest first.
func (s *Store) Dues(ctx context.Context, r Reader, most, skip int) ([]Due, error) {
	var out []Due
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var d Due
		x := &d.Deadline
		err := scan(&d.Chronology, &x.ID, &x.Rule, &x.Start, &x.Running, &x.Must, &x.DueAt, &x.Started, &x.About, &x.Owner, &x.Labels, &d.Held, &d.Bases, &d.From, &d.Sealed)
		out = append(out, d)
		return err
	}, duesSQL, string(r.Organisation), MomentOf(r.Now), int64(r.Labels), string(r.Worker), most, skip)
	return out, err
}

const dueCountsSQL = `SELECT COUNT(*), COALESCE(SUM(CASE WHEN d.due_at <= $2 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN d.due_at > $2 AND d.due_at <= $5 THEN 1 ELSE 0 END), 0)
FROM deadline d JOIN summary s ON s.chronology = d.chronology
WHERE s.organisation = $1 AND s.from_at <= $2 AND s.until_at > $2 AND d.running AND (d.must OR d.due_at > $2) AND (d.labels & s.labels & $3) = d.labels
AND ($4 = '' OR EXISTS (SELECT 1 FROM link l WHERE l.chronology = d.chronology AND l.worker = $4 AND l.from_at <= $2 AND l.until_at > $2))`

// Counts is how many things are due: all, already late, and before the end of a day.
type Counts struct{ All, Late, Today int }

// CountDues counts with the list's own condition. dayEnds is the instant at which the
// local day ends.
func (s *Store) CountDues(ctx context.Context, r Reader, dayEnds time.Time) (Counts, error) {
	var c Counts
	err := s.read.QueryRowContext(ctx, dueCountsSQL, string(r.Organisation), MomentOf(r.Now), int64(r.Labels), string(r.Worker), MomentOf(dayEnds)).Scan(&c.All, &c.Late, &c.Today)
	return c, err
}

// PersonRow is one person of a list, and what is due next.
type PersonRow struct {
	Row
	Next time.Time // the earliest thing due that the reader may know of; zero if none
}

const peopleSQL = `SELECT s.chronology, s.labels, s.bases, s.from_at, s.sealed, COALESCE((SELECT MIN(d.due_at) FROM deadline d WHERE d.chronology = s.chronology AND d.running AND (d.must OR d.due_at > $2) AND (d.labels & s.labels & $3) = d.labels), $7) AS next
FROM summary s JOIN chronology c ON c.id = s.chronology
WHERE c.sort = 'person' AND s.organisation = $1 AND s.from_at <= $2 AND s.until_at > $2
AND ($4 = '' OR EXISTS (SELECT 1 FROM link l WHERE l.chronology = s.chronology AND l.worker = $4 AND l.from_at <= $2 AND l.until_at > $2))
ORDER BY next, s.chronology LIMIT $5 OFFSET $6`

// People lists a reader's people, by what is due next.
func (s *Store) People(ctx context.Context, r Reader, most, skip int) ([]PersonRow, error) {
	var out []PersonRow
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var p PersonRow
		var next Moment
		err := scan(&p.Chronology, &p.Held, &p.Bases, &p.From, &p.Sealed, &next)
		p.Next = next.End()
		out = append(out, p)
		return err
	}, peopleSQL, string(r.Organisation), MomentOf(r.Now), int64(r.Labels), string(r.Worker), most, skip, MomentOf(Never))
	return out, err
}

// CountPeople counts with the list's own condition.
func (s *Store) CountPeople(ctx context.Context, r Reader) (int, error) {
	var n int
	err := s.read.QueryRowContext(ctx, `SELECT COUNT(*) FROM summary s JOIN chronology c ON c.id = s.chronology
WHERE c.sort = 'person' AND s.organisation = $1 AND s.from_at <= $2 AND s.until_at > $2
AND ($3 = '' OR EXISTS (SELECT 1 FROM link l WHERE l.chronology = s.chronology AND l.worker = $3 AND l.from_at <= $2 AND l.until_at > $2))`,
		string(r.Organisation), MomentOf(r.Now), string(r.Worker)).Scan(&n)
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
