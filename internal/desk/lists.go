package desk

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/policy"
	"waymark/internal/rulebook"
	"waymark/internal/store"
)

// Due is one thing that must happen, for whom, by when, under which rule.
type Due struct {
	ID          string // of the clock
	On          ident.Chronology
	Who         Summary
	Open        label.Set // what the reader may open
	Rule        rulebook.Rule
	Started     civil.When
	About       bool
	DueAt       time.Time
	Due         civil.Day
	Must        bool // somebody must; otherwise something goes on or may be done until then
	Late        bool
	Days        int // days late, or days left
	WorkingDays int // working days late
	May         func(action string) bool
	Told        bool           // the reader may be told who walks beside the person
	Beside      []ident.Worker // they; set only where it is told
}

// Person is one person of a reader's list.
type Person struct {
	On   ident.Chronology
	Who  Summary
	Open label.Set // what the reader may open
	Next time.Time // zero if nothing is due that the reader may know of
}

// Day is what a reader meets first: what must happen next, and whom they walk beside.
type Day struct {
	Day    civil.Day
	Now    time.Time
	People int // as far as MostCounted
	Counts store.Counts
	Dues   []Due
	Folk   []Person
	More   bool // there is more than is shown
	Page   int
	Mine   bool // only the people this worker walks beside
	Passed
}

// Passed counts the rows of a list that do not open. An alarm stands for each; the rest of
// the list is shown, for a team that sees nobody's day is worse off than one that is told
// that somebody is missing from it.
type Passed struct{ Shut int }

func (p *Passed) passOver(err error) bool {
	shut := errors.As(err, new(*shutError))
	if shut {
		p.Shut++
	}
	return shut
}

// pageOf is how many things due a page shows; no list has more than mostPages.
const (
	pageOf    = 25
	mostPages = 1_000_000
)

// Day reads a page (from 1) of what is due for a reader's people. Every row is asked
// of the policies again before it is shown.
func (d *Desk) Day(ctx context.Context, actor policy.Actor, page int) (Day, error) {
	if dec := d.policy.See(actor, "today.see"); !dec.Allowed {
		d.heed(ctx, dec.Alarm)
		return Day{}, denied()
	}
	now := d.now()
	reader := d.reader(ctx, actor, now)
	out := Day{Day: civil.DayOf(now), Now: now, Page: min(max(page, 1), mostPages), Mine: reader.Beside}
	if reader.Labels.Empty() {
		return out, nil
	}
	back := d.looksBack(ctx, actor, reader)
	if back {
		if err := d.dues(ctx, actor, reader, &out); err != nil {
			return Day{}, err
		}
	}
	people, err := d.store.People(ctx, reader, pageOf, 0)
	if err != nil {
		return Day{}, err
	}
	if out.People, err = d.howMany(ctx, reader, 1, len(people), pageOf); err != nil {
		return Day{}, err
	}
	for _, p := range people {
		o, ok, err := d.row(ctx, actor, reader, p.Row)
		if out.passOver(err) {
			continue
		}
		if err != nil {
			return Day{}, err
		}
		if ok {
			out.Folk = append(out.Folk, Person{On: p.Chronology, Who: o.who, Open: o.labels, Next: p.Next})
		}
	}
	if !back {
		undated(out.Folk)
	}
	if _, err = d.look(ctx, actor, "today", "", reader.Labels, len(out.Folk)+len(out.Dues)); err != nil {
		return Day{}, err
	}
	return out, nil
}

// howMany counts a reader's people as far as MostCounted. A first page that is not full
// holds them all.
func (d *Desk) howMany(ctx context.Context, reader store.Reader, page, rows, full int) (int, error) {
	if page == 1 && rows < full {
		return rows, nil
	}
	return d.store.CountPeople(ctx, reader)
}

// MostCounted is how far the lists count; one more stands for all that is more.
const MostCounted = store.MostCounted

// dues reads a page of what is due, and the counts of it.
func (d *Desk) dues(ctx context.Context, actor policy.Actor, reader store.Reader, out *Day) error {
	dues, err := d.store.Dues(ctx, reader, pageOf+1, (out.Page-1)*pageOf)
	if err != nil {
		return err
	}
	if len(dues) > pageOf {
		dues, out.More = dues[:pageOf], true
	}
	if out.Counts, err = d.store.CountDues(ctx, reader, out.Day.End()); err != nil {
		return err
	}
	for _, x := range dues {
		due, ok, err := d.due(ctx, actor, reader, x, out.Day)
		if out.passOver(err) {
			continue
		}
		if err != nil {
			return err
		}
		if ok {
			out.Dues = append(out.Dues, due)
		}
	}
	return nil
}

// reader says what lists a reader is given: all of the organisation's people where the
// policies open cases to the actor without a link, otherwise those they walk beside. What
// may be open is asked for each sort of row by itself, on the bases on which the row is
// held: no list sorts, filters or counts by what the row does not open to the reader.
func (d *Desk) reader(ctx context.Context, actor policy.Actor, now time.Time) store.Reader {
	d.named.idle(now)
	r := store.Reader{Organisation: actor.Organisation, Worker: actor.Worker, Now: now, Holds: d.holds(ctx)}
	if actor.Token != nil {
		r.Only = actor.Token.Cases
	}
	if r.Labels = d.onAnyBasis(ctx, actor, false); r.Labels.Empty() {
		r.Beside = true
		r.Labels = d.onAnyBasis(ctx, actor, true)
	}
	return r.Opening(func(bases string, held label.Set) label.Set {
		labels, alarms := d.policy.Open(actor, rowSituation(anyOf(actor), held, bases, r.Beside))
		d.heedAll(ctx, alarms)
		return labels
	})
}

// anyOf is a case that stands for any on an actor's lists: a program that was given some
// cases has no others there.
func anyOf(actor policy.Actor) ident.Chronology {
	if actor.Token != nil && len(actor.Token.Cases) > 0 {
		return actor.Token.Cases[0]
	}
	return "any"
}

// onAnyBasis is what an actor may open where everything is held on some one basis.
func (d *Desk) onAnyBasis(ctx context.Context, actor policy.Actor, linked bool) label.Set {
	var s label.Set
	for _, b := range chronology.Basis("").Codes() {
		labels, alarms := d.policy.Open(actor, rowSituation(anyOf(actor), label.Everything(), policy.Over(label.Everything(), b.Value).String(), linked))
		d.heedAll(ctx, alarms)
		s = s.With(labels)
	}
	return s
}

// rowSituation is what a reader is to the case of a row. What no basis covers is not held.
func rowSituation(on ident.Chronology, held label.Set, bases string, linked bool) policy.Situation {
	s := policy.Situation{Chronology: on, Linked: linked, Bases: policy.ParseBases(bases)}
	s.Held = held.Only(s.Bases.Held())
	s.Keeper = !s.Bases[string(chronology.Keeper)].Empty()
	return s
}

// countedFrom opens the date from which a deadline counts.
func (d *Desk) countedFrom(ctx context.Context, x store.Due) (counted, error) {
	var out counted
	key, err := d.key(ctx, x.Chronology, false)
	if err != nil {
		return out, d.shut(ctx, x.Chronology, "", err)
	}
	plain, err := key.Open(deadlinePlace(x.Deadline.ID), x.Deadline.Sealed)
	if err != nil {
		return out, d.shut(ctx, x.Chronology, "", err)
	}
	if err := json.Unmarshal(plain, &out); err != nil {
		return out, errs.Wrap(errs.Internal, "", err)
	}
	return out, nil
}

// opened is a row as it is shown: to whom it is open, and how far.
type opened struct {
	who       Summary
	situation policy.Situation
	labels    label.Set
}

// row opens the summary of a row, if the policies open the case to the actor now.
func (d *Desk) row(ctx context.Context, actor policy.Actor, reader store.Reader, r store.Row) (o opened, ok bool, err error) {
	o.situation = rowSituation(r.Chronology, r.Held, r.Bases, reader.Beside)
	if dec := d.policy.May(actor, o.situation, "case.see"); !dec.Allowed {
		d.heed(ctx, dec.Alarm)
		return o, false, nil
	}
	var alarms []policy.Alarm
	o.labels, alarms = d.policy.Open(actor, o.situation)
	d.heedAll(ctx, alarms)
	if o.labels.Empty() {
		return o, false, nil
	}
	key, err := d.key(ctx, r.Chronology, false)
	if err != nil {
		return o, false, d.shut(ctx, r.Chronology, "", err)
	}
	plain, err := key.Open(summaryPlace(actor.Organisation, r.From), r.Sealed)
	if err != nil {
		return o, false, d.shut(ctx, r.Chronology, "", err)
	}
	if err := json.Unmarshal(plain, &o.who); err != nil {
		return o, false, errs.Wrap(errs.Internal, "", err)
	}
	// As on the page: a name lies in entries that are general by being there.
	if !o.labels.Covers(label.Of(label.General, label.Identity)) {
		o.who.Name, o.who.Names = person.Nameless, nil
	}
	if !o.labels.Has(label.General) {
		o.who.Setting = ""
	}
	return o, true, nil
}

func (d *Desk) due(ctx context.Context, actor policy.Actor, reader store.Reader, x store.Due, today civil.Day) (Due, bool, error) {
	o, ok, err := d.row(ctx, actor, reader, x.Row)
	if err != nil || !ok || !o.labels.Covers(x.Deadline.Labels) {
		return Due{}, false, err
	}
	rule, found := d.book.Find(x.Deadline.Rule)
	if !found {
		return Due{}, false, nil
	}
	from, err := d.countedFrom(ctx, x)
	if err != nil {
		return Due{}, false, err
	}
	at := x.Deadline.DueAt.Time()
	due := Due{ID: x.Deadline.ID, On: x.Chronology, Who: o.who, Open: o.labels, Rule: rule, Started: from.From, About: from.About, Must: x.Deadline.Must, DueAt: at, Due: civil.DayOf(at.Add(-time.Second)), Late: x.Deadline.Must && !reader.Now.Before(at)}
	if due.Late {
		due.Days = today.Sub(due.Due)
		if n, err := d.calendar.WorkingDaysBetween(d.nation, due.Due, today); err == nil {
			due.WorkingDays = n
		}
	} else {
		due.Days = due.Due.Sub(today)
	}
	due.May = func(action string) bool {
		dec := d.policy.May(actor, o.situation, action)
		d.heed(ctx, dec.Alarm)
		return dec.Allowed
	}
	return due, true, nil
}
