package today

import (
	"testing"

	"waymark/internal/desk"
)

// Lists count as far as they count, and say so.
func TestCountsSayHowFarTheyGo(t *testing.T) {
	for n, want := range map[int][3]string{
		0:                    {"0 people", "nothing is late", "All 0 people"},
		1:                    {"1 person", "1 thing is late", "All 1 person"},
		desk.MostCounted:     {"1000 people", "1000 things are late", "All 1000 people"},
		desk.MostCounted + 1: {"1,000 people and more", "1,000 things and more are late", "All people"},
	} {
		if got := [3]string{people(n), things("nothing", n, "late"), everybody(n)}; got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if n := desk.MostCounted; n != 1000 {
		t.Errorf("lists count to %d, and the pages say %s", n, mostWords)
	}
}
