package desk

import (
	"testing"

	"waymark/internal/organisation"
	"waymark/internal/policy"
)

// Every sort of organisation has its remit, and what is no sort has none: nothing is
// answered for it. Only an authority inside immigration enforcement has that remit.
func TestRemitFollowsTheSort(t *testing.T) {
	want := map[organisation.Sort]policy.Remit{
		"support-provider": policy.Supporting, "first-responder": policy.Supporting, "health": policy.Supporting, "enforcement-authority": policy.Enforcing,
		"": "", "Police": "", "enforcement": "", "support-provider ": "", "s\u0443pport-provider": "",
	}
	for _, c := range organisation.Sort("").Codes() {
		if _, said := want[organisation.Sort(c.Value)]; !said {
			want[organisation.Sort(c.Value)] = policy.Elsewhere
		}
	}
	for sort, remit := range want {
		if got := RemitOf(sort); got != remit {
			t.Errorf("%q has the remit %q, want %q", sort, got, remit)
		}
	}
}

// Who signs in at an authority inside immigration enforcement is asked about as such.
func TestRemitIsTheOrganisations(t *testing.T) {
	h := newHouse(t)
	iris := h.join(h.found("An authority in enforcement", "enforcement-authority"), "Iris", policy.CaseOwner)
	for _, a := range []policy.Actor{h.tom, h.grace, iris} {
		s, err := h.signed(ctx, a.Worker)
		if err != nil || s.Actor != a {
			t.Errorf("signed in as %+v, want %+v: %v", s.Actor, a, err)
		}
	}
	if h.tom.Remit != policy.Supporting || h.grace.Remit != policy.Elsewhere || iris.Remit != policy.Enforcing {
		t.Errorf("%s, %s, %s", h.tom.Remit, h.grace.Remit, iris.Remit)
	}
}
