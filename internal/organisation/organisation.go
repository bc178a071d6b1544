// Package organisation is the organisations that stand beside people, and the workers
// who act for them. Each is a chronology of its own: who joined, in which role, who
// left.
package organisation

import (
	"slices"
	"strings"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Founded opens an organisation's chronology.
type Founded struct {
	Name answer.Of[string] `json:"name,omitzero" label:"general" words:"Name" need:"yes"`
	Sort answer.Of[Sort]   `json:"sort,omitzero" label:"general" words:"What it is" need:"yes"`
}

// Sort is what an organisation is.
type Sort string

// The sorts of organisation that are named in the code. An authority decides on referrals;
// part of the competent authority has stood inside immigration enforcement, and such an
// authority is a sort of its own.
const (
	CompetentAuthority   Sort = "competent-authority"
	EnforcementAuthority Sort = "enforcement-authority"
)

// Decides says whether an organisation of this sort decides on referrals.
func (s Sort) Decides() bool { return s == CompetentAuthority || s == EnforcementAuthority }

// Supports says whether an organisation of this sort walks beside people and keeps their
// records.
func (s Sort) Supports() bool {
	return slices.Contains([]Sort{"support-provider", "first-responder", "health"}, s)
}

// Valid says whether s is one of the sorts.
func (s Sort) Valid() bool {
	return slices.ContainsFunc(s.Codes(), func(c chronology.Code) bool { return c.Value == string(s) })
}

// Codes lists the sorts of organisation.
func (Sort) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "support-provider", Words: "Support provider"}, {Value: string(CompetentAuthority), Words: "Competent authority"},
		{Value: string(EnforcementAuthority), Words: "Competent authority inside immigration enforcement"},
		{Value: "first-responder", Words: "First Responder Organisation"}, {Value: "solicitor", Words: "Solicitors"},
		{Value: "council", Words: "Council"}, {Value: "police", Words: "Police"}, {Value: "health", Words: "Health service"},
		{Value: "conference", Words: "Case conference"}, {Value: "inspectorate", Words: "Inspectorate"},
		{Value: "contract-holder", Words: "Contract holder"}, {Value: "statistics", Words: "Statistics"}, {Value: "other", Words: "Other"},
	}
}

// Joined opens a worker's chronology: who they are and what they do for whom.
type Joined struct {
	Name         answer.Of[string]             `json:"name,omitzero" label:"general" words:"Name" need:"yes"`
	Organisation answer.Of[ident.Organisation] `json:"organisation,omitzero" label:"general" words:"Organisation" need:"yes"`
	Role         answer.Of[string]             `json:"role,omitzero" label:"general" words:"Role" need:"yes"`
}

// Left ends a worker's time.
type Left struct {
	Why answer.Of[answer.Text] `json:"why,omitzero" label:"staffing" words:"Why"`
}

// Kinds lists this room's kinds of entry.
func Kinds() []chronology.Kind {
	return append([]chronology.Kind{
		chronology.Define[Founded](chronology.Kind{Name: "organisation.founded", Version: 1, House: true, Words: "Organisation", Exists: label.General, Free: label.Staffing}, nil, nil),
		chronology.Define(chronology.Kind{
			Name: "worker.joined", Version: 1, House: true, Words: "Joined", Exists: label.General, Free: label.Staffing,
			Marks: []chronology.MarkSpec{{Name: "works", Label: label.General, Codes: worksCodes}},
		}, func(b *Joined) chronology.Published {
			var p chronology.Published
			p.Coded("works", label.General, works(b.Role.Or("")))
			return p
		}, nil),
		chronology.Define[Left](chronology.Kind{Name: "worker.left", Version: 1, House: true, Words: "Left", Exists: label.General, Free: label.Staffing}, nil, nil),
	}, teamKinds()...)
}

// State is an organisation or a worker as it stands.
type State struct {
	Founded bool // an organisation
	Joined  bool // a worker
	Gone    bool // a worker who left
	Name    string
	Sort    Sort
	For     ident.Organisation
	Role    string
}

// Fold takes one line into the state.
func (s *State) Fold(l chronology.Line) {
	switch b := l.Body.(type) {
	case *Founded:
		s.Founded, s.Name, s.Sort = true, b.Name.Or(s.Name), b.Sort.Or(s.Sort)
	case *Joined:
		s.Joined, s.Gone = true, false
		s.Name, s.For, s.Role = b.Name.Or(s.Name), b.Organisation.Or(s.For), b.Role.Or(s.Role)
	case *Left:
		s.Gone = true
	}
}

// Found is the act of founding an organisation.
type Found struct {
	Happened civil.When
	Body     Founded
}

// Decide writes the founding entry.
func (a Found) Decide(s State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.If(s.Founded, "name", "This organisation is there already")
	c.If(blank(a.Body.Name), "name", "Write the organisation's name")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}

// Join is the act of a worker joining an organisation in a role.
type Join struct {
	Happened civil.When
	Body     Joined
}

// Decide writes it. At is what the organisation is, and known says whether a role is one
// that the policy files know.
func (a Join) Decide(s State, at Sort, known func(role string) bool, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.If(s.Joined && !s.Gone, "name", "This worker is there already")
	c.If(blank(a.Body.Name), "name", "Write the worker's name")
	if role := a.Body.Role.Or(""); !known(role) {
		c.Say("role", "Choose one of the roles offered")
	} else if wrong := at.fits(role); wrong != "" {
		c.Say("role", wrong)
	}
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}

// blank says whether nothing that can be read was written.
func blank(line answer.Of[string]) bool { return strings.TrimSpace(line.Or("")) == "" }
