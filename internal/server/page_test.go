package server_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// matches takes "tag", "#id", ".class" and "[name=value]", and a tag before one of them.
func matches(n *html.Node, selector string) bool {
	if n.Type != html.ElementNode {
		return false
	}
	cut := strings.IndexAny(selector, "#.[")
	if cut < 0 {
		return n.Data == selector
	}
	if cut > 0 && n.Data != selector[:cut] {
		return false
	}
	rest := selector[cut+1:]
	switch selector[cut] {
	case '#':
		return attribute(n, "id") == rest
	case '.':
		return slices.Contains(strings.Fields(attribute(n, "class")), rest)
	}
	name, value, _ := strings.Cut(strings.TrimSuffix(rest, "]"), "=")
	return attribute(n, name) == value
}

func all(root *html.Node, selector string) []*html.Node {
	var found []*html.Node
	if root == nil {
		return nil
	}
	for n := range root.Descendants() {
		if matches(n, selector) {
			found = append(found, n)
		}
	}
	return found
}

// find is the first element that matches, or nil.
func (a reply) find(selector string) *html.Node {
	if found := all(a.root, selector); len(found) > 0 {
		return found[0]
	}
	return nil
}

// one is the only element that matches.
func (a reply) one(selector string) *html.Node {
	a.t.Helper()
	found := all(a.root, selector)
	if len(found) != 1 {
		a.t.Fatalf("%d elements are %s, not one: %s", len(found), selector, a.said())
	}
	return found[0]
}

func attribute(n *html.Node, key string) string {
	for _, at := range n.Attr {
		if at.Key == key {
			return at.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(at html.Attribute) bool { return at.Key == key })
}

// words is what somebody reads, with its white space closed up.
func words(root *html.Node) string { return strings.Join(strings.Fields(text(root)), " ") }

func text(root *html.Node) string {
	var out strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "script" {
			out.WriteString(n.Data + " ")
		}
	}
	return strings.TrimSuffix(out.String(), " ")
}

// form is one form of a page: where it is sent and what a browser would send as it
// stands, buttons left out.
type form struct {
	action string
	values url.Values
	node   *html.Node
}

func (a reply) forms() []form {
	var out []form
	for _, n := range all(a.root, "form") {
		out = append(out, form{action: attribute(n, "action"), values: controls(n), node: n})
	}
	return out
}

// form is the first form that is posted to a path.
func (a reply) form(path string) form {
	a.t.Helper()
	for _, f := range a.forms() {
		if f.action == path && attribute(f.node, "method") == "post" {
			return f
		}
	}
	a.t.Fatalf("no form is posted to %s: %s", path, a.said())
	return form{}
}

func controls(root *html.Node) url.Values {
	out := url.Values{}
	for n := range root.Descendants() {
		name := attribute(n, "name")
		if name == "" || n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "input":
			kind := attribute(n, "type")
			if (kind == "radio" || kind == "checkbox") && !has(n, "checked") {
				continue
			}
			out.Add(name, attribute(n, "value"))
		case "textarea":
			var typed strings.Builder
			for part := range n.Descendants() {
				typed.WriteString(part.Data)
			}
			out.Add(name, typed.String())
		case "select":
			chosen := ""
			for _, o := range all(n, "option") {
				if has(o, "selected") {
					chosen = attribute(o, "value")
				}
			}
			out.Add(name, chosen)
		}
	}
	return out
}

// with is the form with some of it typed anew.
func (f form) with(typed url.Values) url.Values {
	out := url.Values{}
	for name, v := range f.values {
		out[name] = slices.Clone(v)
	}
	for name, v := range typed {
		out[name] = v
	}
	return out
}

// refused checks that a reply is a form with something to put right: the title says
// so, each line of the summary leads to a control, and that control says the same.
func (a reply) refused(fields ...string) reply {
	a.t.Helper()
	a.wants(422)
	if !strings.HasPrefix(a.title(), "Error: ") {
		a.t.Errorf("the title is %q", a.title())
	}
	said := map[string]string{}
	for _, link := range all(a.one(".govuk-error-summary"), "a") {
		id, _ := strings.CutPrefix(attribute(link, "href"), "#")
		said[id] = words(link)
		control := a.find("#" + id)
		if control == nil {
			a.t.Errorf("the summary leads to #%s, which is not there", id)
			continue
		}
		beside := a.find("#" + id + "-error")
		if beside == nil || !strings.Contains(words(beside), words(link)) {
			a.t.Errorf("beside %s nothing says %q", id, words(link))
		}
		if !a.described(control, id+"-error") {
			a.t.Errorf("the control %s does not name its message", id)
		}
	}
	for _, f := range fields {
		if said[f] == "" {
			a.t.Errorf("nothing is said about %s: %v", f, said)
		}
	}
	if len(fields) > 0 && len(said) != len(fields) {
		a.t.Errorf("said %v, want about %v only", said, fields)
	}
	return a
}

// described says whether a control or a fieldset round it names a message.
func (a reply) described(control *html.Node, id string) bool {
	for n := control; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && slices.Contains(strings.Fields(attribute(n, "aria-describedby")), id) {
			return true
		}
	}
	return false
}

// teller is a test or one check of a property.
type teller interface {
	Helper()
	Errorf(string, ...any)
}

// same compares what was typed with what stands in a form; browsers send line ends as
// CR LF and read them as LF.
func same(t teller, sent, stands url.Values, but ...string) {
	t.Helper()
	for name, want := range sent {
		if slices.Contains(but, name) || strings.HasPrefix(name, "draft-") {
			continue
		}
		if got := stands[name]; !slices.Equal(unixed(got), unixed(want)) {
			t.Errorf("%s is %q again, typed was %q", name, got, want)
		}
	}
}

func unixed(vs []string) []string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = strings.ReplaceAll(v, "\r\n", "\n")
	}
	return out
}

// told keeps what a test is told, for a test of the rules themselves.
type told struct {
	testing.TB
	all strings.Builder
}

func (t *told) Helper() {}

func (t *told) Errorf(format string, args ...any) { fmt.Fprintf(&t.all, format+"\n", args...) }

func parsed(t testing.TB, source string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	return root
}
