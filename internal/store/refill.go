package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Errors of a place that a backup is to be put back to.
var (
	ErrHalfRestored = errors.New("a backup was being put back here and that was cut short, so nothing here is whole: run the same waymark restore again. Nothing was changed")
	ErrNotEmpty     = errors.New("there is something here already: a backup is only put back to an empty place. Nothing was changed")
	ErrUnknownSteps = errors.New("this backup has a schema that this Waymark does not know: use the Waymark that made it, or a newer one")
)

// Refill is an empty place that is filled from a backup. Until it is finished nothing there
// opens: a file has another name, and a database on a server bears a mark.
type Refill struct {
	where Database
	file  string // of a place in a file, until it is finished
	steps embed.FS
	dir   string
	pool  *pool
}

// unfinished is the name of a file that a backup is being put back to.
func unfinished(path string) string { return path + ".restoring" }

// halfRestored refuses a place where a backup was being put back.
func halfRestored(ctx context.Context, p *pool) error {
	if p.engine != onPostgres {
		return nil // another name
	}
	var n int
	err := unkept{p}.one(ctx, `SELECT COUNT(*) FROM restoring`, &n)
	if isNoTable(err) {
		return nil
	}
	if err == nil {
		err = ErrHalfRestored
	}
	return err
}

func (u unkept) one(ctx context.Context, query string, to ...any) error {
	rows, err := u.QueryContext(ctx, query)
	return row{rows, err}.Scan(to...)
}

// halfFile refuses a file beside which a backup was being put back.
func (d Database) halfFile() error {
	if d.Served() {
		return nil
	}
	if _, err := os.Stat(unfinished(string(d))); err == nil {
		return ErrHalfRestored
	}
	return nil
}

// RefillData begins to fill an empty place with data, or begins again what was cut short.
func RefillData(ctx context.Context, where Database) (*Refill, error) {
	return refill(ctx, where, migrations, "migrations")
}

// RefillKeyring begins to fill an empty place with a keyring.
func RefillKeyring(ctx context.Context, where Database) (*Refill, error) {
	return refill(ctx, where, keyringMigrations, "keyring")
}

func refill(ctx context.Context, where Database, steps embed.FS, dir string) (*Refill, error) {
	r := &Refill{where: where, steps: steps, dir: dir}
	if where.Served() {
		return r, r.emptyServer(ctx)
	}
	return r, r.emptyFile()
}

// emptyFile makes the file that is filled, under another name.
func (r *Refill) emptyFile() error {
	if _, err := os.Lstat(string(r.where)); err == nil {
		return ErrNotEmpty
	}
	if err := os.MkdirAll(filepath.Dir(string(r.where)), 0o700); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	r.file = unfinished(string(r.where))
	for _, beside := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(r.file + beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("restore: %w", err)
		}
	}
	if err := ours(r.file); err != nil {
		return err
	}
	// Should the machine stop, the file is begun anew: no statement waits for the disk.
	db, err := sql.Open("sqlite", sqliteDSN(r.file, "journal_mode(OFF)", "synchronous(OFF)", "foreign_keys(1)", "cache_size(-64000)"))
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	db.SetMaxOpenConns(1)
	r.pool = newPool(db, onSQLite)
	return nil
}

// emptyServer marks an empty database, and empties one that bears the mark.
func (r *Refill) emptyServer(ctx context.Context) error {
	w, read, err := openPostgres(ctx, r.where)
	if err != nil {
		return err
	}
	r.pool = w
	err = read.Close()
	var tables []string
	if err == nil {
		err = each(ctx, unkept{w}, func(scan func(...any) error) error {
			var name string
			err := scan(&name)
			tables = append(tables, name)
			return err
		}, `SELECT relname FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = current_schema() AND t.relkind = 'r'`)
	}
	if err == nil && len(tables) > 0 && !slices.Contains(tables, "restoring") {
		err = ErrNotEmpty
	}
	if err == nil {
		_, err = w.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS restoring (one BIGINT PRIMARY KEY)`)
	}
	for _, t := range tables {
		if err == nil && t != "restoring" && plain.MatchString(t) {
			_, err = w.ExecContext(ctx, `DROP TABLE IF EXISTS `+t+` CASCADE`) //lint:allow query names of the schema, held against a pattern; the mark says that they are ours
		}
	}
	if err != nil {
		return errors.Join(err, w.Close())
	}
	return nil
}

// Migrate makes the schema that a backup has.
func (r *Refill) Migrate(ctx context.Context, steps []int64) error {
	known, err := stepsOf(r.steps, r.dir)
	if err != nil {
		return err
	}
	for _, n := range steps {
		if !slices.Contains(known, n) {
			return ErrUnknownSteps
		}
	}
	g, err := provider(r.pool, r.steps, r.dir)
	if err != nil {
		return err
	}
	for _, n := range steps {
		if _, err := g.ApplyVersion(ctx, n, true); err != nil {
			return fmt.Errorf("restore: make the schema: %w", sorted(err))
		}
	}
	return nil
}

// Fill puts a table's rows in place of those that making the schema left there. next gives
// one row after another, and nil after the last.
func (r *Refill) Fill(ctx context.Context, t Table, next func() ([]any, error)) error {
	x, err := snapshot(ctx, r.pool)
	if err != nil {
		return err
	}
	err = x.Close()
	at := slices.IndexFunc(x.Tables, func(o Table) bool { return o.Name == t.Name })
	if err == nil && (at < 0 || !reflect.DeepEqual(x.Tables[at].Columns, t.Columns)) {
		err = fmt.Errorf("%w (%s)", ErrUnknownSteps, t.Name)
	}
	if err != nil {
		return err
	}
	tx, err := r.pool.begin(ctx)
	if err != nil {
		return fmt.Errorf("restore %s: %w", t.Name, err)
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.Tx.ExecContext(ctx, `DELETE FROM `+t.Name); err != nil { //lint:allow query a name of the schema, held against a pattern
		return fmt.Errorf("restore %s: %w", t.Name, sorted(err))
	}
	if r.pool.engine == onSQLite {
		err = insertAll(ctx, tx.Tx, t, next)
	}
	if err == nil {
		err = tx.Tx.Commit()
	}
	if err == nil && r.pool.engine == onPostgres {
		err = r.copyAll(ctx, t, next)
	}
	if err != nil {
		return fmt.Errorf("restore %s: %w", t.Name, sorted(err))
	}
	return nil
}

func insertAll(ctx context.Context, tx *sql.Tx, t Table, next func() ([]any, error)) error {
	query := `INSERT INTO ` + t.Name + ` (` + strings.Join(namesOf(t.Columns), ", ") + `) VALUES (` + places(1, len(t.Columns)) + `)`
	s, err := tx.PrepareContext(ctx, query) //lint:allow query names of the schema, held against a pattern; the values go in as arguments
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	for {
		row, err := next()
		if err != nil || row == nil {
			return err
		}
		if _, err := s.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
}

// stream is rows as the engine on a server takes them.
type stream struct {
	next func() ([]any, error)
	row  []any
	err  error
}

// Next goes on to the next row.
func (s *stream) Next() bool {
	s.row, s.err = s.next()
	return s.err == nil && s.row != nil
}

// Values is the row.
func (s *stream) Values() ([]any, error) { return s.row, s.err }

// Err is what stopped it.
func (s *stream) Err() error { return s.err }

func (r *Refill) copyAll(ctx context.Context, t Table, next func() ([]any, error)) error {
	c, err := r.pool.Conn(ctx)
	if err != nil {
		return err
	}
	err = c.Raw(func(driver any) error {
		conn, ok := driver.(*stdlib.Conn)
		if !ok {
			return errors.New("another driver")
		}
		_, err := conn.Conn().CopyFrom(ctx, pgx.Identifier{t.Name}, namesOf(t.Columns), &stream{next: next})
		return err
	})
	return errors.Join(err, c.Close())
}

// Read looks at what was filled in.
func (r *Refill) Read(ctx context.Context) (*Snapshot, error) { return snapshot(ctx, r.pool) }

// Newest brings the schema up to date.
func (r *Refill) Newest(ctx context.Context) error {
	return migrate(ctx, r.pool, r.steps, r.dir)
}

// Store is what was filled in, to be proved and finished before anybody opens it. It ends
// with the place: nothing else closes it.
func (r *Refill) Store() *Store { return &Store{write: r.pool, read: r.pool} }

// Finish makes the place one that opens.
func (r *Refill) Finish(ctx context.Context) error {
	if r.where.Served() {
		_, err := r.pool.ExecContext(ctx, `DROP TABLE restoring`)
		return errors.Join(err, r.Close())
	}
	if err := r.Close(); err != nil {
		return err
	}
	if err := syncPath(r.file); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if err := os.Rename(r.file, string(r.where)); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return syncPath(filepath.Dir(string(r.where)))
}

// Close leaves the place as it is: not finished, it does not open.
func (r *Refill) Close() error {
	if r.pool == nil {
		return nil
	}
	p := r.pool
	r.pool = nil
	return p.Close()
}

// Abandon takes away what was filled in, so that the place is as empty as it was.
func (r *Refill) Abandon(ctx context.Context) error {
	if !r.where.Served() {
		if r.pool == nil {
			return nil // finished, or never begun
		}
		return errors.Join(r.Close(), os.Remove(r.file))
	}
	if r.pool == nil {
		return nil
	}
	if err := r.Close(); err != nil {
		return err
	}
	if err := r.emptyServer(ctx); err != nil {
		return err
	}
	return r.Finish(ctx)
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Keyring is a keyring that was filled in, to be proved before anybody opens it.
func (r *Refill) Keyring() *Keyring { return &Keyring{write: r.pool, read: r.pool} }

// Readable refuses data that a newer Waymark wrote, and data that nobody founded.
func (s *Store) Readable(ctx context.Context) (Installation, error) {
	in, err := s.Installation(ctx)
	if err == nil && in.readable > Schema {
		err = ErrNewer
	}
	return in, err
}
