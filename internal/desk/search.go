package desk

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"

	"waymark/internal/find"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/policy"
	"waymark/internal/store"
)

// Found is what a search shows: those of a reader's people whose names are like what was
// asked for, the most alike first.
type Found struct {
	Folk    []Match
	Whole   bool // every name of the organisation was open; otherwise asking again goes on
	Opened  int  // how many people's names were open
	Now     time.Time
	Nothing bool // nothing was asked for
}

// Match is one person found.
type Match struct {
	Person
	Also string // the name that is like what was asked for, where it is not the one shown
}

// Bounds of a search.
const (
	mostFound   = 20
	openAtOnce  = 100_000          // people whose names one search opens at most
	idleAfter   = 30 * time.Minute // names that nobody asked for leave the memory
	lookBack    = time.Minute      // acts may commit later than the moment they bear
	mostChanged = 2_000            // more than these, and all names are opened anew
	longestAsk  = 200              // bytes of what is asked for that count
)

// Search finds people by name among those that the reader's list has. Names come from
// memory; who is shown is asked of the list's own condition and of the policies, row by
// row, and a name that is like what was asked for counts only if the reader's row holds
// it now. What was asked for is kept nowhere.
func (d *Desk) Search(ctx context.Context, actor policy.Actor, asked string) (Found, error) {
	if dec := d.policy.See(actor, "names.search"); !dec.Allowed {
		d.heed(ctx, dec.Alarm)
		return Found{}, denied()
	}
	now := d.now()
	reader := d.reader(ctx, actor, now)
	out := Found{Now: now, Whole: true, Nothing: strings.TrimSpace(asked) == ""}
	if out.Nothing {
		return out, nil
	}
	if reader.Labels.Covers(label.Of(label.General, label.Identity)) {
		if err := d.found(ctx, actor, reader, asked[:min(len(asked), longestAsk)], &out); err != nil {
			return Found{}, err
		}
	}
	if _, err := d.look(ctx, actor, "search", "", reader.Labels, len(out.Folk)); err != nil {
		return Found{}, err
	}
	return out, nil
}

func (d *Desk) found(ctx context.Context, actor policy.Actor, reader store.Reader, asked string, out *Found) error {
	index, whole, err := d.known(ctx, actor.Organisation)
	if err != nil {
		return err
	}
	out.Whole, out.Opened = whole, index.Len()
	var keep func(string) bool
	if reader.Beside { // few of many: they are looked for among themselves
		listed, err := d.store.Listed(ctx, reader)
		if err != nil {
			return err
		}
		keep = func(id string) bool { return listed[ident.Chronology(id)] }
	}
	hits := index.Search(asked, store.MostAmong, keep)
	ids := make([]ident.Chronology, len(hits))
	for i, h := range hits {
		ids[i] = ident.Chronology(h.ID)
	}
	rows, err := d.store.Among(ctx, reader, ids)
	if err != nil {
		return err
	}
	back := d.looksBack(ctx, actor, reader)
	for _, h := range hits {
		p, listed := rows[ident.Chronology(h.ID)]
		if !listed || len(out.Folk) == mostFound {
			continue
		}
		o, ok, err := d.row(ctx, actor, reader, p.Row)
		if err != nil {
			return err
		}
		if !ok || !slices.Contains(o.who.names(), h.Name) {
			continue
		}
		m := Match{Person: Person{On: p.Chronology, Who: o.who, Next: p.Next}}
		if !back {
			m.Next, m.Who.Setting = time.Time{}, ""
		}
		if !find.Same(h.Name, o.who.Name) {
			m.Also = h.Name
		}
		out.Folk = append(out.Folk, m)
	}
	return nil
}

// names are the names of a summary that somebody may be found by.
func (s Summary) names() []string {
	if s.Names == nil && s.Name != person.Nameless && s.Name != person.Unsaid {
		return []string{s.Name} // a row that was written before names were kept in every form
	}
	return s.Names
}

// known is the names of an organisation in memory, followed up to now; whole says that
// all of them are open.
func (d *Desk) known(ctx context.Context, org ident.Organisation) (index *find.Index, whole bool, err error) {
	n := d.named.of(org)
	n.mu.Lock()
	defer n.mu.Unlock()
	now := d.now()
	n.used = now
	if !n.whole {
		if err := n.open(ctx, d, org, now); err != nil {
			return nil, false, err
		}
	}
	if err := n.follow(ctx, d, org, now); err != nil {
		return nil, false, err
	}
	return n.index, n.whole, nil
}

// named holds the names of the organisations whose people were searched lately.
type named struct {
	mu   sync.Mutex
	orgs map[ident.Organisation]*nameIndex
}

// nameIndex is the names of one organisation's people.
type nameIndex struct {
	mu       sync.Mutex
	index    *find.Index
	after    ident.Chronology // the last whose names were opened
	whole    bool
	followed time.Time                      // up to when changes were followed
	lately   map[ident.Chronology]time.Time // changes followed already that may be seen again
	used     time.Time
}

func (n *named) of(org ident.Organisation) *nameIndex {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.orgs == nil {
		n.orgs = map[ident.Organisation]*nameIndex{}
	}
	if n.orgs[org] == nil {
		n.orgs[org] = &nameIndex{index: find.New()}
	}
	return n.orgs[org]
}

// idle drops the names that nobody asked for in a while.
func (n *named) idle(now time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for org, x := range n.orgs {
		if x.mu.TryLock() { // whoever searches now uses it
			if !x.used.IsZero() && now.Sub(x.used) > idleAfter {
				delete(n.orgs, org)
			}
			x.mu.Unlock()
		}
	}
}

// open opens the names of the next people, so that one search waits no longer than for
// openAtOnce of them.
func (n *nameIndex) open(ctx context.Context, d *Desk, org ident.Organisation, now time.Time) error {
	if n.followed.IsZero() { // what is written from here on is followed
		n.followed = d.holds(ctx)
		var err error
		if n.lately, err = d.store.Changed(ctx, n.followed.Add(-lookBack)); err != nil {
			return err
		}
	}
	const step = 1000
	for opened := 0; opened < openAtOnce; opened += step {
		rows, err := d.store.Names(ctx, org, now, n.after, step)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			n.whole = true
			return nil
		}
		if err := n.put(ctx, d, org, rows); err != nil {
			return err
		}
		n.after = rows[len(rows)-1].Chronology
	}
	return nil
}

// follow opens the names anew of whoever was written to since they were opened.
func (n *nameIndex) follow(ctx context.Context, d *Desk, org ident.Organisation, now time.Time) error {
	until := d.holds(ctx)
	changed, err := d.store.Changed(ctx, n.followed.Add(-lookBack))
	if err != nil {
		return err
	}
	if len(changed) > mostChanged+len(n.lately) {
		n.index, n.after, n.whole, n.followed = find.New(), "", false, time.Time{}
		return n.open(ctx, d, org, now)
	}
	for on, at := range changed {
		if n.lately[on].Equal(at) {
			continue
		}
		rows, err := d.store.NamesOn(ctx, org, now, on)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			n.index.Remove(string(on))
		} else if err := n.put(ctx, d, org, rows); err != nil {
			return err
		}
	}
	n.followed, n.lately = until, changed
	return nil
}

// put opens rows, which come one chronology after another, and puts their names in the
// index: those of every interval that holds now or later, since what counts is what the
// reader's row holds when it is shown. A row that does not open is found by nobody.
func (n *nameIndex) put(ctx context.Context, d *Desk, org ident.Organisation, rows []store.NameRow) error {
	ids := make([]ident.Chronology, 0, len(rows))
	for _, r := range rows {
		ids = append(ids, r.Chronology)
	}
	wrapped, err := d.keyring.Keys(ctx, slices.Compact(ids))
	if err != nil {
		return err
	}
	for i := 0; i < len(rows); {
		on, names := rows[i].Chronology, []string(nil)
		key, err := d.keys.OpenKey(on, wrapped[on])
		for ; i < len(rows) && rows[i].Chronology == on; i++ {
			var s Summary
			if err != nil {
				continue
			}
			plain, unsealed := key.Open(summaryPlace(org, rows[i].From), rows[i].Sealed)
			if unsealed == nil && json.Unmarshal(plain, &s) == nil {
				for _, name := range s.names() {
					if !slices.Contains(names, name) {
						names = append(names, name)
					}
				}
			}
		}
		n.index.Put(string(on), names)
	}
	return nil
}

// Asking closes what is asked for, so that it may stand in an address: addresses lie in
// logs and histories, and a name must not. Only who asked can open it.
func (d *Desk) Asking(actor policy.Actor, asked string) (string, error) {
	return d.keys.Token("search", []byte(asked), []byte(actor.Worker), []byte(actor.Organisation))
}

// Asked opens what Asking closed; "" for anything else.
func (d *Desk) Asked(actor policy.Actor, token string) string {
	asked, err := d.keys.OpenToken("search", token, []byte(actor.Worker), []byte(actor.Organisation))
	if err != nil {
		return ""
	}
	return string(asked)
}
