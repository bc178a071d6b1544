package demo_test

import (
	"slices"
	"strings"
	"testing"

	"waymark/internal/chronology"
	"waymark/internal/demo"
	"waymark/internal/desk"
	"waymark/internal/person"
	"waymark/internal/policy"
)

// Each role signs in at the demo, and opens of whom what is written here: by hand, from
// what their work takes. "-" is a person whose name they do not see.
func TestEveryRoleSeesItsOwn(t *testing.T) {
	all := "Linh Tesfay Mirela Osas Alima The-man-from-the-park"
	want := map[string]struct{ people, opens string }{
		"nadia@maple.example":                       {all, "general+identity+contact+address+location+account+health+justice+legal+immigration+safeguarding+sharing"},
		"tom@maple.example":                         {all, "general+identity+contact+address+location+account+health+justice+legal+immigration+safeguarding+staffing+sharing"},
		"grace@sca.example":                         {all, "general+identity+contact+location+account+justice"},
		"ruth@lantern.example":                      {"Alima", "general+identity+contact+account"},
		"night-staff@maple.example":                 {"Tesfay Mirela", "general+identity+contact+health+safeguarding"},
		"volunteer@maple.example":                   {"Tesfay", "general+identity+contact"},
		"driver@maple.example":                      {"Mirela", "general+identity+contact+address"},
		"records-lead@maple.example":                {all, "general+identity+contact+address+location+account+health+justice+legal+immigration+safeguarding+staffing+sharing"},
		"first-responder@daycentre.example":         {"Tesfay", "general+identity+contact"},
		"manager@daycentre.example":                 {"Tesfay", "general+identity+contact"},
		"case-owner@ieca.example":                   {"", ""},
		"police-officer@police.example":             {"Tesfay", "general+identity+contact+location+account+justice+safeguarding"},
		"manager@police.example":                    {"Tesfay", "general+identity"},
		"solicitor@hartley.example":                 {"Mirela", "general+identity+contact+account+legal+immigration"},
		"manager@hartley.example":                   {"Mirela", "general+identity"},
		"council-contact@council.example":           {"Mirela", "general+identity+contact+address+safeguarding"},
		"designated-officer@council.example":        {"Mirela", "general+identity+contact+safeguarding"},
		"manager@council.example":                   {"Mirela", "general+identity"},
		"conference-coordinator@conference.example": {"Tesfay", "general+identity+location+safeguarding"},
		"inspector@inspectorate.example":            {"-", "general+health+safeguarding"},
		"contract-holder@contract.example":          {"- -", "general"},
		"analyst@statistics.example":                {"", ""},
		"operator@hosts.example":                    {"", ""},
	}
	w := newTold(t, demo.LoadStories)
	roles := map[policy.Role]bool{}
	for _, s := range demo.SignIns() {
		t.Run(s.Login, func(t *testing.T) {
			roles[s.As] = true
			token, err := w.SignIn(t.Context(), s.Login, s.Password)
			if err != nil {
				t.Fatal(err)
			}
			signed, err := w.Session(t.Context(), token)
			if err != nil {
				t.Fatal(err)
			}
			want, said := want[s.Login]
			if !said || s.Role == "" || signed.Organisation != s.Organisation {
				t.Fatalf("signs in at %s and is %q; said here: %t", signed.Organisation, s.Role, said)
			}
			list, err := w.People(t.Context(), signed.Actor, 1)
			if (s.As == policy.Operator) != (err != nil) {
				t.Fatal(err)
			}
			var people []string
			for _, p := range list.Folk {
				name := strings.ReplaceAll(p.Who.Name, " ", "-")
				if p.Who.Name == person.Nameless {
					name = "-"
				}
				people = append(people, name)
				v, err := w.Read(t.Context(), signed.Actor, "case.now", p.On, chronology.At{})
				if err != nil {
					t.Fatal(err)
				}
				if got := v.Labels.String(); got != want.opens {
					t.Errorf("opens %s of %s, want %s", got, name, want.opens)
				}
			}
			expected := strings.Fields(want.people)
			slices.Sort(people)
			slices.Sort(expected)
			if !slices.Equal(people, expected) {
				t.Errorf("sees %v, want %v", people, expected)
			}
			for name, on := range w.cases {
				_, err := w.Read(t.Context(), signed.Actor, "case.now", on, chronology.At{})
				if there := slices.ContainsFunc(list.Folk, func(p desk.Person) bool { return p.On == on }); there == (err != nil) {
					t.Errorf("%s: listed %t, opened %v", name, there, err)
				}
			}
		})
	}
	for _, r := range policy.Roles() {
		if !roles[r] && !r.Machine() { // a program does not sign in
			t.Errorf("nobody of the demo is a %s", r)
		}
	}
}
