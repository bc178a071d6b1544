package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"waymark/internal/store"
)

// table fills one table and compares what came with what the backup says of it.
func (o *opened) table(ctx context.Context, into *store.Refill, payload []byte) (Count, error) {
	var t store.Table
	if json.Unmarshal(payload, &t) != nil || len(t.Columns) == 0 {
		return Count{}, errForm
	}
	sum := newTally(t.Name)
	var says *Count
	row := make([]any, len(t.Columns))
	err := into.Fill(ctx, t, func() ([]any, error) {
		letter, payload, err := o.next()
		if err != nil {
			return nil, err
		}
		switch letter {
		case rowFrame:
			sum.add(payload)
			return row, unpackRow(payload, row)
		case countFrame:
			says = &Count{}
			if json.Unmarshal(payload, says) == nil {
				return nil, nil
			}
		}
		return nil, errForm
	})
	if err != nil {
		return Count{}, err
	}
	if says == nil || *says != sum.count() {
		return Count{}, fmt.Errorf("%w (%s)", ErrDiffers, t.Name)
	}
	return *says, nil
}

// same holds what the end of a backup says of all tables to what was said of each.
func same(payload []byte, counts []Count) error {
	var all []Count
	if json.Unmarshal(payload, &all) != nil || !slices.Equal(all, counts) {
		return errForm
	}
	return nil
}

// compare reads back what lies there now and holds it to what the backup says: neither
// more tables nor fewer, nor another row.
func compare(ctx context.Context, into *store.Refill, says Report) (err error) {
	x, err := into.Read(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, x.Close()) }()
	if !slices.Equal(x.Migrations, says.Migrations) {
		return fmt.Errorf("%w (the schema)", ErrDiffers)
	}
	var lies []Count
	for _, t := range x.Tables {
		if t.Name == "restoring" {
			continue // the mark of a place that is not finished
		}
		sum := newTally(t.Name)
		var packed []byte
		if err := x.Rows(ctx, t, func(row []any) error {
			var err error
			if packed, err = packRow(packed[:0], row); err == nil {
				sum.add(packed)
			}
			return err
		}); err != nil {
			return err
		}
		lies = append(lies, sum.count())
	}
	for i := range max(len(lies), len(says.Tables)) {
		if i >= len(lies) || i >= len(says.Tables) || lies[i] != says.Tables[i] {
			return fmt.Errorf("%w (%s)", ErrDiffers, says.Tables[min(i, len(says.Tables)-1)].Table)
		}
	}
	return nil
}
