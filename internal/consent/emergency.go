package consent

import (
	"slices"
	"time"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Opened is a worker opening a case of their own organisation's that is not theirs,
// because somebody may come to harm before a colleague can be asked. It opens what
// chronology.InEmergency says, until a moment, and the team that keeps the record is told.
type Opened struct {
	Why    answer.Of[answer.Text]  `json:"why,omitzero" label:"safeguarding" words:"What is happening" need:"yes"`
	Worker answer.Of[ident.Worker] `json:"worker,omitzero" label:"safeguarding" words:"Who opened it" need:"yes"`
	Until  answer.Of[civil.When]   `json:"until,omitzero" label:"safeguarding" words:"Until" need:"yes"`
}

// Fixed says what no correction changes.
func (*Opened) Fixed() map[string]string {
	const instead = "That it was opened stays as it was"
	return map[string]string{"worker": instead, "until": instead, chronology.Whole: instead}
}

func emergencyKinds() []chronology.Kind {
	return []chronology.Kind{
		chronology.Define(chronology.Kind{Name: "consent.opened", Version: 1, Words: "Opened in an emergency", Told: chronology.Within, Exists: label.Safeguarding, Free: label.Safeguarding}, nil,
			func(b *Opened) chronology.Gives {
				until, ok := b.Until.Get()
				if !ok {
					return chronology.Gives{} // an opening without an end opens nothing
				}
				return chronology.Gives{Ties: []chronology.Tie{{Worker: b.Worker.Or(""), Bond: chronology.Emergency, Until: until.Latest().End()}}}
			}),
	}
}

// Emergency is one opening.
type Emergency struct {
	Entry  ident.Entry
	Worker ident.Worker
	Of     ident.Organisation
	Since  civil.When
	Until  civil.When
	Why    answer.Of[answer.Text]
}

// Runs says whether it is open still.
func (e Emergency) Runs(now time.Time) bool { return now.Before(e.Until.Latest().End()) }

func (s *State) foldEmergency(l chronology.Line) {
	b, ok := l.Body.(*Opened)
	if ok {
		until, _ := b.Until.Get()
		s.Emergencies = append(s.Emergencies, Emergency{Entry: l.ID, Worker: b.Worker.Or(""), Of: l.For, Since: l.Happened, Until: until, Why: b.Why})
	}
}

// Open is the act of opening a case in an emergency.
type Open struct {
	Happened civil.When
	Why      answer.Of[answer.Text]
}

// Decide writes it: for whoever acts, until the end of tomorrow. Beside says whether they
// walk beside the person already.
func (a Open) Decide(s State, beside bool, on ident.Chronology, m chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.If(beside, "why", "You walk beside this person: it is open to you already")
	c.If(slices.ContainsFunc(s.Emergencies, func(e Emergency) bool { return e.Worker == m.By && e.Of == m.For && e.Runs(m.Now) }), "why", "You opened this already, and it is open still")
	c.If(a.Why.IsZero(), "why", "Write what is happening: the team that keeps the record reads it")
	body := Opened{Why: a.Why, Worker: answer.Given(m.By), Until: answer.Given(civil.On(m.Today + 1))}
	return []chronology.New{{On: on, Happened: a.Happened, Body: &body}}, c.Err()
}
