package desk

import (
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/errs"
	"waymark/internal/label"
	"waymark/internal/store/tamper"
)

// Whatever the clock does, what was written last stands, and every entry is recorded
// later than those before it.
func TestWhatWasWrittenLastStandsThoughTheClockGoesBack(t *testing.T) {
	onBoth(t, whatWasWrittenLastStandsThoughTheClockGoesBack)
}

func whatWasWrittenLastStandsThoughTheClockGoesBack(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.met("Alima")
	h.do(h.nadia, h.safeWay(on, "the first", "none"))
	h.set.Advance(10 * time.Minute)
	h.do(h.nadia, h.safeWay(on, "dangerous now", casefile.SafeWayTopic(h.view(h.nadia, on).Case, h.maple)))
	h.set.Set(h.set.Now().Add(-5 * time.Minute))
	h.do(h.nadia, h.safeWay(on, "the safe one", casefile.SafeWayTopic(h.view(h.nadia, on).Case, h.maple)))
	v := h.view(h.nadia, on)
	if said, ok := v.Case.Contact.Safe(); !ok || said.Way.Details.Or("") != "the safe one" {
		t.Errorf("%+v stands", said)
	}
	for i := 1; i < len(v.Case.Lines); i++ {
		if a, b := v.Case.Lines[i-1], v.Case.Lines[i]; !b.Recorded.After(a.Recorded) && b.Kind == a.Kind {
			t.Errorf("%s is recorded at %s, after what was recorded at %s", b.Kind, b.Recorded, a.Recorded)
		}
	}
}

// Who opened a record while the clock stood ahead reads it still when it was put right,
// and in the lists; those who run Waymark are told, once, also after a new start.
func TestAClockPutRightShutsNobodyOut(t *testing.T) { onBoth(t, aClockPutRightShutsNobodyOut) }

func aClockPutRightShutsNobodyOut(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	h.set.Advance(2 * time.Hour)
	on := h.met("Alima")
	h.set.Set(h.set.Now().Add(-2 * time.Hour))
	for _, again := range []bool{false, true} {
		if again {
			h.shut()
			tamper.Empty(t, h.data(), "alarm")
			h.open()
		}
		before := h.alarms()
		if v := h.view(h.tom, on); !v.Keeper || len(v.Access) != 1 {
			t.Errorf("keeper %v, %d accesses", v.Keeper, len(v.Access))
		}
		if !h.lists(h.tom, on) || !h.lists(h.nadia, on) {
			t.Error("the lists do not hold them")
		}
		if n := h.alarms() - before; n != 1 {
			t.Errorf("%d alarms, want one", n)
		}
	}
	h.do(h.tom, h.contacted(on, "Spoke."))
	before := h.alarms()
	h.set.Advance(3 * time.Hour)
	h.view(h.tom, on)
	if h.alarms() != before {
		t.Error("an alarm though the clock is right")
	}
	h.set.Advance(-tolerated / 2)
	h.view(h.tom, on)
	if h.alarms() != before {
		t.Error("an alarm for a clock that was put right a little")
	}
}

// A sharing that was ended does not run again because the clock was set back behind its
// end.
func TestASharingThatEndedStaysEndedThoughTheClockGoesBack(t *testing.T) {
	onBoth(t, aSharingThatEndedStaysEndedThoughTheClockGoesBack)
}

func aSharingThatEndedStaysEndedThoughTheClockGoesBack(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.met("Alima")
	entry := h.share(on, h.other, label.Of(label.General, label.Identity), civil.When{})
	h.view(h.ruth, on)
	h.set.Advance(time.Hour)
	h.do(h.tom, casefile.EndSharing(on, consent.End{Happened: h.today(), Body: consent.Ended{Sharing: answer.Given(entry)}}))
	h.set.Set(h.set.Now().Add(-30 * time.Minute))
	_, err := h.Read(ctx, h.ruth, "case.see", on, chronology.At{})
	wantKind(t, err, errs.NotFound)
	if h.lists(h.ruth, on) {
		t.Error("the lists hold them")
	}
	if v := h.view(h.tom, on); len(v.Access) != 1 {
		t.Errorf("the keeper is told that %d may read", len(v.Access))
	}
}
