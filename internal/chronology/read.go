package chronology

import (
	"cmp"
	"slices"
	"time"

	"waymark/internal/answer"
	"waymark/internal/civil"
	"waymark/internal/ident"
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

// Read puts entries in order and corrections in their places. The order in which the
// entries come does not change what is read. It never refuses: a correction whose
// entry is not there becomes a line of its own that says so.
func (t Kinds) Read(entries []Entry, at At) []Line {
	var own, corrections []Entry
	for _, e := range entries {
		if !at.KnownAt.IsZero() && e.Recorded.After(at.KnownAt) {
			continue
		}
		if e.Corrects == nil {
			own = append(own, e)
		} else {
			corrections = append(corrections, e)
		}
	}
	slices.SortFunc(corrections, byRecorded)
	lines := make([]Line, 0, len(own))
	place := make(map[ident.Entry]int, len(own))
	for _, e := range own {
		if _, twice := place[e.ID]; twice {
			continue
		}
		place[e.ID] = len(lines)
		lines = append(lines, Line{Entry: e})
	}
	for _, c := range corrections {
		i, ok := place[c.Corrects.Of]
		if !ok {
			lines = append(lines, Line{Entry: c, Trouble: "This corrects an entry that is not here"})
			continue
		}
		t.apply(&lines[i], c)
	}
	if !at.HappenedUpTo.IsZero() {
		lines = slices.DeleteFunc(lines, func(l Line) bool { return l.Happened.Earliest() > at.HappenedUpTo.Latest() })
	}
	slices.SortStableFunc(lines, byHappened)
	return lines
}

func (t Kinds) apply(l *Line, c Entry) {
	k, ok := t.Find(l.Kind)
	if !ok || c.Kind != l.Kind {
		l.Trouble = "A correction of another kind names this entry"
		return
	}
	if l.Original == nil {
		first := l.Entry
		l.Original = &first
		l.Body = copyBody(l.Body)
	}
	l.Corrections = append(l.Corrections, c)
	for _, name := range c.Corrects.Fields {
		switch name {
		case Date:
			l.Happened = c.Happened
		case Whole:
			l.Struck = true
		default:
			if f, ok := k.Field(name); ok {
				copyField(l.Body, c.Body, f)
			}
		}
	}
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
