package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"waymark/internal/ident"
	"waymark/internal/store/cluster"
)

const secret = "s3cr:t/word"

// A password is shown nowhere, however the URL is written out.
func TestPasswordIsNeverShown(t *testing.T) {
	for _, url := range []string{
		"postgres://waymark:s3cr%3At%2Fword@db.example/cases?sslmode=verify-full",
		"postgresql://waymark@db.example/cases?sslmode=verify-full&password=s3cr%3At%2Fword",
		"postgres://waymark:s3cr%3At%2Fword@db.example:nothing/cases",
		"postgres://waymark:s3cr:t/word@db.example/cases",
	} {
		d := Database(url)
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("opened", "database", d)
		_, err := Open(ctx, url)
		if err == nil {
			t.Fatal("opened")
		}
		_, peeked := Peek(ctx, url)
		made, errMade := json.Marshal(map[string]any{"database": d, "in": struct{ D Database }{d}})
		shown := fmt.Sprintf("%v %+v %#v %s %q %d %x %t %s %v %v %s %v", d, d, d, d, d, d, d, d, log.String(), err, peeked, made, errMade)
		for _, word := range []string{"s3cr", "word@", secret, "s3cr%3At"} {
			if strings.Contains(shown, word) {
				t.Errorf("%q is shown: %s", word, shown)
			}
		}
		if !d.HasPassword() && !strings.Contains(url, "nothing") && !strings.Contains(url, "s3cr:t/word") {
			t.Errorf("%s: its password was not seen", d)
		}
	}
	if got := Database("postgres://waymark:x@db.example/cases").String(); got != "the database cases at db.example:5432 as waymark" {
		t.Error(got)
	}
	for _, d := range []Database{"/srv/waymark.db", "postgres://waymark@db.example/cases", "postgres:///cases?host=/run/postgresql"} {
		if d.HasPassword() {
			t.Errorf("%s has no password", d)
		}
	}
}

func TestNothingGoesInTheClear(t *testing.T) {
	for url, want := range map[string]error{
		"postgres:///w?host=/run/postgresql":                              nil,
		"postgres://w@127.0.0.1/w":                                        nil,
		"postgres://w@[::1]/w?sslmode=disable":                            nil,
		"postgres://w@localhost/w":                                        nil,
		"postgres://w@db.example/w?sslmode=verify-full":                   nil,
		"postgres://w@db.example/w":                                       ErrInClear,
		"postgres://w@db.example/w?sslmode=disable":                       ErrInClear,
		"postgres://w@db.example/w?sslmode=prefer":                        ErrInClear,
		"postgres://w@db.example/w?sslmode=require":                       ErrInClear,
		"postgres://w@127.0.0.1,db.example/w":                             ErrInClear,
		"postgres://w@one.example,two.example/w?sslmode=verify-full":      nil,
		"postgres://w@one.example,two.example/w?sslmode=require":          ErrInClear,
		"postgres://w@db.example:port/w":                                  ErrURL,
		"postgres://w@db.example/w?sslmode=perhaps":                       ErrURL,
		"postgres://w@127.0.0.1.example/w":                                ErrInClear,
		"postgres://w@localhost.example/w":                                ErrInClear,
		"postgres://w@db.example/w?sslmode=verify-full&sslrootcert=/none": ErrURL,
	} {
		if _, err := postgresConfig(Database(url)); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", url, err, want)
		}
	}
}

// Every connection that a pool hands out keeps the same promises, whatever the server's
// own settings are; those that read can't write.
func TestEveryConnectionKeepsItsSettings(t *testing.T) {
	url := cluster.URL(t)
	first, _ := storeAt(t, url)
	for _, set := range []string{"synchronous_commit = off", "default_transaction_isolation = 'serializable'", "lock_timeout = 0"} {
		first.must(t, `ALTER DATABASE `+databaseOf(t, first)+` SET `+set)
	}
	s, _ := storeAt(t, url)
	for name, p := range map[string]struct {
		db       *pool
		readOnly string
	}{"write": {s.write, "off"}, "read": {s.read, "on"}} {
		for setting, want := range map[string]string{"transaction_isolation": "read committed", "transaction_read_only": p.readOnly, "lock_timeout": "5s", "idle_in_transaction_session_timeout": "1min", "application_name": "waymark", "client_encoding": "UTF8"} {
			var got string
			if err := p.db.QueryRowContext(ctx, `SELECT current_setting($1)`, setting).Scan(&got); err != nil || got != want {
				t.Errorf("%s: %s is %q (%v), want %q", name, setting, got, err, want)
			}
		}
	}
	var waits string
	if err := s.write.QueryRowContext(ctx, `SELECT current_setting('synchronous_commit')`).Scan(&waits); err != nil || waits != "on" {
		t.Errorf("a commit is answered with synchronous_commit %s, %v", waits, err)
	}
	if _, err := s.read.ExecContext(ctx, `DELETE FROM look`); err == nil {
		t.Error("a connection for reading wrote")
	}
	if _, err := s.write.ExecContext(ctx, `INSERT INTO part (entry, n, sealed) VALUES ('nobody', 0, '')`); err == nil {
		t.Error("a part without its entry was taken")
	}
}

func databaseOf(t *testing.T, s *Store) string {
	t.Helper()
	var name string
	if err := s.read.QueryRowContext(ctx, `SELECT current_database()`).Scan(&name); err != nil {
		t.Fatal(err)
	}
	return name
}

// What cannot be used is refused in words that help, and nothing is written there.
func TestServerThatCannotBeUsedIsRefused(t *testing.T) {
	good := cluster.URL(t)
	for name, c := range map[string]struct {
		url  string
		want string
	}{
		"wrong-password": {strings.Replace(good, ":", ":x", 2)[:len("postgres:")] + strings.Replace(good[len("postgres:"):], "waymark:", "waymark:x", 1), "does not let this user in"},
		"no-database":    {strings.Replace(good, "/waymark_", "/nowhere_", 1), "no such database"},
		"no-server":      {"postgres://waymark@127.0.0.1:1/w", "cannot be reached"},
		"other-order":    {cluster.Made(t, `TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'`), "byte by byte"},
		"no-utf8":        {cluster.Made(t, `TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'`), "byte by byte"},
	} {
		t.Run(name, func(t *testing.T) {
			_, opened := Open(ctx, c.url)
			_, peeked := Peek(ctx, c.url)
			_, ring := OpenKeyring(ctx, c.url)
			for _, err := range []error{opened, peeked, ring} {
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%v, want %q", err, c.want)
				}
			}
		})
	}
	s, _ := storeAt(t, good) // the control
	if err := fits(ctx, s.read, 990000); !errors.Is(err, ErrTooOld) {
		t.Errorf("one that is too old: %v", err)
	}
}

func TestKeyringIsNeverTheDataOnAServer(t *testing.T) {
	one, other := cluster.URL(t), cluster.URL(t)
	if err := Apart(ctx, Database(one), Database(other)); err != nil {
		t.Errorf("two of them: %v", err)
	}
	for _, same := range []string{one, one + "&search_path=keys", strings.Replace(one, "postgres:", "postgresql:", 1), cluster.Through(t, one, listening(t, pass).Addr().String())} {
		if err := Apart(ctx, Database(one), Database(same)); !errors.Is(err, ErrShared) {
			t.Errorf("%s twice: %v", Database(same), err)
		}
	}
	if err := Apart(ctx, Database(one), "keyring.db"); err != nil {
		t.Errorf("a keyring in a file: %v", err)
	}
}

// Of several servers the one that can be written to is used, and its connections for
// reading still write nothing.
func TestOfSeveralServersTheOneThatWritesIsUsed(t *testing.T) {
	url := strings.Replace(cluster.URL(t), "host=", "target_session_attrs=read-write&host=%2Fnowhere,", 1)
	s, _ := storeAt(t, url)
	s.commit(t, "one", opening("a", "one", 1))
	if n := len(s.load(t, "a").Entries); n != 1 {
		t.Errorf("%d entries", n)
	}
	if _, err := s.read.ExecContext(ctx, `DELETE FROM look`); err == nil {
		t.Error("a connection for reading wrote")
	}
}

// Several Waymarks that are started at once over an empty database find one schema.
func TestSeveralOpenAnEmptyDatabaseAtOnce(t *testing.T) {
	url := cluster.URL(t)
	got := make([]error, 4)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			s, err := Open(ctx, url)
			if err == nil {
				err = s.Close()
			}
			got[i] = err
		})
	}
	wg.Wait()
	if err := errors.Join(got...); err != nil {
		t.Fatal(err)
	}
	s, _ := storeAt(t, url)
	if n := s.number(t, `SELECT COUNT(*) FROM goose_db_version WHERE version_id > 0`); n != migrationsThere(t) {
		t.Errorf("%d migrations ran, want %d", n, migrationsThere(t))
	}
}

func migrationsThere(t *testing.T) int {
	t.Helper()
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	return len(files)
}

// Two runs of several acts that hold the same chronologies in opposite order: the engine
// lets one go back, and that one decides again.
func TestActsThatWaitForEachOther(t *testing.T) { onBoth(t, actsThatWaitForEachOther) }

func actsThatWaitForEachOther(t *testing.T, on place) {
	s := on.store(t)
	s.commit(t, "open", opening("a", "open", 1), opening("b", "open", 1))
	for round := range 5 {
		a, b := s.load(t, "a"), s.load(t, "b")
		got := make([]error, 2)
		var wg sync.WaitGroup
		for i, order := range [][]Loaded{{a, b}, {b, a}} {
			wg.Go(func() {
				var acts []Written
				for _, l := range order {
					act := ident.Act(fmt.Sprint("round ", round, " run ", i, " on ", l.ID))
					acts = append(acts, Written{Act: anAct(act, l.ID), Puts: []Put{adding(l, act, 1, false)}})
				}
				got[i] = s.CommitAll(ctx, acts)
			})
		}
		wg.Wait()
		won := 0
		for _, err := range got {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, ErrMoved):
				t.Fatal(err)
			}
		}
		if won != 1 {
			t.Fatalf("round %d: %d of two went through", round, won)
		}
	}
}
