package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"waymark/internal/errs"
	"waymark/internal/policy"
	"waymark/internal/store"
)

// mostAlarms bounds what is listed; longestNote what is said of one, in characters.
const (
	mostAlarms  = 1000
	longestNote = 1000
)

// Alarms lists the alarms that nobody answered, newest first. They carry no person's data.
func (d *Desk) Alarms(ctx context.Context) ([]store.Alarm, error) {
	return d.store.Alarms(ctx, mostAlarms)
}

// Answer keeps what those who run Waymark say of an alarm. If it comes again it is raised
// anew.
func (d *Desk) Answer(ctx context.Context, id, note string) error {
	var c errs.Checks
	note = strings.TrimSpace(note)
	c.If(note == "", "note", "Write what was found and done")
	c.If(utf8.RuneCountInString(note) > longestNote, "note", "Say it in fewer words")
	if err := c.Err(); err != nil {
		return err
	}
	err := d.store.Answer(ctx, id, OperatorID, note, d.now())
	if errors.Is(err, store.ErrNone) {
		return errs.New(errs.NotFound, "No alarm of this number stands")
	}
	return err
}

// heed raises an alarm for a policy that could not be asked.
func (d *Desk) heed(ctx context.Context, a *policy.Alarm) {
	if a != nil {
		d.alarm(ctx, "A policy could not be asked, so the answer was no", fmt.Sprintf("action %s policies %v: %s", a.Action, a.Policies, a.Error))
	}
}

func (d *Desk) heedAll(ctx context.Context, as []policy.Alarm) {
	for i := range as {
		d.heed(ctx, &as[i])
	}
}
