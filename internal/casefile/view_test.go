package casefile_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/contact"
	"waymark/internal/decision"
	"waymark/internal/entitlement"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/referral"
	"waymark/internal/support"
)

// pick draws an answer: one of the values as a rule, sometimes none.
func pick[T any](t *rapid.T, values ...T) answer.Of[T] {
	switch rapid.IntRange(0, 7).Draw(t, "answered") {
	case 0:
		return answer.Unknown[T]()
	case 1:
		return answer.Of[T]{}
	}
	return answer.Given(rapid.SampledFrom(values).Draw(t, "value"))
}

func words(t *rapid.T) answer.Of[answer.Text] { return pick[answer.Text](t, "a", "b") }

// references are entries that an act may name: those that are there and one that is not.
func references(c casefile.Case) []ident.Entry {
	out := []ident.Entry{ident.EntryOf("nothing", 0)}
	for _, l := range c.Lines {
		out = append(out, l.ID)
	}
	return out
}

// drawAct draws any act on a case.
func drawAct(t *rapid.T, c casefile.Case, today civil.Day) casefile.Act {
	happened := civil.On(today.Add(-rapid.IntRange(0, 3).Draw(t, "days ago")))
	ids := references(c)
	id := func() answer.Of[ident.Entry] { return pick(t, ids...) }
	stage, out := pick(t, rg, cg), pick(t, yes, no)
	extra := map[string]label.Set(nil)
	if rapid.Bool().Draw(t, "labelled") {
		extra = map[string]label.Set{"note": label.Of(rapid.SampledFrom([]label.Label{label.Legal, label.Justice}).Draw(t, "label"))}
	}
	acts := []func() casefile.Act{
		func() casefile.Act {
			return casefile.Describe(on, person.Describe{Happened: happened, Body: person.Described{ChosenName: pick(t, "A", "B"), Nationality: pick(t, "x")}})
		},
		func() casefile.Act {
			return casefile.RecordContact(on, contact.Record{Happened: happened, Extra: extra, Body: contact.Made{
				How: pick[contact.How](t, "phone"), Reached: pick[contact.Reached](t, "yes", "no-answer"), Private: pick[contact.Private](t, "no"), Note: words(t), Next: pick(t, civil.On(today)),
			}})
		},
		func() casefile.Act {
			return casefile.SetSafeWay(on, contact.SetSafeWay{Happened: happened, Body: contact.SafeWay{Ways: pick(t, []contact.Way{"text"}), NeverDo: words(t)}}, "")
		},
		func() casefile.Act {
			return casefile.SendReferral(on, referral.Send{Happened: happened, Body: referral.Sent{
				Route: pick[referral.Route](t, "adult", "child"), Authority: pick[referral.Authority](t, "sca"), To: pick(t, sca, harbour, absent), Consent: pick[referral.Agreed](t, "yes"), Account: words(t),
			}})
		},
		func() casefile.Act {
			return casefile.MakeDecision(on, decision.Make{Happened: happened, Body: decision.Made{Referral: id(), Stage: stage, Outcome: out, Reasons: words(t), Reconsidered: pick[decision.YesNo](t, "yes", "no")}})
		},
		func() casefile.Act {
			return casefile.TellDecision(on, decision.Tell{Happened: happened, Body: decision.Told{Referral: id(), Stage: stage, Outcome: out, Reasons: pick[decision.Reasons](t, "given")}})
		},
		func() casefile.Act {
			return casefile.AskReconsideration(on, decision.Ask{Happened: happened, Body: decision.Asked{Referral: id(), Stage: stage}})
		},
		func() casefile.Act {
			return casefile.StartSupport(on, support.Entry{Happened: happened, Body: &support.Started{Setting: pick[support.Setting](t, "outreach", "safehouse")}})
		},
		func() casefile.Act {
			return casefile.EndSupport(on, support.End{Happened: happened, Body: support.Ended{Reason: pick[support.Reason](t, "other")}})
		},
		func() casefile.Act {
			return casefile.Allocate(on, support.Allocate{Happened: happened, Body: support.Allocated{Worker: pick(t, nadia)}})
		},
		func() casefile.Act {
			return casefile.Release(on, support.Release{Happened: happened, Body: support.Released{Allocation: id(), Why: words(t)}})
		},
		func() casefile.Act {
			return casefile.RecordLeave(on, entitlement.Grant{Happened: happened, Body: entitlement.Leave{Kind: pick[entitlement.LeaveKind](t, "refugee"), Note: words(t)}})
		},
		func() casefile.Act {
			return casefile.Share(on, consent.Share{Happened: happened, Body: consent.Shared{To: pick(t, harbour, maple, absent), Labels: pick(t, label.Of(label.General), consent.CanBeShared), Basis: pick(t, chronology.Consent), Why: words(t)}})
		},
		func() casefile.Act {
			return casefile.EndSharing(on, consent.End{Happened: happened, Body: consent.Ended{Sharing: id()}})
		},
		func() casefile.Act { return drawCorrection(t, c, happened) },
		func() casefile.Act { return drawCorrection(t, c, happened) },
	}
	return acts[rapid.IntRange(0, len(acts)-1).Draw(t, "act")]()
}

// drawCorrection draws a correction of a line by giving some of its fields another
// answer.
func drawCorrection(t *rapid.T, c casefile.Case, happened civil.When) casefile.Act {
	x := casefile.Correction{Of: rapid.SampledFrom(references(c)).Draw(t, "of"), Happened: happened, Why: why, Body: &contact.Made{Note: words(t), Private: pick[contact.Private](t, "no")}}
	x.Fields = rapid.SampledFrom([][]string{{"note"}, {"private"}, {"note", "private"}}).Draw(t, "fields")
	if rapid.Bool().Draw(t, "labelled more") {
		x.Extra = map[string]label.Set{"note": label.Of(label.Account)}
	}
	if l, ok := c.Line(x.Of); ok && rapid.IntRange(0, 2).Draw(t, "date or whole") == 0 {
		k, _ := kinds.Find(l.Kind)
		x.Body, x.Extra = k.NewBody(), nil
		x.Fields = []string{rapid.SampledFrom([]string{chronology.Date, chronology.Whole}).Draw(t, "which")}
	}
	return casefile.Correct(on, x, "")
}

// deciding is an act's Decide, or something broken that a control puts in its place.
type deciding func(casefile.World, chronology.Moment) ([]chronology.New, error)

// copies says how what an act writes depends on what its actor cannot see; "" if it does
// not, or if it refuses on either.
func copies(decide deciding, whole, seen casefile.Case, m chronology.Moment) string {
	a, err := decide(world(whole), m)
	if err != nil {
		return ""
	}
	b, err := decide(world(seen), m)
	if err != nil || reflect.DeepEqual(a, b) {
		return ""
	}
	return fmt.Sprintf("on the whole state it writes\n%+v\non what the actor sees\n%+v", a, b)
}

// TestActsWriteOnlyTheirInput: an act decides on the whole state and writes nothing that
// its actor did not say, or could not see.
func TestActsWriteOnlyTheirInput(t *testing.T) {
	both := 0
	rapid.Check(t, func(r *rapid.T) {
		s := newStory(t, "2024-03-01")
		s.meet(t)
		for range rapid.IntRange(0, 12).Draw(r, "acts") {
			s.moment.For = rapid.SampledFrom([]ident.Organisation{maple, maple, harbour}).Draw(r, "for")
			// Refusals are part of the course.
			_, _ = s.do(drawAct(r, s.whole(), s.moment.Today))
		}
		have := label.Set(rapid.Uint32().Draw(r, "labels")).Only(label.Everything()).With(label.Of(label.General))
		act := drawAct(r, s.whole(), s.moment.Today)
		whole, seen := s.whole(), s.seen(r, have)
		if out := copies(act.Decide, whole, seen, s.moment); out != "" {
			r.Fatalf("%s with %s: %s", act.Name, have, out)
		}
		if _, err := act.Decide(world(seen), s.moment); err == nil && have != label.Everything() {
			both++
		}
	})
	if both == 0 {
		t.Error("no act succeeded on what its actor sees: nothing was compared")
	}
}

func TestCopiesControl(t *testing.T) {
	s := newStory(t, "2024-03-01")
	s.meet(t)
	id := s.spoke(t, "she is well", label.Of(label.Legal))
	seen := s.seen(t, label.Everything().Without(label.Of(label.Legal)))
	// An act that fills in from the entry what its actor left out.
	fillsIn := func(w casefile.World, _ chronology.Moment) ([]chronology.New, error) {
		l, _ := w.Cases[on].Line(id)
		return []chronology.New{{On: on, Body: l.Body}}, nil
	}
	// One that carries on labels, and does not ask who may know of them.
	carriesOn := func(w casefile.World, _ chronology.Moment) ([]chronology.New, error) {
		l, _ := w.Cases[on].Line(id)
		return []chronology.New{{On: on, Body: note("a"), Extra: l.Extra}}, nil
	}
	right := casefile.Correct(on, casefile.Correction{Of: id, Fields: []string{"minutes"}, Body: &contact.Made{Minutes: answer.Given(5)}, Why: why}, "")
	for name, c := range map[string]struct {
		decide deciding
		caught bool
	}{"right": {right.Decide, false}, "fills-in": {fillsIn, true}, "carries-on": {carriesOn, true}} {
		if out := copies(c.decide, s.whole(), seen, s.moment); (out != "") != c.caught {
			t.Errorf("%s: the checker says %q", name, out)
		}
	}
}

// TestFoldingNeverPanics: whatever lies in a store, a case is put together and drawn.
func TestFoldingNeverPanics(t *testing.T) {
	var bodies []any
	var names []string
	for _, k := range kinds.All() {
		bodies = append(bodies, k.NewBody(), reflect.Zero(reflect.TypeOf(k.NewBody())).Interface())
		names = append(names, k.Name)
	}
	bodies, names = append(bodies, nil, 3, &struct{}{}), append(names, "", "no.such")
	rapid.Check(t, func(t *rapid.T) {
		var entries []chronology.Entry
		for range rapid.IntRange(0, 6).Draw(t, "entries") {
			e := chronology.Entry{
				ID: ident.Entry(rapid.StringMatching(`[a-d]`).Draw(t, "id")), Kind: rapid.SampledFrom(names).Draw(t, "kind"), Body: rapid.SampledFrom(bodies).Draw(t, "body"),
				Recorded: time.Unix(int64(rapid.IntRange(0, 3).Draw(t, "recorded")), 0), Happened: civil.On(civil.Day(rapid.IntRange(0, 3).Draw(t, "happened"))), For: maple,
			}
			if rapid.Bool().Draw(t, "fits") {
				k, _ := kinds.Find(e.Kind)
				if k.Name != "" {
					e.Body = k.NewBody()
				}
			}
			if rapid.Bool().Draw(t, "corrects") {
				e.Corrects = &chronology.Correction{Of: ident.Entry(rapid.StringMatching(`[a-d]`).Draw(t, "of")), Fields: []string{rapid.SampledFrom([]string{"note", "to", chronology.Date, chronology.Whole}).Draw(t, "field")}}
			}
			entries = append(entries, e)
		}
		c := casefile.Put(kinds, on, entries, chronology.At{})
		c.Pathway()
		c.Wants()
		c.Troubled()
		c.Person.Called()
		casefile.SafeWayTopic(c, maple)
		for _, id := range references(c) {
			casefile.LineTopic(id)(c)
			_, _ = casefile.Correct(on, casefile.Correction{Of: id}, "").Decide(world(c), chronology.Moment{For: maple})
		}
	})
}
