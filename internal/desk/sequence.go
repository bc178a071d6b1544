package desk

import (
	"context"
	"errors"

	"waymark/internal/log"
)

// Sequencer gives the leaves of what was recorded their places in the log.
type Sequencer struct {
	desk *Desk
	log  *log.Sequencer
	told error // what stands in its way, of which an alarm was raised
	vain int   // rounds in vain, one after another
}

// mostVain is after how many rounds in vain those who run Waymark are told: a disk that is
// full, or a file of heads that cannot be written, does not mend itself.
const mostVain = 10

// Sequencer makes a sequencer. heads is the file that signed heads are appended to, or "":
// then they lie in the data alone.
func (d *Desk) Sequencer(ctx context.Context, heads string) (*Sequencer, error) {
	key, err := d.logKey(ctx)
	if err != nil {
		return nil, err
	}
	var file *log.File
	if heads != "" {
		if file, err = log.OpenFile(heads, key); err != nil {
			return nil, err
		}
	}
	return &Sequencer{desk: d, log: log.NewSequencer(d.store, key, d.clock, file)}, nil
}

// Round places what waits and says how many that was. Where the data is not what the file
// of heads went with, nothing is placed, and an alarm stands.
func (q *Sequencer) Round(ctx context.Context) (int, error) {
	n, err := q.log.Round(ctx)
	for _, stands := range []error{log.ErrOlder, log.ErrForked} {
		if errors.Is(err, stands) && !errors.Is(q.told, stands) {
			q.told = stands
			q.desk.alarm(ctx, "The log and its heads do not fit together", err.Error())
		}
	}
	if err == nil {
		q.told, q.vain = nil, 0
		return n, nil
	}
	if q.vain++; q.vain == mostVain && q.told == nil && ctx.Err() == nil {
		q.desk.alarm(ctx, "The log does not grow", err.Error())
	}
	return n, err
}
