package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// cut cuts the power under a serving Waymark so often, and counts what was acknowledged and
// is not there afterwards. A place that does not open has lost everything.
func cut(ctx context.Context, binary, dir string, cuts int) (t tally, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return t, err
	}
	for ; t.times < cuts; t.times++ {
		acknowledged, lost, err := cutOnce(ctx, binary, filepath.Join(dir, fmt.Sprint(t.times)))
		if err != nil {
			return t, err
		}
		t.acknowledged += acknowledged
		t.lost += lost
	}
	return t, nil
}

// cutOnce lays data on a file system of its own, has people write, stops everything, and
// looks at a copy of what the disk holds at that moment.
func cutOnce(ctx context.Context, binary, dir string) (acknowledged, lost int, err error) {
	disk, at := filepath.Join(dir, "disk.img"), filepath.Join(dir, "disk")
	after, there := filepath.Join(dir, "after.img"), filepath.Join(dir, "after")
	if err := errors.Join(os.MkdirAll(at, 0o700), os.MkdirAll(there, 0o700)); err != nil {
		return 0, 0, err
	}
	if err := do(ctx, "truncate", "-s", "256M", disk); err != nil {
		return 0, 0, err
	}
	if err := do(ctx, "mkfs.ext4", "-q", disk); err != nil {
		return 0, 0, err
	}
	if err := do(ctx, "mount", "-o", "loop,commit=300", disk, at); err != nil {
		return 0, 0, fmt.Errorf("a power cut takes root and loop devices: %w", err)
	}
	defer func() { err = errors.Join(err, do(ctx, "umount", at)) }()
	i, err := found(ctx, binary, at, 10)
	if err != nil {
		return 0, 0, err
	}
	if err := do(ctx, "sync", "-f", at); err != nil { // what was founded is not what is tried
		return 0, 0, err
	}
	s, err := i.serve(ctx)
	if err != nil {
		return 0, 0, err
	}
	b := newBook()
	var copied error
	err = b.writeAll(ctx, s.at, i.people, 100+rand.IntN(100), func() {
		copied = s.Process.Signal(syscall.SIGSTOP)
		copied = errors.Join(copied, do(ctx, "cp", "--sparse=always", disk, after), s.Process.Kill())
	})
	_ = s.Wait() // it was killed, and says so
	if err := errors.Join(err, copied); err != nil {
		return 0, 0, err
	}
	if err := do(ctx, "mount", "-o", "loop", after, there); err != nil {
		return b.count(), b.count(), nil // not even the file system is whole
	}
	defer func() { err = errors.Join(err, do(ctx, "umount", there)) }()
	o := &installation{binary: binary, dir: filepath.Join(there, "data"), heads: filepath.Join(there, "heads.log")}
	notes, err := o.notes(ctx)
	if err != nil {
		return b.count(), b.count(), nil // it does not open
	}
	lost, err = b.lost(notes)
	return b.count(), lost, err
}

func do(ctx context.Context, name string, args ...string) error {
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}
