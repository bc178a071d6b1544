package caseview

import (
	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/govuk"
	"waymark/internal/rulebook"
	"waymark/internal/support"
	"waymark/internal/web/form"
	"waymark/internal/web/picture"
)

// risk is what somebody fears for the person, and what is done about it.
type risk struct {
	badge      govuk.BadgeOptions
	what, plan string
	closed     bool   // some of it is not open to the reader
	said       string // by whom, when, and when it is looked at again
}

var riskTones = map[support.Level]govuk.Tone{"red": govuk.ToneRed, "amber": govuk.ToneAmber, "green": govuk.ToneGreen}

// risks are the latest that each organisation wrote down, the newest first. What is not
// open to the reader is not there.
func (p casePage) risks() []risk {
	var out []risk
	seen := map[string]bool{}
	for _, l := range chronology.Newest(p.view.Case.Lines) {
		b, ok := l.Body.(*support.RiskAssessed)
		if !ok || l.Struck || seen[string(l.For)] {
			continue
		}
		seen[string(l.For)] = true
		level, given := b.Level.Get()
		if !given {
			continue
		}
		r := risk{badge: govuk.BadgeOptions{Text: chronology.WordsOf(level), Tone: riskTones[level]}}
		for _, f := range p.q.Desk.Kinds().Show(l.Body) {
			switch words := form.Words(f, p.view.Names); {
			case f.State == answer.NotAsked:
			case f.State == answer.IsWithheld:
				r.closed = true
			case f.Field.Name == "what":
				r.what = words
			case f.Field.Name == "plan":
				r.plan = words
			}
		}
		r.said = "Said on " + l.Happened.Words() + " by " + p.who(l)
		if again := p.lookedAtAgain(l); again != "" {
			r.said += ". To be looked at again by " + again
		}
		out = append(out, r)
	}
	return out
}

// who says who wrote a line.
func (p casePage) who(l chronology.Line) string {
	if l.By == p.q.Signed.Actor.Worker {
		return "you"
	}
	return p.view.Names.Worker(l.By) + ", " + p.view.Names.Organisation(l.For)
}

// lookedAtAgain is the day by which what a line says is to be looked at again; "" if no
// clock that the reader knows of says so.
func (p casePage) lookedAtAgain(l chronology.Line) string {
	for _, d := range p.view.Deadlines {
		if d.Start == l.ID && d.Sort == rulebook.Review && d.State == rulebook.Open && !d.DueAt.IsZero() {
			return d.Due.Words()
		}
	}
	return ""
}

// way is where things stand, step by step.
func (p casePage) way() []picture.Step {
	var out []picture.Step
	for _, s := range p.view.Case.Pathway() {
		place := picture.Done
		switch {
		case s.Now:
			place = picture.Here
		case s.Ahead:
			place = picture.Ahead
		}
		out = append(out, picture.Step{Words: s.Words, Note: stepNote(s), Place: place})
	}
	return out
}

// haveEnded says how many clocks are not shown at once.
func haveEnded(n int) string {
	if n == 1 {
		return "1 clock that has ended"
	}
	return count(n, "clock") + " that have ended"
}
