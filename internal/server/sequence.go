package server

import (
	"context"
	"log/slog"
	"time"

	"waymark/internal/desk"
)

// How often what was recorded is given its place in the log, and how long the last round
// may take when Waymark stops.
const (
	sequenceEvery = time.Second
	lastRound     = 5 * time.Second
)

// Sequencing gives what is recorded its place in the log, beside the pages. What it gives
// stops it, after one round more for what was recorded last.
func Sequencing(ctx context.Context, q *desk.Sequencer, log *slog.Logger) (stop func()) {
	told := ""
	round := func(ctx context.Context) {
		_, err := q.Round(ctx)
		switch {
		case err == nil:
			told = ""
		case ctx.Err() == nil && err.Error() != told: // what stands in the way is told once
			told = err.Error()
			log.ErrorContext(ctx, "the log does not grow", "error", err)
		}
	}
	ended := beside(ctx, sequenceEvery, round)
	return func() {
		ended()
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastRound)
		defer cancel()
		round(last)
	}
}

// beside does something again and again beside the pages. What it gives stops it and
// waits until it has stopped.
func beside(ctx context.Context, every time.Duration, do func(context.Context)) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				do(ctx)
			}
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}
