package frame

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// written is a component that is nothing but this HTML.
func written(source string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, source)
		return err
	})
}

func full() Options {
	return Options{
		Title: "Today", Nav: []Link{{Text: "Today", Href: "/today", Current: true}, {Text: "People", Href: "/people"}},
		Who: "Maple House · Support worker", SignOutURL: "/sign-out", Demo: true, DemoNote: "It is 22 November here.",
		BackHref: "/people", IDBar: written(`<p id="who">Alima</p>`), BodyClass: "page-today",
		OwnScripts: []string{"beds.js"}, HelpLinks: []Link{{Text: "Words we use", Href: "/words"}},
	}
}

func page(t *testing.T, o Options) *html.Node {
	t.Helper()
	var out strings.Builder
	if err := Page(o, written(`<h1>Today</h1>`)).Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(out.String()))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func all(root *html.Node, match func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	for node := range root.Descendants() {
		if node.Type == html.ElementNode && match(node) {
			found = append(found, node)
		}
	}
	return found
}

func attribute(node *html.Node, key string) string {
	for _, attribute := range node.Attr {
		if attribute.Key == key {
			return attribute.Val
		}
	}
	return ""
}

// one is the only element that matches.
func one(t *testing.T, root *html.Node, what string, match func(*html.Node) bool) *html.Node {
	t.Helper()
	found := all(root, match)
	if len(found) != 1 {
		t.Fatalf("%d elements are %s, not one", len(found), what)
	}
	return found[0]
}

func element(tag atom.Atom) func(*html.Node) bool {
	return func(node *html.Node) bool { return node.DataAtom == tag }
}

func class(name string) func(*html.Node) bool {
	return func(node *html.Node) bool { return strings.Contains(" "+attribute(node, "class")+" ", " "+name+" ") }
}

func words(root *html.Node) string {
	var out strings.Builder
	for node := range root.Descendants() {
		if node.Type == html.TextNode {
			out.WriteString(node.Data)
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

func TestTitle(t *testing.T) {
	for name, tc := range map[string]struct {
		options Options
		want    string
	}{
		"plain":           {Options{Title: "Today"}, "Today – Waymark"},
		"withErrors":      {Options{Title: "Today", Errors: true}, "Error: Today – Waymark"},
		"inOtherLanguage": {Options{Title: "Heddiw", Errors: true, Words: Words{Error: "Gwall"}}, "Gwall: Heddiw – Waymark"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := words(one(t, page(t, tc.options), "title", element(atom.Title))); got != tc.want {
				t.Errorf("%q", got)
			}
		})
	}
}

func TestDirectionFollowsLanguage(t *testing.T) {
	for lang, want := range map[string]string{
		"": "ltr", "en-GB": "ltr", "sq": "ltr", "vi": "ltr", "am": "ltr", "ti": "ltr",
		"ar": "rtl", "AR-SY": "rtl", "fa": "rtl", "ur": "rtl", "ps": "rtl", "ckb": "rtl", "ur-Latn": "ltr", "are": "ltr",
	} {
		root := one(t, page(t, Options{Lang: lang}), "html", element(atom.Html))
		if got := attribute(root, "dir"); got != want {
			t.Errorf("%q is written %s", lang, got)
		}
		if lang == "" && attribute(root, "lang") != "en-GB" {
			t.Errorf("a page without language is in %q", attribute(root, "lang"))
		}
	}
}

func TestSkipLinkLeadsToMain(t *testing.T) {
	root := page(t, full())
	skip := one(t, root, "skip link", class("govuk-skip-link"))
	main := one(t, root, "main", element(atom.Main))
	if attribute(skip, "href") != "#"+attribute(main, "id") {
		t.Errorf("%s does not lead to %s", attribute(skip, "href"), attribute(main, "id"))
	}
	if len(all(main, element(atom.H1))) != 1 || !strings.Contains(words(main), "Alima") {
		t.Errorf("main holds %q", words(main))
	}
}

func TestNavigationMarksWhereOneIs(t *testing.T) {
	nav := one(t, page(t, full()), "nav", class("wm-top__nav"))
	current := one(t, nav, "current", func(node *html.Node) bool { return attribute(node, "aria-current") == "page" })
	if words(current) != "Today" || attribute(nav, "aria-label") == "" {
		t.Errorf("current is %q", words(current))
	}
	if found := all(page(t, Options{Title: "Sign in"}), element(atom.Nav)); len(found) != 0 {
		t.Error("an empty navigation")
	}
}

func TestSignOutIsPosted(t *testing.T) {
	form := one(t, page(t, full()), "form", element(atom.Form))
	if attribute(form, "method") != "post" || attribute(form, "action") != "/sign-out" || words(form) != "Sign out" {
		t.Errorf("%v %q", form.Attr, words(form))
	}
	if found := all(page(t, Options{}), element(atom.Form)); len(found) != 0 {
		t.Error("a way out where nobody is signed in")
	}
}

func TestDemonstrationSaysSo(t *testing.T) {
	banner := one(t, page(t, full()), "banner", class("wm-demo"))
	if got := words(banner); got != "Made-up people. Nothing here is real. It is 22 November here." {
		t.Errorf("%q", got)
	}
	if found := all(page(t, Options{}), class("wm-demo")); len(found) != 0 {
		t.Error("a real installation says its people are made up")
	}
}

func TestPartsThatAreNotAskedForAreNotThere(t *testing.T) {
	root := page(t, Options{Title: "Sign in"})
	for _, name := range []string{"govuk-back-link", "wm-idbar", "wm-top__me", "wm--wide"} {
		if found := all(root, class(name)); len(found) != 0 {
			t.Errorf("%s is there", name)
		}
	}
	wide := page(t, Options{Wide: true})
	one(t, wide, "wide", class("wm--wide"))
}

// TestNothingInline keeps the page within its content security policy.
func TestNothingInline(t *testing.T) {
	for node := range page(t, full()).Descendants() {
		if node.DataAtom == atom.Style || (node.DataAtom == atom.Script && (node.FirstChild != nil || attribute(node, "src") == "")) {
			t.Errorf("<%s> stands in the page", node.Data)
		}
		for _, attribute := range node.Attr {
			if attribute.Key == "style" || strings.HasPrefix(attribute.Key, "on") || strings.HasPrefix(attribute.Val, "data:") {
				t.Errorf("<%s %s> stands in the page", node.Data, attribute.Key)
			}
		}
	}
}

func TestScriptsAreModulesOfOurOwn(t *testing.T) {
	scripts := all(page(t, full()), element(atom.Script))
	if len(scripts) != 2 {
		t.Fatalf("%d scripts", len(scripts))
	}
	for _, script := range scripts {
		if attribute(script, "type") != "module" || !strings.HasPrefix(attribute(script, "src"), "/assets/") {
			t.Errorf("%v", script.Attr)
		}
	}
}

func TestHelpIsAtTheFoot(t *testing.T) {
	foot := one(t, page(t, full()), "footer", element(atom.Footer))
	if !strings.Contains(words(foot), "999") || !strings.Contains(words(foot), "Words we use") {
		t.Errorf("%q", words(foot))
	}
}
