package server_test

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/web/api"
)

// The same act with the same words gives the first answer, after a restart too; with
// other words it is refused; of fifty at once one is recorded.
func TestActsAreDoneOnce(t *testing.T) {
	w := fresh(t)
	p := w.program(t, wholeToken())
	on := w.cases["Linh"]
	key := "0b36b1a2-6a2f-4d44-9f0e-2f5d0f3c8a11"
	first := p.act(key, aCall(on, "She called."))
	if first.status != http.StatusCreated || first.header.Get("Idempotency-Replayed") != "" {
		t.Fatalf("%d %s", first.status, first.body)
	}
	stays := w.stays(t)
	again := p.act(key, aCall(on, "She called."))
	if again.status != http.StatusCreated || again.body != first.body || again.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("again: %d %s", again.status, again.body)
	}
	p.act(key, aCall(on, "She called twice.")).problem(t, http.StatusUnprocessableEntity, "already-recorded")
	p.act(key, aCall(w.cases["Tesfay"], "She called.")).problem(t, http.StatusUnprocessableEntity, "already-recorded")
	reopened, err := openDesk(w.dir, w.clock, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reopened.Close() }()
	q := p
	q.handler = handlerOf(t, reopened, w.log)
	if a := q.act(key, aCall(on, "She called.")); a.status != http.StatusCreated || a.body != first.body {
		t.Errorf("after a restart: %d %s", a.status, a.body)
	}
	q.act(key, aCall(on, "Other words.")).problem(t, http.StatusUnprocessableEntity, "already-recorded")
	stays()
	before := strings.Count(p.get("/cases/"+string(on)+"/entries?kind=contact.made").body, `"id"`)
	var group sync.WaitGroup
	answers := make([]answered, 50)
	another := ident.New(ten)
	for i := range answers {
		group.Go(func() { answers[i] = p.act(another, aCall(on, "All at once.")) })
	}
	group.Wait()
	for _, a := range answers {
		if a.status != http.StatusCreated || a.body != answers[0].body {
			t.Errorf("%d %s", a.status, a.body)
		}
	}
	if after := strings.Count(p.get("/cases/"+string(on)+"/entries?kind=contact.made").body, `"id"`); after != before+1 {
		t.Errorf("fifty at once made %d", after-before)
	}
}

// What cannot be recorded is said field by field, and nothing is written.
func TestActsThatCannotBe(t *testing.T) {
	w := fresh(t)
	p := w.program(t, wholeToken())
	on := w.cases["Linh"]
	stays := w.stays(t)
	with := func(name string, value any) map[string]any {
		a := aCall(on, "x")
		a[name] = value
		return a
	}
	for name, tc := range map[string]struct {
		body  map[string]any
		field string
	}{
		"no such kind":  {with("kind", "contact.dreamt"), "kind"},
		"not by an act": {with("kind", "consent.shared"), "kind"},
		"no date":       {with("happened", "yesterday"), "happened"},
		"to come":       {with("happened", "2031-01-01"), "happened"},
		"no such field": {with("body", map[string]any{"how": "phone", "reached": "yes", "weather": "fine"}), "weather"},
		"no such code":  {with("body", map[string]any{"how": "pigeon", "reached": "yes"}), "how"},
		"withheld":      {with("body", map[string]any{"how": "phone", "reached": "yes", "note": map[string]string{"answer": "withheld"}}), "note"},
		"added nowhere": {with("added", map[string][]string{"how": {"health"}}), "added"},
		"no such label": {with("added", map[string][]string{"note": {"secret"}}), "added"},
		"unknown name":  {with("extra", 1), "body.extra"},
		"a number":      {with("case", 7), "body.case"},
	} {
		got := p.act(ident.New(ten), tc.body).problem(t, http.StatusUnprocessableEntity, "invalid")
		if !slices.ContainsFunc(got.Fields, func(f api.Wrong) bool { return f.Name == tc.field && f.Message != "" }) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for name, key := range map[string]string{"none": "", "no number": "key", "half": "0b36b1a2-6a2f-4d44-9f0e"} {
		if a := p.act(key, aCall(on, "x")); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	for name, tc := range map[string]struct {
		body, as string
		status   int
		sort     string
	}{
		"twice":    {`{"case":"` + string(on) + `","case":"x","kind":"contact.made","happened":"2026-11-21","body":{}}`, "application/json", http.StatusBadRequest, "request"},
		"broken":   {`{"case":`, "application/json", http.StatusBadRequest, "request"},
		"nothing":  {``, "application/json", http.StatusBadRequest, "request"},
		"a form":   {`case=1`, "application/x-www-form-urlencoded", http.StatusUnsupportedMediaType, "request"},
		"too long": {`{"case":"` + strings.Repeat("x", api.LongestBody) + `"}`, "application/json", http.StatusRequestEntityTooLarge, "too-long"},
		"deep":     {strings.Repeat(`[`, 5000), "application/json", http.StatusBadRequest, "request"},
	} {
		r := p.request(http.MethodPost, "/acts", strings.NewReader(tc.body))
		r.Header.Set("Content-Type", tc.as)
		r.Header.Set("Idempotency-Key", ident.New(ten))
		if got := p.send(r).problem(t, tc.status, tc.sort); t.Failed() {
			t.Fatalf("%s: %+v", name, got)
		}
	}
	stays()
	if a := p.act(ident.New(ten), with("added", map[string][]string{"note": {"safeguarding"}})); a.status != http.StatusCreated {
		t.Errorf("control: %d %s", a.status, a.body)
	}
}

// An act that changes what others may be changing is refused unless the newest was seen.
func TestStaleThroughTheAPI(t *testing.T) {
	w := fresh(t)
	p := w.program(t, wholeToken())
	on := w.cases["Linh"]
	way := map[string]any{"case": on, "kind": "contact.safe-way", "happened": "2026-11-21", "body": map[string]any{"ways": []string{"text"}}}
	got := p.act(ident.New(ten), way).problem(t, http.StatusConflict, "stale")
	if ident.Check(got.Newest) != nil {
		t.Fatalf("%+v", got)
	}
	way["saw"] = got.Newest
	if a := p.act(ident.New(ten), way); a.status != http.StatusCreated {
		t.Errorf("%d %s", a.status, a.body)
	}
	narrow := wholeToken()
	narrow.Labels = label.Of(label.General)
	way["saw"] = "none" // it reads none
	if got := w.program(t, narrow).act(ident.New(ten), way); got.status != http.StatusForbidden {
		t.Errorf("under a label that it may not open: %d %s", got.status, got.body)
	}
}
