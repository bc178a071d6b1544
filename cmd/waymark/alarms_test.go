package main

import (
	"path/filepath"
	"strings"
	"testing"

	"waymark/internal/store"
)

func TestAlarmsAreListedAndAnswered(t *testing.T) {
	dir := installed(t)
	if got := runs(t, "", "alarms", "--data", dir); got != "No alarm stands.\n" {
		t.Errorf("it says %q", got)
	}
	raise := func(id string) {
		t.Helper()
		s, err := store.Open(t.Context(), filepath.Join(dir, "waymark.db"))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Raise(t.Context(), store.Alarm{ID: id, What: "A sealed record does not open", Detail: "entry E", Moment: noon}); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	raise("A1")
	raise("A2")
	const want = "A1  A sealed record does not open\n  entry E\n  6 March 2026 at 12:00, 2 times, the last on 6 March 2026 at 12:00\n\n"
	if got := runs(t, "", "alarms", "--data", dir); got != want {
		t.Errorf("it lists\n%s\nwant\n%s", got, want)
	}
	answer := []string{"alarms", "answer", "A1", "--data", dir, "--note"}
	refuses(t, notDone, "No alarm of this number stands.", "", "alarms", "answer", "A2", "--data", dir, "--note", "x")
	refuses(t, notDone, "Write what was found and done.", "", append(answer, " ")...)
	refuses(t, notDone, "Say it in fewer words.", "", append(answer, strings.Repeat("x", 1001))...)
	refuses(t, badUsage, "Say --note: ", "", "alarms", "answer", "A1", "--data", dir)
	refuses(t, badUsage, "Name one alarm by its number", "", "alarms", "answer", "--data", dir)
	runs(t, "", append(answer, "The disk was put back")...)
	refuses(t, notDone, "No alarm of this number stands.", "", append(answer, "again")...)
	if got := runs(t, "", "alarms", "--data", dir); got != "No alarm stands.\n" {
		t.Errorf("answered, it lists\n%s", got)
	}
	raise("A3")
	if got := runs(t, "", "alarms", "--data", dir); !strings.HasPrefix(got, "A3  ") {
		t.Errorf("it came again, and is listed\n%s", got)
	}
}
