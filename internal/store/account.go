package store

import (
	"context"
	"fmt"

	"waymark/internal/ident"
)

// Accounts lists who may sign in, by worker; logins stand as digests and are not told.
func (s *Store) Accounts(ctx context.Context) ([]Account, error) {
	var out []Account
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var a Account
		var made Moment
		err := scan(&a.Worker, &made)
		a.Made = made.Time()
		out = append(out, a)
		return err
	}, `SELECT worker, made FROM account ORDER BY worker`)
	return out, err
}

// SetPassword gives an account another password hash, or with "" drops the account; its
// sessions and browsers end with the same commit. ErrNone if there is no such account.
func (s *Store) SetPassword(ctx context.Context, login string, worker ident.Worker, hash string) error {
	tx, err := s.write.begin(ctx)
	if err != nil {
		return fmt.Errorf("account: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	change, args := `UPDATE account SET password = $3 WHERE login = $1 AND worker = $2`, []any{login, string(worker), hash}
	if hash == "" {
		change, args = `DELETE FROM account WHERE login = $1 AND worker = $2`, args[:2]
	}
	n, err := affected(tx.ExecContext(ctx, change, args...))
	if err != nil {
		return fmt.Errorf("account: %w", err)
	}
	if n == 0 {
		return ErrNone
	}
	for _, q := range []string{`DELETE FROM session WHERE worker = $1`, `DELETE FROM device WHERE worker = $1`} {
		if _, err := tx.ExecContext(ctx, q, string(worker)); err != nil {
			return fmt.Errorf("account: %w", err)
		}
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM throttle WHERE what = $1`, login); err != nil {
		return fmt.Errorf("account: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("account: %w", err)
	}
	return nil
}
