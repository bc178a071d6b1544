package desk

import (
	"context"
	"errors"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"waymark/internal/chronology"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/rulebook"
	"waymark/internal/store"
)

// Reckoning is what reckoning the rows anew did, or in a preview would do. It names rules
// and counts people; it names nobody.
type Reckoning struct {
	Changes []rulebook.Change // the lines that differ from what rows were reckoned under
	All     bool              // some rows are of no edition that is known: those people are reckoned whatever changed
	Waiting int               // people whose rows were reckoned under another edition
	Touched int               // of those, with an entry that starts a clock of a changed line
	Differ  int               // of those, with a row that differs
	Rules   []RuleChange      // by the rule's id
	Beyond  int               // clocks that cannot be reckoned, such as past the end of the calendar
	Again   int               // reckoned again, because somebody wrote meanwhile
	Broken  int               // records that do not open; an alarm stands for each
	Left    int               // people who are still under another edition at the end
}

// RuleChange counts how the clocks of one rule differ.
type RuleChange struct {
	Rule  string
	New   int // clocks that were not there
	Gone  int // clocks that are there no more
	Moved int // due at another moment
	Late  int // limits and reviews that are late now and were not
}

const (
	// together is how many people's rows one transaction writes: acts wait no longer than
	// that takes.
	together = 50
	// passes bounds how often what others put back meanwhile is gone through.
	passes = 3
)

// Reckon reckons anew the rows of everybody whose rows were reckoned under another
// edition of the rules, where a change touches them, and notes that they are of this one.
// Others may work meanwhile: an act that comes in between stands, and that person is
// reckoned again. Cut short, it goes on where it was when it is run again. progress may be
// nil; it is told how many people of how many are done.
func (d *Desk) Reckon(ctx context.Context, progress func(done, all int)) (Reckoning, error) {
	if _, err := d.keepEdition(ctx); err != nil {
		return Reckoning{}, err
	}
	return d.reckon(ctx, d.rewrite, progress)
}

// PreviewReckon says what Reckon would do and writes nothing.
func (d *Desk) PreviewReckon(ctx context.Context, progress func(done, all int)) (Reckoning, error) {
	return d.reckon(ctx, nil, progress)
}

// reckoner goes through the people whose rows wait.
type reckoner struct {
	*Desk
	edition  rulebook.Edition
	planning sync.Mutex
	plans    map[string]plan // by the edition that rows were reckoned under
	rules    map[string]*RuleChange
	out      Reckoning
}

// plan is what is to be reckoned of people under one earlier edition.
type plan struct {
	all    bool
	starts map[string]bool // kinds of entry
}

func (p plan) touches(kind string) bool { return p.all || p.starts[kind] }

// reckon goes through everybody who waits. write writes what one batch came to, and gives
// back whom somebody else wrote about meanwhile; nil writes nothing.
func (d *Desk) reckon(ctx context.Context, write func(context.Context, []store.Reckoned) ([]ident.Chronology, error), progress func(done, all int)) (Reckoning, error) {
	r := &reckoner{Desk: d, edition: d.edition(), plans: map[string]plan{}, rules: map[string]*RuleChange{}}
	waiting, err := d.store.Elsewhere(ctx, r.edition.ID)
	if err != nil {
		return r.out, err
	}
	for was, n := range waiting {
		r.out.Waiting += n
		if _, err := r.plan(ctx, was); err != nil {
			return r.out, err
		}
	}
	done := 0
	for pass := range passes {
		if pass > 0 && (write == nil || r.out.Left == 0) {
			break
		}
		err := r.pass(ctx, write, func(n int) {
			if done += n; progress != nil && r.out.Waiting > 0 {
				progress(min(done, r.out.Waiting), r.out.Waiting)
			}
		})
		if err == nil {
			r.out.Left, err = d.Elsewhere(ctx)
		}
		if err != nil {
			return r.out, err
		}
	}
	if write == nil {
		r.out.Left = 0
	}
	for _, id := range slices.Sorted(maps.Keys(r.rules)) {
		r.out.Rules = append(r.out.Rules, *r.rules[id])
	}
	return r.out, nil
}

// plan says what differs from an earlier edition. Several may ask at once.
func (r *reckoner) plan(ctx context.Context, was string) (plan, error) {
	r.planning.Lock()
	defer r.planning.Unlock()
	if p, ok := r.plans[was]; ok {
		return p, nil
	}
	p := plan{starts: map[string]bool{}}
	row, err := r.store.Edition(ctx, was)
	p.all = errors.Is(err, store.ErrNone)
	if err != nil && !p.all {
		return p, err
	}
	old := rulebook.Edition{ID: was}
	for _, l := range row.Lines {
		old.Lines = append(old.Lines, rulebook.EditionLine{Line: l.Line, Print: l.Print, Starts: l.Starts})
	}
	r.out.All = r.out.All || p.all
	for _, c := range r.edition.Since(old) {
		for _, kind := range c.Starts {
			p.starts[kind] = true
		}
		if !p.all && !slices.ContainsFunc(r.out.Changes, func(x rulebook.Change) bool { return x.Line == c.Line }) {
			r.out.Changes = append(r.out.Changes, c)
		}
	}
	slices.SortFunc(r.out.Changes, func(a, b rulebook.Change) int { return strings.Compare(a.Line, b.Line) })
	r.plans[was] = p
	return p, nil
}

// pass goes once through everybody who waits, batch by batch.
func (r *reckoner) pass(ctx context.Context, write func(context.Context, []store.Reckoned) ([]ident.Chronology, error), did func(int)) error {
	for last := ident.Chronology(""); ; {
		ids, err := r.store.Waiting(ctx, r.edition.ID, last, together)
		if err != nil || len(ids) == 0 {
			return err
		}
		last = ids[len(ids)-1]
		all := len(ids)
		for try := 0; len(ids) > 0 && try < tries; try++ {
			if try > 0 {
				r.out.Again += len(ids)
			}
			if ids, err = r.batch(ctx, ids, write); err != nil {
				return err
			}
		}
		did(all)
	}
}

func (r *reckoner) batch(ctx context.Context, ids []ident.Chronology, write func(context.Context, []store.Reckoned) ([]ident.Chronology, error)) ([]ident.Chronology, error) {
	var batch []store.Reckoned
	touched := map[ident.Chronology]bool{}
	for i, was := range r.each(ctx, ids) {
		id, x, touches, err := ids[i], was.row, was.touches, was.err
		switch {
		case errs.KindOf(err) == errs.Unavailable && ctx.Err() == nil:
			r.out.Broken++ // the alarm was raised; the others are not held up
			continue
		case errors.Is(err, store.ErrNone):
			continue
		case err != nil:
			return nil, err
		case x.Standing.Edition() == r.edition.ID:
			continue // somebody's act reckoned it meanwhile
		}
		batch = append(batch, x)
		touched[id] = touches
	}
	var moved []ident.Chronology
	if write != nil && len(batch) > 0 {
		var err error
		if moved, err = write(ctx, batch); err != nil {
			return nil, err
		}
	}
	for _, x := range batch {
		if !slices.Contains(moved, x.Standing.ID) && touched[x.Standing.ID] {
			r.count(x)
		}
	}
	return moved, nil
}

// one is what reckoning one person came to.
type one struct {
	row     store.Reckoned
	touches bool
	err     error
}

// each reckons several people, as many at once as the machine has processors, and answers
// in their order.
func (r *reckoner) each(ctx context.Context, ids []ident.Chronology) []one {
	out := make([]one, len(ids))
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(ids)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(ids); i = int(next.Add(1)) - 1 {
				out[i].row, out[i].touches, out[i].err = r.one(ctx, ids[i])
			}
		})
	}
	all.Wait()
	return out
}

func (d *Desk) rewrite(ctx context.Context, batch []store.Reckoned) ([]ident.Chronology, error) {
	return d.store.Reckon(ctx, d.edition().ID, batch)
}

// one reckons one person's deadlines anew, if what changed touches them. Envelopes say
// which kinds of entry there are; only where one counts is anything else opened.
func (r *reckoner) one(ctx context.Context, on ident.Chronology) (store.Reckoned, bool, error) {
	x := store.Reckoned{}
	var err error
	if x.Standing, err = r.store.Stand(ctx, on); err != nil {
		return x, false, err
	}
	p, err := r.plan(ctx, x.Standing.Edition())
	if err != nil {
		return x, false, err
	}
	key, err := r.freshKey(ctx, on)
	if err != nil {
		return x, false, r.shut(ctx, on, "", err)
	}
	f := r.file(store.Loaded{ID: on}, key)
	touched := p.all
	for _, s := range x.Standing.Envelopes {
		side, err := f.outside(s)
		if err != nil {
			return x, false, r.shut(ctx, on, s.ID, err)
		}
		touched = touched || p.touches(side.Kind())
	}
	if !touched {
		return x, false, nil
	}
	if f.loaded, err = r.store.Load(ctx, on); errors.Is(err, store.ErrAltered) {
		return x, false, r.shut(ctx, on, "", err)
	} else if err != nil {
		return x, false, err
	}
	if x.Before, err = r.store.Deadlines(ctx, on); err != nil {
		return x, false, err
	}
	entries, err := f.open(ctx, label.Everything(), r.book.Reads)
	if err != nil {
		return x, false, err
	}
	x.After, err = r.deadlines(f, x.Before, r.kinds.Read(entries, chronology.At{}))
	return x, err == nil, err
}

// count adds up how one person's rows differ.
func (r *reckoner) count(x store.Reckoned) {
	r.out.Touched++
	now := store.MomentOf(r.now())
	late := func(row store.Deadline) bool { return row.Running && row.Must && row.DueAt <= now }
	of := func(rule string) *RuleChange {
		if r.rules[rule] == nil {
			r.rules[rule] = &RuleChange{Rule: rule}
		}
		return r.rules[rule]
	}
	was, differ := map[string]store.Deadline{}, false
	for _, row := range x.Before {
		was[row.ID] = row
	}
	for _, row := range x.After {
		old, there := was[row.ID]
		delete(was, row.ID)
		if row.DueAt.End().IsZero() {
			r.out.Beyond++
		}
		if there && old.SameAs(row) {
			continue
		}
		differ = true
		if !there {
			of(row.Rule).New++
		} else if old.DueAt != row.DueAt {
			of(row.Rule).Moved++
		}
		if late(row) && !(there && late(old)) {
			of(row.Rule).Late++
		}
	}
	for _, row := range was {
		differ = true
		of(row.Rule).Gone++
	}
	if differ {
		r.out.Differ++
	}
}

// Scan opens and decodes every entry about people and does nothing with them, for the
// benchmark: what reckoning is compared with.
func (d *Desk) Scan(ctx context.Context) (entries int, err error) {
	for last := ident.Chronology(""); ; {
		ids, err := d.store.Waiting(ctx, "", last, together)
		if err != nil || len(ids) == 0 {
			return entries, err
		}
		last = ids[len(ids)-1]
		for _, on := range ids {
			key, err := d.freshKey(ctx, on)
			if err != nil {
				return entries, err
			}
			loaded, err := d.store.Load(ctx, on)
			if err != nil {
				return entries, err
			}
			opened, err := d.file(loaded, key).open(ctx, label.Everything(), nil)
			if err != nil {
				return entries, err
			}
			entries += len(opened)
		}
	}
}
