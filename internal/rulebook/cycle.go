package rulebook

import (
	"slices"

	"waymark/internal/ident"
)

// cycle is one run of a rule's clock: what started it, and what ended or stopped it.
type cycle struct {
	series  *occurrence // the first start; for a later review not the same as start
	n       int         // 0, or the number of the review from 1
	start   *occurrence
	end     *occurrence // what had to happen, happened
	stop    *occurrence // the clock came not to apply
	because string      // why
}

type cycleKey struct {
	series ident.Entry
	n      int
}

func (c cycle) key() cycleKey { return cycleKey{c.series.Entry, c.n} }

// stops says whether the clock was stopped before it ended. Of two that may have been at the same time, the end counts.
func (c cycle) stops() bool {
	return c.stop != nil && (c.end == nil || surelyBefore(c.stop.Happened, c.end.Happened))
}

// finish is what ended or stopped the clock, or nil.
func (c cycle) finish() *occurrence {
	if c.stops() {
		return c.stop
	}
	return c.end
}

// reader reads one rule's cycles from what is seen.
type reader struct {
	rule    *Rule
	see     sight
	starts  []*occurrence // in order, struck ones too
	isStart map[*occurrence]bool
	until   []matches
	void    []matches
	states  []matches // for each while, every entry of its kind
	fails   []matches // for each while, those that do not pass
	pause   []matches
	resume  []matches
	paused  map[ident.Entry][]still // by the episode of the start
}

func (s sight) read(r *Rule) *reader {
	d := &reader{rule: r, see: s, isStart: map[*occurrence]bool{}}
	for _, o := range s[r.On.Kind] {
		if r.On.starts(o) {
			d.starts = append(d.starts, o)
			d.isStart[o] = counts(o)
		}
	}
	if r.Within.Times > 1 {
		d.within()
	}
	if !d.needed() {
		d.starts = nil
		return d
	}
	for _, c := range r.Until {
		d.until = append(d.until, s.enders(c, d.isStart))
	}
	for _, v := range r.Void {
		d.void = append(d.void, s.enders(v.Condition, d.isStart))
	}
	for _, c := range r.Pause {
		d.pause = append(d.pause, s.those(c, c.passes))
	}
	for _, c := range r.Resume {
		d.resume = append(d.resume, s.those(c, c.passes))
	}
	for _, w := range r.While {
		d.states = append(d.states, s.those(w.Condition, func(*occurrence) bool { return true }))
		d.fails = append(d.fails, s.those(w.Condition, func(o *occurrence) bool { return !w.passes(o) }))
	}
	return d
}

// needed says whether anything that starts the rule did so while it was in force. A rule that takes over running clocks
// may be asked for later ones, and a review for the times after the first.
func (d *reader) needed() bool {
	r := d.rule
	return slices.ContainsFunc(d.starts, func(o *occurrence) bool {
		return r.Transition == Running || r.Sort == Review || r.InForce(chosenBy(r, o.Happened))
	})
}

// starts says whether an occurrence starts a clock.
func (on On) starts(o *occurrence) bool {
	if on.IfDated {
		if _, ok := o.Mark(on.Date); !ok {
			return false
		}
	}
	return on.passes(o)
}

// within keeps only the starts that are the n-th in the months before them.
func (d *reader) within() {
	w := d.rule.Within
	seen := map[ident.Entry][]*occurrence{}
	var kept []*occurrence
	for _, o := range d.starts {
		if !counts(o) {
			continue
		}
		e := o.Episode
		if d.rule.On.AnyEpisode {
			e = ""
		}
		seen[e] = append(seen[e], o)
		n := len(seen[e])
		if n >= w.Times && o.Happened.Earliest() <= seen[e][n-w.Times].Happened.Latest().AddMonths(w.Months) {
			kept = append(kept, o)
		} else {
			d.isStart[o] = false
		}
	}
	d.starts = kept
}

// cycles lists every cycle, whenever the rule was in force.
func (d *reader) cycles() []cycle {
	if d.rule.Sort == Review {
		return d.reviews()
	}
	var out []cycle
	for _, o := range d.starts {
		c := cycle{series: o, start: o}
		if counts(o) {
			var applies bool
			if c.stop, c.because, applies = d.stop(o); !applies {
				continue
			}
			for _, m := range d.until {
				c.end = sooner(c.end, m.first(o))
			}
		}
		out = append(out, c)
	}
	return out
}

// stop finds what first made the clock that o started not apply, and why; applies is false if it never did.
func (d *reader) stop(o *occurrence) (stop *occurrence, because string, applies bool) {
	consider := func(at *occurrence, why string) {
		if at != nil && (stop == nil || order(at, stop) < 0) {
			stop, because = at, why
		}
	}
	for i, m := range d.void {
		consider(m.first(o), d.rule.Void[i].Because)
	}
	for i, w := range d.rule.While {
		held := d.holding(i, o)
		if held == nil || !w.passes(held) {
			return nil, "", false
		}
		consider(d.fails[i].everything[d.fails[i].episode(o)].after(held), w.Because)
	}
	return stop, because, true
}

// holding is the last entry of a while's kind that does not surely come after o.
func (d *reader) holding(i int, o *occurrence) *occurrence {
	all := d.states[i].everything[d.states[i].episode(o)]
	if all == nil {
		return nil
	}
	n, _ := slices.BinarySearchFunc(all.occ, o, func(a, o *occurrence) int {
		if a.Happened.Earliest() <= o.Happened.Latest() {
			return -1
		}
		return 1
	})
	for n--; n >= 0; n-- {
		if !surelyBefore(o.Happened, all.occ[n].Happened) {
			return all.occ[n]
		}
	}
	return nil
}

// reviews lists the cycles of every series. In one episode (or in the whole chronology, if the rule says so) a series begins with the first start; each review, and each
// further start, ends a cycle and begins the next.
func (d *reader) reviews() []cycle {
	var out []cycle
	episodes := map[ident.Entry][]*occurrence{}
	var names []ident.Entry
	for _, o := range d.starts {
		if !counts(o) {
			out = append(out, cycle{series: o, n: 1, start: o})
			continue
		}
		episode := o.Episode
		if d.rule.On.AnyEpisode {
			episode = ""
		}
		if episodes[episode] == nil {
			names = append(names, episode)
		}
		episodes[episode] = append(episodes[episode], o)
	}
	for _, e := range names {
		events := episodes[e]
		for _, m := range d.until {
			if r := m.rest[m.episode(events[0])]; r != nil {
				events = append(events, r.occ...)
			}
		}
		slices.SortFunc(events, d.startsFirst)
		out = append(out, d.series(slices.Compact(events))...)
	}
	return out
}

// startsFirst is order, but on one day a start comes before the review of what it started.
func (d *reader) startsFirst(a, b *occurrence) int {
	if a.Happened.Earliest() == b.Happened.Earliest() && minute(a.Happened) == minute(b.Happened) && d.isStart[a] != d.isStart[b] {
		if d.isStart[a] {
			return -1
		}
		return 1
	}
	return order(a, b)
}

func (d *reader) series(events []*occurrence) []cycle {
	var out []cycle
	var open *cycle
	for _, e := range events {
		if open != nil && open.stop != nil && surelyBefore(open.stop.Happened, e.Happened) {
			out = append(out, *open)
			open = nil
		}
		next := cycle{series: e, n: 1, start: e}
		if open != nil {
			next = cycle{series: open.series, n: open.n + 1, start: e, stop: open.stop, because: open.because}
			open.end, open.stop = e, nil
			out = append(out, *open)
			open = &next
			continue
		}
		if !d.isStart[e] {
			continue
		}
		var applies bool
		if next.stop, next.because, applies = d.stop(e); applies {
			open = &next
		}
	}
	if open != nil {
		out = append(out, *open)
	}
	return out
}
