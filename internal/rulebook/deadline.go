package rulebook

import (
	"time"

	"waymark/internal/civil"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// State is how a deadline stands by the entries alone, without asking what time it is. The zero value is not set.
type State string

// The states. Late, lapsed and reached are not among them: they are compared with now, in Standing.
const (
	Open   State = "open"
	Paused State = "paused"
	Met    State = "met" // what had to happen, or was waited for, has happened
	Void   State = "void"
)

// Standing is how a deadline stands at a moment. The zero value is not set.
type Standing string

// The standings.
const (
	StandsRunning    Standing = "running"
	StandsPaused     Standing = "paused"
	StandsMet        Standing = "met"
	StandsMetLate    Standing = "met-late"
	StandsEndedEarly Standing = "ended-early" // a minimum that was not kept
	StandsLate       Standing = "late"        // a limit or a review that is past its day
	StandsReached    Standing = "reached"     // a minimum that has been kept
	StandsLapsed     Standing = "lapsed"      // a window that was not used
	StandsVoid       Standing = "void"
	StandsNone       Standing = "none" // in examples only: the rule starts no clock
)

var standings = []Standing{
	StandsRunning, StandsPaused, StandsMet, StandsMetLate, StandsEndedEarly, StandsLate, StandsReached, StandsLapsed, StandsVoid, StandsNone,
}

// Deadline is one rule applied to one start.
type Deadline struct {
	ID      string // rule id, "@", the id of the entry that started it; for a review "#" and its number
	Rule    string
	Sort    Sort
	Cycle   int // 0, or the number of the review from 1
	Episode ident.Entry
	Start   ident.Entry // for a review, the entry it counts from
	Started civil.When  // the date it counts from

	Due   civil.Day // of no use when DueAt is zero
	DueAt time.Time // UTC: the end of the local day, or the very instant for a rule in hours; zero: Trouble says why
	About bool      // the date it counts from was a range or an about, or a rule in hours had no clock time

	State           State
	Ended           ident.Entry // what met it or made it void
	EndedOn         civil.When
	MetLate         bool // what had to happen surely happened after it was due
	DaysLate        int  // when MetLate; 0 if on the same day
	WorkingDaysLate int  // when MetLate, where the calendar reaches
	Early           bool // a minimum surely ended before its day
	DaysEarly       int
	RecordedLate    bool // it was met in time, but written down only after it was due

	Labels   label.Set // every label that knowing this deadline rests on
	Owner    string
	Watchers []Watcher
	Trouble  string // in words: why it is void, or why it cannot be reckoned
}

// Late says whether a limit or a review is open past its due moment.
func (d Deadline) Late(now time.Time) bool {
	return d.State == Open && (d.Sort == Limit || d.Sort == Review) && d.past(now)
}

func (d Deadline) past(now time.Time) bool { return !d.DueAt.IsZero() && !now.Before(d.DueAt) }

// LateBy is how many days, and how many working days, a late deadline is past its day; 0 and 0 if it is not late. A
// calendar that does not reach gives 0 working days.
func (d Deadline) LateBy(now civil.Day, nation civil.Nation, cal *civil.Calendar) (days, workingDays int) {
	if !d.Late(now.End()) || now <= d.Due {
		return 0, 0
	}
	return now.Sub(d.Due), workingDaysBetween(nation, cal, d.Due, now)
}

// EscalatedTo is to whom a deadline goes that has been late so long; ok is false while it stays with its owner.
func (b *Book) EscalatedTo(d Deadline, now civil.Day, nation civil.Nation, cal *civil.Calendar) (party string, ok bool) {
	r, found := b.Find(d.Rule)
	if !found || !d.Late(now.End()) || now <= d.Due {
		return "", false
	}
	days, working := d.LateBy(now, nation, cal)
	for _, e := range r.Escalate {
		if (e.After.Unit == Days && days >= e.After.N) || (e.After.Unit == WorkingDays && working >= e.After.N) {
			party, ok = e.To, true
		}
	}
	return party, ok
}

// Standing is how the deadline stands at a moment.
func (d Deadline) Standing(now time.Time) Standing {
	switch d.State {
	case Paused:
		return StandsPaused
	case Void:
		return StandsVoid
	case Met:
		switch {
		case d.Early:
			return StandsEndedEarly
		case d.MetLate:
			return StandsMetLate
		}
		return StandsMet
	case Open:
		if !d.past(now) {
			return StandsRunning
		}
		switch d.Sort {
		case Minimum:
			return StandsReached
		case Window:
			return StandsLapsed
		case Limit, Review:
			return StandsLate
		}
	}
	return StandsRunning
}

func workingDaysBetween(nation civil.Nation, cal *civil.Calendar, a, b civil.Day) int {
	if cal == nil {
		return 0
	}
	n, err := cal.WorkingDaysBetween(nation, a, b)
	if err != nil {
		return 0
	}
	return n
}
