package desk

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"waymark/internal/chronology"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/log"
	"waymark/internal/store"
)

// mostFindings is how many findings are kept to be told; all are counted.
const mostFindings = 1000

// Verdict is what proving an installation came to. It names ids and nobody.
type Verdict struct {
	log.Grown
	Chronologies int           `json:"chronologies"`
	Entries      int           `json:"entries"`
	Elsewhere    int           `json:"elsewhere"` // people whose deadlines were reckoned under other rules, and so not compared
	Findings     []log.Finding `json:"findings"`  // the first thousand
	Found        int           `json:"found"`     // how many there are
}

func (v *Verdict) add(fs ...log.Finding) {
	v.Found += len(fs)
	v.Findings = append(v.Findings, fs[:min(len(fs), mostFindings-len(v.Findings))]...)
}

// Verify proves that what lies here is whole: every entry fits its leaf and opens, every
// computed row follows from the entries, every leaf has its place, and every signed head,
// in the data and in a file of heads ("" for none), stands for the leaves that are there.
// It writes nothing, and others may work meanwhile. records and leaves are told how many
// of how many are done; both may be nil.
func (d *Desk) Verify(ctx context.Context, heads string, records, leaves func(done, all int)) (Verdict, error) {
	v := Verdict{Findings: []log.Finding{}}
	key, err := d.logKey(ctx)
	if err != nil {
		return v, err
	}
	all, err := d.store.CountChronologies(ctx)
	if err != nil {
		return v, fmt.Errorf("verify: %w", err)
	}
	for last := ident.Chronology(""); ; {
		ids, err := d.store.Chronologies(ctx, last, together)
		if err != nil {
			return v, err
		}
		if len(ids) == 0 {
			break
		}
		last = ids[len(ids)-1]
		for _, p := range d.proveAll(ctx, ids) {
			if p.err != nil {
				return v, p.err
			}
			v.Chronologies++
			v.Entries += p.entries
			v.Elsewhere += p.elsewhere
			v.add(p.findings...)
		}
		if records != nil {
			records(min(v.Chronologies, all), all)
		}
	}
	strays, err := log.Strays(ctx, d.store)
	if err != nil {
		return v, err
	}
	v.add(strays...)
	grown, found, err := log.VerifyTree(ctx, d.store, key, heads, leaves)
	v.Grown = grown
	v.add(found...)
	return v, err
}

// proof is what proving one chronology came to.
type proof struct {
	entries, elsewhere int
	findings           []log.Finding
	err                error
}

// proveAll proves several chronologies, as many at once as the machine has processors, and
// answers in their order.
func (d *Desk) proveAll(ctx context.Context, ids []ident.Chronology) []proof {
	out := make([]proof, len(ids))
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(ids)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(ids); i = int(next.Add(1)) - 1 {
				out[i] = d.prove(ctx, ids[i])
			}
		})
	}
	all.Wait()
	return out
}

func (d *Desk) prove(ctx context.Context, on ident.Chronology) proof {
	var out proof
	for try := range tries {
		p, err := d.store.Proof(ctx, on)
		if err != nil {
			return proof{err: err}
		}
		out = proof{entries: len(p.Entries), findings: log.Prove(p)}
		differs, elsewhere, err := d.differs(ctx, p)
		if err != nil {
			return proof{err: err}
		}
		out.elsewhere = elsewhere
		out.findings = append(out.findings, differs...)
		if len(differs) == 0 || try == tries-1 {
			break
		}
		// Somebody may have written between two readings: once more.
	}
	return out
}

// differs opens every entry of a chronology and says which computed rows are not what
// follows from them. elsewhere is 1 where deadlines were reckoned under other rules.
func (d *Desk) differs(ctx context.Context, p store.Proof) (out []log.Finding, elsewhere int, err error) {
	if p.Sort == store.Erased {
		out, err = d.erasedDiffers(ctx, p.ID)
		return out, 0, err
	}
	key, err := d.freshKey(ctx, p.ID)
	if err != nil {
		if ctx.Err() != nil {
			return nil, 0, ctx.Err()
		}
		return []log.Finding{{Fault: log.Shut, Chronology: p.ID}}, 0, nil
	}
	r := &rested{file: d.file(p.Loaded, key)}
	var at ident.Entry
	if r.entries, at, err = r.unseal(label.Everything(), nil); err != nil {
		return []log.Finding{{Fault: log.Shut, Chronology: p.ID, Entry: at}}, 0, nil
	}
	lie, err := d.store.Computed(ctx, p.ID)
	if err != nil {
		return nil, 0, err
	}
	if at := unordered(r.entries); at != "" {
		out = append(out, log.Finding{Fault: log.OutOfTurn, Chronology: p.ID, Entry: at})
	}
	r.rows = lie.Rows
	want := lie.Rows // deadlines under other rules are not compared
	here := p.Sort != store.Person || p.Edition() == d.edition().ID
	if !here {
		elsewhere = 1
	}
	if err := d.refold(ctx, r, here, &want); err != nil {
		return nil, 0, err
	}
	tell := func(right bool, table string) {
		if !right {
			out = append(out, log.Finding{Fault: log.RowsDiffer, Chronology: p.ID, Where: table})
		}
	}
	tell(alike(lie.Access, want.Access, func(a, b store.Access) bool { return a == b }), "access")
	tell(alike(lie.Links, want.Links, func(a, b store.Link) bool { return a == b }), "link")
	tell(alike(lie.Deadlines, want.Deadlines, store.Deadline.SameAs) && d.sealedDeadlines(r.file, lie.Deadlines), "deadline")
	tell(alike(lie.Summaries, want.Summaries, store.Summary.SameAs) && d.sealedSummaries(r.file, lie.Summaries), "summary")
	tell(lie.Due, "due")
	return out, elsewhere, nil
}

// unordered is the first entry that lies after one that was recorded later; "" for none.
// No leaf holds an entry's number, but its envelope says when it was recorded, as which
// of its act.
func unordered(entries []chronology.Entry) ident.Entry {
	for i := 1; i < len(entries); i++ {
		a, b := entries[i-1], entries[i]
		if b.Recorded.Before(a.Recorded) || (a.Act == b.Act && b.N <= a.N) {
			return b.ID
		}
	}
	return ""
}

// refold reckons what follows from the entries, and writes nothing.
func (d *Desk) refold(ctx context.Context, r *rested, deadlines bool, want *store.Rows) error {
	if r.loaded.Sort != store.Person {
		*want = store.Rows{}
		return nil
	}
	lines := d.kinds.Read(r.entries, chronology.At{})
	access, links := d.accessOf(lines)
	fresh := accessRows(access, links)
	fresh.Deadlines = want.Deadlines
	var err error
	if deadlines {
		if fresh.Deadlines, err = d.deadlines(r.file, r.rows.Deadlines, lines); err != nil {
			return err
		}
	}
	if fresh.Summaries, err = d.summaries(ctx, r, lines, access); err != nil {
		return err
	}
	*want = fresh
	return nil
}

// alike says whether two lists hold the same rows, in whatever order.
func alike[T any](got, want []T, equal func(a, b T) bool) bool {
	return len(got) == len(want) && !slices.ContainsFunc(want, func(w T) bool {
		return !slices.ContainsFunc(got, func(g T) bool { return equal(g, w) })
	})
}

// sealedDeadlines says whether what is sealed in rows is what their prints say.
func (d *Desk) sealedDeadlines(f *file, rows []store.Deadline) bool {
	return !slices.ContainsFunc(rows, func(r store.Deadline) bool {
		plain, err := f.key.Open(deadlinePlace(r.ID), r.Sealed)
		if err != nil {
			return true
		}
		print, err := d.keys.Digest("deadline", []byte(f.loaded.ID), []byte(r.ID), plain)
		return err != nil || print != r.Print
	})
}

func (d *Desk) sealedSummaries(f *file, rows []store.Summary) bool {
	return !slices.ContainsFunc(rows, func(r store.Summary) bool {
		plain, err := f.key.Open(summaryPlace(r.Organisation, r.From), r.Sealed)
		if err != nil {
			return true
		}
		print, err := d.keys.Digest("summary", []byte(f.loaded.ID), []byte(r.Organisation), plain)
		return err != nil || print != r.Print
	})
}

// logKey is the key that signs this installation's heads.
func (d *Desk) logKey(ctx context.Context) (log.Key, error) {
	in, err := d.store.Installation(ctx)
	if err != nil {
		return log.Key{}, fmt.Errorf("log: %w", err)
	}
	private, err := d.keys.LogKey()
	if err != nil {
		return log.Key{}, err
	}
	return log.NewKey(in.ID, private)
}

// Log says how the log stands, for whoever runs Waymark.
type Log struct {
	Key     string // by which anybody tells whether a head was signed
	Size    int64  // leaves with a place
	Waiting int    // without one yet
	Newest  log.Head
}

// Log says how the log stands.
func (d *Desk) Log(ctx context.Context) (Log, error) {
	key, err := d.logKey(ctx)
	if err != nil {
		return Log{}, err
	}
	l := Log{Key: key.Public()}
	tree, err := d.store.Tree(ctx)
	if err != nil {
		return l, fmt.Errorf("log: %w", err)
	}
	l.Size = tree.Size
	if l.Waiting, err = d.store.CountWaiting(ctx); err != nil {
		return l, fmt.Errorf("log: %w", err)
	}
	h, err := d.store.NewestHead(ctx)
	if errors.Is(err, store.ErrNone) {
		return l, nil
	}
	if err == nil {
		l.Newest, err = key.Read(h.Note)
	}
	return l, err
}
