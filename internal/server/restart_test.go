package server_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"waymark/internal/chronology"
	"waymark/internal/contact"
	"waymark/internal/server"
)

// writer is somebody who writes on and on, and who sends again what was not acknowledged.
type writer struct {
	name    int
	said    int
	form    url.Values // not acknowledged yet
	acked   []string
	refused int // told to come again, or cut off
}

// write posts contacts until Waymark is away; each that was acknowledged is told of.
func (p *writer) write(t *testing.T, w *world, at string, acked func()) {
	c := &http.Client{Transport: &http.Transport{}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer c.CloseIdleConnections()
	for {
		if p.form == nil {
			p.said++
			p.form = w.contact(fmt.Sprintf("Writer %d said %d", p.name, p.said))
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, at+w.at("Linh", "contacts", "new"), strings.NewReader(p.form.Encode()))
		if err != nil {
			t.Error(err)
			return
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.AddCookie(&http.Cookie{Name: plainCookie, Value: w.cookies[nadia]})
		res, err := c.Do(r)
		if err != nil || res.StatusCode == http.StatusServiceUnavailable {
			p.refused++
			if err == nil {
				_ = res.Body.Close()
			}
			if err != nil {
				return
			}
			continue
		}
		_ = res.Body.Close()
		if res.StatusCode != http.StatusSeeOther {
			t.Errorf("a contact is answered with %d", res.StatusCode)
			return
		}
		p.acked, p.form = append(p.acked, p.form.Get("note")), nil
		acked()
	}
}

// Waymark is stopped and started again while people write. What was acknowledged is there,
// once; and so is what was not, when it was sent again.
func TestRestartUnderLoadLosesNothing(t *testing.T) {
	w := fresh(t)
	w.close()
	writers := []*writer{{name: 1}, {name: 2}, {name: 3}, {name: 4}}
	for range 3 {
		w.runs(t, func(at string, stop func()) {
			var all sync.WaitGroup
			var mu sync.Mutex
			left := 20
			for _, p := range writers {
				all.Go(func() {
					p.write(t, w, at, func() {
						mu.Lock()
						defer mu.Unlock()
						if left--; left == 0 {
							stop()
						}
					})
				})
			}
			all.Wait()
		})
	}
	last, err := open(w.dir, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(last.close)
	v, err := last.desk.Read(t.Context(), w.sessions[nadia], "case.now", w.cases["Linh"], chronology.At{})
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]int{}
	for _, l := range v.Case.Lines {
		if b, ok := l.Body.(*contact.Made); ok {
			there[string(b.Note.Or(""))]++
		}
	}
	acked := 0
	for _, p := range writers {
		for _, note := range p.acked {
			acked++
			if there[note] != 1 {
				t.Errorf("%q was acknowledged and is there %d times", note, there[note])
			}
		}
		if p.refused < 3 {
			t.Errorf("writer %d was told of %d stops", p.name, p.refused)
		}
	}
	if acked < 60 {
		t.Errorf("%d were acknowledged", acked)
	}
	for note, n := range there {
		if strings.HasPrefix(note, "Writer ") && n != 1 {
			t.Errorf("%q is there %d times", note, n)
		}
	}
	if slices.ContainsFunc(writers, func(p *writer) bool { return len(p.acked) == 0 }) {
		t.Error("a writer wrote nothing")
	}
}

// runs serves a world's folder until it is told to stop, and waits until it has stopped.
func (w *world) runs(t *testing.T, do func(at string, stop func())) {
	t.Helper()
	d, err := openDesk(w.dir, w.clock, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	w.desk = d
	h, err := server.New(server.Config{Desk: d, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	var c net.ListenConfig
	l, err := c.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	s := &http.Server{Handler: h}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, s, func() error { return s.Serve(l) }) }()
	do("http://"+l.Addr().String(), stop)
	stop()
	if err := errors.Join(<-ended, d.Close()); err != nil {
		t.Errorf("it ended with %v", err)
	}
}
