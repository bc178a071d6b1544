package together

import (
	"slices"
	"strings"
	"time"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/label"
	"waymark/internal/referral"
	"waymark/internal/web/route"
	"waymark/internal/wording"
)

func (r *reading) all(keys ...string) []wording.Said {
	var out []wording.Said
	for _, k := range keys {
		out = append(out, r.Say(k))
	}
	return out
}

func (r *reading) labels(ls label.Set) []wording.Said {
	var out []wording.Said
	for _, l := range ls.List() {
		out = append(out, r.Say("label."+l.String()))
	}
	return out
}

// kept says what is kept: how often something was written, since when, and about what.
func (r *reading) kept() section {
	s := section{id: "kept", heading: r.Say("kept.heading"), says: r.all("kept.why")}
	var about label.Set
	var since time.Time
	n := 0
	for _, l := range r.view.Case.Lines {
		if l.Struck || l.Corrects != nil {
			continue
		}
		if n++; since.IsZero() || l.Recorded.Before(since) {
			since = l.Recorded
		}
		for _, f := range r.q.Desk.Kinds().Show(l.Body) {
			if f.State == answer.IsGiven || f.State == answer.IsWithheld {
				about = about.With(label.Of(f.Field.Label))
			}
		}
	}
	if n > 0 {
		s.says = append(s.says, r.Say("kept.entries", wording.Number("n", n), wording.Day("since", civil.DayOf(since))))
	}
	if s.things = r.labels(about); len(s.things) > 0 {
		s.says = append(s.says, r.Say("kept.what"))
	} else {
		s.says = append(s.says, r.Say("kept.nothing"))
	}
	if r.view.Labels != label.Everything() {
		s.after = r.all("kept.closed")
	}
	return s
}

// basisKey is where the words for a ground stand.
func basisKey(b chronology.Basis) string { return "basis." + strings.ReplaceAll(string(b), " ", "-") }

// seen says who can see it now: each organisation once, on every ground that it has.
func (r *reading) seen() section {
	s := section{id: "seen", heading: r.Say("seen.heading"), says: r.all("seen.lead")}
	if r.view.Restricted() {
		s.says = append(s.says, r.Say("seen.few"))
	}
	for i, a := range r.view.Access {
		if slices.IndexFunc(r.view.Access, func(x chronology.Access) bool { return x.To == a.To }) == i {
			s.groups = append(s.groups, r.sees(a))
		}
	}
	for _, e := range r.view.Case.Consent.Emergencies {
		if e.Runs(r.view.Now) {
			s.after = append(s.after, r.Say("seen.emergency", wording.Text("who", r.view.Names.Worker(e.Worker)),
				wording.Text("group", r.view.Names.Organisation(e.Of)), wording.When("day", e.Until)))
		}
	}
	s.after = append(s.after, r.Say("seen.looks"))
	return s
}

func (r *reading) sees(first chronology.Access) group {
	g := group{name: r.view.Names.Organisation(first.To)}
	var may label.Set
	for _, a := range r.view.Access {
		if a.To != first.To {
			continue
		}
		may = may.With(a.Labels)
		g.says = append(g.says, r.Say(basisKey(a.Basis), wording.Day("day", civil.DayOf(a.From))))
		switch {
		case !a.Until.IsZero():
			g.says = append(g.says, r.Say("seen.until", wording.Day("day", civil.DayOf(a.Until.Add(-time.Second)))))
		case a.Basis != chronology.Keeper:
			g.says = append(g.says, r.Say("seen.no-end"))
		}
	}
	if may == label.Everything() {
		g.says = append(g.says, r.Say("seen.all"))
		return g
	}
	g.says, g.list = append(g.says, r.Say("seen.parts")), r.labels(may)
	return g
}

// trusted are the grounds on which somebody reads because the person said so.
var trusted = []chronology.Basis{chronology.Consent, chronology.Appointment}

// agreed says what the person said yes to, and how each of it is ended.
func (r *reading) agreed() section {
	s := section{id: "agreed", heading: r.Say("agreed.heading")}
	for _, l := range r.view.Case.Referral.Sent {
		if b, ok := l.Body.(*referral.Sent); ok && b.Consent.Or("") == "yes" && b.Authority.Or("") != "child-panel" {
			s.says = append(s.says, r.Say("agreed.referral", wording.When("day", l.Happened)))
		}
	}
	for _, a := range r.view.Access {
		if !slices.Contains(trusted, a.Basis) {
			continue
		}
		name := r.view.Names.Organisation(a.To)
		g := group{name: name, says: []wording.Said{r.Say("agreed.share", wording.Text("group", name), wording.Day("day", civil.DayOf(a.From)))}}
		if r.view.May("consent.end-sharing") {
			g.end = &ending{route.CasePath(r.view.Case.ID, "sharing", string(a.Entry), "end"), r.Say("agreed.end-one", wording.Text("group", name))}
		}
		s.groups = append(s.groups, g)
	}
	s.after = r.all("agreed.end")
	if len(s.groups) == 0 {
		s.after = r.all("agreed.none")
	}
	return s
}

// worker says who works with the person: at who keeps the record, and at whom they trusted.
func (r *reading) worker() section {
	s := section{id: "worker", heading: r.Say("worker.heading")}
	for _, l := range r.view.Links {
		with := slices.ContainsFunc(r.view.Access, func(a chronology.Access) bool {
			return a.To == l.For && (a.Basis == chronology.Keeper || slices.Contains(trusted, a.Basis))
		})
		if l.Bond == chronology.Beside && with {
			s.things = append(s.things, r.Say("worker.one", wording.Text("who", r.view.Names.Worker(l.Worker)), wording.Text("group", r.view.Names.Organisation(l.For))))
		}
	}
	if len(s.things) == 0 {
		s.says = r.all("worker.nobody")
	}
	return s
}

// rights says what holds whatever the record says.
func (r *reading) rights() section {
	return section{
		id: "rights", heading: r.Say("rights.heading"),
		says: r.all("rights.read", "rights.correct", "rights.answer", "rights.law", "rights.complain"),
	}
}
