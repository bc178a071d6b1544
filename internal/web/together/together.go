// Package together is the page that a worker opens with the person it is about, and that
// they read together: what is kept, who can see it now, what was agreed to and how that is
// ended, who works with them, what comes next, and what they can always do. It stands in the
// person's own language as far as there are words in it.
//
// Everything on it is reckoned from the record as it stands. It is shown to whoever may tell
// the person who can see what, and to nobody else. A decision that the person has not been
// told of is not read off a screen: the page says only that there is news.
package together

import (
	"net/http"
	"net/url"
	"slices"

	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/person"
	"waymark/internal/web/frame"
	"waymark/internal/web/route"
	"waymark/internal/wording"
)

// Routes lists the one route.
func Routes() []route.Route {
	return []route.Route{{Pattern: "GET /cases/{case}/together", Action: "consent.see", Serve: show}}
}

// reading is the page as it is being put together.
type reading struct {
	wording.Speaker
	q    *route.Request
	view desk.View

	languages []choice
	notes     []wording.Said
	sections  []section
	later     []string // what was put off, by the sections' ids
}

// choice is one language to choose.
type choice struct {
	*wording.Language
	href    string
	current bool
}

// section is one part of the page.
type section struct {
	id      string
	heading wording.Said
	says    []wording.Said
	things  []wording.Said // a list
	groups  []group
	after   []wording.Said

	off      bool // put off until later
	next     string
	laterURL string
	openURL  string
}

// group is one organisation that can see something.
type group struct {
	name string
	says []wording.Said
	list []wording.Said
	end  *ending
}

// ending leads to where something that was agreed to is ended.
type ending struct {
	href  string
	words wording.Said
}

func show(q *route.Request) error {
	v, err := q.View("case.together")
	if err != nil {
		return err
	}
	if !v.May("consent.see") {
		return errs.New(errs.Denied, "Only the team that keeps the record reads this page with the person. Ask them")
	}
	catalogue, err := wording.Shipped()
	if err != nil {
		return errs.Wrap(errs.Internal, "", err)
	}
	r := &reading{q: q, view: v}
	r.speak(catalogue, q.FormValue("lang"))
	for _, part := range parts {
		r.sections = append(r.sections, part(r))
	}
	r.turn(q.Form["later"])
	return q.Show(http.StatusOK, r.frame(), page(r))
}

// parts are the sections in their order.
var parts = []func(*reading) section{(*reading).kept, (*reading).seen, (*reading).agreed, (*reading).worker, (*reading).coming, (*reading).rights}

// speak settles the language: the one that was chosen, or the first that the record says the
// person speaks, or English.
func (r *reading) speak(c *wording.Catalogue, chosen string) {
	all := c.Languages()
	speaks, said := r.view.Case.Person.Speaks.Answer().Get()
	own, known := c.Spoken(speaks)
	lang, ok := c.Find(chosen)
	switch {
	case ok:
	case known:
		lang = own
	default:
		lang = all[0]
	}
	r.Speaker = c.In(lang)
	for _, l := range all {
		r.languages = append(r.languages, choice{Language: l, href: r.path(l.Tag, nil, ""), current: l == lang})
	}
	if said && !known {
		r.notes = append(r.notes, r.Say("note.no-language", wording.Text("language", speaks)))
	}
	if lang.Tag != wording.English {
		r.notes = append(r.notes, r.howMade(lang))
	}
}

// howMade says who put the words into a language, and who has checked them.
func (r *reading) howMade(l *wording.Language) wording.Said {
	name := wording.Text("language", l.Name)
	switch {
	case l.Checked.By != "":
		return r.Say("note.checked", name, wording.Text("who", l.Checked.By), wording.Day("day", l.Checked.On))
	case l.Made.By == wording.Computer:
		return r.Say("note.computer", name, wording.Day("day", l.Made.On))
	}
	return r.Say("note.made", name, wording.Text("who", l.Made.By), wording.Day("day", l.Made.On))
}

// turn gives each section its ways on: past it, and off until later.
func (r *reading) turn(asked []string) {
	for _, s := range r.sections {
		if slices.Contains(asked, s.id) {
			r.later = append(r.later, s.id)
		}
	}
	for i := range r.sections {
		s := &r.sections[i]
		s.off, s.next = slices.Contains(r.later, s.id), "#later"
		if i+1 < len(r.sections) {
			s.next = "#" + r.sections[i+1].id
		}
		others := slices.DeleteFunc(slices.Clone(r.later), func(id string) bool { return id == s.id })
		s.laterURL = r.path(r.Language.Tag, append(slices.Clone(r.later), s.id), s.next)
		s.openURL = r.path(r.Language.Tag, others, "#"+s.id)
	}
	for i := range r.languages {
		r.languages[i].href = r.path(r.languages[i].Tag, r.later, "")
	}
	if r.inEnglish() {
		r.notes = append(r.notes, r.Say("note.some-english"))
	}
}

// inEnglish says whether something on the page is said in English for want of other words.
func (r *reading) inEnglish() bool {
	all := slices.Clone(r.notes)
	for _, s := range r.sections {
		all = slices.Concat(all, []wording.Said{s.heading}, s.says, s.things, s.after)
		for _, g := range s.groups {
			all = slices.Concat(all, g.says, g.list)
		}
	}
	return slices.ContainsFunc(all, func(s wording.Said) bool { return s.Lang != "" })
}

// path is this page in a language, with what was put off.
func (r *reading) path(tag string, later []string, place string) string {
	return route.CasePath(r.view.Case.ID, "together") + "?" + url.Values{"lang": {tag}, "later": later}.Encode() + place
}

func (r *reading) frame() frame.Options {
	say := func(key string) string { return r.Say(key).Plain() }
	return frame.Options{
		Title: say("together.title"), Lang: r.Language.Tag, Alone: true, LeaveURL: "/leave",
		BackHref: route.CasePath(r.view.Case.ID, "who"), BackText: say("page.back"),
		OwnStyles: []string{"together.css"}, OwnScripts: []string{"together.js"},
		Words: frame.Words{
			Skip: say("page.skip"), Back: say("page.back"), Demo: say("page.demo"), Help: say("page.help"), Leave: say("page.leave"), LeaveWhy: say("page.leave-why"),
		},
	}
}

// hello greets the person by the name they chose, where one is known.
func (r *reading) hello() wording.Said {
	name := r.view.Case.Person.Called()
	if name == person.Nameless || name == person.Unsaid {
		return r.Say("together.hello-nameless")
	}
	return r.Say("together.hello", wording.Text("name", name))
}
