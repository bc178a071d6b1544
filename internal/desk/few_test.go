package desk

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/store/tamper"
	"waymark/internal/support"
)

func (h *house) restrict(on ident.Chronology, with policy.Actor) []ident.Entry {
	h.t.Helper()
	return h.do(h.tom, casefile.Restrict(on, consent.Restrict{
		Happened: h.today(), Body: consent.Restricted{Why: words("somebody asks for her")},
		With: consent.Named{Worker: answer.Given(with.Worker), Of: answer.Given(with.Organisation)},
	})).Entries
}

func (h *house) lift(on ident.Chronology, what ident.Entry) {
	h.t.Helper()
	h.do(h.tom, casefile.Lift(on, consent.Lift{Happened: h.today(), Body: consent.Lifted{What: answer.Given(what)}}))
}

// there says whether somebody can open a case, and that their lists say the same.
func (h *house) there(a policy.Actor, on ident.Chronology) bool {
	h.t.Helper()
	_, err := h.Read(ctx, a, "case.see", on, chronology.At{})
	if err != nil {
		wantKind(h.t, err, errs.NotFound)
	}
	if listed := h.lists(a, on); listed != (err == nil) {
		h.t.Errorf("%s opens it: %v, and it is listed: %v", a.Role, err == nil, listed)
	}
	return err == nil
}

func TestFewKnowOfARestrictedCase(t *testing.T) {
	h := newHouse(t)
	uma, ada := h.join(h.maple, "Uma", policy.Manager), h.join(h.maple, "Ada", policy.Manager)
	rita := h.join(h.other, "Rita", policy.Manager)
	on := h.met("Linh")
	h.share(on, h.other, label.Of(label.General, label.Identity), civil.When{})
	everyone := map[string]policy.Actor{"who restricts it": h.tom, "who is named": uma, "who walks beside": h.nadia, "another manager": ada, "who stands far": h.sam, "another organisation": h.ruth, "one named there": rita}
	who := func() []string {
		var out []string
		for name, a := range everyone {
			if h.there(a, on) {
				out = append(out, name)
			}
		}
		slices.Sort(out)
		return out
	}
	if got := who(); !slices.Equal(got, []string{"another manager", "another organisation", "one named there", "who is named", "who restricts it", "who walks beside"}) {
		t.Fatalf("before: %v", got)
	}
	wrote := h.restrict(on, uma)
	if got := who(); !slices.Equal(got, []string{"who is named", "who restricts it", "who walks beside"}) {
		t.Errorf("restricted: %v", got)
	}
	h.do(uma, casefile.NameOne(on, consent.Name{Happened: h.today(), Body: consent.Named{Worker: answer.Given(rita.Worker), Of: answer.Given(rita.Organisation)}}))
	if got := who(); !slices.Equal(got, []string{"one named there", "who is named", "who restricts it", "who walks beside"}) {
		t.Errorf("one more named: %v", got)
	}
	h.lift(on, wrote[0])
	if got := who(); len(got) != 6 {
		t.Errorf("lifted: %v", got)
	}
}

// A restricted case and none are alike to whoever may not know: the same error, the same
// words, nothing written but what is written where there is none.
func TestRestrictedAndNoneAreAlike(t *testing.T) {
	h := newHouse(t)
	ada := h.join(h.maple, "Ada", policy.Manager)
	on := h.met("Linh")
	h.restrict(on, h.nadia)
	none := ident.NewChronology(h.set.Now())
	tries := map[string]func(ident.Chronology) error{
		"read": func(on ident.Chronology) error {
			_, err := h.Read(ctx, ada, "case.see", on, chronology.At{})
			return err
		},
		"record": func(on ident.Chronology) error {
			_, err := h.Do(ctx, ada, h.NewAct(), h.contacted(on, "x"))
			return err
		},
		"break the glass": func(on ident.Chronology) error {
			_, err := h.Do(ctx, ada, h.NewAct(), casefile.OpenInEmergency(on, consent.Open{Happened: h.today(), Why: words("now")}))
			return err
		},
		"restrict": func(on ident.Chronology) error {
			_, err := h.Do(ctx, ada, h.NewAct(), casefile.Restrict(on, consent.Restrict{Happened: h.today(), Body: consent.Restricted{Why: words("x")}, With: consent.Named{Worker: answer.Given(h.tom.Worker), Of: answer.Given(h.maple)}}))
			return err
		},
	}
	for name, try := range tries {
		h.unchanged(func() {
			a, b := try(on), try(none)
			wantKind(t, a, errs.NotFound)
			if a == nil || b == nil || a.Error() != b.Error() {
				t.Errorf("%s: %v where few may know, %v where there is nothing", name, a, b)
			}
		})
	}
	if h.alarms() != 0 {
		t.Error("an alarm tells that it is there")
	}
	before := tamper.Counts(t, h.data())
	day := h.day(ada)
	if len(day.Folk) != 0 || day.People != 0 || day.Counts.All != 0 {
		t.Errorf("counted: %+v", day)
	}
	after := tamper.Counts(t, h.data())
	if after["look"]--; !maps.Equal(before, after) {
		t.Errorf("a list wrote %v, then %v", before, after)
	}
}

func TestAConflictOfInterestShutsOneOut(t *testing.T) {
	h := newHouse(t)
	uma := h.join(h.maple, "Uma", policy.Manager)
	on := h.met("Linh")
	keep := func(by, who policy.Actor) ident.Entry {
		return h.do(by, casefile.KeepAway(on, consent.Keep{Happened: h.today(), Body: consent.Conflicted{Worker: answer.Given(who.Worker), Why: words("knows the family")}})).Entries[0]
	}
	first := keep(h.tom, h.nadia) // although she walks beside them
	keep(h.tom, uma)
	if h.there(h.nadia, on) || h.there(uma, on) || !h.there(h.tom, on) {
		t.Error("shut out are Nadia and Uma, and nobody else")
	}
	h.do(h.tom, casefile.ConflictOver(on, consent.Resolve{Happened: h.today(), Body: consent.Resolved{Conflict: answer.Given(first)}}))
	if !h.there(h.nadia, on) || h.there(uma, on) {
		t.Error("over for Nadia alone")
	}
}

func TestOpenedInAnEmergency(t *testing.T) {
	h := newHouse(t)
	on := h.met("Linh")
	h.do(h.nadia, h.contacted(on, "told me her story"))
	open := casefile.OpenInEmergency(on, consent.Open{Happened: h.today(), Why: words("she rang, and was cut off")})
	for name, a := range map[string]policy.Actor{"another organisation": h.ruth, "the authority": h.grace} {
		_, err := h.Do(ctx, a, h.NewAct(), open)
		if wantKind(t, err, errs.NotFound); err == nil {
			t.Errorf("%s opened it", name)
		}
	}
	if _, err := h.Read(ctx, h.sam, "case.see", on, chronology.At{}); err == nil {
		t.Fatal("open before")
	}
	h.do(h.sam, open)
	v := h.view(h.sam, on)
	if v.Labels != chronology.InEmergency || v.Keeper || v.May("consent.share") || v.May("referral.send") {
		t.Errorf("opens %s, keeper %v", v.Labels, v.Keeper)
	}
	if h.lists(h.sam, on) {
		t.Error("it is on a list")
	}
	if _, err := h.Do(ctx, h.sam, h.NewAct(), open); err == nil {
		t.Error("opened twice")
	}
	if x := h.view(h.tom, on).Case.Consent.Emergencies; len(x) != 1 || x[0].Worker != h.sam.Worker {
		t.Errorf("the manager reads of %+v", x)
	}
	h.set.Set(civil.DayOf(h.set.Now()).Add(1).End().Add(-time.Second))
	h.view(h.sam, on)
	h.set.Advance(time.Second)
	if _, err := h.Read(ctx, h.sam, "case.see", on, chronology.At{}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("after the end: %v", err)
	}
}

// What an emergency opens is never more than the organisation may read.
func TestAnEmergencyOpensNoMoreThanIsHeld(t *testing.T) {
	h := newHouse(t)
	rosa := h.join(h.other, "Rosa", policy.SupportWorker)
	on := h.met("Linh")
	h.share(on, h.other, label.Of(label.General, label.Identity, label.Safeguarding, label.Account), civil.When{})
	h.do(rosa, casefile.OpenInEmergency(on, consent.Open{Happened: h.today(), Why: words("now")}))
	if got, want := h.view(rosa, on).Labels, label.Of(label.General, label.Identity, label.Safeguarding); got != want {
		t.Errorf("opens %s, want %s", got, want)
	}
}

func TestAnEmergencyIsNoWayPastAConflict(t *testing.T) {
	h := newHouse(t)
	on := h.met("Linh")
	h.do(h.tom, casefile.KeepAway(on, consent.Keep{Happened: h.today(), Body: consent.Conflicted{Worker: answer.Given(h.sam.Worker)}}))
	_, err := h.Do(ctx, h.sam, h.NewAct(), casefile.OpenInEmergency(on, consent.Open{Happened: h.today(), Why: words("now")}))
	wantKind(t, err, errs.NotFound)
	if e := new(errs.Error); errors.As(err, &e) && strings.Contains(e.Message, "conflict") {
		t.Errorf("it tells: %s", e.Message)
	}
}

func TestAllocationsEndOnTheirDay(t *testing.T) {
	h := newHouse(t)
	on := h.meet("Linh")
	tonight := h.allocated(on, h.sam)
	h.do(h.tom, tonight)
	if !h.there(h.sam, on) {
		t.Fatal("not open on the day")
	}
	h.set.Set(civil.DayOf(h.set.Now()).End())
	if h.there(h.sam, on) {
		t.Error("open after the day")
	}
	h.do(h.tom, h.allocated(on, h.sam)) // again, for the next night
	if !h.there(h.sam, on) {
		t.Error("not open when allocated anew")
	}
}

// allocated is the act of putting somebody beside a person until the end of the day.
func (h *house) allocated(on ident.Chronology, who policy.Actor) casefile.Act {
	return casefile.Allocate(on, support.Allocate{Happened: h.today(), Body: support.Allocated{Worker: answer.Given(who.Worker), As: answer.Given(support.As("night")), Until: answer.Given(h.today())}})
}

func TestFoundInAnEmergencyByAnExactName(t *testing.T) {
	h := newHouse(t)
	linh := h.met("Nguyễn Thị Linh")
	h.met("Kim")
	h.met("Kim")
	shut := h.met("Sanna")
	h.restrict(shut, h.nadia)
	why := words("she rang, and was cut off")
	open := func(name string) (Done, error) {
		return h.OpenInEmergency(ctx, h.sam, h.NewAct(), name, why)
	}
	for _, name := range []string{"", "Linh Tran", "Kim", "Sanna", "Nobody at all"} {
		h.unchanged(func() {
			_, err := open(name)
			wantKind(t, err, errs.Invalid)
		})
	}
	_, none := open("Nobody at all")
	if _, few := open("Sanna"); few.Error() != none.Error() {
		t.Errorf("a record that few may know of says %q, none says %q", few, none)
	}
	done, err := open("nguyen thi linh")
	if err != nil || done.On != linh {
		t.Fatalf("%+v, %v", done, err)
	}
	if got := h.view(h.sam, linh).Labels; got != chronology.InEmergency {
		t.Errorf("opens %s", got)
	}
	list, err := h.Emergencies(ctx, h.tom)
	if err != nil || len(list) != 1 || list[0].On != linh || list[0].By != h.sam.Worker || list[0].Who.Name != "Nguyễn Thị Linh" {
		t.Errorf("the manager is told %+v, %v", list, err)
	}
	for name, a := range map[string]policy.Actor{"a colleague": h.nadia, "another organisation": h.ruth, "who opened it": h.sam} {
		if list, err := h.Emergencies(ctx, a); err != nil || len(list) != 0 {
			t.Errorf("%s is told %+v, %v", name, list, err)
		}
	}
	if _, err := h.OpenInEmergency(ctx, h.grace, h.NewAct(), "Kim", why); errs.KindOf(err) != errs.Denied {
		t.Errorf("a case owner: %v", err)
	}
}
