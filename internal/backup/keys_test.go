package backup

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"waymark/internal/ident"
	"waymark/internal/store"
)

// The keyring is put back to either engine, with the list of the erased; an older backup of
// the data is put back without them.
func TestErasedStayErased(t *testing.T) {
	onBoth(t, func(t *testing.T, on engine) {
		h := newHouse(t, on)
		people := h.meet(4)
		h.place()
		from, _ := h.copied()
		gone := people[1]
		h.must(h.keyring.Destroy(ctx, store.Erasure{On: gone, At: noon}))
		h.must(h.keyring.Destroy(ctx, store.Erasure{On: gone, At: noon})) // once more does no harm
		keys := filepath.Join(t.TempDir(), "keys.age")
		said, err := WriteKeys(ctx, h.ring, keys, []age.Recipient{h.identity.Recipient()}, noon)
		if err != nil || said.Erased != 1 {
			t.Fatalf("%+v, %v", said, err)
		}
		for name, to := range engines {
			t.Run(name, func(t *testing.T) {
				place := h.at(to(t))
				place.Keyring = to(t)
				if _, err := RestoreData(ctx, from, []age.Identity{h.identity}, place); !errors.Is(err, ErrNoKeys) {
					t.Errorf("before the keys: %v", err)
				}
				if _, err := RestoreKeys(ctx, keys, []age.Identity{h.identity}, place.Keyring, h.root); err != nil {
					t.Fatal(err)
				}
				got, err := RestoreData(ctx, from, []age.Identity{h.identity}, place)
				if err != nil || got.Erased != 1 {
					t.Fatalf("%+v, %v", got, err)
				}
				ring, err := store.OpenKeyring(ctx, string(place.Keyring))
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = ring.Close() }()
				if _, err := ring.Key(ctx, gone); !errors.Is(err, store.ErrNone) {
					t.Errorf("the key of the erased: %v", err)
				}
				if _, err := ring.Key(ctx, people[0]); err != nil {
					t.Errorf("control: the key of another: %v", err)
				}
				lies := rows(t, place.Data)
				for table, want := range map[string]int64{"entry": 4, "leaf": 4, "act": 4, "access": 3, "summary": 3, "deadline": 3} {
					if lies[table].Rows != want {
						t.Errorf("%d rows of %s, want %d", lies[table].Rows, table, want)
					}
				}
				s, err := store.Open(ctx, string(place.Data))
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = s.Close() }()
				sorts, err := s.OfSort(ctx, store.Erased)
				if err != nil || len(sorts) != 1 || sorts[gone] == "" {
					t.Errorf("erased are %v, %v", sorts, err)
				}
			})
		}
	})
}

// A keyring that is older than the data would leave records shut for ever.
func TestKeyringOlderThanTheDataIsRefused(t *testing.T) {
	h := newHouse(t, engines["sqlite"])
	h.meet(2)
	keys := filepath.Join(t.TempDir(), "keys.age")
	_, err := WriteKeys(ctx, h.ring, keys, []age.Recipient{h.identity.Recipient()}, noon)
	h.must(err)
	h.meet(3)
	h.place()
	from, _ := h.copied()
	to := h.at(engines["sqlite"](t))
	to.Keyring = engines["sqlite"](t)
	_, err = RestoreKeys(ctx, keys, []age.Identity{h.identity}, to.Keyring, h.root)
	h.must(err)
	var missing *KeysMissing
	if _, err := RestoreData(ctx, from, []age.Identity{h.identity}, to); !errors.As(err, &missing) || missing.Records != 3 {
		t.Errorf("got %v", err)
	}
	if err := empty(t, to.Data); err != nil {
		t.Error(err)
	}
	to.KeysLost = true
	if got, err := RestoreData(ctx, from, []age.Identity{h.identity}, to); err != nil || got.Shut != 3 {
		t.Errorf("said to be lost: %+v, %v", got, err)
	}
}

// No key is in a backup of the data, and neither lies with the other.
func TestDataAndKeysNeverLieTogether(t *testing.T) {
	h := newHouse(t, engines["sqlite"])
	people := h.meet(3)
	wrapped, err := h.keyring.Key(ctx, people[0])
	h.must(err)
	holds := func(path string, what What) bool {
		o, err := open(path, what, []age.Identity{h.identity})
		h.must(err)
		defer func() { _ = o.file.Close() }()
		for {
			letter, payload, err := o.next()
			h.must(err)
			if bytes.Contains(payload, wrapped) {
				return true
			}
			if letter == endFrame {
				return false
			}
		}
	}
	to := []age.Recipient{h.identity.Recipient()}
	dir, other := t.TempDir(), t.TempDir()
	data, keys := filepath.Join(dir, "data.age"), filepath.Join(other, "keys.age")
	_, err = WriteData(ctx, h.data, data, to, noon)
	h.must(err)
	_, err = WriteKeys(ctx, h.ring, keys, to, noon)
	h.must(err)
	if holds(data, Data) {
		t.Error("a key is in the backup of the data")
	}
	if !holds(keys, Keys) {
		t.Error("control: no key is in the backup of the keys")
	}
	for _, path := range []string{data, keys} {
		b, err := os.ReadFile(path)
		h.must(err)
		if bytes.Contains(b, wrapped) || bytes.Contains(b, []byte("person.meet")) {
			t.Errorf("%s is not sealed", path)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v, %v", path, info.Mode(), err)
		}
	}
	live := t.TempDir()
	h.must(os.WriteFile(filepath.Join(live, "keyring.db"), nil, 0o600))
	for name, c := range map[string]struct {
		write func() error
		want  error
	}{
		"keys-beside-data":  {func() error { _, err := WriteKeys(ctx, h.ring, filepath.Join(dir, "k"), to, noon); return err }, ErrTogether},
		"data-beside-keys":  {func() error { _, err := WriteData(ctx, h.data, filepath.Join(other, "d"), to, noon); return err }, ErrTogether},
		"data-beside-ring":  {func() error { _, err := WriteData(ctx, h.data, filepath.Join(live, "d"), to, noon); return err }, ErrTogether},
		"keys-over-data":    {func() error { _, err := WriteKeys(ctx, h.ring, data, to, noon); return err }, ErrTogether},
		"data-over-data":    {func() error { _, err := WriteData(ctx, h.data, data, to, noon); return err }, ErrThere},
		"another-data":      {func() error { _, err := WriteData(ctx, h.data, filepath.Join(dir, "again"), to, noon); return err }, nil},
		"another's-keyring": {func() error { _, err := WriteKeys(ctx, h.data, filepath.Join(other, "x"), to, noon); return err }, nil},
	} {
		if err := c.write(); name != "another's-keyring" && !errors.Is(err, c.want) || name == "another's-keyring" && err == nil {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(left) != 2 {
		t.Errorf("there lie %v, %v", left, err)
	}
}

// What is stopped in the midst does not open, by any way in, and is begun again.
func TestRestoreCutShortDoesNotOpen(t *testing.T) {
	onBoth(t, func(t *testing.T, on engine) {
		h := newHouse(t, on)
		h.meet(50)
		h.place()
		from, _ := h.copied()
		to := h.at(on(t))
		into, err := store.RefillData(ctx, to.Data)
		h.must(err)
		o, err := open(from, Data, []age.Identity{h.identity})
		h.must(err)
		stopped, stop := context.WithCancel(ctx)
		h.must(into.Migrate(ctx, o.Migrations))
		tables := 0
		for tables < 3 {
			letter, payload, err := o.next()
			h.must(err)
			if letter != tableFrame {
				t.Fatalf("frame %c", letter)
			}
			_, err = o.table(stopped, into, payload)
			h.must(err)
			tables++
		}
		stop()
		h.must(into.Close()) // as a process that is killed leaves it
		for name, way := range map[string]func() error{
			"open":  func() error { _, err := store.Open(ctx, string(to.Data)); return err },
			"peek":  func() error { _, err := store.Peek(ctx, string(to.Data)); return err },
			"holds": func() error { _, err := to.Data.HoldsData(ctx); return err },
			"ring":  func() error { _, err := store.OpenKeyring(ctx, string(to.Data)); return err },
			"copy":  func() error { _, err := store.Read(ctx, to.Data); return err },
		} {
			if err := way(); !errors.Is(err, store.ErrHalfRestored) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := RestoreData(ctx, from, []age.Identity{h.identity}, to); err != nil {
			t.Fatalf("begun again: %v", err)
		}
		s, err := store.Open(ctx, string(to.Data))
		h.must(err)
		h.must(s.Close())
	})
}

// Who may read the identity file, and what is none, is said before anything is done.
func TestIdentities(t *testing.T) {
	path := filepath.Join(t.TempDir(), "identity.txt")
	line, err := NewIdentity(path)
	if err != nil || !strings.HasPrefix(line, "age1") {
		t.Fatal(line, err)
	}
	if _, err := NewIdentity(path); !errors.Is(err, ErrThere) {
		t.Errorf("a second time: %v", err)
	}
	if ids, err := Identities(path); err != nil || len(ids) != 1 {
		t.Errorf("%d, %v", len(ids), err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := Identities(path); !errors.Is(err, ErrOpenFile) {
		t.Errorf("one that others may read: %v", err)
	}
	spoilt := filepath.Join(t.TempDir(), "none.txt")
	if err := os.WriteFile(spoilt, []byte("AGE-SECRET-KEY-1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Identities(spoilt); !errors.Is(err, ErrIdentity) {
		t.Errorf("one that is none: %v", err)
	}
	for _, lines := range [][]string{nil, {""}, {"age1"}, {line, "ssh-ed25519 AAAA"}} {
		if _, err := Recipients(lines); !errors.Is(err, ErrNobody) {
			t.Errorf("%q: %v", lines, err)
		}
	}
	pq, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	for _, lines := range [][]string{{line}, {line, line}, {pq.Recipient().String()}} {
		if _, err := Recipients(lines); err != nil {
			t.Errorf("%q: %v", lines, err)
		}
	}
	h := newHouse(t, engines["sqlite"])
	h.meet(1)
	to := filepath.Join(t.TempDir(), "pq.age")
	if _, err := WriteData(ctx, h.data, to, []age.Recipient{pq.Recipient()}, noon); err != nil {
		t.Fatal(err)
	}
	if _, err := RestoreData(ctx, to, []age.Identity{pq}, Place{Data: engines["sqlite"](t), Keyring: h.ring, Root: h.root}); err != nil {
		t.Errorf("sealed for a key of the newer sort: %v", err)
	}
}

// What a row is packed to is read back as it was, and nothing else is read as a row.
func TestRowsArePackedAndUnpacked(t *testing.T) {
	row := []any{"", "text", nil, int64(-1), int64(1) << 62, true, false, []byte{}, []byte{0, 1}}
	packed, err := packRow(nil, row)
	if err != nil {
		t.Fatal(err)
	}
	got := make([]any, len(row))
	if err := unpackRow(packed, got); err != nil {
		t.Fatal(err)
	}
	again, err := packRow(nil, got)
	if err != nil || !bytes.Equal(again, packed) {
		t.Errorf("%q became %q, %v", row, got, err)
	}
	for n := range packed {
		if err := unpackRow(packed[:n], got); err == nil {
			t.Errorf("the first %d bytes are read as a row", n)
		}
	}
	if err := unpackRow(append(slices.Clone(packed), 'n'), got); err == nil {
		t.Error("more than a row is read as one")
	}
	if _, err := packRow(nil, []any{ident.Act("x")}); err == nil {
		t.Error("another type is packed")
	}
}
