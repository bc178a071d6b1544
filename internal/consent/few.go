package consent

import (
	"slices"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Restricted makes a case one that few may know of at all: from then on only who walks
// beside the person, and who is named, in whichever organisation.
type Restricted struct {
	Why answer.Of[answer.Text] `json:"why,omitzero" label:"sharing" words:"Why few may know" need:"yes"`
}

// Fixed says what no correction changes.
func (*Restricted) Fixed() map[string]string {
	return map[string]string{chronology.Whole: "End the restriction instead: who could know of it, and when, stays clear"}
}

// Named lets one worker know of a case while it is restricted. It gives nothing to read
// that their organisation and their role do not.
type Named struct {
	Worker answer.Of[ident.Worker]       `json:"worker,omitzero" label:"sharing" words:"Who" need:"yes"`
	Of     answer.Of[ident.Organisation] `json:"of,omitzero" label:"sharing" words:"Of" need:"yes"`
}

// Fixed says what no correction changes.
func (*Named) Fixed() map[string]string {
	const instead = "Take this name off and name somebody anew: who could know of it, and when, stays clear"
	return map[string]string{"worker": instead, "of": instead}
}

// Lifted ends a restriction, or takes one name off.
type Lifted struct {
	What answer.Of[ident.Entry] `json:"what,omitzero" label:"sharing" words:"What ended" need:"yes"`
	Why  answer.Of[answer.Text] `json:"why,omitzero" label:"sharing" words:"Why"`
}

// Fixed says what no correction changes.
func (*Lifted) Fixed() map[string]string {
	const instead = "What was ended stays ended. Restrict the case anew, or name them anew"
	return map[string]string{"what": instead, chronology.Whole: instead}
}

func fewKinds() []chronology.Kind {
	return []chronology.Kind{
		chronology.Define(chronology.Kind{Name: "consent.restricted", Version: 1, Words: "Restricted to few", Exists: label.Sharing, Free: label.Sharing}, nil,
			func(*Restricted) chronology.Gives { return chronology.Gives{Restricts: true} }),
		chronology.Define(chronology.Kind{Name: "consent.named", Version: 1, Words: "Named as one who may know", Exists: label.Sharing, Free: label.Sharing}, nil,
			func(b *Named) chronology.Gives {
				return chronology.Gives{Ties: []chronology.Tie{{Worker: b.Worker.Or(""), Of: b.Of.Or(""), Bond: chronology.Named}}}
			}),
		chronology.Define(chronology.Kind{Name: "consent.lifted", Version: 1, Words: "Restriction ended, or a name taken off", Exists: label.Sharing, Free: label.Sharing}, nil,
			func(b *Lifted) chronology.Gives { return chronology.Gives{Ends: entries(b.What)} }),
	}
}

func entries(what answer.Of[ident.Entry]) []ident.Entry {
	if e, ok := what.Get(); ok {
		return []ident.Entry{e}
	}
	return nil
}

// Naming is one worker who is named.
type Naming struct {
	Entry  ident.Entry
	Worker ident.Worker
	Of     ident.Organisation
}

// foldFew takes one line of this file into the state.
func (s *State) foldFew(l chronology.Line) {
	gone := slices.Contains(s.ended, l.ID)
	switch b := l.Body.(type) {
	case *Restricted:
		if !gone {
			s.Restrictions = append(s.Restrictions, Restriction{Entry: l.ID, Since: l.Happened, Why: b.Why})
		}
	case *Named:
		if !gone {
			s.Named = append(s.Named, Naming{Entry: l.ID, Worker: b.Worker.Or(""), Of: b.Of.Or("")})
		}
	case *Lifted:
		what := b.What.Or("")
		s.ended = append(s.ended, what)
		s.Restrictions = slices.DeleteFunc(s.Restrictions, func(r Restriction) bool { return r.Entry == what })
		s.Named = slices.DeleteFunc(s.Named, func(n Naming) bool { return n.Entry == what })
	}
}

// Restriction is one that runs.
type Restriction struct {
	Entry ident.Entry
	Since civil.When
	Why   answer.Of[answer.Text]
}

// Restrict is the act of making a case one that few may know of. Whoever does it is named
// at once, and somebody With them: one person alone who falls ill would leave the case
// with nobody who can open it.
type Restrict struct {
	Happened civil.When
	Body     Restricted
	With     Named
}

// Decide writes the restriction and two names. Works says who works where.
func (a Restrict) Decide(s State, works func(ident.Organisation, ident.Worker) bool, on ident.Chronology, m chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.Rests(label.Of(label.Sharing))
	c.If(len(s.Restrictions) > 0, "why", "Few may know of this already")
	c.If(a.With.Worker.Or("") == m.By, "worker", "You are named yourself. Choose somebody besides you")
	checkNamed(&c, a.With, works)
	self := Named{Worker: answer.Given(m.By), Of: answer.Given(m.For)}
	return []chronology.New{
		{On: on, Happened: a.Happened, Body: &a.Body},
		{On: on, Happened: a.Happened, Body: &self},
		{On: on, Happened: a.Happened, Body: &a.With},
	}, c.Err()
}

func checkNamed(c *errs.Checks, b Named, works func(ident.Organisation, ident.Worker) bool) {
	w := b.Worker.Or("")
	c.If(w == "" || !works(b.Of.Or(""), w), "worker", "Choose somebody from the list")
}

// Name is the act of letting one more worker know of a restricted case.
type Name struct {
	Happened civil.When
	Body     Named
}

// Decide writes the name, once for each worker.
func (a Name) Decide(s State, works func(ident.Organisation, ident.Worker) bool, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.Rests(label.Of(label.Sharing))
	c.If(len(s.Restrictions) == 0, "worker", "This record is not restricted, so nobody needs to be named")
	checkNamed(&c, a.Body, works)
	c.If(slices.ContainsFunc(s.Named, func(n Naming) bool { return n.Worker == a.Body.Worker.Or("") }), "worker", "They are named already")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}

// Lift is the act of ending a restriction or taking a name off.
type Lift struct {
	Happened civil.When
	Body     Lifted
}

// Decide writes it. The last two names stay for as long as the case is restricted.
func (a Lift) Decide(s State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.Rests(label.Of(label.Sharing))
	what := a.Body.What.Or("")
	named := slices.ContainsFunc(s.Named, func(n Naming) bool { return n.Entry == what })
	switch {
	case slices.ContainsFunc(s.Restrictions, func(r Restriction) bool { return r.Entry == what }):
	case named && len(s.Restrictions) > 0 && len(s.Named) <= 2:
		c.Say("what", "Two people at least must be able to open a restricted record. Name somebody else first")
	case !named:
		c.Say("what", "This has ended already")
	}
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}
