package casefile

import (
	"slices"

	"waymark/internal/chronology"
	"waymark/internal/consent"
	"waymark/internal/ident"
	"waymark/internal/support"
)

// Share lets an organisation see some of the case: what the person agrees to is an action
// of its own, apart from what goes by other grounds.
func Share(on ident.Chronology, a consent.Share) Act {
	name := "access.give"
	if a.Body.Basis.Or("") == chronology.Consent {
		name = "consent.share"
	}
	return Act{Name: name, On: []ident.Chronology{on}, Input: a, decide: func(w World, m chronology.Moment) ([]chronology.New, error) {
		c := w.Cases[on]
		return a.Decide(c.Consent, w.Organisations, c.Person.Keeper, on, m)
	}}
}

func ofConsent(c Case) consent.State { return c.Consent }

// EndSharing ends a sharing, whatever ground it went by.
func EndSharing(on ident.Chronology, a consent.End) Act {
	return act("consent.end-sharing", on, a, ofConsent, a.Decide)
}

// Restrict makes a case one that few may know of.
func Restrict(on ident.Chronology, a consent.Restrict) Act {
	return ofWorkers("access.restrict", on, a, a.Decide)
}

// NameOne lets one more worker know of a restricted case.
func NameOne(on ident.Chronology, a consent.Name) Act {
	return ofWorkers("access.restrict", on, a, a.Decide)
}

// Lift ends a restriction, or takes a name off.
func Lift(on ident.Chronology, a consent.Lift) Act {
	return act("access.restrict", on, a, ofConsent, a.Decide)
}

// KeepAway keeps a worker with a conflict of interest from a case.
func KeepAway(on ident.Chronology, a consent.Keep) Act {
	return ofWorkers("access.conflict", on, a, a.Decide)
}

// ConflictOver ends that.
func ConflictOver(on ident.Chronology, a consent.Resolve) Act {
	return act("access.conflict", on, a, ofConsent, a.Decide)
}

// OpenInEmergency opens a case of one's own organisation's for a short time.
func OpenInEmergency(on ident.Chronology, a consent.Open) Act {
	x := Act{Name: "access.break-glass", On: []ident.Chronology{on}, Input: a, Breaks: true}
	x.decide = func(w World, m chronology.Moment) ([]chronology.New, error) {
		c := w.Cases[on]
		beside := slices.ContainsFunc(c.Support.Beside, func(b support.Beside) bool { return b.Worker == m.By && b.For == m.For && b.Runs(m.Now) })
		return a.Decide(c.Consent, beside, on, m)
	}
	return x
}

// ofWorkers makes an act on who may know that asks who works where.
func ofWorkers(name string, on ident.Chronology, input any, decide func(consent.State, func(ident.Organisation, ident.Worker) bool, ident.Chronology, chronology.Moment) ([]chronology.New, error)) Act {
	return Act{Name: name, On: []ident.Chronology{on}, Input: input, decide: func(w World, m chronology.Moment) ([]chronology.New, error) {
		return decide(w.Cases[on].Consent, w.Workers, on, m)
	}}
}

// AskErasure asks that a record be erased.
func AskErasure(on ident.Chronology, a consent.AskErasure) Act {
	return act("record.erase", on, a, ofConsent, a.Decide)
}

// Erase carries out what somebody else asked. Nothing of it can be opened afterwards.
func Erase(on ident.Chronology, a consent.Erase) Act {
	x := act("record.erase", on, a, ofConsent, a.Decide)
	x.Erases = true
	return x
}
