package rulebook

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/label"
)

// Check proves the book against the table of kinds and the calendar: every kind, mark and code is known, no two rules
// state the same duty for the same time without being readings of one question, and every worked example comes out as
// it says, in readings not chosen too. It also teaches the book what each mark gives away, so it is called once, before
// the book is used. Its errors are joined, each in the form file:line: rule: what.
func (b *Book) Check(kinds chronology.Kinds, cal *civil.Calendar) error {
	var errs []error
	labels := map[string]label.Set{}
	for i := range b.rules {
		r := &b.rules[i]
		s, bad := r.know(kinds)
		labels[r.ID] = s
		if len(bad) == 0 {
			bad = b.examples(r, kinds, cal)
		}
		for j := range i {
			if other := &b.rules[j]; other.clashes(r) {
				bad = append(bad, fmt.Sprintf("it overlaps %s at %s; end one, or make them readings of one question", other.ID, other.at))
			}
		}
		for _, what := range bad {
			errs = append(errs, fmt.Errorf("%s: %s: %s", r.at, r.ID, what))
		}
	}
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	b.labels = labels
	return nil
}

// know finds every kind, mark and code in the table, and gathers their labels.
func (r *Rule) know(kinds chronology.Kinds) (label.Set, []string) {
	var s label.Set
	var bad faults
	for _, c := range r.conditions() {
		k, ok := kinds.Find(c.Kind)
		if !ok {
			bad.when(true, "there is no kind %q", c.Kind)
			continue
		}
		s = s.With(label.Of(k.Exists))
		for _, name := range slices.Sorted(maps.Keys(c.Marks)) {
			m, ok := spec(k, name)
			bad.when(!ok, "%s has no mark %q", c.Kind, name)
			bad.when(ok && m.Date, "%s: %s is a date and cannot be tested", c.Kind, name)
			if ok && !m.Date {
				s = s.With(label.Of(m.Label))
				bad.codes(c.Kind, m, c.Marks[name])
			}
		}
	}
	if k, ok := kinds.Find(r.On.Kind); ok {
		for _, name := range r.dates() {
			m, ok := spec(k, name)
			bad.when(!ok || !m.Date, "%s has no date %q to count from", k.Name, name)
			s = s.With(label.Of(m.Label))
		}
	}
	return s, bad
}

func spec(k chronology.Kind, name string) (chronology.MarkSpec, bool) {
	i := slices.IndexFunc(k.Marks, func(m chronology.MarkSpec) bool { return m.Name == name })
	if i < 0 {
		return chronology.MarkSpec{}, false
	}
	return k.Marks[i], true
}

func hasCode(m chronology.MarkSpec, code string) bool {
	return slices.ContainsFunc(m.Codes, func(c chronology.Code) bool { return c.Value == code })
}

func (f *faults) codes(kind string, m chronology.MarkSpec, t Test) {
	said := slices.Clone(t.In)
	for _, code := range []string{t.Is, t.Not} {
		if code != "" {
			said = append(said, code)
		}
	}
	for _, code := range said {
		f.when(!hasCode(m, code), "%s: %s is never %q", kind, m.Name, code)
	}
	if t.AtLeast != nil {
		for _, c := range m.Codes {
			_, err := strconv.Atoi(c.Value)
			f.when(err != nil, "%s: %s is not a number: it can be %q", kind, m.Name, c.Value)
		}
	}
}

// clashes says whether two rules state one duty for one time in one nation: they are of one line, or start and end
// alike for one owner, and are not different readings of one question.
func (r *Rule) clashes(o *Rule) bool {
	if r.Question != "" && r.Question == o.Question && r.Reading != o.Reading {
		return false
	}
	if r.From >= o.To || o.From >= r.To || !r.shares(o) {
		return false
	}
	return r.Line == o.Line || r.like() == o.like()
}

func (r *Rule) shares(o *Rule) bool {
	return len(r.Nations) == 0 || slices.ContainsFunc(r.Nations, o.Applies)
}

// like is what makes two rules the same duty.
func (r *Rule) like() string {
	return fmt.Sprint(r.Sort, r.Owner, write(r.On.Condition), r.On.Date, r.Within, writeAll(r.Until), writeAll(conditionsOf(r.While)))
}

func conditionsOf(stops []Stop) []Condition {
	var out []Condition
	for _, s := range stops {
		out = append(out, s.Condition)
	}
	return out
}

func writeAll(cs []Condition) []string {
	var out []string
	for _, c := range cs {
		out = append(out, write(c))
	}
	slices.Sort(out)
	return out
}

func write(c Condition) string {
	out := c.Kind
	for _, name := range slices.Sorted(maps.Keys(c.Marks)) {
		t := c.Marks[name]
		out += fmt.Sprintf(" %s:%q%q%q", name, t.Is, t.In, t.Not)
		if t.AtLeast != nil {
			out += strconv.Itoa(*t.AtLeast)
		}
	}
	return out
}
