package label_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/label"
)

// TestStoredBits pins each label's place: sets are stored beside rows as their bits, so
// a place never changes and new labels go to the end.
func TestStoredBits(t *testing.T) {
	want := []string{"general", "identity", "contact", "address", "location", "account", "health", "justice", "legal", "immigration", "safeguarding", "staffing", "sharing"}
	all := label.All()
	if len(all) != len(want) {
		t.Fatalf("%d labels, want %d", len(all), len(want))
	}
	for i, l := range all {
		if l.String() != want[i] || label.Of(l) != 1<<(i+1) {
			t.Errorf("label %d is %s with bits %b, want %s with %b", i, l, label.Of(l), want[i], 1<<(i+1))
		}
		if back, err := label.Parse(l.String()); back != l || err != nil {
			t.Errorf("%s reads as %s: %v", l, back, err)
		}
		if !l.Valid() || l.Words() == "" || l.Words() == "nothing" {
			t.Errorf("%s has no words", l)
		}
	}
}

func TestWhatIsNoLabel(t *testing.T) {
	for _, l := range []label.Label{0, label.Sharing + 1, 31, 32, 255} {
		if l.Valid() || l.String() != "no label" || l.Words() != "nothing" || !label.Of(l).Empty() || label.Set(^uint32(0)).Has(l) {
			t.Errorf("%d passes for a label", l)
		}
	}
	for _, s := range []string{"", "General", " general", "no label", "general+health"} {
		if l, err := label.Parse(s); !errors.Is(err, label.ErrUnknown) || l != 0 {
			t.Errorf("%q reads as %v: %v", s, l, err)
		}
	}
}

func TestParseSetRefuses(t *testing.T) {
	for _, s := range []string{"+", "general+", "+general", "general++health", "general health", "everything"} {
		if got, err := label.ParseSet(s); !errors.Is(err, label.ErrUnknown) || got != 0 {
			t.Errorf("%q reads as %v: %v", s, got, err)
		}
	}
	s := label.Of(label.Health)
	if err := s.UnmarshalText([]byte("nonsense")); err == nil || s != label.Of(label.Health) {
		t.Errorf("refusing changed the set to %v: %v", s, err)
	}
}

func anySet() *rapid.Generator[label.Set] {
	return rapid.Map(rapid.Uint32(), func(n uint32) label.Set { return label.Set(n).Only(label.Everything()) })
}

// TestSetIsAlgebra compares each operation with its meaning, label by label.
func TestSetIsAlgebra(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anySet().Draw(t, "a"), anySet().Draw(t, "b")
		covers, n := true, 0
		for _, l := range label.All() {
			in, other := a.Has(l), b.Has(l)
			if a.With(b).Has(l) != (in || other) || a.Only(b).Has(l) != (in && other) || a.Without(b).Has(l) != (in && !other) {
				t.Fatalf("%s: %s and %s", l, a, b)
			}
			covers = covers && (in || !other)
			if in {
				n++
			}
			if in != slices.Contains(a.List(), l) {
				t.Fatalf("%s lists %v", a, a.List())
			}
		}
		if a.Covers(b) != covers || a.Len() != n || a.Empty() != (n == 0) || label.Of(a.List()...) != a {
			t.Fatalf("%s covers %s %v, has %d", a, b, a.Covers(b), a.Len())
		}
		if !a.With(b).Covers(a) || !a.Covers(a.Only(b)) || !a.Without(b).Only(b).Empty() || !label.Everything().Covers(a) {
			t.Fatalf("%s and %s", a, b)
		}
	})
}

// TestSetAsText: every set comes back from its text, alone and in JSON, and its text
// lists the labels in order.
func TestSetAsText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anySet().Draw(t, "a")
		back, err := label.ParseSet(a.String())
		if err != nil || back != a {
			t.Fatalf("%q reads as %v: %v", a, back, err)
		}
		raw, err := json.Marshal(map[string]label.Set{"note": a})
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]label.Set
		if err := json.Unmarshal(raw, &m); err != nil || m["note"] != a {
			t.Fatalf("%s reads as %v: %v", raw, m, err)
		}
		if a.String() != "" && strings.Count(a.String(), "+") != a.Len()-1 {
			t.Fatalf("%q is not %d labels", a, a.Len())
		}
	})
}

// FuzzParseSet: whatever is read writes a text that reads the same.
func FuzzParseSet(f *testing.F) {
	for _, s := range []string{"", "general", "health+general", "general+general", "+", "x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := label.ParseSet(s)
		if err != nil {
			return
		}
		if b, err := label.ParseSet(a.String()); err != nil || a != b || !label.Everything().Covers(a) {
			t.Fatalf("%q reads as %v, then as %v: %v", s, a, b, err)
		}
	})
}
