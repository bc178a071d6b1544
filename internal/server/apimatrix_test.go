package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/policy"
	"waymark/internal/web/api"
)

// The matrix of the API: what each sort of token comes to of a case in every situation, by
// every route, held against an oracle written by hand. No person comes in at all.

// sortOf is a sort of token: what it was given for.
type sortOf struct {
	name    string
	purpose policy.Purpose
	can     string // "all", or actions
	opens   string // letters
	one     string // the one situation whose case it names; "" for all
}

var sortsOfToken = []sortOf{
	{"whole", policy.Support, "all", letters, ""},
	{"whole, to oversee", policy.Oversight, "all", letters, ""},
	{"no course", policy.Support, "all", "icahs", ""},
	{"course and contact", policy.Support, "all", "gc", ""},
	{"sharing and staffing", policy.Support, "all", "wo", ""},
	{"no history", policy.Support, "case.see today.see contact.record", letters, ""},
	{"lists only", policy.Support, "today.see", letters, ""},
	{"one case", policy.Support, "all", letters, "own, not beside"},
	{"one that it may not know of", policy.Support, "all", letters, "own, few know, not named"},
	{"nothing", policy.Support, "rules.see", letters, ""},
}

// runPrograms are the organisations that have programs.
var runPrograms = []string{"maple", "beacon", "infirmary"}

// apiSurfaces are the routes about people. Each shows the words of some labels at most.
var apiSurfaces = []struct{ route, shows string }{
	{"list-cases", "gi"}, {"read-case", "gi"}, {"list-entries", letters}, {"list-deadlines-of-case", "i"}, {"list-deadlines", "i"}, {"act", ""},
}

// aboutNobody are the routes that show no person.
var aboutNobody = []string{"list-rules", "list-kinds", "list-organisations", "openapi"}

// tokens gives the programs of an organisation, one for each sort of token.
func (t *town) tokens(tb testing.TB, at string) []program {
	tb.Helper()
	h := handlerOf(tb, t.desk, t.log)
	var out []program
	for _, s := range sortsOfToken {
		scope := policy.Token{Actions: policy.TokenActions(), Labels: labelsOf(s.opens)}
		if s.can != "all" {
			scope.Actions = strings.Fields(s.can)
		}
		if s.one != "" {
			scope.Cases = []ident.Chronology{ident.NewChronology(secondDay)} // one that is not there
			if c, ok := t.cases[at+"/"+s.one]; ok {
				scope.Cases = append(scope.Cases, c.on)
			}
		}
		out = append(out, programOf(tb, t.desk, h, t.orgs[at], s.name, s.purpose, scope))
	}
	return out
}

// programOpens is what a program of some token may open of a case, by hand: what its
// organisation holds there as things stand, but for what is people's alone, as far as the
// token goes. Nothing where few may know of it: no program is ever named.
func programOpens(s sortOf, x situation) string {
	if x.over != "" || x.bond == few || x.bond == fewNamed || x.bond == fewBeside || s.one != "" && s.one != x.name {
		return ""
	}
	held := x.given
	switch x.ground {
	case "own":
		held = letters
	case "":
		held = ""
	}
	return both(both(held, "gicalthjpms"), s.opens)
}

// can says whether a token was given for an action, and its purpose lets it.
func (s sortOf) does(action string) bool {
	return s.can == "all" || slices.Contains(strings.Fields(s.can), action)
}

// apiOracle says what a cell must be.
func apiOracle(s sortOf, x situation, planted, route string) string {
	opened := programOpens(s, x)
	there := opened != "" && s.does("case.see")
	back := s.does("case.history")
	shows := ""
	for _, a := range apiSurfaces {
		if a.route == route {
			shows = a.shows
		}
	}
	words := both(both(reads(opened), planted), shows)
	if x.closed && shows == "gi" { // they are supported nowhere any more
		words = strings.ReplaceAll(words, "g", "")
	}
	clocks := back && strings.Contains(opened, "g")
	switch route {
	case "list-cases", "list-deadlines":
		if !s.does("today.see") {
			return refused
		}
		there = there && (route == "list-cases" || clocks)
	case "act":
		switch {
		case !there:
			return absent
		case s.purpose == policy.Oversight || !s.does("contact.record"):
			return refused
		}
		return "?" // whether it could be read afterwards is asked when there is something to write
	case "list-entries", "list-deadlines-of-case":
		if there && !back {
			return refused
		}
	}
	if !there {
		return absent
	}
	if !back { // how things stand now, and nothing of how they came to be so
		words = both(words, "ico")
	}
	if words == "" {
		words = nothing
	}
	if clocks && route != "list-entries" {
		words += clocked
	}
	return words
}

// apiCell is what a program comes to of a case by a route.
func (p program) apiCell(c aCase, route string) string {
	path := "/cases/" + string(c.on)
	switch route {
	case "list-cases":
		return p.listed(c, "/cases", "cases", "id")
	case "list-deadlines":
		return p.listed(c, "/deadlines", "deadlines", "case")
	case "list-entries":
		path += "/entries"
	case "list-deadlines-of-case":
		path += "/deadlines"
	case "act":
		return apiMark(p.act(ident.New(secondDay), map[string]any{"case": c.on, "kind": "contact.made", "happened": "2026-11-19", "body": map[string]any{}}), c)
	}
	return apiMark(p.get(path), c)
}

func apiMark(a answered, c aCase) string {
	switch a.status {
	case http.StatusOK:
		cell := seen(a.body, c.number)
		if strings.Contains(a.body, `"next":"2`) || strings.Contains(a.body, `"rule"`) {
			cell += clocked
		}
		return cell
	case http.StatusForbidden:
		return refused
	case http.StatusNotFound:
		return absent
	case http.StatusUnprocessableEntity:
		return "?"
	}
	return fmt.Sprint(a.status)
}

// listed finds a case in all pages of a list.
func (p program) listed(c aCase, path, name, id string) string {
	text, cursor := "", ""
	for range 50 {
		a := p.get(path + "?cursor=" + cursor)
		if a.status != http.StatusOK {
			return apiMark(a, c)
		}
		var page map[string]json.RawMessage
		var rows []map[string]any
		a.read(p.t, &page)
		if err := json.Unmarshal(page[name], &rows); err != nil {
			p.t.Fatal(err)
		}
		for _, r := range rows {
			if raw, _ := json.Marshal(r); r[id] == string(c.on) {
				text += string(raw)
			}
		}
		if cursor = ""; page["next"] != nil {
			_ = json.Unmarshal(page["next"], &cursor)
		}
		if cursor == "" {
			break
		}
	}
	if text == "" {
		return absent
	}
	return apiMark(answered{status: http.StatusOK, body: text}, c)
}

// apiLines compares all cells of an organisation's programs with the oracle, and lays them
// down.
func (t *town) apiLines(tb testing.TB, at string) (laid string, wrong []string) {
	tb.Helper()
	var b strings.Builder
	for i, p := range t.tokens(tb, at) {
		s := sortsOfToken[i]
		fmt.Fprintf(&b, "\n%-34s", s.name+" at "+at)
		for _, a := range apiSurfaces {
			fmt.Fprintf(&b, " %-22s", a.route)
		}
		b.WriteString("\n")
		for _, x := range situations {
			key, none := caseOf(post{policy.Service, at}, x)
			if none != "" || t.cases[key].on == "" {
				continue
			}
			fmt.Fprintf(&b, "%-34s", x.name)
			for _, a := range apiSurfaces {
				got, want := p.apiCell(t.cases[key], a.route), apiOracle(s, x, t.cases[key].planted, a.route)
				if fmt.Fprintf(&b, " %-22s", got); got != want {
					wrong = append(wrong, fmt.Sprintf("%s at %s, %s, %s: %s, and the oracle says %s", s.name, at, x.name, a.route, got, want))
				}
			}
			b.WriteString("\n")
		}
	}
	return trimmed(b.String()), wrong
}

func TestMatrixOfTheAPI(t *testing.T) {
	w := twin(t, nil)
	laid, wrong := make([]string, len(runPrograms)), make([][]string, len(runPrograms))
	for i, at := range runPrograms {
		laid[i], wrong[i] = w.apiLines(t, at)
	}
	for _, all := range wrong {
		for _, x := range all[:min(len(all), 20)] {
			t.Error(x)
		}
	}
	golden(t, "matrix_api.golden", "What each sort of token comes to of a case, by each route of the API. Read as matrix.golden; ? is an act that was read and needs more.\n"+strings.Join(laid, ""))
}

// Every route of the API is in the matrix, or shows nobody.
func TestMatrixOfTheAPIIsWhole(t *testing.T) {
	for _, rt := range api.Routes() {
		in := slices.ContainsFunc(apiSurfaces, func(a struct{ route, shows string }) bool { return a.route == rt.Name })
		if in == slices.Contains(aboutNobody, rt.Name) {
			t.Errorf("%s: say in the matrix what it shows of whom", rt.Name)
		}
	}
}

// Nobody comes in with a session, whoever they are, and nothing of anybody comes out.
func TestNoSessionOpensTheAPI(t *testing.T) {
	w := theTown(t)
	c := w.cases["maple/own, beside"]
	for _, m := range w.members {
		p := program{t: t, handler: w.handler}
		p.asked(string(c.on), func(rt api.Route, r *http.Request) {
			r.AddCookie(&http.Cookie{Name: plainCookie, Value: m.cookie})
			a := p.send(r)
			if cell := seen(a.body, c.number); a.status != http.StatusUnauthorized || cell != nothing {
				t.Errorf("%s, %s: %d %s", m.post, rt.Name, a.status, cell)
			}
			r.Header.Set("Authorization", "Bearer "+m.cookie)
			if a := p.send(r); a.status != http.StatusUnauthorized {
				t.Errorf("%s, %s, with the session as a token: %d", m.post, rt.Name, a.status)
			}
		})
	}
}

// The detector has teeth: with the policy gone that holds a token to what it was given for,
// the oracle names cells; without the one about its cases Waymark does not start.
func TestMatrixOfTheAPIControl(t *testing.T) {
	loose := twin(t, func(c *desk.Config) {
		c.Policies = loosened(t, "services.cedar", "unless { context.given };", "unless { context.given || principal.role == \"service\" };")
	})
	if _, wrong := loose.apiLines(t, "maple"); len(wrong) < 10 || !slices.ContainsFunc(wrong, func(s string) bool { return strings.HasPrefix(s, "course and contact") }) {
		t.Errorf("a token that opens all that programs may: the oracle says %q", wrong)
	}
	shut := *theTown(t)
	shut.dir = t.TempDir()
	shut.open(func(c *desk.Config) {
		c.Policies = loosened(t, "services.cedar", "unless { context.named };", "unless { context.named || principal.role == \"service\" };")
	})
	if shut.err == nil {
		shut.shut()
		t.Error("it starts although a token opens others than it names")
	}
}
