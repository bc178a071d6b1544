package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/ident"
)

// LongestBody bounds what is sent, in bytes: some texts of 15,000 characters.
const LongestBody = 1 << 20

// RequestHeader bears the number of the request: that of the look, where one was kept.
const RequestHeader = "X-Request-Id"

// caller is which program asks, and under which number.
type caller struct {
	signed  desk.Signed
	token   string // its number
	request ident.Look
}

type callerKey struct{}

func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

// entrance is the way to every route: the number, the token, the limit. Nothing is read
// of a request that has no token, and a cookie is never looked at.
func (d *door) entrance() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		if desk.RequestOf(ctx) == "" {
			ctx = desk.Numbered(ctx, ident.NewLook(d.Desk.Clock().Now()))
		}
		c := caller{request: desk.RequestOf(ctx)}
		w.Header().Set(RequestHeader, string(c.request))
		ctx = context.WithValue(ctx, callerKey{}, c)
		token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if !ok || len(r.Header.Values("Authorization")) != 1 {
			token = ""
		}
		var err error
		if c.signed, c.token, err = d.Desk.Program(ctx, strings.TrimSpace(token)); err != nil {
			d.answer(ctx, w, c, err)
			return
		}
		ctx = context.WithValue(ctx, callerKey{}, c)
		if !d.limited(w, c) {
			d.answer(ctx, w, c, errTooMany)
			return
		}
		if r.URL.Path == Prefix+"/openapi.json" && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
			d.showDocument(ctx, w, c)
			return
		}
		if _, pattern := d.mux.Handler(r); pattern == "" {
			d.astray(ctx, w, r, c)
			return
		}
		in := r.WithContext(ctx)
		defer func() { r.Pattern = in.Pattern }() // for whoever counts requests by their route
		d.mux.ServeHTTP(w, in)
	})
}

// limited counts a request and says in the headers how many are left; false where there
// were too many.
func (d *door) limited(w http.ResponseWriter, c caller) bool {
	left, resets, ok := d.limit.take(c.token, d.Desk.Clock().Now())
	h := w.Header()
	h.Set("RateLimit-Limit", strconv.Itoa(d.Limit.Requests))
	h.Set("RateLimit-Remaining", strconv.Itoa(left))
	h.Set("RateLimit-Reset", strconv.Itoa(resets))
	if !ok {
		h.Set("Retry-After", strconv.Itoa(max(resets, 1)))
	}
	return ok
}

// astray answers an address that no route has, or that is not asked for in that way.
func (d *door) astray(ctx context.Context, w http.ResponseWriter, r *http.Request, c caller) {
	var allowed []string
	for _, m := range []string{http.MethodGet, http.MethodPost} {
		as := r.Clone(ctx)
		as.Method = m
		if _, pattern := d.mux.Handler(as); strings.HasPrefix(pattern, m+" ") {
			allowed = append(allowed, m)
		}
	}
	if r.URL.Path == Prefix+"/openapi.json" {
		allowed = []string{http.MethodGet}
	}
	if slices.Contains(allowed, http.MethodGet) {
		allowed = append(allowed, http.MethodHead)
	}
	if allowed == nil {
		d.answer(ctx, w, c, nothingHere())
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	d.answer(ctx, w, c, errMethod)
}

func (d *door) showDocument(ctx context.Context, w http.ResponseWriter, c caller) {
	if !d.Desk.See(ctx, c.signed.Actor, "rules.see") {
		d.answer(ctx, w, c, errs.New(errs.Denied, "This token was not given for the rules, and what the API is like is told with them"))
		return
	}
	text, err := d.document()
	if err != nil {
		d.answer(ctx, w, c, err)
		return
	}
	w.Header().Set("Content-Type", "application/openapi+json")
	d.send(ctx, w, http.StatusOK, text)
}

func (d *door) send(ctx context.Context, w http.ResponseWriter, status int, body []byte) {
	w.WriteHeader(status)
	if _, err := w.Write(body); err != nil {
		d.Log.InfoContext(ctx, "the program went away")
	}
}
