package log

import (
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)

func aKey(t testing.TB, name string) Key {
	t.Helper()
	seed := make([]byte, ed25519.SeedSize)
	copy(seed, name)
	k, err := NewKey(name, ed25519.NewKeyFromSeed(seed))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func signed(t testing.TB, k Key, size int64) string {
	t.Helper()
	s, err := k.Write(Head{Size: size, Root: Root{byte(size)}, Moment: noon})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestHeadIsReadByItsKeyAlone(t *testing.T) {
	k, other := aKey(t, "ours"), aKey(t, "theirs")
	want := Head{Size: 12, Root: Root{12}, Moment: noon}
	text := signed(t, k, 12)
	if got, err := k.Read(text); err != nil || got != want {
		t.Fatalf("%+v, %v", got, err)
	}
	if !strings.HasPrefix(text, "waymark/ours\n12\n") || !strings.HasPrefix(k.Public(), "waymark/ours+") {
		t.Errorf("a head is written %q, by %s", text, k.Public())
	}
	imposter := other
	imposter.Verifier = k.Verifier
	forged, err := imposter.Write(want)
	if err == nil {
		_, err = k.Read(forged)
	}
	if !errors.Is(err, ErrUnsigned) {
		t.Errorf("forged: %v", err)
	}
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"another-key":  {signed(t, other, 12), ErrUnsigned},
		"another-size": {strings.Replace(text, "\n12\n", "\n13\n", 1), ErrUnsigned},
		"no-signature": {text[:strings.Index(text, "—")], ErrForm},
		"nothing":      {"", ErrForm},
		"words":        {"12 entries\n", ErrForm},
	} {
		if _, err := k.Read(c.text); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func FuzzHead(f *testing.F) {
	k := aKey(f, "ours")
	f.Add(signed(f, k, 12))
	f.Add("waymark/ours\n-1\n\n\n\n— waymark/ours AAAA\n")
	f.Fuzz(func(t *testing.T, text string) {
		h, err := k.Read(text)
		if err != nil {
			return
		}
		again, err := k.Write(h)
		if err != nil || again != text {
			t.Fatalf("%q is read and written %q: %v", text, again, err)
		}
	})
}

// notesOf reads a file of heads as verify does.
func notesOf(t *testing.T, path string) (notes []string, unread []int) {
	t.Helper()
	unread, err := readFile(path, func(_ int, s string) error {
		notes = append(notes, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return notes, unread
}

// A line that was torn when the machine stopped is gone on after, and is no fault; a line
// that somebody spoilt is.
func TestFileOfHeadsGoesOnAfterATornLine(t *testing.T) {
	k := aKey(t, "ours")
	path := filepath.Join(t.TempDir(), "heads.log")
	first, second := signed(t, k, 3), signed(t, k, 7)
	f, err := OpenFile(path, k)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.add([]string{first}, 3); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.add([]string{second}, 7); err != nil {
		t.Fatal(err)
	}
	all, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cut := len(whole); cut <= len(all); cut++ {
		if err := os.WriteFile(path, all[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		if notes, unread := notesOf(t, path); len(unread) > 0 || len(notes) < 1 {
			t.Fatalf("cut at %d: %d notes, unread %v", cut, len(notes), unread)
		}
		if f, err = OpenFile(path, k); err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if f.size == 3 {
			if err := f.add([]string{second}, 7); err != nil {
				t.Fatal(err)
			}
		} else if err := f.add([]string{signed(t, k, 9)}, 9); err != nil {
			t.Fatal(err)
		}
		notes, unread := notesOf(t, path)
		if len(unread) > 0 || !slices.Equal(notes[:2], []string{first, second}) {
			t.Fatalf("cut at %d and gone on: %d notes, unread %v", cut, len(notes), unread)
		}
	}
	spoilt := slices.Clone(all)
	spoilt[2] = 'x'
	if err := os.WriteFile(path, spoilt, 0o600); err != nil {
		t.Fatal(err)
	}
	if notes, unread := notesOf(t, path); len(notes) != 1 || !slices.Equal(unread, []int{1}) {
		t.Errorf("control: spoilt, it has %d notes, unread %v", len(notes), unread)
	}
}
