// Package people is the list of everybody a reader walks beside or may read about,
// those with the nearest date first.
package people

import (
	"net/http"
	"strconv"
	"time"

	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/govuk"
	"waymark/internal/web/frame"
	"waymark/internal/web/route"
)

// Routes lists the routes of the list.
func Routes() []route.Route {
	return []route.Route{{Pattern: "GET /people", Action: "today.see", Serve: show}}
}

type listed struct {
	lead string
	folk []desk.Person
	now  time.Time
	more govuk.PaginationOptions
	shut int  // records that do not open
	own  bool // may read what the organisation recorded of people it no longer sees
}

func show(q *route.Request) error {
	n, err := strconv.Atoi(q.FormValue("page"))
	if err != nil || n < 1 {
		n = 1
	}
	people, err := q.Desk.People(q.Context(), q.Signed.Actor, n)
	if err != nil {
		return err
	}
	l := listed{own: q.Desk.See(q.Context(), q.Signed.Actor, "records.own"), folk: people.Folk, shut: people.Shut, now: people.Now, lead: howMany(people.All) + ", those with the nearest date first."}
	if people.Page > 1 {
		l.more.Previous.Href = "/people?page=" + strconv.Itoa(people.Page-1)
	}
	if people.More {
		l.more.Next.Href = "/people?page=" + strconv.Itoa(people.Page+1)
	}
	return q.Show(http.StatusOK, frame.Options{Title: "People"}, page(l))
}

// howMany says how many people there are, as far as they are counted.
func howMany(n int) string {
	if n > desk.MostCounted {
		return "1,000 and more"
	}
	return strconv.Itoa(n)
}

// next says the nearest date of a person.
func (l listed) next(f desk.Person) string {
	if f.Next.IsZero() {
		return "Nothing is due"
	}
	day := civil.DayOf(f.Next.Add(-time.Second)).Words()
	if !l.now.Before(f.Next) {
		return "Late since " + day
	}
	return day
}
