package desk

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"hash/fnv"
	"strings"
	"time"

	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/policy"
	"waymark/internal/store"
)

// AddAccount lets a worker sign in.
func (d *Desk) AddAccount(ctx context.Context, worker ident.Worker, login, password string) error {
	var c errs.Checks
	c.If(strings.TrimSpace(login) == "", "login", "Write the address or name to sign in with")
	checkPassword(&c, password)
	if err := c.Err(); err != nil {
		return err
	}
	key, err := d.loginKey(login)
	if err != nil {
		return err
	}
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return err
	}
	err = d.store.AddAccount(ctx, store.Account{Login: key, Worker: worker, Password: hash, Made: d.now()})
	if errors.Is(err, store.ErrDone) {
		c.Say("login", "Somebody signs in with this already")
		return c.Err()
	}
	return err
}

func (d *Desk) loginKey(login string) (string, error) {
	return d.keys.Digest("login", []byte(strings.ToLower(strings.TrimSpace(login))))
}

// How long a sign-in lasts without being used, and at most.
const (
	IdleFor  = time.Hour
	LastsFor = 12 * time.Hour
)

// After how many tries in vain a sign-in must wait, and how the wait grows.
const (
	freeTries = 5
	firstWait = 30 * time.Second
	mostWait  = 15 * time.Minute

	forgetAfter = 24 * time.Hour // and then it is as if nobody had tried
)

// errSignIn is the one answer to any pair that is wrong: it does not say which half.
func errSignIn() error {
	return &errs.Error{Kind: errs.Invalid, Message: "Check what is typed", Fields: []errs.Field{{Name: "login", Message: "This name and password do not go together. Check both and try again"}}}
}

// noAccount is compared with when there is no account, so that an unknown login takes as
// long as a known one.
const noAccount = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// SignIn opens a session for a login and password and gives its token.
func (d *Desk) SignIn(ctx context.Context, login, password string) (token string, err error) {
	account, _, err := d.admit(ctx, login, password, "")
	if err != nil {
		return "", err
	}
	return d.startSession(ctx, account.Worker, d.now())
}

// SignInWith is SignIn from a browser: device is what it kept of an earlier one, "" if
// nothing, and what it is to keep from now on comes back.
func (d *Desk) SignInWith(ctx context.Context, login, password, device string) (token, keep string, err error) {
	account, known, err := d.admit(ctx, login, password, device)
	if err != nil {
		return "", "", err
	}
	if !known {
		device = ""
	}
	if keep, err = d.keepDevice(ctx, account.Worker, device); err != nil {
		return "", "", err
	}
	token, err = d.startSession(ctx, account.Worker, d.now())
	return token, keep, err
}

// admit says whose login and password these are. Tries in vain are counted for the login;
// from a browser that this worker signed in with before, for that browser alone, so that
// nobody is kept out by what others try.
func (d *Desk) admit(ctx context.Context, login, password, device string) (account store.Account, known bool, err error) {
	key, err := d.loginKey(login)
	if err != nil {
		return account, false, err
	}
	account, err = d.store.Account(ctx, key)
	hash := account.Password
	if errors.Is(err, store.ErrNone) || len(password) > 4*longest {
		hash = noAccount
	} else if err != nil {
		return account, false, err
	}
	counted := key
	own, known, err := d.knowsDevice(ctx, account.Worker, device)
	if err != nil {
		return account, false, err
	}
	if known {
		counted = own
	}
	leave, err := queue(known)
	if err != nil {
		return account, known, err
	}
	defer leave()
	end, err := d.turn(ctx, counted) // or a hundred tries at once would count as one
	if err != nil {
		return account, known, err
	}
	defer end()
	now := d.now()
	wait, err := d.countTry(ctx, counted, now)
	if err != nil {
		return account, known, err
	}
	if wait > 0 {
		return account, known, &errs.Error{Kind: errs.Unavailable, Message: "Too many tries. Wait " + waitWords(wait) + ", then try again. If you cannot get in, ask the manager of your team", Detail: Wait(wait)}
	}
	right, err := passwordIs(ctx, hash, password[:min(len(password), 4*longest)])
	if err != nil {
		return account, known, err
	}
	if !right || hash == noAccount {
		return account, known, errors.Join(errSignIn(), d.store.ForgetThrottles(ctx, now.Add(-forgetAfter)))
	}
	return account, known, d.store.DropThrottle(ctx, counted)
}

// countTry counts a try before the password is compared, so that tries that come at once,
// through whichever process, are counted one by one; what was right is forgotten again.
// It gives how long to wait first, and then nothing is counted.
func (d *Desk) countTry(ctx context.Context, counted string, now time.Time) (time.Duration, error) {
	for {
		was, until, err := d.store.Throttle(ctx, counted)
		if err != nil {
			return 0, err
		}
		if now.Before(until) {
			return until.Sub(now), nil
		}
		tries := was + 1
		if now.Sub(until) >= forgetAfter {
			tries = 1
		}
		err = d.store.CountTry(ctx, counted, was, tries, now.Add(waitAfter(tries)))
		if !errors.Is(err, store.ErrMoved) {
			return 0, err
		}
	}
}

// Wait is the Detail of an Unavailable error that knows how long to wait.
type Wait time.Duration

// turn waits for a turn of its own among tries that are counted together.
func (d *Desk) turn(ctx context.Context, counted string) (end func(), err error) {
	h := fnv.New32a()
	_, _ = h.Write([]byte(counted))
	turn := d.turns[h.Sum32()%uint32(len(d.turns))]
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("sign in: %w", ctx.Err())
	}
}

func waitAfter(tries int) time.Duration {
	if tries < freeTries {
		return 0
	}
	return min(firstWait<<min(tries-freeTries, 10), mostWait)
}

func waitWords(w time.Duration) string {
	if w <= time.Minute {
		return "a minute"
	}
	return fmt.Sprintf("%d minutes", int(w.Minutes())+1)
}

func (d *Desk) startSession(ctx context.Context, worker ident.Worker, now time.Time) (string, error) {
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return "", fmt.Errorf("session: %w", err)
	}
	token := base64.RawURLEncoding.EncodeToString(raw)
	key, err := d.keys.Digest("session", []byte(token))
	if err != nil {
		return "", err
	}
	return token, d.store.AddSession(ctx, store.Session{Token: key, Worker: worker, Made: now, Seen: now, Ends: now.Add(LastsFor)})
}

// Signed is who is signed in.
type Signed struct {
	Actor        policy.Actor
	Name         string
	Organisation string
}

// errNoSession sends the reader to sign in.
var errNoSession = errs.New(errs.Denied, "Sign in to go on")

// NeedsSignIn says whether an error means that nobody is signed in.
func NeedsSignIn(err error) bool { return errors.Is(err, errNoSession) }

// Session says who is signed in with a token.
func (d *Desk) Session(ctx context.Context, token string) (Signed, error) {
	key, err := d.keys.Digest("session", []byte(token))
	if err != nil {
		return Signed{}, err
	}
	x, err := d.store.Session(ctx, key)
	if errors.Is(err, store.ErrNone) {
		return Signed{}, errNoSession
	}
	if err != nil {
		return Signed{}, err
	}
	now := d.now()
	back := now.Before(x.Seen.Add(-time.Minute)) // a clock that was set back makes no session longer
	if !now.Before(x.Ends) || now.Sub(x.Seen) >= IdleFor || back {
		return Signed{}, errors.Join(errNoSession, d.store.EndSession(ctx, key))
	}
	if now.Sub(x.Seen) > time.Minute {
		if err := d.store.TouchSession(ctx, key, now); err != nil {
			return Signed{}, err
		}
	}
	return d.signed(ctx, x.Worker)
}

// signed is works for people: a program brings a token and has no session.
func (d *Desk) signed(ctx context.Context, worker ident.Worker) (Signed, error) {
	s, err := d.works(ctx, worker)
	if err == nil && s.Actor.Role.Machine() {
		return Signed{}, errNoSession
	}
	return s, err
}

// works says who a worker is now: their role comes from their chronology at every
// request, so that one who left is out at once.
func (d *Desk) works(ctx context.Context, worker ident.Worker) (Signed, error) {
	names, err := d.Names(ctx)
	if err != nil {
		return Signed{}, err
	}
	s, ok := names.states[ident.Chronology(worker)]
	if !ok || !s.Joined || s.Gone {
		return Signed{}, errNoSession
	}
	role, err := policy.ParseRole(s.Role)
	if err != nil {
		return Signed{}, errNoSession
	}
	actor := policy.Actor{Worker: worker, Organisation: s.For, Remit: RemitOf(names.Sort(s.For)), Role: role, Purpose: policy.PurposeOf(role)}
	return Signed{Actor: actor, Name: s.Name, Organisation: names.Organisation(s.For)}, nil
}

// SignOut ends a session at once.
func (d *Desk) SignOut(ctx context.Context, token string) error {
	key, err := d.keys.Digest("session", []byte(token))
	if err != nil {
		return err
	}
	return d.store.EndSession(ctx, key)
}
