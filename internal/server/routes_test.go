package server_test

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"waymark/internal/ident"
	"waymark/internal/policy"
	"waymark/internal/server"
	"waymark/internal/web/api"
	"waymark/internal/web/route"
	policyfiles "waymark/policy"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares with what stands in a file, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s says otherwise (go test -update writes it): %s", file, diff)
	}
}

func TestTableOfRoutes(t *testing.T) {
	var b strings.Builder
	for _, rt := range server.Routes(nil) {
		fmt.Fprintf(&b, "%-45s %s\n", rt.Pattern, rt.Action)
	}
	for _, rt := range api.Routes() {
		fmt.Fprintf(&b, "%-45s %s\n", rt.Method+" "+rt.Path, rt.Action)
	}
	golden(t, "routes.golden", b.String())
}

func actions(t testing.TB) []string {
	t.Helper()
	e, err := policy.Load(policyfiles.Files)
	if err != nil {
		t.Fatal(err)
	}
	return append(e.Actions(), route.Public, route.SignedIn)
}

// findUndeclared says which route declares no action that the policies can be asked
// for, names no method, or stands twice.
func findUndeclared(routes []route.Route, known []string) []string {
	var found []string
	seen := map[string]bool{}
	for _, rt := range routes {
		if !slices.Contains(known, rt.Action) {
			found = append(found, fmt.Sprintf("%s declares %q, which is no action", rt.Pattern, rt.Action))
		}
		if m, _, ok := strings.Cut(rt.Pattern, " /"); !ok || (m != http.MethodGet && m != http.MethodPost) {
			found = append(found, rt.Pattern+" names no method")
		}
		if rt.Serve == nil {
			found = append(found, rt.Pattern+" serves nothing")
		}
		if seen[rt.Pattern] {
			found = append(found, rt.Pattern+" stands twice")
		}
		seen[rt.Pattern] = true
	}
	return found
}

func TestEveryRouteDeclaresItsAction(t *testing.T) {
	for _, wrong := range findUndeclared(server.Routes(nil), actions(t)) {
		t.Error(wrong)
	}
}

func TestUndeclaredControl(t *testing.T) {
	serve := func(*route.Request) error { return nil }
	found := findUndeclared([]route.Route{
		{Pattern: "GET /today", Action: "today.see", Serve: serve},
		{Pattern: "GET /open", Serve: serve},
		{Pattern: "GET /invented", Action: "case.glance", Serve: serve},
		{Pattern: "/any", Action: route.Public, Serve: serve},
		{Pattern: "GET /idle", Action: route.SignedIn},
		{Pattern: "GET /today", Action: "today.see", Serve: serve},
	}, actions(t))
	want := []string{
		`GET /open declares "", which is no action`,
		`GET /invented declares "case.glance", which is no action`,
		"/any names no method",
		"GET /idle serves nothing",
		"GET /today stands twice",
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
}

// place is a route with its names filled in.
type place struct {
	route.Route
	method, path string
}

// public says whether anybody may ask for it.
func (p place) public() bool { return p.Action == route.Public }

// aboutCase says whether the route's path names a case.
func (p place) aboutCase() bool { return strings.Contains(p.Pattern, "{case}") }

// filling is what stands for the names in the paths.
type filling struct{ on, entry, draft string }

// filled is the one about somebody: an entry that can be put right or, for sharing, one
// that runs where there is one.
func (w *world) filled(t testing.TB, name string) func(route.Route) filling {
	t.Helper()
	return func(rt route.Route) filling {
		f := filling{on: string(w.cases[name]), entry: string(w.last(t, name, "referral.sent")), draft: string(w.desk.NewAct())}
		if shares := w.entries[name]["consent.shared"]; strings.Contains(rt.Pattern, "/sharing/") && len(shares) > 0 {
			f.entry = string(shares[len(shares)-1])
		}
		if below, ok := strings.CutPrefix(rt.Pattern[strings.Index(rt.Pattern, " ")+1:], "/team/{case}"); ok {
			of := w.team["Nadia Rahman"]
			if strings.Contains("/check /put-right /close", below) && below != "" {
				of = w.team["Rowan"]
			}
			f.on, f.entry = string(of.on), string(of.entry)
		}
		return f
	}
}

// places is the whole table of routes with its names filled in. A name that nobody
// fills is an error: whoever adds one says here what stands for it.
func places(t testing.TB, fill func(route.Route) filling) []place {
	t.Helper()
	var out []place
	for _, rt := range server.Routes(nil) {
		method, path, _ := strings.Cut(rt.Pattern, " ")
		f := fill(rt)
		path = strings.NewReplacer("{$}", "", "{case}", f.on, "{entry}", f.entry, "{draft}", f.draft, "{as}", "csv").Replace(path)
		if strings.ContainsAny(path, "{}") {
			t.Fatalf("%s: nothing stands for a name in it", rt.Pattern)
		}
		out = append(out, place{rt, method, path})
	}
	return out
}

// nobodys is an id that was made and never used.
func nobodys() string { return ident.New(ten) }

// Who may come to which page, and which form is taken: one line for each route, one
// column for each person of the demo. 422 is a form that was read and needs more.
func TestWhoMayWhat(t *testing.T) {
	w := fresh(t)
	var b strings.Builder
	for _, name := range []string{"Linh", "Alima"} {
		fmt.Fprintf(&b, "%-53s nadia tom grace ruth sam olu\n", "About "+name)
		there, posted := places(t, w.filled(t, name)), map[string]bool{}
		for _, p := range there {
			posted[p.path] = posted[p.path] || p.method == http.MethodPost
		}
		for _, p := range there {
			if p.public() || (!p.aboutCase() && name != "Linh") {
				continue
			}
			if name != "Linh" && p.method == http.MethodGet && posted[p.path] {
				continue // the form's own line says enough the second time
			}
			fmt.Fprintf(&b, "%-53s", p.Pattern)
			for _, login := range everybody {
				a := w.as(t, login).send(w.as(t, login).request(p.method, p.path, nil))
				if a.status == http.StatusForbidden || a.status == http.StatusNotFound {
					a.hides(people...) // a refusal says nothing of what is behind it
				}
				fmt.Fprintf(&b, "  %d", a.status)
			}
			b.WriteString("\n")
		}
	}
	golden(t, "who-may-what.golden", b.String())
}
