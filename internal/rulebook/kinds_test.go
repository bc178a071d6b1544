package rulebook_test

import (
	"testing"

	"waymark/data"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/label"
	"waymark/internal/rulebook"
)

type (
	referralSent        struct{}
	decisionMade        struct{}
	decisionTold        struct{}
	reconsiderationAsks struct{}
	supportStarted      struct{}
	supportEnded        struct{}
	leaveGranted        struct{}
	riskAssessed        struct{}
	contactMade         struct{}
	clockPaused         struct{}
	clockResumed        struct{}
)

func coded(name string, l label.Label, codes ...string) chronology.MarkSpec {
	m := chronology.MarkSpec{Name: name, Label: l}
	for _, c := range codes {
		m.Codes = append(m.Codes, chronology.Code{Value: c, Words: c})
	}
	return m
}

func kind[B any](name string, exists label.Label, marks ...chronology.MarkSpec) chronology.Kind {
	k := chronology.Kind{Name: name, Version: 1, Words: name, Exists: exists, Free: label.Account, Marks: marks}
	return chronology.Define(k, func(*B) chronology.Published { return chronology.Published{} }, nil)
}

// testKinds is a small table of kinds with the names and marks that the embedded rulebook rests on, and three more.
func testKinds(t testing.TB) chronology.Kinds {
	t.Helper()
	stage := coded("stage", label.General, "reasonable-grounds", "conclusive-grounds")
	outcome := coded("outcome", label.General, "positive", "negative")
	kinds, err := chronology.NewKinds(
		kind[referralSent]("referral.sent", label.General, coded("route", label.General, "adult", "child"), coded("authority", label.Immigration, "sca", "ieca")),
		kind[decisionMade]("decision.made", label.General, stage, outcome, coded("reconsidered", label.General, "yes", "no")),
		kind[decisionTold]("decision.told", label.General, stage, outcome, coded("reasons", label.General, "given", "not-given")),
		kind[reconsiderationAsks]("reconsideration.asked", label.Legal, stage),
		kind[supportStarted]("support.started", label.General, coded("setting", label.General, "safehouse", "outreach", "asylum-accommodation", "own-home")),
		kind[supportEnded]("support.ended", label.General, coded("reason", label.General, "moved-on", "asked-to-leave", "person-left", "transferred", "other")),
		kind[leaveGranted]("leave.granted", label.Immigration,
			coded("kind", label.Immigration, "discretionary", "refugee", "humanitarian", "temporary-permission", "settled", "other"),
			chronology.MarkSpec{Name: "expires", Label: label.Immigration, Date: true}),
		kind[riskAssessed]("risk.assessed", label.Safeguarding, coded("band", label.Safeguarding, "low", "high"), coded("score", label.Safeguarding, "0", "5", "14")),
		kind[contactMade]("contact.made", label.Health, chronology.MarkSpec{Name: "next", Label: label.Contact, Date: true}),
		kind[clockPaused]("clock.paused", label.General),
		kind[clockResumed]("clock.resumed", label.General),
	)
	if err != nil {
		t.Fatal(err)
	}
	return kinds
}

// embedded is the rulebook in the program, checked.
func embedded(t testing.TB) *rulebook.Book {
	t.Helper()
	b, err := rulebook.Load(data.Rulebook, "rulebook")
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Check(testKinds(t), civil.DefaultCalendar()); err != nil {
		t.Fatal(err)
	}
	return b
}
