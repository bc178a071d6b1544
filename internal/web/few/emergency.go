package few

import (
	"net/http"
	"net/url"

	"waymark/internal/errs"
	"waymark/internal/govuk"
	"waymark/internal/ident"
	"waymark/internal/web/form"
	"waymark/internal/web/frame"
	"waymark/internal/web/route"
)

type emergencyPage struct {
	draft    string
	typed    url.Values
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
	return answerEmergency(q, http.StatusOK, emergencyPage{})
}

func answerEmergency(q *route.Request, status int, p emergencyPage) error {
	if ident.Check(p.draft) != nil {
		p.draft = string(q.Desk.NewForm(q.Signed.Actor))
	}
	return q.Show(status, frame.Options{Title: "Open a record in an emergency", BackHref: "/people", BackText: "People"}, emergency(p))
}

func takeEmergency(q *route.Request) error {
	if err := mayBreakGlass(q); err != nil {
		return err
	}
	done, err := q.Desk.OpenInEmergency(q.Context(), q.Signed.Actor, ident.Act(q.PostFormValue("draft")), q.PostFormValue("name"), text(q, "why"))
	if errs.KindOf(err) == errs.Invalid {
		return answerEmergency(q, http.StatusUnprocessableEntity, emergencyPage{draft: q.PostFormValue("draft"), typed: q.PostForm, problems: form.Order(form.Wrong(err), []string{"name", "why"})})
	}
	if err != nil {
		return err
	}
	return q.See(route.CasePath(done.On))
}
