package casefile

import (
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/decision"
	"waymark/internal/ident"
	"waymark/internal/support"
)

// contradict marks lines that are dated before what they rest on. No act writes such an
// entry; an import or a corrected date can. They count as they stand, and say that they
// need putting right.
func (c *Case) contradict() {
	sent := map[ident.Entry]civil.When{}
	for _, l := range c.Referral.Sent {
		sent[l.ID] = l.Happened
	}
	made := map[decided]civil.When{}
	began := map[ident.Organisation]civil.When{}
	for _, l := range c.Lines { // oldest first: the first of each is what counts
		switch b := l.Body.(type) {
		case *decision.Made:
			first(made, decided{b.Referral.Or(""), b.Stage.Or("")}, l)
		case *support.Started:
			first(began, l.For, l)
		}
	}
	for i := range c.Lines {
		l := &c.Lines[i]
		if !counts(*l) || l.Trouble != "" {
			continue
		}
		switch b := l.Body.(type) {
		case *decision.Made:
			early(l, sent[b.Referral.Or("")], "This decision is dated before its referral")
		case *decision.Told:
			early(l, made[decided{b.Referral.Or(""), b.Stage.Or("")}], "This is dated before the decision that it tells of")
		case *decision.Asked:
			early(l, made[decided{b.Referral.Or(""), b.Stage.Or("")}], "This is dated before the decision that it asks about")
		case *decision.Reviewed:
			early(l, made[decided{b.Referral.Or(""), b.Stage.Or("")}], "This is dated before the decision that was read")
		case *support.Ended:
			early(l, began[l.For], "This is dated before the support began that it ends")
		}
	}
}

// decided names a decision: the referral that it decides, and its stage.
type decided struct {
	referral ident.Entry
	stage    decision.Stage
}

// first remembers when the first of something happened.
func first[K comparable](at map[K]civil.When, key K, l chronology.Line) {
	if _, ok := at[key]; !ok && counts(l) {
		at[key] = l.Happened
	}
}

func early(l *chronology.Line, restsOn civil.When, trouble string) {
	if !restsOn.IsZero() && l.Happened.Latest() < restsOn.Earliest() {
		l.Trouble = trouble
	}
}
