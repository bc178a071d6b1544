// Package entitlement is what somebody may have and may do: leave to remain, its kind,
// its length, its end and its renewal; the asylum claim and the permission to work. A positive conclusive grounds decision gives no
// leave by itself (Hope for the future, British Red Cross, July 2019, section 2.3).
package entitlement

import (
	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Leave is leave to remain that was granted.
type Leave struct {
	Kind    answer.Of[LeaveKind]   `json:"kind,omitzero" label:"immigration" words:"Leave" need:"yes"`
	Months  answer.Of[int]         `json:"months,omitzero" label:"immigration" words:"Months"`
	Expires answer.Of[civil.When]  `json:"expires,omitzero" label:"immigration" words:"Until"`
	Note    answer.Of[answer.Text] `json:"note,omitzero" label:"immigration" words:"Conditions, and what follows"`
}

// LeaveKind is the kind of leave.
type LeaveKind string

// Codes lists the kinds of leave.
func (LeaveKind) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "discretionary", Words: "Discretionary leave"}, {Value: "refugee", Words: "Refugee status"}, {Value: "humanitarian", Words: "Humanitarian protection"},
		{Value: "temporary-permission", Words: "Temporary permission to stay"}, {Value: "settled", Words: "Settled or pre-settled status"}, {Value: "other", Words: "Other leave"},
	}
}

// Kinds lists this room's kinds of entry.
func Kinds() []chronology.Kind {
	return append([]chronology.Kind{
		chronology.Checked(chronology.Define(chronology.Kind{
			Name: "leave.granted", Version: 1, Words: "Leave to remain granted", Exists: label.Immigration, Free: label.Immigration,
			Marks: []chronology.MarkSpec{{Name: "kind", Label: label.Immigration, Codes: LeaveKind("").Codes()}, {Name: "end", Label: label.Immigration, Codes: ends}, {Name: "expires", Label: label.Immigration, Date: true}},
		}, func(b *Leave) chronology.Published {
			var p chronology.Published
			p.Coded("kind", label.Immigration, string(b.Kind.Or("")))
			end := "open"
			if !b.Expires.Or(civil.When{}).IsZero() {
				end = "written"
			}
			p.Coded("end", label.Immigration, end)
			p.Dated("expires", label.Immigration, b.Expires.Or(civil.When{}))
			return p
		}, nil), (*Leave).check),
	}, claims()...)
}

// ends says whether the last day of leave is written down, so that rules count only from
// one that is.
var ends = []chronology.Code{{Value: "written", Words: "Written down"}, {Value: "open", Words: "Not written down"}}

// State is the leave that counts now.
type State struct {
	Leave *Leave
	From  civil.When
}

// Fold takes one line into the state.
func (s *State) Fold(l chronology.Line) {
	if b, ok := l.Body.(*Leave); ok {
		s.Leave, s.From = b, l.Happened
	}
}

// Grant is the act of recording leave.
type Grant struct {
	Happened civil.When
	Body     Leave
}

// check holds wherever leave comes from.
func (b *Leave) check(c *errs.Checks, n chronology.New) {
	if until, ok := b.Expires.Get(); ok && n.Corrects == nil {
		c.If(until.Latest() <= n.Happened.Earliest(), "expires", "Leave ends after it begins")
	}
	if months, ok := b.Months.Get(); ok {
		c.If(months < 1 || months > 600, "months", "Write the months as a number")
	}
}

// Decide writes the leave; its end lies after its beginning.
func (a Grant) Decide(_ State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	n := chronology.New{On: on, Happened: a.Happened, Body: &a.Body}
	a.Body.check(&c, n)
	return []chronology.New{n}, c.Err()
}
