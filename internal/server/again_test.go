package server_test

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

// The same form with other words is never taken for the first, and never lost: the page
// shows both, and what is typed goes on into a correction.
func TestTheSameFormWithOtherWords(t *testing.T) {
	w := fresh(t)
	b := w.as(t, nadia)
	path := w.at("Linh", "contacts", "new")
	form := b.open(path).form(path)
	first := url.Values{"how": {"phone"}, "reached": {"yes"}, "minutes": {"20"}, "note": {"The first words"}}
	to := b.sends(form, first).leads()
	w.clock.Advance(time.Minute)
	stays := w.stays(t, "look")
	other := url.Values{"how": {"video"}, "reached": {"yes"}, "minutes": {"25"}, "note": {"Other words, \"with\" <marks> & a\r\nsecond line"}, "wants": {"To rest"}}
	both := b.sends(form, other).wants(409).says("This was recorded already", "22 November 2026 at 10:00", "The first words", "Phone call", `Other words, "with" <marks> & a second line`, "Video call", "To rest")
	if !strings.HasPrefix(both.title(), "Recorded already") {
		t.Errorf("the title is %q", both.title())
	}
	stays()

	_, id, _ := strings.Cut(to, "#")
	correct := w.at("Linh", "entries", id, "correct")
	begun := b.open(b.sends(both.form(correct), nil).leads())
	typed := begun.form(correct)
	same(t, other, typed.values)
	_, line := b.landed(b.sends(typed, url.Values{"because": {"I wrote it down better."}}))
	for _, want := range []string{"The first words", `Other words, "with" <marks> & a second line`, "Now: 25", "I wrote it down better."} {
		if !strings.Contains(words(line), want) {
			t.Errorf("the line says nothing of %q: %s", want, words(line))
		}
	}
}

// So it is with every other form that writes.
func TestOtherFormsWithOtherWords(t *testing.T) {
	w := fresh(t)
	b := w.as(t, nadia)
	correct := w.at("Linh", "entries", string(w.last(t, "Linh", "contact.made")), "correct")
	end := w.at("Alima", "sharing", string(w.entries["Alima"]["consent.shared"][0]), "end")
	for _, tc := range []struct {
		name         string
		page         string
		first, other url.Values
		says         []string
		pick         func(reply) form
	}{
		{name: "safeWay", page: w.at("Linh", "safe-way"), first: url.Values{"details": {"07700 900001"}}, other: url.Values{"details": {"07700 900002"}}, says: []string{"07700 900001", "07700 900002"}},
		{name: "correction", page: correct, first: url.Values{"minutes": {"21"}, "because": {"First reason."}}, other: url.Values{"minutes": {"22"}, "because": {"Other reason."}}, says: []string{"Now: 21", "First reason.", "22", "Other reason."}},
		{name: "reasonOfACorrection", page: correct, first: url.Values{"minutes": {"31"}, "because": {"First reason."}}, other: url.Values{"minutes": {"31"}, "because": {"Other reason."}}, says: []string{"First reason.", "Other reason."}},
		{name: "takingBack", page: correct, first: url.Values{"because-whole": {"First reason."}}, other: url.Values{"because-whole": {"Other reason."}}, says: []string{"Taken back", "First reason.", "Other reason."}, pick: func(a reply) form { return takeBack(t, a, correct) }},
		{
			name: "sharing", page: w.at("Linh", "sharing", "new"), says: []string{"She agreed.", "They asked.", "Lantern Trust"},
			first: url.Values{"to": {string(w.orgs["Lantern Trust"])}, "labels": {"general"}, "basis": {"consent"}, "why": {"She agreed."}},
			other: url.Values{"to": {string(w.orgs["Lantern Trust"])}, "labels": {"general", "identity"}, "basis": {"consent"}, "why": {"They asked."}},
		},
		{name: "endingASharing", page: end, first: url.Values{"why": {"First reason."}}, other: url.Values{"why": {"Other reason."}}, says: []string{"First reason.", "Other reason."}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b.t = t
			page := b.open(tc.page)
			f := page.form(tc.page)
			if tc.pick != nil {
				f = tc.pick(page)
			}
			b.sends(f, tc.first).leads()
			w.clock.Advance(time.Minute)
			stays := w.stays(t, "look")
			b.sends(f, tc.other).wants(409).says("This was recorded already").says(tc.says...)
			stays()
		})
	}
}
