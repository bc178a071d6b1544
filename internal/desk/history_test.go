package desk

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/contact"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
)

// A volunteer and a driver see a name and how to reach somebody, once they are beside
// them, and nothing of what was: no other day, no chronology, no clock, nothing due, no
// export. Who may look back is the control.
func TestHelpersSeeNoHistory(t *testing.T) {
	h := newHouse(t)
	on := h.met("Alima")
	h.refer(on)
	h.do(h.tom, casefile.SetSafeWay(on, contact.SetSafeWay{Happened: h.today(), Body: contact.SafeWay{Ways: answer.Given([]contact.Way{"text"})}}, "none"))
	for _, role := range []policy.Role{policy.Volunteer, policy.Driver, policy.NightStaff} {
		t.Run(string(role), func(t *testing.T) {
			a := h.join(h.maple, "Vic", role)
			if _, err := h.Read(ctx, a, "case.now", on, chronology.At{}); errs.KindOf(err) != errs.NotFound {
				t.Fatalf("beside nobody: %v", err)
			}
			h.beside(on, a)
			back := role == policy.NightStaff
			v := h.view(a, on)
			if _, ok := v.Case.Contact.Safe(); v.Case.Person.Called() != "Alima" || !ok {
				t.Errorf("is called %q; how to reach them is there: %t", v.Case.Person.Called(), ok)
			}
			for _, l := range v.Case.Lines {
				if !back && !h.standing(l.Kind) {
					t.Errorf("sees an entry of the kind %s", l.Kind)
				}
			}
			if got := len(v.Deadlines) > 0 && len(v.Case.Pathway()) > 0; got != back {
				t.Errorf("clocks %v, way so far %v", v.Deadlines, v.Case.Pathway())
			}
			day := h.day(a)
			if got := len(day.Dues) > 0 && day.Counts.All > 0; got != back || len(day.Folk) != 1 || day.Folk[0].Next.IsZero() == back {
				t.Errorf("the day holds %d due, counts %+v, people %+v", len(day.Dues), day.Counts, day.Folk)
			}
			people, err := h.People(ctx, a, 1)
			if err != nil || len(people.Folk) != 1 || people.Folk[0].Next.IsZero() == back {
				t.Errorf("people %+v, %v", people, err)
			}
			_, then := h.Read(ctx, a, "case.now", on, chronology.At{KnownAt: h.set.Now().Add(-time.Hour)})
			_, upTo := h.Read(ctx, a, "case.now", on, chronology.At{HappenedUpTo: civil.On(civil.DayOf(noon))})
			_, whole := h.History(ctx, a, "case.chronology", on, chronology.At{})
			for what, err := range map[string]error{"another moment": then, "up to a day": upTo, "the chronology": whole} {
				if back && err != nil || !back && errs.KindOf(err) != errs.Denied {
					t.Errorf("%s: %v", what, err)
				}
			}
			var out bytes.Buffer
			if _, err := h.Export(ctx, a, []ident.Chronology{on}, &out, nil); errs.KindOf(err) != errs.Denied || out.Len() > 0 {
				t.Errorf("exports %d bytes, %v", out.Len(), err)
			}
		})
	}
}

// Nothing of a refused look is kept, and it says nothing of what is behind it.
func TestLookingBackRefusedLeavesNoLook(t *testing.T) {
	h := newHouse(t)
	on := h.met("Alima")
	a := h.join(h.maple, "Vic", policy.Volunteer)
	h.beside(on, a)
	h.unchanged(func() {
		_, err := h.History(ctx, a, "case.chronology", on, chronology.At{})
		wantKind(t, err, errs.Denied)
		if strings.Contains(err.Error(), "Alima") {
			t.Error(err)
		}
	})
	if v := h.view(a, on); v.Labels != label.Of(label.General, label.Identity, label.Contact) {
		t.Errorf("a volunteer opens %s", v.Labels)
	}
}
