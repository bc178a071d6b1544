package recorded

import (
	"net/http"
	"net/url"
	"strings"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/web/form"
	"waymark/internal/web/frame"
	"waymark/internal/web/line"
	"waymark/internal/web/route"
)

type bothTexts struct {
	when    string
	lines   []line.Shown
	typed   []text
	values  url.Values
	correct string
	back    string
}

type text struct{ words, text string }

// Show answers a form whose act was done before with other words. err is the Conflict.
func Show(q *route.Request, v desk.View, typed url.Values, k chronology.Kind, err error) error {
	was, ok := errs.Of(err).Detail.(desk.Recorded)
	if !ok {
		return err
	}
	p := bothTexts{
		when: civil.DayOf(was.At).Words() + " at " + was.At.In(civil.London).Format("15:04"), values: typed, back: route.CasePath(v.Case.ID, "chronology"),
	}
	for _, id := range was.Entries {
		l, ok := v.Case.Line(id)
		if !ok {
			continue
		}
		p.lines = append(p.lines, line.Shown{Line: l, Kinds: q.Desk.Kinds(), Names: v.Names})
		if l.Kind == k.Name && v.May("entry.correct") {
			p.correct = route.CasePath(v.Case.ID, "entries", string(id), "correct")
		}
	}
	p.typed = append(p.typed, text{"When", typed.Get(chronology.Date)})
	body, _ := form.Read(k, typed, nil)
	for _, f := range k.Fields() {
		if raw := strings.Join(typed[f.Name], ", "); raw != "" {
			p.typed = append(p.typed, text{f.Words, said(q, v, body, f, raw)})
		}
	}
	return q.Show(http.StatusConflict, frame.Options{Title: "Recorded already", BackHref: p.back, BackText: v.Case.Person.Called()}, both(p))
}

// said words what was typed as a page shows it, or gives it as typed when it is no
// answer.
func said(q *route.Request, v desk.View, body any, f chronology.Field, raw string) string {
	for _, s := range q.Desk.Kinds().Show(body) {
		if s.Field.Name == f.Name {
			return form.Words(s, v.Names)
		}
	}
	return raw
}
