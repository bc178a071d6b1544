package caseview

import (
	"strings"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/errs"
	"waymark/internal/sheet"
	"waymark/internal/web/form"
	"waymark/internal/web/route"
)

// takeChronology sends the lines of the chronology that are asked for, in the order asked
// for, as their reader sees them.
func (cs cases) takeChronology(q *route.Request) error {
	p, err := cs.open(q, "taken")
	if err == nil && !p.view.May("case.export") {
		err = errs.New(errs.Denied, "A manager of the team takes a record away. Ask them")
	}
	if err != nil {
		return err
	}
	if p.knownError != "" {
		return p.now()
	}
	l := sheet.List{Name: "chronology", Columns: []sheet.Column{
		{Heading: "Date", Key: "date"}, {Heading: "What", Key: "kind"}, {Heading: "In words", Key: "words"}, {Heading: "Put right", Key: "corrected"},
		{Heading: "Recorded", Key: "recorded"}, {Heading: "By", Key: "by"}, {Heading: "For", Key: "for"}, {Heading: "Said elsewhere", Key: "origin"},
	}}
	for _, line := range p.asks(q.Form).lines {
		l.Rows = append(l.Rows, []string{
			line.Happened.Words(), p.kindWords(line), p.told(line), corrected(line),
			lookedAt(line.Recorded), p.view.Names.Worker(line.By), p.view.Names.Organisation(line.For), line.Origin,
		})
	}
	return q.Send(l)
}

// told is what a line says, an answer a line. What was not asked is left out.
func (p casePage) told(l chronology.Line) string {
	var out []string
	for _, s := range p.q.Desk.Kinds().Show(l.Body) {
		if s.State != answer.NotAsked {
			out = append(out, s.Field.Words+": "+form.Words(s, p.view.Names))
		}
	}
	return strings.Join(out, "\n")
}

// corrected says that an entry was put right or taken back.
func corrected(l chronology.Line) string {
	switch {
	case l.Struck:
		return "taken back"
	case len(l.Corrections) > 0:
		return "put right"
	}
	return ""
}
