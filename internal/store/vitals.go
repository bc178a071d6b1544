package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Pool says how the connections of a pool are used.
type Pool struct {
	Name         string // "data" or "keyring", and what for
	Most         int
	Busy, Idle   int
	Waits        int64 // how often one was waited for, since the start
	WaitDuration time.Duration
}

func (p *pool) told(name string) Pool {
	s := p.Stats()
	return Pool{Name: name, Most: s.MaxOpenConnections, Busy: s.InUse, Idle: s.Idle, Waits: s.WaitCount, WaitDuration: s.WaitDuration}
}

// Pools says how the connections are used.
func (s *Store) Pools() []Pool {
	return []Pool{s.write.told("data, to write"), s.read.told("data, to read")}
}

// Undone counts what waits for somebody, or for its turn.
type Undone struct {
	Alarms    int // that nobody answered
	Unplaced  int // leaves that have no place in the log yet
	Questions int // whether somebody is known elsewhere, not carried yet
}

// Undone counts what waits.
func (s *Store) Undone(ctx context.Context) (Undone, error) {
	var n Undone
	err := s.read.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM alarm WHERE answered = ''), (SELECT COUNT(*) FROM leaf WHERE place IS NULL), (SELECT COUNT(*) FROM again g JOIN act a ON a.id = g.act WHERE g.carried = '')`).Scan(&n.Alarms, &n.Unplaced, &n.Questions)
	if err != nil {
		return n, fmt.Errorf("undone: %w", err)
	}
	return n, nil
}

// ErrSchema says that the schema is not the one this binary writes.
var ErrSchema = errors.New("the schema is older than this Waymark: it was put back, or the upgrade was cut short. Start Waymark anew")

// Reads says whether the data answers, and is what this binary can read.
func (s *Store) Reads(ctx context.Context) error {
	in, err := s.Installation(ctx)
	if err != nil {
		return err
	}
	if in.readable > Schema {
		return ErrNewer
	}
	var newest int64
	if err := s.read.QueryRowContext(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&newest); err != nil {
		return err
	}
	if newest < Schema {
		return ErrSchema
	}
	return nil
}

// Writes commits a transaction that changes nothing: whether a look can be kept is known
// by a commit alone.
func (s *Store) Writes(ctx context.Context) error {
	n, err := affected(s.write.ExecContext(ctx, `UPDATE installation SET one = 1 WHERE one = 1`))
	if err == nil && n == 0 {
		return ErrNone
	}
	return err
}

// Pools says how the connections to the keyring are used.
func (k *Keyring) Pools() []Pool {
	return []Pool{k.write.told("keyring, to write"), k.read.told("keyring, to read")}
}
