package rulebook

import (
	"regexp"
	"slices"

	"waymark/internal/civil"
)

var (
	idForm   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	kindForm = regexp.MustCompile(`^[a-z-]+\.[a-z-]+$`)
)

// prove says what is wrong with the rule's shape. What its kinds and marks are is for Check.
func (f *faults) prove(r *Rule) {
	f.when(!idForm.MatchString(r.ID), "id: write it like recovery-30-days")
	f.when(!idForm.MatchString(r.Line), "line: write it like recovery-period")
	f.when((r.Question == "") != (r.Reading == ""), "reading: say both the question and which answer it is")
	f.when(!slices.Contains([]Sort{Limit, Minimum, Window, Review}, r.Sort), "sort: %q is not limit, minimum, window or review", r.Sort)
	f.when(r.Title == "", "title: say what must happen")
	f.when(r.Why == "", "why: say why it matters to the person")
	f.when(PartyWords(r.Owner) == "", "owner: there is no %q", r.Owner)
	f.when(r.Transition != Started && r.Transition != Running, "transition: %q is not started or running", r.Transition)
	for _, w := range r.Watchers {
		f.when(PartyWords(w.Who) == "", "watchers: there is no %q", w.Who)
		f.when(!kindForm.MatchString(w.Chase), "watchers: chase is an act, like decision.chase")
	}
	f.conditions(r)
	f.timing(r)
	f.sources(r)
	f.when(len(r.Examples) == 0, "examples: work through at least one")
	for i, e := range r.Examples {
		f.example(i, e)
	}
}

func (f *faults) conditions(r *Rule) {
	for _, c := range r.conditions() {
		f.when(!kindForm.MatchString(c.Kind), "%q is not a kind, like decision.made", c.Kind)
		for name, t := range c.Marks {
			f.when(t.parts() != 1, "%s: test %s with one of is, in, not, at_least", c.Kind, name)
		}
	}
	for _, s := range slices.Concat(r.Void, r.While) {
		f.when(s.Because == "", "%s: say in because why the clock no longer applies", s.Kind)
	}
	f.when((len(r.Pause) == 0) != (len(r.Resume) == 0), "pause: a clock that stops needs what makes it go on, and the other way round")
}

// parts counts what a test says.
func (t Test) parts() int {
	n := 0
	for _, said := range []bool{t.Is != "", len(t.In) > 0, t.Not != "", t.AtLeast != nil} {
		if said {
			n++
		}
	}
	return n
}

func (f *faults) timing(r *Rule) {
	if r.Sort == Review {
		f.when(r.Every.Unit == "", "every: say how often")
		f.when(r.Every.N < 1, "every: a review comes again after at least one %s", r.Every.Unit)
		f.when(r.Every.Date != "", "every: it counts from the review before")
	} else {
		f.when(len(r.Due.Counts) == 0, "due: say when")
		f.when(r.Every.Unit != "", "every: only a review comes again")
	}
	f.when((r.Within.Times == 0) != (r.Within.Months == 0), "within: say how many times and in how many months")
	f.when(r.Within.Times < 0 || r.Within.Months < 0 || r.Within.Months > most, "within: %d times in %d months is not possible", r.Within.Times, r.Within.Months)
	for _, e := range r.Escalate {
		f.when(PartyWords(e.To) == "", "escalate: there is no %q", e.To)
		f.when(e.After.N < 0 || e.After.Date != "", "escalate: after is counted on from the due date")
		f.when(e.After.Unit != Days && e.After.Unit != WorkingDays, "escalate: after is days or working_days")
	}
}

func (f *faults) sources(r *Rule) {
	f.when(len(r.Sources) == 0, "source: say where it is written")
	for _, s := range r.Sources {
		f.when(s.Document == "", "source: name the document")
		f.when(!slices.Contains(sourceKinds, s.Kind), "source: kind %q is not one of %v", s.Kind, sourceKinds)
		f.when(s.Kind == "general-knowledge" && r.Verified, "verified: nobody verifies general knowledge")
		if s.Date != "" {
			_, err := civil.ParseWhen(s.Date)
			f.when(err != nil, "source: %q is not a date: write it like 2019-07", s.Date)
		}
	}
	f.when(!r.Verified && r.Note == "", "note: say what nobody could find in a source")
}

func (f *faults) example(i int, e Example) {
	n := i + 1
	f.when(len(e.Given) == 0, "example %d: given: say what happened", n)
	for _, g := range e.Given {
		_, err := civil.ParseWhen(g.Happened)
		f.when(err != nil || g.Happened == "", "example %d: happened: %q is not a date", n, g.Happened)
		_, err = civil.ParseWhen(g.Recorded)
		f.when(err != nil, "example %d: recorded: %q is not a date", n, g.Recorded)
		f.when(g.Kind == "", "example %d: given: say the kind", n)
	}
	_, err := civil.ParseWhen(e.AsOf)
	f.when(err != nil || e.AsOf == "", "example %d: as_of: %q is not a date", n, e.AsOf)
	if e.Nation != "" {
		_, err = civil.ParseNation(e.Nation)
		f.when(err != nil, "example %d: there is no nation %q", n, e.Nation)
	}
	_, err = civil.ParseWhen(e.Expect.Due)
	f.when(err != nil, "example %d: due: %q is not a date", n, e.Expect.Due)
	f.when(!slices.Contains(standings, e.Expect.State), "example %d: state %q is not one of %v", n, e.Expect.State, standings)
}
