package caseview

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/desk"
	"waymark/internal/govuk"
	"waymark/internal/ident"
	"waymark/internal/support"
	"waymark/internal/web/route"
)

// looksOf is how many looks a page tells of, newest first.
const looksOf = 100

// mostPages bounds the page that may be asked for.
const mostPages = 100_000

type whoPage struct {
	access      []seer
	restricted  bool
	named       string
	elsewhere   []seer // said by an import, and not in force here
	emergencies []seer
	looks       []desk.Looked
	asked       bool
	more        govuk.PaginationOptions // to the looks before and after these
}

// seer is one organisation, or one colleague, who can see this.
type seer struct{ name, what, why, who, end string }

func (cs cases) showWho(q *route.Request) error {
	p, err := cs.open(q, "who")
	if err != nil {
		return err
	}
	w := whoPage{asked: p.view.Keeper, restricted: p.view.Restricted(), named: p.tied(chronology.Named, "")}
	n, err := strconv.Atoi(q.FormValue("page"))
	if err != nil || n < 1 || n > mostPages {
		n = 1
	}
	if w.looks, err = q.Desk.Looks(q.Context(), p.view, looksOf+1, (n-1)*looksOf); err != nil {
		return err
	}
	page := func(n int) string {
		return p.path("who") + "?" + url.Values{"page": {strconv.Itoa(n)}}.Encode() + "#looks"
	}
	if n > 1 {
		w.more.Previous.Href = page(n - 1)
	}
	if len(w.looks) > looksOf {
		w.looks, w.more.Next.Href = w.looks[:looksOf], page(n+1)
	}
	mayEnd := p.view.May("consent.end-sharing")
	for i, a := range p.view.Access {
		s := seer{name: p.view.Names.Organisation(a.To), what: labelWords(a), why: basisWords(a)}
		if slices.IndexFunc(p.view.Access, func(x chronology.Access) bool { return x.To == a.To }) == i {
			s.who = p.tied(chronology.Beside, a.To)
		}
		ends := slices.ContainsFunc(p.view.Case.Consent.Running, func(r consent.Running) bool { return r.Entry == a.Entry })
		if mayEnd && ends {
			s.end = p.path("sharing", string(a.Entry), "end")
		}
		w.access = append(w.access, s)
	}
	w.elsewhere = p.saidElsewhere()
	for _, e := range p.view.Case.Consent.Emergencies {
		if e.Runs(p.view.Now) {
			w.emergencies = append(w.emergencies, seer{
				name: p.view.Names.Worker(e.Worker) + ", " + p.view.Names.Organisation(e.Of), what: string(e.Why.Or("")),
				why: "Opened in an emergency on " + e.Since.Words() + ", until the end of " + e.Until.Words() + ".",
			})
		}
	}
	return q.Show(http.StatusOK, p.frame("Who can see this"), who(p, w))
}

// tied names who of an organisation ("" for all) has a bond to the case: as what, until when.
func (p casePage) tied(bond chronology.Bond, of ident.Organisation) string {
	var out []string
	for _, l := range p.view.Links {
		if l.Bond != bond || of != "" && l.For != of {
			continue
		}
		name := p.view.Names.Worker(l.Worker)
		if of == "" {
			name += ", " + p.view.Names.Organisation(l.For)
		}
		i := slices.IndexFunc(p.view.Case.Support.Beside, func(b support.Beside) bool { return b.Allocation == l.Entry })
		if i >= 0 {
			if as, ok := p.view.Case.Support.Beside[i].As.Get(); ok {
				name += " (" + strings.ToLower(chronology.WordsOf(as)) + ")"
			}
		}
		if !l.Until.IsZero() {
			name += " until the end of " + civil.DayOf(l.Until.Add(-time.Second)).Words()
		}
		out = append(out, name)
	}
	return strings.Join(out, "; ")
}

// saidElsewhere are the sharings that an import tells of, each with the form to share here.
func (p casePage) saidElsewhere() []seer {
	reads := func(org ident.Organisation) bool {
		return slices.ContainsFunc(p.view.Access, func(a chronology.Access) bool { return a.To == org })
	}
	var out []seer
	for _, r := range p.view.Case.Consent.Unconfirmed(reads, civil.DayOf(p.view.Now)) {
		s := seer{name: p.view.Names.Organisation(r.To), why: "On the basis: " + strings.ToLower(chronology.WordsOf(r.Basis)) + "."}
		if until, ok := r.Until.Get(); ok {
			s.why += " Until the end of " + until.Words() + "."
		}
		if p.view.May("consent.share") {
			s.end = p.path("sharing", "new") + "?" + url.Values{"like": {string(r.Entry)}}.Encode()
		}
		out = append(out, s)
	}
	return out
}
