package demo

import (
	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/contact"
	"waymark/internal/decision"
	"waymark/internal/entitlement"
	"waymark/internal/housing"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/referral"
	"waymark/internal/support"
)

// The acts of the stories in the words of a story. Each happens on the day on which the
// clock stands.

func (s *story) today() civil.When { return civil.On(civil.DayOf(s.clock.Now())) }

func (s *story) allocated(to member) {
	s.by(tom, casefile.Allocate(s.on, support.Allocate{Happened: s.today(), Body: support.Allocated{Worker: answer.Given(s.workers[to.login])}}))
}

func (s *story) described(b person.Described) {
	s.by(s.worker, casefile.Describe(s.on, person.Describe{Happened: s.today(), Body: b}))
}

func (s *story) reachedBy(ways []contact.Way, hours, details, never string) {
	s.by(s.worker, casefile.SetSafeWay(s.on, contact.SetSafeWay{Happened: s.today(), Body: contact.SafeWay{
		Ways: answer.Given(ways), Hours: line(hours), Details: line(details), NeverDo: text(never),
	}}, "none"))
}

func (s *story) referred(account string) ident.Entry {
	s.ref = s.by(s.worker, casefile.SendReferral(s.on, referral.Send{Happened: s.today(), Body: referral.Sent{
		Route: answer.Given(referral.Route("adult")), Authority: answer.Given(referral.Authority("sca")), To: answer.Given(s.orgs[sca.name]),
		FirstResponder: answer.Given(s.worker.org.name), Consent: answer.Given(referral.Agreed("yes")), Account: text(account),
	}}))
	return s.ref
}

func (s *story) decided(ref ident.Entry, stage decision.Stage, out decision.Outcome, again bool, reasons string) {
	b := decision.Made{Referral: answer.Given(ref), Stage: answer.Given(stage), Outcome: answer.Given(out), Reasons: text(reasons)}
	if again {
		b.Reconsidered = answer.Given(decision.YesNo("yes"))
	}
	s.by(grace, casefile.MakeDecision(s.on, decision.Make{Happened: s.today(), Body: b}))
}

// readAgain is a negative decision read by somebody else before anybody is told.
func (s *story) readAgain(ref ident.Entry, stage decision.Stage, note string) {
	s.by(grace, casefile.ReviewDecision(s.on, decision.Review{Happened: s.today(), Body: decision.Reviewed{
		Referral: answer.Given(ref), Stage: answer.Given(stage), By: answer.Given(decision.Reviewer("second-reader")), Result: answer.Given(decision.Agreement("agreed")), Note: text(note),
	}}))
}

func (s *story) risk(level support.Level, what, plan string) {
	s.by(s.worker, casefile.AssessRisk(s.on, support.AssessRisk{Happened: s.today(), Body: support.RiskAssessed{Level: answer.Given(level), What: text(what), Plan: text(plan)}}))
}

func (s *story) needs(moment support.NeedsMoment, needs string) {
	s.by(s.worker, casefile.NoteSupport(s.on, support.Entry{Happened: s.today(), Body: &support.NeedsAssessed{Moment: answer.Given(moment), Needs: text(needs)}}))
}

// notice is being told to leave a home by a day.
func (s *story) notice(by civil.Day, note string) {
	s.by(s.worker, casefile.RecordHousing(s.on, housing.Record{Happened: s.today(), Body: housing.Moved{Step: answer.Given(housing.Step("notice")), By: answer.Given(civil.On(by)), Note: text(note)}}))
}

func (s *story) told(ref ident.Entry, stage decision.Stage, out decision.Outcome, reasons bool, how string) {
	r := decision.Reasons("not-given")
	if reasons {
		r = "given"
	}
	s.by(s.worker, casefile.TellDecision(s.on, decision.Tell{Happened: s.today(), Body: decision.Told{
		Referral: answer.Given(ref), Stage: answer.Given(stage), Outcome: answer.Given(out), Reasons: answer.Given(r), How: text(how),
	}}))
}

func (s *story) asked(ref ident.Entry, evidence string) {
	s.by(s.worker, casefile.AskReconsideration(s.on, decision.Ask{Happened: s.today(), Body: decision.Asked{
		Referral: answer.Given(ref), Stage: answer.Given(decision.ConclusiveGrounds), Evidence: text(evidence), LegalAid: answer.Given(decision.YesNo("yes")),
	}}))
}

func (s *story) supported(setting support.Setting, note string) {
	s.by(s.worker, casefile.StartSupport(s.on, support.Entry{Happened: s.today(), Body: &support.Started{Setting: answer.Given(setting), Note: text(note)}}))
}

func (s *story) assessed(result support.Result, note string) {
	s.by(s.worker, casefile.NoteSupport(s.on, support.Entry{Happened: s.today(), Body: &support.Assessed{Result: answer.Given(result), Note: text(note)}}))
}

func (s *story) onward(service string, step support.Step, note string) {
	s.by(s.worker, casefile.NoteSupport(s.on, support.Entry{Happened: s.today(), Body: &support.Onward{Service: answer.Given(service), Step: answer.Given(step), Note: text(note)}}))
}

func (s *story) ended(reason support.Reason, note string) {
	s.by(s.worker, casefile.EndSupport(s.on, support.End{Happened: s.today(), Body: support.Ended{Reason: answer.Given(reason), Note: text(note)}}))
}

func (s *story) leave(kind entitlement.LeaveKind, months int, until string, note string) {
	s.by(s.worker, casefile.RecordLeave(s.on, entitlement.Grant{Happened: s.today(), Body: entitlement.Leave{
		Kind: answer.Given(kind), Months: answer.Given(months), Expires: answer.Given(on(until)), Note: text(note),
	}}))
}

func (s *story) spoke(b contact.Made) ident.Entry {
	if b.Reached.State() == answer.NotAsked {
		b.Reached = answer.Given(contact.Reached("yes"))
	}
	return s.by(s.worker, casefile.RecordContact(s.on, contact.Record{Happened: s.today(), Body: b}))
}

func (s *story) shared(with house, ls label.Set, until civil.When, why string) {
	b := consent.Shared{To: answer.Given(s.orgs[with.name]), Labels: answer.Given(ls), Basis: answer.Given(chronology.Consent), Why: text(why)}
	if !until.IsZero() {
		b.Until = answer.Given(until)
	}
	s.by(s.worker, casefile.Share(s.on, consent.Share{Happened: s.today(), Body: b}))
}
