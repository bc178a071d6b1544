package contact_test

import (
	"reflect"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/contact"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

const now civil.Day = 20514 // 2 March 2026

var today = civil.On(now)

func TestRecord(t *testing.T) {
	month, err := civil.ParseWhen("2026-03")
	if err != nil {
		t.Fatal(err)
	}
	minutes := func(n int) contact.Made { return contact.Made{Minutes: answer.Given(n)} }
	next := func(w civil.When) contact.Made { return contact.Made{Next: answer.Given(w)} }
	for _, c := range []struct {
		name  string
		body  contact.Made
		field string
	}{
		{"nothing-more", contact.Made{}, ""},
		{"no-time-at-all", minutes(0), ""},
		{"all-day", minutes(1440), ""},
		{"more-than-a-day", minutes(1441), "minutes"},
		{"less-than-nothing", minutes(-1), "minutes"},
		{"minutes-not-known", contact.Made{Minutes: answer.Unknown[int]()}, ""},
		{"next-today", next(today), ""},
		{"next-yesterday", next(civil.On(now - 1)), "next"},
		{"next-this-month", next(month), ""},
		{"next-declined", contact.Made{Next: answer.Declined[civil.When]()}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			act := contact.Record{Happened: today, Body: c.body, Extra: map[string]label.Set{"note": label.Of(label.Legal)}}
			news, err := act.Decide(contact.State{}, "case", chronology.Moment{Today: now})
			if c.field != "" {
				if e := errs.Of(err); e == nil || e.Kind != errs.Invalid || len(e.Fields) != 1 || e.Fields[0].Name != c.field {
					t.Errorf("error %v, want one beside %s", err, c.field)
				}
				return
			}
			if err != nil || len(news) != 1 || news[0].On != "case" || news[0].Happened != today || !reflect.DeepEqual(news[0].Body, &act.Body) || !reflect.DeepEqual(news[0].Extra, act.Extra) {
				t.Errorf("writes %+v: %v", news, err)
			}
		})
	}
}

func TestSetSafeWay(t *testing.T) {
	act := contact.SetSafeWay{Happened: today, Body: contact.SafeWay{Ways: answer.Given([]contact.Way{"text"})}}
	news, err := act.Decide(contact.State{}, "case", chronology.Moment{})
	if err != nil || len(news) != 1 || !reflect.DeepEqual(news[0].Body, &act.Body) {
		t.Errorf("writes %+v: %v", news, err)
	}
}

func TestFold(t *testing.T) {
	var s contact.State
	fold := func(name string, day civil.Day, body any) {
		s.Fold(chronology.Line{Entry: chronology.Entry{Kind: name, Happened: civil.On(day), Body: body}})
	}
	fold("first", now, &contact.Made{Reached: answer.Given(contact.Reached("yes")), Wants: answer.Given(answer.Text("to work")), Next: answer.Given(civil.On(now + 7))})
	fold("safe", now, &contact.SafeWay{Hours: answer.Given("mornings")})
	fold("second", now+7, &contact.Made{Reached: answer.Given(contact.Reached("no-answer")), Wants: answer.Unknown[answer.Text](), Next: answer.Given(civil.On(now + 8))})
	if s.Last == nil || s.Last.Kind != "first" {
		t.Errorf("who did not answer was not reached: %+v", s.Last)
	}
	if s.Next.Or(civil.When{}) != civil.On(now+8) || s.Wants.Or("") != "to work" || s.WantsAt != today {
		t.Errorf("next %v, wants %v at %v", s.Next, s.Wants, s.WantsAt)
	}
	fold("third", now+8, &contact.Made{Reached: answer.Given(contact.Reached("yes")), Wants: answer.Given(answer.Text("to rest"))})
	fold("safer", now+8, &contact.SafeWay{Hours: answer.Given("evenings")})
	if s.Last.Kind != "third" || !s.Next.IsZero() || s.Wants.Or("") != "to rest" || s.WantsAt != civil.On(now+8) {
		t.Errorf("after the third: %+v", s)
	}
	if x, ok := s.Safe(); !ok || x.Way.Hours.Or("") != "evenings" || x.From.Kind != "safer" || len(s.Others()) != 0 {
		t.Errorf("safe way: %+v", s.SafeWays)
	}
	var none contact.State
	if _, ok := none.Safe(); ok || none.Last != nil {
		t.Error("an unknown way is an unsafe way")
	}
}

// TestNobodyHidesTheKeepersSafeWay: what another organisation says stands beside it.
func TestNobodyHidesTheKeepersSafeWay(t *testing.T) {
	s := contact.State{Keeper: "keeper"}
	say := func(org ident.Organisation, hours string) {
		s.Fold(chronology.Line{Entry: chronology.Entry{For: org, Happened: today, Body: &contact.SafeWay{Hours: answer.Given(hours)}}})
	}
	stands := func() string {
		x, _ := s.Safe()
		out := string(x.From.For) + " " + x.Way.Hours.Or("")
		for _, o := range s.Others() {
			out += ", " + string(o.From.For) + " " + o.Way.Hours.Or("")
		}
		return out
	}
	for _, c := range []struct{ org, hours, want string }{
		{"x", "mornings", "x mornings"},
		{"y", "noon", "y noon, x mornings"},
		{"keeper", "evenings", "keeper evenings, x mornings, y noon"},
		{"x", "any time", "keeper evenings, y noon, x any time"},
		{"keeper", "nights", "keeper nights, y noon, x any time"},
	} {
		say(ident.Organisation(c.org), c.hours)
		if got := stands(); got != c.want {
			t.Errorf("after %s: %q, want %q", c.org, got, c.want)
		}
	}
	if own, ok := s.Of("x"); !ok || own.Way.Hours.Or("") != "any time" {
		t.Errorf("x's own: %+v", own)
	}
}

func TestMarks(t *testing.T) {
	kinds, err := chronology.NewKinds(contact.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	lines := kinds.Read([]chronology.Entry{{ID: "e", Kind: "contact.made", Happened: today, Body: &contact.Made{Reached: answer.Given(contact.Reached("not-there")), How: answer.Unknown[contact.How]()}}}, chronology.At{})
	o := kinds.Occurrences(lines)[0]
	if m, ok := o.Mark("reached"); !ok || m.Code != "not-there" {
		t.Errorf("reached: %+v", m)
	}
	if m, ok := o.Mark("how"); ok {
		t.Errorf("what is not known is published: %+v", m)
	}
}
