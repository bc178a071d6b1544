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
	Manager       Role = "manager"
	CaseOwner     Role = "case-owner" // decides at the competent authority
	Operator      Role = "operator"   // runs Waymark; no case data at all
)

// Purpose is why somebody looks or acts. The zero value is not set.
type Purpose string

// The purposes. The list is closed: a new one is a change of code, and of what was
// promised to the people whose cases these are.
const (
	Support   Purpose = "support"
	Deciding  Purpose = "decision" // Decision is the answer to a question
	Oversight Purpose = "oversight"
)

// ErrRole and ErrPurpose say that a text names no role, no purpose.
var (
	ErrRole    = errors.New("not a role that Waymark knows")
	ErrPurpose = errors.New("not a purpose that Waymark knows")
)

var roleWords = map[Role]string{
	SupportWorker: "support worker",
	Manager:       "manager",
	CaseOwner:     "case owner at the competent authority",
	Operator:      "runs Waymark for the organisations on it",
}

var purposeWords = map[Purpose]string{
	Support:   "to support the person",
	Deciding:  "to decide whether they are recognised",
	Oversight: "to see that the work is done well",
}

// Roles lists every role.
func Roles() []Role { return []Role{SupportWorker, Manager, CaseOwner, Operator} }

// ParseRole reads a role exactly as it is written above; anything else is ErrRole.
func ParseRole(s string) (Role, error) {
	if r := Role(s); r.Valid() {
		return r, nil
	}
	return "", ErrRole
}

// Valid says whether r is one of the roles.
func (r Role) Valid() bool { return roleWords[r] != "" }

// Words says the role in plain words; "no role" for what is none.
func (r Role) Words() string {
	if !r.Valid() {
		return "no role"
	}
	return roleWords[r]
}

// Purposes lists every purpose.
func Purposes() []Purpose { return []Purpose{Support, Deciding, Oversight} }

// ParsePurpose reads a purpose exactly as it is written above. Everything else is
// ErrPurpose: immigration enforcement, and every text that only looks like one of
// the three.
func ParsePurpose(s string) (Purpose, error) {
	if p := Purpose(s); p.Valid() {
		return p, nil
	}
	return "", ErrPurpose
}

// PurposeOf is the purpose that a role works for unless its session says another: ""
// for what is no role.
func PurposeOf(r Role) Purpose {
	return map[Role]Purpose{SupportWorker: Support, Manager: Support, CaseOwner: Deciding, Operator: Oversight}[r]
}

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
	Role         Role
	Purpose      Purpose
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
