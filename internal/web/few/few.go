// Package few is the pages on which few are let know of a case: it is restricted, those
// who may know are named, somebody with a conflict of interest is kept away, and a
// colleague who must act this minute opens it in an emergency.
package few

import (
	"net/http"
	"slices"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/govuk"
	"waymark/internal/ident"
	"waymark/internal/web/form"
	"waymark/internal/web/frame"
	"waymark/internal/web/recorded"
	"waymark/internal/web/route"
)

// Routes lists the routes of this room.
func Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET /cases/{case}/few", Action: "access.restrict", Serve: showFew},
		{Pattern: "POST /cases/{case}/few", Action: "access.restrict", Serve: takeFew, Draft: route.Draft{Form: "few", Name: "Who may know of it"}},
		{Pattern: "GET /cases/{case}/conflicts", Action: "access.conflict", Serve: showConflicts},
		{Pattern: "POST /cases/{case}/conflicts", Action: "access.conflict", Serve: takeConflict, Draft: route.Draft{Form: "conflicts", Name: "A conflict of interest"}},
		{Pattern: "GET /emergency", Action: "access.break-glass", Serve: showEmergency},
		{Pattern: "POST /emergency", Action: "access.break-glass", Serve: takeEmergency, Draft: route.Draft{Form: "emergency", Name: "Open a record in an emergency"}},
	}
}

// page is one of the two pages: what stands, and one form to add to it.
type page struct {
	action, back, name string
	sheet              form.Sheet
	ending             string      // the number of the form that ends the restriction
	running            ident.Entry // the restriction; "" if there is none
	since, why         string
	rows               []row
	choices            []govuk.SelectItem
	problems           govuk.Problems
	explains           bool // could read afterwards why somebody is kept away
}

// row is one person who is named, or kept away.
type row struct{ name, since, entry, draft string }

func open(q *route.Request, action, denied string) (desk.View, page, error) {
	v, err := q.View(action)
	if err != nil {
		return v, page{}, err
	}
	if !v.May(action) {
		return v, page{}, errs.New(errs.Denied, denied)
	}
	p := page{
		back: route.CasePath(v.Case.ID, "who"), name: v.Case.Person.Called(),
		choices: []govuk.SelectItem{{Value: "", Text: "Choose"}},
	}
	return v, p, nil
}

func openFew(q *route.Request) (desk.View, page, error) {
	v, p, err := open(q, "access.restrict", "A manager of the team that keeps the record decides who may know of it. Ask them")
	if err != nil {
		return v, p, err
	}
	p.action = route.CasePath(v.Case.ID, "few")
	if r := v.Case.Consent.Restrictions; len(r) > 0 {
		p.ending = string(q.Desk.NewForm(q.Signed.Actor))
		p.running, p.since, p.why = r[0].Entry, r[0].Since.Words(), string(r[0].Why.Or(""))
	}
	for _, n := range v.Case.Consent.Named {
		p.rows = append(p.rows, row{name: v.Names.Worker(n.Worker) + ", " + v.Names.Organisation(n.Of), entry: string(n.Entry), draft: string(q.Desk.NewForm(q.Signed.Actor))})
	}
	for _, of := range readers(v) {
		for _, w := range v.Names.Workers(of) {
			if w != q.Signed.Actor.Worker && !slices.ContainsFunc(v.Case.Consent.Named, func(n consent.Naming) bool { return n.Worker == w }) {
				p.choices = append(p.choices, govuk.SelectItem{Value: string(w), Text: v.Names.Worker(w) + ", " + v.Names.Organisation(of)})
			}
		}
	}
	return v, p, nil
}

// readers are the organisations that may read now, one's own first.
func readers(v desk.View) []ident.Organisation {
	out := []ident.Organisation{v.Actor.Organisation}
	for _, a := range v.Access {
		if !slices.Contains(out, a.To) {
			out = append(out, a.To)
		}
	}
	return out
}

func showFew(q *route.Request) error {
	_, p, err := openFew(q)
	if err != nil {
		return err
	}
	if p.sheet, err = form.Open(q); err != nil {
		return err
	}
	if p.sheet.Moved() != "" {
		return q.See(p.sheet.Moved())
	}
	return answerFew(q, http.StatusOK, p)
}

func answerFew(q *route.Request, status int, p page) error {
	return q.Show(status, frame.Options{Title: "Who may know of this", BackHref: p.back, BackText: p.name}, few(p))
}

func takeFew(q *route.Request) error {
	v, p, err := openFew(q)
	if err != nil {
		return err
	}
	worker := ident.Worker(q.PostFormValue("worker"))
	with := consent.Named{Worker: answer.Given(worker), Of: answer.Given(v.Names.At(worker))}
	on, today := v.Case.ID, civil.On(q.Desk.Today())
	kind, act := "consent.restricted", casefile.Restrict(on, consent.Restrict{Happened: today, Body: consent.Restricted{Why: text(q, "why")}, With: with})
	switch q.PostFormValue("step") {
	case "name":
		kind, act = "consent.named", casefile.NameOne(on, consent.Name{Happened: today, Body: with})
	case "end":
		kind, act = "consent.lifted", casefile.Lift(on, consent.Lift{Happened: today, Body: consent.Lifted{What: answer.Given(ident.Entry(q.PostFormValue("what"))), Why: text(q, "because")}})
	}
	return taken(q, v, p, kind, act, answerFew)
}

func openConflicts(q *route.Request) (desk.View, page, error) {
	v, p, err := open(q, "access.conflict", "A manager keeps colleagues with a conflict of interest away. Ask the manager of the team")
	if err != nil {
		return v, p, err
	}
	p.action = route.CasePath(v.Case.ID, "conflicts")
	k, _ := q.Desk.Kinds().Find("consent.conflict")
	p.explains = slices.Contains(v.Writable(k, nil), "why")
	own := q.Signed.Actor.Organisation
	for _, k := range v.Case.Consent.Kept {
		if k.Of == own {
			p.rows = append(p.rows, row{name: v.Names.Worker(k.Worker), since: k.Since.Words(), entry: string(k.Entry), draft: string(q.Desk.NewForm(q.Signed.Actor))})
		}
	}
	for _, w := range v.Names.Workers(own) {
		if w != q.Signed.Actor.Worker && !slices.ContainsFunc(v.Case.Consent.Kept, func(k consent.Kept) bool { return k.Worker == w && k.Of == own }) {
			p.choices = append(p.choices, govuk.SelectItem{Value: string(w), Text: v.Names.Worker(w)})
		}
	}
	return v, p, nil
}

func showConflicts(q *route.Request) error {
	_, p, err := openConflicts(q)
	if err != nil {
		return err
	}
	if p.sheet, err = form.Open(q); err != nil {
		return err
	}
	if p.sheet.Moved() != "" {
		return q.See(p.sheet.Moved())
	}
	return answerConflicts(q, http.StatusOK, p)
}

func answerConflicts(q *route.Request, status int, p page) error {
	return q.Show(status, frame.Options{Title: "Conflicts of interest", BackHref: p.back, BackText: p.name}, conflicts(p))
}

func takeConflict(q *route.Request) error {
	v, p, err := openConflicts(q)
	if err != nil {
		return err
	}
	on, today := v.Case.ID, civil.On(q.Desk.Today())
	kind, act := "consent.conflict", casefile.KeepAway(on, consent.Keep{Happened: today, Body: consent.Conflicted{Worker: answer.Given(ident.Worker(q.PostFormValue("worker"))), Why: text(q, "why")}})
	if q.PostFormValue("step") == "end" {
		kind, act = "consent.conflict-over", casefile.ConflictOver(on, consent.Resolve{Happened: today, Body: consent.Resolved{Conflict: answer.Given(ident.Entry(q.PostFormValue("what"))), Why: text(q, "because")}})
	}
	return taken(q, v, p, kind, act, answerConflicts)
}

func text(q *route.Request, name string) answer.Of[answer.Text] {
	if s := q.PostFormValue(name); s != "" {
		return answer.Given(answer.Text(s))
	}
	return answer.Of[answer.Text]{}
}

// taken does an act of a page and answers: the page again with what was typed where
// something is wrong. What only a button says has nothing typed to keep.
func taken(q *route.Request, v desk.View, p page, kind string, act casefile.Act, show func(*route.Request, int, page) error) error {
	var err error
	button, ok, id := q.PostFormValue("step") == "end", true, ident.Act(q.PostFormValue("draft"))
	if button {
		p.sheet, err = form.Fresh(q)
	} else {
		var sheet form.Sheet
		sheet, ok, err = form.Received(q, p.back, func(status int, s form.Sheet, wrong govuk.Problems) error {
			p.sheet, p.problems = s, wrong
			return show(q, status, p)
		})
		p.sheet, id = sheet, ident.Act(sheet.ID)
	}
	if err != nil || !ok {
		return err
	}
	_, err = q.Desk.Do(q.Context(), q.Signed.Actor, id, act)
	switch {
	case err == nil:
		return q.See(p.action)
	case errs.KindOf(err) == errs.Conflict:
		k, _ := q.Desk.Kinds().Find(kind)
		return recorded.Show(q, v, q.PostForm, k, err)
	case errs.KindOf(err) != errs.Invalid:
		return err
	}
	p.problems = form.Order(form.Wrong(err), []string{"worker", "why", "what", "conflict", "because"})
	for i, x := range p.problems { // what is ended by a button has no field: its problem leads to the top
		if x.Field == "conflict" || x.Field == "because" {
			p.problems[i].Field = "what"
		}
	}
	if !button {
		if err := p.sheet.Keep(q); err != nil {
			return err
		}
	}
	return show(q, http.StatusUnprocessableEntity, p)
}
