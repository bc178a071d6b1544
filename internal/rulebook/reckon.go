package rulebook

import (
	"cmp"
	"fmt"
	"slices"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/label"
)

// Deadlines finds every deadline in a chronology's occurrences. A new rule that takes over running clocks does so if it
// was in force by the last day that any occurrence knows of.
func (b *Book) Deadlines(occ []chronology.Occurrence, nation civil.Nation, cal *civil.Calendar) []Deadline {
	var last civil.Day
	for i, o := range occ {
		known := o.Happened.Earliest()
		if !o.Recorded.IsZero() {
			known = max(known, civil.DayOf(o.Recorded))
		}
		if i == 0 || known > last {
			last = known
		}
	}
	return b.DeadlinesAsOf(occ, nation, cal, last)
}

// DeadlinesAsOf is Deadlines, with the day up to which new rules take over running clocks. The order of the
// occurrences does not matter. The result is in the order of the starts, then of the rules.
func (b *Book) DeadlinesAsOf(occ []chronology.Occurrence, nation civil.Nation, cal *civil.Calendar, asOf civil.Day) []Deadline {
	k := reckoner{book: b, see: look(occ), nation: nation, cal: cal}
	var out []Deadline
	for _, line := range b.lines {
		if k.see.starts(line) {
			out = append(out, k.line(line, asOf)...)
		}
	}
	slices.SortFunc(out, byStart)
	return out
}

func byStart(x, y Deadline) int {
	return cmp.Or(cmp.Compare(x.Started.Earliest(), y.Started.Earliest()), cmp.Compare(x.Start, y.Start), cmp.Compare(x.ID, y.ID))
}

// reckoner works one chronology through one book.
type reckoner struct {
	book   *Book
	see    sight
	nation civil.Nation
	cal    *civil.Calendar
}

// line reckons the rules of one line: each start under the rule that was in force on its day, or under a later one that
// took it over.
func (k reckoner) line(rules []*Rule, asOf civil.Day) []Deadline {
	var mine []*Rule
	for _, r := range rules {
		if r.Applies(k.nation) {
			mine = append(mine, r)
		}
	}
	type run struct {
		Deadline
		on civil.Day // the day by which its rule is chosen
	}
	runs := make([]map[cycleKey]run, len(mine))
	for i, r := range mine {
		d := k.see.read(r)
		runs[i] = map[cycleKey]run{}
		for _, c := range d.cycles() {
			// Of a rule that was not in force then, only one that takes over running clocks is asked.
			if on := chosenBy(r, c.start.Happened); r.InForce(on) || r.Transition == Running {
				runs[i][c.key()] = run{k.reckon(d, c), on}
			}
		}
	}
	var out []Deadline
	for i, r := range mine {
		for key, d := range runs[i] {
			if !r.InForce(d.on) {
				continue
			}
			for j := i + 1; j < len(mine); j++ {
				next := mine[j]
				if next.Transition != Running || next.From > asOf || !d.openOn(next.From) {
					continue
				}
				if moved, ok := runs[j][key]; ok {
					d = moved
				}
			}
			out = append(out, d.Deadline)
		}
	}
	slices.SortFunc(out, byStart)
	return out
}

// chosenBy is the day by which the rule of a start is chosen.
func chosenBy(r *Rule, happened civil.When) civil.Day {
	if r.Sort == Minimum || r.Sort == Window {
		return happened.Latest()
	}
	return happened.Earliest()
}

// openOn says whether the clock still ran when a day began, so that a new rule can take it over. A minimum or a window
// that was over by then stays with its rule, whatever ended it later.
func (d Deadline) openOn(day civil.Day) bool {
	if waits := d.Sort == Minimum || d.Sort == Window; waits && !d.DueAt.IsZero() && d.Due < day {
		return false
	}
	if d.Ended != "" {
		return d.EndedOn.Earliest() >= day
	}
	return d.State != Void
}

// reckon works out one deadline.
func (k reckoner) reckon(from *reader, c cycle) Deadline {
	r := from.rule
	d := Deadline{
		ID: fmt.Sprintf("%s@%s", r.ID, c.series.Entry), Rule: r.ID, Sort: r.Sort, Cycle: c.n, Episode: c.start.Episode, Start: c.start.Entry,
		Started: c.start.Happened, State: Open, Labels: k.book.rest(r, c), Owner: r.Owner, Watchers: r.Watchers,
	}
	if c.n > 0 {
		d.ID = fmt.Sprintf("%s#%d", d.ID, c.n)
	}
	t := tally{reckoner: k, rule: r, cycle: c}
	if r.On.Date != "" && c.start == c.series {
		if w, ok := t.when(r.On.Date); ok {
			d.Started = w
		}
	}
	if c.start.Struck {
		d.State, d.Trouble = Void, "The entry that started this was taken back"
		return d
	}
	if !t.dated() {
		d.State, d.Trouble = Void, "No date to count from is recorded"
		return d
	}
	paused, err := t.due(&d, from.pauses(c))
	if err != nil {
		d.Trouble = err.Error()
	}
	d.About = t.about()
	k.settle(&d, c, paused)
	return d
}

// settle says what became of the deadline.
func (k reckoner) settle(d *Deadline, c cycle, paused bool) {
	waits := d.Sort == Minimum || d.Sort == Window
	// What was kept or has lapsed is not undone by what came later.
	stopped := c.stops() && (!waits || d.DueAt.IsZero() || c.stop.Happened.Earliest() <= d.Due)
	switch {
	case stopped:
		d.State, d.Trouble = Void, c.because
		d.Ended, d.EndedOn = c.stop.Entry, c.stop.Happened
	case c.end != nil:
		d.State = Met
		d.Ended, d.EndedOn = c.end.Entry, c.end.Happened
		k.judge(d, c)
	case paused:
		d.State = Paused
	}
}

// judge says whether what met a deadline was in time.
func (k reckoner) judge(d *Deadline, c cycle) {
	if d.DueAt.IsZero() {
		return
	}
	first, last := instants(d.EndedOn)
	exact := !d.DueAt.Equal(d.Due.End())
	if d.Sort == Minimum {
		d.Early = d.EndedOn.Latest() < d.Due || (exact && last.Before(d.DueAt))
		if d.Early {
			d.DaysEarly = max(0, d.Due.Sub(d.EndedOn.Latest()))
		}
		return
	}
	d.MetLate = d.EndedOn.Earliest() > d.Due || (exact && first.After(d.DueAt))
	if !d.MetLate {
		d.RecordedLate = c.end.Recorded.After(d.DueAt)
		return
	}
	d.DaysLate = max(0, d.EndedOn.Earliest().Sub(d.Due))
	d.WorkingDaysLate = workingDaysBetween(k.nation, k.cal, d.Due, d.EndedOn.Earliest())
}

// rest is every label that knowing the deadline rests on: what the rule tests, whether it has happened or not, and
// what the entries it was reckoned from bear. A book that was not checked knows no kinds and so rests on everything.
func (b *Book) rest(r *Rule, c cycle) label.Set {
	if b.labels == nil {
		return label.Everything()
	}
	s := b.labels[r.ID]
	for _, o := range []*occurrence{c.series, c.start, c.end, c.stop} {
		if o != nil {
			s = s.With(bears(r, o))
		}
	}
	return s
}

// bears is the labels of an occurrence and of those of its marks that the rule looks at.
func bears(r *Rule, o *occurrence) label.Set {
	s := label.Of(o.Exists)
	for i := range r.reads {
		c := &r.reads[i]
		if c.Kind != o.Kind {
			continue
		}
		for name := range c.Marks {
			if m, ok := o.Mark(name); ok {
				s = s.With(label.Of(m.Label))
			}
		}
	}
	for _, name := range r.from {
		if m, ok := o.Mark(name); ok && r.On.Kind == o.Kind {
			s = s.With(label.Of(m.Label))
		}
	}
	return s
}

// dates lists the date marks that the rule counts from.
func (r *Rule) dates() []string {
	var out []string
	if r.On.Date != "" {
		out = append(out, r.On.Date)
	}
	for _, c := range r.Due.Counts {
		if c.Date != "" {
			out = append(out, c.Date)
		}
	}
	return out
}
