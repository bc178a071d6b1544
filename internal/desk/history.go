package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"waymark/internal/policy"
	"waymark/internal/store"
)

// Some see how things stand with a person and nothing of what was before: a volunteer, a
// driver. What they are shown is put together from few kinds of entry only, no clock
// stands with it, and no list of theirs tells what is due, for that tells what was.

// standing says whether a kind tells how to meet somebody now.
func (d *Desk) standing(kind string) bool {
	k, ok := d.kinds.Find(kind)
	return ok && k.Meeting
}

// looksBack says whether an actor may look back at any case of their lists.
func (d *Desk) looksBack(ctx context.Context, actor policy.Actor, reader store.Reader) bool {
	return d.mayAnywhere(ctx, actor, reader, "case.history")
}

// undated takes from a list what tells of what was before: the next date of each, where
// they are supported, which stands in entries of then, and the order.
func undated(folk []Person) {
	for i := range folk {
		folk[i].Next, folk[i].Who.Setting = time.Time{}, ""
	}
	slices.SortFunc(folk, func(a, b Person) int { return cmp.Or(cmp.Compare(a.Who.Name, b.Who.Name), cmp.Compare(a.On, b.On)) })
}
