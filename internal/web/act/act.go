// Package act is one form that becomes one act: what it asks, what is kept while one
// types, what is said when something is wrong, when somebody wrote meanwhile, and when
// it was recorded already. The draft, the form and the act share one id.
package act

import (
	"net/http"
	"net/url"
	"slices"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/govuk"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/web/form"
	"waymark/internal/web/frame"
	"waymark/internal/web/line"
	"waymark/internal/web/recorded"
	"waymark/internal/web/route"
)

// Page is one form about one person: what it asks, and the act it becomes.
type Page struct {
	Action  string // of the policies
	Kind    string
	Path    string // below the case
	Name    string // what a list of forms calls it
	Heading string
	Lead    string
	When    string // the question when it happened
	Submit  string
	Hints   map[string]string
	Words   map[string]string
	Only    []string // the fields in the order of the page; nil for the kind's own
	Sure    []string // fields that the worker themself answers
	Keeper  bool     // only whoever keeps the record does it
	Closer  bool     // the act takes labels that are added to its free texts
	Team    bool     // it is about a worker or a house of one's own organisation, not a case
	// Choose gives what may be chosen in the fields that name an entry, an organisation
	// or a worker.
	Choose func(*route.Request, desk.View) map[string][]govuk.SelectItem
	// Known gives what is on record already, by field: it is shown, and not asked again.
	Known func(*route.Request, desk.View) map[string]form.Known
	// Begin is what stands in the form when it is opened, besides the day.
	Begin func(*route.Request, desk.View) url.Values
	// Topic is what the act changes; nil if it only adds.
	Topic casefile.Topic
	// Act makes the act of a body; false for a body of another kind.
	Act func(on ident.Chronology, when civil.When, body any, extra map[string]label.Set, saw string) (casefile.Act, bool)
}

// Of makes an act of a body of type B.
func Of[B any](make func(on ident.Chronology, when civil.When, body B, extra map[string]label.Set, saw string) casefile.Act) func(ident.Chronology, civil.When, any, map[string]label.Set, string) (casefile.Act, bool) {
	return func(on ident.Chronology, when civil.When, body any, extra map[string]label.Set, saw string) (casefile.Act, bool) {
		b, ok := body.(*B)
		if !ok {
			return casefile.Act{}, false
		}
		return make(on, when, *b, extra, saw), true
	}
}

// Routes lists the routes of a page.
func (p Page) Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET " + p.under() + "{case}/" + p.Path, Action: p.Action, Serve: p.show},
		{Pattern: "POST " + p.under() + "{case}/" + p.Path, Action: p.Action, Serve: p.take, Draft: route.Draft{Form: p.Path, Name: p.Name}},
	}
}

// under is where what the page is about stands.
func (p Page) under() string {
	if p.Team {
		return route.TeamPath + "/"
	}
	return "/cases/"
}

// May says whether to offer the page to a reader: the policies allow the act, and they
// could read afterwards what they wrote.
func (p Page) May(q *route.Request, v desk.View) bool {
	k, ok := q.Desk.Kinds().Find(p.Kind)
	return ok && (v.Keeper || !p.Keeper) && v.Writes(k) && v.May(p.Action)
}

func (p Page) open(q *route.Request) (desk.View, writing, error) {
	v, err := q.View(p.Action)
	if err != nil {
		return v, writing{}, err
	}
	kind, _ := q.Desk.Kinds().Find(p.Kind)
	if !p.May(q, v) {
		return v, writing{}, errs.New(errs.Denied, "You cannot do this here. Ask a manager of the team")
	}
	w := writing{
		heading: p.Heading, lead: p.Lead, name: v.Case.Called(), team: p.Team, when: p.When, submit: p.Submit,
		action: route.Path(v, p.Path), back: route.Path(v),
		asking: form.Asking{Kind: kind, Hints: p.Hints, Words: p.Words, Only: v.Writable(kind, p.Only), Sure: p.Sure},
	}
	if p.Closer {
		w.asking.Extra = v.Labels
	}
	if p.Choose != nil {
		w.asking.Choose = p.Choose(q, v)
	}
	if p.Known != nil {
		w.asking.Known = p.Known(q, v)
	}
	if p.Topic != nil {
		w.saw = p.Topic(v.Case, q.Signed.Actor.Organisation)
	}
	return v, w, nil
}

// show gives the form under an address of its own, which names the form: going back or
// loading again finds the same form, with what was kept of it or recorded from it.
func (p Page) show(q *route.Request) error {
	v, w, err := p.open(q)
	if err != nil {
		return err
	}
	if w.sheet, err = form.Open(q); err != nil {
		return err
	}
	was, done := recorded.Find(v, ident.Act(w.sheet.ID), q.Signed.Actor.Worker)
	switch {
	case done && was.Kind == p.Kind && !w.sheet.Begun:
		w.sheet.Typed, w.was = recorded.Typed(q.Desk.Kinds(), was), route.EntryPath(v, was.ID)
	case w.sheet.Moved() != "":
		return q.See(w.sheet.Moved())
	case !w.sheet.Begun:
		w.sheet.Typed = p.begin(q, v) // opened just now
	}
	if saw := w.sheet.Typed.Get("saw"); saw != "" {
		w.saw = saw
	}
	return p.answer(q, http.StatusOK, w)
}

func (p Page) answer(q *route.Request, status int, w writing) error {
	w.asking.Typed, w.asking.Problems = w.sheet.Typed, w.problems
	return q.Show(status, frame.Options{Title: w.heading, BackHref: w.back, BackText: w.name}, write(w))
}

func (p Page) take(q *route.Request) error {
	v, w, err := p.open(q)
	if err != nil {
		return err
	}
	sheet, ok, err := form.Received(q, w.back, func(status int, s form.Sheet, wrong govuk.Problems) error {
		w.sheet, w.problems = s, wrong
		return p.answer(q, status, w)
	})
	if !ok {
		return err
	}
	w.sheet = sheet
	typed := w.sheet.Typed
	if saw := typed.Get("saw"); saw != "" {
		w.saw = saw
	}
	body, wrong := form.Read(w.asking.Kind, typed, w.asking.Only)
	when, wrongWhen := form.ReadWhen(typed)
	w.asking.Typed = typed
	wrong = slices.Concat(wrongWhen, wrong, w.asking.Missing())
	extra, wrongExtra := form.ReadExtra(w.asking.Kind, typed)
	wrong = append(wrong, wrongExtra...)
	act, ok := p.Act(v.Case.ID, when, body, extra, w.saw)
	if !ok {
		return errs.New(errs.Internal, "")
	}
	if len(wrong) > 0 {
		return p.refuse(q, w, &errs.Error{Kind: errs.Invalid, Fields: wrong})
	}
	done, err := q.Desk.Do(q.Context(), q.Signed.Actor, ident.Act(w.sheet.ID), act)
	switch errs.KindOf(err) {
	case errs.Invalid:
		return p.refuse(q, w, err)
	case errs.Stale:
		return p.stale(q, v, w, err)
	case errs.Conflict:
		return recorded.Show(q, v, typed, w.asking.Kind, err)
	case errs.Internal, errs.Denied, errs.NotFound, errs.Unavailable:
	}
	if err != nil {
		return err
	}
	return q.See(route.EntryPath(v, done.Entries[0]))
}

// refuse shows the form again with every typed character, and keeps it as a draft.
func (p Page) refuse(q *route.Request, w writing, err error) error {
	w.problems = form.Problems(err, append([]string{chronology.Date}, w.asking.Names()...))
	if err := w.sheet.Keep(q); err != nil {
		return err
	}
	return p.answer(q, http.StatusUnprocessableEntity, w)
}

// stale shows what was typed beside what somebody wrote meanwhile, or says that they
// took it back.
func (p Page) stale(q *route.Request, v desk.View, w writing, err error) error {
	w.stale = true
	if n, ok := errs.Of(err).Detail.(desk.Newer); ok {
		w.newer = &line.Shown{Line: n.Line, Kinds: q.Desk.Kinds(), Names: v.Names}
	}
	w.saw = p.Topic(v.Case, q.Signed.Actor.Organisation)
	if err := w.sheet.Keep(q); err != nil {
		return err
	}
	return p.answer(q, http.StatusConflict, w)
}

// begin is what stands in a form that is opened: today, and what is known.
func (p Page) begin(q *route.Request, v desk.View) url.Values {
	typed := url.Values{}
	if p.Begin != nil {
		typed = p.Begin(q, v)
	}
	typed.Set(chronology.Date, civil.DayOf(v.Now).Words())
	return typed
}
