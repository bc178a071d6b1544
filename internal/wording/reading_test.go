package wording_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"waymark/internal/wording"
)

// What survivors read is for a reader of nine. The measure is the grade level of Flesch and
// Kincaid (Kincaid, Fishburne, Rogers and Chissom, Derivation of new readability formulas for
// Navy enlisted personnel, 1975): 0.39 words a sentence, 11.8 syllables a word, less 15.59.
// A grade is a school year in the United States, so five more is an age. It is for English
// alone; it counts letters and knows nothing of what a sentence means.

const (
	oldestReader = 9.0
	meanWords    = 15.0 // a sentence, on average
	mostWords    = 20   // in any sentence
)

// stand are what is put in place of values: short words, as names are.
var stand = strings.NewReplacer("{who}", "Sam Lee", "{name}", "Sam", "{group}", "Oak House", "{language}", "Welsh", "{n}", "9",
	"{day}", "2 May 2026", "{since}", "2 May 2026", "{month}", "May", "{year}", "2026")

var ends = regexp.MustCompile(`[.!?:](\s|$)`)

// sentences takes a text apart; the list that follows a colon begins anew.
func sentences(text string) []string {
	var out []string
	for _, s := range ends.Split(text, -1) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// syllables counts the groups of vowels in a word; an e that is not heard is none.
func syllables(word string) int {
	word = strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }))
	n, before := 0, false
	for _, r := range word {
		vowel := strings.ContainsRune("aeiouy", r)
		if vowel && !before {
			n++
		}
		before = vowel
	}
	if strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") && n > 1 {
		n--
	}
	if strings.HasSuffix(word, "ed") && !strings.HasSuffix(word, "ted") && !strings.HasSuffix(word, "ded") && n > 1 {
		n--
	}
	return max(n, 1)
}

// measured is how hard some sentences are.
type measured struct {
	age, mean float64
	longest   string
	most      int
}

func measure(all []string) measured {
	var m measured
	words, count := 0, 0
	for _, s := range all {
		fields := strings.Fields(s)
		words += len(fields)
		if len(fields) > m.most {
			m.most, m.longest = len(fields), s
		}
		for _, w := range fields {
			count += syllables(w)
		}
	}
	m.mean = float64(words) / float64(len(all))
	m.age = 0.39*m.mean + 11.8*float64(count)/float64(words) - 15.59 + 5
	return m
}

// hard says what is too hard about some sentences.
func hard(what string, all []string) []string {
	m := measure(all)
	var out []string
	if m.age > oldestReader {
		out = append(out, fmt.Sprintf("%s is for a reader of %.1f", what, m.age))
	}
	if m.mean > meanWords {
		out = append(out, fmt.Sprintf("%s has %.1f words a sentence", what, m.mean))
	}
	if m.most > mostWords {
		out = append(out, fmt.Sprintf("%s: %d words: %s", what, m.most, m.longest))
	}
	return out
}

// english is every sentence that survivors read in English, by the part of the page.
func englishSentences(c *wording.Catalogue) map[string][]string {
	out := map[string][]string{}
	l, _ := c.Find(wording.English)
	for _, key := range c.Keys() {
		part, _, _ := strings.Cut(key, ".")
		if part == "month" || part == "day" || part == "label" {
			continue // words, not sentences
		}
		for _, text := range l.Forms(key) {
			text = stand.Replace(text)
			if strings.ContainsAny(text[len(text)-1:], ".:") {
				out[part] = append(out[part], sentences(text)...)
			}
		}
	}
	return out
}

func TestReadingAge(t *testing.T) {
	var all []string
	for part, s := range englishSentences(shipped(t)) {
		all = append(all, s...)
		if m := measure(s); m.most > mostWords || m.mean > meanWords {
			t.Error(hard(part, s))
		}
		t.Logf("%-9s %3d sentences, %4.1f words each, the longest %2d; for a reader of %.1f", part, len(s), measure(s).mean, measure(s).most, measure(s).age)
	}
	for _, wrong := range hard("what survivors read", all) {
		t.Error(wrong)
	}
	t.Logf("%d sentences in all, %.1f words each; for a reader of %.1f", len(all), measure(all).mean, measure(all).age)
	if len(all) < 80 {
		t.Errorf("control: only %d sentences were read", len(all))
	}
}

func TestReadingAgeControl(t *testing.T) {
	official := "Pursuant to the aforementioned statutory obligations, information concerning individuals is retained electronically and disclosed exclusively and confidentially to organisations possessing appropriate authorisation."
	if got := hard("a letter", sentences(official)); len(got) != 3 {
		t.Errorf("an official sentence passes: %v", got)
	}
	if got := hard("a page", sentences("We keep this safe. You can read it.")); got != nil {
		t.Error(got)
	}
	for word, want := range map[string]int{"a": 1, "you": 1, "language": 2, "people": 2, "helped": 1, "wanted": 2, "here": 1, "decide": 2, "authority": 4, "the": 1} {
		if got := syllables(word); got != want {
			t.Errorf("%s has %d syllables, not %d", word, got, want)
		}
	}
}
