package together

import (
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/decision"
	"waymark/internal/referral"
	"waymark/internal/rulebook"
	"waymark/internal/wording"
)

// coming says what happens next, as far as the person has been told.
func (r *reading) coming() section {
	s := section{id: "next", heading: r.Say("next.heading")}
	if now := r.view.Case.Support.Now(); !now.Running && !now.EndedOn.IsZero() {
		s.says = append(s.says, r.Say("next.support-ended", wording.When("day", now.EndedOn)))
	}
	s.says = append(s.says, r.stands()...)
	if when, ok := r.view.Case.Contact.Next.Get(); ok && when.Latest() >= civil.DayOf(r.view.Now) {
		s.says = append(s.says, r.Say("next.meet", wording.When("day", when)))
	} else {
		s.says = append(s.says, r.Say("next.meet-unset"))
	}
	return s
}

// stands says how far the decision has come.
func (r *reading) stands() []wording.Said {
	sent, ok := r.view.Case.Referral.Latest()
	if !ok {
		return r.all("next.not-referred")
	}
	b, ok := sent.Body.(*referral.Sent)
	if !ok || b.Authority.Or("") == "child-panel" { // a panel of the council decides
		return r.all("next.other")
	}
	for _, stage := range []decision.Stage{decision.ConclusiveGrounds, decision.ReasonableGrounds} {
		outcome, made, decided := r.view.Case.Decision.Latest(sent.ID, stage)
		switch {
		case !decided:
			continue
		case !r.told(made, sent, stage, outcome):
			return r.all("next.told-soon")
		case outcome == decision.Positive && stage == decision.ConclusiveGrounds:
			return r.all("next.second-yes")
		case outcome == decision.Positive:
			return r.all("next.second-wait")
		case outcome == decision.Negative && r.askedAgain(made, sent, stage):
			return r.all("next.asked-again")
		case outcome == decision.Negative:
			return r.all("next.no")
		}
		return r.all("next.other")
	}
	return append([]wording.Said{r.Say("next.first-wait", wording.When("day", sent.Happened))}, r.firstBy()...)
}

// firstBy says by when the first decision is to be made, and whether that day has passed.
func (r *reading) firstBy() []wording.Said {
	for _, d := range r.view.Deadlines {
		rule, ok := r.q.Desk.Book().Find(d.Rule)
		if !ok || rule.Line != "reasonable-grounds" {
			continue
		}
		due := wording.Day("day", d.Due)
		switch d.Standing(r.view.Now) {
		case rulebook.StandsRunning:
			return []wording.Said{r.Say("next.first-by", due)}
		case rulebook.StandsLate:
			return []wording.Said{r.Say("next.first-late", due)}
		case rulebook.StandsNone, rulebook.StandsPaused, rulebook.StandsMet, rulebook.StandsMetLate, rulebook.StandsEndedEarly, rulebook.StandsReached, rulebook.StandsLapsed, rulebook.StandsVoid:
		}
	}
	return nil
}

// told says whether the person was told of a decision after it was made.
func (r *reading) told(made, sent chronology.Line, stage decision.Stage, outcome decision.Outcome) bool {
	for _, l := range r.view.Case.Decision.Told {
		b, ok := l.Body.(*decision.Told)
		if ok && b.Referral.Or("") == sent.ID && b.Stage.Or("") == stage && b.Outcome.Or("") == outcome && l.Happened.Latest() >= made.Happened.Earliest() {
			return true
		}
	}
	return false
}

// askedAgain says whether a decision was asked to be looked at again after it was made.
func (r *reading) askedAgain(made, sent chronology.Line, stage decision.Stage) bool {
	for _, l := range r.view.Case.Decision.Asked {
		b, ok := l.Body.(*decision.Asked)
		if ok && b.Referral.Or("") == sent.ID && b.Stage.Or("") == stage && l.Happened.Latest() >= made.Happened.Earliest() {
			return true
		}
	}
	return false
}
