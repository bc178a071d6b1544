package organisation_test

import (
	"reflect"
	"slices"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/organisation"
)

var today = civil.On(20514)

func folded(bodies ...any) organisation.State {
	var s organisation.State
	for _, b := range bodies {
		s.Fold(chronology.Line{Entry: chronology.Entry{Body: b}})
	}
	return s
}

func founded(name string) *organisation.Founded {
	return &organisation.Founded{Name: answer.Given(name), Sort: answer.Given(organisation.Sort("council"))}
}

func joined(name, role string) *organisation.Joined {
	return &organisation.Joined{Name: answer.Given(name), Organisation: answer.Given(ident.Organisation("org")), Role: answer.Given(role)}
}

func decided(t *testing.T, body any, news []chronology.New, err error, want []string) {
	t.Helper()
	var got []string
	if e := errs.Of(err); e != nil && e.Kind == errs.Invalid {
		for _, f := range e.Fields {
			got = append(got, f.Name)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("refused beside %v, want %v: %v", got, want, err)
	}
	if wrote := []chronology.New{{On: "case", Happened: today, Body: body}}; err == nil && !reflect.DeepEqual(news, wrote) {
		t.Errorf("writes %+v", news)
	}
}

func TestFound(t *testing.T) {
	for _, c := range []struct {
		name  string
		state organisation.State
		body  *organisation.Founded
		want  []string
	}{
		{"right", organisation.State{}, founded("The council"), nil},
		{"there-already", folded(founded("The council")), founded("The council"), []string{"name"}},
		{"nameless", organisation.State{}, &organisation.Founded{}, []string{"name"}},
		{"blank", organisation.State{}, founded(" "), []string{"name"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			news, err := organisation.Found{Happened: today, Body: *c.body}.Decide(c.state, "case", chronology.Moment{})
			decided(t, c.body, news, err, c.want)
		})
	}
}

func TestJoin(t *testing.T) {
	known := func(role string) bool { return role != "king" && role != "" }
	for _, c := range []struct {
		name  string
		state organisation.State
		body  *organisation.Joined
		want  []string
	}{
		{"right", organisation.State{}, joined("Tom", "manager"), nil},
		{"there-already", folded(joined("Tom", "manager")), joined("Tom", "manager"), []string{"name"}},
		{"back-again", folded(joined("Tom", "manager"), &organisation.Left{}), joined("Tom", "manager"), nil},
		{"unknown-role", organisation.State{}, joined("Tom", "king"), []string{"role"}},
		{"nobody-in-nothing", organisation.State{}, &organisation.Joined{}, []string{"name", "role"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			news, err := organisation.Join{Happened: today, Body: *c.body}.Decide(c.state, "support-provider", known, "case", chronology.Moment{})
			decided(t, c.body, news, err, c.want)
		})
	}
}

func TestFold(t *testing.T) {
	s := folded(founded("The council"))
	if !s.Founded || s.Joined || s.Name != "The council" || s.Sort != "council" {
		t.Errorf("%+v", s)
	}
	s = folded(joined("Tom", "manager"))
	if s.Founded || !s.Joined || s.Gone || s.Name != "Tom" || s.Role != "manager" || s.For != "org" {
		t.Errorf("%+v", s)
	}
	if s = folded(joined("Tom", "manager"), &organisation.Left{}); !s.Joined || !s.Gone {
		t.Errorf("who left is here: %+v", s)
	}
	if s = folded(joined("Tom", "manager"), &organisation.Left{}, joined("Tom", "case-owner")); s.Gone || s.Role != "case-owner" {
		t.Errorf("who came back is gone: %+v", s)
	}
	// What is left out stands as it was.
	if s = folded(joined("Tom", "manager"), &organisation.Joined{Role: answer.Given("case-owner")}); s.Name != "Tom" || s.For != "org" || s.Role != "case-owner" {
		t.Errorf("%+v", s)
	}
}

func TestKindsAreProved(t *testing.T) {
	if kinds, err := chronology.NewKinds(organisation.Kinds()...); err != nil || len(kinds.All()) != 5 {
		t.Errorf("%d kinds: %v", len(kinds.All()), err)
	}
}
