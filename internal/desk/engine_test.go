package desk

import (
	"os"
	"path/filepath"
	"testing"

	"waymark/internal/store"
	"waymark/internal/store/cluster"
)

func TestMain(m *testing.M) { os.Exit(cluster.Main(m)) }

// at is where an installation lies.
type at struct{ data, ring store.Database }

// ground says where a new installation is to lie, on one of the engines.
type ground func(t testing.TB, dir string) at

func inFiles(_ testing.TB, dir string) at {
	return at{data: store.Database(filepath.Join(dir, "waymark.db")), ring: store.Database(filepath.Join(dir, "keyring.db"))}
}

func onServer(t testing.TB, _ string) at {
	return at{data: store.Database(cluster.URL(t)), ring: store.Database(cluster.URL(t))}
}

// onBoth runs a test on each engine: what one does the other does. The quick proof while
// working runs on files; the store's own tests run on both all the same.
func onBoth(t *testing.T, test func(t *testing.T, on ground)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, inFiles) })
	if testing.Short() {
		return
	}
	t.Run("postgres", func(t *testing.T) { test(t, onServer) })
}
