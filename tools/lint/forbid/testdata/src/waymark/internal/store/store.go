package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

const columns = "id, version"

type asker interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Exec is another thing of the same name.
type shell struct{}

func (shell) Exec(command string) error { return nil }

func flows(ctx context.Context, db *sql.DB, tx asker, id string, names []string) {
	db.QueryContext(ctx, fmt.Sprintf("SELECT id FROM chronology WHERE id = '%s'", id)) // want `the query is made by fmt.Sprintf`
	db.QueryRow("SELECT id FROM chronology WHERE id = '" + id + "'")                   // want `the query is made by joining strings`
	tx.ExecContext(ctx, "DELETE FROM chronology WHERE id = "+id)                       // want `the query is made by joining strings`
	db.Prepare(strings.Join(names, " "))                                               // want `the query is made by strings.Join`

	late := "SELECT id FROM chronology"
	late += " WHERE id = '" + id + "'"
	db.ExecContext(ctx, late) // want `the query is made by joining strings`

	other := fmt.Sprintf("SELECT %s", id)
	renamed := other
	db.Exec(renamed) // want `the query is made by fmt.Sprintf`
}

func constant(ctx context.Context, db *sql.DB, tx asker, id string) {
	db.QueryContext(ctx, "SELECT "+columns+" FROM chronology WHERE id = $1", id)
	const late = "SELECT " + columns + " FROM chronology"
	db.QueryRow(late)
	query := `SELECT id FROM chronology WHERE id = $1`
	tx.ExecContext(ctx, query, "x"+id, fmt.Sprintf("%s", id))
	shell{}.Exec("echo " + id)
}
