package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"waymark/internal/errs"
)

// away is what the reader is told when the engine could not do its work. Whether the last
// commit arrived is not known then, and need not be: an act has its id.
const away = "Waymark's database does not answer at this moment. Wait a minute and send it again: nothing is recorded twice"

// What is told where the engine has no room, or may not write: waiting alone mends neither.
const (
	noRoom   = "There is no room left where Waymark keeps what is recorded. Nothing was half-recorded. Tell those who run Waymark, and send it again when they have made room: nothing is recorded twice"
	mayNotBe = "Waymark may only read where it keeps what is recorded. Nothing was recorded. Tell those who run Waymark, and send it again: nothing is recorded twice"
)

// told is what the reader is told of an engine's own trouble.
func told(err error) string {
	var result int
	if s, ok := errors.AsType[*sqlite.Error](err); ok {
		result = s.Code() & 0xff
	}
	p, ok := errors.AsType[*pgconn.PgError](err)
	switch {
	case result == sqliteFull, ok && p.Code == "53100":
		return noRoom
	case result == sqliteReadOnly, ok && p.Code == "25006":
		return mayNotBe
	}
	return away
}

// Two of SQLite's primary result codes.
const sqliteReadOnly, sqliteFull = 8, 13

// sorted sorts an engine's error: one of the engine's own troubles is Unavailable, and
// the others stay as they are. The engine's words are for the log.
func sorted(err error) error {
	switch {
	case err == nil, errors.Is(err, sql.ErrNoRows), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errs.Of(err) != nil:
		return err
	case troubled(err):
		return errs.Wrap(errs.Unavailable, told(err), err)
	case noText(err):
		return errs.Wrap(errs.NotFound, "There is nothing here that you can open", err)
	}
	return err
}

// noText says whether PostgreSQL was asked for what no text there can be: with a NUL byte,
// or not in UTF-8. SQLite looks, and finds nothing.
func noText(err error) bool {
	p, ok := errors.AsType[*pgconn.PgError](err)
	return ok && p.Code == "22021"
}

// The classes and codes of PostgreSQL's own troubles.
var (
	troubledClasses = []string{"08", "53", "57", "58"} // connection, resources, operator, system
	troubledCodes   = []string{"25006", "55P03", "40001", "40P01"}
)

// SQLite's own troubles, by primary result code.
var troubledResults = []int{5, 6, 7, 8, 10, 13, 14} // busy, locked, no memory, read-only, disk, full, cannot open

func troubled(err error) bool {
	if p, ok := errors.AsType[*pgconn.PgError](err); ok {
		return slices.Contains(troubledClasses, p.Code[:min(2, len(p.Code))]) || slices.Contains(troubledCodes, p.Code)
	}
	if s, ok := errors.AsType[*sqlite.Error](err); ok {
		return slices.Contains(troubledResults, s.Code()&0xff)
	}
	_, connecting := errors.AsType[*pgconn.ConnectError](err)
	return connecting || severed(err)
}

// severed says whether a connection that stood before was lost.
func severed(err error) bool {
	if _, connecting := errors.AsType[*pgconn.ConnectError](err); connecting {
		return false
	}
	if p, ok := errors.AsType[*pgconn.PgError](err); ok {
		return p.Code == "57P01" || p.Code == "57P02" // told to end, by an operator or a crash
	}
	_, network := errors.AsType[net.Error](err)
	return network || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, pgconn.ErrConnClosed)
}

// asked asks a question again on another connection where the one it was asked on was
// lost: after a restart of the server every connection that stands idle is one.
func asked[T any](ask func() (T, error)) (T, error) {
	for try := 0; ; try++ {
		v, err := ask()
		if try == mostReading || !severed(err) {
			return v, sorted(err)
		}
	}
}

// collided says whether two transactions met that cannot both go on: the one that was
// rolled back decides again.
func collided(err error) bool {
	p, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (p.Code == "40001" || p.Code == "40P01")
}

// refused says in plain words why a server would not let Waymark in.
func refused(err error) error {
	p, ok := errors.AsType[*pgconn.PgError](err)
	switch {
	case ok && (p.Code == "28P01" || p.Code == "28000"):
		return errs.Wrap(errs.Unavailable, "the database server does not let this user in: check user, password and the server's own list of who may connect", err)
	case ok && p.Code == "3D000":
		return errs.Wrap(errs.Unavailable, "there is no such database: make it with createdb --template=template0 --encoding=UTF8 --locale=C", err)
	case ok && p.Code == "42501":
		return errs.Wrap(errs.Unavailable, "this user may not do that in the database: make the user its owner", err)
	case troubled(err):
		return errs.Wrap(errs.Unavailable, "the database cannot be reached: check its address, and whether the server runs", err)
	}
	return fmt.Errorf("open database: %w", err)
}
