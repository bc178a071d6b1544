package wording_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"waymark/internal/civil"
	"waymark/internal/wording"
)

func shipped(t *testing.T) *wording.Catalogue {
	t.Helper()
	c, err := wording.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func speaker(t *testing.T, c *wording.Catalogue, tag string) wording.Speaker {
	t.Helper()
	l, ok := c.Find(tag)
	if !ok {
		t.Fatalf("there is no language %s", tag)
	}
	return c.In(l)
}

const (
	english = "language: en\nname: English\ncalled: [English]\nmade: {by: us, on: 2026-11-28}\nsays:\n" +
		"  hello: Hello {name}.\n  times:\n    one: Once, on {day}.\n    other: \"{n} times, since {day}.\"\n  day: \"{day} {month} {year}\"\n  month.3: March\n"
	polish = "language: pl\nname: Polski\ncalled: [Polish]\nmade: {by: computer, on: 2026-11-28}\nsays:\n"
	hello  = "  hello: {of: \"Hello {name}.\", is: \"Cześć {name}.\"}\n"
)

func files(others ...string) fstest.MapFS {
	out := fstest.MapFS{"wording/en.yaml": {Data: []byte(english)}}
	for _, f := range others {
		tag := strings.TrimPrefix(strings.SplitN(f, "\n", 2)[0], "language: ")
		out["wording/"+tag+".yaml"] = &fstest.MapFile{Data: []byte(f)}
	}
	return out
}

func load(t *testing.T, others ...string) *wording.Catalogue {
	t.Helper()
	c, err := wording.Load(files(others...))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// untranslated says what a language of a catalogue does not say, or said of older English.
func untranslated(c *wording.Catalogue) []string {
	var out []string
	for _, l := range c.Languages() {
		for _, key := range c.Keys() {
			if c.In(l).Say(key).Lang != "" {
				out = append(out, l.Tag+" has no words for "+key)
			}
		}
	}
	return out
}

func TestEveryLanguageIsWhole(t *testing.T) {
	c := shipped(t)
	for _, missing := range untranslated(c) {
		t.Error(missing)
	}
	if len(c.Languages()) < 4 {
		t.Errorf("only %d languages", len(c.Languages()))
	}
}

func TestUntranslatedControl(t *testing.T) {
	got := untranslated(load(t, polish+hello))
	want := []string{"pl has no words for day", "pl has no words for month.3", "pl has no words for times"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, tc := range map[string]struct{ file, says string }{
		"whatEnglishHasNot":     {polish + "  bye: {of: Bye, is: Pa}\n", "bye is not in the English"},
		"aPlaceTooFew":          {polish + "  hello: {of: \"Hello {name}.\", is: Cześć.}\n", "hello: other has places for [], and the English for [name]"},
		"anotherPlace":          {polish + "  hello: {of: \"Hello {name}.\", is: \"Cześć {nam}.\"}\n", "other has places for [nam]"},
		"aFormTooFew":           {polish + "  times: {of: {one: \"Once, on {day}.\", other: \"{n} times, since {day}.\"}, is: {one: \"Raz, {day}.\", other: \"{n} razy, {day}.\"}}\n", "it has the forms [one other], and needs [few many one other]"},
		"formsWithoutNumbers":   {polish + "  hello: {of: \"Hello {name}.\", is: {one: \"Cześć {name}.\", other: \"Cześć {name}.\"}}\n", "it has the forms [one other], and needs [other]"},
		"aFormThatIsEmpty":      {polish + "  month.3: {of: March, is: \" \"}\n", "other is empty"},
		"nobodyWhoMadeIt":       {strings.Replace(polish, "by: computer, ", "", 1), "write by whom"},
		"noDayOnWhichItWasMade": {strings.Replace(polish, "2026-11-28", "autumn", 1), "pl: "},
		"noNameOfItsOwn":        {strings.Replace(polish, "Polski", "\"\"", 1), "say what the language is called"},
		"noSuchLanguage":        {strings.Replace(polish, "language: pl", "language: p", 1), "p: "},
		"whatNobodyAskedFor":    {polish + "mood: sunny\n", "mood"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := wording.Load(files(tc.file))
			if err == nil || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("got %v, want it to say %q", err, tc.says)
			}
		})
	}
	if _, err := wording.Load(fstest.MapFS{"wording/pl.yaml": {Data: []byte(polish)}}); err == nil {
		t.Error("a catalogue without English is taken")
	}
	if _, err := wording.Load(fstest.MapFS{"wording/en.yaml": {Data: []byte(english)}, "wording/cy.yaml": {Data: []byte(polish)}}); err == nil {
		t.Error("a file is taken for another language")
	}
}

// TestChangedEnglish keeps a translation of what is no longer said from being read.
func TestChangedEnglish(t *testing.T) {
	c := load(t, polish+strings.Replace(hello, "of: \"Hello", "of: \"Good day", 1))
	said := speaker(t, c, "pl").Say("hello", wording.Text("name", "Ala"))
	if said.Lang != wording.English || said.Plain() != "Hello Ala." {
		t.Errorf("%q in %q", said.Plain(), said.Lang)
	}
	said = speaker(t, load(t, polish+hello), "pl").Say("hello", wording.Text("name", "Ala"))
	if said.Lang != "" || said.Plain() != "Cześć Ala." {
		t.Errorf("control: %q in %q", said.Plain(), said.Lang)
	}
}

func TestValuesStandApart(t *testing.T) {
	said := speaker(t, load(t), "en").Say("hello", wording.Text("name", "{month}"))
	want := []wording.Part{{Text: "Hello "}, {Text: "{month}", Value: true}, {Text: "."}}
	if diff := cmp.Diff(want, said.Parts); diff != "" {
		t.Error(diff)
	}
}

func TestNumbersChooseTheirForm(t *testing.T) {
	c := shipped(t)
	for tag, want := range map[string]map[int]string{
		"en": {0: "other", 1: "one", 2: "other", 21: "other"},
		"ar": {0: "zero", 1: "one", 2: "two", 3: "few", 10: "few", 11: "many", 99: "many", 100: "other"},
		"ro": {0: "few", 1: "one", 2: "few", 19: "few", 20: "other"},
		"vi": {0: "other", 1: "other", 7: "other"},
	} {
		s := speaker(t, c, tag)
		for n, form := range want {
			since := wording.Day("since", day(t, "2026-03-02"))
			got := s.Say("kept.entries", wording.Number("n", n), since).Plain()
			text := strings.NewReplacer("{n}", fmt.Sprint(n), "{since}", s.Say("day", wording.Text("day", "2"), wording.Text("month", s.Say("month.3").Plain()), wording.Text("year", "2026")).Plain()).Replace(s.Language.Forms("kept.entries")[form])
			if got != text {
				t.Errorf("%s says %q of %d, want %q", tag, got, n, text)
			}
		}
	}
}

func day(t *testing.T, s string) civil.Day {
	t.Helper()
	d, err := civil.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDaysAreInTheLanguageOfTheirSentence(t *testing.T) {
	c, d := shipped(t), wording.Day("day", day(t, "2026-03-02"))
	if got, want := speaker(t, c, "en").Say("seen.until", d).Plain(), "This ends after 2 March 2026."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := speaker(t, c, "ar").Say("seen.until", d).Plain(), "ينتهي هذا بعد 2 مارس 2026."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	// A sentence that is still in English has its day in English.
	times := load(t, polish+hello)
	if got := speaker(t, times, "pl").Say("times", wording.Number("n", 1), d); got.Plain() != "Once, on 2 March 2026." || got.Lang != wording.English {
		t.Errorf("%q in %q", got.Plain(), got.Lang)
	}
	about, err := civil.ReadWhen("about March 2026")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range speaker(t, c, "ar").Say("seen.until", wording.When("day", about)).Parts {
		if p.Value && (p.Lang != wording.English || p.Text != "about March 2026") {
			t.Errorf("%q in %q: a date that is not exact stands as it was written", p.Text, p.Lang)
		}
	}
}

func TestSpoken(t *testing.T) {
	c := shipped(t)
	for said, want := range map[string]string{
		"Vietnamese": "vi", "vietnamese": "vi", "Albanian and some English": "sq", "English, some Albanian": "en",
		"العربية": "ar", "Sudanese Arabic": "ar", "Tigrinya": "", "": "",
	} {
		got := ""
		if l, ok := c.Spoken(said); ok {
			got = l.Tag
		}
		if got != want {
			t.Errorf("%q: found %q, want %q", said, got, want)
		}
	}
}

func TestWhoMadeItIsSaid(t *testing.T) {
	for _, l := range shipped(t).Languages() {
		if l.Tag != wording.English && l.Made.By == wording.Computer && l.Checked.By == wording.Computer {
			t.Errorf("%s: a computer does not check a computer's words", l.Tag)
		}
	}
}
