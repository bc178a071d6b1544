package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"waymark/internal/server"
	"waymark/internal/web/route"
)

// keepNone are the forms that keep no draft, and why.
var keepNone = map[string]string{
	"POST /sign-in":                   "a login and a password are kept nowhere",
	"POST /sign-out":                  "a button: nothing is typed",
	"POST /stay":                      "a button: nothing is typed",
	"POST /leave":                     "a button: nothing is typed",
	"POST /search":                    "a name to look for leads to no entry, and stands in the address sealed",
	"POST /drafts/{draft}":            "it keeps the drafts",
	"POST /drafts/{draft}/throw-away": "a button: nothing is typed",
}

// findUnkept says which form keeps no draft though nobody said why, whose drafts have no name
// or share theirs, and which reason is about nothing.
func findUnkept(routes []route.Route, but map[string]string) []string {
	var found []string
	bound, used := map[string]string{}, map[string]bool{}
	for _, rt := range routes {
		if !strings.HasPrefix(rt.Pattern, "POST ") {
			continue
		}
		switch other := bound[rt.Bound()]; {
		case but[rt.Pattern] != "":
			used[rt.Pattern] = true
		case rt.Draft.Form == "" || rt.Draft.Name == "":
			found = append(found, rt.Pattern+" keeps no draft")
		case other != "" && strings.Replace(other, "/cases/", "/team/", 1) != rt.Pattern: // an entry is put right by one form
			found = append(found, rt.Pattern+" keeps drafts as "+other+" does")
		default:
			bound[rt.Bound()] = rt.Pattern
		}
	}
	for pattern := range but {
		if !used[pattern] {
			found = append(found, pattern+" is excused and is not there")
		}
	}
	slices.Sort(found)
	return found
}

func TestEveryFormKeepsWhatIsTyped(t *testing.T) {
	for _, wrong := range findUnkept(server.Routes(nil), keepNone) {
		t.Error(wrong)
	}
}

func TestUnkeptControl(t *testing.T) {
	found := findUnkept([]route.Route{
		{Pattern: "GET /a", Action: "a"},
		{Pattern: "POST /a", Action: "a"},
		{Pattern: "POST /b", Action: "b", Draft: route.Draft{Form: "b"}},
		{Pattern: "POST /c", Action: "c", Draft: route.Draft{Form: "c", Name: "C"}},
		{Pattern: "POST /d", Action: "c", Draft: route.Draft{Form: "c", Name: "D"}},
		{Pattern: "POST /e", Action: "e"},
	}, map[string]string{"POST /e": "a reason", "POST /f": "a reason"})
	want := []string{"POST /a keeps no draft", "POST /b keeps no draft", "POST /d keeps drafts as POST /c does", "POST /f is excused and is not there"}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
}

// filledWith is a form with something typed in each of its fields.
func filledWith(f form, words string) url.Values {
	typed := url.Values{}
	for _, n := range typedIn(f) {
		typed.Set(attribute(n, "name"), words)
	}
	return f.with(typed)
}

// saving is what the server answers while somebody types.
type saving struct {
	Draft, By, Page, Beside string
	Signed, Recorded        bool
	Other                   map[string][]string
}

// types sends a form as its page does while somebody types.
func (b *browser) types(f form, typed url.Values) saving {
	b.t.Helper()
	var s saving
	a := b.post(attribute(f.node, "data-draft-url"), typed).wants(200)
	if err := json.Unmarshal([]byte(a.body), &s); err != nil {
		b.t.Fatal(err)
	}
	return s
}

const arabic, tigrinya, emoji = "وصلت ليلاً ولم تتكلم. ", "ኣብ ለይቲ ኣትያ፣ ኣይተዛረበትን። ", "🙂👩‍👩‍👧🇪🇷 "

// long is a text of 15,000 characters in several scripts.
func long() string {
	r := []rune(strings.Repeat(arabic+tigrinya+emoji, 1000))
	return string(r[:14_999]) + "."
}

// Every form that there is keeps what is typed in it, and goes on from there: saved while one
// types, or kept for later. It stands in the list of what one began until it is thrown away.
func TestWhatIsTypedIsThereAgain(t *testing.T) {
	w := fresh(t)
	forms := everyForm(t, w)
	if len(forms) < 35 {
		t.Errorf("only %d forms were found", len(forms))
	}
	text := long()
	for i, x := range forms {
		t.Run(x.name, func(t *testing.T) {
			b := w.as(t, x.login)
			typed := filledWith(x.form, fmt.Sprintf("%d: %s", i, text))
			later := x.form.node
			if !slices.ContainsFunc(all(later, "button"), func(n *html.Node) bool { return attribute(n, "name") == "later" }) {
				t.Error("there is no button that keeps it for later")
			}
			if saved := b.types(x.form, typed); !saved.Signed || saved.Beside != "" || saved.Draft != typed.Get("draft") {
				t.Errorf("saved: %+v", saved)
			}
			again := x.on(b.open(x.path + "?draft=" + typed.Get("draft")))
			same(t, typed, again.values, "saw")

			more := again.with(nil)
			more.Set(attribute(typedIn(x.form)[0], "name"), "More words")
			more.Set("later", "yes")
			if to := b.post(x.path, more).leads(); strings.Contains(to, "beside") {
				t.Errorf("it leads to %s", to)
			}
			goOn := ""
			page := b.get("/drafts").wants(200)
			for _, link := range all(page.one("#main-content"), "a") {
				if strings.Contains(attribute(link, "href"), typed.Get("draft")) {
					goOn = attribute(link, "href")
				}
			}
			if goOn == "" {
				t.Fatalf("what was begun does not list it: %s", page.said())
			}
			same(t, more, x.on(b.open(goOn)).values, "saw", "later")
			b.sends(page.form("/drafts/"+typed.Get("draft")+"/throw-away"), nil).leads()
			b.get(goOn).wants(404)
		})
	}
}

// A session that ends while somebody types costs nothing: the words are theirs on the server,
// nothing of them stands on the page, and signing in leads back to them. Whoever else signs
// in at that browser neither sees nor sends them.
func TestSessionEndsWhileTyping(t *testing.T) {
	w := fresh(t)
	forms := everyForm(t, w)
	const secret = "Said in confidence on the stairs"
	filled := map[string]url.Values{}
	for _, x := range forms {
		filled[x.form.values.Get("draft")] = filledWith(x.form, secret)
	}
	w.clock.Advance(2 * time.Hour)
	for _, x := range forms {
		t.Run(x.name, func(t *testing.T) {
			typed := filled[x.form.values.Get("draft")]
			stays := w.stays(t, "session", "device", "look", "draft", "throttle")
			b := w.as(t, x.login)
			r := b.request(http.MethodPost, x.path, strings.NewReader(typed.Encode()))
			r.Header.Set("Accept", "text/html")
			door := b.send(r).wants(http.StatusUnauthorized).says("Sign in again", "Nothing you typed is lost").hides(people...).hides(secret)
			if saved := b.types(x.form, typed); saved.Signed {
				t.Error("who is signed out is signed in")
			}
			other := ruth
			if x.login == ruth {
				other = grace
			}
			wrong := b.sends(door.form("/sign-in"), url.Values{"login": {x.login}, "password": {"not this"}}).refused("login").says("Nothing you typed is lost").hides(secret)
			in := wrong.form("/sign-in")
			if to := b.sends(in, url.Values{"login": {other}, "password": {password}}).leads(); to != "/today" {
				t.Errorf("somebody else is led to %s", to)
			}
			b.get("/drafts").wants(200).hides(secret, typed.Get("draft"))
			if a := b.get(x.path + "?draft=" + typed.Get("draft")); a.status == http.StatusOK {
				t.Error("somebody else opens it")
			} else {
				a.hides(secret)
			}
			b.post(x.path, typed).wants(http.StatusForbidden).hides(secret)
			if saved := b.types(x.form, typed); saved.Signed {
				t.Error("whoever else is signed in is taken for whose form it is")
			}
			to := b.sends(in, url.Values{"login": {x.login}, "password": {password}}).leads()
			same(t, typed, x.on(b.open(to)).values, "saw")
			stays()
		})
	}
}

// What was typed on in a form whose browser somebody else signs in at is kept for the first.
func TestFormThatSomebodyElseSendsIsKept(t *testing.T) {
	w := fresh(t)
	n, m := w.as(t, nadia), w.as(t, tom)
	path := w.at("Linh", "contacts", "new")
	f := n.open(path).form(path)
	const secret = "Said in confidence on the stairs"
	typed := f.with(url.Values{"note": {secret}})
	r := m.request(http.MethodPost, path, strings.NewReader(typed.Encode()))
	r.Header.Set("Accept", "text/html")
	m.send(r).wants(http.StatusForbidden).says("kept for them").hides(secret, "Linh")
	same(t, typed, n.get(path+"?draft="+typed.Get("draft")).wants(200).form(path).values)
	m.get("/drafts").wants(200).hides(secret, typed.Get("draft"))
}

// A form of which nothing is typed, sent without a session, says that nothing was sent.
func TestButtonWithoutASession(t *testing.T) {
	w := fresh(t)
	b := w.as(t, tom)
	path := w.at("Linh", "workers")
	w.clock.Advance(2 * time.Hour)
	r := b.request(http.MethodPost, path, strings.NewReader(url.Values{"step": {"end"}}.Encode()))
	r.Header.Set("Accept", "text/html")
	door := b.send(r).wants(http.StatusUnauthorized).says("nothing was sent")
	if to := b.sends(door.form("/sign-in"), url.Values{"login": {tom}, "password": {password}}).leads(); to != path {
		t.Errorf("it leads to %s", to)
	}
	for _, next := range []string{"https://evil.example", "//evil.example", `/\evil.example`, "javascript:alert(1)"} {
		if to := b.post("/sign-in", url.Values{"login": {nadia}, "password": {password}, "next": {next}, "again": {"kept"}}).leads(); to != "/today" {
			t.Errorf("%q leads to %s", next, to)
		}
	}
}

// What comes without the form's own proof is kept for nobody, and the answer is always one.
func TestDraftsThatAreNobodys(t *testing.T) {
	w := fresh(t)
	b := w.as(t, nadia)
	path := w.at("Linh", "contacts", "new")
	f := b.open(path).form(path)
	other := w.as(t, tom).open(path).form(path)
	right := f.with(url.Values{"note": {"Some words"}})
	with := func(name string, values ...string) url.Values {
		typed := url.Values{}
		for n, v := range right {
			typed[n] = v
		}
		typed[name] = values
		return typed
	}
	stays, answers := w.stays(t), map[string]bool{}
	for name, c := range map[string]struct {
		id    string
		typed url.Values
	}{
		"no-proof":        {f.values.Get("draft"), with("draft-by")},
		"anothers-proof":  {f.values.Get("draft"), with("draft-by", other.values.Get("draft-by"))},
		"proof-of-a-twin": {other.values.Get("draft"), right},
		"another-place":   {f.values.Get("draft"), with("place", w.at("Tesfay", "contacts", "new"))},
		"another-form":    {f.values.Get("draft"), with("place", w.at("Linh", "safe-way"))},
		"no-form":         {f.values.Get("draft"), with("place", "/today")},
		"nowhere":         {f.values.Get("draft"), with("place")},
		"not-an-id":       {"x", right},
		"an-id-of-nobody": {nobodys(), right},
		"zeroes":          {f.values.Get("draft"), with("draft-by", "\x00\x00")},
		"very-long-proof": {f.values.Get("draft"), with("draft-by", strings.Repeat("a", 100_000))},
		"no-mark":         {f.values.Get("draft"), with("draft-by", string(w.sessions[nadia].Worker)+".")},
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			answers[b.post("/drafts/"+url.PathEscape(c.id), c.typed).wants(404).hides("Some words").body] = true
		})
	}
	if len(answers) != 1 {
		t.Errorf("%d answers are told apart", len(answers))
	}
	stays()
	b.t = t
	b.post("/drafts/"+f.values.Get("draft"), with("note", strings.Repeat("word ", 250_000))).wants(422).says("too long to keep")
	stays()
	b.types(f, right)
}
