package policy

import (
	"encoding/json"
	"slices"

	cedar "github.com/cedar-policy/cedar-go"
)

// open is asked once for each label; Open asks it, nobody else.
const open = "open"

// aboutCase is the group of every action that is about one case, so that a policy
// may forbid them all at once.
const aboutCase = "about-a-case"

// caseActions are asked with a Situation, outsideActions without one.
var (
	caseActions = []string{
		open, "case.see", "case.history", "case.export",
		"person.describe",
		"contact.record", "contact.safe-way",
		"entry.correct", "entry.take-back",
		"referral.send", "referral.notify", "referral.handle", "referral.confirm",
		"decision.make", "decision.tell", "decision.review",
		"reconsideration.ask",
		"support.start", "support.note", "support.end", "support.allocate", "support.allocation-end",
		"leave.record", "asylum.record", "housing.record", "justice.record",
		"risk.assess", "conference.record", "oversight.record",
		"consent.see", "consent.share", "consent.end-sharing",
		"access.give", "access.restrict", "access.conflict", "record.erase",
	}
	outsideActions = []string{
		"today.see", "rules.see", "person.meet", "organisation.found", "worker.join", "worker.leave", "import.run",
		"access.break-glass", "names.search", "records.own", "list.export", "person.found-again",
		"team.see", "team.record", "house.open", "house.record", "directory.see", "decisions.see", "beds.see",
	}
)

func isCaseAction(action string) bool    { return slices.Contains(caseActions, action) }
func isOutsideAction(action string) bool { return slices.Contains(outsideActions, action) }

// everyAction is both, sorted.
var everyAction = slices.Sorted(slices.Values(slices.Concat(caseActions, outsideActions)))

// Actions lists the names of every action a policy may name, sorted.
func (e *Engine) Actions() []string { return slices.Clone(everyAction) }

// scope is the line of a policy that says which actions it is about, in the JSON form
// that the policy language documents.
type scope struct {
	Op       string       `json:"op"`
	Entity   actionName   `json:"entity"`
	Entities []actionName `json:"entities"`
}

type actionName struct {
	ID string `json:"id"`
}

func actionScope(p *cedar.Policy) scope {
	var form struct {
		Action scope `json:"action"`
	}
	text, err := p.MarshalJSON()
	if err == nil {
		err = json.Unmarshal(text, &form)
	}
	if err != nil {
		return scope{} // cannot be told: speaks of everything
	}
	return form.Action
}

// speaksOf says whether a policy with this scope could decide on action. When that
// cannot be told, it could.
func (s scope) speaksOf(action string) bool {
	if s.Op != "==" && s.Op != "in" {
		return true
	}
	for _, n := range append(slices.Clone(s.Entities), s.Entity) {
		if n.ID == action || n.ID == aboutCase && isCaseAction(action) {
			return true
		}
	}
	return false
}
