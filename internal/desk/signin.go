package desk

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"hash/fnv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/policy"
	"waymark/internal/store"
)

// The cost of a password: OWASP's argon2id setting of 19 MiB, two passes, one lane
// (Password Storage Cheat Sheet). Two are reckoned at a time, so that sign-ins cannot
// take the machine from those who are at work.
const (
	passMemory = 19 * 1024
	passTime   = 2
	passLanes  = 1
	passLength = 32
)

var atOnce = make(chan struct{}, 2)

// Password bounds: long enough to resist guessing, any characters, no rules of
// composition (ASVS 5.0, 6.2.1, 6.2.5 and 6.2.9).
const (
	shortest = 12
	longest  = 256
)

func hashPassword(password string) (string, error) {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("password: %w", err)
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, passMemory, passTime, passLanes, b64.EncodeToString(salt), b64.EncodeToString(derive(password, salt, passTime, passMemory, passLanes))), nil
}

func derive(password string, salt []byte, t, m uint32, p uint8) []byte {
	atOnce <- struct{}{}
	defer func() { <-atOnce }()
	return argon2.IDKey([]byte(password), salt, t, m, p, passLength)
}

func passwordIs(hash, password string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var m, t uint32
	var p uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &m, &t, &p); err != nil {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil {
		return false
	}
	return subtle.ConstantTimeCompare(derive(password, salt, t, m, p), want) == 1
}

// AddAccount lets a worker sign in.
func (d *Desk) AddAccount(ctx context.Context, worker ident.Worker, login, password string) error {
	var c errs.Checks
	c.If(strings.TrimSpace(login) == "", "login", "Write the address or name to sign in with")
	n := utf8.RuneCountInString(password)
	c.If(n < shortest, "password", fmt.Sprintf("Use at least %d characters. Three or four words are easy to remember", shortest))
	c.If(n > longest, "password", fmt.Sprintf("Use at most %d characters", longest))
	if err := c.Err(); err != nil {
		return err
	}
	key, err := d.loginKey(login)
	if err != nil {
		return err
	}
	hash, err := hashPassword(password)
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
	key, err := d.loginKey(login)
	if err != nil {
		return "", err
	}
	turn := d.turn(key) // or a hundred tries at once would count as one
	turn.Lock()
	defer turn.Unlock()
	now := d.now()
	tries, until, err := d.store.Throttle(ctx, key)
	if err != nil {
		return "", err
	}
	if now.Before(until) {
		return "", errs.New(errs.Unavailable, "Too many tries. Wait "+waitWords(until.Sub(now))+", then try again. If you cannot get in, ask the manager of your team")
	}
	account, err := d.store.Account(ctx, key)
	hash := account.Password
	if errors.Is(err, store.ErrNone) || len(password) > 4*longest {
		hash = noAccount
	} else if err != nil {
		return "", err
	}
	if !passwordIs(hash, password[:min(len(password), 4*longest)]) || hash == noAccount {
		return "", errors.Join(errSignIn(), d.store.SetThrottle(ctx, key, tries+1, now.Add(waitAfter(tries+1))))
	}
	if tries > 0 {
		if err := d.store.SetThrottle(ctx, key, 0, now); err != nil {
			return "", err
		}
	}
	return d.startSession(ctx, account.Worker, now)
}

func (d *Desk) turn(login string) *sync.Mutex {
	h := fnv.New32a()
	_, _ = h.Write([]byte(login))
	return &d.turns[h.Sum32()%uint32(len(d.turns))]
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

// signed says who a worker is now: their role comes from their chronology at every
// request, so that one who left is out at once.
func (d *Desk) signed(ctx context.Context, worker ident.Worker) (Signed, error) {
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
	actor := policy.Actor{Worker: worker, Organisation: s.For, Role: role, Purpose: policy.PurposeOf(role)}
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
