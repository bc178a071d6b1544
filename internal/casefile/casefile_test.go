package casefile_test

import (
	"testing"

	"waymark/internal/casefile"
)

func TestKindsAreProved(t *testing.T) {
	kinds, err := casefile.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	if len(kinds.All()) < 15 {
		t.Fatalf("only %d kinds", len(kinds.All()))
	}
}
