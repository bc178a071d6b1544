package govuk

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

const partsFolder = "testdata/parts"

// ourOwn are the components that GOV.UK Frontend lacks, and what they are for. The name of
// a sample is the component's, or begins with it and a dot.
var ourOwn = map[string]string{
	"badge":          "a risk or a state in a word, beside what it is about (after MoJ badge)",
	"identity-bar":   "who a page is about: name, states, facts at a glance, the other pages (after MoJ identity bar)",
	"known":          "an answer that is on record, with its source, so that nobody is asked again",
	"multi-select":   "several of a long list, in little room (after MoJ multi select, without a script)",
	"when-input":     "a date as it is known: exact, about, a month, a season, a year, a span; or that there is none",
	"timeline":       "what happened, in order of time (after MoJ timeline)",
	"withheld":       "marks where something may be written that is not open to the reader, with the same words whatever it is",
	"filter":         "narrows a list: a form, and a chip for each thing chosen (after MoJ filter)",
	"sortable-table": "a list that orders by a column, sorted by the server (after MoJ sortable table)",
}

// samples counts those of a component.
func samples(component string) int {
	n := 0
	for name := range parts() {
		if of, _, _ := strings.Cut(name, "."); of == component {
			n++
		}
	}
	return n
}

func TestEveryPartOfOurOwnHasASample(t *testing.T) {
	for name := range ourOwn {
		if samples(name) == 0 {
			t.Errorf("%s has no sample", name)
		}
	}
	for name := range parts() {
		if of, _, _ := strings.Cut(name, "."); ourOwn[of] == "" {
			t.Errorf("%s is of no component of ours", name)
		}
	}
}

// holding puts a component into another that takes children.
func holding(outer, child templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, child), w)
	})
}

// parts are our own components, each as pages use it: with everything, and with as
// little as there can be. The browser tests look at the same files with axe.
func parts() map[string]templ.Component {
	return map[string]templ.Component{
		"badge":       Badge(BadgeOptions{Text: "High risk", Tone: ToneRed}),
		"badge.plain": Badge(BadgeOptions{Text: "unverified"}),
		"identity-bar": IdentityBar(IdentityBarOptions{
			Name: "ሰላም", Badges: []BadgeOptions{{Text: "Amber risk", Tone: ToneAmber}, {Text: "Support ended"}},
			Facts: []Fact{
				{Before: "Speaks", Words: "Tigrinya", After: ", interpreter a woman"},
				{Before: "Also called", Words: "Selam", Attributes: Attributes{"dir": "auto"}},
				{Before: "Worker", Words: "you", Href: "/cases/1/workers", Link: "change who"},
			},
			Tabs:      []PageTab{{Text: "Now", Href: "/cases/1", Current: true}, {Text: "Chronology", Href: "/cases/1/chronology"}},
			TabsLabel: "Pages about this person",
		}),
		"identity-bar.least": IdentityBar(IdentityBarOptions{Name: "Not known yet", Facts: []Fact{{Before: "Worker", Words: "nobody yet"}}, Tabs: []PageTab{{Text: "Now", Href: "/cases/1", Current: true}}, TabsLabel: "Pages about this person"}),
		"timeline": holding(Timeline(), holding(TimelineItem(TimelineItemOptions{ID: "e1", Title: "Contact", Badges: []BadgeOptions{{Text: "Put right", Tone: ToneBlue}}}),
			Hint(HintOptions{Text: "3 May 2026 · Naz, Maple House"}))),
		"known": holding(Known(KnownOptions{Question: "Which languages do they speak?", Answer: "አማርኛ", Source: "Said on 6 November 2026 to Nadia Rahman, Maple House"}),
			Input(InputOptions{Name: "speaks", Label: LabelOptions{Text: "Which languages do they speak?"}})),
		"known.open": holding(Known(KnownOptions{Question: "Date of birth", Answer: "about 1994", Source: "Said on 6 November 2026 to Nadia Rahman, Maple House", ChangeText: "They say otherwise", Open: true}),
			WhenInput(WhenInputOptions{Name: "born", Label: LabelOptions{Text: "Date of birth"}, Values: []string{"summer of love"}, Error: "Write the date like 12 March 2019"})),
		"multi-select": MultiSelect(MultiSelectOptions{Name: "kind", Label: "Kinds of entry", Values: []string{"b"}, Open: true,
			Items: []Choice{{Value: "a", Text: "Contact"}, {Value: "b", Text: "Risk"}}}),
		"multi-select.unused": MultiSelect(MultiSelectOptions{Name: "kind", Label: "Kinds of entry", None: "every kind", Items: []Choice{{Value: "a", Text: "Contact"}}}),
		"when-input":          WhenInput(WhenInputOptions{Name: "happened", Label: LabelOptions{Text: "When was it?", Size: SizeS}, Values: []string{"about March 2026"}}),
		"when-input.unknown": WhenInput(WhenInputOptions{Name: "born", Label: LabelOptions{Text: "Date of birth?", Size: SizeS}, Hint: HintOptions{Text: "About is fine"}, Error: "Write a date, or tick that there is none",
			Values: []string{"4 May", "@not-known"}, Unknown: []Choice{{Value: "@not-known", Text: "We don't know yet"}, {Value: "@declined", Text: "Preferred not to say"}}}),
		"withheld": Withheld(),
		"filter": holding(Filter(FilterOptions{
			Action: "/people", Label: "Narrow the list", Kept: []Hidden{{"sort", "name"}},
			Chosen:    []Chip{{"Maple House", "/people?sort=name&late=yes"}, {"Late", "/people?sort=name&house=maple"}},
			ClearHref: "/people?sort=name", ClearText: "Show everybody",
		}), Select(SelectOptions{Name: "house", Label: LabelOptions{Text: "House"}, Value: "maple", Items: []SelectItem{{Text: "Any"}, {Value: "maple", Text: "Maple House"}}})),
		"filter.unused": holding(Filter(FilterOptions{Action: "/chronology", Label: "Narrow the chronology", Submit: "Narrow"}),
			Input(InputOptions{Name: "from", Label: LabelOptions{Text: "From"}})),
		"sortable-table": SortableTable(SortableTableOptions{
			Caption: "People, those with the nearest date first",
			Columns: []SortColumn{
				{Text: "Who", Href: "/people?sort=name"},
				{Text: "Next date", Href: "/people?sort=-next", Sorted: Ascending},
				{Text: "Days waited", Href: "/people?sort=-waited", Numeric: true},
				{Text: "House"},
			},
			Rows: [][]TableCell{
				{{HTML: Tag(TagOptions{Text: "Alima"})}, {Text: "3 May 2026"}, {Text: "12"}, {Text: "Maple House"}},
				{},
				{{Text: "Grace"}, {Text: "Nothing is due"}, {Text: "4"}, {Text: "Not a house"}},
			},
		}),
		"sortable-table.captioned": SortableTable(SortableTableOptions{
			Caption: "Cases by age", ShowCaption: true, Columns: []SortColumn{{Text: "Age", Href: "/cases?sort=age", Sorted: Descending, Numeric: true}, {Text: "Reason"}},
			Rows: [][]TableCell{{{Text: "412 days"}, {Text: "Waits for an answer", Classes: "wm-late"}}},
		}),
	}
}

// goldenPart is the rendered HTML with a line for each tag, so that a change is read
// line by line.
func goldenPart(t *testing.T, component templ.Component) string {
	t.Helper()
	return strings.ReplaceAll(render(t, component), "><", ">\n<") + "\n"
}

func TestOurOwnPartsAreAsTheyWereRead(t *testing.T) {
	all := parts()
	for name, component := range all {
		t.Run(name, func(t *testing.T) {
			path, got := filepath.Join(partsFolder, name+".html"), goldenPart(t, component)
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s is not what was read last; run this test with -update and read the change\n%s", name, got)
			}
		})
	}
	files, err := os.ReadDir(partsFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if all[strings.TrimSuffix(file.Name(), ".html")] == nil {
			t.Errorf("%s shows no part any more", file.Name())
		}
	}
}

// The content security policy refuses inline styles and scripts.
func TestOurOwnPartsKeepToTheHouse(t *testing.T) {
	for name, component := range parts() {
		t.Run(name, func(t *testing.T) {
			source := render(t, component)
			for _, never := range forbiddenInParts {
				if strings.Contains(source, never) {
					t.Errorf("%s stands in %s", never, source)
				}
			}
		})
	}
}

var forbiddenInParts = []string{" style=", " onclick=", "javascript:"}

func TestFilterTakesAwayOneThingAtATime(t *testing.T) {
	source := render(t, Filter(FilterOptions{Action: "/people", Chosen: []Chip{{"Late", "/people?house=maple"}}, ClearHref: "/people"}))
	if len(find(t, source, "href", "/people?house=maple")) != 1 || len(find(t, source, "href", "/people")) != 1 {
		t.Errorf("no way back to the list without it, or to the whole: %s", source)
	}
	if source := render(t, Filter(FilterOptions{Action: "/people", ClearHref: "/people"})); len(find(t, source, "href", "/people")) != 0 {
		t.Errorf("where nothing is chosen, there is nothing to take away: %s", source)
	}
}

func TestSortableTableSaysItsOrder(t *testing.T) {
	source := render(t, parts()["sortable-table"])
	sorted := find(t, source, "aria-sort", "ascending")
	if len(sorted) != 1 || sorted[0].Data != "th" {
		t.Errorf("one column orders the list, and says so: %s", source)
	}
	if got := len(find(t, source, "scope", "row")); got != 2 {
		t.Errorf("%d rows have a header; 2 should, and the empty one is left out: %s", got, source)
	}
	if numbers := find(t, source, "class", "wm-number"); len(numbers) != 3 {
		t.Errorf("numbers stand under their head: %s", source)
	}
}

func TestWhenInputKeepsEveryTypedCharacter(t *testing.T) {
	unknown := []Choice{{Value: "@a", Text: "We don't know yet"}, {Value: "@b", Text: "Preferred not to say"}}
	for name, tc := range map[string]struct {
		values []string
		typed  string
		ticked int
	}{
		"nothing":       {nil, "", 0},
		"asTyped":       {[]string{"  about  march '26 "}, "  about  march '26 ", 0},
		"ticked":        {[]string{"", "@a"}, "", 1},
		"fromTheRecord": {[]string{"@b"}, "", 1},
		"both":          {[]string{"4 May", "@a", "@b"}, "4 May", 2},
	} {
		t.Run(name, func(t *testing.T) {
			source := render(t, WhenInput(WhenInputOptions{Name: "born", Label: LabelOptions{Text: "Born"}, Values: tc.values, Unknown: unknown}))
			line := find(t, source, "id", "born")
			if len(line) != 1 || attribute(line[0], "value") != tc.typed {
				t.Errorf("the line holds another text: %s", source)
			}
			if got := strings.Count(source, " checked"); got != tc.ticked {
				t.Errorf("%d are ticked, %d should be: %s", got, tc.ticked, source)
			}
		})
	}
}

func TestMultiSelectSaysHowManyAreChosen(t *testing.T) {
	items := []Choice{{Value: "a", Text: "A"}, {Divider: "or"}, {Value: "b", Text: "B"}}
	for want, values := range map[string][]string{"all": nil, "1 chosen": {"a", "gone"}, "2 chosen": {"a", "b"}} {
		if got := (MultiSelectOptions{Items: items, Values: values}).chosen(); got != want {
			t.Errorf("%v: %q, want %q", values, got, want)
		}
	}
}

func TestKnownAsksNothingUntilWanted(t *testing.T) {
	shut, open := render(t, parts()["known"]), render(t, parts()["known.open"])
	if strings.Contains(shut, " open") || !strings.Contains(open, "<details class=\"wm-known__other\" open>") {
		t.Errorf("%s\n%s", shut, open)
	}
}
