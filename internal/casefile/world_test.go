package casefile_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/decision"
	"waymark/internal/entitlement"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/organisation"
	"waymark/internal/person"
	"waymark/internal/referral"
	"waymark/internal/support"
)

const on ident.Chronology = "case"

var kinds = func() chronology.Kinds {
	k, err := casefile.Kinds()
	if err != nil {
		panic(err)
	}
	return k
}()

var (
	maple   = ident.Organisation(ident.EntryOf("maple", 0))
	harbour = ident.Organisation(ident.EntryOf("harbour", 0))
	sca     = ident.Organisation(ident.EntryOf("sca", 0))
	nadia   = ident.Worker(ident.EntryOf("nadia", 0))
	absent  = ident.Organisation(ident.EntryOf("absent", 0))
)

// story is one person's chronology as acts write it, without a desk. Its clock moves to
// the day of each act.
type story struct {
	entries []chronology.Entry
	moment  chronology.Moment
	acts    int
}

func newStory(t testing.TB, day string) *story {
	t.Helper()
	s := &story{moment: chronology.Moment{By: nadia, For: maple}}
	s.moment.Now = when(t, day).Earliest().Start().Add(9 * time.Hour)
	s.moment.Today = civil.DayOf(s.moment.Now)
	return s
}

func when(t testing.TB, day string) civil.When {
	t.Helper()
	w, err := civil.ParseWhen(day)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// later moves the clock by days and minutes of its own, so that no two acts are at once.
func (s *story) later(days int) *story {
	s.moment.Today = s.moment.Today.Add(days)
	s.moment.Now = s.moment.Today.Start().Add(9*time.Hour + time.Duration(s.acts)*time.Minute)
	return s
}

func (s *story) today() civil.When { return civil.On(s.moment.Today) }

func (s *story) read(at chronology.At) casefile.Case { return casefile.Put(kinds, on, s.entries, at) }

// whole is the case as an act decides on it.
func (s *story) whole() casefile.Case { return s.read(chronology.At{}) }

// seen is the case as a reader with these labels sees it.
func (s *story) seen(t fataler, have label.Set) casefile.Case {
	t.Helper()
	var out []chronology.Entry
	for _, e := range s.entries {
		env, parts, err := kinds.Pack(e)
		if err != nil {
			t.Fatalf("pack: %v", err)
		}
		got, visible, err := kinds.Unpack(on, e.ID, env, func(n int, _ label.Set) ([]byte, error) { return parts[n].JSON, nil }, have)
		if err != nil {
			t.Fatalf("unpack: %v", err)
		}
		if visible {
			out = append(out, got)
		}
	}
	return casefile.Put(kinds, on, out, chronology.At{})
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// world is what acts decide on, with the case as somebody sees it.
func world(c casefile.Case) casefile.World {
	return casefile.World{
		Cases:         map[ident.Chronology]casefile.Case{on: c},
		Organisations: func(o ident.Organisation) bool { return o == sca || o == maple || o == harbour },
		Sorts: func(o ident.Organisation) organisation.Sort {
			if o == sca {
				return organisation.CompetentAuthority
			}
			return "support-provider"
		},
		Workers: func(o ident.Organisation, w ident.Worker) bool { return o == maple && w == nadia },
		Roles:   func(r string) bool { return r == "manager" },
	}
}

// do carries out an act as a desk would: what it decides is checked and recorded.
func (s *story) do(a casefile.Act) ([]ident.Entry, error) {
	s.acts++
	s.moment.Act = ident.Act(fmt.Sprintf("act %d", s.acts))
	s.moment.Now = s.moment.Now.Add(time.Minute)
	news, err := a.Decide(world(s.whole()), s.moment)
	if err != nil {
		if news != nil {
			return nil, fmt.Errorf("an act refuses and writes: %+v", news)
		}
		return nil, err
	}
	var entries []chronology.Entry
	var ids []ident.Entry
	for i, n := range news {
		if err := kinds.Check(n, s.moment.Now); err != nil {
			return nil, err
		}
		k, _ := kinds.Of(n.Body)
		entries = append(entries, chronology.Entry{
			ID: s.moment.IDs(i), Chronology: n.On, Act: s.moment.Act, N: i, Kind: k.Name, Version: k.Version, Happened: n.Happened, Recorded: s.moment.Now,
			By: s.moment.By, For: s.moment.For, Origin: n.Origin, Body: n.Body, Extra: n.Extra, Corrects: n.Corrects,
		})
		ids = append(ids, entries[i].ID)
	}
	s.entries = append(s.entries, entries...)
	return ids, nil
}

// must carries out an act that is right and gives its first entry.
func (s *story) must(t testing.TB, a casefile.Act) ident.Entry {
	t.Helper()
	ids, err := s.do(a)
	if err != nil {
		t.Fatalf("%s: %v", a.Name, err)
	}
	return ids[0]
}

func (s *story) meet(t testing.TB) ident.Entry {
	t.Helper()
	return s.must(t, casefile.Meet(on, person.Meet{Happened: s.today(), Body: person.Met{ChosenName: answer.Given("Ama"), How: answer.Given(answer.Text("at the day centre"))}}))
}

func (s *story) refer(t testing.TB) ident.Entry {
	t.Helper()
	return s.must(t, casefile.SendReferral(on, referral.Send{Happened: s.today(), Body: referral.Sent{
		Route: answer.Given(referral.Route("adult")), Authority: answer.Given(referral.Authority("sca")), To: answer.Given(sca), Consent: answer.Given(referral.Agreed("yes")),
	}}))
}

func (s *story) decide(t testing.TB, ref ident.Entry, stage decision.Stage, out decision.Outcome, again bool) ident.Entry {
	t.Helper()
	b := decision.Made{Referral: answer.Given(ref), Stage: answer.Given(stage), Outcome: answer.Given(out), Reasons: answer.Given(answer.Text("as written"))}
	if again {
		b.Reconsidered = answer.Given(decision.YesNo("yes"))
	}
	return s.must(t, casefile.MakeDecision(on, decision.Make{Happened: s.today(), Body: b}))
}

func (s *story) ask(t testing.TB, ref ident.Entry, stage decision.Stage) ident.Entry {
	t.Helper()
	return s.must(t, casefile.AskReconsideration(on, decision.Ask{Happened: s.today(), Body: decision.Asked{Referral: answer.Given(ref), Stage: answer.Given(stage)}}))
}

func (s *story) leave(t testing.TB) ident.Entry {
	t.Helper()
	return s.must(t, casefile.RecordLeave(on, entitlement.Grant{Happened: s.today(), Body: entitlement.Leave{Kind: answer.Given(entitlement.LeaveKind("discretionary"))}}))
}

func (s *story) start(t testing.TB) ident.Entry {
	t.Helper()
	return s.must(t, casefile.StartSupport(on, support.Entry{Happened: s.today(), Body: &support.Started{Setting: answer.Given(support.Setting("outreach"))}}))
}

func (s *story) end(t testing.TB) ident.Entry {
	t.Helper()
	return s.must(t, casefile.EndSupport(on, support.End{Happened: s.today(), Body: support.Ended{Reason: answer.Given(support.Reason("moved-on"))}}))
}

// beside gives the fields beside which an act was refused.
func beside(err error) []string {
	var out []string
	if e := errs.Of(err); e != nil {
		for _, f := range e.Fields {
			out = append(out, f.Name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
