package justice_test

import (
	"reflect"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/justice"
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
	kinds, err := chronology.NewKinds(justice.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	return kinds.Occurrences(kinds.Read([]chronology.Entry{{ID: "e", Kind: kind, Happened: today, Body: body}}, chronology.At{}))[0]
}

func TestRecord(t *testing.T) {
	child := func(s justice.Child) answer.Of[justice.Child] { return answer.Given(s) }
	for name, c := range map[string]struct {
		body  any
		field string
	}{
		"adult":                {&justice.Harmed{Child: child("no")}, ""},
		"child-and-born":       {&justice.Harmed{Child: child("yes"), Born: answer.Given(civil.On(now - 6000))}, ""},
		"child-born-not-known": {&justice.Harmed{Child: child("yes"), Born: answer.Unknown[civil.When]()}, ""},
		"child-not-born":       {&justice.Harmed{Child: child("yes")}, "born"},
		"step":                 {&justice.Stepped{Step: answer.Given(justice.Step("reported"))}, ""},
		"nothing":              {nil, "kind"},
		"not-pointed-to":       {justice.Stepped{}, "kind"},
	} {
		t.Run(name, func(t *testing.T) {
			news, err := justice.Record{Happened: today, Body: c.body}.Decide("case")
			proved(t, news, err, c.body, c.field)
		})
	}
}

// What a lawyer said is theirs, and never a mark; a birthday is who somebody is.
func TestMarks(t *testing.T) {
	o := occurs(t, "justice.harm", &justice.Harmed{
		What: answer.Given(justice.What("injury")), Child: answer.Given(justice.Child("yes")), Born: answer.Given(today), Note: answer.Given(answer.Text("Advice")),
	})
	what, _ := o.Mark("what")
	child, _ := o.Mark("child")
	born, _ := o.Mark("born")
	if len(o.Marks) != 3 || what.Code != "injury" || child.Code != "yes" || born.When != today || born.Label != label.Identity || what.Label != label.Justice {
		t.Errorf("marks %+v", o.Marks)
	}
	o = occurs(t, "justice.step", &justice.Stepped{Step: answer.Given(justice.Step("tribunal-claimed"))})
	if m, _ := o.Mark("step"); m.Code != "tribunal-claimed" || m.Label != label.Justice {
		t.Errorf("marks %+v", o.Marks)
	}
}
