package find

import (
	"strings"
	"unicode"
	"unicode/utf8"

	unidecode "github.com/mozillazg/go-unidecode"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Bounds of what is folded: a name has one word to 120 letters; what is longer is cut.
const (
	longestName = 256 // runes of a name that count
	mostWords   = 12  // words of a name that count
	longestWord = 48  // bytes of a folded word that count
)

// word is one word of a name, folded.
type word struct {
	loose string // in Latin letters, lower case
	bones string // its consonants, letters of one sound written as one
	poor  bool   // written in a script that leaves vowels out
	parts int    // how many words of the name it stands for: 2 where two were joined
}

// Same says whether two names are one, letter for letter: the same characters however
// they are composed. Capitals, marks and scripts count.
func Same(a, b string) bool {
	return norm.NFC.String(strings.TrimSpace(a)) == norm.NFC.String(strings.TrimSpace(b))
}

// words cuts a name into folded words. What has no letter at all is one word.
func words(name string) []word {
	name = firstRunes(norm.NFKC.String(firstRunes(strings.ToValidUTF8(name, ""), 4*longestName)), longestName)
	var out []word
	var b strings.Builder
	poor := false
	flush := func() {
		if w, ok := fold(b.String(), poor); ok && len(out) < mostWords {
			out = append(out, w)
		}
		b.Reset()
		poor = false
	}
	for _, r := range name {
		switch {
		case silent(r):
		case unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hangul, r): // each sign is a syllable
			flush()
			b.WriteRune(r)
			flush()
		case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r):
			poor = poor || unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac)
			b.WriteRune(r)
		default:
			flush()
		}
	}
	flush()
	if out == nil {
		if s := strings.Join(strings.Fields(name), " "); s != "" {
			out = append(out, word{loose: clip(s), parts: 1})
		}
	}
	return out
}

func firstRunes(s string, most int) string {
	for i := range s {
		if most == 0 {
			return s[:i]
		}
		most--
	}
	return s
}

// silent says whether a character is left out of a word: marks of vowels where a script
// seldom writes them, letters stretched, signs that cannot be seen, apostrophes.
func silent(r rune) bool {
	switch {
	case r >= 0x064B && r <= 0x065F, r == 0x0670, r == 0x0640: // Arabic vowel marks, tatweel
		return true
	case r >= 0x0591 && r <= 0x05C7 && r != 0x05BE: // Hebrew points; maqaf is a hyphen
		return true
	case unicode.Is(unicode.Cf, r):
		return true
	}
	return strings.ContainsRune("'’‘ʼʻʾʿ`´ʹʺ", r)
}

// article is how Arabic writes the word before a name that Latin writes al- or el-.
const article = "ال"

var lower = cases.Fold()

// fold writes a word in Latin letters; false if it is empty.
func fold(s string, poor bool) (word, bool) {
	if s == "" {
		return word{}, false
	}
	if rest, ok := strings.CutPrefix(s, article); ok && utf8.RuneCountInString(rest) > 2 {
		s = rest
	}
	var b strings.Builder
	for _, r := range lower.String(unidecode.Unidecode(s)) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	w := word{loose: clip(b.String()), poor: poor, parts: 1}
	if w.loose == "" { // nothing of it is known in Latin letters
		w.loose = clip(lower.String(s))
	}
	w.bones = bones(w.loose)
	return w, true
}

func clip(s string) string {
	if len(s) > longestWord {
		return s[:longestWord]
	}
	return s
}

// sounds are letters that stand for one sound, the longest first. Capitals are sounds
// that one small letter does not write: S as in she, C as in child, X as in loch.
var sounds = []struct{ letters, sound string }{
	{"shch", "S"}, {"sch", "S"}, {"tsch", "C"}, {"tch", "C"}, {"dzh", "j"},
	{"sh", "S"}, {"ch", "C"}, {"zh", "j"}, {"kh", "X"}, {"gh", "g"}, {"ph", "f"}, {"th", "t"}, {"dh", "d"}, {"bh", "b"},
	{"ts", "c"}, {"tz", "c"}, {"dz", "z"}, {"dj", "j"}, {"ck", "k"}, {"x", "ks"}, {"q", "k"},
}

// bones are the consonants of a folded word. y, w and h stay: they are sounds in one
// form of a name and silent in the next, so they weigh little where words are compared.
func bones(loose string) string {
	var b []byte
	put := func(c byte) {
		if n := len(b); n == 0 || b[n-1] != c {
			b = append(b, c)
		}
	}
next:
	for i := 0; i < len(loose); {
		for _, x := range sounds {
			if strings.HasPrefix(loose[i:], x.letters) {
				for j := range len(x.sound) {
					put(x.sound[j])
				}
				i += len(x.letters)
				continue next
			}
		}
		switch c := loose[i]; {
		case c == 'c' && i+1 < len(loose) && strings.IndexByte("eiy", loose[i+1]) >= 0:
			put('s')
		case c == 'c':
			put('k')
		case c < 'a' || c > 'z' || !vowel(c):
			put(c)
		}
		i++
	}
	return clip(string(b))
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// key is a word's bones with letters of one place in the mouth written as one, and
// without those that may be silent: what two forms of a name share most often.
func key(bones string) string {
	var b []byte
	for i := range len(bones) {
		if c := place(bones[i]); c != 0 {
			b = append(b, c)
		}
	}
	return string(b)
}

// place is where in the mouth a consonant is spoken; 0 for those that may be silent.
func place(c byte) byte {
	switch c {
	case 'k', 'g', 'X':
		return 'K'
	case 's', 'S', 'z', 'c', 'C', 'j':
		return 'S'
	case 'p', 'b', 'f', 'v':
		return 'P'
	case 't', 'd':
		return 'T'
	case 'h', 'y', 'w':
		return 0
	}
	return c
}
