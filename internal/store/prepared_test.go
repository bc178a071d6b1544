package store

import (
	"fmt"
	"testing"
)

// However many texts there are, each is run, and no more than some are kept.
func TestStatementsKeptAreBounded(t *testing.T) { onBoth(t, statementsKeptAreBounded) }

func statementsKeptAreBounded(t *testing.T, on place) {
	s := on.store(t)
	for n := range most + 50 {
		query := fmt.Sprintf(`SELECT %d`, n)
		for range 2 {
			got := -1
			if err := each(ctx, s.read, func(scan func(...any) error) error { return scan(&got) }, query); err != nil || got != n {
				t.Fatalf("%s gives %d, %v", query, got, err)
			}
			if err := s.read.QueryRowContext(ctx, query).Scan(&got); err != nil || got != n {
				t.Fatalf("%s gives %d, %v", query, got, err)
			}
		}
	}
	if n := len(s.read.known); n > most {
		t.Errorf("%d statements are kept, want at most %d", n, most)
	}
	if err := s.read.QueryRowContext(ctx, `SELECT nothing`).Scan(new(int)); err == nil {
		t.Error("a text that is wrong was run")
	}
}
