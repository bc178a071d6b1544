package casefile_test

import (
	"slices"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/contact"
	"waymark/internal/decision"
	"waymark/internal/label"
)

const (
	rg  = decision.ReasonableGrounds
	cg  = decision.ConclusiveGrounds
	yes = decision.Positive
	no  = decision.Negative
)

// drawn is a pathway as a page could draw it: a star where things stand, three points
// for what has not come.
func drawn(c casefile.Case) []string {
	var out []string
	for _, s := range c.Pathway() {
		line := s.Words
		if s.Note != "" {
			line += ": " + s.Note
		}
		if !s.When.IsZero() {
			line = s.When.String() + " " + line
		}
		if s.Now {
			line += " *"
		}
		if s.Ahead {
			line += " ..."
		}
		out = append(out, line)
	}
	return out
}

func TestPathway(t *testing.T) {
	for _, c := range []struct {
		name string
		tell func(*testing.T, *story)
		want []string
	}{
		{"nobody-met", func(*testing.T, *story) {}, nil},
		{"nobody-referred", func(t *testing.T, s *story) { s.meet(t) }, []string{"2024-03-01 Met *"}},
		{"referred-and-waiting", func(t *testing.T, s *story) {
			s.meet(t)
			s.later(4).refer(t)
		}, []string{"2024-03-01 Met", "2024-03-05 Referred *", "Reasonable grounds: waited for ..."}},
		{"positive-and-waiting", func(t *testing.T, s *story) {
			s.meet(t)
			ref := s.later(4).refer(t)
			s.later(5).decide(t, ref, rg, yes, false)
		}, []string{"2024-03-01 Met", "2024-03-05 Referred", "2024-03-10 Reasonable grounds: positive *", "Conclusive grounds: waited for ..."}},
		{"negative", func(t *testing.T, s *story) {
			s.meet(t)
			s.later(1).decide(t, s.refer(t), rg, no, false)
		}, []string{"2024-03-01 Met", "2024-03-02 Referred", "2024-03-02 Reasonable grounds: negative *"}},
		{"negative-and-asked-again", func(t *testing.T, s *story) {
			s.meet(t)
			ref := s.refer(t)
			s.later(5).decide(t, ref, rg, no, false)
			s.later(20).ask(t, ref, rg)
		}, []string{"2024-03-01 Met", "2024-03-01 Referred", "2024-03-06 Reasonable grounds: negative", "2024-03-26 Reconsideration: asked for *", "Answer: waited for ..."}},
		{"negative-asked-and-answered-in-a-day", func(t *testing.T, s *story) {
			s.meet(t)
			ref := s.refer(t)
			s.decide(t, ref, rg, no, false)
			s.ask(t, ref, rg)
			s.decide(t, ref, rg, no, true)
		}, []string{"2024-03-01 Met", "2024-03-01 Referred", "2024-03-01 Reasonable grounds: negative", "2024-03-01 Reconsideration: asked for", "2024-03-01 Reasonable grounds, again: negative *"}},
		{"asked-again-and-positive", func(t *testing.T, s *story) {
			s.meet(t)
			ref := s.refer(t)
			s.later(5).decide(t, ref, rg, no, false)
			s.later(20).ask(t, ref, rg)
			s.later(10).decide(t, ref, rg, yes, true)
		}, []string{"2024-03-01 Met", "2024-03-01 Referred", "2024-03-06 Reasonable grounds: negative", "2024-03-26 Reconsideration: asked for", "2024-04-05 Reasonable grounds, again: positive *", "Conclusive grounds: waited for ..."}},
		{"conclusive-negative-and-asked-again", func(t *testing.T, s *story) {
			s.meet(t)
			ref := s.refer(t)
			s.decide(t, ref, rg, yes, false)
			s.later(100).decide(t, ref, cg, no, false)
			s.later(20).ask(t, ref, cg)
		}, []string{"2024-03-01 Met", "2024-03-01 Referred", "2024-03-01 Reasonable grounds: positive", "2024-06-09 Conclusive grounds: negative", "2024-06-29 Reconsideration: asked for *", "Answer: waited for ..."}},
		{"support-ended", func(t *testing.T, s *story) {
			s.meet(t)
			s.refer(t)
			s.start(t)
			s.later(30).end(t)
		}, []string{"2024-03-01 Met", "2024-03-01 Referred", "2024-03-31 Support ended *"}},
		{"support-ended-and-begun-again", func(t *testing.T, s *story) {
			s.meet(t)
			s.refer(t)
			s.start(t)
			s.later(30).end(t)
			s.later(30).start(t)
		}, []string{"2024-03-01 Met", "2024-03-01 Referred", "2024-03-31 Support ended *", "Reasonable grounds: waited for ..."}},
		{"referred-a-second-time", func(t *testing.T, s *story) {
			s.meet(t)
			s.decide(t, s.refer(t), rg, no, false)
			s.later(30).refer(t)
		}, []string{"2024-03-01 Met", "2024-03-01 Referred", "2024-03-01 Reasonable grounds: negative", "2024-03-31 Referred *", "Reasonable grounds: waited for ..."}},
		{"asked-about-the-first-referral", func(t *testing.T, s *story) {
			s.meet(t)
			first := s.refer(t)
			s.decide(t, first, rg, no, false)
			s.decide(t, s.later(30).refer(t), rg, no, false)
			s.ask(t, first, rg)
		}, []string{"2024-03-01 Met", "2024-03-01 Referred", "2024-03-01 Reasonable grounds: negative", "2024-03-31 Referred", "2024-03-31 Reasonable grounds: negative", "2024-03-31 Reconsideration: asked for *"}},
		{"asked-about-the-other-decision", func(t *testing.T, s *story) {
			s.meet(t)
			ref := s.refer(t)
			s.decide(t, ref, rg, no, false)
			asked := s.ask(t, ref, rg)
			s.decide(t, ref, rg, yes, true)
			s.decide(t, ref, cg, no, false)
			s.later(1).must(t, casefile.Correct(on, casefile.Correction{Of: asked, Fields: []string{chronology.Date}, Happened: s.today(), Body: &decision.Asked{}, Why: why}, ""))
		}, []string{"2024-03-01 Met", "2024-03-01 Referred", "2024-03-01 Reasonable grounds: negative", "2024-03-01 Reasonable grounds, again: positive", "2024-03-01 Conclusive grounds: negative", "2024-03-02 Reconsideration: asked for *"}},
		{"a-decision-taken-back", func(t *testing.T, s *story) {
			s.meet(t)
			made := s.decide(t, s.refer(t), rg, yes, false)
			s.must(t, casefile.Correct(on, casefile.Correction{Of: made, Fields: []string{chronology.Whole}, Body: &decision.Made{}, Why: why}, ""))
		}, []string{"2024-03-01 Met", "2024-03-01 Referred *", "Reasonable grounds: waited for ..."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newStory(t, "2024-03-01")
			c.tell(t, s)
			if got := drawn(s.whole()); !slices.Equal(got, c.want) {
				t.Errorf("drawn %q\nwant %q", got, c.want)
			}
		})
	}
}

// TestParkMan follows the course of the man from the park: met, referred 4 days later,
// first decision 18 days after that, second after 14 months, leave 7 months after.
func TestParkMan(t *testing.T) {
	s := newStory(t, "2016-02-01")
	s.meet(t)
	ref := s.later(4).refer(t)
	s.later(18).decide(t, ref, rg, yes, false)
	s.later(s.moment.Today.AddMonths(14).Sub(s.moment.Today)).decide(t, ref, cg, yes, false)
	known := s.moment.Now
	s.later(s.moment.Today.AddMonths(7).Sub(s.moment.Today)).leave(t)
	way := []string{"2016-02-01 Met", "2016-02-05 Referred", "2016-02-23 Reasonable grounds: positive", "2017-04-23 Conclusive grounds: positive", "2017-11-23 Leave to remain *"}
	if got := drawn(s.whole()); !slices.Equal(got, way) {
		t.Errorf("drawn %q\nwant %q", got, way)
	}
	before := append(slices.Clone(way[:3]), "2017-04-23 Conclusive grounds: positive *")
	if got := drawn(s.read(chronology.At{KnownAt: known})); !slices.Equal(got, before) {
		t.Errorf("known before the leave: %q\nwant %q", got, before)
	}
	if got := drawn(s.seen(t, label.Everything().Without(label.Of(label.Immigration)))); !slices.Equal(got, before) {
		t.Errorf("without immigration: %q\nwant %q", got, before)
	}
	waiting := append(slices.Clone(way[:2]), "2016-02-23 Reasonable grounds: positive *", "Conclusive grounds: waited for ...")
	if got := drawn(s.read(chronology.At{HappenedUpTo: when(t, "2017")})); !slices.Equal(got, way) {
		t.Errorf("up to the end of 2017: %q", got)
	}
	if got := drawn(s.read(chronology.At{HappenedUpTo: when(t, "2016")})); !slices.Equal(got, waiting) {
		t.Errorf("up to the end of 2016: %q\nwant %q", got, waiting)
	}
}

func TestWants(t *testing.T) {
	s := newStory(t, "2024-03-01")
	s.meet(t)
	if _, _, ok := s.whole().Wants(); ok {
		t.Error("nobody asked what they want")
	}
	said := contact.Made{How: answer.Given(contact.How("phone")), Reached: answer.Given(contact.Reached("yes")), Wants: answer.Given(answer.Text("to work"))}
	s.must(t, casefile.RecordContact(on, contact.Record{Happened: s.today(), Body: said}))
	s.later(3)
	said.Wants = answer.Of[answer.Text]{}
	s.must(t, casefile.RecordContact(on, contact.Record{Happened: s.today(), Body: said}))
	if words, at, ok := s.whole().Wants(); !ok || words != "to work" || at != when(t, "2024-03-01") {
		t.Errorf("they want %q since %v", words, at)
	}
	if _, _, ok := s.seen(t, label.Of(label.General)).Wants(); ok {
		t.Error("a reader who may not know what was said knows what they want")
	}
}
