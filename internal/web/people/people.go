// Package people is the list of everybody a reader walks beside or may read about, those
// with the nearest date first. What it is narrowed to stands in its address, so that Back
// gives the same list again; no name of a person ever does.
package people

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/govuk"
	"waymark/internal/ident"
	"waymark/internal/support"
	"waymark/internal/web/frame"
	"waymark/internal/web/route"
)

// Routes lists the routes of the list.
func Routes() []route.Route {
	return []route.Route{{Pattern: "GET /people", Action: "today.see", Serve: show}, {Pattern: "GET " + listPath + "/{as}", Action: route.ListAction, Serve: take}}
}

type listed struct {
	desk.People
	asked desk.PeopleAsked
	names desk.Names
	org   ident.Organisation
	own   bool // may read what the organisation recorded of people it no longer sees
	meets bool // may open a record for somebody new
	words map[string]string
	take  []frame.Link // as a file
}

// alone is how the address asks for those whom nobody walks beside.
const alone = "nobody"

// ask reads the address. What it does not know it does not heed.
func ask(form url.Values) desk.PeopleAsked {
	a := desk.PeopleAsked{Page: 1}
	if n, err := strconv.Atoi(form.Get("page")); err == nil && n > 1 {
		a.Page = n
	}
	if h := desk.Hands(form.Get("late")); h == desk.InOurs || h == desk.InOthers {
		a.Late = h
	}
	if o := desk.PeopleOrder(form.Get("sort")); o == desk.ByName || o == desk.ByNewer {
		a.Sort = o
	}
	if s := support.Setting(form.Get("setting")); slices.ContainsFunc(s.Codes(), func(c chronology.Code) bool { return c.Value == string(s) }) {
		a.Setting = s
	}
	if line := form.Get("clock"); slices.Contains(desk.Risk, line) || slices.Contains(desk.Waiting, line) {
		a.Lines = line
	}
	if w := form.Get("worker"); w == alone {
		a.Alone = true
	} else if ident.Check(w) == nil {
		a.Worker = ident.Worker(w)
	}
	return a
}

// values are the address of what is asked for, as far as it is offered.
func (l listed) values() url.Values {
	v := url.Values{}
	for _, f := range l.filters() {
		if f.value != "" {
			v.Set(f.name, f.value)
		}
	}
	if l.asked.Sort != "" {
		v.Set("sort", string(l.asked.Sort))
	}
	return v
}

func href(v url.Values) string {
	if len(v) == 0 {
		return "/people"
	}
	return "/people?" + v.Encode()
}

func show(q *route.Request) error {
	l, err := read(q, ask(q.URL.Query()))
	if err != nil {
		return err
	}
	l.take = q.Takings(listPath, l.values())
	return q.Show(http.StatusOK, frame.Options{Title: "People", Wide: true}, page(l))
}

// read reads a page of the list.
func read(q *route.Request, asked desk.PeopleAsked) (listed, error) {
	people, err := q.Desk.PeopleLike(q.Context(), q.Signed.Actor, asked)
	if err != nil {
		return listed{}, err
	}
	names, err := q.Desk.Names(q.Context())
	if err != nil {
		return listed{}, err
	}
	l := listed{
		People: people, asked: asked, names: names, org: q.Signed.Actor.Organisation, words: map[string]string{},
		own: q.Desk.See(q.Context(), q.Signed.Actor, "records.own"), meets: q.Desk.See(q.Context(), q.Signed.Actor, "person.meet"),
	}
	for _, line := range people.Offers.Lines {
		if rule, ok := q.Desk.Book().Find(q.Desk.Book().Line(line)[0]); ok {
			l.words[line] = rule.Title
		}
	}
	return l, nil
}

// filter is one choice that the list is narrowed by.
type filter struct {
	name, label, value string
	items              []govuk.SelectItem
}

// filters are the choices that the reader is offered.
func (l listed) filters() []filter {
	var out []filter
	o := l.Offers
	if o.Late {
		out = append(out, filter{"late", "Late", string(l.asked.Late), []govuk.SelectItem{
			{Value: "", Text: "Late or not"}, {Value: string(desk.InOurs), Text: "Late in our hands"}, {Value: string(desk.InOthers), Text: "Late in the hands of others"},
		}})
	}
	if o.Setting {
		f := filter{name: "setting", label: "Where they are supported", value: string(l.asked.Setting), items: []govuk.SelectItem{{Value: "", Text: "Anywhere"}}}
		for _, c := range support.Setting("").Codes() {
			f.items = append(f.items, govuk.SelectItem{Value: c.Value, Text: c.Words})
		}
		out = append(out, f)
	}
	if len(o.Lines) > 0 {
		f := filter{name: "clock", label: "Risk, or waiting for", items: []govuk.SelectItem{{Value: "", Text: "Whatever it is"}}}
		for _, line := range o.Lines {
			f.items = append(f.items, govuk.SelectItem{Value: line, Text: l.lineWords(line)})
			if line == l.asked.Lines {
				f.value = line
			}
		}
		out = append(out, f)
	}
	if o.Workers {
		f := filter{name: "worker", label: "Who walks beside them", value: string(l.asked.Worker), items: []govuk.SelectItem{{Value: "", Text: "Anybody or nobody"}, {Value: alone, Text: "Nobody yet"}}}
		if l.asked.Alone {
			f.value = alone
		}
		for _, w := range l.names.Workers(l.org) {
			f.items = append(f.items, govuk.SelectItem{Value: string(w), Text: l.names.Worker(w)})
		}
		if !slices.ContainsFunc(f.items, func(x govuk.SelectItem) bool { return x.Value == f.value }) { // who has left
			f.items = append(f.items, govuk.SelectItem{Value: f.value, Text: l.names.Worker(l.asked.Worker)})
		}
		out = append(out, f)
	}
	return out
}

// lineWords says for whom a clock runs.
func (l listed) lineWords(line string) string {
	if level, ok := strings.CutPrefix(line, "risk-review-"); ok {
		return "Risk: " + level
	}
	return "Open: " + l.words[line]
}

// narrowing is the form, with a way to take each thing away again.
func (l listed) narrowing() govuk.FilterOptions {
	o := govuk.FilterOptions{Action: "/people", Label: "Narrow the list", ClearHref: "/people", ClearText: "Show everybody"}
	if l.asked.Sort != "" {
		o.ClearHref = href(url.Values{"sort": {string(l.asked.Sort)}})
	}
	for _, f := range l.filters() {
		i := slices.IndexFunc(f.items, func(x govuk.SelectItem) bool { return x.Value == f.value })
		if f.value == "" || i < 0 {
			continue
		}
		v := l.values()
		v.Del(f.name)
		o.Chosen = append(o.Chosen, govuk.Chip{Words: f.items[i].Text, Href: href(v)})
	}
	return o
}

// orders are how the list may be ordered.
func (l listed) orders() []govuk.SelectItem {
	out := []govuk.SelectItem{{Value: "", Text: "Nearest date first"}}
	if l.Offers.Names {
		out = append(out, govuk.SelectItem{Value: string(desk.ByName), Text: "By name"})
	}
	return append(out, govuk.SelectItem{Value: string(desk.ByNewer), Text: "Newest record first"})
}

// narrowed says whether anybody may be left out on purpose.
func (l listed) narrowed() bool { return len(l.narrowing().Chosen) > 0 }

func (l listed) lead() string {
	order := map[desk.PeopleOrder]string{"": "those with the nearest date first", desk.ByName: "by name", desk.ByNewer: "those whose record was opened last first"}[l.asked.Sort]
	words := howMany(l.All) + ", " + order + "."
	if l.narrowed() {
		words = howMany(l.All) + " like this, " + order + "."
	}
	return words
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
	next := civil.DayOf(f.Next.Add(-time.Second))
	day := next.Words()
	if y, _, _ := next.Date(); y == l.year() {
		day = strings.TrimSuffix(day, " "+strconv.Itoa(y))
	}
	if !l.Now.Before(f.Next) {
		return "Late since " + day
	}
	return day
}

func (l listed) year() int {
	y, _, _ := civil.DayOf(l.Now).Date()
	return y
}

// columns are the heads of the list; each that orders leads to that order.
func (l listed) columns() []govuk.SortColumn {
	by := func(text string, o desk.PeopleOrder, way govuk.Sorting, offered bool) govuk.SortColumn {
		c := govuk.SortColumn{Text: text}
		switch {
		case l.asked.Sort == o:
			c.Sorted = way
		case offered:
			v := l.values()
			v.Del("sort")
			if o != "" {
				v.Set("sort", string(o))
			}
			c.Href = href(v)
		}
		return c
	}
	out := []govuk.SortColumn{by("Who", desk.ByName, govuk.Ascending, l.Offers.Names), {Text: "Where they are supported"}}
	if l.Told {
		out = append(out, govuk.SortColumn{Text: "Who walks beside them"})
	}
	return append(out, by("Next date", "", govuk.Ascending, true))
}

func (l listed) table() [][]govuk.TableCell {
	var out [][]govuk.TableCell
	for _, f := range l.Folk {
		cells := []govuk.TableCell{{HTML: who(f)}, {Text: f.Who.Setting}}
		if l.Told {
			cells = append(cells, govuk.TableCell{HTML: beside(l, l.With[f.On])})
		}
		out = append(out, append(cells, govuk.TableCell{Text: l.next(f)}))
	}
	return out
}

func (l listed) pagination() govuk.PaginationOptions {
	var o govuk.PaginationOptions
	at := func(n int) string {
		v := l.values()
		if n > 1 {
			v.Set("page", strconv.Itoa(n))
		}
		return href(v)
	}
	if l.Page > 1 {
		o.Previous.Href = at(l.Page - 1)
	}
	if l.More {
		o.Next.Href = at(l.Page + 1)
	}
	return o
}
