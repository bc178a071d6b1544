package desk

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"time"

	"waymark/internal/ident"
)

// DeviceLasts is for how long a browser is known after it was last signed in with.
const DeviceLasts = 90 * 24 * time.Hour

// deviceKey is what stands for a browser at rest: a digest over the worker and the
// token, so that what one worker's browser keeps is nothing for another's login. Nobody
// is worker "", and the digest is reckoned for them all the same.
func (d *Desk) deviceKey(worker ident.Worker, token string) (string, error) {
	return d.keys.Digest("device", []byte(worker), []byte(token))
}

// knowsDevice says whether a worker signed in with a browser before, and by which key.
func (d *Desk) knowsDevice(ctx context.Context, worker ident.Worker, token string) (key string, known bool, err error) {
	if token == "" {
		return "", false, nil
	}
	if key, err = d.deviceKey(worker, token); err != nil {
		return "", false, err
	}
	known, err = d.store.KnowsDevice(ctx, key, d.now().Add(-DeviceLasts))
	return key, known, err
}

// keepDevice remembers a browser after a good sign-in and gives what it is to keep: the
// token it had, or a new one.
func (d *Desk) keepDevice(ctx context.Context, worker ident.Worker, token string) (string, error) {
	if token == "" {
		raw := make([]byte, 32)
		if _, err := rand.Read(raw); err != nil {
			return "", fmt.Errorf("device: %w", err)
		}
		token = base64.RawURLEncoding.EncodeToString(raw)
	}
	key, err := d.deviceKey(worker, token)
	if err != nil {
		return "", err
	}
	now := d.now()
	return token, d.store.KeepDevice(ctx, key, worker, now, now.Add(-DeviceLasts))
}
