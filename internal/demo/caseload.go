package demo

import (
	"cmp"
	"slices"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/ident"
	"waymark/internal/organisation"
	"waymark/internal/person"
	"waymark/internal/policy"
)

// Colleagues of the support worker. Nobody signs in as them: their work is what a manager
// has to see to.
var (
	bilal = member{"bilal", "Bilal Aziz", "support worker", policy.SupportWorker, maple}
	cerys = member{"cerys", "Cerys Morgan", "support worker", policy.SupportWorker, maple}
	// none is the worker of somebody who waits for one.
	none = member{}
)

// life is somebody of the team's week of whom no story is told: who they are, and what has
// happened by how many days ago.
type life struct {
	worker    member
	name, how string
	about     person.Described
	days      []happening
}

// happening is what was done on one day.
type happening struct {
	ago int
	do  func(*story)
}

// An ago gives how many days ago some working days ago were.
type ago func(working int) int

// caseload tells everybody else's week. All is done in the order in which it happened, so
// that the clock runs forward.
func caseload(w *world, today civil.Day) error {
	cal, nation := w.desk.Calendar()
	back := func(working int) int {
		d, err := cal.AddWorkingDays(nation, today, -working)
		if err != nil {
			return working
		}
		return today.Sub(d)
	}
	type step struct {
		happening
		of *story
	}
	team := &story{world: w}
	var all []step
	for _, h := range colleagues(today) {
		all = append(all, step{h, team})
	}
	for _, l := range slices.Concat(nadiasPeople(back), colleaguesPeople(back), daycentrePeople(back)) {
		s := &story{world: w, worker: l.worker}
		for _, h := range append([]happening{{l.days[0].ago, l.meet}}, l.days...) {
			all = append(all, step{h, s})
		}
	}
	slices.SortStableFunc(all, func(a, b step) int { return cmp.Compare(b.ago, a.ago) })
	for i, x := range all {
		if i == 0 || x.ago != all[i-1].ago {
			w.at(today.Add(-x.ago), 10, 0)
		}
		if x.do(x.of); x.of.err != nil {
			return x.of.err
		}
	}
	return nil
}

// meet opens their record, and says who walks beside them.
func (l life) meet(s *story) {
	manager := tom
	if l.worker.org == daycentre {
		manager = centre
	}
	s.on = ident.NewChronology(s.clock.Now())
	b := person.Met{How: text(l.how)}
	if l.name != "" {
		b.ChosenName = answer.Given(l.name)
	}
	s.by(manager, casefile.Meet(s.on, person.Meet{Happened: s.today(), Body: b}))
	if l.worker == none {
		return
	}
	s.besides(manager, l.worker)
	s.described(l.about)
}

// colleagues join, are trained and are supervised: not all of it in time.
func colleagues(today civil.Day) []happening {
	trained := func(m member, lapsed organisation.Course) func(*story) {
		return func(s *story) {
			r := record{story: s, today: today}
			for i, c := range courses {
				until := r.in(250 + 20*i)
				if c == lapsed {
					until = r.in(-11)
				}
				r.trained(r.of(m), c, r.story.today(), until)
			}
		}
	}
	supervised := func(m member, note string) func(*story) {
		return func(s *story) {
			s.by(tom, casefile.SuperviseWorker(ident.Chronology(s.workers[m.login]), organisation.Supervise{Happened: s.today(), Body: organisation.Supervised{
				How: answer.Given(organisation.SupervisionForm("one-to-one")), With: answer.Given(tom.name), Note: text(note),
			}}))
		}
	}
	return []happening{
		{500, func(s *story) { s.err = s.join(bilal) }}, {499, trained(bilal, "")},
		{480, func(s *story) { s.err = s.join(cerys) }}, {479, trained(cerys, "first-aid")},
		{41, supervised(bilal, "Two people in one week told him what had been done to them. He takes Friday off.")},
		{16, supervised(cerys, "She goes to court with Lihua, and not alone.")},
	}
}
