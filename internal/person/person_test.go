package person_test

import (
	"reflect"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
)

var today = civil.On(20514)

// folded is the state after lines of these bodies, each by the organisation before it.
func folded(pairs ...any) person.State {
	var s person.State
	for i := 0; i+1 < len(pairs); i += 2 {
		org, _ := pairs[i].(string)
		s.Fold(chronology.Line{Entry: chronology.Entry{For: ident.Organisation(org), Happened: today, Body: pairs[i+1]}})
	}
	return s
}

func name(s string) answer.Of[string] { return answer.Given(s) }

func TestMeet(t *testing.T) {
	act := person.Meet{Happened: today, Body: person.Met{ChosenName: name("Ama")}}
	news, err := act.Decide(person.State{}, "case", chronology.Moment{})
	if err != nil || len(news) != 1 || news[0].On != "case" || news[0].Happened != today || !reflect.DeepEqual(news[0].Body, &act.Body) {
		t.Errorf("writes %+v: %v", news, err)
	}
	if _, err := act.Decide(folded("a", &person.Met{}), "case", chronology.Moment{}); errs.KindOf(err) != errs.Conflict {
		t.Errorf("a chronology is opened twice: %v", err)
	}
	// Nobody need be named.
	if _, err := (person.Meet{Happened: today}).Decide(person.State{}, "case", chronology.Moment{}); err != nil {
		t.Errorf("somebody nameless: %v", err)
	}
}

func TestDescribe(t *testing.T) {
	met := folded("a", &person.Met{})
	for _, c := range []struct {
		name  string
		state person.State
		body  person.Described
		kind  errs.Kind
		field string
	}{
		{"nobody-here", person.State{}, person.Described{ChosenName: name("Ama")}, errs.NotFound, ""},
		{"nothing-said", met, person.Described{}, errs.Invalid, "chosen_name"},
		{"empty-name", met, person.Described{ChosenName: name(" ")}, errs.Invalid, "chosen_name"},
		{"name", met, person.Described{ChosenName: name("Ama")}, 0, ""},
		{"name-not-known", met, person.Described{ChosenName: answer.Unknown[string]()}, 0, ""},
		{"own-script", met, person.Described{OwnScript: name("أما")}, 0, ""},
		{"on-papers", met, person.Described{OnPapers: answer.Unknown[string]()}, 0, ""},
		{"called-too", met, person.Described{CalledToo: answer.Given([]string{"A"})}, 0, ""},
		{"earlier", met, person.Described{Earlier: answer.Declined[[]string]()}, 0, ""},
		{"other-names", met, person.Described{OtherNames: answer.Given([]string{"A"})}, 0, ""},
		{"spoken-of", met, person.Described{SpokenOfAs: answer.Given(person.Pronoun("they"))}, 0, ""},
		{"speaks", met, person.Described{Speaks: name("Twi")}, 0, ""},
		{"interpreter", met, person.Described{Interpreter: answer.Declined[person.Wish]()}, 0, ""},
		{"born", met, person.Described{Born: answer.Given(today)}, 0, ""},
		{"nationality", met, person.Described{Nationality: answer.Unknown[string]()}, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			act := person.Describe{Happened: today, Body: c.body}
			news, err := act.Decide(c.state, "case", chronology.Moment{})
			if c.kind != 0 {
				e := errs.Of(err)
				if e == nil || e.Kind != c.kind || c.field != "" && (len(e.Fields) != 1 || e.Fields[0].Name != c.field) {
					t.Errorf("error %v", err)
				}
				return
			}
			if err != nil || len(news) != 1 || !reflect.DeepEqual(news[0].Body, &act.Body) {
				t.Errorf("writes %+v: %v", news, err)
			}
		})
	}
}

func TestCalled(t *testing.T) {
	for _, c := range []struct {
		name  string
		state person.State
		want  string
	}{
		{"nobody", person.State{}, person.Nameless},
		{"nameless", folded("a", &person.Met{}), person.Nameless},
		{"named-when-met", folded("a", &person.Met{ChosenName: name("Ama")}), "Ama"},
		{"named-later", folded("a", &person.Met{ChosenName: name("Ama")}, "a", &person.Described{ChosenName: name("Abena")}), "Abena"},
		{"named-by-another", folded("a", &person.Met{ChosenName: name("Ama")}, "b", &person.Described{ChosenName: name("Amma")}), "Ama"},
		{"named-by-another-alone", folded("a", &person.Met{ChosenName: answer.Unknown[string]()}, "b", &person.Described{ChosenName: name("Amma")}), "Amma"},
		{"declined-and-named-by-another", folded("a", &person.Met{ChosenName: answer.Declined[string]()}, "b", &person.Described{ChosenName: name("Amma")}), "Prefers not to say"},
		{"something-else-said-later", folded("a", &person.Met{ChosenName: name("Ama")}, "a", &person.Described{Speaks: name("Twi")}), "Ama"},
		{"not-known", folded("a", &person.Met{ChosenName: answer.Unknown[string]()}), person.Nameless},
		{"declined", folded("a", &person.Met{ChosenName: answer.Declined[string]()}), "Prefers not to say"},
		{"withheld", folded("a", &person.Met{ChosenName: answer.Withheld[string]()}), person.Nameless},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.state.Called(); got != c.want {
				t.Errorf("called %q, want %q", got, c.want)
			}
		})
	}
}

func TestFold(t *testing.T) {
	s := folded("a", &person.Met{}, "b", &person.Met{},
		"a", &person.Described{SpokenOfAs: answer.Given(person.Pronoun("she")), Speaks: name("Twi"), Born: answer.Given(today), Nationality: name("Ghana")},
		"b", &person.Described{SpokenOfAs: answer.Given(person.Pronoun("they")), Interpreter: answer.Given(person.Wish("woman")), Born: answer.Given(today)})
	if !s.Founded || s.Keeper != "a" || s.Met != today {
		t.Errorf("the first who met them keeps the record: %+v", s)
	}
	if !s.SpokenOfAs.Disputed() || s.SpokenOfAs.Answer().Or("") != "they" || s.Born.Disputed() || len(s.Born.All()) != 2 {
		t.Errorf("claims: %+v, %+v", s.SpokenOfAs, s.Born)
	}
	if s.Speaks.Answer().Or("") != "Twi" || s.Interpreter.Answer().Or("") != "woman" || s.Nationality.Answer().Or("") != "Ghana" {
		t.Errorf("%+v", s)
	}
}

func TestMeetingKeepsTheRecord(t *testing.T) {
	kinds, err := chronology.NewKinds(person.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	lines := kinds.Read([]chronology.Entry{{ID: "e", Kind: "person.met", For: "a", Happened: today, Body: &person.Met{}}}, chronology.At{})
	access, _ := kinds.AccessOf(lines)
	if len(access) != 1 || access[0].To != "a" || access[0].Labels != label.Everything() || access[0].Basis != chronology.Keeper {
		t.Errorf("access %+v", access)
	}
}

// TestAlsoCalled: another organisation's name for somebody stands beside the one that is
// used, and says whose it is.
func TestAlsoCalled(t *testing.T) {
	s := folded("a", &person.Met{ChosenName: name("Ama")}, "b", &person.Described{ChosenName: name("Amma")}, "c", &person.Described{ChosenName: name("Ama")})
	also := s.AlsoCalled()
	if len(also) != 1 || also[0].For != "b" || also[0].Answer.Or("") != "Amma" {
		t.Errorf("also called %+v", also)
	}
}
