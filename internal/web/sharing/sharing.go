// Package sharing is the pages on which worker and person together let another
// organisation see some of the record, and end that.
package sharing

import (
	"net/http"
	"slices"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
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

// Routes lists the routes of sharing.
func Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET /cases/{case}/sharing/new", Action: "consent.share", Serve: showShare},
		{Pattern: "POST /cases/{case}/sharing/new", Action: "consent.share", Serve: takeShare, Draft: route.Draft{Form: "sharing/new", Name: "Sharing with another organisation"}},
		{Pattern: "GET /cases/{case}/sharing/{entry}/end", Action: "consent.end-sharing", Serve: showEnd},
		{Pattern: "POST /cases/{case}/sharing/{entry}/end", Action: "consent.end-sharing", Serve: takeEnd, Draft: route.Draft{Form: "sharing/end", Name: "Ending a sharing"}},
	}
}

func open(q *route.Request, action string) (desk.View, error) {
	v, err := q.View(action)
	if err == nil && !v.May(action) {
		err = errs.New(errs.Denied, "Only the team that keeps the record shares it, and ends that. Ask them")
	}
	return v, err
}

func sharePage(q *route.Request, v desk.View) sharingPage {
	k, _ := q.Desk.Kinds().Find("consent.shared")
	p := sharingPage{
		action: route.CasePath(v.Case.ID, "sharing", "new"), back: route.CasePath(v.Case.ID, "who"), name: v.Case.Person.Called(),
		choices: []govuk.SelectItem{{Value: "", Text: "Choose"}},
		asking: form.Asking{
			Kind: k, Only: []string{"labels", "until", "why"}, Ticks: consent.CanBeShared,
			Words: map[string]string{"labels": "What may they see?", "until": "Until when?", "why": "What for, and how they agreed"},
			Hints: map[string]string{
				"labels": "Advice from a solicitor is shown to a solicitor whom they appointed and to nobody else; where somebody lives, only where a life is at risk or by a duty in law",
				"until":  "Like 31 March 2027. Left empty it runs until somebody ends it. Where a life is at risk, for a conference, and under a contract it must have an end",
				"why":    "In which language it was explained, and by whom",
			},
		},
	}
	for _, id := range v.Names.Organisations() {
		if id != q.Signed.Actor.Organisation {
			p.choices = append(p.choices, govuk.SelectItem{Value: string(id), Text: v.Names.Organisation(id)})
		}
	}
	for _, c := range chronology.Basis("").Codes() {
		if !consent.On(chronology.Basis(c.Value)).Empty() && v.May(consentAction(c.Value)) {
			p.bases = append(p.bases, govuk.Choice{Value: c.Value, Text: c.Words})
		}
	}
	return p
}

// consentAction is the action of sharing on a basis.
func consentAction(basis string) string {
	return casefile.Share("", consent.Share{Body: consent.Shared{Basis: answer.Given(chronology.Basis(basis))}}).Name
}

// preview shows what the other organisation would see, before it is given.
func preview(q *route.Request, v desk.View, p sharingPage, b consent.Shared) error {
	to, _ := b.To.Get()
	labels, _ := b.Labels.Get()
	if wrong := missing(v, to, labels); len(wrong) > 0 {
		return refuseShare(q, p, wrong)
	}
	if err := p.sheet.Keep(q); err != nil {
		return err
	}
	c, err := q.Desk.Preview(q.Context(), q.Signed.Actor, v.Case.ID, labels)
	if err != nil {
		return err
	}
	p.previewed, p.with = true, v.Names.Organisation(to)
	for _, l := range chronology.Newest(c.Lines) {
		p.lines = append(p.lines, line.Shown{Line: l, Kinds: q.Desk.Kinds(), Names: v.Names})
	}
	return answerShare(q, http.StatusOK, p)
}

// missing says what must be chosen before anything can be shown.
func missing(v desk.View, to ident.Organisation, labels label.Set) []errs.Field {
	var c errs.Checks
	c.If(!slices.Contains(v.Names.Organisations(), to), "to", "Choose an organisation from the list")
	c.If(labels.Empty(), "labels", "Choose what they may see")
	return form.Wrong(c.Err())
}

func showShare(q *route.Request) error {
	v, err := open(q, "consent.share")
	if err != nil {
		return err
	}
	p := sharePage(q, v)
	if p.sheet, err = form.Open(q); err != nil {
		return err
	}
	if p.sheet.Moved() != "" {
		return q.See(p.sheet.Moved())
	}
	if l, ok := v.Case.Line(ident.Entry(q.FormValue("like"))); ok && l.Kind == p.asking.Kind.Name && !p.sheet.Begun {
		p.sheet.Typed = form.Write(q.Desk.Kinds(), l.Body) // to be read again, and shared here or not
	}
	return answerShare(q, http.StatusOK, p)
}

func answerShare(q *route.Request, status int, p sharingPage) error {
	p.asking.Typed, p.asking.Problems = p.sheet.Typed, p.problems
	return q.Show(status, frame.Options{Title: "Share with another organisation", BackHref: p.back, BackText: p.name}, share(p))
}

func refuseShare(q *route.Request, p sharingPage, wrong []errs.Field) error {
	p.problems = form.Order(wrong, shareOrder)
	if err := p.sheet.Keep(q); err != nil {
		return err
	}
	return answerShare(q, http.StatusUnprocessableEntity, p)
}

var shareOrder = []string{"to", "labels", "until", "why", "basis"}

func takeShare(q *route.Request) error {
	v, err := open(q, "consent.share")
	if err != nil {
		return err
	}
	p := sharePage(q, v)
	sheet, ok, err := form.Received(q, p.back, func(status int, s form.Sheet, wrong govuk.Problems) error {
		p.sheet, p.problems = s, wrong
		return answerShare(q, status, p)
	})
	if !ok {
		return err
	}
	p.sheet = sheet
	body, wrong := form.Read(p.asking.Kind, sheet.Typed, nil)
	b, ok := body.(*consent.Shared)
	if !ok {
		return errs.New(errs.Internal, "")
	}
	if len(wrong) == 0 && q.PostFormValue("step") == "preview" {
		return preview(q, v, p, *b)
	}
	if len(wrong) == 0 {
		_, err = q.Desk.Do(q.Context(), q.Signed.Actor, ident.Act(sheet.ID), casefile.Share(v.Case.ID, consent.Share{Happened: today(q), Body: *b}))
		wrong = fieldsOf(err)
	}
	switch {
	case len(wrong) > 0:
		return refuseShare(q, p, wrong)
	case errs.KindOf(err) == errs.Conflict:
		return recorded.Show(q, v, sheet.Typed, p.asking.Kind, err)
	case err != nil:
		return err
	}
	return q.See(p.back)
}

func today(q *route.Request) civil.When { return civil.On(q.Desk.Today()) }

func fieldsOf(err error) []errs.Field {
	if errs.KindOf(err) == errs.Invalid {
		return form.Wrong(err)
	}
	return nil
}

func noSharing() error {
	return errs.New(errs.NotFound, "This sharing has ended already, or there was none")
}

func endPage(q *route.Request) (desk.View, endingPage, error) {
	v, err := open(q, "consent.end-sharing")
	if err != nil {
		return v, endingPage{}, err
	}
	id := ident.Entry(q.PathValue("entry"))
	i := slices.IndexFunc(v.Case.Consent.Running, func(r consent.Running) bool { return r.Entry == id })
	if i < 0 {
		return v, endingPage{}, noSharing()
	}
	return v, endingPage{
		action: route.CasePath(v.Case.ID, "sharing", string(id), "end"), back: route.CasePath(v.Case.ID, "who"), name: v.Case.Person.Called(),
		with: v.Names.Organisation(v.Case.Consent.Running[i].To),
	}, nil
}

func showEnd(q *route.Request) error {
	_, p, err := endPage(q)
	if err != nil {
		return err
	}
	if p.sheet, err = form.Open(q); err != nil {
		return err
	}
	if p.sheet.Moved() != "" {
		return q.See(p.sheet.Moved())
	}
	return answerEnd(q, http.StatusOK, p)
}

func answerEnd(q *route.Request, status int, p endingPage) error {
	return q.Show(status, frame.Options{Title: "End a sharing", BackHref: p.back, BackText: p.name}, end(p))
}

func takeEnd(q *route.Request) error {
	v, err := open(q, "consent.end-sharing")
	if err != nil {
		return err
	}
	on := v.Case.ID
	if _, err := q.Entry(); err != nil {
		return noSharing()
	}
	again := func(status int, s form.Sheet, wrong govuk.Problems) error {
		_, p, err := endPage(q)
		if err != nil {
			return err
		}
		p.sheet, p.problems = s, wrong
		return answerEnd(q, status, p)
	}
	sheet, ok, err := form.Received(q, route.CasePath(on, "who"), again)
	if !ok {
		return err
	}
	b := consent.Ended{Sharing: answer.Given(ident.Entry(q.PathValue("entry")))}
	if why := q.PostFormValue("why"); why != "" {
		b.Why = answer.Given(answer.Text(why))
	}
	_, err = q.Desk.Do(q.Context(), q.Signed.Actor, ident.Act(sheet.ID), casefile.EndSharing(on, consent.End{Happened: today(q), Body: b}))
	if wrong := fieldsOf(err); len(wrong) > 0 {
		if _, _, err := endPage(q); err != nil { // it ended meanwhile: there is nothing to keep it for
			return err
		}
		if err := sheet.Keep(q); err != nil {
			return err
		}
		return again(http.StatusUnprocessableEntity, sheet, form.Order(wrong, []string{"why"}))
	}
	if errs.KindOf(err) == errs.Conflict {
		k, _ := q.Desk.Kinds().Find("consent.ended")
		return recorded.Show(q, v, q.PostForm, k, err)
	}
	if err != nil {
		return err
	}
	return q.See(route.CasePath(on, "who"))
}
