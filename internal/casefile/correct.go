package casefile

import (
	"slices"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/decision"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
)

// Correction is what somebody corrects in an entry of their own organisation.
type Correction struct {
	Of       ident.Entry
	Fields   []string   // names of fields, or chronology.Date, or chronology.Whole alone
	Happened civil.When // the right date, when Date is among the fields
	Body     any        // the right answers, in the fields that are named
	Why      answer.Of[answer.Text]
	Extra    map[string]label.Set
}

// Correct writes a correction beside the entry; nothing is rubbed out. saw is LineTopic
// as the person saw it. Another organisation's entry is not corrected: what one knows
// otherwise is a claim of one's own.
func Correct(on ident.Chronology, x Correction, saw string) Act {
	name := "entry.correct"
	if slices.Contains(x.Fields, chronology.Whole) {
		name = "entry.take-back"
	}
	return Act{
		Name: name, On: []ident.Chronology{on}, Input: x, Saw: saw, Topic: func(c Case, _ ident.Organisation) string { return LineTopic(x.Of)(c) },
		decide: func(w World, m chronology.Moment) ([]chronology.New, error) { return x.decide(w.Cases[on], on, m) },
	}
}

func (x Correction) decide(c Case, on ident.Chronology, m chronology.Moment) ([]chronology.New, error) {
	l, ok := c.Line(x.Of)
	if !ok || l.Corrects != nil {
		return nil, errs.New(errs.NotFound, "There is no such entry")
	}
	if l.For != m.For {
		return nil, errs.New(errs.Denied, "Another organisation recorded this. If you know otherwise, write an entry of your own: both will stand")
	}
	if l.Struck {
		return nil, errs.New(errs.Conflict, "This entry was taken back already")
	}
	if err := x.check(l); err != nil {
		return nil, err
	}
	n := chronology.New{On: on, Happened: l.Happened, Body: x.Body, Corrects: &chronology.Correction{Of: x.Of, Fields: x.Fields, Why: x.Why}}
	if slices.Contains(x.Fields, chronology.Date) {
		n.Happened = x.Happened
	}
	n.Extra = keepLabels(l, x)
	return []chronology.New{n}, nil
}

// check refuses what a correction can't do: put another kind in an entry's place, write
// over what its author could not see, close a record to whoever keeps it, or change what
// other entries and somebody's access rest on.
func (x Correction) check(l chronology.Line) error {
	var c errs.Checks
	c.If(!sameKind(x.Body, l.Body), "kind", "A correction is of the same kind as the entry")
	c.If(closesRecord(l.Body, x.Fields), "fields", opensRecord)
	for _, name := range x.Fields {
		c.If(l.Closed(name), name, "You cannot see this field, so it stays as it is")
		if message := fixed(l.Body, name); message != "" {
			c.Say(besideOf(name), message)
		}
	}
	c.If(wordless(l.Body, x), "reasons", "A negative decision gives its reasons")
	return c.Err()
}

const opensRecord = "This opened the record. Correct what is wrong in it; a record that should not be here is erased, by an act of its own"

// closesRecord says whether correcting these fields would take back what opened the
// record, and with it the sight of whoever keeps it.
func closesRecord(body any, fields []string) bool {
	_, founds := body.(*person.Met)
	return founds && slices.Contains(fields, chronology.Whole)
}

// fixed says why no correction changes a field of a body, or takes the whole of it back;
// "" if one may.
func fixed(body any, name string) string {
	if f, ok := body.(chronology.Fixed); ok {
		return f.Fixed()[name]
	}
	return ""
}

// besideOf is where a refusal of correcting a field stands.
func besideOf(name string) string {
	if name == chronology.Whole {
		return "fields"
	}
	return name
}

// wordless says whether a correction would leave a negative decision without reasons.
func wordless(body any, x Correction) bool {
	was, ok := body.(*decision.Made)
	right, same := x.Body.(*decision.Made)
	if !ok || !same || was.Outcome.Or("") != decision.Negative || !slices.Contains(x.Fields, "reasons") {
		return false
	}
	reasons, _ := right.Reasons.Get()
	return reasons == ""
}

// keepLabels carries on the labels that authors added to the fields being corrected:
// labels are added, never taken away.
func keepLabels(l chronology.Line, x Correction) map[string]label.Set {
	out := map[string]label.Set{}
	for _, name := range x.Fields {
		if s := l.Extra[name].With(x.Extra[name]); !s.Empty() {
			out[name] = s
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// LineTopic names an entry as it was last corrected.
func LineTopic(id ident.Entry) func(Case) string {
	return func(c Case) string {
		l, ok := c.Line(id)
		if !ok {
			return "none"
		}
		return lineTopic(l)
	}
}

func lineTopic(l chronology.Line) string {
	if n := len(l.Corrections); n > 0 {
		return string(l.Corrections[n-1].ID)
	}
	return string(l.ID)
}
