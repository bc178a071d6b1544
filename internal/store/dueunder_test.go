package store

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/label"
)

// checkUnder compares what is due under some rules with plain Go: all is what runs for the
// reader, whatever its day.
func checkUnder(t *rapid.T, s *Store, r Reader, all []Due) {
	of := DueUnder{Rules: rapid.SampledFrom([][]string{nil, {"r"}, {"r2"}, someRules}).Draw(t, "under"), Passed: rapid.Bool().Draw(t, "passed")}
	var want []Due
	for _, d := range all {
		over := !d.Deadline.Must && d.Deadline.DueAt <= MomentOf(r.Now)
		if slices.Contains(of.Rules, d.Deadline.Rule) && (of.Passed || !over) {
			want = append(want, d)
		}
	}
	got, err := s.DuesUnder(ctx, r, of, 100, 0)
	if err != nil || !sameDues(got, want) {
		t.Fatalf("%+v: dues %+v\nwant %+v, %v", of, got, want, err)
	}
	if len(want) > 1 {
		if got, err = s.DuesUnder(ctx, r, of, 1, 1); err != nil || !sameDues(got, want[1:2]) {
			t.Fatalf("%+v: the second %+v\nwant %+v, %v", of, got, want[1:2], err)
		}
	}
	if n, err := s.CountDuesUnder(ctx, r, of); err != nil || n != len(want) {
		t.Fatalf("%+v: %d are counted, want %d, %v", of, n, len(want), err)
	}
}

// What nobody must do is listed after its day only where it is asked for, and under no
// other rule than its own.
func TestWhatIsPastItsDayStaysWhereAskedFor(t *testing.T) { onBoth(t, pastItsDay) }

func pastItsDay(t *testing.T, on place) {
	s := on.store(t)
	s.commit(t, "a1", Put{Loaded: Loaded{ID: "c1", Sort: Person}, Opens: true, After: Rows{
		Summaries: []Summary{{Organisation: "o", From: MomentOf(noon.Add(-time.Hour)), Until: MomentOf(Never), Labels: label.Everything(), Bases: "own", Print: "p", Sealed: []byte("s")}},
		Links:     []Link{{Entry: "l", Worker: "w", Bond: "beside", Organisation: "o", From: MomentOf(noon.Add(-time.Hour)), Until: MomentOf(Never)}},
		Deadlines: []Deadline{{ID: "d", Rule: "r", DueAt: MomentOf(noon.Add(-time.Minute)), Print: "c", Sealed: []byte("f"), Running: true, Labels: label.Of(label.General)}},
	}})
	for _, c := range []struct {
		of   DueUnder
		want int
	}{
		{DueUnder{Rules: []string{"r"}, Passed: true}, 1}, {DueUnder{Rules: []string{"r"}}, 0}, {DueUnder{Rules: []string{"r2"}, Passed: true}, 0}, {DueUnder{Passed: true}, 0},
	} {
		for _, beside := range []bool{false, true} {
			r := Reader{Organisation: "o", Worker: "w", Labels: label.Everything(), Now: noon, Beside: beside}
			got, err := s.DuesUnder(ctx, r, c.of, 9, 0)
			n, errCount := s.CountDuesUnder(ctx, r, c.of)
			if err != nil || errCount != nil || len(got) != c.want || n != c.want {
				t.Errorf("%+v, beside %v: %d rows, counted %d, want %d; %v %v", c.of, beside, len(got), n, c.want, err, errCount)
			}
		}
	}
}
