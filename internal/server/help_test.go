package server_test

import (
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"waymark/internal/demo"
)

// Every page leads to the help about it, in the same place, and that is there.
func TestHelpIsWhereItIsLookedFor(t *testing.T) {
	w := shared(t)
	help := w.stranger(t).get("/help").wants(http.StatusOK)
	for _, p := range places(t, w.filled(t, "Linh")) {
		if p.method != http.MethodGet || p.Pattern == neutral {
			continue
		}
		a := w.as(t, tom).get(p.path)
		if a.status != http.StatusOK || a.root == nil || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			continue // a file has no foot
		}
		var link *html.Node
		if links := all(a.one("footer"), "a"); len(links) > 0 {
			link = links[0]
		}
		if link == nil || words(link) != "Help with this page" {
			t.Errorf("%s: the first link of its foot is not to help", p.Pattern)
			continue
		}
		_, anchor, has := strings.Cut(attribute(link, "href"), "#")
		if has && help.find("#"+anchor) == nil {
			t.Errorf("%s leads to help about %q, which is not there", p.Pattern, anchor)
		}
	}
}

func TestWelcomeSaysHowToBegin(t *testing.T) {
	w := shared(t)
	a := w.stranger(t).get("/welcome").wants(http.StatusOK).says("What to try", nadia)
	a.hides(people...)
	for _, s := range demo.SignIns() {
		if s.Try == "" {
			t.Errorf("nothing says what to try as %s", s.Role)
		}
		a.says(s.Try, s.Login)
	}
	if n := len(all(a.one("tbody"), "form")); n != len(demo.SignIns()) {
		t.Errorf("%d of %d can be signed in as from here", n, len(demo.SignIns()))
	}
	w.stranger(t).get("/accessibility").wants(http.StatusOK).says("2.2")
}
