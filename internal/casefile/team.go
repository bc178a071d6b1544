package casefile

import (
	"cmp"
	"time"

	"waymark/internal/housing"
	"waymark/internal/ident"
	"waymark/internal/organisation"
)

// LeaveWorker ends a worker's time.
func LeaveWorker(on ident.Chronology, a organisation.Leave) Act {
	x := act("worker.leave", on, a, ofOrganisation, a.Decide)
	x.House = true
	return x
}

// RunBy is the organisation that a worker works for or that runs a house; "" for anything
// else.
func (c Case) RunBy() ident.Organisation { return cmp.Or(c.Organisation.For, c.House.For) }

// Called is what a worker or a house goes by, or a person.
func (c Case) Called() string {
	if c.RunBy() == "" {
		return c.Person.Called()
	}
	return cmp.Or(c.House.Name, c.Organisation.Name)
}

// ofTeam makes an act that a manager does on a worker or a house of their own organisation.
func ofTeam(x Act) Act {
	x.House, x.Own = true, true
	return x
}

// SuperviseWorker records supervision.
func SuperviseWorker(on ident.Chronology, a organisation.Supervise) Act {
	return ofTeam(act("team.record", on, a, ofOrganisation, a.Decide))
}

// TrainWorker records training.
func TrainWorker(on ident.Chronology, a organisation.Train) Act {
	return ofTeam(act("team.record", on, a, ofOrganisation, a.Decide))
}

func ofHouse(c Case) housing.House { return c.House }

// OpenHouse opens a house's chronology.
func OpenHouse(on ident.Chronology, a housing.OpenHouse) Act {
	x := act("house.open", on, a, ofHouse, a.Decide)
	x.Opens = SortHouse
	return x
}

// CheckHouse records a check of a house.
func CheckHouse(on ident.Chronology, a housing.CheckHouse) Act {
	return ofTeam(act("house.record", on, a, ofHouse, a.Decide))
}

// MendHouse records that what a check found was put right.
func MendHouse(on ident.Chronology, a housing.Mend) Act {
	return ofTeam(act("house.record", on, a, ofHouse, a.Decide))
}

// CloseHouse ends a house's time; saw is HouseTopic as the person saw it.
func CloseHouse(on ident.Chronology, a housing.CloseHouse, saw string) Act {
	x := ofTeam(act("house.record", on, a, ofHouse, a.Decide))
	x.Topic, x.Saw = HouseTopic, saw
	return x
}

// HouseTopic names what was recorded last about a house: whoever closes it has read that.
func HouseTopic(c Case, _ ident.Organisation) string {
	topic, last := "none", time.Time{}
	for _, l := range c.Lines {
		at := l.Recorded
		if n := len(l.Corrections); n > 0 {
			at = l.Corrections[n-1].Recorded
		}
		if at.After(last) {
			topic, last = lineTopic(l), at
		}
	}
	return topic
}

// CorrectTeam puts right an entry about a worker or a house of one's own organisation; saw
// is LineTopic as the person saw it.
func CorrectTeam(on ident.Chronology, x Correction, saw string) Act {
	return ofTeam(Correct(on, x, saw))
}
