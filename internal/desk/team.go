package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/organisation"
	"waymark/internal/policy"
	"waymark/internal/rulebook"
	"waymark/internal/store"
)

// Team is the workers and the houses of one organisation, with what is due for each. A team
// is small, so its clocks are reckoned as they are asked for: no rows lie in the clear.
type Team struct {
	Workers []Teamed // by name; those who left are left out
	Houses  []Teamed // by name, those that are closed last
	Dues    []TeamDue
	Late    int
	Shut    int // houses here that do not open; whose they are nobody can tell
	Day     civil.Day
}

// Teamed is one worker or one house.
type Teamed struct {
	On     ident.Chronology
	Name   string
	Role   string // a worker's
	House  bool
	Closed bool      // a house that is closed
	Places int       // a house's; 0 if nobody said
	Next   civil.Day // the first day on which something is due
	Due    bool      // something is
	Late   bool      // and it is late
}

// TeamDue is one clock that runs or is late.
type TeamDue struct {
	Of          Teamed
	What        string // which course, or which check, where the rule does not say; "" if it does
	Rule        rulebook.Rule
	Deadline    rulebook.Deadline
	Late        bool
	Days        int // days late, or days left
	WorkingDays int // working days late
}

// teams remembers what follows from the chronologies of workers and houses as they were
// last read, on the day it was last asked for: dates and codes, and no text.
type teams struct {
	mu    sync.Mutex
	known map[ident.Chronology]member
}

type member struct {
	Teamed
	token string
	runBy ident.Organisation
	gone  bool // or a program: nobody supervises it
	occ   []chronology.Occurrence
	day   civil.Day // for which the clocks were reckoned
	dues  []TeamDue
}

// Team lists an actor's own team, the earliest that is due first.
func (d *Desk) Team(ctx context.Context, actor policy.Actor) (Team, error) {
	if !d.See(ctx, actor, "team.see") {
		return Team{}, denied()
	}
	out, err := d.team(ctx, actor, chronology.At{}, d.Today())
	if err != nil {
		return Team{}, err
	}
	_, err = d.look(ctx, actor, "team", "", label.Of(label.General, label.Staffing), len(out.Workers)+len(out.Houses))
	return out, err
}

// TeamLate counts what is late in an actor's own team; 0 for whoever may not see it.
func (d *Desk) TeamLate(ctx context.Context, actor policy.Actor) (int, error) {
	if !d.See(ctx, actor, "team.see") {
		return 0, nil
	}
	late := 0
	_, err := d.members(ctx, actor, chronology.At{}, d.Today(), func(m member) { late += m.late() })
	return late, err
}

// TeamDueAsOf lists what is due in an actor's own team as of the end of a day, as DueAsOf
// does for people; nothing for whoever may not see the team.
func (d *Desk) TeamDueAsOf(ctx context.Context, actor policy.Actor, day civil.Day) ([]DueThen, error) {
	if !d.See(ctx, actor, "team.see") {
		return nil, nil
	}
	then := day.End().Add(-time.Microsecond)
	var at chronology.At
	if then.Before(d.now()) {
		at.KnownAt = then
	}
	t, err := d.team(ctx, actor, at, day)
	if err != nil {
		return nil, err
	}
	if _, err := d.look(ctx, actor, "team.due", "", label.Of(label.General, label.Staffing), len(t.Workers)+len(t.Houses)); err != nil {
		return nil, err
	}
	var out []DueThen
	for _, x := range t.Dues {
		out = append(out, DueThen{On: x.Of.On, Who: x.Of.Name, Rule: x.Rule, Deadline: x.Deadline, Standing: x.Deadline.Standing(then), Team: true})
	}
	return out, nil
}

func (d *Desk) team(ctx context.Context, actor policy.Actor, at chronology.At, day civil.Day) (Team, error) {
	t := Team{Day: day}
	var err error
	if t.Shut, err = d.members(ctx, actor, at, day, t.count); err != nil {
		return Team{}, err
	}
	byName := func(a, b Teamed) int {
		return cmp.Or(cmp.Compare(ordinal(a.Closed), ordinal(b.Closed)), strings.Compare(a.Name, b.Name), cmp.Compare(a.On, b.On))
	}
	slices.SortFunc(t.Workers, byName)
	slices.SortFunc(t.Houses, byName)
	sortDues(t.Dues)
	return t, nil
}

func sortDues(dues []TeamDue) {
	slices.SortFunc(dues, func(a, b TeamDue) int {
		return cmp.Or(a.Deadline.DueAt.Compare(b.Deadline.DueAt), strings.Compare(a.Of.Name, b.Of.Name), cmp.Compare(a.Deadline.ID, b.Deadline.ID))
	})
}

// members goes through an actor's own team, those who left left out. shut is how many houses
// do not open: one that is broken keeps nobody from the others.
func (d *Desk) members(ctx context.Context, actor policy.Actor, at chronology.At, day civil.Day, do func(member)) (shut int, err error) {
	for _, sort := range []store.Sort{store.Worker, store.House} {
		tokens, err := d.store.OfSort(ctx, sort)
		if err != nil {
			return 0, err
		}
		for on, token := range tokens {
			m, err := d.member(ctx, on, token, at, day)
			if sort == store.House && errs.KindOf(err) == errs.Unavailable && ctx.Err() == nil {
				shut++
				continue
			}
			if err != nil {
				return 0, err
			}
			if m.runBy == actor.Organisation && !m.gone {
				do(m)
			}
		}
	}
	return shut, nil
}

func ordinal(is bool) int {
	if is {
		return 1
	}
	return 0
}

// count puts a member into the team.
func (t *Team) count(m member) {
	t.Late += m.late()
	t.Dues = append(t.Dues, m.dues...)
	if m.House {
		t.Houses = append(t.Houses, m.Teamed)
	} else {
		t.Workers = append(t.Workers, m.Teamed)
	}
}

func (m member) late() (n int) {
	for i := range m.dues {
		if m.dues[i].Late {
			n++
		}
	}
	return n
}

// reckoned is a member with their clocks as of a day.
func (d *Desk) reckoned(m member, day civil.Day) member {
	m.day, m.dues, m.Next, m.Due, m.Late = day, nil, 0, false, false
	for _, x := range d.book.DeadlinesAsOf(m.occ, d.nation, d.calendar, day) {
		due, ok := d.teamDue(x, day)
		if !ok {
			continue
		}
		due.What = d.what(m.occ, due)
		if !m.Due || x.Due < m.Next {
			m.Next, m.Due = x.Due, true
		}
		m.Late = m.Late || due.Late
		m.dues = append(m.dues, due)
	}
	for i := range m.dues {
		m.dues[i].Of = m.Teamed
	}
	return m
}

// what words the course or the check that started a clock, from the codes that its kind
// publishes.
func (d *Desk) what(occ []chronology.Occurrence, due TeamDue) string {
	i := slices.IndexFunc(occ, func(o chronology.Occurrence) bool { return o.Entry == due.Deadline.Start })
	if i < 0 || occ[i].Kind != due.Rule.On.Kind {
		return ""
	}
	k, _ := d.kinds.Find(occ[i].Kind)
	for _, spec := range k.Marks {
		_, said := due.Rule.On.Marks[spec.Name]
		if m, ok := occ[i].Mark(spec.Name); ok && !said && (spec.Name == "course" || spec.Name == "what") {
			for _, c := range spec.Codes {
				if c.Value == m.Code {
					return c.Words
				}
			}
		}
	}
	return ""
}

// teamDue says how a clock stands at the end of a day; ok is false unless it runs or is
// late. What is due that day is not late yet.
func (d *Desk) teamDue(x rulebook.Deadline, day civil.Day) (TeamDue, bool) {
	rule, ok := d.book.Find(x.Rule)
	if !ok || x.State != rulebook.Open || x.DueAt.IsZero() {
		return TeamDue{}, false
	}
	due := TeamDue{Rule: rule, Deadline: x, Days: x.Due.Sub(day)}
	if due.Late = rule.Weight.Late() && x.Due < day; due.Late {
		due.Days, due.WorkingDays = x.LateBy(day, d.nation, d.calendar)
	}
	return due, true
}

// member reads a worker or a house with their clocks as of a day; only those that changed
// since are opened, and a day is reckoned once. Of a moment that is past nothing is
// remembered.
func (d *Desk) member(ctx context.Context, on ident.Chronology, token string, at chronology.At, day civil.Day) (member, error) {
	if (at != chronology.At{}) {
		m, err := d.openMember(ctx, on, at)
		return d.reckoned(m, day), err
	}
	d.teams.mu.Lock()
	m, ok := d.teams.known[on]
	d.teams.mu.Unlock()
	same := ok && m.token == token
	switch {
	case same && m.day == day:
		return m, nil
	case !same:
		var err error
		if m, err = d.openMember(ctx, on, at); err != nil {
			return member{}, err
		}
		m.token = token
	}
	m = d.reckoned(m, day)
	d.teams.mu.Lock()
	defer d.teams.mu.Unlock()
	if d.teams.known == nil {
		d.teams.known = map[ident.Chronology]member{}
	}
	d.teams.known[on] = m
	return m, nil
}

func (d *Desk) openMember(ctx context.Context, on ident.Chronology, at chronology.At) (member, error) {
	f, err := d.load(ctx, on)
	if err != nil {
		return member{}, err
	}
	entries, err := f.open(ctx, label.Of(label.General, label.Staffing), nil)
	if err != nil {
		return member{}, err
	}
	return d.memberOf(casefile.Put(d.kinds, on, entries, at), f.loaded.Sort), nil
}

func (d *Desk) memberOf(c casefile.Case, sort store.Sort) member {
	m := member{Teamed: Teamed{On: c.ID}, runBy: c.RunBy(), occ: d.kinds.Occurrences(c.Lines)}
	switch sort {
	case store.House:
		m.House, m.Name, m.Places, m.Closed = true, c.House.Name, c.House.Places, c.House.Closed
	case store.Worker:
		m.Name, m.Role, m.gone = c.Organisation.Name, c.Organisation.Role, c.Organisation.Gone || c.Organisation.Role == organisation.Program
	case store.Person, store.Organisation, store.Erased:
	}
	return m
}

// ownTeam says whether a chronology is that of a worker or a house of the actor's own
// organisation. Anything else is not found, whatever it is.
func (d *Desk) ownTeam(ctx context.Context, actor policy.Actor, on ident.Chronology) error {
	for _, sort := range []store.Sort{store.Worker, store.House} {
		tokens, err := d.store.OfSort(ctx, sort)
		if err != nil {
			return err
		}
		token, ok := tokens[on]
		if !ok {
			continue
		}
		m, err := d.member(ctx, on, token, chronology.At{}, d.Today())
		switch {
		case err != nil:
			return err
		case m.runBy == actor.Organisation:
			return nil
		}
	}
	return notHere()
}
