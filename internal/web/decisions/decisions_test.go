package decisions

import (
	"testing"

	"waymark/internal/desk"
)

// What is late stands first, then what is past a day that binds nobody, and a heading
// counts only where the page holds all there is.
func TestBandsOfAPage(t *testing.T) {
	w := waiting{Decisions: desk.Decisions{Page: 1, Dues: []desk.Due{{Days: -39}, {Late: true, Days: 8}, {Days: 2}, {Days: 0}}}}
	got := w.bands()
	if len(got) != 3 || !got[0].late || len(got[0].dues) != 1 || got[1].late || len(got[1].dues) != 1 || len(got[2].dues) != 2 {
		t.Errorf("%+v", got)
	}
	if words := when(got[1].dues[0]); words != "39 days past" {
		t.Errorf("past its day: %s", words)
	}
	if !w.whole() {
		t.Error("one page is not the whole")
	}
	if w.More = true; w.whole() {
		t.Error("a page of more is the whole")
	}
}

func TestPathOfAStage(t *testing.T) {
	for want, c := range map[string]struct {
		stage desk.Stage
		page  int
	}{
		"/decisions": {desk.AnyStage, 1}, "/decisions?page=3": {desk.AnyStage, 3}, "/decisions?page=2&stage=ask-again": {desk.MayAskAgain, 2},
	} {
		if got := path(c.stage, c.page); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
