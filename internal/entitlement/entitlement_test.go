package entitlement_test

import (
	"reflect"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/entitlement"
	"waymark/internal/errs"
	"waymark/internal/label"
)

const now civil.Day = 20514

var today = civil.On(now)

func TestGrant(t *testing.T) {
	month, err := civil.ParseWhen("2026-03")
	if err != nil {
		t.Fatal(err)
	}
	until := func(w civil.When) entitlement.Leave { return entitlement.Leave{Expires: answer.Given(w)} }
	months := func(n int) entitlement.Leave { return entitlement.Leave{Months: answer.Given(n)} }
	for _, c := range []struct {
		name  string
		body  entitlement.Leave
		field string
	}{
		{"without-end", entitlement.Leave{}, ""},
		{"end-not-known", entitlement.Leave{Expires: answer.Unknown[civil.When]()}, ""},
		{"until-tomorrow", until(civil.On(now + 1)), ""},
		{"until-some-day-this-month", until(month), ""},
		{"until-today", until(today), "expires"},
		{"until-yesterday", until(civil.On(now - 1)), "expires"},
		{"a-month", months(1), ""},
		{"fifty-years", months(600), ""},
		{"no-months", months(0), "months"},
		{"less-than-none", months(-12), "months"},
		{"longer-than-a-life", months(601), "months"},
	} {
		t.Run(c.name, func(t *testing.T) {
			act := entitlement.Grant{Happened: today, Body: c.body}
			news, err := act.Decide(entitlement.State{}, "case", chronology.Moment{})
			if c.field != "" {
				if e := errs.Of(err); e == nil || e.Kind != errs.Invalid || len(e.Fields) != 1 || e.Fields[0].Name != c.field {
					t.Errorf("error %v, want one beside %s", err, c.field)
				}
				return
			}
			if want := []chronology.New{{On: "case", Happened: today, Body: &act.Body}}; err != nil || !reflect.DeepEqual(news, want) {
				t.Errorf("writes %+v: %v", news, err)
			}
		})
	}
}

func TestFold(t *testing.T) {
	var s entitlement.State
	if s.Leave != nil {
		t.Error("leave that nobody granted")
	}
	for i := range 2 {
		s.Fold(chronology.Line{Entry: chronology.Entry{Happened: civil.On(now + civil.Day(i)), Body: &entitlement.Leave{Months: answer.Given(i)}}})
		s.Fold(chronology.Line{Entry: chronology.Entry{Happened: today, Body: nil}})
	}
	if s.Leave.Months.Or(0) != 1 || s.From != civil.On(now+1) {
		t.Errorf("%+v", s)
	}
}

// TestLeaveIsImmigrationAndNothingElse: nobody without that label learns that there is
// any.
func TestLeaveIsImmigrationAndNothingElse(t *testing.T) {
	kinds, err := chronology.NewKinds(entitlement.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds.All() {
		if k.Labels() != label.Of(label.Immigration) {
			t.Errorf("%s bears %s", k.Name, k.Labels())
		}
		for _, m := range k.Marks {
			if m.Label != label.Immigration {
				t.Errorf("mark %s bears %s", m.Name, m.Label)
			}
		}
	}
	body := &entitlement.Leave{Kind: answer.Given(entitlement.LeaveKind("refugee")), Expires: answer.Given(today)}
	o := kinds.Occurrences(kinds.Read([]chronology.Entry{{ID: "e", Kind: "leave.granted", Happened: today, Body: body}}, chronology.At{}))[0]
	if end, _ := o.Mark("end"); end.Code != "written" {
		t.Errorf("its end is %q", end.Code)
	}
	kind, _ := o.Mark("kind")
	expires, _ := o.Mark("expires")
	if kind.Code != "refugee" || expires.When != today || len(o.Marks) != 3 {
		t.Errorf("marks %+v", o.Marks)
	}
}
