package desk

import (
	"slices"
	"testing"

	"waymark/internal/store/tamper"
)

// A row that does not open is passed over, said, and raises an alarm; everybody else stands
// on the list as before.
func TestAListGoesOnWithoutWhatDoesNotOpen(t *testing.T) {
	h := newHouse(t)
	linh, sana := h.met("Linh"), h.met("Sana")
	for _, c := range tamper.Cells(t, h.data(), "summary", "chronology", "sealed") {
		if c.Key == string(linh) {
			c.Value[len(c.Value)/2] ^= 1
			tamper.Set(t, h.data(), c)
		}
	}
	day := h.day(h.tom)
	people, err := h.People(ctx, h.tom, 1)
	if err != nil {
		t.Fatal(err)
	}
	for name, list := range map[string][]Person{"today": day.Folk, "people": people.Folk} {
		if len(list) != 1 || list[0].On != sana {
			t.Errorf("%s shows %+v", name, list)
		}
	}
	if day.Shut == 0 || people.Shut != 1 || h.alarms() == 0 {
		t.Errorf("passed over %d and %d, %d alarms", day.Shut, people.Shut, h.alarms())
	}
	if slices.ContainsFunc(day.Dues, func(x Due) bool { return x.On == linh }) {
		t.Error("something of hers is due on the list")
	}
}
