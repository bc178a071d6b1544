// Package own is the pages on which a records lead reads what their organisation recorded
// itself about people whose record it may not read any more. Consent that was taken back
// closes what others wrote; for what it wrote itself an organisation goes on to answer.
package own

import (
	"net/http"
	"net/url"
	"strconv"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/govuk"
	"waymark/internal/web/frame"
	"waymark/internal/web/line"
	"waymark/internal/web/route"
)

// Routes lists the routes of one's own records.
func Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET /own-records", Action: "records.own", Serve: list},
		{Pattern: "GET /own-records/{case}", Action: "records.own", Serve: show},
	}
}

const path = "/own-records"

type listPage struct {
	desk.OwnPage
	more govuk.PaginationOptions
}

func list(q *route.Request) error {
	n, err := strconv.Atoi(q.FormValue("page"))
	if err != nil || n < 1 {
		n = 1
	}
	p := listPage{}
	if p.OwnPage, err = q.Desk.OwnRecords(q.Context(), q.Signed.Actor, n); err != nil {
		return err
	}
	at := func(n int) string { return path + "?" + url.Values{"page": {strconv.Itoa(n)}}.Encode() }
	if p.Page > 1 {
		p.more.Previous.Href = at(p.Page - 1)
	}
	if p.More {
		p.more.Next.Href = at(p.Page + 1)
	}
	return q.Show(http.StatusOK, frame.Options{Title: "What we recorded ourselves", BackHref: "/people", BackText: "People"}, records(p))
}

func ended(o desk.Own) string { return civil.DayOf(o.Ended).Words() }

func entries(o desk.Own) string {
	if n := len(o.Case.Lines); n != 1 {
		return strconv.Itoa(n) + " entries"
	}
	return "1 entry"
}

func show(q *route.Request) error {
	on, err := q.Case()
	if err != nil {
		return err
	}
	o, err := q.Desk.OwnRecord(q.Context(), q.Signed.Actor, on)
	if err != nil {
		return err
	}
	var lines []line.Shown
	for _, l := range chronology.Newest(o.Case.Lines) {
		lines = append(lines, line.Shown{Line: l, Kinds: q.Desk.Kinds(), Names: o.Names})
	}
	return q.Show(http.StatusOK, frame.Options{Title: "What we recorded ourselves", BackHref: path, BackText: "What we recorded ourselves"}, record(o.Case.Person.Called(), lines))
}
