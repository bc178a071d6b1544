package housing_test

import (
	"reflect"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/housing"
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
	kinds, err := chronology.NewKinds(housing.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	return kinds.Occurrences(kinds.Read([]chronology.Entry{{ID: "e", Kind: kind, Happened: today, Body: body}}, chronology.At{}))[0]
}

func TestRecord(t *testing.T) {
	step := func(s housing.Step) answer.Of[housing.Step] { return answer.Given(s) }
	by := func(n civil.Day) answer.Of[civil.When] { return answer.Given(civil.On(now + n)) }
	for name, c := range map[string]struct {
		body  housing.Moved
		field string
	}{
		"notice":                 {housing.Moved{Step: step("notice"), By: by(28)}, ""},
		"notice-for-today":       {housing.Moved{Step: step("notice"), By: by(0)}, ""},
		"notice-day-not-known":   {housing.Moved{Step: step("notice"), By: answer.Unknown[civil.When]()}, ""},
		"notice-without-a-day":   {housing.Moved{Step: step("notice")}, "by"},
		"notice-for-yesterday":   {housing.Moved{Step: step("notice"), By: by(-1)}, "by"},
		"move-without-a-day":     {housing.Moved{Step: step("move-planned")}, "by"},
		"moved-needs-no-day":     {housing.Moved{Step: step("moved")}, ""},
		"step-not-answered-here": {housing.Moved{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			act := housing.Record{Happened: today, Body: c.body}
			news, err := act.Decide("case")
			proved(t, news, err, &act.Body, c.field)
		})
	}
}

// Where somebody lives is never tested by a rule.
func TestMarks(t *testing.T) {
	o := occurs(t, "housing.step", &housing.Moved{Step: answer.Given(housing.Step("notice")), By: answer.Given(today), Note: answer.Given(answer.Text("There"))})
	step, _ := o.Mark("step")
	by, _ := o.Mark("by")
	if step.Code != "notice" || by.When != today || len(o.Marks) != 2 || step.Label != label.General || by.Label != label.General {
		t.Errorf("marks %+v", o.Marks)
	}
}
