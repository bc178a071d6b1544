// Package route is what every page shares: who is asking, the route with the action it
// declares, and the one table that turns kinds of error into pages.
//
// A handler returns an error or writes a page. It never asks who somebody is: the desk
// asks the policies.
package route

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/a-h/templ"

	"waymark/internal/chronology"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/web/frame"
)

// Public is the action of a route that anybody may ask for; SignedIn of one for which
// the desk asks the policies about what the form itself names.
const (
	Public   = "public"
	SignedIn = "signed in"
)

// Route is one row of the table of routes.
type Route struct {
	Pattern string // "GET /today", as net/http reads it
	Action  string // the action that the policies are asked for behind it, or Public
	Serve   func(*Request) error
	Draft   Draft // of a form: how what is typed in it is kept
}

// Request is one request, with who is asking.
type Request struct {
	http.ResponseWriter
	*http.Request
	Desk   *desk.Desk
	Signed desk.Signed // zero on public routes
	Site   *Site
	// Packed lets the page be sent gzipped. It is for pages without anybody's data: the
	// length of a packed page tells something of what stands in it.
	Packed bool
}

// Site is what all pages of an installation share.
type Site struct {
	Desk   *desk.Desk
	Log    *slog.Logger
	Cookie Cookie
	Forms  []Route // the table of routes, to find the form of an address
}

// Cookie is how a session is carried.
type Cookie struct {
	Name   string
	Secure bool
}

// LongestForm bounds a posted form, in bytes: some texts of 15,000 characters, each of
// which may take twelve bytes as posted.
const LongestForm = 2 << 20

// Set gives the browser a session that lasts so long: a span and no moment, for the clock
// of whoever signs in may stand wrong.
func (c Cookie) Set(w http.ResponseWriter, token string, lasts time.Duration) {
	http.SetCookie(w, &http.Cookie{Name: c.Name, Value: token, Path: "/", MaxAge: int(lasts.Seconds()), HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode})
}

// Clear takes the session from the browser.
func (c Cookie) Clear(w http.ResponseWriter) {
	http.SetCookie(w, &http.Cookie{Name: c.Name, Path: "/", MaxAge: -1, HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode})
}

// SetDevice lets the browser be known at the next sign-in.
func (c Cookie) SetDevice(w http.ResponseWriter, device string, lasts time.Duration) {
	http.SetCookie(w, &http.Cookie{Name: c.Name + deviceSuffix, Value: device, Path: "/", MaxAge: int(lasts.Seconds()), HttpOnly: true, Secure: c.Secure, SameSite: http.SameSiteLaxMode})
}

const deviceSuffix = "-device"

// Device is what the browser is known by, "" if it is not.
func (c Cookie) Device(r *http.Request) string {
	return Cookie{Name: c.Name + deviceSuffix}.Token(r)
}

// Token is the session the browser brought, "" if none.
func (c Cookie) Token(r *http.Request) string {
	k, err := r.Cookie(c.Name)
	if err != nil {
		return ""
	}
	return k.Value
}

// Handler serves a route: who is asking, the form, the handler, and its error.
func (s *Site) Handler(rt Route, failed func(*Request, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := &Request{ResponseWriter: w, Request: r, Desk: s.Desk, Site: s}
		if err := q.begin(rt); err != nil {
			failed(q, err)
			return
		}
		if err := rt.Serve(q); err != nil {
			failed(q, err)
		}
	})
}

func (q *Request) begin(rt Route) error {
	if q.Method == http.MethodPost {
		q.Request.Body = http.MaxBytesReader(q.ResponseWriter, q.Request.Body, LongestForm)
		if err := q.ParseForm(); err != nil {
			var long *http.MaxBytesError
			if errors.As(err, &long) {
				return errs.New(errs.Invalid, "This is too long to send in one piece. Record part of it first")
			}
			if status := cutShort(err); status != 0 {
				return &Cut{Status: status}
			}
			return errs.Wrap(errs.Invalid, "This form came through broken. Send it again", err)
		}
	}
	if rt.Action == Public {
		return nil
	}
	token := q.Site.Cookie.Token(q.Request)
	signed, err := q.Desk.Session(q.Context(), token)
	q.Signed = signed
	if draft := q.PostFormValue("draft"); err == nil && q.Method == http.MethodPost && rt.Action != SignedIn && ident.Check(draft) == nil {
		return q.Desk.MadeFor(signed.Actor, ident.Act(draft))
	}
	return err
}

// Cut is a form of which part only came. The request has ended with it, so nothing can be
// looked up to make a page.
type Cut struct{ Status int }

func (*Cut) Error() string { return "part of the form did not come" }

// cutShort says how to answer a form that did not come whole: 408 for whoever stopped
// sending, 400 for whoever hung up; 0 for what came whole.
func cutShort(err error) int {
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return http.StatusRequestTimeout
	case errors.Is(err, io.ErrUnexpectedEOF):
		return http.StatusBadRequest
	}
	return 0
}

// Case is the chronology that the path names; NotFound for what is no id.
func (q *Request) Case() (ident.Chronology, error) {
	id := q.PathValue("case")
	if ident.Check(id) != nil {
		return "", errs.New(errs.NotFound, "There is nothing here that you can open")
	}
	return ident.Chronology(id), nil
}

// Entry is the entry that the path names.
func (q *Request) Entry() (ident.Entry, error) {
	id := q.PathValue("entry")
	if ident.Check(id) != nil {
		return "", errs.New(errs.NotFound, "There is nothing here that you can open")
	}
	return ident.Entry(id), nil
}

// View opens the case that the path names, as it is now, and keeps the look; below
// TeamPath, the worker or the house.
func (q *Request) View(name string) (desk.View, error) {
	on, err := q.Case()
	if err != nil {
		return desk.View{}, err
	}
	if OfTeam(q.URL.Path) {
		return q.Desk.ReadTeam(q.Context(), q.Signed.Actor, name, on)
	}
	return q.Desk.Read(q.Context(), q.Signed.Actor, name, on, chronology.At{})
}

// rooms are the pages at the top for whoever the policies let in.
var rooms = []struct{ words, path, action string }{
	{"Decisions", DecisionsPath, "decisions.see"}, {"Team", TeamPath, "team.see"}, {"Beds", BedsPath, "beds.see"},
}

// Show writes a page, rendered whole before anything is sent.
func (q *Request) Show(status int, o frame.Options, body templ.Component) error {
	if q.Signed.Actor.Worker != "" {
		o.IdleFor = desk.IdleFor
		o.HomeURL = "/today"
	}
	if q.Signed.Actor.Worker != "" && !o.Alone {
		o.Who = q.Signed.Name + " · " + q.Signed.Organisation
		o.SignOutURL = "/sign-out"
		if q.URL.Path != "/search" && q.Desk.See(q.Context(), q.Signed.Actor, "names.search") {
			o.SearchURL = "/search"
		}
		o.Nav = append([]frame.Link{{Text: "Today", Href: "/today", Current: q.URL.Path == "/today"}, {Text: "People", Href: "/people", Current: q.URL.Path == "/people"}}, o.Nav...)
		for _, room := range rooms {
			if q.Desk.See(q.Context(), q.Signed.Actor, room.action) {
				o.Nav = append(o.Nav, frame.Link{Text: room.words, Href: room.path, Current: q.URL.Path == room.path})
			}
		}
		if begun, err := q.Desk.HasBegun(q.Context(), q.Signed.Actor); err == nil && begun {
			o.Nav = append(o.Nav, frame.Link{Text: "What you began", Href: DraftsPath, Current: q.URL.Path == DraftsPath})
		}
	}
	o.HelpLinks = append(o.HelpLinks, frame.Link{Text: "Help with this page", Href: "/help" + helpAnchor(q.URL.Path)}, frame.Link{Text: "Accessibility", Href: "/accessibility"})
	if q.Signed.Actor.Worker != "" && q.Desk.See(q.Context(), q.Signed.Actor, "rules.see") {
		o.HelpLinks = append(o.HelpLinks, frame.Link{Text: "The rules", Href: "/rules"})
	}
	o.Demo = q.Desk.Demo()
	o.Errors = o.Errors || status == http.StatusUnprocessableEntity
	return q.Write(status, frame.Page(o, body))
}

// Write writes a whole page that is its own frame, rendered whole before anything is sent.
func (q *Request) Write(status int, page templ.Component) error {
	var b bytes.Buffer
	if err := page.Render(q.Context(), &b); err != nil {
		return errs.Wrap(errs.Internal, "", err)
	}
	h := q.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if err := q.send(status, b.Bytes()); err != nil {
		q.Site.Log.InfoContext(q.Context(), "the reader went away")
	}
	return nil
}

// send writes a whole page, packed where that is allowed and understood.
func (q *Request) send(status int, page []byte) error {
	if !q.Packed || !strings.Contains(q.Request.Header.Get("Accept-Encoding"), "gzip") {
		q.WriteHeader(status)
		_, err := q.ResponseWriter.Write(page)
		return err
	}
	q.Header().Set("Content-Encoding", "gzip")
	q.Header().Add("Vary", "Accept-Encoding")
	q.WriteHeader(status)
	z := gzip.NewWriter(q.ResponseWriter)
	_, err := z.Write(page)
	return errors.Join(err, z.Close())
}

// Header is the response's header; the request's own is q.Request.Header.
func (q *Request) Header() http.Header { return q.ResponseWriter.Header() }

// See answers a post: look here now.
func (q *Request) See(path string) error {
	http.Redirect(q.ResponseWriter, q.Request, path, http.StatusSeeOther)
	return nil
}

// Local gives a path of this site, or other when it is none: a redirect never leaves.
func Local(path, other string) string {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return other
	}
	return path
}

// RuleAnchor is the name of a rule's place on the page of the rules.
func RuleAnchor(rule string) string { return "rule-" + rule }

// RulePath is where a rule stands on the page of the rules.
func RulePath(rule string) string { return "/rules#" + RuleAnchor(rule) }

// CasePath is where a page about a case stands.
func CasePath(on ident.Chronology, more ...string) string {
	return "/cases/" + strings.Join(append([]string{string(on)}, more...), "/")
}

// Where a manager sees the team and its houses, where the houses stand with their places,
// and where those stand who wait for a decision.
const (
	TeamPath      = "/team"
	BedsPath      = "/beds"
	DecisionsPath = "/decisions"
)

// DraftsPath is where somebody sees what they began and have not recorded.
const DraftsPath = "/drafts"

// OfTeam says whether an address is about a worker or a house.
func OfTeam(place string) bool { return strings.HasPrefix(place, TeamPath+"/") }

// Path is where a page about what a view shows stands: a case, or a worker or a house.
func Path(v desk.View, more ...string) string {
	if v.Case.RunBy() == "" {
		return CasePath(v.Case.ID, more...)
	}
	return strings.Join(append([]string{TeamPath, string(v.Case.ID)}, more...), "/")
}

// EntryPath is where an entry of a case is shown to a reader: in the chronology, or on the
// page of how things stand for whoever does not look back. A worker or a house has one page
// for both.
func EntryPath(v desk.View, of ident.Entry) string {
	if v.Case.RunBy() != "" {
		return Path(v) + "#" + string(of)
	}
	if !v.May("case.history") {
		return CasePath(v.Case.ID)
	}
	page := ""
	if len(v.Case.Lines) > EntriesOnAPage { // it may stand on another page than the first
		page = "?entry=" + string(of)
	}
	return CasePath(v.Case.ID, "chronology") + page + "#" + string(of)
}

// EntriesOnAPage is how many entries a page of a chronology shows.
const EntriesOnAPage = 50
