package casefile_test

import (
	"reflect"
	"slices"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/contact"
	"waymark/internal/decision"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/referral"
	"waymark/internal/support"
)

var why = answer.Given(answer.Text("I misread my notes"))

// spoke records a contact with a note that bears these labels besides its own.
func (s *story) spoke(t testing.TB, note string, extra label.Set) ident.Entry {
	t.Helper()
	r := contact.Record{Happened: s.today(), Body: contact.Made{
		How: answer.Given(contact.How("phone")), Reached: answer.Given(contact.Reached("yes")), Minutes: answer.Given(10), Note: answer.Given(answer.Text(note)),
	}}
	if !extra.Empty() {
		r.Extra = map[string]label.Set{"note": extra}
	}
	return s.must(t, casefile.RecordContact(on, r))
}

func note(text string) *contact.Made {
	return &contact.Made{Note: answer.Given(answer.Text(text))}
}

// shared is a case with one entry of each sort that a correction may name.
func shared(t *testing.T) (s *story, ids map[string]ident.Entry) {
	t.Helper()
	s, ids = newStory(t, "2024-03-01"), map[string]ident.Entry{}
	ids["met"] = s.meet(t)
	ids["spoke"] = s.spoke(t, "she is well", 0)
	ids["taken-back"] = s.spoke(t, "of somebody else", 0)
	ids["correction"] = s.must(t, casefile.Correct(on, casefile.Correction{Of: ids["taken-back"], Fields: []string{chronology.Whole}, Body: &contact.Made{}, Why: why}, ""))
	ids["sharing"] = s.must(t, casefile.Share(on, consent.Share{Happened: s.today(), Body: consent.Shared{
		To: answer.Given(harbour), Labels: answer.Given(label.Of(label.General)), Basis: answer.Given(chronology.Consent),
	}}))
	ids["lent"] = s.must(t, casefile.Share(on, consent.Share{Happened: s.today(), Body: consent.Shared{
		To: answer.Given(harbour), Labels: answer.Given(label.Of(label.General)), Basis: answer.Given(chronology.Consent),
	}}))
	ids["ended"] = s.must(t, casefile.EndSharing(on, consent.End{Happened: s.today(), Body: consent.Ended{Sharing: answer.Given(ids["lent"])}}))
	beside := s.must(t, casefile.Allocate(on, support.Allocate{Happened: s.today(), Body: support.Allocated{Worker: answer.Given(nadia)}}))
	ids["released"] = s.must(t, casefile.Release(on, support.Release{Happened: s.today(), Body: support.Released{Allocation: answer.Given(beside)}}))
	ids["referral"] = s.refer(t)
	ids["negative"] = s.decide(t, ids["referral"], rg, no, false)
	s.moment.For = harbour
	ids["theirs"] = s.spoke(t, "she is tired", 0)
	s.moment.For = maple
	ids["none"] = "no such entry"
	return s, ids
}

func TestCorrect(t *testing.T) {
	minutes := &contact.Made{Minutes: answer.Given(20)}
	for _, c := range []struct {
		name   string
		of     string
		fields []string
		body   any
		kind   errs.Kind // of the refusal; 0 for none
		beside []string
	}{
		{"own", "spoke", []string{"minutes"}, minutes, 0, nil},
		{"own-date", "spoke", []string{chronology.Date}, &contact.Made{}, 0, nil},
		{"own-taken-back", "spoke", []string{chronology.Whole}, &contact.Made{}, 0, nil},
		{"anothers", "theirs", []string{"minutes"}, minutes, errs.Denied, nil},
		{"taken-back-already", "taken-back", []string{"minutes"}, minutes, errs.Conflict, nil},
		{"a-correction", "correction", []string{"minutes"}, minutes, errs.NotFound, nil},
		{"nothing-there", "none", []string{"minutes"}, minutes, errs.NotFound, nil},
		{"another-kind", "spoke", []string{"minutes"}, &person.Met{}, errs.Invalid, []string{"kind"}},
		{"no-body", "spoke", []string{"minutes"}, nil, errs.Invalid, []string{"kind"}},
		{"no-field-chosen", "spoke", nil, &contact.Made{}, errs.Invalid, []string{"fields"}},
		{"a-field-there-is-not", "spoke", []string{"gone"}, &contact.Made{}, errs.Invalid, []string{"fields"}},
		{"what-opened-the-record", "met", []string{"how"}, &person.Met{How: answer.Given(answer.Text("at church"))}, 0, nil},
		{"what-opened-the-record-whole", "met", []string{chronology.Whole}, &person.Met{}, errs.Invalid, []string{"fields"}},
		{"what-a-sharing-is-for", "sharing", []string{"why"}, &consent.Shared{Why: answer.Given(answer.Text("to advise her"))}, 0, nil},
		{"with-whom", "sharing", []string{"to"}, &consent.Shared{To: answer.Given(absent)}, errs.Invalid, []string{"to"}},
		{"what-is-shared", "sharing", []string{"labels"}, &consent.Shared{Labels: answer.Given(label.Everything())}, errs.Invalid, []string{"labels"}},
		{"on-which-basis", "sharing", []string{"basis"}, &consent.Shared{Basis: answer.Given(chronology.Keeper)}, errs.Invalid, []string{"basis"}},
		{"until-when", "sharing", []string{"until", "why"}, &consent.Shared{}, errs.Invalid, []string{"until"}},
		{"an-ending-taken-back", "ended", []string{chronology.Whole}, &consent.Ended{}, errs.Invalid, []string{"fields"}},
		{"an-ending-of-another", "ended", []string{"sharing"}, &consent.Ended{}, errs.Invalid, []string{"sharing"}},
		{"why-it-ended", "ended", []string{"why"}, &consent.Ended{Why: answer.Given(answer.Text("she asked"))}, 0, nil},
		{"a-release-taken-back", "released", []string{chronology.Whole}, &support.Released{}, errs.Invalid, []string{"fields"}},
		{"sent-to-another", "referral", []string{"to"}, &referral.Sent{To: answer.Given(harbour)}, errs.Invalid, []string{"to"}},
		{"route-and-consent", "referral", []string{"route", "consent", "authority"}, &referral.Sent{}, errs.Invalid, []string{"authority", "consent", "route"}},
		{"the-account-of-a-referral", "referral", []string{"account"}, &referral.Sent{Account: answer.Given(answer.Text("as she told it"))}, 0, nil},
		{"outcome", "negative", []string{"outcome"}, &decision.Made{Outcome: answer.Given(yes)}, errs.Invalid, []string{"outcome"}},
		{"what-was-decided", "negative", []string{"referral", "stage", "reconsidered"}, &decision.Made{}, errs.Invalid, []string{"reconsidered", "referral", "stage"}},
		{"reasons", "negative", []string{"reasons"}, &decision.Made{Reasons: answer.Given(answer.Text("as written"))}, 0, nil},
		{"a-negative-without-reasons", "negative", []string{"reasons"}, &decision.Made{}, errs.Invalid, []string{"reasons"}},
		{"a-decision-taken-back", "negative", []string{chronology.Whole}, &decision.Made{}, 0, nil},
		{"a-sharing-taken-back", "sharing", []string{chronology.Whole}, &consent.Shared{}, 0, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, ids := shared(t)
			before := len(s.entries)
			act := casefile.Correct(on, casefile.Correction{Of: ids[c.of], Fields: c.fields, Happened: when(t, "2024-02-28"), Body: c.body, Why: why}, "")
			written, err := s.do(act)
			if c.kind != 0 {
				if errs.KindOf(err) != c.kind || !slices.Equal(beside(err), c.beside) || len(s.entries) != before {
					t.Errorf("refused with %v, beside %v, %d written", err, beside(err), len(s.entries)-before)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			l, ok := s.whole().Line(ids[c.of])
			if !ok || len(written) != 1 || len(l.Corrections) != 1 || l.Corrections[0].ID != written[0] || l.Corrections[0].Corrects.Why != why {
				t.Fatalf("the line: %+v", l)
			}
			if name := act.Name; (name == "entry.take-back") != l.Struck {
				t.Errorf("%s, struck %v", name, l.Struck)
			}
			if dated := slices.Contains(c.fields, chronology.Date); (l.Happened == when(t, "2024-02-28")) != dated {
				t.Errorf("happened %v", l.Happened)
			}
			if len(s.whole().Troubled()) != 0 {
				t.Errorf("trouble: %+v", s.whole().Troubled())
			}
		})
	}
}

// TestCorrectionKeepsLabels: a label that an author added stays, whoever corrects.
func TestCorrectionKeepsLabels(t *testing.T) {
	s := newStory(t, "2024-03-01")
	s.meet(t)
	id := s.spoke(t, "her solicitor says", label.Of(label.Legal))
	correct := func(x casefile.Correction) map[string]label.Set {
		t.Helper()
		x.Of, x.Why = id, why
		s.must(t, casefile.Correct(on, x, ""))
		return s.entries[len(s.entries)-1].Extra
	}
	for _, c := range []struct {
		name string
		x    casefile.Correction
		want map[string]label.Set
	}{
		{"another-field", casefile.Correction{Fields: []string{"minutes"}, Body: &contact.Made{Minutes: answer.Given(5)}}, nil},
		{"kept", casefile.Correction{Fields: []string{"note"}, Body: note("a")}, map[string]label.Set{"note": label.Of(label.Legal)}},
		{"added", casefile.Correction{Fields: []string{"note"}, Body: note("b"), Extra: map[string]label.Set{"note": label.Of(label.Justice)}}, map[string]label.Set{"note": label.Of(label.Legal, label.Justice)}},
		{"kept-from-a-correction", casefile.Correction{Fields: []string{"note"}, Body: note("c")}, map[string]label.Set{"note": label.Of(label.Legal, label.Justice)}},
		{"nobody-takes-away", casefile.Correction{Fields: []string{"note"}, Body: note("d"), Extra: map[string]label.Set{"note": 0}}, map[string]label.Set{"note": label.Of(label.Legal, label.Justice)}},
		{"only-where-it-is-corrected", casefile.Correction{Fields: []string{"minutes"}, Body: &contact.Made{Minutes: answer.Given(6)}, Extra: map[string]label.Set{"note": label.Of(label.Account)}}, nil},
	} {
		if got := correct(c.x); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	most := label.Everything().Without(label.Of(label.Justice))
	if l, _ := s.seen(t, most).Line(id); !l.Closed("note") || l.Closed("minutes") {
		t.Error("without the label that was added the note is open")
	}
}

func TestNobodyCorrectsWhatTheyCannotSee(t *testing.T) {
	s := newStory(t, "2024-03-01")
	s.meet(t)
	id := s.spoke(t, "her solicitor says", label.Of(label.Legal))
	x := casefile.Correction{Of: id, Fields: []string{"note"}, Body: note("a"), Why: why}
	for have, want := range map[label.Set][]string{
		label.Everything(): nil,
		label.Everything().Without(label.Of(label.Legal)): {"note"},
	} {
		_, err := casefile.Correct(on, x, "").Decide(world(s.seen(t, have)), s.moment)
		if got := beside(err); !slices.Equal(got, want) {
			t.Errorf("with %s refused beside %v, want %v: %v", have, got, want, err)
		}
	}
}

// TestCorrectionOfAnotherKindDoesNotHide: should one lie in a store all the same, the
// entry counts for what it says, and both say that they need putting right.
func TestCorrectionOfAnotherKindDoesNotHide(t *testing.T) {
	s, ids := shared(t)
	e := s.entries[len(s.entries)-1]
	e.ID, e.Kind, e.Body = "foreign", "support.assessed", nil
	e.Corrects = &chronology.Correction{Of: ids["met"], Fields: []string{"how"}, Why: why}
	lone := e
	lone.ID, lone.Kind, lone.Body, lone.For = "lone", "person.met", &person.Met{ChosenName: answer.Given("Abena")}, maple
	lone.Corrects = &chronology.Correction{Of: "nothing", Fields: []string{"chosen_name"}, Why: why}
	s.entries = append(s.entries, e, lone)
	c := s.whole()
	if !c.Person.Founded || c.Person.Called() != "Ama" || c.Person.Keeper != maple {
		t.Errorf("the person is gone: %+v", c.Person)
	}
	if got := c.Troubled(); len(got) != 3 {
		t.Errorf("needs putting right: %+v", got)
	}
	if _, err := s.do(casefile.Correct(on, casefile.Correction{Of: "lone", Fields: []string{"how"}, Body: &person.Met{}, Why: why}, "")); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a correction that found nothing is corrected: %v", err)
	}
	if got := drawn(c); len(got) != 3 || got[0] != "2024-03-01 Met" {
		t.Errorf("drawn %q", got)
	}
}

func TestTopics(t *testing.T) {
	s := newStory(t, "2024-03-01")
	s.meet(t)
	way := func(happened civil.When, details string) casefile.Act {
		return casefile.SetSafeWay(on, contact.SetSafeWay{Happened: happened, Body: contact.SafeWay{Ways: answer.Given([]contact.Way{"text"}), Details: answer.Given(details)}}, casefile.SafeWayTopic(s.whole(), maple))
	}
	if got := casefile.SafeWayTopic(s.whole(), maple); got != "none" {
		t.Errorf("topic %q before anything was said", got)
	}
	first := s.must(t, way(s.today(), "a"))
	if got := casefile.SafeWayTopic(s.whole(), maple); got != string(first) {
		t.Errorf("topic %q, want the first way", got)
	}
	corrected := s.must(t, casefile.Correct(on, casefile.Correction{Of: first, Fields: []string{"details"}, Body: &contact.SafeWay{Details: answer.Given("b")}, Why: why}, string(first)))
	if got := casefile.SafeWayTopic(s.whole(), maple); got != string(corrected) {
		t.Errorf("topic %q, want the correction", got)
	}
	if got := casefile.LineTopic(first)(s.whole()); got != string(corrected) {
		t.Errorf("topic of the line %q, want the correction", got)
	}
	corrected = s.must(t, casefile.Correct(on, casefile.Correction{Of: first, Fields: []string{"hours"}, Body: &contact.SafeWay{Hours: answer.Given("mornings")}, Why: why}, string(corrected)))
	if got := casefile.SafeWayTopic(s.whole(), maple); got != string(corrected) {
		t.Errorf("topic %q, want the latest correction", got)
	}
	s.spoke(t, "she is well", 0)
	if got := casefile.SafeWayTopic(s.whole(), maple); got != string(corrected) {
		t.Errorf("topic %q: a contact is another topic", got)
	}
	second := s.must(t, way(s.today(), "c"))
	if got := casefile.SafeWayTopic(s.whole(), maple); got != string(second) || casefile.LineTopic(first)(s.whole()) != string(corrected) {
		t.Errorf("topic %q, want the second way", got)
	}
	if got := casefile.LineTopic("no such entry")(s.whole()); got != "none" {
		t.Errorf("topic of nothing %q", got)
	}
	if got := casefile.SafeWayTopic(s.seen(t, label.Of(label.General)), maple); got != "none" {
		t.Errorf("topic %q for who may not know that there is a way", got)
	}
	// Each act that changes something names its topic and what was seen; one that only
	// adds is never stale.
	if a := way(s.today(), "d"); a.Topic == nil || a.Saw != string(second) || a.Topic(s.whole(), maple) != a.Saw {
		t.Errorf("%s saw %q", a.Name, a.Saw)
	}
	if a := casefile.RecordContact(on, contact.Record{}); a.Topic != nil {
		t.Errorf("%s has a topic", a.Name)
	}
}
