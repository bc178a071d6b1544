package server_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// What may be done: every route in the situations that differ, a line for each route and a
// column for each situation. A route that is new stands in it as soon as the golden is
// written anew, and fails until then.

// tried are the situations in which every route is tried.
var tried = []string{
	"own, beside", "own, not beside", "own, opened in emergency", "own, beside, closed", "consent, beside", "duty, beside", "contract, not beside",
	"conference, not beside", "referral, waiting", "referral, decided", "consent, few know, not named", "consent withdrawn, beside",
}

// marks are how a status stands in the golden.
var statusMarks = map[int]string{http.StatusOK: "o", http.StatusSeeOther: ">", http.StatusForbidden: "x", http.StatusNotFound: "-", http.StatusUnprocessableEntity: "?", http.StatusConflict: "=", http.StatusServiceUnavailable: "~"}

func mark(status int) string {
	if m, ok := statusMarks[status]; ok {
		return m
	}
	return fmt.Sprintf("(%d)", status)
}

func TestMatrixOfRoutes(t *testing.T) {
	w := theTown(t)
	ones := w.ones()
	parts := make([]string, len(ones))
	each(ones, func(i int, m member) { parts[i] = w.routesOf(t, m) })
	var b strings.Builder
	b.WriteString("What everybody may do: what each route answers to them, with an empty form where it takes one.\n")
	b.WriteString("o shown  > sent on  ? the form was read and needs more  x refused  - as if there were no such case  . no such case can be\n\n")
	for i, name := range tried {
		fmt.Fprintf(&b, "%2d %s\n", i+1, name)
	}
	golden(t, "matrix_routes.golden", b.String()+strings.Join(parts, ""))
}

// routesOf lays down what every route answers to one member.
func (t *town) routesOf(tb testing.TB, m member) string {
	tb.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-48s ", m.post)
	for i := range tried {
		fmt.Fprintf(&b, "%3d", i+1)
	}
	b.WriteString("\n")
	columns := make([][]place, len(tried))
	absent := make([]bool, len(tried))
	for i, name := range tried {
		if c, ok := t.in(m, name); ok {
			columns[i] = t.paths(tb, c)
			absent[i] = t.ask(m, http.MethodGet, "/cases/"+string(c.on), nil).status == http.StatusNotFound
		}
	}
	for j, p := range t.paths(tb, aCase{on: "none", entry: "none"}) {
		if p.public() || strings.Contains(p.Pattern, " /team") || p.Pattern == "POST /drafts/{draft}" {
			continue // nothing of a case in it: see who-may-what.golden
		}
		fmt.Fprintf(&b, "%-48s ", p.Pattern)
		once := ""
		for i := range tried {
			cell := "."
			switch {
			case columns[i] == nil:
			case !p.aboutCase():
				if once == "" {
					once = mark(t.ask(m, p.method, columns[i][j].path, nil).status)
				}
				cell = once
			case absent[i] && i != len(tried)-1: // and every route of it so: see TestWhatOneMayNotKnowOfIsLikeNothing
				cell = "-"
			default:
				cell = mark(t.ask(m, p.method, columns[i][j].path, nil).status)
			}
			fmt.Fprintf(&b, "%3s", cell)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// in is the case of a situation for somebody; false where there can be none.
func (t *town) in(m member, name string) (aCase, bool) {
	for _, s := range situations {
		if key, none := caseOf(m.post, s); s.name == name && none == "" {
			c, ok := t.cases[key]
			return c, ok
		}
	}
	return aCase{}, false
}
