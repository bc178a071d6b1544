package server_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"waymark/data"
	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/clock"
	"waymark/internal/demo"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/organisation"
	"waymark/internal/policy"
	"waymark/internal/server"
	"waymark/internal/store/tamper"
	policyfiles "waymark/policy"
)

// ten is when it is in these tests: ten o'clock in the morning of 22 November 2026.
var ten = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

// Who signs in. Sam walks beside nobody, Olu runs Waymark; both are added to the demo.
const (
	nadia = "nadia@maple.example"
	tom   = "tom@maple.example"
	grace = "grace@sca.example"
	ruth  = "ruth@lantern.example"
	sam   = "sam@maple.example"
	olu   = "olu@maple.example"
)

var everybody = []string{nadia, tom, grace, ruth, sam, olu}

const password = "made-up-people-only"

// first is the demo as it was written once; every world of a test is a copy.
type first struct {
	dir      string
	cookies  map[string]string                   // of a session by login
	sessions map[string]policy.Actor             // who they are
	cases    map[string]ident.Chronology         // by the person's name
	entries  map[string]map[string][]ident.Entry // by name and kind, oldest first
	orgs     map[string]ident.Organisation
	team     map[string]teamed // Maple House's workers and houses by name
}

// teamed is a worker or a house, and the newest entry of theirs that can be put right.
type teamed struct {
	on    ident.Chronology
	entry ident.Entry
}

var (
	once    = sync.OnceValues(writeFirst)
	tempDir string
	reading *world // for tests that change nothing that another one looks at
)

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "waymark-server")
	if err != nil {
		panic(err)
	}
	tempDir = dir
	code := m.Run()
	if reading != nil {
		reading.close()
	}
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// world is one installation being served.
type world struct {
	first
	dir    string
	clock  *clock.Set
	desk   *desk.Desk
	server *httptest.Server
	secure bool
	log    *lockedLog
}

type lockedLog struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func openDesk(dir string, c clock.Clock, log *slog.Logger) (*desk.Desk, error) {
	return desk.Open(context.Background(), desk.Config{
		Dir: dir, Demo: true, Clock: c, Calendar: civil.DefaultCalendar(), Nation: civil.EnglandAndWales, Rules: data.Rulebook, Policies: policyfiles.Files, Log: log,
	})
}

// open serves what lies in a folder.
func open(dir string, secure bool) (*world, error) {
	w := &world{dir: dir, clock: clock.At(ten), secure: secure, log: &lockedLog{}}
	log := slog.New(slog.NewTextHandler(w.log, nil))
	var err error
	if w.desk, err = openDesk(dir, w.clock, log); err != nil {
		return nil, err
	}
	h, err := server.New(server.Config{Desk: w.desk, Log: log, Secure: secure, SignIns: demo.SignIns()})
	if err != nil {
		return nil, err
	}
	w.server = httptest.NewServer(h)
	w.server.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return w, nil
}

func (w *world) close() {
	w.server.Close()
	_ = w.desk.Close()
}

func (w *world) file() string { return filepath.Join(w.dir, "waymark.db") }

// shared is one world for every test that only reads.
func shared(t testing.TB) *world {
	t.Helper()
	if reading == nil {
		reading = copied(t, filepath.Join(tempDir, "reading"), false)
	}
	return reading
}

// fresh is a world of a test's own.
func fresh(t testing.TB) *world {
	t.Helper()
	w := copied(t, t.TempDir(), false)
	t.Cleanup(w.close)
	return w
}

// secure is a world behind TLS, of a test's own. No session of the others is known by
// its cookie's name.
func secure(t testing.TB) *world {
	t.Helper()
	w := copied(t, t.TempDir(), true)
	t.Cleanup(w.close)
	return w
}

func copied(t testing.TB, dir string, secure bool) *world {
	t.Helper()
	f, err := once()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"waymark.db", "keyring.db", "root.key"} {
		b, err := os.ReadFile(filepath.Join(f.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w, err := open(dir, secure)
	if err != nil {
		t.Fatal(err)
	}
	w.first = f
	return w
}

func writeFirst() (first, error) {
	ctx := context.Background()
	f := first{dir: filepath.Join(tempDir, "first"), cookies: map[string]string{}, sessions: map[string]policy.Actor{}, cases: map[string]ident.Chronology{}, entries: map[string]map[string][]ident.Entry{}, orgs: map[string]ident.Organisation{}, team: map[string]teamed{}}
	set := clock.At(ten)
	d, err := openDesk(f.dir, set, slog.New(slog.DiscardHandler))
	if err != nil {
		return f, err
	}
	if err := demo.LoadStories(ctx, d, set, ten); err != nil {
		return f, err
	}
	names, err := d.Names(ctx)
	if err != nil {
		return f, err
	}
	for _, id := range names.Organisations() {
		f.orgs[names.Organisation(id)] = id
	}
	for login, m := range map[string]struct {
		name string
		role policy.Role
	}{sam: {"Sam Price", policy.SupportWorker}, olu: {"Olu Bello", policy.Operator}} {
		if err := f.join(ctx, d, login, m.name, m.role); err != nil {
			return f, err
		}
	}
	for _, login := range everybody {
		token, err := d.SignIn(ctx, login, password)
		if err != nil {
			return f, err
		}
		signed, err := d.Session(ctx, token)
		if err != nil {
			return f, err
		}
		f.cookies[login], f.sessions[login] = token, signed.Actor
	}
	if err := errors.Join(f.findCases(ctx, d), f.findTeam(ctx, d)); err != nil {
		return f, err
	}
	return f, d.Close()
}

func (f *first) join(ctx context.Context, d *desk.Desk, login, name string, role policy.Role) error {
	id := ident.NewChronology(ten)
	_, err := d.Do(ctx, desk.Operator(), d.NewAct(), casefile.JoinWorker(id, organisation.Join{Happened: civil.On(civil.DayOf(ten)), Body: organisation.Joined{
		Name: answer.Given(name), Organisation: answer.Given(f.orgs["Maple House"]), Role: answer.Given(string(role)),
	}}))
	if err != nil {
		return err
	}
	return d.AddAccount(ctx, ident.Worker(id), login, password)
}

func (f *first) findCases(ctx context.Context, d *desk.Desk) error {
	day, err := d.Day(ctx, f.sessions[tom], 1)
	if err != nil {
		return err
	}
	for _, p := range day.Folk {
		v, err := d.Read(ctx, f.sessions[tom], "case.now", p.On, chronology.At{})
		if err != nil {
			return err
		}
		kinds := map[string][]ident.Entry{}
		for _, l := range v.Case.Lines {
			kinds[l.Kind] = append(kinds[l.Kind], l.ID)
		}
		f.cases[p.Who.Name], f.entries[p.Who.Name] = p.On, kinds
	}
	if len(f.cases) != len(people) {
		return fmt.Errorf("the demo has %d people: name them in these tests", len(f.cases))
	}
	return nil
}

func (f *first) findTeam(ctx context.Context, d *desk.Desk) error {
	t, err := d.Team(ctx, f.sessions[tom])
	if err != nil {
		return err
	}
	for _, x := range slices.Concat(t.Workers, t.Houses) {
		v, err := d.ReadTeam(ctx, f.sessions[tom], "team.one", x.On)
		if err != nil {
			return err
		}
		one := teamed{on: x.On}
		for _, l := range v.Case.Lines {
			if l.For == f.orgs["Maple House"] && l.Kind != "house.opened" {
				one.entry = l.ID
			}
		}
		f.team[x.Name] = one
	}
	return nil
}

// people are those of the demo, by their chosen names.
var people = []string{"Linh", "Tesfay", "Mirela", "Osas", "Alima", "The man from the park"}

// last is the newest entry of a kind about somebody.
func (w *world) last(t testing.TB, name, kind string) ident.Entry {
	t.Helper()
	all := w.entries[name][kind]
	if len(all) == 0 {
		t.Fatalf("nothing of the kind %s is written about %s", kind, name)
	}
	return all[len(all)-1]
}

// stays gives a check that no table but those named has gained or lost a row since.
func (w *world) stays(t testing.TB, but ...string) func() {
	t.Helper()
	before := tamper.Counts(t, w.file())
	return func() {
		t.Helper()
		for name, now := range tamper.Counts(t, w.file()) {
			if now != before[name] && !slices.Contains(but, name) {
				t.Errorf("%s had %d rows and has %d", name, before[name], now)
			}
		}
	}
}

func (w *world) at(name string, more ...string) string {
	path := "/cases/" + string(w.cases[name])
	for _, m := range more {
		path += "/" + m
	}
	return path
}
