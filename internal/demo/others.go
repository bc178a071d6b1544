package demo

import (
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/support"
)

// Who else works with the people of the demo: one of each role, in organisations that are
// made up.
var (
	ieca       = house{"Immigration Enforcement Competent Authority", "enforcement-authority"}
	daycentre  = house{"Northgate Day Centre", "first-responder"}
	police     = house{"Riverside Police", "police"}
	solicitors = house{"Hartley and Bose Solicitors", "solicitor"}
	council    = house{"Riverside Council", "council"}
	panel      = house{"Riverside Case Conference", "conference"}
	inspectors = house{"Survivor Care Inspectorate", "inspectorate"}
	payer      = house{"Victim Care Contract Team", "contract-holder"}
	counters   = house{"Office for Recovery Statistics", "statistics"}
	hosts      = house{"Those who host Waymark", "other"}

	otherHouses = []house{ieca, daycentre, police, solicitors, council, panel, inspectors, payer, counters, hosts}
)

var (
	night     = member{"night-staff@maple.example", "Ines Duarte", "night staff", policy.NightStaff, maple}
	volunteer = member{"volunteer@maple.example", "Owen Hughes", "volunteer", policy.Volunteer, maple}
	driver    = member{"driver@maple.example", "Karim Haddad", "driver", policy.Driver, maple}
	records   = member{"records-lead@maple.example", "Moira Kerr", "records lead", policy.RecordsLead, maple}
	responder = member{"first-responder@daycentre.example", "Esther Mensah", "First Responder", policy.FirstResponder, daycentre}
	centre    = member{"manager@daycentre.example", "Piotr Zielinski", "manager at a First Responder Organisation", policy.Manager, daycentre}
	iris      = member{"case-owner@ieca.example", "Iris Walker", "case owner inside immigration enforcement", policy.CaseOwner, ieca}
	officer   = member{"police-officer@police.example", "Dan Okafor", "police officer", policy.PoliceOfficer, police}
	superior  = member{"manager@police.example", "Helen Marsh", "manager at the police", policy.Manager, police}
	solicitor = member{"solicitor@hartley.example", "Anjali Bose", "solicitor", policy.Solicitor, solicitors}
	partner   = member{"manager@hartley.example", "Peter Hartley", "manager at the solicitors", policy.Manager, solicitors}
	homes     = member{"council-contact@council.example", "Joy Adeyemi", "contact at the council", policy.CouncilContact, council}
	duty      = member{"designated-officer@council.example", "Martin Cole", "designated officer", policy.DesignatedOfficer, council}
	head      = member{"manager@council.example", "Sue Barnes", "manager at the council", policy.Manager, council}
	chair     = member{"conference-coordinator@conference.example", "Leila Nasser", "conference coordinator", policy.ConferenceCoordinator, panel}
	visitor   = member{"inspector@inspectorate.example", "Colin Reid", "inspector", policy.Inspector, inspectors}
	holder    = member{"contract-holder@contract.example", "Fiona Grant", "contract holder", policy.ContractHolder, payer}
	analyst   = member{"analyst@statistics.example", "Wei Chen", "analyst", policy.Analyst, counters}
	operator  = member{"operator@hosts.example", "Olga Petrova", "runs Waymark", policy.Operator, hosts}

	otherCast = []member{night, volunteer, driver, records, responder, centre, iris, officer, superior, solicitor, partner, homes, duty, head, chair, visitor, holder, analyst, operator}
)

// others lets each of them see what their work with two people takes, by the acts that
// anybody would use: Tesfay, whom the police are asked to protect, and Mirela, who needs a
// lawyer and a home. Linh and Osas are the team's own.
func others(w *world, now time.Time) error {
	w.clock.Set(now.Add(-2 * time.Hour))
	today := civil.DayOf(w.clock.Now())
	month, year := civil.On(today.Add(30)), civil.On(today.Add(365))

	s := w.story("Tesfay")
	s.besides(tom, night, volunteer)
	s.lets(police, chronology.Consent, label.Of(label.General, label.Identity, label.Contact, label.Location, label.Account, label.Justice, label.Safeguarding), civil.When{},
		"He asked that the police know of the car and of the farm. Explained in Tigrinya by phone.")
	s.besides(superior, officer)
	s.lets(daycentre, chronology.Consent, label.Of(label.General, label.Identity, label.Contact), civil.When{}, "He still goes there for lunch, and wants them to know that he is safe.")
	s.besides(centre, responder)
	s.lets(panel, chronology.Conference, label.Of(label.General, label.Identity, label.Location, label.Safeguarding), month, "The conference about the man at the farm.")
	s.lets(inspectors, chronology.StatutoryDuty, label.Of(label.General, label.Health, label.Safeguarding), month, "The inspection of the outreach service.")
	s.lets(payer, chronology.Contract, label.Of(label.General), year, "Counted under the contract.")

	s = w.story("Mirela").after(s)
	s.besides(tom, night, driver)
	s.lets(solicitors, chronology.Appointment, label.Of(label.General, label.Identity, label.Contact, label.Account, label.Legal, label.Immigration), civil.When{},
		"She chose this firm to ask for reconsideration.")
	s.besides(partner, solicitor)
	s.lets(council, chronology.StatutoryDuty, label.Of(label.General, label.Identity, label.Contact, label.Address, label.Safeguarding), month, "Her room ends. The council has a duty to prevent that she has nowhere to go.")
	s.besides(head, homes, duty)
	s.lets(payer, chronology.Contract, label.Of(label.General), year, "Counted under the contract.")
	return s.err
}

// story goes on with a story that was told.
func (w *world) story(name string) *story { return &story{world: w, on: w.told[name], worker: nadia} }

// after stops where another story stopped.
func (s *story) after(other *story) *story {
	s.err = other.err
	return s
}

// besides puts workers beside the person.
func (s *story) besides(by member, who ...member) {
	for _, m := range who {
		s.by(by, casefile.Allocate(s.on, support.Allocate{Happened: s.today(), Body: support.Allocated{Worker: answer.Given(s.workers[m.login])}}))
	}
}

// lets gives an organisation sight on a ground.
func (s *story) lets(to house, basis chronology.Basis, ls label.Set, until civil.When, why string) ident.Entry {
	b := consent.Shared{To: answer.Given(s.orgs[to.name]), Labels: answer.Given(ls), Basis: answer.Given(basis), Why: text(why)}
	if !until.IsZero() {
		b.Until = answer.Given(until)
	}
	return s.by(nadia, casefile.Share(s.on, consent.Share{Happened: s.today(), Body: b}))
}
