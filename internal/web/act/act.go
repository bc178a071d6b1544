// Package act is one form that becomes one act: what it asks, what is kept while one
// types, what is said when something is wrong, when somebody wrote meanwhile, and when
// it was recorded already. The draft, the form and the act share one id.
package act

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

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
		{Pattern: "POST " + p.under() + "{case}/" + p.Path, Action: p.Action, Serve: p.take},
	}
}

// under is where what the page is about stands.
func (p Page) under() string {
	if p.Team {
		return route.TeamPath + "/"
	}
	return "/cases/"
}

// Route is what a draft is bound to: the action, and the form where several share one.
func (p Page) Route() string { return p.Action + " " + p.Path }

// May says whether to offer the page to a reader: the policies allow the act, and they
// could read afterwards what they wrote.
func (p Page) May(q *route.Request, v desk.View) bool {
	k, ok := q.Desk.Kinds().Find(p.Kind)
	return ok && (v.Keeper || !p.Keeper) && v.Writes(k) && v.May(p.Action)
}

// Place finds the page and the case that a form's own path belongs to.
func Place(pages []Page, path string) (ident.Chronology, Page, bool) {
	for _, p := range pages {
		rest, ok := strings.CutPrefix(path, p.under())
		id, below, _ := strings.Cut(rest, "/")
		if ok && p.Path == below && ident.Check(id) == nil {
			return ident.Chronology(id), p, true
		}
	}
	return "", Page{}, false
}

// Bound finds the page that a draft is bound to.
func Bound(pages []Page, to string) (Page, bool) {
	i := slices.IndexFunc(pages, func(p Page) bool { return p.Route() == to })
	if i < 0 {
		return Page{}, false
	}
	return pages[i], true
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
	id := ident.Act(q.FormValue("draft"))
	if id == "" {
		return q.See(w.action + "?" + url.Values{"draft": {string(q.Desk.NewForm(q.Signed.Actor))}, "by": {string(q.Signed.Actor.Worker)}}.Encode())
	}
	d, err := q.Desk.Draft(q.Context(), q.Signed.Actor, id)
	switch was, done := recorded.Find(v, id, q.Signed.Actor.Worker); {
	case err == nil && (d.On != v.Case.ID || d.Route != p.Route()):
		return errs.New(errs.NotFound, "There is nothing here that you can open")
	case err == nil:
		w.typed = d.Values
		if saw := w.typed.Get("saw"); saw != "" {
			w.saw = saw
		}
	case done && was.Kind == p.Kind:
		w.typed, w.was = recorded.Typed(q.Desk.Kinds(), was), route.EntryPath(v, was.ID)
	case errs.KindOf(err) == errs.NotFound && q.FormValue("by") == string(q.Signed.Actor.Worker) && ident.Check(string(id)) == nil:
		w.typed = p.begin(q, v) // opened just now
	default:
		return err
	}
	w.draft = string(id)
	return p.answer(q, http.StatusOK, w)
}

func (p Page) answer(q *route.Request, status int, w writing) error {
	w.asking.Typed, w.asking.Problems = w.typed, w.problems
	return q.Show(status, frame.Options{Title: w.heading, BackHref: w.back, BackText: w.name}, write(w))
}

func (p Page) take(q *route.Request) error {
	v, w, err := p.open(q)
	if err != nil {
		return err
	}
	w.typed, w.draft = q.PostForm, q.PostFormValue("draft")
	if saw := q.PostFormValue("saw"); saw != "" {
		w.saw = saw
	}
	if ident.Check(w.draft) != nil {
		w.draft = string(q.Desk.NewForm(q.Signed.Actor))
		return p.refuse(q, w, errs.New(errs.Invalid, "This form had lost its number. Nothing you typed is lost: read it through and send it again"))
	}
	if q.PostFormValue("later") != "" {
		_, err := q.Desk.SaveDraft(q.Context(), q.Signed.Actor, desk.Draft{ID: ident.Act(w.draft), Route: p.Route(), On: v.Case.ID, Values: w.typed})
		if err != nil {
			return err
		}
		return q.See(w.back)
	}
	body, wrong := form.Read(w.asking.Kind, w.typed, w.asking.Only)
	when, wrongWhen := form.ReadWhen(w.typed)
	w.asking.Typed = w.typed
	wrong = slices.Concat(wrongWhen, wrong, w.asking.Missing())
	extra, wrongExtra := form.ReadExtra(w.asking.Kind, w.typed)
	wrong = append(wrong, wrongExtra...)
	act, ok := p.Act(v.Case.ID, when, body, extra, w.saw)
	if !ok {
		return errs.New(errs.Internal, "")
	}
	if len(wrong) > 0 {
		return p.refuse(q, w, &errs.Error{Kind: errs.Invalid, Fields: wrong})
	}
	done, err := q.Desk.Do(q.Context(), q.Signed.Actor, ident.Act(w.draft), act)
	switch errs.KindOf(err) {
	case errs.Invalid:
		return p.refuse(q, w, err)
	case errs.Stale:
		return p.stale(q, v, w, err)
	case errs.Conflict:
		return recorded.Show(q, v, w.typed, w.asking.Kind, err)
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
	if err := p.keep(q, w); err != nil {
		return err
	}
	return p.answer(q, http.StatusUnprocessableEntity, w)
}

// keep keeps what was typed. What is too long to keep stands on the page all the same.
func (p Page) keep(q *route.Request, w writing) error {
	on, err := q.Case()
	if err == nil {
		_, err = q.Desk.SaveDraft(q.Context(), q.Signed.Actor, desk.Draft{ID: ident.Act(w.draft), Route: p.Route(), On: on, Values: w.typed})
	}
	if errs.KindOf(err) == errs.Invalid {
		return nil
	}
	return err
}

// stale shows what was typed beside what somebody wrote meanwhile, or says that they
// took it back.
func (p Page) stale(q *route.Request, v desk.View, w writing, err error) error {
	w.stale = true
	if n, ok := errs.Of(err).Detail.(desk.Newer); ok {
		w.newer = &line.Shown{Line: n.Line, Kinds: q.Desk.Kinds(), Names: v.Names}
	}
	w.saw = p.Topic(v.Case, q.Signed.Actor.Organisation)
	if err := p.keep(q, w); err != nil {
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
