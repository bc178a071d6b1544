package server

import (
	"context"
	"log/slog"
	"time"

	"waymark/internal/desk"
)

// carryEvery is how long a question to whoever may know somebody waits at most.
const carryEvery = 2 * time.Second

// Carrying carries questions to those whom they may concern, beside the pages: so that
// the answer to whoever asks takes as long whether there is anybody or not. What it gives
// stops it and waits until it has stopped.
func Carrying(ctx context.Context, d *desk.Desk, log *slog.Logger) (stop func()) {
	return beside(ctx, carryEvery, func(ctx context.Context) {
		if _, err := d.Carry(ctx); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "questions are not carried", "error", err)
		}
	})
}
