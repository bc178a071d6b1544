package store

import (
	"errors"
	"fmt"
	"sync"
	"testing"
)

// Of several that place the same leaves at once one does, on both engines, and what is
// read back is in its order.
func TestOneOfSeveralGrowsTheTree(t *testing.T) { onBoth(t, oneOfSeveralGrowsTheTree) }

func oneOfSeveralGrowsTheTree(t *testing.T, on place) {
	s := on.store(t)
	s.commit(t, "one", opening("a", "one", 3), opening("b", "one", 2))
	waiting, err := s.WaitingLeaves(ctx, 9)
	if err != nil || len(waiting) != 5 {
		t.Fatalf("%d wait, %v", len(waiting), err)
	}
	for i := range waiting {
		if i > 0 && waiting[i-1].Entry >= waiting[i].Entry {
			t.Errorf("%s before %s", waiting[i-1].Entry, waiting[i].Entry)
		}
		waiting[i].Place = int64(i)
	}
	was, err := s.Tree(ctx)
	if err != nil || was.Size != 0 {
		t.Fatalf("%+v, %v", was, err)
	}
	got := make([]error, 16)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			got[i] = s.Grow(ctx, was, Tree{Size: 5, Crown: fmt.Sprint("crown ", i)}, waiting, Head{Size: 5, Note: fmt.Sprint("note ", i), Moment: noon})
		})
	}
	wg.Wait()
	won := -1
	for i, err := range got {
		switch {
		case err == nil && won < 0:
			won = i
		case err == nil:
			t.Errorf("both %d and %d placed them", won, i)
		case !errors.Is(err, ErrMoved):
			t.Error(err)
		}
	}
	if h, err := s.NewestHead(ctx); err != nil || h.Note != fmt.Sprint("note ", won) || !h.Moment.Equal(noon) {
		t.Errorf("%+v, %v; %d won", h, err, won)
	}
	if now, err := s.Tree(ctx); err != nil || now.Size != 5 || now.Crown != fmt.Sprint("crown ", won) {
		t.Errorf("%+v, %v", now, err)
	}
	leaves, err := s.Leaves(ctx, 1, 4)
	if err != nil || len(leaves) != 3 || leaves[0].Place != 1 || leaves[2].Entry != waiting[3].Entry {
		t.Errorf("%+v, %v", leaves, err)
	}
	if n, err := s.CountWaiting(ctx); err != nil || n != 0 {
		t.Errorf("%d wait still, %v", n, err)
	}
}

// What a proof reads is the same on both engines, and so is what it finds amiss.
func TestWhatAProofReads(t *testing.T) { onBoth(t, whatAProofReads) }

func whatAProofReads(t *testing.T, on place) {
	s := on.store(t)
	p := opening("a", "one", 2)
	p.After = someRows()
	s.commit(t, "one", p)
	proof, err := s.Proof(ctx, "a")
	if err != nil || !proof.Whole() || len(proof.Proven) != 2 || !proof.Proven[1].InTurn || !proof.Proven[1].Acted || string(proof.Proven[1].Leaf) != "leaf" {
		t.Fatalf("%+v, %v", proof, err)
	}
	if c, err := s.Computed(ctx, "a"); err != nil || !c.Due || !sameRows(c.Rows, p.After) {
		t.Errorf("%+v, %v", c, err)
	}
	if strays, err := s.Strays(ctx); err != nil || len(strays) != 0 {
		t.Errorf("%+v, %v", strays, err)
	}
	s.must(t, `UPDATE due SET due_at = $1`, MomentOf(Never))
	s.must(t, `INSERT INTO access (chronology, entry, organisation, basis, labels, from_at, until_at) VALUES ('nobody', 'e', 'o', 'own', 1, '', '')`)
	s.must(t, `DELETE FROM leaf WHERE entry = $1`, string(p.Entries[1].ID))
	if c, err := s.Computed(ctx, "a"); err != nil || c.Due {
		t.Errorf("what is laid out was changed: %+v, %v", c, err)
	}
	if strays, err := s.Strays(ctx); err != nil || len(strays) != 1 || strays[0] != (Stray{Table: "access", Of: "nobody"}) {
		t.Errorf("%+v, %v", strays, err)
	}
	if proof, err = s.Proof(ctx, "a"); err != nil || proof.Proven[0].Leaf == nil || proof.Proven[1].Leaf != nil {
		t.Errorf("a leaf is gone: %+v, %v", proof, err)
	}
}
