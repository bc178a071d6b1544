// Package meet is the page on which somebody's record is opened: with almost nothing,
// because almost nothing may be known.
package meet

import (
	"net/http"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/person"
	"waymark/internal/web/form"
	"waymark/internal/web/frame"
	"waymark/internal/web/recorded"
	"waymark/internal/web/route"
)

// Routes lists the routes of meeting somebody.
func Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET /people/new", Action: "person.meet", Serve: show},
		{Pattern: "POST /people/new", Action: "person.meet", Serve: take},
	}
}

func begin(q *route.Request) (meeting, error) {
	if !q.Desk.See(q.Context(), q.Signed.Actor, "person.meet") {
		return meeting{}, errs.New(errs.Denied, "You cannot do this here. Ask a manager of the team")
	}
	k, _ := q.Desk.Kinds().Find("person.met")
	return meeting{asking: form.Asking{
		Kind:  k,
		Words: map[string]string{"chosen_name": "What do they want to be called?", "how": "How did you meet?"},
		Hints: map[string]string{"chosen_name": "Any name, or none. It need not be the one on their papers", "how": "Where and through whom, in a sentence. Nothing they have not told you"},
	}}, nil
}

func show(q *route.Request) error {
	m, err := begin(q)
	if err != nil {
		return err
	}
	m.typed = map[string][]string{chronology.Date: {civil.DayOf(q.Desk.Clock().Now()).Words()}}
	return answer(q, http.StatusOK, m)
}

func answer(q *route.Request, status int, m meeting) error {
	if ident.Check(m.draft) != nil {
		m.draft = string(q.Desk.NewForm(q.Signed.Actor))
	}
	m.asking.Typed, m.asking.Problems = m.typed, m.problems
	return q.Show(status, frame.Options{Title: "Somebody new", BackHref: "/today", BackText: "Today"}, page(m))
}

func take(q *route.Request) error {
	m, err := begin(q)
	if err != nil {
		return err
	}
	m.typed, m.draft = q.PostForm, q.PostFormValue("draft")
	act := ident.Act(m.draft)
	on := ident.ChronologyOf(act, 0)
	body, wrong := form.Read(m.asking.Kind, m.typed, nil)
	when, wrongWhen := form.ReadWhen(m.typed)
	wrong = append(wrongWhen, wrong...)
	met, ok := body.(*person.Met)
	if !ok {
		return errs.New(errs.Internal, "")
	}
	if len(wrong) == 0 {
		_, err = q.Desk.Do(q.Context(), q.Signed.Actor, act, casefile.MeetBeside(on, person.Meet{Happened: when, Body: *met}))
	}
	switch {
	case errs.KindOf(err) == errs.Invalid && err != nil:
		wrong = form.Wrong(err)
	case errs.KindOf(err) == errs.Conflict && err != nil:
		v, openErr := q.Desk.Read(q.Context(), q.Signed.Actor, "person.meet", on, chronology.At{})
		if openErr != nil {
			return openErr
		}
		return recorded.Show(q, v, m.typed, m.asking.Kind, err)
	case err != nil:
		return err
	}
	if len(wrong) > 0 {
		m.problems = form.Order(wrong, append([]string{chronology.Date}, m.asking.Names()...))
		return answer(q, http.StatusUnprocessableEntity, m)
	}
	return q.See(route.CasePath(on))
}
