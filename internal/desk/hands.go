package desk

import (
	"context"

	"waymark/internal/chronology"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/rulebook"
	"waymark/internal/store"
)

// answers says by which acts one knows whoever answers for what a party must do: the
// policies let them do one thing, and do not let them do another that marks somebody else's
// work. Who does what is the policies' alone; a party that nobody here is stands with those
// in whose hands it is.
var answers = map[string]struct{ may, not string }{
	"support-provider":     {may: "support.note"},
	"person":               {may: "reconsideration.ask"}, // whoever helps them do it
	"first-responder":      {may: "referral.confirm"},
	"competent-authority":  {may: "decision.make"},
	"local-authority":      {may: "housing.record", not: "support.note"},
	"police":               {may: "justice.record", not: "reconsideration.ask"},
	"legal-representative": {may: "reconsideration.ask", not: "support.note"},
}

// hands divides those who must do something into a reader's own and all others.
func (d *Desk) hands(ctx context.Context, actor policy.Actor, reader store.Reader) (ours, others []string) {
	for _, party := range rulebook.Parties() {
		by, known := answers[party]
		if known && d.mayAnywhere(ctx, actor, reader, by.may) && (by.not == "" || !d.mayAnywhere(ctx, actor, reader, by.not)) {
			ours = append(ours, party)
		} else {
			others = append(others, party)
		}
	}
	return ours, others
}

// mayAnywhere says whether an actor may do something in any case of their lists, on
// whichever basis everything were held.
func (d *Desk) mayAnywhere(ctx context.Context, actor policy.Actor, reader store.Reader, action string) bool {
	for _, b := range chronology.Basis("").Codes() {
		dec := d.policy.May(actor, rowSituation(anyOf(actor), label.Everything(), policy.Over(label.Everything(), b.Value).String(), reader.Beside), action)
		d.heed(ctx, dec.Alarm)
		if dec.Allowed {
			return true
		}
	}
	return false
}
