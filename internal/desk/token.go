package desk

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/store"
)

// LongestToken is how long a token lasts at most.
const LongestToken = 90 * 24 * time.Hour

// MostTokenCases is how many people a token can name; beyond that it is for everybody.
const MostTokenCases = store.MostAmong

// tokenPrefix begins every token, so that one that lies about is known for what it is.
const tokenPrefix = "waymark"

// Granted is what a program is given: for which worker of the role for programs, why, for
// how long, and what its token narrows it to.
type Granted struct {
	Worker  ident.Worker
	Purpose policy.Purpose
	Lasts   time.Duration
	policy.Token
}

// AddToken makes a token and gives it with its id. It is shown this once: only a digest of
// it is kept, which covers all that was granted, too.
func (d *Desk) AddToken(ctx context.Context, g Granted) (id, token string, err error) {
	if err := d.checkGrant(ctx, g); err != nil {
		return "", "", err
	}
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return "", "", fmt.Errorf("token: %w", err)
	}
	now := d.now()
	x := store.Token{ID: ident.New(now), Worker: g.Worker, Purpose: string(g.Purpose), Labels: g.Labels, Made: now, Ends: now.Add(g.Lasts)}
	actions := slices.Sorted(slices.Values(g.Actions))
	x.Actions = strings.Join(slices.Compact(actions), " ")
	for _, on := range g.Cases {
		x.Cases = strings.TrimSpace(x.Cases + " " + string(on))
	}
	text := base64.RawURLEncoding.EncodeToString(secret)
	if x.Digest, err = d.tokenDigest(x, text); err != nil {
		return "", "", err
	}
	return x.ID, strings.Join([]string{tokenPrefix, x.ID, text}, "."), d.store.AddToken(ctx, x)
}

func (d *Desk) checkGrant(ctx context.Context, g Granted) error {
	var c errs.Checks
	names, err := d.Names(ctx)
	if err != nil {
		return err
	}
	s, ok := names.states[ident.Chronology(g.Worker)]
	role, _ := policy.ParseRole(s.Role)
	c.If(!ok || !s.Joined || s.Gone || !role.Machine(), "service", "There is no such program here")
	c.If(!slices.Contains(policy.PurposesOf(role), g.Purpose), "purpose", "A program is given a token to support people, or to see that the work is done well: support, oversight")
	c.If(len(g.Actions) == 0, "can", "Say what it may do")
	for _, a := range g.Actions {
		c.If(!slices.Contains(policy.TokenActions(), a), "can", fmt.Sprintf("%q is nothing that can be done here", a))
	}
	c.If(!label.Everything().Covers(g.Labels), "labels", "There is no such label")
	c.If(len(g.Cases) > MostTokenCases, "case", fmt.Sprintf("Name at most %d people, or none: then it is for everybody whom the organisation may read of", MostTokenCases))
	for _, on := range g.Cases {
		c.If(ident.Check(string(on)) != nil, "case", "The number of a case has 26 letters and figures, as in its address")
	}
	c.If(g.Lasts <= 0 || g.Lasts > LongestToken, "days", "A token lasts from one day to 90")
	return c.Err()
}

// tokenDigest is over what the program brings and all that the token says.
func (d *Desk) tokenDigest(x store.Token, secret string) (string, error) {
	return d.keys.Digest("token", []byte(x.ID), []byte(secret), []byte(x.Worker), []byte(x.Purpose), []byte(x.Actions), []byte(x.Labels.String()), []byte(x.Cases),
		[]byte(store.MomentOf(x.Made)), []byte(store.MomentOf(x.Ends)))
}

// Program says which program brings a token, and the token's id. A token that ended, that
// was revoked, whose program left, or of which anything was changed where it lies, is as
// good as none.
func (d *Desk) Program(ctx context.Context, token string) (who Signed, id string, err error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 || parts[0] != tokenPrefix || ident.Check(parts[1]) != nil {
		return Signed{}, "", errNoSession
	}
	x, err := d.store.Token(ctx, parts[1])
	if errors.Is(err, store.ErrNone) {
		return Signed{}, "", errNoSession
	}
	if err != nil {
		return Signed{}, "", err
	}
	want, err := d.tokenDigest(x, parts[2])
	if err != nil {
		return Signed{}, "", err
	}
	now := d.now()
	if subtle.ConstantTimeCompare([]byte(want), []byte(x.Digest)) != 1 || !x.Revoked.IsZero() || !now.Before(x.Ends) || now.Before(x.Made.Add(-time.Minute)) {
		return Signed{}, "", errNoSession
	}
	who, err = d.works(ctx, x.Worker)
	if err != nil || !who.Actor.Role.Machine() || !slices.Contains(policy.PurposesOf(who.Actor.Role), policy.Purpose(x.Purpose)) {
		return Signed{}, "", errors.Join(errNoSession, err)
	}
	if now.Sub(x.Used) > time.Minute {
		if err := d.store.TouchToken(ctx, x.ID, now); err != nil {
			return Signed{}, "", err
		}
	}
	who.Actor.Purpose, who.Actor.Token = policy.Purpose(x.Purpose), scopeOf(x)
	return who, x.ID, nil
}

func scopeOf(x store.Token) *policy.Token {
	out := &policy.Token{Actions: strings.Fields(x.Actions), Labels: x.Labels}
	for _, on := range strings.Fields(x.Cases) {
		out.Cases = append(out.Cases, ident.Chronology(on))
	}
	return out
}

// Listed is one token as those who run Waymark see it.
type Listed struct {
	ID                    string
	Program, Organisation string
	Purpose               policy.Purpose
	Scope                 policy.Token
	Made, Ends            time.Time
	Revoked, Used         time.Time // zero: never
	Gone                  bool      // the program left
}

// Tokens lists every token.
func (d *Desk) Tokens(ctx context.Context) ([]Listed, error) {
	all, err := d.store.Tokens(ctx)
	if err != nil {
		return nil, err
	}
	names, err := d.Names(ctx)
	if err != nil {
		return nil, err
	}
	var out []Listed
	for _, x := range all {
		s := names.states[ident.Chronology(x.Worker)]
		out = append(out, Listed{
			ID: x.ID, Program: names.Worker(x.Worker), Organisation: names.Organisation(s.For), Purpose: policy.Purpose(x.Purpose), Scope: *scopeOf(x),
			Made: x.Made, Ends: x.Ends, Revoked: x.Revoked, Used: x.Used, Gone: !s.Joined || s.Gone,
		})
	}
	return out, nil
}

// RevokeToken ends a token at once and for good; NotFound if there is none.
func (d *Desk) RevokeToken(ctx context.Context, id string) error {
	err := d.store.RevokeToken(ctx, id, d.now())
	if errors.Is(err, store.ErrNone) {
		return errs.New(errs.NotFound, "There is no such token: waymark token list shows those there are")
	}
	return err
}
