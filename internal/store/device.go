package store

import (
	"context"
	"fmt"
	"time"

	"waymark/internal/ident"
)

// mostDevices is how many browsers of one worker are remembered: the newest.
const mostDevices = 20

// KeepDevice remembers a browser that a worker signed in with, by the digest of its
// token, and lets go of those not used since before and of the oldest over the most.
func (s *Store) KeepDevice(ctx context.Context, token string, worker ident.Worker, now, before time.Time) error {
	tx, err := s.write.begin(ctx)
	if err != nil {
		return fmt.Errorf("device: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, `INSERT INTO device (token, worker, seen) VALUES ($1, $2, $3) ON CONFLICT (token) DO UPDATE SET seen = excluded.seen`, token, string(worker), MomentOf(now)); err != nil {
		return fmt.Errorf("device: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM device WHERE worker = $1 AND (seen <= $2 OR token NOT IN (SELECT token FROM device WHERE worker = $1 ORDER BY seen DESC, token LIMIT $3))`, string(worker), MomentOf(before), mostDevices); err != nil {
		return fmt.Errorf("device: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("device: %w", err)
	}
	return nil
}

// KnowsDevice says whether a browser is remembered and was used since.
func (s *Store) KnowsDevice(ctx context.Context, token string, since time.Time) (bool, error) {
	var n int
	err := s.read.QueryRowContext(ctx, `SELECT COUNT(*) FROM device WHERE token = $1 AND seen > $2`, token, MomentOf(since)).Scan(&n)
	return n > 0, err
}
