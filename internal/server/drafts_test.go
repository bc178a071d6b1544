package server_test

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

// What was typed is there again: kept for later, refused, or only typed.
func TestKeptForLater(t *testing.T) {
	w := fresh(t)
	b := w.as(t, nadia)
	path := w.at("Linh", "contacts", "new")
	typed := url.Values{"happened": {"no day yet"}, "how": {"phone"}, "minutes": {"abc"}, "note": {"Half a \"sentence\"\r\nand <more>"}, "extra-note": {"legal"}}
	for name, keep := range map[string]func(form) reply{
		"keptForLater": func(f form) reply { return b.sends(f, merged(typed, url.Values{"later": {"yes"}})) },
		"refused":      func(f form) reply { return b.sends(f, typed).refused("happened", "reached", "minutes") },
		"typed": func(f form) reply {
			return b.post(attribute(f.node, "data-draft-url"), f.with(typed)).wants(200)
		},
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			f := b.open(path).form(path)
			stays := w.stays(t, "look", "draft")
			kept := keep(f)
			stays()
			if name == "keptForLater" && kept.leads() != w.at("Linh") {
				t.Errorf("it leads to %s", kept.leads())
			}
			w.clock.Advance(time.Minute)
			on := draftLinks(b.get(w.at("Linh")).wants(200))
			if len(on) == 0 || !strings.Contains(on[0], f.values.Get("draft")) {
				t.Fatalf("the page about Linh does not lead to it: %v", on)
			}
			again := b.get(on[0]).wants(200).form(path)
			same(t, f.with(typed), again.values)

			right := url.Values{"happened": {"22 November 2026"}, "reached": {"yes"}, "minutes": {"7"}, "extra-note": nil}
			_, line := b.landed(b.sends(again, right))
			if !strings.Contains(words(line), `Half a "sentence" and <more>`) {
				t.Errorf("the line says %s", words(line))
			}
			if left := draftLinks(b.get(w.at("Linh")).wants(200)); len(left) != 0 {
				t.Errorf("a draft is left: %v", left)
			}
		})
	}
}

func merged(all ...url.Values) url.Values {
	out := url.Values{}
	for _, vs := range all {
		for name, v := range vs {
			out[name] = v
		}
	}
	return out
}

// draftLinks is where a page leads on to what was begun.
func draftLinks(a reply) []string {
	var out []string
	for _, link := range all(a.root, "a") {
		if words(link) == "Go on with what you began" {
			out = append(out, attribute(link, "href"))
		}
	}
	return out
}

func TestDraftIsOneWorkersOwn(t *testing.T) {
	w := fresh(t)
	n, m := w.as(t, nadia), w.as(t, tom)
	path := w.at("Linh", "contacts", "new")
	f := n.open(path).form(path)
	n.sends(f, url.Values{"note": {"Nobody else's words"}, "later": {"yes"}}).leads()
	draft := f.values.Get("draft")
	m.get(path + "?draft=" + draft).wants(404).hides("Nobody else's words")
	m.get(path + "?draft=" + draft + "&by=" + string(w.sessions[nadia].Worker)).wants(404)
	if links := draftLinks(m.get(w.at("Linh")).wants(200)); len(links) != 0 {
		t.Errorf("another's page leads to it: %v", links)
	}
	// Nor does anybody write over it.
	stays := w.stays(t, "look")
	m.post("/drafts/"+draft, url.Values{"place": {path}, "note": {"Other words"}}).wants(404)
	m.post(path, f.with(url.Values{"note": {"Other words"}, "later": {"yes"}})).wants(403).hides("Other words", "Linh")
	m.post(path, f.with(url.Values{"note": {"Other words"}})).wants(403).hides("Other words", "Linh")
	stays()
	n.get(path + "?draft=" + draft).wants(200).says("Nobody else's words")
	// It belongs to its form and its person.
	for _, elsewhere := range []string{w.at("Linh", "safe-way"), w.at("Tesfay", "contacts", "new")} {
		n.get(elsewhere + "?draft=" + draft).wants(404)
		n.post("/drafts/"+draft, url.Values{"place": {elsewhere}, "note": {"Other words"}}).wants(404)
	}
	n.get(path + "?draft=" + draft).wants(200).says("Nobody else's words")
}

func TestAutosaveTakesOnlyPlacesThatKeepDrafts(t *testing.T) {
	w := fresh(t)
	b := w.as(t, nadia)
	stays := w.stays(t)
	linh := string(w.cases["Linh"])
	for _, place := range []string{
		"", "/", "/today", "/cases/" + linh, "/cases/" + linh + "/contacts/new/", "/cases/" + linh + "/sharing/new", "/cases//contacts/new", "/cases/x/contacts/new",
		"https://evil.example/cases/" + linh + "/contacts/new", "/cases/" + linh + "/../" + linh + "/contacts/new", "/cases/" + strings.ToUpper(linh) + "/contacts/new",
	} {
		b.post("/drafts/"+string(w.desk.NewAct()), url.Values{"place": {place}, "note": {"words"}}).wants(404)
	}
	for _, id := range []string{"x", "%00", strings.ToUpper(nobodys()), nobodys() + "0"} {
		b.post("/drafts/"+id, url.Values{"place": {w.at("Linh", "contacts", "new")}, "note": {"words"}}).wants(404)
	}
	stays()
}

// Once it is recorded there is nothing left to keep: a page that saves late does not
// bring it back.
func TestNoDraftOfWhatIsRecorded(t *testing.T) {
	w := fresh(t)
	b := w.as(t, nadia)
	path := w.at("Linh", "contacts", "new")
	f := b.open(path).form(path)
	typed := f.with(url.Values{"how": {"phone"}, "reached": {"yes"}, "note": {"The words"}})
	b.post(path, typed).leads()
	stays := w.stays(t)
	b.post("/drafts/"+f.values.Get("draft"), typed).wants(200)
	stays()
}

// A form whose number was lost on the way loses no words for it.
func TestFormWithoutItsNumber(t *testing.T) {
	w := fresh(t)
	for _, x := range writings(t, w) {
		for _, number := range [][]string{nil, {""}, {"x"}, {strings.ToUpper(nobodys())}} {
			b := w.as(t, nadia)
			f := x.on(b.open(x.path))
			sent := form{values: f.with(x.right)}.with(url.Values{"draft": number})
			stays := w.stays(t, "look", "draft")
			a := b.post(x.path, sent).wants(422).says("lost its number")
			stays()
			anew := x.on(a)
			same(t, sent, anew.values, "draft")
			if len(anew.values.Get("draft")) != 26 {
				t.Errorf("%s: the form has the number %q", x.name, anew.values.Get("draft"))
			}
		}
	}
}
