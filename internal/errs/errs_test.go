package errs_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/errs"
	"waymark/internal/label"
)

func TestKindOf(t *testing.T) {
	denied := errs.New(errs.Denied, "Ask a manager")
	var none *errs.Error
	for _, c := range []struct {
		name string
		err  error
		kind errs.Kind
		of   *errs.Error
	}{
		{"nothing", nil, errs.Internal, nil},
		{"nobody-sorted-it", io.EOF, errs.Internal, nil},
		{"sorted", denied, errs.Denied, denied},
		{"wrapped", fmt.Errorf("act: %w", denied), errs.Denied, denied},
		{"joined", errors.Join(io.EOF, denied), errs.Denied, denied},
		{"nothing-in-its-clothes", none, errs.Internal, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := errs.KindOf(c.err); got != c.kind {
				t.Errorf("kind %v, want %v", got, c.kind)
			}
			if got := errs.Of(c.err); got != c.of {
				t.Errorf("of %v, want %v", got, c.of)
			}
		})
	}
}

func TestKindsHaveWords(t *testing.T) {
	seen := map[string]bool{}
	for k := errs.Internal; k <= errs.Unavailable; k++ {
		if s := k.String(); s == "" || s == "unknown" || seen[s] {
			t.Errorf("kind %d is called %q", k, s)
		}
		seen[k.String()] = true
	}
	if got := (errs.Unavailable + 1).String(); got != "unknown" {
		t.Errorf("a kind there is not is called %q", got)
	}
	if errs.Kind(0) != errs.Internal {
		t.Error("an error that nobody sorted must be internal")
	}
}

func TestErrorSaysEverythingForTheLog(t *testing.T) {
	e := errs.Wrap(errs.Invalid, "Check what is typed", io.EOF)
	e.Fields = []errs.Field{{Name: "a", Message: "x"}, {Name: "b", Message: "y"}}
	if got := e.Error(); got != "invalid: Check what is typed; a: x; b: y: EOF" {
		t.Errorf("%q", got)
	}
	if !errors.Is(e, io.EOF) {
		t.Error("the cause is not in the chain")
	}
	if got := (&errs.Error{}).Error(); got != "internal" {
		t.Errorf("%q", got)
	}
}

// TestChecks: what is said is there, in its order, and nothing else; silence is no error.
func TestChecks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c errs.Checks
		var want []errs.Field
		for i := range rapid.IntRange(0, 6).Draw(t, "checks") {
			f := errs.Field{Name: fmt.Sprint(i), Message: "m"}
			if bad := rapid.Bool().Draw(t, "bad"); bad {
				want = append(want, f)
				c.If(true, f.Name, f.Message)
			} else {
				c.If(false, f.Name, f.Message)
			}
		}
		rests := label.Set(rapid.Uint32().Draw(t, "labels")).Only(label.Everything())
		c.Rests(rests)
		err := c.Err()
		if (err == nil) != (len(want) == 0) {
			t.Fatalf("said %v, got %v", want, err)
		}
		if err == nil {
			return
		}
		e := errs.Of(err)
		if e.Kind != errs.Invalid || e.Labels != rests || fmt.Sprint(e.Fields) != fmt.Sprint(want) {
			t.Fatalf("said %v, got %#v", want, e)
		}
	})
}
