package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"waymark/internal/ident"
)

// NameRow is a summary with the end of its interval, for whoever opens the names in it.
type NameRow struct {
	Row
	Until Moment
}

const namesSQL = `SELECT chronology, from_at, until_at, sealed FROM summary WHERE organisation = $1 AND until_at > $2 AND chronology `

// Names reads the summaries of an organisation that hold now or later, a bounded number
// of chronologies after one of them, in the order of their ids. Whoever reads them
// decides on nothing: what a reader may be shown is asked of lists.
func (s *Store) Names(ctx context.Context, org ident.Organisation, now time.Time, after ident.Chronology, most int) ([]NameRow, error) {
	return s.names(ctx, namesSQL+`IN (SELECT DISTINCT chronology FROM summary WHERE organisation = $1 AND chronology > $3 ORDER BY chronology LIMIT $4) ORDER BY chronology, from_at`,
		string(org), MomentOf(now), string(after), most)
}

// NamesOn reads the summaries of one chronology as Names does.
func (s *Store) NamesOn(ctx context.Context, org ident.Organisation, now time.Time, on ident.Chronology) ([]NameRow, error) {
	return s.names(ctx, namesSQL+`= $3 ORDER BY from_at`, string(org), MomentOf(now), string(on))
}

func (s *Store) names(ctx context.Context, query string, args ...any) ([]NameRow, error) {
	var out []NameRow
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var r NameRow
		err := scan(&r.Chronology, &r.From, &r.Until, &r.Sealed)
		out = append(out, r)
		return err
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("names: %w", err)
	}
	return out, nil
}

// changedSQL begins with the acts: of itself SQLite goes through all entries there are, in
// the order that they are grouped by.
const changedSQL = `SELECT e.chronology, MAX(a.moment) FROM act a CROSS JOIN entry e WHERE e.act = a.id AND a.moment >= $1 GROUP BY e.chronology`

// Changed lists the chronologies written to since a moment, each with the newest moment,
// by whichever process.
func (s *Store) Changed(ctx context.Context, since time.Time) (map[ident.Chronology]time.Time, error) {
	out := map[ident.Chronology]time.Time{}
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var id ident.Chronology
		var at Moment
		err := scan(&id, &at)
		out[id] = at.Time()
		return err
	}, changedSQL, MomentOf(since))
	if err != nil {
		return nil, fmt.Errorf("changed: %w", err)
	}
	return out, nil
}

// MostAmong is how many people Among takes at once. The statement is the same however
// many are asked about.
const MostAmong = 60

var amongSQL = `SELECT s.chronology, s.labels, s.bases, s.from_at, s.sealed, COALESCE((SELECT MIN(d.due_at) FROM deadline d WHERE d.chronology = s.chronology AND {open}), $4) AS next
FROM summary s {reach} WHERE {rows} AND s.chronology IN (` + places(5, MostAmong) + `)`

func places(from, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint("$", from+i)
	}
	return strings.Join(out, ", ")
}

// padded are ids as the arguments of places.
func padded(ids []ident.Chronology) []any {
	out := make([]any, MostAmong)
	for i := range out {
		out[i] = ""
		if i < len(ids) {
			out[i] = string(ids[i])
		}
	}
	return out
}

// Among gives those of at most MostAmong people whom a reader's list has, as the list has
// them.
func (s *Store) Among(ctx context.Context, r Reader, ids []ident.Chronology) (map[ident.Chronology]PersonRow, error) {
	args := append([]any{MomentOf(Never)}, padded(ids)...)
	out := map[ident.Chronology]PersonRow{}
	err := s.list(ctx, r, amongSQL, args, func(scan func(...any) error) error {
		var p PersonRow
		var next Moment
		err := scan(&p.Chronology, &p.Held, &p.Bases, &p.From, &p.Sealed, &next)
		p.Next = next.End()
		out[p.Chronology] = p
		return err
	})
	return out, err
}

// Listed gives the ids of everybody on a reader's list.
func (s *Store) Listed(ctx context.Context, r Reader) (map[ident.Chronology]bool, error) {
	out := map[ident.Chronology]bool{}
	err := s.list(ctx, r, `SELECT s.chronology FROM summary s {reach} WHERE {rows}`, nil, func(scan func(...any) error) error {
		var id ident.Chronology
		err := scan(&id)
		out[id] = true
		return err
	})
	return out, err
}
