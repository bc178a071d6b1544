// Package person is who somebody is, as they want to be known: the name they chose
// first, how they like to be spoken of, the languages they speak. A person may have no
// name here yet: a concern about somebody nameless is a chronology too.
//
// Facts that two organisations tell differently are kept as two claims (facts of the
// Care Standards 2018 are not copied here; see docs/glossary.md for the words).
package person

import (
	"strings"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Met opens a person's chronology: somebody here met them, or heard of them.
type Met struct {
	ChosenName answer.Of[string]      `json:"chosen_name,omitzero" label:"identity" words:"Name they chose"`
	How        answer.Of[answer.Text] `json:"how,omitzero" label:"account" words:"How we met"`
}

// Described says or changes who somebody is.
type Described struct {
	ChosenName  answer.Of[string]     `json:"chosen_name,omitzero" label:"identity" words:"Name they chose"`
	OwnScript   answer.Of[string]     `json:"own_script,omitzero" label:"identity" words:"In its own script"`
	OnPapers    answer.Of[string]     `json:"on_papers,omitzero" label:"identity" words:"As on papers, in Latin letters"`
	CalledToo   answer.Of[[]string]   `json:"called_too,omitzero" label:"identity" words:"What they are called"`
	Earlier     answer.Of[[]string]   `json:"earlier_names,omitzero" label:"identity" words:"Earlier names"`
	OtherNames  answer.Of[[]string]   `json:"other_names,omitzero" label:"identity" words:"Other names"`
	SpokenOfAs  answer.Of[Pronoun]    `json:"spoken_of_as,omitzero" label:"general" words:"Spoken of as"`
	Speaks      answer.Of[string]     `json:"speaks,omitzero" label:"contact" words:"Speaks"`
	Interpreter answer.Of[Wish]       `json:"interpreter,omitzero" label:"general" words:"Interpreter"`
	Born        answer.Of[civil.When] `json:"born,omitzero" label:"identity" words:"Born"`
	Nationality answer.Of[string]     `json:"nationality,omitzero" label:"immigration" words:"Nationality"`
}

// silent says whether nothing was answered.
func (b Described) silent() bool {
	return b.ChosenName.IsZero() && b.OwnScript.IsZero() && b.OnPapers.IsZero() && b.CalledToo.IsZero() && b.Earlier.IsZero() && b.OtherNames.IsZero() &&
		b.SpokenOfAs.IsZero() && b.Speaks.IsZero() && b.Interpreter.IsZero() && b.Born.IsZero() && b.Nationality.IsZero()
}

// Pronoun is how somebody wants to be spoken of.
type Pronoun string

// Codes lists the ways of speaking of somebody.
func (Pronoun) Codes() []chronology.Code {
	return []chronology.Code{{Value: "she", Words: "she"}, {Value: "he", Words: "he"}, {Value: "they", Words: "they"}}
}

// Wish is what somebody wishes of an interpreter.
type Wish string

// Codes lists the wishes.
func (Wish) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "woman", Words: "a woman"}, {Value: "man", Words: "a man"}, {Value: "either", Words: "a woman or a man"}, {Value: "none", Words: "not needed"},
	}
}

// Kinds lists this room's kinds of entry.
func Kinds() []chronology.Kind {
	return append([]chronology.Kind{
		chronology.Define(chronology.Kind{Name: "person.met", Version: 1, Words: "Met", Meeting: true, Exists: label.General, Free: label.Account},
			nil, func(*Met) chronology.Gives { return chronology.Gives{Keeps: true} }),
		chronology.Define[Described](chronology.Kind{Name: "person.described", Version: 1, Words: "About them", Meeting: true, Exists: label.General, Free: label.Identity}, nil, nil),
	}, elsewhereKinds()...)
}

// State is who the person is, as far as the reader may know.
type State struct {
	Founded     bool
	Keeper      ident.Organisation // who keeps the record
	Met         civil.When
	Name        chronology.Claims[string]
	SpokenOfAs  chronology.Claims[Pronoun]
	Speaks      chronology.Claims[string]
	Interpreter chronology.Claims[Wish]
	Born        chronology.Claims[civil.When]
	Nationality chronology.Claims[string]
	Names       []Written // every name in every form that anybody said, each once
	Elsewhere   []Elsewhere
}

// Fold takes one line into the state.
func (s *State) Fold(l chronology.Line) {
	switch b := l.Body.(type) {
	case *Met:
		if !s.Founded {
			s.Founded, s.Keeper, s.Met = true, l.For, l.Happened
		}
		s.Name.Add(l, b.ChosenName)
		s.write(Chosen, b.ChosenName)
	case *Described:
		s.Name.Add(l, b.ChosenName)
		s.names(b)
		s.SpokenOfAs.Add(l, b.SpokenOfAs)
		s.Speaks.Add(l, b.Speaks)
		s.Interpreter.Add(l, b.Interpreter)
		s.Born.Add(l, b.Born)
		s.Nationality.Add(l, b.Nationality)
	case *MetElsewhere:
		s.Elsewhere = append(s.Elsewhere, Elsewhere{l.ID, b.Organisation.Or(""), l.Happened})
	}
}

// What stands where no name is known or may be known, and where they prefer not to say.
const (
	Nameless = "Name not known yet"
	Unsaid   = "Prefers not to say"
)

// name is the claim of a name that is used: what the keeper says they are called, unless
// the keeper knows of no name; then the latest that anybody said.
func (s State) name() chronology.Claim[string] {
	if own, ok := s.Name.By(s.Keeper); ok && own.Answer.State() != answer.NotKnown {
		return own
	}
	used, _, _ := s.Name.Used()
	return used
}

// AlsoCalled are the other names that organisations give, beside the one that is used.
func (s State) AlsoCalled() []chronology.Claim[string] {
	used := s.Called()
	var out []chronology.Claim[string]
	for _, x := range s.Name.All() {
		if name, ok := x.Answer.Get(); ok && name != used {
			out = append(out, x)
		}
	}
	return out
}

// Called is what to call the person on a page: the name they chose, as whoever keeps the
// record says it. What another organisation calls them changes it nowhere.
func (s State) Called() string {
	a := s.name().Answer
	switch a.State() {
	case answer.IsGiven:
		return a.Or(Nameless)
	case answer.PreferredNotToSay:
		return Unsaid
	case answer.NotAsked, answer.NotKnown, answer.IsWithheld:
	}
	return Nameless
}

// Meet is the act that opens a person's chronology.
type Meet struct {
	Happened civil.When
	Body     Met
}

// Decide writes the founding entry on a new chronology.
func (a Meet) Decide(s State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	if s.Founded {
		return nil, errs.New(errs.Conflict, "This chronology is open already")
	}
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, nil
}

// Describe is the act that says who somebody is.
type Describe struct {
	Happened civil.When
	Body     Described
}

// Decide writes what is said; something must be.
func (a Describe) Decide(s State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	if !s.Founded {
		return nil, errs.New(errs.NotFound, "There is nobody here")
	}
	var c errs.Checks
	c.If(a.Body.silent(), "chosen_name", "Answer something here, if only that it is not known")
	if name, ok := a.Body.ChosenName.Get(); ok {
		c.If(strings.TrimSpace(name) == "", "chosen_name", "Write the name, or choose not known")
	}
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}
