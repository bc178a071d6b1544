package housing

import (
	"slices"
	"strings"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
)

// House is a house as it stands.
type House struct {
	Opened bool
	Closed bool
	Name   string
	For    ident.Organisation
	Places int
	Faults []Fault // what checks found and nobody has put right, oldest first
}

// Fault is what a check found.
type Fault struct {
	Check ident.Entry
	What  Check
	Found civil.When
}

// Fold takes one line into the state.
func (h *House) Fold(l chronology.Line) {
	switch b := l.Body.(type) {
	case *Opened:
		h.Opened, h.Closed = true, false
		h.Name, h.For, h.Places = b.Name.Or(h.Name), b.Organisation.Or(h.For), b.Places.Or(h.Places)
	case *Closed:
		h.Closed = true
	case *HouseChecked:
		if b.Result.Or("") == ToPutRight {
			h.Faults = append(h.Faults, Fault{Check: l.ID, What: b.What.Or(""), Found: l.Happened})
		}
	case *PutRight:
		h.Faults = slices.DeleteFunc(slices.Clone(h.Faults), func(f Fault) bool { return f.Check == b.Check.Or("") })
	}
}

// OpenHouse is the act of opening a house. It is run by whoever's manager opens it.
type OpenHouse struct {
	Happened civil.When
	Body     Opened
}

// Decide opens it.
func (a OpenHouse) Decide(s House, on ident.Chronology, m chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.If(s.Opened, "name", "This house is there already")
	c.If(strings.TrimSpace(a.Body.Name.Or("")) == "", "name", "Write the name by which staff call it")
	c.If(a.Body.Organisation.Or("") != m.For, "organisation", "A house is opened for one's own organisation")
	n := chronology.New{On: on, Happened: a.Happened, Body: &a.Body}
	a.Body.check(&c, n)
	return []chronology.New{n}, c.Err()
}

// CloseHouse is the act of closing a house.
type CloseHouse struct {
	Happened civil.When
	Body     Closed
}

// Decide closes it.
func (a CloseHouse) Decide(s House, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	s.open(&c, "why")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}

// CheckHouse is the act of recording a check.
type CheckHouse struct {
	Happened civil.When
	Body     HouseChecked
}

// Decide writes it, for a house that is open.
func (a CheckHouse) Decide(s House, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	s.open(&c, "what")
	n := chronology.New{On: on, Happened: a.Happened, Body: &a.Body}
	a.Body.check(&c, n)
	return []chronology.New{n}, c.Err()
}

// Mend is the act of recording that what a check found was put right.
type Mend struct {
	Happened civil.When
	Body     PutRight
}

// Decide writes it, for a fault that a check of this house found.
func (a Mend) Decide(s House, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	s.open(&c, "check")
	i := slices.IndexFunc(s.Faults, func(f Fault) bool { return f.Check == a.Body.Check.Or("") })
	if s.Opened && !s.Closed {
		c.If(i < 0, "check", "Choose a check of this house whose fault is not put right yet")
	}
	if i >= 0 {
		c.If(a.Happened.Latest() < s.Faults[i].Found.Earliest(), chronology.Date, "That day lies before the check")
	}
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}

// open refuses what is about no house, or about one that is closed.
func (h House) open(c *errs.Checks, field string) {
	c.If(!h.Opened, field, "There is no such house here")
	c.If(h.Closed, field, "This house is closed")
}
