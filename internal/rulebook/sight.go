package rulebook

import (
	"cmp"
	"slices"
	"sort"
	"strconv"
	"time"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/ident"
)

type occurrence = chronology.Occurrence

// sight is what the book sees of a chronology: its occurrences by kind, each kind in order.
type sight map[string][]*occurrence

func look(occ []chronology.Occurrence) sight {
	s := sight{}
	for i := range occ {
		s[occ[i].Kind] = append(s[occ[i].Kind], &occ[i])
	}
	for _, list := range s {
		slices.SortFunc(list, order)
	}
	return s
}

// starts says whether anything here is of a kind that starts a rule of the line: most lines are about what most people
// never meet.
func (s sight) starts(line []*Rule) bool {
	return slices.ContainsFunc(line, func(r *Rule) bool { return len(s[r.On.Kind]) > 0 })
}

// order puts occurrences in the order in which they can first have happened. It never asks when they were recorded, so
// that what is written down late gives what it would have given in time.
func order(a, b *occurrence) int {
	return cmp.Or(
		cmp.Compare(a.Happened.Earliest(), b.Happened.Earliest()),
		cmp.Compare(minute(a.Happened), minute(b.Happened)),
		cmp.Compare(a.Happened.Latest(), b.Happened.Latest()),
		cmp.Compare(a.Entry, b.Entry),
	)
}

// minute is the clock time as minutes of the day; none comes before any.
func minute(w civil.When) int {
	h, m, ok := w.Clock()
	if !ok {
		return -1
	}
	return h*60 + m
}

// surelyBefore says that a cannot have happened at the same time as b or after it.
func surelyBefore(a, b civil.When) bool {
	if a.Latest() != b.Earliest() {
		return a.Latest() < b.Earliest()
	}
	x, okX := a.Instant()
	y, okY := b.Instant()
	return okX && okY && x.Before(y)
}

// passes says whether an occurrence meets the condition, whatever became of it.
func (c Condition) passes(o *occurrence) bool {
	if o.Kind != c.Kind {
		return false
	}
	for name, t := range c.Marks {
		if m, ok := o.Mark(name); !t.passes(m.Code, ok) {
			return false
		}
	}
	return true
}

func (t Test) passes(code string, given bool) bool {
	switch {
	case t.Not != "":
		return !given || code != t.Not
	case !given:
		return false
	case t.AtLeast != nil:
		n, err := strconv.Atoi(code)
		return err == nil && n >= *t.AtLeast
	case len(t.In) > 0:
		return slices.Contains(t.In, code)
	}
	return code == t.Is
}

// counts says whether an occurrence can end, stop or pause a clock: it stands and it has a date.
func counts(o *occurrence) bool { return !o.Struck && !o.Happened.IsZero() }

// run is the occurrences of one condition in one episode, in order.
type run struct {
	occ  []*occurrence
	last []civil.Day // the latest day of any of them up to here: it never falls, so it can be searched
}

func (r *run) add(o *occurrence) {
	last := o.Happened.Latest()
	if n := len(r.last); n > 0 {
		last = max(last, r.last[n-1])
	}
	r.occ, r.last = append(r.occ, o), append(r.last, last)
}

// from is the first of the run that can have happened with or after w.
func (r *run) from(w civil.When) *occurrence {
	if r == nil {
		return nil
	}
	i := sort.Search(len(r.last), func(i int) bool { return r.last[i] >= w.Earliest() })
	for ; i < len(r.occ); i++ {
		if o := r.occ[i]; !surelyBefore(o.Happened, w) {
			return o
		}
	}
	return nil
}

// after is the first of the run that comes after o in order.
func (r *run) after(o *occurrence) *occurrence {
	if r == nil {
		return nil
	}
	i := sort.Search(len(r.occ), func(i int) bool { return order(r.occ[i], o) > 0 })
	if i == len(r.occ) {
		return nil
	}
	return r.occ[i]
}

// matches is what meets one condition, by episode. Of what can end a clock, what can itself start the rule's clock is
// kept apart: of several starts on one day, each is ended by the next and not by the one before.
type matches struct {
	any        bool
	starts     map[ident.Entry]*run
	rest       map[ident.Entry]*run
	everything map[ident.Entry]*run
}

func (m matches) episode(o *occurrence) ident.Entry {
	if m.any {
		return ""
	}
	return o.Episode
}

func put(runs *map[ident.Entry]*run, episode ident.Entry, o *occurrence) {
	if *runs == nil {
		*runs = map[ident.Entry]*run{}
	}
	r := (*runs)[episode]
	if r == nil {
		r = &run{}
		(*runs)[episode] = r
	}
	r.add(o)
}

// enders is what can end or stop a clock of a rule with these starts.
func (s sight) enders(c Condition, isStart map[*occurrence]bool) matches {
	m := matches{any: c.AnyEpisode}
	for _, o := range s[c.Kind] {
		switch {
		case !counts(o) || !c.passes(o):
		case isStart[o]:
			put(&m.starts, m.episode(o), o)
		default:
			put(&m.rest, m.episode(o), o)
		}
	}
	return m
}

// those is the occurrences of the condition's kind that keep says yes to.
func (s sight) those(c Condition, keep func(*occurrence) bool) matches {
	m := matches{any: c.AnyEpisode}
	for _, o := range s[c.Kind] {
		if counts(o) && keep(o) {
			put(&m.everything, m.episode(o), o)
		}
	}
	return m
}

// first is the first match that can end a clock that o started.
func (m matches) first(o *occurrence) *occurrence {
	return sooner(m.starts[m.episode(o)].after(o), m.rest[m.episode(o)].from(o.Happened))
}

func sooner(a, b *occurrence) *occurrence {
	if a == nil || (b != nil && order(b, a) < 0) {
		return b
	}
	return a
}

// instants gives the first and the last moment that a date can mean.
func instants(w civil.When) (first, last time.Time) {
	if at, ok := w.Instant(); ok {
		return at, at
	}
	return w.Earliest().Start(), w.Latest().End()
}
