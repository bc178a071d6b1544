package caseview

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"waymark/internal/civil"
	"waymark/internal/label"
	"waymark/internal/rulebook"
	"waymark/internal/web/picture"
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
	order   int
	id      string        // of its place on the page
	drawn   picture.Clock // how a picture draws it; of use only while it runs
}

// runs says whether the clock still counts for something.
func (c clock) runs() bool { return c.order < ended }

// The order of clocks on the page.
const (
	lateFirst = iota
	running
	ended // what is done
	kept
	void
)

// split parts clocks that run from those that have ended.
func split(all []clock) (run, over []clock) {
	for _, c := range all {
		if c.runs() {
			run = append(run, c)
		} else {
			over = append(over, c)
		}
	}
	return run, over
}

// pictured are clocks as a picture draws them.
func pictured(all []clock) []picture.Clock {
	out := make([]picture.Clock, len(all))
	for i, c := range all {
		out[i] = c.drawn
	}
	return out
}

// sight is how much of what is recorded is open to the reader. It follows from what they
// may open, not from what there is.
func (p casePage) sight() picture.Sight {
	if p.view.Labels == label.Everything() {
		return picture.Whole
	}
	return picture.InPart
}

func (p casePage) today() civil.Day { return civil.DayOf(p.then()) }

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
		c.drawn.Title, c.drawn.Left, c.drawn.Doubt = c.title, c.when, doubt(d, rule)
		out = append(out, c)
	}
	slices.SortStableFunc(out, inOrder)
	for i := range out {
		out[i].id = fmt.Sprintf("clock-%d", i+1)
		out[i].drawn.Href = "#" + out[i].id
	}
	return out
}

// inOrder puts what is late first, then what ends first, then what has ended. What ends on
// one day is in the order of its title: ids would put it otherwise on every installation.
func inOrder(a, b clock) int {
	if a.order != b.order || !a.runs() {
		return a.order - b.order
	}
	return cmp.Or(cmp.Compare(a.ends(), b.ends()), strings.Compare(a.title, b.title))
}

// ends is the day on which a clock ends; the last of all where it cannot be reckoned.
func (c clock) ends() civil.Day {
	if c.drawn.Endless {
		return math.MaxInt32
	}
	return c.drawn.To
}

// doubt says why a clock may end on another day than the one reckoned; "" if it will not.
func doubt(d rulebook.Deadline, rule rulebook.Rule) string {
	switch {
	case d.About:
		return "it is counted from about a day"
	case !rule.Verified:
		return "nobody has read its rule in the source yet"
	case rule.Question != "":
		return "sources disagree about it"
	case d.Trouble != "":
		return d.Trouble
	}
	return ""
}

// draw says how a picture draws a clock that runs.
func draw(d rulebook.Deadline, s rulebook.Standing, today civil.Day) picture.Clock {
	c := picture.Clock{
		Sort: map[rulebook.Sort]picture.Sort{rulebook.Limit: picture.Must, rulebook.Review: picture.Must, rulebook.Minimum: picture.Protects, rulebook.Window: picture.Open}[d.Sort],
		From: d.Started.Earliest(), To: d.Due, Endless: d.DueAt.IsZero(), Since: d.Started.Words(), Ends: d.Due.Words(), Stand: picture.Runs,
	}
	switch {
	case s == rulebook.StandsLate:
		c.Stand = picture.Late
	case s == rulebook.StandsPaused:
		c.Stand = picture.Paused
	case !c.Endless && d.Due.Sub(today) <= soon:
		c.Stand = picture.Soon
	}
	return c
}

// soon is from how many days before its end on a clock stands out.
const soon = 2

func (c *clock) tell(d rulebook.Deadline, rule rulebook.Rule, s rulebook.Standing, today civil.Day, nation civil.Nation, cal *civil.Calendar) {
	hands := "In the hands of: " + rulebook.PartyWords(d.Owner) + "."
	due := d.Due.Words()
	c.order, c.drawn = running, draw(d, s, today)
	switch s {
	case rulebook.StandsLate:
		days, working := d.LateBy(today, nation, cal)
		c.order, c.late = lateFirst, true
		c.when = lateness(rule, days, working) + " late"
		c.story = "By " + due + ", and still waited for. " + hands
	case rulebook.StandsRunning, rulebook.StandsPaused:
		c.when = left(d, today)
		c.story = map[rulebook.Sort]string{
			rulebook.Limit: "By " + due + ". ", rulebook.Review: "By " + due + ". ",
			rulebook.Minimum: "Protected until the end of " + due + ". ", rulebook.Window: "Open until the end of " + due + ". ",
		}[d.Sort] + rule.Why + " " + hands
		if s == rulebook.StandsPaused {
			c.when = "Paused"
		}
	case rulebook.StandsMet:
		if d.Sort == rulebook.Minimum {
			c.order, c.when = kept, "Kept"
			c.story = "Protected until the end of " + due + "."
			break
		}
		c.order, c.when = ended, "In time"
		c.story = "By " + due + "; done on " + d.EndedOn.Words() + "."
		if d.RecordedLate {
			c.story += " It was written down here only afterwards."
		}
	case rulebook.StandsMetLate:
		c.order, c.late = ended, true
		c.when = lateness(rule, d.DaysLate, d.WorkingDaysLate) + " late"
		c.story = fmt.Sprintf("By %s; done on %s, %s after that.", due, d.EndedOn.Words(), both(d.DaysLate, d.WorkingDaysLate))
	case rulebook.StandsEndedEarly:
		c.order, c.late, c.when = ended, true, count(d.DaysEarly, "day")+" early"
		c.story = "Protected until the end of " + due + ", and not kept."
	case rulebook.StandsReached:
		c.order, c.when = kept, "Kept"
		c.story = "Protected until the end of " + due + "."
	case rulebook.StandsLapsed:
		c.order, c.when = kept, "Closed"
		c.story = "It was open until the end of " + due + "."
	case rulebook.StandsVoid, rulebook.StandsNone:
		c.order, c.when = void, "Does not count"
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

// left says how long a clock still runs.
func left(d rulebook.Deadline, today civil.Day) string {
	switch days := d.Due.Sub(today); {
	case d.DueAt.IsZero():
		return "Not reckoned"
	case days == 0:
		return "Today"
	default:
		return count(days, "day") + " left"
	}
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
