package server_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"waymark/internal/desk"
)

// twin is a copy of the town that a test may change, opened with something changed about it.
func twin(t testing.TB, change func(*desk.Config)) *town {
	t.Helper()
	w := *theTown(t)
	from := w.dir
	w.dir, w.log = t.TempDir(), &lockedLog{}
	for _, name := range []string{"waymark.db", "waymark.db-wal", "keyring.db", "keyring.db-wal", "root.key"} {
		b, err := os.ReadFile(filepath.Join(from, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue // it is empty
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(w.dir, name), b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if w.open(change); w.err != nil {
		t.Fatal(w.err)
	}
	t.Cleanup(w.shut)
	return &w
}

// shut closes the town, once.
func (t *town) shut() {
	if t.desk != nil {
		_ = t.desk.Close()
		t.desk = nil
	}
}
