package desk

import (
	"context"

	"waymark/internal/policy"
)

// takesLists is the action of taking a list away as one sees it.
const takesLists = "list.export"

// TakesLists says whether an actor may take a list away.
func (d *Desk) TakesLists(ctx context.Context, actor policy.Actor) bool {
	return d.See(ctx, actor, takesLists)
}

// TakeList asks whether an actor may take a list away, and keeps the look: of which list,
// and how many rows. Nothing is sent where it cannot be kept.
func (d *Desk) TakeList(ctx context.Context, actor policy.Actor, list string, rows int) error {
	if !d.TakesLists(ctx, actor) {
		return denied()
	}
	_, err := d.look(ctx, actor, "list."+list, "", d.reader(ctx, actor, d.now()).Labels, rows)
	return err
}
