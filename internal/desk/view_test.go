package desk

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/contact"
	"waymark/internal/decision"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/policy"
	"waymark/internal/referral"
)

// course writes a case in which most labels bear something.
func (h *house) course(name string) (on ident.Chronology, ref ident.Entry) {
	h.t.Helper()
	on = h.met(name)
	h.do(h.nadia, h.described(on, person.Described{ChosenName: answer.Given(name + " herself"), Speaks: answer.Given("Albanian"), Nationality: answer.Given("Atlantis")}))
	h.do(h.nadia, h.safeWay(on, "07700 900118", "none"))
	private := contact.Made{How: answer.Given(contact.How("phone")), Reached: answer.Given(contact.Reached("yes")), Private: answer.Given(contact.Private("partly")), Note: words("We spoke.")}
	h.do(h.nadia, casefile.RecordContact(on, contact.Record{Happened: h.today(), Body: private, Extra: map[string]label.Set{"note": label.Of(label.Legal)}}))
	ref = h.do(h.nadia, casefile.SendReferral(on, referral.Send{Happened: h.today(), Body: referral.Sent{
		Route: answer.Given(referral.Route("adult")), Authority: answer.Given(referral.Authority("sca")), To: answer.Given(h.sca), Consent: answer.Given(referral.Agreed("yes")),
		Account: words("What was done."), Where: words("A farm."), Police: answer.Given(referral.Agreed("no")),
	}})).Entries[0]
	h.do(h.nadia, h.supported(on, "safehouse"))
	h.do(h.grace, h.decided(on, ref, decision.Positive, "There are grounds."))
	h.do(h.nadia, h.left(on, "She may work."))
	line := h.do(h.nadia, h.contacted(on, "She is well.")).Entries[0]
	h.do(h.nadia, casefile.Correct(on, casefile.Correction{Of: line, Fields: []string{"minutes"}, Body: &contact.Made{Minutes: answer.Given(45)}, Why: words("A slip.")}, string(line)))
	return on, ref
}

// shownTo is every field that a view shows, by entry and name, as text.
func shownTo(v View, kinds chronology.Kinds) map[string]answer.State {
	out := map[string]answer.State{}
	for _, l := range v.Case.Lines {
		out[string(l.ID)] = answer.IsGiven
		for _, s := range kinds.Show(l.Body) {
			out[string(l.ID)+" "+s.Field.Name] = s.State
		}
	}
	return out
}

// allowed is the same by the rule itself, from the whole record: an entry is there if the
// reader may know of it, a field if every label on it is open.
func allowed(whole View, kinds chronology.Kinds, have label.Set) map[string]answer.State {
	out := map[string]answer.State{}
	for _, l := range whole.Case.Lines {
		k, _ := kinds.Find(l.Kind)
		if !have.Has(k.Exists) {
			continue
		}
		out[string(l.ID)] = answer.IsGiven
		given := map[string]answer.State{}
		for _, s := range kinds.Show(l.Body) {
			given[s.Field.Name] = s.State
		}
		for _, f := range k.Fields() {
			name := string(l.ID) + " " + f.Name
			switch {
			case !have.Covers(l.LabelsOf(f)):
				out[name] = answer.IsWithheld // asked or not: that is withheld, too
			case given[f.Name] != answer.NotAsked:
				out[name] = given[f.Name]
			}
		}
	}
	return out
}

// A second organisation sees exactly what was shared, in the page and in its lists, and
// nothing from the commit on that ends it.
func TestSharingShowsExactlyWhatWasShared(t *testing.T) {
	h := newHouse(t)
	h.met("Tesfay") // somebody who is never shared
	var on ident.Chronology
	round := 0
	shareable := consent.On(chronology.Consent).List()
	rapid.Check(t, func(rt *rapid.T) {
		shared := label.Of(rapid.SliceOfNDistinct(rapid.SampledFrom(shareable), 1, len(shareable), rapid.ID[label.Label]).Draw(rt, "shared")...)
		if round%20 == 0 { // a case that stays short is read quickly
			on, _ = h.course("Alima")
		}
		round++
		entry := h.share(on, h.other, shared, civil.When{})
		v := h.view(h.ruth, on)
		if v.Labels != shared || v.Keeper || len(v.Access) != 1 {
			rt.Fatalf("open to them: %s (keeper %v, %d accesses), want %s", v.Labels, v.Keeper, len(v.Access), shared)
		}
		if got, want := shownTo(v, h.kinds), allowed(h.view(h.tom, on), h.kinds, shared); !reflect.DeepEqual(got, want) {
			rt.Fatalf("shown %v\nwant %v", got, want)
		}
		for _, x := range v.Deadlines {
			if !shared.Covers(x.Labels) {
				rt.Fatalf("shown %s, which rests on %s", x.Rule, x.Labels)
			}
		}
		day := h.day(h.ruth)
		if len(day.Folk) != 1 || day.People != 1 || day.Folk[0].Who.Name != v.Case.Person.Called() {
			rt.Fatalf("listed %+v, on the page %q", day.Folk, v.Case.Person.Called())
		}
		if known := shared.Covers(label.Of(label.General, label.Identity)); known != (day.Folk[0].Who.Name == "Alima herself") {
			rt.Fatalf("with %s open she is called %q", shared, day.Folk[0].Who.Name)
		}
		for _, due := range day.Dues {
			if due.Who.Name != v.Case.Person.Called() {
				rt.Fatalf("due of %q", due.Who.Name)
			}
		}
		h.do(h.tom, casefile.EndSharing(on, consent.End{Happened: h.today(), Body: consent.Ended{Sharing: answer.Given(entry)}}))
		if _, err := h.Read(ctx, h.ruth, "case.see", on, chronology.At{}); errs.KindOf(err) != errs.NotFound {
			rt.Fatalf("after it ended: %v", err)
		}
		if day := h.day(h.ruth); len(day.Folk) > 0 || len(day.Dues) > 0 || day.People > 0 || day.Counts.All > 0 {
			rt.Fatalf("after it ended the lists hold %+v", day)
		}
	})
}

// Sharing ends with its day, in London, without anything having to run.
func TestSharingEndsWithItsDay(t *testing.T) {
	h := newHouse(t)
	on, _ := h.course("Alima")
	last := civil.DayOf(noon).Add(30) // past the change to summer time
	h.share(on, h.other, label.Of(label.General, label.Identity), civil.On(last))
	for at, want := range map[time.Time]bool{last.End().Add(-time.Second): true, last.End(): false, last.End().Add(time.Hour): false, last.End().Add(-25 * time.Hour): true} {
		h.set.Set(at)
		_, err := h.Read(ctx, h.ruth, "case.see", on, chronology.At{})
		if got := err == nil; got != want || h.lists(h.ruth, on) != want {
			t.Errorf("at %v: %v, want %v", at, err, want)
		}
		if err != nil {
			wantKind(t, err, errs.NotFound)
		}
	}
	if got := last.End().UTC().Hour(); got != 23 {
		t.Errorf("the day ends at %d UTC: this test should lie in summer time", got)
	}
}

// The case owner sees what a decision needs and never more, however much is shared.
func TestCaseOwnerSeesWhatADecisionNeeds(t *testing.T) {
	h := newHouse(t)
	on, ref := h.course("Alima")
	never := label.Of(label.Health, label.Legal, label.Address, label.Staffing)
	check := func(when string, want label.Set) {
		t.Helper()
		v := h.view(h.grace, on)
		if v.Labels != want || !v.Labels.Without(never).Covers(v.Labels) {
			t.Errorf("%s: open %s, want %s", when, v.Labels, want)
		}
		if got, want := shownTo(v, h.kinds), allowed(h.view(h.tom, on), h.kinds, want); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: shown %v\nwant %v", when, got, want)
		}
		if sent, ok := v.Case.Referral.Latest(); !ok || sent.ID != ref || sent.Body.(*referral.Sent).Account.State() != answer.IsGiven || len(v.Case.Decision.Made) != 1 {
			t.Errorf("%s: what the decision rests on is not there", when)
		}
		if v.Case.Support.Now().Since.IsZero() == v.Labels.Has(label.General) || v.Case.Contact.Last != nil {
			t.Errorf("%s: contacts are shown, or the course is not", when)
		}
	}
	check("by referral", referral.Given)
	if v := h.view(h.grace, on); v.Case.Entitlement.Leave != nil || v.Case.Person.Nationality.Answer().Answered() {
		t.Error("immigration is shown without consent")
	}
	everything := consent.CanBeShared
	duty := consent.Shared{To: answer.Given(h.sca), Labels: answer.Given(consent.On(chronology.StatutoryDuty)), Basis: answer.Given(chronology.StatutoryDuty)}
	h.do(h.tom, casefile.Share(on, consent.Share{Happened: h.today(), Body: duty}))
	check("all by duty", everything.Without(never).Without(label.Of(label.Immigration)))
	h.share(on, h.sca, consent.On(chronology.Consent), civil.When{})
	check("all by consent", everything.Without(never))
}

// Reading about an earlier moment shows who may read now.
func TestReadingBackSaysWhoMayReadNow(t *testing.T) {
	h := newHouse(t)
	on, _ := h.course("Alima")
	entry := h.share(on, h.other, label.Of(label.General), civil.When{})
	then := h.set.Now()
	h.set.Advance(time.Hour)
	h.do(h.tom, casefile.EndSharing(on, consent.End{Happened: h.today(), Body: consent.Ended{Sharing: answer.Given(entry)}}))
	v, err := h.Read(ctx, h.tom, "case.see", on, chronology.At{KnownAt: then})
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(v.Access, func(a chronology.Access) bool { return a.To == h.other }) {
		t.Error("a sharing that has ended is said to run")
	}
	if len(v.Case.Consent.Running) != 1 {
		t.Error("the case as it was known then shows no sharing")
	}
}

// Each look is kept before its page is shown, and the keeper sees who looked.
func TestLooksAreKept(t *testing.T) {
	h := newHouse(t)
	on, _ := h.course("Alima")
	h.share(on, h.other, label.Of(label.General, label.Identity), civil.When{})
	for _, a := range []policy.Actor{h.ruth, h.grace, h.nadia} {
		h.set.Advance(time.Minute)
		h.view(a, on)
	}
	_, err := h.Read(ctx, h.sam, "case.see", on, chronology.At{}) // refused: nothing was seen
	wantKind(t, err, errs.NotFound)
	h.set.Advance(time.Minute)
	v := h.view(h.tom, on)
	looks, err := h.Looks(ctx, v, 100, 0)
	if err != nil || len(looks) != 4 {
		t.Fatalf("%+v, %v", looks, err)
	}
	for i, a := range []policy.Actor{h.tom, h.nadia, h.grace, h.ruth} {
		if l := looks[i]; l.Worker != a.Worker || l.Organisation != a.Organisation || l.Route != "case.see" {
			t.Errorf("look %d is %+v, want by %s", i, l, a.Role)
		}
	}
	if l := looks[3]; l.Labels != label.Of(label.General, label.Identity) || !v.Now.After(l.At) {
		t.Errorf("%+v", l)
	}
	if looks, err := h.Looks(ctx, h.view(h.ruth, on), 100, 0); err != nil || len(looks) > 0 {
		t.Errorf("who does not keep the record sees %+v, %v", looks, err)
	}
}
