package main

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/contact"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/organisation"
	"waymark/internal/person"
	"waymark/internal/policy"
	"waymark/internal/referral"
	"waymark/internal/store"
)

// world is some people at one organisation, each read by three.
type world struct {
	desk   *desk.Desk
	actor  policy.Actor
	people []ident.Chronology
}

func build(ctx context.Context, d *desk.Desk, people int) (*world, error) {
	w := &world{desk: d}
	var orgs []ident.Organisation
	on := civil.On(d.Today())
	for i, sort := range []organisation.Sort{"support-provider", "competent-authority", "solicitor"} {
		id := ident.NewChronology(now())
		_, err := d.Do(ctx, desk.Operator(), d.NewAct(), casefile.FoundOrganisation(id, organisation.Found{Happened: on, Body: organisation.Founded{Name: answer.Given(fmt.Sprint("Organisation ", i)), Sort: answer.Given(sort)}}))
		if err != nil {
			return nil, err
		}
		orgs = append(orgs, ident.Organisation(id))
	}
	worker := ident.NewChronology(now())
	_, err := d.Do(ctx, desk.Operator(), d.NewAct(), casefile.JoinWorker(worker, organisation.Join{Happened: on, Body: organisation.Joined{Name: answer.Given("Manager"), Organisation: answer.Given(orgs[0]), Role: answer.Given(string(policy.Manager))}}))
	if err != nil {
		return nil, err
	}
	w.actor = policy.Actor{Worker: ident.Worker(worker), Organisation: orgs[0], Remit: policy.Supporting, Role: policy.Manager, Purpose: policy.Support}
	for range people {
		id := ident.NewChronology(now())
		for _, a := range []casefile.Act{
			casefile.Meet(id, person.Meet{Happened: on, Body: person.Met{ChosenName: answer.Given("Somebody")}}),
			casefile.SendReferral(id, referral.Send{Happened: on, Body: referral.Sent{Route: answer.Given(referral.Route("adult")), Authority: answer.Given(referral.Authority("sca")), To: answer.Given(orgs[1]), Consent: answer.Given(referral.Agreed("yes"))}}),
			casefile.Share(id, consent.Share{Happened: on, Body: consent.Shared{To: answer.Given(orgs[2]), Labels: answer.Given(label.Of(label.General, label.Identity, label.Account)), Basis: answer.Given(chronology.Consent)}}),
		} {
			if _, err := d.Do(ctx, w.actor, d.NewAct(), a); err != nil {
				return nil, err
			}
		}
		w.people = append(w.people, id)
	}
	return w, nil
}

func (w *world) contact(ctx context.Context, on ident.Chronology, note string) error {
	_, err := w.desk.Do(ctx, w.actor, w.desk.NewAct(), casefile.RecordContact(on, contact.Record{Happened: civil.On(w.desk.Today()), Body: contact.Made{
		How: answer.Given(contact.How("phone")), Reached: answer.Given(contact.Reached("yes")), Note: answer.Given(answer.Text(note)),
	}}))
	return err
}

const (
	rounds    = 3
	roundTime = 3 * time.Second
	writers   = 4
	people    = 200
)

// acts measures acts a second against bare commits of the same bytes, turn by turn in
// one run, and gives the ratio.
func acts(ctx context.Context, dir string) error {
	d, err := openDesk(ctx, filepath.Join(dir, "acts"))
	if err != nil {
		return err
	}
	w, err := build(ctx, d, people)
	if err != nil {
		return err
	}
	bare, err := store.OpenBare(ctx, dir)
	if err != nil {
		return err
	}
	note := line("She says that the letter has not come and that she sleeps badly.", 6)
	var did, bareDid float64
	var size int64
	for range rounds {
		var next atomic.Int64
		n, err := rate(func() error {
			return w.contact(ctx, w.people[int(next.Add(1))%len(w.people)], note)
		})
		if err != nil {
			return err
		}
		did += n
		if size, err = d.EntrySize(ctx); err != nil {
			return err
		}
		row := make([]byte, size)
		if n, err = rate(func() error { return bare.Commit(ctx, row) }); err != nil {
			return err
		}
		bareDid += n
	}
	fmt.Printf("Acts: a contact recorded (%d writers, %d people, three reading organisations, %d sealed bytes an entry)\n", writers, people, size)
	fmt.Printf("  acts %.0f/s  bare one-row commits of the same bytes, synchronous FULL, %.0f/s\n  ratio %.2f (aim 0.20)\n", did/rounds, bareDid/rounds, did/bareDid)
	return errorsOf(bare.Close(), d.Close())
}

func errorsOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// rate runs do by several writers for a round and gives how many a second.
func rate(do func() error) (float64, error) {
	began := now()
	var n atomic.Int64
	var failed atomic.Pointer[error]
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for now().Sub(began) < roundTime {
				if err := do(); err != nil {
					failed.Store(&err)
					return
				}
				n.Add(1)
			}
		})
	}
	wg.Wait()
	if err := failed.Load(); err != nil {
		return 0, *err
	}
	return float64(n.Load()) / now().Sub(began).Seconds(), nil
}
