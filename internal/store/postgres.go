package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Database says where a database is: a file's path, or the URL of one on PostgreSQL. A
// URL may hold a password: written out, it says only where.
type Database string

// Served says whether a database is on a server and not in a file.
func (d Database) Served() bool {
	return strings.HasPrefix(string(d), "postgres://") || strings.HasPrefix(string(d), "postgresql://")
}

// String names the database without its password.
func (d Database) String() string {
	if !d.Served() {
		return string(d)
	}
	cfg, err := pgx.ParseConfig(string(d))
	if err != nil {
		return "a database whose URL cannot be read"
	}
	return fmt.Sprintf("the database %s at %s as %s", cfg.Database, hosts(cfg), cfg.User)
}

// Format names the database without its password, whatever it is written out with.
func (d Database) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, d.String()) }

// MarshalText names the database without its password: so does all that is made of JSON.
func (d Database) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// LogValue names the database without its password.
func (d Database) LogValue() slog.Value { return slog.StringValue(d.String()) }

// HasPassword says whether the URL itself holds a password.
func (d Database) HasPassword() bool {
	u, err := url.Parse(string(d))
	if err != nil || !d.Served() {
		return false
	}
	_, set := u.User.Password()
	return set || u.Query().Has("password")
}

func hosts(cfg *pgx.ConnConfig) string {
	all := []string{net.JoinHostPort(cfg.Host, fmt.Sprint(cfg.Port))}
	for _, f := range cfg.Fallbacks {
		if at := net.JoinHostPort(f.Host, fmt.Sprint(f.Port)); at != all[len(all)-1] {
			all = append(all, at)
		}
	}
	return strings.Join(all, ", ")
}

// Errors of a database on a server that stop a start, each with what an operator can do.
var (
	ErrURL     = errors.New("the database's URL cannot be read: it looks like postgres://waymark@db.example/waymark?sslmode=verify-full")
	ErrInClear = errors.New("people's data never goes over a network in the clear, nor to a server that did not prove its name: add sslmode=verify-full to the database's URL (and sslrootcert=FILE for an authority of your own)")
	ErrTooOld  = errors.New("this PostgreSQL is too old: Waymark needs 15 or newer")
	ErrOrder   = errors.New("this database does not order text byte by byte in UTF-8, as Waymark needs: make it with createdb --template=template0 --encoding=UTF8 --locale=C. Nothing was changed")
	ErrShared  = errors.New("keyring and data are one and the same database: give the keyring one of its own, so that a copy of the data holds no key. Nothing was changed")
)

// oldest is the oldest PostgreSQL that the tests run on.
const oldest = 150000

// How many connections one Waymark holds open at most, for each of data and keyring.
const mostWriting, mostReading = 6, 6

// postgresConfig reads a URL, with everything that a connection must begin with.
func postgresConfig(from Database) (*pgx.ConnConfig, error) {
	cfg, err := pgx.ParseConfig(string(from))
	if err != nil {
		return nil, ErrURL // what the driver says repeats the URL
	}
	if !covered(cfg) {
		return nil, ErrInClear
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = 5 * time.Second
	}
	d := &net.Dialer{Timeout: cfg.ConnectTimeout, KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: 10 * time.Second, Interval: 5 * time.Second, Count: 3}}
	cfg.DialFunc = d.DialContext
	for name, value := range map[string]string{
		"application_name":                    "waymark",
		"default_transaction_isolation":       "read committed",
		"lock_timeout":                        "5000",  // ms, as long as SQLite waits
		"idle_in_transaction_session_timeout": "60000", // ms; a Waymark that hangs holds nobody up for good
	} {
		cfg.RuntimeParams[name] = value
	}
	return cfg, nil
}

// covered says whether all that may go over a network goes encrypted, to a server that
// proved its name.
func covered(cfg *pgx.ConnConfig) bool {
	if !covers(cfg.Host, cfg.TLSConfig != nil && (!cfg.TLSConfig.InsecureSkipVerify || cfg.TLSConfig.VerifyPeerCertificate != nil)) {
		return false
	}
	for _, f := range cfg.Fallbacks {
		if !covers(f.Host, f.TLSConfig != nil && (!f.TLSConfig.InsecureSkipVerify || f.TLSConfig.VerifyPeerCertificate != nil)) {
			return false
		}
	}
	return true
}

func covers(host string, proved bool) bool {
	ip := net.ParseIP(host)
	return proved || strings.HasPrefix(host, "/") || host == "localhost" || (ip != nil && ip.IsLoopback())
}

// openPostgres opens a pool for writing and one for reading. It changes nothing.
func openPostgres(ctx context.Context, from Database) (write, read *pool, err error) {
	cfg, err := postgresConfig(from)
	if err != nil {
		return nil, nil, err
	}
	w := servedPool(cfg, mostWriting, careFully)
	if err := fits(ctx, w, oldest); err != nil {
		return nil, nil, errors.Join(err, w.Close())
	}
	return w, servedPool(cfg, mostReading, readOnly), nil
}

// How a connection begins. They are told once it stands: a server that is asked for by
// target_session_attrs=read-write would seem to be read-only itself.
const (
	careFully = `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`
	readOnly  = `SET default_transaction_read_only = on`
)

func servedPool(cfg *pgx.ConnConfig, most int, first string) *pool {
	db := stdlib.OpenDB(*cfg, stdlib.OptionAfterConnect(func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, first)
		return err
	}), stdlib.OptionShouldPing(func(_ context.Context, p stdlib.ShouldPingParams) bool {
		return first == careFully || p.IdleDuration > time.Second // what is written cannot simply be asked again
	}))
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	db.SetConnMaxIdleTime(5 * time.Minute)
	return newPool(db, onPostgres)
}

// fits refuses a server that is too old, and a database that orders text otherwise than
// SQLite does: moments and ids are compared as text.
func fits(ctx context.Context, p *pool, oldest int64) error {
	var version int64
	if err := p.QueryRowContext(ctx, `SELECT CAST(current_setting('server_version_num') AS BIGINT)`).Scan(&version); err != nil {
		return refused(err)
	}
	if version < oldest {
		return ErrTooOld
	}
	var provider, order, encoding string
	err := p.QueryRowContext(ctx, `SELECT CAST(datlocprovider AS TEXT), datcollate, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()`).Scan(&provider, &order, &encoding)
	if err != nil {
		return refused(err)
	}
	bytewise := provider == "b" || (provider == "c" && (order == "C" || order == "POSIX"))
	if encoding != "UTF8" || !bytewise {
		return ErrOrder
	}
	return nil
}

// which is a name for a database on a server that no other has, however it is reached.
func which(ctx context.Context, p *pool) (string, error) {
	var name string
	err := p.QueryRowContext(ctx, `SELECT CAST(c.system_identifier AS TEXT) || ' ' || CAST(d.oid AS TEXT) FROM pg_control_system() c, pg_database d WHERE d.datname = current_database()`).Scan(&name)
	return name, err
}

// Apart refuses a keyring in the database that holds the data.
func Apart(ctx context.Context, data, keyring Database) (err error) {
	if !data.Served() || !keyring.Served() {
		return nil
	}
	var names [2]string
	for i, d := range []Database{data, keyring} {
		cfg, err := postgresConfig(d)
		if err != nil {
			return err
		}
		p := servedPool(cfg, 1, readOnly)
		if names[i], err = which(ctx, p); err != nil {
			return errors.Join(refused(err), p.Close())
		}
		if err := p.Close(); err != nil {
			return err
		}
	}
	if names[0] == names[1] {
		return ErrShared
	}
	return nil
}

// Engine says which engine holds the data, without any secret.
func (s *Store) Engine(ctx context.Context) (string, error) {
	if s.write.engine == onSQLite {
		var version string
		err := s.read.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&version)
		return "SQLite " + version, err
	}
	var version, fsync string
	err := s.read.QueryRowContext(ctx, `SELECT current_setting('server_version'), current_setting('fsync')`).Scan(&version, &fsync)
	words := "PostgreSQL " + version
	if fsync != "on" {
		words += ", which does not wait for its disk (fsync is off): what was recorded may be lost"
	}
	return words, err
}

// engine is which of the two a pool speaks to.
type engine int

const (
	_ engine = iota
	onSQLite
	onPostgres
)

// open opens the two pools of a database, whichever engine holds it.
func (d Database) open(ctx context.Context, how ...string) (write, read *pool, err error) {
	if err := d.halfFile(); err != nil {
		return nil, nil, err
	}
	if d.Served() {
		return openPostgres(ctx, d)
	}
	return openSQLite(string(d), how...)
}

// ErrOther refuses a database that is not what it is named as.
var ErrOther = errors.New("this database holds something else: is one of data and keyring named for the other? Nothing was changed")

// HoldsData says whether there is data: a file, however empty, or on a server an
// installation.
func (d Database) HoldsData(ctx context.Context) (bool, error) {
	return d.holds(ctx, `SELECT COUNT(demo) FROM installation`)
}

// HoldsKeyring says the same of a keyring.
func (d Database) HoldsKeyring(ctx context.Context) (bool, error) {
	return d.holds(ctx, `SELECT COUNT(key) FROM installation`)
}

func (d Database) holds(ctx context.Context, question string) (there bool, err error) {
	if err := d.halfFile(); err != nil {
		return false, err
	}
	if !d.Served() {
		_, err := os.Stat(string(d))
		return err == nil, nil
	}
	p, err := d.peek(ctx)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if err := halfRestored(ctx, p); err != nil {
		return false, err
	}
	var n int
	switch err = p.QueryRowContext(ctx, question).Scan(&n); {
	case isNoTable(err):
		err = nil
	case isNoColumn(err):
		err = ErrOther
	}
	return n > 0, err
}

// peek opens a database to look and to change nothing.
func (d Database) peek(ctx context.Context) (*pool, error) {
	if err := d.halfFile(); err != nil {
		return nil, err
	}
	if d.Served() {
		cfg, err := postgresConfig(d)
		if err != nil {
			return nil, err
		}
		p := servedPool(cfg, 1, readOnly)
		if err := fits(ctx, p, oldest); err != nil {
			return nil, errors.Join(err, p.Close())
		}
		return p, nil
	}
	db, err := sql.Open("sqlite", sqliteDSN(string(d)))
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	return newPool(db, onSQLite), nil
}
