package server_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"waymark/internal/wording"
)

const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// headersOfAll stand on every answer, refusals and assets among them.
var headersOfAll = map[string]string{
	"Content-Security-Policy":      csp,
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "no-referrer",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(), microphone=(), geolocation=()",
}

// holds checks what is true of every answer, whoever asks for whatever.
func (a reply) holds(r *http.Request, cookies []*http.Cookie) {
	a.t.Helper()
	at := r.Method + " " + r.URL.Path
	for name, want := range headersOfAll {
		if got := a.header[name]; len(got) != 1 || got[0] != want {
			a.t.Errorf("%s: %s is %q", at, name, got)
		}
	}
	if a.status == http.StatusInternalServerError {
		a.t.Errorf("%s: something went wrong inside: %s", at, a.said())
	}
	asset := strings.HasPrefix(r.URL.Path, "/assets/")
	if got := a.header.Get("Cache-Control"); !asset && got != "no-store" {
		a.t.Errorf("%s: may be kept: Cache-Control is %q", at, got)
	}
	for _, c := range cookies {
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			a.t.Errorf("%s: the cookie %s is %s", at, c.Name, c.Raw)
		}
	}
	a.nameless(at, "Location", a.header.Get("Location"))
	if a.root == nil {
		return
	}
	a.nameless(at, "title", a.title())
	ids := map[string]bool{}
	for n := range a.root.Descendants() {
		if id := attribute(n, "id"); id != "" && ids[id] {
			a.t.Errorf("%s: two elements have the id %s", at, id)
		} else {
			ids[id] = true
		}
		a.nothingInline(at, n)
		a.leadsNowhere(at, n)
		for _, key := range []string{"href", "action", "src", "data-draft-url"} {
			a.nameless(at, key, attribute(n, key))
		}
	}
	if demo := a.find(".wm-demo"); r.Method != http.MethodHead && a.status != http.StatusSeeOther && at != neutral && (demo == nil || !strings.Contains(words(demo), a.madeUp())) {
		a.t.Errorf("%s: nothing says that the people are made up", at)
	}
}

// neutral is the one page that shows nobody, does not say whose it is, and leads elsewhere:
// where one gets to who must not be seen with another page.
const neutral = "GET /leave"

// madeUp is how the page says, in its language, that nobody in it is real.
func (a reply) madeUp() string {
	catalogue, err := wording.Shipped()
	if err != nil {
		a.t.Fatal(err)
	}
	if l, ok := catalogue.Find(attribute(a.find("html"), "lang")); ok {
		return catalogue.In(l).Say("page.demo").Plain()
	}
	return "Made-up people"
}

// leadsNowhere checks that nothing on a page leads away from this site.
func (a reply) leadsNowhere(at string, n *html.Node) {
	a.t.Helper()
	for _, x := range n.Attr {
		v := strings.ToLower(strings.TrimSpace(x.Val))
		if slices.Contains([]string{"href", "action", "src"}, x.Key) && v != "" && !strings.HasPrefix(v, "/") && !strings.HasPrefix(v, "#") && at != neutral {
			a.t.Errorf("%s: <%s %s=%q> leads elsewhere", at, n.Data, x.Key, x.Val)
		}
	}
}

// nameless checks that an address or a title gives nobody away: no name, no number, no
// sign-in.
func (a reply) nameless(at, what, value string) {
	a.t.Helper()
	plain, err := url.QueryUnescape(value)
	if err != nil {
		plain = value
	}
	for _, name := range append(slices.Clone(people), "07700", "Nadia", "@maple", "Rahman") {
		if strings.Contains(strings.ToLower(plain), strings.ToLower(name)) {
			a.t.Errorf("%s: %s says %q", at, what, value)
		}
	}
}

func (a reply) nothingInline(at string, n *html.Node) {
	a.t.Helper()
	if n.DataAtom == atom.Style || (n.DataAtom == atom.Script && (n.FirstChild != nil || attribute(n, "src") == "")) {
		a.t.Errorf("%s: <%s> stands in the page", at, n.Data)
	}
	for _, x := range n.Attr {
		if x.Key == "style" || strings.HasPrefix(x.Key, "on") {
			a.t.Errorf("%s: <%s %s=%q> stands in the page", at, n.Data, x.Key, x.Val)
		}
	}
}
