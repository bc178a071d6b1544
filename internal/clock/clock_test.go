package clock_test

import (
	"sync"
	"testing"
	"time"

	"waymark/internal/clock"
)

// Both clocks answer the one question; the desk takes either.
var (
	_ clock.Clock = clock.System{}
	_ clock.Clock = (*clock.Set)(nil)
)

func TestSystemIsTheMachinesTime(t *testing.T) {
	before := time.Now().Truncate(time.Microsecond)
	got := clock.System{}.Now()
	after := time.Now()

	if got.Before(before) || got.After(after) {
		t.Errorf("System says %v, the machine was between %v and %v", got, before, after)
	}
	if got.Location() != time.UTC {
		t.Errorf("System answers in %v, want UTC", got.Location())
	}
	if got.Nanosecond()%int(time.Microsecond) != 0 {
		t.Errorf("System keeps %d ns, finer than a database keeps", got.Nanosecond())
	}
}

func TestSetStandsStillUntilMoved(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	// Summer time: noon in London is eleven in UTC.
	c := clock.At(time.Date(2026, time.July, 1, 12, 0, 0, 0, london))
	want := time.Date(2026, time.July, 1, 11, 0, 0, 0, time.UTC)

	if got := c.Now(); got != want {
		t.Fatalf("At noon in London: clock says %v, want %v", got, want)
	}
	if got := c.Now(); got != want {
		t.Errorf("asked again: clock says %v, want it to stand still at %v", got, want)
	}

	if got, want := c.Advance(36*time.Hour), want.Add(36*time.Hour); got != want || c.Now() != want {
		t.Errorf("Advance answers %v and the clock says %v, want both %v", got, c.Now(), want)
	}
	if got, want := c.Advance(-time.Hour), want.Add(35*time.Hour); got != want {
		t.Errorf("Advance by a negative hour answers %v, want %v", got, want)
	}

	c.Set(time.Date(2020, time.January, 1, 0, 0, 0, 0, london))
	if got, want := c.Now(), time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC); got != want {
		t.Errorf("set back to 2020: clock says %v, want %v", got, want)
	}
}

func TestSetLosesNoMoveWhenManyMoveIt(t *testing.T) {
	const movers, moves = 8, 200
	start := time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)
	c := clock.At(start)

	var wg sync.WaitGroup
	seen := make([]map[time.Time]bool, movers)
	for i := range movers {
		seen[i] = map[time.Time]bool{}
		wg.Go(func() {
			for range moves {
				seen[i][c.Advance(time.Second)] = true
			}
		})
	}
	wg.Wait()

	if got, want := c.Now(), start.Add(movers*moves*time.Second); got != want {
		t.Errorf("after %d moves the clock says %v, want %v", movers*moves, got, want)
	}
	all := map[time.Time]bool{}
	for _, m := range seen {
		for at := range m {
			all[at] = true
		}
	}
	if len(all) != movers*moves {
		t.Errorf("movers were told %d different moments, want %d: two were told the same", len(all), movers*moves)
	}
}

func TestSetFollowsAnotherClockUntilMoved(t *testing.T) {
	noon := time.Date(2026, time.March, 6, 12, 0, 0, 0, time.UTC)
	other, c := clock.At(noon), clock.At(noon.AddDate(-1, 0, 0))
	c.Follow(other)
	other.Advance(time.Minute)
	if got, want := c.Now(), noon.Add(time.Minute); !got.Equal(want) {
		t.Errorf("while it follows it says %v, want %v", got, want)
	}
	if got, want := c.Advance(time.Second), noon.Add(time.Minute+time.Second); !got.Equal(want) {
		t.Errorf("moved on it says %v, want %v", got, want)
	}
	other.Advance(time.Hour)
	if got, want := c.Now(), noon.Add(time.Minute+time.Second); !got.Equal(want) {
		t.Errorf("moved, it stands at %v, want %v", got, want)
	}
	c.Follow(other)
	c.Set(noon)
	if got := c.Now(); !got.Equal(noon) {
		t.Errorf("set, it stands at %v, want %v", got, noon)
	}
}
