package desk

import (
	"testing"

	"waymark/internal/errs"
	"waymark/internal/ident"
)

func TestAFormIsSentByWhomItWasShownTo(t *testing.T) {
	h := newHouse(t)
	on := h.met("Linh")
	mine := h.NewForm(h.nadia)
	if err := ident.Check(string(mine)); err != nil {
		t.Fatalf("%q, %v", mine, err)
	}
	h.unchanged(func() {
		_, err := h.Do(ctx, h.tom, mine, h.contacted(on, "typed by Nadia"))
		wantKind(t, err, errs.Denied)
	})
	if _, err := h.Do(ctx, h.nadia, mine, h.contacted(on, "typed by Nadia")); err != nil {
		t.Errorf("her own form: %v", err)
	}
	if h.NewForm(h.nadia) == mine {
		t.Errorf("%q twice", mine)
	}
	if _, err := h.Do(ctx, h.tom, h.NewAct(), h.contacted(on, "by a command")); err != nil {
		t.Errorf("an id that was made for nobody: %v", err)
	}
}
