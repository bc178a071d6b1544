package policy

import (
	"slices"
	"strings"
	"testing"

	policyfiles "waymark/policy"

	"waymark/internal/label"
)

// The oracle: who may open and do what, written down by hand from the brief and not
// from the policies. A line holds when each of its columns does; "any" always does.
// "grounds" are on the whole case, "bases" on the label itself.
// What no line says is refused.
var oracleOpens = []struct{ role, purpose, link, keeper, grounds, bases, labels string }{
	{"support-worker", "support", "linked", "any", "any", "any", "general identity contact address location account health justice legal immigration safeguarding"},
	{"manager", "support", "any", "any", "any", "any", "general identity contact address location account health justice legal immigration safeguarding staffing"},
	{"manager", "oversight", "any", "any", "any", "any", "general identity contact address location account health justice legal immigration safeguarding staffing"},
	{"manager", "decision", "any", "any", "any", "any", "general identity contact location account health justice safeguarding staffing"},
	{"manager", "decision", "any", "any", "any", "consent", "immigration"},
	{"support-worker", "support", "linked", "keeper", "any", "any", "sharing"},
	{"manager", "support", "any", "keeper", "any", "any", "sharing"},
	{"manager", "oversight", "any", "keeper", "any", "any", "sharing"},
	{"manager", "decision", "any", "keeper", "any", "any", "sharing"},
	{"case-owner", "decision", "any", "any", "statutory duty", "statutory duty", "general identity contact location account justice safeguarding"},
	{"case-owner", "decision", "any", "any", "statutory duty", "consent", "general identity contact location account justice safeguarding immigration"},
}

// The acts: "keeper" and "linked" columns as above; every act about a case needs some
// access besides.
var oracleActs = []struct{ role, purpose, link, keeper, bases, actions string }{
	{"support-worker", "support", "any", "any", "any", "today.see rules.see names.search person.meet person.found-again access.break-glass"},
	{"support-worker", "support", "linked", "any", "any", "case.see case.history person.describe contact.record contact.safe-way entry.correct entry.take-back referral.notify referral.confirm decision.tell reconsideration.ask support.start support.note support.end leave.record asylum.record housing.record justice.record risk.assess conference.record oversight.record"},
	{"support-worker", "support", "linked", "keeper", "any", "consent.see consent.share consent.end-sharing referral.send access.give access.end"},
	{"manager", "any", "any", "any", "any", "today.see rules.see names.search case.see case.history"},
	{"manager", "support", "any", "any", "any", "access.break-glass"},
	{"manager", "support", "any", "any", "any", "access.conflict case.export person.found-again person.meet person.describe contact.record contact.safe-way entry.correct entry.take-back referral.notify referral.confirm decision.tell reconsideration.ask support.start support.note support.end support.allocate support.allocation-end leave.record asylum.record housing.record justice.record risk.assess conference.record oversight.record import.run team.see team.record house.open house.record"},
	{"manager", "oversight", "any", "any", "any", "access.conflict case.export person.found-again person.meet person.describe contact.record contact.safe-way entry.correct entry.take-back referral.notify referral.confirm decision.tell reconsideration.ask support.start support.note support.end support.allocate support.allocation-end leave.record asylum.record housing.record justice.record risk.assess conference.record oversight.record import.run team.see team.record house.open house.record"},
	{"manager", "support", "any", "keeper", "any", "consent.see consent.share consent.end-sharing referral.send access.give access.end access.restrict"},
	{"manager", "oversight", "any", "keeper", "any", "consent.see consent.share consent.end-sharing referral.send access.give access.end access.restrict"},
	{"case-owner", "decision", "any", "any", "any", "today.see rules.see names.search"},
	{"case-owner", "decision", "any", "any", "statutory duty", "case.see case.history referral.handle decision.make decision.review decision.tell entry.correct entry.take-back"},
	{"operator", "any", "any", "any", "any", "organisation.found worker.join worker.leave import.run"},
}

// oracleOutside lists the actions that need no access to a case.
const oracleOutside = "access.break-glass names.search person.found-again today.see rules.see person.meet organisation.found worker.join worker.leave import.run team.see team.record house.open house.record"

// oraclePurposes are all there are; "any" is one of these.
const oraclePurposes = "support decision oversight"

func knownPurpose(a Actor) bool {
	return slices.Contains(strings.Fields(oraclePurposes), string(a.Purpose))
}

func column(want string, is bool) bool { return want == "any" || is }

func hasAll(want string, have []string) bool {
	for _, w := range strings.Split(want, "+") {
		if want != "any" && !slices.Contains(have, w) {
			return false
		}
	}
	return true
}

func oracleOpen(a Actor, s Situation) label.Set {
	var out label.Set
	for _, r := range oracleOpens {
		if knownPurpose(a) && r.role == string(a.Role) && column(r.purpose, r.purpose == string(a.Purpose)) && column(r.link, s.Linked) && column(r.keeper, s.Keeper) && hasAll(r.grounds, s.Bases.All()) {
			for _, name := range strings.Fields(r.labels) {
				l, err := label.Parse(name)
				if err != nil {
					panic("the oracle misspells " + name)
				}
				if hasAll(r.bases, s.Bases.Of(l)) {
					out = out.With(label.Of(l))
				}
			}
		}
	}
	return out.Only(s.Held)
}

func oracleMay(a Actor, s Situation, action string) bool {
	if !knownPurpose(a) || len(s.Held.List()) == 0 && !slices.Contains(strings.Fields(oracleOutside), action) {
		return false
	}
	for _, r := range oracleActs {
		if r.role == string(a.Role) && column(r.purpose, r.purpose == string(a.Purpose)) && column(r.link, s.Linked) &&
			column(r.keeper, s.Keeper) && hasAll(r.bases, s.Bases.All()) && slices.Contains(strings.Fields(r.actions), action) {
			return true
		}
	}
	return false
}

// disagreements gives the points of the whole table on which e and the oracle differ,
// and stops once there are most of them.
func disagreements(e *Engine, most int) []string {
	var out []string
	for _, a := range everyActor() {
		for _, s := range everySituation() {
			if len(out) >= most {
				return out
			}
			got, alarms := e.Open(a, s)
			if want := oracleOpen(a, s); got != want || len(alarms) > 0 {
				out = append(out, Breach{"open", got.String() + " not " + want.String(), a, s}.String())
			}
			for _, action := range e.Actions() {
				if action == open {
					continue
				}
				d := e.May(a, s, action)
				if d.Allowed != oracleMay(a, s, action) || d.Alarm != nil {
					out = append(out, Breach{"may", action, a, s}.String())
				}
			}
		}
	}
	return out
}

func shipped(t testing.TB) *Engine {
	t.Helper()
	e, err := Load(policyfiles.Files)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestPoliciesAgreeWithTheOracle(t *testing.T) {
	for _, d := range disagreements(shipped(t), 20) {
		t.Error(d)
	}
}

// Every action belongs to somebody, and the oracle knows no action that is not there.
func TestEveryActionIsSomebodys(t *testing.T) {
	var said []string
	for _, r := range oracleActs {
		said = append(said, strings.Fields(r.actions)...)
	}
	slices.Sort(said)
	want := slices.DeleteFunc(shipped(t).Actions(), func(a string) bool { return a == open })
	if got := slices.Compact(said); !slices.Equal(got, want) {
		t.Errorf("the oracle knows\n%v\nthe policies\n%v", got, want)
	}
}
