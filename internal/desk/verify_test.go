package desk

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"waymark/internal/ident"
	"waymark/internal/log"
	"waymark/internal/store"
	"waymark/internal/store/tamper"
)

// logged is a house with two people whose entries all have their place in the log, and a
// file of heads elsewhere.
type logged struct {
	guarded
	heads string
}

func newLogged(t *testing.T) logged {
	t.Helper()
	h := logged{guarded: newGuarded(t), heads: filepath.Join(t.TempDir(), "heads.log")}
	h.round()
	h.do(h.nadia, h.contacted(h.on, "We spoke again."))
	h.do(h.nadia, h.contacted(h.guarded.other, "And again."))
	h.round()
	return h
}

// round runs one round of a sequencer that was started anew.
func (h logged) round() int {
	h.t.Helper()
	q, err := h.Sequencer(ctx, h.heads)
	if err != nil {
		h.t.Fatal(err)
	}
	n, err := q.Round(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

func (h logged) verdict(heads string) Verdict {
	h.t.Helper()
	v, err := h.Verify(ctx, heads, nil, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

// copied gives the same house in a folder of its own, for a test to spoil.
func (h logged) copied(t *testing.T) logged {
	t.Helper()
	o := *h.house
	o.t, o.dir, o.Desk = t, t.TempDir(), nil
	o.at = inFiles(t, o.dir)
	if err := os.CopyFS(o.dir, os.DirFS(h.dir)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(o.dir, "root.key"), 0o600); err != nil {
		t.Fatal(err)
	}
	heads := filepath.Join(t.TempDir(), "heads.log")
	copyFile(t, h.heads, heads)
	h.house, h.heads = &o, heads
	o.open()
	t.Cleanup(o.shut)
	return h
}

func (h logged) clean() {
	h.t.Helper()
	if v := h.verdict(h.heads); v.Found != 0 || v.Size == 0 || int64(v.Entries) != v.Size || v.Waiting != 0 || v.Heads != 2 || v.InFile != 2 || v.Elsewhere != 0 {
		h.t.Fatalf("control: untouched, it comes to %+v", v)
	}
}

// faults says which faults are found, each once.
func faults(v Verdict) []log.Fault {
	var out []log.Fault
	for _, f := range v.Findings {
		out = append(out, f.Fault)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// of picks the cells of one entry or chronology.
func of(cells []tamper.Cell, key string) []tamper.Cell {
	return slices.DeleteFunc(cells, func(c tamper.Cell) bool { return c.Key != key })
}

func (h logged) exec(format string, args ...any) {
	h.t.Helper()
	tamper.Exec(h.t, h.data(), fmt.Sprintf(format, args...))
}

// newest is the entry that was written last about somebody.
func (h logged) newest(on ident.Chronology) string {
	all := h.entriesOf(h.t.(*testing.T), on)
	return string(all[len(all)-1].Value)
}

// lose takes out entries with all that hangs on them and leaves no gap in their record.
func (h logged) lose(on ident.Chronology, entry string) {
	h.t.Helper()
	for _, q := range []string{
		`UPDATE chronology SET version = version - 1 WHERE id = '%[1]s'`,
		`UPDATE entry SET number = number - 1000 WHERE chronology = '%[1]s' AND number > (SELECT number FROM entry WHERE id = '%[2]s')`,
		`DELETE FROM part WHERE entry = '%[2]s'`, `DELETE FROM leaf WHERE entry = '%[2]s'`, `DELETE FROM entry WHERE id = '%[2]s'`,
		`UPDATE entry SET number = number + 999 WHERE number < 0`,
	} {
		tamper.Exec(h.t, h.data(), strings.NewReplacer("%[1]s", string(on), "%[2]s", entry).Replace(q))
	}
}

// What somebody who owns the database can do to it, and what is found. Every case begins
// with data that verifies clean.
func TestVerifyFindsWhatASuperuserDoes(t *testing.T) {
	whole := newLogged(t)
	whole.shut()
	for name, c := range map[string]struct {
		do   func(h logged)
		want []log.Fault
	}{
		"delete-an-entry": {func(h logged) {
			e := h.newest(h.on)
			h.exec(`DELETE FROM part WHERE entry = '%s'`, e)
			h.exec(`DELETE FROM leaf WHERE entry = '%s'`, e)
			h.exec(`DELETE FROM entry WHERE id = '%s'`, e)
		}, []log.Fault{log.Miscounted, log.NoPlace}},
		"delete-an-entry-and-leave-no-gap": {func(h logged) {
			e := string(h.entriesOf(h.t.(*testing.T), h.on)[3].Value)
			place := of(tamper.Cells(h.t, h.data(), "leaf", "entry", "place"), e)[0].Value
			h.lose(h.on, e)
			h.exec(`UPDATE leaf SET place = place - 1000000 WHERE place > %s`, place)
			h.exec(`UPDATE leaf SET place = place + 999999 WHERE place < 0`)
		}, []log.Fault{log.HeadDiffers, log.NoPlace}},
		"delete-an-entry-and-shrink-the-tree": {func(h logged) {
			h.lose(h.on, h.newest(h.on))
			h.exec(`UPDATE leaf SET place = (SELECT COUNT(*) FROM leaf l WHERE l.place < leaf.place)`)
			h.exec(`DELETE FROM head WHERE size = (SELECT size FROM tree)`)
			h.exec(`UPDATE tree SET size = size - 1`)
		}, []log.Fault{log.HeadBeyond, log.NoHead, log.NoTree}},
		"edit-a-part": {func(h logged) {
			c := h.cells(h.t.(*testing.T), "part", "entry", "sealed")[4]
			c.Value[len(c.Value)/2] ^= 1
			tamper.Set(h.t, h.data(), c)
		}, []log.Fault{log.Altered, log.Shut}},
		"edit-a-part-with-its-leaf": {func(h logged) {
			part := h.cells(h.t.(*testing.T), "part", "entry", "sealed")[4]
			part.Value[len(part.Value)/2] ^= 1
			tamper.Set(h.t, h.data(), part)
			h.remake(part.Key)
		}, []log.Fault{log.HeadDiffers, log.NoTree, log.Shut}},
		"edit-an-envelope": {func(h logged) {
			c := h.cells(h.t.(*testing.T), "entry", "id", "envelope")[6]
			c.Value[len(c.Value)-1] ^= 128
			tamper.Set(h.t, h.data(), c)
		}, []log.Fault{log.Altered, log.Shut}},
		"insert-an-entry": {func(h logged) {
			h.insert()
		}, []log.Fault{log.Shut}},
		"insert-an-entry-without-a-leaf": {func(h logged) {
			e := h.insert()
			h.exec(`DELETE FROM leaf WHERE entry = '%s'`, e)
		}, []log.Fault{log.NoLeaf, log.NoPlace, log.Shut}},
		"swap-two-parts": {func(h logged) {
			e := h.wide()
			h.exec(`UPDATE part SET n = n + 100 WHERE entry = '%s' AND n = 0`, e)
			h.exec(`UPDATE part SET n = 0 WHERE entry = '%s' AND n = 1`, e)
			h.exec(`UPDATE part SET n = 1 WHERE entry = '%s' AND n = 100`, e)
		}, []log.Fault{log.Altered, log.Shut}},
		"swap-two-places": {func(h logged) {
			h.exec(`UPDATE leaf SET place = -1 WHERE place = 5`)
			h.exec(`UPDATE leaf SET place = 5 WHERE place = 9`)
			h.exec(`UPDATE leaf SET place = 9 WHERE place = -1`)
		}, []log.Fault{log.HeadDiffers, log.NoTree}},
		"swap-two-numbers": {func(h logged) {
			h.exec(`UPDATE entry SET number = -1 WHERE chronology = '%s' AND number = 2`, h.on)
			h.exec(`UPDATE entry SET number = 2 WHERE chronology = '%s' AND number = 3`, h.on)
			h.exec(`UPDATE entry SET number = 3 WHERE chronology = '%s' AND number = -1`, h.on)
		}, []log.Fault{log.OutOfTurn}},
		"renumber": {func(h logged) {
			h.exec(`UPDATE entry SET number = number + 1000 WHERE chronology = '%s'`, h.on)
		}, []log.Fault{log.OutOfTurn}},
		"truncate-the-tail": {func(h logged) {
			h.exec(`DELETE FROM leaf WHERE place >= (SELECT MIN(size) FROM head)`)
			h.exec(`DELETE FROM part WHERE NOT EXISTS (SELECT 1 FROM leaf l WHERE l.entry = part.entry)`)
			h.exec(`DELETE FROM entry WHERE NOT EXISTS (SELECT 1 FROM leaf l WHERE l.entry = entry.id)`)
			h.exec(`UPDATE chronology SET version = (SELECT COUNT(*) FROM entry e WHERE e.chronology = chronology.id)`)
		}, []log.Fault{log.NoPlace}},
		"remove-a-leaf": {func(h logged) {
			h.exec(`DELETE FROM leaf WHERE place = 7`)
		}, []log.Fault{log.NoLeaf, log.NoPlace}},
		"take-a-place-away": {func(h logged) {
			h.exec(`UPDATE leaf SET place = NULL WHERE place = 7`)
		}, []log.Fault{log.NoPlace}},
		"give-a-place-beyond-the-tree": {func(h logged) {
			h.exec(`UPDATE leaf SET place = 1000 WHERE place = 7`)
		}, []log.Fault{log.NoPlace, log.Stray}},
		"remove-an-act": {func(h logged) {
			h.exec(`DELETE FROM act WHERE id = (SELECT act FROM entry WHERE id = '%s')`, h.newest(h.on))
		}, []log.Fault{log.NoAct}},
		"remove-a-record":    {func(h logged) { h.exec(`DELETE FROM chronology WHERE id = '%s'`, h.on) }, []log.Fault{log.Stray}},
		"remove-the-tree":    {func(h logged) { h.exec(`DELETE FROM tree`) }, []log.Fault{log.NoTree}},
		"remove-the-head":    {func(h logged) { h.exec(`DELETE FROM head WHERE size = (SELECT size FROM tree)`) }, []log.Fault{log.NoHead}},
		"edit-a-head":        {func(h logged) { h.exec(`UPDATE head SET note = REPLACE(note, '2026', '2027')`) }, []log.Fault{log.HeadAltered}},
		"swap-two-heads":     {func(h logged) { h.exec(`UPDATE head SET note = (SELECT MIN(note) FROM head)`) }, []log.Fault{log.HeadAltered}},
		"edit-the-crown":     {func(h logged) { h.exec(`UPDATE tree SET crown = UPPER(crown)`) }, []log.Fault{log.NoTree}},
		"widen-access":       {func(h logged) { h.exec(`UPDATE access SET labels = labels + 1024 WHERE basis = 'consent'`) }, []log.Fault{log.RowsDiffer}},
		"remove-access":      {func(h logged) { h.exec(`DELETE FROM access`) }, []log.Fault{log.RowsDiffer}},
		"put-somebody-by":    {func(h logged) { h.exec(`UPDATE link SET worker = '%s'`, h.sam.Worker) }, []log.Fault{log.RowsDiffer}},
		"put-off-a-day":      {func(h logged) { h.exec(`UPDATE deadline SET due_at = '2030' || SUBSTR(due_at, 5)`) }, []log.Fault{log.RowsDiffer}},
		"edit-what-is-said":  {func(h logged) { h.exec(`UPDATE summary SET sealed = SUBSTR(sealed, 2)`) }, []log.Fault{log.RowsDiffer}},
		"edit-what-counts":   {func(h logged) { h.exec(`UPDATE deadline SET sealed = SUBSTR(sealed, 2)`) }, []log.Fault{log.RowsDiffer}},
		"lengthen-a-row":     {func(h logged) { h.exec(`UPDATE summary SET until_at = '9998' || SUBSTR(until_at, 5)`) }, []log.Fault{log.RowsDiffer}},
		"hide-what-is-due":   {func(h logged) { h.exec(`DELETE FROM due`) }, []log.Fault{log.RowsDiffer}},
		"double-what-is-due": {func(h logged) { h.exec(`INSERT INTO due SELECT * FROM due`) }, []log.Fault{log.RowsDiffer}},
		"rows-of-nobody": {func(h logged) {
			h.exec(`INSERT INTO link (chronology, entry, worker, organisation, from_at, until_at) VALUES ('nobody', 'e', 'w', 'o', '', '')`)
		}, []log.Fault{log.Stray}},
		"a-part-of-nothing": {func(h logged) { h.exec(`INSERT INTO part (entry, n, sealed) VALUES ('nothing', 0, X'00')`) }, []log.Fault{log.Stray}},
	} {
		t.Run(name, func(t *testing.T) {
			h := whole.copied(t)
			h.clean()
			c.do(h)
			got := h.verdict(h.heads)
			if !slices.Equal(faults(got), c.want) {
				t.Errorf("found are %+v, want %v", got.Findings, c.want)
			}
		})
	}
}

// remake makes the leaf of an entry anew, from what lies there.
func (h logged) remake(entry string) {
	h.t.Helper()
	s := store.Sealed{ID: ident.Entry(entry), Envelope: of(tamper.Cells(h.t, h.data(), "entry", "id", "envelope"), entry)[0].Value}
	for _, p := range of(tamper.Cells(h.t, h.data(), "part", "entry", "sealed"), entry) {
		s.Parts = append(s.Parts, p.Value)
	}
	leaf := of(tamper.Cells(h.t, h.data(), "leaf", "entry", "hash"), entry)
	leaf[0].Value = log.Leaf(s)
	tamper.Set(h.t, h.data(), leaf...)
}

// insert puts an entry in that seems to fit, with a leaf, which the sequencer then places:
// a copy of another under a new id.
func (h logged) insert() string {
	h.t.Helper()
	from, id := h.newest(h.on), ident.New(h.set.Now())
	h.exec(`INSERT INTO entry (id, chronology, act, number, envelope) SELECT '%s', chronology, act, number + 1, envelope FROM entry WHERE id = '%s'`, id, from)
	h.exec(`INSERT INTO part (entry, n, sealed) SELECT '%s', n, sealed FROM part WHERE entry = '%s'`, id, from)
	h.exec(`INSERT INTO leaf (entry, hash) VALUES ('%s', X'00')`, id)
	h.exec(`UPDATE chronology SET version = version + 1 WHERE id = '%s'`, h.on)
	h.remake(id)
	if h.round() != 1 {
		h.t.Fatal("the sequencer did not come by")
	}
	return id
}

// wide is an entry with more than one part.
func (h logged) wide() string {
	h.t.Helper()
	for _, c := range tamper.Cells(h.t, h.data(), "part", "entry", "n") {
		if string(c.Value) == "1" {
			return c.Key
		}
	}
	h.t.Fatal("no entry has two parts")
	return ""
}
