package server_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"waymark/internal/casefile"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/server"
	"waymark/internal/store/tamper"
	"waymark/internal/web/api"
)

// asked is every route of the API with a case filled in, as a request.
func (p program) asked(on string, each func(rt api.Route, r *http.Request)) {
	for _, rt := range api.Routes() {
		path := strings.TrimPrefix(strings.ReplaceAll(rt.Path, "{case}", on), api.Prefix)
		if rt.Method == http.MethodGet {
			each(rt, p.request(rt.Method, path, nil))
			continue
		}
		raw, _ := json.Marshal(aCall(ident.Chronology(on), "x"))
		r := p.request(rt.Method, path, strings.NewReader(string(raw)))
		r.Header.Set("Idempotency-Key", ident.New(ten))
		each(rt, r)
	}
}

// The document is made from the types, and read in review.
func TestOpenAPI(t *testing.T) {
	kinds, err := casefile.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := api.Document(&b, kinds, server.Forms()); err != nil {
		t.Fatal(err)
	}
	golden(t, "openapi.json", b.String())
	w := shared(t)
	served := w.program(t, wholeToken()).get("/openapi.json")
	if served.status != http.StatusOK || served.body != b.String() {
		t.Errorf("what is served is another: %d", served.status)
	}
	for _, rt := range api.Routes() {
		if rt.Name != "openapi" && !strings.Contains(b.String(), `"operationId": "`+rt.Name+`"`) {
			t.Errorf("%s is not in the document", rt.Name)
		}
	}
}

// Nobody comes in without a token: not with a cookie, not with half of one, not with one
// that ended. What answers is the same, and shows nobody.
func TestAPINeedsAToken(t *testing.T) {
	w := fresh(t)
	p := w.program(t, wholeToken())
	stays := w.stays(t)
	var said []string
	for name, header := range map[string]func(*http.Request){
		"none": func(r *http.Request) { r.Header.Del("Authorization") },
		"cookie": func(r *http.Request) {
			r.Header.Del("Authorization")
			r.AddCookie(&http.Cookie{Name: plainCookie, Value: w.cookies[tom]})
		},
		"basic":   func(r *http.Request) { r.SetBasicAuth("tom@maple.example", password) },
		"session": func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+w.cookies[tom]) },
		"half":    func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+p.token[:40]) },
		"twice":   func(r *http.Request) { r.Header.Add("Authorization", "Bearer "+p.token) },
		"long":    func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+strings.Repeat("a", 1<<16)) },
		"lower":   func(r *http.Request) { r.Header.Set("Authorization", strings.ToLower("Bearer "+p.token)) },
	} {
		p.asked(string(w.cases["Linh"]), func(rt api.Route, r *http.Request) {
			header(r)
			a := p.send(r)
			a.problem(t, http.StatusUnauthorized, "token")
			if a.header.Get("WWW-Authenticate") == "" {
				t.Errorf("%s, %s: it does not say how", name, rt.Name)
			}
			said = append(said, a.bare())
		})
	}
	if slices.Sort(said); len(slices.Compact(said)) != 1 {
		t.Error("the answers differ")
	}
	stays()
	p.asked(string(w.cases["Linh"]), func(rt api.Route, r *http.Request) { // the control
		if a := p.send(r); a.status != http.StatusOK && a.status != http.StatusCreated {
			t.Errorf("with a token %s answers %d: %s", rt.Name, a.status, a.body)
		}
	})
}

// A token opens no page, and brings no cookie; no answer lets another site's script read
// it, and none is kept on the way.
func TestTokensAndPagesStayApart(t *testing.T) {
	w := fresh(t)
	p := w.program(t, wholeToken())
	for _, path := range []string{"/today", w.at("Linh"), "/people"} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Authorization", "Bearer "+p.token)
		r.AddCookie(&http.Cookie{Name: plainCookie, Value: p.token})
		if a := p.send(r); a.status != http.StatusSeeOther || !strings.HasPrefix(a.header.Get("Location"), "/sign-in") {
			t.Errorf("%s answers a token %d", path, a.status)
		}
	}
	page := w.as(t, tom).get("/today").wants(http.StatusOK)
	p.asked(string(w.cases["Linh"]), func(rt api.Route, r *http.Request) {
		r.Header.Set("Origin", "https://elsewhere.example")
		a := p.send(r)
		for name := range a.header {
			if strings.HasPrefix(name, "Access-Control-") || name == "Set-Cookie" {
				t.Errorf("%s: %s", rt.Name, name)
			}
		}
		for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "Cache-Control"} {
			if a.header.Get(name) == "" || a.header.Get(name) != page.header.Get(name) {
				t.Errorf("%s: %s is %q", rt.Name, name, a.header.Get(name))
			}
		}
		r = p.request(http.MethodOptions, strings.TrimPrefix(r.URL.Path, api.Prefix), nil)
		r.Header.Set("Access-Control-Request-Method", "GET")
		if a := p.send(r); a.status != http.StatusMethodNotAllowed || a.header.Get("Allow") == "" {
			t.Errorf("%s: OPTIONS answers %d", rt.Name, a.status)
		}
	})
}

// Each answer that shows somebody left one look, under the number that the answer bears:
// which program, for whom, why. If it cannot be kept nothing is shown.
func TestProgramsLeaveLooks(t *testing.T) {
	w := fresh(t)
	p := programOf(t, w.desk, handlerOf(t, w.desk, w.log), w.orgs["Maple House"], "Reports", policy.Oversight, wholeToken())
	linh := w.cases["Linh"]
	for path, on := range map[string]ident.Chronology{"/cases": "", "/deadlines": "", "/cases/" + string(linh): linh, "/cases/" + string(linh) + "/entries": linh, "/cases/" + string(linh) + "/deadlines": linh} {
		tamper.Empty(t, w.file(), "look")
		a := p.get(path)
		if a.status != http.StatusOK {
			t.Errorf("%s answers %d", path, a.status)
		}
		looks := w.looks(t, on)
		if len(looks) != 1 || string(looks[0].ID) != a.header.Get(api.RequestHeader) || looks[0].Worker != p.actor.Worker || looks[0].Purpose != "oversight" || looks[0].Organisation != w.orgs["Maple House"] || looks[0].Route == "" {
			t.Errorf("%s left %+v, and bears %s", path, looks, a.header.Get(api.RequestHeader))
		}
	}
	who := w.as(t, tom).get(w.at("Linh", "who")).wants(http.StatusOK)
	who.says("Reports, Maple House", "by a program")
	if strings.Contains(who.body, "Another page") {
		t.Error("a look by a program is told as another page")
	}
	tamper.Refuse(t, w.file(), "look")
	for _, path := range []string{"/cases", "/deadlines", "/cases/" + string(linh), "/cases/" + string(linh) + "/entries", "/cases/" + string(linh) + "/deadlines"} {
		a := p.get(path)
		a.problem(t, http.StatusServiceUnavailable, "unavailable")
		if strings.Contains(a.body, "Linh") {
			t.Errorf("%s shows somebody without a look", path)
		}
	}
	tamper.Allow(t, w.file(), "look")
	if a := p.get("/cases"); a.status != http.StatusOK || !strings.Contains(a.body, "Linh") {
		t.Errorf("control: %d", a.status)
	}
}

// What is another's, what the token was not given for, what is not there and what is no
// number answer alike.
func TestAPISaysNothingOfWhatIsHidden(t *testing.T) {
	w := fresh(t)
	one := wholeToken()
	one.Cases = []ident.Chronology{w.cases["Tesfay"]}
	elsewhere := programOf(t, w.desk, handlerOf(t, w.desk, w.log), w.orgs["Lantern Trust"], "Elsewhere", policy.Support, wholeToken())
	for name, p := range map[string]program{"given for another": w.program(t, one), "elsewhere": elsewhere} {
		answers := map[string][]string{}
		for _, on := range []string{string(w.cases["Linh"]), nobodys(), "nobody", "%00", strings.Repeat("x", 150), string(p.actor.Worker), string(w.orgs["Maple House"])} {
			p.asked(on, func(rt api.Route, r *http.Request) {
				if strings.Contains(rt.Path, "{case}") || rt.Name == "act" {
					a := p.send(r)
					a.problem(t, http.StatusNotFound, "not-found")
					answers[rt.Name] = append(answers[rt.Name], a.bare()+strconv.Itoa(len(a.header)))
				}
			})
		}
		for route, all := range answers {
			if slices.Sort(all); len(slices.Compact(all)) != 1 {
				t.Errorf("%s, %s: %q", name, route, all)
			}
		}
		if len(answers) != 4 {
			t.Errorf("%d routes were tried", len(answers))
		}
	}
}

// A withheld answer says so, and is never null; what is open says what there is.
func TestWithheldSaysWithheld(t *testing.T) {
	w := fresh(t)
	narrow := wholeToken()
	narrow.Labels = label.Of(label.General)
	p := w.program(t, narrow)
	path := "/cases/" + string(w.cases["Linh"])
	for _, at := range []string{"/cases", path, path + "/entries", path + "/deadlines", "/deadlines"} {
		a := p.get(at)
		if a.status != http.StatusOK || strings.Contains(a.body, "null") || !strings.Contains(a.body, `"name":{"answer":"withheld"}`) && at != path+"/entries" || strings.Contains(a.body, "Linh") {
			t.Errorf("%s: %d %.300s", at, a.status, a.body)
		}
	}
	var entries struct {
		Entries []struct {
			Kind string
			Body map[string]json.RawMessage
		}
	}
	p.get(path+"/entries?kind=person.met").read(t, &entries)
	if len(entries.Entries) != 1 || string(entries.Entries[0].Body["chosen_name"]) != `{"answer":"withheld"}` {
		t.Errorf("%+v", entries)
	}
	if a := w.program(t, wholeToken()).get(path); !strings.Contains(a.body, `"name":"Linh"`) {
		t.Errorf("control: %s", a.body)
	}
}

// Every page of a list is reached by its cursor; a cursor is good for one program and one
// list, and tells nothing.
func TestCursors(t *testing.T) {
	w := fresh(t)
	p := w.program(t, wholeToken())
	on := w.cases["Linh"]
	for range 120 {
		w.clock.Advance(time.Second)
		if a := p.act(string(w.desk.NewAct()), aCall(on, "x")); a.status != http.StatusCreated {
			t.Fatal(a.body)
		}
	}
	list := "/cases/" + string(on) + "/entries"
	seen, cursor, first := map[string]bool{}, "", ""
	for page := 1; page < 9; page++ {
		var got struct {
			Entries []struct{ ID string }
			Next    string
		}
		p.get(list+"?cursor="+cursor).read(t, &got)
		for _, e := range got.Entries {
			if seen[e.ID] {
				t.Errorf("%s stands twice", e.ID)
			}
			seen[e.ID] = true
		}
		if cursor = got.Next; page == 1 {
			first = cursor
		}
		if cursor == "" {
			break
		}
	}
	if len(seen) < 121 || first == "" || cursor != "" {
		t.Fatalf("%d entries", len(seen))
	}
	other := w.program(t, wholeToken())
	for name, a := range map[string]answered{
		"another program": other.get(list + "?cursor=" + first), "another kind": p.get(list + "?kind=contact.made&cursor=" + first),
		"another case": p.get("/cases/" + string(w.cases["Tesfay"]) + "/entries?cursor=" + first), "another list": p.get("/cases?cursor=" + first), "altered": p.get(list + "?cursor=" + first[:len(first)-2]), "made up": p.get("/deadlines?cursor=2"),
	} {
		if got := a.problem(t, http.StatusUnprocessableEntity, "invalid"); len(got.Fields) != 1 || got.Fields[0].Name != "cursor" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A token has so many requests a minute, each token its own; the headers tell.
func TestLimit(t *testing.T) {
	w := fresh(t)
	h, err := server.New(server.Config{Desk: w.desk, Log: slog.New(slog.DiscardHandler), Limit: api.Limit{Requests: 3, Within: time.Minute}})
	if err != nil {
		t.Fatal(err)
	}
	p := programOf(t, w.desk, h, w.orgs["Maple House"], "One", policy.Support, wholeToken())
	other := programOf(t, w.desk, h, w.orgs["Maple House"], "Other", policy.Support, wholeToken())
	for left := 2; left >= 0; left-- {
		if a := p.get("/rules"); a.status != http.StatusOK || a.header.Get("RateLimit-Remaining") != strconv.Itoa(left) || a.header.Get("RateLimit-Limit") != "3" {
			t.Errorf("%d left: %d %v", left, a.status, a.header)
		}
	}
	w.clock.Advance(20 * time.Second)
	a := p.get("/cases")
	a.problem(t, http.StatusTooManyRequests, "too-many-requests")
	if a.header.Get("Retry-After") != "40" || a.header.Get("RateLimit-Reset") != "40" {
		t.Errorf("%v", a.header)
	}
	if a := other.get("/rules"); a.status != http.StatusOK {
		t.Errorf("another token: %d", a.status)
	}
	w.clock.Advance(40 * time.Second)
	if a := p.get("/rules"); a.status != http.StatusOK {
		t.Errorf("after a minute: %d", a.status)
	}
}

// A token that is revoked, or whose program left, is out at the next request.
func TestRevokedIsOutAtOnce(t *testing.T) {
	w := fresh(t)
	p := w.program(t, wholeToken())
	if a := p.get("/cases"); a.status != http.StatusOK {
		t.Fatal(a.status)
	}
	if err := w.desk.RevokeToken(t.Context(), strings.Split(p.token, ".")[1]); err != nil {
		t.Fatal(err)
	}
	p.get("/cases").problem(t, http.StatusUnauthorized, "token")
	_, err := w.desk.Session(t.Context(), p.token)
	if !desk.NeedsSignIn(err) {
		t.Error(err)
	}
}
