package rulebook

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/ident"
)

// Example is a worked example of a rule: what happened, and how its deadline then stands. Where several of the rule's
// deadlines arise, the one that started last is meant.
type Example struct {
	Given  []Given `yaml:"given"`
	AsOf   string  `yaml:"as_of"`  // in the written form of civil.When; a day means its noon
	Nation string  `yaml:"nation"` // england-and-wales if it says none
	Expect Expect  `yaml:"expect"`
}

// Given is one entry of an example. All are of one episode unless they name others.
type Given struct {
	Kind     string            `yaml:"kind"`
	Happened string            `yaml:"happened"`
	Recorded string            `yaml:"recorded"` // noon of the last day it can have happened, if it says none
	Marks    map[string]string `yaml:"marks"`
	Episode  string            `yaml:"episode"`
	Struck   bool              `yaml:"struck"`
}

// Expect is how the deadline stands. What it does not say is not asked.
type Expect struct {
	Due             string   `yaml:"due"` // with a clock time for a rule in hours
	State           Standing `yaml:"state"`
	DaysLate        *int     `yaml:"days_late"`
	WorkingDaysLate *int     `yaml:"working_days_late"`
	DaysEarly       *int     `yaml:"days_early"`
	RecordedLate    *bool    `yaml:"recorded_late"`
	About           *bool    `yaml:"about"`
}

// examples works through a rule's examples and says which do not come out.
func (b *Book) examples(r *Rule, kinds chronology.Kinds, cal *civil.Calendar) []string {
	book := b
	if r.Question != "" {
		var err error
		if book, err = b.Choose(map[string]string{r.Question: r.Reading}); err != nil {
			return []string{err.Error()}
		}
	}
	k := reckoner{book: book, cal: cal}
	var bad []string
	for i, e := range r.Examples {
		occ, faults := e.occurrences(kinds)
		if len(faults) == 0 {
			k.see, k.nation = look(occ), e.nation()
			faults = k.example(r, e)
		}
		for _, what := range faults {
			bad = append(bad, fmt.Sprintf("example %d: %s", i+1, what))
		}
	}
	return bad
}

func (k reckoner) example(r *Rule, e Example) []string {
	now := noon(e.AsOf)
	var got Deadline
	for _, line := range k.book.lines {
		if line[0].Line != r.Line {
			continue
		}
		for _, d := range k.line(line, civil.DayOf(now)) {
			if d.Rule == r.ID && (got.Rule == "" || byStart(d, got) > 0) {
				got = d
			}
		}
	}
	var bad faults
	if got.Rule == "" {
		bad.when(e.Expect.State != StandsNone, "it starts no clock, and should be %s", e.Expect.State)
		return bad
	}
	if slices.ContainsFunc(r.counts(), func(c Count) bool { return c.Unit == WorkingDays }) && got.State != Void {
		bad.when(got.DueAt.IsZero() || k.cal == nil || !k.cal.Covers(k.nation, got.Due), "the calendar ends before it is due: %s", got.Trouble)
	}
	e.Expect.compare(&bad, got, k, now)
	return bad
}

func (x Expect) compare(bad *faults, got Deadline, k reckoner, now time.Time) {
	bad.when(got.Standing(now) != x.State, "it is %s, not %s", got.Standing(now), x.State)
	if x.Due != "" {
		due, _ := civil.ParseWhen(x.Due)
		at, timed := due.Instant()
		bad.when(timed && !at.Equal(got.DueAt), "it is due at %s, not %s", got.DueAt.In(civil.London).Format("2006-01-02T15:04"), due)
		bad.when(!timed && (got.DueAt.IsZero() || due.Earliest() != got.Due), "it is due on %s, not %s", got.Due, due)
	}
	days, working := got.DaysLate, got.WorkingDaysLate
	if got.State == Open {
		days, working = got.LateBy(civil.DayOf(now), k.nation, k.cal)
	}
	bad.number("days late", days, x.DaysLate)
	bad.number("working days late", working, x.WorkingDaysLate)
	bad.number("days early", got.DaysEarly, x.DaysEarly)
	bad.when(x.RecordedLate != nil && got.RecordedLate != *x.RecordedLate, "recorded late is %t", got.RecordedLate)
	bad.when(x.About != nil && got.About != *x.About, "about is %t", got.About)
}

func (f *faults) number(what string, got int, want *int) {
	f.when(want != nil && got != *want, "it is %d %s", got, what)
}

func (e Example) nation() civil.Nation {
	if e.Nation == "" {
		return civil.EnglandAndWales
	}
	return civil.Nation(e.Nation)
}

// noon is the moment that an example's date means.
func noon(s string) time.Time {
	w, err := civil.ParseWhen(s)
	if err != nil {
		return time.Time{}
	}
	if at, ok := w.Instant(); ok {
		return at
	}
	return w.Latest().Start().Add(12 * time.Hour)
}

// occurrences makes what the rulebook would see, and says what no kind could publish.
func (e Example) occurrences(kinds chronology.Kinds) ([]chronology.Occurrence, []string) {
	var out []chronology.Occurrence
	var bad faults
	for i, g := range e.Given {
		k, ok := kinds.Find(g.Kind)
		if !ok {
			bad.when(true, "there is no kind %q", g.Kind)
			continue
		}
		happened, err := civil.ParseWhen(g.Happened)
		bad.when(err != nil, "%q is not a date", g.Happened)
		o := chronology.Occurrence{
			Entry: ident.Entry(fmt.Sprintf("given-%02d", i+1)), Kind: g.Kind, Exists: k.Exists, Happened: happened,
			Recorded: noon(g.Happened), Episode: ident.Entry("episode " + g.Episode), Struck: g.Struck,
		}
		if g.Recorded != "" {
			o.Recorded = noon(g.Recorded)
		}
		for _, name := range slices.Sorted(maps.Keys(g.Marks)) {
			m, ok := spec(k, name)
			value := g.Marks[name]
			mark := chronology.Mark{Name: name, Label: m.Label, Code: value}
			if ok && m.Date {
				mark.Code = ""
				mark.When, err = civil.ParseWhen(value)
				bad.when(err != nil, "%s: %s: %q is not a date", g.Kind, name, value)
			} else {
				bad.when(!ok || !hasCode(m, value), "%s: %s is never %q", g.Kind, name, value)
			}
			o.Marks = append(o.Marks, mark)
		}
		out = append(out, o)
	}
	return out, bad
}
