package chronology

import (
	"time"

	"waymark/internal/civil"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// MarkSpec declares a mark that a kind publishes.
type MarkSpec struct {
	Name  string
	Label label.Label
	Date  bool   // a date; otherwise one of Codes
	Codes []Code // what a coded mark may say
}

// Mark is a date or a coded value that an entry publishes so that rules, facts and
// triggers may test it. Free text is never a mark.
type Mark struct {
	Name  string
	Label label.Label
	Code  string     // for coded marks
	When  civil.When // for dates
}

// Published is what one entry publishes: its marks, and the episode (a referral, a
// stay, a plan) that it belongs to, if any. Only entries of one episode stop one
// another's clocks.
type Published struct {
	Episode ident.Entry
	Marks   []Mark
}

// Coded publishes a coded mark when an answer was given.
func (p *Published) Coded(name string, l label.Label, code string) {
	if code != "" {
		p.Marks = append(p.Marks, Mark{Name: name, Label: l, Code: code})
	}
}

// Dated publishes a date when one was given.
func (p *Published) Dated(name string, l label.Label, when civil.When) {
	if !when.IsZero() {
		p.Marks = append(p.Marks, Mark{Name: name, Label: l, When: when})
	}
}

// Occurrence is what the rulebook sees of an entry: its kind, its two moments and its
// marks. It sees no text, no name and no author.
type Occurrence struct {
	Entry    ident.Entry
	Kind     string
	Exists   label.Label
	Happened civil.When
	Recorded time.Time
	Episode  ident.Entry // the entry's own id where it opens an episode
	Marks    []Mark
	Struck   bool // the entry was taken back; what it started is void
}

// Mark finds a mark by its name.
func (o Occurrence) Mark(name string) (Mark, bool) {
	for _, m := range o.Marks {
		if m.Name == name {
			return m, true
		}
	}
	return Mark{}, false
}

// Occurrences gives the rulebook's sight of lines, in their order. An entry that names
// no episode belongs to its own. A correction that found no entry starts nothing.
func (t Kinds) Occurrences(lines []Line) []Occurrence {
	out := make([]Occurrence, 0, len(lines))
	for _, l := range lines {
		k, ok := t.Find(l.Kind)
		if !ok || l.Corrects != nil {
			continue
		}
		o := Occurrence{Entry: l.ID, Kind: l.Kind, Exists: k.Exists, Happened: l.Happened, Recorded: l.Recorded, Struck: l.Struck, Episode: l.ID}
		if k.publish != nil {
			p := k.publish(l.Body)
			o.Marks = p.Marks
			if p.Episode != "" {
				o.Episode = p.Episode
			}
		}
		out = append(out, o)
	}
	return out
}
