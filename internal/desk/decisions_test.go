package desk

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/internal/decision"
	"waymark/internal/errs"
	"waymark/internal/policy"
)

// Whoever waits for a decision stands on the desk until it is made, in order of the day,
// for those who may see them; a day that is only recommended and passes takes nobody away.
func TestDecisionsListsWhoWaits(t *testing.T) { onBoth(t, decisionsListsWhoWaits) }

func decisionsListsWhoWaits(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	alima, berta, cara := h.meet("Alima"), h.meet("Berta"), h.meet("Cara")
	h.meet("Dora")
	h.beside(alima, h.nadia)
	ref := h.refer(alima)
	h.do(h.grace, h.decided(alima, ref, decision.Positive, "There are grounds."))
	h.refer(berta)
	h.set.Advance(24 * time.Hour)
	h.refer(cara)
	shows := func(who policy.Actor, stage Stage, want string) {
		t.Helper()
		d, err := h.Decisions(ctx, who, stage, 1)
		if err != nil {
			t.Fatalf("%s: %v", want, err)
		}
		var got []string
		for _, x := range d.Dues {
			late := ""
			if x.Late {
				late = " late"
			}
			got = append(got, fmt.Sprintf("%s %s%s", x.Who.Name, x.Rule.Line, late))
		}
		if strings.Join(got, ", ") != want || d.Counts[stage] != len(got) {
			t.Errorf("%q: %v, and it counts %d; want %q", stage, got, d.Counts[stage], want)
		}
	}
	shows(h.tom, AnyStage, "Berta reasonable-grounds, Cara reasonable-grounds, Alima conclusive-delayed")
	shows(h.grace, ReasonableGrounds, "Berta reasonable-grounds, Cara reasonable-grounds")
	shows(h.nadia, AnyStage, "Alima conclusive-delayed")
	shows(h.nadia, ReasonableGrounds, "")
	shows(h.tom, MayAskAgain, "")
	if d, err := h.Decisions(ctx, h.tom, "unknown", 1); err != nil || d.Stage != AnyStage || len(d.Dues) != 3 {
		t.Errorf("a stage that there is not: %+v, %v", d, err)
	}
	h.set.Advance(300 * 24 * time.Hour)
	shows(h.tom, AnyStage, "Berta reasonable-grounds late, Cara reasonable-grounds late, Alima conclusive-delayed")
	shows(h.tom, ConclusiveGrounds, "Alima conclusive-delayed")
	volunteer := h.nadia
	volunteer.Role = policy.Volunteer
	if _, err := h.Decisions(ctx, volunteer, AnyStage, 1); errs.KindOf(err) != errs.Denied || err == nil {
		t.Errorf("a volunteer is not refused: %v", err)
	}
	past, err := h.Decisions(ctx, h.tom, AnyStage, 2)
	if err != nil || len(past.Dues) != 0 || past.More {
		t.Errorf("after the last page: %+v, %v", past, err)
	}
}
