package server_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// typing draws what people type: quotes and marks, other scripts and directions, empty
// lines at either end.
var typing = rapid.StringOfN(rapid.OneOf(
	rapid.RuneFrom([]rune(`"'<>&;%+=#\/ `)),
	rapid.RuneFrom([]rune("\nمرحبا שלום ትግርኛ Tiếng Việt £€“”…\u202e\u200f\u00a0\t🙂")),
	rapid.Rune().Filter(func(r rune) bool {
		return r >= ' ' && (r < 0x7f || r > 0x9f) && (r < 0xd800 || r > 0xdfff) && r != 0xfffd
	}),
), 0, 40, -1)

// askedFor is one form of the table of routes, who may open it, and something that is
// wrong with it.
type askedFor struct {
	writing
	login string
	form  form
	bad   url.Values
}

// everyForm finds every form in which something is typed, by going to every page.
func everyForm(t testing.TB, w *world) []askedFor {
	t.Helper()
	long := strings.Repeat("\"<é>&\r\n", 3_000)
	bad := map[string]url.Values{ // where no day is asked for
		"POST /cases/{case}/sharing/new": {"to": {""}}, "POST /cases/{case}/sharing/{entry}/end": {"why": {long}},
		"POST /cases/{case}/workers": {"worker": {""}}, "POST /cases/{case}/few": {"worker": {""}}, "POST /cases/{case}/conflicts": {"worker": {""}}, "POST /emergency": {"name": {"Nobody of this name"}},
	}
	var out []askedFor
	for _, p := range places(t, w.filled(t, "Alima")) {
		if p.method != http.MethodPost || p.public() || strings.HasPrefix(p.Pattern, "POST /drafts/") || p.Pattern == "POST /stay" {
			continue
		}
		page, login := w.somebodys(t, p.path)
		for _, f := range page.forms() {
			if f.action != p.path || len(typedIn(f)) == 0 {
				continue
			}
			x := askedFor{writing: writing{name: p.Pattern, path: p.path, whole: f.values.Has("because-whole")}, login: login, form: f, bad: bad[p.Pattern]}
			switch {
			case x.whole:
				x.bad = url.Values{"because-whole": {long}}
			case f.values.Has("because"):
				x.bad = url.Values{"because": {""}}
			case x.bad == nil:
				x.bad = url.Values{"happened": {"never"}}
			}
			out = append(out, x)
		}
	}
	return out
}

// Whatever is wrong with a form, every character that was typed stands in it again.
func TestNothingTypedIsLost(t *testing.T) {
	w := fresh(t)
	forms := everyForm(t, w)
	if len(forms) < 15 {
		t.Errorf("only %d forms were found", len(forms))
	}
	again := func(told teller, x askedFor, typed url.Values) {
		a := w.as(t, x.login).post(x.path, x.form.with(typed))
		if a.status != http.StatusUnprocessableEntity {
			told.Errorf("%s: %d", x.name, a.status)
			return
		}
		same(told, x.form.with(typed), x.on(a).values)
	}
	for _, x := range forms {
		typed := url.Values{}
		for _, n := range typedIn(x.form) {
			typed.Set(attribute(n, "name"), " \"'<b>&amp; ትግርኛ \u202eمرحبا ")
			if n.Data == "textarea" {
				typed.Set(attribute(n, "name"), "\r\n\r\n  </textarea><script>1</script>\r\n")
			}
		}
		again(t, x, merged(typed, x.bad))
	}
	rapid.Check(t, func(rt *rapid.T) {
		x := rapid.SampledFrom(forms).Draw(rt, "form")
		again(rt, x, merged(draw(rt, x.form), x.bad))
	})
}

// What steers a form has no name that a field of some kind has: what is typed there
// would be taken for it, or lost.
func TestNoFieldIsCalledLikeWhatSteersAForm(t *testing.T) {
	for _, k := range shared(t).desk.Kinds().All() {
		for _, f := range k.Fields() {
			if slices.Contains([]string{"draft", "saw", "later", "place", "do", "happened", "because", "because-whole"}, f.Name) || strings.HasPrefix(f.Name, "extra-") {
				t.Errorf("%s has a field %s", k.Name, f.Name)
			}
		}
	}
}

// somebodys is a page as the first of everybody sees it who may.
func (w *world) somebodys(t testing.TB, path string) (reply, string) {
	t.Helper()
	for _, login := range everybody {
		b := w.as(t, login)
		a := b.get(path)
		if a.status == http.StatusSeeOther {
			a = b.get(a.leads())
		}
		if a.status == http.StatusOK {
			return a, login
		}
	}
	t.Fatalf("nobody may open %s", path)
	return reply{}, ""
}

// typedIn is what is typed in a form, rather than chosen.
func typedIn(f form) []*html.Node {
	out := all(f.node, "textarea")
	for _, n := range all(f.node, "input") {
		if attribute(n, "type") == "text" {
			out = append(out, n)
		}
	}
	return out
}

// draw fills a form in, as a browser would send it.
func draw(rt *rapid.T, f form) url.Values {
	typed := url.Values{}
	offered := map[string][]string{}
	for _, n := range typedIn(f) {
		line := " "
		if n.Data == "textarea" {
			line = "\r\n"
		}
		typed.Set(attribute(n, "name"), strings.ReplaceAll(typing.Draw(rt, attribute(n, "name")), "\n", line))
	}
	for _, n := range all(f.node, "input") {
		name, kind := attribute(n, "name"), attribute(n, "type")
		switch kind {
		case "checkbox":
			offered[name] = append(offered[name], attribute(n, "value"))
		case "radio":
			offered["radio "+name] = append(offered["radio "+name], attribute(n, "value"))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(offered)) { // the same order each time
		choices := offered[name]
		most := len(choices)
		name, one := strings.CutPrefix(name, "radio ")
		if one {
			most = 1
		}
		ticked := rapid.SliceOfNDistinct(rapid.SampledFrom(choices), 0, most, rapid.ID[string]).Draw(rt, name)
		slices.SortFunc(ticked, func(a, b string) int { return slices.Index(choices, a) - slices.Index(choices, b) })
		typed[name] = append(typed[name], ticked...) // a text of that name stands above them
	}
	return typed
}
