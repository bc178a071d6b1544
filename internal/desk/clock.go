package desk

import (
	"context"
	"fmt"
	"sync"
	"time"

	"waymark/internal/ident"
)

// newest is the newest moment at which anything was recorded here.
type newest struct {
	mu   sync.Mutex
	at   time.Time
	told bool // the alarm for a clock that was set back was raised
}

// tolerated is how far a clock may go back, as clocks do when they are put right, before
// those who run Waymark are told.
const tolerated = time.Minute

// recorded notes that something was recorded at a moment.
func (d *Desk) recorded(at time.Time) {
	d.newest.mu.Lock()
	defer d.newest.mu.Unlock()
	if at.After(d.newest.at) {
		d.newest.at = at
	}
}

// holds is the moment whose access counts: now, or the newest moment recorded where the
// clock was set back behind it. Otherwise a sharing that was ended would run again until
// the clock has caught up, and who just opened a record could not read it.
func (d *Desk) holds(ctx context.Context) time.Time {
	now := d.now()
	if last, err := d.store.Newest(ctx); err == nil { // others may write to the same database; without an answer nothing else is read either
		d.recorded(last)
	}
	d.newest.mu.Lock()
	at := d.newest.at
	tell := at.Sub(now) > tolerated && !d.newest.told
	d.newest.told = at.Sub(now) > tolerated
	d.newest.mu.Unlock()
	if tell {
		d.alarm(ctx, "The clock was set back", fmt.Sprintf("it stands at %s, and something was recorded at %s: set it right", now.Format(time.RFC3339), at.Format(time.RFC3339)))
	}
	if now.Before(at) {
		return at
	}
	return now
}

// after is the moment at which an act is recorded: now, and later than everything in the
// chronologies that it rests on, so that what was written last stands last.
func after(held map[ident.Chronology]*rested, now time.Time) time.Time {
	for _, r := range held {
		for _, e := range r.entries {
			if !e.Recorded.Before(now) {
				now = e.Recorded.Add(time.Microsecond)
			}
		}
	}
	return now
}
