package policy

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/label"
)

// Bases says of each basis (a chronology.Basis) on which access is held which labels it
// covers. That somebody agreed to one thing being read says nothing of another: what a
// policy hears of a label is the bases that cover that label.
type Bases map[string]label.Set

// Over is the same labels on each of some bases.
func Over(ls label.Set, bases ...string) Bases {
	out := Bases{}
	for _, b := range bases {
		out.Add(b, ls)
	}
	return out
}

// Add puts labels to those that a basis covers.
func (b Bases) Add(basis string, ls label.Set) { b[basis] = b[basis].With(ls) }

// Of lists, sorted, the bases that cover a label.
func (b Bases) Of(l label.Label) []string {
	return slices.DeleteFunc(b.All(), func(basis string) bool { return !b[basis].Has(l) })
}

// All lists, sorted, the bases that cover anything.
func (b Bases) All() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(b)), func(basis string) bool { return b[basis].Empty() })
}

// Held is every label that some basis covers.
func (b Bases) Held() label.Set {
	var s label.Set
	for _, ls := range b {
		s = s.With(ls)
	}
	return s
}

// String writes the bases in the one form in which they lie beside rows, such as
// "consent=2;own=8190": the same bases are always the same text.
func (b Bases) String() string {
	parts := make([]string, 0, len(b))
	for _, basis := range b.All() {
		parts = append(parts, fmt.Sprintf("%s=%d", basis, b[basis]))
	}
	return strings.Join(parts, ";")
}

// ParseBases reads what String wrote. From any other text come no bases at all, on which
// nothing is held.
func ParseBases(text string) Bases {
	out := Bases{}
	for _, part := range strings.Split(text, ";") {
		basis, bits, ok := strings.Cut(part, "=")
		n, err := strconv.ParseUint(bits, 10, 32)
		if !ok || err != nil || !label.Everything().Covers(label.Set(n)) {
			return Bases{}
		}
		out.Add(basis, label.Set(n))
	}
	return out
}
