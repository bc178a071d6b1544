package caseview

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/govuk"
	"waymark/internal/ident"
	"waymark/internal/web/frame"
	"waymark/internal/web/route"
)

// perPage is how many entries a page of the chronology shows.
const perPage = route.EntriesOnAPage

// asked is what the address asks the chronology for. What was typed is kept as it was
// typed, also where it is no date.
type asked struct {
	kind        string // a kind, or the part of the way before its point; "" for everything
	from, until string
	oldest      bool
	whole       bool // on one page, to print

	first, last civil.Day // the days that from and until name
	problems    govuk.Problems
}

const (
	oldestFirst = "oldest"
	wholePage   = "yes"
)

func ask(form url.Values) asked {
	a := asked{kind: form.Get("kind"), from: strings.TrimSpace(form.Get("from")), until: strings.TrimSpace(form.Get("until")), oldest: form.Get("order") == oldestFirst, whole: form.Get("whole") == wholePage}
	a.first, a.last = a.day("from", a.from, civil.When.Earliest), a.day("until", a.until, civil.When.Latest)
	if a.first != 0 && a.last != 0 && a.last < a.first {
		a.problems = append(a.problems, govuk.Problem{Field: "until", Text: "The last day is before the first. Give a later day, or leave it empty"})
		a.last = 0
	}
	return a
}

// day reads a day as it was typed: a year or a month stands for its first or its last day.
func (a *asked) day(field, typed string, end func(civil.When) civil.Day) civil.Day {
	if typed == "" {
		return 0
	}
	when, err := civil.ReadWhen(typed)
	if err != nil {
		a.problems = append(a.problems, govuk.Problem{Field: field, Text: err.Error()})
		return 0
	}
	return end(when)
}

// values are the address of what is asked for, without what is not.
func (a asked) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"kind": a.kind, "from": a.from, "until": a.until} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if a.oldest {
		v.Set("order", oldestFirst)
	}
	return v
}

// has says whether a line is asked for. What happened over some time, or at about some
// time, counts wherever it may have happened.
func (a asked) has(l chronology.Line) bool {
	part, _, _ := strings.Cut(l.Kind, ".")
	switch {
	case a.kind != "" && a.kind != l.Kind && a.kind != part:
		return false
	case a.first != 0 && !l.Happened.IsZero() && l.Happened.Latest() < a.first:
		return false
	case a.last != 0 && !l.Happened.IsZero() && l.Happened.Earliest() > a.last:
		return false
	}
	return true
}

// parts are the parts of the way that entries belong to, in the order of the way.
var parts = []struct{ name, words string }{
	{"person", "Who they are"}, {"contact", "Contact"}, {"referral", "Referral"}, {"decision", "Decisions"}, {"reconsideration", "Reconsideration"}, {"support", "Support"},
	{"housing", "Home"}, {"asylum", "Asylum"}, {"leave", "Leave to remain"}, {"justice", "Justice"}, {"safeguarding", "Safeguarding"}, {"conference", "Conference"},
	{"oversight", "The record itself"}, {"consent", "Who may know"},
}

// choices lists the parts of the way and the kinds that there is something of, with how
// much.
func (p casePage) choices() []govuk.SelectItem {
	counts := map[string]int{}
	for _, l := range p.view.Case.Lines {
		part, _, _ := strings.Cut(l.Kind, ".")
		counts[part]++
		counts[l.Kind]++
	}
	out := []govuk.SelectItem{{Value: "", Text: fmt.Sprintf("Everything (%d)", len(p.view.Case.Lines))}}
	put := func(part, words string) {
		var kinds []govuk.SelectItem
		for _, k := range p.q.Desk.Kinds().All() {
			if strings.HasPrefix(k.Name, part+".") && counts[k.Name] > 0 {
				kinds = append(kinds, govuk.SelectItem{Value: k.Name, Text: fmt.Sprintf("%s: %s (%d)", words, k.Words, counts[k.Name])})
			}
		}
		if len(kinds) > 1 {
			out = append(out, govuk.SelectItem{Value: part, Text: fmt.Sprintf("%s: all (%d)", words, counts[part])})
		}
		out = append(out, kinds...)
	}
	named := map[string]bool{}
	for _, x := range parts {
		named[x.name] = true
		put(x.name, x.words)
	}
	for _, k := range p.q.Desk.Kinds().All() { // a part that nobody named yet
		if part, _, _ := strings.Cut(k.Name, "."); !named[part] {
			named[part] = true
			put(part, k.Words)
		}
	}
	return out
}

type chronologyPage struct {
	asked
	choices []govuk.SelectItem
	lines   []chronology.Line
	all     int // how many lines are asked for
	shown   [2]int
	more    govuk.PaginationOptions
	printed string       // who looked, when
	take    []frame.Link // as a file
}

// heading says how many entries stand here.
func (c chronologyPage) heading() string {
	words := "Chronology: " + entries(c.all)
	if c.shown[1]-c.shown[0]+1 < c.all && c.all > 0 {
		words += fmt.Sprintf(", %d to %d here", c.shown[0], c.shown[1])
	}
	return words
}

func (c chronologyPage) order() string {
	if c.oldest {
		return "Oldest first."
	}
	return "Newest first."
}

func (cs cases) showChronology(q *route.Request) error {
	p, err := cs.open(q, "chronology")
	if err != nil {
		return err
	}
	if p.knownError != "" {
		return p.now()
	}
	c := p.asks(q.Form)
	c.choices, c.printed = p.choices(), p.printed()
	c.cut(p, q.Form)
	c.take = q.CaseTakings(p.view, p.path("chronology", "as"), c.kept(p))
	status := http.StatusOK
	if c.problems.Any() {
		status = http.StatusUnprocessableEntity
	}
	return q.Show(status, p.frame("Chronology"), whole(p, c))
}

// asks is every line that is asked for, in the order asked for.
func (p casePage) asks(form url.Values) chronologyPage {
	c := chronologyPage{asked: ask(form)}
	for _, l := range chronology.Newest(p.view.Case.Lines) {
		if c.has(l) {
			c.lines = append(c.lines, l)
		}
	}
	if c.oldest {
		slices.Reverse(c.lines)
	}
	return c
}

// printed says who looked and when: it stands on paper, where nobody can look it up.
func (p casePage) printed() string {
	local := p.view.Now.In(civil.London)
	return fmt.Sprintf("Printed for %s, %s, as it stood on %s at %s. Whoever holds this paper answers for it.", p.q.Signed.Name, p.q.Signed.Organisation, civil.DayOf(p.view.Now).Words(), local.Format("15:04"))
}

// cut keeps the page that is asked for: by its number, or the one on which an entry stands.
func (c *chronologyPage) cut(p casePage, form url.Values) {
	c.all = len(c.lines)
	if c.whole {
		c.shown = [2]int{1, c.all}
		return
	}
	last := max(0, c.all-1)/perPage + 1
	n, err := strconv.Atoi(form.Get("page"))
	if i := slices.IndexFunc(c.lines, func(l chronology.Line) bool { return l.ID == ident.Entry(form.Get("entry")) }); err != nil && i >= 0 {
		n, err = i/perPage+1, nil
	}
	if err != nil || n < 1 || n > last {
		n = 1
	}
	if n > 1 {
		c.more.Previous = govuk.PageLink{Href: c.href(p, n-1), LabelText: fmt.Sprintf("%d of %d", n-1, last)}
	}
	if n < last {
		c.more.Next = govuk.PageLink{Href: c.href(p, n+1), LabelText: fmt.Sprintf("%d of %d", n+1, last)}
	}
	c.shown = [2]int{(n-1)*perPage + 1, min(n*perPage, c.all)}
	c.lines = c.lines[(n-1)*perPage : min(n*perPage, c.all)]
}

// href is where a page of what is asked for stands; 0 for all of it on one page.
func (c chronologyPage) href(p casePage, page int) string {
	v := c.values()
	switch {
	case page == 0:
		v.Set("whole", wholePage)
	case page > 1:
		v.Set("page", strconv.Itoa(page))
	}
	return c.under(p, v)
}

// kept is what is asked for, and as it was known when.
func (c chronologyPage) kept(p casePage) url.Values {
	v := c.values()
	if p.known != "" {
		v.Set("known", p.typedKnown)
	}
	return v
}

func (c chronologyPage) under(p casePage, v url.Values) string {
	if p.known != "" {
		v.Set("known", p.typedKnown)
	}
	if len(v) == 0 {
		return p.path("chronology")
	}
	return p.path("chronology") + "?" + v.Encode()
}

// filter is the form that narrows the chronology, with a way to take each thing away again.
func (c chronologyPage) filter(p casePage) govuk.FilterOptions {
	o := govuk.FilterOptions{Action: p.path("chronology"), Label: "Narrow the chronology", ClearHref: c.under(p, url.Values{})}
	if p.known != "" {
		o.Kept = []govuk.Hidden{{Name: "known", Value: p.typedKnown}}
	}
	without := func(words, name string) {
		v := c.values()
		v.Del(name)
		o.Chosen = append(o.Chosen, govuk.Chip{Words: words, Href: c.under(p, v)})
	}
	if i := slices.IndexFunc(c.choices, func(x govuk.SelectItem) bool { return x.Value == c.kind }); c.kind != "" && i >= 0 {
		without(c.choices[i].Text, "kind")
	}
	if c.first != 0 {
		without("From "+c.first.Words(), "from")
	}
	if c.last != 0 {
		without("Until "+c.last.Words(), "until")
	}
	return o
}

// entryPath is where one entry stands, whichever page it is on.
func (p casePage) entryPath(id ident.Entry) string {
	v := url.Values{"entry": {string(id)}}
	return chronologyPage{}.under(p, v) + "#" + string(id)
}

func (c chronologyPage) orderValue() string {
	if c.oldest {
		return oldestFirst
	}
	return ""
}

// narrowed says whether anything is left out on purpose.
func (c chronologyPage) narrowed() bool { return c.kind != "" || c.first != 0 || c.last != 0 }
