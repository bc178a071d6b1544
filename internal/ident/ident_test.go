package ident_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/ident"
)

var noon = time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)

// drawAct draws an act's id from few, so that some are the same.
func drawAct(t *rapid.T) ident.Act {
	return ident.Act("act " + rapid.StringMatching(`[a-c]{0,3}`).Draw(t, "act"))
}

func TestNewHasTheForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := noon.Add(time.Duration(rapid.Int64Range(0, int64(100*365*24*time.Hour)).Draw(t, "later")))
		for _, id := range []string{
			ident.New(at), string(ident.NewChronology(at)), string(ident.NewAct(at)), string(ident.NewLook(at)),
			string(ident.EntryOf(drawAct(t), rapid.Int().Draw(t, "n"))), string(ident.ChronologyOf(drawAct(t), rapid.Int().Draw(t, "n"))),
		} {
			if err := ident.Check(id); err != nil {
				t.Fatalf("%q: %v", id, err)
			}
		}
	})
}

// TestNewIsOrderedByTime: ids a millisecond apart or more lie in the order of time.
func TestNewIsOrderedByTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := noon.Add(time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "a")))
		b := a.Add(time.Duration(rapid.Int64Range(int64(time.Millisecond), int64(200*365*24*time.Hour)).Draw(t, "gap")))
		if x, y := ident.New(a), ident.New(b); x >= y {
			t.Fatalf("%s of %v is not before %s of %v", x, a, y, b)
		}
	})
}

func TestNewIsDistinct(t *testing.T) {
	seen := map[string]bool{}
	for range 5000 {
		id := ident.New(noon)
		if seen[id] {
			t.Fatalf("%s twice in one millisecond", id)
		}
		seen[id] = true
	}
}

// TestEntryOf: one name for one entry of one act, and no other; the entries and the
// chronologies of an act share none.
func TestEntryOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawAct(t), drawAct(t)
		n, m := rapid.IntRange(0, 3).Draw(t, "n"), rapid.IntRange(0, 3).Draw(t, "m")
		same := a == b && n == m
		if (ident.EntryOf(a, n) == ident.EntryOf(b, m)) != same {
			t.Fatalf("entries of %q %d and %q %d", a, n, b, m)
		}
		if (ident.ChronologyOf(a, n) == ident.ChronologyOf(b, m)) != same {
			t.Fatalf("chronologies of %q %d and %q %d", a, n, b, m)
		}
		if string(ident.EntryOf(a, n)) == string(ident.ChronologyOf(b, m)) {
			t.Fatalf("an entry of %q %d and a chronology of %q %d", a, n, b, m)
		}
	})
}

// TestEntryOfNeverChanges pins ids that stand in every installation's data.
func TestEntryOfNeverChanges(t *testing.T) {
	if got := ident.EntryOf("00000000000000000000000000", 1); got != "9vd0v4pbkygwkd3gcb8se5c5m4" {
		t.Errorf("entry %s", got)
	}
	if got := ident.ChronologyOf("00000000000000000000000000", 0); got != "m72tq8qepnnxftm4j48e4s43zc" {
		t.Errorf("chronology %s", got)
	}
}

func TestCheckRefuses(t *testing.T) {
	good := ident.New(noon)
	if err := ident.Check(good); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]string{
		"nothing":          "",
		"short":            good[:25],
		"long":             good + "0",
		"capitals":         strings.Repeat("A", 26),
		"letter-not-in-it": "i" + good[1:],
		"space":            " " + good[1:],
		"line-end":         good[:25] + "\n",
		"line-end-within":  good[:12] + "\r\n" + good[14:],
		"spare-bits":       strings.Repeat("0", 25) + "1",
		"path":             "../../../etc/passwd/000000",
		"other-script":     strings.Repeat("é", 13),
	} {
		t.Run(name, func(t *testing.T) {
			if err := ident.Check(s); !errors.Is(err, ident.ErrForm) {
				t.Errorf("%q passes: %v", s, err)
			}
		})
	}
}

// FuzzCheck: what passes is 26 letters of the alphabet and nothing else.
func FuzzCheck(f *testing.F) {
	for _, s := range []string{"", ident.New(noon), strings.Repeat("0", 26), strings.Repeat("\n", 26)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if ident.Check(s) != nil {
			return
		}
		if len(s) != ident.Length || strings.Trim(s, "0123456789abcdefghjkmnpqrstvwxyz") != "" {
			t.Fatalf("%q passes", s)
		}
	})
}
