package store

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"waymark/internal/label"
)

// reach is what a reader may open of the rows held on some bases, asked once for each
// sort of row that there is.
type reach struct {
	opens func(bases string, held label.Set) label.Set
	asked []reached
	known bool
}

type reached struct {
	bases  string
	held   label.Set
	labels label.Set
}

// Opening makes a reader whose labels are asked for each sort of row by itself: which
// may be open where access is held on these bases (as in Row.Bases) to these
// labels. Rows of which nothing may be open are not in their lists and counts. Without
// it, Labels hold for every row. A reader made here serves one request, not several at
// once.
func (r Reader) Opening(opens func(bases string, held label.Set) label.Set) Reader {
	r.reach = &reach{opens: opens}
	return r
}

// What every list is bounded by: rows written for this organisation, in an interval of
// access that holds now; never a case in which this worker has a conflict of interest; a
// restricted one only where they walk beside the person or are named; and for workers
// only those they walk beside now. Whoever may not know of a case gets the statements
// that they would get if it were not there. What is due counts only where every label that
// it rests on is open to the reader in that row.
const (
	rowsSQL = `s.organisation = $1 AND s.from_at <= {holds} AND s.until_at > {holds} AND `
	keptSQL = `{t}.chronology NOT IN (SELECT l.chronology FROM link l WHERE l.bond = 'conflict' AND l.worker = $3 AND l.organisation = $1 AND l.from_at <= {holds} AND l.until_at > {holds})
AND ({t}.chronology NOT IN (SELECT l.chronology FROM link l WHERE l.bond = 'restricted' AND l.from_at <= {holds} AND l.until_at > {holds})
  OR {t}.chronology IN (SELECT l.chronology FROM link l WHERE l.bond IN ('beside', 'named') AND l.worker = $3 AND l.organisation = $1 AND l.from_at <= {holds} AND l.until_at > {holds}))`
	linkedSQL = `(SELECT DISTINCT l.chronology AS chronology FROM link l WHERE l.bond = 'beside' AND l.worker = $3 AND l.organisation = $1 AND l.from_at <= {holds} AND l.until_at > {holds})`
	besideSQL = ` AND s.chronology IN ` + linkedSQL
	openSQL   = `d.running AND (d.must OR d.due_at > $2) AND (d.labels & s.labels & {labels}) = d.labels`
	reachSQL  = `JOIN reach r ON r.bases = s.bases AND r.held = s.labels`
)

// namesNow finds the moment among the arguments of a text.
var namesNow = regexp.MustCompile(`\$2\b`)

// list runs a query over the rows that the reader reaches: $1 to $3 are the organisation,
// the moment and the worker, more follow. In the query {rows} bounds the rows, {open}
// what is due, and {reach} stands after the tables. A reader who reaches nothing gets no
// row. {beside} are those whom the worker walks beside, {opens} says that something is open
// in a row, and {due} bounds rows of what is due.
func (s *Store) list(ctx context.Context, r Reader, query string, more []any, row func(scan func(...any) error) error) error {
	sorts, err := s.sorts(ctx, r)
	if err != nil {
		return err
	}
	args := append([]any{string(r.Organisation), MomentOf(r.Now), string(r.Worker)}, more...)
	kept := keptSQL
	if r.Only != nil {
		kept += ` AND {t}.chronology IN (` + places(len(args)+1, MostAmong) + `)`
		args = append(args, padded(r.Only)...)
	}
	beside := ""
	if r.Beside {
		beside = besideSQL
	}
	rows := rowsSQL + strings.ReplaceAll(kept, "{t}", "s") + beside
	fill := func(reach, opens, row string) string {
		text := strings.NewReplacer("{reach}", reach, "{rows}", rows, "{open}", openSQL, "{beside}", linkedSQL, "{opens}", row, "{due}", dueSQL("d", opens, kept), "{same e}", sameSQL("e", "d", opens), "{opens d}", strings.ReplaceAll(opens, "{t}", "d")).Replace(query)
		holds := "$2"
		switch set := !r.Holds.IsZero() && !r.Holds.Equal(r.Now); { // seldom: the clock was set back
		case set && namesNow.MatchString(text):
			args = append(args, MomentOf(r.Holds))
			holds = fmt.Sprint("$", len(args))
		case set: // PostgreSQL takes no argument that is not named
			args[1] = MomentOf(r.Holds)
		}
		return strings.ReplaceAll(text, "{holds}", holds)
	}
	if all, ok := alike(sorts); ok {
		text := fill("", opensAlike, "TRUE")
		if strings.Contains(text, "{labels}") {
			args = append(args, int64(all))
			text = strings.ReplaceAll(text, "{labels}", fmt.Sprint("$", len(args)))
		}
		err = each(ctx, s.read, row, text, args...)
	} else {
		// The text grows with the sorts of row, so it is not among the statements kept.
		text := strings.ReplaceAll(fill(reachSQL, opensEach, rowOpens), "{labels}", "r.labels")
		if with, of := table(sorts, len(args)); with != "" {
			err = each(ctx, unkept{s.read}, row, with+text, append(args, of...)...)
		}
	}
	if err != nil {
		return fmt.Errorf("list: %w", err)
	}
	return nil
}

// alike says whether the reader may open the same labels in every sort of row, as far as
// they are held there, and something in each: then nothing has to be looked up row by row.
func alike(sorts []reached) (all label.Set, ok bool) {
	for _, x := range sorts {
		all = all.With(x.labels)
	}
	for _, x := range sorts {
		if x.labels.Empty() || x.labels != x.held.Only(all) {
			return 0, false
		}
	}
	return all, len(sorts) > 0
}

// table writes what may be open in each sort of row as a table, with its arguments after
// the first n; "" if nothing may.
func table(sorts []reached, n int) (with string, args []any) {
	var rows []string
	for _, x := range sorts {
		if !x.labels.Empty() {
			args = append(args, x.bases, int64(x.held), int64(x.labels))
			at := n + len(args)
			rows = append(rows, fmt.Sprintf("(CAST($%d AS TEXT), CAST($%d AS BIGINT), CAST($%d AS BIGINT))", at-2, at-1, at))
		}
	}
	if len(rows) == 0 {
		return "", nil
	}
	return "WITH reach (bases, held, labels) AS (VALUES " + strings.Join(rows, ", ") + ") ", args
}

// sortsSQL finds the sorts of row of an organisation by going from one to the next in
// their index, however many rows there are of each.
const sortsSQL = `WITH RECURSIVE b (bases) AS (
  SELECT MIN(bases) FROM summary WHERE organisation = $1
  UNION ALL SELECT (SELECT MIN(s.bases) FROM summary s WHERE s.organisation = $1 AND s.bases > b.bases) FROM b WHERE b.bases IS NOT NULL
), x (bases, labels) AS (
  SELECT b.bases, (SELECT MIN(s.labels) FROM summary s WHERE s.organisation = $1 AND s.bases = b.bases) FROM b WHERE b.bases IS NOT NULL
  UNION ALL SELECT x.bases, (SELECT MIN(s.labels) FROM summary s WHERE s.organisation = $1 AND s.bases = x.bases AND s.labels > x.labels) FROM x WHERE x.labels IS NOT NULL
)
SELECT bases, labels FROM x WHERE labels IS NOT NULL`

// sorts lists the sorts of row that there are, with what the reader may open of each.
func (s *Store) sorts(ctx context.Context, r Reader) ([]reached, error) {
	if r.reach == nil {
		r = r.Opening(func(string, label.Set) label.Set { return r.Labels })
	}
	if r.reach.known {
		return r.reach.asked, nil
	}
	var sorts []reached
	err := each(ctx, s.read, func(scan func(...any) error) error {
		var x reached
		err := scan(&x.bases, &x.held)
		sorts = append(sorts, x)
		return err
	}, sortsSQL, string(r.Organisation))
	if err != nil {
		return nil, fmt.Errorf("list: %w", err)
	}
	for i, x := range sorts {
		sorts[i].labels = r.reach.opens(x.bases, x.held).Only(x.held)
	}
	r.reach.asked, r.reach.known = sorts, true
	return sorts, nil
}
