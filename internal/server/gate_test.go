package server_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"waymark/internal/demo"
	"waymark/internal/ident"
	"waymark/internal/operation"
	"waymark/internal/server"
	"waymark/internal/store"
	"waymark/internal/web/route"
)

// logLine is one line of the log.
type logLine struct {
	Msg, Level, Method, Route, Request string
	Status, MS                         int
}

func linesOf(t *testing.T, log string) []logLine {
	t.Helper()
	var out []logLine
	for one := range strings.Lines(log) {
		var l logLine
		if err := json.Unmarshal([]byte(one), &l); err != nil {
			t.Fatalf("%v: %s", err, one)
		}
		out = append(out, l)
	}
	return out
}

// gated serves a world anew, as serve does: with a log of its own, and so many at once.
func gated(t *testing.T, w *world, atOnce int) (*lockedLog, *operation.Counts) {
	t.Helper()
	log, counts := &lockedLog{}, operation.NewCounts()
	h, err := server.New(server.Config{Desk: w.desk, Log: operation.NewLog(log), SignIns: demo.SignIns(), Counts: counts, AtOnce: atOnce})
	if err != nil {
		t.Fatal(err)
	}
	w.server.Close()
	w.server = httptest.NewServer(h)
	w.server.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return log, counts
}

// A request has a line in the log, under the id that its answer bears and its look has.
// What a client says its id is is not heeded.
func TestRequestHasALineAndAnID(t *testing.T) {
	w := fresh(t)
	log, _ := gated(t, w, 0)
	b := w.as(t, nadia)
	r := b.request(http.MethodGet, w.at("Linh")+"?known=18+March+2020", nil)
	r.Header.Set("X-Request-Id", "of-the-client")
	id := b.send(r).header.Get("X-Request-Id")
	if ident.Check(id) != nil {
		t.Fatalf("the answer bears the id %q", id)
	}
	if looks := w.looks(t, w.cases["Linh"]); !slices.ContainsFunc(looks, func(k store.Look) bool { return string(k.ID) == id }) {
		t.Errorf("the answer bears the id %s, the looks are %+v", id, looks)
	}
	b.get("/nothing/of/the/sort")
	b.send(b.request("ALIMA", "/today", nil))
	lines := linesOf(t, log.String())
	want := []logLine{
		{Msg: "request", Level: "INFO", Method: "GET", Route: "/cases/{case}", Request: id, Status: 200},
		{Msg: "request", Level: "INFO", Method: "GET", Route: "none", Request: lines[1].Request, Status: 404},
		{Msg: "request", Level: "INFO", Method: "none", Route: "none", Request: lines[2].Request, Status: 405},
	}
	if !slices.Equal(lines, want) {
		t.Errorf("the log has\n%s", log)
	}
}

// Words stand wherever a client can put one, in requests for every route, signed in and
// not. None of them comes into the log, and no id of a record does.
func TestWordsOfRequestsDoNotComeIntoTheLog(t *testing.T) {
	w := fresh(t)
	log, _ := gated(t, w, 0)
	const word = "Canarina"
	typed := url.Values{"login": {word}, "password": {word}, "draft": {word}, word: {word}}
	for _, f := range []string{"note", "name", "chosen-name", "born", "happened", "why", "because", "q", "who", "text", "to", "address", "next", "place", "do", "step", "what"} {
		typed.Set(f, word)
	}
	for _, fill := range []func(route.Route) filling{w.filled(t, "Linh"), func(route.Route) filling { return filling{word, word, word} }} {
		for _, p := range places(t, fill) {
			for _, cookie := range []string{w.cookies[nadia], w.cookies[tom], word} {
				if (p.Pattern == "POST /sign-out" || strings.HasSuffix(p.Pattern, " /leave")) && cookie != word {
					continue
				}
				b := &browser{t: t, w: w, name: plainCookie, cookie: cookie}
				r := b.request(p.method, p.path+"?"+typed.Encode(), strings.NewReader(typed.Encode()))
				for _, h := range []string{"User-Agent", "Referer", "X-Request-Id", "X-Forwarded-For", "Accept-Language", "Traceparent", word} {
					r.Header.Set(h, word)
				}
				b.send(r)
			}
		}
	}
	said := log.String()
	for _, never := range append(slices.Clone(people), word, strings.ToLower(word), string(w.cases["Linh"]), w.cookies[nadia], nadia, "127.0.0.1") {
		if strings.Contains(said, never) {
			t.Errorf("the log says %q", never)
		}
	}
	// Control: a line for each request, and a word that is logged is found there.
	if n := len(linesOf(t, said)); n < 500 {
		t.Errorf("%d lines", n)
	}
	operation.NewLog(log).Info("x", "said", slog.GroupValue(slog.String("word", word)))
	if !strings.Contains(log.String(), word) {
		t.Error("a word in the log is not found")
	}
}

// holds begins a request and gives it up to its body, which is sent by what it gives. The
// server says that it reads the body, and so that the request was let in.
func holds(t *testing.T, w *world, path string, typed url.Values) (finish func() *http.Response) {
	t.Helper()
	var d net.Dialer
	c, err := d.DialContext(t.Context(), "tcp", w.server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	body := typed.Encode()
	if _, err := fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: localhost\r\nCookie: %s=%s\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n", path, plainCookie, w.cookies[nadia], len(body)); err != nil {
		t.Fatal(err)
	}
	from := bufio.NewReader(c)
	said, err := from.ReadString('\n')
	if err != nil || !strings.HasPrefix(said, "HTTP/1.1 100 ") {
		t.Fatalf("it says %q, %v", said, err)
	}
	if _, err := from.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	return func() *http.Response {
		t.Helper()
		if _, err := io.WriteString(c, body); err != nil {
			t.Fatal(err)
		}
		res, err := http.ReadResponse(from, nil)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		return res
	}
}

// Past as many as are answered at once, the others are told at once to come again; files
// of the pages are given still, and when one has ended the next is let in.
func TestTooManyAtOnceAreToldToComeAgain(t *testing.T) {
	w := fresh(t)
	log, counts := gated(t, w, 1)
	finish := holds(t, w, w.at("Linh", "contacts", "new"), w.contact("It went well"))
	b := w.as(t, nadia)
	a := b.get("/today")
	if a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") != "5" || !strings.Contains(a.body, "nothing is lost") || ident.Check(a.header.Get("X-Request-Id")) != nil {
		t.Errorf("it answers %d, %v: %s", a.status, a.header, a.body)
	}
	if a := b.get("/assets/none.css"); a.status != http.StatusNotFound {
		t.Errorf("a file is answered with %d", a.status)
	}
	if res := finish(); res.StatusCode != http.StatusSeeOther {
		t.Errorf("the one that was let in is answered with %d", res.StatusCode)
	}
	b.get("/today").wants(http.StatusOK)
	told := metrics(t, w, counts)
	for _, want := range []string{`waymark_requests_turned_away_total{why="full"} 1`, `waymark_requests_now 0`, `waymark_requests_total{route="/today",status="200"} 1`, `waymark_requests_total{route="/cases/{case}/contacts/new",status="303"} 1`, `waymark_acts_total{ended="recorded"} `} {
		if !strings.Contains(told, want) {
			t.Errorf("the counts do not say %s:\n%s", want, told)
		}
	}
	if !strings.Contains(log.String(), `"status":503`) {
		t.Error("the log says nothing of who was turned away")
	}
}

// metrics is what the operator's listener tells.
func metrics(t *testing.T, w *world, counts *operation.Counts) string {
	t.Helper()
	h := operation.Handler(operation.Watched{Desk: w.desk, Dir: w.dir, Counts: counts, Log: slog.New(slog.DiscardHandler), Stopping: func() bool { return false }})
	got := httptest.NewRecorder()
	h.ServeHTTP(got, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return got.Body.String()
}

// A stop lets the act under way end, and it is recorded; who comes then is told.
func TestStopLetsWhatIsUnderWayEnd(t *testing.T) {
	w := fresh(t)
	h, err := server.New(server.Config{Desk: w.desk, Log: slog.New(slog.DiscardHandler), AtOnce: 8})
	if err != nil {
		t.Fatal(err)
	}
	var c net.ListenConfig
	l, err := c.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.server.Listener = l
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	s := &http.Server{Handler: h}
	go func() { ended <- server.Serve(ctx, s, func() error { return s.Serve(l) }) }()
	finish := holds(t, w, w.at("Linh", "contacts", "new"), w.contact("Said while it was stopping"))
	shut := make(chan struct{})
	s.RegisterOnShutdown(func() { close(shut) })
	stop()
	<-shut
	late := httptest.NewRecorder()
	h.ServeHTTP(late, httptest.NewRequest(http.MethodGet, "/today", nil))
	if late.Code != http.StatusServiceUnavailable || late.Header().Get("Retry-After") == "" || !strings.Contains(late.Body.String(), "started anew") {
		t.Errorf("who comes while it stops is answered %d: %s", late.Code, late.Body)
	}
	res := finish()
	if res.StatusCode != http.StatusSeeOther {
		t.Errorf("what was under way is answered with %d", res.StatusCode)
	}
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
	w.server = httptest.NewServer(w.server.Config.Handler)
	w.server.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	w.as(t, nadia).get(w.at("Linh", "chronology")).wants(200).says("Said while it was stopping")
}
