package person_test

import (
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/person"
)

func when(t *testing.T, s string) answer.Of[civil.When] {
	t.Helper()
	if s == "" {
		return answer.Of[civil.When]{}
	}
	w, err := civil.ReadWhen(s)
	if err != nil {
		t.Fatal(err)
	}
	return answer.Given(w)
}

func TestIs(t *testing.T) {
	s := folded("a", &person.Met{ChosenName: name("Linh")}, "a", &person.Described{OwnScript: name("Nguyễn Thúy Linh"), Earlier: answer.Given([]string{"مريم"}), Born: when(t, "4 May 1994")})
	for _, c := range []struct {
		name, asked, born string
		want              bool
	}{
		{"to-the-day", "Linh", "4 May 1994", true},
		{"to-the-year", "Linh", "1994", true},
		{"about", "Linh", "about 1994", true},
		{"capitals-and-space", " LINH  ", "1994", true},
		{"in-its-own-script", "nguyễn thúy linh", "1994", true},
		{"composed-otherwise", "Nguye\u0302\u0303n Thu\u0301y Linh", "1994", true},
		{"an-earlier-name", "مريم", "1994", true},
		{"without-marks", "Nguyen Thuy Linh", "1994", false},
		{"another-order", "Linh Nguyễn Thúy", "1994", false},
		{"part-of-it", "Nguyễn", "1994", false},
		{"another-day", "Linh", "5 May 1994", false},
		{"another-year", "Linh", "1995", false},
		{"no-birth", "Linh", "", false},
		{"no-name", "", "1994", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := person.AskedElsewhere{Name: name(c.asked), Born: when(t, c.born)}
			if got := s.Is(q); got != c.want {
				t.Errorf("%v", got)
			}
			if folded("a", &person.Met{ChosenName: name(c.asked)}).Is(q) {
				t.Error("somebody whose birth nobody knows is meant")
			}
		})
	}
}

func TestFindAgain(t *testing.T) {
	met := folded("a", &person.Met{})
	whole := person.AskedElsewhere{Name: name("Linh"), Born: when(t, "1994"), Ring: name("Ruth, 020 7946 0000"), Agreed: answer.Given(true)}
	for _, c := range []struct {
		name   string
		change func(*person.AskedElsewhere)
		field  string
	}{
		{"whole", func(*person.AskedElsewhere) {}, ""},
		{"one-letter", func(b *person.AskedElsewhere) { b.Name = name("L") }, "name"},
		{"no-name", func(b *person.AskedElsewhere) { b.Name = answer.Unknown[string]() }, "name"},
		{"no-birth", func(b *person.AskedElsewhere) { b.Born = answer.Unknown[civil.When]() }, "born"},
		{"a-decade", func(b *person.AskedElsewhere) {
			decade, err := civil.Between(today.Earliest().Add(-3650), today.Earliest())
			if err != nil {
				t.Error(err)
			}
			b.Born = answer.Given(decade)
		}, "born"},
		{"nobody-to-ring", func(b *person.AskedElsewhere) { b.Ring = answer.Declined[string]() }, "ring"},
		{"not-agreed", func(b *person.AskedElsewhere) { b.Agreed = answer.Given(false) }, "agreed"},
		{"not-asked", func(b *person.AskedElsewhere) { b.Agreed = answer.Of[bool]{} }, "agreed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			act := person.FindAgain{Happened: today, Body: whole}
			c.change(&act.Body)
			news, err := act.Decide(met, "case", chronology.Moment{For: "a"})
			if c.field == "" {
				if err != nil || len(news) != 1 {
					t.Errorf("writes %v: %v", news, err)
				}
				return
			}
			if e := errs.Of(err); e == nil || e.Kind != errs.Invalid || len(e.Fields) != 1 || e.Fields[0].Name != c.field {
				t.Errorf("error %v", err)
			}
		})
	}
	if _, err := (person.FindAgain{Happened: today, Body: whole}).Decide(met, "case", chronology.Moment{For: "b"}); errs.KindOf(err) != errs.Denied {
		t.Errorf("another organisation than the keeper asks: %v", err)
	}
	s := folded("a", &person.Met{}, "a", &person.MetElsewhere{})
	if len(s.Elsewhere) != 1 {
		t.Errorf("met elsewhere: %+v", s.Elsewhere)
	}
}
