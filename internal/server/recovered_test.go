package server

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// stumbles is a handler that panics with what it should not tell.
func stumbles(http.ResponseWriter, *http.Request) {
	panic(errors.New("Alima lives at 4 Quiet Street"))
}

// The log says where a handler panicked, and not what was in its hands.
func TestPanicIsLoggedWithItsPlace(t *testing.T) {
	var b bytes.Buffer
	w := httptest.NewRecorder()
	recovered(slog.New(slog.NewJSONHandler(&b, nil)), brokenPage, http.HandlerFunc(stumbles)).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/cases/x", nil))
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "Alima") {
		t.Errorf("it answers %d: %s", w.Code, w.Body)
	}
	said := b.String()
	for _, want := range []string{"server.stumbles", "recovered_test.go:", "*errors.errorString", `"method":"GET"`} {
		if !strings.Contains(said, want) {
			t.Errorf("the log does not say %q:\n%s", want, said)
		}
	}
	for _, never := range []string{"Alima", "Quiet"} {
		if strings.Contains(said, never) {
			t.Errorf("the log says %q:\n%s", never, said)
		}
	}
}
