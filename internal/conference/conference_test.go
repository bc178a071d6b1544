package conference_test

import (
	"reflect"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/conference"
	"waymark/internal/errs"
	"waymark/internal/label"
)

const now civil.Day = 20514

var today = civil.On(now)

// proved says whether an act wrote its body and nothing else, or beside which field it
// was refused.
func proved(t *testing.T, news []chronology.New, err error, body any, field string) {
	t.Helper()
	if field != "" {
		if e := errs.Of(err); e == nil || e.Kind != errs.Invalid || len(e.Fields) != 1 || e.Fields[0].Name != field {
			t.Errorf("error %v, want one beside %s", err, field)
		}
		return
	}
	if want := []chronology.New{{On: "case", Happened: today, Body: body}}; err != nil || !reflect.DeepEqual(news, want) {
		t.Errorf("writes %+v: %v", news, err)
	}
}

// occurs is what the rulebook sees of a body.
func occurs(t *testing.T, kind string, body any) chronology.Occurrence {
	t.Helper()
	kinds, err := chronology.NewKinds(conference.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	return kinds.Occurrences(kinds.Read([]chronology.Entry{{ID: "e", Kind: kind, Happened: today, Body: body}}, chronology.At{}))[0]
}

func TestRecord(t *testing.T) {
	for name, c := range map[string]struct {
		body  any
		field string
	}{
		"asked":             {&conference.Met{Step: answer.Given(conference.Step("asked"))}, ""},
		"held-with-plan":    {&conference.Met{Step: answer.Given(conference.Step("held")), Plan: answer.Given(answer.Text("Police visit first"))}, ""},
		"held-not-known":    {&conference.Met{Step: answer.Given(conference.Step("held")), Plan: answer.Unknown[answer.Text]()}, ""},
		"held-without-plan": {&conference.Met{Step: answer.Given(conference.Step("held"))}, "plan"},
		"concern":           {&conference.Concern{Duty: answer.Given(conference.Duty("child"))}, ""},
		"nothing":           {nil, "kind"},
		"not-pointed-to":    {conference.Met{}, "kind"},
	} {
		t.Run(name, func(t *testing.T) {
			news, err := conference.Record{Happened: today, Body: c.body}.Decide("case")
			proved(t, news, err, c.body, c.field)
		})
	}
}

// That there was a conference or a concern is itself a matter of somebody's safety.
func TestMarks(t *testing.T) {
	o := occurs(t, "conference.step", &conference.Met{Step: answer.Given(conference.Step("held")), Plan: answer.Given(answer.Text("Plan"))})
	if m, _ := o.Mark("step"); m.Code != "held" || m.Label != label.Safeguarding || o.Exists != label.Safeguarding || len(o.Marks) != 1 {
		t.Errorf("%+v", o)
	}
	o = occurs(t, "safeguarding.step", &conference.Concern{Duty: answer.Given(conference.Duty("child")), Step: answer.Given(conference.ConcernStep("raised"))})
	duty, _ := o.Mark("duty")
	step, _ := o.Mark("step")
	if duty.Code != "child" || step.Code != "raised" || o.Exists != label.Safeguarding {
		t.Errorf("%+v", o)
	}
}
