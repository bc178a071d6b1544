package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"html/template"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"waymark/data"
	"waymark/internal/civil"
	"waymark/internal/clock"
	"waymark/internal/demo"
	"waymark/internal/demo/seed"
	"waymark/internal/desk"
	"waymark/internal/policy"
	"waymark/internal/server"
	"waymark/internal/store"
	policyfiles "waymark/policy"
)

var (
	listHouses = flag.String("houses", "1,10", "by how many organisations the people of the lists are kept")
	listCases  = flag.String("cases", os.Getenv("BENCH_CASES"), "sizes of the lists, as 1000,10000,100000; also BENCH_CASES")
	seeded     = flag.String("seeded", "", "a folder that keeps the made-up people of the lists for another run")
)

const (
	connections = 8
	turns       = 3
	turnTime    = 1500 * time.Millisecond
)

// listed is one installation whose lists are measured.
type listed struct {
	cases, houses int
	desk          *desk.Desk
	pages         []*listPage
}

// listPage is one page as one reader asks for it.
type listPage struct {
	who, path string
	typed     string // posted, where it is not ""
	handler   http.Handler
	cookie    *http.Cookie
	took      []time.Duration
	seconds   float64
}

// lists measures the caseload lists as the handler gives them, with session, policies,
// sealing and the look kept, at several sizes: for a support worker with fourteen people,
// and for a manager whose organisation keeps everybody, or a tenth.
func lists(ctx context.Context, dir string) (err error) {
	if *seeded != "" {
		dir = *seeded
	}
	var all []*listed
	for _, cases := range sizes() {
		for _, houses := range numbers(*listHouses) {
			l, err := fillLists(ctx, dir, cases, houses)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, l.desk.Close()) }()
			all = append(all, l)
		}
	}
	if len(all) == 0 {
		return errors.New("-houses: name one number or more")
	}
	plain, err := plainPage(ctx, dir, all[0])
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, plain.close()) }()
	for range turns { // turn by turn, so that what else the machine does meets all alike
		if err := plain.page.turn(ctx); err != nil {
			return err
		}
		for _, l := range all {
			for _, p := range l.pages {
				if err := p.turn(ctx); err != nil {
					return err
				}
			}
		}
	}
	tellLists(plain.page, all)
	return nil
}

// sizes are the numbers of cases that are asked for; the first is what others are
// compared with.
func sizes() []int {
	out := []int{1000}
	for _, n := range numbers(*listCases) {
		if n > out[len(out)-1] {
			out = append(out, n)
		}
	}
	if len(out) == 1 {
		out = append(out, 10_000)
	}
	return out
}

func numbers(text string) (out []int) {
	for _, part := range strings.Split(text, ",") {
		if n, err := strconv.Atoi(strings.TrimSpace(part)); err == nil && n > 0 {
			out = append(out, n)
		}
	}
	return out
}

func tellLists(plain *listPage, all []*listed) {
	fmt.Printf("Lists: %d connections, session, policies, sealing and the look kept, through the handler\n", connections)
	fmt.Printf("  %-44s p50 %10s  p99 %10s  %6.0f/s\n", "a plain page: session, one prepared query", quantile(plain.took, 50), quantile(plain.took, 99), plain.rate())
	first := map[string]*listPage{}
	for _, l := range all {
		for _, p := range l.pages {
			key := fmt.Sprint(l.houses, p.who, p.path)
			if first[key] == nil {
				first[key] = p
			}
			keeps := "everybody"
			if l.houses > 1 {
				keeps = "a tenth"
			}
			fmt.Printf("  %-10s %-14s %6d cases, %-9s  p50 %10s  p99 %10s  %6.0f/s  p99 %.2f of that at %d (aim 1.50), %.2f of the plain page (aim 0.40)\n",
				p.path, p.who, l.cases, keeps, quantile(p.took, 50), quantile(p.took, 99), p.rate(),
				float64(quantile(p.took, 99))/float64(quantile(first[key].took, 99)), all[0].cases, p.rate()/plain.rate())
		}
	}
}

func (p *listPage) rate() float64 { return float64(len(p.took)) / p.seconds }

// turn asks for the page on all connections for a while.
func (p *listPage) turn(ctx context.Context) error {
	began := now()
	took := make([][]time.Duration, connections)
	failed := make([]error, connections)
	var wg sync.WaitGroup
	for c := range connections {
		wg.Go(func() {
			for now().Sub(began) < turnTime {
				at := now()
				out := p.ask(ctx)
				took[c] = append(took[c], now().Sub(at))
				if out.Code != http.StatusOK {
					failed[c] = fmt.Errorf("%s answered %d", p.path, out.Code)
					return
				}
			}
		})
	}
	wg.Wait()
	p.seconds += now().Sub(began).Seconds()
	for _, t := range took {
		p.took = append(p.took, t...)
	}
	return errors.Join(failed...)
}

// ask asks for the page once; what is typed is posted, and led on from.
func (p *listPage) ask(ctx context.Context) *httptest.ResponseRecorder {
	send := func(r *http.Request) *httptest.ResponseRecorder {
		if p.cookie != nil {
			r.AddCookie(p.cookie)
		}
		out := httptest.NewRecorder()
		p.handler.ServeHTTP(out, r)
		return out
	}
	if p.typed == "" {
		return send(httptest.NewRequestWithContext(ctx, http.MethodGet, p.path, nil))
	}
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, p.path, strings.NewReader(p.typed))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	out := send(r)
	if to := out.Header().Get("Location"); to != "" {
		return send(httptest.NewRequestWithContext(ctx, http.MethodGet, to, nil))
	}
	return out
}

// fillLists makes up people, unless they are there, and signs two of the demo's team in.
func fillLists(ctx context.Context, dir string, cases, houses int) (*listed, error) {
	cfg := desk.Config{
		Dir: filepath.Join(dir, fmt.Sprintf("cases-%d-%d", cases, houses)), Demo: true, Filling: true, Clock: clock.System{},
		Calendar: civil.DefaultCalendar(), Nation: civil.EnglandAndWales, Rules: data.Rulebook, Policies: policyfiles.Files, Log: discard(),
	}
	d, err := desk.Open(ctx, cfg)
	if err != nil {
		return nil, err
	}
	began := now()
	n, err := seed.Fill(ctx, d, seed.Plan{Number: 1, Cases: cases, Entries: entriesEach, Organisations: houses, Workers: 20}, nil)
	if err = errors.Join(err, d.Close()); err != nil {
		return nil, err
	}
	if n > 0 {
		fmt.Printf("Seed: %d people of %d entries for %d organisations in %.1f minutes\n", n, entriesEach, houses, now().Sub(began).Minutes())
	}
	cfg.Filling = false
	l := &listed{cases: cases, houses: houses}
	if l.desk, err = desk.Open(ctx, cfg); err != nil {
		return nil, err
	}
	h, err := server.New(server.Config{Desk: l.desk, Log: discard(), SignIns: demo.SignIns()})
	if err != nil {
		return nil, err
	}
	for _, who := range []policy.Role{policy.SupportWorker, policy.Manager} {
		cookie, err := signInAs(h, who)
		if err != nil {
			return nil, err
		}
		for _, path := range []string{"/today", "/people"} {
			l.pages = append(l.pages, &listPage{who: string(who), path: path, handler: h, cookie: cookie})
		}
	}
	return l, nil
}

func signInAs(h http.Handler, role policy.Role) (*http.Cookie, error) {
	for _, s := range demo.SignIns() {
		if s.As == role {
			return signIn(h, s.Login, s.Password)
		}
	}
	return nil, fmt.Errorf("nobody of the demo's team is a %s", role)
}

// plainly is the page that others are compared with: who is signed in, one prepared query
// for 25 rows of a table in clear, in the order of an index, and the rows written as a
// table. No policies, nothing sealed, no counts, no look.
type plainly struct {
	page *listPage
	bare *store.Bare
}

func (p *plainly) close() error { return p.bare.Close() }

var plainRows = template.Must(template.New("plain").Parse(`<!doctype html><html lang="en"><head><title>People</title><link rel="stylesheet" href="/a.css"></head><body><h1>People</h1>
<table><thead><tr><th scope="col">Who</th><th scope="col">Where they are supported</th><th scope="col">Next date</th></tr></thead><tbody>
{{range .}}<tr><th scope="row"><a href="/cases/{{.ID}}">{{.Name}}</a></th><td>{{.Setting}}</td><td>{{.Next}}</td></tr>
{{end}}</tbody></table></body></html>`))

func plainPage(ctx context.Context, dir string, l *listed) (*plainly, error) {
	at, err := os.MkdirTemp(dir, "plain-")
	if err != nil {
		return nil, err
	}
	bare, err := store.OpenBare(ctx, at)
	if err != nil {
		return nil, err
	}
	if err := bare.FillList(ctx, sizes()[len(sizes())-1]); err != nil {
		return nil, errors.Join(err, bare.Close())
	}
	cookie := l.pages[0].cookie
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := r.Cookie(cookie.Name)
		if err == nil {
			_, err = l.desk.Session(r.Context(), c.Value)
		}
		var rows []store.BareRow
		if err == nil {
			rows, err = bare.List(r.Context())
		}
		if err == nil {
			err = plainRows.Execute(w, rows)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	return &plainly{page: &listPage{path: "/plain", handler: h, cookie: cookie}, bare: bare}, nil
}
