package desk

import (
	"context"
	"sync/atomic"

	"waymark/internal/casefile"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/policy"
)

// How an act ends that is not refused. How one is refused has the name of its kind of error.
const (
	ended    = "recorded"
	repeated = "repeated" // the same form came twice: it got the first answer again
)

// Tally counts what happened here since Waymark started, and names nobody.
type Tally struct {
	Acts    map[string]int64 // by how they ended
	Looks   int64            // that were kept
	Unkept  int64            // that could not be kept, so that nothing was shown
	Alarms  int64            // raised
	Carried int64            // questions whether somebody is known elsewhere
}

// tally is a Tally while it is counted.
type tally struct {
	recorded, repeated, looks, unkept, alarms, carried atomic.Int64
	refused                                            [errs.Unavailable + 1]atomic.Int64
}

func (t *tally) told() Tally {
	acts := map[string]int64{ended: t.recorded.Load(), repeated: t.repeated.Load()}
	for k := range t.refused {
		acts[errs.Kind(k).String()] = t.refused[k].Load()
	}
	return Tally{Acts: acts, Looks: t.looks.Load(), Unkept: t.unkept.Load(), Alarms: t.alarms.Load(), Carried: t.carried.Load()}
}

func (t *tally) act(done Done, err error) {
	switch k := errs.KindOf(err); {
	case err == nil && done.Again:
		t.repeated.Add(1)
	case err == nil:
		t.recorded.Add(1)
	case int(k) < len(t.refused):
		t.refused[k].Add(1)
	}
}

// Do carries out an act once. The same id with the same words gives the first answer;
// with other words it is a Conflict that carries Recorded.
func (d *Desk) Do(ctx context.Context, actor policy.Actor, id ident.Act, a casefile.Act) (Done, error) {
	done, err := d.do(ctx, actor, id, a)
	d.tally.act(done, err)
	return done, err
}
