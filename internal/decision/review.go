package decision

import (
	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// MayAsk is what the notice says of asking for reconsideration. Since 17 September 2025
// some people who face removal cannot ask (a law firm's page; docs/glossary.md).
type MayAsk string

// Codes lists the answers.
func (MayAsk) Codes() []chronology.Code {
	return []chronology.Code{{Value: "yes", Words: "They may ask"}, {Value: "barred", Words: "They cannot ask"}}
}

// Reviewed is a negative decision read by somebody else before the person is told.
type Reviewed struct {
	Referral answer.Of[ident.Entry] `json:"referral,omitzero" label:"general" words:"Referral" need:"yes"`
	Stage    answer.Of[Stage]       `json:"stage,omitzero" label:"general" words:"Decision" need:"yes"`
	By       answer.Of[Reviewer]    `json:"by,omitzero" label:"general" words:"Read by" need:"yes"`
	Result   answer.Of[Agreement]   `json:"result,omitzero" label:"general" words:"What came of it" need:"yes"`
	Note     answer.Of[answer.Text] `json:"note,omitzero" label:"account" words:"What was said of the decision"`
}

// Reviewer is who read a decision after the one who made it.
type Reviewer string

// Codes lists the reviewers: panels from April 2019 to December 2022, a second reader
// since.
func (Reviewer) Codes() []chronology.Code {
	return []chronology.Code{{Value: "panel", Words: "Multi-agency assurance panel"}, {Value: "second-reader", Words: "Second caseworker or manager"}}
}

// Agreement is what came of a review.
type Agreement string

// Codes lists the results.
func (Agreement) Codes() []chronology.Code {
	return []chronology.Code{{Value: "agreed", Words: "They agreed"}, {Value: "sent-back", Words: "It was sent back to be looked at again"}}
}

func reviewed() chronology.Kind {
	return chronology.Define(chronology.Kind{
		Name: "decision.reviewed", Version: 1, Words: "Decision read by somebody else", Exists: label.General, Free: label.Account,
		Marks: []chronology.MarkSpec{
			{Name: "stage", Label: label.General, Codes: Stage("").Codes()}, {Name: "by", Label: label.General, Codes: Reviewer("").Codes()},
			{Name: "result", Label: label.General, Codes: Agreement("").Codes()},
		},
	}, func(b *Reviewed) chronology.Published {
		p := publish(b.Referral, b.Stage, answer.Of[Outcome]{})
		p.Coded("by", label.General, string(b.By.Or("")))
		p.Coded("result", label.General, string(b.Result.Or("")))
		return p
	}, nil)
}

// Review is the act of writing that somebody else read a decision.
type Review struct {
	Happened civil.When
	Body     Reviewed
}

// Decide writes it; there must be a negative decision to read.
func (a Review) Decide(s State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.Rests(label.Of(label.General))
	out, made, ok := s.Latest(a.Body.Referral.Or(""), a.Body.Stage.Or(""))
	c.If(!ok || out != Negative, "stage", "There is no negative decision of this stage to read again")
	before(&c, a.Happened, made.Happened, "The decision was made later than this. Write the day on which it was read")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}
