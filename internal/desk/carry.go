package desk

import (
	"context"
	"fmt"
	"sync"
	"time"

	"waymark/internal/ident"
	"waymark/internal/store"
)

// How often a question is tried before it is set aside, and how long it then rests.
const (
	carryTries = 3
	asideFor   = time.Hour
)

// aside keeps the questions that could not be carried, so that one which keeps failing
// holds up no later one. It is kept in memory: whoever starts Waymark anew, after mending
// what was wrong, has them tried at once.
type aside struct {
	mu    sync.Mutex
	tries map[ident.Act]int
	until map[ident.Act]time.Time
}

// rests says whether a question was set aside and rests.
func (a *aside) rests(act ident.Act, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return now.Before(a.until[act])
}

// failed counts a try in vain, and says whether the question is set aside with it.
func (a *aside) failed(act ident.Act, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.tries == nil {
		a.tries, a.until = map[ident.Act]int{}, map[ident.Act]time.Time{}
	}
	a.tries[act]++
	if a.tries[act] < carryTries {
		return false
	}
	a.tries[act], a.until[act] = carryTries-1, now.Add(asideFor) // after the rest one try, and it rests again
	return true
}

func (a *aside) carried(act ident.Act) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.tries, act)
	delete(a.until, act)
}

// count is how many questions are set aside.
func (a *aside) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.until)
}

// Carry carries questions that wait to whoever keeps a record of exactly that name and
// birth, and gives how many were carried. Whoever asked is told nothing of it, and what
// they are given was there before. One that cannot be carried is set aside after some
// tries, with an alarm, and those after it go on.
func (d *Desk) Carry(ctx context.Context) (int, error) {
	waiting, err := d.store.WaitingAgain(ctx, carriedAtOnce+d.aside.count())
	if err != nil {
		return 0, err
	}
	n := 0
	for _, q := range waiting {
		if d.aside.rests(q.Act, d.now()) {
			continue
		}
		if err := d.carry(ctx, q); err != nil {
			if ctx.Err() != nil {
				return n, err
			}
			d.setAside(ctx, q, err)
			continue
		}
		if err := d.store.CarriedAgain(ctx, q.Act, d.now()); err != nil {
			return n, err
		}
		d.aside.carried(q.Act)
		d.tally.carried.Add(1)
		n++
	}
	return n, nil
}

// setAside notes that a question was not carried, and tells those who run Waymark once it
// is set aside. Ids only: an alarm carries no person's data.
func (d *Desk) setAside(ctx context.Context, q store.Again, cause error) {
	if !d.aside.failed(q.Act, d.now()) {
		d.log.WarnContext(ctx, "a question is not carried, and is tried again", "act", q.Act, "error", cause)
		return
	}
	d.alarm(ctx, "A question whether somebody is known elsewhere is not carried", fmt.Sprintf("act %s of chronology %s; others go on, and this one is tried again each hour: %v", q.Act, q.Chronology, cause))
}
