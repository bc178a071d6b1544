package server_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// The title of a page stays in the browser's history and stands on its tab, where others
// read it: no person's name is in one. It begins "Error: " where something is to be put
// right, and nowhere else.

// titles says what is wrong with the titles of the pages that came to somebody; names are
// the words that may stand in none.
func titles(who string, came map[string]string, names []string) (wrong []string, seen int) {
	for at, pages := range came {
		for _, page := range strings.Split(pages, "<title>")[1:] {
			title, rest, _ := strings.Cut(page, "</title>")
			seen++
			for _, name := range names {
				if strings.Contains(title, name) {
					wrong = append(wrong, who+", "+at+": a name stands in the title")
				}
			}
			switch summary, says := strings.Contains(rest, "govuk-error-summary"), strings.HasPrefix(title, "Error: "); {
			case summary && !says:
				wrong = append(wrong, who+", "+at+": something is to be put right, and the title does not say so: "+title)
			case says && !summary:
				wrong = append(wrong, who+", "+at+": the title speaks of an error, and the page of none: "+title)
			}
			if !strings.HasSuffix(title, " – Waymark") && title != neutralTitle {
				wrong = append(wrong, who+", "+at+": the title does not say whose page it is: "+title)
			}
		}
	}
	slices.Sort(wrong)
	return wrong, seen
}

// neutralTitle is the title of the one page that says of nothing whose it is: where one
// gets to who leaves quickly.
const neutralTitle = "Useful links"

// named is the whole names of the town's workers.
func (t *town) named() []string {
	var out []string
	for _, m := range t.members {
		out = append(out, "Worker "+string(m.Role)+" "+m.At)
	}
	return out
}

func TestTitlesControl(t *testing.T) {
	page := func(title, body string) string {
		return html.UnescapeString("<html><head><title>" + title + "</title></head><body>" + body + "</body></html>")
	}
	wrong, seen := titles("nadia", map[string]string{
		"GET /a": page("Now – Waymark", "Zaki") + page("Zaki – Waymark", ""),
		"GET /b": page("Error: Now – Waymark", `<div class="govuk-error-summary">`),
		"GET /c": page("Now – Waymark", `<div class="govuk-error-summary">`),
		"GET /d": page("Error: Now – Waymark", ""),
		"GET /e": page("Now", ""),
		"GET /f": page(neutralTitle, ""),
	}, []string{"Zaki"})
	want := []string{
		"nadia, GET /a: a name stands in the title",
		"nadia, GET /c: something is to be put right, and the title does not say so: Now – Waymark",
		"nadia, GET /d: the title speaks of an error, and the page of none: Error: Now – Waymark",
		"nadia, GET /e: the title does not say whose page it is: Now",
	}
	if !slices.Equal(wrong, want) || seen != 7 {
		t.Errorf("%d pages: %q", seen, wrong)
	}
}
