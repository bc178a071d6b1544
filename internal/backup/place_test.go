package backup

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"filippo.io/age"

	"waymark/internal/clock"
	"waymark/internal/ident"
	"waymark/internal/log"
	"waymark/internal/seal"
	"waymark/internal/store"
	"waymark/internal/store/cluster"
)

func TestMain(m *testing.M) { os.Exit(cluster.Main(m)) }

var (
	ctx  = context.Background()
	noon = time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)
)

// engine makes an empty place of one engine.
type engine func(t testing.TB) store.Database

var engines = map[string]engine{
	"sqlite":   func(t testing.TB) store.Database { return store.Database(filepath.Join(t.TempDir(), "some.db")) },
	"postgres": func(t testing.TB) store.Database { return store.Database(cluster.URL(t)) },
}

// onBoth runs a test on each engine: what one does the other does.
func onBoth(t *testing.T, test func(t *testing.T, on engine)) {
	t.Helper()
	for name, on := range engines {
		t.Run(name, func(t *testing.T) { test(t, on) })
	}
}

// house is an installation with sealed bytes in it that nobody reads here.
type house struct {
	t          *testing.T
	data, ring store.Database
	root       seal.Root
	key        log.Key
	store      *store.Store
	keyring    *store.Keyring
	heads      string
	identity   *age.X25519Identity
	acts       int
}

func newHouse(t *testing.T, on engine) *house {
	t.Helper()
	h := &house{t: t, data: on(t), ring: on(t), heads: filepath.Join(t.TempDir(), "heads.log")}
	root, err := seal.CreateRoot(filepath.Join(t.TempDir(), "root.key"))
	h.must(err)
	h.root = root
	wrapped, keys, err := seal.Found(root)
	h.must(err)
	h.keyring, err = store.OpenKeyring(ctx, string(h.ring))
	h.must(err)
	t.Cleanup(func() { _ = h.keyring.Close() })
	id := ident.New(noon)
	h.must(h.keyring.Found(ctx, id, wrapped, noon))
	h.store, err = store.Open(ctx, string(h.data))
	h.must(err)
	t.Cleanup(func() { _ = h.store.Close() })
	h.must(h.store.Found(ctx, id, false, noon))
	private, err := keys.LogKey()
	h.must(err)
	h.key, err = log.NewKey(id, private)
	h.must(err)
	h.identity, err = age.GenerateX25519Identity()
	h.must(err)
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// meet writes so many people, each with an entry of two parts and the rows that follow, and
// keeps a key for each.
func (h *house) meet(n int) (out []ident.Chronology) {
	h.t.Helper()
	for range n {
		h.acts++
		at := noon.Add(time.Duration(h.acts) * time.Minute)
		on := ident.NewChronology(at)
		_, err := h.keyring.Keep(ctx, on, bytesOf(80))
		h.must(err)
		s := store.Sealed{ID: ident.Entry(ident.New(at)), Envelope: bytesOf(200), Parts: [][]byte{bytesOf(300), {}}}
		rows := store.Rows{
			Access:    []store.Access{{Entry: s.ID, Organisation: "org", Basis: "keeper", Labels: 3, From: store.MomentOf(at), Until: store.MomentOf(store.Never)}},
			Deadlines: []store.Deadline{{ID: "d", Rule: "r", Start: s.ID, Running: h.acts%2 == 0, Must: true, DueAt: store.MomentOf(at), Owner: "o", Labels: 1, Print: "p", Sealed: bytesOf(50)}},
			Summaries: []store.Summary{{Organisation: "org", From: store.MomentOf(at), Until: store.MomentOf(store.Never), Labels: 3, Bases: "keeper", Print: "p", Sealed: bytesOf(60)}},
		}
		h.must(h.store.Commit(ctx, store.Act{ID: ident.NewAct(at), Worker: "w", Route: "person.meet", Chronology: on, Digest: "ä, 'quoted' and\nbroken", Moment: at},
			[]store.Put{{Loaded: store.Loaded{ID: on, Sort: store.Person}, Opens: true, Entries: []store.Sealed{s}, Leaves: [][]byte{log.Leaf(s)}, After: rows}}))
		out = append(out, on)
	}
	return out
}

// place gives the waiting leaves their places.
func (h *house) place() {
	h.t.Helper()
	f, err := log.OpenFile(h.heads, h.key)
	h.must(err)
	_, err = log.NewSequencer(h.store, h.key, clock.At(noon), f).Round(ctx)
	h.must(err)
}

func bytesOf(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}

// copied is a backup of the data.
func (h *house) copied() (string, Report) {
	h.t.Helper()
	to := filepath.Join(h.t.TempDir(), "data.age")
	got, err := WriteData(ctx, h.data, to, []age.Recipient{h.identity.Recipient()}, noon)
	h.must(err)
	return to, got
}

// at is where it is put back, with the keyring that is there.
func (h *house) at(data store.Database) Place {
	return Place{Data: data, Keyring: h.ring, Root: h.root, Heads: h.heads}
}

// rows is everything that lies in a place.
func rows(t *testing.T, where store.Database) map[string]Count {
	t.Helper()
	x, err := store.Read(ctx, where)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = x.Close() }()
	out := map[string]Count{}
	for _, table := range x.Tables {
		sum := newTally(table.Name)
		if err := x.Rows(ctx, table, func(row []any) error {
			b, err := packRow(nil, row)
			sum.add(b)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		out[table.Name] = sum.count()
	}
	return out
}

// empty says whether a place is as empty as before anything was put there.
func empty(t *testing.T, where store.Database) error {
	t.Helper()
	there, err := where.HoldsData(ctx)
	if err != nil || there {
		return fmt.Errorf("something is there: %v, %w", there, err)
	}
	if into, err := store.RefillData(ctx, where); err != nil {
		return err
	} else if err := into.Abandon(ctx); err != nil {
		return err
	}
	return nil
}
