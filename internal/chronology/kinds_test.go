package chronology_test

import (
	"strings"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/label"
)

type (
	bare     string // no codes
	colour   string
	listless string // a closed list with nothing in it
)

func (colour) Codes() []chronology.Code {
	return []chronology.Code{{Value: "red", Words: "Red"}, {Value: "blue", Words: "Blue"}}
}
func (listless) Codes() []chronology.Code { return nil }

type dressed struct {
	answer.Of[string]
	Lost int
}

// One body for each thing that may be wrong with one.
type (
	bodyRight struct {
		Colour  answer.Of[colour]      `json:"colour,omitzero" label:"general" words:"Colour" need:"yes"`
		Colours answer.Of[[]colour]    `json:"colours,omitzero" label:"general" words:"Colours"`
		Line    answer.Of[bare]        `json:"line,omitzero" label:"general" words:"Line"`
		Note    answer.Of[answer.Text] `json:"note,omitzero" label:"account" words:"Note"`
	}
	bodyUnlabelled struct {
		A answer.Of[string] `json:"a,omitzero" words:"A"`
	}
	bodyUnknownLabel struct {
		A answer.Of[string] `json:"a,omitzero" label:"secret" words:"A"`
	}
	bodyTwoLabels struct {
		A answer.Of[string] `json:"a,omitzero" label:"health+general" words:"A"`
	}
	bodyGeneralText struct {
		A answer.Of[answer.Text] `json:"a,omitzero" label:"general" words:"A"`
	}
	bodyNoAnswer struct {
		A string `json:"a,omitzero" label:"general" words:"A"`
	}
	bodyPointer struct {
		A *answer.Of[string] `json:"a,omitzero" label:"general" words:"A"`
	}
	bodyDressed struct {
		A dressed `json:"a,omitzero" label:"general" words:"A"`
	}
	bodyHoldsStruct struct {
		A answer.Of[struct{ X string }] `json:"a,omitzero" label:"general" words:"A"`
	}
	bodyHoldsMap struct {
		A answer.Of[map[string]string] `json:"a,omitzero" label:"general" words:"A"`
	}
	bodyHoldsPointer struct {
		A answer.Of[*string] `json:"a,omitzero" label:"general" words:"A"`
	}
	bodyHoldsAny struct {
		A answer.Of[any] `json:"a,omitzero" label:"general" words:"A"`
	}
	bodyHoldsFloat struct {
		A answer.Of[float64] `json:"a,omitzero" label:"general" words:"A"`
	}
	bodyHoldsBytes struct {
		A answer.Of[[]byte] `json:"a,omitzero" label:"general" words:"A"`
	}
	bodyHoldsLists struct {
		A answer.Of[[][]string] `json:"a,omitzero" label:"general" words:"A"`
	}
	bodyEmptyList struct {
		A answer.Of[listless] `json:"a,omitzero" label:"general" words:"A"`
	}
	bodyTwoNames struct {
		A answer.Of[string] `json:"a,omitzero" label:"general" words:"A"`
		B answer.Of[string] `json:"a,omitzero" label:"general" words:"B"` //lint:allow structtag it is what the table must refuse
	}
	bodyNoWords struct {
		A answer.Of[string] `json:"a,omitzero" label:"general"`
	}
	bodyNoOmitzero struct {
		A answer.Of[string] `json:"a" label:"general" words:"A"`
	}
	bodyOmitempty struct {
		A answer.Of[string] `json:"a,omitempty" label:"general" words:"A"`
	}
	bodyNameless struct {
		A answer.Of[string] `json:",omitzero" label:"general" words:"A"`
	}
	bodyHappened struct {
		A answer.Of[string] `json:"happened,omitzero" label:"general" words:"A"`
	}
	bodyEntry struct {
		A answer.Of[string] `json:"entry,omitzero" label:"general" words:"A"`
	}
	bodyBecause struct {
		A answer.Of[string] `json:"because,omitzero" label:"general" words:"A"`
	}
	bodyAt struct {
		A answer.Of[string] `json:"@why,omitzero" label:"general" words:"A"`
	}
	bodyHidden struct {
		a answer.Of[string]
	}
)

// right is a kind with nothing wrong but its body, if anything.
func right[B any]() chronology.Kind {
	return chronology.Define[B](row("test.happened"), nil, nil)
}

func row(name string) chronology.Kind {
	return chronology.Kind{Name: name, Version: 1, Words: "Test", House: true, Exists: label.General, Free: label.Account}
}

// with is a right kind with something changed; its body publishes if it names marks.
func with(change func(*chronology.Kind)) chronology.Kind {
	k := row("test.happened")
	change(&k)
	return chronology.Define[bodyRight](k, func(*bodyRight) chronology.Published { return chronology.Published{} }, nil)
}

func TestNewKindsTakesWhatIsRight(t *testing.T) {
	marks := []chronology.MarkSpec{{Name: "colour", Label: label.General, Codes: colour("").Codes()}, {Name: "until", Label: label.General, Date: true}}
	kinds, err := chronology.NewKinds(with(func(k *chronology.Kind) { k.Marks = marks }), chronology.Define[struct{}](row("test.empty"), nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	k, ok := kinds.Find("test.happened")
	if !ok || len(kinds.All()) != 2 || k.Labels() != label.Of(label.General, label.Account) {
		t.Fatalf("the table holds %v", kinds.All())
	}
	var types []string
	for _, f := range k.Fields() {
		types = append(types, f.Name+" "+f.Type)
	}
	if got := strings.Join(types, ", "); got != "colour code, colours codes, line line, note text" {
		t.Errorf("fields: %s", got)
	}
	if f, _ := k.Field("colour"); !f.Need || f.Words != "Colour" || len(f.Codes) != 2 {
		t.Errorf("colour is %+v", f)
	}
	if got, ok := kinds.Of(k.NewBody()); !ok || got.Name != k.Name {
		t.Errorf("a new body is of kind %q", got.Name)
	}
}

func TestNewKindsRefuses(t *testing.T) {
	one := func(k chronology.Kind) []chronology.Kind { return []chronology.Kind{k} }
	marked := func(ms ...chronology.MarkSpec) []chronology.Kind {
		return one(with(func(k *chronology.Kind) { k.Marks = ms }))
	}
	codes := colour("").Codes()
	for _, c := range []struct {
		name  string
		kinds []chronology.Kind
		says  string
	}{
		{"no-label", one(right[bodyUnlabelled]()), "one label a field"},
		{"unknown-label", one(right[bodyUnknownLabel]()), "one label a field"},
		{"two-labels", one(right[bodyTwoLabels]()), "one label a field"},
		{"general-text", one(right[bodyGeneralText]()), "never general"},
		{"general-line-of-a-person", one(with(func(k *chronology.Kind) { k.House = false })), "never general"},
		{"general-lines-of-a-person", one(chronology.Define[struct {
			A answer.Of[[]string] `json:"a,omitzero" label:"general" words:"A"`
		}](chronology.Kind{Name: "test.happened", Version: 1, Words: "Test", Exists: label.General, Free: label.Account}, nil, nil)), "never general"},
		{"no-answer", one(right[bodyNoAnswer]()), "is an answer"},
		{"pointer-to-an-answer", one(right[bodyPointer]()), "is an answer"},
		{"an-answer-in-a-struct", one(right[bodyDressed]()), "is an answer"},
		{"holds-a-struct", one(right[bodyHoldsStruct]()), "flat"},
		{"holds-a-map", one(right[bodyHoldsMap]()), "flat"},
		{"holds-a-pointer", one(right[bodyHoldsPointer]()), "flat"},
		{"holds-anything", one(right[bodyHoldsAny]()), "flat"},
		{"holds-a-fraction", one(right[bodyHoldsFloat]()), "flat"},
		{"holds-bytes", one(right[bodyHoldsBytes]()), "flat"},
		{"holds-lists", one(right[bodyHoldsLists]()), "flat"},
		{"a-closed-list-of-nothing", one(right[bodyEmptyList]()), "has codes"},
		{"two-of-one-name", one(right[bodyTwoNames]()), "there are two"},
		{"no-words", one(right[bodyNoWords]()), "no words"},
		{"no-omitzero", one(right[bodyNoOmitzero]()), "omitzero"},
		{"omitempty", one(right[bodyOmitempty]()), "omitzero"},
		{"no-name", one(right[bodyNameless]()), "name of its own"},
		{"the-name-of-the-date", one(right[bodyHappened]()), "name of its own"},
		{"the-name-of-the-whole", one(right[bodyEntry]()), "name of its own"},
		{"the-name-of-the-reason", one(right[bodyBecause]()), "name of its own"},
		{"a-name-kept-for-us", one(right[bodyAt]()), "name of its own"},
		{"hidden", one(right[bodyHidden]()), "exported"},
		{"body-is-no-struct", one(right[string]()), "not a struct"},
		{"body-is-a-pointer", one(right[*bodyRight]()), "not a struct"},
		{"never-defined", one(row("test.happened")), "not a struct"},
		{"nameless-kind", one(with(func(k *chronology.Kind) { k.Name = "" })), "a name is"},
		{"kind-without-room", one(with(func(k *chronology.Kind) { k.Name = "happened" })), "a name is"},
		{"kind-with-a-space", one(with(func(k *chronology.Kind) { k.Name = "test.has happened" })), "a name is"},
		{"version-0", one(with(func(k *chronology.Kind) { k.Version = 0 })), "versions"},
		{"kind-without-words", one(with(func(k *chronology.Kind) { k.Words = "" })), "no words"},
		{"no-existence", one(with(func(k *chronology.Kind) { k.Exists = 0 })), "existence"},
		{"no-label-for-text", one(with(func(k *chronology.Kind) { k.Free = 0 })), "free text"},
		{"general-free-text", one(with(func(k *chronology.Kind) { k.Free = label.General })), "free text"},
		{"two-kinds-of-one-name", []chronology.Kind{right[bodyRight](), right[struct{}]()}, "there are two"},
		{"two-kinds-of-one-body", []chronology.Kind{right[bodyRight](), chronology.Define[bodyRight](row("test.again"), nil, nil)}, "its body is that of"},
		{"mark-of-nothing", marked(chronology.MarkSpec{Name: "m", Label: label.General}), "a date or has codes"},
		{"mark-of-both", marked(chronology.MarkSpec{Name: "m", Label: label.General, Date: true, Codes: codes}), "a date or has codes"},
		{"mark-without-label", marked(chronology.MarkSpec{Name: "m", Date: true}), "a name and a label"},
		{"mark-without-name", marked(chronology.MarkSpec{Label: label.General, Date: true}), "a name and a label"},
		{"two-marks-of-one-name", marked(chronology.MarkSpec{Name: "m", Label: label.General, Date: true}, chronology.MarkSpec{Name: "m", Label: label.Health, Codes: codes}), "there are two"},
		{"marks-never-published", one(chronology.Define[bodyRight](chronology.Kind{Name: "test.happened", Version: 1, Words: "Test", House: true, Exists: label.General, Free: label.Account,
			Marks: []chronology.MarkSpec{{Name: "m", Label: label.General, Date: true}}}, nil, nil)), "publishes none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			kinds, err := chronology.NewKinds(c.kinds...)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("error %v, want one that says %q", err, c.says)
			}
			if len(kinds.All()) != 0 {
				t.Errorf("a table comes back all the same: %v", kinds.All())
			}
		})
	}
	// A field as in the bodies above, with nothing wrong, is taken.
	if _, err := chronology.NewKinds(right[struct {
		A answer.Of[string] `json:"a,omitzero" label:"general" words:"A"`
	}]()); err != nil {
		t.Errorf("the control is refused: %v", err)
	}
	_ = bodyHidden{}.a
}

func TestWordsOf(t *testing.T) {
	if got := chronology.WordsOf(colour("red")); got != "Red" {
		t.Errorf("red is called %q", got)
	}
	if got := chronology.WordsOf(colour("green")); got != "green" {
		t.Errorf("a value without words is called %q", got)
	}
}

func TestOfIsOfNothingElse(t *testing.T) {
	kinds, err := chronology.NewKinds(right[bodyRight]())
	if err != nil {
		t.Fatal(err)
	}
	var none *bodyRight
	for name, body := range map[string]any{"nothing": nil, "nothing-in-its-clothes": none, "not-a-pointer": bodyRight{}, "another-struct": &bodyHidden{}, "a-number": 3} {
		if k, ok := kinds.Of(body); ok {
			t.Errorf("%s is of kind %s", name, k.Name)
		}
		if shown := kinds.Show(body); shown != nil {
			t.Errorf("%s shows %v", name, shown)
		}
	}
	if k, ok := (chronology.Kinds{}).Of(&bodyRight{}); ok {
		t.Errorf("an empty table knows %s", k.Name)
	}
}
