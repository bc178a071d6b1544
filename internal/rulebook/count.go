package rulebook

import (
	"time"

	"waymark/internal/chronology"
	"waymark/internal/civil"
)

// Counted is a rule counted from a date alone: nothing has ended, stopped or paused it.
type Counted struct {
	Rule    Rule
	From    civil.When
	Due     civil.Day
	DueAt   time.Time
	About   bool      // the date is a range or an about, or a rule in hours has no clock time
	Skipped []Skipped // the days between that do not count; only where working days are counted
}

// Skipped is a day that is no working day.
type Skipped struct {
	Day     civil.Day
	Holiday string // the bank holiday; "" for a Saturday or a Sunday
}

// ChosenBy is the day by which it is decided whether this rule or another one of its line applies to what happened
// then.
func (r Rule) ChosenBy(happened civil.When) civil.Day { return chosenBy(&r, happened) }

// Count counts the rule from a date, as if every date that it counts from were that one. For a review it gives the
// first time. The error says why it cannot be counted, such as that the calendar ends.
func (r Rule) Count(from civil.When, nation civil.Nation, cal *civil.Calendar) (Counted, error) {
	start := &occurrence{Kind: r.On.Kind, Happened: from}
	for _, name := range r.dates() {
		start.Marks = append(start.Marks, chronology.Mark{Name: name, When: from})
	}
	t := tally{reckoner: reckoner{nation: nation, cal: cal}, rule: &r, cycle: cycle{series: start, start: start, n: 1}}
	out := Counted{Rule: r, From: from, About: t.about()}
	pick, counts := t.list()
	for _, c := range counts {
		day, at, err := t.count(c, from, nil)
		if err != nil {
			return out, err
		}
		if out.DueAt.IsZero() || (pick == Later) == at.After(out.DueAt) {
			out.Due, out.DueAt, out.Skipped = day, at, nil
			if c.Unit == WorkingDays {
				out.Skipped = t.skipped(c, from, day)
			}
		}
	}
	return out, nil
}

// skipped lists the days that a count of working days passed over.
func (t tally) skipped(c Count, from civil.When, due civil.Day) []Skipped {
	first := from.Earliest()
	if c.Of == Latest {
		first = from.Latest()
	}
	first, last := min(first, due), max(first, due)
	var out []Skipped
	for d := first.Add(1); d < last; d = d.Add(1) {
		if working, err := t.cal.WorkingDay(t.nation, d); err == nil && !working {
			holiday, _ := t.cal.Holiday(t.nation, d)
			out = append(out, Skipped{d, holiday})
		}
	}
	return out
}
