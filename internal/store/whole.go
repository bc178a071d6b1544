package store

import (
	"context"
	"database/sql"
	"fmt"

	"waymark/internal/ident"
)

// Proof is a chronology with all that must fit together about it, read in one statement.
type Proof struct {
	Loaded
	Proven []Proven // one for each of its entries, in their order
}

// Proven is what lies beside an entry.
type Proven struct {
	InTurn bool   // its number follows that of the entry before, and its parts are numbered without a gap
	Acted  bool   // the act that it names is there
	Leaf   []byte // nil if there is none
}

// Whole says whether as many entries lie there as were written.
func (p Proof) Whole() bool { return int64(len(p.Entries)) == p.version }

// Edition is the edition of the rules that its rows were reckoned under.
func (p Proof) Edition() string { return p.edition }

// Chronologies lists chronologies of every sort by id, after one.
func (s *Store) Chronologies(ctx context.Context, after ident.Chronology, most int) ([]ident.Chronology, error) {
	var out []ident.Chronology
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var id ident.Chronology
		err := scan(&id)
		out = append(out, id)
		return err
	}, `SELECT id FROM chronology WHERE id > $1 ORDER BY id LIMIT $2`, string(after), most)
	if err != nil {
		return nil, fmt.Errorf("chronologies: %w", err)
	}
	return out, nil
}

// CountChronologies counts chronologies of every sort.
func (s *Store) CountChronologies(ctx context.Context) (int, error) {
	var n int
	err := s.read.QueryRowContext(ctx, `SELECT COUNT(*) FROM chronology`).Scan(&n)
	return n, err
}

const proofSQL = `SELECT c.sort, c.version, c.edition, e.id, e.number, e.envelope, a.id, l.hash, p.n, p.sealed
FROM chronology c LEFT JOIN entry e ON e.chronology = c.id LEFT JOIN act a ON a.id = e.act LEFT JOIN leaf l ON l.entry = e.id LEFT JOIN part p ON p.entry = e.id
WHERE c.id = $1 ORDER BY e.number, e.id, p.n`

// Proof reads a chronology to be proved; ErrNone if there is none. It refuses nothing.
func (s *Store) Proof(ctx context.Context, id ident.Chronology) (Proof, error) {
	p, there := Proof{Loaded: Loaded{ID: id}}, false
	err := each(ctx, s.read, func(scan func(...any) error) error {
		there = true
		var entry, act sql.NullString
		var number, n sql.NullInt64
		var envelope, leaf, part []byte
		if err := scan(&p.Sort, &p.version, &p.edition, &entry, &number, &envelope, &act, &leaf, &n, &part); err != nil || !entry.Valid {
			return err
		}
		last := len(p.Entries) - 1
		if last < 0 || p.Entries[last].ID != ident.Entry(entry.String) {
			p.Entries = append(p.Entries, Sealed{ID: ident.Entry(entry.String), Envelope: envelope})
			p.Proven = append(p.Proven, Proven{InTurn: number.Int64 == int64(len(p.Entries)), Acted: act.Valid, Leaf: leaf})
			last++
		}
		if n.Valid {
			e := &p.Entries[last]
			if n.Int64 != int64(len(e.Parts)) {
				p.Proven[last].InTurn = false
			}
			e.Parts = append(e.Parts, part)
		}
		return nil
	}, proofSQL, string(id))
	if err != nil {
		return Proof{}, fmt.Errorf("proof: %w", err)
	}
	if !there {
		return Proof{}, ErrNone
	}
	return p, nil
}

// Stray is a row that belongs to nothing: of the entry or chronology that it names there
// is none, or its place is beyond the tree.
type Stray struct{ Table, Of string }

// Each finds the strays of one table. One statement, so that it looks at one moment.
var straySQL = []struct{ table, query string }{
	{"entry", `SELECT e.chronology FROM entry e WHERE NOT EXISTS (SELECT 1 FROM chronology c WHERE c.id = e.chronology)`},
	{"part", `SELECT p.entry FROM part p WHERE NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = p.entry)`},
	{"leaf", `SELECT l.entry FROM leaf l WHERE NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = l.entry)`},
	{"leaf", `SELECT l.entry FROM leaf l WHERE l.place >= (SELECT t.size FROM tree t WHERE t.one = 1) OR l.place < 0`},
	{"access", `SELECT r.chronology FROM access r WHERE NOT EXISTS (SELECT 1 FROM chronology c WHERE c.id = r.chronology)`},
	{"link", `SELECT r.chronology FROM link r WHERE NOT EXISTS (SELECT 1 FROM chronology c WHERE c.id = r.chronology)`},
	{"deadline", `SELECT r.chronology FROM deadline r WHERE NOT EXISTS (SELECT 1 FROM chronology c WHERE c.id = r.chronology)`},
	{"summary", `SELECT r.chronology FROM summary r WHERE NOT EXISTS (SELECT 1 FROM chronology c WHERE c.id = r.chronology)`},
	{"due", `SELECT r.chronology FROM due r WHERE NOT EXISTS (SELECT 1 FROM chronology c WHERE c.id = r.chronology)`},
}

// Strays lists the rows that belong to nothing.
func (s *Store) Strays(ctx context.Context) ([]Stray, error) {
	var out []Stray
	for _, x := range straySQL {
		err := each(ctx, s.read, func(scan func(...any) error) error {
			r := Stray{Table: x.table}
			err := scan(&r.Of)
			out = append(out, r)
			return err
		}, x.query)
		if err != nil {
			return nil, fmt.Errorf("strays: %w", err)
		}
	}
	return out, nil
}

// What lies in due of one chronology and does not follow from its deadlines and
// summaries, and what follows and does not lie there.
const (
	dueLies    = `SELECT organisation, must, due_at, chronology, deadline, from_at, until_at, labels, held, bases, owner FROM due WHERE chronology = $1`
	dueFollows = `SELECT s.organisation, d.must, d.due_at, d.chronology, d.id, s.from_at, s.until_at, d.labels, s.labels, s.bases, d.owner
FROM deadline d JOIN summary s ON s.chronology = d.chronology WHERE d.chronology = $1 AND d.running AND (d.labels & s.labels) = d.labels`
	dueDiffersSQL = `SELECT (SELECT COUNT(*) FROM (` + dueLies + ` EXCEPT ` + dueFollows + `) more) + (SELECT COUNT(*) FROM (` + dueFollows + ` EXCEPT ` + dueLies + `) less)
+ ABS((SELECT COUNT(*) FROM (` + dueLies + `) lies) - (SELECT COUNT(*) FROM (` + dueFollows + `) follows))`
)

// DueDiffers says whether what is laid out for lists of a chronology is something else
// than what follows from its deadlines and summaries.
func (s *Store) DueDiffers(ctx context.Context, id ident.Chronology) (bool, error) {
	var n int64
	err := s.read.QueryRowContext(ctx, dueDiffersSQL, string(id)).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("due: %w", err)
	}
	return n > 0, nil
}

// Computed is the rows of a chronology with what is sealed in them.
type Computed struct {
	Rows
	Due bool // what is laid out for lists follows from them
}

// Computed reads the rows of a chronology with what is sealed in them.
func (s *Store) Computed(ctx context.Context, id ident.Chronology) (Computed, error) {
	var c Computed
	var err error
	if c.Rows, err = s.WhoMay(ctx, id); err != nil {
		return c, err
	}
	if err := each(ctx, s.read, func(scan func(...any) error) error {
		var r Deadline
		err := scan(&r.ID, &r.Rule, &r.Start, &r.Running, &r.Must, &r.DueAt, &r.Owner, &r.Labels, &r.Print, &r.Sealed)
		c.Deadlines = append(c.Deadlines, r)
		return err
	}, `SELECT id, rule, start, running, must, due_at, owner, labels, print, sealed FROM deadline WHERE chronology = $1`, string(id)); err != nil {
		return c, fmt.Errorf("rows: %w", err)
	}
	if err := each(ctx, s.read, func(scan func(...any) error) error {
		var r Summary
		err := scan(&r.Organisation, &r.From, &r.Until, &r.Labels, &r.Bases, &r.Print, &r.Sealed)
		c.Summaries = append(c.Summaries, r)
		return err
	}, `SELECT organisation, from_at, until_at, labels, bases, print, sealed FROM summary WHERE chronology = $1`, string(id)); err != nil {
		return c, fmt.Errorf("rows: %w", err)
	}
	differs, err := s.DueDiffers(ctx, id)
	c.Due = !differs
	return c, err
}
