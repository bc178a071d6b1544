// Package caseview is the pages about one person: Now, the chronology, and who can see
// it. Every page is a fold of what this reader may open.
package caseview

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/govuk"
	"waymark/internal/ident"
	"waymark/internal/web/act"
	"waymark/internal/web/form"
	"waymark/internal/web/frame"
	"waymark/internal/web/line"
	"waymark/internal/web/route"
)

// Routes lists the routes about one person, about whom these pages may be written.
func Routes(pages []act.Page) []route.Route {
	cs := cases{pages: pages}
	return []route.Route{
		{Pattern: "GET /cases/{case}", Action: "case.see", Serve: cs.showNow},
		{Pattern: "GET /cases/{case}/chronology", Action: "case.history", Serve: cs.showChronology},
		{Pattern: "GET /cases/{case}/chronology/as/{as}", Action: "case.export", Serve: cs.takeChronology},
		{Pattern: "GET /cases/{case}/who", Action: "case.see", Serve: cs.showWho},
	}
}

type cases struct{ pages []act.Page }

// casePage is one case as one reader sees it.
type casePage struct {
	q          *route.Request
	pages      []act.Page
	view       desk.View
	at         string // which tab
	known      string // the day whose end is shown; "" for now
	typedKnown string
	knownError string
	drafts     []draft
}

type draft struct{ href, words string }

func (cs cases) open(q *route.Request, tab string) (casePage, error) {
	p := casePage{q: q, pages: cs.pages, at: tab, typedKnown: q.FormValue("known")}
	on, err := q.Case()
	if err != nil {
		return p, err
	}
	var at chronology.At
	if p.typedKnown != "" && tab != "who" { // who may read is always who may read now
		when, err := civil.ReadWhen(p.typedKnown)
		if err != nil {
			p.knownError = err.Error()
		} else {
			at.KnownAt, p.known = when.Latest().End().Add(-time.Microsecond), when.Latest().Words()
		}
	}
	read := q.Desk.Read
	if tab == "chronology" || tab == "taken" {
		read = q.Desk.History
	}
	p.view, err = read(q.Context(), q.Signed.Actor, "case."+tab, on, at)
	return p, err
}

func (p casePage) frame(title string) frame.Options {
	return frame.Options{Title: title, IDBar: bar(p), BackHref: "/today", BackText: "Today"}
}

func (cs cases) showNow(q *route.Request) error {
	p, err := cs.open(q, "now")
	if err != nil {
		return err
	}
	return p.now()
}

// now shows how things stand. It is also where a day that cannot be read is put right.
func (p casePage) now() error {
	q := p.q
	p.at = "now"
	drafts, err := form.About(q, p.view.Case.ID)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		p.drafts = append(p.drafts, draft{href: d.Href, words: d.Name + ", kept " + lookedAt(d.Saved)})
	}
	status := http.StatusOK
	if p.knownError != "" {
		status = http.StatusUnprocessableEntity
	}
	return q.Show(status, p.frame("Now"), now(p))
}

func (p casePage) name() string { return p.view.Case.Person.Called() }

func (p casePage) path(more ...string) string { return route.CasePath(p.view.Case.ID, more...) }

func (p casePage) tabs() []govuk.PageTab {
	known := ""
	if p.known != "" {
		known = "?" + url.Values{"known": {p.typedKnown}}.Encode()
	}
	tabs := []govuk.PageTab{{Text: "Now", Href: p.path() + known, Current: p.at == "now"}}
	if p.mayLookBack() {
		tabs = append(tabs, govuk.PageTab{Text: "Chronology", Href: p.path("chronology") + known, Current: p.at == "chronology"})
	}
	return append(tabs, govuk.PageTab{Text: "Who can see this", Href: p.path("who"), Current: p.at == "who"})
}

// mayLookBack says whether what was before is open to the reader: the chronology, and how
// things stood on another day.
func (p casePage) mayLookBack() bool { return p.view.May("case.history") }

// shown makes a line ready for the page.
func (p casePage) shown(l chronology.Line) line.Shown {
	s := line.Shown{Line: l, Kinds: p.q.Desk.Kinds(), Names: p.view.Names, Refer: p.refer, Link: p.entryPath(l.ID)}
	if l.For == p.q.Signed.Actor.Organisation && p.known == "" && l.Corrects == nil && p.view.May("entry.correct") {
		s.Place = p.path("entries", string(l.ID), "correct")
	}
	return s
}

// refer words an answer that names another entry: what it is and when.
func (p casePage) refer(f chronology.Shown) string {
	id, ok := f.Value.(ident.Entry)
	if !ok {
		return ""
	}
	l, ok := p.view.Case.Line(id)
	if !ok {
		return "An entry that is not open to you"
	}
	return p.kindWords(l) + ", " + l.Happened.Words()
}

// mayWrite says whether to offer an act: the policies allow it and the reader could
// read what they wrote.
func (p casePage) mayWrite(action, kind string) bool {
	k, ok := p.q.Desk.Kinds().Find(kind)
	return ok && p.view.Writes(k) && p.view.May(action)
}

func (p casePage) kindWords(l chronology.Line) string {
	k, _ := p.q.Desk.Kinds().Find(l.Kind)
	if l.Struck {
		return k.Words + " (taken back)"
	}
	return k.Words
}

// inShort says a line in a few words: its first two answers that are not free text.
func (p casePage) inShort(l chronology.Line) string {
	var out []string
	for _, f := range p.q.Desk.Kinds().Show(l.Body) {
		if f.State != answer.IsGiven || !slices.Contains([]string{"code", "codes", "line", "number"}, f.Field.Type) || len(out) == 2 {
			continue
		}
		words := form.Words(f, p.view.Names)
		switch {
		case f.Field.Type == "number":
			words += " " + strings.ToLower(f.Field.Words)
		case words == "Yes" || words == "No":
			words = f.Field.Words + ": " + strings.ToLower(words)
		}
		out = append(out, words)
	}
	return strings.Join(out, " · ")
}

func (p casePage) latest(n int) []chronology.Line {
	lines := chronology.Newest(p.view.Case.Lines)
	return lines[:min(n, len(lines))]
}
