package entitlement_test

import (
	"reflect"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/entitlement"
	"waymark/internal/errs"
	"waymark/internal/label"
)

func TestApply(t *testing.T) {
	for name, c := range map[string]struct {
		body any
		ok   bool
	}{
		"leave":          {&entitlement.Applied{}, true},
		"asylum":         {&entitlement.Asylum{}, true},
		"granted":        {&entitlement.Leave{}, false},
		"nothing":        {nil, false},
		"not-pointed-to": {entitlement.Applied{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			news, err := entitlement.Apply{Happened: today, Body: c.body}.Decide(entitlement.State{}, "case", chronology.Moment{})
			if !c.ok {
				if e := errs.Of(err); e == nil || len(e.Fields) != 1 || e.Fields[0].Name != "kind" {
					t.Errorf("error %v, want one beside kind", err)
				}
				return
			}
			if want := []chronology.New{{On: "case", Happened: today, Body: c.body}}; err != nil || !reflect.DeepEqual(news, want) {
				t.Errorf("writes %+v: %v", news, err)
			}
		})
	}
}

func TestMarksOfClaims(t *testing.T) {
	kinds, err := chronology.NewKinds(entitlement.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	for kind, c := range map[string]struct {
		body       any
		mark, code string
	}{
		"leave.applied": {&entitlement.Applied{Kind: answer.Given(entitlement.LeaveKind("discretionary"))}, "kind", "discretionary"},
		"asylum.step":   {&entitlement.Asylum{Step: answer.Given(entitlement.AsylumStep("refused"))}, "step", "refused"},
		"leave.granted": {&entitlement.Leave{}, "end", "open"},
	} {
		o := kinds.Occurrences(kinds.Read([]chronology.Entry{{ID: "e", Kind: kind, Happened: today, Body: c.body}}, chronology.At{}))[0]
		if m, _ := o.Mark(c.mark); m.Code != c.code || m.Label != label.Immigration || o.Exists != label.Immigration {
			t.Errorf("%s: %+v", kind, o)
		}
	}
}
