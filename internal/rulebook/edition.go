package rulebook

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"waymark/internal/civil"
	"waymark/internal/label"
)

// engine is the number of the way in which this package reckons. Whoever changes what comes out for the same rules and
// entries raises it: then everything that was reckoned before is known to be of another edition.
const engine = 2

// Edition is what deadlines rest on besides the entries: the rules in use, the calendar, the nation, and which rules
// have come to take over clocks that run. Titles, notes and sources are no part of it.
type Edition struct {
	ID    string // SHA-256, in hex, of all that follows
	Lines []EditionLine
}

// EditionLine is one line of the rulebook in an edition. Nothing that another line says changes its deadlines.
type EditionLine struct {
	Line   string
	Print  string   // SHA-256, in hex, of all that can change a deadline of the line
	Starts []string // the kinds of entry that start its clocks, sorted: without one of them it has no deadline
}

// Edition is the edition of the rules in use, for a nation, on a day. A checked book gives another than an unchecked
// one, because it knows what each mark gives away.
func (b *Book) Edition(nation civil.Nation, cal *civil.Calendar, on civil.Day) Edition {
	var e Edition
	for _, line := range b.lines {
		if l, ok := b.edition(line, nation, cal, on); ok {
			e.Lines = append(e.Lines, l)
		}
	}
	slices.SortFunc(e.Lines, func(x, y EditionLine) int { return strings.Compare(x.Line, y.Line) })
	e.ID = printOf(e.Lines)
	return e
}

// reckonedBy is what a deadline of a rule depends on.
type reckonedBy struct {
	ID              string
	Sort            Sort
	From, To        civil.Day
	On              On
	Until           []Condition
	Void, While     []Stop
	Pause, Resume   []Condition
	Due             Due
	Every           Count
	Within          Within
	TakesOver       bool // clocks that ran when it came into force, and it has
	Owner           string
	Labels          label.Set
	CalendarVersion string // where it counts working days
	Nation          string
	Engine          int
}

func (b *Book) edition(line []*Rule, nation civil.Nation, cal *civil.Calendar, on civil.Day) (EditionLine, bool) {
	out := EditionLine{}
	var all []reckonedBy
	for _, r := range line {
		if !r.Applies(nation) {
			continue
		}
		out.Line = r.Line
		x := reckonedBy{
			ID: r.ID, Sort: r.Sort, From: r.From, To: r.To, On: r.On, Until: r.Until, Void: r.Void, While: r.While, Pause: r.Pause, Resume: r.Resume,
			Due: r.Due, Every: r.Every, Within: r.Within, TakesOver: r.Transition == Running && r.From <= on, Owner: r.Owner, Labels: b.labels[r.ID],
			Nation: string(nation), Engine: engine,
		}
		if cal != nil && slices.ContainsFunc(r.counts(), func(c Count) bool { return c.Unit == WorkingDays }) {
			x.CalendarVersion = cal.Version()
		}
		all = append(all, x)
		if !slices.Contains(out.Starts, r.On.Kind) {
			out.Starts = append(out.Starts, r.On.Kind)
		}
	}
	slices.Sort(out.Starts)
	out.Print = printOf(all)
	return out, len(all) > 0
}

func printOf(what any) string {
	h := sha256.New()
	_ = json.NewEncoder(h).Encode(what) // it holds nothing that JSON cannot say
	return hex.EncodeToString(h.Sum(nil))
}

// Change is how one line differs between two editions.
type Change struct {
	Line   string
	New    bool // it was not there before
	Gone   bool // it is there no more
	Starts []string
}

// Since lists the lines that differ from an earlier edition, by name. A chronology without an entry of one of their
// kinds has the deadlines that it had.
func (e Edition) Since(was Edition) []Change {
	before := map[string]EditionLine{}
	for _, l := range was.Lines {
		before[l.Line] = l
	}
	var out []Change
	for _, l := range e.Lines {
		b, was := before[l.Line]
		delete(before, l.Line)
		if was && b.Print == l.Print {
			continue
		}
		starts := slices.Concat(b.Starts, l.Starts)
		slices.Sort(starts)
		out = append(out, Change{Line: l.Line, New: !was, Starts: slices.Compact(starts)})
	}
	for _, l := range before {
		out = append(out, Change{Line: l.Line, Gone: true, Starts: l.Starts})
	}
	slices.SortFunc(out, func(x, y Change) int { return strings.Compare(x.Line, y.Line) })
	return out
}
