package desk

import (
	"fmt"
	"slices"
	"testing"

	"waymark/internal/chronology"
	"waymark/internal/store"
)

// asWritten fills an empty place with what another holds, as a Waymark with these
// migrations would have written it: what it did not know is left out.
func asWritten(t *testing.T, from, to store.Database, steps []int64) {
	t.Helper()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	r, err := store.RefillData(ctx, to)
	ok(err)
	ok(r.Migrate(ctx, steps))
	old, err := r.Read(ctx)
	ok(err)
	ok(old.Close())
	x, err := store.Read(ctx, from)
	ok(err)
	for _, table := range old.Tables {
		if table.Name == "restoring" {
			continue // the mark of a place that is being filled
		}
		var rows [][]any
		ok(x.Rows(ctx, table, func(row []any) error { rows = append(rows, slices.Clone(row)); return nil }))
		ok(r.Fill(ctx, table, func() ([]any, error) {
			if len(rows) == 0 {
				return nil, nil
			}
			row := rows[0]
			rows = rows[1:]
			return row, nil
		}))
	}
	ok(x.Close())
	ok(r.Finish(ctx))
}

// A database of every schema there has been opens in this Waymark, with everything in it,
// and nothing is found wrong with it.
func TestEverySchemaOpensInTheNewest(t *testing.T) {
	onBoth(t, func(t *testing.T, on ground) {
		h := newHouseOn(t, on)
		a, _ := h.course("Alima")
		b, _ := h.course("Tesfay")
		x, err := store.Read(ctx, h.at.data)
		if err != nil {
			t.Fatal(err)
		}
		steps := x.Migrations
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		whole, err := h.Verify(ctx, "", nil, nil)
		if err != nil || whole.Found != 0 || whole.Entries < 10 {
			t.Fatalf("control: %+v, %v", whole, err)
		}
		for n := 1; n <= len(steps); n++ {
			t.Run(fmt.Sprint("schema-", steps[n-1]), func(t *testing.T) {
				o := *h
				o.t, o.at.data = t, on(t, t.TempDir()).data
				asWritten(t, h.at.data, o.at.data, steps[:n])
				o.open()
				defer o.shut()
				if n == 1 { // it did not say under which rules rows were reckoned
					if _, err := o.Reckon(ctx, nil); err != nil {
						t.Fatal(err)
					}
				}
				q, err := o.Sequencer(ctx, "")
				if err != nil {
					t.Fatal(err)
				}
				if _, err := q.Round(ctx); err != nil {
					t.Fatal(err)
				}
				v, err := o.Verify(ctx, "", nil, nil)
				if err != nil || v.Found != 0 || v.Entries != whole.Entries || v.Chronologies != whole.Chronologies || v.Elsewhere != 0 || int(v.Size) != whole.Entries {
					t.Errorf("%+v, %v, want %+v", v, err, whole)
				}
				if _, err := o.Read(ctx, o.nadia, "case.see", a, chronology.At{}); err != nil {
					t.Error(err)
				}
				o.do(o.nadia, o.contacted(b, "Written since."))
				if v, err = o.Verify(ctx, "", nil, nil); err != nil || v.Found != 0 || v.Entries != whole.Entries+1 {
					t.Errorf("after an act: %+v, %v", v, err)
				}
			})
		}
	})
}
