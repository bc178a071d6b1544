// Package today is the page that everybody who works here meets first: what must
// happen next, for whom, by when, under which rule. What is in one's own hands comes first,
// what is in others' stands apart, what goes on or may be done is folded below.
package today

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/govuk"
	"waymark/internal/ident"
	"waymark/internal/web/act"
	"waymark/internal/web/frame"
	"waymark/internal/web/route"
)

// Routes lists the routes of Today. What is due leads to the form that ends it, if it is
// among these.
func Routes(forms []act.Page) []route.Route {
	s := site{forms: forms}
	return []route.Route{{Pattern: "GET /today", Action: "today.see", Serve: s.show}, {Pattern: "GET " + listPath + "/{as}", Action: route.ListAction, Serve: s.take}}
}

type site struct{ forms []act.Page }

// mostPages bounds the page that may be asked for.
const mostPages = 100_000

// everything is the list of all that is due, whoever must and whether or not anybody must.
const everything = "all"

func (s site) show(q *route.Request) error {
	n, err := strconv.Atoi(q.FormValue("page"))
	if err != nil || n < 1 || n > mostPages {
		n = 1
	}
	switch list := q.FormValue("list"); {
	case list == everything:
		return s.all(q, n)
	case desk.Which(list).Valid():
		return s.part(q, desk.Which(list), n)
	}
	tasks, err := q.Desk.Tasks(q.Context(), q.Signed.Actor)
	if err != nil {
		return err
	}
	late, err := q.Desk.TeamLate(q.Context(), q.Signed.Actor)
	if err != nil {
		return err
	}
	emergencies, err := q.Desk.Emergencies(q.Context(), q.Signed.Actor)
	if err != nil {
		return err
	}
	names, err := q.Desk.Names(q.Context())
	if err != nil {
		return err
	}
	p := todayPage{
		Tasks: tasks, emergencies: emergencies, names: names, team: late, meets: q.Desk.See(q.Context(), q.Signed.Actor, "person.meet"),
		rows: rows{forms: s.forms, kinds: q.Desk.Kinds(), names: names, today: tasks.Day},
	}
	return q.Show(http.StatusOK, frame.Options{Title: "Today", Wide: true}, page(p))
}

// part shows a page of one part of what is due.
func (s site) part(q *route.Request, w desk.Which, n int) error {
	part, err := q.Desk.TasksOf(q.Context(), q.Signed.Actor, w, n)
	if err != nil {
		return err
	}
	return s.list(q, listPage{which: string(w), words: bandWords[w], band: part.Band, shut: part.Shut, page: part.Page, more: part.More, day: part.Day})
}

// all shows a page of everything that is due, by date.
func (s site) all(q *route.Request, n int) error {
	day, err := q.Desk.Day(q.Context(), q.Signed.Actor, n)
	if err != nil {
		return err
	}
	return s.list(q, listPage{which: everything, words: "Everything by date", band: desk.Band{Dues: day.Dues, All: day.Counts.All}, shut: day.Shut, page: day.Page, more: day.More, day: day.Day})
}

func (s site) list(q *route.Request, l listPage) error {
	names, err := q.Desk.Names(q.Context())
	if err != nil {
		return err
	}
	l.rows = rows{forms: s.forms, kinds: q.Desk.Kinds(), names: names, today: l.day}
	l.take = q.Takings(listPath, url.Values{"list": {l.which}})
	return q.Show(http.StatusOK, frame.Options{Title: "Today: " + l.words, Wide: true, BackHref: "/today", BackText: "Today"}, list(l))
}

type todayPage struct {
	desk.Tasks
	rows
	meets bool // may open a record for somebody new
	// Records that colleagues have open in an emergency.
	emergencies []desk.Emergency
	names       desk.Names

	team int // what is late for the team and its houses, for whoever sees to them
}

// listPage is one part of what is due, page by page.
type listPage struct {
	rows
	which string
	words string
	band  desk.Band
	shut  int
	page  int
	more  bool
	day   civil.Day
	take  []frame.Link // as a file
}

func (l listPage) pagination() govuk.PaginationOptions {
	var o govuk.PaginationOptions
	if l.page > 1 {
		o.Previous.Href = partPath(l.which, l.page-1)
	}
	if l.more {
		o.Next.Href = partPath(l.which, l.page+1)
	}
	return o
}

// partPath is where a page of one part of what is due stands.
func partPath(which string, page int) string {
	asked := url.Values{"list": {which}}
	if page > 1 {
		asked.Set("page", strconv.Itoa(page))
	}
	return "/today?" + asked.Encode()
}

var bandWords = map[desk.Which]string{
	desk.Late: "Late", desk.ForToday: "For today", desk.ThisWeek: "In the next seven days", desk.Later: "Later",
	desk.Others: "In the hands of others", desk.Running: "Goes on, or may be done, until",
}

// own are the parts that are in the reader's own hands.
func (p todayPage) own() []desk.Band {
	var out []desk.Band
	for _, w := range []desk.Which{desk.Late, desk.ForToday, desk.ThisWeek, desk.Later} {
		if b := p.Band(w); b.All > 0 {
			out = append(out, b)
		}
	}
	return out
}

// lead says the day in a sentence.
func (p todayPage) lead() string {
	date := p.Day.Weekday().String() + " " + short(p.Day)
	beside := people(p.People) + open(p.People) + " open to your organisation"
	if p.Mine {
		beside = "You walk beside " + people(p.People)
	}
	return fmt.Sprintf("%s. %s. %s and %s.", date, beside, things("Nothing", p.Band(desk.Late).All, "late"), things("nothing", p.Band(desk.ForToday).All, "for today"))
}

// ofOthers says how much of what is in the hands of others is late.
func ofOthers(b desk.Band) string {
	if b.Late == 0 {
		return "None of it is late."
	}
	return things("", b.Late, "late") + ", and not by your doing. Ask after it."
}

// lastDay divides what goes on or may be done into what ends today, which nobody should
// have to unfold, and the rest.
func lastDay(b desk.Band) (today, rest desk.Band) {
	today, rest = desk.Band{Which: b.Which}, desk.Band{Which: b.Which}
	for _, d := range b.Dues {
		if d.Days == 0 {
			today.Dues = append(today.Dues, d)
		} else {
			rest.Dues = append(rest.Dues, d)
		}
	}
	today.All, rest.All = len(today.Dues), b.All-len(today.Dues)
	return today, rest
}

// holder names with whom what is late lies, and where those people are listed.
func (p todayPage) holder(h desk.Holder) (name, href string) {
	asked := url.Values{"late": {"ours"}, "worker": {string(h.Worker)}}
	name = p.names.Worker(h.Worker)
	if h.Worker == "" {
		name = "Nobody yet"
		asked.Set("worker", "nobody")
	}
	return name, "/people?" + asked.Encode()
}

func (p todayPage) peopleHeading() string {
	if p.Mine {
		return "Your people"
	}
	return "People open to us"
}

// next says what comes next for a person of the list.
func (p todayPage) next(f desk.Person) string {
	if f.Next.IsZero() {
		return "Nothing is due"
	}
	day := short(civil.DayOf(f.Next.Add(-time.Second)))
	if !p.Now.Before(f.Next) {
		return "Since " + day
	}
	return day
}

// workers names who walks beside somebody: the first, and how many more.
func (r rows) workers(ids []ident.Worker) string {
	name := r.names.Worker(ids[0])
	if more := len(ids) - 1; more > 0 {
		name += fmt.Sprintf(" and %d more", more)
	}
	return name
}
