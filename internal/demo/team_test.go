package demo_test

import (
	"testing"

	"waymark/internal/demo"
)

// The team has something late, something soon and something in time, and a worker without
// a clock is one of those who run Waymark.
func TestTeamHasSomethingOfEachSort(t *testing.T) {
	w := newTold(t, demo.LoadStories)
	team, err := w.Team(t.Context(), w.tom)
	if err != nil {
		t.Fatal(err)
	}
	var soon, later int
	for _, d := range team.Dues {
		switch {
		case d.Late:
		case d.Days <= 7:
			soon++
		default:
			later++
		}
	}
	if team.Late != 3 || soon != 3 || later < 10 {
		t.Errorf("%d late, %d soon, %d later", team.Late, soon, later)
	}
	if len(team.Houses) != 2 || team.Houses[0].Name != "Rowan" || !team.Houses[0].Late || !team.Houses[1].Closed {
		t.Errorf("houses %+v", team.Houses)
	}
	for _, m := range team.Workers {
		if !m.Due && m.Role != "operator" {
			t.Errorf("nothing is due for %s, %s", m.Name, m.Role)
		}
	}
}
