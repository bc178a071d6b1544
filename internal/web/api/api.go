// Package api is the door for programs: the same cases, entries, clocks, rules, kinds and
// acts as on the pages, as JSON under /api/v1. It has a mux of its own, takes a token and
// no cookie, and decides nothing about who sees what: everything is asked of the desk, as
// pages ask it, and a look by a program is a look like anyone's.
//
// The description of it, an OpenAPI document, is made from the types in this room and
// from the table of kinds. What is withheld says so, and is never null.
package api

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"waymark/internal/chronology"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/web/act"
)

// Prefix is where the API stands.
const Prefix = "/api/v1"

// Config is what the API needs.
type Config struct {
	Desk  *desk.Desk
	Kinds chronology.Kinds // the desk's own
	Log   *slog.Logger
	Forms []act.Page // the acts that there are: the API takes those that pages take
	Limit Limit      // the zero value is Usual
}

// Route is one row of the API's table of routes.
type Route struct {
	Method, Path string
	Action       string // the action that the policies are asked for behind it
	Name         string // in the document
}

// Aside the acts, each route asks the policies for one action. An act asks for its own.
const anAct = "the act's own"

// Routes is the table.
func Routes() []Route {
	return []Route{
		{http.MethodGet, Prefix + "/cases", "today.see", "list-cases"},
		{http.MethodGet, Prefix + "/cases/{case}", "case.see", "read-case"},
		{http.MethodGet, Prefix + "/cases/{case}/entries", "case.history", "list-entries"},
		{http.MethodGet, Prefix + "/cases/{case}/deadlines", "case.history", "list-deadlines-of-case"},
		{http.MethodGet, Prefix + "/deadlines", "today.see", "list-deadlines"},
		{http.MethodGet, Prefix + "/rules", "rules.see", "list-rules"},
		{http.MethodGet, Prefix + "/kinds", "rules.see", "list-kinds"},
		{http.MethodGet, Prefix + "/directory", "directory.see", "list-organisations"},
		{http.MethodPost, Prefix + "/acts", anAct, "act"},
		{http.MethodGet, Prefix + "/openapi.json", "rules.see", "openapi"},
	}
}

// door is the API of an installation.
type door struct {
	Config
	api   huma.API
	mux   *http.ServeMux
	limit *limiter
	acts  map[string]act.Page // by kind
}

// New makes the handler of the API.
func New(cfg Config) http.Handler { return made(cfg).entrance() }

// Document writes the OpenAPI document.
func Document(w io.Writer, kinds chronology.Kinds, forms []act.Page) error {
	text, err := made(Config{Kinds: kinds, Forms: forms}).document()
	if err == nil {
		_, err = w.Write(text)
	}
	return err
}

func made(cfg Config) *door {
	d := &door{Config: cfg, mux: http.NewServeMux(), acts: map[string]act.Page{}}
	if d.Limit == (Limit{}) {
		d.Limit = Usual
	}
	d.limit = newLimiter(d.Limit)
	for _, f := range cfg.Forms {
		d.acts[f.Kind] = f
	}
	d.api = humago.New(d.mux, d.describe())
	d.registerCases()
	d.registerLaw()
	d.registerActs()
	return d
}

// described is what the document says of a route besides what its types say.
type described struct{ summary, text string }

// add puts a route of the table into the mux and into the document.
func add[I, O any](d *door, name string, says described, serve func(context.Context, caller, *I) (*O, error)) {
	i := slices.IndexFunc(Routes(), func(r Route) bool { return r.Name == name })
	rt := Routes()[i] // a name that is none stops the start
	op := huma.Operation{
		OperationID: name, Method: rt.Method, Path: rt.Path, Summary: says.summary, Description: says.text,
		MaxBodyBytes: LongestBody, RejectUnknownQueryParameters: true,
		Errors: []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType,
			http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusServiceUnavailable},
		Extensions: map[string]any{"x-waymark-action": rt.Action},
	}
	if rt.Method == http.MethodPost {
		op.DefaultStatus = http.StatusCreated
		op.Errors = append(op.Errors, http.StatusRequestTimeout, http.StatusConflict)
	}
	huma.Register(d.api, op, func(ctx context.Context, in *I) (*O, error) {
		who := callerOf(ctx)
		out, err := serve(ctx, who, in)
		if err != nil {
			return nil, d.refusal(ctx, who, err)
		}
		return out, nil
	})
}

// Page is what every list takes.
type Page struct {
	Cursor string `query:"cursor" maxLength:"2000" doc:"Where to go on: next, as the page before gave it. It is good for this program and this list alone."`
}

// at opens the cursor: "" for the first page.
func (d *door) at(who caller, list, cursor string) (string, error) {
	if cursor == "" {
		return "", nil
	}
	at, ok := d.Desk.OpenBookmark(who.signed.Actor, list, cursor)
	if !ok {
		return "", wrong("cursor", "This cursor is none of this list's. Begin at the first page")
	}
	return at, nil
}

func (d *door) next(who caller, list, at string) (string, error) {
	return d.Desk.Bookmark(who.signed.Actor, list, at)
}

func wrong(field, message string) error {
	var c errs.Checks
	c.Say(field, message)
	return c.Err()
}

// caseOf is the chronology that a path names; NotFound for what is no id.
func caseOf(id string) (ident.Chronology, error) {
	if ident.Check(id) != nil {
		return "", nothingHere()
	}
	return ident.Chronology(id), nil
}

func nothingHere() error {
	return errs.New(errs.NotFound, "There is nothing here that you can open")
}

// moment writes an instant in UTC, to the second where there is no more to it.
func moment(t time.Time) time.Time { return t.UTC() }

// pathOf is a path of the table with its names filled in.
func pathOf(path string, on ident.Chronology) string {
	return (&url.URL{Path: path[:len(path)-len("{case}")] + string(on)}).String()
}
