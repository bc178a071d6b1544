package log

import (
	"fmt"
	"path/filepath"
	"testing"
)

// BenchmarkRound is what a round costs for what some three hundred acts left behind.
func BenchmarkRound(b *testing.B) {
	s := opened(b, filepath.Join(b.TempDir(), "waymark.db"))
	q := sequencer(b, s, filepath.Join(b.TempDir(), "heads.log"))
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		if err := write(s, fmt.Sprint("c", i), 300); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		round(b, q, 300)
	}
}
