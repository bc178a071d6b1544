package desk

import (
	"context"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
)

// ReadTeam opens the chronology of one worker or one house of the actor's own
// organisation, and keeps the look. Whatever else the id is, and whoever else asks, there
// is nothing here.
func (d *Desk) ReadTeam(ctx context.Context, actor policy.Actor, route string, on ident.Chronology) (View, error) {
	if !d.See(ctx, actor, "team.see") {
		return View{}, notHere()
	}
	if err := d.ownTeam(ctx, actor, on); err != nil {
		return View{}, err
	}
	f, err := d.load(ctx, on)
	if err != nil {
		return View{}, err
	}
	entries, err := f.open(ctx, label.Everything(), nil)
	if err != nil {
		return View{}, err
	}
	v := View{Actor: actor, Labels: label.Everything(), Keeper: true, Now: d.now(), holds: d.holds(ctx), Case: casefile.Put(d.kinds, on, entries, chronology.At{})}
	v.Deadlines = d.book.DeadlinesAsOf(d.kinds.Occurrences(v.Case.Lines), d.nation, d.calendar, civil.DayOf(v.Now))
	if v.Names, err = d.Names(ctx); err != nil {
		return View{}, err
	}
	s := policy.Situation{Chronology: on, Held: label.Everything(), Keeper: true, Bases: policy.Over(label.Everything(), string(chronology.Keeper))}
	v.may = func(action string) bool {
		dec := d.policy.May(actor, s, action)
		d.heed(ctx, dec.Alarm)
		return dec.Allowed
	}
	v.Look, err = d.look(ctx, actor, route, on, label.Everything(), 1)
	return v, err
}

// TeamDues lists the clocks of a view of a worker or a house that run or are late, the
// earliest first.
func (d *Desk) TeamDues(v View) []TeamDue {
	m := d.reckoned(member{occ: d.kinds.Occurrences(v.Case.Lines)}, civil.DayOf(v.Now))
	sortDues(m.dues)
	return m.dues
}

// aboutTeam says whether an action is about a worker or a house that is there.
func aboutTeam(action string) bool {
	return action == "team.record" || action == "house.record"
}
