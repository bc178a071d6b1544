package desk

import (
	"context"

	"waymark/internal/civil"
	"waymark/internal/policy"
)

// Deadlines reads a page (from 1) of what is due for a reader's people, as Day does,
// without the people. Whoever sees only how things stand now is told of nothing due.
func (d *Desk) Deadlines(ctx context.Context, actor policy.Actor, page int) (Day, error) {
	if dec := d.policy.See(actor, "today.see"); !dec.Allowed {
		d.heed(ctx, dec.Alarm)
		return Day{}, denied()
	}
	now := d.now()
	reader := d.reader(ctx, actor, now)
	out := Day{Day: civil.DayOf(now), Now: now, Page: min(max(page, 1), mostPages), Mine: reader.Beside}
	if !reader.Labels.Empty() && d.looksBack(ctx, actor, reader) {
		if err := d.dues(ctx, actor, reader, &out); err != nil {
			return Day{}, err
		}
	}
	_, err := d.look(ctx, actor, "deadlines", "", reader.Labels, len(out.Dues))
	return out, err
}

// Bookmark seals where a reader stands in a list, so that the next page can be asked for:
// for this list and this reader alone. Nothing can be read from it.
func (d *Desk) Bookmark(actor policy.Actor, list, at string) (string, error) {
	return d.keys.Token("bookmark "+list, []byte(at), []byte(actor.Worker), []byte(actor.Organisation))
}

// OpenBookmark opens what Bookmark sealed; false for anything else.
func (d *Desk) OpenBookmark(actor policy.Actor, list, mark string) (string, bool) {
	at, err := d.keys.OpenToken("bookmark "+list, mark, []byte(actor.Worker), []byte(actor.Organisation))
	return string(at), err == nil
}
