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
	referralDeclined    struct{}
	referralNotified    struct{}
	referralHandled     struct{}
	referralConfirmed   struct{}
	decisionReviewed    struct{}
	contactMade         struct{}
	supportAssessed     struct{}
	supportRisk         struct{}
	supportNeeds        struct{}
	leaveApplied        struct{}
	asylumStep          struct{}
	housingStep         struct{}
	justiceHarm         struct{}
	justiceStep         struct{}
	conferenceStep      struct{}
	safeguardingStep    struct{}
	ownRecord           struct{}
	breach              struct{}
	workerJoined        struct{}
	workerLeft          struct{}
	workerSupervised    struct{}
	workerTrained       struct{}
	houseOpened         struct{}
	houseClosed         struct{}
	houseChecked        struct{}
	housePutRight       struct{}
	riskAssessed        struct{}
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

func dated(name string, l label.Label) chronology.MarkSpec {
	return chronology.MarkSpec{Name: name, Label: l, Date: true}
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
		kind[referralSent]("referral.sent", label.General, coded("route", label.General, "adult", "child"), coded("authority", label.Immigration, "sca", "ieca", "child-panel"), dated("born", label.Identity)),
		kind[decisionMade]("decision.made", label.General, stage, outcome, coded("reconsidered", label.General, "yes", "no")),
		kind[decisionTold]("decision.told", label.General, stage, outcome, coded("reasons", label.General, "given", "not-given"), coded("may_ask", label.General, "yes", "barred")),
		kind[reconsiderationAsks]("reconsideration.asked", label.Legal, stage),
		kind[supportStarted]("support.started", label.General, coded("setting", label.General, "place-of-safety", "safehouse", "outreach", "asylum-accommodation", "own-home")),
		kind[supportEnded]("support.ended", label.General, coded("reason", label.General, "moved-on", "asked-to-leave", "person-left", "transferred", "other")),
		kind[leaveGranted]("leave.granted", label.Immigration,
			coded("kind", label.Immigration, "discretionary", "refugee", "humanitarian", "temporary-permission", "settled", "other"),
			coded("end", label.Immigration, "written", "open"), dated("expires", label.Immigration)),
		kind[referralDeclined]("referral.declined", label.General),
		kind[referralNotified]("referral.notified", label.General),
		kind[referralHandled]("referral.handled", label.General, coded("step", label.General, "received", "checked", "more-asked")),
		kind[referralConfirmed]("referral.confirmed", label.General, coded("stays", label.General, "stays", "withdraws")),
		kind[decisionReviewed]("decision.reviewed", label.General, stage, coded("by", label.General, "panel", "second-reader"), coded("result", label.General, "agreed", "sent-back")),
		kind[contactMade]("contact.made", label.Health, coded("reached", label.General, "yes", "no-answer"), coded("how", label.General, "phone"), dated("next", label.Contact)),
		kind[supportAssessed]("support.assessed", label.General, coded("result", label.General, "goes-on", "reduced", "ends"), coded("end", label.General, "written", "open"), dated("until", label.General)),
		kind[supportRisk]("support.risk-assessed", label.Safeguarding, coded("level", label.Safeguarding, "red", "amber", "green")),
		kind[supportNeeds]("support.needs-assessed", label.Health, coded("moment", label.Health, "entry", "review", "leaving")),
		kind[leaveApplied]("leave.applied", label.Immigration, coded("kind", label.Immigration, "discretionary")),
		kind[asylumStep]("asylum.step", label.Immigration, coded("step", label.Immigration, "claimed", "work-asked", "refused", "appealed", "withdrawn")),
		kind[housingStep]("housing.step", label.General, coded("step", label.General, "notice", "council-asked", "move-planned", "address-given", "moved"), dated("by", label.General)),
		kind[justiceHarm]("justice.harm", label.Justice, coded("what", label.Justice, "injury", "work", "contract"), coded("child", label.Justice, "yes", "no"), dated("born", label.Identity)),
		kind[justiceStep]("justice.step", label.Justice, coded("step", label.Justice, "injuries-claimed", "conciliation-began", "conciliation-ended", "tribunal-claimed", "court-claimed", "review-claimed")),
		kind[conferenceStep]("conference.step", label.Safeguarding, coded("step", label.Safeguarding, "asked", "held", "not-held")),
		kind[safeguardingStep]("safeguarding.step", label.Safeguarding, coded("duty", label.Safeguarding, "adult", "child"), coded("step", label.Safeguarding, "raised", "assessed", "refused")),
		kind[ownRecord]("oversight.own-record", label.General, coded("step", label.General, "asked", "longer", "given"), dated("since", label.General)),
		kind[breach]("oversight.breach", label.Safeguarding, coded("step", label.Safeguarding, "found", "reported", "no-risk", "person-told")),
		kind[workerJoined]("worker.joined", label.General, coded("works", label.General, "with-people", "on-waymark")),
		kind[workerLeft]("worker.left", label.General), kind[workerSupervised]("worker.supervised", label.Staffing),
		kind[workerTrained]("worker.trained", label.Staffing,
			coded("course", label.Staffing, "safeguarding-adults", "safeguarding-children", "modern-slavery", "trauma-informed", "vicarious-trauma", "health-and-safety", "first-aid", "data-protection"),
			coded("end", label.Staffing, "written", "open"), dated("until", label.Staffing)),
		kind[houseOpened]("house.opened", label.General), kind[houseClosed]("house.closed", label.General), kind[housePutRight]("house.put-right", label.General),
		kind[houseChecked]("house.checked", label.General,
			coded("what", label.General, "health-and-safety", "fire-alarm", "fire-drill", "fire-equipment", "environment", "audit", "gas", "electrics", "other"),
			coded("result", label.General, "in-order", "to-put-right"), dated("by", label.General), dated("next", label.General)),
		kind[riskAssessed]("risk.assessed", label.Safeguarding, coded("band", label.Safeguarding, "low", "high"), coded("score", label.Safeguarding, "0", "5", "14")),
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
