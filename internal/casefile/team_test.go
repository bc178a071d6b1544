package casefile_test

import (
	"slices"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/housing"
	"waymark/internal/ident"
	"waymark/internal/organisation"
)

// teamActs are what a manager does on their own organisation's workers and houses.
func teamActs() map[string]casefile.Act {
	return map[string]casefile.Act{
		"supervision": casefile.SuperviseWorker(on, organisation.Supervise{}), "training": casefile.TrainWorker(on, organisation.Train{}),
		"check": casefile.CheckHouse(on, housing.CheckHouse{}), "mended": casefile.MendHouse(on, housing.Mend{}), "closed": casefile.CloseHouse(on, housing.CloseHouse{}, ""),
		"put-right": casefile.CorrectTeam(on, casefile.Correction{}, ""),
	}
}

func TestTeamActsAreAboutTheTeamAlone(t *testing.T) {
	for name, a := range teamActs() {
		if !a.House || !a.Own || a.Opens != "" || !slices.Equal(a.On, []ident.Chronology{on}) {
			t.Errorf("%s: %+v", name, a)
		}
	}
	if a := casefile.OpenHouse(on, housing.OpenHouse{}); a.Opens != casefile.SortHouse || a.House {
		t.Errorf("a house is opened by %+v", a)
	}
}

// A house, from its opening to its end: what a check found is put right once, and whose
// house it is stays.
func TestHouse(t *testing.T) {
	s := newStory(t, "2024-03-01")
	s.must(t, casefile.OpenHouse(on, housing.OpenHouse{Happened: s.today(), Body: housing.Opened{Name: answer.Given("Rowan"), Organisation: answer.Given(maple)}}))
	if got := s.whole().RunBy(); got != maple {
		t.Fatalf("run by %q", got)
	}
	s.later(1)
	s.must(t, casefile.CheckHouse(on, housing.CheckHouse{Happened: s.today(), Body: housing.HouseChecked{
		What: answer.Given(housing.Check("fire-alarm")), Result: answer.Given(housing.ToPutRight), Faults: answer.Given(answer.Text("The landing")), By: answer.Given(civil.On(s.moment.Today + 7)),
	}}))
	found := s.whole().House.Faults
	if len(found) != 1 {
		t.Fatalf("found %+v", found)
	}
	topic := casefile.HouseTopic(s.whole(), maple)
	if topic != string(found[0].Check) {
		t.Errorf("the topic is %s, and the check %s was last", topic, found[0].Check)
	}
	s.later(1)
	mend := casefile.MendHouse(on, housing.Mend{Happened: s.today(), Body: housing.PutRight{Check: answer.Given(found[0].Check)}})
	s.must(t, mend)
	if casefile.HouseTopic(s.whole(), maple) == topic {
		t.Error("whoever closes the house has not read what was recorded last")
	}
	if _, err := s.do(mend); !slices.Equal(beside(err), []string{"check"}) {
		t.Errorf("mended twice: %v", err)
	}
	opening := s.whole().Lines[0]
	for _, x := range []casefile.Correction{
		{Of: opening.ID, Fields: []string{chronology.Whole}, Body: &housing.Opened{}, Why: answer.Given(answer.Text("No"))},
		{Of: opening.ID, Fields: []string{"organisation"}, Body: &housing.Opened{Organisation: answer.Given(harbour)}, Why: answer.Given(answer.Text("No"))},
	} {
		if _, err := s.do(casefile.CorrectTeam(on, x, "")); err == nil {
			t.Errorf("the opening was corrected in %v", x.Fields)
		}
	}
	s.later(1)
	s.must(t, casefile.CloseHouse(on, housing.CloseHouse{Happened: s.today()}, ""))
	_, err := s.do(casefile.CheckHouse(on, housing.CheckHouse{Happened: s.today(), Body: housing.HouseChecked{What: answer.Given(housing.Check("audit")), Result: answer.Given(housing.Result("in-order"))}}))
	if errs.KindOf(err) != errs.Invalid {
		t.Errorf("a closed house was checked: %v", err)
	}
}

func TestRunBy(t *testing.T) {
	worker := casefile.Case{Organisation: organisation.State{Joined: true, For: maple}}
	house := casefile.Case{House: housing.House{Opened: true, For: harbour}}
	for name, c := range map[string]struct {
		of   casefile.Case
		want ident.Organisation
	}{
		"worker": {worker, maple}, "house": {house, harbour}, "person": {casefile.Case{}, ""}, "organisation": {casefile.Case{Organisation: organisation.State{Founded: true}}, ""},
	} {
		if got := c.of.RunBy(); got != c.want {
			t.Errorf("%s is run by %q, want %q", name, got, c.want)
		}
	}
}

// What is about workers and houses is not brought by a file about a person.
func TestTeamIsNotImported(t *testing.T) {
	for _, body := range []any{&organisation.Supervised{}, &organisation.Trained{}, &housing.Opened{}, &housing.Closed{}, &housing.HouseChecked{}, &housing.PutRight{}} {
		x := casefile.Importing{News: []chronology.New{{On: on, Body: body, Origin: "old"}}}
		faults := x.Faults(casefile.Case{ID: on}, chronology.Moment{Act: "act"})
		if len(faults) != 1 || faults[0].Field != "kind" {
			t.Errorf("%T is imported: %+v", body, faults)
		}
	}
}
