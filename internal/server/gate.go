package server

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"

	"waymark/assets"
	"waymark/internal/clock"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/operation"
	"waymark/internal/web/api"
)

// AtOnce is how many requests are answered at once unless something else is said: past
// what the processors and the database do at once, more only wait longer, and take memory.
const AtOnce = 256

// Gate lets requests in. Each gets an id, which is that of the look kept for it, a line in
// the log, and a place in the counts. When as many as can be are being answered, or
// Waymark is being stopped, the others are told so at once.
type Gate struct {
	next   http.Handler
	clock  clock.Clock
	log    *slog.Logger
	counts *operation.Counts
	places chan struct{}
	shut   atomic.Bool
	secure bool
}

// Stop turns away whoever comes from now on.
func (g *Gate) Stop() { g.shut.Store(true) }

// Stopping says whether the gate was shut.
func (g *Gate) Stopping() bool { return g.shut.Load() }

// ServeHTTP lets a request in, or tells it to come again. An id that a client sends is not
// heeded: whoever could choose it could make two requests look like one.
func (g *Gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := g.clock.Now()
	id := ident.NewLook(began)
	ctx := desk.Numbered(r.Context(), id)
	r = r.WithContext(ctx)
	w.Header().Set("X-Request-Id", string(id))
	heard := &heard{ResponseWriter: w}
	switch {
	case g.Stopping():
		g.turnAway(heard, r, operation.Stopping)
	case strings.HasPrefix(r.URL.Path, assets.Prefix): // they cost next to nothing
		g.serve(heard, r)
	default:
		select {
		case g.places <- struct{}{}:
			defer func() { <-g.places }()
			g.serve(heard, r)
		default:
			g.turnAway(heard, r, operation.Full)
		}
	}
	level := slog.LevelInfo
	if heard.answered() >= http.StatusInternalServerError {
		level = slog.LevelWarn
	}
	g.log.Log(ctx, level, "request", "method", methodOf(r), "route", routeOf(r), "status", heard.answered(), "ms", g.clock.Now().Sub(began).Milliseconds())
}

func (g *Gate) serve(w *heard, r *http.Request) {
	began := g.clock.Now()
	ended := g.counts.Begun()
	defer func() { ended(routeOf(r), w.answered(), g.clock.Now().Sub(began)) }()
	g.next.ServeHTTP(w, r)
}

// turnAway tells somebody to come again. What they typed is in their browser, and the form
// has its number: sent again it is recorded once.
func (g *Gate) turnAway(w http.ResponseWriter, r *http.Request, why string) {
	g.counts.TurnedAway(why)
	h := w.Header()
	h.Set("Retry-After", "5")
	words := "Many people are at work here at this moment. Nothing was recorded and nothing is lost: wait some seconds, go back, and send it again."
	if why == operation.Stopping {
		h.Set("Connection", "close")
		words = "Waymark is being started anew. Nothing was recorded and nothing is lost: wait some seconds, go back, and send it again."
	}
	headers(g.secure, true, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, api.Prefix) {
			api.TurnedAway(w, words)
			return
		}
		http.Error(w, words, http.StatusServiceUnavailable)
	})).ServeHTTP(w, r)
}

// routeOf is the row of the table of routes that answered, and never the address: that
// names a record. What was asked for and is not there has no row.
func routeOf(r *http.Request) string {
	switch _, path, ok := strings.Cut(r.Pattern, " "); {
	case r.Pattern == assets.Prefix:
		return assets.Prefix
	case ok:
		return path
	}
	return "none"
}

// methodOf is how something was asked for; what is no method may be any text.
func methodOf(r *http.Request) string {
	if slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}, r.Method) {
		return r.Method
	}
	return "none"
}

// heard listens to how a request is answered.
type heard struct {
	http.ResponseWriter
	status int
}

func (h *heard) answered() int {
	if h.status == 0 {
		return http.StatusOK // nothing was written, which the server answers so
	}
	return h.status
}

func (h *heard) WriteHeader(status int) {
	if h.status == 0 && status >= http.StatusOK {
		h.status = status
	}
	h.ResponseWriter.WriteHeader(status)
}

func (h *heard) Write(b []byte) (int, error) {
	if h.status == 0 {
		h.status = http.StatusOK
	}
	return h.ResponseWriter.Write(b)
}

// Unwrap lets a handler reach what is below.
func (h *heard) Unwrap() http.ResponseWriter { return h.ResponseWriter }
