package consent

import (
	"slices"
	"time"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// ErasureAsked asks that everything about the person is erased for good. Nothing is erased
// by it: somebody else of the same organisation carries it out, or nobody does.
type ErasureAsked struct {
	Why answer.Of[ErasureWhy] `json:"why,omitzero" label:"general" words:"Why it is to be erased" need:"yes"`
}

// Fixed says what no correction changes.
func (*ErasureAsked) Fixed() map[string]string {
	return map[string]string{"why": "Take it back and ask anew: what somebody else agrees to stays clear"}
}

// Erased says why the record was erased. It is the last entry, and its own key goes.
type Erased struct {
	Why   answer.Of[ErasureWhy]  `json:"why,omitzero" label:"general" words:"Why it was erased" need:"yes"`
	Asked answer.Of[ident.Entry] `json:"asked,omitzero" label:"general" words:"What was asked" need:"yes"`
}

// Fixed says what no correction changes.
func (*Erased) Fixed() map[string]string {
	const gone = "What was erased does not come back"
	return map[string]string{"why": gone, "asked": gone, chronology.Whole: gone}
}

// ErasureWhy is on which ground a record is erased: UK GDPR, article 17(1).
type ErasureWhy string

// Codes lists the grounds.
func (ErasureWhy) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "no-longer-needed", Words: "It is no longer needed for what it was kept for"},
		{Value: "consent-withdrawn", Words: "They withdrew their consent, and there is no other ground"},
		{Value: "objected", Words: "They objected, and nothing weighs more"},
		{Value: "unlawful", Words: "It should never have been kept"},
		{Value: "duty", Words: "The law says that it must be erased"},
	}
}

// ErasureStands is how long what was asked can be carried out.
const ErasureStands = 7 * 24 * time.Hour

func eraseKinds() []chronology.Kind {
	return []chronology.Kind{
		chronology.Define[ErasureAsked](chronology.Kind{Name: "consent.erasure-asked", Version: 1, Words: "Erasure asked", Exists: label.General, Free: label.Identity, Told: chronology.Within}, nil, nil),
		chronology.Define[Erased](chronology.Kind{Name: "consent.erased", Version: 1, Words: "Erased", Exists: label.General, Free: label.Identity, Told: chronology.Within}, nil, nil),
	}
}

// Asking is one erasure that was asked.
type Asking struct {
	Entry ident.Entry
	By    ident.Worker
	For   ident.Organisation
	At    time.Time
	Why   ErasureWhy
}

func (s *State) foldErase(l chronology.Line) {
	switch b := l.Body.(type) {
	case *ErasureAsked:
		s.Asked = append(s.Asked, Asking{Entry: l.ID, By: l.By, For: l.For, At: l.Recorded, Why: b.Why.Or("")})
	case *Erased:
		s.Erasures = append(s.Erasures, Erasure{By: l.By, For: l.For, Why: b.Why.Or(""), Of: b.Asked.Or("")})
	}
}

// Erasure is that a record was erased.
type Erasure struct {
	By  ident.Worker
	For ident.Organisation
	Why ErasureWhy
	Of  ident.Entry // what was asked
}

// standing is what one organisation asked and what can still be carried out.
func (s State) standing(m chronology.Moment) []Asking {
	return slices.DeleteFunc(slices.Clone(s.Asked), func(a Asking) bool { return a.For != m.For || m.Now.Sub(a.At) > ErasureStands })
}

// AskErasure is the act of asking that a record be erased.
type AskErasure struct {
	Happened civil.When
	Body     ErasureAsked
}

// Decide writes it, once.
func (a AskErasure) Decide(s State, on ident.Chronology, m chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.If(a.Body.Why.Or("") == "", "why", "Say on which ground")
	c.If(len(s.standing(m)) > 0, "why", "It was asked already. Somebody else carries it out within seven days, or takes it back")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}

// Erase is the act of carrying out what somebody else asked, for the same reason.
type Erase struct {
	Happened civil.When
	Why      answer.Of[ErasureWhy]
}

// Decide writes the last entry of the record.
func (a Erase) Decide(s State, on ident.Chronology, m chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	asked := s.standing(m)
	if len(asked) == 0 {
		c.Say("why", "Nobody asked that within the last seven days. Somebody asks first, and somebody else carries it out")
		return nil, c.Err()
	}
	last := asked[len(asked)-1]
	c.If(last.By == m.By, "why", "You asked for it yourself: somebody else carries it out")
	c.If(last.Why != a.Why.Or(""), "why", "It was asked on another ground. Read again what was asked")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &Erased{Why: a.Why, Asked: answer.Given(last.Entry)}}}, c.Err()
}
