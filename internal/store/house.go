package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"waymark/internal/ident"
)

// Account is how a worker signs in. The login stands as a keyed digest, the password
// as its argon2id hash.
type Account struct {
	Login    string
	Worker   ident.Worker
	Password string
	Made     time.Time
}

// AddAccount adds an account; ErrDone if the login is taken.
func (s *Store) AddAccount(ctx context.Context, a Account) error {
	n, err := affected(s.write.ExecContext(ctx, `INSERT INTO account (login, worker, password, made) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		a.Login, string(a.Worker), a.Password, MomentOf(a.Made)))
	if err != nil {
		return fmt.Errorf("account: %w", err)
	}
	if n == 0 {
		return ErrDone
	}
	return nil
}

// Account finds an account by its login's digest; ErrNone if there is none.
func (s *Store) Account(ctx context.Context, login string) (Account, error) {
	a := Account{Login: login}
	var made Moment
	err := s.read.QueryRowContext(ctx, `SELECT worker, password, made FROM account WHERE login = $1`, login).Scan(&a.Worker, &a.Password, &made)
	if errors.Is(err, sql.ErrNoRows) {
		return a, ErrNone
	}
	a.Made = made.Time()
	return a, err
}

// Session is one sign-in. The token stands as a digest.
type Session struct {
	Token  string
	Worker ident.Worker
	Made   time.Time
	Seen   time.Time
	Ends   time.Time
}

// AddSession keeps a session, and lets those that have ended go.
func (s *Store) AddSession(ctx context.Context, x Session) error {
	if _, err := s.write.ExecContext(ctx, `DELETE FROM session WHERE ends <= $1`, MomentOf(x.Made)); err != nil {
		return fmt.Errorf("session: %w", err)
	}
	_, err := s.write.ExecContext(ctx, `INSERT INTO session (token, worker, made, seen, ends) VALUES ($1, $2, $3, $4, $5)`,
		x.Token, string(x.Worker), MomentOf(x.Made), MomentOf(x.Seen), MomentOf(x.Ends))
	if err != nil {
		return fmt.Errorf("session: %w", err)
	}
	return nil
}

// Session finds a session by its token's digest; ErrNone if there is none.
func (s *Store) Session(ctx context.Context, token string) (Session, error) {
	x := Session{Token: token}
	var made, seen, ends Moment
	err := s.read.QueryRowContext(ctx, `SELECT worker, made, seen, ends FROM session WHERE token = $1`, token).Scan(&x.Worker, &made, &seen, &ends)
	if errors.Is(err, sql.ErrNoRows) {
		return x, ErrNone
	}
	x.Made, x.Seen, x.Ends = made.Time(), seen.Time(), ends.Time()
	return x, err
}

// TouchSession notes that a session was used.
func (s *Store) TouchSession(ctx context.Context, token string, now time.Time) error {
	_, err := s.write.ExecContext(ctx, `UPDATE session SET seen = $1 WHERE token = $2`, MomentOf(now), token)
	return err
}

// EndSession ends a session at once.
func (s *Store) EndSession(ctx context.Context, token string) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM session WHERE token = $1`, token)
	return err
}

// Throttle reads how often something was tried in vain, and until when it must wait.
func (s *Store) Throttle(ctx context.Context, what string) (tries int, until time.Time, err error) {
	var m Moment
	err = s.read.QueryRowContext(ctx, `SELECT tries, until FROM throttle WHERE what = $1`, what).Scan(&tries, &m)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, time.Time{}, nil
	}
	return tries, m.Time(), err
}

// CountTry sets how often something was tried and until when it must wait, if it stands
// as it was; ErrMoved if somebody else was counted meanwhile.
func (s *Store) CountTry(ctx context.Context, what string, was, tries int, until time.Time) error {
	n, err := affected(s.write.ExecContext(ctx, `INSERT INTO throttle (what, tries, until) VALUES ($1, $2, $3) ON CONFLICT (what) DO UPDATE SET tries = excluded.tries, until = excluded.until WHERE throttle.tries = $4`, what, tries, MomentOf(until), was))
	if err != nil {
		return fmt.Errorf("throttle: %w", err)
	}
	if n == 0 {
		return ErrMoved
	}
	return nil
}

// DropThrottle forgets what was tried.
func (s *Store) DropThrottle(ctx context.Context, what string) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM throttle WHERE what = $1`, what)
	return err
}

// ForgetThrottles lets go of what has waited for nothing since before.
func (s *Store) ForgetThrottles(ctx context.Context, before time.Time) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM throttle WHERE until <= $1`, MomentOf(before))
	return err
}

// Draft is a form as far as it was typed. It has the id of the act it will become.
type Draft struct {
	ID         ident.Act
	Worker     ident.Worker
	Route      string
	Chronology ident.Chronology
	Saved      time.Time
	Sealed     []byte
}

// SaveDraft keeps a draft: over what is sealed there, or where there is none. ErrNone says
// that it is not so: other words lie there, somebody else's or another route's draft does,
// or the act is done.
func (s *Store) SaveDraft(ctx context.Context, d Draft, over []byte) error {
	text, args := `INSERT INTO draft (id, worker, route, chronology, saved, sealed) SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (SELECT 1 FROM act WHERE id = $1)
ON CONFLICT (id) DO NOTHING`, []any{string(d.ID), string(d.Worker), d.Route, string(d.Chronology), MomentOf(d.Saved), d.Sealed}
	if over != nil {
		text, args = `UPDATE draft SET saved = $5, sealed = $6 WHERE id = $1 AND worker = $2 AND route = $3 AND chronology = $4 AND sealed = $7`, append(args, over)
	}
	n, err := affected(s.write.ExecContext(ctx, text, args...))
	if err != nil {
		return fmt.Errorf("draft: %w", err)
	}
	if n == 0 {
		return ErrNone
	}
	return nil
}

// Draft finds a worker's draft; ErrNone for any other's.
func (s *Store) Draft(ctx context.Context, id ident.Act, worker ident.Worker) (Draft, error) {
	d := Draft{ID: id, Worker: worker}
	var saved Moment
	err := s.read.QueryRowContext(ctx, `SELECT route, chronology, saved, sealed FROM draft WHERE id = $1 AND worker = $2`, string(id), string(worker)).Scan(&d.Route, &d.Chronology, &saved, &d.Sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return d, ErrNone
	}
	d.Saved = saved.Time()
	return d, err
}

// Drafts lists a worker's drafts about a chronology, newest first.
func (s *Store) Drafts(ctx context.Context, worker ident.Worker, on ident.Chronology) ([]Draft, error) {
	return s.drafts(ctx, worker, `SELECT id, route, chronology, saved, sealed FROM draft WHERE worker = $1 AND chronology = $2 ORDER BY saved DESC, id DESC LIMIT 50`, string(worker), string(on))
}

// AllDrafts lists all of a worker's drafts, newest first.
func (s *Store) AllDrafts(ctx context.Context, worker ident.Worker) ([]Draft, error) {
	return s.drafts(ctx, worker, `SELECT id, route, chronology, saved, sealed FROM draft WHERE worker = $1 ORDER BY saved DESC, id DESC LIMIT 500`, string(worker))
}

func (s *Store) drafts(ctx context.Context, worker ident.Worker, text string, args ...any) ([]Draft, error) {
	var out []Draft
	err := each(ctx, s.read, func(scan func(...any) error) error {
		d := Draft{Worker: worker}
		var saved Moment
		err := scan(&d.ID, &d.Route, &d.Chronology, &saved, &d.Sealed)
		d.Saved = saved.Time()
		out = append(out, d)
		return err
	}, text, args...)
	return out, err
}

// HasDraft says whether a worker has any draft.
func (s *Store) HasDraft(ctx context.Context, worker ident.Worker) (bool, error) {
	var n int
	err := s.read.QueryRowContext(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM draft WHERE worker = $1 LIMIT 1) AS one`, string(worker)).Scan(&n)
	return n > 0, err
}

// DraftOf says whose draft has an id; ErrNone if there is none.
func (s *Store) DraftOf(ctx context.Context, id ident.Act) (ident.Worker, error) {
	var w ident.Worker
	err := s.read.QueryRowContext(ctx, `SELECT worker FROM draft WHERE id = $1`, string(id)).Scan(&w)
	if errors.Is(err, sql.ErrNoRows) {
		return "", ErrNone
	}
	return w, err
}

// DropDraft lets a worker's draft go.
func (s *Store) DropDraft(ctx context.Context, id ident.Act, worker ident.Worker) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM draft WHERE id = $1 AND worker = $2`, string(id), string(worker))
	return err
}
