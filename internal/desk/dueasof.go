package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/policy"
	"waymark/internal/rulebook"
)

// DueThen is one clock of one person, or of one worker or house, that runs, or is late, on
// a day.
type DueThen struct {
	On       ident.Chronology
	Who      string // as they are called, for this reader
	Rule     rulebook.Rule
	Deadline rulebook.Deadline
	Standing rulebook.Standing
	Team     bool // of a worker or a house, not a person
}

// DueAsOf lists what is due as of the end of a day, the earliest first: for the people who
// are named, or with nil for everybody on the reader's list. Each is the reader's own
// view, and a look is kept for each. Of a day that is past it tells what was known then;
// of one that is to come, what follows from what is known now.
func (d *Desk) DueAsOf(ctx context.Context, actor policy.Actor, on []ident.Chronology, day civil.Day) ([]DueThen, error) {
	named := on != nil
	if !named {
		var err error
		if on, err = d.everybody(ctx, actor); err != nil {
			return nil, err
		}
	}
	then := day.End().Add(-time.Microsecond)
	var at chronology.At
	if then.Before(d.now()) {
		at.KnownAt = then
	}
	var out []DueThen
	for _, id := range on {
		v, err := d.Read(ctx, actor, "case.due", id, at)
		if errs.KindOf(err) == errs.NotFound && !named {
			continue // access ended since the list was read
		}
		if err != nil {
			return nil, err
		}
		for _, x := range v.Deadlines {
			s := x.Standing(then)
			rule, ok := d.book.Find(x.Rule)
			if ok && slices.Contains([]rulebook.Standing{rulebook.StandsRunning, rulebook.StandsPaused, rulebook.StandsLate}, s) {
				out = append(out, DueThen{On: id, Who: v.Case.Person.Called(), Rule: rule, Deadline: x, Standing: s})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b DueThen) int {
		return cmp.Or(a.Deadline.DueAt.Compare(b.Deadline.DueAt), strings.Compare(a.Who, b.Who), strings.Compare(a.Deadline.ID, b.Deadline.ID))
	})
	return out, nil
}
