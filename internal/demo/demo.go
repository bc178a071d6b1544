// Package demo loads made-up people into an installation that is marked as a demo:
// two published case histories with their own dates, closed as they closed, and a
// team's week, its supervision, training and houses written relative to the day. Everything is written through the desk, by
// the acts that people use, with the clock standing where the story stands.
package demo

import (
	"context"
	"fmt"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/clock"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/organisation"
	"waymark/internal/person"
	"waymark/internal/policy"
)

// SignIn is one printed way in. It exists only where the database is marked as a demo.
type SignIn struct {
	Role         string // in words
	Name         string
	Organisation string
	Login        string
	Password     string
	As           policy.Role
	Sort         string // of the organisation
	Try          string // what to do first
}

const password = "made-up-people-only"

// SignIns lists one way in for each role, and one for a second organisation.
func SignIns() []SignIn {
	var out []SignIn
	for _, w := range cast {
		out = append(out, SignIn{Role: w.words, Name: w.name, Organisation: w.org.name, Login: w.login, Password: password, As: w.role, Sort: w.org.sort, Try: try[w.login]})
	}
	return out
}

type house struct{ name, sort string }

var (
	maple    = house{"Maple House", "support-provider"}
	sca      = house{"Single Competent Authority", "competent-authority"}
	lantern  = house{"Lantern Trust", "support-provider"}
	allHouse = append([]house{maple, sca, lantern}, otherHouses...)
)

type member struct {
	login, name, words string
	role               policy.Role
	org                house
}

var (
	nadia = member{"nadia@maple.example", "Nadia Rahman", "support worker", policy.SupportWorker, maple}
	tom   = member{"tom@maple.example", "Tom Ellis", "manager", policy.Manager, maple}
	grace = member{"grace@sca.example", "Grace Osei", "case owner", policy.CaseOwner, sca}
	ruth  = member{"ruth@lantern.example", "Ruth Vaughan", "manager at a second organisation", policy.Manager, lantern}
	cast  = append([]member{nadia, tom, grace, ruth}, otherCast...)
)

// world is the demo as it is being written.
type world struct {
	ctx     context.Context
	desk    *desk.Desk
	clock   *clock.Set
	orgs    map[string]ident.Organisation
	workers map[string]ident.Worker
	told    map[string]ident.Chronology // whose story was told, by the name they chose
}

// Load writes the made-up world into a new installation: the stories, and everybody else
// whom the team and the authority have to do with. The clock is moved through what
// happened and is left at now.
func Load(ctx context.Context, d *desk.Desk, set *clock.Set, now time.Time) error {
	w, err := load(ctx, d, set, now)
	if err != nil {
		return err
	}
	defer set.Set(now)
	if err := caseload(w, civil.DayOf(now)); err != nil {
		return fmt.Errorf("everybody else: %w", err)
	}
	return nil
}

// LoadStories writes only the six people whose stories are told: enough for whoever wants
// to know them all by name.
func LoadStories(ctx context.Context, d *desk.Desk, set *clock.Set, now time.Time) error {
	_, err := load(ctx, d, set, now)
	return err
}

func load(ctx context.Context, d *desk.Desk, set *clock.Set, now time.Time) (*world, error) {
	w := &world{ctx: ctx, desk: d, clock: set, orgs: map[string]ident.Organisation{}, workers: map[string]ident.Worker{}, told: map[string]ident.Chronology{}}
	defer set.Set(now)
	if err := w.found(); err != nil {
		return nil, fmt.Errorf("demo team: %w", err)
	}
	for name, tell := range map[string]func(*world) error{"the man from the park": park, "Alima": alima} {
		if err := tell(w); err != nil {
			return nil, fmt.Errorf("story of %s: %w", name, err)
		}
	}
	if err := week(w, civil.DayOf(now)); err != nil {
		return nil, fmt.Errorf("the team's week: %w", err)
	}
	if err := others(w, now); err != nil {
		return nil, fmt.Errorf("who else works with them: %w", err)
	}
	if err := team(w, civil.DayOf(now)); err != nil {
		return nil, fmt.Errorf("the team and its houses: %w", err)
	}
	return w, nil
}

// found opens the organisations and lets the team sign in.
func (w *world) found() error {
	w.at(day("2017-11-01"), 9, 0)
	on := civil.On(civil.DayOf(w.clock.Now()))
	for _, h := range allHouse {
		id := ident.NewChronology(w.clock.Now())
		_, err := w.do(desk.Operator(), casefile.FoundOrganisation(id, organisation.Found{Happened: on, Body: organisation.Founded{
			Name: answer.Given(h.name), Sort: answer.Given(organisation.Sort(h.sort)),
		}}))
		if err != nil {
			return err
		}
		w.orgs[h.name] = ident.Organisation(id)
	}
	for _, m := range cast {
		if err := w.join(m); err != nil {
			return err
		}
		if err := w.desk.AddAccount(w.ctx, w.workers[m.login], m.login, password); err != nil {
			return err
		}
	}
	return nil
}

// join says who works where as what, from today.
func (w *world) join(m member) error {
	id := ident.NewChronology(w.clock.Now())
	_, err := w.do(desk.Operator(), casefile.JoinWorker(id, organisation.Join{Happened: civil.On(civil.DayOf(w.clock.Now())), Body: organisation.Joined{
		Name: answer.Given(m.name), Organisation: answer.Given(w.orgs[m.org.name]), Role: answer.Given(string(m.role)),
	}}))
	w.workers[m.login] = ident.Worker(id)
	return err
}

// at puts the clock to an hour of a day in Europe/London.
func (w *world) at(d civil.Day, hour, minute int) {
	w.clock.Set(d.Start().Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute))
}

// do carries out an act and gives its first entry.
func (w *world) do(actor policy.Actor, a casefile.Act) (ident.Entry, error) {
	done, err := w.desk.Do(w.ctx, actor, w.desk.NewAct(), a)
	if err != nil {
		return "", fmt.Errorf("%s on %s: %w", a.Name, civil.DayOf(w.clock.Now()), err)
	}
	w.clock.Advance(time.Second) // two acts of one moment would have no order
	if len(done.Entries) == 0 {
		return "", nil
	}
	return done.Entries[0], nil
}

func (w *world) actor(m member) policy.Actor {
	return policy.Actor{Worker: w.workers[m.login], Organisation: w.orgs[m.org.name], Remit: desk.RemitOf(organisation.Sort(m.org.sort)), Role: m.role, Purpose: policy.PurposeOf(m.role)}
}

// story is one person's chronology being told. The first error stops it.
type story struct {
	*world
	on     ident.Chronology
	worker member      // who walks beside them and writes
	ref    ident.Entry // the referral, once it was sent
	err    error
}

// tell opens a person's chronology on a day: when and how they were met.
func (w *world) tell(d civil.Day, met civil.When, name, how string) *story {
	w.at(d, 10, 0)
	s := &story{world: w, on: ident.NewChronology(w.clock.Now()), worker: nadia}
	w.told[name] = s.on
	s.by(tom, casefile.Meet(s.on, person.Meet{Happened: met, Body: person.Met{ChosenName: answer.Given(name), How: text(how)}}))
	return s
}

// day puts the story to a day, at an hour of work.
func (s *story) day(d civil.Day, hour, minute int) { s.at(d, hour, minute) }

func (s *story) by(m member, a casefile.Act) ident.Entry {
	if s.err != nil {
		return ""
	}
	var e ident.Entry
	e, s.err = s.do(s.actor(m), a)
	return e
}

func day(text string) civil.Day {
	d, err := civil.ParseDay(text)
	if err != nil {
		panic("demo: " + text) //lint:allow panicking a slip in the story itself, met when the demo is made
	}
	return d
}

func on(text string) civil.When { return civil.On(day(text)) }

// text and line are what somebody wrote; nothing is not asked.
func text(s string) answer.Of[answer.Text] {
	if s == "" {
		return answer.Of[answer.Text]{}
	}
	return answer.Given(answer.Text(s))
}

func line(s string) answer.Of[string] {
	if s == "" {
		return answer.Of[string]{}
	}
	return answer.Given(s)
}

// correction is used where a story puts something right.
func correction(of ident.Entry, why string, body any, fields ...string) casefile.Correction {
	return casefile.Correction{Of: of, Fields: fields, Body: body, Why: text(why)}
}
