package backup

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"waymark/internal/store"
)

// What is copied from one engine is put back to either, row by row, but that everybody is
// signed out.
func TestBackupIsPutBackToEitherEngine(t *testing.T) {
	onBoth(t, func(t *testing.T, on engine) {
		h := newHouse(t, on)
		h.meet(30)
		h.place()
		h.meet(3) // without a place yet
		h.must(h.store.KeepLook(ctx, store.Look{ID: "look", Worker: "w", Organisation: "o", Purpose: "p", Route: "r", Labels: 1, Shown: 2, Moment: noon}))
		from, said := h.copied()
		want := rows(t, h.data)
		if said.Placed != 30 || len(said.Tables) != len(want) || want["entry"].Rows != 33 {
			t.Fatalf("copied %+v of %+v", said, want)
		}
		h.meet(1) // what is written since is not in it
		for name, to := range engines {
			t.Run(name, func(t *testing.T) {
				place := to(t)
				got, err := RestoreData(ctx, from, []age.Identity{h.identity}, h.at(place))
				if err != nil {
					t.Fatal(err)
				}
				if lies := rows(t, place); !maps.Equal(lies, want) {
					t.Errorf("there lies %v, want %v", lies, want)
				}
				if got.Rows() != said.Rows() || got.Erased != 0 || got.Shut != 0 {
					t.Errorf("it says %+v", got)
				}
				s, err := store.Open(ctx, string(place))
				if err != nil {
					t.Fatal(err)
				}
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				if _, err := RestoreData(ctx, from, []age.Identity{h.identity}, h.at(place)); !errors.Is(err, store.ErrNotEmpty) {
					t.Errorf("a second time: %v", err)
				}
				if lies := rows(t, place); !maps.Equal(lies, want) {
					t.Error("what was refused changed something")
				}
			})
		}
	})
}

// Whatever byte of a backup is altered, and wherever it is cut short, it is refused and
// nothing is left behind. Untouched it is put back.
func TestDamagedBackupIsRefused(t *testing.T) {
	h := newHouse(t, engines["sqlite"])
	h.meet(400) // more than one of the pieces that age seals
	h.place()
	from, _ := h.copied()
	whole, err := os.ReadFile(from)
	h.must(err)
	spoilt := func(b []byte) (string, store.Database) {
		path := filepath.Join(t.TempDir(), "spoilt.age")
		h.must(os.WriteFile(path, b, 0o600))
		return path, engines["sqlite"](t)
	}
	refused := func(what string, at int, b []byte) {
		path, to := spoilt(b)
		if _, err := RestoreData(ctx, path, []age.Identity{h.identity}, h.at(to)); err == nil {
			t.Errorf("%s at %d of %d: put back", what, at, len(whole))
		}
		if err := empty(t, to); err != nil {
			t.Errorf("%s at %d of %d: %v", what, at, len(whole), err)
		}
	}
	head := bytes.Index(whole, []byte("\n---")) + 60
	var at []int
	for i := 0; i < head; i += 7 {
		at = append(at, i)
	}
	const piece = 64<<10 + 16
	for i := head; i < len(whole); i += piece / 3 {
		at = append(at, i)
	}
	at = append(at, len(whole)-17, len(whole)-1)
	if len(whole) < 3*piece {
		t.Fatalf("%d bytes are too few", len(whole))
	}
	for _, i := range at {
		b := slices.Clone(whole)
		b[i] ^= 1
		refused("altered", i, b)
		refused("cut", i, whole[:i])
	}
	for i := head + 16; i < len(whole); i += piece { // where a piece ends
		refused("cut", i, whole[:i])
	}
	refused("gone on with", len(whole), append(slices.Clone(whole), 0))
	path, to := spoilt(whole)
	if _, err := RestoreData(ctx, path, []age.Identity{h.identity}, h.at(to)); err != nil {
		t.Errorf("control: %v", err)
	}
}

// Each refusal says what is wrong, and leaves the place empty.
func TestWhatDoesNotFitIsRefused(t *testing.T) {
	h := newHouse(t, engines["sqlite"])
	h.meet(3)
	h.place()
	older, _ := h.copied()
	h.meet(2)
	h.place()
	from, _ := h.copied()
	keys := filepath.Join(t.TempDir(), "keys.age")
	_, err := WriteKeys(ctx, h.ring, keys, []age.Recipient{h.identity.Recipient()}, noon)
	h.must(err)
	other := newHouse(t, engines["sqlite"])
	other.meet(3)
	other.place()
	foreign, _ := other.copied()
	forged := filepath.Join(t.TempDir(), "forged.age")
	h.must(os.WriteFile(forged, []byte("age-encryption.org/v1\n-> X25519 x\n"), 0o600))
	ours := []age.Identity{h.identity}
	for name, c := range map[string]struct {
		path string
		ids  []age.Identity
		to   func(Place) Place
		want string
	}{
		"wrong-identity":   {from, []age.Identity{other.identity}, nil, "does not open this backup"},
		"keys-for-data":    {keys, ours, nil, "restore keys"},
		"not-ours":         {forged, ours, nil, "no backup that Waymark made"},
		"another's":        {foreign, []age.Identity{other.identity}, nil, "another installation"},
		"older":            {older, ours, nil, "5 entries, and this backup holds the first 3 of them: 2 that were recorded since"},
		"no-keyring":       {from, ours, func(p Place) Place { p.Keyring = "/nowhere/keyring.db"; return p }, "there is no keyring"},
		"another's-heads":  {from, ours, func(p Place) Place { p.Heads = other.heads; return p }, "not signed by this installation"},
		"no-file-of-heads": {from, ours, func(p Place) Place { p.Heads += "x"; return p }, "no file of heads"},
		"wrong-root":       {from, ours, func(p Place) Place { p.Root = other.root; return p }, "does not open with this root key"},
	} {
		t.Run(name, func(t *testing.T) {
			to := h.at(engines["sqlite"](t))
			if c.to != nil {
				to = c.to(to)
			}
			if _, err := RestoreData(ctx, c.path, c.ids, to); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
			if err := empty(t, to.Data); err != nil {
				t.Error(err)
			}
		})
	}
	if _, err := RestoreKeys(ctx, from, ours, engines["sqlite"](t), h.root); !errors.Is(err, ErrIsData) {
		t.Errorf("data for keys: %v", err)
	}
	if _, err := RestoreKeys(ctx, keys, ours, engines["sqlite"](t), other.root); err == nil {
		t.Error("keys under another root key were put back")
	}
	for name, path := range map[string]string{"older, meant": older, "newest": from} {
		to := h.at(engines["sqlite"](t))
		to.OlderMeant = path == older
		if got, err := RestoreData(ctx, path, ours, to); err != nil || got.Known.Size != 5 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// A history that went on by itself, until it is as long again, is not the one that the
// heads were signed over.
func TestAnotherHistoryIsRefused(t *testing.T) {
	h := newHouse(t, engines["sqlite"])
	h.meet(3)
	h.place()
	from, _ := h.copied()
	twin := h.at(engines["sqlite"](t))
	_, err := RestoreData(ctx, from, []age.Identity{h.identity}, twin)
	h.must(err)
	h.meet(2)
	h.place()
	other := *h
	other.heads = filepath.Join(t.TempDir(), "own.log")
	other.store, err = store.Open(ctx, string(twin.Data))
	h.must(err)
	other.meet(2)
	other.place()
	h.must(other.store.Close())
	other.data = twin.Data
	forked, _ := other.copied()
	to := h.at(engines["sqlite"](t))
	to.OlderMeant = true
	if _, err := RestoreData(ctx, forked, []age.Identity{h.identity}, to); !errors.Is(err, ErrLog) {
		t.Errorf("got %v", err)
	}
	if err := empty(t, to.Data); err != nil {
		t.Error(err)
	}
	to.Heads = other.heads
	if _, err := RestoreData(ctx, forked, []age.Identity{h.identity}, to); err != nil {
		t.Errorf("control: with its own heads: %v", err)
	}
}
