package server_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/data"
	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/clock"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/organisation"
	"waymark/internal/policy"
	"waymark/internal/server"
	"waymark/internal/web/route"
)

// The town is an installation of the matrix's own: organisations of every sort, somebody
// in every role, and a case for every situation, all made by the acts that people do.

// The two days of the town: on the first everything was written down and what has expired
// was given; on the second all else was given, and it is read.
var (
	firstDay  = time.Date(2026, 11, 19, 9, 0, 0, 0, time.UTC)
	secondDay = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
)

// member is somebody in a line of the matrix, signed in.
type member struct {
	post
	actor  policy.Actor
	cookie string
}

// aCase is a case: whose it is, and how the markers of it begin.
type aCase struct {
	on      ident.Chronology
	keeper  string
	number  int
	planted string // the letters of the labels that something is written under
	entry   ident.Entry
	share   ident.Entry
	over    bool // access to it has ended
}

// town is the installation with everybody in it.
type town struct {
	dir     string
	desk    *desk.Desk
	clock   *clock.Set
	log     *lockedLog
	handler http.Handler
	orgs    map[string]ident.Organisation
	heads   map[string]policy.Actor
	scribes map[string]policy.Actor // First Responders who write for keepers whose manager may not
	members []member
	cases   map[string]aCase // by keeper and situation
	err     error            // the first that went wrong while it was made
}

var townOnce = sync.OnceValues(func() (*town, error) {
	t := newTown(filepath.Join(tempDir, "town"))
	if t.err == nil {
		t.found()
		t.settle()
		t.signAllIn()
	}
	return t, t.err
})

// theTown is the town that all tests read. Nobody changes anybody's access there.
func theTown(t testing.TB) *town {
	t.Helper()
	w, err := townOnce()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func newTown(dir string) *town {
	t := &town{dir: dir, clock: clock.At(firstDay), log: &lockedLog{}, orgs: map[string]ident.Organisation{}, heads: map[string]policy.Actor{}, scribes: map[string]policy.Actor{}, cases: map[string]aCase{}}
	t.open(nil)
	return t
}

// open opens what lies in the town's folder, with other policies where they are given.
func (t *town) open(change func(*desk.Config)) {
	log := slog.New(slog.NewTextHandler(t.log, nil))
	cfg := desk.Config{
		Dir: t.dir, Demo: true, Filling: true, Clock: t.clock, Calendar: civil.DefaultCalendar(), Nation: civil.EnglandAndWales,
		Rules: data.Rulebook, Policies: shippedPolicies, Log: log,
	}
	if change != nil {
		change(&cfg)
	}
	if t.desk, t.err = desk.Open(context.Background(), cfg); t.err != nil {
		return
	}
	t.handler, t.err = server.New(server.Config{Desk: t.desk, Log: log})
}

// do carries out an act a second after the one before.
func (t *town) do(a policy.Actor, act casefile.Act) []ident.Entry {
	if t.err != nil {
		return nil
	}
	t.clock.Advance(time.Second)
	done, err := t.desk.Do(context.Background(), a, t.desk.NewAct(), act)
	if err != nil {
		t.err = fmt.Errorf("%s by %s at %s: %w", act.Name, a.Role, t.called(a.Organisation), err)
		return nil
	}
	return append(done.Entries, "")
}

func (t *town) called(of ident.Organisation) string {
	for name, id := range t.orgs {
		if id == of {
			return name
		}
	}
	return "the machine"
}

func (t *town) today() civil.When { return civil.On(civil.DayOf(t.clock.Now())) }

// found founds the organisations and lets their workers join.
func (t *town) found() {
	all := append(slices.Clone(companies), company{name: elm, sort: "support-provider"}, company{name: confidant, sort: "other"})
	for _, c := range all {
		id := ident.NewChronology(t.clock.Now())
		t.do(desk.Operator(), casefile.FoundOrganisation(id, organisation.Found{Happened: t.today(), Body: organisation.Founded{Name: answer.Given(c.name), Sort: answer.Given(c.sort)}}))
		t.orgs[c.name] = ident.Organisation(id)
		if slices.Contains(headed, c.name) {
			t.heads[c.name] = t.join(c, policy.Manager, "Head")
		}
		if slices.Contains(keepers, c.name) && !slices.Contains(storied, c.name) {
			t.scribes[c.name] = t.join(c, policy.FirstResponder, "Scribe")
		}
		for _, r := range c.roles {
			t.members = append(t.members, member{post: post{r, c.name}, actor: t.join(c, r, "Worker")})
		}
	}
}

func (t *town) join(c company, r policy.Role, first string) policy.Actor {
	id := ident.NewChronology(t.clock.Now())
	t.do(desk.Operator(), casefile.JoinWorker(id, organisation.Join{Happened: t.today(), Body: organisation.Joined{
		Name: answer.Given(first + " " + string(r) + " " + c.name), Organisation: answer.Given(t.orgs[c.name]), Role: answer.Given(string(r)),
	}}))
	return policy.Actor{Worker: ident.Worker(id), Organisation: t.orgs[c.name], Remit: desk.RemitOf(c.sort), Role: r, Purpose: policy.PurposeOf(r)}
}

// signAllIn gives everybody a session. Passwords take long to reckon, so two at once.
func (t *town) signAllIn() {
	ctx, errs := context.Background(), make([]error, len(t.members))
	var group sync.WaitGroup
	gate := make(chan struct{}, 2)
	for i := range t.members {
		group.Go(func() {
			gate <- struct{}{}
			defer func() { <-gate }()
			m := &t.members[i]
			login := fmt.Sprintf("%d@town.example", i)
			errs[i] = t.desk.AddAccount(ctx, m.actor.Worker, login, password)
			if errs[i] == nil {
				m.cookie, errs[i] = t.desk.SignIn(ctx, login, password)
			}
		})
	}
	group.Wait()
	t.err = cmp.Or(t.err, errors.Join(errs...))
}

// of is the member in a role at an organisation.
func (t *town) of(tb testing.TB, r policy.Role, at string) member {
	tb.Helper()
	for _, m := range t.members {
		if m.post == (post{r, at}) {
			return m
		}
	}
	tb.Fatalf("nobody is %s at %s", r, at)
	return member{}
}

// ones is one member for each role: the first that there is.
func (t *town) ones() []member {
	var out []member
	for _, m := range t.members {
		if !slices.ContainsFunc(out, func(x member) bool { return x.Role == m.Role }) {
			out = append(out, m)
		}
	}
	return out
}

// answered is what came back to a request, whole.
type answered struct {
	status int
	header http.Header
	body   string
}

// ask sends a request as a member, without a wire between.
func (t *town) ask(m member, method, path string, typed url.Values) answered {
	return t.askWith(context.Background(), m, method, path, typed)
}

func (t *town) askWith(ctx context.Context, m member, method, path string, typed url.Values) answered {
	r := httptest.NewRequestWithContext(ctx, method, path, strings.NewReader(typed.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	r.AddCookie(&http.Cookie{Name: plainCookie, Value: m.cookie})
	w := httptest.NewRecorder()
	t.handler.ServeHTTP(w, r)
	return answered{w.Code, w.Header(), w.Body.String()}
}

// paths is the table of routes with its names filled in for a case.
func (t *town) paths(tb testing.TB, c aCase) []place {
	tb.Helper()
	return places(tb, func(rt route.Route) filling {
		f := filling{on: string(c.on), entry: string(c.entry), draft: string(t.desk.NewAct())}
		if strings.Contains(rt.Pattern, "/sharing/") && c.share != "" {
			f.entry = string(c.share)
		}
		return f
	})
}

// each runs something for every member, several at once.
func each[T any](all []T, run func(i int, x T)) {
	var group sync.WaitGroup
	gate := make(chan struct{}, 4)
	for i, x := range all {
		group.Go(func() {
			gate <- struct{}{}
			defer func() { <-gate }()
			run(i, x)
		})
	}
	group.Wait()
}
