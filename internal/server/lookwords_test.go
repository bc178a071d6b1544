package server_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"waymark/internal/store/tamper"
)

// Whoever asks who looked is told in words, whichever page it was.
func TestEveryLookIsToldInWords(t *testing.T) {
	w := fresh(t)
	tamper.Empty(t, w.file(), "look")
	m := w.as(t, tom)
	for _, p := range places(t, w.filled(t, "Linh")) {
		if p.method == http.MethodGet && p.aboutCase() {
			m.get(p.path)
		}
	}
	var kept []string
	for _, c := range tamper.Cells(t, w.file(), "look", "id", "route") {
		kept = append(kept, string(c.Value))
	}
	slices.Sort(kept)
	if kept = slices.Compact(kept); len(kept) < 20 || !slices.Contains(kept, "record") || !slices.Contains(kept, "referral.send") {
		t.Fatalf("too few sorts of page were looked at: %q", kept)
	}
	a := m.get(w.at("Linh", "who")).wants(200)
	said := words(a.one("section[aria-labelledby=looks]"))
	if !strings.Contains(said, "What happened?") || !strings.Contains(said, "Referral sent into the NRM") || strings.Contains(said, "Another page") {
		t.Errorf("it says %s", said)
	}
	if raw := regexp.MustCompile(`\b(record\b|[a-z-]+\.[a-z-]+)`).FindAllString(strings.ReplaceAll(said, "the record", ""), -1); len(raw) > 0 {
		t.Errorf("it says %q", raw)
	}
}

// Whoever runs Waymark and signs in is told what they can do, and where.
func TestOperatorIsToldWhatTheyCanDo(t *testing.T) {
	a := shared(t).as(t, olu).get("/today").wants(http.StatusForbidden)
	a.says("You run Waymark", "waymark user add", "waymark user remove", "waymark alarms", "waymark check").hides(people...)
	if a.find(`main a[href="/today"]`) != nil {
		t.Error("it leads back to itself")
	}
	shared(t).as(t, grace).get(shared(t).at("Linh", "workers")).hides("waymark user")
}
