package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"waymark/internal/ident"
	"waymark/internal/seal"
)

// Keyring holds the wrapped keys, in a database of its own.
type Keyring struct{ write, read *pool }

// KeyringSchema is the number of the newest keyring migration that this binary writes.
// The keyring has no older readers: whoever can't write it doesn't read it.
const KeyringSchema = 3

// OpenKeyring opens the keyring: a file, which is made if it is not there, or a database
// of its own on PostgreSQL by its URL.
func OpenKeyring(ctx context.Context, where string) (*Keyring, error) {
	w, r, err := Database(where).open(ctx, append(slices.Clone(careful), "secure_delete(ON)")...) // a key that is destroyed is overwritten
	if err != nil {
		return nil, err
	}
	k := &Keyring{write: w, read: r}
	if err := k.refuseNewer(ctx); err != nil {
		return nil, errors.Join(err, k.Close())
	}
	if err := migrate(ctx, w, keyringMigrations, "keyring"); err != nil {
		return nil, errors.Join(err, k.Close())
	}
	return k, nil
}

// PeekKeyring reads what a keyring holds and changes nothing: ErrNone if nothing yet,
// ErrNewer if a newer Waymark wrote it.
func PeekKeyring(ctx context.Context, where string) (id string, w seal.Wrapped, err error) {
	p, err := Database(where).peek(ctx)
	if err != nil {
		return "", w, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	k := &Keyring{read: p}
	if err := k.refuseNewer(ctx); err != nil {
		return "", w, err
	}
	if id, w, err = k.Installation(ctx); isNoTable(err) {
		err = ErrNone
	}
	return id, w, err
}

func (k *Keyring) refuseNewer(ctx context.Context) error {
	if err := halfRestored(ctx, k.read); err != nil {
		return err
	}
	var schema int64
	err := k.read.QueryRowContext(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&schema)
	if isNoTable(err) {
		return nil
	}
	if err == nil && schema > KeyringSchema {
		err = ErrNewer
	}
	return err
}

// Close closes the keyring.
func (k *Keyring) Close() error { return errors.Join(k.read.Close(), k.write.Close()) }

// Installation gives the installation's id and wrapped keys; ErrNone in a new keyring.
func (k *Keyring) Installation(ctx context.Context) (id string, w seal.Wrapped, err error) {
	err = k.read.QueryRowContext(ctx, `SELECT id, key, digest FROM installation WHERE one = 1`).Scan(&id, &w.Key, &w.Digest)
	if errors.Is(err, sql.ErrNoRows) {
		return "", w, ErrNone
	}
	return id, w, err
}

// Found writes the installation's wrapped keys, once; ErrDone if they are there.
func (k *Keyring) Found(ctx context.Context, id string, w seal.Wrapped, now time.Time) error {
	n, err := affected(k.write.ExecContext(ctx, `INSERT INTO installation (one, id, key, digest, made) VALUES (1, $1, $2, $3, $4) ON CONFLICT (one) DO NOTHING`, id, w.Key, w.Digest, MomentOf(now)))
	if err != nil {
		return fmt.Errorf("found keyring: %w", err)
	}
	if n == 0 {
		return ErrDone
	}
	return nil
}

// Key gives a chronology's wrapped data key; ErrNone if it was never made or is destroyed.
func (k *Keyring) Key(ctx context.Context, on ident.Chronology) ([]byte, error) {
	var w []byte
	err := k.read.QueryRowContext(ctx, `SELECT wrapped FROM data_key WHERE chronology = $1`, string(on)).Scan(&w)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNone
	}
	return w, err
}

// Keys gives the wrapped data keys of many chronologies; those that have none are not
// among them.
func (k *Keyring) Keys(ctx context.Context, on []ident.Chronology) (map[ident.Chronology][]byte, error) {
	const at = 250
	out := make(map[ident.Chronology][]byte, len(on))
	for ; len(on) > 0; on = on[min(at, len(on)):] {
		args := make([]any, at)
		for i := range args {
			args[i] = ""
			if i < len(on) {
				args[i] = string(on[i])
			}
		}
		err := each(ctx, k.read, func(scan func(...any) error) error {
			var id ident.Chronology
			var w []byte
			err := scan(&id, &w)
			out[id] = w
			return err
		}, `SELECT chronology, wrapped FROM data_key WHERE chronology IN (`+places(1, at)+`)`, args...)
		if err != nil {
			return nil, fmt.Errorf("keys: %w", err)
		}
	}
	return out, nil
}

// Keep keeps the wrapped key of a chronology about to be opened, before the data that
// needs it is written. If the chronology has a key already, that one is kept and given.
func (k *Keyring) Keep(ctx context.Context, on ident.Chronology, wrapped []byte) ([]byte, error) {
	_, err := k.write.ExecContext(ctx, keepSQL, string(on), wrapped)
	if err != nil {
		return nil, fmt.Errorf("keep key: %w", err)
	}
	return k.Key(ctx, on)
}

// Wrapped is a chronology's data key as it lies.
type Wrapped struct {
	On  ident.Chronology
	Key []byte
}

// KeepAll keeps several as Keep keeps one, in one transaction, and gives those that lie
// there then, in the same order.
func (k *Keyring) KeepAll(ctx context.Context, all []Wrapped) ([]Wrapped, error) {
	tx, err := k.write.begin(ctx)
	if err != nil {
		return nil, fmt.Errorf("keep keys: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	there := map[ident.Chronology]bool{}
	for _, w := range all {
		n, err := affected(tx.ExecContext(ctx, keepSQL, string(w.On), w.Key))
		if err != nil {
			return nil, fmt.Errorf("keep keys: %w", err)
		}
		there[w.On] = n == 0
	}
	if err := tx.Commit(); err != nil {
		return nil, fmt.Errorf("keep keys: %w", err)
	}
	out := slices.Clone(all)
	for i, w := range out {
		if there[w.On] {
			if out[i].Key, err = k.Key(ctx, w.On); err != nil {
				return nil, fmt.Errorf("keep keys: %w", err)
			}
		}
	}
	return out, nil
}

const keepSQL = `INSERT INTO data_key (chronology, wrapped) VALUES ($1, $2) ON CONFLICT (chronology) DO NOTHING`
