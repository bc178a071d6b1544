// Package tamper changes and counts what lies in a database behind Waymark's back, as
// somebody with the files in hand could. It is for the tests that prove that this is
// noticed; nothing of the product imports it.
package tamper

import (
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the engine on a server
	_ "modernc.org/sqlite"             // the embedded engine
)

// Cell is one value of a row: Key is the row's value in another column, as text.
type Cell struct {
	Table, Column string
	Row           int64
	Key           string
	Value         []byte
}

// served says whether a database is on PostgreSQL and not in a file.
func served(where string) bool { return strings.HasPrefix(where, "postgres://") }

func open(t testing.TB, path string) *sql.DB {
	t.Helper()
	if served(path) {
		db, err := sql.Open("pgx", path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		return db
	}
	q := url.Values{"_pragma": {"busy_timeout(5000)"}}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	return db
}

// Cells reads one column of a table, row by row in the order in which they were written.
func Cells(t testing.TB, path, table, key, column string) []Cell {
	t.Helper()
	db := open(t, path)
	defer func() { _ = db.Close() }()
	row := "rowid"
	if served(path) { // where a row lies: an update moves it
		row = "((CAST(CAST(ctid AS TEXT) AS POINT))[0] * 65536 + (CAST(CAST(ctid AS TEXT) AS POINT))[1])"
	}
	rows, err := db.QueryContext(t.Context(), fmt.Sprintf(`SELECT CAST(%[4]s AS BIGINT) AS at, CAST(%[1]s AS TEXT), %[2]s FROM %[3]s ORDER BY at`, key, column, table, row)) //lint:allow query a test names any table and column
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var out []Cell
	for rows.Next() {
		c := Cell{Table: table, Column: column}
		if err := rows.Scan(&c.Row, &c.Key, &c.Value); err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// Set writes cells as they are given, as text, number or bytes as they were.
func Set(t testing.TB, path string, cells ...Cell) {
	t.Helper()
	db := open(t, path)
	defer func() { _ = db.Close() }()
	for _, c := range cells {
		if served(path) {
			query := fmt.Sprintf(`UPDATE %[1]s SET %[2]s = CAST(CONVERT_FROM($1, 'UTF8') AS %[3]s) WHERE ctid = CAST($2 AS tid)`, c.Table, c.Column, typeOf(t, db, c))
			if strings.Contains(query, "AS bytea") {
				query = fmt.Sprintf(`UPDATE %[1]s SET %[2]s = $1 WHERE ctid = CAST($2 AS tid)`, c.Table, c.Column)
			}
			if _, err := db.ExecContext(t.Context(), query, c.Value, fmt.Sprintf("(%d,%d)", c.Row>>16, c.Row&0xffff)); err != nil { //lint:allow query a test names any table and column
				t.Fatal(err)
			}
			continue
		}
		query := fmt.Sprintf(`UPDATE %[1]s SET %[2]s = CASE typeof(%[2]s) WHEN 'text' THEN CAST($1 AS TEXT) WHEN 'integer' THEN CAST(CAST($1 AS TEXT) AS INTEGER) ELSE $1 END WHERE rowid = $2`, c.Table, c.Column)
		if _, err := db.ExecContext(t.Context(), query, c.Value, c.Row); err != nil { //lint:allow query a test names any table and column
			t.Fatal(err)
		}
	}
}

// typeOf is the type of a cell's column.
func typeOf(t testing.TB, db *sql.DB, c Cell) string {
	t.Helper()
	var name string
	if err := db.QueryRowContext(t.Context(), `SELECT data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 AND column_name = $2`, c.Table, c.Column).Scan(&name); err != nil {
		t.Fatal(err)
	}
	return name
}

// Refuse lets no row into a table any more, as a full or broken disk would.
func Refuse(t testing.TB, path, table string) {
	t.Helper()
	if served(path) {
		do(t, path, `CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$`)
		do(t, path, fmt.Sprintf(`CREATE TRIGGER refuse_%[1]s BEFORE INSERT ON %[1]s FOR EACH ROW EXECUTE FUNCTION refuse()`, table))
		return
	}
	do(t, path, fmt.Sprintf(`CREATE TRIGGER refuse_%[1]s BEFORE INSERT ON %[1]s BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`, table))
}

// Allow lets rows into a table again.
func Allow(t testing.TB, path, table string) {
	t.Helper()
	statement := `DROP TRIGGER refuse_` + table
	if served(path) {
		statement += ` ON ` + table
	}
	do(t, path, statement)
}

// Empty lets every row of a table go.
func Empty(t testing.TB, path, table string) {
	t.Helper()
	do(t, path, `DELETE FROM `+table)
}

// Exec runs one statement, as the owner of the database could.
func Exec(t testing.TB, path, query string) {
	t.Helper()
	do(t, path, query)
}

func do(t testing.TB, path, query string) {
	t.Helper()
	db := open(t, path)
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), query); err != nil {
		t.Fatal(err)
	}
}

// Counts counts the rows of every table.
func Counts(t testing.TB, path string) map[string]int {
	t.Helper()
	db := open(t, path)
	defer func() { _ = db.Close() }()
	tables := `SELECT name FROM sqlite_master WHERE type = 'table'`
	if served(path) {
		tables = `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`
	}
	rows, err := db.QueryContext(t.Context(), tables)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, name := range names {
		var n int
		if err := db.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM `+name).Scan(&n); err != nil { //lint:allow query the name is a table of this database
			t.Fatal(err)
		}
		out[name] = n
	}
	return out
}

// Drop lets the rows of some cells go.
func Drop(t testing.TB, path string, cells ...Cell) {
	t.Helper()
	for _, c := range cells {
		do(t, path, fmt.Sprintf(`DELETE FROM %s WHERE rowid = %d`, c.Table, c.Row))
	}
}
