package desk_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"waymark/data"
	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/clock"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/organisation"
	"waymark/internal/person"
	"waymark/internal/policy"
	policyfiles "waymark/policy"
)

var noon = time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)

// team is an installation with one organisation and who works there.
type team struct {
	*desk.Desk
	t       testing.TB
	manager policy.Actor
}

func newTeam(t testing.TB) team {
	t.Helper()
	d, err := desk.Open(context.Background(), desk.Config{
		Dir: t.TempDir(), Clock: clock.At(noon), Calendar: civil.DefaultCalendar(), Nation: civil.EnglandAndWales,
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
	m := team{Desk: d, t: t}
	m.manager = m.join(m.found("Maple House"), "Tom", policy.Manager)
	return m
}

func (m team) do(a policy.Actor, act casefile.Act) desk.Done {
	m.t.Helper()
	done, err := m.Do(context.Background(), a, m.NewAct(), act)
	if err != nil {
		m.t.Fatal(err)
	}
	return done
}

func (m team) found(name string) ident.Organisation {
	id := ident.NewChronology(noon)
	m.do(desk.Operator(), casefile.FoundOrganisation(id, organisation.Found{Happened: civil.On(civil.DayOf(noon)), Body: organisation.Founded{
		Name: answer.Given(name), Sort: answer.Given(organisation.Sort("support-provider")),
	}}))
	return ident.Organisation(id)
}

func (m team) join(org ident.Organisation, name string, role policy.Role) policy.Actor {
	id := ident.NewChronology(noon)
	m.do(desk.Operator(), casefile.JoinWorker(id, organisation.Join{Happened: civil.On(civil.DayOf(noon)), Body: organisation.Joined{
		Name: answer.Given(name), Organisation: answer.Given(org), Role: answer.Given(string(role)),
	}}))
	return policy.Actor{Worker: ident.Worker(id), Organisation: org, Remit: policy.Supporting, Role: role, Purpose: policy.PurposeOf(role)}
}

func (m team) brings(file string) desk.Imported {
	m.t.Helper()
	got, err := m.Import(context.Background(), m.manager, desk.Bringing{Name: "old.jsonl", Read: strings.NewReader(file)})
	if err != nil {
		m.t.Fatal(err)
	}
	return got
}

func (m team) people(a policy.Actor) []desk.Person {
	m.t.Helper()
	day, err := m.Day(context.Background(), a, 1)
	if err != nil {
		m.t.Fatal(err)
	}
	return day.Folk
}

// only is the one person of the manager's list.
func (m team) only() desk.View {
	m.t.Helper()
	folk := m.people(m.manager)
	if len(folk) != 1 {
		m.t.Fatalf("%d people on the list, want 1", len(folk))
	}
	v, err := m.Read(context.Background(), m.manager, "case.see", folk[0].On, chronology.At{})
	if err != nil {
		m.t.Fatal(err)
	}
	return v
}

func meets(name, how string) casefile.Act {
	b := person.Met{ChosenName: answer.Given(name)}
	if how != "" {
		b.How = answer.Given(answer.Text(how))
	}
	return casefile.Meet(ident.NewChronology(noon), person.Meet{Happened: civil.On(civil.DayOf(noon)), Body: b})
}
