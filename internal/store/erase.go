package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"waymark/internal/ident"
)

// Erased is the sort of a chronology whose key is destroyed. Its entries, leaves, acts and
// looks stay, so that the log can be proved; they do not open.
const Erased Sort = "erased"

// erase takes out everything that was computed from a chronology or waits for it.
var eraseSQL = []string{
	`DELETE FROM access WHERE chronology = $1`, `DELETE FROM link WHERE chronology = $1`, `DELETE FROM due WHERE chronology = $1`,
	`DELETE FROM deadline WHERE chronology = $1`, `DELETE FROM summary WHERE chronology = $1`, `DELETE FROM draft WHERE chronology = $1`,
	`DELETE FROM again WHERE chronology = $1`,
}

func erase(ctx context.Context, tx *txn, on ident.Chronology) (int64, error) {
	n, err := affected(tx.ExecContext(ctx, `UPDATE chronology SET sort = $1 WHERE id = $2 AND sort <> $1`, string(Erased), string(on)))
	if err != nil {
		return 0, fmt.Errorf("erase: %w", err)
	}
	for _, query := range eraseSQL {
		if _, err := tx.ExecContext(ctx, query, string(on)); err != nil {
			return 0, fmt.Errorf("erase: %w", err)
		}
	}
	return n, nil
}

// Erase takes out what a list of the erased names, and says how many of them were still
// there as anything else.
func (s *Store) Erase(ctx context.Context, all []ident.Chronology) (int, error) {
	if len(all) == 0 {
		return 0, nil
	}
	tx, err := s.write.begin(ctx)
	if err != nil {
		return 0, fmt.Errorf("erase: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	were := 0
	for _, on := range all {
		n, err := erase(ctx, tx, on)
		if err != nil {
			return 0, err
		}
		were += int(n)
	}
	if err := tx.Commit(); err != nil {
		return 0, fmt.Errorf("erase: %w", err)
	}
	return were, nil
}

// EndSessions signs everybody out.
func (s *Store) EndSessions(ctx context.Context) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM session`)
	return err
}

// Erasure is one line of the list of the erased. It names ids and nobody.
type Erasure struct {
	On           ident.Chronology
	At           time.Time
	Why          string
	Organisation ident.Organisation
	Asked, Done  ident.Worker
}

// Erased lists who is erased, by id.
func (k *Keyring) Erased(ctx context.Context) ([]Erasure, error) {
	var out []Erasure
	err := each(ctx, k.read, func(scan func(...any) error) error {
		var e Erasure
		var at Moment
		err := scan(&e.On, &at, &e.Why, &e.Organisation, &e.Asked, &e.Done)
		e.At = at.Time()
		out = append(out, e)
		return err
	}, `SELECT chronology, moment, why, organisation, asked_by, done_by FROM erased ORDER BY chronology`)
	if err != nil {
		return nil, fmt.Errorf("erased: %w", err)
	}
	return out, nil
}

// IsErased says whether a chronology is on the list.
func (k *Keyring) IsErased(ctx context.Context, on ident.Chronology) (bool, error) {
	var n int
	err := k.read.QueryRowContext(ctx, `SELECT COUNT(*) FROM erased WHERE chronology = $1`, string(on)).Scan(&n)
	return n > 0, err
}

// Destroy destroys a chronology's key for good and puts the chronology on the list of the
// erased, in one transaction; then what the engine still holds of the key is overwritten or
// given up. Done again it does no harm: what the list says first stands.
func (k *Keyring) Destroy(ctx context.Context, e Erasure) error {
	tx, err := k.write.begin(ctx)
	if err != nil {
		return fmt.Errorf("destroy key: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, `INSERT INTO erased (chronology, moment, why, organisation, asked_by, done_by) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (chronology) DO NOTHING`,
		string(e.On), MomentOf(e.At), e.Why, string(e.Organisation), string(e.Asked), string(e.Done)); err != nil {
		return fmt.Errorf("destroy key: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM data_key WHERE chronology = $1`, string(e.On)); err != nil {
		return fmt.Errorf("destroy key: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("destroy key: %w", err)
	}
	return k.forget(ctx)
}

// forget gives up what the engine keeps of rows that were deleted: on SQLite, which
// overwrites them, the file of what was written lately; on PostgreSQL the table is written
// anew.
func (k *Keyring) forget(ctx context.Context) error {
	query := `PRAGMA wal_checkpoint(TRUNCATE)`
	if k.write.engine == onPostgres {
		query = `VACUUM FULL data_key`
	}
	if _, err := k.write.ExecContext(ctx, query); err != nil {
		return fmt.Errorf("the key is destroyed, but what the database keeps of deleted rows could not be given up yet: %w", err)
	}
	return nil
}

// Without lists the chronologies that have no key and are not erased, of those that are
// named.
func (k *Keyring) Without(ctx context.Context, all []ident.Chronology) ([]ident.Chronology, error) {
	keys, err := k.Keys(ctx, all)
	if err != nil {
		return nil, err
	}
	erased, err := k.Erased(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(all), func(id ident.Chronology) bool {
		return keys[id] != nil || slices.ContainsFunc(erased, func(e Erasure) bool { return e.On == id })
	}), nil
}

// ReadKeyring looks at a keyring that is there, to copy it.
func ReadKeyring(ctx context.Context, where Database) (*Snapshot, error) {
	return readTo(ctx, where, where.HoldsKeyring)
}

// Ring is the installation that a keyring belongs to, and how many are erased in it.
func (x *Snapshot) Ring(ctx context.Context) (id string, erased int, err error) {
	there := false
	err = each(ctx, x, func(scan func(...any) error) error {
		there = true
		return scan(&id)
	}, `SELECT id FROM installation WHERE one = 1`)
	if err == nil && !there {
		err = ErrNone
	}
	if err == nil && slices.ContainsFunc(x.Tables, func(t Table) bool { return t.Name == "erased" }) {
		err = each(ctx, x, func(scan func(...any) error) error { return scan(&erased) }, `SELECT COUNT(*) FROM erased`)
	}
	if n := len(x.Migrations); err == nil && n > 0 && x.Migrations[n-1] > KeyringSchema {
		err = errors.Join(err, ErrNewer)
	}
	return id, erased, err
}
