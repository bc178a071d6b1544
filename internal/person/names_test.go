package person_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
)

var noon = time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)

func written(ws []person.Written) string {
	var out []string
	for _, w := range ws {
		out = append(out, string(w.Form)+": "+w.Name)
	}
	return strings.Join(out, ", ")
}

func TestNames(t *testing.T) {
	lines := func(s ...string) answer.Of[[]string] { return answer.Given(s) }
	for _, c := range []struct {
		name  string
		state person.State
		want  string
		also  string
	}{
		{"nobody", person.State{}, "", ""},
		{"chosen", folded("a", &person.Met{ChosenName: name("Linh")}), "chosen: Linh", ""},
		{"every-form", folded("a", &person.Met{ChosenName: name("Linh")}, "a", &person.Described{
			OtherNames: lines("Mai"), Earlier: lines("Hoa", "Thu"), CalledToo: lines("Lin"), OnPapers: name("NGUYEN THUY LINH"), OwnScript: name("Nguyễn Thúy Linh"),
		}), "chosen: Linh, own script: Nguyễn Thúy Linh, on papers: NGUYEN THUY LINH, called: Lin, earlier: Hoa, earlier: Thu, other: Mai",
			"own script: Nguyễn Thúy Linh, on papers: NGUYEN THUY LINH, called: Lin, earlier: Hoa, earlier: Thu, other: Mai"},
		{"chosen-anew", folded("a", &person.Met{ChosenName: name("Linh")}, "a", &person.Described{ChosenName: name("Mai")}), "chosen: Linh, chosen: Mai", "chosen: Linh"},
		{"said-twice", folded("a", &person.Met{ChosenName: name("Linh")}, "b", &person.Described{OnPapers: name("Linh"), Earlier: lines("LINH")}), "chosen: Linh, earlier: LINH", "earlier: LINH"},
		{"composed-otherwise", folded("a", &person.Met{ChosenName: name(norm.NFC.String("Nguyễn"))}, "a", &person.Described{OwnScript: name(norm.NFD.String("Nguyễn"))}), "chosen: " + norm.NFC.String("Nguyễn"), ""},
		{"not-known", folded("a", &person.Met{ChosenName: answer.Unknown[string]()}, "a", &person.Described{OnPapers: answer.Declined[string]()}), "", ""},
		{"withheld", folded("a", &person.Met{ChosenName: answer.Withheld[string]()}), "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := written(c.state.Names); got != c.want {
				t.Errorf("names %q, want %q", got, c.want)
			}
			if got := written(c.state.AlsoWritten()); got != c.also {
				t.Errorf("also written %q, want %q", got, c.also)
			}
		})
	}
}

// TestNamesAsTyped: a name of any letters is taken, kept letter for letter, and comes
// back so from where it lies.
func TestNamesAsTyped(t *testing.T) {
	kinds, err := chronology.NewKinds(person.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	keeps := func(t interface{ Fatalf(string, ...any) }, typed string) {
		act := person.Describe{Happened: today, Body: person.Described{ChosenName: name(typed), OwnScript: name(typed), Earlier: answer.Given([]string{typed})}}
		news, err := act.Decide(folded("a", &person.Met{}), "case", chronology.Moment{})
		if err != nil || kinds.Check(news[0], noon) != nil {
			t.Fatalf("%q is refused: %v, %v", typed, err, kinds.Check(news[0], noon))
		}
		e := chronology.Entry{ID: "e", Chronology: "case", Kind: "person.described", Version: 1, For: "a", Happened: today, Body: news[0].Body}
		env, parts, err := kinds.Pack(e)
		if err != nil {
			t.Fatalf("%q: %v", typed, err)
		}
		back, ok, err := kinds.Unpack("case", "e", env, func(n int, _ label.Set) ([]byte, error) { return parts[n].JSON, nil }, label.Everything())
		b, is := back.Body.(*person.Described)
		if err != nil || !ok || !is {
			t.Fatalf("%q does not come back: %v", typed, err)
		}
		if got := b.ChosenName.Or(""); got != typed || b.OwnScript.Or("") != typed || !slices.Equal(b.Earlier.Or(nil), []string{typed}) {
			t.Fatalf("%q comes back as %q", typed, got)
		}
		var s person.State
		s.Fold(chronology.Line{Entry: chronology.Entry{For: ident.Organisation("a"), Happened: today, Body: &person.Met{}}})
		s.Fold(chronology.Line{Entry: back})
		if s.Called() != typed || len(s.Names) != 1 || s.Names[0].Name != typed {
			t.Fatalf("%q is called %q, names %v", typed, s.Called(), s.Names)
		}
	}
	for _, typed := range []string{
		"X", "ም", "van der Berg", "O’Neill", "D'Arcy", "mcdonald", "LINH", "محمد بن عبد الرحمن", "יוסף", "Ọláolúwa", "Ọ̀ládélé", "M\u0301", "नेपाल\u200dी", "Ana-María", "王伟", "J. R.", "7even", "🌸",
		strings.Repeat("Wolfeschlegel", 9) + "abc", "Nguyễn " + strings.Repeat("x", 113),
	} {
		keeps(t, typed)
	}
	rapid.Check(t, func(t *rapid.T) {
		keeps(t, rapid.StringMatching(`[\p{L}\p{M}'’ .-]{0,119}\p{L}`).Draw(t, "name"))
	})
}
