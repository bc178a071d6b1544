package server_test

import (
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/desk"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/store"
	"waymark/internal/store/tamper"
)

// Each detector of the matrix is proved here on something that is wrong on purpose.

// loosened is the policies that ship with something of one file replaced.
func loosened(t testing.TB, file, was, is string) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	names, err := shippedPolicies.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		b, err := shippedPolicies.ReadFile(n.Name())
		if err != nil {
			t.Fatal(err)
		}
		if n.Name() == file {
			if !strings.Contains(string(b), was) {
				t.Fatalf("%s does not say %q", file, was)
			}
			b = []byte(strings.Replace(string(b), was, is, 1))
		}
		out[n.Name()] = &fstest.MapFile{Data: b}
	}
	return out
}

// With one forbid dropped Waymark does not start. A deployment that lets somebody do more,
// of what might be allowed, starts, and the oracle names every cell that is more.
func TestMatrixControlLoosenedPolicies(t *testing.T) {
	const forbid = "forbid (principal, action == Action::\"open\", resource)\nwhen { context.label == \"sharing\" }\nunless { resource.keeper };"
	dropped := *theTown(t)
	dropped.dir = t.TempDir()
	dropped.open(func(c *desk.Config) {
		c.Policies = loosened(t, "sharing.cedar", forbid, strings.Replace(forbid, `"sharing"`, `"none"`, 1))
	})
	if dropped.err == nil {
		dropped.shut()
		t.Error("it starts although others than the keeper would read who was trusted with what")
	}
	const next, more = "@id(\"analyst-never-cases\")", "@id(\"inspector-searches\")\n@because(\"On purpose, in a test.\")\npermit (principal, action == Action::\"names.search\", resource)\nwhen { principal.role == \"inspector\" && principal.purpose == \"inspection\" };\n\n"
	loose := twin(t, func(c *desk.Config) { c.Policies = loosened(t, "overseers.cedar", next, more+next) })
	m := loose.of(t, policy.Inspector, "payer")
	lines, _, _ := loose.lines(m)
	wrong := differences(m, lines)
	if len(wrong) == 0 || slices.ContainsFunc(wrong, func(s string) bool { return !strings.Contains(s, ", search: ") }) {
		t.Errorf("an inspector who searches: the oracle says %q", wrong)
	}
}

// A row of a list that was written for the wrong reader does not go unseen.
func TestMatrixControlRowForTheWrongReader(t *testing.T) {
	w := twin(t, nil)
	of := w.cases["maple/own, not beside"]
	m := w.of(t, policy.Manager, "chambers")
	if lines, _, _ := w.lines(m); len(differences(m, lines)) != 0 {
		t.Fatal("wrong from the start")
	}
	file := filepath.Join(w.dir, "waymark.db")
	for _, c := range tamper.Cells(t, file, "summary", "chronology", "organisation") {
		if c.Key == string(of.on) && string(c.Value) == string(w.orgs["maple"]) {
			c.Value = []byte(w.orgs["chambers"])
			tamper.Set(t, file, c)
		}
	}
	lines, people, today := w.lines(m)
	if wrong := append(differences(m, lines), miscounted(m, people, today)...); len(wrong) == 0 {
		t.Error("nobody noticed")
	}
	if seen(w.ask(m, http.MethodGet, "/people", nil).body, of.number) != "." {
		t.Error("a solicitor's manager reads of a person of Maple's")
	}
}

// bare is an entry with a field that bears no label.
type bare struct {
	Story answer.Of[answer.Text] `json:"story,omitzero" words:"Story"`
}

// A field without label is no field of any entry, and no canary that anybody is entitled to.
func TestMatrixControlFieldWithoutLabel(t *testing.T) {
	k := chronology.Define[bare](chronology.Kind{Name: "bare.story", Version: 1, Words: "Bare", Exists: label.General, Free: label.Account}, nil, nil)
	if _, err := chronology.NewKinds(k); err == nil {
		t.Error("a kind with a field that bears no label is taken")
	}
	stray := canary{word: "Canary", where: "bare.story", needs: "g" + letterOf(label.Label(0)), stands: true}
	m := member{post: post{policy.Manager, "maple"}}
	if got, n := strays(m, map[string]string{"GET /cases/{case}": "a Canary"}, []canary{stray}); len(got) != 1 || n != 1 {
		t.Errorf("strays: %q", got)
	}
	for _, l := range label.All() {
		if letterOf(l) == "?" || !strings.Contains(letters, letterOf(l)) {
			t.Errorf("the matrix plants nothing under %s", l)
		}
	}
}

// A page that says one character more, bears one header more, or asks one statement more
// for a case that few may know of is told from none.
func TestMatrixControlRestricted(t *testing.T) {
	w := theTown(t)
	m := w.of(t, policy.SupportWorker, "maple")
	c, _ := w.in(m, "own, few know, not named")
	for name, more := range map[string]func(http.ResponseWriter, *http.Request){
		"a character": func(rw http.ResponseWriter, r *http.Request) {
			w.handler.ServeHTTP(rw, r)
			_, _ = rw.Write([]byte(" "))
		},
		"a header": func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("X-There", "yes")
			w.handler.ServeHTTP(rw, r)
		},
		"a statement": func(rw http.ResponseWriter, r *http.Request) {
			_, _ = w.desk.Names(r.Context())
			w.handler.ServeHTTP(rw, r)
		},
	} {
		t.Run(name, func(t *testing.T) {
			leaky := *w
			leaky.handler = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				if strings.Contains(r.URL.Path, string(c.on)) {
					more(rw, r)
					return
				}
				w.handler.ServeHTTP(rw, r)
			})
			if len(leaky.alike(t, m, c, false)) == 0 {
				t.Error("nobody noticed")
			}
		})
	}
}

// Words that a list shows and the pages do not, and a list that says another number than
// it has rows, are named.
func TestMatrixControlHiddenAndCounted(t *testing.T) {
	m := member{post: post{policy.Volunteer, "maple"}}
	for name, cells := range map[string]map[string]string{"a list": {"now": "ic", "people": "gi"}, "a case that is not there": {"due": nothing}} {
		l := line{cells: map[string]string{}}
		for _, x := range surfaces {
			l.cells[x.name] = absent
		}
		maps.Copy(l.cells, cells)
		if got := hidden(m, []line{l}); len(got) != 1 {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := miscounted(m, listing{status: http.StatusOK, counts: []int{3}, shown: 2}, listing{}); len(got) != 1 {
		t.Errorf("miscounted: %q", got)
	}
	if differs(m, store.Counts{All: 2, Late: 1}, store.Counts{All: 2}) == nil || differs(m, store.Counts{All: 2}, store.Counts{All: 2}) != nil {
		t.Error("a count that is wrong is not named, or one that is right is")
	}
}
