package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"waymark/internal/desk"
	"waymark/internal/store/cluster"
)

// spot is where an installation lies or is to lie.
type spot struct {
	t          *testing.T
	dir        string // "" on a server
	data, ring string // URLs, or "" in files
	root       string
}

func inFolder(t *testing.T, root string) spot {
	return spot{t: t, dir: filepath.Join(t.TempDir(), "data"), root: root}
}

func onServer(t *testing.T, root string) spot {
	return spot{t: t, data: cluster.URL(t), ring: cluster.URL(t), root: root}
}

// with is a command line that names the spot, and of it only what the command takes.
func (s spot) with(words ...string) []string {
	s.t.Setenv(databaseVar, s.data)
	s.t.Setenv(keyringVar, s.ring)
	if s.dir != "" {
		words = append(words, "--data", s.dir)
	}
	if words[0] != "backup" {
		words = append(words, "--root-key", s.root)
	}
	return words
}

func (s spot) verdict(more ...string) (v desk.Verdict) {
	s.t.Helper()
	if err := json.Unmarshal([]byte(runs(s.t, "", s.with(append([]string{"verify", "--json"}, more...)...)...)), &v); err != nil {
		s.t.Fatal(err)
	}
	return v
}

// The drill: an installation is served and written to, copied meanwhile and again at its
// end, and put back elsewhere, on the same engine and on the other.
func TestBackupDrill(t *testing.T) {
	spots := map[string]func(*testing.T, string) spot{"folder": inFolder, "server": onServer}
	for from, source := range spots {
		t.Run("from-"+from, func(t *testing.T) {
			d := newDrill(t, source)
			for to, target := range spots {
				t.Run("to-"+to, func(t *testing.T) { d.putBack(t, target) })
			}
		})
	}
}

type drill struct {
	spot
	heads, identity, early, last, keys string
	export                             string
	whole                              desk.Verdict
}

func newDrill(t *testing.T, source func(*testing.T, string) spot) drill {
	t.Helper()
	safe := t.TempDir()
	d := drill{spot: source(t, filepath.Join(t.TempDir(), "root.key")), heads: filepath.Join(safe, "heads.log"), identity: filepath.Join(safe, "identity.txt")}
	if d.dir != "" {
		if err := os.MkdirAll(d.dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	runs(t, password, d.with("user", "add", "--organisation", "Maple House", "--name", "Tom", "--role", "manager", "--login", "tom", "--password-stdin")...)
	line := strings.TrimSpace(runs(t, "", "backup", "identity", "--to", d.identity))
	copyTo := func(words ...string) string {
		to := filepath.Join(t.TempDir(), "some.age")
		runs(t, "", d.with(append(append([]string{"backup"}, words...), "--to", to, "--recipient", line)...)...)
		return to
	}
	r, _ := starts(t, listening, d.with("serve", "--heads", d.heads, "--listen", "127.0.0.1:0")...)
	brought := make(chan int, 1)
	file, args := written(t, "old.jsonl", people(150)), d.with("import", "--as", "tom", "--password-stdin")
	go func() {
		code, _, _ := run(t, password, append(args, file)...)
		brought <- code
	}()
	d.early = copyTo() // while people write
	if code := <-brought; code != done {
		t.Fatalf("import ended with %d", code)
	}
	if code := r.stop(); code != done {
		t.Fatalf("serve ended with %d:\n%s", code, r.told)
	}
	r, _ = starts(t, listening, d.with("serve", "--heads", d.heads, "--listen", "127.0.0.1:0")...)
	if code := r.stop(); code != done { // so that everything has its place
		t.Fatalf("serve ended with %d:\n%s", code, r.told)
	}
	d.last, d.keys = copyTo(), copyTo("keys")
	d.export = runs(t, password, d.with("export", "--as", "tom", "--password-stdin")...)
	d.whole = d.verdict("--heads", d.heads)
	if d.whole.Waiting != 0 || d.whole.Found != 0 || strings.Count(d.export, "\n") != 300 {
		t.Fatalf("%+v with %d lines of export", d.whole, strings.Count(d.export, "\n"))
	}
	return d
}

func (d drill) putBack(t *testing.T, target func(*testing.T, string) spot) {
	t.Helper()
	d.t = t
	there := target(t, d.root)
	back := func(words ...string) []string { return there.with(append(words, "--identity", d.identity)...) }
	refuses(t, notDone, "put it back first", "", back("restore", "--from", d.last, "--heads", d.heads)...)
	says(t, runs(t, "", back("restore", "keys", "--from", d.keys)...), "Put back the keyring as of ")
	refuses(t, notDone, "already", "", back("restore", "keys", "--from", d.keys)...)
	refuses(t, notDone, "--older-is-meant", "", back("restore", "--from", d.early, "--heads", d.heads)...)
	says(t, runs(t, "", back("restore", "--from", d.last, "--heads", d.heads)...), "rows of", "as its head says", "waymark verify")
	refuses(t, notDone, "already", "", back("restore", "--from", d.last, "--heads", d.heads)...)
	got := there.verdict("--heads", d.heads)
	if got.Found != 0 || got.Entries != d.whole.Entries || got.Chronologies != d.whole.Chronologies || got.Size != d.whole.Size || got.Waiting != 0 {
		t.Errorf("put back is %+v, want %+v", got, d.whole)
	}
	if lines := runs(t, password, there.with("export", "--as", "tom", "--password-stdin")...); lines != d.export {
		t.Errorf("the export of what was put back has %d bytes, want the %d of before", len(lines), len(d.export))
	}
	r, _ := starts(t, listening, there.with("serve", "--heads", d.heads, "--listen", "127.0.0.1:0")...)
	if code := r.stop(); code != done || strings.Contains(r.told.String(), "alarm") {
		t.Errorf("serve goes on with %d:\n%s", code, r.told)
	}

	older := target(t, d.root)
	there = older
	runs(t, "", back("restore", "keys", "--from", d.keys)...)
	says(t, runs(t, "", back("restore", "--from", d.early, "--heads", d.heads, "--older-is-meant")...), "recorded since", "Begin a new file of heads")
	if got := older.verdict(); got.Found != 0 || got.Entries >= d.whole.Entries {
		t.Errorf("the older one is %+v", got)
	}
}

func TestBackupRefuses(t *testing.T) {
	data := installed(t)
	line := strings.TrimSpace(runs(t, "", "backup", "identity", "--to", filepath.Join(t.TempDir(), "identity.txt")))
	refuses(t, notDone, "nothing to copy", "", "backup", "--data", t.TempDir(), "--to", filepath.Join(t.TempDir(), "x"), "--recipient", line)
	refuses(t, notDone, "never lie together", "", "backup", "--data", data, "--to", filepath.Join(data, "x"), "--recipient", line)
	refuses(t, notDone, "cannot be read", "", "backup", "--data", data, "--to", filepath.Join(data, "nowhere", "x"), "--recipient", line)
	refuses(t, notDone, "never lie together", "", "backup", "keys", "--data", data, "--to", filepath.Join(data, "x"), "--recipient", line)
	refuses(t, notDone, "identity file cannot be read", "", "restore", "--data", data, "--from", "x", "--identity", filepath.Join(data, "none"), "--older-is-meant")
	refuses(t, notDone, "no root key", "", "restore", "--data", t.TempDir(), "--from", "x", "--identity", "y", "--older-is-meant")
	left, err := filepath.Glob(filepath.Join(data, "x*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left is %v, %v", left, err)
	}
}
