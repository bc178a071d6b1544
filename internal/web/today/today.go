// Package today is the page that everybody who works here meets first: what must
// happen next, for whom, by when, under which rule.
package today

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/govuk"
	"waymark/internal/rulebook"
	"waymark/internal/web/frame"
	"waymark/internal/web/route"
)

// Routes lists the routes of Today.
func Routes() []route.Route {
	return []route.Route{{Pattern: "GET /today", Action: "today.see", Serve: show}}
}

// mostPages bounds the page that may be asked for.
const mostPages = 100_000

func show(q *route.Request) error {
	n, err := strconv.Atoi(q.FormValue("page"))
	if err != nil || n < 1 || n > mostPages {
		n = 1
	}
	day, err := q.Desk.Day(q.Context(), q.Signed.Actor, n)
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
	return q.Show(http.StatusOK, frame.Options{Title: "Today"}, page(todayPage{emergencies: emergencies, names: names, day: day, meets: q.Desk.See(q.Context(), q.Signed.Actor, "person.meet"), team: late}))
}

type todayPage struct {
	day   desk.Day
	meets bool // may open a record for somebody new
	// Records that colleagues have open in an emergency.
	emergencies []desk.Emergency
	names       desk.Names

	team int // what is late for the team and its houses, for whoever sees to them
}

// lead says the day in a sentence.
func (p todayPage) lead() string {
	d := p.day
	date := d.Day.Weekday().String() + " " + short(d.Day)
	beside := people(d.People) + open(d.People) + " open to your organisation"
	if d.Mine {
		beside = "You walk beside " + people(d.People)
	}
	return fmt.Sprintf("%s. %s. %s and %s.", date, beside, things("Nothing", d.Counts.Late, "late"), things("nothing", d.Counts.Today, "for today"))
}

// mostWords is how far the lists count.
const mostWords = "1,000"

// everybody names the list of all people.
func everybody(n int) string {
	if n > desk.MostCounted {
		return "All people"
	}
	return "All " + people(n)
}

func open(n int) string {
	if n == 1 {
		return " is"
	}
	return " are"
}

// ofTeam says what is late for the team.
func (p todayPage) ofTeam() string { return count(p.team, "thing") + " late" }

func people(n int) string {
	switch {
	case n == 1:
		return "1 person"
	case n > desk.MostCounted:
		return mostWords + " people and more"
	}
	return fmt.Sprintf("%d people", n)
}

func things(none string, n int, how string) string {
	switch {
	case n == 0:
		return none + " is " + how
	case n == 1:
		return "1 thing is " + how
	case n > desk.MostCounted:
		return mostWords + " things and more are " + how
	}
	return fmt.Sprintf("%d things are %s", n, how)
}

type bandOf struct {
	words string
	late  bool
	dues  []desk.Due
}

// bands sorts what is due into late, today, this week, later and what runs out.
func (p todayPage) bands() []bandOf {
	late := bandOf{words: "Late", late: true}
	today, last := bandOf{words: "For today"}, bandOf{words: "Protected or open for the last day"}
	week, later, until := bandOf{words: "In the next seven days"}, bandOf{words: "Later"}, bandOf{words: "Protected or open until"}
	for _, d := range p.day.Dues {
		switch {
		case d.Late:
			late.dues = append(late.dues, d)
		case !d.Must && d.Days == 0:
			last.dues = append(last.dues, d)
		case !d.Must:
			until.dues = append(until.dues, d)
		case d.Days == 0:
			today.dues = append(today.dues, d)
		case d.Days <= 7:
			week.dues = append(week.dues, d)
		default:
			later.dues = append(later.dues, d)
		}
	}
	var out []bandOf
	for _, b := range []bandOf{late, today, last, week, later, until} {
		if len(b.dues) > 0 {
			out = append(out, b)
		}
	}
	return out
}

func (p todayPage) peopleHeading() string {
	if p.day.Mine {
		return "Your people"
	}
	return "People open to us"
}

// next says what comes next for a person of the list.
func (p todayPage) next(f desk.Person) string {
	switch {
	case f.Next.IsZero():
		return "Nothing is due"
	case !p.day.Now.Before(f.Next):
		return "Late since " + short(civil.DayOf(f.Next.Add(-time.Second)))
	}
	return "Next: " + short(civil.DayOf(f.Next.Add(-time.Second)))
}

func short(d civil.Day) string {
	_, m, n := d.Date()
	return fmt.Sprintf("%d %s", n, m)
}

// what says what must happen, and that it has not.
func what(d desk.Due) string {
	if d.Late {
		return d.Rule.Title + ": still waited for"
	}
	return d.Rule.Title
}

// why says why now, in the person's own situation.
func why(d desk.Due) string {
	about := ""
	if d.About {
		about = "about "
	}
	return fmt.Sprintf("Counted from %s%s. In the hands of: %s.", about, d.Started.Words(), rulebook.PartyWords(d.Rule.Owner))
}

func when(d desk.Due) string {
	switch {
	case d.Late && d.WorkingDays > 0:
		return count(d.WorkingDays, "working day") + " late"
	case d.Late && d.Days > 0:
		return count(d.Days, "day") + " late"
	case d.Late:
		return "Late"
	case d.Days == 0 && !d.Must:
		return "Last day"
	case d.Days == 0:
		return "Today"
	case d.Days == 1:
		return "Tomorrow"
	}
	return count(d.Days, "day") + " left"
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func dueOn(d desk.Due) string { return short(d.Due) }

// button is the one thing to do.
type button struct{ words, href, classes string }

// act offers what the reader can do about it from here: the contact that was promised,
// otherwise the case.
func act(d desk.Due) button {
	if d.Rule.Weight == rulebook.Agreement && d.May("contact.record") {
		return button{"Record", route.CasePath(d.On, "contacts", "new"), ""}
	}
	return button{"Open", route.CasePath(d.On), govuk.ButtonSecondary}
}

func (p todayPage) pagination() govuk.PaginationOptions {
	var o govuk.PaginationOptions
	if p.day.Page > 1 {
		o.Previous = govuk.PageLink{Href: "/today?page=" + strconv.Itoa(p.day.Page-1)}
	}
	if p.day.More {
		o.Next = govuk.PageLink{Href: "/today?page=" + strconv.Itoa(p.day.Page+1)}
	}
	return o
}
