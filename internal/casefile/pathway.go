package casefile

import (
	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/decision"
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
		if l.Struck || l.Trouble != "" {
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
	if !ok || (!c.Support.EndedOn.IsZero() && !c.Support.Running) {
		return nil
	}
	rg, _, decided := c.Decision.Latest(ref.ID, decision.ReasonableGrounds)
	switch {
	case !decided:
		return []Step{{Words: "Reasonable grounds", Note: "waited for", Ahead: true}}
	case rg != decision.Positive:
		return nil
	}
	cg, made, decided := c.Decision.Latest(ref.ID, decision.ConclusiveGrounds)
	switch {
	case !decided:
		return []Step{{Words: "Conclusive grounds", Note: "waited for", Ahead: true}}
	case cg == decision.Negative && c.askedSince(made):
		return []Step{{Words: "Answer", Note: "waited for", Ahead: true}}
	}
	return nil
}

func (c Case) askedSince(made chronology.Line) bool {
	for _, l := range c.Decision.Asked {
		if l.Happened.Compare(made.Happened) >= 0 {
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
