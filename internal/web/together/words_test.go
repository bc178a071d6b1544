package together

import (
	"strings"
	"testing"

	"waymark/internal/chronology"
	"waymark/internal/label"
	"waymark/internal/wording"
)

// TestEveryWordThatMayBeNeeded keeps a label or a ground that somebody adds from coming to
// the page as a bare key.
func TestEveryWordThatMayBeNeeded(t *testing.T) {
	c, err := wording.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	s := c.In(c.Languages()[0])
	need := []string{}
	for _, l := range label.All() {
		need = append(need, "label."+l.String())
	}
	for _, b := range chronology.Basis("").Codes() {
		need = append(need, basisKey(chronology.Basis(b.Value)))
	}
	for _, key := range need {
		if s.Say(key).Plain() == key {
			t.Errorf("there are no words for %s", key)
		}
	}
	if s.Say("label.weather").Plain() != "label.weather" {
		t.Error("control: a key without words is not told from one with words")
	}
}

// TestSayIsOnePiece keeps spaces from coming between a sentence and its stop.
func TestSayIsOnePiece(t *testing.T) {
	var b strings.Builder
	s := wording.Said{Parts: []wording.Part{{Text: "Hello "}, {Text: "<Ala>", Value: true}, {Text: "."}}}
	if err := say(s).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "Hello <bdi>&lt;Ala&gt;</bdi>."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	b.Reset()
	s = wording.Said{Lang: "en", Parts: []wording.Part{{Text: "Since "}, {Text: "about 2018", Value: true, Lang: "en"}, {Text: "."}}}
	if err := say(s).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), `<span lang="en" dir="ltr">Since <bdi lang="en">about 2018</bdi>.</span>`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
