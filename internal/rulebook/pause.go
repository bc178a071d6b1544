package rulebook

import (
	"iter"
	"slices"
	"sort"
	"time"

	"waymark/internal/civil"
	"waymark/internal/ident"
)

// span is a time in which a clock stood still.
type span struct {
	from, to civil.Day
	length   time.Duration
	open     bool
}

// still is a time in which every clock of the rule in an episode stands still; to is nil while it does.
type still struct {
	from, to *occurrence
	last     civil.Day // the latest day on which any up to this one can have ended: it never falls
}

// stills lists them in order, once for each episode.
func (d *reader) stills(start *occurrence) []still {
	if out, ok := d.paused[start.Episode]; ok {
		return out
	}
	var turns []turn
	for i, list := range [][]matches{d.pause, d.resume} {
		for _, m := range list {
			if r := m.everything[m.episode(start)]; r != nil {
				for _, o := range r.occ {
					turns = append(turns, turn{o, i == 0})
				}
			}
		}
	}
	slices.SortStableFunc(turns, func(x, y turn) int { return order(x.o, y.o) })
	var out []still
	var paused *occurrence
	for i := range turns {
		// Of a pause and a resumption on one day, the one that changes anything comes first.
		if (paused != nil) == turns[i].pause && i+1 < len(turns) && turns[i+1].pause != turns[i].pause && together(turns[i].o, turns[i+1].o) {
			turns[i], turns[i+1] = turns[i+1], turns[i]
		}
		switch {
		case turns[i].pause && paused == nil:
			paused = turns[i].o
		case !turns[i].pause && paused != nil:
			last := turns[i].o.Happened.Latest()
			if n := len(out); n > 0 {
				last = max(last, out[n-1].last)
			}
			out = append(out, still{paused, turns[i].o, last})
			paused = nil
		}
	}
	if paused != nil {
		out = append(out, still{from: paused})
	}
	if d.paused == nil {
		d.paused = map[ident.Entry][]still{}
	}
	d.paused[start.Episode] = out
	return out
}

// turn is a pause or a resumption.
type turn struct {
	o     *occurrence
	pause bool
}

func together(a, b *occurrence) bool {
	return a.Happened.Earliest() == b.Happened.Earliest() && minute(a.Happened) == minute(b.Happened)
}

// pauses gives the spans in which a cycle's clock stood still, up to what finished it.
func (d *reader) pauses(c cycle) iter.Seq[span] {
	return func(yield func(span) bool) {
		if len(d.pause) == 0 || !counts(c.start) {
			return
		}
		all := d.stills(c.start)
		i := sort.Search(len(all), func(i int) bool { return all[i].to == nil || all[i].last >= c.start.Happened.Earliest() })
		for ; i < len(all); i++ {
			if s, ok := d.cut(c, all[i]); ok && !yield(s) {
				return
			}
		}
	}
}

// cut is the part of a standstill that a cycle's clock ran into. For a limit or a review it is as short as the dates
// allow, for a minimum or a window as long.
func (d *reader) cut(c cycle, st still) (span, bool) {
	long := d.rule.Sort == Minimum || d.rule.Sort == Window
	begin, beginAt := st.from.Happened.Latest(), latestStart(st.from.Happened)
	if long {
		begin, beginAt = st.from.Happened.Earliest(), earliestStart(st.from.Happened)
	}
	if s := c.start.Happened; begin <= s.Earliest() {
		begin, beginAt = s.Earliest(), later(beginAt, earliestStart(s))
	}
	to := st.to
	if finish := c.finish(); to == nil || (finish != nil && order(finish, to) < 0) {
		to = finish
	}
	if to == nil {
		return span{from: begin, open: true}, true
	}
	end, endAt := to.Happened.Earliest(), earliestStart(to.Happened)
	if long {
		end, endAt = to.Happened.Latest(), latestStart(to.Happened)
	}
	return span{from: begin, to: end, length: endAt.Sub(beginAt)}, end >= begin && endAt.After(beginAt)
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
