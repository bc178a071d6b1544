// Package picture draws what runs in time: the way so far, one clock, and all clocks of a
// person side by side. It draws SVG on the server, and knows nothing of cases and rules:
// a page tells it days and words.
//
// Its rules: where things stand is worked out by pure functions from days to places, in
// per cent of the width, so that a picture is as wide as there is room and its words keep
// their size. Shape, stripe and word say everything, colour nothing that they do not: a
// picture is whole on a grey printer. Nothing has an inline style, which the content
// security policy refuses. Each picture has its words beside it, and its table.
package picture

import (
	"cmp"
	"fmt"
	"slices"

	"waymark/internal/civil"
)

// Sort is what the end of a clock means.
type Sort uint8

// The sorts of clocks. The zero value is none.
const (
	Must     Sort = iota + 1 // somebody must have done something by then
	Protects                 // something is kept for the person until then
	Open                     // the person may do something until then
)

// Stand is how a clock stands.
type Stand uint8

// How clocks stand. The zero value is none.
const (
	Runs Stand = iota + 1
	Soon
	Late
	Paused
)

// Clock is one clock that runs.
type Clock struct {
	Title string
	// Href leads to where the page says more of it; "" if nowhere.
	Href  string
	Sort  Sort
	Stand Stand
	// From is the first day that it counts from, To the last day of it.
	From, To civil.Day
	Endless  bool // To cannot be reckoned, and is no day
	// Since and Ends are both days as they were said: "about March 2026".
	Since, Ends string
	// Left is how it stands in words: "23 days left", "2 working days late".
	Left string
	// Doubt says why the end may be another, in a few words; "" if it is sure.
	Doubt string
}

// Gauge is one clock alone, in per cent of its picture: how far it has come, and where
// its last day ends. Past that stands what is late.
type Gauge struct{ Gone, Due float64 }

// Measure says how far a clock has come on a day.
func Measure(c Clock, today civil.Day) Gauge {
	if c.Endless {
		return Gauge{}
	}
	s := scale{from: min(c.From, c.To), to: max(c.To, c.From)}
	if c.Stand == Late {
		s.to = max(s.to, today)
	}
	return Gauge{Gone: s.end(today - 1), Due: s.end(c.To)}
}

// scale places days in a picture that shows those from the one to the other.
type scale struct{ from, to civil.Day }

// start is where a day begins, end where it ends. What lies outside is at the edge.
func (s scale) start(d civil.Day) float64 { return s.place(d.Sub(s.from)) }
func (s scale) end(d civil.Day) float64   { return s.place(d.Sub(s.from) + 1) }

func (s scale) place(days int) float64 {
	whole := s.to.Sub(s.from) + 1
	return float64(min(max(days, 0), whole)) * 100 / float64(whole)
}

// Row is one clock among others: its bar, in per cent of the picture. Cut says that it
// began before the picture does. What is late runs on from Right to Over.
type Row struct {
	Clock       Clock
	Left, Right float64
	Over        float64
	Cut         bool
}

// Lines are clocks that run side by side.
type Lines struct {
	From, To civil.Day
	Today    float64
	Rows     []Row
	Ticks    []Tick
}

// thinnest is how narrow a bar may be, in per cent, so that one sees it.
const thinnest = 1.0

// Lay places clocks on one line of time, those that end first above. One whose end cannot
// be reckoned stands last, without a bar.
func Lay(clocks []Clock, today civil.Day) Lines {
	s := span(clocks, today)
	l := Lines{From: s.from, To: s.to, Today: (s.start(today) + s.end(today)) / 2, Ticks: ticks(s)}
	for _, c := range clocks {
		r := Row{Clock: c}
		if !c.Endless {
			r.Left, r.Right, r.Cut = s.start(c.From), s.end(c.To), c.From < s.from
			r.Left = max(0, min(r.Left, r.Right-thinnest))
			r.Right = max(r.Right, r.Left+thinnest)
			if c.Stand == Late {
				r.Over = max(l.Today, r.Right)
			}
		}
		l.Rows = append(l.Rows, r)
	}
	slices.SortStableFunc(l.Rows, func(a, b Row) int {
		switch x, y := a.Clock, b.Clock; {
		case x.Endless || y.Endless:
			return cmp.Compare(last(x), last(y))
		default:
			return cmp.Compare(x.To, y.To)
		}
	})
	return l
}

// last puts a clock without an end after those that have one.
func last(c Clock) int {
	if c.Endless {
		return 1
	}
	return 0
}

// Days that are shown beside what matters: so much past, at least, and so much before the
// first end.
const (
	pastShown   = 90
	beforeFirst = 14
)

// span says which days a picture shows: every end, today, and the past as far as it is
// not much longer than what is to come. A clock that began years ago would press
// everything that comes into a corner.
func span(clocks []Clock, today civil.Day) scale {
	s := scale{from: today, to: today}
	first := today
	for _, c := range clocks {
		if !c.Endless {
			s.from, s.to, first = min(s.from, c.From), max(s.to, c.To), min(first, c.To)
		}
	}
	far := min(today.Add(-max(s.to.Sub(today), pastShown)), first.Add(-beforeFirst))
	s.from = max(s.from, far)
	return s
}

// Following says from which day on nothing follows for a person, or why that cannot be
// said. Its zero value is that there is nothing to say.
type Following struct {
	Known bool
	From  civil.Day // of use only when Known
	Why   string    // why it is not known
}

// After says what follows on clocks.
//
// It is about what protects a person and what stays open to them: what somebody else must
// do by a day is no bed and no money. Where there is none of these, there is nothing to
// say; and where one end is in doubt, the day would be a guess.
func After(clocks []Clock) Following {
	var f Following
	for _, c := range clocks {
		if c.Sort != Protects && c.Sort != Open {
			continue
		}
		f.Known, f.From = true, max(f.From, c.To.Add(1))
		switch {
		case c.Stand == Paused:
			f.Why = cmp.Or(f.Why, fmt.Sprintf("“%s” is paused", c.Title))
		case c.Endless:
			f.Why = cmp.Or(f.Why, fmt.Sprintf("the end of “%s” cannot be reckoned", c.Title))
		case c.Doubt != "":
			f.Why = cmp.Or(f.Why, fmt.Sprintf("the end of “%s” is in doubt: %s", c.Title, c.Doubt))
		}
	}
	f.Known = f.Known && f.Why == ""
	return f
}
