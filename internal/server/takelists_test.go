package server_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"waymark/internal/ident"
	"waymark/internal/store"
)

// taken reads a list that was sent as CSV.
func taken(t *testing.T, a reply) [][]string {
	t.Helper()
	if got := a.header.Get("Content-Type"); got != "text/csv; charset=utf-8" {
		t.Errorf("it is sent as %q", got)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\xef\xbb\xbf"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// A list is taken away as it stands on the screen, by those who may, and that is noted.
func TestAListIsTakenAwayAsItStands(t *testing.T) {
	w := fresh(t)
	m := w.as(t, tom)
	alima := w.at("Alima", "chronology")
	for _, page := range []struct {
		path, list, query, name string
		on                      ident.Chronology
	}{
		{"/team", "/lists/team", "", "list.team", ""},
		{"/people", "/lists/people", "", "list.people", ""},
		{"/people?late=others&sort=name", "/lists/people", "?late=others&sort=name", "list.people", ""},
		{"/today?list=all", "/lists/today", "?list=all", "list.due", ""},
		{"/today?list=others", "/lists/today", "?list=others", "list.due", ""},
		{alima + "?kind=decision&order=oldest", alima + "/as", "?kind=decision&order=oldest", "case.taken", w.cases["Alima"]},
	} {
		t.Run(strings.TrimLeft(strings.ReplaceAll(page.path, "/", "-"), "-"), func(t *testing.T) {
			shown := m.get(page.path).wants(200)
			var links []string
			for _, offer := range all(shown.root, ".wm-takings") {
				for _, link := range all(offer, "a") {
					links = append(links, attribute(link, "href"))
				}
			}
			if want := []string{page.list + "/csv" + page.query, page.list + "/xlsx" + page.query, page.list + "/jsonl" + page.query}; !slices.Equal(links, want) {
				t.Fatalf("the page offers %q, want %q", links, want)
			}
			a := m.get(links[0]).wants(200)
			if got := a.header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment; filename=\"") || !strings.HasSuffix(got, "-2026-11-22.csv\"") {
				t.Errorf("it is called %q", got)
			}
			rows := taken(t, a)
			if len(rows) < 2 {
				t.Fatalf("it holds %q", rows)
			}
			text := words(shown.one("main"))
			for _, r := range rows[1:] {
				for _, cell := range r[:2] {
					if !strings.Contains(text, strings.TrimSuffix(cell, " 2018")) {
						t.Errorf("%q does not stand on the page", cell)
					}
				}
			}
			if !slices.ContainsFunc(w.looks(t, page.on), func(l store.Look) bool {
				return l.Route == page.name && l.Worker == w.sessions[tom].Worker && (page.on != "" || l.Shown == len(rows)-1)
			}) {
				t.Error("no look was kept of the list that was taken")
			}
			f, err := excelize.OpenReader(bytes.NewReader([]byte(m.get(links[1]).wants(200).body)))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := f.GetRows(f.GetSheetName(0)); err != nil || len(got) != len(rows) {
				t.Errorf("as Excel it has %d rows, %v; want %d", len(got), err, len(rows))
			}
			if got := strings.Count(m.get(links[2]).wants(200).body, "\n"); got != len(rows)-1 {
				t.Errorf("as JSON Lines it has %d, want %d", got, len(rows)-1)
			}
			m.get(page.list + "/pdf" + page.query).wants(404)
			for _, other := range []string{nadia, sam, grace} {
				o := w.as(t, other)
				if a := o.get(links[0]); a.status == 200 {
					t.Errorf("%s took it", other)
				}
				if a := o.get(page.path); a.status == 200 && strings.Contains(a.body, page.list) {
					t.Errorf("%s is offered it", other)
				}
			}
		})
	}
}
