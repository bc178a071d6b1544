package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What Waymark makes is its owner's alone, while it runs and afterwards, however open the
// machine's habit is.
func TestDataIsItsOwnersAlone(t *testing.T) {
	dir := installed(t)
	r, _ := starts(t, listening, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	seen := map[string]bool{}
	look := func(path string, want os.FileMode) {
		t.Helper()
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		seen[info.Name()] = true
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
	look(dir, 0o700)
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		look(f, 0o600)
	}
	for _, name := range []string{"waymark.db", "waymark.db-wal", "waymark.db-shm", "keyring.db", "root.key"} {
		if !seen[name] {
			t.Errorf("%s is not there to be looked at", name)
		}
	}
	r.stop()
	if told := r.told.String(); strings.Contains(told, "others on this machine") {
		t.Errorf("it warns of what is closed:\n%s", told)
	}
}

func TestServeWarnsOfDataThatOthersRead(t *testing.T) {
	dir := installed(t)
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "keyring.db"), 0o640); err != nil {
		t.Fatal(err)
	}
	r, _ := starts(t, listening, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	r.stop()
	told := r.told.String()
	for _, want := range []string{`"path":"` + dir + `","mode":"-rwxr-xr-x"`, `"path":"` + filepath.Join(dir, "keyring.db") + `","mode":"-rw-r-----"`} {
		if !strings.Contains(told, want) {
			t.Errorf("nothing says %s:\n%s", want, told)
		}
	}
	if strings.Contains(told, filepath.Join(dir, "waymark.db")+`"`) {
		t.Errorf("it warns of a file that is closed:\n%s", told)
	}
}
