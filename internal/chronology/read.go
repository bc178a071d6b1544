package chronology

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"waymark/internal/answer"
	"waymark/internal/civil"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// At is the two moments of a reading. The zero value reads everything.
type At struct {
	HappenedUpTo civil.When // only what began on this day or before; not set: no bound
	KnownAt      time.Time  // only what had been recorded by then; zero: no bound
}

// Line is one entry as it now stands, with what corrected it beside it.
type Line struct {
	Entry
	Original    *Entry  // as first written, when a correction changed it
	Corrections []Entry // in the order in which they were recorded
	Struck      bool    // taken back whole: it stands here and counts for nothing
	Trouble     string  // what does not add up and needs putting right; "" if nothing
}

// Corrected says whether anything in the line was corrected.
func (l Line) Corrected() bool { return len(l.Corrections) > 0 }

// Closed says whether a field of the line is withheld from this reader.
func (l Line) Closed(field string) bool {
	v := reflect.ValueOf(l.Body)
	if v.Kind() != reflect.Pointer || v.IsNil() || v.Elem().Kind() != reflect.Struct {
		return false
	}
	for i := range v.Elem().NumField() {
		name, _, _ := strings.Cut(v.Elem().Type().Field(i).Tag.Get("json"), ",")
		if name != field || !v.Elem().Field(i).CanInterface() {
			continue
		}
		if a, ok := v.Elem().Field(i).Interface().(value); ok {
			return a.State() == answer.IsWithheld
		}
	}
	return false
}

// Read puts entries in order and corrections in their places. The order in which the
// entries come does not change what is read, and the entries are not changed. It never
// refuses: a correction that finds no entry it fits becomes a line of its own that says
// so. Labels that an author added later close a field at every moment: what was known
// then is read by those who may read it now.
func (t Kinds) Read(entries []Entry, at At) []Line {
	own, corrections, later := sorted(entries, at.KnownAt)
	lines := make([]Line, 0, len(own))
	place := make(map[ident.Entry]int, len(own))
	for _, e := range own {
		place[e.ID] = len(lines)
		lines = append(lines, t.line(e))
	}
	for _, c := range corrections {
		i, ok := place[c.Corrects.Of]
		switch {
		case !ok:
			lines = append(lines, t.astray(c, "This corrects an entry that is not here"))
		case t.fits(c, lines[i]):
			t.apply(&lines[i], c)
		default:
			lines = append(lines, t.astray(c, "This corrects an entry of another kind"))
			if lines[i].Trouble == "" {
				lines[i].Trouble = "A correction of another kind names this entry"
			}
		}
	}
	since := map[ident.Entry][]Entry{}
	for _, c := range later {
		since[c.Corrects.Of] = append(since[c.Corrects.Of], c)
	}
	for i := range lines {
		if cs := since[lines[i].ID]; lines[i].Corrected() || len(cs) > 0 {
			t.shut(&lines[i], cs)
		}
	}
	if !at.HappenedUpTo.IsZero() {
		lines = slices.DeleteFunc(lines, func(l Line) bool { return l.Happened.Earliest() > at.HappenedUpTo.Latest() })
	}
	slices.SortStableFunc(lines, byHappened)
	return lines
}

// sorted tells entries, the corrections known by then and the later ones apart, each
// once and in the order in which they were recorded.
func sorted(entries []Entry, known time.Time) (own, corrections, later []Entry) {
	seen := make(map[ident.Entry]bool, len(entries))
	for _, e := range slices.SortedStableFunc(slices.Values(entries), byRecorded) {
		late := !known.IsZero() && e.Recorded.After(known)
		switch {
		case seen[e.ID] || (late && e.Corrects == nil):
			continue
		case late:
			later = append(later, e)
		case e.Corrects == nil:
			own = append(own, e)
		default:
			corrections = append(corrections, e)
		}
		seen[e.ID] = true
	}
	return own, corrections, later
}

// line makes the line of an entry. A body that is not of the entry's kind is left out of
// it, so that nothing downstream meets what it does not expect.
func (t Kinds) line(e Entry) Line {
	k, ok := t.Find(e.Kind)
	switch {
	case !ok:
		e.Body = nil
		return Line{Entry: e, Trouble: "This version does not know this kind of entry"}
	case !k.holds(e.Body):
		e.Body = nil
		return Line{Entry: e, Trouble: "What this entry says does not fit its kind"}
	}
	return Line{Entry: e}
}

func (t Kinds) astray(c Entry, trouble string) Line {
	l := t.line(c)
	l.Trouble = trouble
	return l
}

// fits says whether a correction and the line it names are of one kind, and sound.
func (t Kinds) fits(c Entry, l Line) bool {
	k, ok := t.Find(l.Kind)
	return ok && c.Kind == l.Kind && k.holds(l.Body) && k.holds(c.Body)
}

func (t Kinds) apply(l *Line, c Entry) {
	k, _ := t.Find(l.Kind)
	if l.Original == nil {
		first := l.Entry
		l.Original = &first
		l.Body, l.Extra = copyBody(l.Body), maps.Clone(l.Extra)
	}
	for _, name := range c.Corrects.Fields {
		switch name {
		case Date:
			if !c.Happened.IsZero() {
				l.Happened = c.Happened
			}
		case Whole:
			l.Struck = true
		default:
			f, ok := k.Field(name)
			if !ok {
				continue
			}
			copyField(l.Body, c.Body, f)
			if s := l.Extra[name].With(c.Extra[name]); !s.Empty() {
				if l.Extra == nil {
					l.Extra = map[string]label.Set{}
				}
				l.Extra[name] = s
			}
		}
	}
	l.Corrections = append(l.Corrections, c)
}

// shut closes each field for which an author once added a label that the reader does not
// have: as it stands, as it was first written and in every correction. An author adds a
// label because the text should have had it from the first, and labels are never taken
// away.
func (t Kinds) shut(l *Line, since []Entry) {
	k, ok := t.Find(l.Kind)
	if !ok || !k.holds(l.Body) {
		return
	}
	for _, f := range k.fields {
		closes := func(c Entry) bool {
			return k.holds(c.Body) && slices.Contains(c.Corrects.Fields, f.Name) && valueOf(c.Body, f).State() == answer.IsWithheld
		}
		first := l.Original != nil && valueOf(l.Original.Body, f).State() == answer.IsWithheld
		if !first && !slices.ContainsFunc(l.Corrections, closes) && !slices.ContainsFunc(since, closes) {
			continue
		}
		withhold(&l.Entry, f)
		if l.Original != nil {
			withhold(l.Original, f)
		}
		for i := range l.Corrections {
			if slices.Contains(l.Corrections[i].Corrects.Fields, f.Name) {
				withhold(&l.Corrections[i], f)
			}
		}
	}
}

func withhold(e *Entry, f Field) {
	e.Extra = maps.Clone(e.Extra)
	delete(e.Extra, f.Name)
	if valueOf(e.Body, f).State() == answer.IsWithheld {
		return
	}
	e.Body = copyBody(e.Body)
	settableOf(e.Body, f).Withhold()
}

func byRecorded(a, b Entry) int {
	return cmp.Or(a.Recorded.Compare(b.Recorded), cmp.Compare(a.Act, b.Act), cmp.Compare(a.N, b.N), cmp.Compare(a.ID, b.ID))
}

func byHappened(a, b Line) int {
	return cmp.Or(a.Happened.Compare(b.Happened), byRecorded(a.Entry, b.Entry))
}

// Standing leaves out what was taken back.
func Standing(lines []Line) []Line {
	return slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return l.Struck })
}

// Newest turns lines round: newest first, as pages show them.
func Newest(lines []Line) []Line {
	out := slices.Clone(lines)
	slices.Reverse(out)
	return out
}

// Shown is one field of a line as a page or an export shows it.
type Shown struct {
	Field Field
	State answer.State
	Value any // the Go value when State is given
}

// Show lists the fields of a body in order: those answered, and those withheld.
func (t Kinds) Show(body any) []Shown {
	k, ok := t.Of(body)
	if !ok {
		return nil
	}
	var out []Shown
	for _, f := range k.fields {
		v := valueOf(body, f)
		if v.State() == answer.NotAsked {
			continue
		}
		s := Shown{Field: f, State: v.State()}
		if v.State() == answer.IsGiven {
			s.Value = givenOf(body, f)
		}
		out = append(out, s)
	}
	return out
}

// LabelsOf is every label that reading a field of this line rests on: the field's own
// and those that its authors added, then or in a correction.
func (l Line) LabelsOf(f Field) label.Set {
	s := label.Of(f.Label).With(l.Extra[f.Name])
	for _, c := range l.Corrections {
		s = s.With(c.Extra[f.Name])
	}
	return s
}
