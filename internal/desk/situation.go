package desk

import (
	"time"

	"waymark/internal/chronology"
	"waymark/internal/ident"
	"waymark/internal/policy"
	"waymark/internal/store"
)

// situationOf says what the actor is to a case now, from the rows of access and links.
// Whoever has a conflict of interest there, and who is neither beside the person nor named
// where the case is restricted, is nothing to it, as if there were no such case. Who
// opened it in an emergency and is not beside the person holds what that opened, and
// nothing on other grounds.
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
	bonds := bondsOf(actor, rows.Links, at)
	switch {
	case bonds[chronology.Conflict], bonds[chronology.Restricted] && !bonds[chronology.Beside] && !bonds[chronology.Named]:
		return policy.Situation{Chronology: on, Bases: policy.Bases{}}
	case bonds[chronology.Emergency] && !bonds[chronology.Beside]:
		opened := s.Held.Only(chronology.InEmergency)
		s = policy.Situation{Chronology: on, Held: opened, Linked: true, Bases: policy.Over(opened, string(chronology.BreakGlass))}
	default:
		s.Linked = bonds[chronology.Beside]
	}
	return s
}

// bondsOf is how the actor stands to a case, and whether it is restricted.
func bondsOf(actor policy.Actor, links []store.Link, at store.Moment) map[chronology.Bond]bool {
	out := map[chronology.Bond]bool{}
	for _, l := range links {
		own := l.Worker == actor.Worker && l.Organisation == actor.Organisation
		if l.From <= at && l.Until > at && (own || l.Bond == string(chronology.Restricted)) {
			out[chronology.Bond(l.Bond)] = true
		}
	}
	return out
}
