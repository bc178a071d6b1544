package store

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"waymark/internal/store/cluster"
)

func TestMain(m *testing.M) { os.Exit(cluster.Main(m)) }

// place makes an empty database of one engine and says where it is.
type place func(t testing.TB) string

// The two engines.
var engines = []struct {
	name string
	on   place
}{
	{"sqlite", func(t testing.TB) string { return filepath.Join(t.TempDir(), "waymark.db") }},
	{"postgres", func(t testing.TB) string { return cluster.URL(t) }},
}

// onBoth runs a test on each engine: what one does the other does.
func onBoth(t *testing.T, test func(t *testing.T, on place)) {
	t.Helper()
	for _, p := range engines {
		t.Run(p.name, func(t *testing.T) { test(t, p.on) })
	}
}

// store opens a store in a new database.
func (on place) store(t testing.TB) *Store {
	t.Helper()
	s, _ := storeAt(t, on(t))
	return s
}

// keyring opens a keyring in a new database.
func (on place) keyring(t testing.TB) *Keyring {
	t.Helper()
	k, err := OpenKeyring(ctx, on(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.Close() })
	return k
}

// trigger runs one statement whenever rows of a table are written. The engines say it in
// different words, and nothing of the product does.
func (s *Store) trigger(t testing.TB, name, when, table, statement string) {
	t.Helper()
	if s.write.engine == onSQLite {
		s.must(t, fmt.Sprintf(`CREATE TRIGGER %s %s ON %s BEGIN %s; END`, name, when, table, statement))
		return
	}
	s.must(t, fmt.Sprintf(`CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s; RETURN NULL; END $$`, name, statement))
	s.must(t, fmt.Sprintf(`CREATE TRIGGER %[1]s %s ON %s FOR EACH ROW EXECUTE FUNCTION %[1]s()`, name, when, table))
}

// refuse lets no row into a table.
func (s *Store) refuse(t testing.TB, table string) {
	t.Helper()
	if s.write.engine == onSQLite {
		s.must(t, fmt.Sprintf(`CREATE TRIGGER refuse BEFORE INSERT ON %s BEGIN SELECT RAISE(ABORT, 'full'); END`, table))
		return
	}
	s.must(t, `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full'; END $$`)
	s.must(t, fmt.Sprintf(`CREATE TRIGGER refuse BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION refuse()`, table))
}

// allow lets rows in again.
func (s *Store) allow(t testing.TB, table string) {
	t.Helper()
	if s.write.engine == onSQLite {
		s.must(t, `DROP TRIGGER refuse`)
		return
	}
	s.must(t, `DROP TRIGGER refuse ON `+table)
}
