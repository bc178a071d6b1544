// Package cluster starts a throw-away PostgreSQL for tests, reached by a Unix socket in
// its own temporary folder and by nothing else, and takes it away again. It is for the
// tests that prove that both engines do the same; nothing of the product imports it.
//
// PostgreSQL refuses to run as root: where the tests do, it runs as the user postgres, or
// nobody. It does not wait for the disk (fsync is off), so it is for tests alone.
package cluster

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the engine on a server
)

// server is the one that a test binary starts when it first needs it.
type server struct {
	mu       sync.Mutex
	dir      string
	password string
	as       *syscall.Credential
	run      *exec.Cmd
	hold     io.WriteCloser // let go, it stops
	made     int
	watched  bool
	durable  bool // it waits for its disk, as a server for real work does
}

var one server

// owner is the user of the cluster, whose password the URLs hold.
const owner = "waymark"

// Main runs the tests of a package that uses a cluster, and stops it: call it from
// TestMain.
func Main(m *testing.M) int {
	one.watched = true
	code := m.Run()
	if err := one.remove(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// URL makes an empty database and gives its URL. It goes when the test ends.
func URL(t testing.TB) string {
	t.Helper()
	return Made(t, `TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`)
}

// Made makes a database as these words of CREATE DATABASE say, and gives its URL.
func Made(t testing.TB, how string) string {
	t.Helper()
	one.mu.Lock()
	defer one.mu.Unlock()
	if !one.watched {
		t.Fatal("the package's TestMain does not call cluster.Main")
	}
	if one.run == nil {
		if err := one.start(); err != nil {
			t.Fatal(err)
		}
	}
	one.made++
	name := "waymark_" + strconv.Itoa(one.made)
	if err := one.do("CREATE DATABASE " + name + " " + how); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := one.do("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return one.url(name)
}

// Stop stops the server at once, as a crash would, until Start.
func Stop(t testing.TB) {
	t.Helper()
	one.mu.Lock()
	defer one.mu.Unlock()
	if err := one.stop(); err != nil {
		t.Fatal(err)
	}
}

// Start starts the server again, with what was in it.
func Start(t testing.TB) {
	t.Helper()
	one.mu.Lock()
	defer one.mu.Unlock()
	if err := one.start(); err != nil {
		t.Fatal(err)
	}
}

// Socket is the path of the socket on which the server listens.
func Socket() string { return filepath.Join(one.dir, ".s.PGSQL.5432") }

// Through is the URL of a database by another way: an address on this machine that leads
// to the socket.
func Through(t testing.TB, where, address string) string {
	t.Helper()
	u, err := url.Parse(where)
	if err != nil {
		t.Fatal(err)
	}
	u.Host, u.RawQuery = address, "sslmode=disable"
	return u.String()
}

func (s *server) url(name string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword(owner, s.password), Path: name, RawQuery: url.Values{"host": {s.dir}}.Encode()}
	return strings.Replace(u.String(), "@"+name, "@/"+name, 1)
}

// do runs one statement as the owner.
func (s *server) do(statement string) error {
	db, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		return fmt.Errorf("PostgreSQL: %w", err)
	}
	_, err = db.ExecContext(context.Background(), statement)
	if err = errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

// start starts the server, and makes it where it is not there.
func (s *server) start() error {
	program, err := find("postgres")
	if err != nil {
		return err
	}
	if s.dir == "" {
		if err := s.make(); err != nil {
			return err
		}
	}
	log, err := os.OpenFile(filepath.Join(s.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("PostgreSQL: %w", err)
	}
	defer func() { _ = log.Close() }() // the server has its own
	// The shell stops the server when the pipe ends, however the tests end, and takes
	// everything away unless it is told to keep it.
	args := []string{"-c", `"$@" & read -r how; kill -QUIT $!; wait $!; [ "$how" = keep ] || rm -rf "$PWD"`, "sh", program, "-D", s.data(), "-k", s.dir}
	for _, set := range append([]string{"listen_addresses=", "max_connections=150"}, s.settings()...) {
		args = append(args, "-c", set)
	}
	s.run = exec.CommandContext(context.Background(), "/bin/sh", args...)
	s.run.Dir, s.run.Stdout, s.run.Stderr = s.dir, log, log
	s.run.SysProcAttr = &syscall.SysProcAttr{Credential: s.as}
	if s.hold, err = s.run.StdinPipe(); err != nil {
		return fmt.Errorf("PostgreSQL: %w", err)
	}
	if err := s.run.Start(); err != nil {
		return fmt.Errorf("PostgreSQL: %w", err)
	}
	for range 600 {
		if err = s.do("SELECT 1"); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	said, _ := os.ReadFile(log.Name())
	return fmt.Errorf("PostgreSQL does not start: %w\n%s", err, said)
}

func (s *server) settings() []string {
	if s.durable {
		return []string{"shared_buffers=256MB"}
	}
	return []string{"fsync=off", "full_page_writes=off", "autovacuum=off", "wal_level=minimal", "max_wal_senders=0", "shared_buffers=32MB"}
}

// Durable starts a server that waits for its disk, for a program that measures. made gives
// the URL of an empty database; stop takes everything away.
func Durable() (made func() (string, error), stop func() error, err error) {
	s := &server{durable: true}
	if err := s.start(); err != nil {
		return nil, nil, errors.Join(err, s.remove())
	}
	return func() (string, error) {
		s.made++
		name := "waymark_" + strconv.Itoa(s.made)
		return s.url(name), s.do("CREATE DATABASE " + name + ` TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`)
	}, s.remove, nil
}

func (s *server) data() string { return filepath.Join(s.dir, "data") }

// make lays a new cluster in a temporary folder.
func (s *server) make() error {
	program, err := find("initdb")
	if err != nil {
		return err
	}
	if s.dir, err = os.MkdirTemp("", "waymark-pg-"); err != nil {
		return fmt.Errorf("PostgreSQL: %w", err)
	}
	s.password = rand.Text()
	secret := filepath.Join(s.dir, "password")
	if err := os.WriteFile(secret, []byte(s.password), 0o600); err != nil {
		return fmt.Errorf("PostgreSQL: %w", err)
	}
	if s.as, err = someone(); err != nil {
		return err
	}
	if s.as != nil {
		for _, path := range []string{s.dir, secret} {
			if err := os.Chown(path, int(s.as.Uid), int(s.as.Gid)); err != nil {
				return fmt.Errorf("PostgreSQL: %w", err)
			}
		}
	}
	run := exec.CommandContext(context.Background(), program, "-D", s.data(), "-U", owner, "--pwfile", secret, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions")
	run.Dir, run.SysProcAttr = s.dir, &syscall.SysProcAttr{Credential: s.as}
	if said, err := run.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, said)
	}
	return nil
}

func (s *server) stop() error {
	if s.run == nil {
		return nil
	}
	_, err := io.WriteString(s.hold, "keep\n")
	if err = errors.Join(err, s.hold.Close()); err != nil {
		return fmt.Errorf("PostgreSQL: %w", err)
	}
	_ = s.run.Wait() // it was told to end, and says so
	s.run = nil
	return nil
}

func (s *server) remove() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dir == "" {
		return nil
	}
	return errors.Join(s.stop(), os.RemoveAll(s.dir))
}

// someone is as whom the server runs; nil for whoever runs the tests.
func someone() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUser := strconv.ParseUint(u.Uid, 10, 32)
		gid, errGroup := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(errUser, errGroup); err != nil {
			return nil, fmt.Errorf("PostgreSQL: %w", err)
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody")
}

// find finds a program of the server: on the path, or where Debian puts it.
func find(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if err != nil || len(found) == 0 {
		return "", fmt.Errorf("there is no %s of PostgreSQL on this machine: make setup installs it", name)
	}
	return slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) }), nil
}

// version is the number in a path like /usr/lib/postgresql/15/bin/initdb.
func version(path string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	return n
}
