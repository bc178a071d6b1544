package desk

import (
	"context"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
)

// Preview is the case as an organisation would see it that is shown some labels: what the
// reader can open of that themself, so that they can read it with the person first.
func (d *Desk) Preview(ctx context.Context, actor policy.Actor, on ident.Chronology, ls label.Set) (casefile.Case, error) {
	s, err := d.sight(ctx, actor, on)
	if err != nil {
		return casefile.Case{}, err
	}
	s.told, s.of = false, "" // nor would they learn who else reads
	entries, err := s.seen(ctx, s.labels.Only(ls), nil)
	if err != nil {
		return casefile.Case{}, err
	}
	return casefile.Put(d.kinds, on, entries, chronology.At{}), nil
}
