package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"

	"waymark/internal/casefile"
	"waymark/internal/desk"
	"waymark/internal/sheet"
)

// carrying is an import of an old register, a spreadsheet, by a mapping.
type carrying struct {
	mapping string // the file
	queue   string // where to write what waits
	preview bool
}

// mostShown is how much of the queue stands on the terminal; all of it is in the file.
const mostShown = 20

// register is a spreadsheet as it was read and mapped.
type register struct {
	mapping sheet.Mapping
	table   sheet.Table
	sheet.Carried
}

func (c carrying) read(file string) (register, error) {
	kinds, err := casefile.Kinds()
	if err != nil {
		return register{}, err
	}
	if _, err := os.Lstat(c.queue); c.queue != "" && err == nil {
		return register{}, isThere(c.queue) // said before anything is carried over
	}
	data, err := os.ReadFile(c.mapping)
	if err != nil {
		return register{}, fmt.Errorf("the mapping cannot be read: %w", err)
	}
	var r register
	if r.mapping, err = sheet.ReadMapping(data, kinds); err != nil {
		return register{}, err
	}
	f, err := os.Open(file)
	if err != nil {
		return register{}, fmt.Errorf("the file cannot be read: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	if r.table, err = sheet.Read(f, r.mapping.Sheet, r.mapping.Headings); err != nil {
		return register{}, err
	}
	if err = r.mapping.Fit(r.table); err != nil {
		return register{}, err
	}
	r.Carried = r.mapping.Carry(r.table, kinds)
	return r, nil
}

// bring carries over whoever fits, or says what would be carried over.
func (c carrying) bring(ctx context.Context, p *program, d *desk.Desk, who desk.Signed, r register) error {
	would, err := r.settle(ctx, d, who)
	if err != nil {
		return err
	}
	if err := c.tell(p, r, would); err != nil {
		return err
	}
	if c.preview {
		return p.print("Nothing was written: this is a preview.\n")
	}
	if len(r.People) == 0 {
		return nil
	}
	file, _ := sheet.JSONL(r.People)
	got, err := d.Import(ctx, who.Actor, desk.Bringing{Name: r.mapping.Register, Register: r.mapping.Register, Read: bytes.NewReader(file), Progress: p.progress("entries")})
	if err != nil {
		return stopped(p, got, err)
	}
	return p.print("Carried over %s with %s.\n", counted(got.Chronologies, "person", "people"), counted(got.Entries, "entry", "entries"))
}

// settle holds the lines against the house, and moves to the queue whoever has one that it
// would not take.
func (r *register) settle(ctx context.Context, d *desk.Desk, who desk.Signed) (desk.Imported, error) {
	for len(r.People) > 0 {
		file, rows := sheet.JSONL(r.People)
		would, err := d.ImportWould(ctx, who.Actor, desk.Bringing{Name: r.mapping.Register, Register: r.mapping.Register, Read: bytes.NewReader(file)})
		var wrong *desk.ImportError
		if !errors.As(err, &wrong) {
			return would, err
		}
		waits := map[string]bool{}
		for _, problem := range wrong.Problems {
			person := r.owner(problem.Line)
			if person == "" {
				return would, err // the file as a whole
			}
			waits[person] = true
			r.Waiting = append(r.Waiting, sheet.Waiting{Row: rows[problem.Line-1], Person: person, What: problem.Field + ": " + problem.Message})
		}
		r.People = slices.DeleteFunc(r.People, func(p sheet.Person) bool { return waits[p.Key] })
	}
	return desk.Imported{}, nil
}

// owner is whose line the n-th (from 1) of the whole file is, "" if there is none.
func (r *register) owner(n int) string {
	for _, p := range r.People {
		if n -= len(p.Lines); n <= 0 {
			return p.Key
		}
	}
	return ""
}

func (c carrying) tell(p *program, r register, would desk.Imported) error {
	waiting := map[string]bool{}
	for _, w := range r.Waiting {
		waiting[w.Person] = true
	}
	if err := p.print("%s in %q.\n%s to carry over, with %s. %s here from this register already. %s.\n",
		counted(r.Rows, "row", "rows"), r.mapping.Register,
		counted(would.Chronologies, "person", "people"), counted(would.Entries, "entry", "entries"),
		counted(would.Already, "person is", "people are"), counted(len(waiting), "person waits", "people wait")); err != nil {
		return err
	}
	kinds := r.Kinds()
	if len(kinds) > 0 {
		if err := p.print("The rows of those who do not wait are:\n"); err != nil {
			return err
		}
	}
	for _, k := range slices.Sorted(maps.Keys(kinds)) {
		if err := p.print("  %-24s %d\n", k, kinds[k]); err != nil {
			return err
		}
	}
	for _, h := range r.table.Hidden {
		if err := p.print("The file hides %s; it was read all the same.\n", h); err != nil {
			return err
		}
	}
	return c.tellQueue(p, r.Waiting)
}

func (c carrying) tellQueue(p *program, waiting []sheet.Waiting) error {
	if len(waiting) == 0 {
		return nil
	}
	slices.SortStableFunc(waiting, func(a, b sheet.Waiting) int { return a.Row - b.Row })
	waiting = slices.Compact(waiting) // two entries of a row may rest on one column
	for i, w := range waiting {
		if i == mostShown {
			if err := p.print("  and %d more places\n", len(waiting)-mostShown); err != nil {
				return err
			}
			break
		}
		if err := p.print("  row %d%s: %s\n", w.Row, columned(w.Column), w.What); err != nil {
			return err
		}
	}
	if c.queue == "" {
		return p.print("Put these rows or the mapping right and run the command again: it carries over who waited, and nobody twice.\nName a file with --queue to have the whole list with what was typed.\n")
	}
	if err := writeQueue(c.queue, waiting); err != nil {
		return err
	}
	return p.print("The whole list, with what was typed, is in %s. Keep it as carefully as the record itself.\n", c.queue)
}

func columned(name string) string {
	if name == "" {
		return ""
	}
	return ", " + strconv.Quote(name)
}

// writeQueue writes a new file that only its owner may read.
func writeQueue(name string, waiting []sheet.Waiting) error {
	f, err := newFile(name)
	if err != nil {
		return err
	}
	w := csv.NewWriter(f)
	_ = w.Write([]string{"Row", "Person", "Column", "As typed", "What to do"}) // Error says it below
	for _, q := range waiting {
		_ = w.Write([]string{strconv.Itoa(q.Row), sheet.Plain(q.Person), sheet.Plain(q.Column), sheet.Plain(q.Value), q.What})
	}
	w.Flush()
	return errors.Join(w.Error(), f.Sync(), f.Close())
}
