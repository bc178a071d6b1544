package answer_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/civil"
	"waymark/internal/label"
)

func TestStates(t *testing.T) {
	for _, c := range []struct {
		name     string
		answer   answer.Of[string]
		state    answer.State
		words    string
		answered bool
		zero     bool
		or       string
	}{
		{"not-asked", answer.Of[string]{}, answer.NotAsked, "not asked", false, true, "other"},
		{"given", answer.Given("tea"), answer.IsGiven, "given", true, false, "tea"},
		{"given-empty", answer.Given(""), answer.IsGiven, "given", true, false, ""},
		{"not-known", answer.Unknown[string](), answer.NotKnown, "not known", true, false, "other"},
		{"declined", answer.Declined[string](), answer.PreferredNotToSay, "preferred not to say", true, false, "other"},
		{"withheld", answer.Withheld[string](), answer.IsWithheld, "withheld", false, false, "other"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := c.answer
			if a.State() != c.state || a.State().String() != c.words {
				t.Errorf("state %v", a.State())
			}
			if a.Answered() != c.answered || a.IsZero() != c.zero || a.Or("other") != c.or {
				t.Errorf("answered %v, zero %v, or %q", a.Answered(), a.IsZero(), a.Or("other"))
			}
			if v, ok := a.Get(); ok != (c.state == answer.IsGiven) || ok && v != c.or || !ok && v != "" {
				t.Errorf("Get gives %q, %v", v, ok)
			}
			if v, _ := a.Any().(string); v != "" && v != c.or {
				t.Errorf("Any gives %q", v)
			}
		})
	}
	if got := answer.State(99).String(); got != "unknown" {
		t.Errorf("a state there is not is called %q", got)
	}
}

func TestWithholdForgetsTheValue(t *testing.T) {
	a := answer.Given("tea")
	a.Withhold()
	if a != answer.Withheld[string]() {
		t.Errorf("something of %v is left", a.Any())
	}
}

// written writes an answer and reads it back; what is written is compared with want.
func written[T any](t *testing.T, a answer.Of[T], want string) answer.Of[T] {
	t.Helper()
	raw, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	if string(raw) != want {
		t.Errorf("written %s, want %s", raw, want)
	}
	back := answer.Withheld[T]()
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatalf("%s does not come back: %v", raw, err)
	}
	if back.State() != a.State() {
		t.Errorf("%s comes back as %v, was %v", raw, back.State(), a.State())
	}
	return back
}

func returns[T comparable](t *testing.T, a answer.Of[T], want string) {
	t.Helper()
	if back := written(t, a, want); back != a {
		t.Errorf("%s comes back as %v", want, back)
	}
}

func TestJSONRoundTrip(t *testing.T) {
	returns(t, answer.Of[string]{}, `{"answer":"not asked"}`)
	returns(t, answer.Unknown[int](), `{"answer":"not known"}`)
	returns(t, answer.Declined[bool](), `{"answer":"preferred not to say"}`)
	returns(t, answer.Given("Ama \"A\" <b> \u2028"), `"Ama \"A\" \u003cb\u003e \u2028"`)
	returns(t, answer.Given(answer.Text("")), `""`)
	returns(t, answer.Given(0), `0`)
	returns(t, answer.Given(false), `false`)
	returns(t, answer.Given(label.Of(label.General, label.Health)), `"general+health"`)
	returns(t, answer.Given(label.Set(0)), `""`)
	returns(t, answer.Given(civil.On(17967)), `"2019-03-12"`)
	if v, _ := written(t, answer.Given([]string{"a", ""}), `["a",""]`).Get(); !slices.Equal(v, []string{"a", ""}) {
		t.Errorf("a list comes back as %q", v)
	}
	written(t, answer.Given([]string{}), `[]`)
	written(t, answer.Given[[]string](nil), `[]`) // null would read as not asked
}

func TestWithheldIsNeverWrittenNorRead(t *testing.T) {
	if raw, err := json.Marshal(answer.Withheld[string]()); !errors.Is(err, answer.ErrWithheld) {
		t.Errorf("withheld is written: %s, %v", raw, err)
	}
	type body struct {
		Note answer.Of[string] `json:"note,omitzero"`
	}
	if raw, err := json.Marshal(body{Note: answer.Withheld[string]()}); !errors.Is(err, answer.ErrWithheld) {
		t.Errorf("a body with a withheld field is written: %s, %v", raw, err)
	}
	a := answer.Given("tea")
	if err := json.Unmarshal([]byte(`{"answer":"withheld"}`), &a); !errors.Is(err, answer.ErrWithheld) {
		t.Errorf("withheld is read: %v", err)
	}
	if a != answer.Given("tea") {
		t.Errorf("what was there is lost: %v", a)
	}
	if raw, err := json.Marshal(body{}); err != nil || string(raw) != `{}` {
		t.Errorf("what was not asked is written: %s, %v", raw, err)
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	for name, raw := range map[string]string{
		"no-such-answer":    `{"answer":"perhaps"}`,
		"given-as-a-state":  `{"answer":"given"}`,
		"the-word-unknown":  `{"answer":"unknown"}`,
		"empty-object":      `{}`,
		"another-field":     `{"answer":"not known","value":"x"}`,
		"another-name":      `{"state":"not known"}`,
		"answer-is-a-list":  `{"answer":["not known"]}`,
		"nested":            `{"answer":{"answer":"not known"}}`,
		"more-after-it":     `{"answer":"not known"} {"answer":"not asked"}`,
		"garbage-after-it":  `{"answer":"not known"}]`,
		"cut-short":         `{"answer":"not known"`,
		"number":            `3`,
		"list":              `["tea"]`,
		"nothing":           ``,
		"only-space":        ` `,
		"two-values":        `"tea" "milk"`,
		"capitals-of-state": `{"answer":"Not known"}`,
	} {
		t.Run(name, func(t *testing.T) {
			a := answer.Given("tea")
			if err := a.UnmarshalJSON([]byte(raw)); err == nil {
				t.Fatalf("%s is read as %v %q", raw, a.State(), a.Any())
			}
			if a != answer.Given("tea") {
				t.Errorf("refusing %s changed the answer to %v", raw, a)
			}
		})
	}
}

func TestNullIsNotAsked(t *testing.T) {
	for _, raw := range []string{`null`, " null\n"} {
		a := answer.Given("tea")
		if err := a.UnmarshalJSON([]byte(raw)); err != nil || !a.IsZero() {
			t.Errorf("%q: %v, %v", raw, a, err)
		}
	}
}

// FuzzUnmarshalJSON: whatever comes, an answer is read or refused, is never withheld,
// and what was read writes and reads back the same.
func FuzzUnmarshalJSON(f *testing.F) {
	for _, s := range []string{`null`, `"tea"`, `{"answer":"not known"}`, `{"answer":"withheld"}`, `{"answer":"given"}`, `["a",null]`, `[]`, `{`, `3`, `{"answer":"not known"} `, "\"\xff\""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		fuzzed[string](t, raw)
		fuzzed[[]string](t, raw)
		fuzzed[civil.When](t, raw)
		fuzzed[label.Set](t, raw)
	})
}

func fuzzed[T any](t *testing.T, raw []byte) {
	var a, b answer.Of[T]
	if a.UnmarshalJSON(raw) != nil {
		return
	}
	if a.State() == answer.IsWithheld {
		t.Fatalf("%q reads as withheld", raw)
	}
	out, err := a.MarshalJSON()
	if err != nil {
		t.Fatalf("%q is read and not written: %v", raw, err)
	}
	if err := b.UnmarshalJSON(out); err != nil {
		t.Fatalf("%q is written as %q and not read: %v", raw, out, err)
	}
	again, err := b.MarshalJSON()
	if err != nil || string(again) != string(out) || a.State() != b.State() {
		t.Fatalf("%q is written as %q, then as %q (%v)", raw, out, again, err)
	}
}
