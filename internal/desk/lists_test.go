package desk

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/decision"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/rulebook"
	"waymark/internal/store"
	"waymark/internal/support"
)

// pages reads every page of a reader's day.
func (h *house) pages(t *rapid.T, a policy.Actor) (first Day, dues []Due) {
	for page := 1; ; page++ {
		day, err := h.Day(ctx, a, page)
		if err != nil {
			t.Fatal(err)
		}
		if page == 1 {
			first = day
		}
		dues = append(dues, day.Dues...)
		if !day.More {
			return first, dues
		}
	}
}

// due is one thing due, as the page of a case and a list both know it.
type due struct {
	on   ident.Chronology
	rule string
	at   time.Time
}

// onPages is what a reader's pages say is due, person by person, and whom they may read.
func (h *house) onPages(t *rapid.T, a policy.Actor, people []ident.Chronology) (map[due]int, map[ident.Chronology]string) {
	dues, names := map[due]int{}, map[ident.Chronology]string{}
	for _, on := range people {
		v, err := h.Read(ctx, a, "case.see", on, chronology.At{})
		if errs.KindOf(err) == errs.NotFound {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		names[on] = v.Case.Person.Called()
		for _, x := range v.Deadlines {
			task := x.Sort == rulebook.Limit || x.Sort == rulebook.Review
			if x.State == rulebook.Open && !x.DueAt.IsZero() && (task || v.Now.Before(x.DueAt)) {
				dues[due{on, x.Rule, x.DueAt}]++
			}
		}
	}
	return dues, names
}

// drawPerson writes somebody's case as it may come.
func (h *house) drawPerson(t *rapid.T, name string) ident.Chronology {
	on := h.meet(name)
	workers := []policy.Actor{h.nadia, h.sam, h.ruth, h.grace}
	for _, w := range rapid.SliceOfNDistinct(rapid.SampledFrom(workers), 0, 2, rapid.ID[policy.Actor]).Draw(t, "beside") {
		h.beside(on, w)
	}
	var ref ident.Entry
	if rapid.Bool().Draw(t, "referred") {
		ref = h.refer(on)
	}
	if ref != "" && rapid.Bool().Draw(t, "decided") {
		h.do(h.grace, h.decided(on, ref, rapid.SampledFrom([]decision.Outcome{decision.Positive, decision.Negative}).Draw(t, "outcome"), "Because."))
	}
	if rapid.Bool().Draw(t, "supported") {
		h.do(h.tom, h.supported(on, "asylum-accommodation"))
	}
	if rapid.Bool().Draw(t, "leave") {
		h.do(h.tom, h.left(on, "She may work."))
	}
	some := []label.Set{label.Of(label.General), label.Of(label.General, label.Immigration), label.Of(label.General, label.Identity, label.Health), label.Of(label.Immigration), consent.CanBeShared}
	for range rapid.IntRange(0, 2).Draw(t, "sharings") {
		b := consent.Shared{
			To: answer.Given(rapid.SampledFrom([]ident.Organisation{h.sca, h.other}).Draw(t, "to")), Labels: answer.Given(rapid.SampledFrom(some).Draw(t, "labels")),
			Basis: answer.Given(rapid.SampledFrom([]chronology.Basis{chronology.Consent, chronology.StatutoryDuty, chronology.Contract}).Draw(t, "basis")),
		}
		if days := rapid.IntRange(0, 40).Draw(t, "for days"); days > 0 {
			b.Until = answer.Given(civil.On(civil.DayOf(h.set.Now()).Add(days)))
		}
		// More than the act gives today: lists and pages agree on whatever lies there.
		h.force(h.tom, on, chronology.New{Body: &b})
		h.set.Advance(time.Second)
	}
	if rapid.Bool().Draw(t, "released") {
		for _, x := range h.view(h.tom, on).Case.Support.Beside {
			h.do(h.tom, casefile.Release(on, support.Release{Happened: h.today(), Body: support.Released{Allocation: answer.Given(x.Allocation)}}))
			break
		}
	}
	return on
}

// What a list shows and counts for each role is what the reader's pages say, person by
// person: no list has more, none has less, and none sorts by what it does not show.
func TestListsSayWhatThePagesSay(t *testing.T) { onBoth(t, listsSayWhatThePagesSay) }

func listsSayWhatThePagesSay(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	ivy := h.join(h.other, "Ivy", policy.SupportWorker)
	base := h.set.Now()
	var people []ident.Chronology
	shown := map[policy.Role]int{}
	rapid.Check(t, func(rt *rapid.T) {
		if len(people) < 30 { // then the same people are read at other moments
			h.set.Set(base.Add(time.Duration(len(people)) * time.Hour))
			people = append(people, h.drawPerson(rt, fmt.Sprint("Person ", len(people))))
		}
		h.set.Set(base.Add(time.Duration(30+rapid.IntRange(0, 24*60).Draw(rt, "hours on")) * time.Hour))
		a := rapid.SampledFrom([]policy.Actor{h.tom, h.nadia, h.sam, h.grace, h.ruth, ivy}).Draw(rt, "reader")
		day, dues := h.pages(rt, a)
		want, names := h.onPages(rt, a, people)
		got := map[due]int{}
		counts := store.Counts{All: len(dues)}
		for _, x := range dues {
			got[due{x.On, x.Rule.ID, x.DueAt}]++
			if x.Who.Name != names[x.On] {
				rt.Fatalf("%s: %q is listed and %q on the page", a.Role, x.Who.Name, names[x.On])
			}
			switch {
			case x.Late:
				counts.Late++
			case x.Must && !x.DueAt.After(day.Day.End()):
				counts.Today++
			}
		}
		if !maps.Equal(got, want) {
			rt.Fatalf("%s: the lists say %v\nthe pages say %v", a.Role, got, want)
		}
		if day.Counts != counts || day.People != len(names) {
			rt.Fatalf("%s: counted %+v and %d people, shown %+v and %d", a.Role, day.Counts, day.People, counts, len(names))
		}
		checkFolk(rt, day, dues, names)
		h.checkTasks(rt, a, day, dues)
		shown[a.Role] += len(dues)
	})
	if shown[policy.Manager] == 0 || shown[policy.SupportWorker] == 0 || shown[policy.CaseOwner] == 0 {
		t.Errorf("too little was shown to tell: %v", shown)
	}
}

func checkFolk(t *rapid.T, day Day, dues []Due, names map[ident.Chronology]string) {
	if want := min(len(names), pageOf); len(day.Folk) != want {
		t.Fatalf("%d people are shown, want %d", len(day.Folk), want)
	}
	for i, p := range day.Folk {
		if name, ok := names[p.On]; !ok || name != p.Who.Name {
			t.Fatalf("%q is listed, %q on the page", p.Who.Name, name)
		}
		next := time.Time{}
		if j := slices.IndexFunc(dues, func(x Due) bool { return x.On == p.On }); j >= 0 {
			next = dues[j].DueAt
		}
		if !p.Next.Equal(next) {
			t.Fatalf("next for %q is %v, want %v", p.Who.Name, p.Next, next)
		}
		if i > 0 && store.EndOf(day.Folk[i-1].Next) > store.EndOf(p.Next) {
			t.Fatalf("%q stands before %q", day.Folk[i-1].Who.Name, p.Who.Name)
		}
	}
}

// A case owner's list neither counts nor sorts by immigration where the person did not
// agree, though the organisation holds it on another basis.
func TestListsKeepTheFirewall(t *testing.T) { onBoth(t, listsKeepTheFirewall) }

func listsKeepTheFirewall(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.meet("Alima")
	h.do(h.tom, h.supported(on, "asylum-accommodation"))
	h.do(h.tom, h.left(on, "She may work."))
	share := func(b chronology.Basis) ident.Entry {
		return h.do(h.tom, casefile.Share(on, consent.Share{Happened: h.today(), Body: consent.Shared{
			To: answer.Given(h.sca), Labels: answer.Given(label.Of(label.General, label.Identity, label.Immigration)), Basis: answer.Given(b),
		}})).Entries[0]
	}
	ofLeave := func() int {
		day := h.day(h.tom)
		return day.Counts.All
	}()
	if ofLeave == 0 {
		t.Fatal("no rule counts from leave: this test proves nothing")
	}
	share(chronology.StatutoryDuty)
	if day := h.day(h.grace); day.People != 1 || day.Counts != (store.Counts{}) || len(day.Dues) > 0 || !day.Folk[0].Next.IsZero() {
		t.Errorf("by duty alone: %+v", day)
	}
	share(chronology.Consent)
	if day := h.day(h.grace); day.People != 1 || day.Counts.All != ofLeave || day.Folk[0].Next.IsZero() {
		t.Errorf("the person agreed: %+v", day)
	}
	only := h.meet("Tesfay") // by consent alone a case owner sees nobody: nor are they counted
	h.share(only, h.sca, label.Of(label.General, label.Identity), civil.When{})
	if day := h.day(h.grace); day.People != 1 || h.lists(h.grace, only) {
		t.Errorf("by consent alone: %+v", day)
	}
}

// A worker whom another organisation put beside somebody does not find them in their own
// organisation's lists: the page would not open.
func TestLinkOfAnotherOrganisationOpensNothing(t *testing.T) {
	onBoth(t, linkOfAnotherOrganisationOpensNothing)
}

func linkOfAnotherOrganisationOpensNothing(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.meet("Alima")
	h.share(on, h.other, label.Of(label.General, label.Identity), civil.When{})
	h.force(h.ruth, on, chronology.New{Body: &support.Allocated{Worker: answer.Given(h.nadia.Worker)}})
	if _, err := h.Read(ctx, h.nadia, "case.see", on, chronology.At{}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("the page: %v", err)
	}
	if day := h.day(h.nadia); h.lists(h.nadia, on) || day.People > 0 || day.Counts.All > 0 {
		t.Errorf("the lists: %+v", day)
	}
	h.beside(on, h.sam)
	if !h.lists(h.sam, on) {
		t.Error("control: their own organisation's link opens nothing either")
	}
}

func TestDayIsOnlyForThoseWhoHaveOne(t *testing.T) { onBoth(t, dayIsOnlyForThoseWhoHaveOne) }

func dayIsOnlyForThoseWhoHaveOne(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	h.met("Alima")
	if _, err := h.Day(ctx, Operator(), 1); errs.KindOf(err) != errs.Denied {
		t.Errorf("an operator: %v", err)
	}
	if day := h.day(h.sam); day.People > 0 || !day.Mine || len(day.Folk) > 0 {
		t.Errorf("a worker who is beside nobody: %+v", day)
	}
	if day := h.day(h.tom); day.People != 1 || day.Mine {
		t.Errorf("a manager: %+v", day)
	}
	for _, page := range []int{-1, 0, 1, 2, 1 << 62} {
		if _, err := h.Day(ctx, h.tom, page); err != nil {
			t.Errorf("page %d: %v", page, err)
		}
	}
}
