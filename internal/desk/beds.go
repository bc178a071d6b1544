package desk

import (
	"context"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/label"
	"waymark/internal/policy"
)

// Beds is the houses of one organisation, with how many people can live in each and which
// checks are late. Who sleeps where is not recorded by bed, so nothing here is free or taken.
type Beds struct {
	Houses []House // by name; those that are closed last
	Shut   int     // houses here that do not open; whose they are nobody can tell
	Day    civil.Day
}

// House is one house, with what is late there.
type House struct {
	Teamed
	LateChecks []TeamDue // the longest first
}

// Beds lists an actor's own houses.
func (d *Desk) Beds(ctx context.Context, actor policy.Actor) (Beds, error) {
	if !d.See(ctx, actor, "beds.see") {
		return Beds{}, denied()
	}
	t, err := d.team(ctx, actor, chronology.At{}, d.Today())
	if err != nil {
		return Beds{}, err
	}
	out := Beds{Shut: t.Shut, Day: t.Day}
	for _, of := range t.Houses {
		h := House{Teamed: of}
		for _, due := range t.Dues {
			if due.Late && due.Of.On == of.On {
				h.LateChecks = append(h.LateChecks, due)
			}
		}
		out.Houses = append(out.Houses, h)
	}
	_, err = d.look(ctx, actor, "beds", "", label.Of(label.General), len(out.Houses))
	return out, err
}
