package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"waymark/internal/desk"
)

// The desk of decisions lists what the record says, leads to each case, and is for those
// alone whom the policies let in.
func TestDecisionsAreAsOnRecord(t *testing.T) {
	w := fresh(t)
	for login, mine := range map[string]bool{nadia: true, tom: false, grace: false} {
		want, err := w.desk.Decisions(t.Context(), w.sessions[login], desk.AnyStage, 1)
		if err != nil || len(want.Dues) == 0 {
			t.Fatalf("%s: nobody waits, %v", login, err)
		}
		a := w.as(t, login).get("/decisions").wants(200)
		rows := all(a.one("main"), "li")
		var got []string
		for _, row := range rows {
			if said := words(row); strings.Contains(said, "since") {
				got = append(got, said)
			}
		}
		if len(got) != len(want.Dues) {
			t.Fatalf("%s: %d rows, want %d: %q", login, len(got), len(want.Dues), got)
		}
		for i, d := range want.Dues {
			which, _, _ := strings.Cut(d.Rule.Title, ",")
			for _, text := range []string{d.Who.Name, which, d.Rule.Brief(), d.Due.Words()} {
				if !strings.Contains(got[i], text) {
					t.Errorf("%s: row %d says %q, and not %q", login, i, got[i], text)
				}
			}
			if a.find(`a[href=/cases/`+string(d.On)+`]`) == nil {
				t.Errorf("%s: nothing leads to %s", login, d.Who.Name)
			}
		}
		if a.says("waited for"); strings.Contains(a.body, "you walk beside") != mine {
			t.Errorf("%s: whose people they are is said wrongly", login)
		}
	}
	w.letIn(t, "volunteer@maple.example", "inspector@inspectorate.example", "operator@hosts.example", "manager@council.example")
	for _, login := range []string{"volunteer@maple.example", "inspector@inspectorate.example", "operator@hosts.example", "manager@council.example"} {
		b := w.as(t, login)
		for _, path := range []string{"/decisions", "/beds"} {
			b.get(path).wants(http.StatusForbidden).hides(people...).hides("Rowan")
		}
		if a := b.get("/today"); strings.Contains(a.body, `href="/decisions"`) || strings.Contains(a.body, `href="/beds"`) {
			t.Errorf("%s is led where nothing is theirs", login)
		}
	}
	w.as(t, sam).get("/decisions").wants(200).hides(people...).says("Nobody you can see waits for a decision", "National Referral Mechanism")
}

// Beds names each house by the name that staff use, with its places and what is late, and
// tells no free place that nobody recorded.
func TestBedsAreTheHousesOnRecord(t *testing.T) {
	w := fresh(t)
	m := w.as(t, tom)
	a := m.get("/beds").wants(200).says("Rowan", "Fire alarm test", "late", "Larch", "Which places are free cannot be told here").hides("A made-up street")
	if a.find(`a[href=`+w.of("Rowan")+`]`) == nil || m.get("/today").wants(200).find(`a[href=/beds]`) == nil {
		t.Error("nothing leads to the house, or to the houses")
	}
	if strings.Index(a.body, "Larch") < strings.Index(a.body, "Rowan") {
		t.Error("a closed house stands before an open one")
	}
	path := w.of("Rowan", "check")
	m.sends(m.open(path).form(path), url.Values{"what": {"fire-alarm"}, "result": {"in-order"}}).leads()
	m.get("/beds").wants(200).says("No check is late")

	for _, login := range []string{nadia, grace} {
		w.as(t, login).get("/beds").wants(http.StatusForbidden).hides("Rowan", "Larch")
	}
	other := w.as(t, ruth)
	other.get("/beds").wants(200).hides("Rowan", "Larch").says("No house is open here", "Open a house")
	f := other.open("/team/houses/new").form("/team/houses/new")
	other.sends(f, url.Values{"name": {"Hazel"}, "address": {"A street nobody else may read"}}).leads()
	other.get("/beds").wants(200).says("1 open house.", "Hazel", "Nobody has written down how many can live there").hides("A street nobody else may read", "0 places")
}
