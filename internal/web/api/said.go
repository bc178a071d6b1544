package api

import (
	"encoding/json"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"waymark/internal/answer"
	"waymark/internal/civil"
	"waymark/internal/label"
	"waymark/internal/person"
)

// Said is an answer as programs read it: the value, or which other answer it is. Withheld
// says that this program may not know, nor know whether there is anything to know.
type Said struct {
	value any
	state answer.State
}

func given(v any) Said { return Said{value: v, state: answer.IsGiven} }

func withheld() Said { return Said{state: answer.IsWithheld} }

func notAsked() Said { return Said{state: answer.NotAsked} }

// MarshalJSON writes the value, or {"answer": "withheld"}.
func (s Said) MarshalJSON() ([]byte, error) {
	if s.state == answer.IsGiven {
		return json.Marshal(s.value)
	}
	return json.Marshal(map[string]string{"answer": s.state.String()})
}

// Schema describes a text, or which other answer it is.
func (Said) Schema(r huma.Registry) *huma.Schema {
	return saidOr(r, &huma.Schema{Type: huma.TypeString})
}

// Other is the other answers.
type Other struct {
	Answer string `json:"answer" enum:"not asked,not known,preferred not to say,withheld" doc:"Withheld: this program may not know, nor know whether there is anything to know."`
}

// saidOr describes a value of some schema, or which other answer it is.
func saidOr(r huma.Registry, value *huma.Schema) *huma.Schema {
	return ready(&huma.Schema{OneOf: []*huma.Schema{ready(value), r.Schema(typeOther, true, "")}})
}

var typeOther = reflect.TypeFor[Other]()

// ready reckons what the library needs to check against a schema.
func ready(s *huma.Schema) *huma.Schema {
	s.PrecomputeMessages()
	return s
}

// Date is a date as somebody said it: with no more precision than they had.
type Date civil.When

// MarshalJSON writes it in its written form.
func (d Date) MarshalJSON() ([]byte, error) { return json.Marshal(civil.When(d).String()) }

// UnmarshalJSON reads the written form.
func (d *Date) UnmarshalJSON(b []byte) error { return (*civil.When)(d).UnmarshalText(unquoted(b)) }

func unquoted(b []byte) []byte {
	var s string
	if json.Unmarshal(b, &s) != nil {
		return b
	}
	return []byte(s)
}

// Schema describes the written form.
func (Date) Schema(huma.Registry) *huma.Schema {
	return ready(&huma.Schema{Type: huma.TypeString, Description: whenWords, Examples: []any{"2019-03-12"}, MaxLength: bound(longestDate)})
}

const (
	whenWords   = "A date with no more precision than there is: 2019-03-12, 2019-03-12T14:30 (in Britain), 2019-03, 2018-22 (summer), 2018, 2019-03-12/2019-03-20, each with ~ after it for about."
	longestDate = 60
)

func bound(n int) *int { return &n }

// called is the name that somebody goes by, as far as it is open.
func called(name string, open label.Set) Said {
	switch {
	case !open.Covers(label.Of(label.General, label.Identity)):
		return withheld()
	case name == person.Nameless:
		return notAsked()
	}
	return given(name)
}

// inGeneral is something that the course of a case says.
func inGeneral(text string, open label.Set) Said {
	switch {
	case !open.Has(label.General):
		return withheld()
	case text == "":
		return notAsked()
	}
	return given(text)
}
