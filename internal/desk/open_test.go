package desk

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"waymark/internal/clock"
	"waymark/internal/seal"
	"waymark/internal/store"
	"waymark/internal/store/tamper"
)

// snapshot is every file of a folder by what is in it and who may read it.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			return err
		}
		info, err := e.Info()
		out[path] = fmt.Sprintf("%x %s", sha256.Sum256(b), info.Mode())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func copied(t *testing.T, from string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(to, "root.key"), 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

func opens(t *testing.T, cfg Config) {
	t.Helper()
	d, err := Open(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOpenFoundsAndReopens(t *testing.T) {
	h := newHouse(t)
	on := h.met("Alima")
	h.shut()
	for _, name := range []string{"waymark.db", "keyring.db", "root.key"} {
		if _, err := os.Stat(filepath.Join(h.dir, name)); err != nil {
			t.Error(err)
		}
	}
	before := snapshot(t, h.dir)
	h.open()
	h.shut()
	if after := snapshot(t, h.dir); !maps.Equal(before, after) {
		t.Errorf("to open and close changed the files: %v, %v", before, after)
	}
	h.open()
	if got := h.view(h.nadia, on).Case.Person.Called(); got != "Alima" {
		t.Errorf("reopened, she is called %q", got)
	}
}

// An installation that was cut short while it was founded is finished at the next start.
func TestOpenFinishesFounding(t *testing.T) {
	dir := t.TempDir()
	opens(t, configOf(dir, clock.At(noon)))
	if err := os.Remove(filepath.Join(dir, "waymark.db")); err != nil {
		t.Fatal(err)
	}
	opens(t, configOf(dir, clock.At(noon)))
	opens(t, configOf(dir, clock.At(noon)))
}

// What does not belong together is refused, with the reason, and nothing is changed.
func TestOpenRefuses(t *testing.T) {
	work, demo, another := t.TempDir(), t.TempDir(), t.TempDir()
	opens(t, configOf(work, clock.At(noon)))
	opens(t, configOf(another, clock.At(noon)))
	forDemo := configOf(demo, clock.At(noon))
	forDemo.Demo = true
	opens(t, forDemo)
	twin := t.TempDir() // another installation under the same root key
	take := func(t *testing.T, from, name, to string) {
		t.Helper()
		b, err := os.ReadFile(filepath.Join(from, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(to, name), b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	take(t, work, "root.key", twin)
	ring, err := store.OpenKeyring(ctx, filepath.Join(twin, "keyring.db"))
	if err != nil {
		t.Fatal(err)
	}
	root, err := seal.ReadRoot(filepath.Join(twin, "root.key"))
	if err != nil {
		t.Fatal(err)
	}
	wrapped, _, err := seal.Found(root)
	if err == nil {
		err = errors.Join(ring.Found(ctx, "another", wrapped, noon), ring.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	write := func(t *testing.T, dir, name, text string, mode fs.FileMode) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := errors.Join(os.WriteFile(path, []byte(text), mode), os.Chmod(path, mode)); err != nil {
			t.Fatal(err)
		}
	}
	remove := func(t *testing.T, dir, name string) {
		t.Helper()
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		base    string
		prepare func(t *testing.T, dir string, cfg *Config)
		is      error
		says    string
	}{
		"no-keyring":         {work, func(t *testing.T, dir string, _ *Config) { remove(t, dir, "keyring.db") }, ErrNoKeyring, "put keyring.db back"},
		"empty-keyring":      {work, func(t *testing.T, dir string, _ *Config) { write(t, dir, "keyring.db", "", 0o600) }, ErrNoKeyring, "put keyring.db back"},
		"keyring-of-another": {work, func(t *testing.T, dir string, _ *Config) { take(t, another, "keyring.db", dir) }, seal.ErrWrongRoot, "belongs to another installation"},
		"keyring-of-a-twin":  {work, func(t *testing.T, dir string, _ *Config) { take(t, twin, "keyring.db", dir) }, ErrOtherRing, "another installation"},
		"data-and-ring-of-another": {work, func(t *testing.T, dir string, _ *Config) {
			take(t, another, "keyring.db", dir)
			take(t, another, "waymark.db", dir)
		}, seal.ErrWrongRoot, "root key"},
		"wrong-root":          {work, func(t *testing.T, dir string, _ *Config) { take(t, another, "root.key", dir) }, seal.ErrWrongRoot, "does not open with this root key"},
		"no-root":             {work, func(t *testing.T, dir string, _ *Config) { remove(t, dir, "root.key") }, seal.ErrNoRoot, "no root key"},
		"no-root-and-no-data": {work, func(t *testing.T, dir string, _ *Config) { remove(t, dir, "root.key"); remove(t, dir, "waymark.db") }, seal.ErrNoRoot, "no root key"},
		"root-open-to-a-group": {work, func(t *testing.T, dir string, _ *Config) {
			b, _ := os.ReadFile(filepath.Join(dir, "root.key"))
			write(t, dir, "root.key", string(b), 0o640)
		}, seal.ErrRootOpen, "chmod 600"},
		"root-is-junk":        {work, func(t *testing.T, dir string, _ *Config) { write(t, dir, "root.key", "{}", 0o600) }, seal.ErrRootForm, "does not hold a root key"},
		"work-opened-as-demo": {work, func(_ *testing.T, _ string, cfg *Config) { cfg.Demo = true }, ErrNotDemo, "real work"},
		"demo-opened-as-work": {demo, func(*testing.T, string, *Config) {}, ErrIsDemo, "marked as a demo"},
		"policy-does-not-parse": {work, func(_ *testing.T, _ string, cfg *Config) {
			cfg.Policies = fstest.MapFS{"a.cedar": {Data: []byte("permit (")}}
		}, nil, "policy files"},
		"no-policy": {work, func(_ *testing.T, _ string, cfg *Config) { cfg.Policies = fstest.MapFS{} }, nil, "policy files"},
		"rulebook-does-not-parse": {work, func(_ *testing.T, _ string, cfg *Config) {
			cfg.Rules = fstest.MapFS{"rulebook/a.yaml": {Data: []byte("rules: [")}}
		}, nil, "rulebook"},
		"no-rulebook":     {work, func(_ *testing.T, _ string, cfg *Config) { cfg.Rules = fstest.MapFS{} }, nil, "rulebook"},
		"unknown-reading": {work, func(_ *testing.T, _ string, cfg *Config) { cfg.Readings = map[string]string{"no-question": "x"} }, nil, "rulebook"},
		"data-is-no-database": {work, func(t *testing.T, dir string, _ *Config) {
			write(t, dir, "waymark.db", strings.Repeat("not a database ", 500), 0o600)
		}, nil, "data"},
		"keyring-is-no-database": {work, func(t *testing.T, dir string, _ *Config) {
			write(t, dir, "keyring.db", strings.Repeat("not a database ", 500), 0o600)
		}, nil, "keyring"},
		"data-is-newer": {work, func(t *testing.T, dir string, _ *Config) {
			path := filepath.Join(dir, "waymark.db")
			c := tamper.Cells(t, path, "installation", "id", "readable_from")[0]
			c.Value = []byte("99")
			tamper.Set(t, path, c)
		}, store.ErrNewer, "newer Waymark"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := copied(t, c.base)
			cfg := configOf(dir, clock.At(noon))
			c.prepare(t, dir, &cfg)
			before := snapshot(t, dir)
			d, err := Open(ctx, cfg)
			if err == nil {
				_ = d.Close()
				t.Fatal("it was opened")
			}
			if c.is != nil && !errors.Is(err, c.is) {
				t.Errorf("got %v, want %v", err, c.is)
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("it says %q, and not %q", err, c.says)
			}
			if after := snapshot(t, dir); !maps.Equal(before, after) {
				t.Errorf("files before %v\nafter %v", before, after)
			}
		})
	}
	for name, dir := range map[string]string{"work": work, "demo": demo} { // the control: unaltered, each opens
		cfg := configOf(copied(t, dir), clock.At(noon))
		cfg.Demo = name == "demo"
		opens(t, cfg)
	}
}

// A configuration that is wrong leaves no trace in an empty place.
func TestOpenWithWrongFilesFoundsNothing(t *testing.T) {
	cfg := configOf(filepath.Join(t.TempDir(), "new"), clock.At(noon))
	cfg.Policies = fstest.MapFS{"a.cedar": {Data: []byte("permit (")}}
	if _, err := Open(ctx, cfg); err == nil {
		t.Fatal("it was opened")
	}
	if _, err := os.Stat(cfg.Dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
}
