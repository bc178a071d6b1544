package desk

import (
	"context"
	"sync"

	"waymark/internal/civil"
	"waymark/internal/rulebook"
	"waymark/internal/store"
)

// editions remembers today's edition of the rules, and which one the store has.
type editions struct {
	mu   sync.Mutex
	day  civil.Day
	now  rulebook.Edition
	kept string
}

// edition is the edition that rows are reckoned under today.
func (d *Desk) edition() rulebook.Edition {
	d.editions.mu.Lock()
	defer d.editions.mu.Unlock()
	if day := d.Today(); d.editions.now.ID == "" || d.editions.day != day {
		d.editions.day, d.editions.now = day, d.book.Edition(d.nation, d.calendar, day)
	}
	return d.editions.now
}

// keepEdition keeps today's edition before rows name it, and gives its id.
func (d *Desk) keepEdition(ctx context.Context) (string, error) {
	e := d.edition()
	d.editions.mu.Lock()
	kept := d.editions.kept == e.ID
	d.editions.mu.Unlock()
	if kept {
		return e.ID, nil
	}
	row := store.Edition{ID: e.ID, Book: d.book.Digest(), Taken: d.now()}
	for _, l := range e.Lines {
		row.Lines = append(row.Lines, store.EditionLine{Line: l.Line, Print: l.Print, Starts: l.Starts})
	}
	if err := d.store.KeepEdition(ctx, row); err != nil {
		return "", err
	}
	d.editions.mu.Lock()
	d.editions.kept = e.ID
	d.editions.mu.Unlock()
	return e.ID, nil
}

// Elsewhere counts the people whose rows (Today, the lists) were reckoned under another
// edition of the rules than today's. Their own pages are reckoned each time they are
// read.
func (d *Desk) Elsewhere(ctx context.Context) (int, error) {
	all, err := d.store.Elsewhere(ctx, d.edition().ID)
	n := 0
	for _, people := range all {
		n += people
	}
	return n, err
}
