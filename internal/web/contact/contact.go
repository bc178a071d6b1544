// Package contact is the pages for recording a contact and for saying how somebody can
// be reached safely. What is typed is kept on the server as one types, and with every
// refusal.
package contact

import (
	"net/http"
	"net/url"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/contact"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/web/form"
	"waymark/internal/web/frame"
	"waymark/internal/web/line"
	"waymark/internal/web/recorded"
	"waymark/internal/web/route"
)

// Routes lists the routes of being in touch.
func Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET /cases/{case}/contacts/new", Action: "contact.record", Serve: record.show},
		{Pattern: "POST /cases/{case}/contacts/new", Action: "contact.record", Serve: record.take},
		{Pattern: "GET /cases/{case}/safe-way", Action: "contact.safe-way", Serve: safeWay.show},
		{Pattern: "POST /cases/{case}/safe-way", Action: "contact.safe-way", Serve: safeWay.take},
	}
}

// page is one form of this room: what it asks, and the act it becomes.
type page struct {
	action  string // of the policies, and the route that the draft is bound to
	kind    string
	path    []string
	heading string
	lead    string
	when    string
	submit  string
	hints   map[string]string
	words   map[string]string
	only    []string // the fields in the order of the page; nil for the kind's own
	sure    []string
	begin   func(desk.View, chronology.Kinds) url.Values
	topic   func(casefile.Case) string
	act     func(on ident.Chronology, when civil.When, body any, extra map[string]label.Set, saw string) (casefile.Act, bool)
}

var record = page{
	action: "contact.record", kind: "contact.made", path: []string{"contacts", "new"},
	heading: "Record a contact", lead: "Only how it went and whether they were reached are needed. The rest can wait.", when: "When was it?", submit: "Record this contact",
	hints: map[string]string{
		"private": "So that the next worker knows whether something may have been left unsaid",
		"note":    "Their words where you can. Nobody should have to tell this twice",
		"wants":   "What they want for themselves, as they said it",
		"next":    "When you will be in touch again, like 30 November 2026. Silence beyond it will show",
		"minutes": "About how long it took",
	},
	words: map[string]string{"how": "How were you in touch?", "reached": "Did you reach them?", "private": "Was it private enough to talk?", "interpreter": "Who interpreted?", "next": "Next contact"},
	only:  []string{"how", "reached", "note", "wants", "next", "private", "interpreter", "minutes"},
	sure:  []string{"how", "reached", "private", "interpreter"},
	begin: func(v desk.View, _ chronology.Kinds) url.Values {
		return url.Values{chronology.Date: {civil.DayOf(v.Now).Words()}}
	},
	act: func(on ident.Chronology, when civil.When, body any, extra map[string]label.Set, _ string) (casefile.Act, bool) {
		b, ok := body.(*contact.Made)
		if !ok {
			return casefile.Act{}, false
		}
		return casefile.RecordContact(on, contact.Record{Happened: when, Body: *b, Extra: extra}), true
	},
}

var safeWay = page{
	action: "contact.safe-way", kind: "contact.safe-way", path: []string{"safe-way"},
	heading: "How to reach them safely", lead: "As they say it themselves. What is not ticked is unsafe.", when: "When did they say so?", submit: "Record the safe way",
	hints: map[string]string{
		"hours":      "Like 10:00 to 16:00, or after school",
		"details":    "The number or address that they want used",
		"never":      "What must never be done: who must not answer, what must not be written",
		"also_users": "Who could see a message or open a letter",
	},
	begin: func(v desk.View, kinds chronology.Kinds) url.Values {
		typed := url.Values{}
		if v.Case.Contact.Safe != nil {
			typed = form.Write(kinds, v.Case.Contact.Safe)
		}
		typed.Set(chronology.Date, civil.DayOf(v.Now).Words())
		return typed
	},
	topic: casefile.SafeWayTopic,
	act: func(on ident.Chronology, when civil.When, body any, _ map[string]label.Set, saw string) (casefile.Act, bool) {
		b, ok := body.(*contact.SafeWay)
		if !ok {
			return casefile.Act{}, false
		}
		return casefile.SetSafeWay(on, contact.SetSafeWay{Happened: when, Body: *b}, saw), true
	},
}

func (p page) open(q *route.Request) (desk.View, writing, error) {
	v, err := q.View(p.action)
	if err != nil {
		return v, writing{}, err
	}
	kind, _ := q.Desk.Kinds().Find(p.kind)
	if !v.May(p.action) || !v.Writes(kind) {
		return v, writing{}, errs.New(errs.Denied, "You cannot do this here. Ask a manager of the team")
	}
	w := writing{
		heading: p.heading, lead: p.lead, name: v.Case.Person.Called(), when: p.when, submit: p.submit,
		action: route.CasePath(v.Case.ID, p.path...), back: route.CasePath(v.Case.ID),
		asking: form.Asking{Kind: kind, Hints: p.hints, Words: p.words, Only: v.Writable(kind, p.only), Sure: p.sure, Extra: v.Labels},
	}
	if p.topic != nil {
		w.saw = p.topic(v.Case)
	}
	return v, w, nil
}

// show gives the form under an address of its own, which names the form: going back or
// loading again finds the same form, with what was kept of it or recorded from it.
func (p page) show(q *route.Request) error {
	v, w, err := p.open(q)
	if err != nil {
		return err
	}
	id := ident.Act(q.FormValue("draft"))
	if id == "" {
		return q.See(w.action + "?" + url.Values{"draft": {string(q.Desk.NewAct())}, "by": {string(q.Signed.Actor.Worker)}}.Encode())
	}
	d, err := q.Desk.Draft(q.Context(), q.Signed.Actor, id)
	switch was, done := recorded.Find(v, id, q.Signed.Actor.Worker); {
	case err == nil && (d.On != v.Case.ID || d.Route != p.action):
		return errs.New(errs.NotFound, "There is nothing here that you can open")
	case err == nil:
		w.typed = d.Values
		if saw := w.typed.Get("saw"); saw != "" {
			w.saw = saw
		}
	case done && was.Kind == p.kind:
		w.typed, w.was = recorded.Typed(q.Desk.Kinds(), was), route.CasePath(v.Case.ID, "chronology")+"#"+string(was.ID)
	case errs.KindOf(err) == errs.NotFound && q.FormValue("by") == string(q.Signed.Actor.Worker) && ident.Check(string(id)) == nil:
		w.typed = p.begin(v, q.Desk.Kinds()) // opened just now
	default:
		return err
	}
	w.draft = string(id)
	return p.answer(q, http.StatusOK, w)
}

func (p page) answer(q *route.Request, status int, w writing) error {
	w.asking.Typed, w.asking.Problems = w.typed, w.problems
	return q.Show(status, frame.Options{Title: w.heading, BackHref: w.back, BackText: w.name}, write(w))
}

func (p page) take(q *route.Request) error {
	v, w, err := p.open(q)
	if err != nil {
		return err
	}
	w.typed, w.draft = q.PostForm, q.PostFormValue("draft")
	if saw := q.PostFormValue("saw"); saw != "" {
		w.saw = saw
	}
	if ident.Check(w.draft) != nil {
		w.draft = string(q.Desk.NewAct())
		return p.refuse(q, w, errs.New(errs.Invalid, "This form had lost its number. Nothing you typed is lost: read it through and send it again"))
	}
	if q.PostFormValue("later") != "" {
		_, err := q.Desk.SaveDraft(q.Context(), q.Signed.Actor, desk.Draft{ID: ident.Act(w.draft), Route: p.action, On: v.Case.ID, Values: w.typed})
		if err != nil {
			return err
		}
		return q.See(w.back)
	}
	body, wrong := form.Read(w.asking.Kind, w.typed, w.asking.Only)
	when, wrongWhen := form.ReadWhen(w.typed)
	wrong = append(wrongWhen, wrong...)
	act, ok := p.act(v.Case.ID, when, body, form.ReadExtra(w.asking.Kind, w.typed), w.saw)
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
	return q.See(route.CasePath(done.On, "chronology") + "#" + string(done.Entries[0]))
}

// refuse shows the form again with every typed character, and keeps it as a draft.
func (p page) refuse(q *route.Request, w writing, err error) error {
	w.problems = form.Problems(err, append([]string{chronology.Date}, w.asking.Names()...))
	if err := p.keep(q, w); err != nil {
		return err
	}
	return p.answer(q, http.StatusUnprocessableEntity, w)
}

// keep keeps what was typed. What is too long to keep stands on the page all the same.
func (p page) keep(q *route.Request, w writing) error {
	on, err := q.Case()
	if err == nil {
		_, err = q.Desk.SaveDraft(q.Context(), q.Signed.Actor, desk.Draft{ID: ident.Act(w.draft), Route: p.action, On: on, Values: w.typed})
	}
	if errs.KindOf(err) == errs.Invalid {
		return nil
	}
	return err
}

// stale shows what was typed beside what somebody wrote meanwhile, or says that they
// took it back.
func (p page) stale(q *route.Request, v desk.View, w writing, err error) error {
	w.stale = true
	if n, ok := errs.Of(err).Detail.(desk.Newer); ok {
		w.newer = &line.Shown{Line: n.Line, Kinds: q.Desk.Kinds(), Names: v.Names}
	}
	w.saw = p.topic(v.Case)
	if err := p.keep(q, w); err != nil {
		return err
	}
	return p.answer(q, http.StatusConflict, w)
}
