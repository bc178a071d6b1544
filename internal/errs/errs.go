// Package errs holds the few kinds of error that a page, a problem document or a
// command line can meet. A message is written for the person who reads it; what
// was not written for them is Internal and is only logged.
package errs

import (
	"errors"
	"fmt"
	"strings"

	"waymark/internal/label"
)

// Kind sorts errors by what the reader can do about them.
type Kind uint8

// The kinds. The zero value is Internal: an error nobody sorted tells nothing.
const (
	Internal    Kind = iota // ours to mend; the reader sees only its request id
	Invalid                 // something typed needs changing; Fields say what
	Denied                  // the actor may know of the thing but not do this
	NotFound                // there is none, or the actor may not know of it
	Conflict                // the same act id with other words: already recorded
	Stale                   // somebody wrote on the same topic since the form was shown
	Unavailable             // something Waymark needs is away; trying again may help
)

var names = [...]string{"internal", "invalid", "denied", "not found", "conflict", "stale", "unavailable"}

func (k Kind) String() string {
	if int(k) >= len(names) {
		return "unknown"
	}
	return names[k]
}

// Field is what is wrong with one field of the input.
type Field struct {
	Name    string // the form field's name
	Message string // what to do, for the reader
}

// Error is an error that somebody sorted.
type Error struct {
	Kind    Kind
	Message string    // for the reader
	Fields  []Field   // Invalid only
	Labels  label.Set // what the reason rests on: a reader without them is told whom to ask, not why
	Detail  any       // Stale and Conflict: what the page shows beside the typed text
	Err     error     // the cause, for the log only
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Kind.String())
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	for _, f := range e.Fields {
		fmt.Fprintf(&b, "; %s: %s", f.Name, f.Message)
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf sorts any error; one that nobody sorted is Internal.
func KindOf(err error) Kind {
	if e := Of(err); e != nil {
		return e.Kind
	}
	return Internal
}

// Of gives the sorted error in err's chain, or nil.
func Of(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// New makes an error of kind k with a message for the reader.
func New(k Kind, message string) *Error { return &Error{Kind: k, Message: message} }

// Wrap keeps the cause for the log and gives the reader message.
func Wrap(k Kind, message string, cause error) *Error {
	return &Error{Kind: k, Message: message, Err: cause}
}

// Checks collects what is wrong with an input, field by field.
type Checks struct {
	fields []Field
	labels label.Set
}

// Say adds a message beside a field.
func (c *Checks) Say(field, message string) {
	c.fields = append(c.fields, Field{Name: field, Message: message})
}

// If adds the message when bad holds.
func (c *Checks) If(bad bool, field, message string) {
	if bad {
		c.Say(field, message)
	}
}

// Rests notes that a reason rests on facts with these labels.
func (c *Checks) Rests(s label.Set) { c.labels = c.labels.With(s) }

// Err is nil when nothing was said, and an Invalid error otherwise.
func (c *Checks) Err() error {
	if len(c.fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Message: "Check what is typed", Fields: c.fields, Labels: c.labels}
}
