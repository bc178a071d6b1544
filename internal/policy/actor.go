package policy

import (
	"errors"

	"waymark/internal/ident"
	"waymark/internal/label"
)

// Role is what somebody does at their organisation. The zero value is not set.
type Role string

// The roles.
const (
	SupportWorker Role = "support-worker"
	NightStaff    Role = "night-staff"
	Volunteer     Role = "volunteer" // no history
	Driver        Role = "driver"    // no history
	Manager       Role = "manager"
	RecordsLead   Role = "records-lead"

	FirstResponder    Role = "first-responder"    // at a First Responder Organisation
	DesignatedOfficer Role = "designated-officer" // refers and notifies for a body that must

	CaseOwner Role = "case-owner" // decides at a competent authority

	PoliceOfficer         Role = "police-officer"
	Solicitor             Role = "solicitor"
	CouncilContact        Role = "council-contact"
	ConferenceCoordinator Role = "conference-coordinator"

	Inspector      Role = "inspector"
	ContractHolder Role = "contract-holder"
	Analyst        Role = "analyst"  // counts only, no case
	Operator       Role = "operator" // runs Waymark; no case data at all

	Service Role = "service" // a program of the organisation; with a token, or not at all
)

// Purpose is why somebody looks or acts. The zero value is not set.
type Purpose string

// The purposes. The list is closed: a new one is a change of code, and of what was
// promised to the people whose cases these are.
const (
	Support       Purpose = "support"
	Deciding      Purpose = "decision" // Decision is the answer to a question
	Oversight     Purpose = "oversight"
	Investigation Purpose = "investigation"
	Advice        Purpose = "advice"
	Safeguarding  Purpose = "safeguarding"
	Inspection    Purpose = "inspection"
	Contract      Purpose = "contract"
	Statistics    Purpose = "statistics"
)

// Remit is what an organisation is there for, so far as it changes what its workers may
// use. The zero value is not set, and nothing is answered for it.
type Remit string

// The remits. Part of the competent authority has been an immigration body, which is why
// it is asked of the organisation, not only of the role.
const (
	Supporting Remit = "support"     // walks beside people
	Enforcing  Remit = "enforcement" // stands inside immigration enforcement
	Elsewhere  Remit = "other"
)

// ErrRole and ErrPurpose say that a text names no role, no purpose.
var (
	ErrRole    = errors.New("not a role that Waymark knows")
	ErrPurpose = errors.New("not a purpose that Waymark knows")
)

// known is a role in words, and what it works for.
type known struct {
	role  Role
	words string
	works Purpose
}

var roles = []known{
	{SupportWorker, "support worker", Support},
	{NightStaff, "night staff", Support},
	{Volunteer, "volunteer", Support},
	{Driver, "driver", Support},
	{Manager, "manager", Support},
	{RecordsLead, "records lead", Oversight},
	{FirstResponder, "First Responder", Support},
	{DesignatedOfficer, "designated officer", Safeguarding},
	{CaseOwner, "case owner at the competent authority", Deciding},
	{PoliceOfficer, "police officer", Investigation},
	{Solicitor, "solicitor", Advice},
	{CouncilContact, "contact at the council", Safeguarding},
	{ConferenceCoordinator, "conference coordinator", Safeguarding},
	{Inspector, "inspector", Inspection},
	{ContractHolder, "contract holder", Contract},
	{Analyst, "analyst", Statistics},
	{Operator, "runs Waymark for the organisations on it", Oversight},
	{Service, "a program of the organisation", Support},
}

var purposeWords = map[Purpose]string{
	Support:       "to support the person",
	Deciding:      "to decide whether they are recognised",
	Oversight:     "to see that the work is done well",
	Investigation: "to investigate what was done to them",
	Advice:        "to advise and speak for them",
	Safeguarding:  "to keep them and others safe",
	Inspection:    "to inspect how people are supported",
	Contract:      "to see that what was contracted is done",
	Statistics:    "to count, without knowing anybody",
}

// Roles lists every role.
func Roles() []Role {
	out := make([]Role, len(roles))
	for i, k := range roles {
		out[i] = k.role
	}
	return out
}

func (r Role) known() known {
	for _, k := range roles {
		if k.role == r {
			return k
		}
	}
	return known{words: "no role"}
}

// ParseRole reads a role exactly as it is written above; anything else is ErrRole.
func ParseRole(s string) (Role, error) {
	if r := Role(s); r.Valid() {
		return r, nil
	}
	return "", ErrRole
}

// Valid says whether r is one of the roles.
func (r Role) Valid() bool { return r.known().role != "" }

// Words says the role in plain words; "no role" for what is none.
func (r Role) Words() string { return r.known().words }

// Purposes lists every purpose.
func Purposes() []Purpose {
	return []Purpose{Support, Deciding, Oversight, Investigation, Advice, Safeguarding, Inspection, Contract, Statistics}
}

// Remits lists every remit.
func Remits() []Remit { return []Remit{Supporting, Enforcing, Elsewhere} }

// Valid says whether r is one of the remits.
func (r Remit) Valid() bool { return r == Supporting || r == Enforcing || r == Elsewhere }

// ParsePurpose reads a purpose exactly as it is written above. Everything else is
// ErrPurpose: immigration enforcement, and every text that only looks like one on
// the list.
func ParsePurpose(s string) (Purpose, error) {
	if p := Purpose(s); p.Valid() {
		return p, nil
	}
	return "", ErrPurpose
}

// PurposeOf is the purpose that a role works for unless its session says another: ""
// for what is no role.
func PurposeOf(r Role) Purpose { return r.known().works }

// PurposesOf are all purposes that a role may work for: a manager also oversees, and a
// program is given a token for the one or the other.
func PurposesOf(r Role) []Purpose {
	switch {
	case !r.Valid():
		return nil
	case r == Manager || r.Machine():
		return []Purpose{PurposeOf(r), Oversight}
	}
	return []Purpose{PurposeOf(r)}
}

// Machine says whether whoever has the role is a program: it does not sign in.
func (r Role) Machine() bool { return r == Service }

// Valid says whether p is one of the purposes.
func (p Purpose) Valid() bool { return purposeWords[p] != "" }

// Words says the purpose in plain words; "no purpose" for what is none.
func (p Purpose) Words() string {
	if !p.Valid() {
		return "no purpose"
	}
	return purposeWords[p]
}

// Actor is who asks. It comes from the session, never from a form.
type Actor struct {
	Worker       ident.Worker
	Organisation ident.Organisation
	Remit        Remit // the organisation's
	Role         Role
	Purpose      Purpose
	Token        *Token // what a program was given; nil for people
}

// Situation is what the desk knows of the case for this actor now, from the case's
// entries, never what a form said.
type Situation struct {
	Chronology ident.Chronology
	Held       label.Set // what the actor's organisation may read now
	Linked     bool      // this worker walks beside the person now
	Keeper     bool      // the actor's organisation keeps the record
	Bases      Bases     // on which basis which labels are held now
}
