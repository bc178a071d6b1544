package server_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/desk"
)

// Worker and person share some of the record; the other organisation sees that and
// nothing else, and nothing at all from the moment it is ended.
func TestSharingAndItsEnd(t *testing.T) {
	w := fresh(t)
	n, r := w.as(t, nadia), w.as(t, ruth)
	r.get(w.at("Linh")).wants(404)
	path := w.at("Linh", "sharing", "new")
	f := n.open(path).wants(200).form(path)
	to := n.sends(f, url.Values{"to": {string(w.orgs["Lantern Trust"])}, "labels": {"general", "identity"}, "basis": {"consent"}, "until": {"31 March 2027"}, "why": {"A place in the region."}}).leads()
	if to != w.at("Linh", "who") {
		t.Errorf("it leads to %s", to)
	}
	n.get(to).wants(200).says("Lantern Trust", "until the end of 31 March 2027")

	page := r.get(w.at("Linh")).wants(200).says("Linh", "kept closed")
	page.hides("07700", "after 18:00", "Never call", "nail bar", "A place in the region", "mother", "debt")
	whole := r.get(w.at("Linh", "chronology")).wants(200)
	whole.hides("07700", "after 18:00", "Never call", "nail bar", "A place in the region", "mother", "debt", "every day")
	r.get(w.at("Linh", "who")).wants(200).hides("Who looked", "A place in the region", "Single Competent Authority")
	if folk := peopleOn(r.get("/today").wants(200)); !slices.Contains(folk, "Linh") {
		t.Errorf("the list has %v", folk)
	}

	w.clock.Advance(time.Minute)
	end := ""
	for _, link := range all(n.get(to).wants(200).root, "a") {
		if strings.Contains(words(link), "End this : Lantern Trust") {
			end = attribute(link, "href")
		}
	}
	n.sends(n.open(end).wants(200).form(end), nil).leads()
	for _, p := range []string{w.at("Linh"), w.at("Linh", "chronology"), w.at("Linh", "who"), w.at("Linh", "safe-way")} {
		r.get(p).wants(404)
	}
	if folk := peopleOn(r.get("/today").wants(200)); slices.Contains(folk, "Linh") {
		t.Errorf("the list still has %v", folk)
	}
	if now := words(n.get(to).wants(200).one(".wm-who")); strings.Contains(now, "Lantern Trust") {
		t.Errorf("they still stand among those who can see: %s", now)
	}
	n.get(end).wants(404).says("ended already")
}

// peopleOn is the list of people on Today.
func peopleOn(a reply) []string {
	var out []string
	for _, list := range all(a.root, ".wm-people") {
		for _, link := range all(list, "a") {
			out = append(out, words(link))
		}
	}
	return out
}

// A sharing that has its last day is over the moment after.
func TestSharingRunsToItsDay(t *testing.T) {
	w := fresh(t)
	n := w.as(t, nadia)
	path := w.at("Linh", "sharing", "new")
	n.sends(n.open(path).wants(200).form(path), url.Values{"to": {string(w.orgs["Lantern Trust"])}, "labels": {"general", "identity"}, "basis": {"consent"}, "until": {"22 November 2026"}}).leads()
	w.clock.Set(time.Date(2026, 11, 22, 10, 59, 0, 0, time.UTC))
	w.as(t, ruth).get(w.at("Linh")).wants(200)
	w.clock.Set(time.Date(2026, 11, 22, 23, 59, 59, 0, time.UTC))
	b := w.signedIn(t, ruth)
	b.get(w.at("Linh")).wants(200)
	w.clock.Set(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))
	b.get(w.at("Linh")).wants(404)
	if folk := peopleOn(b.get("/today").wants(200)); slices.Contains(folk, "Linh") {
		t.Errorf("the list still has %v", folk)
	}
}

// Whoever was trusted with a part does not pass it on.
func TestOnlyTheKeeperShares(t *testing.T) {
	w := fresh(t)
	stays := w.stays(t, "look")
	share := w.at("Alima", "sharing", "new")
	end := w.at("Alima", "sharing", string(w.entries["Alima"]["consent.shared"][0]), "end")
	typed := url.Values{"draft": {string(w.desk.NewAct())}, "to": {string(w.orgs["Single Competent Authority"])}, "labels": {"general"}, "basis": {"consent"}}
	for _, login := range []string{ruth, grace} {
		b := w.as(t, login)
		b.get(share).wants(403)
		b.post(share, typed).wants(403)
		b.get(end).wants(403)
		b.post(end, url.Values{"draft": {string(w.desk.NewAct())}}).wants(403)
		if page := b.get(w.at("Alima", "who")).wants(200); strings.Contains(page.body, "/sharing/") {
			t.Errorf("%s is offered to share or to end it", login)
		}
	}
	stays()
}

// What an import says of sharing is shown to the keeper and gives nobody anything, until
// it is shared here.
func TestSharingSaidElsewhereHoldsOnlyOnceItIsSharedHere(t *testing.T) {
	w := fresh(t)
	m, r := w.as(t, tom), w.as(t, ruth)
	file := `{"chronology":"A","kind":"person.met","happened":"2020","body":{"chosen_name":"Bao"}}
{"chronology":"A","kind":"consent.shared","happened":"2020","body":{"to":"` + string(w.orgs["Lantern Trust"]) + `","labels":"general+account","basis":"consent","why":"So that they help with housing."}}
`
	signed, err := w.desk.Session(t.Context(), m.cookie)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.desk.Import(t.Context(), signed.Actor, desk.Bringing{Name: "old.jsonl", Read: strings.NewReader(file)}); err != nil {
		t.Fatal(err)
	}
	path := ""
	for _, link := range all(m.get("/people").wants(200).root, "a") {
		if words(link) == "Bao" {
			path = attribute(link, "href")
		}
	}
	r.get(path).wants(404)
	like := ""
	for _, link := range all(m.get(path+"/who").wants(200).says("Said elsewhere, and not in force here").root, "a") {
		if strings.HasPrefix(words(link), "Share it here too") {
			like = attribute(link, "href")
		}
	}
	a := m.open(like).wants(200).says("So that they help with housing.")
	m.sends(a.form(path+"/sharing/new"), nil).leads()
	m.get(path + "/who").wants(200).hides("Said elsewhere")
	r.get(path).wants(200)
	r.get(path+"/who").wants(200).hides("Said elsewhere", "help with housing")
}
