package server_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// Whoever meets somebody opens their record with almost nothing, and walks beside them.
func TestMeetingSomebody(t *testing.T) {
	w := fresh(t)
	b := w.as(t, sam)
	f := b.open("/people/new").wants(200).form("/people/new")
	typed := url.Values{"chosen_name": {"Hope"}}
	to := b.sends(f, typed).leads()
	b.get(to).wants(200).says("Hope", "any way is unsafe")
	if folk := peopleOn(b.get("/today").wants(200)); !slices.Equal(folk, []string{"Hope"}) {
		t.Errorf("the list has %v", folk)
	}
	stays := w.stays(t, "look")
	if again := b.sends(f, typed).leads(); again != to {
		t.Errorf("sent again it leads to %s, first to %s", again, to)
	}
	b.sends(f, url.Values{"chosen_name": {"Mercy"}}).wants(409).says("recorded already", "Hope", "Mercy")
	w.as(t, tom).sends(f, typed).wants(403)
	stays()
	for _, login := range []string{nadia, ruth, grace, olu} {
		w.as(t, login).get(to).wants(404)
	}
	nameless := w.as(t, sam)
	f = nameless.open("/people/new").wants(200).form("/people/new")
	nameless.get(nameless.sends(f, nil).leads()).wants(200)
}

// A manager puts a worker beside somebody and ends that: from then on, and only until
// then, the worker sees the record.
func TestPuttingAWorkerBeside(t *testing.T) {
	w := fresh(t)
	m, s := w.as(t, tom), w.as(t, sam)
	path := w.at("Linh", "workers")
	s.get(w.at("Linh")).wants(404)
	page := m.open(path).wants(200)
	var put form
	for _, f := range page.forms() {
		if f.values.Has("worker") {
			put = f
		}
	}
	m.sends(put, nil).refused("worker")
	m.sends(put, url.Values{"worker": {nobodys()}}).refused("worker")
	m.sends(put, url.Values{"worker": {string(w.sessions[ruth].Worker)}}).refused("worker")
	m.sends(put, url.Values{"worker": {string(w.sessions[sam].Worker)}}).leads()
	m.sends(put, url.Values{"worker": {string(w.sessions[tom].Worker)}}).wants(409).says("This was recorded already", "Sam Price")
	s.get(w.at("Linh")).wants(200)
	if folk := peopleOn(s.get("/today").wants(200)); !slices.Contains(folk, "Linh") {
		t.Errorf("the list has %v", folk)
	}
	w.clock.Advance(time.Minute)
	ended := false
	for _, item := range all(m.open(path).wants(200).one(".wm-who"), "li") {
		if strings.Contains(words(item), "Sam Price") {
			m.sends(form{action: path, values: controls(item)}, nil).leads()
			ended = true
		}
	}
	if !ended {
		t.Fatal("it cannot be ended")
	}
	s.get(w.at("Linh")).wants(404)
	s.get("/today").wants(200).hides("Linh")
}
