package casefile

import (
	"waymark/internal/ident"
	"waymark/internal/person"
)

// FindAgain asks whether somebody who was met is known to another organisation. It writes
// the question alone: whom it concerns is found afterwards, and whoever asks is never told
// whether anybody was.
func FindAgain(on ident.Chronology, a person.FindAgain) Act {
	return act(AskElsewhere, on, a, func(c Case) person.State { return c.Person }, a.Decide)
}

// AskElsewhere is the name of the act that asks whether somebody is known elsewhere.
const AskElsewhere = "person.found-again"
