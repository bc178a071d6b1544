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

// Conflicted keeps a worker from a case in which they have a conflict of interest: they
// know the family, say, or stood with those who exploited the person. To them it is as if
// there were no such case. Every organisation's manager can write it, whatever they may read:
// the desk tells it to no other organisation.
type Conflicted struct {
	Worker answer.Of[ident.Worker] `json:"worker,omitzero" label:"general" words:"Worker" need:"yes"`
	Why    answer.Of[answer.Text]  `json:"why,omitzero" label:"safeguarding" words:"What the conflict is"`
}

// Fixed says what no correction changes.
func (*Conflicted) Fixed() map[string]string {
	const instead = "Record that the conflict is over: who could know of the case, and when, stays clear"
	return map[string]string{"worker": instead, chronology.Whole: instead}
}

// Resolved ends a conflict of interest.
type Resolved struct {
	Conflict answer.Of[ident.Entry] `json:"conflict,omitzero" label:"general" words:"Which conflict" need:"yes"`
	Why      answer.Of[answer.Text] `json:"why,omitzero" label:"safeguarding" words:"Why it is none any more"`
}

// Fixed says what no correction changes.
func (*Resolved) Fixed() map[string]string {
	const instead = "What ended stays ended. Record the conflict anew"
	return map[string]string{"conflict": instead, chronology.Whole: instead}
}

func conflictKinds() []chronology.Kind {
	return []chronology.Kind{
		chronology.Define(chronology.Kind{Name: "consent.conflict", Version: 1, Words: "Conflict of interest", Told: chronology.Within, Exists: label.General, Free: label.Safeguarding}, nil,
			func(b *Conflicted) chronology.Gives {
				return chronology.Gives{Ties: []chronology.Tie{{Worker: b.Worker.Or(""), Bond: chronology.Conflict}}}
			}),
		chronology.Define(chronology.Kind{Name: "consent.conflict-over", Version: 1, Words: "Conflict of interest over", Told: chronology.Within, Exists: label.General, Free: label.Safeguarding}, nil,
			func(b *Resolved) chronology.Gives { return chronology.Gives{Ends: entries(b.Conflict)} }),
	}
}

// Kept is one worker who is kept from the case.
type Kept struct {
	Entry  ident.Entry
	Worker ident.Worker
	Of     ident.Organisation // who recorded it: an organisation keeps its own workers away
	Since  civil.When
}

func (s *State) foldConflict(l chronology.Line) {
	switch b := l.Body.(type) {
	case *Conflicted:
		if !slices.Contains(s.ended, l.ID) {
			s.Kept = append(s.Kept, Kept{Entry: l.ID, Worker: b.Worker.Or(""), Of: l.For, Since: l.Happened})
		}
	case *Resolved:
		what := b.Conflict.Or("")
		i := slices.IndexFunc(s.Kept, func(k Kept) bool { return k.Entry == what })
		if i < 0 || s.Kept[i].Of == l.For {
			s.ended = append(s.ended, what)
			s.Kept = slices.DeleteFunc(s.Kept, func(k Kept) bool { return k.Entry == what })
		}
	}
}

// Keep is the act of keeping a worker of one's own organisation from a case.
type Keep struct {
	Happened civil.When
	Body     Conflicted
}

// Decide writes it, once for each worker. Nobody shuts themselves out by this: they ask
// a colleague, who then can still open the case.
func (a Keep) Decide(s State, works func(ident.Organisation, ident.Worker) bool, on ident.Chronology, m chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.Rests(label.Of(label.General))
	w := a.Body.Worker.Or("")
	switch {
	case w == m.By:
		c.Say("worker", "You cannot keep yourself away. Ask another manager to record it")
	case w == "" || !works(m.For, w):
		c.Say("worker", "Choose a worker of your own organisation")
	case slices.ContainsFunc(s.Kept, func(k Kept) bool { return k.Worker == w && k.Of == m.For }):
		c.Say("worker", "They are kept away already")
	}
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}

// Resolve is the act of recording that a conflict is over.
type Resolve struct {
	Happened civil.When
	Body     Resolved
}

// Decide writes it; the conflict must be one that one's own organisation recorded.
func (a Resolve) Decide(s State, on ident.Chronology, m chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.Rests(label.Of(label.General))
	c.If(!slices.ContainsFunc(s.Kept, func(k Kept) bool { return k.Entry == a.Body.Conflict.Or("") && k.Of == m.For }), "conflict", "This is over already, or is another organisation's")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}
