package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Snapshot is everything that a database holds as it was at one moment, to be copied
// elsewhere. Others may write meanwhile.
type Snapshot struct {
	Migrations []int64 // those that its schema is made of
	Tables     []Table // each after those that it points to
	pool       *pool
	tx         *sql.Tx
	own        bool // the pool was opened for it
}

// Table is a table as it lies, whichever engine holds it.
type Table struct {
	Name    string   `json:"table"`
	Columns []Column `json:"columns"`
	key     []string // its rows are read in the order of these
}

// Column is one column of a table.
type Column struct {
	Name string `json:"name"`
	Sort string `json:"sort"` // text, number, flag or bytes
	Null bool   `json:"null,omitempty"`
}

// The sorts of column. No migration uses another.
var sortOf = map[string]string{"text": "text", "bigint": "number", "boolean": "flag", "bytea": "bytes"}

// Read looks at a database that is there, to copy it. It changes nothing: a schema that is
// older stays so.
func Read(ctx context.Context, where Database) (*Snapshot, error) {
	return readTo(ctx, where, where.HoldsData)
}

func readTo(ctx context.Context, where Database, holds func(context.Context) (bool, error)) (*Snapshot, error) {
	lies, err := holds(ctx)
	if err == nil && !lies {
		err = ErrNone
	}
	if err != nil {
		return nil, err
	}
	p, err := where.peek(ctx)
	if err != nil {
		return nil, err
	}
	x, err := snapshot(ctx, p)
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	x.own = true
	return x, nil
}

// ReadBeside looks at the database that a store has open.
func (s *Store) ReadBeside(ctx context.Context) (*Snapshot, error) { return snapshot(ctx, s.read) }

func snapshot(ctx context.Context, p *pool) (*Snapshot, error) {
	how := &sql.TxOptions{ReadOnly: true}
	if p.engine == onPostgres {
		how.Isolation = sql.LevelRepeatableRead
	}
	tx, err := p.BeginTx(ctx, how)
	if err != nil {
		return nil, sorted(err)
	}
	x := &Snapshot{pool: p, tx: tx}
	if err := x.describe(ctx); err != nil {
		return nil, errors.Join(sorted(err), tx.Rollback())
	}
	return x, nil
}

// Close lets the moment go.
func (x *Snapshot) Close() error {
	err := x.tx.Rollback()
	if x.own {
		err = errors.Join(err, x.pool.Close())
	}
	return err
}

// QueryContext asks the snapshot.
func (x *Snapshot) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return x.tx.QueryContext(ctx, query, args...)
}

// What each engine says of its tables: columns in their order, which of them are the key,
// and which table points to which.
var (
	describeSQL = map[engine]string{
		onSQLite: `SELECT m.name, p.name, LOWER(p.type), p."notnull" = 0 AND p.pk = 0, p.pk FROM sqlite_master m, pragma_table_info(m.name) p
WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'goose%' ORDER BY m.name, p.cid`,
		onPostgres: `SELECT c.table_name, c.column_name, c.data_type, c.is_nullable = 'YES', COALESCE(ARRAY_POSITION(i.indkey, a.attnum) + 1, 0)
FROM information_schema.columns c JOIN pg_namespace n ON n.nspname = c.table_schema JOIN pg_class t ON t.relnamespace = n.oid AND t.relname = c.table_name AND t.relkind = 'r'
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = c.column_name LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
WHERE c.table_schema = current_schema() AND c.table_name NOT LIKE 'goose%' ORDER BY c.table_name, c.ordinal_position`,
	}
	pointsSQL = map[engine]string{
		onSQLite: `SELECT m.name, f."table" FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`,
		onPostgres: `SELECT t.relname, f.relname FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
JOIN pg_namespace n ON n.oid = t.relnamespace WHERE k.contype = 'f' AND n.nspname = current_schema()`,
	}
)

// plain is what a name in a schema looks like; it goes into a statement as it is.
var plain = regexp.MustCompile(`^[a-z_]+$`)

func (x *Snapshot) describe(ctx context.Context) error {
	tables, keys := map[string]*Table{}, map[string]map[int]string{}
	var names []string
	err := each(ctx, x, func(scan func(...any) error) error {
		var table, sort string
		var c Column
		var key int
		if err := scan(&table, &c.Name, &sort, &c.Null, &key); err != nil {
			return err
		}
		c.Sort = sortOf[sort]
		if c.Sort == "" || !plain.MatchString(table) || !plain.MatchString(c.Name) {
			return fmt.Errorf("snapshot: %s.%s is a column that no Waymark made", table, c.Name)
		}
		if tables[table] == nil {
			tables[table], keys[table] = &Table{Name: table}, map[int]string{}
			names = append(names, table)
		}
		tables[table].Columns = append(tables[table].Columns, c)
		if key > 0 {
			keys[table][key] = c.Name
		}
		return nil
	}, describeSQL[x.pool.engine])
	if err != nil {
		return err
	}
	points := map[string][]string{}
	if err := each(ctx, x, func(scan func(...any) error) error {
		var from, to string
		err := scan(&from, &to)
		points[from] = append(points[from], to)
		return err
	}, pointsSQL[x.pool.engine]); err != nil {
		return err
	}
	slices.Sort(names) // the engines order names each in its own way
	for _, name := range inOrder(names, points) {
		t := tables[name]
		for n := 1; n <= len(keys[name]); n++ {
			t.key = append(t.key, keys[name][n])
		}
		slices.SortFunc(t.Columns, func(a, b Column) int { return strings.Compare(a.Name, b.Name) }) // schemas that grew in another order are alike
		if len(t.key) == 0 {
			for _, c := range t.Columns {
				t.key = append(t.key, c.Name)
			}
		}
		x.Tables = append(x.Tables, *t)
	}
	return each(ctx, x, func(scan func(...any) error) error {
		var n int64
		err := scan(&n)
		x.Migrations = append(x.Migrations, n)
		return err
	}, `SELECT version_id FROM goose_db_version WHERE is_applied AND version_id > 0 GROUP BY version_id ORDER BY version_id`)
}

// inOrder puts each name after those that it points to.
func inOrder(names []string, points map[string][]string) []string {
	var out []string
	var add func(name string)
	add = func(name string) {
		if slices.Contains(out, name) {
			return
		}
		for _, to := range points[name] {
			if to != name {
				add(to)
			}
		}
		out = append(out, name)
	}
	for _, n := range names {
		add(n)
	}
	return out
}

func namesOf(cs []Column) []string {
	out := make([]string, len(cs))
	for i, c := range cs {
		out[i] = c.Name
	}
	return out
}

// Rows hands every row of a table to each, in the order of its key, as string, int64, bool,
// []byte or nil. A row is good until the next.
func (x *Snapshot) Rows(ctx context.Context, t Table, row func([]any) error) error {
	query := `SELECT ` + strings.Join(namesOf(t.Columns), ", ") + ` FROM ` + t.Name + ` ORDER BY ` + strings.Join(t.key, ", ")
	to, out := make([]any, len(t.Columns)), make([]any, len(t.Columns))
	for i, c := range t.Columns {
		switch c.Sort {
		case "text":
			to[i] = new(sql.NullString)
		case "number":
			to[i] = new(sql.NullInt64)
		case "flag":
			to[i] = new(sql.NullBool)
		default:
			to[i] = new(sql.RawBytes)
		}
	}
	err := each(ctx, x, func(scan func(...any) error) error {
		if err := scan(to...); err != nil {
			return err
		}
		for i, c := range t.Columns {
			out[i] = given(to[i], c.Null)
		}
		return row(out)
	}, query) // of names of the schema, held against a pattern; nothing that somebody typed
	if err != nil {
		return fmt.Errorf("read %s: %w", t.Name, err)
	}
	return nil
}

// given is what was scanned. Bytes of no length are read as none.
func given(v any, null bool) any {
	switch v := v.(type) {
	case *sql.NullString:
		if v.Valid {
			return v.String
		}
	case *sql.NullInt64:
		if v.Valid {
			return v.Int64
		}
	case *sql.NullBool:
		if v.Valid {
			return v.Bool
		}
	case *sql.RawBytes:
		if *v != nil || !null {
			return append([]byte{}, *v...)
		}
	}
	return nil
}

// Installation is what the database says of itself.
func (x *Snapshot) Installation(ctx context.Context) (Installation, error) {
	in, err := Installation{}, ErrNone
	asked := each(ctx, x, func(scan func(...any) error) error {
		var made Moment
		err = scan(&in.ID, &in.Demo, &made, &in.readable)
		in.Made = made.Time()
		return err
	}, `SELECT id, demo, made, readable_from FROM installation WHERE one = 1`)
	if asked == nil && err == nil && in.readable > Schema {
		err = ErrNewer
	}
	return in, errors.Join(asked, err)
}

// Tree is how far the log has grown, with the newest head; no head where none was signed,
// and no tree in a schema that had none.
func (x *Snapshot) Tree(ctx context.Context) (t Tree, h Head, err error) {
	if !slices.ContainsFunc(x.Tables, func(t Table) bool { return t.Name == "head" }) {
		return t, h, nil
	}
	if err = each(ctx, x, func(scan func(...any) error) error { return scan(&t.Size, &t.Crown) }, `SELECT size, crown FROM tree WHERE one = 1`); err != nil {
		return t, h, fmt.Errorf("snapshot: %w", err)
	}
	if err = each(ctx, x, func(scan func(...any) error) error {
		var at Moment
		err := scan(&h.Size, &h.Note, &at)
		h.Moment = at.Time()
		return err
	}, `SELECT size, note, moment FROM head ORDER BY size DESC LIMIT 1`); err != nil {
		return t, h, fmt.Errorf("snapshot: %w", err)
	}
	return t, h, nil
}
