package casefile_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/consent"
	"waymark/internal/decision"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/organisation"
	"waymark/internal/person"
	"waymark/internal/referral"
	"waymark/internal/support"
)

func TestKindsAreProved(t *testing.T) {
	got, err := casefile.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	if len(got.All()) < 15 {
		t.Fatalf("only %d kinds", len(got.All()))
	}
}

// TestActsRefuseWhatRoomsCannotSee: what rests on two rooms, or on who is here at all.
func TestActsRefuseWhatRoomsCannotSee(t *testing.T) {
	sent := func(to answer.Of[ident.Organisation]) casefile.Act {
		return casefile.SendReferral(on, referral.Send{Body: referral.Sent{Route: answer.Given(referral.Route("child")), To: to}})
	}
	disagreed := casefile.SendReferral(on, referral.Send{Body: referral.Sent{Route: answer.Given(referral.Route("adult")), To: answer.Given(absent)}})
	joins := func(o ident.Organisation, role string) casefile.Act {
		return casefile.JoinWorker(on, organisation.Join{Body: organisation.Joined{Name: answer.Given("Tom"), Organisation: answer.Given(o), Role: answer.Given(role)}})
	}
	entry := func(body any) support.Entry { return support.Entry{Body: body} }
	for _, c := range []struct {
		name string
		act  casefile.Act
		want []string
	}{
		{"referred-to-who-is-here", sent(answer.Given(sca)), nil},
		{"referred-to-nobody", sent(answer.Unknown[ident.Organisation]()), nil},
		{"referred-to-who-is-not-here", sent(answer.Given(absent)), []string{"to"}},
		{"referred-to-who-decides-nothing", sent(answer.Given(harbour)), []string{"to"}},
		{"allocated-another's-worker", casefile.Allocate(on, support.Allocate{Body: support.Allocated{Worker: answer.Given(nadia)}}), []string{"worker"}},
		{"two-things-wrong", disagreed, []string{"consent", "to"}},
		{"joins-who-is-here", joins(maple, "manager"), nil},
		{"joins-who-is-not-here", joins(absent, "manager"), []string{"organisation"}},
		{"joins-in-no-role", joins(absent, "king"), []string{"organisation", "role"}},
		{"support-begins", casefile.StartSupport(on, entry(&support.Started{})), nil},
		{"support-begins-with-a-note", casefile.StartSupport(on, entry(&support.Assessed{})), []string{"setting"}},
		{"support-begins-with-a-sharing", casefile.StartSupport(on, entry(&consent.Shared{})), []string{"kind", "setting"}},
		{"a-note", casefile.NoteSupport(on, entry(&support.Onward{})), nil},
		{"a-note-that-begins", casefile.NoteSupport(on, entry(&support.Started{})), []string{"kind"}},
		{"a-note-of-an-end", casefile.NoteSupport(on, entry(&support.Ended{})), []string{"kind"}},
		{"a-note-that-shares", casefile.NoteSupport(on, entry(&consent.Shared{})), []string{"kind"}},
		{"a-note-of-nothing", casefile.NoteSupport(on, entry(nil)), []string{"kind"}},
		{"shared-with-who-is-not-here", casefile.Share(on, consent.Share{Body: consent.Shared{To: answer.Given(absent), Labels: answer.Given(label.Of(label.General)), Basis: answer.Given(chronology.Consent)}}), []string{"to"}},
		{"decides-on-nothing", casefile.MakeDecision(on, decision.Make{Body: decision.Made{Stage: answer.Given(rg)}}), []string{"referral"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			news, err := c.act.Decide(world(casefile.Case{ID: on}), chronology.Moment{})
			if got := beside(err); !slices.Equal(got, c.want) || (err == nil) != (c.want == nil) {
				t.Errorf("refused beside %v, want %v: %v", got, c.want, err)
			}
			if err != nil && news != nil {
				t.Errorf("it refuses and writes %+v", news)
			}
		})
	}
}

func TestRefusalsStaySorted(t *testing.T) {
	s := newStory(t, "2024-03-01")
	s.meet(t)
	_, err := s.do(casefile.Meet(on, person.Meet{Happened: s.today()}))
	if errs.KindOf(err) != errs.Conflict {
		t.Errorf("met twice: %v", err)
	}
	_, err = s.do(casefile.EndSupport(on, support.End{Happened: s.today()}))
	if e := errs.Of(err); e == nil || e.Kind != errs.Invalid || e.Labels != label.Of(label.General) {
		t.Errorf("ended what never began: %+v", e)
	}
}

func TestOpens(t *testing.T) {
	for want, act := range map[casefile.Sort]casefile.Act{
		casefile.SortPerson: casefile.Meet(on, person.Meet{}), casefile.SortOrganisation: casefile.FoundOrganisation(on, organisation.Found{}), casefile.SortWorker: casefile.JoinWorker(on, organisation.Join{}),
		"": casefile.Describe(on, person.Describe{}),
	} {
		if act.Opens != want || !slices.Equal(act.On, []ident.Chronology{on}) || act.Name == "" {
			t.Errorf("%s opens %q on %v", act.Name, act.Opens, act.On)
		}
	}
	if a := casefile.MeetBeside(on, person.Meet{}); a.Opens != casefile.SortPerson || reflect.DeepEqual(a.Input, casefile.Meet(on, person.Meet{}).Input) {
		t.Error("to meet somebody and stay is to open a case, and other words than to meet them")
	}
}

func TestMeetBeside(t *testing.T) {
	s := newStory(t, "2024-03-01")
	s.must(t, casefile.MeetBeside(on, person.Meet{Happened: when(t, "2024-02-27"), Body: person.Met{ChosenName: answer.Given("Ama")}}))
	c := s.whole()
	if c.Person.Called() != "Ama" || c.Person.Met != when(t, "2024-02-27") {
		t.Errorf("%+v", c.Person)
	}
	if len(c.Support.Beside) != 1 || c.Support.Beside[0].Worker != nadia || c.Support.Beside[0].Since != s.today() {
		t.Errorf("beside them: %+v", c.Support.Beside)
	}
	if _, err := s.do(casefile.MeetBeside(on, person.Meet{Happened: s.today()})); errs.KindOf(err) != errs.Conflict {
		t.Errorf("met twice: %v", err)
	}
}

// TestOneCourse takes a case through every act and looks at what stands at the end.
func TestOneCourse(t *testing.T) {
	s := newStory(t, "2024-03-01")
	s.meet(t)
	s.must(t, casefile.Describe(on, person.Describe{Happened: s.today(), Body: person.Described{Speaks: answer.Given("Twi")}}))
	beside := s.must(t, casefile.Allocate(on, support.Allocate{Happened: s.today(), Body: support.Allocated{Worker: answer.Given(nadia)}}))
	s.start(t)
	s.must(t, casefile.NoteSupport(on, support.Entry{Happened: s.today(), Body: &support.Assessed{Result: answer.Given(support.Result("goes-on"))}}))
	ref := s.refer(t)
	s.decide(t, ref, rg, no, false)
	s.must(t, casefile.TellDecision(on, decision.Tell{Happened: s.today(), Body: decision.Told{
		Referral: answer.Given(ref), Stage: answer.Given(rg), Outcome: answer.Given(no), Reasons: answer.Given(decision.Reasons("given")),
	}}))
	s.ask(t, ref, rg)
	s.decide(t, ref, rg, yes, true)
	s.decide(t, ref, cg, yes, false)
	s.leave(t)
	sharing := s.must(t, casefile.Share(on, consent.Share{Happened: s.today(), Body: consent.Shared{
		To: answer.Given(harbour), Labels: answer.Given(label.Of(label.General)), Basis: answer.Given(chronology.Consent),
	}}))
	lent := s.moment.Now
	s.must(t, casefile.EndSharing(on, consent.End{Happened: s.today(), Body: consent.Ended{Sharing: answer.Given(sharing)}}))
	s.must(t, casefile.Release(on, support.Release{Happened: s.today(), Body: support.Released{Allocation: answer.Given(beside)}}))
	s.end(t)
	c := s.whole()
	if c.Support.Now().Running || len(c.Support.Beside) != 0 || len(c.Consent.Running) != 0 || c.Entitlement.Leave == nil || len(c.Decision.Made) != 3 || len(c.Decision.Told) != 1 || len(c.Troubled()) != 0 {
		t.Errorf("%+v", c)
	}
	access, links := kinds.AccessOf(c.Lines)
	for org, want := range map[ident.Organisation]label.Set{maple: label.Everything(), sca: referral.Given, harbour: 0} {
		if got := chronology.Held(access, org, s.moment.Now); got != want {
			t.Errorf("%s may read %q, want %q", org, got, want)
		}
	}
	if got := chronology.Held(access, harbour, lent); got != label.Of(label.General) {
		t.Errorf("while it was shared: %q", got)
	}
	if len(links) != 1 || links[0].At(s.moment.Now) || !links[0].At(lent) {
		t.Errorf("links %+v", links)
	}
}

// TestOnlyHousesHaveGeneralNames: what is typed of a person bears a closer label; and that
// there is a sharing, with whom and of what, opens to whoever keeps the record alone.
func TestOnlyHousesHaveGeneralNames(t *testing.T) {
	for _, k := range kinds.All() {
		house := strings.HasPrefix(k.Name, "organisation.") || strings.HasPrefix(k.Name, "worker.") || strings.HasPrefix(k.Name, "house.")
		if k.House != house {
			t.Errorf("%s is of a house: %v", k.Name, k.House)
		}
		if shares := slices.Contains([]string{"consent.shared", "consent.ended", "consent.restricted", "consent.named", "consent.lifted", "person.met-elsewhere"}, k.Name); shares != (k.Exists == label.Sharing) || shares != k.Labels().Has(label.Sharing) {
			t.Errorf("%s tells of sharing by being there: %s", k.Name, k.Exists)
		}
	}
	if label.Of(label.Sharing).Only(consent.CanBeShared.With(referral.Given)) != 0 {
		t.Error("who was trusted with what can be passed on")
	}
}
