package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"modernc.org/sqlite"

	"waymark/internal/ident"
)

func aLook(n int) Look {
	return Look{ID: ident.Look(id("l", n)), Worker: "w", Organisation: "o", Purpose: "support", Route: "case.see", Chronology: "a", Labels: 6, Shown: 1, Moment: noon.Add(time.Duration(n) * time.Second)}
}

func TestLooksAreKeptNewestFirst(t *testing.T) { onBoth(t, looksAreKeptNewestFirst) }

func looksAreKeptNewestFirst(t *testing.T, on place) {
	s := on.store(t)
	for n := range 3 {
		if err := s.KeepLook(ctx, aLook(n)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Looks(ctx, "a", 2, 0)
	if err != nil || !slices.Equal(got, []Look{aLook(2), aLook(1)}) {
		t.Errorf("%+v, %v", got, err)
	}
	if none, err := s.Looks(ctx, "b", 9, 0); err != nil || len(none) != 0 {
		t.Errorf("another's looks: %+v, %v", none, err)
	}
}

// Looks that wait share one commit.
func TestWaitingLooksShareACommit(t *testing.T) { onBoth(t, waitingLooksShareACommit) }

func waitingLooksShareACommit(t *testing.T, on place) {
	s := on.store(t)
	commits := commitsOf(t, s)
	busy := &Store{looks: &looks{db: s.write, in: make(chan waiting, mostTogether)}} // keeps nothing yet
	const many = 100
	got := make([]error, many)
	var wg sync.WaitGroup
	for n := range many {
		wg.Go(func() { got[n] = busy.KeepLook(ctx, aLook(n)) })
	}
	for len(busy.looks.in) < many {
		time.Sleep(time.Millisecond)
	}
	busy.looks.done.Add(1)
	go busy.looks.run()
	t.Cleanup(busy.looks.close)
	wg.Wait()
	if err := errors.Join(got...); err != nil {
		t.Fatal(err)
	}
	if n := commits(); n != 1 {
		t.Errorf("%d looks that waited took %d commits, want 1", many, n)
	}
	if n := s.number(t, `SELECT COUNT(*) FROM look`); n != many {
		t.Errorf("%d looks, want %d", n, many)
	}
}

// commitsOf counts the commits from now on in which looks are kept.
func commitsOf(t *testing.T, s *Store) func() int {
	t.Helper()
	if s.write.engine == onPostgres { // every row names the transaction that wrote it
		return func() int { return s.number(t, `SELECT COUNT(DISTINCT CAST(xmin AS TEXT)) FROM look`) }
	}
	var commits atomic.Int32
	c, err := s.write.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Raw(func(driver any) error {
		driver.(sqlite.HookRegisterer).RegisterCommitHook(func() int32 { commits.Add(1); return 0 })
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	return func() int { return int(commits.Load()) }
}

// One look that can't be kept is not kept silently.
func TestLookThatIsRefusedIsSaid(t *testing.T) { onBoth(t, lookThatIsRefusedIsSaid) }

func lookThatIsRefusedIsSaid(t *testing.T, on place) {
	s := on.store(t)
	s.refuse(t, "look")
	if err := s.KeepLook(ctx, aLook(1)); err == nil {
		t.Fatal("said to be kept")
	}
	s.allow(t, "look")
	if err := s.KeepLook(ctx, aLook(1)); err != nil {
		t.Fatalf("it does not recover: %v", err)
	}
}

func TestLookAfterCloseIsAnError(t *testing.T) {
	s, _ := storeAt(t, filepath.Join(t.TempDir(), "waymark.db"))
	var wg sync.WaitGroup
	start := make(chan struct{})
	for n := range 64 {
		wg.Go(func() {
			<-start
			_ = s.KeepLook(ctx, aLook(n)) // kept or refused: never a panic, never a wait without end
		})
	}
	close(start)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	if err := s.KeepLook(ctx, aLook(99)); !errors.Is(err, errClosed) {
		t.Errorf("after Close: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("closed twice: %v", err)
	}
}

func TestLookOfACancelledRequest(t *testing.T) { onBoth(t, lookOfACancelledRequest) }

func lookOfACancelledRequest(t *testing.T, on place) {
	s := on.store(t)
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.KeepLook(gone, aLook(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("already cancelled: %v", err)
	}
	held, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.write.engine == onPostgres { // there, several write at once
		if _, err := held.ExecContext(ctx, `LOCK TABLE look IN EXCLUSIVE MODE`); err != nil {
			t.Fatal(err)
		}
	}
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if err := s.KeepLook(short, aLook(2)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("cancelled while it waits: %v", err)
	}
	if err := held.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := s.KeepLook(ctx, aLook(3)); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Looks(ctx, "a", 9, 0); err != nil || len(got) != 2 { // the second outlives its request
		t.Errorf("%+v, %v", got, err)
	}
}

// appended are the tables to which rows are only added.
var appended = []string{"act", "entry", "part", "leaf", "look", "head"}

// placed is the one change there is: a leaf that has no place gets one, once.
const placed = `UPDATE leaf SET place = $1 WHERE entry = $2 AND place IS NULL`

// rubsOut finds statements that change or remove rows of those tables.
func rubsOut(source string) []string {
	source = strings.ReplaceAll(source, placed, "")
	var found []string
	for _, table := range appended {
		found = append(found, regexp.MustCompile(fmt.Sprintf(`(?i)(UPDATE|DELETE FROM|REPLACE INTO)\s+%s\b`, table)).FindAllString(source, -1)...)
	}
	return found
}

func TestNothingIsEverRubbedOut(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		if f == "looks_test.go" {
			continue // its control holds what is searched for
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if found := rubsOut(string(b)); len(found) > 0 && !regexp.MustCompile(`_test\.go$`).MatchString(f) {
			t.Errorf("%s says %q", f, found)
		}
	}
	if found := rubsOut("DELETE FROM look WHERE 1; update  entry SET x; DELETE FROM lookout; UPDATE actor SET; UPDATE leaf SET place = $1 WHERE entry = $2"); len(found) != 3 {
		t.Errorf("control: %q", found)
	}
}
