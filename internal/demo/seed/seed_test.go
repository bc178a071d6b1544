package seed_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"waymark/data"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/clock"
	"waymark/internal/demo"
	"waymark/internal/demo/seed"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/policy"
	policyfiles "waymark/policy"
)

var friday = time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)

func open(t *testing.T, dir string, isDemo bool) (*desk.Desk, *clock.Set) {
	t.Helper()
	set := clock.At(friday)
	d, err := desk.Open(t.Context(), desk.Config{
		Dir: dir, Demo: isDemo, Clock: set, Calendar: civil.DefaultCalendar(), Nation: civil.EnglandAndWales,
		Rules: data.Rulebook, Policies: policyfiles.Files, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d, set
}

var plan = seed.Plan{Number: 7, Cases: 60, Entries: 30, Organisations: 2, Workers: 2}

func fill(t *testing.T, d *desk.Desk) int {
	t.Helper()
	n, err := seed.Fill(t.Context(), d, plan, nil)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// signed is one of the demo's team, by role.
func signed(t *testing.T, d *desk.Desk, role policy.Role) policy.Actor {
	t.Helper()
	at := slices.IndexFunc(demo.SignIns(), func(s demo.SignIn) bool { return s.As == role })
	token, err := d.SignIn(t.Context(), demo.SignIns()[at].Login, demo.SignIns()[at].Password)
	if err != nil {
		t.Fatal(err)
	}
	who, err := d.Session(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	return who.Actor
}

// told is what a reader finds of everybody: names, kinds and days in order.
func told(t *testing.T, d *desk.Desk, who policy.Actor) map[ident.Chronology]string {
	t.Helper()
	out := map[ident.Chronology]string{}
	for page := 1; ; page++ {
		people, err := d.People(t.Context(), who, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range people.Folk {
			v, err := d.Read(t.Context(), who, "case.see", p.On, chronology.At{})
			if err != nil {
				t.Fatal(err)
			}
			words := p.Who.Name
			for _, l := range v.Case.Lines {
				words += fmt.Sprint(" ", l.Kind, " ", l.Happened, " ", l.Trouble)
			}
			out[p.On] = words
		}
		if !people.More {
			return out
		}
	}
}

// The people that a number makes are the same each time, stand as entries like any, and
// their clocks run.
func TestTheSameNumberMakesTheSamePeople(t *testing.T) {
	var all []map[ident.Chronology]string
	for range 2 {
		d, _ := open(t, t.TempDir(), true)
		if n := fill(t, d); n != plan.Cases {
			t.Fatalf("%d people were made, want %d", n, plan.Cases)
		}
		all = append(all, told(t, d, signed(t, d, policy.Manager)))
	}
	if len(all[0]) != plan.Cases/plan.Organisations || fmt.Sprint(all[0]) != fmt.Sprint(all[1]) {
		t.Errorf("%d and %d people, want the same %d:\n%v\n%v", len(all[0]), len(all[1]), plan.Cases/plan.Organisations, all[0], all[1])
	}
}

func TestWorkersWalkBesideThemAndClocksRun(t *testing.T) {
	d, _ := open(t, t.TempDir(), true)
	fill(t, d)
	manager, err := d.Day(t.Context(), signed(t, d, policy.Manager), 1)
	if err != nil || manager.Counts.All < plan.Cases || manager.Counts.Late == 0 {
		t.Errorf("the manager finds %+v, want many clocks and some late, %v", manager.Counts, err)
	}
	worker, err := d.Day(t.Context(), signed(t, d, policy.SupportWorker), 1)
	if err != nil || worker.People != seed.Caseload || worker.Counts.All == 0 || worker.Counts.All >= manager.Counts.All {
		t.Errorf("the worker finds %d people and %+v, want %d people, %v", worker.People, worker.Counts, seed.Caseload, err)
	}
	owner, err := d.People(t.Context(), signed(t, d, policy.CaseOwner), 1)
	if err != nil || owner.All == 0 {
		t.Errorf("the authority finds %d people, want those who were referred, %v", owner.All, err)
	}
}

// A run that was cut short is finished by running it again.
func TestARunCutShortIsFinished(t *testing.T) {
	dir := t.TempDir()
	d, _ := open(t, dir, true)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	first, err := seed.Fill(ctx, d, plan, func(int, int) { stop() })
	if !errors.Is(err, context.Canceled) || first == 0 {
		t.Fatalf("%d were made and %v, want some and that it was stopped", first, err)
	}
	second := fill(t, d)
	if first+second != plan.Cases || fill(t, d) != 0 {
		t.Errorf("%d and then %d people, want %d together and none the third time", first, second, plan.Cases)
	}
}

func TestOtherFoldersAreRefused(t *testing.T) {
	d, set := open(t, t.TempDir(), true)
	if err := demo.Load(t.Context(), d, set, friday); err != nil {
		t.Fatal(err)
	}
	if n, err := seed.Fill(t.Context(), d, plan, nil); !errors.Is(err, seed.ErrOthers) || n != 0 {
		t.Errorf("%d people were made among others, %v", n, err)
	}
	real, _ := open(t, t.TempDir(), false)
	if _, err := real.MakeUp(t.Context(), desk.Operator(), nil); !errors.Is(err, desk.ErrNotDemo) {
		t.Errorf("made-up people among real ones: %v", err)
	}
	if _, err := d.MakeUp(t.Context(), signed(t, d, policy.SupportWorker), nil); err == nil {
		t.Error("somebody who may not import made people up")
	}
}

func TestPlansAreChecked(t *testing.T) {
	for name, change := range map[string]func(*seed.Plan){
		"cases": func(p *seed.Plan) { p.Cases = 0 }, "entries": func(p *seed.Plan) { p.Entries = seed.LeastEntries - 1 },
		"organisations": func(p *seed.Plan) { p.Organisations = seed.MostHouses + 1 }, "workers": func(p *seed.Plan) { p.Workers = 0 },
	} {
		p := plan
		if change(&p); p.Check() == nil {
			t.Errorf("%s: %+v is taken", name, p)
		}
	}
	if err := plan.Check(); err != nil {
		t.Error(err)
	}
}
