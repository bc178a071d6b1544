package server_test

import (
	"net/url"
	"testing"

	"golang.org/x/net/html"
)

// details is what folds a control away, or nil.
func details(n *html.Node) *html.Node {
	for up := range n.Ancestors() {
		if up.Data == "details" {
			return up
		}
	}
	return nil
}

// What is on record is shown with its source, and not asked for again.
func TestWhatIsOnRecordIsNotAskedBlank(t *testing.T) {
	w := fresh(t)
	b := w.as(t, nadia)
	path := w.at("Linh", "record", "about")
	page := b.open(path)
	page.says("Vietnamese", "Said on 6 November 2026 to Nadia Rahman, Maple House", "Write another answer")
	if has(details(page.one("#speaks")), "open") {
		t.Error("the field for another answer stands open, and blank")
	}
	if details(page.one("#own_script")) != nil {
		t.Error("an answer is shown that nobody gave")
	}

	// A date is taken as it is known; both a date and its absence are refused, and kept.
	f := page.form(path)
	refused := b.sends(f, url.Values{"born": {"about 1994 or so", "@not-known"}, "speaks": {"Vietnamese, some French"}}).wants(422)
	if got := attribute(refused.one("#born"), "value"); got != "about 1994 or so" {
		t.Errorf("what was typed is gone: %q", got)
	}
	if !has(refused.one("#born-unknown"), "checked") {
		t.Error("what was ticked is gone")
	}
	if !has(details(refused.one("#speaks")), "open") {
		t.Error("what was typed is folded away")
	}
	b.sends(refused.form(path), url.Values{"born": {"", "@not-known"}}).leads()
	b.open(path).says("Vietnamese, some French", "Said on 22 November 2026")
}
