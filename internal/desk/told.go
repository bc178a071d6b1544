package desk

import (
	"context"
	"slices"

	"waymark/internal/chronology"
	"waymark/internal/label"
	"waymark/internal/store"
)

// That somebody trusts another organisation can put them in danger, so who else reads is
// told only to those at the keeper who can tell the person: whoever may do consent.see.
// To everybody else the other readers are not there: no access, no tie, and none of the
// entries that say nothing but who of theirs may know.

// keepersOf are the organisations that keep a case now.
func keepersOf(rows store.Rows, at store.Moment) []string {
	var out []string
	for _, a := range rows.Access {
		if a.Basis == string(chronology.Keeper) && a.From <= at && a.Until > at {
			out = append(out, string(a.Organisation))
		}
	}
	return out
}

// seen opens the entries that the reader may see with these labels. want leaves entries out
// by their kind; nil opens all.
func (s sight) seen(ctx context.Context, have label.Set, want func(kind string) bool) ([]chronology.Entry, error) {
	entries, err := s.open(ctx, have, want)
	if err != nil || s.told {
		return entries, err
	}
	return slices.DeleteFunc(entries, func(e chronology.Entry) bool {
		k, _ := s.d.kinds.Find(e.Kind)
		switch {
		case k.Told == chronology.ToAll || e.For == s.of:
			return false
		case k.Told == chronology.ToKeepers:
			return !slices.Contains(s.keepers, string(e.For))
		}
		return true
	}), nil
}
