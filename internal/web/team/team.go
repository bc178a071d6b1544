// Package team is the pages on which a manager sees to those who do the work and to the
// houses people live in: what is due for each, and the forms for supervision, training and
// checks. Everything here is of one's own organisation; the desk sees to that.
package team

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/rulebook"
	"waymark/internal/web/act"
	"waymark/internal/web/form"
	"waymark/internal/web/frame"
	"waymark/internal/web/line"
	"waymark/internal/web/route"
)

// Routes lists the routes of the team, those of its forms among them.
func Routes() []route.Route {
	table := []route.Route{
		{Pattern: "GET " + route.TeamPath, Action: "team.see", Serve: show},
		{Pattern: "GET " + route.TeamPath + "/houses/new", Action: "house.open", Serve: showOpening},
		{Pattern: "POST " + route.TeamPath + "/houses/new", Action: "house.open", Serve: takeOpening, Draft: route.Draft{Form: "houses/new", Name: "Open a house"}},
		{Pattern: "GET " + route.TeamPath + "/{case}", Action: "team.see", Serve: showOne},
		{Pattern: "GET " + listPath + "/{as}", Action: route.ListAction, Serve: take},
	}
	for _, p := range Pages() {
		table = append(table, p.Routes()...)
	}
	return table
}

// soon is how many days ahead the list looks; what is due later stands on the page of the
// worker or the house.
const soon = 30

type teamPage struct {
	team  desk.Team
	opens bool // may open a house
	may   func(action string) bool
	take  []frame.Link // as a file
}

func show(q *route.Request) error {
	t, err := q.Desk.Team(q.Context(), q.Signed.Actor)
	if err != nil {
		return err
	}
	may := func(action string) bool { return q.Desk.See(q.Context(), q.Signed.Actor, action) }
	return q.Show(http.StatusOK, frame.Options{Title: "Team"}, page(teamPage{team: t, opens: may("house.open"), may: may, take: q.Takings(listPath, nil)}))
}

// lead says the team in a sentence.
func (p teamPage) lead() string {
	open := 0
	for _, h := range p.team.Houses {
		if !h.Closed {
			open++
		}
	}
	late := "Nothing is late."
	if p.team.Late > 0 {
		late = count(p.team.Late, "thing") + verb(p.team.Late) + "late."
	}
	return fmt.Sprintf("%s and %s. %s", count(len(p.team.Workers), "worker"), count(open, "house"), late)
}

func verb(n int) string {
	if n == 1 {
		return " is "
	}
	return " are "
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

type band struct {
	words string
	late  bool
	dues  []desk.TeamDue
}

// bands sorts what is due into late, the next seven days and the next thirty.
func (p teamPage) bands() []band {
	all := []band{{words: "Late", late: true}, {words: "In the next seven days"}, {words: "In the next thirty days"}}
	for _, d := range p.team.Dues {
		switch {
		case d.Late:
			all[0].dues = append(all[0].dues, d)
		case d.Days <= 7:
			all[1].dues = append(all[1].dues, d)
		case d.Days <= soon:
			all[2].dues = append(all[2].dues, d)
		}
	}
	return slices.DeleteFunc(all, func(b band) bool { return len(b.dues) == 0 })
}

// one is where a worker or a house stands.
func one(on ident.Chronology, more ...string) string {
	return strings.Join(append([]string{route.TeamPath, string(on)}, more...), "/")
}

// does names the form that ends a clock, by the kind of entry that does.
func does(r rulebook.Rule) (act.Page, bool) {
	kind := r.On.Kind
	if len(r.Until) > 0 {
		kind = r.Until[0].Kind
	}
	i := slices.IndexFunc(Pages(), func(p act.Page) bool { return p.Kind == kind })
	if i < 0 {
		return act.Page{}, false
	}
	return Pages()[i], true
}

type button struct{ words, href string }

// button is the one thing to do about what is due: the form that ends the clock, or the
// page of the worker or the house.
func (p teamPage) button(d desk.TeamDue) button {
	if f, ok := does(d.Rule); ok && p.may(f.Action) {
		return button{"Record", one(d.Of.On, f.Path)}
	}
	return button{"Open", one(d.Of.On)}
}

// about says what a worker or a house is.
func about(t desk.Teamed) string {
	switch {
	case t.Closed:
		return "House, closed"
	case t.House && t.Places > 0:
		return "House, " + count(t.Places, "place")
	case t.House:
		return "House"
	}
	return role(t.Role)
}

// role words a role: "Support worker".
func role(code string) string {
	r := []rune(strings.ReplaceAll(code, "-", " "))
	if len(r) > 0 {
		r[0] = unicode.ToUpper(r[0])
	}
	return string(r)
}

// next says what comes next for a worker or a house.
func next(t desk.Teamed) string {
	switch {
	case t.Late:
		return "Late since " + t.Next.Words()
	case t.Due:
		return "Next: " + t.Next.Words()
	case t.Closed:
		return "Closed"
	}
	return "Nothing is due"
}

func when(d desk.TeamDue) string {
	switch {
	case d.Late && d.Days > 0:
		return count(d.Days, "day") + " late"
	case d.Days == 0:
		return "Today"
	case d.Days == 1:
		return "Tomorrow"
	}
	return count(d.Days, "day") + " left"
}

// what says what is due, and of which course or check.
func what(d desk.TeamDue) string {
	if d.What == "" {
		return d.Rule.Title
	}
	return d.Rule.Title + ": " + d.What
}

// why says since when it is counted; nothing where the day itself was written down.
func why(d desk.TeamDue) string {
	if d.Deadline.Started.Earliest() == d.Deadline.Due {
		return ""
	}
	about := ""
	if d.Deadline.About {
		about = "about "
	}
	return "Counted from " + about + d.Deadline.Started.Words() + "."
}

// onePage is one worker or one house.
type onePage struct {
	q      *route.Request
	view   desk.View
	dues   []desk.TeamDue
	forms  []frame.Link
	drafts []draft
}

type draft struct{ href, words string }

func showOne(q *route.Request) error {
	v, err := q.View("team.one")
	if err != nil {
		return err
	}
	p := onePage{q: q, view: v, dues: q.Desk.TeamDues(v)}
	for _, f := range Pages() {
		if p.offers(f) {
			p.forms = append(p.forms, frame.Link{Text: f.Name, Href: route.Path(v, f.Path)})
		}
	}
	drafts, err := form.About(q, v.Case.ID)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		p.drafts = append(p.drafts, draft{href: d.Href, words: d.Name + ", kept " + civil.DayOf(d.Saved).Words()})
	}
	title := "Worker" // no name: titles stay in the browser's history
	if v.Case.House.Opened {
		title = "House"
	}
	return q.Show(http.StatusOK, frame.Options{Title: title, BackHref: route.TeamPath, BackText: "Team"}, single(p))
}

// offers says whether a form is of use: for a worker who is here, or a house that is open,
// and what was found only where something was.
func (p onePage) offers(f act.Page) bool {
	c := p.view.Case
	switch {
	case !f.May(p.q, p.view), c.House.Closed, c.Organisation.Gone, (f.Action == "house.record") != c.House.Opened:
		return false
	case f.Kind == "house.put-right":
		return len(c.House.Faults) > 0
	}
	return true
}

func (p onePage) about() string {
	c := p.view.Case
	switch {
	case c.Organisation.Gone:
		return "They have left."
	case !c.House.Opened:
		return role(c.Organisation.Role) + "."
	}
	return about(desk.Teamed{House: true, Closed: c.House.Closed, Places: c.House.Places}) + "."
}

// lines lists the chronology, newest first.
func (p onePage) lines() []line.Shown {
	var out []line.Shown
	for _, l := range chronology.Newest(p.view.Case.Lines) {
		s := line.Shown{Line: l, Kinds: p.q.Desk.Kinds(), Names: p.view.Names, Refer: p.refer}
		if l.For == p.q.Signed.Actor.Organisation && l.Corrects == nil && p.view.May("entry.correct") {
			s.Place = route.Path(p.view, "entries", string(l.ID), "correct")
		}
		out = append(out, s)
	}
	return out
}

// refer words an answer that names another entry, and a role.
func (p onePage) refer(f chronology.Shown) string {
	if code, ok := f.Value.(string); ok && f.Field.Name == "role" {
		return role(code)
	}
	id, ok := f.Value.(ident.Entry)
	if !ok {
		return ""
	}
	for _, l := range p.view.Case.Lines {
		if l.ID == id {
			return found(l)
		}
	}
	return "A check that is not here"
}
