package today

import (
	"waymark/internal/desk"
	"waymark/internal/rulebook"
	"waymark/internal/sheet"
	"waymark/internal/web/route"
)

// listPath is where a list of what is due is taken away.
const listPath = "/lists/today"

// take sends one part of what is due, or everything by date, all pages of it as far as
// route.MostTaken.
func (s site) take(q *route.Request) error {
	names, err := q.Desk.Names(q.Context())
	if err != nil {
		return err
	}
	l := sheet.List{Name: "due", Columns: []sheet.Column{
		{Heading: "Who", Key: "who"}, {Heading: "What", Key: "what"}, {Heading: "Why", Key: "why"}, {Heading: "In whose hands", Key: "hands"},
		{Heading: "Due", Key: "due"}, {Heading: "When", Key: "when"}, {Heading: "Rule", Key: "rule"},
	}}
	r := rows{forms: s.forms, kinds: q.Desk.Kinds(), names: names, today: q.Desk.Today()}
	for page := 1; ; page++ {
		dues, more, err := s.dues(q, q.FormValue("list"), page)
		if err != nil {
			return err
		}
		for _, d := range dues {
			if len(l.Rows) < route.MostTaken {
				l.Rows = append(l.Rows, []string{d.Who.Name, d.Rule.Title, r.why(d, false), rulebook.PartyWords(d.Rule.Owner), d.Due.String(), when(d), d.Rule.Citation()})
			}
		}
		if !more || len(l.Rows) >= route.MostTaken {
			return q.Take(l)
		}
	}
}

// dues reads a page of a list.
func (s site) dues(q *route.Request, list string, page int) (dues []desk.Due, more bool, err error) {
	if which := desk.Which(list); which.Valid() {
		part, err := q.Desk.TasksOf(q.Context(), q.Signed.Actor, which, page)
		return part.Band.Dues, part.More, err
	}
	day, err := q.Desk.Day(q.Context(), q.Signed.Actor, page)
	return day.Dues, day.More, err
}
