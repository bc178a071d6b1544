package backup

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A backup that cannot be written to its end leaves no file, neither of its name nor beside
// it; what a killed one left is written over.
func TestBackupIsWrittenWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "data.age")
	err := create(path, Data, func(to io.Writer) error {
		if _, err := to.Write([]byte("half of it")); err != nil {
			return err
		}
		if _, err := os.Stat(path); err == nil {
			t.Error("half of it has its name already")
		}
		return syscall.ENOSPC
	})
	if !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("no room: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left is %v, %v", left, err)
	}
	if err := os.WriteFile(path+".partial", []byte("what was left by one that was killed"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := create(path, Data, func(to io.Writer) error { _, err := to.Write([]byte("all")); return err }); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	left, _ := os.ReadDir(dir)
	if err != nil || string(got) != "all" || len(left) != 1 {
		t.Errorf("there lies %q beside %d others, %v", got, len(left)-1, err)
	}
}
