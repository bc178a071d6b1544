package desk

import (
	"bytes"
	"strconv"
	"testing"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/store/tamper"
)

// Whoever has the file in hand can write into the rows of who may read, or take an entry
// out. The case is then opened to nobody, nothing is written to it, and an alarm stands.
func TestRowsThatTheEntriesDoNotGiveOpenNothing(t *testing.T) {
	for _, x := range []struct{ name, table, column, to string }{
		{"access-for-another", "access", "organisation", "maple"},
		{"more-labels", "access", "labels", strconv.Itoa(int(label.Everything()))},
		{"another-basis", "access", "basis", string(chronology.StatutoryDuty)},
		{"a-longer-time", "access", "until_at", "2031-01-01T00:00:00.000000Z"},
		{"an-earlier-beginning", "access", "from_at", "2021-01-01T00:00:00.000000Z"},
		{"a-link-for-another", "link", "worker", "sam"},
		{"an-entry-gone", "entry", "", ""},
		{"the-access-gone", "access", "", ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			h := newHouse(t)
			on := h.met("Alima")
			h.share(on, h.other, label.Of(label.General), civil.On(civil.DayOf(noon).Add(9)))
			readers := []policy.Actor{h.tom, h.nadia, h.sam, h.ruth}
			for _, a := range readers[:2] {
				h.view(a, on)
			}
			key := "chronology"
			cells := tamper.Cells(t, h.data(), x.table, key, "rowid")
			if x.column != "" {
				cells = tamper.Cells(t, h.data(), x.table, key, x.column)
			}
			var last tamper.Cell // the newest row of this case
			for _, c := range cells {
				if c.Key == string(on) {
					last = c
				}
			}
			switch x.to {
			case "":
				tamper.Drop(t, h.data(), last)
			case "sam":
				last.Value = []byte(h.sam.Worker)
				tamper.Set(t, h.data(), last)
			case "maple":
				last.Value = []byte(h.tom.Organisation)
				tamper.Set(t, h.data(), last)
			default:
				last.Value = []byte(x.to)
				tamper.Set(t, h.data(), last)
			}
			h.unchanged(func() {
				for _, a := range readers {
					_, err := h.Read(ctx, a, "case.see", on, chronology.At{})
					if k := errs.KindOf(err); err == nil || k != errs.Unavailable && k != errs.NotFound {
						t.Errorf("%s reads: %v", a.Role, err)
					}
					_, err = h.Do(ctx, a, h.NewAct(), h.contacted(on, "Spoke."))
					if k := errs.KindOf(err); err == nil || k == errs.Internal {
						t.Errorf("%s writes: %v", a.Role, err)
					}
					var out bytes.Buffer
					if n, err := h.Export(ctx, a, []ident.Chronology{on}, &out, nil); err == nil || n > 0 || out.Len() > 0 {
						t.Errorf("%s exports %d lines: %v", a.Role, n, err)
					}
				}
			})
			_, err := h.Read(ctx, h.tom, "case.see", on, chronology.At{})
			wantKind(t, err, errs.Unavailable)
			if h.alarms() == 0 {
				t.Error("no alarm stands")
			}
		})
	}
}
