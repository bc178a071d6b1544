package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"waymark/internal/store/tamper"
)

// The same form stands open twice. Neither overwrites what the other one kept, each page says
// so and shows both, and each goes on to be recorded.
func TestFormOpenTwice(t *testing.T) {
	w := fresh(t)
	for _, x := range writings(t, w) {
		if x.name == "endingASharing" {
			continue // once it is ended there is none to end again
		}
		t.Run(x.name, func(t *testing.T) {
			b := w.as(t, nadia)
			open := b.get(x.path).leads()
			one, two := x.on(b.open(open)), x.on(b.open(open))
			text := attribute(all(one.node, "textarea")[0], "name")
			first, second := one.with(x.right), two.with(x.right)
			first.Set(text, "Typed on the first page")
			second.Set(text, "Typed on the second page")
			if s := b.types(one, first); s.Beside != "" {
				t.Errorf("the first page: %+v", s)
			}

			// The second is kept beside it, while somebody types ...
			s := b.types(two, second)
			if s.Beside != one.values.Get("draft") || s.Draft == s.Beside || s.Other[text][0] != "Typed on the first page" || s.By == "" || s.Page == "" {
				t.Fatalf("the second page: %+v", s)
			}
			// ... and where nothing runs in the page, for later ...
			second.Set("later", "yes")
			page := b.open(b.post(x.path, second).leads()).says("You have this form open twice", "Typed on the first page")
			goesOn := x.on(page)
			same(t, second, goesOn.values, "draft", "later", "saw")
			// ... and when it is sent: the first one's words would go with the act.
			second.Del("later")
			stays := w.stays(t, "look", "draft")
			told := b.post(x.path, second).wants(http.StatusConflict).says("You have this form open twice", "Typed on the first page")
			stays()
			same(t, second, x.on(told).values, "draft", "saw")
			b.sends(x.on(told), nil).leads()

			// The first is still there, where there is still something to write it about.
			if x.whole {
				return
			}
			same(t, first, x.on(b.open(x.path+"?draft="+first.Get("draft"))).values, "saw")
		})
	}
}

// Two pages with the same words are one form: nobody is told of two.
func TestFormOpenTwiceWithTheSameWords(t *testing.T) {
	w := fresh(t)
	b := w.as(t, nadia)
	path := w.at("Linh", "contacts", "new")
	open := b.get(path).leads()
	one, two := b.open(open).form(path), b.open(open).form(path)
	typed := url.Values{"how": {"phone"}, "reached": {"yes"}, "note": {"Typed once\r\nand read twice"}}
	b.types(one, one.with(typed))
	typed.Set("note", "Typed once\nand read twice")
	if s := b.types(two, two.with(typed)); s.Beside != "" {
		t.Errorf("%+v", s)
	}
	first := b.sends(one, typed).leads()
	if again := b.sends(two, typed).leads(); again != first {
		t.Errorf("sent again it leads to %s, not to %s", again, first)
	}
}

// What one began stands in one list: of which form, about whom, since when. What has lain
// there for a month is pointed out, and nothing goes by itself.
func TestWhatOneBegan(t *testing.T) {
	w := fresh(t)
	b := w.as(t, nadia)
	led := func() bool {
		for _, link := range all(b.get("/today").wants(200).one("header"), "a") {
			if attribute(link, "href") == "/drafts" {
				return true
			}
		}
		return false
	}
	b.get("/drafts").wants(200).says("Nothing waits")
	if led() {
		t.Error("every page leads to a list of nothing")
	}
	for _, path := range []string{w.at("Linh", "contacts", "new"), w.at("Tesfay", "safe-way"), "/people/new"} {
		f := b.open(path).form(path)
		b.sends(f, url.Values{"note": {"Half a sentence"}, "later": {"yes"}}).leads()
	}
	tamper.Empty(t, w.file(), "look")
	page := b.get("/drafts").wants(200).says("A contact · Linh Half a sentence", "How to reach them safely · Tesfay", "Somebody new", "Kept 22 November 2026 at 10:00").hides("month and more")
	if n := tamper.Counts(t, w.file())["look"]; n != 2 {
		t.Errorf("%d looks are kept, want one for each person", n)
	}
	if !led() {
		t.Error("no page leads to it")
	}
	if len(all(page.one("#main-content"), "form")) != 3 {
		t.Errorf("not each can be thrown away: %s", page.said())
	}
	w.clock.Advance(31 * 24 * time.Hour)
	b = w.signedIn(t, nadia)
	b.get("/drafts").wants(200).says("3 of these have lain here for a month and more", "A contact · Linh")

	// Nobody else lists them or throws them away.
	for _, link := range all(page.one("#main-content"), "form") {
		m := w.signedIn(t, tom)
		m.post(attribute(link, "action"), nil).leads()
		m.get("/drafts").wants(200).says("Nothing waits")
	}
	b.post("/drafts/nothing/throw-away", nil).wants(404)
	b.get("/drafts").wants(200).says("A contact · Linh", "Somebody new")

	// Whose record closes, their draft is not listed, and is there again when it opens.
	w.signedIn(t, tom).post(w.at("Linh", "workers"), url.Values{
		"step": {"end"}, "draft": {string(w.desk.NewAct())}, "allocation": {string(w.last(t, "Linh", "support.allocated"))},
	}).leads()
	if said := b.get("/drafts").wants(200).said(); strings.Contains(said, "Linh") || !strings.Contains(said, "Tesfay") {
		t.Errorf("it says %s", said)
	}
}
