package find

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"waymark/internal/find/madeup"
)

// crowd is how many people the measured are looked for among, here; the benchmark takes
// 100,000.
const crowd = 4000

// filled is an index of the made-up people, the targets under their numbers.
func filled(t *testing.T) *Index {
	t.Helper()
	x := New()
	for i, p := range madeup.Targets() {
		x.Put(strconv.Itoa(i), p.Names)
	}
	for i, names := range madeup.Crowd(rand.New(rand.NewPCG(7, 7)), crowd) {
		x.Put(fmt.Sprint("crowd ", i), names)
	}
	return x
}

// recall is the share of questions whose target is among the first ten, by how they are
// asked and by script.
func recall(search func(asked string) []Hit) map[string]float64 {
	asked, found := map[string]float64{}, map[string]float64{}
	r := rand.New(rand.NewPCG(1, 2))
	for i, p := range madeup.Targets() {
		if i%5 != 0 {
			continue
		}
		for _, sort := range madeup.Sorts() {
			hit := slices.ContainsFunc(search(p.Ask(r, sort)), func(h Hit) bool { return h.ID == strconv.Itoa(i) })
			for _, of := range []string{"all", string(sort), p.Script} {
				asked[of]++
				if hit {
					found[of]++
				}
			}
		}
	}
	for of := range asked {
		found[of] /= asked[of]
	}
	return found
}

// findMissed says in what an index finds too few of those who are there.
func findMissed(t *testing.T, got map[string]float64) []string {
	t.Helper()
	var missed []string
	for of, share := range got {
		least := 0.85
		switch of {
		case "all":
			least = 0.95
		case string(madeup.AsWritten), string(madeup.Reordered):
			least = 1
		}
		if share < least {
			missed = append(missed, fmt.Sprintf("%s: %.3f found, %.2f wanted", of, share, least))
		}
	}
	slices.Sort(missed)
	return missed
}

func TestRecall(t *testing.T) {
	x := filled(t)
	got := recall(func(asked string) []Hit { return x.Search(asked, 10, nil) })
	if len(got) < 1+len(madeup.Sorts())+8 {
		t.Errorf("measured in %d ways: at least eight scripts are wanted", len(got))
	}
	for _, m := range findMissed(t, got) {
		t.Error(m)
	}
}

// An index that cannot hear consonants, and one that knows words only as they are
// written, must fail the same measure.
func TestRecallControl(t *testing.T) {
	deaf := filled(t)
	deaf.keys = nil
	for i := range deaf.words {
		deaf.words[i].bones = ""
	}
	if missed := findMissed(t, recall(func(asked string) []Hit { return deaf.Search(asked, 10, nil) })); len(missed) == 0 {
		t.Error("an index without consonants is found good enough")
	}
	exact := filled(t)
	exact.keys, exact.pairs = nil, map[pair][]int32{}
	if missed := findMissed(t, recall(func(asked string) []Hit { return exact.Search(asked, 10, nil) })); len(missed) < 4 {
		t.Errorf("an index that finds no candidates is found good enough: %v", missed)
	}
}
