package referral_test

import (
	"reflect"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/referral"
)

var today = civil.On(20514)

func TestSend(t *testing.T) {
	adult, child := answer.Given(referral.Route("adult")), answer.Given(referral.Route("child"))
	agreed := answer.Given[referral.Agreed]
	for _, c := range []struct {
		name  string
		body  referral.Sent
		sends bool
	}{
		{"adult-agreed", referral.Sent{Route: adult, Consent: agreed("yes")}, true},
		{"adult-did-not-agree", referral.Sent{Route: adult, Consent: agreed("no")}, false},
		{"adult-as-a-child", referral.Sent{Route: adult, Consent: agreed("child")}, false},
		{"adult-not-known", referral.Sent{Route: adult, Consent: answer.Unknown[referral.Agreed]()}, false},
		{"adult-not-asked", referral.Sent{Route: adult}, false},
		{"child-not-asked", referral.Sent{Route: child, Consent: agreed("child")}, true},
		{"child-did-not-agree", referral.Sent{Route: child, Consent: agreed("no")}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			act := referral.Send{Happened: today, Body: c.body}
			news, err := act.Decide(referral.State{}, "keeper", "case", chronology.Moment{For: "keeper"})
			if !c.sends {
				if e := errs.Of(err); e == nil || len(e.Fields) != 1 || e.Fields[0].Name != "consent" {
					t.Errorf("error %v, want one beside consent", err)
				}
				return
			}
			if err != nil || len(news) != 1 || news[0].On != "case" || news[0].Happened != today || !reflect.DeepEqual(news[0].Body, &act.Body) {
				t.Errorf("writes %+v: %v", news, err)
			}
		})
	}
}

// TestOnlyTheKeeperSends: a referral opens the record by statute. Whoever was only trusted
// with a part of it sends none.
func TestOnlyTheKeeperSends(t *testing.T) {
	act := referral.Send{Happened: today, Body: referral.Sent{Route: answer.Given(referral.Route("child"))}}
	if news, err := act.Decide(referral.State{}, "keeper", "case", chronology.Moment{For: "trusted"}); errs.KindOf(err) != errs.Denied || news != nil {
		t.Errorf("writes %+v: %v", news, err)
	}
}

func TestLatest(t *testing.T) {
	var s referral.State
	if _, ok := s.Latest(); ok {
		t.Error("nobody was referred")
	}
	for _, id := range []ident.Entry{"first", "second"} {
		s.Fold(chronology.Line{Entry: chronology.Entry{ID: id, Body: &referral.Sent{}}})
		s.Fold(chronology.Line{Entry: chronology.Entry{ID: "other", Body: nil}})
	}
	if l, ok := s.Latest(); !ok || l.ID != "second" || len(s.Sent) != 2 {
		t.Errorf("latest %+v of %d", l, len(s.Sent))
	}
}

// TestWhatTheAuthorityMayRead: what a decision rests on; never where somebody sleeps,
// how they are, what their lawyer says or their immigration.
func TestWhatTheAuthorityMayRead(t *testing.T) {
	kinds, err := chronology.NewKinds(referral.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	sent := func(to answer.Of[ident.Organisation]) []chronology.Access {
		access, _ := kinds.AccessOf(kinds.Read([]chronology.Entry{{ID: "e", Kind: "referral.sent", Happened: today, Body: &referral.Sent{To: to}}}, chronology.At{}))
		return access
	}
	access := sent(answer.Given(ident.Organisation("sca")))
	if len(access) != 1 || access[0].To != "sca" || access[0].Labels != referral.Given || access[0].Basis != chronology.StatutoryDuty {
		t.Errorf("access %+v", access)
	}
	if never := label.Of(label.Address, label.Health, label.Legal, label.Immigration, label.Staffing); !referral.Given.Only(never).Empty() {
		t.Errorf("the authority may read %s", referral.Given.Only(never))
	}
	if access := sent(answer.Unknown[ident.Organisation]()); len(access) != 0 {
		t.Errorf("nobody in particular may read: %+v", access)
	}
}

func TestMarks(t *testing.T) {
	kinds, err := chronology.NewKinds(referral.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	body := &referral.Sent{Route: answer.Given(referral.Route("adult")), Authority: answer.Given(referral.Authority("sca"))}
	o := kinds.Occurrences(kinds.Read([]chronology.Entry{{ID: "e", Kind: "referral.sent", Happened: today, Body: body}}, chronology.At{}))[0]
	for name, want := range map[string]string{"route": "adult", "authority": "sca"} {
		if m, ok := o.Mark(name); !ok || m.Code != want {
			t.Errorf("%s: %+v", name, m)
		}
	}
	if o.Episode != "e" {
		t.Errorf("a referral opens its own episode, not %s", o.Episode)
	}
}
