package demo_test

import (
	"slices"
	"testing"

	"waymark/internal/chronology"
	"waymark/internal/demo"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/policy"
)

// signed is who signs in under a login.
func (w told) signed(t *testing.T, login string) policy.Actor {
	t.Helper()
	token, err := w.SignIn(t.Context(), login, demo.SignIns()[0].Password)
	if err != nil {
		t.Fatal(err)
	}
	s, err := w.Session(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	return s.Actor
}

// day is the whole of somebody's Today.
func (w told) day(t *testing.T, who policy.Actor) desk.Day {
	t.Helper()
	out, err := w.Day(t.Context(), who, 1)
	if err != nil {
		t.Fatal(err)
	}
	for page := 2; out.More; page++ {
		next, err := w.Day(t.Context(), who, page)
		if err != nil {
			t.Fatal(err)
		}
		out.Dues, out.More = append(out.Dues, next.Dues...), next.More
	}
	return out
}

// The whole demo is what three of its people live in: a support worker with fourteen
// people, a manager with a late list, a case owner with a backlog.
func TestWholeDemoHasEnoughToDo(t *testing.T) {
	w := newTold(t, demo.Load)
	nadia := w.day(t, w.signed(t, "nadia@maple.example"))
	if nadia.People != 14 || len(nadia.Folk) != 14 {
		t.Errorf("the support worker walks beside %d people, %d of them shown", nadia.People, len(nadia.Folk))
	}
	rules, late := map[string]bool{}, 0
	for _, d := range nadia.Dues {
		if rules[d.Rule.ID] = true; d.Late {
			late++
		}
	}
	if late < 3 || late > 8 || len(rules) < 8 {
		t.Errorf("of hers %d are late, under %d rules in all", late, len(rules))
	}

	tom := w.day(t, w.tom)
	of := map[ident.Worker]bool{}
	for _, d := range tom.Dues {
		if !d.Late {
			continue
		}
		v, err := w.Read(t.Context(), w.tom, "case.see", d.On, chronology.At{})
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range v.Case.Support.Beside {
			of[b.Worker] = true
		}
	}
	if tom.Counts.Late < 8 || len(of) < 3 {
		t.Errorf("the manager finds %d late, with %d workers", tom.Counts.Late, len(of))
	}
	team, err := w.Team(t.Context(), w.tom)
	if err != nil {
		t.Fatal(err)
	}
	lapsed := map[string]bool{}
	for _, d := range team.Dues {
		if d.Late {
			lapsed[d.Of.Name] = true
		}
	}
	if len(lapsed) < 4 {
		t.Errorf("late in the team: %v", lapsed)
	}

	grace := w.day(t, w.signed(t, "grace@sca.example"))
	if grace.Counts.Late < 6 || grace.People < 20 {
		t.Errorf("the case owner finds %d late of %d people", grace.Counts.Late, grace.People)
	}
	if n := reckoned(t, w); n < 60 {
		t.Errorf("%d clocks", n)
	}
}

// Names that do not fit Western forms are there, so that whoever changes a page meets them.
func TestWholeDemoHasNamesOfAllSorts(t *testing.T) {
	w := newTold(t, demo.Load)
	people, err := w.People(t.Context(), w.tom, 1)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, p := range people.Folk {
		names = append(names, p.Who.Name)
	}
	for _, name := range []string{"عبد الرحمن", "Ng", "María de los Ángeles Quispe Mamani", "丽华", "সুমি", "Name not known yet"} {
		if !slices.Contains(names, name) {
			t.Errorf("there is nobody of the name %s among %v", name, names)
		}
	}
}
