// Package label names what a field would give away to whoever reads it. Every
// field of every entry bears exactly one label; an author may add labels to a
// free text, never take one away. Sharing is reckoned in labels, so that the
// immigration officer, the police officer, the solicitor and the volunteer each
// see their own of one entry.
package label

import (
	"errors"
	"math/bits"
	"strings"
)

// Label is what one field would give away. The zero value is not set and never valid.
type Label uint8

// The labels, in the order in which pages list them.
const (
	General      Label = iota + 1 // that there is a case, and its course
	Identity                      // who somebody is
	Contact                       // how to reach somebody
	Address                       // where someone is or will be
	Location                      // places of exploitation, areas to avoid
	Account                       // what was done to them
	Health                        // body and mind
	Justice                       // police, courts, being a witness
	Legal                         // advice under privilege
	Immigration                   // status, claims, leave
	Safeguarding                  // danger to or from somebody
	Staffing                      // workers' own matters
	Sharing                       // who was trusted with what: only for whoever keeps the record
)

var names = [...]string{
	General: "general", Identity: "identity", Contact: "contact", Address: "address", Location: "location", Account: "account",
	Health: "health", Justice: "justice", Legal: "legal", Immigration: "immigration", Safeguarding: "safeguarding", Staffing: "staffing", Sharing: "sharing",
}

var words = [...]string{
	General:      "the course of the case",
	Identity:     "name and who they are",
	Contact:      "how to reach them",
	Address:      "where they live",
	Location:     "places of exploitation and places to avoid",
	Account:      "what was done to them",
	Health:       "health",
	Justice:      "police and courts",
	Legal:        "legal advice",
	Immigration:  "immigration",
	Safeguarding: "safeguarding",
	Staffing:     "staffing",
	Sharing:      "who was trusted with what",
}

// ErrUnknown says that a text names no label.
var ErrUnknown = errors.New("unknown label")

// All lists every label in order.
func All() []Label {
	out := make([]Label, 0, len(names)-1)
	for l := General; l <= Sharing; l++ {
		out = append(out, l)
	}
	return out
}

// Parse reads a label's name.
func Parse(s string) (Label, error) {
	for l := General; l <= Sharing; l++ {
		if names[l] == s {
			return l, nil
		}
	}
	return 0, ErrUnknown
}

// Valid says whether l is one of the labels.
func (l Label) Valid() bool { return l >= General && l <= Sharing }

func (l Label) String() string {
	if !l.Valid() {
		return "no label"
	}
	return names[l]
}

// Words says in plain words what a field with this label gives away.
func (l Label) Words() string {
	if !l.Valid() {
		return "nothing"
	}
	return words[l]
}

// Set is a set of labels. The zero value is the empty set. Its bits are stored in
// the clear beside rows, so their order never changes: new labels go at the end.
type Set uint32

// Of makes a set.
func Of(ls ...Label) Set {
	var s Set
	for _, l := range ls {
		if l.Valid() {
			s |= 1 << l
		}
	}
	return s
}

// Everything is the set of all labels.
func Everything() Set { return Of(All()...) }

// Has says whether l is in s. No set has an invalid label.
func (s Set) Has(l Label) bool { return l.Valid() && s&(1<<l) != 0 }

// Covers says whether every label of t is in s.
func (s Set) Covers(t Set) bool { return t&^s == 0 }

// With is s and t together.
func (s Set) With(t Set) Set { return s | t }

// Only is what s and t have in common.
func (s Set) Only(t Set) Set { return s & t }

// Without is s less t.
func (s Set) Without(t Set) Set { return s &^ t }

// Empty says whether nothing is in s.
func (s Set) Empty() bool { return s == 0 }

// Len counts the labels.
func (s Set) Len() int { return bits.OnesCount32(uint32(s)) }

// List gives the labels in order.
func (s Set) List() []Label {
	var out []Label
	for _, l := range All() {
		if s.Has(l) {
			out = append(out, l)
		}
	}
	return out
}

// String joins the names with "+", in order; the empty set is "".
func (s Set) String() string {
	ls := s.List()
	parts := make([]string, len(ls))
	for i, l := range ls {
		parts[i] = l.String()
	}
	return strings.Join(parts, "+")
}

// ParseSet reads what String wrote.
func ParseSet(text string) (Set, error) {
	var s Set
	if text == "" {
		return s, nil
	}
	for _, part := range strings.Split(text, "+") {
		l, err := Parse(part)
		if err != nil {
			return 0, err
		}
		s |= Of(l)
	}
	return s, nil
}

// MarshalText writes the set as String does.
func (s Set) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (s *Set) UnmarshalText(b []byte) error {
	got, err := ParseSet(string(b))
	if err == nil {
		*s = got
	}
	return err
}
