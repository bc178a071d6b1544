package oversight_test

import (
	"reflect"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/label"
	"waymark/internal/oversight"
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
	kinds, err := chronology.NewKinds(oversight.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	return kinds.Occurrences(kinds.Read([]chronology.Entry{{ID: "e", Kind: kind, Happened: today, Body: body}}, chronology.At{}))[0]
}

func TestRecord(t *testing.T) {
	longer := answer.Given(oversight.Step("longer"))
	for name, c := range map[string]struct {
		body  any
		field string
	}{
		"asked":             {&oversight.Asked{Step: answer.Given(oversight.Step("asked"))}, ""},
		"longer":            {&oversight.Asked{Step: longer, Since: answer.Given(civil.On(now - 20))}, ""},
		"longer-same-day":   {&oversight.Asked{Step: longer, Since: answer.Given(today)}, ""},
		"longer-since-when": {&oversight.Asked{Step: longer}, "since"},
		"longer-not-known":  {&oversight.Asked{Step: longer, Since: answer.Unknown[civil.When]()}, "since"},
		"longer-before":     {&oversight.Asked{Step: longer, Since: answer.Given(civil.On(now + 1))}, "since"},
		"breach":            {&oversight.Breached{Step: answer.Given(oversight.BreachStep("found"))}, ""},
		"nothing":           {nil, "kind"},
		"not-pointed-to":    {oversight.Asked{}, "kind"},
	} {
		t.Run(name, func(t *testing.T) {
			news, err := oversight.Record{Happened: today, Body: c.body}.Decide("case")
			proved(t, news, err, c.body, c.field)
		})
	}
}

func TestMarks(t *testing.T) {
	o := occurs(t, "oversight.own-record", &oversight.Asked{Step: answer.Given(oversight.Step("longer")), Since: answer.Given(today), Note: answer.Given(answer.Text("Her file"))})
	step, _ := o.Mark("step")
	since, _ := o.Mark("since")
	if step.Code != "longer" || since.When != today || len(o.Marks) != 2 {
		t.Errorf("%+v", o)
	}
	o = occurs(t, "oversight.breach", &oversight.Breached{Step: answer.Given(oversight.BreachStep("found"))})
	if m, _ := o.Mark("step"); m.Code != "found" || m.Label != label.Safeguarding || o.Exists != label.Safeguarding {
		t.Errorf("%+v", o)
	}
}
