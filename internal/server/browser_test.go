package server_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// plainCookie is the session's cookie where there is no TLS.
const plainCookie = "waymark-plain"

// browser is somebody at a machine: it keeps the cookie it is given and follows nothing.
type browser struct {
	t      testing.TB
	w      *world
	name   string // of the cookie
	cookie string
}

// as is somebody who signed in before the test began.
func (w *world) as(t testing.TB, login string) *browser {
	t.Helper()
	cookie, ok := w.cookies[login]
	if !ok {
		t.Fatalf("nobody signs in as %s", login)
	}
	return &browser{t: t, w: w, name: plainCookie, cookie: cookie}
}

// stranger is somebody who has not signed in.
func (w *world) stranger(t testing.TB) *browser {
	return &browser{t: t, w: w, name: plainCookie}
}

// reply is what came back. Every reply that a browser gets is held to the rules that
// stand for all of them: see rules_test.go.
type reply struct {
	t      testing.TB
	status int
	header http.Header
	body   string
	root   *html.Node
}

func (b *browser) get(path string) reply {
	b.t.Helper()
	return b.send(b.request(http.MethodGet, path, nil))
}

// open gets a page, and where it leads on to another goes there.
func (b *browser) open(path string) reply {
	b.t.Helper()
	a := b.get(path)
	if a.status == http.StatusSeeOther {
		a = b.get(a.leads())
	}
	return a.wants(http.StatusOK)
}

func (b *browser) post(path string, typed url.Values) reply {
	b.t.Helper()
	return b.send(b.request(http.MethodPost, path, strings.NewReader(typed.Encode())))
}

func (b *browser) request(method, path string, body io.Reader) *http.Request {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.w.server.URL+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return r
}

func (b *browser) send(r *http.Request) reply {
	b.t.Helper()
	if b.cookie != "" {
		r.AddCookie(&http.Cookie{Name: b.name, Value: b.cookie})
	}
	got, err := b.w.server.Client().Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = got.Body.Close() }()
	body, err := io.ReadAll(got.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	a := reply{t: b.t, status: got.StatusCode, header: got.Header, body: string(body)}
	if strings.HasPrefix(got.Header.Get("Content-Type"), "text/html") {
		if a.root, err = html.Parse(bytes.NewReader(body)); err != nil {
			b.t.Fatal(err)
		}
	}
	for _, c := range got.Cookies() {
		if c.Name == b.name {
			b.cookie = c.Value
		}
	}
	a.holds(r, got.Cookies())
	return a
}

// sends posts a form as a browser would: the page it comes from, with some of it typed
// anew.
func (b *browser) sends(f form, typed url.Values) reply {
	b.t.Helper()
	return b.post(f.action, f.with(typed))
}

// wants checks the status and gives the reply.
func (a reply) wants(status int) reply {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%d, want %d: %s", a.status, status, a.said())
	}
	return a
}

// leads checks that the reply sends the reader on, and gives where to.
func (a reply) leads() string {
	a.t.Helper()
	a.wants(http.StatusSeeOther)
	return a.header.Get("Location")
}

// says checks that the main part of the page has all of these words.
func (a reply) says(words ...string) reply {
	a.t.Helper()
	said := a.said()
	for _, w := range words {
		if !strings.Contains(said, w) {
			a.t.Errorf("nothing says %q: %s", w, said)
		}
	}
	return a
}

// hides checks that nothing of what came back has these words, markup included.
func (a reply) hides(words ...string) reply {
	a.t.Helper()
	for _, w := range words {
		if strings.Contains(strings.ToLower(html.UnescapeString(a.body)), strings.ToLower(w)) {
			a.t.Errorf("%q stands in %s", w, a.said())
		}
	}
	return a
}

// said is the words of the page's main part, or the body of what is no page.
func (a reply) said() string {
	if a.root == nil {
		return a.body
	}
	if main := a.find("#main-content"); main != nil {
		return words(main)
	}
	return words(a.root)
}

func (a reply) title() string {
	if n := a.find("title"); n != nil {
		return words(n)
	}
	return ""
}
