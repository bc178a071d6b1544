package find

import "slices"

// Sounds says whether two names are the same words in the same order: capitals, marks and
// scripts do not count, and nothing is forgiven that is spelt otherwise.
func Sounds(a, b string) bool {
	loose := func(name string) []string {
		var out []string
		for _, w := range words(name) {
			out = append(out, w.loose)
		}
		return out
	}
	x := loose(a)
	return len(x) > 0 && slices.Equal(x, loose(b))
}
