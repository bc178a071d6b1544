package people

import (
	"strings"

	"waymark/internal/civil"
	"waymark/internal/sheet"
	"waymark/internal/web/route"
)

// listPath is where the list is taken away.
const listPath = "/lists/people"

// take sends the list as it is narrowed and ordered, all pages of it as far as
// route.MostTaken.
func take(q *route.Request) error {
	asked := ask(q.URL.Query())
	l := sheet.List{Name: "people"}
	for asked.Page = 1; ; asked.Page++ {
		p, err := read(q, asked)
		if err != nil {
			return err
		}
		if asked.Page == 1 {
			l.Columns = p.heads()
		}
		for _, r := range p.cells() {
			if len(l.Rows) < route.MostTaken {
				l.Rows = append(l.Rows, r)
			}
		}
		if !p.More || len(l.Rows) >= route.MostTaken {
			return q.Take(l)
		}
	}
}

// heads are the columns of the file: those of the page.
func (l listed) heads() []sheet.Column {
	out := []sheet.Column{{Heading: "Who", Key: "who"}, {Heading: "Where they are supported", Key: "setting"}}
	if l.Told {
		out = append(out, sheet.Column{Heading: "Who walks beside them", Key: "beside"})
	}
	return append(out, sheet.Column{Heading: "Next date", Key: "next"}, sheet.Column{Heading: "Late", Key: "late"})
}

func (l listed) cells() [][]string {
	var out [][]string
	for _, f := range l.Folk {
		r := []string{f.Who.Name, f.Who.Setting}
		if l.Told {
			var beside []string
			for _, w := range l.With[f.On] {
				beside = append(beside, l.names.Worker(w))
			}
			r = append(r, strings.Join(beside, "; "))
		}
		next, late := "", ""
		if !f.Next.IsZero() {
			next, late = civil.DayOf(f.Next.Add(-1)).String(), "no"
			if !l.Now.Before(f.Next) {
				late = "yes"
			}
		}
		out = append(out, append(r, next, late))
	}
	return out
}
