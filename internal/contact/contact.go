// Package contact is being in touch: how somebody can be reached without danger, and
// each visit, call and message. An unknown way is an unsafe way.
//
// The inspectorate found outreach contacts thin and silence unnoticed (CQC, findings on
// safehouses and outreach, January 2023, "Outreach support"); the safe ways follow the
// values used by legal aid and by conferences on domestic abuse.
package contact

import (
	"slices"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Made is one contact with the person, or one that was tried. That there was one, and
// what was said, tells how somebody is: it bears the label health, so that support is
// not read as evidence by those who decide, nor by anybody else who was only trusted
// with the account.
type Made struct {
	How         answer.Of[How]         `json:"how,omitzero" label:"general" words:"How" need:"yes"`
	Reached     answer.Of[Reached]     `json:"reached,omitzero" label:"general" words:"Reached" need:"yes"`
	Private     answer.Of[Private]     `json:"private,omitzero" label:"safeguarding" words:"Private enough to talk"`
	Minutes     answer.Of[int]         `json:"minutes,omitzero" label:"general" words:"Minutes"`
	Interpreter answer.Of[Interpreter] `json:"interpreter,omitzero" label:"general" words:"Interpreter"`
	Note        answer.Of[answer.Text] `json:"note,omitzero" label:"health" words:"What was said and done"`
	Wants       answer.Of[answer.Text] `json:"wants,omitzero" label:"health" words:"What they want, in their words"`
	Next        answer.Of[civil.When]  `json:"next,omitzero" label:"contact" words:"Next contact"`
}

// How is the way of a contact.
type How string

// Codes lists the ways.
func (How) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "face-to-face", Words: "Face to face"}, {Value: "phone", Words: "Phone call"}, {Value: "video", Words: "Video call"},
		{Value: "text", Words: "Text message"}, {Value: "email", Words: "Email"}, {Value: "letter", Words: "Letter"}, {Value: "accompaniment", Words: "Went with them"},
	}
}

// Reached says whether the person was reached.
type Reached string

// Codes lists what came of the contact.
func (Reached) Codes() []chronology.Code {
	return []chronology.Code{{Value: "yes", Words: "Yes"}, {Value: "no-answer", Words: "No answer"}, {Value: "not-there", Words: "Not there"}}
}

// Private says whether one could talk without being overheard.
type Private string

// Codes lists the answers.
func (Private) Codes() []chronology.Code {
	return []chronology.Code{{Value: "yes", Words: "Yes"}, {Value: "partly", Words: "Partly"}, {Value: "no", Words: "No"}}
}

// Interpreter says who interpreted.
type Interpreter string

// Codes lists who may have interpreted. Someone they know is recorded because it can be
// a danger, not because it is an answer.
func (Interpreter) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "not-needed", Words: "Not needed"}, {Value: "in-person", Words: "In person"}, {Value: "by-phone", Words: "By phone"},
		{Value: "worker", Words: "The worker speaks the language"}, {Value: "someone-they-know", Words: "Someone they know"}, {Value: "none-found", Words: "None was found"},
	}
}

// SafeWay is how the person can be reached without danger, as they say.
type SafeWay struct {
	Ways      answer.Of[[]Way]       `json:"ways,omitzero" label:"contact" words:"Safe ways" need:"yes"`
	Hours     answer.Of[string]      `json:"hours,omitzero" label:"contact" words:"When"`
	Details   answer.Of[string]      `json:"details,omitzero" label:"contact" words:"Number or address to use"`
	NeverDo   answer.Of[answer.Text] `json:"never,omitzero" label:"contact" words:"Never"`
	AlsoUsers answer.Of[string]      `json:"also_users,omitzero" label:"safeguarding" words:"Who else uses the phone or letter box"`
}

// Way is one channel.
type Way string

// Codes lists the channels. What is not among the safe ways is unsafe.
func (Way) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "text", Words: "text"}, {Value: "call", Words: "call"}, {Value: "voicemail", Words: "voicemail"},
		{Value: "email", Words: "email"}, {Value: "letter", Words: "letter"}, {Value: "through-worker", Words: "only through the worker"},
	}
}

// Kinds lists this room's kinds of entry.
func Kinds() []chronology.Kind {
	return []chronology.Kind{
		chronology.Checked(chronology.Define(chronology.Kind{
			Name: "contact.made", Version: 1, Words: "Contact", Exists: label.Health, Free: label.Health,
			Marks: []chronology.MarkSpec{{Name: "reached", Label: label.General, Codes: Reached("").Codes()}, {Name: "how", Label: label.General, Codes: How("").Codes()}, {Name: "next", Label: label.Contact, Date: true}},
		}, func(b *Made) chronology.Published {
			var p chronology.Published
			p.Coded("reached", label.General, string(b.Reached.Or("")))
			p.Coded("how", label.General, string(b.How.Or("")))
			p.Dated("next", label.Contact, b.Next.Or(civil.When{}))
			return p
		}, nil), (*Made).check),
		chronology.Define[SafeWay](chronology.Kind{Name: "contact.safe-way", Version: 1, Words: "How to reach them safely", Meeting: true, Exists: label.Contact, Free: label.Contact}, nil, nil),
	}
}

// State is how to be in touch, and the last that was said.
type State struct {
	Keeper   ident.Organisation // who keeps the record; said before anything is folded
	SafeWays []Said             // each organisation's latest, the one said last at the end
	Last     *chronology.Line   // the latest contact in which the person was reached
	Next     answer.Of[civil.When]
	Wants    answer.Of[answer.Text]
	WantsAt  civil.When
}

// Said is a safe way as one organisation said it last.
type Said struct {
	Way  *SafeWay
	From chronology.Line
}

// Of is the safe way as one organisation said it last.
func (s State) Of(org ident.Organisation) (Said, bool) {
	for _, x := range s.SafeWays {
		if x.From.For == org {
			return x, true
		}
	}
	return Said{}, false
}

// Safe is the safe way that stands first: that of whoever keeps the record, or, where
// they said none, the latest. What another organisation says stands beside it and never
// in its place: somebody could be found by it.
func (s State) Safe() (Said, bool) {
	if own, ok := s.Of(s.Keeper); ok {
		return own, true
	}
	if n := len(s.SafeWays); n > 0 {
		return s.SafeWays[n-1], true
	}
	return Said{}, false
}

// Others are the safe ways that other organisations said, beside the one that stands
// first.
func (s State) Others() []Said {
	first, _ := s.Safe()
	var out []Said
	for _, x := range s.SafeWays {
		if x.From.For != first.From.For {
			out = append(out, x)
		}
	}
	return out
}

// Fold takes one line into the state.
func (s *State) Fold(l chronology.Line) {
	switch b := l.Body.(type) {
	case *Made:
		if b.Reached.Or("") == "yes" {
			s.Last = &l
		}
		s.Next = b.Next
		if b.Wants.State() == answer.IsGiven {
			s.Wants, s.WantsAt = b.Wants, l.Happened
		}
	case *SafeWay:
		others := slices.DeleteFunc(slices.Clone(s.SafeWays), func(x Said) bool { return x.From.For == l.For })
		s.SafeWays = append(others, Said{Way: b, From: l})
	}
}

// Record is the act of recording a contact. It only adds, so it is never stale.
type Record struct {
	Happened civil.When
	Body     Made
	Extra    map[string]label.Set
}

// check holds wherever a contact comes from.
func (b *Made) check(c *errs.Checks, _ chronology.New) {
	if n, ok := b.Minutes.Get(); ok {
		c.If(n < 0 || n > 24*60, "minutes", "Write the minutes as a number between 0 and 1,440")
	}
}

// Decide writes the contact.
func (a Record) Decide(_ State, on ident.Chronology, m chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	n := chronology.New{On: on, Happened: a.Happened, Body: &a.Body, Extra: a.Extra}
	a.Body.check(&c, n)
	if next, ok := a.Body.Next.Get(); ok {
		c.If(next.Latest() < m.Today, "next", "The next contact lies ahead: choose today or later")
	}
	return []chronology.New{n}, c.Err()
}

// SetSafeWay is the act of saying how somebody can be reached without danger. Its topic
// is their own organisation's safe way: who writes on an older one is shown both.
type SetSafeWay struct {
	Happened civil.When
	Body     SafeWay
}

// Decide writes the safe way.
func (a SetSafeWay) Decide(_ State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, nil
}
