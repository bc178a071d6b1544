package organisation_test

import (
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/organisation"
)

func trained(course string, until answer.Of[civil.When]) *organisation.Trained {
	return &organisation.Trained{Course: answer.Given(organisation.Course(course)), Until: until}
}

func TestSupervise(t *testing.T) {
	held := &organisation.Supervised{How: answer.Given(organisation.SupervisionForm("clinical")), With: answer.Given("Dr Amir")}
	for _, c := range []struct {
		name  string
		state organisation.State
		body  *organisation.Supervised
		want  []string
	}{
		{"right", folded(joined("Tom", "support-worker")), held, nil},
		{"with-nobody", folded(joined("Tom", "support-worker")), &organisation.Supervised{How: held.How}, []string{"with"}},
		{"with-blanks", folded(joined("Tom", "support-worker")), &organisation.Supervised{With: answer.Given("\t ")}, []string{"with"}},
		{"who-left", folded(joined("Tom", "support-worker"), &organisation.Left{}), held, []string{"how"}},
		{"who-came-back", folded(joined("Tom", "support-worker"), &organisation.Left{}, joined("Tom", "support-worker")), held, nil},
		{"an-organisation", folded(founded("Maple House")), held, []string{"how"}},
		{"nobody", organisation.State{}, held, []string{"how"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			news, err := organisation.Supervise{Happened: today, Body: *c.body}.Decide(c.state, "case", chronology.Moment{})
			decided(t, c.body, news, err, c.want)
		})
	}
}

func TestTrain(t *testing.T) {
	here := folded(joined("Tom", "support-worker"))
	for _, c := range []struct {
		name  string
		state organisation.State
		body  *organisation.Trained
		want  []string
	}{
		{"no-last-day", here, trained("first-aid", answer.Of[civil.When]{}), nil},
		{"valid-for-years", here, trained("first-aid", answer.Given(civil.On(today.Latest()+1000))), nil},
		{"valid-for-the-day", here, trained("first-aid", answer.Given(today)), nil},
		{"last-day-not-known", here, trained("first-aid", answer.Unknown[civil.When]()), nil},
		{"ran-out-before-it-began", here, trained("first-aid", answer.Given(civil.On(today.Earliest()-1))), []string{"until"}},
		{"who-left", folded(joined("Tom", "support-worker"), &organisation.Left{}), trained("first-aid", answer.Of[civil.When]{}), []string{"course"}},
		{"nobody", organisation.State{}, trained("first-aid", answer.Of[civil.When]{}), []string{"course"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			news, err := organisation.Train{Happened: today, Body: *c.body}.Decide(c.state, "case", chronology.Moment{})
			decided(t, c.body, news, err, c.want)
		})
	}
}

// occurs is what the rulebook sees of a body.
func occurs(t *testing.T, kind string, body any) chronology.Occurrence {
	t.Helper()
	kinds, err := chronology.NewKinds(organisation.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	return kinds.Occurrences(kinds.Read([]chronology.Entry{{ID: "e", Kind: kind, Happened: today, Body: body}}, chronology.At{}))[0]
}

// Renewing one course leaves another's clock alone, and a certificate without a last day
// has the service's own.
func TestTrainingPublishes(t *testing.T) {
	for _, c := range []struct {
		name  string
		until answer.Of[civil.When]
		end   string
		dated bool
	}{
		{"written", answer.Given(today), "written", true},
		{"open", answer.Of[civil.When]{}, "open", false},
		{"not-known", answer.Unknown[civil.When](), "open", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := occurs(t, "worker.trained", trained("first-aid", c.until))
			course, _ := o.Mark("course")
			end, _ := o.Mark("end")
			until, dated := o.Mark("until")
			if o.Episode != "first-aid" || course.Code != "first-aid" || end.Code != c.end || dated != c.dated || (dated && until.When != today) {
				t.Errorf("%+v", o)
			}
			for _, m := range o.Marks {
				if m.Label != label.Staffing {
					t.Errorf("%s is open under %s", m.Name, m.Label)
				}
			}
		})
	}
	if other := occurs(t, "worker.trained", &organisation.Trained{}); other.Episode != ident.Entry("e") {
		t.Errorf("training in nothing is of the episode %q", other.Episode)
	}
}

// Whoever runs Waymark sees no case, so the standards for work with people are not theirs.
func TestJoinedPublishesWithWhomOneWorks(t *testing.T) {
	for role, want := range map[string]string{"support-worker": "with-people", "manager": "with-people", "case-owner": "with-people", "operator": "on-waymark", "": ""} {
		body := &organisation.Joined{}
		if role != "" {
			body.Role = answer.Given(role)
		}
		if m, _ := occurs(t, "worker.joined", body).Mark("works"); m.Code != want {
			t.Errorf("%q works %q, want %q", role, m.Code, want)
		}
	}
}
