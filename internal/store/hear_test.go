package store

import (
	"slices"
	"testing"
	"time"
)

// Whoever listens hears each statement that is run for their context, and no other's.
func TestHeard(t *testing.T) { onBoth(t, heard) }

func heard(t *testing.T, on place) {
	s := on.store(t)
	var said []string
	listening := Heard(ctx, func(query string) { said = append(said, query) })
	if err := s.read.QueryRowContext(listening, `SELECT 1`).Scan(new(int)); err != nil {
		t.Fatal(err)
	}
	if err := s.CountTry(listening, "somebody", 0, 1, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	if err := s.CountTry(ctx, "somebody else", 0, 1, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	if len(said) != 2 || !slices.Contains(said, `SELECT 1`) {
		t.Errorf("heard %q", said)
	}
}
