package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"waymark/internal/store/tamper"
)

// signedIn is somebody who has just signed in through the form.
func (w *world) signedIn(t testing.TB, login string) *browser {
	t.Helper()
	b := w.stranger(t)
	if w.secure {
		b.name = "__Host-waymark"
	}
	f := b.open("/sign-in").wants(200).form("/sign-in")
	b.sends(f, url.Values{"login": {login}, "password": {password}}).leads()
	if b.cookie == "" {
		t.Fatal("no cookie was given")
	}
	return b
}

func TestWrongPairsAreToldApartByNobody(t *testing.T) {
	w := fresh(t)
	said := map[string]string{}
	for name, typed := range map[string]url.Values{
		"wrongPassword": {"login": {"nadia@maple.example"}, "password": {"made-up-people-only "}},
		"unknownLogin":  {"login": {"nobody@maple.example"}, "password": {password}},
		"noPassword":    {"login": {"tom@maple.example"}, "password": {""}},
		"nothing":       {"login": {""}, "password": {""}},
		"longPassword":  {"login": {"grace@sca.example"}, "password": {strings.Repeat("a", 100_000)}},
	} {
		b := w.stranger(t)
		a := b.sends(b.open("/sign-in").wants(200).form("/sign-in"), typed).refused("login")
		if b.cookie != "" {
			t.Errorf("%s: a cookie was given", name)
		}
		if got := attribute(a.one("input#login"), "value"); got != typed.Get("login") {
			t.Errorf("%s: the field says %q", name, got)
		}
		if strings.Contains(a.body, strings.Repeat("a", 300)) || attribute(a.one("input#password"), "value") != "" {
			t.Errorf("%s: the password stands on the page", name)
		}
		said[name] = words(a.one(".govuk-error-summary"))
	}
	for name, words := range said {
		if words != said["wrongPassword"] {
			t.Errorf("%s is told: %s", name, words)
		}
	}
	if n := tamper.Counts(t, w.file())["session"]; n != len(everybody) {
		t.Errorf("%d sessions, want the %d from before", n, len(everybody))
	}
}

func TestTryingInVainMustWait(t *testing.T) {
	for name, login := range map[string]string{"known": nadia, "unknown": "nobody@maple.example"} {
		t.Run(name, func(t *testing.T) {
			w := fresh(t)
			b := w.stranger(t)
			try := func(p string) reply { return b.post("/sign-in", url.Values{"login": {login}, "password": {p}}) }
			for range 5 {
				try("not this one either").wants(422)
			}
			a := try(password).wants(http.StatusTooManyRequests).says("Too many tries", "Wait a minute")
			if b.cookie != "" || attribute(a.one("input#login"), "value") != login {
				t.Error("the page does not go on from what was typed")
			}
			w.clock.Advance(31 * time.Second)
			if name == "known" {
				try(password).leads()
				return
			}
			try(password).wants(422)
			try(password).wants(http.StatusTooManyRequests)
		})
	}
}

func TestSigningInNeverLeavesTheSite(t *testing.T) {
	w := fresh(t)
	for next, want := range map[string]string{
		"": "/today", "/today?page=2": "/today?page=2", w.at("Linh"): w.at("Linh"),
		"//evil.example": "/today", "https://evil.example/today": "/today", `/\evil.example`: "/today", `\\evil.example`: "/today", "/\t/evil.example": "/today",
		"///evil.example": "/today", "javascript:alert(1)": "/today", "evil.example": "/today", "/%zz": "/today", "//user@evil.example": "/today", "http:/evil.example": "/today",
		"/\r\nSet-Cookie: a=b": "/today",
	} {
		b := w.stranger(t)
		f := b.open("/sign-in?" + url.Values{"next": {next}}.Encode()).wants(200).form("/sign-in")
		to := b.sends(f, url.Values{"login": {nadia}, "password": {password}}).leads()
		if to != want {
			t.Errorf("%q leads to %q, want %q", next, to, want)
		}
	}
	// A path that climbs is cleaned and stays here.
	b := w.stranger(t)
	to := b.post("/sign-in", url.Values{"login": {nadia}, "password": {password}, "next": {"/.//evil.example"}}).leads()
	if u, err := url.Parse(to); err != nil || u.Host != "" || strings.HasPrefix(to, "//") {
		t.Errorf("it leads to %q", to)
	}
}

// Whoever comes without a session comes back to where they wanted to go.
func TestSigningInLeadsBack(t *testing.T) {
	w := fresh(t)
	b := w.stranger(t)
	want := w.at("Linh", "chronology") + "?kind=contact.made"
	f := b.open(b.get(want).leads()).wants(200).form("/sign-in")
	if to := b.sends(f, url.Values{"login": {nadia}, "password": {password}}).leads(); to != want {
		t.Errorf("it leads to %s, want %s", to, want)
	}
}

func TestSigningOutEndsTheSession(t *testing.T) {
	w := fresh(t)
	b := w.signedIn(t, nadia)
	old := b.cookie
	f := b.open("/today").wants(200).form("/sign-out")
	a := b.sends(f, nil)
	if to := a.leads(); to != "/sign-in" || !strings.Contains(a.header.Get("Clear-Site-Data"), `"cache"`) {
		t.Errorf("it leads to %s and clears %q", to, a.header.Get("Clear-Site-Data"))
	}
	if c := a.header.Get("Set-Cookie"); b.cookie != "" || !strings.Contains(c, "Max-Age=0") {
		t.Errorf("the cookie stays: %s", c)
	}
	b.cookie = old
	if to := b.get("/today").leads(); !strings.HasPrefix(to, "/sign-in") {
		t.Errorf("the old session leads to %s", to)
	}
	b.post("/sign-out", nil).leads() // again does no harm
}

// A session that somebody planted before does not become theirs.
func TestSessionIsAnotherAfterSigningIn(t *testing.T) {
	w := fresh(t)
	b := w.signedIn(t, nadia)
	first := b.cookie
	b.post("/sign-in", url.Values{"login": {tom}, "password": {password}}).leads()
	if b.cookie == first {
		t.Fatal("the session is the same")
	}
	if page := b.get("/today").wants(200); !strings.Contains(words(page.one(".wm-top__me")), "Tom Ellis · Maple House") {
		t.Errorf("it is not Tom: %s", words(page.root))
	}
	b.cookie = first
	b.get("/today").leads()

	planted := w.stranger(t)
	planted.cookie = "planted"
	planted.post("/sign-in", url.Values{"login": {nadia}, "password": {password}}).leads()
	if planted.cookie == "planted" {
		t.Error("the planted session was taken")
	}
}

func TestSessionsEnd(t *testing.T) {
	for name, tc := range map[string]struct {
		step  time.Duration
		times int
		lasts bool
	}{
		"used":       {50 * time.Minute, 14, true},
		"leftAlone":  {time.Hour, 1, false},
		"wholeNight": {50 * time.Minute, 15, false}, // twelve hours and a half
	} {
		t.Run(name, func(t *testing.T) {
			w := fresh(t)
			b := w.signedIn(t, nadia)
			status := 0
			for range tc.times {
				w.clock.Advance(tc.step)
				status = b.get("/today").status
			}
			if (status == 200) != tc.lasts {
				t.Errorf("it ends with %d", status)
			}
		})
	}
}
