// Package allocate is the page on which a manager puts a worker beside a person, and
// ends that.
package allocate

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/govuk"
	"waymark/internal/ident"
	"waymark/internal/support"
	"waymark/internal/web/form"
	"waymark/internal/web/frame"
	"waymark/internal/web/recorded"
	"waymark/internal/web/route"
)

// Routes lists the routes of allocation.
func Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET /cases/{case}/workers", Action: "support.allocate", Serve: show},
		{Pattern: "POST /cases/{case}/workers", Action: "support.allocate", Serve: take, Draft: route.Draft{Form: "workers", Name: "A worker beside them"}},
	}
}

func open(q *route.Request) (desk.View, page, error) {
	v, err := q.View("support.allocate")
	if err != nil {
		return v, page{}, err
	}
	if !v.May("support.allocate") {
		return v, page{}, errs.New(errs.Denied, "A manager puts workers beside people. Ask the manager of the team")
	}
	p := page{
		action: route.CasePath(v.Case.ID, "workers"), back: route.CasePath(v.Case.ID), name: v.Case.Person.Called(),
		choices: []govuk.SelectItem{{Value: "", Text: "Choose"}},
	}
	k, _ := q.Desk.Kinds().Find("support.allocated")
	p.asking = form.Asking{
		Kind: k, Only: []string{"as", "until"}, Words: map[string]string{"as": "As what?", "until": "Until when?"},
		Hints: map[string]string{"until": "Like 31 March 2027, or today for one night. Left empty it runs until somebody ends it"},
	}
	for _, b := range v.Case.Support.Beside {
		if b.For == q.Signed.Actor.Organisation && b.Runs(v.Now) {
			p.beside = append(p.beside, beside{name: v.Names.Worker(b.Worker), since: sinceWords(b), entry: string(b.Allocation), draft: string(q.Desk.NewForm(q.Signed.Actor))})
		}
	}
	for _, w := range v.Names.Workers(q.Signed.Actor.Organisation) {
		p.choices = append(p.choices, govuk.SelectItem{Value: string(w), Text: v.Names.Worker(w)})
	}
	return v, p, nil
}

// offers refuses whoever is not on the list: somebody else's worker, or nobody.
func (p page) offers(q *route.Request) error {
	var c errs.Checks
	worker := q.PostFormValue("worker")
	c.If(worker != "" && !slices.ContainsFunc(p.choices, func(i govuk.SelectItem) bool { return i.Value == worker }), "worker", "Choose somebody from the list")
	return c.Err()
}

func sinceWords(b support.Beside) string {
	s := b.Since.Words()
	if until, ok := b.Until.Get(); ok {
		s += ", until the end of " + until.Words()
	}
	if as, ok := b.As.Get(); ok {
		s += ", as: " + strings.ToLower(chronology.WordsOf(as))
	}
	return s
}

func show(q *route.Request) error {
	_, p, err := open(q)
	if err != nil {
		return err
	}
	if p.sheet, err = form.Open(q); err != nil {
		return err
	}
	if p.sheet.Moved() != "" {
		return q.See(p.sheet.Moved())
	}
	return answerPage(q, http.StatusOK, p)
}

func answerPage(q *route.Request, status int, p page) error {
	p.asking.Typed, p.asking.Problems = p.sheet.Typed, p.problems
	return q.Show(status, frame.Options{Title: "Workers", BackHref: p.back, BackText: p.name}, workers(p))
}

func take(q *route.Request) error {
	v, p, err := open(q)
	if err != nil {
		return err
	}
	if q.PostFormValue("step") == "end" {
		return end(q, v, p)
	}
	sheet, ok, err := form.Received(q, p.action, func(status int, s form.Sheet, wrong govuk.Problems) error {
		p.sheet, p.problems = s, wrong
		return answerPage(q, status, p)
	})
	if !ok {
		return err
	}
	p.sheet = sheet
	typed := url.Values{"worker": q.PostForm["worker"], "as": q.PostForm["as"], "until": q.PostForm["until"]}
	body, wrong := form.Read(p.asking.Kind, typed, nil)
	b, ok := body.(*support.Allocated)
	if !ok {
		return errs.New(errs.Internal, "")
	}
	if len(wrong) > 0 {
		err = &errs.Error{Kind: errs.Invalid, Message: "Check what is typed", Fields: wrong}
	} else if err = p.offers(q); err == nil {
		_, err = q.Desk.Do(q.Context(), q.Signed.Actor, ident.Act(sheet.ID), casefile.Allocate(v.Case.ID, support.Allocate{Happened: civil.On(q.Desk.Today()), Body: *b}))
	}
	if err != nil && errs.KindOf(err) == errs.Invalid {
		if failed := p.sheet.Keep(q); failed != nil {
			return failed
		}
		return p.refuse(q, err)
	}
	return p.taken(q, v, "support.allocated", err)
}

// end ends that somebody walks beside the person: a button, with nothing to type.
func end(q *route.Request, v desk.View, p page) error {
	of := ident.Entry(q.PostFormValue("allocation"))
	_, err := q.Desk.Do(q.Context(), q.Signed.Actor, ident.Act(q.PostFormValue("draft")), casefile.Release(v.Case.ID, support.Release{
		Happened: civil.On(q.Desk.Today()), Body: support.Released{Allocation: answer.Given(of)},
	}))
	if err != nil && errs.KindOf(err) == errs.Invalid {
		var failed error
		if p.sheet, failed = form.Fresh(q); failed != nil {
			return failed
		}
		return p.refuse(q, err)
	}
	return p.taken(q, v, "support.released", err)
}

func (p page) refuse(q *route.Request, err error) error {
	p.problems = form.Order(form.Wrong(err), []string{"worker", "as", "until"})
	return answerPage(q, http.StatusUnprocessableEntity, p)
}

// taken answers a form of the page that asks for nothing more.
func (p page) taken(q *route.Request, v desk.View, kind string, err error) error {
	if errs.KindOf(err) == errs.Conflict {
		k, _ := q.Desk.Kinds().Find(kind)
		return recorded.Show(q, v, q.PostForm, k, err)
	}
	if err != nil {
		return err
	}
	return q.See(p.action)
}
