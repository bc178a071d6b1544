package demo

import (
	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/housing"
	"waymark/internal/ident"
	"waymark/internal/organisation"
	"waymark/internal/policy"
)

// The courses that somebody who joins is given.
var courses = []organisation.Course{"safeguarding-adults", "safeguarding-children", "modern-slavery", "health-and-safety", "first-aid", "vicarious-trauma"}

// record is a house or a worker being told of, as a story is of a person.
type record struct {
	*story
	today civil.Day
}

// ago puts the clock some days back, and gives that day.
func (r *record) ago(days, hour int) civil.When {
	r.day(r.today.Add(-days), hour, 0)
	return civil.On(r.today.Add(-days))
}

// in is a day some days on.
func (r *record) in(days int) civil.Day { return r.today.Add(days) }

func (r *record) supervised(m member, days int, how, with, note string) {
	when := r.ago(days, 15)
	r.by(tom, casefile.SuperviseWorker(r.of(m), organisation.Supervise{Happened: when, Body: organisation.Supervised{
		How: answer.Given(organisation.SupervisionForm(how)), With: answer.Given(with), Note: text(note),
	}}))
}

func (r *record) trained(on ident.Chronology, c organisation.Course, when civil.When, until civil.Day) {
	r.by(tom, casefile.TrainWorker(on, organisation.Train{Happened: when, Body: organisation.Trained{
		Course: answer.Given(c), Until: answer.Given(civil.On(until)), By: answer.Given("A training provider"),
	}}))
}

// checked records a check, with what it found and by when that must be put right.
func (r *record) checked(on ident.Chronology, days int, what housing.Check, faults string, by civil.Day) ident.Entry {
	b := housing.HouseChecked{What: answer.Given(what), Result: answer.Given(housing.Result("in-order"))}
	if faults != "" {
		b.Result, b.Faults, b.By = answer.Given(housing.ToPutRight), text(faults), answer.Given(civil.On(by))
	}
	when := r.ago(days, 10)
	return r.by(tom, casefile.CheckHouse(on, housing.CheckHouse{Happened: when, Body: b}))
}

func (r *record) opened(days, places int, name, address string) (ident.Chronology, ident.Entry) {
	when := r.ago(days, 9)
	on := ident.NewChronology(r.clock.Now())
	opening := r.by(tom, casefile.OpenHouse(on, housing.OpenHouse{Happened: when, Body: housing.Opened{
		Name: answer.Given(name), Organisation: answer.Given(r.orgs[maple.name]), Places: answer.Given(places), Address: text(address),
	}}))
	return on, opening
}

// team gives Maple House's workers their supervision and training, and the team two
// houses, so that something is late, something is soon and something is in time.
func team(w *world, today civil.Day) error {
	r := &record{story: &story{world: w}, today: today}
	var members []member
	for _, m := range cast {
		if m.org == maple && m.role != policy.Operator {
			members = append(members, m)
		}
	}
	r.day(day("2017-11-20"), 12, 0)
	for _, m := range members {
		for _, c := range courses {
			r.trained(r.of(m), c, civil.On(day("2017-11-20")), day("2022-11-19"))
		}
	}
	renewed := r.ago(200, 12)
	for _, m := range members {
		for i, c := range courses {
			until := r.in(400 + 10*i)
			switch {
			case m == nadia && c == "safeguarding-adults":
				until = r.in(-6)
			case m == nadia && c == "first-aid":
				until = r.in(9)
			}
			r.trained(r.of(m), c, renewed, until)
		}
	}
	r.supervised(tom, 33, "clinical", "An outside supervisor", "Once a month from now on, and sooner after a hard week.")
	r.supervised(nadia, 24, "one-to-one", tom.name, "Fewer evening calls. A day between two first meetings.")
	for _, m := range members {
		if m != tom && m != nadia {
			r.supervised(m, 13, "group", tom.name, "")
		}
	}
	r.houses()
	return r.err
}

// of is a worker's chronology.
func (r *record) of(m member) ident.Chronology { return ident.Chronology(r.workers[m.login]) }

func (r *record) houses() {
	larch, opening := r.opened(320, 4, "Larch", "")
	rowan, _ := r.opened(300, 6, "Rowan", "A made-up street, 12")
	r.checked(rowan, 200, "environment", "", 0)
	r.checked(rowan, 150, "fire-drill", "", 0)
	when := r.ago(40, 16)
	r.by(tom, casefile.CloseHouse(larch, housing.CloseHouse{Happened: when, Body: housing.Closed{Why: text("The lease ended. Everybody who lived there had moved before.")}}, string(opening)))
	r.checked(rowan, 12, "audit", "", 0)
	lock := r.checked(rowan, 10, "health-and-safety", "The lock of the bathroom on the first floor", r.in(-8))
	when = r.ago(9, 14)
	r.by(tom, casefile.MendHouse(rowan, housing.Mend{Happened: when, Body: housing.PutRight{Check: answer.Given(lock), Note: text("A new lock.")}}))
	r.checked(rowan, 9, "fire-alarm", "", 0)
	r.checked(rowan, 5, "fire-equipment", "The door of the kitchen does not close by itself", r.in(2))
	r.checked(rowan, 3, "health-and-safety", "", 0)
}
