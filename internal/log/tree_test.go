package log

import (
	"crypto/sha256"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/store"
)

// plain is the hash of a tree as RFC 6962, section 2.1, writes it.
func plain(leaves [][]byte) [32]byte {
	switch n := len(leaves); n {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return sha256.Sum256(append([]byte{0}, leaves[0]...))
	default:
		k := 1
		for k*2 < n {
			k *= 2
		}
		l, r := plain(leaves[:k]), plain(leaves[k:])
		return sha256.Sum256(append(append([]byte{1}, l[:]...), r[:]...))
	}
}

func drawLeaves(t *rapid.T) [][]byte {
	var out [][]byte
	for i := range rapid.IntRange(0, 700).Draw(t, "leaves") {
		h := sha256.Sum256([]byte{byte(i), byte(i >> 8)})
		out = append(out, h[:])
	}
	return out
}

// Grown in whatever batches, laid down and taken up between them, a tree has the root of
// the plain tree over the same leaves.
func TestTreeInAnyBatches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		leaves := drawLeaves(t)
		tree := &Tree{}
		for _, l := range leaves {
			if err := tree.Add(l); err != nil {
				t.Fatal(err)
			}
			if rapid.IntRange(0, 9).Draw(t, "cut") == 0 {
				var err error
				if tree, err = treeOf(tree.row()); err != nil {
					t.Fatal(err)
				}
			}
		}
		root, err := tree.Root()
		if err != nil || root != plain(leaves) || tree.Size() != int64(len(leaves)) {
			t.Fatalf("the root of %d leaves is %v, %v", len(leaves), root, err)
		}
	})
}

func TestTreeThatDoesNotFit(t *testing.T) {
	tree := &Tree{}
	for range 5 {
		if err := tree.Add([]byte("leaf")); err != nil {
			t.Fatal(err)
		}
	}
	row := tree.row()
	if _, err := treeOf(row); err != nil {
		t.Fatalf("control: %v", err)
	}
	for name, r := range map[string]store.Tree{
		"size":      {Size: 4, Crown: row.Crown},
		"negative":  {Size: -5, Crown: row.Crown},
		"cut":       {Size: 5, Crown: row.Crown[:44]},
		"no-base64": {Size: 5, Crown: "!" + row.Crown[1:]},
		"empty":     {Size: 5},
	} {
		if _, err := treeOf(r); !errors.Is(err, errCrown) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
