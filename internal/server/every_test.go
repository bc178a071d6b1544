package server_test

import (
	"bufio"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"waymark/internal/web/route"
)

func TestNobodyComesInWithoutASession(t *testing.T) {
	w := shared(t)
	stays := w.stays(t)
	for _, cookie := range []string{"", "made-up", strings.Repeat("a", 5000)} {
		for _, p := range places(t, w.filled(t, "Linh")) {
			if p.public() {
				continue
			}
			b := w.stranger(t)
			b.cookie = cookie
			path := p.path
			if p.method == http.MethodGet {
				path += "?known=18+March+2020"
			}
			a := b.send(b.request(p.method, path, nil))
			want := "/sign-in"
			if p.method == http.MethodGet {
				want += "?" + url.Values{"next": {path}}.Encode()
			}
			if got := a.leads(); got != want {
				t.Errorf("%s leads to %s, want %s", p.Pattern, got, want)
			}
			if a.hides(people...); len(a.body) > 400 {
				t.Errorf("%s says more than where to go: %s", p.Pattern, a.body)
			}
		}
	}
	stays()
}

// Public routes answer a stranger and show nobody.
func TestDoorShowsNobody(t *testing.T) {
	w := shared(t)
	for _, p := range places(t, w.filled(t, "Linh")) {
		if p.public() && p.method == http.MethodGet {
			w.stranger(t).send(w.stranger(t).request(p.method, p.path, nil)).hides(people...)
		}
	}
}

// What is another's and what is not there look the same, to the last byte.
func TestAnothersIsLikeNothing(t *testing.T) {
	for name, tc := range map[string]struct {
		login string
		fill  func(testing.TB, *world) func(route.Route) filling
		only  string // part of the pattern
	}{
		"secondOrganisationOnACase": {ruth, func(t testing.TB, w *world) func(route.Route) filling { return w.filled(t, "Linh") }, "{case}"},
		"workerNotBeside":           {sam, func(t testing.TB, w *world) func(route.Route) filling { return w.filled(t, "Linh") }, "{case}"},
		"whoRunsWaymark":            {olu, func(t testing.TB, w *world) func(route.Route) filling { return w.filled(t, "Linh") }, "{case}"},
		"deciderOnANoteOfSupport": {grace, func(t testing.TB, w *world) func(route.Route) filling {
			return func(route.Route) filling {
				return filling{string(w.cases["Tesfay"]), string(w.last(t, "Tesfay", "contact.made")), ""}
			}
		}, "/entries/{entry}"},
		"secondOrganisationOnAnEntry": {ruth, func(t testing.TB, w *world) func(route.Route) filling {
			return func(route.Route) filling {
				return filling{string(w.cases["Alima"]), string(w.last(t, "Alima", "contact.made")), ""}
			}
		}, "/entries/{entry}"},
		"entryOfAnotherCase": {nadia, func(t testing.TB, w *world) func(route.Route) filling {
			return func(route.Route) filling {
				return filling{string(w.cases["Linh"]), string(w.last(t, "Tesfay", "contact.made")), ""}
			}
		}, "{entry}"},
	} {
		t.Run(name, func(t *testing.T) {
			w := fresh(t)
			stays, tried := w.stays(t, "look"), 0
			there := places(t, tc.fill(t, w))
			for i, p := range there {
				if !strings.Contains(p.Pattern, tc.only) {
					continue
				}
				tried++
				real := likeNothing(t, w, tc.login, p)
				for _, id := range []string{nobodys(), "nobody", nobodys() + "%0A"} {
					fill := filling{id, id, id}
					if tc.only != "{case}" {
						fill.on = tc.fill(t, w)(p.Route).on
					}
					not := likeNothing(t, w, tc.login, places(t, func(route.Route) filling { return fill })[i])
					if not != real {
						t.Errorf("%s: %q is answered otherwise than what is there: %s\nand\n%s", p.Pattern, id, not, real)
					}
				}
			}
			if tried == 0 {
				t.Fatal("nothing was tried")
			}
			stays()
		})
	}
}

// likeNothing asks for a place that must not be there for somebody, and gives the whole
// reply but for the date.
func likeNothing(t *testing.T, w *world, login string, p place) string {
	t.Helper()
	b := w.as(t, login)
	typed := url.Values{"draft": {string(w.desk.NewAct())}, "happened": {"20 November 2026"}, "why": {"because"}, "because": {"because"}}
	a := b.send(b.request(p.method, p.path, strings.NewReader(typed.Encode()))).wants(http.StatusNotFound)
	a.hides(people...)
	h := maps.Clone(a.header)
	delete(h, "Date")
	h.Set("X-Request-Id", ids.ReplaceAllString(h.Get("X-Request-Id"), "a number"))
	return fmt.Sprint(h, a.body)
}

// The autosave names its case in what is posted.
func TestDraftOfAnothersCaseIsLikeNothing(t *testing.T) {
	w := fresh(t)
	stays := w.stays(t)
	replies := map[string]string{}
	for name, id := range map[string]string{"another's": string(w.cases["Linh"]), "nobody's": nobodys(), "none": "x"} {
		a := w.as(t, ruth).post("/drafts/"+string(w.desk.NewAct()), url.Values{"place": {"/cases/" + id + "/contacts/new"}, "note": {"something"}}).wants(404)
		replies[name] = a.body
	}
	if replies["another's"] != replies["nobody's"] || replies["none"] != replies["nobody's"] {
		t.Error("a draft tells whether a case is there")
	}
	stays()
}

// A form that comes from another site is refused whoever is signed in.
func TestPostsFromElsewhereWriteNothing(t *testing.T) {
	w := fresh(t)
	stays := w.stays(t)
	for name, set := range map[string]func(*http.Request){
		"crossSite":          func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"sameSite":           func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") },
		"originOfAnother":    func(r *http.Request) { r.Header.Del("Sec-Fetch-Site"); r.Header.Set("Origin", "https://evil.example") },
		"originOfNobody":     func(r *http.Request) { r.Header.Del("Sec-Fetch-Site"); r.Header.Set("Origin", "null") },
		"originThatIsBroken": func(r *http.Request) { r.Header.Del("Sec-Fetch-Site"); r.Header.Set("Origin", "https://%zz") },
	} {
		t.Run(name, func(t *testing.T) {
			for _, p := range places(t, w.filled(t, "Linh")) {
				if p.method != http.MethodPost {
					continue
				}
				b := w.as(t, nadia)
				r := b.request(p.method, p.path, strings.NewReader(w.contact("It went well").Encode()))
				set(r)
				b.send(r).wants(http.StatusForbidden).hides(people...)
			}
			stays()
		})
	}
	w.as(t, nadia).get("/today").wants(200)
}

// contact is what a worker types to record a contact, with a number of its own.
func (w *world) contact(note string) url.Values {
	return url.Values{"draft": {string(w.desk.NewAct())}, "happened": {"22 November 2026"}, "how": {"phone"}, "reached": {"yes"}, "note": {note}}
}

func TestTooLongAPostWritesNothing(t *testing.T) {
	w := fresh(t)
	stays := w.stays(t)
	for _, p := range places(t, w.filled(t, "Linh")) {
		if p.method != http.MethodPost {
			continue
		}
		t.Run(p.Pattern, func(t *testing.T) {
			b := w.as(t, nadia)
			a := b.post(p.path, w.contact(strings.Repeat("word ", 600_000))).wants(422)
			a.says("too long to send in one piece")
			if !strings.HasPrefix(a.title(), "Error: ") {
				t.Errorf("the title is %q", a.title())
			}
		})
	}
	stays()
	w.as(t, nadia).get("/today").wants(200)
}

func TestBrokenFormsWriteNothing(t *testing.T) {
	w := fresh(t)
	stays := w.stays(t)
	for _, p := range places(t, w.filled(t, "Linh")) {
		if p.method != http.MethodPost || p.public() {
			continue
		}
		for _, body := range []string{"note=%zz", "%", "a=1;b=2", "draft=%0"} {
			b := w.as(t, nadia)
			b.send(b.request(p.method, p.path, strings.NewReader(body))).wants(422).says("came through broken")
		}
	}
	stays()
}

func TestMethodsThatAreNotThere(t *testing.T) {
	w := fresh(t)
	stays := w.stays(t)
	methods := map[string]map[string]bool{}
	all := places(t, w.filled(t, "Alima"))
	for _, p := range all {
		if methods[p.path] == nil {
			methods[p.path] = map[string]bool{}
		}
		methods[p.path][p.method] = true
	}
	for path, have := range methods {
		for _, m := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions, "TRACE", "PROPFIND"} {
			if have[m] {
				continue
			}
			b := w.as(t, nadia)
			a := b.send(b.request(m, path, nil)).wants(http.StatusMethodNotAllowed).hides(people...)
			for name := range have {
				if !strings.Contains(a.header.Get("Allow"), name) {
					t.Errorf("%s %s: allowed is %q, want %s", m, path, a.header.Get("Allow"), name)
				}
			}
		}
	}
	stays()
}

func TestHeadIsLikeGet(t *testing.T) {
	w := shared(t)
	for _, p := range places(t, w.filled(t, "Alima")) {
		if p.method != http.MethodGet {
			continue
		}
		b := w.as(t, nadia)
		get, head := b.send(b.request(http.MethodGet, p.path, nil)), b.send(b.request(http.MethodHead, p.path, nil))
		if head.status != get.status || head.body != "" || head.header.Get("Content-Type") != get.header.Get("Content-Type") {
			t.Errorf("%s: %d %q, but GET %d", p.Pattern, head.status, head.header.Get("Content-Type"), get.status)
		}
	}
}

func TestOddPaths(t *testing.T) {
	w := shared(t)
	for _, path := range []string{
		"/nothing", "/cases", "/cases/", "/cases/%00", "/cases/%FF%FE", "/cases/'%20or%201=1", "/cases/..%2f..%2froot.key", "/cases/%E2%80%AE", "/today/",
		"/assets/..%2f..%2fwaymark.db", "/assets/", "/" + strings.Repeat("a", 8000), "/cases/" + string(w.cases["Linh"]) + "/", "/drafts/" + nobodys() + "/more", "/sign-in%00",
	} {
		a := w.as(t, nadia).get(path)
		if a.status != http.StatusNotFound && a.status != http.StatusMethodNotAllowed {
			t.Errorf("%q: %d", path, a.status)
		}
		a.hides(people...)
	}
	for _, query := range []string{"?known=%zz", "?known=%FF", "?kind=%00&page=-1", "?page=99999999999999999999", "?page=9223372036854775807", "?;;;", "?known=" + strings.Repeat("9", 5000)} {
		for _, path := range []string{"/today", w.at("Linh"), w.at("Linh", "chronology"), w.at("Linh", "who"), w.at("Linh", "safe-way")} {
			if a := w.as(t, nadia).get(path + query); a.status != 200 && a.status != 303 && a.status != 422 {
				t.Errorf("%s%s: %d", path, query, a.status)
			}
		}
	}
}

// A path that is no path at all never reaches a page.
func TestPathsThatAreBroken(t *testing.T) {
	w := shared(t)
	for _, line := range []string{"GET /cases/%zz HTTP/1.1", "GET /cases/% HTTP/1.1", "GET /cases/a b HTTP/1.1", "GET \x00 HTTP/1.1"} {
		c, err := net.Dial("tcp", w.server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Fprintf(c, "%s\r\nHost: localhost\r\nCookie: %s=%s\r\nConnection: close\r\n\r\n", line, plainCookie, w.cookies[nadia]); err != nil {
			t.Fatal(err)
		}
		got, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got.StatusCode != http.StatusBadRequest {
			t.Errorf("%q: %d", line, got.StatusCode)
		}
		_ = got.Body.Close()
		_ = c.Close()
	}
}
