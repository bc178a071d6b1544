package desk

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/rulebook"
	"waymark/internal/store"
)

// Due is one thing that must happen, for whom, by when, under which rule.
type Due struct {
	On          ident.Chronology
	Who         Summary
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
}

// Person is one person of a reader's list.
type Person struct {
	On   ident.Chronology
	Who  Summary
	Next time.Time // zero if nothing is due that the reader may know of
}

// Day is what a reader meets first: what must happen next, and whom they walk beside.
type Day struct {
	Day    civil.Day
	Now    time.Time
	People int
	Counts store.Counts
	Dues   []Due
	Folk   []Person
	More   bool // there is more than is shown
	Page   int
	Mine   bool // only the people this worker walks beside
}

// pageOf is how many things due a page shows.
const pageOf = 25

// Day reads a page (from 1) of what is due for a reader's people. Every row is asked
// of the policies again before it is shown.
func (d *Desk) Day(ctx context.Context, actor policy.Actor, page int) (Day, error) {
	if dec := d.policy.See(actor, "today.see"); !dec.Allowed {
		d.heed(ctx, dec.Alarm)
		return Day{}, denied()
	}
	now := d.now()
	reader := d.reader(ctx, actor, now)
	out := Day{Day: civil.DayOf(now), Now: now, Page: max(page, 1), Mine: reader.Worker != ""}
	if reader.Labels.Empty() {
		return out, nil
	}
	dues, err := d.store.Dues(ctx, reader, pageOf+1, (out.Page-1)*pageOf)
	if err != nil {
		return Day{}, err
	}
	if len(dues) > pageOf {
		dues, out.More = dues[:pageOf], true
	}
	people, err := d.store.People(ctx, reader, pageOf, 0)
	if err != nil {
		return Day{}, err
	}
	if out.People, err = d.store.CountPeople(ctx, reader); err != nil {
		return Day{}, err
	}
	if out.Counts, err = d.store.CountDues(ctx, reader, out.Day.End()); err != nil {
		return Day{}, err
	}
	for _, x := range dues {
		due, ok, err := d.due(ctx, actor, reader, x, out.Day)
		if err != nil {
			return Day{}, err
		}
		if ok {
			out.Dues = append(out.Dues, due)
		}
	}
	for _, p := range people {
		who, _, ok, err := d.row(ctx, actor, reader, p.Row)
		if err != nil {
			return Day{}, err
		}
		if ok {
			out.Folk = append(out.Folk, Person{On: p.Chronology, Who: who, Next: p.Next})
		}
	}
	_, err = d.look(ctx, actor, "today", "", reader.Labels, len(out.Folk)+len(out.Dues))
	return out, err
}

// reader says what lists a reader is given: all of the organisation's people where the
// policies open cases to the actor without a link, otherwise those they walk beside.
func (d *Desk) reader(ctx context.Context, actor policy.Actor, now time.Time) store.Reader {
	widest := policy.Situation{Chronology: "any", Held: label.Everything(), Keeper: true}
	for _, b := range chronology.Basis("").Codes() {
		widest.Basis = append(widest.Basis, b.Value)
	}
	r := store.Reader{Organisation: actor.Organisation, Now: now}
	var alarms []policy.Alarm
	if r.Labels, alarms = d.policy.Open(actor, widest); r.Labels.Empty() {
		widest.Linked = true
		r.Worker = actor.Worker
		r.Labels, alarms = d.policy.Open(actor, widest)
	}
	d.heedAll(ctx, alarms)
	return r
}

// row opens the summary of a row, if the policies open the case to the actor now.
func (d *Desk) row(ctx context.Context, actor policy.Actor, reader store.Reader, r store.Row) (Summary, policy.Situation, bool, error) {
	s := policy.Situation{Chronology: r.Chronology, Held: r.Held, Linked: reader.Worker != "", Basis: strings.Split(r.Bases, ", ")}
	for _, b := range s.Basis {
		s.Keeper = s.Keeper || b == string(chronology.Keeper)
	}
	labels, alarms := d.policy.Open(actor, s)
	d.heedAll(ctx, alarms)
	if labels.Empty() {
		return Summary{}, s, false, nil
	}
	key, err := d.key(ctx, r.Chronology, false)
	if err != nil {
		return Summary{}, s, false, d.shut(ctx, r.Chronology, "", err)
	}
	plain, err := key.Open(summaryPlace(actor.Organisation, r.From), r.Sealed)
	if err != nil {
		return Summary{}, s, false, d.shut(ctx, r.Chronology, "", err)
	}
	var who Summary
	if err := json.Unmarshal(plain, &who); err != nil {
		return Summary{}, s, false, errs.Wrap(errs.Internal, "", err)
	}
	if !labels.Has(label.Identity) {
		who.Name = withheldName
	}
	if !labels.Has(label.General) {
		who.Setting = ""
	}
	return who, s, true, nil
}

// withheldName stands for somebody whose name the reader may not know.
const withheldName = "Name kept closed"

func (d *Desk) due(ctx context.Context, actor policy.Actor, reader store.Reader, x store.Due, today civil.Day) (Due, bool, error) {
	who, s, ok, err := d.row(ctx, actor, reader, x.Row)
	if err != nil || !ok {
		return Due{}, false, err
	}
	rule, found := d.book.Find(x.Deadline.Rule)
	if !found {
		return Due{}, false, nil
	}
	started, err := civil.ParseWhen(x.Deadline.Started)
	if err != nil {
		return Due{}, false, errs.Wrap(errs.Internal, "", err)
	}
	at := x.Deadline.DueAt.Time()
	due := Due{On: x.Chronology, Who: who, Rule: rule, Started: started, About: x.Deadline.About, Must: x.Deadline.Must, DueAt: at, Due: civil.DayOf(at.Add(-time.Second)), Late: x.Deadline.Must && !reader.Now.Before(at)}
	if due.Late {
		due.Days = today.Sub(due.Due)
		if n, err := d.calendar.WorkingDaysBetween(d.nation, due.Due, today); err == nil {
			due.WorkingDays = n
		}
	} else {
		due.Days = due.Due.Sub(today)
	}
	due.May = func(action string) bool {
		dec := d.policy.May(actor, s, action)
		d.heed(ctx, dec.Alarm)
		return dec.Allowed
	}
	return due, true, nil
}
