package server_test

import (
	"net/url"
	"testing"
)

// What was known at the end of a day: what was recorded since is not there, and clocks
// are judged by that day.
func TestAsItWasKnownThen(t *testing.T) {
	w := shared(t)
	b := w.as(t, nadia)
	at := w.at("The man from the park")
	now := b.get(at).wants(200)
	now.says("Conclusive grounds: positive", "Support ended")

	then := b.get(at + "?" + url.Values{"known": {"18 March 2020"}}.Encode()).wants(200)
	then.says("This is what was known here at the end of 18 March 2020", "Reasonable grounds decision", "Reasonable grounds waited for", "13 March 2020, and still waited for", "3 working days late", "Referred, waiting")
	then.hides("Conclusive grounds: positive", "Reasonable grounds: positive", "Support ended", "25 March 2020", "10 September 2020", "To have a place of my own")
	if links := all(then.root, "a.govuk-button"); len(links) != 0 {
		t.Errorf("something can be done in the past: %s", words(links[0]))
	}

	whole := b.get(at+"/chronology?known=18+March+2020").wants(200).says("at the end of 18 March 2020").hides("Decision made", "Put this right")
	if got, want := len(all(whole.one(".wm-timeline"), "b")), 8; got != want {
		t.Errorf("%d lines were known, want %d: %s", got, want, whole.said())
	}
	// The filter keeps the day.
	kept := false
	for _, f := range whole.forms() {
		kept = kept || f.action == at+"/chronology" && f.values.Get("known") == "18 March 2020"
	}
	if !kept {
		t.Error("the filter forgets the day")
	}
}

// What happened before and was recorded after was not known.
func TestRecordedLaterWasNotKnown(t *testing.T) {
	w := shared(t)
	b := w.as(t, nadia)
	at := w.at("The man from the park", "chronology")
	b.get(at + "?known=10+September+2020").wants(200).says("450").hides("A slip of the finger")
	b.get(at+"?known=11+September+2020").wants(200).says("450", "Now: 45", "A slip of the finger")
}

func TestDayThatCannotBeRead(t *testing.T) {
	w := shared(t)
	for _, tab := range []string{"", "/chronology"} {
		for _, typed := range []string{"the other day", "31 February 2020", "<b>\"2020\"</b>", "03/04/20"} {
			a := w.as(t, nadia).get(w.at("Linh") + tab + "?" + url.Values{"known": {typed}}.Encode()).refused("known")
			if got := attribute(a.one("input#known"), "value"); got != typed {
				t.Errorf("the field says %q, typed was %q", got, typed)
			}
		}
	}
	// Who may read is always who may read now.
	w.as(t, nadia).get(w.at("Linh", "who") + "?known=the+other+day").wants(200)
}
