package organisation_test

import (
	"slices"
	"testing"

	"waymark/internal/chronology"
	"waymark/internal/organisation"
)

// Each sort of organisation has its roles, and no worker joins in another's.
func TestRolesFitTheSort(t *testing.T) {
	every := []string{"support-worker", "manager", "case-owner", "operator"}
	known := func(string) bool { return true }
	for sort, want := range map[organisation.Sort][]string{
		"support-provider":    {"support-worker", "manager", "operator"},
		"competent-authority": {"case-owner", "operator"},
		"solicitor":           {"manager", "operator"},
		"council":             {"manager", "operator"},
		"":                    {"manager", "operator"},
	} {
		var got []string
		for _, role := range every {
			_, err := organisation.Join{Happened: today, Body: *joined("Tom", role)}.Decide(organisation.State{}, sort, known, "case", chronology.Moment{})
			if err == nil {
				got = append(got, role)
			}
		}
		if !slices.Equal(got, want) || !slices.Equal(organisation.RolesAt(sort), want) {
			t.Errorf("%q: %v join and %v are listed, want %v", sort, got, organisation.RolesAt(sort), want)
		}
	}
}
