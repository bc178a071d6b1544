package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// drain is how long requests under way may take when the server stops.
const drain = 10 * time.Second

// ErrCut says that requests were still under way when the time they had was over.
var ErrCut = fmt.Errorf("requests were still under way after %s, and were cut off. What was acknowledged is recorded", drain)

// Serve serves until ctx ends, then lets requests under way finish and tells the others to
// come again.
func Serve(ctx context.Context, s *http.Server, serve func() error) error {
	failed := make(chan error, 1)
	go func() { failed <- serve() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	if g, ok := s.Handler.(*Gate); ok {
		g.Stop()
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	err := s.Shutdown(stop)
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.Join(ErrCut, s.Close())
	}
	if err != nil {
		return err
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
