package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
)

// tellOpenFiles warns where others on the machine may read the folder of the data or what
// lies in it. What Waymark makes itself is its owner's alone; a copy that was put back may
// not be. The root key is refused, not warned of, when it is opened.
func tellOpenFiles(ctx context.Context, dir string, logs *slog.Logger) error {
	paths := []string{dir}
	for _, pattern := range []string{"waymark.db*", "keyring.db*"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return fmt.Errorf("data folder: %w", err)
		}
		paths = append(paths, found...)
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // the engine takes its files beside the data away
		}
		if err != nil {
			return fmt.Errorf("data folder: %w", err)
		}
		if open := info.Mode().Perm() & 0o077; open != 0 {
			logs.WarnContext(ctx, "others on this machine may read or write the data: make it its owner's alone", "path", path, "mode", info.Mode().Perm().String(), "run", "chmod go= "+path)
		}
	}
	return nil
}
