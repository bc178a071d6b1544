package server_test

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every reply of every test is held to rules_test.go; here is what remains.

func TestAssetsAreKeptForGoodAndGiveNothingAway(t *testing.T) {
	w := shared(t)
	page := w.stranger(t).get("/sign-in").wants(200)
	var paths []string
	for _, n := range slices.Concat(all(page.root, "link"), all(page.root, "script")) {
		paths = append(paths, attribute(n, "href")+attribute(n, "src"))
	}
	if len(paths) < 5 {
		t.Fatalf("the page needs only %v", paths)
	}
	for _, p := range paths {
		a := w.stranger(t).get(p).wants(200)
		if got := a.header.Get("Cache-Control"); !strings.Contains(got, "immutable") {
			t.Errorf("%s: Cache-Control is %q", p, got)
		}
		if len(a.header.Values("Set-Cookie")) != 0 {
			t.Errorf("%s gives a cookie", p)
		}
	}
}

// Behind TLS the cookie belongs to this host and to TLS, and so does the site.
func TestBehindTLS(t *testing.T) {
	w := secure(t)
	b := w.stranger(t)
	b.name = "__Host-waymark"
	a := b.post("/sign-in", url.Values{"login": {nadia}, "password": {password}})
	a.leads()
	cookie := a.header.Get("Set-Cookie")
	if !regexp.MustCompile(`^__Host-waymark=[A-Za-z0-9_-]{43}; Path=/; Max-Age=43200; HttpOnly; Secure; SameSite=Lax$`).MatchString(cookie) {
		t.Errorf("the cookie is %s", cookie)
	}
	out := w.signedIn(t, tom)
	for path, r := range map[string]reply{
		"sign-in": a, "page": b.get("/today").wants(200), "refused": b.get(w.at("Linh") + "0").wants(404), "door": w.stranger(t).get("/today"), "out": out.post("/sign-out", nil),
		"asset": w.stranger(t).get("/assets/none.css"), "elsewhere": w.stranger(t).send(crossSite(w.stranger(t))),
	} {
		if got := r.header.Get("Strict-Transport-Security"); got != "max-age=31536000; includeSubDomains" {
			t.Errorf("%s: Strict-Transport-Security is %q", path, got)
		}
		for _, c := range r.header.Values("Set-Cookie") {
			if !strings.HasPrefix(c, "__Host-") || !strings.Contains(c, "; Secure") {
				t.Errorf("%s: the cookie is %s", path, c)
			}
		}
	}
	// A cookie of the same value under the plain name opens nothing.
	plain := w.as(t, nadia)
	plain.cookie = b.cookie
	plain.get("/today").leads()
}

func crossSite(b *browser) *http.Request {
	r := b.request(http.MethodPost, "/sign-in", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	return r
}

// Without TLS nothing claims it.
func TestWithoutTLS(t *testing.T) {
	w := fresh(t)
	a := w.stranger(t).post("/sign-in", url.Values{"login": {nadia}, "password": {password}})
	if c := a.header.Get("Set-Cookie"); strings.Contains(c, "Secure") || strings.HasPrefix(c, "__Host-") {
		t.Errorf("the cookie is %s", c)
	}
	if a.header.Get("Strict-Transport-Security") != "" {
		t.Error("the site claims TLS")
	}
}

// The log of the process names nobody, whatever is asked and typed.
func TestLogNamesNobody(t *testing.T) {
	w := fresh(t)
	b := w.as(t, nadia)
	for _, p := range places(t, w.filled(t, "Alima")) {
		if p.Pattern == "POST /sign-out" || strings.HasSuffix(p.Pattern, " /leave") {
			continue
		}
		b.send(b.request(p.method, p.path+"?known=Alima", bytes.NewBufferString(url.Values{"note": {"Linh"}, "login": {nadia}, "password": {"not " + password}}.Encode())))
	}
	for _, word := range append(slices.Clone(people), nadia, password, "Rahman", b.cookie) {
		if strings.Contains(w.log.String(), word) {
			t.Errorf("the log says %q: %s", word, w.log.String())
		}
	}
}

// Control: the rules of rules_test.go see what they are there to see.
func TestRulesControl(t *testing.T) {
	bad := `<html><head><title>Linh</title></head><body onload="go()"><p id="a" style="x"></p><p id="a"></p><a href="/cases?name=Alima">x</a><a href="https://evil.example">x</a><a href="javascript:go()">x</a><script>go()</script></body></html>`
	told := &told{TB: t}
	a := reply{t: told, status: 200, header: http.Header{"Location": {"/x?to=07700+900118"}}, body: bad, root: parsed(t, bad)}
	r, err := http.NewRequest(http.MethodGet, "http://localhost/today", nil)
	if err != nil {
		t.Fatal(err)
	}
	a.holds(r, []*http.Cookie{{Name: "bare", Raw: "bare=1"}})
	for _, want := range []string{
		"Content-Security-Policy is", "Cache-Control", "the cookie bare", "Location says", "title says", `href says "/cases?name=Alima"`, "<body onload", "<p style",
		`<a href="https://evil.example"> leads elsewhere`, `<a href="javascript:go()"> leads elsewhere`, "<script> stands", "two elements have the id a", "made up",
	} {
		if !strings.Contains(told.all.String(), want) {
			t.Errorf("the rules do not see %q in %s", want, told.all.String())
		}
	}
}
