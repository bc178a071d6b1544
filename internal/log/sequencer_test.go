package log

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"waymark/internal/clock"
	"waymark/internal/ident"
	"waymark/internal/store"
	"waymark/internal/store/cluster"
	"waymark/internal/store/tamper"
)

func TestMain(m *testing.M) { os.Exit(cluster.Main(m)) }

var ctx = context.Background()

// onBoth runs a test on each engine: what one does the other does.
func onBoth(t *testing.T, test func(t *testing.T, where string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "waymark.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, cluster.URL(t)) })
}

func opened(t testing.TB, where string) *store.Store {
	t.Helper()
	s, err := store.Open(ctx, where)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// write writes n entries to a new chronology, by one act.
func write(s *store.Store, name string, n int) error {
	on := ident.Chronology(name)
	p := store.Put{Loaded: store.Loaded{ID: on, Sort: store.Person}, Opens: true}
	for i := range n {
		e := store.Sealed{ID: ident.Entry(fmt.Sprintf("%s-%04d", name, i)), Envelope: []byte("e"), Parts: [][]byte{{byte(i)}}}
		p.Entries, p.Leaves = append(p.Entries, e), append(p.Leaves, Leaf(e))
	}
	return s.Commit(ctx, store.Act{ID: ident.Act(name), Worker: "w", Route: "r", Chronology: on, Digest: "d", Moment: noon}, []store.Put{p})
}

func sequencer(t testing.TB, s *store.Store, path string) *Sequencer {
	t.Helper()
	k := aKey(t, "ours")
	var f *File
	if path != "" {
		var err error
		if f, err = OpenFile(path, k); err != nil {
			t.Fatal(err)
		}
	}
	return NewSequencer(s, k, clock.At(noon), f)
}

func round(t testing.TB, q *Sequencer, want int) {
	t.Helper()
	if n, err := q.Round(ctx); err != nil || n != want {
		t.Fatalf("a round placed %d, want %d: %v", n, want, err)
	}
}

// whole proves the log of a store, and that so many leaves are in it.
func whole(t testing.TB, s *store.Store, path string, size int64) Grown {
	t.Helper()
	g, found, err := VerifyTree(ctx, s, aKey(t, "ours"), path, nil)
	if err != nil || len(found) > 0 || g.Size != size || g.Waiting != 0 {
		t.Fatalf("%+v, found %+v, %v", g, found, err)
	}
	return g
}

// What one round placed is the plain tree over the leaves in the order of their places,
// however many transactions it took.
func TestSequencerPlacesAll(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		s := opened(t, where)
		path := filepath.Join(t.TempDir(), "heads.log")
		q := sequencer(t, s, path)
		round(t, q, 0)
		whole(t, s, path, 0)
		for i, n := range []int{1, batch, batch + 1, 3 * batch, 7} {
			if err := write(s, fmt.Sprint("c", i), n); err != nil {
				t.Fatal(err)
			}
			round(t, q, n)
			round(t, q, 0)
		}
		const all = 5*batch + 9
		if g := whole(t, s, path, all); g.Heads != g.InFile || g.Heads < 5 {
			t.Errorf("%+v", g)
		}
		leaves, err := s.Leaves(ctx, 0, all)
		if err != nil {
			t.Fatal(err)
		}
		var hashes [][]byte
		for i, l := range leaves {
			if l.Place != int64(i) {
				t.Fatalf("leaf %d has place %d", i, l.Place)
			}
			hashes = append(hashes, l.Hash)
		}
		h, err := s.NewestHead(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := aKey(t, "ours").Read(h.Note); err != nil || got.Root != plain(hashes) || got.Size != all {
			t.Errorf("the newest head is %+v, %v", got, err)
		}
	})
}

// Several sequencers over one database, with people writing: one tree, no fork, and every
// file holds every head.
func TestSequencersOverOneDatabase(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		const houses, each = 3, 12
		stores, paths := make([]*store.Store, houses), make([]string, houses)
		for i := range houses {
			stores[i], paths[i] = opened(t, where), filepath.Join(t.TempDir(), "heads.log")
		}
		var all sync.WaitGroup
		failed := make(chan error, 2*houses*each)
		for i, s := range stores {
			q := sequencer(t, s, paths[i])
			all.Go(func() {
				for n := range each {
					failed <- write(s, fmt.Sprintf("c%d-%d", i, n), 3)
				}
			})
			all.Go(func() {
				for range each {
					_, err := q.Round(ctx)
					failed <- err
				}
			})
		}
		all.Wait()
		close(failed)
		for err := range failed {
			if err != nil {
				t.Error(err)
			}
		}
		for i, s := range stores { // what was written last, and what others signed
			if _, err := sequencer(t, s, paths[i]).Round(ctx); err != nil {
				t.Fatal(err)
			}
		}
		for i, s := range stores {
			if g := whole(t, s, paths[i], houses*each*3); g.InFile != g.Heads {
				t.Errorf("the file holds %d of %d heads", g.InFile, g.Heads)
			}
		}
	})
}

// Stopped at any point, a sequencer goes on: before its transaction ended nothing is
// placed; after it, the head is brought to the file.
func TestSequencerGoesOn(t *testing.T) {
	where := filepath.Join(t.TempDir(), "waymark.db")
	s, path := opened(t, where), filepath.Join(t.TempDir(), "heads.log")
	if err := write(s, "one", 5); err != nil {
		t.Fatal(err)
	}
	tamper.Refuse(t, where, "head")
	if n, err := sequencer(t, s, path).Round(ctx); err == nil || n != 0 {
		t.Fatalf("placed %d: %v", n, err)
	}
	if n, err := s.CountWaiting(ctx); n != 5 || err != nil {
		t.Fatalf("%d wait, %v", n, err)
	}
	tamper.Allow(t, where, "head")
	round(t, sequencer(t, s, ""), 5) // stopped before it wrote to the file
	if err := write(s, "two", 4); err != nil {
		t.Fatal(err)
	}
	q := sequencer(t, s, path)
	round(t, q, 4)
	if g := whole(t, s, path, 9); g.InFile != 2 {
		t.Errorf("%+v", g)
	}
	// The file cannot be written to: what is placed stays, and it is made up for.
	q.file.path = filepath.Join(t.TempDir(), "gone", "heads.log")
	if err := write(s, "three", 2); err != nil {
		t.Fatal(err)
	}
	if n, err := q.Round(ctx); n != 2 || err == nil {
		t.Fatalf("placed %d: %v", n, err)
	}
	q.file.path = path
	round(t, q, 0)
	if g := whole(t, s, path, 11); g.InFile != 3 {
		t.Errorf("%+v", g)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := q.Round(stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

// What lies beside chronologies is proved alike on both engines.
func TestProofs(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		s := opened(t, where)
		for i := range 3 {
			if err := write(s, fmt.Sprint("c", i), 4); err != nil {
				t.Fatal(err)
			}
		}
		ids, err := s.Chronologies(ctx, "c0", 10)
		if err != nil || !slices.Equal(ids, []ident.Chronology{"c1", "c2"}) {
			t.Fatalf("after c0 come %v, %v", ids, err)
		}
		p, err := s.Proof(ctx, "c1")
		if err != nil || len(Prove(p)) > 0 || len(p.Entries) != 4 {
			t.Fatalf("%+v, %v", Prove(p), err)
		}
		if _, err := s.Proof(ctx, "nobody"); !errors.Is(err, store.ErrNone) {
			t.Errorf("nobody: %v", err)
		}
		if rows, err := s.Computed(ctx, "c1"); err != nil || !rows.Due {
			t.Errorf("%+v, %v", rows, err)
		}
		if strays, err := Strays(ctx, s); err != nil || len(strays) > 0 {
			t.Errorf("%+v, %v", strays, err)
		}
		p.Proven[0].Leaf = []byte("another")
		p.Proven[1] = store.Proven{}
		p.Entries, p.Proven = p.Entries[:3], p.Proven[:3]
		var faults []Fault
		for _, f := range Prove(p) {
			faults = append(faults, f.Fault)
		}
		if want := []Fault{Miscounted, Altered, OutOfTurn, NoAct, NoLeaf}; !slices.Equal(faults, want) {
			t.Errorf("control: found are %v, want %v", faults, want)
		}
	})
}
