package store

import (
	"context"
	"fmt"
	"path/filepath"
)

// Bare is a database with one table of one column, for the benchmark: what a commit of
// so many bytes costs here when nothing is decided, proved, sealed or projected, at the
// durability at which acts are kept.
type Bare struct{ s *Store }

// OpenBare makes one in a folder.
func OpenBare(ctx context.Context, dir string) (*Bare, error) {
	w, r, err := openSQLite(filepath.Join(dir, "bare.db"), careful...)
	if err != nil {
		return nil, err
	}
	b := &Bare{s: &Store{write: w, read: r}}
	if _, err := w.ExecContext(ctx, `CREATE TABLE bare (bytes BYTEA NOT NULL)`); err != nil {
		return nil, fmt.Errorf("bare: %w", err)
	}
	return b, nil
}

// Commit keeps one row.
func (b *Bare) Commit(ctx context.Context, row []byte) error {
	_, err := b.s.write.ExecContext(ctx, `INSERT INTO bare (bytes) VALUES ($1)`, row)
	return err
}

// BareRow is one row of a list in clear.
type BareRow struct{ ID, Name, Setting, Next string }

// FillList makes a table of so many people in clear, with an index in the order of the list.
func (b *Bare) FillList(ctx context.Context, n int) error {
	for _, q := range []string{`CREATE TABLE plain (id TEXT PRIMARY KEY, name TEXT NOT NULL, setting TEXT NOT NULL, next TEXT NOT NULL)`, `CREATE INDEX plain_next ON plain (next, id)`} {
		if _, err := b.s.write.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("bare: %w", err)
		}
	}
	tx, err := b.s.write.begin(ctx)
	if err != nil {
		return fmt.Errorf("bare: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	for i := range n {
		// The order of the list is not that of the rows.
		if _, err := tx.ExecContext(ctx, `INSERT INTO plain (id, name, setting, next) VALUES ($1, $2, $3, $4)`, fmt.Sprintf("%026d", i), fmt.Sprint("Somebody ", i), "Safehouse", fmt.Sprintf("%08d", i*7919%n)); err != nil {
			return fmt.Errorf("bare: %w", err)
		}
	}
	return tx.Commit()
}

// List reads the first page.
func (b *Bare) List(ctx context.Context) ([]BareRow, error) {
	var out []BareRow
	err := each(ctx, b.s.read, func(scan func(...any) error) error {
		var r BareRow
		err := scan(&r.ID, &r.Name, &r.Setting, &r.Next)
		out = append(out, r)
		return err
	}, `SELECT id, name, setting, next FROM plain ORDER BY next, id LIMIT $1`, 25)
	return out, err
}

// Close closes it.
func (b *Bare) Close() error { return b.s.closePools() }

// Size is how many sealed bytes of entries are kept, for the benchmark.
func (s *Store) Size(ctx context.Context) (entries, bytes int64, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT COUNT(*), COALESCE(SUM(LENGTH(envelope)), 0) + COALESCE((SELECT SUM(LENGTH(sealed)) FROM part), 0) FROM entry`).Scan(&entries, &bytes)
	return entries, bytes, err
}
