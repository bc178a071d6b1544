package desk_test

import (
	"context"
	"slices"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/housing"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/organisation"
	"waymark/internal/person"
	"waymark/internal/policy"
)

var day = civil.DayOf(noon)

func supervised(on ident.Chronology) casefile.Act {
	return casefile.SuperviseWorker(on, organisation.Supervise{Happened: civil.On(day), Body: organisation.Supervised{
		How: answer.Given(organisation.SupervisionForm("one-to-one")), With: answer.Given("Tom"), Note: answer.Given(answer.Text("What was said between them")),
	}})
}

func trained(on ident.Chronology, course string, until civil.Day) casefile.Act {
	return casefile.TrainWorker(on, organisation.Train{Happened: civil.On(day), Body: organisation.Trained{
		Course: answer.Given(organisation.Course(course)), Until: answer.Given(civil.On(until)),
	}})
}

func checks(on ident.Chronology, what string, by civil.Day) casefile.Act {
	b := housing.HouseChecked{What: answer.Given(housing.Check(what)), Result: answer.Given(housing.Result("in-order"))}
	if by > 0 {
		b.Result, b.By, b.Faults = answer.Given(housing.ToPutRight), answer.Given(civil.On(by)), answer.Given(answer.Text("The door on the landing"))
	}
	return casefile.CheckHouse(on, housing.CheckHouse{Happened: civil.On(day), Body: b})
}

// opens opens a house of an actor's own organisation, some days ago.
func (m team) opens(a policy.Actor, name string, ago int) ident.Chronology {
	m.t.Helper()
	on := ident.NewChronology(noon)
	m.do(a, casefile.OpenHouse(on, housing.OpenHouse{Happened: civil.On(day.Add(-ago)), Body: housing.Opened{
		Name: answer.Given(name), Organisation: answer.Given(a.Organisation), Places: answer.Given(6), Address: answer.Given(answer.Text("12 Rowan Road")),
	}}))
	return on
}

func (m team) seen(a policy.Actor) desk.Team {
	m.t.Helper()
	got, err := m.Team(context.Background(), a)
	if err != nil {
		m.t.Fatal(err)
	}
	return got
}

// rules lists the rules of what is due for one of the team.
func rules(t desk.Team, on ident.Chronology) []string {
	var out []string
	for _, d := range t.Dues {
		if d.Of.On == on {
			out = append(out, d.Rule.ID)
		}
	}
	slices.Sort(out)
	return out
}

// Whatever a manager of another organisation, a worker or those who run Waymark ask of a
// team: there is nothing there, and nothing is written.
func TestTeamIsOnesOwn(t *testing.T) {
	m, ctx := newTeam(t), context.Background()
	nadia := m.join(m.manager.Organisation, "Nadia", policy.SupportWorker)
	ruth := m.join(m.found("Lantern Trust"), "Ruth", policy.Manager)
	worker, house := ident.Chronology(nadia.Worker), m.opens(m.manager, "Rowan", 0)
	m.do(m.manager, supervised(worker))
	person := ident.NewChronology(noon)
	m.do(m.manager, casefile.Meet(person, metToday()))
	theirs := ident.Chronology(ruth.Worker)
	line := func(on ident.Chronology) casefile.Correction {
		v, err := m.ReadTeam(ctx, m.manager, "team", on)
		if err != nil {
			t.Fatal(err)
		}
		last := v.Case.Lines[len(v.Case.Lines)-1]
		return casefile.Correction{Of: last.ID, Fields: []string{chronology.Whole}, Body: &organisation.Supervised{}, Why: answer.Given(answer.Text("A slip"))}
	}
	for name, c := range map[string]struct {
		actor policy.Actor
		act   casefile.Act
		want  errs.Kind
	}{
		"another's-manager-supervises":   {ruth, supervised(worker), errs.NotFound},
		"another's-manager-trains":       {ruth, trained(worker, "first-aid", day+1), errs.NotFound},
		"another's-manager-checks":       {ruth, checks(house, "audit", 0), errs.NotFound},
		"another's-manager-closes":       {ruth, casefile.CloseHouse(house, housing.CloseHouse{Happened: civil.On(day)}, "stale"), errs.NotFound},
		"another's-manager-puts-right":   {ruth, casefile.CorrectTeam(worker, line(worker), "stale"), errs.NotFound},
		"manager-of-another's-worker":    {m.manager, supervised(theirs), errs.NotFound},
		"worker-supervises":              {nadia, supervised(worker), errs.NotFound},
		"worker-checks":                  {nadia, checks(house, "audit", 0), errs.NotFound},
		"worker-puts-right":              {nadia, casefile.CorrectTeam(worker, line(worker), ""), errs.NotFound},
		"worker-opens-a-house":           {nadia, casefile.OpenHouse(ident.NewChronology(noon), housing.OpenHouse{Happened: civil.On(day)}), errs.Denied},
		"who-runs-waymark-supervises":    {desk.Operator(), supervised(worker), errs.NotFound},
		"who-runs-waymark-opens-a-house": {desk.Operator(), casefile.OpenHouse(ident.NewChronology(noon), housing.OpenHouse{Happened: civil.On(day)}), errs.Denied},
		"a-person-is-no-worker":          {m.manager, supervised(person), errs.NotFound},
		"an-organisation-is-no-worker":   {m.manager, supervised(ident.Chronology(m.manager.Organisation)), errs.NotFound},
		"nobody":                         {m.manager, supervised(ident.NewChronology(noon)), errs.NotFound},
		"a-worker-is-no-house":           {m.manager, checks(worker, "audit", 0), errs.Invalid},
		"a-house-is-no-worker":           {m.manager, supervised(house), errs.Invalid},
		"a-house-for-another":            {m.manager, casefile.OpenHouse(ident.NewChronology(noon), housing.OpenHouse{Happened: civil.On(day), Body: housing.Opened{Name: answer.Given("Rowan"), Organisation: answer.Given(ruth.Organisation)}}), errs.Invalid},
		"own-worker":                     {m.manager, trained(worker, "first-aid", day+1), 0},
		"own-house":                      {m.manager, checks(house, "audit", 0), 0},
		"takes-back-an-own-entry":        {m.manager, casefile.CorrectTeam(worker, line(worker), string(line(worker).Of)), 0},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := m.Do(ctx, c.actor, m.NewAct(), c.act)
			if (c.want == 0) != (err == nil) || (err != nil && errs.KindOf(err) != c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
	for name, c := range map[string]struct {
		actor policy.Actor
		on    ident.Chronology
	}{
		"another's-manager": {ruth, worker}, "another's-manager-on-a-house": {ruth, house}, "worker-on-oneself": {nadia, worker}, "who-runs-waymark": {desk.Operator(), worker},
		"a-person": {m.manager, person}, "an-organisation": {m.manager, ident.Chronology(m.manager.Organisation)}, "nobody": {m.manager, ident.NewChronology(noon)},
	} {
		t.Run("reads/"+name, func(t *testing.T) {
			if _, err := m.ReadTeam(ctx, c.actor, "team", c.on); errs.KindOf(err) != errs.NotFound {
				t.Errorf("read: %v", err)
			}
			_, err := m.SaveDraft(ctx, c.actor, desk.Draft{ID: m.NewAct(), Route: "team.record supervision", On: c.on, Values: map[string][]string{"note": {"Something"}}})
			if errs.KindOf(err) != errs.NotFound {
				t.Errorf("kept a draft: %v", err)
			}
		})
	}
	got := m.seen(ruth)
	if len(got.Houses) != 0 || len(got.Workers) != 1 || got.Workers[0].Name != "Ruth" || len(rules(got, worker)) != 0 {
		t.Errorf("another organisation sees %+v", got)
	}
	for _, a := range []policy.Actor{nadia, desk.Operator()} {
		if _, err := m.Team(ctx, a); errs.KindOf(err) != errs.Denied {
			t.Errorf("%s sees a team: %v", a.Role, err)
		}
		if n, err := m.TeamLate(ctx, a); n != 0 || err != nil {
			t.Errorf("%s is told that %d are late: %v", a.Role, n, err)
		}
		if dues, err := m.TeamDueAsOf(ctx, a, day); dues != nil || err != nil {
			t.Errorf("%s is told %v: %v", a.Role, dues, err)
		}
	}
}

// What the standards ask of somebody new and of a new house, and how it ends.
func TestTeamClocks(t *testing.T) {
	m := newTeam(t)
	nadia := m.join(m.manager.Organisation, "Nadia", policy.SupportWorker)
	olu := m.join(m.manager.Organisation, "Olu", policy.Operator)
	on, house := ident.Chronology(nadia.Worker), m.opens(m.manager, "Rowan", 8)
	joining := []string{
		"supervision-28-days", "training-first-aid-28-days", "training-health-and-safety-28-days", "training-modern-slavery-28-days",
		"training-safeguarding-adults-28-days", "training-safeguarding-children-28-days", "training-vicarious-trauma-28-days",
	}
	opening := []string{"house-audit-1-month", "house-environment-12-months", "house-fire-alarm-7-days", "house-fire-drill-6-months", "house-fire-equipment-1-month", "house-walk-7-days"}
	got := m.seen(m.manager)
	if r := rules(got, on); !slices.Equal(r, joining) {
		t.Errorf("for a new worker %v", r)
	}
	if r := rules(got, house); !slices.Equal(r, opening) {
		t.Errorf("for a new house %v", r)
	}
	if r := rules(got, ident.Chronology(olu.Worker)); len(r) != 0 {
		t.Errorf("for whoever runs Waymark %v", r)
	}
	first := got.Dues[0]
	if got.Late != 2 || !first.Late || first.Days != 1 || first.Of.Name != "Rowan" || !got.Houses[0].Late || got.Houses[0].Next != day.Add(-1) || got.Houses[0].Places != 6 {
		t.Errorf("%d late, first %+v, house %+v", got.Late, first, got.Houses)
	}
	if n, err := m.TeamLate(context.Background(), m.manager); n != 2 || err != nil {
		t.Errorf("%d late: %v", n, err)
	}

	m.do(m.manager, supervised(on))
	m.do(m.manager, trained(on, "first-aid", day.Add(10)))
	m.do(m.manager, checks(house, "fire-alarm", 0))
	m.do(m.manager, checks(house, "health-and-safety", day.Add(3)))
	got = m.seen(m.manager)
	if r := rules(got, on); slices.Contains(r, "training-first-aid-28-days") || !slices.Contains(r, "training-valid-until") || len(r) != len(joining) {
		t.Errorf("after training %v", r)
	}
	for _, x := range got.Dues {
		want := map[string]string{"training-valid-until": "First aid", "house-fault-put-right": "Health and safety, walking through the house"}[x.Rule.ID]
		if x.What != want {
			t.Errorf("%s is about %q, want %q", x.Rule.ID, x.What, want)
		}
	}
	if r := rules(got, house); !slices.Contains(r, "house-fault-put-right") || got.Late != 0 || got.Dues[0].Rule.ID != "house-fault-put-right" || got.Dues[0].Days != 3 {
		t.Errorf("after checks %v, %d late", r, got.Late)
	}

	was, err := m.TeamDueAsOf(context.Background(), m.manager, day.Add(30))
	if err != nil || len(was) != len(got.Dues) {
		t.Errorf("%d then, and %d now: %v", len(was), len(got.Dues), err)
	}
	if before, err := m.TeamDueAsOf(context.Background(), m.manager, day.Add(-1)); err != nil || len(before) != 0 {
		t.Errorf("before anything was recorded %+v: %v", before, err)
	}

	v, err := m.ReadTeam(context.Background(), m.manager, "team", house)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.TeamDues(v)) != len(rules(got, house)) || !v.May("house.record") || v.May("worker.leave") || !v.Labels.Has(label.Address) {
		t.Errorf("the house's own page: %d clocks", len(m.TeamDues(v)))
	}
	m.do(m.manager, casefile.CloseHouse(house, housing.CloseHouse{Happened: civil.On(day)}, casefile.HouseTopic(v.Case, m.manager.Organisation)))
	m.do(desk.Operator(), casefile.LeaveWorker(on, organisation.Leave{Happened: civil.On(day)}))
	got = m.seen(m.manager)
	if len(rules(got, on))+len(rules(got, house)) != 0 || len(got.Houses) != 1 || !got.Houses[0].Closed || got.Houses[0].Due {
		t.Errorf("after the end %+v", got)
	}
	if slices.ContainsFunc(got.Workers, func(w desk.Teamed) bool { return w.On == on }) {
		t.Error("who left is still in the team")
	}
}

// Whoever closes a house has read what was recorded on it last.
func TestClosingAHouseIsStale(t *testing.T) {
	m := newTeam(t)
	house := m.opens(m.manager, "Rowan", 0)
	v, err := m.ReadTeam(context.Background(), m.manager, "team", house)
	if err != nil {
		t.Fatal(err)
	}
	saw := casefile.HouseTopic(v.Case, m.manager.Organisation)
	m.do(m.manager, checks(house, "audit", day.Add(3)))
	_, err = m.Do(context.Background(), m.manager, m.NewAct(), casefile.CloseHouse(house, housing.CloseHouse{Happened: civil.On(day)}, saw))
	newer, ok := errs.Of(err).Detail.(desk.Newer)
	if errs.KindOf(err) != errs.Stale || !ok || newer.Line.Kind != "house.checked" {
		t.Errorf("closed without reading: %v", err)
	}
}

func metToday() person.Meet { return person.Meet{Happened: civil.On(day)} }
