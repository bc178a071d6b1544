package api

import (
	"sync"
	"time"
)

// Limit is how many requests one token may make in a time. Each process counts its own.
type Limit struct {
	Requests int
	Within   time.Duration
}

// Usual is the limit of every token.
var Usual = Limit{Requests: 600, Within: time.Minute}

// mostCounted is of how many tokens the requests are remembered; then it begins anew.
const mostCounted = 10_000

type limiter struct {
	Limit
	mu      sync.Mutex
	windows map[string]window
}

type window struct {
	began time.Time
	used  int
}

func newLimiter(l Limit) *limiter { return &limiter{Limit: l, windows: map[string]window{}} }

// take counts one request. It gives how many are left, in how many seconds it begins
// anew, and whether this one is allowed. A clock that was set back begins anew.
func (l *limiter) take(token string, now time.Time) (left, resets int, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	w, there := l.windows[token]
	if !there || now.Sub(w.began) >= l.Within || now.Before(w.began) {
		if len(l.windows) >= mostCounted {
			clear(l.windows)
		}
		w = window{began: now}
	}
	ok = w.used < l.Requests
	if ok {
		w.used++
	}
	l.windows[token] = w
	left = l.Requests - w.used
	resets = int((l.Within - now.Sub(w.began) + time.Second - 1) / time.Second)
	return left, resets, ok
}
