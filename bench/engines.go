package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"sync/atomic"

	"waymark/data"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/clock"
	"waymark/internal/demo"
	"waymark/internal/demo/seed"
	"waymark/internal/desk"
	"waymark/internal/policy"
	"waymark/internal/server"
	"waymark/internal/store"
	"waymark/internal/store/cluster"
	policyfiles "waymark/policy"
)

// On both engines alike: so many made-up people, so many of whom acts are recorded.
const (
	bothCases = 1000
	bothActs  = 50
)

// onEngine is one installation that is measured beside another of the other engine.
type onEngine struct {
	name  string
	desk  *desk.Desk
	world *world
	pages []*listPage
	acts  float64
}

// engines measures the same on both engines, turn by turn in one run. The server of
// PostgreSQL is a throw-away one that waits for its disk, as the file of SQLite does.
func engines(ctx context.Context, dir string) (err error) {
	made, stop, err := cluster.Durable()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	var both []*onEngine
	for _, name := range []string{"SQLite", "PostgreSQL"} {
		cfg := desk.Config{
			Dir: filepath.Join(dir, name), Demo: true, Clock: clock.System{}, Calendar: civil.DefaultCalendar(), Nation: civil.EnglandAndWales,
			Rules: data.Rulebook, Policies: policyfiles.Files, Log: discard(),
		}
		if name == "PostgreSQL" {
			url, err := made()
			if err != nil {
				return err
			}
			cfg.Data = store.Database(url)
		}
		e, err := openOn(ctx, name, cfg)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, e.desk.Close()) }()
		both = append(both, e)
	}
	for range turns {
		for i := range both[0].pages {
			for _, e := range both {
				if err := e.pages[i].turn(ctx); err != nil {
					return err
				}
			}
		}
		for _, e := range both {
			if err := e.record(ctx); err != nil {
				return err
			}
		}
	}
	tellEngines(both[0], both[1])
	return nil
}

// openOn makes people up on an engine, every commit on the disk, and signs a manager in.
func openOn(ctx context.Context, name string, cfg desk.Config) (*onEngine, error) {
	e := &onEngine{name: name}
	var err error
	if e.desk, err = desk.Open(ctx, cfg); err != nil {
		return nil, err
	}
	began := now()
	if _, err := seed.Fill(ctx, e.desk, seed.Plan{Number: 1, Cases: bothCases, Entries: entriesEach, Organisations: 1, Workers: 20}, nil); err != nil {
		return nil, err
	}
	fmt.Printf("Seed: %d people of %d entries on %s in %.1f seconds\n", bothCases, entriesEach, name, now().Sub(began).Seconds())
	h, err := server.New(server.Config{Desk: e.desk, Log: discard(), SignIns: demo.SignIns()})
	if err != nil {
		return nil, err
	}
	cookie, err := signInAs(h, policy.Manager)
	if err != nil {
		return nil, err
	}
	if e.world, err = build(ctx, e.desk, bothActs); err != nil {
		return nil, err
	}
	one, err := e.somebody(ctx, cookie)
	if err != nil {
		return nil, err
	}
	for _, p := range []listPage{{path: "/people"}, {path: "/today"}, {path: one}, {path: "/search", typed: "name=Linh"}} {
		p.handler, p.cookie = h, cookie
		p.ask(ctx) // names are opened at the first search, which the part "names" measures
		e.pages = append(e.pages, &p)
	}
	return e, nil
}

// somebody is the page of a case of as many entries as all have.
func (e *onEngine) somebody(ctx context.Context, cookie *http.Cookie) (string, error) {
	signed, err := e.desk.Session(ctx, cookie.Value)
	if err != nil {
		return "", err
	}
	day, err := e.desk.Day(ctx, signed.Actor, 1)
	if err != nil {
		return "", err
	}
	if len(day.Folk) == 0 {
		return "", errors.New("nobody was made up")
	}
	_, err = e.desk.Read(ctx, signed.Actor, "case.now", day.Folk[0].On, chronology.At{})
	return "/cases/" + string(day.Folk[0].On), err
}

func (e *onEngine) record(ctx context.Context) error {
	var next atomic.Int64
	n, err := rate(func() error {
		return e.world.contact(ctx, e.world.people[int(next.Add(1))%len(e.world.people)], line("She says that the letter has not come and that she sleeps badly.", 6))
	})
	e.acts += n / turns
	return err
}

func tellEngines(one, other *onEngine) {
	fmt.Printf("Both engines, turn by turn: %d people of %d entries, a manager, %d connections, through the handler; a contact recorded by %d writers\n", bothCases, entriesEach, connections, writers)
	for i, p := range one.pages {
		q, path := other.pages[i], p.path
		if len(path) > len("/cases/") && path[:len("/cases/")] == "/cases/" {
			path = "/cases/ID"
		}
		fmt.Printf("  %-10s %s p50 %10s p99 %10s %6.0f/s   %s p50 %10s p99 %10s %6.0f/s   %.2f of it\n", path, one.name, quantile(p.took, 50), quantile(p.took, 99), p.rate(),
			other.name, quantile(q.took, 50), quantile(q.took, 99), q.rate(), q.rate()/p.rate())
	}
	fmt.Printf("  %-10s %s %.0f/s   %s %.0f/s   %.2f of it\n", "acts", one.name, one.acts, other.name, other.acts, other.acts/one.acts)
}
