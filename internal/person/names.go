package person

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"waymark/internal/answer"
)

// Form is how a name is known: people have more than one, and papers spell them as they
// like.
type Form string

// The forms in which a name is known.
const (
	Chosen    Form = "chosen"     // the name they chose
	OwnScript Form = "own script" // in the script of its language
	OnPapers  Form = "on papers"  // in Latin letters, as papers have it
	CalledToo Form = "called"     // what people call them
	Earlier   Form = "earlier"    // used before
	Other     Form = "other"
)

// Words says of a name in this form what it is, before the name itself.
func (f Form) Words() string {
	switch f {
	case Chosen, Earlier:
		return "Known before as"
	case OwnScript:
		return "In its own script"
	case OnPapers:
		return "On papers"
	case CalledToo:
		return "Called"
	case Other:
	}
	return "Also known as"
}

// Written is a name as it was typed, letter for letter.
type Written struct {
	Form Form
	Name string
}

// names takes every name that an entry says.
func (s *State) names(b *Described) {
	s.write(Chosen, b.ChosenName)
	s.write(OwnScript, b.OwnScript)
	s.write(OnPapers, b.OnPapers)
	s.writeAll(CalledToo, b.CalledToo)
	s.writeAll(Earlier, b.Earlier)
	s.writeAll(Other, b.OtherNames)
}

func (s *State) write(form Form, a answer.Of[string]) {
	if name, ok := a.Get(); ok {
		s.writeAll(form, answer.Given([]string{name}))
	}
}

// writeAll keeps each name once, however its letters are composed. A name that was said
// before is not forgotten when another is said: whoever knew the person by it looks for
// it still. What was said by mistake is corrected, and is gone from here with that.
func (s *State) writeAll(form Form, a answer.Of[[]string]) {
	for _, name := range a.Or(nil) {
		if strings.TrimSpace(name) == "" || slices.ContainsFunc(s.Names, func(w Written) bool { return same(w.Name, name) }) {
			continue
		}
		s.Names = append(s.Names, Written{form, name})
	}
}

// same says whether two names are one, letter for letter, however they are composed.
func same(a, b string) bool { return norm.NFC.String(a) == norm.NFC.String(b) }

// AlsoWritten are the names besides the one they are called by here, in the order of
// their forms.
func (s State) AlsoWritten() []Written {
	called := s.Called()
	var out []Written
	for _, form := range []Form{Chosen, OwnScript, OnPapers, CalledToo, Earlier, Other} {
		for _, w := range s.Names {
			if w.Form == form && !same(w.Name, called) {
				out = append(out, w)
			}
		}
	}
	return out
}
