package decision_test

import (
	"reflect"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/decision"
	"waymark/internal/errs"
	"waymark/internal/ident"
)

func TestReview(t *testing.T) {
	var s decision.State
	made := func(stage decision.Stage, out decision.Outcome) {
		s.Fold(chronology.Line{Entry: chronology.Entry{Body: &decision.Made{Referral: answer.Given(ident.Entry("r")), Stage: answer.Given(stage), Outcome: answer.Given(out)}}})
	}
	made(decision.ReasonableGrounds, decision.Positive)
	made(decision.ConclusiveGrounds, decision.Negative)
	for name, c := range map[string]struct {
		on    ident.Entry
		stage decision.Stage
		ok    bool
	}{
		"negative":         {"r", decision.ConclusiveGrounds, true},
		"positive":         {"r", decision.ReasonableGrounds, false},
		"another-referral": {"x", decision.ConclusiveGrounds, false},
		"no-stage":         {"r", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			act := decision.Review{Happened: civil.On(20514), Body: decision.Reviewed{
				Referral: answer.Given(c.on), Stage: answer.Given(c.stage), By: answer.Given(decision.Reviewer("second-reader")), Result: answer.Given(decision.Agreement("agreed")),
			}}
			news, err := act.Decide(s, "case", chronology.Moment{})
			if !c.ok {
				if e := errs.Of(err); e == nil || len(e.Fields) != 1 || e.Fields[0].Name != "stage" {
					t.Errorf("error %v, want one beside stage", err)
				}
				return
			}
			if want := []chronology.New{{On: "case", Happened: civil.On(20514), Body: &act.Body}}; err != nil || !reflect.DeepEqual(news, want) {
				t.Errorf("writes %+v: %v", news, err)
			}
		})
	}
}

func TestAReviewBelongsToItsReferral(t *testing.T) {
	kinds, err := chronology.NewKinds(decision.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	see := func(kind string, body any) chronology.Occurrence {
		return kinds.Occurrences(kinds.Read([]chronology.Entry{{ID: "e", Kind: kind, Happened: civil.On(20514), Body: body}}, chronology.At{}))[0]
	}
	o := see("decision.reviewed", &decision.Reviewed{Referral: answer.Given(ident.Entry("r")), Stage: answer.Given(decision.ConclusiveGrounds), By: answer.Given(decision.Reviewer("panel")), Result: answer.Given(decision.Agreement("sent-back"))})
	for mark, want := range map[string]string{"stage": "conclusive-grounds", "by": "panel", "result": "sent-back"} {
		if m, _ := o.Mark(mark); m.Code != want || o.Episode != "r" {
			t.Errorf("%s: %+v", mark, o)
		}
	}
	o = see("decision.told", &decision.Told{MayAsk: answer.Given(decision.MayAsk("barred"))})
	if m, _ := o.Mark("may_ask"); m.Code != "barred" {
		t.Errorf("%+v", o)
	}
}
