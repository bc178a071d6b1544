package organisation

import (
	"slices"
	"strings"
)

// rolesAt is who works where: a role is for the work that a sort of organisation does. A
// manager of a support provider would read on the strength of support what a council
// was sent for another reason, and nobody but an authority decides. Inside immigration
// enforcement there is nobody but who decides.
var rolesAt = map[Sort][]string{
	"support-provider":   {"support-worker", "night-staff", "volunteer", "driver", "manager", "records-lead", "first-responder", Program},
	"first-responder":    {"first-responder", "designated-officer", "manager", "records-lead", Program},
	CompetentAuthority:   {"case-owner"},
	EnforcementAuthority: {"case-owner"},
	"solicitor":          {"solicitor", "manager"},
	"council":            {"council-contact", "designated-officer", "conference-coordinator", "first-responder", "manager"},
	"police":             {"police-officer", "designated-officer", "first-responder", "manager"},
	"conference":         {"conference-coordinator", "manager"},
	"inspectorate":       {"inspector"},
	"contract-holder":    {"contract-holder", "inspector", "analyst"},
	"statistics":         {"analyst"},
	"health":             {"manager", Program},
}

// Program is the role of a program: it comes with a token and works where people are
// supported. Nobody walks with it, and it has neither supervision nor training.
const Program = "service"

// atOthers is who works at every other sort, and houseRole who may work at any: those who
// run Waymark, who see no case.
var atOthers, houseRole = []string{"manager"}, "operator"

// RolesAt lists the roles that there are at a sort of organisation.
func RolesAt(s Sort) []string {
	roles, ok := rolesAt[s]
	if !ok {
		roles = atOthers
	}
	return append(slices.Clone(roles), houseRole)
}

// fits says what is wrong with a role at a sort of organisation; "" if nothing.
func (s Sort) fits(role string) string {
	if slices.Contains(RolesAt(s), role) {
		return ""
	}
	return "Nobody is that at an organisation of this sort: there it is " + strings.Join(RolesAt(s), " or ")
}
