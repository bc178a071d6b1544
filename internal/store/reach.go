package store

import (
	"context"
	"fmt"
	"strings"

	"waymark/internal/label"
)

// reach is what a reader may open of the rows held on some bases, asked once for each
// sort of row that there is.
type reach struct {
	opens func(bases string, held label.Set) label.Set
	asked []reached
	known bool
}

type reached struct {
	bases  string
	held   label.Set
	labels label.Set
}

// Opening makes a reader whose labels are asked for each sort of row by itself: which
// may be open where access is held on these bases (as in Row.Bases) to these
// labels. Rows of which nothing may be open are not in their lists and counts. Without
// it, Labels hold for every row. A reader made here serves one request, not several at
// once.
func (r Reader) Opening(opens func(bases string, held label.Set) label.Set) Reader {
	r.reach = &reach{opens: opens}
	return r
}

// list runs a query over the rows that the reader reaches: $1 to $3 are the organisation,
// the moment and the worker, more follow, and the table reach says what may be open on
// which bases. A reader who reaches nothing gets no row.
func (s *Store) list(ctx context.Context, r Reader, query string, more []any, row func(scan func(...any) error) error) error {
	rows, err := s.reached(ctx, r)
	if err != nil || len(rows) == 0 {
		return err
	}
	args := append([]any{string(r.Organisation), MomentOf(r.Now), string(r.Worker)}, more...)
	var with strings.Builder
	with.WriteString("WITH reach (bases, held, labels) AS (VALUES ")
	for i, x := range rows {
		if i > 0 {
			with.WriteString(", ")
		}
		args = append(args, x.bases, int64(x.held), int64(x.labels))
		n := len(args)
		fmt.Fprintf(&with, "(CAST($%d AS TEXT), CAST($%d AS BIGINT), CAST($%d AS BIGINT))", n-2, n-1, n)
	}
	with.WriteString(") ")
	// The text grows with the sorts of row, so it is not among the statements kept.
	if err := each(ctx, s.read.DB, row, with.String()+query, args...); err != nil {
		return fmt.Errorf("list: %w", err)
	}
	return nil
}

func (s *Store) reached(ctx context.Context, r Reader) ([]reached, error) {
	if r.reach == nil {
		r = r.Opening(func(string, label.Set) label.Set { return r.Labels })
	}
	if r.reach.known {
		return r.reach.asked, nil
	}
	var sorts []reached
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var x reached
		err := scan(&x.bases, &x.held)
		sorts = append(sorts, x)
		return err
	}, `SELECT DISTINCT bases, labels FROM summary WHERE organisation = $1`, string(r.Organisation))
	if err != nil {
		return nil, fmt.Errorf("list: %w", err)
	}
	for _, x := range sorts {
		if x.labels = r.reach.opens(x.bases, x.held).Only(x.held); !x.labels.Empty() {
			r.reach.asked = append(r.reach.asked, x)
		}
	}
	r.reach.known = true
	return r.reach.asked, nil
}
