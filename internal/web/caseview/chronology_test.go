package caseview

import (
	"fmt"
	"net/url"
	"testing"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/ident"
)

func on(t *testing.T, typed string) civil.When {
	t.Helper()
	w, err := civil.ReadWhen(typed)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// What is asked for in the address: by kind, by part of the way, by days as they are typed.
func TestWhatTheChronologyIsAskedFor(t *testing.T) {
	lines := map[string]chronology.Line{}
	for name, x := range map[string][2]string{"call": {"contact.made", "3 March 2026"}, "way": {"contact.safe-way", "March 2026"}, "referral": {"referral.sent", "10 April 2026"}, "old": {"person.met", "2019"}} {
		l := chronology.Line{}
		l.Kind, l.Happened = x[0], on(t, x[1])
		lines[name] = l
	}
	for query, want := range map[string]string{
		"":                                    "call old referral way",
		"kind=contact.made":                   "call",
		"kind=contact":                        "call way",
		"kind=con":                            "",
		"from=4+March+2026":                   "referral way",
		"until=2+march+2026":                  "old way",
		"from=2019&until=2019":                "old",
		"from=March+2026&until=March+2026":    "call way",
		"from=10+April+2026&kind=referral":    "referral",
		"from=whenever":                       "call old referral way",
		"from=1+April+2026&until=1+June+2019": "referral", // the last day cannot be, and is said to be wrong
	} {
		form, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		a, got := ask(form), ""
		for _, name := range []string{"call", "old", "referral", "way"} {
			if a.has(lines[name]) {
				got += " " + name
			}
		}
		if got != "" {
			got = got[1:]
		}
		if got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

func TestDaysThatAreNoneAreSaidBesideTheirField(t *testing.T) {
	for query, field := range map[string]string{"from=whenever": "from", "until=31+February+2026": "until", "from=2+May+2026&until=1+May+2026": "until", "from=1+May+2026&until=May+2026": ""} {
		form, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		a := ask(form)
		if wrong := a.problems.Any(); wrong != (field != "") || field != "" && a.problems.For(field) == "" {
			t.Errorf("%s: %+v, want something about %q", query, a.problems, field)
		}
		if a.values().Encode() != form.Encode() {
			t.Errorf("%s: what was typed is lost: %s", query, a.values().Encode())
		}
	}
}

// A chronology of two thousand entries is shown page by page, each once, and the page on
// which an entry stands is found.
func TestALongChronologyIsShownPageByPage(t *testing.T) {
	const all = 2013
	var lines []chronology.Line
	for i := range all {
		l := chronology.Line{}
		l.Kind, l.Happened = "contact.made", civil.On(civil.Day(20000+i))
		l.ID = entryID(i)
		lines = append(lines, l)
	}
	seen := 0
	for n := 1; ; n++ {
		c := chronologyPage{lines: lines}
		c.cut(casePage{}, url.Values{"page": {fmt.Sprint(n)}})
		if c.all != all || c.lines[0].ID != entryID(seen) {
			t.Fatalf("page %d begins with %s of %d", n, c.lines[0].ID, c.all)
		}
		seen += len(c.lines)
		if c.more.Next.Href == "" {
			break
		}
	}
	if seen != all {
		t.Errorf("%d entries on all pages, want %d", seen, all)
	}
	c := chronologyPage{lines: lines}
	c.cut(casePage{}, url.Values{"entry": {string(entryID(777))}})
	if c.shown != [2]int{751, 800} {
		t.Errorf("entry 778 is looked for among %v", c.shown)
	}
	c = chronologyPage{lines: lines, asked: asked{whole: true}}
	if c.cut(casePage{}, url.Values{}); len(c.lines) != all || c.more.Next.Href != "" {
		t.Errorf("to print there are %d", len(c.lines))
	}
}

func entryID(i int) ident.Entry { return ident.Entry(fmt.Sprintf("entry %04d", i)) }
