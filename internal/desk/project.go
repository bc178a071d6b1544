package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/rulebook"
	"waymark/internal/seal"
	"waymark/internal/store"
)

// project reckons every row that follows from a chronology: access, links, deadlines
// and the summaries of each reading organisation.
func (d *Desk) project(ctx context.Context, r *rested) (store.Rows, error) {
	var rows store.Rows
	lines := d.kinds.Read(r.entries, chronology.At{})
	access, links := d.accessOf(lines)
	if r.loaded.Sort == store.Person {
		rows = accessRows(access, links)
		var err error
		if rows.Edition, err = d.keepEdition(ctx); err != nil {
			return rows, err
		}
		if rows.Deadlines, err = d.deadlines(r.file, r.rows.Deadlines, lines); err != nil {
			return rows, err
		}
		if rows.Summaries, err = d.summaries(ctx, r, lines, access); err != nil {
			return rows, err
		}
	}
	return rows, nil
}

// deadlines reckons the rows of a person's deadlines. Only lines of kinds that the book
// reads count. Those that lie there already and do not differ are not sealed again.
func (d *Desk) deadlines(f *file, lie []store.Deadline, lines []chronology.Line) ([]store.Deadline, error) {
	var out []store.Deadline
	for _, x := range d.book.DeadlinesAsOf(d.kinds.Occurrences(lines), d.nation, d.calendar, d.Today()) {
		row, err := d.deadlineRow(f, lie, x)
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}

// counted is what a deadline's row keeps sealed: the date it counts from.
type counted struct {
	From  civil.When `json:"from"`
	About bool       `json:"about,omitempty"`
}

func deadlinePlace(id string) seal.Place {
	return seal.Place{Thing: "deadline", ID: id, Part: "counted"}
}

// deadlineRow lays a deadline down. Late is not written: lists compare with now. Only a
// limit or a review is somebody's task, and only where more than a recommendation asks
// for it; a minimum or a window runs until its day.
func (d *Desk) deadlineRow(f *file, lie []store.Deadline, x rulebook.Deadline) (store.Deadline, error) {
	rule, _ := d.book.Find(x.Rule)
	row := store.Deadline{
		ID: x.ID, Rule: x.Rule, Start: x.Start, DueAt: store.EndOf(x.DueAt), Owner: x.Owner, Labels: x.Labels,
		Running: x.State == rulebook.Open && !x.DueAt.IsZero(), Must: rule.Must(),
	}
	plain, err := json.Marshal(counted{From: x.Started, About: x.About})
	if err != nil {
		return row, fmt.Errorf("deadline: %w", err)
	}
	if row.Print, err = d.keys.Digest("deadline", []byte(f.loaded.ID), []byte(x.ID), plain); err != nil {
		return row, err
	}
	if slices.ContainsFunc(lie, row.SameAs) {
		return row, nil
	}
	row.Sealed, err = f.key.Seal(deadlinePlace(x.ID), plain)
	return row, err
}

// Summary is what a list shows of a person.
type Summary struct {
	Name    string   `json:"name"`
	Setting string   `json:"setting,omitempty"`
	Names   []string `json:"names,omitempty"` // in every form, for search alone; older rows have none
}

// summarised says whether a kind has something to say in a list.
func summarised(kind string) bool {
	return strings.HasPrefix(kind, "person.") || strings.HasPrefix(kind, "support.")
}

// summaries writes one row for each reading organisation and interval of access. What
// stands in it is the fold of what that organisation may open then.
func (d *Desk) summaries(ctx context.Context, r *rested, lines []chronology.Line, access []chronology.Access) ([]store.Summary, error) {
	made := map[label.Set][]byte{}
	var out []store.Summary
	for _, in := range intervals(access) {
		plain, ok := made[in.labels]
		if !ok {
			entries, err := r.open(ctx, in.labels, summarised)
			if err != nil {
				return nil, err
			}
			c := casefile.Put(d.kinds, r.loaded.ID, entries, chronology.At{})
			if plain, err = json.Marshal(summaryOf(c)); err != nil {
				return nil, fmt.Errorf("summary: %w", err)
			}
			made[in.labels] = plain
		}
		row, err := d.summaryRow(r, in, plain)
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, nil
}

func (d *Desk) summaryRow(r *rested, in interval, plain []byte) (store.Summary, error) {
	s := store.Summary{Organisation: in.org, From: store.MomentOf(in.from), Until: store.EndOf(in.until), Labels: in.labels, Bases: in.bases.String()}
	var err error
	if s.Print, err = d.keys.Digest("summary", []byte(r.loaded.ID), []byte(s.Organisation), plain); err != nil {
		return s, err
	}
	if slices.ContainsFunc(r.rows.Summaries, s.SameAs) {
		return s, nil // it lies there already and is not written again
	}
	s.Sealed, err = r.key.Seal(summaryPlace(s.Organisation, s.From), plain)
	return s, err
}

func summaryPlace(org ident.Organisation, from store.Moment) seal.Place {
	return seal.Place{Thing: "summary", ID: string(org), Part: string(from)}
}

// Summary is what a list would say of the case, as far as it is open here.
func (v View) Summary() Summary { return summaryOf(v.Case) }

func summaryOf(c casefile.Case) Summary {
	s := Summary{Name: c.Person.Called()}
	for _, w := range c.Person.Names {
		s.Names = append(s.Names, w.Name)
	}
	now := c.Support.Now()
	if v, ok := now.Setting.Get(); ok && now.Running {
		s.Setting = chronology.WordsOf(v)
	}
	return s
}

// interval is a span of time in which what an organisation may read does not change.
type interval struct {
	org         ident.Organisation
	from, until time.Time
	labels      label.Set
	bases       policy.Bases
}

// intervals cuts access at each of its edges, so that a row is right for as long as it
// says: late and ended are compared with now, nothing has to run.
func intervals(access []chronology.Access) []interval {
	byOrg := map[ident.Organisation][]chronology.Access{}
	for _, a := range access {
		byOrg[a.To] = append(byOrg[a.To], a)
	}
	var out []interval
	for org, as := range byOrg {
		var edges []time.Time
		for _, a := range as {
			edges = append(edges, a.From)
			if !a.Until.IsZero() {
				edges = append(edges, a.Until)
			}
		}
		slices.SortFunc(edges, time.Time.Compare)
		edges = slices.CompactFunc(edges, time.Time.Equal)
		for i, from := range edges {
			in := interval{org: org, from: from, bases: policy.Bases{}}
			if i+1 < len(edges) {
				in.until = edges[i+1]
			}
			for _, a := range as {
				if a.At(from) {
					in.labels = in.labels.With(a.Labels)
					in.bases.Add(string(a.Basis), a.Labels)
				}
			}
			if !in.labels.Empty() {
				out = append(out, in)
			}
		}
	}
	slices.SortFunc(out, func(a, b interval) int { return cmp.Or(cmp.Compare(a.org, b.org), a.from.Compare(b.from)) })
	return out
}
