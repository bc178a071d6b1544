package casefile

import (
	"waymark/internal/chronology"
	"waymark/internal/conference"
	"waymark/internal/decision"
	"waymark/internal/entitlement"
	"waymark/internal/housing"
	"waymark/internal/ident"
	"waymark/internal/justice"
	"waymark/internal/oversight"
	"waymark/internal/referral"
	"waymark/internal/support"
)

// The acts beside the way into the NRM and through it: each of them starts or ends a
// clock.

func ofReferral(c Case) referral.State { return c.Referral }

// NotifyReferral records that an adult did not agree to be referred, or that the duty to
// notify was carried out.
func NotifyReferral(on ident.Chronology, a referral.Notify) Act {
	return act("referral.notify", on, a, ofReferral, a.Decide)
}

// HandleReferral records how the competent authority takes a referral in.
func HandleReferral(on ident.Chronology, a referral.Handle) Act {
	return act("referral.handle", on, a, ofReferral, a.Decide)
}

// ConfirmReferral records what somebody referred as a child wants at 18.
func ConfirmReferral(on ident.Chronology, a referral.Confirm) Act {
	return act("referral.confirm", on, a, ofReferral, a.Decide)
}

// ReviewDecision records that somebody else read a negative decision.
func ReviewDecision(on ident.Chronology, a decision.Review) Act {
	return act("decision.review", on, a, func(c Case) decision.State { return c.Decision }, a.Decide)
}

// AssessRisk records how dangerous things are.
func AssessRisk(on ident.Chronology, a support.AssessRisk) Act {
	return act("risk.assess", on, a, ofSupport, a.Decide)
}

// ApplyLeave records leave that was applied for.
func ApplyLeave(on ident.Chronology, a entitlement.Apply) Act {
	_, applies := a.Body.(*entitlement.Applied)
	return act("leave.record", on, a, func(c Case) entitlement.State { return c.Entitlement }, a.Decide).
		refuses(func(World) bool { return !applies }, "kind", "A step of the asylum claim is an act of its own")
}

// RecordAsylum records a step of an asylum claim.
func RecordAsylum(on ident.Chronology, a entitlement.Apply) Act {
	_, step := a.Body.(*entitlement.Asylum)
	return act("asylum.record", on, a, func(c Case) entitlement.State { return c.Entitlement }, a.Decide).
		refuses(func(World) bool { return !step }, "kind", "Leave that is applied for is an act of its own")
}

// RecordHousing records a step towards losing or finding a home.
func RecordHousing(on ident.Chronology, a housing.Record) Act {
	return adds("housing.record", on, a, a.Decide)
}

// RecordConference records a conference or a concern for somebody's safety.
func RecordConference(on ident.Chronology, a conference.Record) Act {
	return adds("conference.record", on, a, a.Decide)
}

// RecordJustice records what a claim rests on, or a step on the way to justice.
func RecordJustice(on ident.Chronology, a justice.Record) Act {
	return adds("justice.record", on, a, a.Decide)
}

// RecordOversight records somebody asking for their own record, or a record in the wrong
// hands.
func RecordOversight(on ident.Chronology, a oversight.Record) Act {
	return adds("oversight.record", on, a, a.Decide)
}

// adds makes an act that rests on nothing that was recorded before.
func adds(name string, on ident.Chronology, input any, decide func(ident.Chronology) ([]chronology.New, error)) Act {
	return Act{Name: name, On: []ident.Chronology{on}, Input: input, decide: func(World, chronology.Moment) ([]chronology.New, error) {
		return decide(on)
	}}
}
