package server_test

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

// Two have the same form open. Who comes second is shown what the first wrote, with
// every character of their own, and goes on from there.
func TestSafeWayWrittenMeanwhile(t *testing.T) {
	w := fresh(t)
	path := w.at("Linh", "safe-way")
	n, m := w.as(t, nadia), w.as(t, tom)
	mine, theirs := n.open(path).form(path), m.open(path).form(path)
	m.sends(theirs, url.Values{"ways": {"email"}, "details": {"linh@post.example"}, "never": {"Never ring at all"}}).leads()
	w.clock.Advance(time.Minute)

	stays := w.stays(t, "look", "draft")
	typed := url.Values{"ways": {"text", "voicemail"}, "hours": {"after \"seven\""}, "details": {"07700 900999"}, "never": {"Never <write> & never\r\nring"}, "also_users": {"His cousin"}}
	stale := n.sends(mine, typed).wants(409)
	stale.says("Somebody wrote on this since you opened it", "Nothing you typed is lost", "What stands now", "Never ring at all", "linh@post.example", "Tom Ellis")
	stays()
	anew := stale.form(path)
	same(t, mine.with(typed), anew.values, "saw")
	if anew.values.Get("saw") == mine.values.Get("saw") {
		t.Error("the form still goes by what it saw first")
	}
	_, line := n.landed(n.sends(anew, nil))
	if !strings.Contains(words(line), "Never <write> & never ring") {
		t.Errorf("the second was not written: %s", words(line))
	}
	n.get(w.at("Linh")).wants(200).says("07700 900999").hides("linh@post.example")
}

// What was taken back meanwhile leaves nothing to compare with, and loses nothing.
func TestSafeWayTakenBackMeanwhile(t *testing.T) {
	w := fresh(t)
	path := w.at("Linh", "safe-way")
	n, m := w.as(t, nadia), w.as(t, tom)
	mine := n.open(path).form(path)
	correct := w.at("Linh", "entries", string(w.last(t, "Linh", "contact.safe-way")), "correct")
	m.sends(takeBack(t, m.open(correct), correct), url.Values{"because-whole": {"It was somebody else's."}}).leads()
	w.clock.Advance(time.Minute)
	typed := url.Values{"ways": {"text"}, "details": {"07700 900999"}, "never": {"Not a word"}}
	stale := n.sends(mine, typed).wants(409).says("Somebody wrote on this", "taken back")
	anew := stale.form(path)
	same(t, mine.with(typed), anew.values, "saw")
	n.sends(anew, nil).leads()
}

func TestEntryPutRightMeanwhile(t *testing.T) {
	w := fresh(t)
	path := w.at("Linh", "entries", string(w.last(t, "Linh", "contact.made")), "correct")
	n, m := w.as(t, nadia), w.as(t, tom)
	mine, theirs := n.open(path).form(path), m.open(path).form(path)
	m.sends(theirs, url.Values{"minutes": {"30"}, "because": {"Tom was there too."}}).leads()
	w.clock.Advance(time.Minute)

	stays := w.stays(t, "look", "draft")
	typed := url.Values{"note": {"She asks \"every\" day\r\nwhether she may <stay>."}, "because": {"Her own words."}}
	stale := n.sends(mine, typed).wants(409).says("Somebody wrote on this since you opened it", "Now: 30", "Tom was there too.")
	stays()
	anew := stale.form(path)
	same(t, mine.with(typed), anew.values, "saw")
	_, line := n.landed(n.sends(anew, url.Values{"minutes": {"30"}}))
	for _, want := range []string{"Now: 30", `She asks "every" day whether she may <stay>.`, "Tom was there too.", "Her own words."} {
		if !strings.Contains(words(line), want) {
			t.Errorf("the line says nothing of %q: %s", want, words(line))
		}
	}
}

// Taking back goes by what was seen as well: nobody takes back what they did not read.
func TestEntryPutRightBeforeItIsTakenBack(t *testing.T) {
	w := fresh(t)
	path := w.at("Linh", "entries", string(w.last(t, "Linh", "contact.made")), "correct")
	n, m := w.as(t, nadia), w.as(t, tom)
	mine := takeBack(t, n.open(path), path)
	m.sends(m.open(path).form(path), url.Values{"minutes": {"30"}, "because": {"Tom was there too."}}).leads()
	w.clock.Advance(time.Minute)
	stale := n.sends(mine, url.Values{"because-whole": {"Not about Linh"}}).wants(409).says("Tom was there too.")
	anew := takeBack(t, stale, path)
	if anew.values.Get("because-whole") != "Not about Linh" {
		t.Errorf("what was typed is %q", anew.values.Get("because-whole"))
	}
	n.sends(anew, nil).leads()
}
