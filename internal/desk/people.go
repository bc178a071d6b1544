package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"waymark/internal/chronology"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/store"
	"waymark/internal/support"
)

// People is a page of a reader's people, those with the nearest date first if not asked
// otherwise.
type People struct {
	Folk   []Person
	All    int // as far as MostCounted
	Page   int
	More   bool
	Now    time.Time
	Offers Offers
	Wide   bool // too many to be read in memory: where they are supported and order by name did not count
	Told   bool // the reader may be told who walks beside whom
	With   map[ident.Chronology][]ident.Worker
	Passed
}

// PeopleAsked narrows and orders a list of people. What a reader may not be offered is not
// heeded. The zero value asks for all of them.
type PeopleAsked struct {
	Late    Hands
	Lines   string // a line of the rulebook: those for whom its clock runs
	Setting support.Setting
	Worker  ident.Worker // whom this worker walks beside
	Alone   bool         // whom nobody does
	Sort    PeopleOrder
	Page    int // from 1
}

// Hands says by whom something late must be done. The zero value asks nothing.
type Hands string

// The hands.
const (
	InOurs   Hands = "ours"
	InOthers Hands = "others"
)

// PeopleOrder is how a list of people is ordered; the zero value is by the nearest date.
type PeopleOrder string

// The other orders.
const (
	ByName  PeopleOrder = "name"
	ByNewer PeopleOrder = "newest"
)

// Offers are what a reader's list can be narrowed by: only by what their role may open.
type Offers struct {
	Late    bool
	Setting bool
	Names   bool
	Lines   []string
	Workers bool
}

// Risk and Waiting are the lines of the rulebook that lists are narrowed by: a review runs
// while the risk is that great, and a clock while a decision is waited for.
var (
	Risk    = []string{"risk-review-red", "risk-review-amber"}
	Waiting = []string{"reasonable-grounds", "conclusive-delayed", "reconsider-reasonable-grounds", "reconsider-conclusive-grounds"}
)

// nobody owns what nobody must do; it keeps a list of owners from being empty.
const nobody = ""

// inMemory bounds how many people are opened to be ordered or narrowed by what is sealed.
const inMemory = 2000

// People reads a page (from 1) of all of a reader's people.
func (d *Desk) People(ctx context.Context, actor policy.Actor, page int) (People, error) {
	return d.PeopleLike(ctx, actor, PeopleAsked{Page: page})
}

// PeopleLike reads a page of those of a reader's people whom asked describes. Every row is
// asked of the policies again before it is shown.
func (d *Desk) PeopleLike(ctx context.Context, actor policy.Actor, asked PeopleAsked) (People, error) {
	t, err := d.tasking(ctx, actor)
	if err != nil {
		return People{}, err
	}
	out := People{Page: min(max(asked.Page, 1), mostPages), Now: t.reader.Now, Told: t.allocates}
	if t.reader.Labels.Empty() {
		return out, nil
	}
	out.Offers = t.offers()
	of, sealed := t.narrowed(asked, out.Offers)
	if sealed {
		err = t.opened(ctx, asked, of, &out)
	} else {
		err = t.walked(ctx, of, &out)
	}
	if err != nil {
		return People{}, err
	}
	if !t.back {
		undated(out.Folk)
	}
	if _, err := d.look(ctx, actor, "people", "", t.reader.Labels, len(out.Folk)); err != nil {
		return People{}, err
	}
	return out, t.with(ctx, &out)
}

// offers says what the list may be narrowed by: what the reader's role may open at all, so
// that no row tells anything by being there. Each row is then narrowed by what the reader
// may open of it.
func (t tasking) offers() Offers {
	role := t.reader.Labels
	o := Offers{Late: t.back, Workers: t.allocates, Setting: t.back && role.Has(label.General), Names: role.Covers(label.Of(label.General, label.Identity))}
	for _, line := range slices.Concat(Risk, Waiting) {
		covered := t.back
		for _, rule := range t.book.Line(line) {
			covered = covered && role.Covers(t.book.Labels(rule))
		}
		if covered {
			o.Lines = append(o.Lines, line)
		}
	}
	return o
}

// narrowed is what the lists are asked for; sealed says that what is asked for must be
// opened to be told.
func (t tasking) narrowed(asked PeopleAsked, o Offers) (of store.PeopleOf, sealed bool) {
	if o.Late && asked.Late == InOurs {
		of.Late = append([]string{nobody}, t.ours...)
	}
	if o.Late && asked.Late == InOthers {
		of.Late = append([]string{nobody}, t.others...)
	}
	if slices.Contains(o.Lines, asked.Lines) {
		of.Rules = t.book.Line(asked.Lines)
	}
	if o.Workers {
		of.Worker, of.Alone = asked.Worker, asked.Alone
	}
	of.Newest = asked.Sort == ByNewer && t.back
	return of, asked.Setting != "" && o.Setting || asked.Sort == ByName && o.Names
}

// walked reads a page as the lists give it.
func (t tasking) walked(ctx context.Context, of store.PeopleOf, out *People) error {
	rows, err := t.store.PeopleLike(ctx, t.reader, of, pageOf+1, (out.Page-1)*pageOf)
	if err != nil {
		return err
	}
	if out.All = len(rows); out.Page > 1 || len(rows) > pageOf {
		if out.All, err = t.store.CountPeopleLike(ctx, t.reader, of); err != nil {
			return err
		}
	}
	if len(rows) > pageOf {
		rows, out.More = rows[:pageOf], true
	}
	out.Folk, err = t.persons(ctx, rows, out)
	return err
}

// opened opens everybody whom the lists give, keeps and orders them by what is sealed, and
// gives a page of them. Where there are too many it says so and gives the lists' own page.
func (t tasking) opened(ctx context.Context, asked PeopleAsked, of store.PeopleOf, out *People) error {
	rows, err := t.store.PeopleLike(ctx, t.reader, of, inMemory+1, 0)
	if err != nil {
		return err
	}
	if len(rows) > inMemory {
		out.Wide = true
		return t.walked(ctx, of, out)
	}
	folk, err := t.persons(ctx, rows, out)
	if err != nil {
		return err
	}
	if asked.Setting != "" && out.Offers.Setting {
		words := chronology.WordsOf(asked.Setting)
		folk = slices.DeleteFunc(folk, func(p Person) bool { return p.Who.Setting != words })
	}
	if asked.Sort == ByName && out.Offers.Names {
		slices.SortStableFunc(folk, func(a, b Person) int {
			return cmp.Or(strings.Compare(strings.ToLower(a.Who.Name), strings.ToLower(b.Who.Name)), cmp.Compare(a.On, b.On))
		})
	}
	out.All = len(folk)
	from := min((out.Page-1)*pageOf, len(folk))
	out.Folk, out.More = folk[from:min(from+pageOf, len(folk))], from+pageOf < len(folk)
	return nil
}

// persons opens rows.
func (t tasking) persons(ctx context.Context, rows []store.PersonRow, out *People) ([]Person, error) {
	var folk []Person
	for _, p := range rows {
		o, ok, err := t.row(ctx, t.actor, t.reader, p.Row)
		if out.passOver(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if ok {
			folk = append(folk, Person{On: p.Chronology, Who: o.who, Open: o.labels, Next: p.Next})
		}
	}
	return folk, nil
}

// with says who walks beside those on the page, to whoever decides it.
func (t tasking) with(ctx context.Context, out *People) error {
	if !out.Told || len(out.Folk) == 0 {
		return nil
	}
	ids := make([]ident.Chronology, len(out.Folk))
	for i, p := range out.Folk {
		ids[i] = p.On
	}
	var err error
	out.With, err = t.store.HeldBy(ctx, t.reader, ids)
	return err
}
