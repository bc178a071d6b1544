package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"waymark/internal/ident"
	"waymark/internal/label"
)

// Sort says what a chronology is about.
type Sort string

// The sorts of chronology there are so far.
const (
	Person       Sort = "person"
	Organisation Sort = "organisation"
	Worker       Sort = "worker"
	House        Sort = "house"
)

// Sealed is one entry as it lies.
type Sealed struct {
	ID       ident.Entry
	Envelope []byte
	Parts    [][]byte
}

// Loaded is a chronology as it lay at one version. The version stays inside, and so does
// the edition of the rules that its rows were reckoned under.
type Loaded struct {
	ID      ident.Chronology
	Sort    Sort
	Entries []Sealed
	version int64
	edition string
}

// Load reads a chronology whole; ErrNone if there is none.
func (s *Store) Load(ctx context.Context, id ident.Chronology) (Loaded, error) {
	l, there := Loaded{ID: id}, false
	err := each(ctx, s.read, func(scan func(...any) error) error {
		there = true
		var entry sql.NullString
		var envelope, part []byte
		if err := scan(&l.Sort, &l.version, &l.edition, &entry, &envelope, &part); err != nil || !entry.Valid {
			return err
		}
		if n := len(l.Entries); n == 0 || l.Entries[n-1].ID != ident.Entry(entry.String) {
			l.Entries = append(l.Entries, Sealed{ID: ident.Entry(entry.String), Envelope: envelope})
		}
		if part != nil {
			last := &l.Entries[len(l.Entries)-1]
			last.Parts = append(last.Parts, part)
		}
		return nil
	}, loadSQL, string(id))
	if err != nil {
		return Loaded{}, fmt.Errorf("load: %w", err)
	}
	if !there {
		return Loaded{}, ErrNone
	}
	if int64(len(l.Entries)) != l.version {
		return Loaded{}, ErrAltered
	}
	return l, nil
}

// ErrAltered says that a chronology has more entries, or fewer, than were written to it.
var ErrAltered = errors.New("store: entries are missing or were added")

// Moved says whether somebody wrote to a chronology since it was loaded.
func (s *Store) Moved(ctx context.Context, l Loaded) (bool, error) {
	var version int64
	err := s.read.QueryRowContext(ctx, `SELECT version FROM chronology WHERE id = $1`, string(l.ID)).Scan(&version)
	if err != nil {
		return false, fmt.Errorf("version: %w", err)
	}
	return version != l.version, nil
}

// loadSQL is one statement, so that version and entries are of one moment.
const loadSQL = `SELECT c.sort, c.version, c.edition, e.id, e.envelope, p.sealed
FROM chronology c LEFT JOIN entry e ON e.chronology = c.id LEFT JOIN part p ON p.entry = e.id
WHERE c.id = $1 ORDER BY e.number, p.n`

// Access is a row of who may read.
type Access struct {
	Entry        ident.Entry
	Organisation ident.Organisation
	Basis        string
	Labels       label.Set
	From, Until  Moment
}

// Link is a row of how a worker stands to a case (Bond is a chronology.Bond), or of the
// case being restricted.
type Link struct {
	Entry        ident.Entry
	Worker       ident.Worker // "" where it is restricted
	Bond         string
	Organisation ident.Organisation
	From, Until  Moment
}

// Deadline is a row of what is due.
type Deadline struct {
	ID      string
	Rule    string
	Start   ident.Entry
	Running bool
	Must    bool // somebody must; otherwise something may or goes on until then
	DueAt   Moment
	Owner   string
	Labels  label.Set
	Print   string // keyed digest of what is sealed: rows that do not differ are not written
	Sealed  []byte // the date it counts from, which may be a date of birth
}

// Summary is a row for one reading organisation's lists in one interval of access.
type Summary struct {
	Organisation ident.Organisation
	From, Until  Moment
	Labels       label.Set
	Bases        string // which labels each basis covers, as the policies write it; the store does not read it
	Print        string // keyed digest of what is sealed: rows that do not differ are not written
	Sealed       []byte
}

// Rows is everything computed from one chronology.
type Rows struct {
	Access    []Access
	Links     []Link
	Deadlines []Deadline
	Summaries []Summary
	Edition   string // of the rules under which they were reckoned; not read back
}

// WhoMay reads the rows of access and links of a chronology, and no others.
func (s *Store) WhoMay(ctx context.Context, id ident.Chronology) (Rows, error) {
	var out Rows
	err := errors.Join(
		each(ctx, s.read, func(scan func(...any) error) error {
			var r Access
			err := scan(&r.Entry, &r.Organisation, &r.Basis, &r.Labels, &r.From, &r.Until)
			out.Access = append(out.Access, r)
			return err
		}, `SELECT entry, organisation, basis, labels, from_at, until_at FROM access WHERE chronology = $1`, string(id)),
		each(ctx, s.read, func(scan func(...any) error) error {
			var r Link
			err := scan(&r.Entry, &r.Worker, &r.Bond, &r.Organisation, &r.From, &r.Until)
			out.Links = append(out.Links, r)
			return err
		}, `SELECT entry, worker, bond, organisation, from_at, until_at FROM link WHERE chronology = $1`, string(id)),
	)
	if err != nil {
		return Rows{}, fmt.Errorf("rows: %w", err)
	}
	return out, nil
}

// Rows reads what is computed from a chronology as it stands.
func (s *Store) Rows(ctx context.Context, id ident.Chronology) (Rows, error) {
	out, err := s.WhoMay(ctx, id)
	if err != nil {
		return Rows{}, err
	}
	err = errors.Join(
		s.deadlines(ctx, id, &out.Deadlines),
		each(ctx, s.read, func(scan func(...any) error) error {
			var r Summary
			err := scan(&r.Organisation, &r.From, &r.Until, &r.Labels, &r.Bases, &r.Print)
			out.Summaries = append(out.Summaries, r)
			return err
		}, `SELECT organisation, from_at, until_at, labels, bases, print FROM summary WHERE chronology = $1`, string(id)),
	)
	if err != nil {
		return Rows{}, fmt.Errorf("rows: %w", err)
	}
	return out, nil
}

func (s *Store) deadlines(ctx context.Context, id ident.Chronology, out *[]Deadline) error {
	return each(ctx, s.read, func(scan func(...any) error) error {
		var r Deadline
		err := scan(&r.ID, &r.Rule, &r.Start, &r.Running, &r.Must, &r.DueAt, &r.Owner, &r.Labels, &r.Print)
		*out = append(*out, r)
		return err
	}, `SELECT id, rule, start, running, must, due_at, owner, labels, print FROM deadline WHERE chronology = $1`, string(id))
}

type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// each hands every row of a query to row.
func each(ctx context.Context, q queryer, row func(scan func(...any) error) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return sorted(rows.Err())
}
