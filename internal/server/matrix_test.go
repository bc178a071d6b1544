package server_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/store"
)

// listing is what the lists of somebody say: of each case the words of its rows, and how
// many there are said to be.
type listing struct {
	status int
	rows   map[ident.Chronology]string
	dues   map[ident.Chronology]int
	counts []int // the numbers that the page's own sentence says
	shown  int
}

var numbers = regexp.MustCompile(`\d+`)

// lists reads all pages of a list; of Today also the list of everything that is due, by
// date, in which each thing stands once.
func (t *town) lists(m member, path string) listing {
	out := listing{rows: map[ident.Chronology]string{}, dues: map[ident.Chronology]int{}}
	t.pages(m, path, "?page=", &out)
	if path == "/today" && out.status == http.StatusOK {
		clear(out.dues)
		t.pages(m, path, "?list=all&page=", &out)
	}
	return out
}

func (t *town) pages(m member, path, asked string, out *listing) {
	for page := 1; page < 50; page++ {
		a := t.ask(m, http.MethodGet, path+asked+strconv.Itoa(page), nil)
		if out.status = a.status; a.status != http.StatusOK {
			return
		}
		root, err := html.Parse(strings.NewReader(a.body))
		if err != nil {
			return
		}
		out.take(root, page == 1)
		if !strings.Contains(html.UnescapeString(a.body), path+asked+strconv.Itoa(page+1)) {
			return
		}
	}
}

func (l *listing) take(root *html.Node, first bool) {
	for _, p := range all(root, ".wm-lead") {
		for _, n := range numbers.FindAllString(words(p), -1) {
			v, _ := strconv.Atoi(n)
			if first {
				l.counts = append(l.counts, v)
			}
		}
	}
	seenRow := map[*html.Node]bool{}
	for _, a := range all(root, "a") {
		id, ok := strings.CutPrefix(attribute(a, "href"), "/cases/")
		on := ident.Chronology(id[:min(26, len(id))])
		row := a
		for row != nil && row.Data != "li" && row.Data != "tr" {
			row = row.Parent
		}
		if !ok || row == nil || seenRow[row] {
			continue
		}
		seenRow[row] = true
		due := row.Parent != nil && strings.Contains(attribute(row.Parent, "class"), "wm-due")
		if due {
			l.dues[on]++
		} else if _, before := l.rows[on]; !before {
			l.shown++
		}
		l.rows[on] += " " + words(row)
	}
}

// line is a line of the matrix: what somebody sees of one case in each surface.
type line struct {
	situation situation
	none      string // why there is no such case
	c         aCase
	cells     map[string]string
}

// lines reads the whole matrix of one member.
func (t *town) lines(m member) (out []line, people, today listing) {
	people, today = t.lists(m, "/people"), t.lists(m, "/today")
	for _, s := range situations {
		l := line{situation: s, cells: map[string]string{}}
		var key string
		if key, l.none = caseOf(m.post, s); l.none == "" {
			l.c = t.cases[key]
			t.readCase(m, l)
			l.cells["people"], l.cells["today"] = people.cell(l.c), today.cell(l.c)
		}
		out = append(out, l)
	}
	return out, people, today
}

func (l listing) cell(c aCase) string {
	if l.status != http.StatusOK {
		return refused
	}
	row, ok := l.rows[c.on]
	if !ok {
		return absent
	}
	cell := seen(row, c.number)
	if l.dues[c.on] > 0 || numbers.MatchString(row) { // a row says no number but that of a date
		cell += clocked
	}
	return cell
}

func (t *town) readCase(m member, l line) {
	path := "/cases/" + string(l.c.on)
	l.cells["now"] = t.page(m, path, l.c)
	l.cells["then"] = t.page(m, path+"?"+url.Values{"known": {civil.DayOf(firstDay).Words()}}.Encode(), l.c)
	l.cells["history"] = t.page(m, path+"/chronology", l.c)
	l.cells["who"] = t.page(m, path+"/who", l.c)
	l.cells["search"] = t.search(m, l.c)
	l.cells["due"] = t.due(m, l.c)
	l.cells["export"] = t.export(m, l.c)
}

// page is the cell of a page about a case.
func (t *town) page(m member, path string, c aCase) string {
	a := t.ask(m, http.MethodGet, path, nil)
	switch a.status {
	case http.StatusOK:
		return seen(html.UnescapeString(a.body), c.number)
	case http.StatusForbidden:
		return refused
	case http.StatusNotFound:
		return absent
	}
	return strconv.Itoa(a.status)
}

// search looks for the person by the name that they go by.
func (t *town) search(m member, c aCase) string {
	a := t.ask(m, http.MethodPost, "/search", url.Values{"name": {marker(c.number, 'i')}})
	if a.status == http.StatusForbidden {
		return refused
	}
	a = t.ask(m, http.MethodGet, a.header.Get("Location"), nil)
	l := listing{status: a.status, rows: map[ident.Chronology]string{}, dues: map[ident.Chronology]int{}}
	root, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		return err.Error()
	}
	l.take(root, true)
	return l.cell(c)
}

// due is what the command line tells of the case's clocks.
func (t *town) due(m member, c aCase) string {
	dues, err := t.desk.DueAsOf(context.Background(), m.actor, []ident.Chronology{c.on}, civil.DayOf(t.clock.Now()))
	if err != nil {
		return cellOf(err)
	}
	var said []string
	for _, d := range dues {
		said = append(said, fmt.Sprint(d.Who, " ", d.Rule.Title))
	}
	cell := seen(strings.Join(said, "\n"), c.number)
	if len(dues) > 0 {
		cell += clocked
	}
	return cell
}

// export is what an export of the case holds.
func (t *town) export(m member, c aCase) string {
	var b bytes.Buffer
	if _, err := t.desk.Export(context.Background(), m.actor, []ident.Chronology{c.on}, &b, nil); err != nil {
		return cellOf(err)
	}
	return seen(b.String(), c.number)
}

func cellOf(err error) string {
	switch errs.KindOf(err) {
	case errs.NotFound:
		return absent
	case errs.Denied:
		return refused
	case errs.Invalid, errs.Conflict, errs.Stale, errs.Unavailable, errs.Internal:
	}
	return err.Error()
}

// differences are the cells that are not what the oracle says they must be.
func differences(m member, lines []line) []string {
	var out []string
	for _, l := range lines {
		for _, s := range surfaces {
			if want := oracle(m.post, l.situation, l.c.planted, s.name); l.none == "" && l.cells[s.name] != want {
				out = append(out, fmt.Sprintf("%s, %s, %s: %s, and the oracle says %s", m.post, l.situation.name, s.name, l.cells[s.name], want))
			}
		}
	}
	return out
}

// hidden are the words that a list, a count, an export or an answer shows of a case and
// the pages about it do not.
func hidden(m member, lines []line) []string {
	var out []string
	for _, l := range lines {
		if l.none != "" {
			continue
		}
		pages := l.cells["now"] + l.cells["history"] + l.cells["who"]
		for _, s := range surfaces {
			cell := l.cells[s.name]
			shown := both(cell, letters)
			if both(shown, pages) != shown || (l.cells["now"] == absent) && cell != absent && cell != refused {
				out = append(out, fmt.Sprintf("%s, %s: %s shows %q, and the pages %q", m.post, l.situation.name, s.name, cell, pages))
			}
		}
	}
	return out
}

// The matrix: what everybody sees of a case in every situation, wherever it can be read.
// It is read in review; the oracle agrees with every cell.
func TestMatrix(t *testing.T) {
	w := theTown(t)
	parts, wrong := make([]string, len(w.members)), make([][]string, len(w.members))
	each(w.members, func(i int, m member) {
		lines, people, today := w.lines(m)
		parts[i] = layMember(m, lines, people, today)
		wrong[i] = slices.Concat(differences(m, lines), hidden(m, lines), miscounted(m, people, today), w.uncounted(m))
	})
	for _, all := range wrong {
		for _, x := range all {
			t.Error(x)
		}
	}
	golden(t, "matrix.golden", matrixHead()+strings.Join(parts, ""))
}

// miscounted says where a list has other rows than it says.
func miscounted(m member, people, today listing) []string {
	var out []string
	if people.status == http.StatusOK && (len(people.counts) != 1 || people.counts[0] != people.shown || people.shown != len(people.rows)) {
		out = append(out, fmt.Sprintf("%s: People says %v and shows %d rows of %d people", m.post, people.counts, people.shown, len(people.rows)))
	}
	for on := range today.rows {
		if _, ok := people.rows[on]; !ok {
			out = append(out, fmt.Sprintf("%s: Today tells of %s, and People does not", m.post, on))
		}
	}
	return out
}

// uncounted says where the counts of Today are others than the lines on all its pages.
func (t *town) uncounted(m member) []string {
	var got store.Counts
	for page := 1; ; page++ {
		day, err := t.desk.Day(context.Background(), m.actor, page)
		if err != nil {
			return nil // they have no day: see the cell
		}
		for _, d := range day.Dues {
			got.All++
			if d.Late {
				got.Late++
			}
		}
		if got.Today = day.Counts.Today; !day.More {
			return differs(m, day.Counts, got)
		}
	}
}

func differs(m member, said, got store.Counts) []string {
	if said == got {
		return nil
	}
	return []string{fmt.Sprintf("%s: Today counts %+v, and its lines are %+v", m.post, said, got)}
}

func matrixHead() string {
	var b strings.Builder
	b.WriteString("What everybody sees of a case, where, in which situation. One letter stands for one label whose words came through:\n ")
	for _, l := range letters {
		fmt.Fprintf(&b, " %c %s", l, labelNames[l])
	}
	b.WriteString("\n  - as if there were no such case   ! refused   . there, and none of the words   * something is due\n")
	return b.String()
}

func layMember(m member, lines []line, people, today listing) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-30s", m.post)
	for _, s := range surfaces {
		fmt.Fprintf(&b, " %-13s", s.name)
	}
	b.WriteString("\n")
	for _, l := range lines {
		fmt.Fprintf(&b, "%-30s", l.situation.name)
		for _, s := range surfaces {
			cell := l.cells[s.name]
			if l.none != "" {
				cell = l.none
			}
			fmt.Fprintf(&b, " %-13s", cell)
		}
		b.WriteString("\n")
	}
	due := 0
	for _, n := range today.dues {
		due += n
	}
	fmt.Fprintf(&b, "People says %v, Today shows %d due\n", people.counts, due)
	return trimmed(b.String())
}

// trimmed takes the blanks from the ends of lines.
func trimmed(s string) string { return regexp.MustCompile(` +\n`).ReplaceAllString(s, "\n") }
