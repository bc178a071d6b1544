package person

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// AskedElsewhere asks whether somebody who was met is known to another organisation. It
// stands on the record of whoever asks, and nothing of an answer does.
type AskedElsewhere struct {
	Name   answer.Of[string]     `json:"name,omitzero" label:"identity" words:"Name asked for" need:"yes"`
	Born   answer.Of[civil.When] `json:"born,omitzero" label:"identity" words:"Born" need:"yes"`
	Ring   answer.Of[string]     `json:"ring,omitzero" label:"contact" words:"Whom they can ring here" need:"yes"`
	Agreed answer.Of[bool]       `json:"agreed,omitzero" label:"general" words:"They know that we ask, and agree" need:"yes"`
}

// Fixed says that a question that was carried is not changed any more.
func (AskedElsewhere) Fixed() map[string]string {
	const asked = "This was asked already. Ask again with what is right"
	return map[string]string{chronology.Whole: asked, "name": asked, "born": asked, "ring": asked, "agreed": asked}
}

// MetElsewhere tells who keeps a record that another organisation met somebody of exactly
// this name and birth. Nobody but the keeper reads it.
type MetElsewhere struct {
	Organisation answer.Of[ident.Organisation] `json:"organisation,omitzero" label:"sharing" words:"Who met somebody" need:"yes"`
	Name         answer.Of[string]             `json:"name,omitzero" label:"sharing" words:"By the name" need:"yes"`
	Ring         answer.Of[string]             `json:"ring,omitzero" label:"sharing" words:"Whom you can ring there" need:"yes"`
}

// Elsewhere is that another organisation met somebody who may be this person.
type Elsewhere struct {
	Entry ident.Entry
	By    ident.Organisation
	On    civil.When
}

// FindAgain is the act of asking whether somebody is known elsewhere.
type FindAgain struct {
	Happened civil.When
	Body     AskedElsewhere
}

// widest is how many days a date of birth may leave open: a year, and no more.
const widest = 366

// Decide writes the question. It is exact: one name, and a birth known to the year.
func (a FindAgain) Decide(s State, on ident.Chronology, m chronology.Moment) ([]chronology.New, error) {
	if !s.Founded || s.Keeper != m.For {
		return nil, errs.New(errs.Denied, "Whoever keeps this record asks. Ask them")
	}
	var c errs.Checks
	name, named := a.Body.Name.Get()
	c.If(!named || utf8.RuneCountInString(strings.TrimSpace(name)) < 2, "name", "Write the whole name, exactly as they gave it: without one nobody can be asked")
	born, known := a.Body.Born.Get()
	c.If(!known, "born", "Write when they were born, or the year: without it somebody else could be meant")
	c.If(known && born.Latest().Sub(born.Earliest()) >= widest, "born", "Write the day or the year. A longer time could mean somebody else")
	ring, told := a.Body.Ring.Get()
	c.If(!told || strings.TrimSpace(ring) == "", "ring", "Write a name and a number here, so that they can ring you")
	agreed, said := a.Body.Agreed.Get()
	c.If(!said || !agreed, "agreed", "Ask them first. If they do not want it, or cannot be asked, talk it over with your safeguarding lead")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}

// Is says whether somebody is exactly who a question names: one of their names is that
// name, in whatever capitals, and their birth and the one asked for can be the same day.
func (s State) Is(q AskedElsewhere) bool {
	born, known := q.Born.Get()
	name, named := q.Name.Get()
	if !known || !named || !s.bornOn(born) {
		return false
	}
	for _, w := range s.Names {
		if exact(w.Name) == exact(name) {
			return true
		}
	}
	return false
}

func (s State) bornOn(asked civil.When) bool {
	for _, x := range s.Born.All() {
		if b, ok := x.Answer.Get(); ok && b.Earliest() <= asked.Latest() && asked.Earliest() <= b.Latest() {
			return true
		}
	}
	return false
}

var fold = cases.Fold()

// exact is a name as it is compared: its letters however composed, without capitals or
// space around. Marks, scripts and the order of words count.
func exact(name string) string {
	return norm.NFC.String(fold.String(norm.NFC.String(strings.Join(strings.Fields(name), " "))))
}

func elsewhereKinds() []chronology.Kind {
	return []chronology.Kind{
		chronology.Define[AskedElsewhere](chronology.Kind{Name: "person.asked-elsewhere", Version: 1, Words: "Asked whether they are known elsewhere", Exists: label.General, Free: label.Identity}, nil, nil),
		chronology.Define[MetElsewhere](chronology.Kind{Name: "person.met-elsewhere", Version: 1, Words: "Somebody like them was met elsewhere", Exists: label.Sharing, Free: label.Sharing}, nil, nil),
	}
}
