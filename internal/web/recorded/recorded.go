// Package recorded is the page that says: this was recorded already. It shows what was
// recorded and what was typed now, and offers a correction.
package recorded

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/ident"
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
		when: civil.DayOf(was.At).Words() + " at " + was.At.In(civil.London).Format("15:04"), values: typed, back: route.Path(v),
	}
	if v.Case.RunBy() == "" && v.May("case.history") {
		p.back = route.Path(v, "chronology")
	}
	for _, id := range was.Entries {
		l, ok := lineOf(v, id)
		if !ok {
			continue
		}
		p.lines = append(p.lines, line.Shown{Line: l, Kinds: q.Desk.Kinds(), Names: v.Names})
		if l.Kind == k.Name && !l.Struck && v.May("entry.correct") {
			p.correct = route.Path(v, "entries", string(l.ID), "correct")
		}
	}
	if when := typed.Get(chronology.Date); when != "" {
		p.typed = append(p.typed, text{"When", when})
	}
	body, _ := form.Read(k, typed, nil)
	for _, f := range k.Fields() {
		if raw := strings.Join(typed[f.Name], ", "); raw != "" {
			p.typed = append(p.typed, text{f.Words, said(q, v, body, f, raw)})
		}
	}
	for _, name := range []string{"because", "because-whole"} {
		if why := typed.Get(name); why != "" {
			p.typed = append(p.typed, text{"Why it was put right", why})
		}
	}
	return q.Show(http.StatusConflict, frame.Options{Title: "Recorded already", BackHref: p.back, BackText: v.Case.Called()}, both(p))
}

// Find gives what a worker recorded with a form, as far as the view shows it.
func Find(v desk.View, form ident.Act, by ident.Worker) (chronology.Entry, bool) {
	for _, l := range v.Case.Lines {
		if l.Act != form || l.By != by {
			continue
		}
		if l.Original != nil {
			return *l.Original, true
		}
		return l.Entry, true
	}
	return chronology.Entry{}, false
}

// Typed gives an entry as it was typed, so that the same form sent again is the same.
func Typed(kinds chronology.Kinds, e chronology.Entry) url.Values {
	typed := form.Write(kinds, e.Body)
	typed.Set(chronology.Date, e.Happened.Words())
	for name, more := range e.Extra {
		for _, l := range more.List() {
			typed.Add("extra-"+name, l.String())
		}
	}
	return typed
}

// lineOf finds the line of an entry, or for a correction the line that it stands beside.
func lineOf(v desk.View, id ident.Entry) (chronology.Line, bool) {
	for _, l := range v.Case.Lines {
		if l.ID == id || slices.ContainsFunc(l.Corrections, func(c chronology.Entry) bool { return c.ID == id }) {
			return l, true
		}
	}
	return chronology.Line{}, false
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
