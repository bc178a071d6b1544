package rulebook

import (
	"errors"
	"iter"
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
func (t tally) due(d *Deadline, stood iter.Seq[span]) (paused bool, err error) {
	if d.Due, d.DueAt, err = t.pick(nil); err != nil {
		return false, err
	}
	var spans []span
	for s := range stood {
		if s.from > d.Due {
			break
		}
		if s.open {
			return true, nil
		}
		spans = append(spans, s)
		if d.Due, d.DueAt, err = t.pick(spans); err != nil {
			return false, err
		}
	}
	return false, nil
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
		day = day.AddMonths(c.N).Add(c.Plus)
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
