package organisation_test

import (
	"slices"
	"strings"
	"testing"

	"waymark/internal/chronology"
	"waymark/internal/organisation"
)

// Each sort of organisation has its roles, and no worker joins in another's.
func TestRolesFitTheSort(t *testing.T) {
	every := []string{
		"support-worker", "night-staff", "volunteer", "driver", "manager", "records-lead", "first-responder", "designated-officer", "case-owner",
		"police-officer", "solicitor", "council-contact", "conference-coordinator", "inspector", "contract-holder", "analyst", "operator", "service",
	}
	known := func(string) bool { return true }
	for sort, want := range map[organisation.Sort]string{
		"support-provider":      "support-worker night-staff volunteer driver manager records-lead first-responder service operator",
		"first-responder":       "manager records-lead first-responder designated-officer service operator",
		"competent-authority":   "case-owner operator",
		"enforcement-authority": "case-owner operator",
		"solicitor":             "manager solicitor operator",
		"council":               "manager first-responder designated-officer council-contact conference-coordinator operator",
		"police":                "manager first-responder designated-officer police-officer operator",
		"conference":            "manager conference-coordinator operator",
		"health":                "manager service operator",
		"inspectorate":          "inspector operator",
		"contract-holder":       "inspector contract-holder analyst operator",
		"statistics":            "analyst operator",
		"other":                 "manager operator",
		"":                      "manager operator",
	} {
		var got []string
		for _, role := range every {
			_, err := organisation.Join{Happened: today, Body: *joined("Tom", role)}.Decide(organisation.State{}, sort, known, "case", chronology.Moment{})
			if err == nil {
				got = append(got, role)
			}
		}
		listed := organisation.RolesAt(sort)
		slices.Sort(listed)
		if slices.Sort(got); strings.Join(got, " ") != sorted(want) || !slices.Equal(listed, got) {
			t.Errorf("%q: %v join and %v are listed, want %v", sort, got, listed, want)
		}
	}
}

func sorted(words string) string {
	return strings.Join(slices.Sorted(slices.Values(strings.Fields(words))), " ")
}

// Every sort is one thing at most, and a text that only looks like one is none.
func TestSorts(t *testing.T) {
	for _, c := range organisation.Sort("").Codes() {
		s := organisation.Sort(c.Value)
		if !s.Valid() || s.Decides() && s.Supports() {
			t.Errorf("%q: valid %t, decides %t, supports %t", s, s.Valid(), s.Decides(), s.Supports())
		}
	}
	for _, s := range []organisation.Sort{"", "Police", "police ", "enforcement", "immigration-enforcement", "\u0440olice", "support_provider"} {
		if s.Valid() || s.Decides() || s.Supports() {
			t.Errorf("%q is taken for a sort", s)
		}
	}
}
