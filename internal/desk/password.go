package desk

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"waymark/internal/errs"
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

// How many may wait until their password is reckoned; whoever comes then is told so at
// once. Browsers that are known wait in a line of their own: strangers who fill the
// other one keep nobody out.
const mostWaiting = 32

var strangers, acquainted = make(chan struct{}, mostWaiting), make(chan struct{}, mostWaiting)

// queue takes a place in the line.
func queue(known bool) (leave func(), err error) {
	line := strangers
	if known {
		line = acquainted
	}
	select {
	case line <- struct{}{}:
		return func() { <-line }, nil
	default:
		return nil, errBusy
	}
}

var errBusy = errs.New(errs.Unavailable, "Many people are signing in at this moment. Wait a little, then try again")

// Password bounds: long enough to resist guessing, any characters, no rules of
// composition (ASVS 5.0, 6.2.1, 6.2.5 and 6.2.9).
const (
	shortest = 12
	longest  = 256
)

func hashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("password: %w", err)
	}
	key, err := derive(ctx, password, salt, passTime, passMemory, passLanes)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, passMemory, passTime, passLanes, b64.EncodeToString(salt), b64.EncodeToString(key)), err
}

// derive reckons a key, after waiting for it no longer than ctx lasts.
func derive(ctx context.Context, password string, salt []byte, t, m uint32, p uint8) ([]byte, error) {
	select {
	case atOnce <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("password: %w", ctx.Err())
	}
	defer func() { <-atOnce }()
	return argon2.IDKey([]byte(password), salt, t, m, p, passLength), nil
}

func passwordIs(ctx context.Context, hash, password string) (bool, error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, nil
	}
	var m, t uint32
	var p uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &m, &t, &p); err != nil {
		return false, nil
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil {
		return false, nil
	}
	got, err := derive(ctx, password, salt, t, m, p)
	return err == nil && subtle.ConstantTimeCompare(got, want) == 1, err
}
