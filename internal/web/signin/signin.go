// Package signin is the door: signing in, signing out, leaving so that nobody sees where one was.
package signin

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"waymark/internal/demo"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/govuk"
	"waymark/internal/ident"
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
		{Pattern: "POST /leave", Action: route.Public, Serve: leave},
		{Pattern: "GET /leave", Action: route.Public, Serve: away},
		{Pattern: "POST /stay", Action: route.SignedIn, Serve: stay},
	}
}

type at struct{ signIns []demo.SignIn }

// Again answers a form that came when nobody was signed in any more. What was typed is kept
// for whom the form was shown to, and nothing of it stands on the page: whoever signs in now
// may be somebody else.
func Again(q *route.Request) error {
	kept := KeepTyped(q)
	p := doorPage{again: true, kept: kept != "", next: kept}
	if kept == "" && q.Site.Shows(q.URL.Path) {
		p.next = q.URL.Path
	}
	return q.Show(http.StatusUnauthorized, frame.Options{Title: "Sign in again", HomeURL: "/sign-in"}, door(p))
}

// KeepTyped keeps the words of a form for whom it was shown to, and gives where they go on
// with it; "" where nothing is kept: the form keeps no draft, or comes without its proof.
func KeepTyped(q *route.Request) string {
	saved, whose, err := form.Take(q, q.PostFormValue(route.DraftID))
	if err != nil {
		if errs.KindOf(err) != errs.NotFound {
			q.Site.Log.ErrorContext(q.Context(), "what was typed is not kept", "pattern", q.Pattern, "error", err.Error())
		}
		return ""
	}
	return q.PostFormValue(route.DraftPlace) + "?" + url.Values{route.DraftID: {saved.Draft}, "by": {string(whose)}}.Encode()
}

// theirs is where to go on after signing in: the page that was asked for, unless it is a form
// that somebody else began.
func theirs(next string, worker ident.Worker) string {
	next = route.Local(next, "/today")
	if u, err := url.Parse(next); err != nil || u.Query().Has("by") && u.Query().Get("by") != string(worker) {
		return "/today"
	}
	return next
}

func (d at) show(q *route.Request) error {
	return d.page(q, http.StatusOK, doorPage{next: q.FormValue("next")})
}

func (d at) page(q *route.Request, status int, p doorPage) error {
	if q.Desk.Demo() && !p.again {
		p.signIns = d.signIns
	}
	return q.Show(status, frame.Options{Title: "Sign in", HomeURL: "/sign-in"}, door(p))
}

func (d at) signIn(q *route.Request) error {
	login, next := q.PostFormValue("login"), q.PostFormValue("next")
	token, device, err := q.Desk.SignInWith(q.Context(), login, q.PostFormValue("password"), q.Site.Cookie.Device(q.Request))
	if err != nil {
		p := doorPage{login: login, next: next, again: q.PostFormValue("again") != "", kept: q.PostFormValue("again") == "kept"}
		switch errs.KindOf(err) {
		case errs.Invalid:
			p.problems = form.Problems(err, []string{"login", "password"})
			return d.page(q, http.StatusUnprocessableEntity, p)
		case errs.Unavailable:
			p.problems = govuk.Problems{{Field: "login", Text: errs.Of(err).Message}}
			return d.page(q, later(q, err), p)
		case errs.Internal, errs.Denied, errs.NotFound, errs.Conflict, errs.Stale:
		}
		return err
	}
	if old := q.Site.Cookie.Token(q.Request); old != "" {
		if err := q.Desk.SignOut(q.Context(), old); err != nil {
			return err
		}
	}
	q.Site.Cookie.Set(q.ResponseWriter, token, desk.LastsFor)
	q.Site.Cookie.SetDevice(q.ResponseWriter, device, desk.DeviceLasts)
	signed, err := q.Desk.Session(q.Context(), token)
	if err != nil && !desk.NeedsSignIn(err) { // who has left is told so by the next page
		return err
	}
	return q.See(theirs(next, signed.Actor.Worker))
}

// later says when to come back, and gives the status: 429 for whoever tried too often, 503
// when too many sign in at once.
func later(q *route.Request, err error) int {
	status, wait := http.StatusServiceUnavailable, 5
	if w, ok := errs.Of(err).Detail.(desk.Wait); ok {
		status, wait = http.StatusTooManyRequests, int(time.Duration(w).Seconds())+1
	}
	q.Header().Set("Retry-After", strconv.Itoa(wait))
	return status
}

// stay answers whoever wants to stay signed in: that they asked is all it takes.
func stay(q *route.Request) error {
	q.WriteHeader(http.StatusNoContent)
	return nil
}

func signOut(q *route.Request) error { return signOutTo(q, "/sign-in") }

// leave is for whoever must not be seen with the page: signed out, so that going back shows
// nothing, and on to a page that says nothing of this one.
func leave(q *route.Request) error { return signOutTo(q, "/leave") }

// away is where one gets to: nothing on it is ours.
func away(q *route.Request) error {
	return q.Write(http.StatusOK, frame.Neutral("Useful links", []frame.Link{
		{Text: "Weather forecast", Href: "https://www.bbc.co.uk/weather"}, {Text: "Train times", Href: "https://www.nationalrail.co.uk/"},
		{Text: "Bank holidays", Href: "https://www.gov.uk/bank-holidays"}, {Text: "Health A to Z", Href: "https://www.nhs.uk/conditions/"},
	}))
}

func signOutTo(q *route.Request, to string) error {
	err := q.Desk.SignOut(q.Context(), q.Site.Cookie.Token(q.Request))
	q.Site.Cookie.Clear(q.ResponseWriter)
	q.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return errors.Join(err, q.See(to))
}

// firstWays is how many ways into a demo stand open at the door; the others unfold.
const firstWays = 4

func moreWays(all []demo.SignIn) string {
	return strconv.Itoa(len(all)-firstWays) + " more: every role, from night staff to inspector"
}
