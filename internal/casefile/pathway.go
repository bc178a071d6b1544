package casefile

import (
	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/decision"
	"waymark/internal/ident"
)

// Step is one step of the way as a page draws it.
type Step struct {
	Words string
	When  civil.When
	Note  string // "positive", "asked"; "" if nothing
	Entry chronology.Line
	Now   bool // where things stand
	Ahead bool // has not come
}

// Pathway is where things stand, in the order in which it happened, with what comes
// next and is not here yet.
func (c Case) Pathway() []Step {
	var steps []Step
	add := func(words string, l chronology.Line, note string) {
		steps = append(steps, Step{Words: words, When: l.Happened, Note: note, Entry: l})
	}
	for _, l := range c.Lines {
		if !counts(l) {
			continue
		}
		switch b := l.Body.(type) {
		case *decision.Made:
			words := chronology.WordsOf(b.Stage.Or(""))
			if b.Reconsidered.Or("no") == "yes" {
				words += ", again"
			}
			add(words, l, string(b.Outcome.Or("")))
		case *decision.Asked:
			add("Reconsideration", l, "asked for")
		default:
			if words, note, ok := step(l); ok {
				add(words, l, note)
			}
		}
	}
	if len(steps) > 0 {
		steps[len(steps)-1].Now = true
	}
	return append(steps, c.ahead()...)
}

func step(l chronology.Line) (words, note string, ok bool) {
	switch l.Kind {
	case "person.met":
		return "Met", "", true
	case "referral.sent":
		return "Referred", "", true
	case "leave.granted":
		return "Leave to remain", "", true
	case "support.ended":
		return "Support ended", "", true
	}
	return "", "", false
}

// ahead says the next step of the decision, when one is waited for.
func (c Case) ahead() []Step {
	ref, ok := c.Referral.Latest()
	if now := c.Support.Now(); !ok || (!now.EndedOn.IsZero() && !now.Running) {
		return nil
	}
	for _, stage := range []decision.Stage{decision.ReasonableGrounds, decision.ConclusiveGrounds} {
		outcome, made, decided := c.Decision.Latest(ref.ID, stage)
		switch {
		case !decided:
			return []Step{{Words: chronology.WordsOf(stage), Note: "waited for", Ahead: true}}
		case outcome == decision.Negative && c.askedSince(made, ref.ID, stage):
			return []Step{{Words: "Answer", Note: "waited for", Ahead: true}}
		case outcome != decision.Positive:
			return nil
		}
	}
	return nil
}

// askedSince says whether a decision was asked to be looked at again after it was made;
// on one day, after it was recorded.
func (c Case) askedSince(made chronology.Line, ref ident.Entry, stage decision.Stage) bool {
	since := false
	for _, l := range c.Lines {
		b, ok := l.Body.(*decision.Asked)
		since = since || l.ID == made.ID
		if since && ok && counts(l) && b.Referral.Or("") == ref && b.Stage.Or("") == stage {
			return true
		}
	}
	return false
}

// Wants is what the person wants, in their own words, when they said so last.
func (c Case) Wants() (string, civil.When, bool) {
	if c.Contact.Wants.State() != answer.IsGiven {
		return "", civil.When{}, false
	}
	return string(c.Contact.Wants.Or("")), c.Contact.WantsAt, true
}
