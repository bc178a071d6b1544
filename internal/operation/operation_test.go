package operation_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"waymark/data"
	"waymark/internal/civil"
	"waymark/internal/clock"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/operation"
	"waymark/internal/store/tamper"
	policyfiles "waymark/policy"
)

var noon = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

// watched is an installation, and what the operator's listener tells of it.
func watched(t *testing.T, stopping *bool) (dir string, ask func(path string) (int, string), said *bytes.Buffer) {
	t.Helper()
	dir, said = t.TempDir(), &bytes.Buffer{}
	d, err := desk.Open(t.Context(), desk.Config{
		Dir: dir, Clock: clock.At(noon), Calendar: civil.DefaultCalendar(), Nation: civil.EnglandAndWales, Rules: data.Rulebook, Policies: policyfiles.Files, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	h := operation.Handler(operation.Watched{Desk: d, Dir: dir, Counts: operation.NewCounts(), Log: operation.NewLog(said), Stopping: func() bool { return *stopping }})
	return dir, func(path string) (int, string) {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w.Code, w.Body.String()
	}, said
}

func TestHealth(t *testing.T) {
	stopping := false
	dir, ask, said := watched(t, &stopping)
	wants := func(name, path string, status int, words ...string) {
		t.Helper()
		got, told := ask(path)
		if got != status {
			t.Errorf("%s: %s is answered with %d:\n%s%s", name, path, got, told, said)
		}
		for _, want := range words {
			if !strings.Contains(told, want) {
				t.Errorf("%s: %s says nothing of %q:\n%s", name, path, want, told)
			}
		}
	}
	wants("well", "/healthz", 200, "alive")
	wants("well", "/readyz", 200, "yes  the data answers", "yes  the keyring answers", "yes  what is done and looked at can be kept", "yes  there is room on the disk", "yes  it goes on")
	wants("well", "/metrics", 200, "waymark_database_answers 1\n", "waymark_alarms_standing 0\n", "waymark_log_unplaced 0\n", "waymark_disk_free_bytes ", "waymark_questions_waiting 0\n", `waymark_database_connections_most{pool="data, to write"} 1`, "go_goroutines ", "process_resident_memory_bytes ")
	wants("nothing else", "/today", 404)

	stopping = true
	wants("stopping", "/healthz", 200)
	wants("stopping", "/readyz", 503, "no   it goes on", "yes  the data answers")
	stopping = false

	file := filepath.Join(dir, "waymark.db")
	tamper.Exec(t, file, `CREATE TRIGGER full BEFORE UPDATE ON installation BEGIN SELECT RAISE(ABORT, 'full'); END`)
	wants("nothing can be kept", "/readyz", 503, "no   what is done and looked at can be kept", "yes  the data answers")
	tamper.Exec(t, file, `DROP TRIGGER full`)
	tamper.Exec(t, file, `UPDATE goose_db_version SET version_id = 1 WHERE version_id > 1`)
	wants("an older schema", "/readyz", 503, "no   the data answers")
	if !strings.Contains(said.String(), "the schema is older") {
		t.Errorf("the log says\n%s", said)
	}
	tamper.Exec(t, file, `UPDATE installation SET id = 'other'`)
	wants("a keyring of another", "/readyz", 503, "no   the keyring answers")
	tamper.Exec(t, file, `DROP TABLE alarm`)
	wants("no numbers", "/metrics", 200, "waymark_database_answers 0\n", "waymark_disk_free_bytes ")
}

// What is counted names a route and a status, and nothing that was asked for.
func TestCounts(t *testing.T) {
	c := operation.NewCounts()
	ended := c.Begun()
	ended("/cases/{case}", 200, 30*time.Millisecond)
	c.TurnedAway(operation.Full)
	d, err := desk.Open(t.Context(), desk.Config{
		Dir: t.TempDir(), Clock: clock.At(noon), Calendar: civil.DefaultCalendar(), Nation: civil.EnglandAndWales, Rules: data.Rulebook, Policies: policyfiles.Files, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	w := httptest.NewRecorder()
	operation.Handler(operation.Watched{Desk: d, Counts: c, Log: slog.New(slog.DiscardHandler), Stopping: func() bool { return false }}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, want := range []string{
		`waymark_requests_total{route="/cases/{case}",status="200"} 1`, `waymark_requests_now 0`,
		`waymark_request_seconds_bucket{route="/cases/{case}",le="0.02"} 0`, `waymark_request_seconds_bucket{route="/cases/{case}",le="0.05"} 1`,
		`waymark_requests_turned_away_total{why="full"} 1`, `waymark_requests_turned_away_total{why="stopping"} 0`,
	} {
		if !strings.Contains(w.Body.String(), want+"\n") {
			t.Errorf("there is no %s in\n%s", want, w.Body)
		}
	}
	if strings.Contains(w.Body.String(), "waymark_disk_free_bytes") {
		t.Error("data on a server has a disk here")
	}
}

func TestLogBearsTheRequest(t *testing.T) {
	var b bytes.Buffer
	log := operation.NewLog(&b)
	id := ident.NewLook(noon)
	log.With("a", 1).ErrorContext(desk.Numbered(context.Background(), id), "x", "error", errors.New("cause"))
	log.Info("y")
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], `"request":"`+string(id)+`"`) || strings.Contains(lines[1], "request") {
		t.Errorf("it says\n%s", b.String())
	}
}
