package rulebook

import (
	"errors"
	"slices"
	"time"

	"waymark/internal/civil"
)

// tally counts one cycle's units.
type tally struct {
	reckoner
	rule  *Rule
	cycle cycle
}

// list is what is counted: the due date, or for a later review how often.
func (t tally) list() (Pick, []Count) {
	if t.rule.Sort == Review && (t.cycle.n > 1 || len(t.rule.Due.Counts) == 0) {
		return "", []Count{t.rule.Every}
	}
	return t.rule.Due.Pick, t.rule.Due.Counts
}

// when is a date mark of the start.
func (t tally) when(mark string) (civil.When, bool) {
	m, ok := t.cycle.start.Mark(mark)
	return m.When, ok && !m.When.IsZero()
}

// from is the date that a count begins from, if it is recorded.
func (t tally) from(c Count) (civil.When, bool) {
	mark := c.Date
	if mark == "" && t.cycle.start == t.cycle.series {
		mark = t.rule.On.Date
	}
	if mark != "" {
		return t.when(mark)
	}
	return t.cycle.start.Happened, !t.cycle.start.Happened.IsZero()
}

// dated says whether there is any date to count from.
func (t tally) dated() bool {
	_, counts := t.list()
	return slices.ContainsFunc(counts, func(c Count) bool { _, ok := t.from(c); return ok })
}

// about says whether a date counted from is a range or an about, is missing among several, or lacks the hour.
func (t tally) about() bool {
	_, counts := t.list()
	return slices.ContainsFunc(counts, func(c Count) bool {
		w, ok := t.from(c)
		_, _, timed := w.Clock()
		return !ok || !w.Exact() || (c.Unit == Hours && !timed)
	})
}

// due sets the due date, moved on by the spans in which the clock stood still, and says whether it stands still now. A
// clock that had run out cannot be paused.
func (t tally) due(d *Deadline, spans []span) (paused bool, err error) {
	for i := 0; ; i++ {
		if d.Due, d.DueAt, err = t.pick(spans[:i]); err != nil {
			return false, err
		}
		if i == len(spans) || spans[i].from > d.Due {
			return false, nil
		}
		if spans[i].open {
			return true, nil
		}
	}
}

func (t tally) pick(spans []span) (day civil.Day, at time.Time, err error) {
	pick, counts := t.list()
	found := false
	for _, c := range counts {
		w, ok := t.from(c)
		if !ok {
			continue
		}
		dd, aa, err := t.count(c, w, spans)
		if err != nil {
			return 0, time.Time{}, err
		}
		if !found || (pick == Later) == aa.After(at) {
			day, at, found = dd, aa, true
		}
	}
	return day, at, nil
}

var errNoCalendar = errors.New("there is no calendar of bank holidays to count working days in")

// count counts c from w. The day of the event is day 0.
func (t tally) count(c Count, w civil.When, spans []span) (civil.Day, time.Time, error) {
	day := w.Earliest()
	if c.Of == Latest {
		day = w.Latest()
	}
	switch c.Unit {
	case WorkingDays:
		return t.working(c.N, day, spans)
	case Hours:
		first, last := instants(w)
		at := first
		if c.Of == Latest {
			at = last
		}
		at = at.Add(time.Duration(c.N) * time.Hour)
		for _, s := range spans {
			at = at.Add(s.length)
		}
		// A moment at midnight is the end of the day before.
		return civil.DayOf(at.Add(-time.Nanosecond)), at, nil
	case Months:
		day = day.AddMonths(c.N)
	case Days:
		day = day.Add(c.N)
	}
	for _, s := range spans {
		day = day.Add(s.to.Sub(s.from))
	}
	return day, day.End(), nil
}

func (t tally) working(n int, day civil.Day, spans []span) (civil.Day, time.Time, error) {
	if t.cal == nil {
		return 0, time.Time{}, errNoCalendar
	}
	for _, s := range spans {
		stood, err := t.cal.WorkingDaysBetween(t.nation, s.from, s.to)
		if err != nil {
			return 0, time.Time{}, err
		}
		n += stood
	}
	due, err := t.cal.AddWorkingDays(t.nation, day, n)
	if err != nil {
		return 0, time.Time{}, err
	}
	return due, due.End(), nil
}

// span is a time in which a clock stood still.
type span struct {
	from, to civil.Day
	length   time.Duration
	open     bool
}

// pauses lists the spans in which a cycle's clock stood still, up to what finished it. For a limit or a review they are
// as short as the dates allow, for a minimum or a window as long.
func (d *reader) pauses(c cycle) []span {
	if len(d.pause) == 0 || !counts(c.start) {
		return nil
	}
	type turn struct {
		o     *occurrence
		pause bool
	}
	var turns []turn
	for _, p := range d.pause {
		if r := p.everything[p.episode(c.start)]; r != nil {
			for _, o := range r.occ {
				turns = append(turns, turn{o, true})
			}
		}
	}
	for _, p := range d.resume {
		if r := p.everything[p.episode(c.start)]; r != nil {
			for _, o := range r.occ {
				turns = append(turns, turn{o, false})
			}
		}
	}
	slices.SortStableFunc(turns, func(x, y turn) int { return order(x.o, y.o) })
	var out []span
	var paused *occurrence
	for i := 0; i < len(turns); i++ {
		// Of a pause and a resumption on one day, the one that changes anything comes first.
		if (paused != nil) == turns[i].pause && i+1 < len(turns) && turns[i+1].pause != turns[i].pause && together(turns[i].o, turns[i+1].o) {
			turns[i], turns[i+1] = turns[i+1], turns[i]
		}
		switch {
		case turns[i].pause && paused == nil:
			paused = turns[i].o
		case !turns[i].pause && paused != nil:
			out = d.still(out, c, paused, turns[i].o)
			paused = nil
		}
	}
	if paused != nil {
		out = d.still(out, c, paused, nil)
	}
	return out
}

func together(a, b *occurrence) bool {
	return a.Happened.Earliest() == b.Happened.Earliest() && minute(a.Happened) == minute(b.Happened)
}

// still adds the span from a pause to what ended it, cut to the cycle; nil: nothing has.
func (d *reader) still(out []span, c cycle, pause, resume *occurrence) []span {
	side := Earliest
	if d.rule.Sort == Minimum || d.rule.Sort == Window {
		side = Latest
	}
	begin, beginAt := pause.Happened.Latest(), latestStart(pause.Happened)
	if side == Latest {
		begin, beginAt = pause.Happened.Earliest(), earliestStart(pause.Happened)
	}
	if s := c.start.Happened; begin <= s.Earliest() {
		begin, beginAt = s.Earliest(), later(beginAt, earliestStart(s))
	}
	finish := c.finish()
	if resume == nil || (finish != nil && order(finish, resume) < 0) {
		resume = finish
	}
	if resume == nil {
		return append(out, span{from: begin, open: true})
	}
	end, endAt := resume.Happened.Earliest(), earliestStart(resume.Happened)
	if side == Latest {
		end, endAt = resume.Happened.Latest(), latestStart(resume.Happened)
	}
	if end < begin || !endAt.After(beginAt) {
		return out
	}
	return append(out, span{from: begin, to: end, length: endAt.Sub(beginAt)})
}

func earliestStart(w civil.When) time.Time {
	if at, ok := w.Instant(); ok {
		return at
	}
	return w.Earliest().Start()
}

func latestStart(w civil.When) time.Time {
	if at, ok := w.Instant(); ok {
		return at
	}
	return w.Latest().Start()
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
