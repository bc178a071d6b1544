// Package server puts the routes together: one table that can be read on one screen,
// behind the headers that every answer bears.
package server

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"

	"waymark/assets"
	"waymark/internal/demo"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/operation"
	"waymark/internal/web/act"
	"waymark/internal/web/allocate"
	"waymark/internal/web/api"
	"waymark/internal/web/beds"
	"waymark/internal/web/caseview"
	"waymark/internal/web/contact"
	"waymark/internal/web/correct"
	"waymark/internal/web/decisions"
	"waymark/internal/web/drafts"
	"waymark/internal/web/few"
	"waymark/internal/web/help"
	"waymark/internal/web/meet"
	"waymark/internal/web/own"
	"waymark/internal/web/people"
	"waymark/internal/web/problem"
	"waymark/internal/web/record"
	"waymark/internal/web/route"
	"waymark/internal/web/rules"
	"waymark/internal/web/search"
	"waymark/internal/web/sharing"
	"waymark/internal/web/signin"
	"waymark/internal/web/team"
	"waymark/internal/web/today"
	"waymark/internal/web/together"
	"waymark/internal/wording"
)

// Config is what a server needs.
type Config struct {
	Desk    *desk.Desk
	Log     *slog.Logger
	Secure  bool              // behind TLS: the cookie is bound to this host and to TLS
	SignIns []demo.SignIn     // shown at the door of a demo
	Counts  *operation.Counts // nil for counts that nobody reads
	AtOnce  int               // requests answered at once; 0 for AtOnce
	Limit   api.Limit         // of the API; the zero value is the usual one
}

// Forms is every form that becomes one act about a person: the API takes the same acts.
func Forms() []act.Page { return slices.Concat(contact.Pages(), record.Pages()) }

// Routes is the table of routes, each with the action that it declares.
func Routes(signIns []demo.SignIn) []route.Route {
	forms := Forms()
	table := slices.Concat(
		signin.Routes(signIns),
		help.Routes(signIns),
		today.Routes(forms),
		rules.Routes(),
		people.Routes(),
		own.Routes(),
		search.Routes(),
		meet.Routes(),
		caseview.Routes(forms),
		together.Routes(),
		record.Routes(forms),
		correct.Routes(),
		sharing.Routes(),
		few.Routes(),
		allocate.Routes(),
		drafts.Routes(),
		team.Routes(),
		decisions.Routes(),
		beds.Routes(),
	)
	for _, f := range forms {
		table = append(table, f.Routes()...)
	}
	return table
}

// New makes the handler of an installation; an error if the assets were not built.
func New(cfg Config) (*Gate, error) {
	if err := assets.Check(); err != nil {
		return nil, err
	}
	if _, err := wording.Shipped(); err != nil {
		return nil, err
	}
	site := &route.Site{Desk: cfg.Desk, Log: cfg.Log, Cookie: route.Cookie{Name: "waymark-plain"}}
	if cfg.Secure {
		site.Cookie = route.Cookie{Name: "__Host-waymark", Secure: true}
	}
	site.Forms = Routes(cfg.SignIns)
	mux := http.NewServeMux()
	for _, rt := range site.Forms {
		mux.Handle(rt.Pattern, site.Handler(rt, failed))
	}
	mux.Handle("/", otherMethods(mux, site.Handler(route.Route{Action: route.SignedIn, Serve: nothing}, problem.Failed)))
	pages := http.NewCrossOriginProtection()
	outer := http.NewServeMux()
	outer.Handle(assets.Prefix, headers(cfg.Secure, false, assets.Handler()))
	outer.Handle("/", headers(cfg.Secure, true, recovered(cfg.Log, brokenPage, pages.Handler(mux))))
	programs := api.New(api.Config{Desk: cfg.Desk, Kinds: cfg.Desk.Kinds(), Log: cfg.Log, Forms: Forms(), Limit: cfg.Limit})
	outer.Handle("/api/", headers(cfg.Secure, true, recovered(cfg.Log, api.Broken, programs)))
	counts := cfg.Counts
	if counts == nil {
		counts = operation.NewCounts()
	}
	return &Gate{next: outer, clock: cfg.Desk.Clock(), log: cfg.Log, counts: counts, places: make(chan struct{}, cmp.Or(cfg.AtOnce, AtOnce)), secure: cfg.Secure}, nil
}

// failed turns a handler's error into a page. The words of a form whose session ended
// meanwhile, or that somebody else sends who signed in at the same browser, are kept for
// whom the form was shown to.
func failed(q *route.Request, err error) {
	if q.Method == http.MethodPost && strings.Contains(q.Request.Header.Get("Accept"), "text/html") {
		switch {
		case desk.NeedsSignIn(err):
			err = signin.Again(q)
		case desk.OfAnother(err):
			if kept := signin.KeepTyped(q); kept != "" {
				err = desk.KeptForAnother()
			}
		}
	}
	if err != nil {
		problem.Failed(q, err)
	}
}

func nothing(*route.Request) error {
	return errs.New(errs.NotFound, "There is nothing here that you can open")
}

// otherMethods says which methods an address of the table takes, where it was asked for
// by another one.
func otherMethods(mux *http.ServeMux, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var allowed []string
		for _, m := range []string{http.MethodGet, http.MethodPost} {
			as := r.Clone(r.Context())
			as.Method = m
			if _, pattern := mux.Handler(as); strings.HasPrefix(pattern, m+" ") {
				allowed = append(allowed, m)
			}
		}
		if allowed == nil {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		http.Error(w, "This address is not asked for in that way. Go back and try again.", http.StatusMethodNotAllowed)
	})
}

// csp allows what the binary itself ships and nothing else.
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headers bear the rules that a browser keeps for us. Pages are never stored.
func headers(secure, page bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", csp)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		if secure {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		if page {
			h.Set("Cache-Control", "no-store")
		}
		next.ServeHTTP(w, r)
	})
}

// recovered turns a panic into a refusal: an error inside a check is a refusal too. What
// was panicked with may hold a person's data, so the log has its type and where it was.
func recovered(log *slog.Logger, broken http.HandlerFunc, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				log.ErrorContext(r.Context(), "a handler panicked", "method", r.Method, "pattern", r.Pattern, "type", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
				broken(w, r)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

func brokenPage(w http.ResponseWriter, _ *http.Request) {
	http.Error(w, "Something went wrong on our side. Nothing was half recorded.", http.StatusInternalServerError)
}
