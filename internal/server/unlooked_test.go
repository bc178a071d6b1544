package server_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"waymark/internal/policy"
	"waymark/internal/store/tamper"
)

// What is shown without a look, and what is done without an entry: the golden list of
// both is empty.

// housekeeping are the tables that a form may change without writing an entry, and why.
var housekeeping = map[string]string{
	"draft":   "what is typed is kept until it is sent",
	"session": "signing in and out",
	"device":  "a browser is known at the next signing in",
	"again":   "that somebody may have been met before is carried to whom it concerns",
}

// visit is one request, and what it left.
type visit struct {
	who, route string
	status     int
	shows      bool // somebody's words stand in the answer
	looks      int
	done       bool // a form that was taken
	wrote      []string
}

// unlooked are the visits that show somebody and keep no look, and those that do something
// and leave neither an entry nor what a house keeps.
func unlooked(visits []visit) []string {
	var out []string
	for _, v := range visits {
		if v.shows && v.looks == 0 {
			out = append(out, fmt.Sprintf("%s as %s shows somebody, and no look is kept", v.route, v.who))
		}
		kept := slices.ContainsFunc(v.wrote, func(table string) bool { return table == "entry" || housekeeping[table] != "" })
		if v.done && !kept {
			out = append(out, fmt.Sprintf("%s as %s is taken, and leaves neither an entry nor a row of the house", v.route, v.who))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// visit asks for something and counts what it left.
func (t *town) visit(tb testing.TB, m member, pattern, method, path string, typed url.Values, all []canary) (visit, answered) {
	tb.Helper()
	file := filepath.Join(t.dir, "waymark.db")
	before := tamper.Counts(tb, file)
	a := t.ask(m, method, path, typed)
	after := tamper.Counts(tb, file)
	v := visit{who: m.String(), route: pattern, status: a.status, looks: after["look"] - before["look"]}
	for table, n := range after {
		if n != before[table] && table != "look" {
			v.wrote = append(v.wrote, table)
		}
	}
	text := html.UnescapeString(a.body)
	v.shows = slices.ContainsFunc(all, func(k canary) bool { return strings.Contains(text, k.word) })
	for _, c := range t.cases {
		v.shows = v.shows || strings.Contains(text, marker(c.number, 'i'))
	}
	return v, a
}

// filledIn is a form as somebody would send it who answers every question.
func filledIn(root *html.Node) url.Values {
	out := controls(root)
	for n := range root.Descendants() {
		name := attribute(n, "name")
		switch {
		case name == "" || out.Get(name) != "" || attribute(n, "type") == "hidden":
		case n.Data == "input" && attribute(n, "value") != "":
			out.Set(name, attribute(n, "value")) // the first of what may be chosen
		case n.Data == "select":
			for _, o := range all(n, "option") {
				if v := attribute(o, "value"); v != "" && out.Get(name) == "" {
					out.Set(name, v)
				}
			}
		case slices.Contains([]string{"until", "by", "next", "expires"}, name):
			out.Set(name, "1 December 2026")
		case slices.Contains([]string{"since", "born"}, name):
			out.Set(name, "1 March 1990")
		case slices.Contains([]string{"months", "minutes", "places"}, name):
			out.Set(name, "7")
		case n.Data == "input" || n.Data == "textarea":
			out.Set(name, "Words that somebody typed")
		}
	}
	delete(out, "later")
	return out
}

// rounds visits every page that somebody can open, and sends every form on it, filled in.
func (t *town) rounds(tb testing.TB, m member, c aCase, all []canary) []visit {
	tb.Helper()
	var out []visit
	for _, p := range t.paths(tb, c) {
		if p.public() || p.method != http.MethodGet || strings.HasPrefix(p.Pattern, "GET /team/{case}") {
			continue
		}
		v, a := t.visit(tb, m, p.Pattern, http.MethodGet, p.path, nil, all)
		if out = append(out, v); a.status == http.StatusSeeOther {
			v, a = t.visit(tb, m, p.Pattern, http.MethodGet, a.header.Get("Location"), nil, all)
			out = append(out, v)
		}
		if a.status == http.StatusOK {
			out = append(out, t.sends(tb, m, p.path, a, all)...)
		}
	}
	return out
}

// sends sends the form of a page that posts to the page's own address.
func (t *town) sends(tb testing.TB, m member, path string, a answered, all []canary) []visit {
	tb.Helper()
	root, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		tb.Fatal(err)
	}
	for _, f := range postedTo(root, path) {
		v, sent := t.visit(tb, m, "POST "+path[:min(7, len(path))]+" … "+path[strings.LastIndex(path, "/")+1:], http.MethodPost, path, filledIn(f), all)
		v.done = sent.status == http.StatusSeeOther
		return []visit{v}
	}
	return nil
}

// postedTo are the forms of a page that are posted to a path.
func postedTo(root *html.Node, path string) []*html.Node {
	return slices.DeleteFunc(all(root, "form"), func(f *html.Node) bool {
		return attribute(f, "action") != path || attribute(f, "method") != "post" || path == "/search"
	})
}

func TestNothingIsShownUnlooked(t *testing.T) {
	w, f := twin(t, nil), &flock{}
	c := f.fly(t, w)
	referred, ok := w.in(w.of(t, policy.CaseOwner, "authority"), "referral, waiting")
	if !ok {
		t.Fatal("there is no referral")
	}
	var visits []visit
	for _, x := range []struct {
		role policy.Role
		at   string
		c    aCase
	}{
		{policy.SupportWorker, "maple", c}, {policy.Manager, "maple", c}, {policy.RecordsLead, "maple", c}, {policy.Volunteer, "maple", c},
		{policy.Solicitor, "chambers", c}, {policy.CaseOwner, "authority", referred},
	} {
		visits = append(visits, w.rounds(t, w.of(t, x.role, x.at), x.c, f.all)...)
	}
	golden(t, "unlooked.golden", strings.Join(unlooked(visits), "\n"))
	taken, shown := map[string]bool{}, map[string]bool{}
	for _, v := range visits {
		taken[v.route] = taken[v.route] || v.done
		shown[v.route] = shown[v.route] || v.shows
	}
	maps.DeleteFunc(taken, func(_ string, yes bool) bool { return !yes })
	maps.DeleteFunc(shown, func(_ string, yes bool) bool { return !yes })
	if len(taken) < 20 || len(shown) < 18 {
		t.Errorf("control: only %d forms were taken and %d pages showed somebody: %v", len(taken), len(shown), slices.Sorted(maps.Keys(taken)))
	}
}

func TestUnlookedControl(t *testing.T) {
	w := twin(t, nil)
	m := w.of(t, policy.SupportWorker, "maple")
	c, _ := w.in(m, "own, beside")
	tamper.Swallow(t, filepath.Join(w.dir, "waymark.db"), "look")
	v, a := w.visit(t, m, "GET /cases/{case}", http.MethodGet, "/cases/"+string(c.on), nil, nil)
	if got := unlooked([]visit{v}); a.status != http.StatusOK || len(got) != 1 {
		t.Errorf("a look that is lost: %d, %q", a.status, got)
	}
	if got := unlooked([]visit{{who: "somebody", route: "POST /nowhere", done: true, wrote: []string{"alarm"}}}); len(got) != 1 {
		t.Errorf("a form that leaves nothing: %q", got)
	}
}
