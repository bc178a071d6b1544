package server_test

import (
	"context"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/server"
	"waymark/internal/store/tamper"
)

// finds asks for a name in the box at the top of Today, and gives the page that follows
// and whom it shows.
func (b *browser) finds(name string) (reply, []string) {
	b.t.Helper()
	to := b.sends(b.open("/today").wants(200).form("/search"), url.Values{"name": {name}}).leads()
	if name != "" && strings.Contains(strings.ToLower(to), strings.ToLower(name)) {
		b.t.Errorf("a name stands in an address: %s", to)
	}
	page := b.get(to).wants(200)
	var out []string
	for _, row := range all(page.root, "th[scope=row]") {
		out = append(out, words(all(row, "a")[0]))
	}
	return page, out
}

func (b *browser) wantsFound(name string, want ...string) {
	b.t.Helper()
	if _, got := b.finds(name); !slices.Equal(got, want) {
		b.t.Errorf("%q finds %q, want %q", name, got, want)
	}
}

func TestFindingSomebody(t *testing.T) {
	w := fresh(t)
	n, r, s := w.as(t, nadia), w.as(t, ruth), w.as(t, sam)
	n.wantsFound("Lihn", "Linh")
	n.wantsFound("MIRELLA", "Mirela")
	n.wantsFound("ተስፋይ", "Tesfay")
	n.wantsFound("Wilhelmina")
	s.wantsFound("Linh") // walks beside nobody
	r.wantsFound("Linh")
	page, _ := n.finds("")
	page.says("Among the people you can see.")
	page, _ = n.finds("Wilhelmina")
	page.says("Nobody you can see has a name like this.", "They may be known to another team.")

	// Shared, then ended: gone at the next request, also under the address that showed it.
	path := w.at("Linh", "sharing", "new")
	n.sends(n.open(path).wants(200).form(path), url.Values{"to": {string(w.orgs["Lantern Trust"])}, "labels": {"general", "identity"}, "basis": {"consent"}, "until": {"31 March 2027"}, "why": {"x"}}).leads()
	r.wantsFound("Linh", "Linh")
	shown := r.sends(r.open("/today").wants(200).form("/search"), url.Values{"name": {"Linh"}}).leads()
	r.get(shown).wants(200).says("1 person you can see")
	w.clock.Advance(time.Minute)
	for _, link := range all(n.get(w.at("Linh", "who")).wants(200).root, "a") {
		if strings.Contains(words(link), "End this : Lantern Trust") {
			end := attribute(link, "href")
			n.sends(n.open(end).wants(200).form(end), nil).leads()
		}
	}
	r.get(shown).wants(200).says("Nobody you can see has a name like this.")
	// An address is of who asked, and of nobody else.
	n.get(shown).wants(200).says("Among the people you can see.")
}

// A name that was asked for stands in no log, no look and no file.
func TestWhatIsSearchedIsKeptNowhere(t *testing.T) {
	w := fresh(t)
	n := w.as(t, nadia)
	const canary = "Canarina Zwölf"
	page, _ := n.finds(canary)
	if got := attribute(page.one("#name"), "value"); got != canary {
		t.Errorf("the box holds %q", got)
	}
	n.get("/search?for=broken").wants(200).says("Among the people you can see.")
	looks := 0
	for _, c := range tamper.Cells(t, w.file(), "look", "id", "route") {
		if string(c.Value) == "search" {
			looks++
		}
	}
	if looks != 1 {
		t.Errorf("%d looks were kept of one search", looks)
	}
	if strings.Contains(w.log.String(), "Canarina") {
		t.Error("the log has what was asked for")
	}
	for name, count := range tamper.Counts(t, w.file()) {
		if name == "draft" && count != tamper.Counts(t, w.first.dir+"/waymark.db")["draft"] {
			t.Error("what was asked for is kept as a draft")
		}
	}
}

// Questions are carried while the server runs, and no more once it has stopped.
func TestCarrying(t *testing.T) {
	w := fresh(t)
	n := w.as(t, nadia)
	path := w.at("Linh", "record", "elsewhere")
	to := n.sends(n.open(n.get(path).leads()).wants(200).form(path), url.Values{"happened": {"22 November 2026"}, "name": {"Nobody At All"}, "born": {"1994"}, "ring": {"Nadia, 020 7946 0000"}, "agreed": {"yes"}}).leads()
	n.get(to).wants(200).says("Asked whether they are known elsewhere", "Nobody At All")
	stop := server.Carrying(context.Background(), w.desk, slog.New(slog.DiscardHandler))
	stop()
	if carried, err := w.desk.Carry(context.Background()); err != nil || carried != 1 {
		t.Errorf("%d questions waited: %v", carried, err)
	}
	if carried, err := w.desk.Carry(context.Background()); err != nil || carried != 0 {
		t.Errorf("%d questions are carried twice: %v", carried, err)
	}
}
