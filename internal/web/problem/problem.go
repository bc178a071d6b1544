// Package problem is the pages that say what cannot be shown or done. They say what to
// do next, and nothing about what is behind a refusal.
package problem

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"unicode/utf8"

	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/web/frame"
	"waymark/internal/web/route"
)

// said is what one page of refusal says.
type said struct {
	status    int
	title     string
	text      string
	next      string
	again     string
	reference string
	typed     []string // what was typed in the form that could not be recorded
	commands  []command
}

// command is one that those who run Waymark can use, and what for.
type command struct{ line, what string }

// operators is what whoever runs Waymark is told instead of a bare refusal: no page is for
// them, and what they do is done at the machine.
var operators = said{
	status: http.StatusForbidden, title: "Your work is done at the command line",
	text: "You run Waymark. You see nobody's record, so no page here is for you.",
	next: "On the machine that serves it, with --data and the folder of the installation:",
	commands: []command{
		{"waymark user add", "lets a worker sign in"}, {"waymark user remove", "ends the sign-in of somebody who left"},
		{"waymark user password", "gives somebody another password"}, {"waymark user list", "lists who may sign in"},
		{"waymark alarms", "lists what must be seen to"}, {"waymark check", "proves the rules, the policies and the data"},
	},
}

// pageOf is the page for a kind of error, by the one table.
func pageOf(k errs.Kind) said {
	r := route.RefusalOf(k)
	return said{status: r.Status, title: r.Title, text: r.Text, next: r.Next}
}

// longEnough is from how many characters on a text is worth keeping a copy of.
const longEnough = 12

// typed is what somebody wrote in a form that cannot be recorded any more: access ended
// meanwhile, or something went wrong. They wrote it, so it gives nothing away to them.
func typed(q *route.Request) []string {
	if q.Method != http.MethodPost || q.Signed.Actor.Worker == "" {
		return nil
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(q.PostForm)) {
		if route.Steers(name) {
			continue
		}
		for _, s := range q.PostForm[name] {
			if utf8.ValidString(s) && utf8.RuneCountInString(s) >= longEnough && ident.Check(s) != nil {
				out = append(out, s)
			}
		}
	}
	return out
}

// Failed turns a handler's error into a page. What was not written for the reader is
// only logged, under the number that the page shows.
func Failed(q *route.Request, err error) {
	if desk.NeedsSignIn(err) {
		to := "/sign-in"
		if q.Method == http.MethodGet && q.URL.Path != "/" {
			to += "?" + url.Values{"next": {q.URL.RequestURI()}}.Encode()
		}
		http.Redirect(q.ResponseWriter, q.Request, to, http.StatusSeeOther)
		return
	}
	var cut *route.Cut
	if errors.As(err, &cut) {
		q.Header().Set("Connection", "close")
		http.Error(q.ResponseWriter, "Part of what you sent did not come, so nothing was recorded. Go back and send it again.", cut.Status)
		return
	}
	kind := errs.KindOf(err)
	p := pageOf(kind)
	if e := errs.Of(err); e != nil && kind != errs.Internal && e.Message != "" {
		p.text = e.Message + "."
		for _, f := range e.Fields {
			p.next += f.Message + ". "
		}
	}
	if kind == errs.Denied && q.Signed.Actor.Worker != "" && q.Desk.See(q.Context(), q.Signed.Actor, "organisation.found") {
		p = operators
	}
	if kind == errs.Unavailable {
		q.Header().Set("Retry-After", "30")
		if q.Method == http.MethodGet {
			p.again = q.URL.RequestURI()
		}
	}
	if e := errs.Of(err); e == nil || e.Detail != (desk.Anothers{}) {
		p.typed = typed(q)
	}
	if kind == errs.Internal || kind == errs.Unavailable {
		p.reference = string(desk.RequestOf(q.Context()))
		q.Site.Log.ErrorContext(q.Context(), "request failed", "reference", p.reference, "kind", kind.String(), "pattern", q.Pattern, "error", err.Error())
	}
	if show := q.Show(p.status, frame.Options{Title: p.title}, page(p)); show != nil {
		q.Site.Log.ErrorContext(q.Context(), "page of refusal failed", "error", show.Error())
		http.Error(q.ResponseWriter, "Something went wrong on our side.", http.StatusInternalServerError)
	}
}
