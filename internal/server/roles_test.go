package server_test

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
)

// rolesAbout is whom the other roles of the demo are asked about: the people whom their
// organisations have to do with, or have not.
var rolesAbout = []struct {
	name   string
	logins []string
}{
	{"Tesfay", []string{
		"night-staff@maple.example", "volunteer@maple.example", "driver@maple.example", "records-lead@maple.example", "first-responder@daycentre.example", "manager@daycentre.example",
		"police-officer@police.example", "manager@police.example", "conference-coordinator@conference.example", "inspector@inspectorate.example", "contract-holder@contract.example",
		"case-owner@ieca.example", "analyst@statistics.example", "operator@hosts.example",
	}},
	{"Mirela", []string{
		"driver@maple.example", "solicitor@hartley.example", "manager@hartley.example", "council-contact@council.example", "designated-officer@council.example", "manager@council.example",
		"police-officer@police.example", "inspector@inspectorate.example", "contract-holder@contract.example",
	}},
}

// letIn signs in people of the demo who are not among everybody, in this world alone.
func (w *world) letIn(t *testing.T, logins ...string) {
	t.Helper()
	w.cookies = maps.Clone(w.cookies)
	for _, login := range logins {
		if w.cookies[login] != "" {
			continue
		}
		token, err := w.desk.SignIn(t.Context(), login, password)
		if err != nil {
			t.Fatal(err)
		}
		w.cookies[login] = token
	}
}

// What each role of the demo comes to: one line for each page or form, one column for each
// role. A refusal says nothing of what is behind it, and about a case that one may not
// know of it is the answer for no case at all.
func TestWhichRoleComesWhere(t *testing.T) {
	w := fresh(t)
	for _, about := range rolesAbout {
		w.letIn(t, about.logins...)
	}
	var b strings.Builder
	for _, about := range rolesAbout {
		fmt.Fprintf(&b, "About %s\n", about.name)
		for i, login := range about.logins {
			fmt.Fprintf(&b, "  %2d %s\n", i+1, login)
		}
		seen := map[string]bool{}
		for _, p := range places(t, w.filled(t, about.name)) {
			if p.public() || seen[p.path] || p.method != http.MethodGet || !p.aboutCase() && about.name != "Tesfay" {
				continue
			}
			seen[p.path] = true
			fmt.Fprintf(&b, "%-50s", strings.TrimPrefix(p.Pattern, "GET "))
			for _, login := range about.logins {
				a := w.as(t, login).send(w.as(t, login).request(p.method, p.path, nil))
				if a.status == http.StatusForbidden || a.status == http.StatusNotFound {
					a.hides(people...)
				}
				fmt.Fprintf(&b, " %d", a.status)
			}
			b.WriteString("\n")
		}
	}
	golden(t, "roles-come-where.golden", b.String())
}

// A volunteer and a driver are shown no history on any page, and an inspector and a
// contract holder nobody's name. Who may is the control.
func TestRolesSeeOnlyTheirOwnOnPages(t *testing.T) {
	w := fresh(t)
	says := func(login, name string, want bool, texts ...string) {
		t.Helper()
		w.letIn(t, login)
		for _, path := range []string{w.at(name), "/today", "/people"} {
			a := w.as(t, login).get(path).wants(200)
			for _, text := range texts {
				if path != w.at(name) && text != name {
					continue
				}
				if got := strings.Contains(a.body, text); got != want {
					t.Errorf("%s on %s says %q: %t", login, path, text, got)
				}
			}
		}
	}
	history := []string{"Lately", "Whole chronology", "As it was known then", "Reasonable grounds"}
	says(nadia, "Tesfay", true, append(history, "Tesfay")...)
	says("night-staff@maple.example", "Tesfay", true, append(history, "Tesfay")...)
	says("volunteer@maple.example", "Tesfay", true, "Tesfay", "07700 900163")
	says("volunteer@maple.example", "Tesfay", false, append(history, "farm", "church")...)
	says("driver@maple.example", "Mirela", true, "Mirela", "07700 900187")
	says("driver@maple.example", "Mirela", false, append(history, "crisis team", "solicitor")...)
	for _, login := range []string{"inspector@inspectorate.example", "contract-holder@contract.example"} {
		says(login, "Tesfay", false, "Tesfay", "07700", "farm")
	}
}
