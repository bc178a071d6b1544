package caseview

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"waymark/internal/civil"
	"waymark/internal/rulebook"
)

// clock is a deadline as a page tells it: what, by when, why, since when, how it stands,
// in whose hands, under which line of which document.
type clock struct {
	title   string
	since   string
	story   string
	when    string
	rule    rulebook.Rule
	reading string // the reading chosen here, where sources disagree
	late    bool
	soon    bool
	bar     string // class of the bar's width; "" for none
	order   int
}

// then is the moment that the page shows: now, or the one that was asked for.
func (p casePage) then() time.Time {
	if at := p.view.At.KnownAt; !at.IsZero() && at.Before(p.view.Now) {
		return at
	}
	return p.view.Now
}

// clocks tells every deadline of the view, those that run first.
func (p casePage) clocks() []clock {
	now := p.then()
	cal, nation := p.q.Desk.Calendar()
	var out []clock
	for _, d := range p.view.Deadlines {
		rule, ok := p.q.Desk.Book().Find(d.Rule)
		if !ok {
			continue
		}
		about := ""
		if d.About {
			about = " about"
		}
		c := clock{title: rule.Title, rule: rule, since: "Counted from" + about + " " + d.Started.Words() + "."}
		c.tell(d, rule, d.Standing(now), civil.DayOf(now), nation, cal)
		if ended := p.ended(d); ended != "" {
			c.story += " " + ended
		}
		if !rule.Weight.Late() {
			c.when, c.late = strings.Replace(c.when, " late", " longer", 1), false
		}
		c.reading = readingOf(p.q.Desk.Book(), rule)
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b clock) int { return a.order - b.order })
	return out
}

func (c *clock) tell(d rulebook.Deadline, rule rulebook.Rule, s rulebook.Standing, today civil.Day, nation civil.Nation, cal *civil.Calendar) {
	hands := "In the hands of: " + rulebook.PartyWords(d.Owner) + "."
	due := d.Due.Words()
	c.order = 1
	switch s {
	case rulebook.StandsLate:
		days, working := d.LateBy(today, nation, cal)
		c.order, c.late, c.bar = 0, true, "wm-w-100"
		c.when = lateness(rule, days, working) + " late"
		c.story = "By " + due + ", and still waited for. " + hands
	case rulebook.StandsRunning, rulebook.StandsPaused:
		c.when, c.bar, c.soon = c.running(d, today)
		c.story = map[rulebook.Sort]string{
			rulebook.Limit: "By " + due + ". ", rulebook.Review: "By " + due + ". ",
			rulebook.Minimum: "Protected until the end of " + due + ". ", rulebook.Window: "Open until the end of " + due + ". ",
		}[d.Sort] + rule.Why + " " + hands
		if s == rulebook.StandsPaused {
			c.when = "Paused"
		}
	case rulebook.StandsMet:
		if d.Sort == rulebook.Minimum {
			c.order, c.when = 3, "Kept"
			c.story = "Protected until the end of " + due + "."
			break
		}
		c.order, c.when = 2, "In time"
		c.story = "By " + due + "; done on " + d.EndedOn.Words() + "."
		if d.RecordedLate {
			c.story += " It was written down here only afterwards."
		}
	case rulebook.StandsMetLate:
		c.order, c.late = 2, true
		c.when = lateness(rule, d.DaysLate, d.WorkingDaysLate) + " late"
		c.story = fmt.Sprintf("By %s; done on %s, %s after that.", due, d.EndedOn.Words(), both(d.DaysLate, d.WorkingDaysLate))
	case rulebook.StandsEndedEarly:
		c.order, c.late, c.when = 2, true, count(d.DaysEarly, "day")+" early"
		c.story = "Protected until the end of " + due + ", and not kept."
	case rulebook.StandsReached:
		c.order, c.when = 3, "Kept"
		c.story = "Protected until the end of " + due + "."
	case rulebook.StandsLapsed:
		c.order, c.when = 3, "Closed"
		c.story = "It was open until the end of " + due + "."
	case rulebook.StandsVoid, rulebook.StandsNone:
		c.order, c.when = 4, "Does not count"
		c.story = d.Trouble + "."
	}
	if d.Trouble != "" && s != rulebook.StandsVoid {
		c.story += " " + d.Trouble + "."
	}
}

// ended says what came after a protected time: which entry, and when.
func (p casePage) ended(d rulebook.Deadline) string {
	if d.Sort != rulebook.Minimum || d.Ended == "" {
		return ""
	}
	l, ok := p.view.Case.Line(d.Ended)
	if !ok {
		return ""
	}
	return "Then: " + p.kindWords(l) + ", " + l.Happened.Words() + "."
}

// running says how long is left and how far the bar has come.
func (c *clock) running(d rulebook.Deadline, today civil.Day) (when, bar string, soon bool) {
	left := d.Due.Sub(today)
	switch {
	case d.DueAt.IsZero():
		return "Not reckoned", "", false
	case left == 0:
		when = "Today"
	case left == 1:
		when = "1 day left"
	default:
		when = count(left, "day") + " left"
	}
	span := d.Due.Sub(d.Started.Earliest())
	if span <= 0 {
		return when, "wm-w-100", left <= 2
	}
	gone := min(max(today.Sub(d.Started.Earliest()), 0), span)
	return when, fmt.Sprintf("wm-w-%d", gone*20/span*5), left <= 2
}

// lateness counts in the rule's own unit.
func lateness(r rulebook.Rule, days, working int) string {
	for _, n := range r.Due.Counts {
		if n.Unit == rulebook.WorkingDays && working > 0 {
			return count(working, "working day")
		}
	}
	if days == 0 {
		return "Hours"
	}
	return count(days, "day")
}

func both(days, working int) string {
	if working == 0 {
		return count(days, "day")
	}
	return count(days, "day") + " or " + count(working, "working day")
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// readingOf says which reading is in use, where the sources disagree.
func readingOf(b *rulebook.Book, r rulebook.Rule) string {
	if r.Question == "" {
		return ""
	}
	for _, q := range b.Questions() {
		if q.ID != r.Question {
			continue
		}
		var others []string
		here := ""
		for _, x := range q.Readings {
			if x.Name == q.Chosen {
				here = x.Says
			} else {
				others = append(others, x.Says)
			}
		}
		return "Sources disagree. Chosen here: " + here + ". Also read as: " + strings.Join(others, "; ") + "."
	}
	return ""
}
