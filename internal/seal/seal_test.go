package seal_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/seal"
)

func installation(t *testing.T) *seal.Installation {
	t.Helper()
	root, err := seal.CreateRoot(filepath.Join(t.TempDir(), "root.key"))
	if err != nil {
		t.Fatal(err)
	}
	_, in, err := seal.Found(root)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestRootKeyFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "root.key")
	if _, err := seal.ReadRoot(path); !errors.Is(err, seal.ErrNoRoot) {
		t.Fatalf("no file: got %v", err)
	}
	root, err := seal.CreateRoot(path)
	if err != nil {
		t.Fatal(err)
	}
	wrapped, _, err := seal.Found(root)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.CreateRoot(path); err == nil {
		t.Fatal("a root key was overwritten")
	}
	again, err := seal.ReadRoot(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Open(again, wrapped); err != nil {
		t.Fatalf("own root key: %v", err)
	}
	other, err := seal.CreateRoot(filepath.Join(dir, "other.key"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Open(other, wrapped); !errors.Is(err, seal.ErrWrongRoot) {
		t.Fatalf("another's root key: got %v", err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.ReadRoot(path); !errors.Is(err, seal.ErrRootOpen) {
		t.Fatalf("readable by others: got %v", err)
	}
	junk := filepath.Join(dir, "junk.key")
	if err := os.WriteFile(junk, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.ReadRoot(junk); !errors.Is(err, seal.ErrRootForm) {
		t.Fatalf("junk: got %v", err)
	}
}

// What is sealed at one place opens there and nowhere else.
func TestSealedIsBoundToItsPlace(t *testing.T) {
	in := installation(t)
	_, key, err := in.NewKey("alima")
	if err != nil {
		t.Fatal(err)
	}
	_, other, err := in.NewKey("thomas")
	if err != nil {
		t.Fatal(err)
	}
	home := seal.Place{Thing: "entry", ID: "e1", Part: "labels", Set: label.Of(label.Health)}
	sealed, err := key.Seal(home, []byte("sleeps badly"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := key.Open(home, sealed); err != nil || string(got) != "sleeps badly" {
		t.Fatalf("at its place: %q, %v", got, err)
	}
	elsewhere := map[string]func() ([]byte, error){
		"other-person":  func() ([]byte, error) { return other.Open(home, sealed) },
		"other-entry":   func() ([]byte, error) { p := home; p.ID = "e2"; return key.Open(p, sealed) },
		"other-label":   func() ([]byte, error) { p := home; p.Set = label.Of(label.General); return key.Open(p, sealed) },
		"other-part":    func() ([]byte, error) { p := home; p.Part = "envelope"; return key.Open(p, sealed) },
		"other-thing":   func() ([]byte, error) { p := home; p.Thing = "draft"; return key.Open(p, sealed) },
		"shifted-frame": func() ([]byte, error) { p := home; p.ID, p.Part = "e", "1labels"; return key.Open(p, sealed) },
	}
	for name, open := range elsewhere {
		t.Run(name, func(t *testing.T) {
			if _, err := open(); !errors.Is(err, seal.ErrAltered) {
				t.Fatalf("opened elsewhere: %v", err)
			}
		})
	}
}

func TestEveryChangedByteIsNoticed(t *testing.T) {
	_, key, err := installation(t).NewKey("alima")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		p := seal.Place{Thing: "entry", ID: rapid.String().Draw(t, "id"), Part: "labels"}
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		sealed, err := key.Seal(p, plain)
		if err != nil {
			t.Fatal(err)
		}
		i := rapid.IntRange(0, len(sealed)-1).Draw(t, "at")
		sealed[i] ^= rapid.ByteRange(1, 255).Draw(t, "by")
		if _, err := key.Open(p, sealed); !errors.Is(err, seal.ErrAltered) {
			t.Fatalf("byte %d changed and it opened: %v", i, err)
		}
	})
}

func TestDataKeyBelongsToOneChronology(t *testing.T) {
	in := installation(t)
	wrapped, _, err := in.NewKey("alima")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.OpenKey("alima", wrapped); err != nil {
		t.Fatalf("own key: %v", err)
	}
	if _, err := in.OpenKey(ident.Chronology("thomas"), wrapped); !errors.Is(err, seal.ErrAltered) {
		t.Fatalf("another's key: %v", err)
	}
}

func TestDigest(t *testing.T) {
	in, other := installation(t), installation(t)
	of := func(i *seal.Installation, purpose string, parts ...string) string {
		t.Helper()
		var bs [][]byte
		for _, p := range parts {
			bs = append(bs, []byte(p))
		}
		d, err := i.Digest(purpose, bs...)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	base := of(in, "login", "a", "bc")
	if of(in, "login", "a", "bc") != base {
		t.Error("equal parts, another digest")
	}
	for name, d := range map[string]string{
		"purpose": of(in, "act", "a", "bc"), "parts": of(in, "login", "ab", "c"), "key": of(other, "login", "a", "bc"),
	} {
		if d == base {
			t.Errorf("another %s, the same digest", name)
		}
	}
}

func BenchmarkSealAndOpen(b *testing.B) {
	root, err := seal.CreateRoot(filepath.Join(b.TempDir(), "root.key"))
	if err != nil {
		b.Fatal(err)
	}
	_, in, err := seal.Found(root)
	if err != nil {
		b.Fatal(err)
	}
	_, key, err := in.NewKey("alima")
	if err != nil {
		b.Fatal(err)
	}
	plain := make([]byte, 200)
	for b.Loop() {
		p := seal.Place{Thing: "entry", ID: "e1", Part: "labels"}
		sealed, err := key.Seal(p, plain)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := key.Open(p, sealed); err != nil {
			b.Fatal(err)
		}
	}
}
