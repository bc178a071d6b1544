package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	_ "modernc.org/sqlite" // the embedded engine
)

//go:embed migrations/*.sql
var migrations embed.FS

//go:embed keyring/*.sql
var keyringMigrations embed.FS

// Schema is the number of the newest migration that this binary writes, and Readable the
// oldest schema number a binary must know to read what this one writes.
const (
	Schema   = 10
	Readable = 10
)

// ErrNewer refuses a database that a newer Waymark has changed beyond our reading.
var ErrNewer = errors.New("this database was written by a newer Waymark: use that one, or restore a backup made by this one")

// Store is one installation's data.
type Store struct {
	write *pool // on SQLite one connection: it has one writer
	read  *pool
	looks *looks
}

// Open opens a database and brings its schema up to date: a SQLite file, which is made if
// it is not there, or a database on PostgreSQL by its URL. Every commit reaches the disk
// before it is answered.
func Open(ctx context.Context, where string) (*Store, error) {
	return open(ctx, Database(where), careful)
}

// OpenFilling opens a file as Open does, to be filled with very much that can be made
// again: commits wait for no disk, and more is kept in memory. What was written is whole
// once the store was closed; should the machine stop before, it may have to be thrown away.
// A database on a server is opened as Open does.
func OpenFilling(ctx context.Context, where string) (*Store, error) {
	return open(ctx, Database(where), filling)
}

// How a file is written.
var (
	careful = []string{"synchronous(FULL)"}
	filling = []string{"synchronous(OFF)", "cache_size(-400000)", "wal_autocheckpoint(50000)"} // KiB; pages
)

func open(ctx context.Context, where Database, how []string) (*Store, error) {
	w, r, err := where.open(ctx, how...)
	if err != nil {
		return nil, err
	}
	s := &Store{write: w, read: r}
	if err := s.refuseNewer(ctx); err != nil {
		return nil, errors.Join(err, s.closePools())
	}
	if err := migrate(ctx, w, migrations, "migrations"); err != nil {
		return nil, errors.Join(err, s.closePools())
	}
	s.looks = newLooks(w)
	return s, nil
}

// Close waits for what is being kept and closes the database.
func (s *Store) Close() error {
	s.looks.close()
	return s.closePools()
}

func (s *Store) closePools() error { return errors.Join(s.read.Close(), s.write.Close()) }

// sqliteDSN names a file and the pragmas that every connection to it begins with.
func sqliteDSN(path string, pragmas ...string) string {
	q := url.Values{"_pragma": append([]string{"busy_timeout(5000)"}, pragmas...)}
	q.Set("_txlock", "immediate")
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String()
}

// ours makes a new file that nobody but its owner reads. The engine gives the files that
// it lays beside it (-wal, -shm) the same mode.
func ours(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	return f.Close()
}

// readCache is what each of the connections that read may keep of the file in memory, in
// KiB: pages of lists lie all over it.
const readCache = "cache_size(-32000)"

func openSQLite(path string, how ...string) (write, read *pool, err error) {
	if err := ours(path); err != nil {
		return nil, nil, err
	}
	pragmas := []string{"journal_mode(WAL)", "foreign_keys(1)"}
	w, err := sql.Open("sqlite", sqliteDSN(path, append(slices.Clone(pragmas), how...)...))
	if err != nil {
		return nil, nil, fmt.Errorf("open database: %w", err)
	}
	w.SetMaxOpenConns(1)
	r, err := sql.Open("sqlite", sqliteDSN(path, append(pragmas, "query_only(1)", readCache)...))
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("open database: %w", err), w.Close())
	}
	r.SetMaxOpenConns(4)
	r.SetMaxIdleConns(4)
	return newPool(w, onSQLite), newPool(r, onSQLite), nil
}

// migrate brings a schema up to date. Several Waymarks that start at once over one
// database wait for each other.
func migrate(ctx context.Context, p *pool, files fs.FS, dir string) error {
	g, err := provider(p, files, dir)
	if err != nil {
		return err
	}
	if _, err := g.Up(ctx); err != nil {
		return refused(fmt.Errorf("bring the schema up to date: %w", err))
	}
	return nil
}

func provider(p *pool, files fs.FS, dir string) (*goose.Provider, error) {
	sub, err := fs.Sub(files, dir)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	// Two branches may each bring a number: whichever comes second is made up for.
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{goose.WithAllowOutofOrder(true)}
	if p.engine == onPostgres {
		turn, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120)) // seconds, tries
		if err != nil {
			return nil, fmt.Errorf("migrations: %w", err)
		}
		dialect, options = goose.DialectPostgres, append(options, goose.WithSessionLocker(turn))
	}
	g, err := goose.NewProvider(dialect, p.DB, sub, options...)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	return g, nil
}

// stepsOf lists the numbers of the migrations that this binary knows.
func stepsOf(files fs.FS, dir string) ([]int64, error) {
	found, err := fs.ReadDir(files, dir)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	var out []int64
	for _, f := range found {
		n, err := goose.NumericComponent(f.Name())
		if err != nil {
			return nil, fmt.Errorf("migrations: %w", err)
		}
		out = append(out, n)
	}
	return out, nil
}

// Peek reads what a database says of itself and changes nothing: ErrNone if it says
// nothing yet, ErrNewer if it is beyond our reading.
func Peek(ctx context.Context, where string) (in Installation, err error) {
	p, err := Database(where).peek(ctx)
	if err != nil {
		return in, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if err := halfRestored(ctx, p); err != nil {
		return in, err
	}
	s := &Store{read: p}
	if in, err = s.Installation(ctx); isNoTable(err) {
		err = ErrNone
	}
	if err == nil && in.readable > Schema {
		err = ErrNewer
	}
	return in, err
}

func (s *Store) refuseNewer(ctx context.Context) error {
	if err := halfRestored(ctx, s.read); err != nil {
		return err
	}
	in, err := s.Installation(ctx)
	if errors.Is(err, ErrNone) || isNoTable(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if in.readable > Schema {
		return ErrNewer
	}
	return nil
}

// Installation is what a database says of itself.
type Installation struct {
	ID       string
	Demo     bool
	Made     time.Time
	readable int64
}

// ErrNone says that a row is not there.
var ErrNone = errors.New("store: none")

// Installation reads what the database says of itself; ErrNone for a new one.
func (s *Store) Installation(ctx context.Context) (Installation, error) {
	var in Installation
	var made Moment
	err := s.read.QueryRowContext(ctx, `SELECT id, demo, made, readable_from FROM installation WHERE one = 1`).Scan(&in.ID, &in.Demo, &made, &in.readable)
	if errors.Is(err, sql.ErrNoRows) {
		return in, ErrNone
	}
	in.Made = made.Time()
	return in, err
}

// Found writes the installation's one row. The demo mark is set here or never.
func (s *Store) Found(ctx context.Context, id string, demo bool, now time.Time) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO installation (one, id, demo, written_by, readable_from, made) VALUES (1, $1, $2, $3, $4, $5)`,
		id, demo, Schema, Readable, MomentOf(now))
	if err != nil {
		return fmt.Errorf("found installation: %w", err)
	}
	return nil
}
