package desk

import (
	"context"
	"sync/atomic"
	"time"

	"waymark/internal/ident"
)

// requested is the key under which a context bears the request that it is for.
type requested struct{}

// request is what somebody asked for once. The first look that is kept for it bears its
// id, so that the line in the log, the answer and the look can be laid side by side.
type request struct {
	id   ident.Look
	kept atomic.Bool
}

// Numbered is ctx for a request of that id.
func Numbered(ctx context.Context, id ident.Look) context.Context {
	return context.WithValue(ctx, requested{}, &request{id: id})
}

// RequestOf is the id of the request that a context is for; "" if it is for none.
func RequestOf(ctx context.Context) ident.Look {
	if r, ok := ctx.Value(requested{}).(*request); ok {
		return r.id
	}
	return ""
}

// lookOf gives a look its id: the request's own to the first that is kept for it.
func lookOf(ctx context.Context, now time.Time) ident.Look {
	if r, ok := ctx.Value(requested{}).(*request); ok && r.kept.CompareAndSwap(false, true) {
		return r.id
	}
	return ident.NewLook(now)
}
