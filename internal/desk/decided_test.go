package desk

import (
	"testing"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/decision"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/referral"
)

// Inside immigration enforcement the decision-maker reads what the referral gave until it
// is decided, and again while it is reconsidered. What the person agreed to share there
// opens nothing. At the other authority it stays open: that is the control.
func TestInsideEnforcementUntilDecided(t *testing.T) {
	h := newHouse(t)
	iris := h.join(h.found("An authority in enforcement", "enforcement-authority"), "Iris", policy.CaseOwner)
	general := label.Of(label.General)
	for _, owner := range []policy.Actor{iris, h.grace} {
		t.Run(string(owner.Remit), func(t *testing.T) {
			on := h.met("Alima")
			ref := h.do(h.tom, casefile.SendReferral(on, referral.Send{Happened: h.today(), Body: referral.Sent{
				Route: answer.Given(referral.Route("adult")), Authority: answer.Given(referral.Authority("sca")), To: answer.Given(owner.Organisation), Consent: answer.Given(referral.Agreed("yes")),
			}})).Entries[0]
			after := general
			if owner.Remit != policy.Enforcing {
				after = referral.Given
			}
			opens := func(what string, want label.Set) {
				t.Helper()
				if got := h.view(owner, on).Labels; got != want {
					t.Errorf("%s: opens %s, want %s", what, got, want)
				}
				listed := h.day(owner)
				if len(listed.Folk) == 0 || (listed.Folk[len(listed.Folk)-1].Who.Name == "Alima") != want.Has(label.Identity) {
					t.Errorf("%s: the list says %+v", what, listed.Folk)
				}
			}
			decide := func(stage decision.Stage, out decision.Outcome, again bool) ident.Entry {
				b := decision.Made{Referral: answer.Given(ref), Stage: answer.Given(stage), Outcome: answer.Given(out), Reasons: answer.Given(answer.Text("Because."))}
				if again {
					b.Reconsidered = answer.Given(decision.YesNo("yes"))
				}
				if owner.Remit == policy.Enforcing && h.view(owner, on).Labels == general {
					b.Reasons = answer.Of[answer.Text]{}
				}
				return h.do(owner, casefile.MakeDecision(on, decision.Make{Happened: h.today(), Body: b})).Entries[0]
			}
			opens("referred", referral.Given)
			decide(decision.ReasonableGrounds, decision.Positive, false)
			opens("reasonable grounds", referral.Given)
			decide(decision.ConclusiveGrounds, decision.Negative, false)
			opens("decided", after)
			h.share(on, owner.Organisation, label.Of(label.General, label.Identity, label.Contact), civil.When{})
			opens("shared by consent", after)
			h.do(h.tom, casefile.AskReconsideration(on, decision.Ask{Happened: h.today(), Body: decision.Asked{Referral: answer.Given(ref), Stage: answer.Given(decision.ConclusiveGrounds)}}))
			opens("reconsidered", referral.Given)
			decide(decision.ConclusiveGrounds, decision.Positive, true)
			opens("decided again", after)
		})
	}
}

// A negative first decision carries the duty out as well; a decision that is taken back
// carried nothing out.
func TestDutyIsDoneWhereItIsDecided(t *testing.T) {
	h := newHouse(t)
	on := h.met("Alima")
	ref := h.refer(on)
	held := func() chronology.Basis {
		t.Helper()
		for _, a := range h.view(h.tom, on).Access {
			if a.To == h.sca {
				return a.Basis
			}
		}
		return ""
	}
	if got := held(); got != chronology.StatutoryDuty {
		t.Fatalf("referred: %q", got)
	}
	made := h.do(h.grace, casefile.MakeDecision(on, decision.Make{Happened: h.today(), Body: decision.Made{
		Referral: answer.Given(ref), Stage: answer.Given(decision.ReasonableGrounds), Outcome: answer.Given(decision.Negative), Reasons: answer.Given(answer.Text("Because.")),
	}})).Entries[0]
	if got := held(); got != chronology.DutyDone {
		t.Errorf("refused at first: %q", got)
	}
	h.do(h.grace, casefile.Correct(on, casefile.Correction{Of: made, Fields: []string{chronology.Whole}, Body: &decision.Made{}, Why: words("Another person's.")}, string(made)))
	if got := held(); got != chronology.StatutoryDuty {
		t.Errorf("taken back: %q", got)
	}
}
