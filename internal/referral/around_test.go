package referral_test

import (
	"reflect"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/referral"
)

// sent is a state with one referral, "r", by a route; "" for none.
func sent(route referral.Route) referral.State {
	var s referral.State
	if route != "" {
		s.Fold(chronology.Line{Entry: chronology.Entry{ID: "r", Body: &referral.Sent{Route: answer.Given(route)}}})
	}
	return s
}

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

func TestNotify(t *testing.T) {
	for name, c := range map[string]struct {
		body  any
		route referral.Route
		field string
	}{
		"declined":                {&referral.Declined{}, "", ""},
		"declined-after-referral": {&referral.Declined{}, "adult", ""},
		"notified":                {&referral.Notified{Named: answer.Given(referral.Agreed("no"))}, "", ""},
		"notified-when-referred":  {&referral.Notified{}, "adult", "named"},
		"nothing":                 {nil, "", "kind"},
		"a-referral":              {&referral.Sent{}, "", "kind"},
	} {
		t.Run(name, func(t *testing.T) {
			news, err := referral.Notify{Happened: today, Body: c.body}.Decide(sent(c.route), "case", chronology.Moment{})
			proved(t, news, err, c.body, c.field)
		})
	}
}

func TestHandleAndConfirm(t *testing.T) {
	for name, c := range map[string]struct {
		route            referral.Route
		on               ident.Entry
		handles, confirm string
	}{
		"child":         {"child", "r", "", ""},
		"adult":         {"adult", "r", "", "referral"},
		"another-entry": {"child", "x", "referral", "referral"},
		"no-referral":   {"", "r", "referral", "referral"},
	} {
		t.Run(name, func(t *testing.T) {
			h := referral.Handle{Happened: today, Body: referral.Handled{Referral: answer.Given(c.on), Step: answer.Given(referral.Handling("received"))}}
			news, err := h.Decide(sent(c.route), "case", chronology.Moment{})
			proved(t, news, err, &h.Body, c.handles)
			k := referral.Confirm{Happened: today, Body: referral.Confirmed{Referral: answer.Given(c.on), Stays: answer.Given(referral.Stays("stays"))}}
			news, err = k.Decide(sent(c.route), "case", chronology.Moment{})
			proved(t, news, err, &k.Body, c.confirm)
		})
	}
}

// What follows a referral belongs to it, so that the clock of one is not ended by
// another's.
func TestWhatFollowsBelongsToItsReferral(t *testing.T) {
	kinds, err := chronology.NewKinds(referral.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	for kind, c := range map[string]struct {
		body       any
		mark, code string
	}{
		"referral.handled":   {&referral.Handled{Referral: answer.Given(ident.Entry("r")), Step: answer.Given(referral.Handling("checked"))}, "step", "checked"},
		"referral.confirmed": {&referral.Confirmed{Referral: answer.Given(ident.Entry("r")), Stays: answer.Given(referral.Stays("withdraws"))}, "stays", "withdraws"},
	} {
		o := kinds.Occurrences(kinds.Read([]chronology.Entry{{ID: "e", Kind: kind, Happened: today, Body: c.body}}, chronology.At{}))[0]
		if m, _ := o.Mark(c.mark); o.Episode != "r" || m.Code != c.code {
			t.Errorf("%s: %+v", kind, o)
		}
	}
	born := &referral.Sent{Route: answer.Given(referral.Route("child")), Born: answer.Given(civil.On(9000))}
	o := kinds.Occurrences(kinds.Read([]chronology.Entry{{ID: "e", Kind: "referral.sent", Happened: today, Body: born}}, chronology.At{}))[0]
	if m, _ := o.Mark("born"); m.When != civil.On(9000) {
		t.Errorf("born %+v", m)
	}
}
