package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/organisation"
	"waymark/internal/store"
)

// checkPassword says what is wrong with a new password.
func checkPassword(c *errs.Checks, password string) {
	n := utf8.RuneCountInString(password)
	c.If(n < shortest, "password", fmt.Sprintf("Use at least %d characters. Three or four words are easy to remember", shortest))
	c.If(n > longest, "password", fmt.Sprintf("Use at most %d characters", longest))
}

// account finds who signs in with a login.
func (d *Desk) account(ctx context.Context, login string) (store.Account, error) {
	key, err := d.loginKey(login)
	if err != nil {
		return store.Account{}, err
	}
	a, err := d.store.Account(ctx, key)
	if errors.Is(err, store.ErrNone) {
		var c errs.Checks
		c.Say("login", "Nobody signs in with this")
		err = c.Err()
	}
	return a, err
}

// NewPassword gives a login another password. Whoever is signed in with it is out at
// once, and no browser is known for it any more.
func (d *Desk) NewPassword(ctx context.Context, login, password string) error {
	var c errs.Checks
	checkPassword(&c, password)
	if err := c.Err(); err != nil {
		return err
	}
	a, err := d.account(ctx, login)
	if err != nil {
		return err
	}
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return err
	}
	return d.store.SetPassword(ctx, a.Login, a.Worker, hash)
}

// RemoveAccount ends the time of whoever signs in with a login, on behalf of those who
// run Waymark: their chronology says that they left, their sessions end at once and the
// login is free. It gives their name.
func (d *Desk) RemoveAccount(ctx context.Context, login string) (name string, err error) {
	a, err := d.account(ctx, login)
	if err != nil {
		return "", err
	}
	names, err := d.Names(ctx)
	if err != nil {
		return "", err
	}
	on := ident.Chronology(a.Worker)
	if s := names.states[on]; s.Joined && !s.Gone { // an account that was left over goes too
		_, err := d.Do(ctx, Operator(), d.NewAct(), casefile.LeaveWorker(on, organisation.Leave{Happened: civil.On(d.Today())}))
		if err != nil {
			return "", err
		}
	}
	return names.Worker(a.Worker), d.store.SetPassword(ctx, a.Login, a.Worker, "")
}

// Member is somebody who may sign in.
type Member struct {
	Name, Organisation, Role string
	Since                    time.Time
	Gone                     bool // they left, and the account is left over
}

// Members lists who may sign in, by organisation and name. With which login is not known:
// it stands as a digest.
func (d *Desk) Members(ctx context.Context) ([]Member, error) {
	accounts, err := d.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	names, err := d.Names(ctx)
	if err != nil {
		return nil, err
	}
	var out []Member
	for _, a := range accounts {
		s := names.states[ident.Chronology(a.Worker)]
		out = append(out, Member{Name: names.Worker(a.Worker), Organisation: names.Organisation(s.For), Role: s.Role, Since: a.Made, Gone: !s.Joined || s.Gone})
	}
	slices.SortStableFunc(out, func(a, b Member) int {
		return slices.Compare([]string{a.Organisation, a.Name}, []string{b.Organisation, b.Name})
	})
	return out, nil
}
