package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/ident"
)

var (
	ctx  = context.Background()
	noon = time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)
)

func newStore(t testing.TB) *Store {
	t.Helper()
	s, _ := storeAt(t, filepath.Join(t.TempDir(), "waymark.db"))
	return s
}

func storeAt(t testing.TB, path string) (*Store, string) {
	t.Helper()
	s, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, path
}

func (s *Store) must(t testing.TB, query string, args ...any) {
	t.Helper()
	if _, err := s.write.ExecContext(ctx, query, args...); err != nil {
		t.Fatal(err)
	}
}

func (s *Store) number(t testing.TB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := s.write.QueryRowContext(ctx, query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// tablesSQL names the tables there are.
var tablesSQL = map[engine]string{
	onSQLite:   `SELECT name FROM sqlite_master WHERE type = 'table'`,
	onPostgres: `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`,
}

// counts counts the rows of every table.
func (s *Store) counts(t testing.TB) map[string]int {
	t.Helper()
	var names []string
	if err := each(ctx, s.write, func(scan func(...any) error) error {
		var n string
		err := scan(&n)
		names = append(names, n)
		return err
	}, tablesSQL[s.write.engine]); err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, n := range names {
		out[n] = s.number(t, `SELECT COUNT(*) FROM `+n)
	}
	return out
}

// id makes the n-th id of a letter: its order is the order of n.
func id(letter string, n int) string { return letter + fmt.Sprintf("%025d", n) }

func TestMomentsKeepTheirOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) time.Time {
			at := time.UnixMicro(rapid.Int64Range(-62_167_219_200_000_000, 253_402_300_799_000_000).Draw(t, name))
			return at.In(time.FixedZone("", rapid.IntRange(-12, 14).Draw(t, name+" zone")*3600))
		}
		a, b := draw("a"), draw("b")
		if got := MomentOf(a).Time(); !got.Equal(a) || got.Location() != time.UTC {
			t.Fatalf("%v was read back as %v", a, got)
		}
		if want, got := a.Compare(b), strings.Compare(string(MomentOf(a)), string(MomentOf(b))); want != got {
			t.Fatalf("%v and %v are in order %d, their texts in %d", a, b, want, got)
		}
		if got := MomentOf(a.Add(999 * time.Nanosecond)); got != MomentOf(a) {
			t.Fatalf("below a microsecond: %s", got)
		}
	})
}

func TestMomentsPastTheEnds(t *testing.T) {
	later := time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	if MomentOf(later) != MomentOf(Never) || MomentOf(later) <= MomentOf(noon) {
		t.Errorf("the year 10000 is written %s", MomentOf(later))
	}
	if early := MomentOf(time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC)); early >= MomentOf(noon) || early.Time().IsZero() {
		t.Errorf("a year before 0 is written %s", early)
	}
	if !EndOf(time.Time{}).End().IsZero() || !EndOf(later).End().IsZero() || !EndOf(noon).End().Equal(noon) {
		t.Error("an end is not read as it was written")
	}
	if !Moment("yesterday").Time().IsZero() {
		t.Error("a text that is no moment was read as one")
	}
}

// Every connection that a pool hands out keeps the same promises; those that read can't
// write.
func TestEveryConnectionKeepsItsPragmas(t *testing.T) {
	s := newStore(t)
	k, err := OpenKeyring(ctx, filepath.Join(t.TempDir(), "keyring.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.Close() })
	for name, p := range map[string]struct {
		db       *sql.DB
		conns    int
		readOnly string
	}{"write": {s.write.DB, 1, "0"}, "read": {s.read.DB, 4, "1"}, "keyring-write": {k.write.DB, 1, "0"}, "keyring-read": {k.read.DB, 4, "1"}} {
		t.Run(name, func(t *testing.T) {
			if got := p.db.Stats().MaxOpenConnections; got != p.conns {
				t.Errorf("%d connections, want %d", got, p.conns)
			}
			for range p.conns {
				c, err := p.db.Conn(ctx) // held until the test ends, so that the next is another
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = c.Close() })
				for pragma, want := range map[string]string{"foreign_keys": "1", "journal_mode": "wal", "synchronous": "2", "busy_timeout": "5000", "query_only": p.readOnly} {
					var got string
					if err := c.QueryRowContext(ctx, `PRAGMA `+pragma).Scan(&got); err != nil || got != want {
						t.Errorf("%s is %q (%v), want %q", pragma, got, err, want)
					}
				}
			}
		})
	}
	if _, err := s.read.ExecContext(ctx, `DELETE FROM look`); err == nil {
		t.Error("a connection for reading wrote")
	}
	if _, err := s.write.ExecContext(ctx, `INSERT INTO part (entry, n, sealed) VALUES ('nobody', 0, x'00')`); err == nil {
		t.Error("a part without its entry was taken")
	}
}

func TestOpenTakesAnyPath(t *testing.T) {
	for _, name := range []string{"a b", "50%20", "what?x=1", "#1", "ünï", "a&b;c"} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), name)
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			s, path := storeAt(t, filepath.Join(dir, "waymark.db"))
			if err := s.Found(ctx, "one", false, noon); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(path); err != nil {
				t.Errorf("the file lies elsewhere: %v", err)
			}
		})
	}
}

func TestInstallationIsFoundedOnce(t *testing.T) { onBoth(t, installationIsFoundedOnce) }

func installationIsFoundedOnce(t *testing.T, on place) {
	s, path := storeAt(t, on(t))
	if _, err := Peek(ctx, path); !errors.Is(err, ErrNone) {
		t.Fatalf("before it is founded: %v", err)
	}
	if err := s.Found(ctx, "one", true, noon); err != nil {
		t.Fatal(err)
	}
	if err := s.Found(ctx, "two", false, noon); err == nil {
		t.Fatal("founded twice")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, _ := storeAt(t, path)
	in, err := again.Installation(ctx)
	if err != nil || in.ID != "one" || !in.Demo || !in.Made.Equal(noon) {
		t.Fatalf("%+v, %v", in, err)
	}
	if peeked, err := Peek(ctx, path); err != nil || peeked != in {
		t.Fatalf("peeked %+v, %v", peeked, err)
	}
}

func TestNewerDatabaseIsRefusedUnchanged(t *testing.T) { onBoth(t, newerDatabaseIsRefusedUnchanged) }

func newerDatabaseIsRefusedUnchanged(t *testing.T, on place) {
	s, path := storeAt(t, on(t))
	if err := s.Found(ctx, "one", false, noon); err != nil {
		t.Fatal(err)
	}
	s.must(t, `UPDATE installation SET readable_from = $1`, Schema)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Peek(ctx, path); err != nil {
		t.Fatalf("one that we can just read: %v", err)
	}
	s, _ = storeAt(t, path)
	s.must(t, `UPDATE installation SET readable_from = $1`, Schema+1)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	refusedUnchanged(t, path, func() error { _, err := Peek(ctx, path); return err })
	refusedUnchanged(t, path, func() error { _, err := Open(ctx, path); return err })
}

func TestNewerKeyringIsRefusedUnchanged(t *testing.T) { onBoth(t, newerKeyringIsRefusedUnchanged) }

func newerKeyringIsRefusedUnchanged(t *testing.T, on place) {
	path := on(t)
	k, err := OpenKeyring(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.write.ExecContext(ctx, `INSERT INTO goose_db_version (version_id, is_applied) VALUES ($1, TRUE)`, KeyringSchema+1); err != nil {
		t.Fatal(err)
	}
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	refusedUnchanged(t, path, func() error { _, _, err := PeekKeyring(ctx, path); return err })
	refusedUnchanged(t, path, func() error { _, err := OpenKeyring(ctx, path); return err })
}

// lying is what lies in a database: the file's bytes, or every row that could tell of a
// change of schema.
func lying(t *testing.T, where string) string {
	t.Helper()
	if !Database(where).Served() {
		b, err := os.ReadFile(where)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	p, err := Database(where).peek(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	var all string
	err = p.QueryRowContext(ctx, `SELECT (SELECT string_agg(CAST(g AS TEXT), ';' ORDER BY id) FROM goose_db_version g) || (SELECT COALESCE(string_agg(CAST(i AS TEXT), ';'), '') FROM installation i)
|| (SELECT string_agg(table_name || '.' || column_name, ' ' ORDER BY table_name, column_name) FROM information_schema.columns WHERE table_schema = current_schema())`).Scan(&all)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func refusedUnchanged(t *testing.T, path string, open func() error) {
	t.Helper()
	before := lying(t, path)
	if err := open(); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer file: %v", err)
	}
	if after := lying(t, path); after != before {
		t.Errorf("the database was changed: %s", after)
	}
}

func TestKeyringKeepsTheFirstKey(t *testing.T) { onBoth(t, keyringKeepsTheFirstKey) }

func keyringKeepsTheFirstKey(t *testing.T, on place) {
	k := on.keyring(t)
	if _, err := k.Key(ctx, "a"); !errors.Is(err, ErrNone) {
		t.Fatalf("no key: %v", err)
	}
	for _, wrapped := range []string{"first", "second"} {
		got, err := k.Keep(ctx, ident.Chronology("a"), []byte(wrapped))
		if err != nil || string(got) != "first" {
			t.Fatalf("kept %q: %q, %v", wrapped, got, err)
		}
	}
	if _, _, err := k.Installation(ctx); !errors.Is(err, ErrNone) {
		t.Fatalf("a new keyring: %v", err)
	}
}
