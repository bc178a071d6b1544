package team

import (
	"net/http"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/errs"
	"waymark/internal/govuk"
	"waymark/internal/housing"
	"waymark/internal/ident"
	"waymark/internal/web/form"
	"waymark/internal/web/frame"
	"waymark/internal/web/recorded"
	"waymark/internal/web/route"
)

// asked are the fields of a house that is opened, in the order of the page. Whose it is, is
// not asked: it is the organisation's whose manager opens it.
var asked = []string{"name", "places", "address"}

func begin(q *route.Request) (opening, error) {
	if !q.Desk.See(q.Context(), q.Signed.Actor, "house.open") {
		return opening{}, errs.New(errs.Denied, "You cannot do this here. Ask a manager of the team")
	}
	k, _ := q.Desk.Kinds().Find("house.opened")
	return opening{asking: form.Asking{
		Kind: k, Only: asked,
		Words: map[string]string{"name": "What do staff call it?", "places": "How many people can live there?", "address": "Where does it stand?"},
		Hints: map[string]string{"name": "A name that does not say where it stands", "address": "Only managers of your organisation can read this, and nobody needs to write it here"},
	}}, nil
}

func showOpening(q *route.Request) error {
	o, err := begin(q)
	if err != nil {
		return err
	}
	if o.sheet, err = form.Open(q); err != nil {
		return err
	}
	if o.sheet.Moved() != "" {
		return q.See(o.sheet.Moved())
	}
	if !o.sheet.Begun {
		o.sheet.Typed.Set(chronology.Date, q.Desk.Today().Words())
	}
	return answerOpening(q, http.StatusOK, o)
}

func answerOpening(q *route.Request, status int, o opening) error {
	o.asking.Typed, o.asking.Problems = o.sheet.Typed, o.problems
	return q.Show(status, frame.Options{Title: "Open a house", BackHref: route.TeamPath, BackText: "Team"}, opens(o))
}

func takeOpening(q *route.Request) error {
	o, err := begin(q)
	if err != nil {
		return err
	}
	sheet, ok, err := form.Received(q, route.TeamPath, func(status int, s form.Sheet, wrong govuk.Problems) error {
		o.sheet, o.problems = s, wrong
		return answerOpening(q, status, o)
	})
	if !ok {
		return err
	}
	o.sheet = sheet
	typed := o.sheet.Typed
	id := ident.Act(o.sheet.ID)
	on := ident.ChronologyOf(id, 0)
	body, wrong := form.Read(o.asking.Kind, typed, asked)
	when, wrongWhen := form.ReadWhen(typed)
	o.asking.Typed = typed
	wrong = append(append(wrongWhen, wrong...), o.asking.Missing()...)
	house, ok := body.(*housing.Opened)
	if !ok {
		return errs.New(errs.Internal, "")
	}
	house.Organisation = answer.Given(q.Signed.Actor.Organisation)
	if len(wrong) == 0 {
		_, err = q.Desk.Do(q.Context(), q.Signed.Actor, id, casefile.OpenHouse(on, housing.OpenHouse{Happened: when, Body: *house}))
	}
	switch {
	case errs.KindOf(err) == errs.Invalid && err != nil:
		wrong = form.Wrong(err)
	case errs.KindOf(err) == errs.Conflict && err != nil:
		v, openErr := q.Desk.ReadTeam(q.Context(), q.Signed.Actor, "house.open", on)
		if openErr != nil {
			return openErr
		}
		return recorded.Show(q, v, typed, o.asking.Kind, err)
	case err != nil:
		return err
	}
	if len(wrong) > 0 {
		o.problems = form.Order(wrong, append([]string{chronology.Date}, o.asking.Names()...))
		if err := o.sheet.Keep(q); err != nil {
			return err
		}
		return answerOpening(q, http.StatusUnprocessableEntity, o)
	}
	return q.See(one(on))
}
