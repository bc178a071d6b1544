package desk

import (
	"testing"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/errs"
	"waymark/internal/housing"
	"waymark/internal/ident"
	"waymark/internal/policy"
	"waymark/internal/store/tamper"
)

// A house that does not open keeps nobody from the rest of their team; it is said, since
// nobody can tell whose it is, and an alarm stands.
func TestABrokenHouseKeepsNobodyOut(t *testing.T) {
	h := newHouse(t)
	opened := func(a policy.Actor, name string) ident.Chronology {
		on := ident.NewChronology(h.set.Now())
		h.do(a, casefile.OpenHouse(on, housing.OpenHouse{Happened: h.today(), Body: housing.Opened{Name: answer.Given(name), Organisation: answer.Given(a.Organisation)}}))
		return on
	}
	rowan := opened(h.tom, "Rowan")
	opened(h.ruth, "Hazel")
	if got, err := h.Team(ctx, h.ruth); err != nil || got.Shut != 0 || len(got.Houses) != 1 {
		t.Fatalf("whole: %+v, %v", got, err)
	}
	h.shut()
	h.open() // nothing is remembered
	for _, c := range tamper.Cells(t, h.data(), "entry", "chronology", "envelope") {
		if c.Key == string(rowan) {
			c.Value[len(c.Value)-1] ^= 1
			tamper.Set(t, h.data(), c)
		}
	}
	for _, a := range []policy.Actor{h.tom, h.ruth} {
		got, err := h.Team(ctx, a)
		if err != nil || got.Shut != 1 || len(got.Workers) == 0 {
			t.Errorf("%d shut, %d workers: %v", got.Shut, len(got.Workers), err)
		}
	}
	if _, err := h.ReadTeam(ctx, h.tom, "team.one", rowan); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("it is read: %v", err)
	}
	alarms, err := h.Alarms(ctx)
	if err != nil || len(alarms) == 0 {
		t.Errorf("no alarm stands: %v", err)
	}
}
