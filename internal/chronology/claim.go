package chronology

import (
	"time"

	"waymark/internal/answer"
	"waymark/internal/civil"
	"waymark/internal/ident"
)

// Claim is what one organisation says about one fact of a person.
type Claim[T comparable] struct {
	Entry    ident.Entry
	For      ident.Organisation
	Happened civil.When
	Recorded time.Time
	Answer   answer.Of[T]
}

// Claims holds each organisation's latest claim about one fact. Organisations that
// disagree both stand; the one used is said with its reason.
type Claims[T comparable] struct{ list []Claim[T] }

// Add takes a claim in. What was not asked or is withheld is no claim. A later claim
// of the same organisation takes the place of its earlier one.
func (c *Claims[T]) Add(l Line, a answer.Of[T]) {
	if !a.Answered() || l.Struck {
		return
	}
	n := Claim[T]{Entry: l.ID, For: l.For, Happened: l.Happened, Recorded: l.Recorded, Answer: a}
	for i, old := range c.list {
		if old.For == n.For {
			c.list = append(c.list[:i:i], c.list[i+1:]...)
			break
		}
	}
	c.list = append(c.list, n)
}

// Used gives the claim that is used, and why: of those with a value the latest by the
// day it was said, however late it was recorded; if none has a value, the latest of all.
// ok is false when nobody claims anything.
func (c Claims[T]) Used() (claim Claim[T], why string, ok bool) {
	for i := len(c.list) - 1; i >= 0; i-- {
		if c.list[i].Answer.State() == answer.IsGiven {
			return c.list[i], "the latest that anybody said", true
		}
	}
	if n := len(c.list); n > 0 {
		return c.list[n-1], "nobody knows more", true
	}
	return claim, "", false
}

// Answer gives the answer that is used, or not asked.
func (c Claims[T]) Answer() answer.Of[T] {
	if claim, _, ok := c.Used(); ok {
		return claim.Answer
	}
	return answer.Of[T]{}
}

// By gives one organisation's latest claim.
func (c Claims[T]) By(org ident.Organisation) (Claim[T], bool) {
	for _, x := range c.list {
		if x.For == org {
			return x, true
		}
	}
	return Claim[T]{}, false
}

// All lists the claims, the oldest first.
func (c Claims[T]) All() []Claim[T] { return c.list }

// Disputed says whether two organisations gave different values.
func (c Claims[T]) Disputed() bool {
	var first *T
	for _, x := range c.list {
		v, given := x.Answer.Get()
		if !given {
			continue
		}
		if first != nil && *first != v {
			return true
		}
		first = &v
	}
	return false
}
