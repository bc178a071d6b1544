package support_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/support"
)

var today = civil.On(20514)

func folded(bodies ...any) support.State {
	var s support.State
	for i, b := range bodies {
		s.Fold(chronology.Line{Entry: chronology.Entry{ID: id(i), For: "a", Happened: civil.On(civil.Day(20000 + i)), Body: b}})
	}
	return s
}

// id is the entry of the n-th body.
func id(n int) ident.Entry { return ident.EntryOf("act", n) }

func allocated(w ident.Worker) *support.Allocated {
	return &support.Allocated{Worker: answer.Given(w)}
}

func released(n int) *support.Released {
	return &support.Released{Allocation: answer.Given(id(n))}
}

var (
	safehouse = &support.Started{Setting: answer.Given(support.Setting("safehouse"))}
	outreach  = &support.Started{Setting: answer.Given(support.Setting("outreach"))}
	ended     = &support.Ended{Reason: answer.Given(support.Reason("moved-on"))}
)

// decided proves what an act wrote: its body and nothing else; or beside which field it
// was refused.
func decided(t *testing.T, body any, news []chronology.New, err error, field string) {
	t.Helper()
	if field != "" {
		if e := errs.Of(err); e == nil || e.Kind != errs.Invalid || len(e.Fields) != 1 || e.Fields[0].Name != field || e.Fields[0].Message == "" {
			t.Errorf("error %v, want one beside %s", err, field)
		}
		return
	}
	want := []chronology.New{{On: "case", Happened: today, Body: body}}
	if err != nil || !reflect.DeepEqual(news, want) {
		t.Errorf("writes %+v: %v", news, err)
	}
}

func TestEntry(t *testing.T) {
	for name, body := range map[string]any{"started": safehouse, "assessed": &support.Assessed{}, "onward": &support.Onward{}} {
		news, err := support.Entry{Happened: today, Body: body}.Decide(support.State{}, "case", chronology.Moment{})
		t.Run(name, func(t *testing.T) { decided(t, body, news, err, "") })
	}
	for name, body := range map[string]any{"nothing": nil, "ended": ended, "allocated": allocated("w"), "not-pointed-to": *safehouse, "of-another-room": &struct{}{}} {
		news, err := support.Entry{Happened: today, Body: body}.Decide(support.State{}, "case", chronology.Moment{})
		t.Run(name, func(t *testing.T) { decided(t, body, news, err, "kind") })
	}
}

func TestEnd(t *testing.T) {
	for _, c := range []struct {
		name  string
		state support.State
		field string
	}{
		{"running", folded(safehouse), ""},
		{"running-again", folded(safehouse, ended, outreach), ""},
		{"never-began", support.State{}, "reason"},
		{"began-later", folded(func() []any { return append(make([]any, 600), safehouse) }()...), "happened"},
		{"another-organisation's", support.State{Courses: []support.Course{{For: "b", Running: true, Since: civil.On(20000)}}}, "reason"},
		{"ended-already", folded(safehouse, ended), "reason"},
	} {
		t.Run(c.name, func(t *testing.T) {
			news, err := support.End{Happened: today, Body: *ended}.Decide(c.state, "case", chronology.Moment{For: "a"})
			decided(t, ended, news, err, c.field)
		})
	}
}

func TestAllocate(t *testing.T) {
	for _, c := range []struct {
		name  string
		state support.State
		body  *support.Allocated
		field string
	}{
		{"first", support.State{}, allocated("w"), ""},
		{"second", folded(allocated("v")), allocated("w"), ""},
		{"twice", folded(allocated("w")), allocated("w"), "worker"},
		{"again-after-release", folded(allocated("w"), released(0)), allocated("w"), ""},
		{"another-organisation's", support.State{}, allocated("another's"), "worker"},
		{"beside-for-another", support.State{Beside: []support.Beside{{Allocation: id(0), Worker: "w", For: "b"}}}, allocated("w"), ""},
		{"nobody", support.State{}, &support.Allocated{}, "worker"},
		{"not-known", support.State{}, &support.Allocated{Worker: answer.Unknown[ident.Worker]()}, "worker"},
	} {
		t.Run(c.name, func(t *testing.T) {
			news, err := support.Allocate{Happened: today, Body: *c.body}.Decide(c.state, func(w ident.Worker) bool { return w != "another's" }, "case", chronology.Moment{For: "a"})
			decided(t, c.body, news, err, c.field)
		})
	}
}

func TestRelease(t *testing.T) {
	for _, c := range []struct {
		name  string
		state support.State
		body  *support.Released
		field string
	}{
		{"running", folded(allocated("w")), released(0), ""},
		{"released-already", folded(allocated("w"), released(0)), released(0), "allocation"},
		{"another-person's", support.State{}, released(0), "allocation"},
		{"nothing", folded(allocated("w")), &support.Released{}, "allocation"},
		{"one-of-two", folded(allocated("w"), allocated("v"), released(0)), released(1), ""},
		{"another-organisation's", support.State{Beside: []support.Beside{{Allocation: id(0), Worker: "w", For: "b"}}}, released(0), "allocation"},
	} {
		t.Run(c.name, func(t *testing.T) {
			news, err := support.Release{Happened: today, Body: *c.body}.Decide(c.state, "case", chronology.Moment{For: "a"})
			decided(t, c.body, news, err, c.field)
		})
	}
}

func TestRefusalsSayWhatTheyRestOn(t *testing.T) {
	_, err := support.End{}.Decide(support.State{}, "case", chronology.Moment{})
	if e := errs.Of(err); e == nil || e.Labels != label.Of(label.General) {
		t.Errorf("%+v", e)
	}
}

func TestFold(t *testing.T) {
	s := folded(safehouse, &support.Assessed{}, ended, outreach, &support.Assessed{}, allocated("w"), &support.Allocated{})
	if c := s.Now(); !c.Running || c.Setting.Or("") != "outreach" || c.Since != civil.On(20003) || c.EndedOn != civil.On(20002) || c.Reason.Or("") != "moved-on" || s.Assessed != 2 {
		t.Errorf("%+v", s)
	}
	want := []support.Beside{{Allocation: id(5), Worker: "w", For: "a", Since: civil.On(20005)}}
	if !slices.Equal(s.Beside, want) {
		t.Errorf("beside them: %+v", s.Beside)
	}
	// A release may be dated before the allocation that it ends.
	if s := folded(released(1), allocated("w")); len(s.Beside) != 0 {
		t.Errorf("released and beside them still: %+v", s.Beside)
	}
}

// TestEachItsOwnSupport: what another organisation writes of its support neither ends nor
// hides what the keeper gives.
func TestEachItsOwnSupport(t *testing.T) {
	s := support.State{Keeper: "a"}
	by := func(org ident.Organisation, n int, body any) {
		s.Fold(chronology.Line{Entry: chronology.Entry{ID: id(n), For: org, Happened: civil.On(civil.Day(20000 + n)), Body: body}})
	}
	by("b", 0, outreach)
	if c := s.Now(); c.For != "b" || len(s.Others()) != 0 {
		t.Errorf("before the keeper says anything: %+v", c)
	}
	by("a", 1, safehouse)
	by("b", 2, outreach)
	if c, o := s.Now(), s.Others(); c.For != "a" || c.Setting.Or("") != "safehouse" || len(o) != 1 || o[0].For != "b" {
		t.Errorf("%+v beside %+v", c, o)
	}
	by("b", 3, ended)
	if c := s.Now(); !c.Running || !c.EndedOn.IsZero() || len(s.Others()) != 0 || s.Of("b").Running {
		t.Errorf("another organisation ended it: %+v", s)
	}
	by("a", 4, ended)
	by("b", 5, outreach)
	if c := s.Now(); c.For != "a" || c.Running || len(s.Others()) != 1 {
		t.Errorf("%+v", c)
	}
}

// TestWhoseReleaseCounts: a release by a third, or one that an import brought, ends
// nothing, so that ending stays possible.
func TestWhoseReleaseCounts(t *testing.T) {
	for name, c := range map[string]struct {
		keeper, by     ident.Organisation
		put, let       string // where they come from
		beside         int
		releasedBefore bool
	}{
		"own":            {"k", "a", "", "", 0, false},
		"own-before":     {"k", "a", "", "", 0, true},
		"keeper":         {"k", "k", "", "", 0, false},
		"third":          {"k", "b", "", "", 1, false},
		"third-before":   {"k", "b", "", "", 1, true},
		"said-elsewhere": {"k", "a", "", "old files", 1, false},
		"put-elsewhere":  {"k", "b", "old files", "", 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := support.State{Keeper: c.keeper}
			lines := []chronology.Line{
				{Entry: chronology.Entry{ID: id(0), For: "a", Origin: c.put, Body: allocated("w")}}, {Entry: chronology.Entry{ID: id(1), For: c.by, Origin: c.let, Body: released(0)}},
			}
			if c.releasedBefore {
				slices.Reverse(lines)
			}
			for _, l := range lines {
				s.Fold(l)
			}
			if len(s.Beside) != c.beside {
				t.Errorf("beside them: %+v, want %d", s.Beside, c.beside)
			}
		})
	}
}

func TestLinks(t *testing.T) {
	kinds, err := chronology.NewKinds(support.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	entry := func(n int, kind string, body any) chronology.Entry {
		return chronology.Entry{ID: id(n), Kind: kind, For: "a", Happened: today, Recorded: start.Add(time.Duration(n) * time.Hour), Body: body}
	}
	_, links := kinds.AccessOf(kinds.Read([]chronology.Entry{
		entry(0, "support.allocated", allocated("w")), entry(1, "support.allocated", allocated("v")), entry(2, "support.released", released(0)),
		entry(3, "support.allocated", &support.Allocated{}), entry(4, "support.released", &support.Released{}),
	}, chronology.At{}))
	want := []chronology.Link{
		{Entry: id(0), Worker: "w", Bond: chronology.Beside, For: "a", From: start, Until: start.Add(2 * time.Hour)},
		{Entry: id(1), Worker: "v", Bond: chronology.Beside, For: "a", From: start.Add(time.Hour)},
	}
	if !slices.Equal(links, want) {
		t.Errorf("links %+v", links)
	}
}

func TestMarks(t *testing.T) {
	kinds, err := chronology.NewKinds(support.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]any{"setting safehouse": safehouse, "reason moved-on": ended, "": &support.Started{}} {
		k, _ := kinds.Of(body)
		o := kinds.Occurrences(kinds.Read([]chronology.Entry{{ID: "e", Kind: k.Name, Happened: today, Body: body}}, chronology.At{}))[0]
		got := ""
		for _, m := range o.Marks {
			got += m.Name + " " + m.Code
		}
		if got != name {
			t.Errorf("%s publishes %q, want %q", k.Name, got, name)
		}
	}
}
