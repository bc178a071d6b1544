package casefile_test

import (
	"strings"
	"testing"

	"waymark/data"

	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/rulebook"
)

// TestTheRulebookIsProvedByItsOwnExamples works through every example of the rulebook
// that ships, over the table of kinds that ships: no rule waits for a kind or a mark that
// nobody can write down.
func TestTheRulebookIsProvedByItsOwnExamples(t *testing.T) {
	kinds, err := casefile.Kinds()
	if err != nil {
		t.Fatal(err)
	}
	book, err := rulebook.Load(data.Rulebook, "rulebook")
	if err != nil {
		t.Fatal(err)
	}
	if err := book.Check(kinds, civil.DefaultCalendar()); err != nil {
		t.Fatal(err)
	}
	for _, r := range book.Every() {
		started := false
		for _, e := range r.Examples {
			started = started || e.Expect.State != rulebook.StandsNone
		}
		if !started {
			t.Errorf("%s: none of its examples starts it", r.ID)
		}
		for _, c := range r.Due.Counts {
			if c.Unit == rulebook.Hours && !strings.Contains(r.Examples[0].Expect.Due, "T") {
				t.Errorf("%s counts hours, and its first example says none", r.ID)
			}
		}
	}
}
