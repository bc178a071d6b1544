// Package answer holds the value of a field as people give it: given, not asked,
// not known, preferred not to say. A fifth state, withheld, is set only when a
// field is opened for somebody who may not read it; it refuses to be written, so
// that nobody stores over what they could not see.
package answer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// State says which answer it is. The zero value is NotAsked.
type State uint8

// The states of an answer.
const (
	NotAsked State = iota
	IsGiven
	NotKnown
	PreferredNotToSay
	IsWithheld
)

var stateNames = [...]string{NotAsked: "not asked", IsGiven: "given", NotKnown: "not known", PreferredNotToSay: "preferred not to say", IsWithheld: "withheld"}

func (s State) String() string {
	if int(s) >= len(stateNames) {
		return "unknown"
	}
	return stateNames[s]
}

// ErrWithheld refuses to write a field that its writer could not see.
var ErrWithheld = errors.New("answer: withheld may not be written")

// Of is the answer to one question, with a value of type T when it was given. T must
// not be written as a JSON object; the table of kinds checks that when it is made.
type Of[T any] struct {
	state State
	value T
}

// Given is the answer v.
func Given[T any](v T) Of[T] { return Of[T]{state: IsGiven, value: v} }

// Unknown says that the person asked does not know.
func Unknown[T any]() Of[T] { return Of[T]{state: NotKnown} }

// Declined says that the person preferred not to say.
func Declined[T any]() Of[T] { return Of[T]{state: PreferredNotToSay} }

// Withheld says that this reader may not know, nor know whether there is anything to know.
func Withheld[T any]() Of[T] { return Of[T]{state: IsWithheld} }

// State says which answer it is.
func (a Of[T]) State() State { return a.state }

// Get gives the value and whether one was given.
func (a Of[T]) Get() (T, bool) { return a.value, a.state == IsGiven }

// Or gives the value, or other when none was given.
func (a Of[T]) Or(other T) T {
	if a.state == IsGiven {
		return a.value
	}
	return other
}

// Answered says whether somebody answered: given, not known or preferred not to say.
func (a Of[T]) Answered() bool {
	return a.state == IsGiven || a.state == NotKnown || a.state == PreferredNotToSay
}

// IsZero lets encoding/json leave out what was not asked (omitzero).
func (a Of[T]) IsZero() bool { return a.state == NotAsked }

type wire struct {
	Answer string `json:"answer"`
}

var null = []byte("null")

// MarshalJSON writes a given value as itself, the other answers as {"answer": "not known"}.
// A given list without items is [], never null: null reads as not asked. Withheld is an error.
func (a Of[T]) MarshalJSON() ([]byte, error) {
	switch a.state {
	case IsGiven:
		b, err := json.Marshal(a.value)
		if bytes.Equal(b, null) {
			return []byte("[]"), err
		}
		return b, err
	case NotAsked, NotKnown, PreferredNotToSay:
		return json.Marshal(wire{a.state.String()})
	case IsWithheld:
		return nil, ErrWithheld
	}
	return nil, fmt.Errorf("answer: no such state %d", a.state)
}

// UnmarshalJSON reads what MarshalJSON wrote; null is not asked; withheld is an error.
func (a *Of[T]) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	if bytes.Equal(b, null) {
		*a = Of[T]{}
		return nil
	}
	if len(b) > 0 && b[0] == '{' {
		return a.readState(b)
	}
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	*a = Given(v)
	return nil
}

func (a *Of[T]) readState(b []byte) error {
	var w wire
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&w); err != nil {
		return fmt.Errorf("an answer is a value or {\"answer\": \"not known\"}: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("an answer is one value: more follows it")
	}
	for s := NotAsked; s <= IsWithheld; s++ {
		if s.String() != w.Answer {
			continue
		}
		if s == IsWithheld {
			return ErrWithheld
		}
		if s == IsGiven {
			break
		}
		*a = Of[T]{state: s}
		return nil
	}
	return fmt.Errorf("no such answer %q: not asked, not known, preferred not to say", w.Answer)
}

// Withhold empties the answer for a reader who may not know.
func (a *Of[T]) Withhold() { *a = Withheld[T]() }

// Text is free text in somebody's words. It is a type of its own so that the table
// of kinds can refuse one labelled general.
type Text string

// Any gives the value as an any: for code that lists fields without knowing their types.
func (a Of[T]) Any() any { return a.value }
