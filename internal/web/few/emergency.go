package few

import (
	"net/http"

	"waymark/internal/errs"
	"waymark/internal/govuk"
	"waymark/internal/ident"
	"waymark/internal/web/form"
	"waymark/internal/web/frame"
	"waymark/internal/web/route"
)

type emergencyPage struct {
	sheet    form.Sheet
	problems govuk.Problems
}

func mayBreakGlass(q *route.Request) error {
	if !q.Desk.See(q.Context(), q.Signed.Actor, "access.break-glass") {
		return errs.New(errs.Denied, "You cannot do this here. Ask a manager of the team")
	}
	return nil
}

func showEmergency(q *route.Request) error {
	if err := mayBreakGlass(q); err != nil {
		return err
	}
	sheet, err := form.Open(q)
	if err != nil {
		return err
	}
	if sheet.Moved() != "" {
		return q.See(sheet.Moved())
	}
	return answerEmergency(q, http.StatusOK, emergencyPage{sheet: sheet})
}

func answerEmergency(q *route.Request, status int, p emergencyPage) error {
	return q.Show(status, frame.Options{Title: "Open a record in an emergency", BackHref: "/people", BackText: "People"}, emergency(p))
}

func takeEmergency(q *route.Request) error {
	if err := mayBreakGlass(q); err != nil {
		return err
	}
	sheet, ok, err := form.Received(q, "/people", func(status int, s form.Sheet, wrong govuk.Problems) error {
		return answerEmergency(q, status, emergencyPage{sheet: s, problems: wrong})
	})
	if !ok {
		return err
	}
	done, err := q.Desk.OpenInEmergency(q.Context(), q.Signed.Actor, ident.Act(sheet.ID), q.PostFormValue("name"), text(q, "why"))
	if errs.KindOf(err) == errs.Invalid {
		if failed := sheet.Keep(q); failed != nil {
			return failed
		}
		return answerEmergency(q, http.StatusUnprocessableEntity, emergencyPage{sheet: sheet, problems: form.Order(form.Wrong(err), []string{"name", "why"})})
	}
	if err != nil {
		return err
	}
	return q.See(route.CasePath(done.On))
}
