package casefile

import (
	"errors"
	"testing"

	"waymark/internal/chronology"
	"waymark/internal/errs"
	"waymark/internal/label"
)

// TestRefusesBesides: what an act refuses besides stands with what it refused already,
// and never in place of what is worse.
func TestRefusesBesides(t *testing.T) {
	broken := errors.New("a fault of ours")
	invalid := &errs.Error{Kind: errs.Invalid, Fields: []errs.Field{{Name: "a", Message: "x"}}, Labels: label.Of(label.Health)}
	for _, c := range []struct {
		name   string
		err    error
		kind   errs.Kind
		fields int
		labels label.Set
	}{
		{"alone", nil, errs.Invalid, 1, 0},
		{"with-another", invalid, errs.Invalid, 2, label.Of(label.Health)},
		{"with-a-conflict", errs.New(errs.Conflict, "there already"), errs.Conflict, 0, 0},
		{"with-a-fault", broken, errs.Internal, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			act := Act{decide: func(World, chronology.Moment) ([]chronology.New, error) { return []chronology.New{{}}, c.err }}
			_, right := act.refuses(func(World) bool { return false }, "b", "y").Decide(World{}, chronology.Moment{})
			if !errors.Is(right, c.err) {
				t.Errorf("refused without a reason: %v", right)
			}
			news, err := act.refuses(func(World) bool { return true }, "b", "y").Decide(World{}, chronology.Moment{})
			if errs.KindOf(err) != c.kind || news != nil {
				t.Fatalf("%v, writes %v", err, news)
			}
			if e := errs.Of(err); e != nil && (len(e.Fields) != c.fields || e.Labels != c.labels) {
				t.Errorf("%+v", e)
			}
		})
	}
	if len(invalid.Fields) != 1 {
		t.Error("the room's own refusal was changed")
	}
}
