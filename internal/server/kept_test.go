package server_test

import (
	"net/http"
	"net/url"
	"testing"
)

// A form that stands open while access ends is refused from that commit on, and what was
// typed in it is shown to whoever typed it.
func TestWhatWasTypedIsKeptWhenAccessEnds(t *testing.T) {
	w := fresh(t)
	path := w.at("Linh", "contacts", "new")
	b := w.as(t, nadia)
	f := b.open(path).form(path)
	w.as(t, tom).post(w.at("Linh", "workers"), url.Values{
		"step": {"end"}, "draft": {string(w.desk.NewAct())}, "allocation": {string(w.last(t, "Linh", "support.allocated"))},
	}).leads()
	const mine = "The man came back on Friday."
	stays := w.stays(t, "look", "draft")
	b.sends(f, url.Values{"how": {"phone"}, "reached": {"yes"}, "note": {mine}}).wants(http.StatusNotFound).says(mine, "It was not recorded").hides("Linh")
	stays()
}

// A form that somebody else's page showed is refused, and shows its texts to nobody else.
func TestAFormOfSomebodyElseIsRefused(t *testing.T) {
	w := fresh(t)
	for _, where := range [][]string{{"contacts", "new"}, {"safe-way"}, {"sharing", "new"}} {
		path := w.at("Linh", where...)
		f := w.as(t, nadia).open(path).form(path)
		stays := w.stays(t, "look", "draft")
		const theirs = "Typed by Nadia and by nobody else."
		w.as(t, tom).sends(f, url.Values{"note": {theirs}, "why": {theirs}, "details": {theirs}}).wants(http.StatusForbidden).hides(theirs)
		stays()
	}
}
