package decision_test

import (
	"reflect"
	"slices"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/decision"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

var today = civil.On(20514)

const (
	rg  = decision.ReasonableGrounds
	cg  = decision.ConclusiveGrounds
	yes = decision.Positive
	no  = decision.Negative
)

func made(ref ident.Entry, stage decision.Stage, out decision.Outcome) *decision.Made {
	b := &decision.Made{Referral: answer.Given(ref), Stage: answer.Given(stage), Outcome: answer.Given(out)}
	if out == no {
		b.Reasons = answer.Given(answer.Text("because"))
	}
	return b
}

func again(b *decision.Made) *decision.Made {
	b.Reconsidered = answer.Given(decision.YesNo("yes"))
	return b
}

func folded(bodies ...any) decision.State {
	var s decision.State
	for _, b := range bodies {
		s.Fold(chronology.Line{Entry: chronology.Entry{Body: b}})
	}
	return s
}

// beside gives the fields of a refusal and proves that they are fields of the body.
func beside(t *testing.T, body any, err error) []string {
	t.Helper()
	kinds, e := chronology.NewKinds(decision.Kinds()...)
	if e != nil {
		t.Fatal(e)
	}
	k, _ := kinds.Of(body)
	var out []string
	if x := errs.Of(err); x != nil {
		for _, f := range x.Fields {
			if _, ok := k.Field(f.Name); !ok || f.Message == "" {
				t.Errorf("%q stands beside %s, which the form does not have", f.Message, f.Name)
			}
			out = append(out, f.Name)
		}
		if x.Kind != errs.Invalid || x.Labels != label.Of(label.General) {
			t.Errorf("a refusal of kind %v that rests on %s", x.Kind, x.Labels)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestMake(t *testing.T) {
	wordless := made("r", rg, no)
	wordless.Reasons = answer.Of[answer.Text]{}
	for _, c := range []struct {
		name   string
		before decision.State
		body   *decision.Made
		want   []string
	}{
		{"first-positive", decision.State{}, made("r", rg, yes), nil},
		{"first-negative", decision.State{}, made("r", rg, no), nil},
		{"negative-without-reasons", decision.State{}, wordless, []string{"reasons"}},
		{"no-referral", decision.State{}, &decision.Made{Stage: answer.Given(rg), Outcome: answer.Given(yes)}, []string{"referral"}},
		{"another-referral", decision.State{}, made("x", rg, yes), []string{"referral"}},
		{"no-stage", decision.State{}, &decision.Made{Referral: answer.Given(ident.Entry("r")), Stage: answer.Unknown[decision.Stage](), Outcome: answer.Given(yes)}, []string{"stage"}},
		{"decided-already", folded(made("r", rg, yes)), made("r", rg, no), []string{"stage"}},
		{"again-without-a-first", decision.State{}, again(made("r", rg, yes)), []string{"reconsidered"}},
		{"again-after-a-negative", folded(made("r", rg, no)), again(made("r", rg, yes)), nil},
		{"again-after-a-positive", folded(made("r", rg, yes)), again(made("r", rg, no)), nil},
		{"of-another-referral", folded(made("q", rg, yes)), made("r", rg, yes), nil},
		{"conclusive-after-a-positive", folded(made("r", rg, yes)), made("r", cg, yes), nil},
		{"conclusive-after-a-negative", folded(made("r", rg, no)), made("r", cg, yes), []string{"stage"}},
		{"conclusive-after-nothing", decision.State{}, made("r", cg, yes), []string{"stage"}},
		{"conclusive-after-the-others-positive", folded(made("q", rg, yes)), made("r", cg, yes), []string{"stage"}},
		{"conclusive-after-it-turned-positive", folded(made("r", rg, no), again(made("r", rg, yes))), made("r", cg, yes), nil},
		{"conclusive-after-it-turned-negative", folded(made("r", rg, yes), again(made("r", rg, no))), made("r", cg, yes), []string{"stage"}},
		{"several", decision.State{}, &decision.Made{Outcome: answer.Given(no)}, []string{"reasons", "referral", "stage"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			news, err := decision.Make{Happened: today, Body: *c.body}.Decide(c.before, map[ident.Entry]civil.When{"r": civil.On(20000), "q": civil.On(20000)}, "case", chronology.Moment{})
			if got := beside(t, c.body, err); !slices.Equal(got, c.want) {
				t.Fatalf("refused beside %v, want %v", got, c.want)
			}
			if err == nil && (len(news) != 1 || news[0].On != "case" || news[0].Happened != today || !reflect.DeepEqual(news[0].Body, c.body)) {
				t.Errorf("writes %+v", news)
			}
		})
	}
}

// TestNothingComesBeforeWhatItRestsOn: a decision before its referral, and what follows a
// decision before it, are refused beside the date. On one day, either may come first.
func TestNothingComesBeforeWhatItRestsOn(t *testing.T) {
	on := func(day civil.Day, body any) chronology.Line {
		return chronology.Line{Entry: chronology.Entry{Happened: civil.On(day), Body: body}}
	}
	state := func(lines ...chronology.Line) decision.State {
		var s decision.State
		for _, l := range lines {
			s.Fold(l)
		}
		return s
	}
	sent := map[ident.Entry]civil.When{"r": civil.On(20000)}
	negative := state(on(20010, made("r", rg, no)))
	told := decision.Told{Referral: answer.Given(ident.Entry("r")), Stage: answer.Given(rg), Outcome: answer.Given(no)}
	asked := decision.Asked{Referral: answer.Given(ident.Entry("r")), Stage: answer.Given(rg)}
	for name, c := range map[string]struct {
		rests civil.Day
		write func(civil.When) error
	}{
		"decision": {20000, func(w civil.When) error {
			_, err := decision.Make{Happened: w, Body: *made("r", rg, yes)}.Decide(decision.State{}, sent, "case", chronology.Moment{})
			return err
		}},
		"reconsidered": {20010, func(w civil.When) error {
			_, err := decision.Make{Happened: w, Body: *again(made("r", rg, yes))}.Decide(negative, sent, "case", chronology.Moment{})
			return err
		}},
		"conclusive": {20020, func(w civil.When) error {
			_, err := decision.Make{Happened: w, Body: *made("r", cg, yes)}.Decide(state(on(20020, made("r", rg, yes))), sent, "case", chronology.Moment{})
			return err
		}},
		"told": {20010, func(w civil.When) error {
			_, err := decision.Tell{Happened: w, Body: told}.Decide(negative, "case", chronology.Moment{})
			return err
		}},
		"reviewed": {20010, func(w civil.When) error {
			_, err := decision.Review{Happened: w, Body: decision.Reviewed{Referral: asked.Referral, Stage: asked.Stage}}.Decide(negative, "case", chronology.Moment{})
			return err
		}},
		"asked": {20010, func(w civil.When) error {
			_, err := decision.Ask{Happened: w, Body: asked}.Decide(negative, "case", chronology.Moment{})
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if err := c.write(civil.On(c.rests)); err != nil {
				t.Errorf("on the day itself: %v", err)
			}
			e := errs.Of(c.write(civil.On(c.rests - 1)))
			if e == nil || e.Kind != errs.Invalid || len(e.Fields) != 1 || e.Fields[0].Name != chronology.Date || e.Labels != label.Of(label.General) {
				t.Errorf("the day before: %+v", e)
			}
		})
	}
}

func TestTell(t *testing.T) {
	told := func(stage decision.Stage, out decision.Outcome) decision.Told {
		return decision.Told{Referral: answer.Given(ident.Entry("r")), Stage: answer.Given(stage), Outcome: answer.Given(out)}
	}
	s := folded(made("r", rg, no), again(made("r", rg, yes)))
	for _, c := range []struct {
		name string
		body decision.Told
		want []string
	}{
		{"as-decided", told(rg, yes), nil},
		{"as-it-was-before", told(rg, no), []string{"outcome"}},
		{"not-decided", told(cg, yes), []string{"stage"}},
		{"of-nothing", decision.Told{}, []string{"stage"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			news, err := decision.Tell{Happened: today, Body: c.body}.Decide(s, "case", chronology.Moment{})
			if got := beside(t, &c.body, err); !slices.Equal(got, c.want) {
				t.Fatalf("refused beside %v, want %v", got, c.want)
			}
			if err == nil && (len(news) != 1 || !reflect.DeepEqual(news[0].Body, &c.body)) {
				t.Errorf("writes %+v", news)
			}
		})
	}
}

func TestAsk(t *testing.T) {
	body := decision.Asked{Referral: answer.Given(ident.Entry("r")), Stage: answer.Given(rg)}
	for _, c := range []struct {
		name  string
		state decision.State
		want  []string
	}{
		{"negative", folded(made("r", rg, no)), nil},
		{"negative-again", folded(made("r", rg, no), again(made("r", rg, no))), nil},
		{"positive", folded(made("r", rg, yes)), []string{"stage"}},
		{"turned-positive", folded(made("r", rg, no), again(made("r", rg, yes))), []string{"stage"}},
		{"not-decided", decision.State{}, []string{"stage"}},
		{"another-stage", folded(made("r", rg, yes), made("r", cg, no)), []string{"stage"}},
		{"another-referral", folded(made("q", rg, no)), []string{"stage"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			news, err := decision.Ask{Happened: today, Body: body}.Decide(c.state, "case", chronology.Moment{})
			if got := beside(t, &body, err); !slices.Equal(got, c.want) {
				t.Fatalf("refused beside %v, want %v", got, c.want)
			}
			if err == nil && (len(news) != 1 || !reflect.DeepEqual(news[0].Body, &body)) {
				t.Errorf("writes %+v", news)
			}
		})
	}
}

func TestFoldAndMarks(t *testing.T) {
	kinds, err := chronology.NewKinds(decision.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	ref := answer.Given(ident.Entry("r"))
	lines := kinds.Read([]chronology.Entry{
		{ID: "a", Kind: "decision.made", Happened: today, Body: made("r", rg, no)},
		{ID: "b", Kind: "decision.told", Happened: today, Body: &decision.Told{Referral: ref, Stage: answer.Given(rg), Outcome: answer.Given(no), Reasons: answer.Given(decision.Reasons("not-given"))}},
		{ID: "c", Kind: "reconsideration.asked", Happened: today, Body: &decision.Asked{Referral: ref, Stage: answer.Given(rg)}},
		{ID: "d", Kind: "decision.made", Happened: today, Body: again(made("r", rg, yes))},
	}, chronology.At{})
	var s decision.State
	for _, l := range lines {
		s.Fold(l)
	}
	if len(s.Made) != 2 || len(s.Told) != 1 || len(s.Asked) != 1 {
		t.Errorf("%+v", s)
	}
	if out, l, ok := s.Latest("r", rg); !ok || out != yes || l.ID != "d" {
		t.Errorf("latest %v %v %v", out, l.ID, ok)
	}
	want := []map[string]string{
		{"stage": "reasonable-grounds", "outcome": "negative", "reconsidered": "no"},
		{"stage": "reasonable-grounds", "outcome": "negative", "reasons": "not-given"},
		{"stage": "reasonable-grounds"},
		{"stage": "reasonable-grounds", "outcome": "positive", "reconsidered": "yes"},
	}
	for i, o := range kinds.Occurrences(lines) {
		if o.Episode != "r" || len(o.Marks) != len(want[i]) {
			t.Errorf("%s belongs to %s and publishes %+v", o.Entry, o.Episode, o.Marks)
		}
		for name, code := range want[i] {
			if m, _ := o.Mark(name); m.Code != code {
				t.Errorf("%s of %s is %q, want %q", name, o.Entry, m.Code, code)
			}
		}
	}
}
