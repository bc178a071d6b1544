package civil

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// token is a word, a number or a mark in what a person typed.
type token struct {
	text   string // in lower case
	number int    // when digits is not 0
	digits int    // how many digits were written
	spaced bool   // a space stands before it
}

// longest is more than any date needs, in bytes.
const longest = 200

var respell = strings.NewReplacer("–", " - ", "—", " - ", "−", "-", "a.m.", "am", "a.m", "am", "p.m.", "pm", "p.m", "pm")

// tokens takes the text apart; ok is false when it holds something that no date holds.
func tokens(s string) (out []token, ok bool) {
	if len(s) > longest {
		return nil, false
	}
	rest := []rune(respell.Replace(strings.ToLower(s)))
	spaced := false
	for len(rest) > 0 {
		n := 1
		switch r := rest[0]; {
		case unicode.IsSpace(r):
			rest, spaced = rest[1:], true
			continue
		case isDigit(r):
			n = runLength(rest, isDigit)
		case unicode.IsLetter(r):
			n = runLength(rest, unicode.IsLetter)
		case !strings.ContainsRune("/.-,:~?@", r):
			return nil, false
		}
		t := token{text: string(rest[:n]), spaced: spaced}
		if isDigit(rest[0]) {
			if t.number, ok = digits(t.text); !ok {
				return nil, false
			}
			t.digits = n
		}
		if !t.endsOrdinal(out) {
			out = append(out, t)
		}
		rest, spaced = rest[n:], false
	}
	return out, true
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func runLength(rs []rune, in func(rune) bool) int {
	n := 0
	for n < len(rs) && in(rs[n]) {
		n++
	}
	return n
}

// endsOrdinal says that the token is the ending of a number just before it, as in 12th.
func (t token) endsOrdinal(before []token) bool {
	if t.spaced || len(before) == 0 || before[len(before)-1].digits == 0 {
		return false
	}
	return t.is("st", "nd", "rd", "th")
}

func (t token) is(words ...string) bool {
	return slices.Contains(words, t.text)
}

func (t token) isAbout() bool {
	return t.is("about", "around", "circa", "c", "ca", "roughly", "approximately", "approx", "~", "?")
}

// isFiller is a word that says nothing about which date it is.
func (t token) isFiller() bool {
	return t.is("on", "in", "of", "the", "some", "time", "sometime", "during")
}

func (t token) third() third {
	switch {
	case t.is("early"):
		return early
	case t.is("mid", "middle"):
		return mid
	case t.is("late"):
		return late
	}
	return thirdNotSet
}

// season is 21 for spring to 24 for winter, or 0.
func (t token) season() int {
	if t.is("fall") {
		return 23
	}
	for n, word := range seasonWords {
		if word != "" && t.is(word) {
			return n
		}
	}
	return 0
}

// month takes the name or its first three letters or more; 0 when it is none.
func (t token) month() time.Month {
	if t.is("sept") {
		return time.September
	}
	for m := time.January; m <= time.December; m++ {
		if t.shortens(m.String()) {
			return m
		}
	}
	return 0
}

func (t token) weekday() (time.Weekday, bool) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if t.shortens(d.String()) {
			return d, true
		}
	}
	return 0, false
}

func (t token) shortens(name string) bool {
	return len(t.text) >= 3 && strings.HasPrefix(strings.ToLower(name), t.text)
}
