package desk

import (
	"testing"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/errs"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/referral"
)

// That the person agreed to one thing being read opens nothing else: immigration held by
// contract stays closed to who decides, on the page, in the lists and in an export.
func TestConsentOpensOnlyWhatItCovers(t *testing.T) {
	h := newHouse(t)
	on := h.met("Alima")
	h.refer(on)
	h.do(h.nadia, h.described(on, person.Described{Nationality: answer.Given("Eritrean")}))
	h.do(h.tom, h.supported(on, "asylum-accommodation"))
	h.do(h.tom, h.left(on, "She may work."))
	h.share(on, h.sca, label.Of(label.General), civil.When{})
	before, listed := h.view(h.grace, on).Labels, h.day(h.grace).Counts
	share := func(b chronology.Basis) {
		// Written as it is: no act gives immigration by contract.
		h.force(h.tom, on, chronology.New{Body: &consent.Shared{
			To: answer.Given(h.sca), Labels: answer.Given(label.Of(label.Immigration)), Basis: answer.Given(b),
		}})
	}
	share(chronology.Contract)
	if v := h.view(h.grace, on); v.Labels != before || v.Case.Person.Nationality.Answer().Answered() {
		t.Errorf("immigration by contract, consent to the course of the case: opens %s, before %s", v.Labels, before)
	}
	if got := h.day(h.grace).Counts; got != listed {
		t.Errorf("the lists count %+v, before %+v", got, listed)
	}
	share(chronology.Consent)
	if v := h.view(h.grace, on); v.Labels != before.With(label.Of(label.Immigration)) {
		t.Errorf("control: the person agreed to immigration: opens %s", v.Labels)
	}
	if got := h.day(h.grace).Counts; got.All <= listed.All {
		t.Errorf("control: the person agreed to immigration: the lists count %+v, before %+v", got, listed)
	}
}

// Whoever was trusted with a part of a record gives nobody sight of it by a referral, not
// even themselves.
func TestOnlyTheKeeperRefers(t *testing.T) {
	h := newHouse(t)
	on := h.met("Alima")
	h.share(on, h.other, label.Of(label.General), civil.When{})
	h.unchanged(func() {
		_, err := h.Do(ctx, h.ruth, h.NewAct(), casefile.SendReferral(on, referral.Send{Happened: h.today(), Body: referral.Sent{
			Route: answer.Given(referral.Route("adult")), Authority: answer.Given(referral.Authority("sca")), To: answer.Given(h.other), Consent: answer.Given(referral.Agreed("yes")),
		}}))
		wantKind(t, err, errs.Denied)
	})
	h.refer(on) // the keeper may
}
