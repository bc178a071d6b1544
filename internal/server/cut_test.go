package server_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"waymark/internal/store/tamper"
)

// A form that stops coming, or is cut off, is answered as that, and nothing of it is
// written; whoever is signed in or not.
func TestFormThatDoesNotComeWhole(t *testing.T) {
	w := fresh(t)
	s := httptest.NewUnstartedServer(w.server.Config.Handler)
	s.Config.ReadTimeout = 300 * time.Millisecond
	s.Start()
	t.Cleanup(s.Close)
	before := tamper.Counts(t, w.file())
	for name, tc := range map[string]struct {
		hangsUp bool
		want    int
	}{"stalled": {false, http.StatusRequestTimeout}, "cut": {true, http.StatusBadRequest}} {
		for _, path := range []string{"/sign-in", w.at("Linh", "contacts", "new")} {
			t.Run(name+path, func(t *testing.T) {
				status, body := half(t, s.Listener.Addr().String(), path, w.cookies[nadia], tc.hangsUp)
				if status != tc.want || !strings.Contains(body, "send it again") {
					t.Errorf("it answers %d: %s", status, body)
				}
			})
		}
	}
	after := tamper.Counts(t, w.file())
	for _, table := range []string{"entry", "draft", "act", "session"} {
		if before[table] != after[table] {
			t.Errorf("%s had %d rows and has %d", table, before[table], after[table])
		}
	}
	if strings.Contains(w.log.String(), "level=ERROR") {
		t.Errorf("the log says that something is wrong here:\n%s", w.log)
	}
}

// half sends the half of a form, and hangs up or waits.
func half(t *testing.T, at, path, cookie string, hangsUp bool) (int, string) {
	t.Helper()
	var d net.Dialer
	c, err := d.DialContext(t.Context(), "tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if _, err := fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: %s\r\nCookie: %s=%s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nlogin=half", path, at, plainCookie, cookie); err != nil {
		t.Fatal(err)
	}
	if hangsUp {
		if err := c.(*net.TCPConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
	}
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}
