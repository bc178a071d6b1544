package log

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"waymark/internal/ident"
	"waymark/internal/store"
)

// Fault is one way in which data is not whole. Its zero value is none.
type Fault string

// The faults there are.
const (
	Altered     Fault = "altered"      // an entry's envelope and parts are not those that its leaf was made of
	NoLeaf      Fault = "no-leaf"      // an entry has no leaf
	NoAct       Fault = "no-act"       // the act that an entry names is not there
	OutOfTurn   Fault = "out-of-turn"  // an entry's number, or those of its parts, leave a gap
	Miscounted  Fault = "miscounted"   // a chronology has more entries, or fewer, than were written to it
	Stray       Fault = "stray"        // a row belongs to nothing that is there
	Shut        Fault = "shut"         // an entry does not open
	RowsDiffer  Fault = "rows-differ"  // computed rows are not what follows from the entries
	NoTree      Fault = "no-tree"      // how far the log has grown is not there, or does not fit
	NoPlace     Fault = "no-place"     // no leaf, or another, has a place that the log gave
	NoHead      Fault = "no-head"      // no head was signed for the tree as it stands
	HeadAltered Fault = "head-altered" // a head was not signed by this installation, or was altered
	HeadDiffers Fault = "head-differs" // the leaves are not those that a head was signed over
	NotErased   Fault = "not-erased"   // a chronology is marked as erased, and something that opens or tells of it is there
	HeadBeyond  Fault = "head-beyond"  // a head proves more entries than are there: an older copy
)

// Faults lists them all.
func Faults() []Fault {
	return []Fault{Altered, NoLeaf, NoAct, OutOfTurn, Miscounted, Stray, Shut, RowsDiffer, NoTree, NoPlace, NoHead, HeadAltered, HeadDiffers, HeadBeyond, NotErased}
}

// Finding is one fault and where it is. It names ids, tables and places, and nobody.
type Finding struct {
	Fault      Fault            `json:"fault"`
	Chronology ident.Chronology `json:"chronology,omitempty"`
	Entry      ident.Entry      `json:"entry,omitempty"`
	Where      string           `json:"where,omitempty"`
}

// Prove says what does not fit together in one chronology and its leaves. It needs no key.
func Prove(p store.Proof) []Finding {
	var out []Finding
	if !p.Whole() {
		out = append(out, Finding{Fault: Miscounted, Chronology: p.ID})
	}
	for i, e := range p.Entries {
		tell := func(f Fault) { out = append(out, Finding{Fault: f, Chronology: p.ID, Entry: e.ID}) }
		x := p.Proven[i]
		if !x.InTurn {
			tell(OutOfTurn)
		}
		if !x.Acted {
			tell(NoAct)
		}
		switch {
		case x.Leaf == nil:
			tell(NoLeaf)
		case !bytes.Equal(x.Leaf, Leaf(e)):
			tell(Altered)
		}
	}
	return out
}

// Strays says which rows belong to nothing.
func Strays(ctx context.Context, s *store.Store) ([]Finding, error) {
	rows, err := s.Strays(ctx)
	var out []Finding
	for _, r := range rows {
		out = append(out, Finding{Fault: Stray, Where: r.Table + " of " + r.Of})
	}
	return out, err
}

// Grown is how far the log has grown, as VerifyTree found it.
type Grown struct {
	Size    int64 `json:"size"`    // leaves with a place
	Waiting int   `json:"waiting"` // leaves that the sequencer did not come to yet
	Heads   int   `json:"heads"`   // signed heads in the data
	InFile  int   `json:"in_file"` // signed heads in the file
}

// claim is what a head says of the tree of its size.
type claim struct {
	root   Root
	inFile bool
	where  string
}

// verifier goes through heads and leaves.
type verifier struct {
	store    *store.Store
	key      Key
	claims   map[int64][]claim
	grown    Grown
	findings []Finding
	fits     int64 // the largest tree whose heads all fit
	told     map[bool]bool
}

// VerifyTree proves every place, and every signed head in the data and in a file of heads
// ("" for none), against the tree over the leaves. Others may work meanwhile. progress may
// be nil; it is told how many leaves of how many are done.
func VerifyTree(ctx context.Context, s *store.Store, key Key, file string, progress func(done, all int)) (Grown, []Finding, error) {
	v := &verifier{store: s, key: key, claims: map[int64][]claim{}, told: map[bool]bool{}}
	// The heads first: the tree is never behind a head that was read before it.
	if err := v.readFile(file); err != nil {
		return v.grown, nil, err
	}
	if err := v.readHeads(ctx); err != nil {
		return v.grown, nil, err
	}
	var err error
	if v.grown.Waiting, err = s.CountWaiting(ctx); err != nil {
		return v.grown, nil, fmt.Errorf("verify: %w", err)
	}
	row, err := s.Tree(ctx)
	if errors.Is(err, store.ErrNone) {
		v.tell(NoTree, "the row of the tree is gone")
		return v.grown, v.findings, nil
	}
	if err != nil {
		return v.grown, nil, fmt.Errorf("verify: %w", err)
	}
	v.grown.Size = row.Size
	if err := v.headOf(ctx, row); err != nil {
		return v.grown, nil, err
	}
	v.beyond(row.Size)
	t, err := v.walk(ctx, row.Size, progress)
	if err == nil && t.Size() == row.Size && t.row() != row {
		v.tell(NoTree, "what is kept of the tree is not what follows from its leaves")
	}
	return v.grown, v.findings, err
}

func (v *verifier) tell(f Fault, where string, args ...any) {
	v.findings = append(v.findings, Finding{Fault: f, Where: fmt.Sprintf(where, args...)})
}

func (v *verifier) claim(signed string, inFile bool, where string) Head {
	h, err := v.key.Read(signed)
	if err != nil {
		v.tell(HeadAltered, "%s", where)
		return Head{Size: -1}
	}
	for _, c := range v.claims[h.Size] {
		if c.root == h.Root && c.inFile == inFile {
			return h
		}
	}
	v.claims[h.Size] = append(v.claims[h.Size], claim{root: h.Root, inFile: inFile, where: where})
	return h
}

func (v *verifier) readFile(file string) error {
	if file == "" {
		return nil
	}
	unread, err := readFile(file, func(n int, signed string) error {
		v.grown.InFile++
		v.claim(signed, true, fmt.Sprintf("line %d of the file of heads", n))
		return nil
	})
	for _, n := range unread {
		v.tell(HeadAltered, "line %d of the file of heads", n)
	}
	return err
}

func (v *verifier) readHeads(ctx context.Context) error {
	for after := int64(-1); ; {
		heads, err := v.store.Heads(ctx, after, page)
		if err != nil || len(heads) == 0 {
			return err
		}
		for _, h := range heads {
			after = h.Size
			v.readHead(h)
		}
	}
}

func (v *verifier) readHead(h store.Head) {
	v.grown.Heads++
	if got := v.claim(h.Note, false, fmt.Sprintf("the head of %d in the data", h.Size)); got.Size >= 0 && got.Size != h.Size {
		v.tell(HeadAltered, "the head of %d in the data", h.Size)
	}
}

// headOf finds the head of the tree as it stands, which may be newer than those read.
func (v *verifier) headOf(ctx context.Context, row store.Tree) error {
	if row.Size == 0 {
		return nil
	}
	if slices.ContainsFunc(v.claims[row.Size], func(c claim) bool { return !c.inFile }) {
		return nil
	}
	h, err := v.store.Head(ctx, row.Size)
	if errors.Is(err, store.ErrNone) {
		v.tell(NoHead, "the tree of %d", row.Size)
		return nil
	}
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	v.readHead(h)
	return nil
}

// beyond tells of the largest head, of the data and of the file, that says more than the
// tree has.
func (v *verifier) beyond(size int64) {
	most := map[bool]int64{}
	where := map[bool]string{}
	for n, cs := range v.claims {
		for _, c := range cs {
			if n > size && n > most[c.inFile] {
				most[c.inFile], where[c.inFile] = n, c.where
			}
		}
	}
	for _, inFile := range []bool{false, true} {
		if most[inFile] > 0 {
			v.tell(HeadBeyond, "%s proves %d entries, and the tree has %d", where[inFile], most[inFile], size)
		}
	}
}

// page is how many rows are read at once.
const page = 4096

// walk grows the tree anew over the leaves and holds every head of it to its root.
func (v *verifier) walk(ctx context.Context, size int64, progress func(done, all int)) (*Tree, error) {
	t := &Tree{}
	for t.Size() < size {
		leaves, err := v.store.Leaves(ctx, t.Size(), min(t.Size()+page, size))
		if err != nil {
			return t, fmt.Errorf("verify: %w", err)
		}
		if len(leaves) == 0 {
			v.tell(NoPlace, "place %d", t.Size())
			return t, nil
		}
		for _, l := range leaves {
			if l.Place != t.Size() {
				v.tell(NoPlace, "place %d", t.Size())
				return t, nil
			}
			if err := t.Add(l.Hash); err != nil {
				return t, err
			}
			if err := v.hold(t); err != nil {
				return t, err
			}
		}
		if progress != nil {
			progress(int(t.Size()), int(size))
		}
	}
	return t, nil
}

// hold compares the tree with the heads of its size. Where one does not fit, none after
// it does: the first is told, of the data and of the file.
func (v *verifier) hold(t *Tree) error {
	claims := v.claims[t.Size()]
	if len(claims) == 0 {
		return nil
	}
	root, err := t.Root()
	if err != nil {
		return err
	}
	fit := true
	for _, c := range claims {
		if c.root == root {
			continue
		}
		fit = false
		if !v.told[c.inFile] {
			v.told[c.inFile] = true
			v.tell(HeadDiffers, "%s: between place %d and place %d", c.where, v.fits, t.Size()-1)
		}
	}
	if fit {
		v.fits = t.Size()
	}
	return nil
}
