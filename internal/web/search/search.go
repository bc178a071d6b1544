// Package search is the page on which people are found by name, however it is spelt. A
// name never stands in an address: what is asked for is posted, and the address that
// follows bears it sealed, so that going back and loading again show the same.
package search

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/web/frame"
	"waymark/internal/web/route"
)

// Routes lists the routes of searching.
func Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET /search", Action: "names.search", Serve: show},
		{Pattern: "POST /search", Action: "names.search", Serve: take},
	}
}

type found struct {
	desk.Found
	asked string
	again bool // may open a record and ask whether they are known elsewhere
	glass bool // may open a record in an emergency
}

// longest bounds what is asked for, in bytes, so that an address can bear it.
const longest = 400

func take(q *route.Request) error {
	if !q.Desk.See(q.Context(), q.Signed.Actor, "names.search") {
		return errs.New(errs.Denied, "You cannot do this here. Ask a manager of the team")
	}
	asked := strings.TrimSpace(strings.ToValidUTF8(q.PostFormValue("name"), ""))
	if asked == "" {
		return q.See("/search")
	}
	token, err := q.Desk.Asking(q.Signed.Actor, cut(asked))
	if err != nil {
		return err
	}
	return q.See("/search?" + url.Values{"for": {token}}.Encode())
}

func cut(s string) string {
	if len(s) > longest {
		return strings.ToValidUTF8(s[:longest], "")
	}
	return s
}

func show(q *route.Request) error {
	f := found{asked: q.Desk.Asked(q.Signed.Actor, q.FormValue("for")), glass: q.Desk.See(q.Context(), q.Signed.Actor, "access.break-glass")}
	var err error
	if f.Found, err = q.Desk.Search(q.Context(), q.Signed.Actor, f.asked); err != nil {
		return err
	}
	f.again = q.Desk.See(q.Context(), q.Signed.Actor, "person.meet") && q.Desk.See(q.Context(), q.Signed.Actor, "person.found-again")
	return q.Show(http.StatusOK, frame.Options{Title: "Find somebody", BackHref: "/people", BackText: "People"}, page(f))
}

// lead says how many were found. It says of nobody who is not shown.
func (f found) lead() string {
	switch n := len(f.Folk); {
	case f.Nothing:
		return "Among the people you can see."
	case n == 0:
		return "Nobody you can see has a name like this."
	case n == 1:
		return "1 person you can see has a name like this."
	default:
		return fmt.Sprintf("%d people you can see have a name like this, the most alike first.", n)
	}
}

func count(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}

// next says the nearest date of somebody.
func (f found) next(m desk.Match) string { return nextDate(m.Next, f.Now) }

func nextDate(next, now time.Time) string {
	if next.IsZero() {
		return "Nothing is due"
	}
	day := civil.DayOf(next.Add(-time.Second)).Words()
	if !now.Before(next) {
		return "Late since " + day
	}
	return day
}
