package desk

import (
	"testing"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/errs"
	"waymark/internal/policy"
	"waymark/internal/store/tamper"
)

func TestWhatAnOrganisationRecordedStaysReadableToItsRecordsLead(t *testing.T) {
	h := newHouse(t)
	rena := h.join(h.other, "Rena", policy.RecordsLead)
	mara := h.join(h.maple, "Mara", policy.RecordsLead)
	on := h.met("Linh")
	h.do(h.nadia, h.contacted(on, "told Maple House"))
	sharing := h.share(on, h.other, consent.On(chronology.Consent), civil.When{})
	h.do(h.ruth, h.contacted(on, "told Lantern Trust"))
	if page, err := h.OwnRecords(ctx, rena, 1); err != nil || len(page.Records) != 0 {
		t.Fatalf("while it may be read: %+v, %v", page.Records, err)
	}
	h.do(h.tom, casefile.EndSharing(on, consent.End{Happened: h.today(), Body: consent.Ended{Sharing: answer.Given(sharing)}}))
	h.set.Advance(1)
	page, err := h.OwnRecords(ctx, rena, 1)
	if err != nil || len(page.Records) != 1 || page.Records[0].On != on {
		t.Fatalf("afterwards: %+v, %v", page.Records, err)
	}
	x, err := h.OwnRecord(ctx, rena, on)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range x.Case.Lines {
		if l.For != h.other {
			t.Errorf("shows what %s wrote: %s", l.For, l.Kind)
		}
	}
	if got := kindsOf(x.Case.Lines); len(got) != 1 || got[0] != "contact.made" {
		t.Errorf("shows %v", got)
	}
	for name, a := range map[string]policy.Actor{"a manager there": h.ruth, "a support worker": h.nadia, "the authority": h.grace} {
		if _, err := h.OwnRecord(ctx, a, on); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, a := range map[string]policy.Actor{"the keeper's": mara} {
		if _, err := h.OwnRecord(ctx, a, on); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := h.OwnRecords(ctx, h.ruth, 1); errs.KindOf(err) != errs.Denied {
		t.Errorf("a manager's list: %v", err)
	}
	tamper.Refuse(t, h.data(), "look")
	for name, read := range map[string]func() error{
		"the list": func() error { _, err := h.OwnRecords(ctx, rena, 1); return err },
		"one":      func() error { _, err := h.OwnRecord(ctx, rena, on); return err },
	} {
		if errs.KindOf(read()) != errs.Unavailable {
			t.Errorf("%s is shown without its look", name)
		}
	}
	tamper.Allow(t, h.data(), "look")
	h.restrict(on, h.nadia)
	if _, err := h.OwnRecord(ctx, rena, on); errs.KindOf(err) != errs.NotFound {
		t.Errorf("where few may know: %v", err)
	}
}
