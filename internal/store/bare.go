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

// Close closes it.
func (b *Bare) Close() error { return b.s.closePools() }

// Size is how many sealed bytes of entries are kept, for the benchmark.
func (s *Store) Size(ctx context.Context) (entries, bytes int64, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT COUNT(*), COALESCE(SUM(LENGTH(envelope)), 0) + COALESCE((SELECT SUM(LENGTH(sealed)) FROM part), 0) FROM entry`).Scan(&entries, &bytes)
	return entries, bytes, err
}
