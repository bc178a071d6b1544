package store

import (
	"context"
	"math"
	"strings"
	"time"

	"waymark/internal/ident"
)

// MostCounted is how far lists count: who has more than a thousand people, or as many
// things late, plans with no number, and counting all of them at each page would take
// longer the more there are. One more stands for all that is more.
const MostCounted = 1000

// What lists read of what is due: what somebody must do, whenever it was due, and what may
// be done or goes on, as long as it does. Each is in order in its own index.
const (
	mustSQL = `d.must = TRUE`
	mayAt   = `d.must = FALSE AND d.due_at > $2`
	runsSQL = `(d.must = TRUE OR d.due_at > $2)`
)

// walkSQL goes through what is due for an organisation, the earliest first, and stops when
// the page is full. Whom a worker walks beside is found first, where only they are listed.
const (
	walkSQL = `SELECT d.due_at AS due_at, d.chronology AS chronology, d.deadline AS deadline, d.from_at AS from_at FROM due d WHERE ` + mustSQL + ` AND {due}{first}
UNION ALL SELECT d.due_at, d.chronology, d.deadline, d.from_at FROM due d WHERE ` + mayAt + ` AND {due}{first}
ORDER BY due_at, chronology, deadline LIMIT $4 OFFSET $5`
	walkBesideSQL = `SELECT d.due_at AS due_at, d.chronology AS chronology, d.deadline AS deadline, d.from_at AS from_at FROM {beside} b CROSS JOIN due d WHERE d.chronology = b.chronology AND ` + runsSQL + ` AND {due}
ORDER BY d.due_at, d.chronology, d.deadline LIMIT $4 OFFSET $5`
)

const duesSQL = `SELECT d.chronology, d.id, d.rule, d.start, d.running, d.must, d.due_at, d.owner, d.labels, d.sealed, s.labels, s.bases, s.from_at, s.sealed
FROM ({walk}) w CROSS JOIN deadline d CROSS JOIN summary s WHERE d.chronology = w.chronology AND d.id = w.deadline AND s.organisation = $1 AND s.chronology = w.chronology AND s.from_at = w.from_at
ORDER BY w.due_at, w.chronology, w.deadline`

// walked writes a query over a walk for a reader.
func walked(query string, r Reader, first string) string {
	walk := walkSQL
	if r.Beside {
		walk = walkBesideSQL
	}
	return strings.ReplaceAll(query, "{walk}", strings.ReplaceAll(walk, "{first}", first))
}

// Dues lists what is due for a reader's people, the earliest first.
func (s *Store) Dues(ctx context.Context, r Reader, most, skip int) ([]Due, error) {
	return s.dues(ctx, r, walked(duesSQL, r, ""), []any{most, skip})
}

func (s *Store) dues(ctx context.Context, r Reader, query string, args []any) ([]Due, error) {
	var out []Due
	err := s.list(ctx, r, query, args, func(scan func(...any) error) error {
		var d Due
		x := &d.Deadline
		err := scan(&d.Chronology, &x.ID, &x.Rule, &x.Start, &x.Running, &x.Must, &x.DueAt, &x.Owner, &x.Labels, &x.Sealed, &d.Held, &d.Bases, &d.From, &d.Row.Sealed)
		out = append(out, d)
		return err
	})
	return out, err
}

// Counts is how many things run: all, those already late, and what somebody must do
// before the end of a day; each counted as far as MostCounted.
type Counts struct{ All, Late, Today int }

// CountDues counts with the list's own condition. dayEnds is the instant at which the
// local day ends.
func (s *Store) CountDues(ctx context.Context, r Reader, dayEnds time.Time) (Counts, error) {
	var c Counts
	if r.Beside {
		err := s.list(ctx, r, countTheirsSQL, []any{MomentOf(dayEnds)}, func(scan func(...any) error) error {
			return scan(&c.All, &c.Late, &c.Today)
		})
		return Counts{All: min(c.All, MostCounted+1), Late: min(c.Late, MostCounted+1), Today: min(c.Today, MostCounted+1)}, err
	}
	var rest int
	err := s.countDue(ctx, r, &c.Late, MostCounted+1, []string{mustSQL + ` AND d.due_at <= $2`})
	if err == nil {
		err = s.countDue(ctx, r, &c.Today, MostCounted+1, []string{mustSQL + ` AND d.due_at > $2 AND d.due_at <= $5`}, MomentOf(dayEnds))
	}
	if most := MostCounted + 1 - c.Late; err == nil && most > 0 {
		err = s.countDue(ctx, r, &rest, most, []string{mustSQL + ` AND d.due_at > $2`, mayAt})
	}
	c.All = c.Late + rest
	return c, err
}

// countTheirsSQL counts what is due for the few whom a worker walks beside, all at once.
const countTheirsSQL = `SELECT COUNT(*), COALESCE(SUM(CASE WHEN d.due_at <= $2 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN d.must = TRUE AND d.due_at > $2 AND d.due_at <= $4 THEN 1 ELSE 0 END), 0)
FROM {beside} b CROSS JOIN due d WHERE d.chronology = b.chronology AND ` + runsSQL + ` AND {due}`

// countDue counts, at most so many, what is due of several sorts, each in its own index.
func (s *Store) countDue(ctx context.Context, r Reader, n *int, most int, of []string, more ...any) error {
	const from = `SELECT 1 FROM due d WHERE `
	query := `SELECT COUNT(*) FROM (` + from + strings.Join(of, ` AND {due} UNION ALL `+from) + ` AND {due} LIMIT $4) c`
	return s.list(ctx, r, query, append([]any{most}, more...), func(scan func(...any) error) error { return scan(n) })
}

// PersonRow is one person of a list, and what is due next.
type PersonRow struct {
	Row
	Next time.Time // the earliest thing due that the reader may know of; zero if none
}

// firstSQL keeps of what is due what comes first for each person.
const firstSQL = ` AND NOT EXISTS (SELECT 1 FROM due e WHERE e.chronology = d.chronology AND (e.due_at < d.due_at OR (e.due_at = d.due_at AND e.deadline < d.deadline)) AND (e.must = TRUE OR e.due_at > $2) AND {same e})`

const (
	personRow = `SELECT s.chronology, s.labels, s.bases, s.from_at, s.sealed`

	// waitedSQL lists those for whom something is due, and restSQL all others.
	waitedSQL = personRow + `, w.due_at FROM ({walk}) w CROSS JOIN summary s WHERE s.organisation = $1 AND s.chronology = w.chronology AND s.from_at = w.from_at
ORDER BY w.due_at, w.chronology`
	// theirsSQL lists those of a worker, who are few.
	theirsSQL = personRow + `, COALESCE((SELECT MIN(d.due_at) FROM due d WHERE d.chronology = s.chronology AND d.organisation = $1 AND d.from_at = s.from_at AND ` + runsSQL + ` AND {opens d}), $6) AS next
FROM {people} AND {rows} AND {opens} ORDER BY next, s.chronology LIMIT $4 OFFSET $5`
	restSQL = personRow + `, $6 FROM {people} AND {rows} AND {opens} AND NOT EXISTS (SELECT 1 FROM due d WHERE d.chronology = s.chronology AND ` + runsSQL + ` AND {due})
ORDER BY s.chronology LIMIT $4 OFFSET $5`
	countWaitedSQL = `SELECT COUNT(*) FROM ({walk}) w`
	countPeopleSQL = `SELECT COUNT(*) FROM (SELECT 1 FROM {people} AND {rows} AND {opens} LIMIT $4) c`
)

// peopled writes a query over the people of a reader.
func peopled(query string, r Reader) string {
	people := `summary s WHERE s.organisation = $1`
	if r.Beside {
		people = `{beside} b CROSS JOIN summary s WHERE s.organisation = $1 AND s.chronology = b.chronology`
	}
	return strings.ReplaceAll(query, "{people}", people)
}

// People lists a reader's people, by what is due next, and last those for whom nothing is.
// Only people have summaries.
func (s *Store) People(ctx context.Context, r Reader, most, skip int) ([]PersonRow, error) {
	if r.Beside {
		return s.people(ctx, r, peopled(theirsSQL, r), most, skip, MomentOf(Never))
	}
	out, err := s.people(ctx, r, walked(waitedSQL, r, firstSQL), most, skip)
	if err != nil || len(out) == most {
		return out, err
	}
	passed := 0 // of those for whom nothing is due
	if len(out) == 0 && skip > 0 {
		waited := 0
		if err := s.list(ctx, r, walked(countWaitedSQL, r, firstSQL), []any{int64(math.MaxInt64), 0}, func(scan func(...any) error) error { return scan(&waited) }); err != nil {
			return nil, err
		}
		passed = skip - waited
	}
	rest, err := s.people(ctx, r, peopled(restSQL, r), most-len(out), passed, MomentOf(Never))
	return append(out, rest...), err
}

func (s *Store) people(ctx context.Context, r Reader, query string, args ...any) ([]PersonRow, error) {
	var out []PersonRow
	err := s.list(ctx, r, query, args, func(scan func(...any) error) error {
		var p PersonRow
		var next Moment
		err := scan(&p.Chronology, &p.Held, &p.Bases, &p.From, &p.Sealed, &next)
		p.Next = next.End()
		out = append(out, p)
		return err
	})
	return out, err
}

// CountPeople counts with the list's own condition, as far as MostCounted.
func (s *Store) CountPeople(ctx context.Context, r Reader) (int, error) {
	var n int
	err := s.list(ctx, r, peopled(countPeopleSQL, r), []any{MostCounted + 1}, func(scan func(...any) error) error { return scan(&n) })
	return n, err
}

const dueColumns = `INSERT INTO due (organisation, must, due_at, chronology, deadline, from_at, until_at, labels, held, bases, owner)
SELECT s.organisation, d.must, d.due_at, d.chronology, d.id, s.from_at, s.until_at, d.labels, s.labels, s.bases, d.owner
FROM deadline d JOIN summary s ON s.chronology = d.chronology WHERE d.running AND (d.labels & s.labels) = d.labels AND d.chronology = $1`

// projectDue lays out for lists what follows from a deadline, in every interval of access.
func projectDue(id ident.Chronology, r Deadline, x func(string, ...any) error) error {
	if !r.Running {
		return nil
	}
	return x(dueColumns+` AND d.id = $2`, string(id), r.ID)
}

func dropDue(id ident.Chronology, r Deadline, x func(string, ...any) error) error {
	if !r.Running {
		return nil
	}
	return x(`DELETE FROM due WHERE chronology = $1 AND deadline = $2`, string(id), r.ID)
}

// projectDueOf lays out what is due in one interval of one organisation's access.
func projectDueOf(id ident.Chronology, r Summary, x func(string, ...any) error) error {
	return x(dueColumns+` AND s.organisation = $2 AND s.from_at = $3`, string(id), string(r.Organisation), r.From)
}

func dropDueOf(id ident.Chronology, r Summary, x func(string, ...any) error) error {
	return x(`DELETE FROM due WHERE chronology = $1 AND organisation = $2 AND from_at = $3`, string(id), string(r.Organisation), r.From)
}

// sameSQL bounds them for a case and an interval that are bounded by another row.
func sameSQL(alias, of, opens string) string {
	return strings.ReplaceAll(alias+`.organisation = $1 AND `+alias+`.from_at = `+of+`.from_at AND `+opens, "{t}", alias)
}

// dueSQL bounds rows of what is due under an alias: written for this organisation, in an
// interval of access that holds now, of a case that this worker may know of, and resting on
// labels that are open to them in that row.
func dueSQL(alias, opens, kept string) string {
	return strings.ReplaceAll(`{t}.organisation = $1 AND {t}.from_at <= {holds} AND {t}.until_at > {holds} AND `+opens+` AND `+kept, "{t}", alias)
}

// Where every sort of row is alike, one set of labels is open; otherwise it is looked up.
const (
	opensAlike = `({t}.labels & {labels}) = {t}.labels`
	opensEach  = `EXISTS (SELECT 1 FROM reach r WHERE r.bases = {t}.bases AND r.held = {t}.held AND ({t}.labels & r.labels) = {t}.labels)`
	rowOpens   = `EXISTS (SELECT 1 FROM reach r WHERE r.bases = s.bases AND r.held = s.labels)`
)
