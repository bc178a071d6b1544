package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"waymark/internal/ident"
	"waymark/internal/label"
)

// Token is what a program was given, as it lies: what it brings stands as a digest.
type Token struct {
	ID      string
	Digest  string
	Worker  ident.Worker
	Purpose string
	Actions string // names, with blanks between
	Labels  label.Set
	Cases   string // ids, with blanks between; "" for everybody of the organisation
	Made    time.Time
	Ends    time.Time
	Revoked time.Time // zero if it was not
	Used    time.Time // when it was last used, to the minute; zero if never
}

// AddToken keeps a token.
func (s *Store) AddToken(ctx context.Context, x Token) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO token (id, digest, worker, purpose, actions, labels, cases, made, ends) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		x.ID, x.Digest, string(x.Worker), x.Purpose, x.Actions, int64(x.Labels), x.Cases, MomentOf(x.Made), MomentOf(x.Ends))
	if err != nil {
		return fmt.Errorf("token: %w", err)
	}
	return nil
}

const tokenRow = `SELECT id, digest, worker, purpose, actions, labels, cases, made, ends, revoked, used FROM token `

func scanToken(scan func(...any) error) (x Token, err error) {
	var made, ends, revoked, used Moment
	err = scan(&x.ID, &x.Digest, &x.Worker, &x.Purpose, &x.Actions, &x.Labels, &x.Cases, &made, &ends, &revoked, &used)
	x.Made, x.Ends, x.Revoked, x.Used = made.Time(), ends.Time(), revoked.Time(), used.Time()
	return x, err
}

// Token finds a token by its id; ErrNone if there is none.
func (s *Store) Token(ctx context.Context, id string) (Token, error) {
	x, err := scanToken(s.read.QueryRowContext(ctx, tokenRow+`WHERE id = $1`, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return x, ErrNone
	}
	if err != nil {
		return x, fmt.Errorf("token: %w", err)
	}
	return x, nil
}

// Tokens lists every token, those that ended among them, by worker and moment.
func (s *Store) Tokens(ctx context.Context) ([]Token, error) {
	var out []Token
	err := each(ctx, s.read, func(scan func(...any) error) error {
		x, err := scanToken(scan)
		out = append(out, x)
		return err
	}, tokenRow+`ORDER BY worker, made, id`)
	if err != nil {
		return nil, fmt.Errorf("token: %w", err)
	}
	return out, nil
}

// RevokeToken ends a token for good; one that is revoked keeps its moment. ErrNone if
// there is none.
func (s *Store) RevokeToken(ctx context.Context, id string, now time.Time) error {
	n, err := affected(s.write.ExecContext(ctx, `UPDATE token SET revoked = CASE WHEN revoked = '' THEN $2 ELSE revoked END WHERE id = $1`, id, MomentOf(now)))
	if err != nil {
		return fmt.Errorf("token: %w", err)
	}
	if n == 0 {
		return ErrNone
	}
	return nil
}

// TouchToken notes that a token was used.
func (s *Store) TouchToken(ctx context.Context, id string, now time.Time) error {
	if _, err := s.write.ExecContext(ctx, `UPDATE token SET used = $2 WHERE id = $1`, id, MomentOf(now)); err != nil {
		return fmt.Errorf("token: %w", err)
	}
	return nil
}
