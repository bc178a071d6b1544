package policy

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	policyfiles "waymark/policy"

	"waymark/internal/label"
)

// The oracle: who may open and do what, written down by hand from the brief and not
// from the policies. A line holds when each of its columns does; "any" always does, "|"
// stands between what will do. The remit "outside" is every one but inside immigration
// enforcement. "grounds" are on the whole case, "bases" on the label itself.
// What no line says is refused.
type openLine struct{ role, purpose, remit, link, keeper, grounds, bases, labels string }

var oracleOpens = []openLine{
	{"support-worker", "support", "outside", "linked", "any", "any", "any", "general identity contact address location account health justice legal immigration safeguarding"},
	{"support-worker", "support", "outside", "linked", "keeper", "any", "any", "sharing"},
	{"night-staff", "support", "outside", "linked", "any", "any", "any", "general identity contact health safeguarding"},
	{"night-staff", "support", "outside", "linked", "any", "any", "vital interests|break-glass", "address"},
	{"volunteer", "support", "outside", "linked", "any", "any", "any", "general identity contact"},
	{"driver", "support", "outside", "linked", "any", "any", "any", "general identity contact address"},
	{"manager", "support", "support", "any", "any", "any", "any", "general identity contact address location account health justice legal immigration safeguarding staffing"},
	{"manager", "support", "support", "any", "keeper", "any", "any", "sharing"},
	{"manager", "support", "other", "any", "any", "any", "any", "general identity"},
	{"manager", "support", "other", "any", "keeper", "any", "any", "sharing"},
	{"manager", "oversight", "support", "any", "any", "any", "any", "general identity contact address location account health justice legal immigration safeguarding staffing"},
	{"manager", "oversight", "support", "any", "keeper", "any", "any", "sharing"},
	{"manager", "oversight", "other", "any", "any", "any", "any", "general identity"},
	{"manager", "oversight", "other", "any", "keeper", "any", "any", "sharing"},
	{"records-lead", "oversight", "support", "any", "any", "any", "any", "general identity contact address location account health justice legal immigration safeguarding staffing"},
	{"records-lead", "oversight", "support", "any", "keeper", "any", "any", "sharing"},
	{"first-responder", "support", "outside", "linked", "any", "any", "any", "general identity contact address location account health justice immigration safeguarding"},
	{"designated-officer", "safeguarding", "outside", "linked", "any", "any", "any", "general identity contact location account justice safeguarding"},
	{"first-responder", "support", "outside", "linked", "keeper", "any", "any", "sharing"},
	{"designated-officer", "safeguarding", "outside", "linked", "keeper", "any", "any", "sharing"},
	{"case-owner", "decision", "outside", "any", "any", "statutory duty|duty done", "statutory duty|duty done|consent", "general identity contact location account justice safeguarding"},
	{"case-owner", "decision", "outside", "any", "any", "statutory duty|duty done", "consent", "immigration"},
	{"case-owner", "decision", "enforcement", "any", "any", "any", "statutory duty", "general identity contact location account justice safeguarding"},
	{"case-owner", "decision", "enforcement", "any", "any", "any", "duty done", "general"},
	{"police-officer", "investigation", "outside", "linked", "any", "any", "consent|appointment|conference|statutory duty", "general identity contact address location account justice safeguarding"},
	{"police-officer", "investigation", "outside", "linked", "any", "any", "vital interests|break-glass", "general identity contact address safeguarding"},
	{"solicitor", "advice", "outside", "linked", "any", "any", "appointment|consent", "general identity contact address location account health justice legal immigration safeguarding"},
	{"council-contact", "safeguarding", "outside", "linked", "any", "any", "statutory duty|consent", "general identity contact address safeguarding"},
	{"conference-coordinator", "safeguarding", "outside", "any", "any", "any", "conference", "general identity contact location account justice safeguarding"},
	{"inspector", "inspection", "outside", "any", "any", "any", "contract|statutory duty", "general identity contact address health safeguarding staffing"},
	{"contract-holder", "contract", "outside", "any", "any", "any", "contract", "general"},
	{"service", "support", "support", "any", "any", "any", "any", "general identity contact address location account health justice legal immigration safeguarding"},
	{"service", "oversight", "support", "any", "any", "any", "any", "general identity contact address location account health justice legal immigration safeguarding"},
}

// The acts: columns as above; every act about a case needs some access besides.
type actLine struct{ role, purpose, remit, link, keeper, grounds, actions string }

var oracleActs = []actLine{
	{"support-worker", "support", "outside", "any", "any", "any", "today.see rules.see names.search person.meet person.found-again access.break-glass"},
	{"support-worker", "support", "outside", "linked", "any", "any", "case.see case.history person.describe contact.record contact.safe-way entry.correct entry.take-back referral.notify referral.confirm decision.tell reconsideration.ask support.start support.note support.end leave.record asylum.record housing.record justice.record risk.assess conference.record oversight.record"},
	{"support-worker", "support", "outside", "linked", "keeper", "any", "consent.see consent.share consent.end-sharing referral.send access.give"},
	{"support-worker", "support", "support", "any", "any", "any", "decisions.see"},
	{"night-staff", "support", "outside", "any", "any", "any", "today.see rules.see names.search access.break-glass"},
	{"night-staff", "support", "outside", "linked", "any", "any", "case.see case.history contact.record risk.assess"},
	{"volunteer", "support", "outside", "any", "any", "any", "today.see"},
	{"volunteer", "support", "outside", "linked", "any", "any", "case.see"},
	{"driver", "support", "outside", "any", "any", "any", "today.see"},
	{"driver", "support", "outside", "linked", "any", "any", "case.see"},
	{"manager", "support", "outside", "any", "keeper", "any", "consent.see access.restrict"},
	{"manager", "oversight", "outside", "any", "keeper", "any", "consent.see access.restrict"},
	{"manager", "support", "outside", "any", "any", "any", "today.see rules.see names.search case.see support.allocate support.allocation-end access.conflict"},
	{"manager", "support", "support", "any", "any", "any", "access.conflict case.history case.export person.found-again person.meet person.describe contact.record contact.safe-way entry.correct entry.take-back referral.notify referral.confirm decision.tell reconsideration.ask support.start support.note support.end leave.record asylum.record housing.record justice.record risk.assess conference.record oversight.record import.run list.export team.see team.record house.open house.record decisions.see beds.see"},
	{"manager", "support", "support", "any", "keeper", "any", "record.erase consent.see consent.share consent.end-sharing referral.send access.give access.restrict"},
	{"manager", "oversight", "outside", "any", "any", "any", "today.see rules.see names.search case.see support.allocate support.allocation-end access.conflict"},
	{"manager", "oversight", "support", "any", "any", "any", "access.conflict case.history case.export person.found-again person.meet person.describe contact.record contact.safe-way entry.correct entry.take-back referral.notify referral.confirm decision.tell reconsideration.ask support.start support.note support.end leave.record asylum.record housing.record justice.record risk.assess conference.record oversight.record import.run list.export team.see team.record house.open house.record decisions.see beds.see"},
	{"manager", "oversight", "support", "any", "keeper", "any", "record.erase consent.see consent.share consent.end-sharing referral.send access.give access.restrict"},
	{"manager", "support", "support", "any", "any", "any", "access.break-glass"},
	{"records-lead", "oversight", "support", "any", "any", "any", "list.export records.own today.see rules.see names.search case.see case.history case.export oversight.record entry.correct entry.take-back"},
	{"records-lead", "oversight", "support", "any", "keeper", "any", "record.erase consent.see"},
	{"first-responder", "support", "outside", "any", "any", "any", "today.see rules.see names.search person.meet person.found-again access.break-glass"},
	{"first-responder", "support", "outside", "linked", "any", "any", "case.see case.history person.describe contact.safe-way referral.notify referral.confirm entry.correct entry.take-back contact.record"},
	{"first-responder", "support", "outside", "linked", "keeper", "any", "referral.send consent.see consent.share consent.end-sharing"},
	{"designated-officer", "safeguarding", "outside", "any", "any", "any", "today.see rules.see names.search person.meet person.found-again"},
	{"designated-officer", "safeguarding", "outside", "linked", "any", "any", "case.see case.history person.describe contact.safe-way referral.notify referral.confirm entry.correct entry.take-back"},
	{"designated-officer", "safeguarding", "outside", "linked", "keeper", "any", "referral.send consent.see consent.share consent.end-sharing"},
	{"case-owner", "decision", "any", "any", "any", "any", "today.see rules.see names.search decisions.see"},
	{"case-owner", "decision", "any", "any", "any", "statutory duty|duty done", "case.see case.history referral.handle decision.make decision.review decision.tell entry.correct entry.take-back"},
	{"police-officer", "investigation", "outside", "any", "any", "any", "today.see rules.see names.search access.break-glass"},
	{"police-officer", "investigation", "outside", "linked", "any", "consent|appointment|conference|statutory duty", "case.see case.history justice.record conference.record entry.correct entry.take-back"},
	{"police-officer", "investigation", "outside", "linked", "any", "vital interests|break-glass", "case.see case.history"},
	{"solicitor", "advice", "outside", "any", "any", "any", "today.see rules.see names.search"},
	{"solicitor", "advice", "outside", "linked", "any", "appointment|consent", "case.see case.history contact.record decision.tell reconsideration.ask leave.record asylum.record justice.record entry.correct entry.take-back"},
	{"council-contact", "safeguarding", "outside", "any", "any", "any", "today.see rules.see names.search"},
	{"council-contact", "safeguarding", "outside", "linked", "any", "statutory duty|consent", "case.see case.history housing.record conference.record entry.correct entry.take-back"},
	{"conference-coordinator", "safeguarding", "outside", "any", "any", "any", "today.see rules.see names.search"},
	{"conference-coordinator", "safeguarding", "outside", "any", "any", "conference", "case.see case.history conference.record entry.correct entry.take-back"},
	{"inspector", "inspection", "outside", "any", "any", "any", "today.see rules.see"},
	{"inspector", "inspection", "outside", "any", "any", "contract|statutory duty", "case.see case.history"},
	{"contract-holder", "contract", "outside", "any", "any", "any", "today.see rules.see"},
	{"contract-holder", "contract", "outside", "any", "any", "contract", "case.see case.history"},
	{"analyst", "statistics", "outside", "any", "any", "any", "today.see rules.see"},
	{"service", "support", "support", "any", "any", "any", "case.see case.history person.describe contact.record contact.safe-way referral.notify referral.confirm decision.tell reconsideration.ask support.start support.note support.end leave.record asylum.record housing.record justice.record risk.assess conference.record oversight.record today.see rules.see directory.see"},
	{"service", "oversight", "support", "any", "any", "any", "case.see case.history today.see rules.see directory.see"},
	{"operator", "oversight", "any", "any", "any", "any", "organisation.found worker.join worker.leave import.run"},
}

// oracleOutside lists the actions that need no access to a case.
const oracleOutside = "list.export directory.see records.own access.break-glass names.search person.found-again today.see rules.see person.meet organisation.found worker.join worker.leave import.run team.see team.record house.open house.record decisions.see beds.see"

// oraclePurposes and oracleRemits are all there are; "any" is one of these.
const (
	oraclePurposes = "support decision oversight investigation advice safeguarding inspection contract statistics"
	oracleRemits   = "support enforcement other"
)

// sane says whether an actor is one about whom anything is answered.
func sane(a Actor) bool {
	if (a.Role == "service") != (a.Token != nil) { // a program and its token come together
		return false
	}
	return slices.Contains(strings.Fields(oraclePurposes), string(a.Purpose)) && slices.Contains(strings.Fields(oracleRemits), string(a.Remit))
}

// saneCase says whether a situation is one about which anything is answered.
func saneCase(s Situation) bool {
	const all = "own,consent,contract,appointment,statutory duty,duty done,vital interests,conference,break-glass"
	for _, b := range s.Bases.All() {
		if !slices.Contains(strings.Split(all, ","), b) {
			return false
		}
	}
	return s.Held == s.Held.Only(label.Of(label.All()...))
}

// within says whether a program's token was given for a case; people need none.
func within(a Actor, s Situation) bool {
	return a.Token == nil || len(a.Token.Cases) == 0 || slices.Contains(a.Token.Cases, s.Chronology)
}

func column(want string, is bool) bool { return want == "any" || is }

func inRemit(want string, a Actor) bool {
	return column(want, want == string(a.Remit)) || want == "outside" && a.Remit != "enforcement"
}

func hasSome(want string, have []string) bool {
	return want == "any" || slices.ContainsFunc(strings.Split(want, "|"), func(w string) bool { return slices.Contains(have, w) })
}

// byRole are the lines of the oracle about one role.
func byRole[T any](rows []T, role func(T) string) map[string][]T {
	out := map[string][]T{}
	for _, r := range rows {
		out[role(r)] = append(out[role(r)], r)
	}
	return out
}

var (
	opensOf = byRole(oracleOpens, func(r openLine) string { return r.role })
	actsOf  = byRole(oracleActs, func(r actLine) string { return r.role })
)

func oracleOpen(a Actor, s Situation) label.Set {
	var out label.Set
	if !sane(a) || !saneCase(s) || !within(a, s) {
		return out
	}
	for _, r := range opensOf[string(a.Role)] {
		if r.purpose != string(a.Purpose) || !inRemit(r.remit, a) || !column(r.link, s.Linked) || !column(r.keeper, s.Keeper) || !hasSome(r.grounds, s.Bases.All()) {
			continue
		}
		for _, name := range strings.Fields(r.labels) {
			l, err := label.Parse(name)
			if err != nil {
				panic("the oracle misspells " + name)
			}
			if hasSome(r.bases, s.Bases.Of(l)) {
				out = out.With(label.Of(l))
			}
		}
	}
	if a.Token != nil {
		out = out.Only(a.Token.Labels)
	}
	return out.Only(s.Held)
}

// oracleDoes gives every action, sorted.
func oracleDoes(a Actor, s Situation) []string {
	var out []string
	if !sane(a) {
		return nil
	}
	for _, r := range actsOf[string(a.Role)] {
		if r.purpose != string(a.Purpose) || !inRemit(r.remit, a) || !column(r.link, s.Linked) || !column(r.keeper, s.Keeper) || !hasSome(r.grounds, s.Bases.All()) {
			continue
		}
		for _, action := range strings.Fields(r.actions) {
			if a.Token != nil && !slices.Contains(a.Token.Actions, action) {
				continue
			}
			if len(s.Held.List()) > 0 && saneCase(s) && within(a, s) || slices.Contains(strings.Fields(oracleOutside), action) {
				out = append(out, action)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func oracleMay(a Actor, s Situation, action string) bool {
	return slices.Contains(oracleDoes(a, s), action)
}

// disagreements gives the points of the whole table on which e and the oracle differ,
// and stops once there are most of them.
func disagreements(e *Engine, most int) []string {
	var out []string
	situations := everySituation()
	for _, a := range everyActor() {
		for _, s := range situations {
			if len(out) >= most {
				return out
			}
			out = append(out, differ(e, a, s)...)
		}
	}
	return out
}

func later(soon bool) int {
	if soon {
		return 0
	}
	return 1
}

func differ(e *Engine, a Actor, s Situation) []string {
	var out []string
	got, done, alarms := e.everything(a, s)
	if want := oracleOpen(a, s); got != want || len(alarms) > 0 {
		out = append(out, Breach{"open", fmt.Sprint(got, " not ", want, alarms), a, s}.String())
	}
	if want := oracleDoes(a, s); !slices.Equal(done, want) {
		out = append(out, Breach{"may", fmt.Sprint(done, " not ", want), a, s}.String())
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
