package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/organisation"
	"waymark/internal/policy"
	"waymark/internal/server"
	"waymark/internal/web/api"
)

// program is a program with a token, before a handler of its own or over a wire.
type program struct {
	t       testing.TB
	handler http.Handler
	token   string
	actor   policy.Actor
}

// wholeToken is a token for everything.
func wholeToken() policy.Token {
	return policy.Token{Actions: policy.TokenActions(), Labels: labelsOf(letters)}
}

// programOf lets a program join an organisation and gives it a token.
func programOf(t testing.TB, d *desk.Desk, h http.Handler, org ident.Organisation, name string, for_ policy.Purpose, scope policy.Token) program {
	t.Helper()
	ctx := context.Background()
	id := ident.NewChronology(d.Clock().Now())
	_, err := d.Do(ctx, desk.Operator(), d.NewAct(), casefile.JoinWorker(id, organisation.Join{Happened: civil.On(d.Today()), Body: organisation.Joined{
		Name: answer.Given(name), Organisation: answer.Given(org), Role: answer.Given(organisation.Program),
	}}))
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := d.AddToken(ctx, desk.Granted{Worker: ident.Worker(id), Purpose: for_, Lasts: 24 * time.Hour, Token: scope})
	if err != nil {
		t.Fatal(err)
	}
	who, _, err := d.Program(ctx, token)
	if err != nil {
		t.Fatal(err)
	}
	return program{t, h, token, who.Actor}
}

// handlerOf is all of Waymark before a desk, with as many requests as a test likes.
func handlerOf(t testing.TB, d *desk.Desk, log *lockedLog) http.Handler {
	t.Helper()
	h, err := server.New(server.Config{Desk: d, Log: slog.New(slog.NewTextHandler(log, nil)), Limit: api.Limit{Requests: 1 << 30, Within: time.Minute}})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// program of the demo, at Maple House.
func (w *world) program(t testing.TB, scope policy.Token) program {
	t.Helper()
	return programOf(t, w.desk, handlerOf(t, w.desk, w.log), w.orgs["Maple House"], "Telephone system", policy.Support, scope)
}

func (p program) request(method, path string, body io.Reader) *http.Request {
	r := httptest.NewRequestWithContext(context.Background(), method, api.Prefix+path, body)
	if p.token != "" {
		r.Header.Set("Authorization", "Bearer "+p.token)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

func (p program) send(r *http.Request) answered {
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	return answered{w.Code, w.Header(), w.Body.String()}
}

func (p program) get(path string) answered {
	return p.send(p.request(http.MethodGet, path, nil))
}

// act sends an act under a key.
func (p program) act(key string, body map[string]any) answered {
	p.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		p.t.Fatal(err)
	}
	r := p.request(http.MethodPost, "/acts", bytes.NewReader(raw))
	r.Header.Set("Idempotency-Key", key)
	return p.send(r)
}

// aCall is a contact as a program records one.
func aCall(on ident.Chronology, note string) map[string]any {
	return map[string]any{"case": on, "kind": "contact.made", "happened": "2026-11-21", "body": map[string]any{"how": "phone", "reached": "yes", "note": note}}
}

// read reads an answer as JSON.
func (a answered) read(t testing.TB, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), into); err != nil {
		t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
}

// problem reads a problem document, and that it is one.
func (a answered) problem(t testing.TB, status int, sort string) api.Problem {
	t.Helper()
	var p api.Problem
	if a.status != status || a.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("got %d %s, want a problem of %d: %s", a.status, a.header.Get("Content-Type"), status, a.body)
		return p
	}
	a.read(t, &p)
	if p.Type != "waymark:"+sort || p.Status != status || p.Title == "" || p.Request != a.header.Get(api.RequestHeader) || ident.Check(p.Request) != nil {
		t.Errorf("want %s: %s", sort, a.body)
	}
	return p
}

// bare is an answer without what differs each time.
func (a answered) bare() string {
	return strings.ReplaceAll(a.body, a.header.Get(api.RequestHeader), "NUMBER")
}
