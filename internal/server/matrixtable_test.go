package server_test

import (
	"strings"

	"waymark/internal/organisation"
	"waymark/internal/policy"
)

// The table of the matrix: who there is, in which situation a case is for them, and what
// was written about the person. The town (matrixtown_test.go) makes all of it by the acts
// that people do; the oracle (matrixoracle_test.go) says what each may see of it.

// post is one role at one organisation: a line of the matrix for each situation.
type post struct {
	Role policy.Role
	At   string // the organisation, by its name
}

func (p post) String() string { return string(p.Role) + " at " + p.At }

// company is an organisation: what each is, and which roles are looked through. Whoever
// arranges things there (the head) is in no line of the matrix.
type company struct {
	name  string
	sort  organisation.Sort
	roles []policy.Role
}

var companies = []company{
	{"maple", "support-provider", []policy.Role{policy.SupportWorker, policy.NightStaff, policy.Volunteer, policy.Driver, policy.Manager, policy.RecordsLead, policy.FirstResponder, policy.Operator}},
	{"beacon", "first-responder", []policy.Role{policy.FirstResponder, policy.DesignatedOfficer, policy.Manager, policy.RecordsLead}},
	{"infirmary", "health", []policy.Role{policy.Manager}},
	{"chambers", "solicitor", []policy.Role{policy.Solicitor, policy.Manager}},
	{"council", "council", []policy.Role{policy.CouncilContact, policy.DesignatedOfficer, policy.ConferenceCoordinator, policy.FirstResponder, policy.Manager}},
	{"police", "police", []policy.Role{policy.PoliceOfficer, policy.DesignatedOfficer, policy.FirstResponder, policy.Manager}},
	{"table", "conference", []policy.Role{policy.ConferenceCoordinator, policy.Manager}},
	{"inspectorate", "inspectorate", []policy.Role{policy.Inspector}},
	{"payer", "contract-holder", []policy.Role{policy.ContractHolder, policy.Inspector, policy.Analyst}},
	{"bureau", "statistics", []policy.Role{policy.Analyst}},
	{"authority", organisation.CompetentAuthority, []policy.Role{policy.CaseOwner}},
	{"enforcers", organisation.EnforcementAuthority, []policy.Role{policy.CaseOwner}},
	{"chapel", "other", []policy.Role{policy.Manager}},
}

// elm keeps every case that others are let read; nobody there is in a line. The confidant
// is trusted with a part of every case that a support provider keeps.
const (
	elm       = "elm"
	confidant = "Confidant of Few Words"
)

// headed are the organisations that have a manager, and so can put somebody beside a person.
var headed = strings.Fields("maple beacon infirmary chambers council police table chapel elm")

// keepers are those that keep cases of their own in the matrix. A support provider and a
// First Responder Organisation bring the whole story in; at the others a First Responder
// writes what they may.
var keepers = strings.Fields("maple beacon council police")

// supporting are the organisations that walk beside people.
var supporting = strings.Fields("maple beacon infirmary elm")

// storied are the keepers whose manager brings the whole story in.
var storied = strings.Fields("maple beacon elm")

// bond is how somebody stands to a case in a situation.
type bond string

// The bonds that a situation makes.
const (
	far         bond = ""
	beside      bond = "beside"
	few         bond = "few"        // restricted, and they are not named
	fewNamed    bond = "named"      // restricted, and they are named
	fewBeside   bond = "few-beside" // restricted, and they walk beside the person
	conflicted  bond = "conflict"   // beside, and in conflict of interest
	emergencied bond = "emergency"  // not beside, and opened it in an emergency
)

// situation is one way in which a case is open to somebody, or not.
type situation struct {
	name   string
	ground string // how they come to read: "own", a ground that is given, "referral", "decided" or ""
	given  string // the labels, by letter; of a referral those that it gives
	bond   bond
	over   string // "withdrawn" or "expired": what was given has ended
	closed bool   // support has ended
}

// What is given on each ground: the most that can be.
const (
	byConsent     = "gicltjhms"
	byDuty        = "gicaltjhms"
	byAppointment = "gicltjhpms"
	byContract    = "gs"
	byVital       = "gicahs"
	byReferral    = "gictlj"
)

var situations = []situation{
	{name: "own, beside", ground: "own", bond: beside},
	{name: "own, not beside", ground: "own"},
	{name: "own, few know, not named", ground: "own", bond: few},
	{name: "own, few know, named", ground: "own", bond: fewNamed},
	{name: "own, few know, beside", ground: "own", bond: fewBeside},
	{name: "own, beside, conflict", ground: "own", bond: conflicted},
	{name: "own, opened in emergency", ground: "own", bond: emergencied},
	{name: "own, beside, closed", ground: "own", bond: beside, closed: true},
	{name: "own, not beside, closed", ground: "own", closed: true},
	{name: "consent, beside", ground: "consent", given: byConsent, bond: beside},
	{name: "consent, not beside", ground: "consent", given: byConsent},
	{name: "duty, beside", ground: "statutory duty", given: byDuty, bond: beside},
	{name: "duty, not beside", ground: "statutory duty", given: byDuty},
	{name: "appointed, beside", ground: "appointment", given: byAppointment, bond: beside},
	{name: "appointed, not beside", ground: "appointment", given: byAppointment},
	{name: "contract, beside", ground: "contract", given: byContract, bond: beside},
	{name: "contract, not beside", ground: "contract", given: byContract},
	{name: "conference, beside", ground: "conference", given: byConsent, bond: beside},
	{name: "conference, not beside", ground: "conference", given: byConsent},
	{name: "life at risk, beside", ground: "vital interests", given: byVital, bond: beside},
	{name: "life at risk, not beside", ground: "vital interests", given: byVital},
	{name: "referral, waiting", ground: "referral", given: byReferral},
	{name: "referral, decided", ground: "decided", given: byReferral},
	{name: "consent, few know, not named", ground: "consent", given: byConsent, bond: few},
	{name: "consent, few know, named", ground: "consent", given: byConsent, bond: fewNamed},
	{name: "consent, few know, beside", ground: "consent", given: byConsent, bond: fewBeside},
	{name: "consent, beside, conflict", ground: "consent", given: byConsent, bond: conflicted},
	{name: "consent, opened in emergency", ground: "consent", given: byConsent, bond: emergencied},
	{name: "consent, beside, closed", ground: "consent", given: byConsent, bond: beside, closed: true},
	{name: "consent withdrawn, beside", ground: "consent", given: byConsent, bond: beside, over: "withdrawn"},
	{name: "consent expired, beside", ground: "consent", given: byConsent, bond: beside, over: "expired"},
	{name: "no access", ground: ""},
}

// letters name the labels in the matrix, in the order of label.All().
const letters = "gicalthjpmswo"

// labelNames are what the letters stand for.
var labelNames = map[rune]string{
	'g': "general", 'i': "identity", 'c': "contact", 'a': "address", 'l': "location", 't': "account", 'h': "health",
	'j': "justice", 'p': "legal", 'm': "immigration", 's': "safeguarding", 'w': "staffing", 'o': "sharing",
}
