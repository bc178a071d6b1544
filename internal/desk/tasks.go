package desk

import (
	"context"
	"slices"
	"time"

	"waymark/internal/civil"
	"waymark/internal/ident"
	"waymark/internal/policy"
	"waymark/internal/store"
)

// Which names a part of what is due. The zero value is none of them.
type Which string

// The parts: what is in the reader's own hands by when it is due, what is in the hands of
// others, and what goes on or may be done.
const (
	Late     Which = "late"
	ForToday Which = "today"
	ThisWeek Which = "week"
	Later    Which = "later"
	Others   Which = "others"
	Running  Which = "open"
)

// Valid says whether it is one of the parts.
func (w Which) Valid() bool { return slices.Contains(everyPart, w) }

var everyPart = []Which{Late, ForToday, ThisWeek, Later, Others, Running}

// Band is one part of what is due, or as much of it as is shown.
type Band struct {
	Which Which
	Dues  []Due
	All   int // as far as MostCounted
	Late  int // of what is in the hands of others
}

// Holder is somebody who walks beside people for whom something is late.
type Holder struct {
	Worker ident.Worker // "" for nobody
	People int
}

// Tasks is what a reader meets first: what they must do, part by part, then what is in the
// hands of others, and what goes on; and whom they walk beside.
type Tasks struct {
	Day     civil.Day
	Now     time.Time
	People  int  // as far as MostCounted
	Mine    bool // only the people this worker walks beside
	Bands   []Band
	Folk    []Person
	Holders []Holder // with whom what is late lies, most first: for whoever decides who deals with it
	Passed
}

// Band gives a part; nothing of it, if nothing is due there.
func (t Tasks) Band(w Which) Band {
	for _, b := range t.Bands {
		if b.Which == w {
			return b
		}
	}
	return Band{Which: w}
}

// How much of each part is shown at once. While all that is in the reader's own hands is no
// more than fits, all of it is.
const fits = 60

var shownOf = map[Which]int{Late: 20, ForToday: 20, ThisWeek: 10, Later: 10, Others: 10, Running: 10}

// tasking is one reading of what is due.
type tasking struct {
	*Desk
	actor     policy.Actor
	reader    store.Reader
	day       civil.Day
	back      bool
	allocates bool // may be told who walks beside whom
	ours      []string
	others    []string
}

func (d *Desk) tasking(ctx context.Context, actor policy.Actor) (tasking, error) {
	if dec := d.policy.See(actor, "today.see"); !dec.Allowed {
		d.heed(ctx, dec.Alarm)
		return tasking{}, denied()
	}
	now := d.now()
	t := tasking{Desk: d, actor: actor, reader: d.reader(ctx, actor, now), day: civil.DayOf(now)}
	if !t.reader.Labels.Empty() {
		t.back = d.looksBack(ctx, actor, t.reader)
		t.allocates = !t.reader.Beside && d.mayAnywhere(ctx, actor, t.reader, "support.allocate")
		t.ours, t.others = d.hands(ctx, actor, t.reader)
	}
	return t, nil
}

// of is what a part asks of the lists; ok is false where nothing can be in it.
func (t tasking) of(w Which) (of store.DueOf, ok bool) {
	now, tonight, week := store.MomentOf(t.reader.Now), store.MomentOf(t.day.End()), store.MomentOf(t.day.Add(7).End())
	switch w {
	case Late:
		of = store.DueOf{Owners: t.ours, Until: now}
	case ForToday:
		of = store.DueOf{Owners: t.ours, After: now, Until: tonight}
	case ThisWeek:
		of = store.DueOf{Owners: t.ours, After: tonight, Until: week}
	case Later:
		of = store.DueOf{Owners: t.ours, After: week}
	case Others:
		of = store.DueOf{Owners: t.others}
	case Running:
		return of, t.back
	}
	return of, t.back && len(of.Owners) > 0
}

// Tasks reads what is due for a reader's people. Every row is asked of the policies again
// before it is shown.
func (d *Desk) Tasks(ctx context.Context, actor policy.Actor) (Tasks, error) {
	t, err := d.tasking(ctx, actor)
	if err != nil {
		return Tasks{}, err
	}
	return t.tasks(ctx, fits)
}

func (t tasking) tasks(ctx context.Context, fits int) (Tasks, error) {
	out := Tasks{Day: t.day, Now: t.reader.Now, Mine: t.reader.Beside}
	if t.reader.Labels.Empty() {
		return out, nil
	}
	if err := t.own(ctx, &out, fits); err != nil {
		return Tasks{}, err
	}
	for _, w := range []Which{Others, Running} {
		if err := t.part(ctx, &out, w); err != nil {
			return Tasks{}, err
		}
	}
	if err := t.folk(ctx, &out); err != nil {
		return Tasks{}, err
	}
	shown := len(out.Folk)
	for _, b := range out.Bands {
		shown += len(b.Dues)
	}
	if _, err := t.look(ctx, t.actor, "today", "", t.reader.Labels, shown); err != nil {
		return Tasks{}, err
	}
	return out, t.held(ctx, &out)
}

// own reads what is in the reader's own hands: all of it at once while it is no more than
// fits, otherwise the first of each part.
func (t tasking) own(ctx context.Context, out *Tasks, fits int) error {
	if !t.back || len(t.ours) == 0 {
		return nil
	}
	rows, err := t.store.DuesOf(ctx, t.reader, store.DueOf{Owners: t.ours}, fits+1, 0)
	if err != nil {
		return err
	}
	if len(rows) > fits {
		for _, w := range []Which{Late, ForToday, ThisWeek, Later} {
			if err := t.part(ctx, out, w); err != nil {
				return err
			}
		}
		return nil
	}
	for _, w := range []Which{Late, ForToday, ThisWeek, Later} {
		of, _ := t.of(w)
		var in []store.Due
		for _, x := range rows {
			if at := x.Deadline.DueAt; at > of.After && (of.Until == "" || at <= of.Until) {
				in = append(in, x)
			}
		}
		if err := t.put(ctx, out, Band{Which: w, All: len(in)}, in); err != nil {
			return err
		}
	}
	return nil
}

// part reads the first of one part, and counts it where there is more.
func (t tasking) part(ctx context.Context, out *Tasks, w Which) error {
	of, ok := t.of(w)
	if !ok {
		return nil
	}
	most := shownOf[w]
	rows, err := t.store.DuesOf(ctx, t.reader, of, most+1, 0)
	if err != nil {
		return err
	}
	b := Band{Which: w, All: len(rows)}
	late := of
	late.Until = store.MomentOf(t.reader.Now)
	if len(rows) > most {
		rows = rows[:most]
		if b.All, err = t.store.CountDuesOf(ctx, t.reader, of); err != nil {
			return err
		}
		if w == Others {
			if b.Late, err = t.store.CountDuesOf(ctx, t.reader, late); err != nil {
				return err
			}
		}
	} else if w == Others {
		for _, x := range rows {
			if x.Deadline.DueAt <= late.Until {
				b.Late++
			}
		}
	}
	return t.put(ctx, out, b, rows)
}

// put opens the rows of a part.
func (t tasking) put(ctx context.Context, out *Tasks, b Band, rows []store.Due) error {
	for _, x := range rows {
		due, ok, err := t.due(ctx, t.actor, t.reader, x, t.day)
		if out.passOver(err) {
			continue
		}
		if err != nil {
			return err
		}
		if ok {
			b.Dues = append(b.Dues, due)
		}
	}
	if len(b.Dues) > 0 || b.All > 0 {
		out.Bands = append(out.Bands, b)
	}
	return nil
}

// folk reads the first of a reader's people.
func (t tasking) folk(ctx context.Context, out *Tasks) error {
	people, err := t.store.People(ctx, t.reader, pageOf, 0)
	if err != nil {
		return err
	}
	if out.People, err = t.howMany(ctx, t.reader, 1, len(people), pageOf); err != nil {
		return err
	}
	for _, p := range people {
		o, ok, err := t.row(ctx, t.actor, t.reader, p.Row)
		if out.passOver(err) {
			continue
		}
		if err != nil {
			return err
		}
		if ok {
			out.Folk = append(out.Folk, Person{On: p.Chronology, Who: o.who, Open: o.labels, Next: p.Next})
		}
	}
	if !t.back {
		undated(out.Folk)
	}
	return nil
}

// held says with whom things lie, for whoever decides who deals with a case.
func (t tasking) held(ctx context.Context, out *Tasks) error {
	if !t.allocates {
		return nil
	}
	for i := range out.Bands {
		if err := t.beside(ctx, out.Bands[i].Dues); err != nil {
			return err
		}
	}
	if of, ok := t.of(Late); ok && out.Band(Late).All > 0 {
		holders, err := t.store.Holders(ctx, t.reader, of)
		if err != nil {
			return err
		}
		out.Holders = mostFirst(holders)
	}
	return nil
}

func mostFirst(holders map[ident.Worker]int) []Holder {
	var out []Holder
	for w, n := range holders {
		out = append(out, Holder{Worker: w, People: n})
	}
	slices.SortFunc(out, func(a, b Holder) int {
		if a.People != b.People {
			return b.People - a.People
		}
		if a.Worker < b.Worker {
			return -1
		}
		return 1
	})
	return out
}

// beside notes of each thing due who walks beside the person.
func (t tasking) beside(ctx context.Context, dues []Due) error {
	for part := range slices.Chunk(dues, store.MostAmong) {
		ids := make([]ident.Chronology, len(part))
		for i, d := range part {
			ids[i] = d.On
		}
		with, err := t.store.HeldBy(ctx, t.reader, ids)
		if err != nil {
			return err
		}
		for i := range part {
			part[i].Told, part[i].Beside = true, with[part[i].On]
		}
	}
	return nil
}

// Part is a page of one part of what is due.
type Part struct {
	Band
	Day  civil.Day
	Now  time.Time
	Page int
	More bool
	Passed
}

// TasksOf reads a page (from 1) of one part of what is due.
func (d *Desk) TasksOf(ctx context.Context, actor policy.Actor, w Which, page int) (Part, error) {
	t, err := d.tasking(ctx, actor)
	if err != nil {
		return Part{}, err
	}
	out := Part{Band: Band{Which: w}, Day: t.day, Now: t.reader.Now, Page: min(max(page, 1), mostPages)}
	of, ok := t.of(w)
	if !ok {
		return out, nil
	}
	rows, err := t.store.DuesOf(ctx, t.reader, of, pageOf+1, (out.Page-1)*pageOf)
	if err != nil {
		return Part{}, err
	}
	if out.All, err = t.store.CountDuesOf(ctx, t.reader, of); err != nil {
		return Part{}, err
	}
	if len(rows) > pageOf {
		rows, out.More = rows[:pageOf], true
	}
	var opened Tasks
	if err := t.put(ctx, &opened, out.Band, rows); err != nil {
		return Part{}, err
	}
	out.Passed, out.Band = opened.Passed, opened.Band(w)
	if t.allocates {
		if err := t.beside(ctx, out.Dues); err != nil {
			return Part{}, err
		}
	}
	_, err = d.look(ctx, actor, "today", "", t.reader.Labels, len(out.Dues))
	return out, err
}
