package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// of is where a worker or a house of Maple House stands.
func (w *world) of(name string, more ...string) string {
	return strings.Join(append([]string{"/team", string(w.team[name].on)}, more...), "/")
}

// A manager finds what is late for the team on Today, goes there, records it, and it is
// late no more.
func TestSeeingToTheTeam(t *testing.T) {
	w := fresh(t)
	m := w.as(t, tom)
	m.get("/today").wants(200).says("Your team:", "3 things late")
	a := m.get("/team").wants(200).says("Late", "Supervision", "Fire alarm test", "Training renewed before it runs out", "Rowan", "unverified", "it is this service's own standard", "In the next seven days")
	a.hides(people...)
	path := w.of("Tom Ellis", "supervision")
	if a.find(`a[href=`+path+`]`) == nil {
		t.Fatalf("nothing leads to %s", path)
	}
	f := m.open(path).form(path)
	m.sends(f, url.Values{"how": {"clinical"}, "with": {" "}}).refused("with")
	typed := url.Values{"how": {"clinical"}, "with": {"An outside supervisor"}, "note": {"A week without evening calls"}}
	to := m.sends(f, typed).leads()
	if to, _, _ = strings.Cut(to, "#"); to != w.of("Tom Ellis") {
		t.Errorf("it leads to %s", to)
	}
	m.get(to).wants(200).says("A week without evening calls", "28 days left")
	m.sends(f, typed).leads()
	m.sends(f, url.Values{"how": {"group"}, "with": {"Everybody"}}).wants(http.StatusConflict).says("This was recorded already", "An outside supervisor", "Everybody")

	path = w.of("Rowan", "check")
	f = m.open(path).form(path)
	m.sends(f, url.Values{"what": {"fire-alarm"}, "result": {"to-put-right"}, "by": {""}}).refused("by", "faults")
	m.sends(f, url.Values{"what": {"fire-alarm"}, "result": {"in-order"}}).leads()
	path = w.of("Nadia Rahman", "training")
	m.sends(m.open(path).form(path), url.Values{"course": {"safeguarding-adults"}, "until": {"21 November 2029"}}).leads()
	m.get("/team").wants(200).says("Nothing is late.")
	m.get("/today").wants(200).hides("Your team:")
}

// What is begun is kept for whoever began it, and whoever else comes finds nothing.
func TestTeamIsShownToItsManagerAlone(t *testing.T) {
	w := fresh(t)
	m := w.as(t, tom)
	path := w.of("Nadia Rahman", "supervision")
	m.sends(m.open(path).form(path), url.Values{"how": {"group"}, "with": {"Half a name"}, "later": {"yes"}}).leads()
	m.get(w.of("Nadia Rahman")).wants(200).says("Go on with what you began")
	for _, login := range []string{nadia, grace, ruth, sam, olu} {
		b := w.as(t, login)
		for _, name := range []string{"Nadia Rahman", "Rowan", "Larch"} {
			b.get(w.of(name)).wants(404).hides("Half a name", "Rowan", "A made-up street")
		}
		if a := b.get("/team"); a.status == 200 {
			a.hides("Tom Ellis", "Rowan", "Larch")
		} else {
			a.wants(http.StatusForbidden).hides("Tom Ellis", "Rowan", "Larch")
		}
		stays := w.stays(t, "look")
		b.post(path, url.Values{"draft": {string(w.desk.NewAct())}, "happened": {"22 November 2026"}, "how": {"group"}, "with": {"Nobody"}}).wants(404)
		b.post("/drafts/"+string(w.desk.NewAct()), url.Values{"place": {path}, "with": {"Nobody"}}).wants(404)
		stays()
	}
	if a := w.as(t, nadia).get("/today").wants(200); a.find(`a[href=/team]`) != nil {
		t.Error("a support worker is led to the team")
	}
	if m.get("/today").wants(200).find(`a[href=/team]`) == nil {
		t.Error("a manager is not led to the team")
	}
}

// A house is opened, checked, put right and closed; whoever closes it has read what was
// recorded meanwhile.
func TestHouseFromItsOpeningToItsEnd(t *testing.T) {
	w := fresh(t)
	m := w.as(t, ruth)
	m.get("/team").wants(200).says("No house is here yet. Open one")
	opening := m.open("/team/houses/new").form("/team/houses/new")
	m.sends(opening, url.Values{"places": {"none"}}).refused("name", "places")
	m.sends(opening, url.Values{"name": {"Hazel"}, "places": {"0"}}).refused("places")
	typed := url.Values{"name": {"Hazel"}, "places": {"4"}, "address": {"A street nobody else may read"}}
	to := m.sends(opening, typed).leads()
	if again := m.sends(opening, typed).leads(); again != to {
		t.Errorf("sent again it leads to %s, first to %s", again, to)
	}
	m.sends(opening, url.Values{"name": {"Alder"}}).wants(http.StatusConflict).says("This was recorded already", "Hazel", "Alder")
	m.get(to).wants(200).says("Hazel", "House, 4 places", "A street nobody else may read", "Fire drill", "7 days left")
	w.as(t, tom).get(to).wants(404)

	shut := m.open(to + "/close").form(to + "/close")
	w.clock.Advance(time.Minute)
	f := m.open(to + "/check").form(to + "/check")
	m.sends(f, url.Values{"what": {"fire-equipment"}, "result": {"to-put-right"}, "faults": {"The door on the landing"}, "by": {"25 November 2026"}}).leads()
	m.sends(shut, url.Values{"why": {"The lease ended"}}).wants(http.StatusConflict).says("Nothing you typed is lost", "The door on the landing")
	m.get(to).wants(200).says("What a check found, put right", "3 days left", "What a check found was put right")
	mended := m.open(to + "/put-right").form(to + "/put-right")
	if mended.values.Get("check") == "" {
		t.Error("what waits longest is not chosen")
	}
	m.sends(mended, url.Values{"check": {nobodys()}}).refused("check")
	m.sends(mended, nil).leads()
	m.get(to).wants(200).hides("3 days left")
	w.clock.Advance(time.Minute)
	m.sends(m.open(to+"/close").form(to+"/close"), url.Values{"why": {"The lease ended"}}).leads()
	m.get(to).wants(200).says("House, closed", "Nothing is due", "Nothing more is written here")
	m.get("/team").wants(200).says("0 houses", "Closed")
}

// What was written of the team is put right beside it, by its manager.
func TestPuttingTheTeamsEntriesRight(t *testing.T) {
	w := fresh(t)
	m := w.as(t, tom)
	path := w.of("Nadia Rahman", "entries", string(w.team["Nadia Rahman"].entry), "correct")
	page := m.open(path).wants(200)
	whole := form{}
	for _, f := range page.forms() {
		if f.values.Has("because-whole") {
			whole = f
		}
	}
	f := page.form(path)
	m.sends(f, url.Values{"with": {"Somebody else"}}).refused("because")
	m.sends(f, url.Values{"with": {"Somebody else"}, "because": {"A slip"}}).leads()
	m.get(w.of("Nadia Rahman")).wants(200).says("Somebody else", "put this right", "A slip")
	m.sends(whole, url.Values{"because-whole": {"Twice"}}).wants(http.StatusConflict) // it was put right meanwhile
	for _, again := range m.open(path).wants(200).forms() {
		if again.values.Has("because-whole") {
			m.sends(again, url.Values{"because-whole": {"Twice"}}).leads()
		}
	}
	m.get(w.of("Nadia Rahman")).wants(200).says("Taken back", "Twice")
}
