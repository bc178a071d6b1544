package find

// How far two words are apart, letter by letter, in hundredths of a letter. The figures
// say which slips are small: a vowel for another, a letter of the same place in the
// mouth, a doubled letter, two letters swapped. They were set by the list of made-up
// names: see the package madeup.
const (
	oneLetter   = 100
	anotherOne  = 40 // one vowel for another
	akin        = 50 // one consonant for another of its place in the mouth, as written
	akinSound   = 25 // and as heard
	mayBeSilent = 35 // y, w or h in the bones
	halfSilent  = 50 // and in letters
	aVowel      = 60 // a vowel more or less
	longVowel   = 12 // y or w where a script writes long vowels alone
	doubled     = 30
	swapped     = 70
)

// scale is what a letter for another costs, and a letter more or less. Letters beyond
// ASCII are rare here and share the places of others: two that are the same cost nothing.
type scale struct {
	change [128][128]uint8
	extra  [128]uint8
}

var (
	letters = makeScale(changeLetter, extraLetter)
	sound   = makeScale(changeSound, extraSound)
	poorly  = makeScale(changeSound, extraPoor)
)

func makeScale(change func(a, b byte) uint8, extra func(c byte) uint8) *scale {
	var s scale
	for a := range s.change {
		s.extra[a] = extra(byte(a))
		for b := range s.change[a] {
			s.change[a][b] = change(byte(a), byte(b))
		}
	}
	return &s
}

func changeLetter(a, b byte) uint8 {
	switch {
	case vowel(a) && vowel(b):
		return anotherOne
	case soft(a, b) || soft(b, a):
		return mayBeSilent
	case place(a) != 0 && place(a) == place(b):
		return akin
	}
	return oneLetter
}

// soft says whether two letters often stand for each other though their places differ.
func soft(a, b byte) bool {
	switch a {
	case 'y':
		return b == 'i' || b == 'j' || b == 'e'
	case 'w':
		return b == 'u' || b == 'v' || b == 'o'
	case 'i':
		return b == 'j'
	case 'h':
		return b == 'k' || b == 'X' || b == 'g'
	case 'l':
		return b == 'r'
	case 'm':
		return b == 'n'
	}
	return false
}

func extraLetter(c byte) uint8 {
	switch {
	case vowel(c):
		return aVowel
	case c == 'h' || c == 'y' || c == 'w':
		return halfSilent
	}
	return oneLetter
}

func changeSound(a, b byte) uint8 {
	switch {
	case place(a) != 0 && place(a) == place(b):
		return akinSound
	case soft(a, b) || soft(b, a):
		return mayBeSilent
	}
	return oneLetter
}

func extraSound(c byte) uint8 {
	if place(c) == 0 {
		return mayBeSilent
	}
	return oneLetter
}

func extraPoor(c byte) uint8 {
	if c == 'y' || c == 'w' {
		return longVowel
	}
	return extraSound(c)
}

// more is what the letter at i costs where the other word has none there.
func (s *scale) more(w string, i int) int32 {
	if i > 0 && w[i] == w[i-1] {
		return min(doubled, int32(s.extra[w[i]&127]))
	}
	return int32(s.extra[w[i]&127])
}

// apart is the least that makes a of b: letters changed, put in, left out, or swapped
// with the next.
func (s *scale) apart(a, b string) int32 {
	var rows [3][longestWord + 1]int32
	var moreB [longestWord]int32
	two, one, now := &rows[0], &rows[1], &rows[2]
	for j := range len(b) {
		moreB[j] = s.more(b, j)
		one[j+1] = one[j] + moreB[j]
	}
	for i := range len(a) {
		moreA, change := s.more(a, i), &s.change[a[i]&127]
		now[0] = one[0] + moreA
		for j := range len(b) {
			least := one[j]
			if a[i] != b[j] {
				least += int32(change[b[j]&127])
			}
			least = min(least, one[j+1]+moreA, now[j]+moreB[j])
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				least = min(least, two[j-1]+swapped)
			}
			now[j+1] = least
		}
		two, one, now = one, now, two
	}
	return one[len(b)]
}

// whole is what all letters of a word cost.
func (s *scale) whole(a string) int32 {
	var sum int32
	for i := range len(a) {
		sum += int32(s.extra[a[i]&127])
	}
	return sum
}

func (s *scale) near(a, b string) float32 {
	if a == b {
		return 1
	}
	most := max(s.whole(a), s.whole(b))
	if most == 0 {
		return 0
	}
	return max(0, 1-float32(s.apart(a, b))/float32(most))
}

// near is how alike two words are, from 0 to 1. Where one of them is written in a script
// that leaves vowels out, the consonants decide.
func near(a, b word) float32 {
	if a.loose == b.loose {
		return 1
	}
	loose := max(0, 1-float32(letters.apart(a.loose, b.loose))/float32(oneLetter*max(len(a.loose), len(b.loose))))
	if a.bones == "" || b.bones == "" {
		return loose
	}
	if a.poor != b.poor {
		return 0.85*poorly.near(a.bones, b.bones) + 0.15*loose
	}
	return max(loose, 0.55*sound.near(a.bones, b.bones)+0.45*loose)
}
