package organisation

import (
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
)

// Leave is the act that ends a worker's time: from then on they sign in no more.
type Leave struct {
	Happened civil.When
	Body     Left
}

// Decide writes it.
func (a Leave) Decide(s State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.If(!s.Joined, "login", "There is no such worker here")
	c.If(s.Gone, "login", "This worker has left already")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}
