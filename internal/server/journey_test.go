package server_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"waymark/internal/store/tamper"
)

// lineOf is the line of a chronology with an id, as it stands on a page.
func (a reply) lineOf(id string) *html.Node {
	a.t.Helper()
	n := a.find("#" + id)
	if n == nil || n.Data != "li" {
		a.t.Fatalf("no line %s: %s", id, a.said())
	}
	return n
}

// landed follows a reply to the line that it leads to.
func (b *browser) landed(a reply) (reply, *html.Node) {
	b.t.Helper()
	to := a.leads()
	path, id, ok := strings.Cut(to, "#")
	if !ok {
		b.t.Fatalf("%s leads to no line", to)
	}
	page := b.get(path).wants(200)
	return page, page.lineOf(id)
}

// Whoever must decide has it late in their own hands. To whoever waits with the person it
// is late too, and plain: it is not their doing.
func TestTodaySaysWhoIsLateAndWhy(t *testing.T) {
	w := shared(t)
	for _, login := range []string{nadia, tom, grace} {
		page := w.as(t, login).get("/today").wants(200)
		late := page.find(".wm-due--late")
		title := "Reasonable grounds decision"
		if login != grace {
			if late != nil {
				t.Fatalf("%s: something is late in their own hands: %s", login, words(late))
			}
			title += " The competent authority · "
			page.says("In the hands of others", "1 thing is late, and not by your doing")
			late = all(page.root, "li")[slices.IndexFunc(all(page.root, "li"), func(n *html.Node) bool { return strings.Contains(words(n), "working days late") })]
		} else if lates := all(late, "li"); len(lates) != 1 {
			t.Errorf("%s: %d things are late, want 1", login, len(lates))
		}
		said := words(late)
		for _, want := range []string{"Linh", title, "Referred to the NRM, 10 November", "Five working days · Hope for the future, section 2.3", "3 working days late", "17 November"} {
			if !strings.Contains(said, want) {
				t.Errorf("%s: late says nothing of %q: %s", login, want, said)
			}
		}
	}
	w.as(t, ruth).get("/today").wants(200).hides("Linh", "Tesfay", "late since")
	w.as(t, sam).get("/today").wants(200).hides(people...).says("Nobody is here yet")
}

// The journey that this software is for: what is late, the person, what was done.
func TestWorkerRecordsAndPutsRight(t *testing.T) {
	w := fresh(t)
	b := w.as(t, nadia)
	today := b.get("/today").wants(200)
	var next []*html.Node
	for _, a := range all(today.root, "a.govuk-button") {
		if strings.HasPrefix(words(a), "Record : Next contact, as agreed,") && strings.HasSuffix(words(a), "Linh") {
			next = append(next, a)
		}
	}
	if len(next) != 1 || attribute(next[0], "href") != w.at("Linh", "contacts", "new") {
		t.Fatalf("what was agreed with her has no one thing to do: %s", today.said())
	}
	b.get(w.at("Linh")).wants(200).says("Linh", "Reach by", "after 18:00", "Reasonable grounds", "still waited for", "Never call in working hours")

	form := b.open(w.at("Linh", "contacts", "new")).form(w.at("Linh", "contacts", "new"))
	if form.values.Get("happened") != "22 November 2026" {
		t.Errorf("the form begins on %q, want today", form.values.Get("happened"))
	}
	typed := url.Values{"how": {"phone"}, "reached": {"yes"}, "minutes": {"450"}, "note": {"She slept better.\r\n\"At last\", she said <smiling>."}, "wants": {"To call her mother."}, "next": {"24 November 2026"}}
	page, line := b.landed(b.sends(form, typed))
	if first := all(page.find(".wm-timeline"), "li")[0]; first != line {
		t.Errorf("what was written last is not first: %s", words(first))
	}
	for _, want := range []string{"Contact", "22 November 2026", "Nadia Rahman", "Maple House", "Phone call", "450", `She slept better. "At last", she said <smiling>.`} {
		if !strings.Contains(words(line), want) {
			t.Errorf("the line says nothing of %q: %s", want, words(line))
		}
	}
	b.get(w.at("Linh")).wants(200).says("Next contact: 24 November 2026", "To call her mother.")

	w.clock.Advance(time.Minute)
	right := attribute(all(line, "a")[0], "href")
	correct := b.open(right).wants(200).form(right)
	if correct.values.Get("minutes") != "450" {
		t.Errorf("the form shows %q minutes", correct.values.Get("minutes"))
	}
	_, line = b.landed(b.sends(correct, url.Values{"minutes": {"45"}, "because": {"A slip of the finger."}}))
	was, now := all(line, "del"), all(line, "ins")
	if len(was) != 1 || len(now) != 1 || !strings.Contains(words(was[0]), "450") || words(now[0]) != "Now: 45" {
		t.Errorf("both do not stand: %s", words(line))
	}
	if !strings.Contains(words(line), "Nadia Rahman put this right on 22 November 2026: A slip of the finger.") {
		t.Errorf("nothing says who put it right and why: %s", words(line))
	}

	w.clock.Advance(time.Minute)
	whole := takeBack(t, b.open(right).wants(200), right)
	_, line = b.landed(b.sends(whole, url.Values{"because-whole": {"It was about somebody else."}}))
	for _, want := range []string{"Taken back", "It was about somebody else.", "She slept better."} {
		if !strings.Contains(words(line), want) {
			t.Errorf("the line taken back says nothing of %q: %s", want, words(line))
		}
	}
	b.get(w.at("Linh")).wants(200).says("To call my mother and tell her that I am safe.").hides("To call her mother.")
	b.get(right).wants(403).says("taken back already")
}

// takeBack is the form by which an entry is taken back whole.
func takeBack(t testing.TB, a reply, path string) form {
	t.Helper()
	for _, f := range a.forms() {
		if f.action == path && f.values.Has("because-whole") {
			return f
		}
	}
	t.Fatalf("the entry cannot be taken back: %s", a.said())
	return form{}
}

// Sent twice, as by an impatient finger or a lost line, a form writes once and leads
// to the same place.
func TestTheSameFormTwiceIsOnce(t *testing.T) {
	w := fresh(t)
	b := w.as(t, nadia)
	contact := string(w.last(t, "Linh", "contact.made"))
	correct := w.at("Linh", "entries", contact, "correct")
	share := w.entries["Alima"]["consent.shared"][0]
	for _, tc := range []struct {
		name  string
		page  string
		typed url.Values
		pick  func(reply) form
	}{
		{name: "contact", page: w.at("Linh", "contacts", "new"), typed: url.Values{"how": {"text"}, "reached": {"no-answer"}}},
		{name: "safeWay", page: w.at("Linh", "safe-way"), typed: url.Values{"ways": {"text"}, "never": {"Never ring twice"}}},
		{name: "correction", page: correct, typed: url.Values{"minutes": {"21"}, "note": {""}, "because": {"It was longer."}}},
		{name: "takingBack", page: correct, typed: url.Values{"because-whole": {"Never happened."}}, pick: func(a reply) form { return takeBack(t, a, correct) }},
		{name: "sharing", page: w.at("Linh", "sharing", "new"), typed: url.Values{"to": {string(w.orgs["Lantern Trust"])}, "labels": {"general"}, "basis": {"consent"}}},
		{name: "endingASharing", page: w.at("Alima", "sharing", string(share), "end"), typed: url.Values{"why": {"She wishes so."}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b.t = t
			page := b.open(tc.page)
			f := page.form(tc.page)
			if tc.pick != nil {
				f = tc.pick(page)
			}
			before := tamper.Counts(t, w.file())
			to := b.sends(f, tc.typed).leads()
			after, stays := tamper.Counts(t, w.file()), w.stays(t, "look")
			if after["act"] != before["act"]+1 || after["entry"] != before["entry"]+1 {
				t.Fatalf("%d acts and %d entries were written, want one of each", after["act"]-before["act"], after["entry"]-before["entry"])
			}
			w.clock.Advance(time.Minute)
			for range 2 {
				if again := b.sends(f, tc.typed).leads(); again != to {
					t.Errorf("sent again it leads to %s, first to %s", again, to)
				}
			}
			stays()
		})
	}
}

func TestDraftIsNeverAnothers(t *testing.T) {
	w := fresh(t)
	form := w.as(t, nadia).open(w.at("Linh", "contacts", "new")).form(w.at("Linh", "contacts", "new"))
	typed := url.Values{"how": {"phone"}, "reached": {"yes"}, "note": {"Nobody else's words"}}
	w.as(t, nadia).sends(form, typed).leads()
	stays := w.stays(t, "look")
	w.as(t, tom).sends(form, typed).wants(403).says("begun by somebody else").hides("Nobody else's words")
	stays()
}
