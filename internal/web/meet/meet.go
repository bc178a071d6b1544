// Package meet is the page on which somebody's record is opened: with almost nothing,
// because almost nothing may be known.
package meet

import (
	"net/http"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/govuk"
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
		{Pattern: "POST /people/new", Action: "person.meet", Serve: take, Draft: route.Draft{Form: "people/new", Name: "Somebody new"}},
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
	if m.sheet, err = form.Open(q); err != nil {
		return err
	}
	if m.sheet.Moved() != "" {
		return q.See(m.sheet.Moved())
	}
	if !m.sheet.Begun {
		m.sheet.Typed.Set(chronology.Date, civil.DayOf(q.Desk.Clock().Now()).Words())
	}
	return answer(q, http.StatusOK, m)
}

func answer(q *route.Request, status int, m meeting) error {
	m.asking.Typed, m.asking.Problems = m.sheet.Typed, m.problems
	return q.Show(status, frame.Options{Title: "Somebody new", BackHref: "/today", BackText: "Today"}, page(m))
}

func take(q *route.Request) error {
	m, err := begin(q)
	if err != nil {
		return err
	}
	sheet, ok, err := form.Received(q, "/today", func(status int, s form.Sheet, wrong govuk.Problems) error {
		m.sheet, m.problems = s, wrong
		return answer(q, status, m)
	})
	if !ok {
		return err
	}
	m.sheet = sheet
	typed := sheet.Typed
	act := ident.Act(sheet.ID)
	on := ident.ChronologyOf(act, 0)
	body, wrong := form.Read(m.asking.Kind, typed, nil)
	when, wrongWhen := form.ReadWhen(typed)
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
		return recorded.Show(q, v, typed, m.asking.Kind, err)
	case err != nil:
		return err
	}
	if len(wrong) > 0 {
		m.problems = form.Order(wrong, append([]string{chronology.Date}, m.asking.Names()...))
		if err := m.sheet.Keep(q); err != nil {
			return err
		}
		return answer(q, http.StatusUnprocessableEntity, m)
	}
	return q.See(route.CasePath(on))
}
