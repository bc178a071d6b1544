package store

import (
	"context"
	"fmt"
	"strings"

	"waymark/internal/ident"
)

// DueOf says which of what is due a list is of: what some must do, due after one moment and
// until another, or what may be done or goes on.
type DueOf struct {
	Owners []string // who must; none for what may be done or goes on, as long as it does
	After  Moment   // due after this; "" from the first
	Until  Moment   // due at this or before; "" for all to come
}

// walk goes through it, the earliest first, each owner's in an index of its own: $4 and $5
// bound the page, $6 and $7 when it is due, and the owners follow.
func (of DueOf) walk(r Reader) string {
	const columns = `SELECT d.due_at AS due_at, d.chronology AS chronology, d.deadline AS deadline, d.from_at AS from_at FROM `
	const when = ` AND d.due_at > $6 AND d.due_at <= $7 AND {due}`
	const order = "\nORDER BY due_at, chronology, deadline LIMIT $4 OFFSET $5"
	from := `due d WHERE `
	if r.Beside {
		from = `{beside} b CROSS JOIN due d WHERE d.chronology = b.chronology AND `
	}
	switch {
	case len(of.Owners) == 0:
		return columns + from + mayAt + when + order
	case r.Beside:
		return columns + from + mustSQL + ` AND d.owner IN (` + places(8, len(of.Owners)) + `)` + when + order
	}
	each := make([]string, len(of.Owners))
	for i := range of.Owners {
		each[i] = columns + from + mustSQL + fmt.Sprintf(` AND d.owner = $%d`, 8+i) + when
	}
	return strings.Join(each, "\nUNION ALL ") + order
}

func (of DueOf) args(most, skip int) []any {
	until := of.Until
	if until == "" {
		until = MomentOf(Never)
	}
	args := []any{most, skip, of.After, until}
	for _, o := range of.Owners {
		args = append(args, o)
	}
	return args
}

// DuesOf lists some of what is due for a reader's people, the earliest first.
func (s *Store) DuesOf(ctx context.Context, r Reader, of DueOf, most, skip int) ([]Due, error) {
	return s.dues(ctx, r, strings.ReplaceAll(duesSQL, "{walk}", of.walk(r)), of.args(most, skip))
}

// CountDuesOf counts it with the list's own condition, as far as MostCounted.
func (s *Store) CountDuesOf(ctx context.Context, r Reader, of DueOf) (int, error) {
	var n int
	query := strings.ReplaceAll(countWaitedSQL, "{walk}", of.walk(r))
	err := s.list(ctx, r, query, of.args(MostCounted+1, 0), func(scan func(...any) error) error { return scan(&n) })
	return n, err
}

const (
	besideNowSQL = `l.bond = 'beside' AND l.organisation = $1 AND l.from_at <= {holds} AND l.until_at > {holds}`

	holdersSQL = `SELECT COALESCE(l.worker, ''), COUNT(DISTINCT w.chronology) FROM ({walk}) w LEFT JOIN link l ON l.chronology = w.chronology AND ` + besideNowSQL + `
GROUP BY COALESCE(l.worker, '')`
)

// Holders counts for how many people something of this is due, by the worker who walks
// beside them; "" for those whom nobody does. It goes as far as MostCounted things.
func (s *Store) Holders(ctx context.Context, r Reader, of DueOf) (map[ident.Worker]int, error) {
	out := map[ident.Worker]int{}
	query := strings.ReplaceAll(holdersSQL, "{walk}", of.walk(r))
	err := s.list(ctx, r, query, of.args(MostCounted, 0), func(scan func(...any) error) error {
		var w ident.Worker
		var n int
		err := scan(&w, &n)
		out[w] = n
		return err
	})
	return out, err
}

var heldBySQL = `SELECT l.chronology, l.worker FROM link l WHERE ` + strings.ReplaceAll(besideNowSQL, "{holds}", "$2") + ` AND l.chronology IN (` + places(3, MostAmong) + `) ORDER BY l.from_at, l.worker`

// HeldBy says who of a reader's organisation walks beside people of its list: at most
// MostAmong of them, those who were there first in front.
func (s *Store) HeldBy(ctx context.Context, r Reader, ids []ident.Chronology) (map[ident.Chronology][]ident.Worker, error) {
	at := r.Holds
	if at.IsZero() {
		at = r.Now
	}
	args := []any{string(r.Organisation), MomentOf(at)}
	for i := range MostAmong {
		id := ""
		if i < len(ids) {
			id = string(ids[i])
		}
		args = append(args, id)
	}
	out := map[ident.Chronology][]ident.Worker{}
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var on ident.Chronology
		var w ident.Worker
		err := scan(&on, &w)
		out[on] = append(out[on], w)
		return err
	}, heldBySQL, args...)
	if err != nil {
		return nil, fmt.Errorf("list: %w", err)
	}
	return out, nil
}
