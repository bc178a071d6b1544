// Package decision is the decision of the competent authority: whether there are
// reasonable grounds to believe that somebody is a victim of modern slavery, and later
// whether it is so on the balance of probabilities (conclusive grounds); when the
// person was told, with or without reasons; and the asking that it be looked at again.
package decision

import (
	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Stage is which of the two decisions.
type Stage string

// The stages.
const (
	ReasonableGrounds Stage = "reasonable-grounds"
	ConclusiveGrounds Stage = "conclusive-grounds"
)

// Codes lists the stages.
func (Stage) Codes() []chronology.Code {
	return []chronology.Code{{Value: string(ReasonableGrounds), Words: "Reasonable grounds"}, {Value: string(ConclusiveGrounds), Words: "Conclusive grounds"}}
}

// Outcome is what was decided.
type Outcome string

// The outcomes.
const (
	Positive Outcome = "positive"
	Negative Outcome = "negative"
)

// Codes lists the outcomes.
func (Outcome) Codes() []chronology.Code {
	return []chronology.Code{{Value: string(Positive), Words: "Positive"}, {Value: string(Negative), Words: "Negative"}}
}

// YesNo answers a plain question.
type YesNo string

// Codes lists the answers.
func (YesNo) Codes() []chronology.Code {
	return []chronology.Code{{Value: "yes", Words: "Yes"}, {Value: "no", Words: "No"}}
}

// Reasons says whether the person was given the reasons with the notice.
type Reasons string

// Codes lists the answers.
func (Reasons) Codes() []chronology.Code {
	return []chronology.Code{{Value: "given", Words: "With the reasons"}, {Value: "not-given", Words: "Without the reasons"}}
}

// Made is a decision.
type Made struct {
	Referral     answer.Of[ident.Entry] `json:"referral,omitzero" label:"general" words:"Referral" need:"yes"`
	Stage        answer.Of[Stage]       `json:"stage,omitzero" label:"general" words:"Decision" need:"yes"`
	Outcome      answer.Of[Outcome]     `json:"outcome,omitzero" label:"general" words:"Outcome" need:"yes"`
	Reconsidered answer.Of[YesNo]       `json:"reconsidered,omitzero" label:"general" words:"After reconsideration"`
	Reasons      answer.Of[answer.Text] `json:"reasons,omitzero" label:"account" words:"Reasons"`
}

// Fixed says what no correction changes: clocks and further decisions rest on it.
func (*Made) Fixed() map[string]string {
	const instead = "What was decided is not corrected. If it was typed wrongly, take the entry back and record it anew; if it was decided again, record the reconsideration"
	return map[string]string{"referral": instead, "stage": instead, "outcome": instead, "reconsidered": instead}
}

// Told is the person being told of a decision.
type Told struct {
	Referral answer.Of[ident.Entry] `json:"referral,omitzero" label:"general" words:"Referral" need:"yes"`
	Stage    answer.Of[Stage]       `json:"stage,omitzero" label:"general" words:"Decision" need:"yes"`
	Outcome  answer.Of[Outcome]     `json:"outcome,omitzero" label:"general" words:"Outcome" need:"yes"`
	Reasons  answer.Of[Reasons]     `json:"reasons,omitzero" label:"general" words:"Reasons" need:"yes"`
	MayAsk   answer.Of[MayAsk]      `json:"may_ask,omitzero" label:"general" words:"What the notice says of reconsideration"`
	How      answer.Of[answer.Text] `json:"how,omitzero" label:"account" words:"How they were told"`
}

// Asked is the asking that a decision be reconsidered.
type Asked struct {
	Referral answer.Of[ident.Entry] `json:"referral,omitzero" label:"general" words:"Referral" need:"yes"`
	Stage    answer.Of[Stage]       `json:"stage,omitzero" label:"general" words:"Decision" need:"yes"`
	Evidence answer.Of[answer.Text] `json:"evidence,omitzero" label:"account" words:"What is new"`
	LegalAid answer.Of[YesNo]       `json:"legal_aid,omitzero" label:"legal" words:"With a legal representative"`
}

// Kinds lists this room's kinds of entry.
func Kinds() []chronology.Kind {
	stage := chronology.MarkSpec{Name: "stage", Label: label.General, Codes: Stage("").Codes()}
	outcome := chronology.MarkSpec{Name: "outcome", Label: label.General, Codes: Outcome("").Codes()}
	return append([]chronology.Kind{
		chronology.Define(chronology.Kind{
			Name: "decision.made", Version: 1, Words: "Decision", Exists: label.General, Free: label.Account,
			Marks: []chronology.MarkSpec{stage, outcome, {Name: "reconsidered", Label: label.General, Codes: YesNo("").Codes()}},
		}, func(b *Made) chronology.Published {
			p := publish(b.Referral, b.Stage, b.Outcome)
			p.Coded("reconsidered", label.General, string(b.Reconsidered.Or("no")))
			return p
		}, nil),
		chronology.Define(chronology.Kind{
			Name: "decision.told", Version: 1, Words: "Told of the decision", Exists: label.General, Free: label.Account,
			Marks: []chronology.MarkSpec{stage, outcome, {Name: "reasons", Label: label.General, Codes: Reasons("").Codes()}, {Name: "may_ask", Label: label.General, Codes: MayAsk("").Codes()}},
		}, func(b *Told) chronology.Published {
			p := publish(b.Referral, b.Stage, b.Outcome)
			p.Coded("reasons", label.General, string(b.Reasons.Or("")))
			p.Coded("may_ask", label.General, string(b.MayAsk.Or("")))
			return p
		}, nil),
		chronology.Define(chronology.Kind{
			Name: "reconsideration.asked", Version: 1, Words: "Reconsideration asked for", Exists: label.General, Free: label.Account,
			Marks: []chronology.MarkSpec{stage},
		}, func(b *Asked) chronology.Published { return publish(b.Referral, b.Stage, answer.Of[Outcome]{}) }, nil),
	}, reviewed())
}

func publish(ref answer.Of[ident.Entry], s answer.Of[Stage], o answer.Of[Outcome]) chronology.Published {
	p := chronology.Published{Episode: ref.Or("")}
	p.Coded("stage", label.General, string(s.Or("")))
	p.Coded("outcome", label.General, string(o.Or("")))
	return p
}

// State is the decisions about a person, the oldest first.
type State struct {
	Made  []chronology.Line
	Told  []chronology.Line
	Asked []chronology.Line
}

// Fold takes one line into the state.
func (s *State) Fold(l chronology.Line) {
	switch l.Body.(type) {
	case *Made:
		s.Made = append(s.Made, l)
	case *Told:
		s.Told = append(s.Told, l)
	case *Asked:
		s.Asked = append(s.Asked, l)
	}
}

// Latest gives the newest decision of a stage in an episode.
func (s State) Latest(referral ident.Entry, stage Stage) (Outcome, chronology.Line, bool) {
	for i := len(s.Made) - 1; i >= 0; i-- {
		b, ok := s.Made[i].Body.(*Made)
		if ok && b.Stage.Or("") == stage && b.Referral.Or("") == referral {
			return b.Outcome.Or(""), s.Made[i], true
		}
	}
	return "", chronology.Line{}, false
}

// Make is the act of deciding.
type Make struct {
	Happened civil.When
	Body     Made
}

// before refuses an entry that is dated wholly before what it rests on.
func before(c *errs.Checks, happened, restsOn civil.When, message string) {
	c.If(!happened.IsZero() && !restsOn.IsZero() && happened.Latest() < restsOn.Earliest(), chronology.Date, message)
}

// Decide writes the decision. It needs its referral, sent on the day that referrals gives; a second decision of a stage is
// made only on reconsideration; conclusive grounds follow a positive first decision; a
// negative has its reasons (facts of the guidance: docs/glossary.md).
func (a Make) Decide(s State, referrals map[ident.Entry]civil.When, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.Rests(label.Of(label.General))
	ref, stage := a.Body.Referral.Or(""), a.Body.Stage.Or("")
	sent, referred := referrals[ref]
	c.If(!referred, "referral", "Choose the referral that this decides")
	before(&c, a.Happened, sent, "The referral was sent later than this. Write the day on which it was decided")
	again := a.Body.Reconsidered.Or("no") == "yes"
	c.If(stage == "", "stage", "Choose which decision it is")
	_, first, decided := s.Latest(ref, stage)
	before(&c, a.Happened, first.Happened, "The first decision was made later than this. Write the day of the reconsideration")
	c.If(decided && !again, "stage", "This was decided. A second decision is made on reconsideration")
	c.If(!decided && again, "reconsidered", "There is no first decision to reconsider")
	if stage == ConclusiveGrounds {
		rg, earlier, ok := s.Latest(ref, ReasonableGrounds)
		before(&c, a.Happened, earlier.Happened, "The reasonable grounds decision was made later than this. Write the day of this one")
		c.If(!ok || rg != Positive, "stage", "Conclusive grounds follow a positive reasonable grounds decision")
	}
	reasons, _ := a.Body.Reasons.Get()
	c.If(a.Body.Outcome.Or("") == Negative && reasons == "", "reasons", "A negative decision gives its reasons")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}

// Tell is the act of recording that the person was told.
type Tell struct {
	Happened civil.When
	Body     Told
}

// Decide writes it; there must be such a decision.
func (a Tell) Decide(s State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.Rests(label.Of(label.General))
	out, made, ok := s.Latest(a.Body.Referral.Or(""), a.Body.Stage.Or(""))
	c.If(!ok, "stage", "There is no such decision yet")
	before(&c, a.Happened, made.Happened, "The decision was made later than this. Write the day on which they were told")
	c.If(ok && out != a.Body.Outcome.Or(""), "outcome", "The decision recorded here is another one")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}

// Ask is the act of asking for reconsideration.
type Ask struct {
	Happened civil.When
	Body     Asked
}

// Decide writes it; only a negative decision is reconsidered.
func (a Ask) Decide(s State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.Rests(label.Of(label.General))
	out, made, ok := s.Latest(a.Body.Referral.Or(""), a.Body.Stage.Or(""))
	c.If(!ok || out != Negative, "stage", "There is no negative decision of this stage to reconsider")
	before(&c, a.Happened, made.Happened, "The decision was made later than this. Write the day of the asking")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}
