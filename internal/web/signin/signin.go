package signin

import (
	"errors"
	"net/http"

	"waymark/internal/demo"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/govuk"
	"waymark/internal/web/form"
	"waymark/internal/web/frame"
	"waymark/internal/web/route"
)

// Routes lists the routes of the door. signIns are shown on a demo only.
func Routes(signIns []demo.SignIn) []route.Route {
	d := at{signIns: signIns}
	return []route.Route{
		{Pattern: "GET /{$}", Action: route.Public, Serve: func(q *route.Request) error { return q.See("/today") }},
		{Pattern: "GET /sign-in", Action: route.Public, Serve: d.show},
		{Pattern: "POST /sign-in", Action: route.Public, Serve: d.signIn},
		{Pattern: "POST /sign-out", Action: route.Public, Serve: signOut},
	}
}

type at struct{ signIns []demo.SignIn }

func (d at) show(q *route.Request) error {
	return d.page(q, http.StatusOK, doorPage{next: q.FormValue("next")})
}

func (d at) page(q *route.Request, status int, p doorPage) error {
	if q.Desk.Demo() {
		p.signIns = d.signIns
	}
	return q.Show(status, frame.Options{Title: "Sign in", HomeURL: "/sign-in"}, door(p))
}

func (d at) signIn(q *route.Request) error {
	login, next := q.PostFormValue("login"), q.PostFormValue("next")
	token, err := q.Desk.SignIn(q.Context(), login, q.PostFormValue("password"))
	if err != nil {
		p := doorPage{login: login, next: next}
		switch errs.KindOf(err) {
		case errs.Invalid:
			p.problems = form.Problems(err, []string{"login", "password"})
			return d.page(q, http.StatusUnprocessableEntity, p)
		case errs.Unavailable:
			p.problems = govuk.Problems{{Field: "login", Text: errs.Of(err).Message}}
			return d.page(q, http.StatusTooManyRequests, p)
		case errs.Internal, errs.Denied, errs.NotFound, errs.Conflict, errs.Stale:
		}
		return err
	}
	if old := q.Site.Cookie.Token(q.Request); old != "" {
		if err := q.Desk.SignOut(q.Context(), old); err != nil {
			return err
		}
	}
	q.Site.Cookie.Set(q.ResponseWriter, token, q.Desk.Clock().Now().Add(desk.LastsFor))
	return q.See(route.Local(next, "/today"))
}

func signOut(q *route.Request) error {
	err := q.Desk.SignOut(q.Context(), q.Site.Cookie.Token(q.Request))
	q.Site.Cookie.Clear(q.ResponseWriter)
	q.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return errors.Join(err, q.See("/sign-in"))
}
