package caseview

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/contact"
	"waymark/internal/decision"
	"waymark/internal/govuk"
	"waymark/internal/label"
)

// badges say how the case stands in a word or two.
func (p casePage) badges() []govuk.BadgeOptions {
	c := p.view.Case
	var out []govuk.BadgeOptions
	if risks := p.risks(); len(risks) > 0 && c.Support.Now().EndedOn.IsZero() {
		first := risks[0].badge
		out = append(out, govuk.BadgeOptions{Text: first.Text + " risk", Tone: first.Tone})
	}
	if ref, ok := c.Referral.Latest(); ok {
		if o, _, decided := c.Decision.Latest(ref.ID, decision.ConclusiveGrounds); decided {
			out = append(out, govuk.BadgeOptions{Text: "Conclusive grounds: " + string(o), Tone: toneOf(o)})
		} else if o, _, decided := c.Decision.Latest(ref.ID, decision.ReasonableGrounds); decided {
			out = append(out, govuk.BadgeOptions{Text: "Reasonable grounds: " + string(o), Tone: toneOf(o)})
		} else {
			out = append(out, govuk.BadgeOptions{Text: "Referred, waiting", Tone: govuk.ToneBlue})
		}
	}
	if p.view.Restricted() {
		out = append(out, govuk.BadgeOptions{Text: "Few may know of this", Tone: govuk.ToneRed})
	}
	if len(c.Person.Elsewhere) > 0 {
		out = append(out, govuk.BadgeOptions{Text: "Met by another team: ring them", Tone: govuk.ToneAmber})
	}
	if now := c.Support.Now(); !now.Running && !now.EndedOn.IsZero() {
		out = append(out, govuk.BadgeOptions{Text: "Support ended"})
	}
	return out
}

// toneOf is the colour of what was decided.
func toneOf(o decision.Outcome) govuk.Tone {
	switch o {
	case decision.Positive:
		return govuk.ToneGreen
	case decision.Negative:
		return govuk.ToneAmber
	}
	return ""
}

// scripted lets a name run as its script does.
var scripted = govuk.Attributes{"dir": "auto"}

// facts are what one needs at a glance: language, how to reach them, who walks beside.
func (p casePage) facts() []govuk.Fact {
	c := p.view.Case
	var out []govuk.Fact
	for _, x := range c.Person.AlsoCalled() {
		out = append(out, govuk.Fact{Before: "Also called", Attributes: scripted, Words: x.Answer.Or(""), After: " (" + p.view.Names.Organisation(x.For) + ")"})
	}
	for _, w := range c.Person.AlsoWritten() {
		if !slices.ContainsFunc(out, func(f govuk.Fact) bool { return f.Words == w.Name }) { // said already, with who says so
			out = append(out, govuk.Fact{Before: w.Form.Words(), Words: w.Name, Attributes: scripted})
		}
	}
	if s, ok := c.Person.Speaks.Answer().Get(); ok {
		f := govuk.Fact{Before: "Speaks", Words: s}
		if w, ok := c.Person.Interpreter.Answer().Get(); ok {
			f.After = ", interpreter " + chronology.WordsOf(w)
		}
		out = append(out, f)
	}
	if v, ok := c.Person.SpokenOfAs.Answer().Get(); ok {
		out = append(out, govuk.Fact{Before: "Spoken of as", Words: chronology.WordsOf(v)})
	}
	out = append(out, govuk.Fact{Before: "Reach by", Words: p.reachBy()})
	var beside []string
	for _, b := range c.Support.Beside {
		if !b.Runs(p.view.Moment()) {
			continue
		}
		name := p.view.Names.Worker(b.Worker)
		if b.Worker == p.q.Signed.Actor.Worker {
			name = "you"
		}
		beside = append(beside, name)
	}
	if len(beside) == 0 {
		beside = []string{"nobody yet"}
	}
	worker := govuk.Fact{Before: "Worker", Words: strings.Join(beside, ", ")}
	if p.view.May("support.allocate") {
		worker.Href, worker.Link = p.path("workers"), "change who"
	}
	out = append(out, worker)
	now := c.Support.Now()
	if v, ok := now.Setting.Get(); ok && now.Running {
		out = append(out, govuk.Fact{Before: "", Words: chronology.WordsOf(v)})
	}
	for _, x := range c.Support.Others() {
		out = append(out, govuk.Fact{Before: "Also supported by", Words: p.view.Names.Organisation(x.For)})
	}
	return out
}

// reachBy is the safe way in a few words. What is not known is not safe.
func (p casePage) reachBy() string {
	said, known := p.view.Case.Contact.Safe()
	if !p.view.Labels.Has(label.Contact) {
		return "kept closed"
	}
	if !known {
		return "not known: any way is unsafe"
	}
	ways, ok := said.Way.Ways.Get()
	if !ok {
		return "no way is known to be safe"
	}
	words := make([]string, len(ways))
	for i, w := range ways {
		words[i] = chronology.WordsOf(w)
	}
	out := strings.Join(words, ", ")
	if hours, ok := said.Way.Hours.Get(); ok {
		out += ", " + hours
	}
	if others := p.view.Case.Contact.Others(); len(others) > 0 {
		out += " (another organisation says otherwise: see below)"
	}
	return out
}

// saidBy names who said the safe way that stands first, where it is not who keeps the
// record.
func (p casePage) saidBy(said contact.Said) string {
	if said.From.For == p.view.Case.Person.Keeper {
		return ""
	}
	return ", as " + p.view.Names.Organisation(said.From.For) + " says"
}

func (p casePage) noSafeWay() string {
	if !p.view.Labels.Has(label.Contact) {
		return "How to reach them is not open to you. Ask the organisation that keeps the record to pass on a message."
	}
	return "We don't know yet how to reach them safely. Until we do, every way is unsafe."
}

func (p casePage) nextContact() string {
	c := p.view.Case.Contact
	if s := p.view.Case.Support.Now(); !s.Running && !s.EndedOn.IsZero() {
		return "Support ended on " + s.EndedOn.Words() + ". What they tell us afterwards is recorded here too."
	}
	if when, ok := c.Next.Get(); ok && when.Latest() >= civil.DayOf(p.then()) {
		return "Next contact: " + when.Words() + "."
	}
	if c.Last == nil {
		return "No contact is recorded yet."
	}
	days := civil.DayOf(p.then()).Sub(c.Last.Happened.Latest())
	switch {
	case days <= 0:
		return "Spoken with today. The next contact is not set."
	case days == 1:
		return "Last spoken with yesterday. The next contact is not set."
	}
	return fmt.Sprintf("Last spoken with %d days ago, on %s. The next contact is not set.", days, c.Last.Happened.Words())
}

// whoSees says in a sentence who may read this.
func (p casePage) whoSees() string {
	var names []string
	seen := map[string]bool{}
	for _, a := range p.view.Access {
		name := p.view.Names.Organisation(a.To)
		if a.To == p.q.Signed.Actor.Organisation {
			name = "your organisation"
		} else {
			name += " (" + fmt.Sprint(a.Labels.Len()) + " of " + fmt.Sprint(label.Everything().Len()) + " kinds of fact)"
		}
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "Nobody."
	}
	if !p.view.Keeper {
		return "Your organisation, and the one that keeps the record. Who else, they tell the person."
	}
	s := strings.Join(names, "; ")
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

func stepNote(s casefile.Step) string {
	switch {
	case s.When.IsZero():
		return s.Note
	case s.Note == "":
		return s.When.Words()
	}
	return s.Note + ", " + s.When.Words()
}

func labelWords(a chronology.Access) string {
	if a.Labels == label.Everything() {
		return "Everything that is recorded here, each worker as far as their own work needs it."
	}
	var out []string
	for _, l := range a.Labels.List() {
		out = append(out, l.Words())
	}
	return "May read: " + strings.Join(out, "; ") + "."
}

func basisWords(a chronology.Access) string {
	s := chronology.WordsOf(a.Basis) + ", since " + civil.DayOf(a.From).Words()
	if !a.Until.IsZero() {
		s += ", until the end of " + civil.DayOf(a.Until.Add(-time.Second)).Words()
	}
	return s + "."
}

func lookedAt(t time.Time) string {
	local := t.In(civil.London)
	return civil.DayOf(t).Words() + " at " + local.Format("15:04")
}
