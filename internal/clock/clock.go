// Package clock says what the time is.
//
// Deadlines in the National Referral Mechanism are reckoned to the day, and
// who was late is a serious thing to say. So the moment is asked for once, at
// the edge of the house, and handed inwards: domain rooms take a time as an
// argument and never look at a clock. This is the only place in Waymark where
// [time.Now] stands; a test of the architecture keeps it so.
//
// Every clock here answers in UTC. What day that is in London is a question
// for civil time, not for the clock.
package clock

import (
	"sync"
	"time"
)

// Clock answers what the time is, in UTC.
type Clock interface {
	Now() time.Time
}

// System is the clock of the machine Waymark runs on. Its zero value is ready
// to use.
type System struct{}

// Now is the machine's time in UTC, cut to microseconds, which is as much as
// both database engines keep: a moment read back equals the moment written.
func (System) Now() time.Time {
	return time.Now().UTC().Truncate(time.Microsecond)
}

// Set is a clock whose moment is set by hand and stands still until it is
// moved: for the demo world and for tests. It is safe for concurrent use. Make
// one with [At]; the zero value stands at the zero time.
type Set struct {
	mu    sync.Mutex
	now   time.Time
	after Clock // the clock that it runs with; nil while it stands
}

// At is a clock that stands at the given moment.
func At(now time.Time) *Set {
	return &Set{now: now.UTC()}
}

// Now is the moment the clock was last set or moved to, in UTC, or what the
// clock that it follows says.
func (s *Set) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.moment()
}

func (s *Set) moment() time.Time {
	if s.after != nil {
		return s.after.Now()
	}
	return s.now
}

// Set puts the clock to the given moment, earlier or later, where it stands.
func (s *Set) Set(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now, s.after = now.UTC(), nil
}

// Follow lets the clock run with another one until it is set or moved.
func (s *Set) Follow(c Clock) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.after = c
}

// Advance moves the clock by d and answers the new moment, so that whoever
// moved it knows exactly where it stood when several do. A negative d moves it
// back. A clock that ran stands from then on.
func (s *Set) Advance(d time.Duration) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now, s.after = s.moment().Add(d), nil
	return s.now
}
