package desk

import (
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/contact"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/policy"
)

// countedDues is how often each thing due stands in some.
func countedDues(dues []Due) map[due]int {
	out := map[due]int{}
	for _, x := range dues {
		out[due{x.On, x.Rule.ID, x.DueAt}]++
	}
	return out
}

// checkTasks says where the parts of what is due are not, all together, what the whole list
// is; or count other than they show; or hold something that belongs into another.
func (h *house) checkTasks(t *rapid.T, a policy.Actor, day Day, dues []Due) {
	reading, err := h.tasking(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	tasks, err := reading.tasks(ctx, rapid.SampledFrom([]int{0, 3, fits}).Draw(t, "fits"))
	if err != nil {
		t.Fatal(err)
	}
	var all []Due
	for _, w := range everyPart {
		var listed []Due
		for page := 1; ; page++ {
			part, err := h.TasksOf(ctx, a, w, page)
			if err != nil {
				t.Fatal(err)
			}
			listed = append(listed, part.Dues...)
			if part.All != tasks.Band(w).All {
				t.Fatalf("%s: the list of %s counts %d, Today %d", a.Role, w, part.All, tasks.Band(w).All)
			}
			if !part.More {
				break
			}
		}
		b := tasks.Band(w)
		if b.All != len(listed) || len(b.Dues) > len(listed) || !slices.EqualFunc(b.Dues, listed[:len(b.Dues)], func(x, y Due) bool { return x.On == y.On && x.Rule.ID == y.Rule.ID && x.DueAt.Equal(y.DueAt) }) {
			t.Fatalf("%s, %s: Today shows %d of %d, the list has %d", a.Role, w, len(b.Dues), b.All, len(listed))
		}
		late := 0
		for _, x := range listed {
			if own := slices.Contains(reading.ours, x.Rule.Owner); x.Must != (w != Running) || x.Must && own != (w != Others) {
				t.Fatalf("%s: %q of %q stands in %s", a.Role, x.Rule.Title, x.Rule.Owner, w)
			}
			if in := partOf(x, day); w != Others && w != Running && in != w {
				t.Fatalf("%s: what is due on %s stands in %s", a.Role, x.Due, w)
			}
			if x.Late {
				late++
			}
		}
		if w == Others && b.Late != late {
			t.Fatalf("%s: %d of others are late, and it says %d", a.Role, late, b.Late)
		}
		all = append(all, listed...)
	}
	if got, want := countedDues(all), countedDues(dues); !maps.Equal(got, want) {
		t.Fatalf("%s: the parts say %v\nthe whole list says %v", a.Role, got, want)
	}
}

func partOf(x Due, day Day) Which {
	switch {
	case x.Late:
		return Late
	case x.Days == 0:
		return ForToday
	case x.Days <= 7:
		return ThisWeek
	}
	return Later
}

// In whose hands something is follows from what the policies let somebody do.
func TestWhatIsInOnesOwnHands(t *testing.T) {
	h := newHouse(t)
	for name, c := range map[string]struct {
		actor policy.Actor
		want  []string
	}{
		"support worker": {h.nadia, []string{"first-responder", "person", "support-provider"}},
		"manager":        {h.tom, []string{"first-responder", "person", "support-provider"}},
		"case owner":     {h.grace, []string{"competent-authority"}},
		"police officer": {policy.Actor{Worker: "p", Organisation: "o", Role: policy.PoliceOfficer, Purpose: "investigation", Remit: "other"}, []string{"police"}},
		"council":        {policy.Actor{Worker: "p", Organisation: "o", Role: policy.CouncilContact, Purpose: "safeguarding", Remit: "other"}, []string{"local-authority"}},
		"solicitor":      {policy.Actor{Worker: "p", Organisation: "o", Role: policy.Solicitor, Purpose: "advice", Remit: "other"}, []string{"legal-representative", "person"}},
		"operator":       {Operator(), nil},
	} {
		ours, others := h.hands(ctx, c.actor, h.reader(ctx, c.actor, h.set.Now()))
		if !slices.Equal(ours, c.want) || len(ours)+len(others) != 11 {
			t.Errorf("%s: %v, want %v; and %v", name, ours, c.want, others)
		}
	}
}

// Who walks beside whom is told to whoever decides it, and to nobody else.
func TestWithWhomLateThingsLieIsToldToWhoDecides(t *testing.T) {
	onBoth(t, withWhomLateThingsLie)
}

func withWhomLateThingsLie(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	one, two := h.meet("Alima"), h.meet("Tesfay")
	h.beside(one, h.nadia)
	h.beside(one, h.sam)
	for _, on := range []ident.Chronology{one, two} {
		h.do(h.tom, casefile.RecordContact(on, contact.Record{Happened: h.today(), Body: contact.Made{
			How: answer.Given(contact.How("phone")), Reached: answer.Given(contact.Reached("yes")), Next: answer.Given(civil.On(civil.DayOf(h.set.Now()).Add(2))),
		}}))
	}
	h.set.Advance(9 * 24 * time.Hour)
	tasks, err := h.Tasks(ctx, h.tom)
	if err != nil {
		t.Fatal(err)
	}
	if tasks.Band(Late).All == 0 {
		t.Fatalf("nothing is late, so nothing is proved: %+v", tasks)
	}
	for _, x := range tasks.Band(Late).Dues {
		if !x.Told || x.On == one && len(x.Beside) != 2 || x.On == two && len(x.Beside) != 0 {
			t.Errorf("of %s: told is %v, beside %v", x.Who.Name, x.Told, x.Beside)
		}
	}
	with := map[string]int{}
	for _, x := range tasks.Holders {
		with[string(x.Worker)] = x.People
	}
	if want := map[string]int{string(h.nadia.Worker): 1, string(h.sam.Worker): 1, "": 1}; !maps.Equal(with, want) {
		t.Errorf("late things lie with %v, want %v", with, want)
	}
	own, err := h.Tasks(ctx, h.nadia)
	if err != nil || own.Band(Late).All == 0 || own.Holders != nil || own.Band(Late).Dues[0].Told {
		t.Errorf("a worker is told with whom things lie: %+v, %v", own, err)
	}
	if _, err := h.Tasks(ctx, Operator()); errs.KindOf(err) != errs.Denied {
		t.Errorf("whoever runs Waymark has a day: %v", err)
	}
}
