package desk

import (
	"testing"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/organisation"
	"waymark/internal/person"
	"waymark/internal/policy"
	"waymark/internal/referral"
	"waymark/internal/support"
)

func sentTo(h *house, on ident.Chronology, to ident.Organisation) casefile.Act {
	return casefile.SendReferral(on, referral.Send{Happened: h.today(), Body: referral.Sent{
		Route: answer.Given(referral.Route("adult")), Authority: answer.Given(referral.Authority("sca")), To: answer.Given(to), Consent: answer.Given(referral.Agreed("yes")),
	}})
}

// TestNobodyRefersThemselvesIn: an organisation that was trusted with a part cannot
// turn it into access by statute, which no withdrawn consent would end; nor can the keeper
// send a referral to anybody but a competent authority.
func TestNobodyRefersThemselvesIn(t *testing.T) {
	h := newHouse(t)
	on := h.met("Zed")
	h.share(on, h.other, label.Of(label.General), civil.When{})
	for name, c := range map[string]struct {
		as   func() error
		want errs.Kind
	}{
		"trusted-sends-to-itself": {func() error { _, err := h.Do(ctx, h.ruth, h.NewAct(), sentTo(h, on, h.other)); return err }, errs.Denied},
		"trusted-sends-on":        {func() error { _, err := h.Do(ctx, h.ruth, h.NewAct(), sentTo(h, on, h.sca)); return err }, errs.Denied},
		"keeper-sends-astray":     {func() error { _, err := h.Do(ctx, h.tom, h.NewAct(), sentTo(h, on, h.other)); return err }, errs.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			h.unchanged(func() { wantKind(t, c.as(), c.want) })
		})
	}
	h.do(h.tom, sentTo(h, on, h.sca))
}

// TestNobodyTakesAnothersWorkerAway: an organisation allocates and releases its own
// workers, and no other's.
func TestNobodyTakesAnothersWorkerAway(t *testing.T) {
	h := newHouse(t)
	on := h.meet("Zed")
	mine := h.beside(on, h.nadia)
	h.share(on, h.other, label.Of(label.General), civil.When{})
	release := casefile.Release(on, support.Release{Happened: h.today(), Body: support.Released{Allocation: answer.Given(mine)}})
	borrow := casefile.Allocate(on, support.Allocate{Happened: h.today(), Body: support.Allocated{Worker: answer.Given(h.nadia.Worker)}})
	h.unchanged(func() {
		_, err := h.Do(ctx, h.ruth, h.NewAct(), release)
		wantKind(t, err, errs.Invalid)
		_, err = h.Do(ctx, h.ruth, h.NewAct(), borrow)
		wantKind(t, err, errs.Invalid)
	})
	if !h.view(h.nadia, on).Linked {
		t.Error("Nadia lost sight of the person she walks beside")
	}
	// One that was written nevertheless, by a fault, ends nothing.
	h.force(h.ruth, on, chronology.New{Body: &support.Released{Allocation: answer.Given(mine)}})
	if !h.view(h.nadia, on).Linked {
		t.Error("another organisation's entry took Nadia's sight away")
	}
	h.do(h.tom, release)
}

// TestSortsAreRead: what acts are told of organisations is what was recorded.
func TestSortsAreRead(t *testing.T) {
	h := newHouse(t)
	w := h.world(ctx)
	if w.Sorts(h.sca) != organisation.CompetentAuthority || w.Sorts(h.other) != "support-provider" || w.Organisations("nobody") {
		t.Error("sorts")
	}
	if !w.Workers(h.maple, h.nadia.Worker) || w.Workers(h.other, h.nadia.Worker) || w.Workers(h.maple, "nobody") {
		t.Error("workers")
	}
}

// TestNobodyHidesTheSafeWay: what an organisation that was trusted with a part writes
// stands beside what the keeper wrote, and each goes stale by its own.
func TestNobodyHidesTheSafeWay(t *testing.T) {
	h := newHouse(t)
	on := h.met("Zed")
	h.share(on, h.other, label.Of(label.General, label.Identity, label.Contact, label.Safeguarding), civil.When{})
	h.do(h.nadia, h.safeWay(on, "the keeper's", "none"))
	h.do(h.ruth, h.safeWay(on, "the husband's phone", "none"))
	h.do(h.ruth, h.described(on, person.Described{ChosenName: answer.Given("Somebody else")}))
	h.do(h.tom, h.supported(on, "safehouse"))
	h.do(h.ruth, h.supported(on, "outreach"))
	h.do(h.ruth, casefile.EndSupport(on, support.End{Happened: h.today(), Body: support.Ended{Reason: answer.Given(support.Reason("moved-on"))}}))
	_, err := h.Do(ctx, h.ruth, h.NewAct(), casefile.EndSupport(on, support.End{Happened: h.today(), Body: support.Ended{Reason: answer.Given(support.Reason("moved-on"))}}))
	wantKind(t, err, errs.Invalid)
	for _, a := range []policy.Actor{h.tom, h.nadia, h.ruth} {
		c := h.view(a, on).Case
		said, ok := c.Contact.Safe()
		if others := c.Contact.Others(); !ok || said.Way.Details.Or("") != "the keeper's" || len(others) != 1 || others[0].From.For != h.other {
			t.Errorf("stands %+v beside %+v", said, others)
		}
		if c.Person.Called() != "Zed" || len(c.Person.AlsoCalled()) != 1 {
			t.Errorf("called %q, also %+v", c.Person.Called(), c.Person.AlsoCalled())
		}
		if now := c.Support.Now(); !now.Running || now.Setting.Or("") != "safehouse" {
			t.Errorf("support %+v", now)
		}
	}
	if day := h.day(h.tom); len(day.Folk) != 1 || day.Folk[0].Who.Name != "Zed" || day.Folk[0].Who.Setting != "Safehouse" {
		t.Errorf("the lists: %+v", day.Folk)
	}
}
