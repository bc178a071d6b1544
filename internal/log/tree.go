package log

import (
	"encoding/base64"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"waymark/internal/store"
)

// Root is the hash that stands for all leaves of a tree.
type Root = tlog.Hash

// errCrown says that what lies of the tree cannot be its crown.
var errCrown = errors.New("log: what lies of the tree does not fit its size")

// Tree grows over leaves. Of its hashes it keeps the crown: those of the full subtrees
// that it is made of, one for each bit of its size. Its zero value is the empty tree.
type Tree struct {
	size   int64
	hashes map[int64]tlog.Hash // by tlog's index of stored hashes
}

// slack is how many hashes are kept before those that nothing needs any more are let go.
const slack = 256

// Size is how many leaves it has.
func (t *Tree) Size() int64 { return t.size }

// Add adds one leaf.
func (t *Tree) Add(leaf []byte) error {
	if t.hashes == nil {
		t.hashes = map[int64]tlog.Hash{}
	}
	all, err := tlog.StoredHashesForRecordHash(t.size, tlog.RecordHash(leaf), tlog.HashReaderFunc(t.read))
	if err != nil {
		return fmt.Errorf("log: %w", err)
	}
	for i, h := range all {
		t.hashes[tlog.StoredHashIndex(0, t.size)+int64(i)] = h
	}
	t.size++
	if len(t.hashes) > slack {
		t.shed()
	}
	return nil
}

// Root is the hash over all its leaves.
func (t *Tree) Root() (Root, error) {
	r, err := tlog.TreeHash(t.size, tlog.HashReaderFunc(t.read))
	if err != nil {
		return r, fmt.Errorf("log: %w", err)
	}
	return r, nil
}

func (t *Tree) read(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		h, ok := t.hashes[at]
		if !ok {
			return nil, errCrown
		}
		out[i] = h
	}
	return out, nil
}

// full gives the indexes of the full subtrees that a tree is made of, the largest first.
func full(size int64) []int64 {
	var out []int64
	at := int64(0)
	for level := 62; level >= 0; level-- {
		if size&(1<<level) != 0 {
			out = append(out, tlog.StoredHashIndex(level, at>>level))
			at += 1 << level
		}
	}
	return out
}

func (t *Tree) shed() {
	kept := map[int64]tlog.Hash{}
	for _, at := range full(t.size) {
		kept[at] = t.hashes[at]
	}
	t.hashes = kept
}

// row is the tree as it lies.
func (t *Tree) row() store.Tree {
	var crown []byte
	for _, at := range full(t.size) {
		h := t.hashes[at]
		crown = append(crown, h[:]...)
	}
	return store.Tree{Size: t.size, Crown: base64.StdEncoding.EncodeToString(crown)}
}

// treeOf goes on from a tree as it lies.
func treeOf(r store.Tree) (*Tree, error) {
	crown, err := base64.StdEncoding.DecodeString(r.Crown)
	if err != nil || r.Size < 0 {
		return nil, errCrown
	}
	t := &Tree{size: r.Size, hashes: map[int64]tlog.Hash{}}
	indexes := full(r.Size)
	if len(crown) != len(indexes)*tlog.HashSize {
		return nil, errCrown
	}
	for i, at := range indexes {
		t.hashes[at] = tlog.Hash(crown[i*tlog.HashSize:])
	}
	return t, nil
}
