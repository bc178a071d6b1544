package organisation

import (
	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// What a worker is owed besides a job: somebody who looks at the work with them, and
// training that has not run out. Inspectors found that teams could not show either: Care
// Quality Commission, January 2023, "Systems for audit and oversight".

// Supervised is supervision that was held with a worker.
type Supervised struct {
	How  answer.Of[SupervisionForm] `json:"how,omitzero" label:"staffing" words:"What it was" need:"yes"`
	With answer.Of[string]          `json:"with,omitzero" label:"staffing" words:"With whom" need:"yes"`
	Note answer.Of[answer.Text]     `json:"note,omitzero" label:"staffing" words:"What was agreed"`
}

// SupervisionForm is what sort of supervision it was.
type SupervisionForm string

// Codes lists the sorts of supervision.
func (SupervisionForm) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "one-to-one", Words: "One to one, with whoever manages them"}, {Value: "clinical", Words: "Clinical or reflective, with somebody from outside"}, {Value: "group", Words: "In a group"},
	}
}

// Trained is training that a worker has done.
type Trained struct {
	Course answer.Of[Course]      `json:"course,omitzero" label:"staffing" words:"What in" need:"yes"`
	Until  answer.Of[civil.When]  `json:"until,omitzero" label:"staffing" words:"The last day on which it is valid"`
	By     answer.Of[string]      `json:"by,omitzero" label:"staffing" words:"Given by"`
	Note   answer.Of[answer.Text] `json:"note,omitzero" label:"staffing" words:"What else to know"`
}

// Course is what training is in. Renewing one leaves the others' clocks alone.
type Course string

// Codes lists what training is in.
func (Course) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "safeguarding-adults", Words: "Safeguarding adults"}, {Value: "safeguarding-children", Words: "Safeguarding children"},
		{Value: "modern-slavery", Words: "Modern slavery and the NRM"}, {Value: "trauma-informed", Words: "Trauma-informed work"}, {Value: "vicarious-trauma", Words: "Vicarious trauma"},
		{Value: "health-and-safety", Words: "Health and safety"}, {Value: "first-aid", Words: "First aid"}, {Value: "data-protection", Words: "Data protection"},
	}
}

// The marks that the kinds of this room publish.
var (
	worksCodes = []chronology.Code{{Value: "with-people", Words: "Works with people"}, {Value: "on-waymark", Words: "Runs Waymark and sees no case"}, {Value: "program", Words: "A program"}}
	endCodes   = []chronology.Code{{Value: "written", Words: "A last day is written"}, {Value: "open", Words: "No last day is written"}}
)

// works says with whom somebody in a role works.
func works(role string) string {
	switch role {
	case "":
		return ""
	case houseRole:
		return "on-waymark"
	case Program:
		return "program"
	}
	return "with-people"
}

// teamKinds lists the kinds about workers once they are there.
func teamKinds() []chronology.Kind {
	return []chronology.Kind{
		chronology.Define[Supervised](chronology.Kind{Name: "worker.supervised", Version: 1, House: true, Words: "Supervision", Exists: label.Staffing, Free: label.Staffing}, nil, nil),
		chronology.Checked(chronology.Define(chronology.Kind{
			Name: "worker.trained", Version: 1, House: true, Words: "Training", Exists: label.Staffing, Free: label.Staffing,
			Marks: []chronology.MarkSpec{
				{Name: "course", Label: label.Staffing, Codes: Course("").Codes()}, {Name: "end", Label: label.Staffing, Codes: endCodes}, {Name: "until", Label: label.Staffing, Date: true},
			},
		}, func(b *Trained) chronology.Published {
			course := string(b.Course.Or(""))
			p := chronology.Published{Episode: ident.Entry(course)} // each course is an episode of its own
			end := "open"
			if until, ok := b.Until.Get(); ok {
				end = "written"
				p.Dated("until", label.Staffing, until)
			}
			p.Coded("course", label.Staffing, course)
			p.Coded("end", label.Staffing, end)
			return p
		}, nil), (*Trained).check),
	}
}

// check holds wherever training comes from. A correction of one field says nothing of the
// others.
func (b *Trained) check(c *errs.Checks, n chronology.New) {
	if until, ok := b.Until.Get(); ok && n.Corrects == nil {
		c.If(until.Latest() < n.Happened.Earliest(), "until", "That day lies before the training")
	}
}

// Supervise is the act of recording supervision.
type Supervise struct {
	Happened civil.When
	Body     Supervised
}

// Decide writes it, for a worker who is here.
func (a Supervise) Decide(s State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	s.here(&c, "how")
	c.If(blank(a.Body.With), "with", "Write with whom")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}

// Train is the act of recording training.
type Train struct {
	Happened civil.When
	Body     Trained
}

// Decide writes it, for a worker who is here.
func (a Train) Decide(s State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	s.here(&c, "course")
	n := chronology.New{On: on, Happened: a.Happened, Body: &a.Body}
	a.Body.check(&c, n)
	return []chronology.New{n}, c.Err()
}

// here refuses what is about nobody, or about somebody who left.
func (s State) here(c *errs.Checks, field string) {
	c.If(!s.Joined, field, "There is no such worker here")
	c.If(s.Gone, field, "This worker has left")
}
