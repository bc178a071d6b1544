package desk

import (
	"time"

	"waymark/internal/chronology"
	"waymark/internal/ident"
	"waymark/internal/policy"
	"waymark/internal/store"
)

// situationOf says what the actor is to a case now, from the rows of access and links.
func situationOf(actor policy.Actor, on ident.Chronology, rows store.Rows, now time.Time) policy.Situation {
	s := policy.Situation{Chronology: on, Bases: policy.Bases{}}
	at := store.MomentOf(now)
	for _, a := range rows.Access {
		if a.Organisation != actor.Organisation || a.From > at || a.Until <= at {
			continue
		}
		s.Held = s.Held.With(a.Labels)
		s.Keeper = s.Keeper || a.Basis == string(chronology.Keeper)
		s.Bases.Add(a.Basis, a.Labels)
	}
	for _, l := range rows.Links {
		s.Linked = s.Linked || (l.Worker == actor.Worker && l.Organisation == actor.Organisation && l.From <= at && l.Until > at)
	}
	return s
}
