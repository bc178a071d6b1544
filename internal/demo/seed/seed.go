// Package seed fills a demo with as many made-up people as one likes: to see how Waymark
// feels with a real number of cases, and to measure it. Nobody in it exists. Each person
// is written through the desk by one act, as an import is: checked, sealed, reckoned.
//
// The same number makes the same people, as far as they are told relative to the day on
// which they are made. Who may sign in is the team of the demo; the first support worker
// walks beside fourteen people, as many as one can, and so do the others.
package seed

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/demo"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/organisation"
	"waymark/internal/policy"
)

// Plan is what is to be made.
type Plan struct {
	Number        uint64 // the same number makes the same people
	Cases         int
	Entries       int // in each case
	Organisations int // that keep records; the first is the demo's own
	Workers       int // support workers in each
}

// Least and most of a plan's numbers.
const (
	LeastEntries = 20
	MostEntries  = 2000
	MostCases    = 1_000_000
	MostHouses   = 500
	MostWorkers  = 2000
	Caseload     = 14 // people beside whom one worker walks
)

// ErrOthers refuses a folder in which there are other made-up people.
var ErrOthers = errors.New("there is a demo of another sort in this folder, or one made under another number: use a new folder")

// Check says what is wrong with a plan, by the name of the number.
func (p Plan) Check() error {
	var c errs.Checks
	for _, x := range []struct {
		field          string
		n, least, most int
	}{
		{"cases", p.Cases, 1, MostCases}, {"entries", p.Entries, LeastEntries, MostEntries},
		{"organisations", p.Organisations, 1, MostHouses}, {"workers", p.Workers, 1, MostWorkers},
	} {
		if x.n < x.least || x.n > x.most {
			c.Say(x.field, fmt.Sprintf("--%s: between %d and %d, not %d", x.field, x.least, x.most, x.n))
		}
	}
	return c.Err()
}

// house is an organisation that keeps records.
type house struct {
	id      ident.Organisation
	manager policy.Actor
	workers []ident.Worker
}

// world is what made-up people are made in.
type world struct {
	plan   Plan
	desk   *desk.Desk
	houses []house
	decide ident.Organisation // the competent authority
	reads  ident.Organisation // who reads by consent
	today  civil.Day
}

// together is how many people one commit writes.
const together = 40

// Fill writes the plan. A run that was cut short goes on when it is run again with the
// same plan. progress may be nil; it is told how many people of how many are there.
// written is how many were not there before.
func Fill(ctx context.Context, d *desk.Desk, plan Plan, progress func(done, all int)) (written int, err error) {
	if err := plan.Check(); err != nil {
		return 0, err
	}
	w := &world{plan: plan, desk: d, today: d.Today()}
	if err := w.found(ctx); err != nil {
		return 0, err
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	next := make(chan int)
	go func() {
		defer close(next)
		for first := 0; first < plan.Cases; first += together {
			select {
			case next <- first:
			case <-ctx.Done():
				return
			}
		}
	}()
	var mu sync.Mutex
	passed := 0
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) + 1 { // while one waits for the disk, the others reckon
		all.Go(func() {
			for first := range next {
				n, err := w.write(ctx, first, min(first+together, plan.Cases))
				mu.Lock()
				written += n
				if err != nil {
					mu.Unlock()
					stop(err)
					return
				}
				passed += min(first+together, plan.Cases) - first
				if progress != nil {
					progress(passed, plan.Cases)
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return written, context.Cause(ctx)
}

// write writes the people from first to before last, each for the house that keeps them.
func (w *world) write(ctx context.Context, first, last int) (int, error) {
	written := 0
	byHouse := map[int][]desk.MadeUp{}
	for i := first; i < last; i++ {
		h := i % len(w.houses)
		byHouse[h] = append(byHouse[h], w.person(i))
	}
	for h := range w.houses {
		n, err := w.desk.MakeUp(ctx, w.houses[h].manager, byHouse[h])
		if err != nil {
			return written, err
		}
		written += n
	}
	return written, nil
}

// beside is the worker who walks beside the n-th person of a house; "" for those whose
// support has ended, or who wait for one. A worker's people lie far apart, as they came.
func (w *world) beside(i int) ident.Worker {
	h := w.houses[i%len(w.houses)]
	n, of := i/len(w.houses), w.plan.Cases/len(w.houses)
	apart := max(1, of/(Caseload*len(h.workers)))
	if n%apart != 0 || n/apart/Caseload >= len(h.workers) {
		return ""
	}
	return h.workers[n/apart/Caseload]
}

func (w *world) act(what string, n int) ident.Act { return desk.MadeUpAct(w.plan.Number, what, n) }

// found opens the organisations and lets their workers in; what is there already stays.
func (w *world) found(ctx context.Context) error {
	ours := ident.Organisation(ident.ChronologyOf(w.act("organisation "+demo.SignIns()[0].Organisation, 0), 0))
	names, err := w.desk.Names(ctx)
	if err != nil {
		return err
	}
	if len(names.Organisations()) > 0 && names.Sort(ours) == "" {
		return ErrOthers
	}
	byName := map[string]ident.Organisation{}
	for _, s := range demo.SignIns() {
		if byName[s.Organisation] == "" {
			if byName[s.Organisation], err = w.open(ctx, s.Organisation, organisation.Sort(s.Sort)); err != nil {
				return err
			}
		}
		if err := w.letIn(ctx, s, byName[s.Organisation]); err != nil {
			return err
		}
	}
	for h := 1; h < w.plan.Organisations; h++ {
		if err := w.another(ctx, h); err != nil {
			return err
		}
	}
	return w.staff(ctx)
}

// open opens an organisation by its name.
func (w *world) open(ctx context.Context, name string, sort organisation.Sort) (ident.Organisation, error) {
	act := w.act("organisation "+name, 0)
	on := ident.ChronologyOf(act, 0)
	_, err := w.desk.Do(ctx, desk.Operator(), act, casefile.FoundOrganisation(on, organisation.Found{Happened: w.before(), Body: organisation.Founded{Name: answer.Given(name), Sort: answer.Given(sort)}}))
	if err != nil {
		return "", fmt.Errorf("organisation: %w", err)
	}
	org := ident.Organisation(on)
	if w.decide == "" && sort == organisation.CompetentAuthority {
		w.decide = org
	}
	return org, nil
}

// before is a day before everything that is told here, the same on each run.
func (w *world) before() civil.When {
	d, _ := civil.NewDay(2017, time.November, 1) // a day that is one
	return civil.On(d)
}

func (w *world) join(ctx context.Context, org ident.Organisation, name string, role policy.Role) (ident.Worker, error) {
	act := w.act("worker "+string(org)+" "+name, 0)
	on := ident.ChronologyOf(act, 0)
	_, err := w.desk.Do(ctx, desk.Operator(), act, casefile.JoinWorker(on, organisation.Join{Happened: w.before(), Body: organisation.Joined{Name: answer.Given(name), Organisation: answer.Given(org), Role: answer.Given(string(role))}}))
	if err != nil {
		return "", fmt.Errorf("worker: %w", err)
	}
	return ident.Worker(on), nil
}

// letIn lets one of the demo's team in, with the login that the demo prints. The first
// organisation keeps records; another support provider reads by consent.
func (w *world) letIn(ctx context.Context, s demo.SignIn, org ident.Organisation) error {
	worker, err := w.join(ctx, org, s.Name, s.As)
	if err != nil {
		return err
	}
	if err := w.desk.AddAccount(ctx, worker, s.Login, s.Password); err != nil && !w.known(ctx, s) {
		return fmt.Errorf("account: %w", err)
	}
	if len(w.houses) == 0 {
		w.houses = append(w.houses, house{id: org})
	}
	h := &w.houses[0]
	switch {
	case org == h.id && s.As == policy.Manager && h.manager.Worker == "":
		h.manager = policy.Actor{Worker: worker, Organisation: org, Remit: policy.Supporting, Role: s.As, Purpose: policy.PurposeOf(s.As)}
	case org == h.id && s.As == policy.SupportWorker:
		h.workers = append(h.workers, worker)
	case org != h.id && s.As == policy.Manager && w.reads == "":
		w.reads = org
	}
	return nil
}

// known says whether somebody can sign in already: an earlier run let them in.
func (w *world) known(ctx context.Context, s demo.SignIn) bool {
	token, err := w.desk.SignIn(ctx, s.Login, s.Password)
	return err == nil && w.desk.SignOut(ctx, token) == nil
}

// another opens the h-th organisation that keeps records, with a manager.
func (w *world) another(ctx context.Context, h int) error {
	org, err := w.open(ctx, fmt.Sprintf("House %d", h+1), organisation.Sort(demo.SignIns()[0].Sort))
	if err != nil {
		return err
	}
	manager, err := w.join(ctx, org, fmt.Sprintf("Manager of House %d", h+1), policy.Manager)
	if err != nil {
		return err
	}
	w.houses = append(w.houses, house{id: org, manager: policy.Actor{Worker: manager, Organisation: org, Remit: policy.Supporting, Role: policy.Manager, Purpose: policy.PurposeOf(policy.Manager)}})
	return nil
}

// staff gives each house its support workers, as many as there are people for.
func (w *world) staff(ctx context.Context) error {
	for i := range w.houses {
		h := &w.houses[i]
		most := min(w.plan.Workers, 1+w.plan.Cases/len(w.houses)/Caseload)
		for n := len(h.workers); n < most; n++ {
			worker, err := w.join(ctx, h.id, fmt.Sprintf("%s %d", workers[n%len(workers)], n+1), policy.SupportWorker)
			if err != nil {
				return err
			}
			h.workers = append(h.workers, worker)
		}
	}
	return nil
}
