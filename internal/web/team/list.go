package team

import (
	"waymark/internal/desk"
	"waymark/internal/sheet"
	"waymark/internal/web/route"
)

// listPath is where the list of what is due is taken away.
const listPath = "/lists/team"

// take sends what is late and what is due for the team and its houses, as the page has it.
func take(q *route.Request) error {
	t, err := q.Desk.Team(q.Context(), q.Signed.Actor)
	if err != nil {
		return err
	}
	return q.Take(listed(t))
}

func listed(t desk.Team) sheet.List {
	l := sheet.List{Name: "team", Columns: []sheet.Column{
		{Heading: "When", Key: "when"}, {Heading: "Who or which house", Key: "of"}, {Heading: "What they are", Key: "about"}, {Heading: "What", Key: "what"},
		{Heading: "Due", Key: "due"}, {Heading: "Rule", Key: "rule"}, {Heading: "Source", Key: "source"},
	}}
	for _, b := range (teamPage{team: t}).bands() {
		for _, d := range b.dues {
			l.Rows = append(l.Rows, []string{b.words, d.Of.Name, about(d.Of), what(d), d.Deadline.Due.String(), d.Rule.Title, d.Rule.Citation()})
		}
	}
	return l
}
