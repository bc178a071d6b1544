package policy

import (
	"slices"
	"strings"

	"pgregory.net/rapid"

	"waymark/internal/label"
)

func drawActor(t *rapid.T) Actor {
	a := Actor{
		Worker: "worker", Organisation: "organisation",
		Remit:   drawText(t, "remit", Remits()),
		Role:    drawText(t, "role", Roles()),
		Purpose: drawText(t, "purpose", Purposes()),
	}
	if a.Role == Service == (rapid.IntRange(0, 9).Draw(t, "token is wrong") > 0) {
		a.Token = rapid.SampledFrom(append(someTokens(), tokenOf(Service))).Draw(t, "token")
	}
	return a
}

// drawText draws one of the texts that there are, or now and then one that only looks
// like it, or none.
func drawText[T ~string](t *rapid.T, what string, known []T) T {
	text := rapid.SampledFrom(known).Draw(t, what)
	if rapid.IntRange(0, 9).Draw(t, what+" is wrong") > 0 {
		return text
	}
	return T(rapid.SampledFrom(lookAlikes(string(text))).Draw(t, what+" as"))
}

// lookAlikes are texts that a reader, or a careless program, would take for this one.
func lookAlikes(text string) []string {
	other := strings.NewReplacer("a", "\u0430", "e", "\u0435", "o", "\u043e", "p", "\u0440", "c", "\u0441", "i", "\u0456").Replace(text)
	out := []string{
		"", " ", "null", "nil", "undefined", strings.ToUpper(text), strings.ToUpper(text[:1]) + text[1:], text[1:], text + "s", " " + text, text + " ", text + "\n", text + "\x00",
		text + "\u200b", text[:2] + "\u200d" + text[2:], "\ufeff" + text, text[:1] + "\u00ad" + text[1:], "\u202e" + text, strings.ReplaceAll(text, "-", "_"), strings.ReplaceAll(text, "-", "\u2010"),
		strings.ReplaceAll(text, " ", "\u00a0"), other, text + "," + text, `"` + text + `"`, "immigration enforcement", "immigration-enforcement",
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == text })
}

func drawSituation(t *rapid.T) Situation {
	return Situation{
		Chronology: "chronology",
		Held:       drawLabels(t, "held"),
		Linked:     rapid.Bool().Draw(t, "linked"),
		Keeper:     rapid.Bool().Draw(t, "keeper"),
		Bases:      drawBases(t),
	}
}

// drawLabels draws a set of labels, now and then with strange bits.
func drawLabels(t *rapid.T, what string) label.Set {
	s := label.Set(rapid.Uint32().Draw(t, what))
	if rapid.IntRange(0, 9).Draw(t, what+" is wrong") > 0 {
		s = s.Only(label.Everything())
	}
	return s
}

func drawBases(t *rapid.T) Bases {
	out := Bases{}
	for range rapid.IntRange(0, 4).Draw(t, "bases") {
		out.Add(drawText(t, "basis", grounds), drawLabels(t, "covers"))
	}
	return out
}
