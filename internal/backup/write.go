package backup

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"filippo.io/age"

	"waymark/internal/store"
)

// Report is what was copied.
type Report struct {
	Header
	Tables []Count
	Bytes  int64 // of the sealed file
}

// Rows is how many rows there are in all.
func (r Report) Rows() int64 {
	var n int64
	for _, c := range r.Tables {
		n += c.Rows
	}
	return n
}

// WriteData copies the data as it is at this moment to a new file. Others may write
// meanwhile.
func WriteData(ctx context.Context, from store.Database, to string, recipients []age.Recipient, now time.Time) (Report, error) {
	return write(ctx, Data, from, to, recipients, now)
}

// WriteKeys copies the keyring, wrapped as it is: the root key that opens it is in no
// backup.
func WriteKeys(ctx context.Context, from store.Database, to string, recipients []age.Recipient, now time.Time) (Report, error) {
	return write(ctx, Keys, from, to, recipients, now)
}

func write(ctx context.Context, what What, from store.Database, to string, recipients []age.Recipient, now time.Time) (out Report, err error) {
	x, err := read(ctx, what, from)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, x.Close()) }()
	if out.Header, err = headerOf(ctx, x, what, now); err != nil {
		return out, err
	}
	all := slices.Clone(recipients)
	all[0] = marked{all[0], what}
	err = create(to, what, func(file io.Writer) error {
		counted := &counting{to: file}
		sealed, err := age.Encrypt(counted, all...)
		if err != nil {
			return err
		}
		w := &writer{to: bufio.NewWriterSize(sealed, 64<<10)}
		if out.Tables, err = w.all(ctx, x, out.Header); err != nil {
			return err
		}
		err = errors.Join(w.to.Flush(), sealed.Close())
		out.Bytes = counted.n
		return err
	})
	return out, err
}

// read looks at the database that is copied.
func read(ctx context.Context, what What, from store.Database) (*store.Snapshot, error) {
	var x *store.Snapshot
	var err error
	if what == Data {
		x, err = store.Read(ctx, from)
	} else {
		x, err = store.ReadKeyring(ctx, from)
	}
	if errors.Is(err, store.ErrNone) {
		return nil, fmt.Errorf("there is nothing to copy: %s holds no %s of Waymark's", from, what)
	}
	return x, err
}

func headerOf(ctx context.Context, x *store.Snapshot, what What, now time.Time) (Header, error) {
	h := Header{Form: form, What: what, Made: store.MomentOf(now), Migrations: x.Migrations}
	if what == Keys {
		id, erased, err := x.Ring(ctx)
		h.Installation, h.Erased = id, erased
		return h, err
	}
	in, err := x.Installation(ctx)
	if err != nil {
		return h, err
	}
	h.Installation, h.Demo = in.ID, in.Demo
	tree, head, err := x.Tree(ctx)
	h.Head, h.Placed = head.Note, tree.Size
	return h, err
}

// all writes everything, one table after another.
func (w *writer) all(ctx context.Context, x *store.Snapshot, h Header) ([]Count, error) {
	if err := w.json(headerFrame, h); err != nil {
		return nil, err
	}
	var counts []Count
	for _, t := range x.Tables {
		if err := w.json(tableFrame, t); err != nil {
			return nil, err
		}
		sum := newTally(t.Name)
		err := x.Rows(ctx, t, func(row []any) error {
			var err error
			if w.row, err = packRow(w.row[:0], row); err != nil {
				return err
			}
			sum.add(w.row)
			return w.frame(rowFrame, w.row)
		})
		if err != nil {
			return nil, err
		}
		counts = append(counts, sum.count())
		if err := w.json(countFrame, counts[len(counts)-1]); err != nil {
			return nil, err
		}
	}
	return counts, w.json(endFrame, counts)
}

// counting counts the bytes that go through.
type counting struct {
	to io.Writer
	n  int64
}

// Write passes bytes on.
func (c *counting) Write(b []byte) (int, error) {
	n, err := c.to.Write(b)
	c.n += int64(n)
	return n, err
}
