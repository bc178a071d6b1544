package desk

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/person"
	"waymark/internal/policy"
	"waymark/internal/store/tamper"
	"waymark/internal/support"
)

func typed(s string) map[string][]string {
	return map[string][]string{"note": {s}, "how": {"phone", "a way that there is not"}}
}

func (h *house) draft(a policy.Actor, on ident.Chronology, s string) ident.Act {
	h.t.Helper()
	id := h.NewAct()
	if _, err := h.SaveDraft(ctx, a, Draft{ID: id, Route: "contact.record", On: on, Values: typed(s)}); err != nil {
		h.t.Fatal(err)
	}
	return id
}

func TestDraftIsOpenedAsItWasTyped(t *testing.T) { onBoth(t, draftIsOpenedAsItWasTyped) }

func draftIsOpenedAsItWasTyped(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.met("Alima")
	id := h.draft(h.nadia, on, "Half a sentence")
	h.set.Advance(time.Minute)
	kept, err := h.SaveDraft(ctx, h.nadia, Draft{ID: id, Route: "contact.record", On: on, Values: typed("A sentence.")})
	saved := kept.Saved
	if err != nil || !saved.Equal(h.set.Now()) || kept.Apart || kept.ID != id {
		t.Fatalf("kept %+v, %v", kept, err)
	}
	got, err := h.Draft(ctx, h.nadia, id)
	if err != nil || got.On != on || got.Route != "contact.record" || !got.Saved.Equal(saved) || !maps.EqualFunc(got.Values, typed("A sentence."), slices.Equal) {
		t.Errorf("%+v, %v", got, err)
	}
	newer := h.draft(h.nadia, on, "Another")
	list, err := h.Drafts(ctx, h.nadia, on)
	if err != nil || len(list) != 2 || !slices.ContainsFunc(list, func(d Draft) bool { return d.ID == newer }) || list[0].Values != nil {
		t.Errorf("%+v, %v", list, err)
	}
}

// Nobody else reads, lists, overwrites or drops a draft, whatever they may do in the case.
func TestDraftIsOnesOwn(t *testing.T) { onBoth(t, draftIsOnesOwn) }

func draftIsOnesOwn(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.met("Alima")
	id := h.draft(h.nadia, on, "Half a sentence")
	for _, a := range []policy.Actor{h.tom, h.sam, h.ruth, Operator()} {
		if _, err := h.Draft(ctx, a, id); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s reads it: %v", a.Role, err)
		}
		if _, err := h.SaveDraft(ctx, a, Draft{ID: id, Route: "contact.record", On: on, Values: typed("x")}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s overwrites it: %v", a.Role, err)
		}
		if list, err := h.Drafts(ctx, a, on); err != nil || len(list) > 0 {
			t.Errorf("%s lists %+v, %v", a.Role, list, err)
		}
		if err := h.DropDraft(ctx, a, id); err != nil {
			t.Errorf("%s: %v", a.Role, err)
		}
	}
	if got, err := h.Draft(ctx, h.nadia, id); err != nil || got.Values["note"][0] != "Half a sentence" {
		t.Errorf("%+v, %v", got, err)
	}
	if err := h.DropDraft(ctx, h.nadia, id); err != nil {
		t.Fatal(err)
	}
	_, err := h.Draft(ctx, h.nadia, id)
	wantKind(t, err, errs.NotFound)
}

// A draft is kept for what the worker may do where they may do it.
func TestDraftIsRefused(t *testing.T) { onBoth(t, draftIsRefused) }

func draftIsRefused(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.met("Alima")
	large := typed(strings.Repeat("x", longestDraft))
	for name, c := range map[string]struct {
		a    policy.Actor
		d    Draft
		want errs.Kind
	}{
		"not-linked":          {h.sam, Draft{ID: h.NewAct(), Route: "contact.record", On: on}, errs.NotFound},
		"not-theirs-to-do":    {h.nadia, Draft{ID: h.NewAct(), Route: "support.allocate", On: on}, errs.NotFound},
		"nobody-there":        {h.nadia, Draft{ID: h.NewAct(), Route: "contact.record", On: ident.NewChronology(noon)}, errs.NotFound},
		"no-case":             {h.nadia, Draft{ID: h.NewAct(), Route: "person.meet"}, errs.NotFound},
		"no-id":               {h.nadia, Draft{ID: "x", Route: "contact.record", On: on}, errs.NotFound},
		"unplaced-on-another": {h.sam, Draft{ID: h.NewAct(), Route: "person.meet", On: DraftsOn(h.nadia)}, errs.NotFound},
		"nobody-there-team":   {h.tom, Draft{ID: h.NewAct(), Route: "team.record supervision", On: ident.NewChronology(noon)}, errs.NotFound},
		"team-on-a-case":      {h.tom, Draft{ID: h.NewAct(), Route: "team.record supervision", On: on}, errs.NotFound},
		"opens-anothers":      {h.ruth, Draft{ID: h.NewAct(), Route: "person.meet", On: on}, errs.NotFound},
		"too-long":            {h.nadia, Draft{ID: h.NewAct(), Route: "contact.record", On: on, Values: large}, errs.Invalid},
		"case-owner-to-add":   {h.grace, Draft{ID: h.NewAct(), Route: "contact.record", On: on}, errs.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			h.unchanged(func() {
				_, err := h.SaveDraft(ctx, c.a, c.d)
				wantKind(t, err, c.want)
			})
		})
	}
	large["note"][0] = large["note"][0][:longestDraft-150]
	if _, err := h.SaveDraft(ctx, h.nadia, Draft{ID: h.NewAct(), Route: "contact.record", On: on, Values: large}); err != nil {
		t.Errorf("just short enough: %v", err)
	}
	if n := h.alarms(); n > 0 {
		t.Errorf("%d alarms stand", n)
	}
}

// Somebody met for the first time has a draft before they have a record.
func TestDraftBeforeTheRecord(t *testing.T) { onBoth(t, draftBeforeTheRecord) }

func draftBeforeTheRecord(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on, id := ident.NewChronology(noon), h.NewAct()
	if _, err := h.SaveDraft(ctx, h.sam, Draft{ID: id, Route: "person.meet", On: DraftsOn(h.sam), Values: typed("Somebody")}); err != nil {
		t.Fatal(err)
	}
	if got, err := h.Draft(ctx, h.sam, id); err != nil || got.Values["note"][0] != "Somebody" {
		t.Fatalf("%+v, %v", got, err)
	}
	meet := casefile.MeetBeside(on, person.Meet{Happened: h.today(), Body: person.Met{ChosenName: answer.Given("Somebody")}})
	if _, err := h.Do(ctx, h.sam, id, meet); err != nil {
		t.Fatal(err)
	}
	_, err := h.Draft(ctx, h.sam, id)
	wantKind(t, err, errs.NotFound)
	if got := h.view(h.sam, on).Case.Person.Called(); got != "Somebody" {
		t.Errorf("called %q", got)
	}
}

// The act ends its draft; a save that comes late keeps nothing and troubles nobody.
func TestDraftEndsWithTheAct(t *testing.T) { onBoth(t, draftEndsWithTheAct) }

func draftEndsWithTheAct(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.met("Alima")
	id := h.draft(h.nadia, on, "Half a sentence")
	if _, err := h.Do(ctx, h.nadia, id, h.contacted(on, "A sentence.")); err != nil {
		t.Fatal(err)
	}
	_, err := h.Draft(ctx, h.nadia, id)
	wantKind(t, err, errs.NotFound)
	h.unchanged(func() {
		if _, err := h.SaveDraft(ctx, h.nadia, Draft{ID: id, Route: "contact.record", On: on, Values: typed("late")}); err != nil {
			t.Errorf("a late save: %v", err)
		}
		_, err := h.SaveDraft(ctx, h.tom, Draft{ID: id, Route: "contact.record", On: on, Values: typed("late")})
		wantKind(t, err, errs.NotFound)
	})
}

// A draft may hold what its form was filled with: it closes when the case does.
func TestDraftClosesWithTheCase(t *testing.T) { onBoth(t, draftClosesWithTheCase) }

func draftClosesWithTheCase(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.meet("Alima")
	link := h.beside(on, h.nadia)
	id := h.draft(h.nadia, on, "Half a sentence")
	h.do(h.tom, casefile.Release(on, support.Release{Happened: h.today(), Body: support.Released{Allocation: answer.Given(link)}}))
	_, err := h.Draft(ctx, h.nadia, id)
	wantKind(t, err, errs.NotFound)
	if list, err := h.Drafts(ctx, h.nadia, on); err != nil || len(list) > 0 {
		t.Errorf("%+v, %v", list, err)
	}
	h.beside(on, h.nadia)
	if _, err := h.Draft(ctx, h.nadia, id); err != nil {
		t.Errorf("beside again: %v", err)
	}
	if n := len(tamper.Cells(t, h.data(), "draft", "id", "sealed")); n != 1 {
		t.Errorf("%d drafts lie there", n)
	}
}

// A form that somebody began to fill in is sent by nobody else, and what they typed is not
// lost by another's trying.
func TestNobodySendsAnothersForm(t *testing.T) { onBoth(t, nobodySendsAnothersForm) }

func nobodySendsAnothersForm(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.met("Alima")
	id := h.NewAct()
	if _, err := h.SaveDraft(ctx, h.nadia, Draft{ID: id, Route: "contact.record", On: on, Values: map[string][]string{"note": {"Half a sentence"}}}); err != nil {
		t.Fatal(err)
	}
	h.unchanged(func() {
		_, err := h.Do(ctx, h.tom, id, h.contacted(on, "Whole."))
		wantKind(t, err, errs.Denied)
	})
	if x, err := h.Draft(ctx, h.nadia, id); err != nil || x.Values["note"][0] != "Half a sentence" {
		t.Errorf("the draft is %+v, %v", x, err)
	}
	if _, err := h.Do(ctx, h.nadia, id, h.contacted(on, "Whole.")); err != nil {
		t.Errorf("control: who began it: %v", err)
	}
	if _, err := h.Draft(ctx, h.nadia, id); err == nil {
		t.Error("the draft of what was sent is still there")
	}
}
