package policy

import (
	"fmt"
	"slices"

	"waymark/internal/chronology"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Never is one line of the table of who must never see or do what. The policies say
// what is allowed; this table says what no set of policies may allow, and a
// deployment's own files are proved against it by Breaches.
type Never struct {
	ID      string
	Words   string
	Labels  label.Set
	Actions []string
	when    func(a Actor, s Situation, bases []string) bool // bases cover the label; for an act, any
}

// Nevers gives the table.
func Nevers() []Never {
	acts := slices.DeleteFunc(slices.Clone(caseActions), func(a string) bool { return a == open })
	return slices.Concat(neverWhere(acts), neverInside(acts), neverDeciding(), neverAround(acts), neverElsewhere(acts), neverOverseeing(acts), neverPrograms(acts))
}

// never is a line of the table. Its condition hears the bases that cover the label; for an
// act, those that cover any.
func never(id, words string, labels label.Set, actions []string, when func(a Actor, s Situation, bases []string) bool) Never {
	return Never{ID: id, Words: words, Labels: labels, Actions: actions, when: when}
}

// is holds for actors of some roles.
func is(roles ...Role) func(Actor, Situation, []string) bool {
	return func(a Actor, _ Situation, _ []string) bool { return slices.Contains(roles, a.Role) }
}

// isNot holds for actors of all other roles.
func isNot(roles ...Role) func(Actor, Situation, []string) bool {
	return func(a Actor, _ Situation, _ []string) bool { return !slices.Contains(roles, a.Role) }
}

// some says whether any of the bases is one of these.
func some(bases []string, of ...chronology.Basis) bool {
	return slices.ContainsFunc(of, func(b chronology.Basis) bool { return slices.Contains(bases, string(b)) })
}

var everyLabel = label.Everything()

// neverWhere is what holds for everybody.
func neverWhere(acts []string) []Never {
	return []Never{
		never("no-access", "An organisation that may read nothing of a case does nothing in it.", everyLabel, acts,
			func(_ Actor, s Situation, _ []string) bool { return s.Held.Empty() }),
		never("another-purpose", "Nobody opens or does anything in a case for a purpose that is not their role's: a manager and a program also oversee.", everyLabel, acts,
			func(a Actor, _ Situation, _ []string) bool {
				return !slices.Contains(PurposesOf(a.Role), a.Purpose)
			}),
		never("trusted-with-what", "Only the organisation that keeps the record reads who was trusted with what.", label.Of(label.Sharing), nil,
			func(_ Actor, s Situation, _ []string) bool { return !s.Keeper }),
		never("sharing-by-others", "Only the organisation that keeps the record shares it, gives or ends access to it, restricts it, and sees with whom it is shared.", 0,
			[]string{"consent.see", "consent.share", "consent.end-sharing", "access.give", "access.restrict"},
			func(_ Actor, s Situation, _ []string) bool { return !s.Keeper }),
		never("referring-by-others", "Only the organisation that keeps the record refers the person: a referral gives the authority sight of it.", 0, []string{"referral.send"},
			func(_ Actor, s Situation, _ []string) bool { return !s.Keeper }),
		never("house-keeping", "Only an operator sets up organisations and workers.", 0, []string{"organisation.found", "worker.join", "worker.leave"}, isNot(Operator)),
		never("bringing-in", "Only a manager or an operator brings in old records.", 0, []string{"import.run"}, isNot(Manager, Operator)),
		never("taking-away", "Only a manager or a records lead takes a record or a list out of Waymark.", 0, []string{"case.export", "list.export"}, isNot(Manager, RecordsLead)),
		never("erasing", "Only a manager or a records lead erases a record, and only of the organisation that keeps it.", 0, []string{"record.erase"},
			func(a Actor, s Situation, _ []string) bool {
				return a.Role != Manager && a.Role != RecordsLead || !s.Keeper
			}),
		never("own-records", "Only a records lead reads what their organisation recorded of somebody whose record it may not read any more.", 0, []string{"records.own"}, isNot(RecordsLead)),
		never("restricting-and-conflicts", "Only a manager closes a case to all but few, or keeps a colleague away from it.", 0, []string{"access.restrict", "access.conflict"}, isNot(Manager)),
		never("breaking-the-glass", "Only who may have to act in an emergency opens a case on their own word.", 0, []string{"access.break-glass"},
			isNot(SupportWorker, NightStaff, Manager, FirstResponder, PoliceOfficer)),
		never("meeting", "Only who supports or refers people opens a record about somebody.", 0, []string{"person.meet", "person.found-again"},
			isNot(SupportWorker, Manager, FirstResponder, DesignatedOfficer)),
	}
}

// neverInside is the firewall: what stands inside immigration enforcement.
func neverInside(acts []string) []Never {
	inside := func(when func(a Actor, s Situation, bases []string) bool) func(Actor, Situation, []string) bool {
		return func(a Actor, s Situation, bases []string) bool { return a.Remit == Enforcing && when(a, s, bases) }
	}
	return []Never{
		never("inside-enforcement-others", "Inside immigration enforcement nobody but a case owner opens anything or does anything in a case.", everyLabel, acts, inside(isNot(CaseOwner))),
		never("inside-enforcement-labels", "Inside immigration enforcement nobody learns where somebody lives, of their immigration, health or legal advice, or who was trusted with what.",
			label.Of(label.Address, label.Immigration, label.Health, label.Legal, label.Staffing, label.Sharing), nil, inside(func(Actor, Situation, []string) bool { return true })),
		never("inside-enforcement-grounds", "Inside immigration enforcement nothing opens on other grounds than a duty to decide.", everyLabel, nil,
			inside(func(_ Actor, _ Situation, bases []string) bool {
				return !some(bases, chronology.StatutoryDuty, chronology.DutyDone)
			})),
		never("inside-enforcement-decided", "Inside immigration enforcement nothing of a case that is decided opens but its course.", everyLabel.Without(label.Of(label.General)), nil,
			inside(func(_ Actor, _ Situation, bases []string) bool { return !some(bases, chronology.StatutoryDuty) })),
	}
}

// neverDeciding is the firewall between support and the decision.
func neverDeciding() []Never {
	deciding := func(a Actor, _ Situation, _ []string) bool { return a.Purpose == Deciding }
	return []Never{
		never("address-for-a-decision", "Nobody opens an address in order to decide.", label.Of(label.Address), nil, deciding),
		never("legal-advice-for-a-decision", "Nobody opens legal advice in order to decide.", label.Of(label.Legal), nil, deciding),
		never("immigration-for-a-decision", "Nobody opens immigration records in order to decide, unless the person agreed to just that.", label.Of(label.Immigration), nil,
			func(a Actor, _ Situation, bases []string) bool {
				return a.Purpose == Deciding && !some(bases, chronology.Consent)
			}),
		never("case-owner-and-support", "A case owner opens no health, address, legal advice or staffing, nor who was trusted with what.",
			label.Of(label.Health, label.Address, label.Legal, label.Staffing, label.Sharing), nil, is(CaseOwner)),
		never("case-owner-without-a-duty", "A case owner opens nothing and does nothing but under a duty in law.", everyLabel, caseActions[1:],
			func(a Actor, s Situation, _ []string) bool {
				return a.Role == CaseOwner && s.Bases[string(chronology.StatutoryDuty)].Empty() && s.Bases[string(chronology.DutyDone)].Empty()
			}),
		never("case-owner-beyond-duty-and-consent", "A case owner opens nothing that is held on other grounds than a duty in law or the person's consent.", everyLabel, nil,
			func(a Actor, _ Situation, bases []string) bool {
				return a.Role == CaseOwner && !some(bases, chronology.StatutoryDuty, chronology.DutyDone, chronology.Consent)
			}),
		never("decision-by-others", "Only a case owner takes a referral in, decides, and has a decision read again.", 0, []string{"decision.make", "decision.review", "referral.handle"}, isNot(CaseOwner)),
	}
}

// neverAround is who works around the person where they are supported.
func neverAround(acts []string) []Never {
	colleagues := []Role{Manager, RecordsLead, Inspector}
	const most = "opens no more than"
	return []Never{
		never("stranger", "Whoever works beside people opens nothing of a person they do not walk beside, and does nothing about them.", everyLabel, acts,
			func(a Actor, s Situation, _ []string) bool {
				return !s.Linked && slices.Contains([]Role{SupportWorker, NightStaff, Volunteer, Driver, FirstResponder, DesignatedOfficer, PoliceOfficer, Solicitor, CouncilContact}, a.Role)
			}),
		never("beds-are-the-managers", "Nobody sees the houses of an organisation and what is late there but its managers, where people are supported.", 0, []string{"beds.see"},
			func(a Actor, _ Situation, _ []string) bool { return a.Role != Manager || a.Remit != Supporting }),
		never("decisions-waited-for", "Nobody sees who waits for a decision but case owners and, where people are supported, support workers and managers.", 0, []string{"decisions.see"},
			func(a Actor, _ Situation, _ []string) bool {
				return a.Role != CaseOwner && (a.Remit != Supporting || a.Role != SupportWorker && a.Role != Manager)
			}),
		never("colleagues", "Nobody reads what concerns workers but managers, records leads and inspectors.", label.Of(label.Staffing), nil, isNot(colleagues...)),
		never("volunteer", "A volunteer "+most+" the course of the case, who somebody is and how to reach them.", beyond(label.General, label.Identity, label.Contact), nil, is(Volunteer)),
		never("driver", "A driver "+most+" a name to call, how to reach somebody, and where.", beyond(label.General, label.Identity, label.Contact, label.Address), nil, is(Driver)),
		never("helpers-do-nothing", "A volunteer or a driver sees how things stand, not what was before, and writes nothing.", 0,
			slices.DeleteFunc(slices.Clone(acts), func(a string) bool { return a == "case.see" }), is(Volunteer, Driver)),
		never("night-staff", "Night staff open nothing of what was done to somebody, of police, lawyers and immigration, of other places or of workers; where somebody is, only to save a life.",
			label.Of(label.Account, label.Location, label.Justice, label.Legal, label.Immigration, label.Staffing, label.Sharing), nil, is(NightStaff)),
		never("night-staff-correct", "Night staff leave what is written as it is.", 0, []string{"entry.correct", "entry.take-back"}, is(NightStaff)),
		never("night-staff-address", "Night staff open where somebody is only to save a life.", label.Of(label.Address), nil,
			func(a Actor, _ Situation, bases []string) bool {
				return a.Role == NightStaff && !some(bases, chronology.VitalInterests, chronology.BreakGlass)
			}),
		never("records-lead-supports", "A records lead supports nobody, refers nobody and shares nothing.", 0,
			[]string{"contact.record", "contact.safe-way", "referral.send", "referral.notify", "support.start", "support.note", "support.end", "risk.assess", "consent.share", "consent.end-sharing", "access.give"}, is(RecordsLead)),
		never("records-lead-elsewhere", "Outside organisations that support people no records lead opens anything.", everyLabel, acts,
			func(a Actor, _ Situation, _ []string) bool { return a.Role == RecordsLead && a.Remit != Supporting }),
		never("manager-elsewhere", "A manager outside organisations that support people opens no more than whose case it is, and who was trusted with what.", beyond(label.General, label.Identity, label.Sharing), nil,
			func(a Actor, _ Situation, _ []string) bool { return a.Role == Manager && a.Remit != Supporting }),
		never("first-responder", "A First Responder or designated officer opens no legal advice and nothing of workers.", label.Of(label.Legal, label.Staffing), nil, is(FirstResponder, DesignatedOfficer)),
		never("designated-officer", "A designated officer opens no health, immigration or address.", label.Of(label.Health, label.Immigration, label.Address), nil, is(DesignatedOfficer)),
	}
}

// beyond is every label but these.
func beyond(ls ...label.Label) label.Set { return everyLabel.Without(label.Of(ls...)) }

// neverElsewhere is who works for the person from elsewhere.
func neverElsewhere(acts []string) []Never {
	other := func(r Role, grounds ...chronology.Basis) func(Actor, Situation, []string) bool {
		return func(a Actor, _ Situation, bases []string) bool { return a.Role == r && !some(bases, grounds...) }
	}
	return []Never{
		never("police-never", "A police officer opens no health, legal advice or immigration, nothing of workers, nor who was trusted with what.",
			label.Of(label.Health, label.Legal, label.Immigration, label.Staffing, label.Sharing), nil, is(PoliceOfficer)),
		never("police-grounds", "A police officer opens nothing under a contract, or because their force keeps a record.", everyLabel, acts,
			other(PoliceOfficer, chronology.Consent, chronology.Appointment, chronology.Conference, chronology.StatutoryDuty, chronology.VitalInterests, chronology.BreakGlass)),
		never("police-decide-nothing", "A police officer refers nobody, supports nobody and shares nothing.", 0,
			[]string{"referral.send", "referral.notify", "person.describe", "contact.record", "contact.safe-way", "support.start", "support.note", "support.end", "consent.share"}, is(PoliceOfficer)),
		never("solicitor-grounds", "A solicitor opens and does nothing but as the person appointed them or agreed.", everyLabel, acts, other(Solicitor, chronology.Appointment, chronology.Consent)),
		never("council", "The council's contact opens nothing of what was done to somebody, of health, police, lawyers, immigration or workers.",
			label.Of(label.Account, label.Location, label.Health, label.Justice, label.Legal, label.Immigration, label.Staffing, label.Sharing), nil, is(CouncilContact)),
		never("council-grounds", "The council's contact opens and does nothing but under a duty in law or as the person agreed.", everyLabel, acts, other(CouncilContact, chronology.StatutoryDuty, chronology.Consent)),
		never("conference", "A conference coordinator opens no address, health, legal advice or immigration, and nothing of workers.",
			label.Of(label.Address, label.Health, label.Legal, label.Immigration, label.Staffing, label.Sharing), nil, is(ConferenceCoordinator)),
		never("conference-grounds", "A conference coordinator opens and does nothing but in what was brought to a conference.", everyLabel, acts, other(ConferenceCoordinator, chronology.Conference)),
	}
}

// neverOverseeing is who looks at the work and not at the person.
func neverOverseeing(acts []string) []Never {
	writing := slices.DeleteFunc(slices.Clone(acts), func(a string) bool { return a == "case.see" || a == "case.history" })
	under := func(r Role, grounds ...chronology.Basis) func(Actor, Situation, []string) bool {
		return func(a Actor, _ Situation, bases []string) bool { return a.Role == r && !some(bases, grounds...) }
	}
	return []Never{
		never("operator-knows-no-case", "Whoever runs the machine opens no case and acts in none.", everyLabel, acts, is(Operator)),
		never("operator-knows-nobody", "Whoever runs the machine sees nobody's day, team, names or decisions.", 0, []string{"today.see", "names.search", "person.meet", "team.see", "team.record", "house.open", "house.record", "decisions.see", "beds.see"}, is(Operator)),
		never("analyst-knows-no-case", "An analyst opens no case, acts in none and looks among no names, decisions or houses.", everyLabel, append([]string{"names.search", "decisions.see", "beds.see"}, acts...), is(Analyst)),
		never("overseers-write-nothing", "Inspectors and contract holders write nothing about anybody.", 0, writing, is(Inspector, ContractHolder)),
		never("inspector", "An inspector opens nothing of what was done to somebody, of other places, police, lawyers or immigration.",
			label.Of(label.Account, label.Location, label.Justice, label.Legal, label.Immigration, label.Sharing), nil, is(Inspector)),
		never("inspector-grounds", "An inspector sees nothing but under a contract or a duty in law.", everyLabel, acts, under(Inspector, chronology.Contract, chronology.StatutoryDuty)),
		never("contract-holder", "A contract holder opens no more than the course of a case, and nobody's name.", beyond(label.General), nil, is(ContractHolder)),
		never("contract-holder-grounds", "A contract holder sees nothing but under a contract.", everyLabel, append([]string{"names.search"}, acts...), func(a Actor, s Situation, bases []string) bool {
			return a.Role == ContractHolder && !some(bases, chronology.Contract)
		}),
	}
}

// neverPrograms is what no token opens, whatever it says.
func neverPrograms(acts []string) []Never {
	return []Never{
		never("program-where", "A program opens and does nothing but where people are supported.", everyLabel, acts,
			func(a Actor, _ Situation, _ []string) bool { return a.Role.Machine() && a.Remit != Supporting }),
		never("program-beyond-its-cases", "A program opens and does nothing about somebody whom its token does not name.", everyLabel, acts,
			func(a Actor, s Situation, _ []string) bool { return a.Role.Machine() && !a.Token.named(s.Chronology) }),
		never("program-people", "A program opens nothing that concerns workers, nor who was trusted with what.", label.Of(label.Staffing, label.Sharing), nil, is(Service)),
		never("program-decides", "A program refers nobody, decides nothing, shares nothing, takes nothing away, puts nothing right and arranges nothing for anybody.", 0,
			[]string{"referral.send", "referral.handle", "decision.make", "decision.review", "consent.see", "consent.share", "consent.end-sharing", "access.give", "access.restrict", "access.conflict",
				"access.break-glass", "support.allocate", "support.allocation-end", "case.export", "record.erase", "entry.correct", "entry.take-back", "person.meet", "person.found-again", "names.search",
				"records.own", "import.run", "team.see", "team.record", "house.open", "house.record", "decisions.see", "beds.see", "organisation.found", "worker.join", "worker.leave"}, is(Service)),
	}
}

// Breach is something that the loaded policies allow and the table forbids.
type Breach struct {
	Never     string // the line's id
	What      string // the label or action allowed
	Actor     Actor  // made up, as is the situation
	Situation Situation
}

func (b Breach) String() string {
	return fmt.Sprintf("%s: %s for %s with purpose %s, remit %s (linked %t, keeper %t, bases %s)", b.Never, b.What,
		b.Actor.Role, b.Actor.Purpose, b.Actor.Remit, b.Situation.Linked, b.Situation.Keeper, b.Situation.Bases)
}

// Breaches asks the loaded policies about every line of the table in every made-up
// situation, and gives what they allow that they must not. It is empty for the
// policies that Waymark ships.
func (e *Engine) Breaches() []Breach {
	table, situations := Nevers(), everySituation()
	var out []Breach
	for _, a := range everyActor() {
		for _, s := range situations {
			opened, done, _ := e.everything(a, s)
			for _, n := range table {
				out = append(out, n.breaches(a, s, opened, done)...)
			}
		}
	}
	return out
}

// everything gives all labels that a may open and all actions that a may do in s, sorted.
// It asks as Open, May and See do, and makes the question once for all actions.
func (e *Engine) everything(a Actor, s Situation) (opened label.Set, done []string, alarms []Alarm) {
	opened, alarms = e.openEach(about(a, s), s)
	within, without := about(a, s), outside(a)
	within.request()
	without.request()
	for _, action := range everyAction {
		q := within
		switch {
		case action == open:
			continue
		case isOutsideAction(action):
			q = without
		}
		d := e.ask(q.acting(action))
		if d.Allowed {
			done = append(done, action)
		}
		if d.Alarm != nil {
			alarms = append(alarms, *d.Alarm)
		}
	}
	return opened, done, alarms
}

func (n Never) breaches(a Actor, s Situation, opened label.Set, done []string) []Breach {
	var out []Breach
	for _, l := range n.Labels.Only(opened).List() {
		if n.when(a, s, s.Bases.Of(l)) {
			out = append(out, Breach{n.ID, l.String(), a, s})
		}
	}
	for _, action := range n.Actions {
		if slices.Contains(done, action) && n.when(a, s, s.Bases.All()) {
			out = append(out, Breach{n.ID, action, a, s})
		}
	}
	return out
}

// everyActor crosses roles with purposes and remits: each role with its own purposes and every
// remit, and with one purpose that is not its; and one role with every purpose. A role's policies compare a purpose with
// its own ones only, so that one wrong purpose stands for all.
func everyActor() []Actor {
	var out []Actor
	for _, p := range Purposes() { // a purpose makes no role
		if p != Support && p != Oversight {
			out = append(out, Actor{Worker: "worker", Organisation: "organisation", Remit: Supporting, Role: SupportWorker, Purpose: p})
		}
	}
	for _, r := range Roles() {
		own := PurposesOf(r)
		wrong := Support
		switch {
		case len(own) > 1:
			wrong = Deciding
		case own[0] == Support:
			wrong = Oversight
		}
		for _, p := range append(slices.Clone(own), wrong) {
			for _, m := range Remits() {
				if p != wrong || m == Supporting || r == Manager && m == Elsewhere {
					out = append(out, Actor{Worker: "worker", Organisation: "organisation", Remit: m, Role: r, Purpose: p, Token: tokenOf(r)})
				}
			}
		}
	}
	for _, t := range someTokens() {
		out = append(out, Actor{Worker: "worker", Organisation: "organisation", Remit: Supporting, Role: Service, Purpose: Support, Token: t})
	}
	return out
}

// tokenOf is a token for everything, for a program; nobody else has one.
func tokenOf(r Role) *Token {
	if !r.Machine() {
		return nil
	}
	return &Token{Actions: TokenActions(), Labels: everyLabel}
}

// someTokens are each narrow in one way; and none, which no program should come with.
func someTokens() []*Token {
	all := TokenActions()
	return []*Token{
		nil, {}, {Actions: all, Labels: label.Of(label.General, label.Contact)}, {Actions: []string{"case.see", "contact.record", "today.see"}, Labels: everyLabel},
		{Actions: all, Labels: everyLabel, Cases: []ident.Chronology{"another"}}, {Actions: all, Labels: everyLabel, Cases: []ident.Chronology{"another", "chronology"}},
	}
}

// everySituation crosses link, keeper and bases, with everything held; and, for a few
// bases, with nothing.
func everySituation() []Situation {
	var out []Situation
	for i, bases := range someBases() {
		for _, linked := range []bool{false, true} {
			for _, keeper := range []bool{false, true} {
				out = append(out, Situation{"chronology", label.Everything(), linked, keeper, bases})
				if i < 2 {
					out = append(out, Situation{"chronology", 0, linked, keeper, bases})
				}
			}
		}
	}
	return out
}

// someBases gives none, each alone, all, the pair that the firewall tells apart, and that
// pair where each covers something else. Every spread of every set would be too many, and
// the policies look at two.
func someBases() []Bases {
	everything, immigration := label.Everything(), label.Of(label.Immigration)
	rest := everything.Without(immigration)
	duty, consent, contract := string(chronology.StatutoryDuty), string(chronology.Consent), string(chronology.Contract)
	done, general := string(chronology.DutyDone), label.Of(label.General)
	var all []string
	for _, c := range chronology.Basis("").Codes() {
		all = append(all, c.Value)
	}
	out := []Bases{
		nil, Over(everything, all...), Over(everything, duty, consent),
		{duty: rest, consent: immigration},
		{duty: everything, consent: rest},
		{duty: rest, consent: rest, contract: immigration},
		{duty: immigration, contract: rest},
		{done: everything, consent: immigration}, {duty: general, done: rest},
	}
	for _, b := range all {
		out = append(out, Over(everything, b))
	}
	return out
}
