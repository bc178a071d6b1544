package server_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/ident"
	"waymark/internal/store"
	"waymark/internal/store/tamper"
)

// looks reads the looks at somebody, newest first.
func (w *world) looks(t testing.TB, on ident.Chronology) []store.Look {
	t.Helper()
	s, err := store.Open(context.Background(), w.file())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	all, err := s.Looks(context.Background(), on, 100, 0)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Every page that shows somebody leaves one look, before it is shown: who, for whom,
// why, at which page, and what they could read.
func TestEveryPageAboutSomebodyLeavesALook(t *testing.T) {
	w := fresh(t)
	for _, p := range places(t, w.filled(t, "Alima")) {
		if p.method != http.MethodGet || !p.aboutCase() {
			continue
		}
		for _, login := range []string{nadia, grace, ruth} {
			tamper.Empty(t, w.file(), "look")
			b := w.as(t, login)
			a := b.get(p.path)
			if a.status == http.StatusSeeOther {
				tamper.Empty(t, w.file(), "look")
				a = b.get(a.leads())
			}
			if a.status != http.StatusOK {
				continue
			}
			looks, who := w.looks(t, w.cases["Alima"]), w.sessions[login]
			if len(looks) != 1 {
				t.Errorf("%s as %s left %d looks", p.Pattern, login, len(looks))
				continue
			}
			k := looks[0]
			if k.Worker != who.Worker || k.Organisation != who.Organisation || k.Purpose != string(who.Purpose) || k.Route == "" || k.Labels.Empty() || k.Shown != 1 || !k.Moment.Equal(ten) || string(k.ID) != a.header.Get("X-Request-Id") {
				t.Errorf("%s as %s left %+v", p.Pattern, login, k)
			}
		}
	}
}

func TestLooksSayWhatCouldBeRead(t *testing.T) {
	w := fresh(t)
	tamper.Empty(t, w.file(), "look")
	w.as(t, ruth).get(w.at("Alima")).wants(200)
	got := w.looks(t, w.cases["Alima"])
	if len(got) != 1 || got[0].Labels.String() != "general+identity+contact+account" || got[0].Route != "case.now" {
		t.Errorf("%+v", got)
	}
	tamper.Empty(t, w.file(), "look")
	w.as(t, nadia).get(w.at("Alima", "chronology")).wants(200)
	w.clock.Advance(time.Minute)
	w.as(t, nadia).get(w.at("Alima", "who")).wants(200).says("Who looked")
	got = w.looks(t, w.cases["Alima"])
	if len(got) != 2 || got[1].Route != "case.chronology" || got[0].Route != "case.who" {
		t.Errorf("%+v", got)
	}
}

// A list is a look as well, with how many were on it.
func TestListsLeaveALook(t *testing.T) {
	w := fresh(t)
	for _, path := range []string{"/today", "/people"} {
		tamper.Empty(t, w.file(), "look")
		w.as(t, nadia).get(path).wants(200)
		got := w.looks(t, "")
		if len(got) != 1 || got[0].Worker != w.sessions[nadia].Worker || got[0].Route == "" || got[0].Labels.Empty() || got[0].Shown < len(people) {
			t.Errorf("%s left %+v", path, got)
		}
	}
}

// What shows nobody leaves none: not there, another's, and what is only refused.
func TestWhatIsRefusedLeavesNoLook(t *testing.T) {
	w := fresh(t)
	tamper.Empty(t, w.file(), "look")
	for _, p := range places(t, w.filled(t, "Linh")) {
		for _, login := range []string{ruth, sam, olu} {
			if p.aboutCase() {
				w.as(t, login).send(w.as(t, login).request(p.method, p.path, strings.NewReader(""))).wants(404)
			}
		}
		if !p.public() {
			w.stranger(t).send(w.stranger(t).request(p.method, p.path, nil)).leads()
		}
	}
	for _, path := range []string{"/sign-in", "/nothing", "/assets/none.css", "/cases/" + nobodys()} {
		w.as(t, nadia).get(path)
	}
	if n := tamper.Counts(t, w.file())["look"]; n != 0 {
		t.Errorf("%d looks stand", n)
	}
}

// If a look cannot be kept, nothing is shown.
func TestNothingIsShownWithoutItsLook(t *testing.T) {
	w := fresh(t)
	tamper.Refuse(t, w.file(), "look")
	for _, p := range places(t, w.filled(t, "Alima")) {
		if p.method != http.MethodGet || (!p.aboutCase() && p.Action != "today.see") {
			continue
		}
		a := w.as(t, nadia).get(p.path)
		if strings.Contains(p.Pattern, " /own-records/") {
			continue // for a records lead alone: see the tests of the desk
		}
		if strings.HasSuffix(p.path, "/workers") || strings.HasSuffix(p.path, "/few") || strings.HasSuffix(p.path, "/conflicts") || strings.Contains(p.Pattern, " /team/") {
			a = w.as(t, tom).get(p.path)
		}
		a.wants(http.StatusServiceUnavailable).hides(people...).says("could not be noted that you looked")
		if a.header.Get("Retry-After") == "" {
			t.Errorf("%s does not say when to try again", p.Pattern)
		}
	}
	// Nor does a form write what could not be looked at.
	stays := w.stays(t)
	w.as(t, nadia).post(w.at("Linh", "contacts", "new"), w.contact("It went well")).wants(http.StatusServiceUnavailable)
	stays()
	tamper.Allow(t, w.file(), "look")
	w.as(t, nadia).get(w.at("Alima")).wants(200)
}

// One byte that was changed behind Waymark's back: nothing of the person is shown, and
// an alarm stands. Everybody else's pages go on.
func TestOneChangedByte(t *testing.T) {
	for _, tc := range []struct{ table, key, column string }{{"entry", "id", "envelope"}, {"part", "entry", "sealed"}} {
		t.Run(tc.table, func(t *testing.T) {
			w := fresh(t)
			entry := string(w.last(t, "Alima", "referral.sent"))
			for _, c := range tamper.Cells(t, w.file(), tc.table, tc.key, tc.column) {
				if c.Key == entry {
					c.Value[len(c.Value)/2] ^= 1
					tamper.Set(t, w.file(), c)
					break
				}
			}
			tamper.Empty(t, w.file(), "look")
			for _, path := range []string{w.at("Alima"), w.at("Alima", "chronology"), w.at("Alima", "who")} {
				a := w.as(t, nadia).get(path).wants(http.StatusServiceUnavailable).says("does not open")
				a.hides(append([]string{"Albanian", "07700", "trafficking", "Counselling"}, people...)...)
				if a.header.Get("Retry-After") == "" {
					t.Error("nothing says when to try again")
				}
			}
			alarms := tamper.Cells(t, w.file(), "alarm", "what", "detail")
			if !slices.ContainsFunc(alarms, func(c tamper.Cell) bool {
				return c.Key == "A sealed record does not open" && strings.Contains(string(c.Value), entry)
			}) {
				t.Errorf("the alarms are %+v", alarms)
			}
			for _, alarm := range alarms {
				for _, name := range append([]string{"Nadia", "07700"}, people...) {
					if strings.Contains(string(alarm.Value), name) {
						t.Errorf("an alarm says %s", alarm.Value)
					}
				}
			}
			stays := w.stays(t, "look", "alarm")
			w.as(t, nadia).post(w.at("Alima", "contacts", "new"), url.Values{"draft": {string(w.desk.NewAct())}, "happened": {"22 November 2026"}, "how": {"phone"}, "reached": {"yes"}}).wants(http.StatusServiceUnavailable)
			stays()
			if n := tamper.Counts(t, w.file())["look"]; n != 0 {
				t.Errorf("%d looks stand at what was not shown", n)
			}
			w.as(t, nadia).get(w.at("Linh")).wants(200)
			w.as(t, nadia).get("/today").wants(200)
		})
	}
}

// Every look can be told of, page by page.
func TestLooksArePaged(t *testing.T) {
	w := fresh(t)
	tamper.Empty(t, w.file(), "look")
	b := w.as(t, tom)
	for range 102 {
		b.get(w.at("Linh")).wants(200)
	}
	first := b.get(w.at("Linh", "who")).wants(200)
	next := ""
	for _, a := range all(first.root, "a") {
		if href := attribute(a, "href"); strings.Contains(href, "/who?page=2") {
			next = href
		}
	}
	if next == "" {
		t.Fatalf("nothing leads to earlier looks: %s", first.said())
	}
	second := b.get(next).wants(200)
	if said := words(second.one("section[aria-labelledby=looks]")); !strings.Contains(said, "Tom Ellis") {
		t.Errorf("the second page says %s", said)
	}
	for _, page := range []string{"0", "-1", "x", "99999999999999999999", "5000"} {
		b.get(w.at("Linh", "who") + "?page=" + page).wants(200)
	}
}
