package seal_test

import (
	"bytes"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/seal"
)

func TestToken(t *testing.T) {
	in, other := installation(t), installation(t)
	me := [][]byte{[]byte("worker"), []byte("organisation")}
	token, err := in.Token("search", []byte("Linh"), me...)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := in.Token("search", []byte("Linh"), me...); again == token {
		t.Error("the same text gives the same token: whoever reads a log could compare them")
	}
	if longer, _ := in.Token("search", bytes.Repeat([]byte("L"), 60), me...); len(longer) != len(token) {
		t.Error("a token tells how long its text is")
	}
	for name, open := range map[string]func() ([]byte, error){
		"another-installation": func() ([]byte, error) { return other.OpenToken("search", token, me...) },
		"another-purpose":      func() ([]byte, error) { return in.OpenToken("again", token, me...) },
		"somebody-else":        func() ([]byte, error) { return in.OpenToken("search", token, []byte("workerorganisation")) },
		"cut":                  func() ([]byte, error) { return in.OpenToken("search", token[:len(token)-2], me...) },
		"empty":                func() ([]byte, error) { return in.OpenToken("search", "", me...) },
		"no-token":             func() ([]byte, error) { return in.OpenToken("search", "Linh!", me...) },
	} {
		if _, err := open(); !errors.Is(err, seal.ErrAltered) {
			t.Errorf("%s: %v", name, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		token, err := in.Token("search", plain, me...)
		if err != nil {
			t.Fatal(err)
		}
		back, err := in.OpenToken("search", token, me...)
		if err != nil || !bytes.Equal(back, plain) {
			t.Fatalf("%q comes back as %q: %v", plain, back, err)
		}
	})
}
