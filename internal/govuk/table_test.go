package govuk

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	goldenTable = "../../docs/components.md"
	pagesFolder = "../web"
)

// waiting are components that no page uses yet, each with the work that will. Without
// such work a component does not stay.
var waiting = map[string]string{
	"breadcrumbs":        "the oversight pages: from a number to its list, and from there to a case",
	"date-input":         "the guided referral: a date of birth, in three boxes. When something happened is asked in one, since it may be known about only",
	"exit-this-page":     "the pages for survivors",
	"file-upload":        "the guided referral: its attachments",
	"panel":              "the guided referral: that it was sent",
	"phase-banner":       "the pages for survivors, while they are tried",
	"service-navigation": "the pages for survivors, who do not meet the workers' header",
	"summary-list":       "the guided referral: check your answers",
	"tabs":               "the desk of the case owner: papers, indicators and history of one case",
	"task-list":          "the guided referral: its sections, and how each stands",
}

// notDrawn are the components of GOV.UK Frontend that this package lacks, and why.
var notDrawn = map[string]string{
	"accordion":           "hides what one came for. Details open one note at a time, and long pages have headings",
	"cookie-banner":       "nothing is measured. The one cookie keeps somebody signed in, and needs no consent",
	"feedback":            "made for gov.uk, where it asks the public for their opinion of a page",
	"footer":              "bears the Open Government Licence and the crown's copyright, which are not ours. The foot of our pages is in web/frame",
	"generic-header":      "has one row for a logo and a name. Ours holds search, the places of the reader's role and who is signed in, in web/frame",
	"header":              "bears the crown, which only services on gov.uk may show",
	"language-navigation": "changes the language of a whole page. Workers' pages are English; texts for survivors are chosen by the language that the person speaks",
}

// used says how often pages, or other components, draw each component.
func used(t *testing.T) map[string]int {
	t.Helper()
	out := map[string]int{}
	call := regexp.MustCompile(`(govuk\.|@|\treturn )([A-Z][A-Za-z]+)\(`)
	count := func(folder string, fromOutside bool) {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, found := range call.FindAllStringSubmatch(string(source), -1) {
				if (found[1] == "govuk.") == fromOutside {
					out[found[2]]++
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	count(pagesFolder, true)
	count(".", false)
	return out
}

// function is the Go name of a component: task-list is TaskList.
func function(component string) string {
	var out strings.Builder
	for word := range strings.SplitSeq(component, "-") {
		out.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return out.String()
}

// TestEveryComponentHasAReason keeps out what nobody draws and nobody will.
func TestEveryComponentHasAReason(t *testing.T) {
	entries, err := os.ReadDir(fixtureFolder)
	if err != nil {
		t.Fatalf("GOV.UK Frontend is not there; run make setup: %v", err)
	}
	calls := used(t)
	for _, entry := range entries {
		name := entry.Name()
		if !entry.IsDir() {
			continue
		}
		switch drawn := covered[name] != nil; {
		case drawn && notDrawn[name] != "":
			t.Errorf("%s is drawn after all; take it off the list", name)
		case !drawn && notDrawn[name] == "":
			t.Errorf("%s is not drawn: say why", name)
		case drawn && calls[function(name)] == 0 && waiting[name] == "":
			t.Errorf("%s is drawn by nobody: take it out, or say for which work it waits", name)
		case drawn && calls[function(name)] > 0 && waiting[name] != "":
			t.Errorf("%s is in use after all; take it off the list of those that wait", name)
		}
	}
	if calls["Button"] == 0 || calls["Nothing"] != 0 {
		t.Errorf("uses are not counted: %v", calls)
	}
}

func TestTableOfComponents(t *testing.T) {
	var out strings.Builder
	out.WriteString("# Components\n\nThe components of `internal/govuk`, held against the fixtures that GOV.UK Frontend 6.6.0 ships.\n" +
		"Written by `go test ./internal/govuk -run TestTableOfComponents -update`; the test compares otherwise.\n\n" +
		"| component | fixtures | passing | left out and why | used |\n| --- | --- | --- | --- | --- |\n")
	total, passing, calls := 0, 0, used(t)
	for _, component := range components() {
		fixtures := readFixtures(t, component)
		reasons := make([]string, 0, len(leftOut[component]))
		for name, reason := range leftOut[component] {
			reasons = append(reasons, name+": "+reason)
		}
		slices.Sort(reasons)
		total += len(fixtures)
		passing += len(fixtures) - len(reasons)
		use := "yes"
		if calls[function(component)] == 0 {
			use = "not yet; for " + waiting[component]
		}
		fmt.Fprintf(&out, "| %s | %d | %d | %s | %s |\n", component, len(fixtures), len(fixtures)-len(reasons), strings.Join(reasons, "; "), use)
	}
	fmt.Fprintf(&out, "| all | %d | %d | | |\n\n## Not drawn\n\n| component | why |\n| --- | --- |\n", total, passing)
	for _, name := range sorted(notDrawn) {
		fmt.Fprintf(&out, "| %s | %s |\n", name, notDrawn[name])
	}
	fmt.Fprintf(&out, "\n## Our own\n\nWhat GOV.UK Frontend lacks. Each is held against its golden file in `internal/govuk/testdata/parts`, and `e2e/tests/parts.test.mjs`\n"+
		"looks at these files with axe in a window of 320, from left to right and from right to left.\n\n| component | samples | what for |\n| --- | --- | --- |\n")
	for _, name := range sorted(ourOwn) {
		fmt.Fprintf(&out, "| %s | %d | %s |\n", name, samples(name), ourOwn[name])
	}
	if *update {
		if err := os.WriteFile(goldenTable, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(goldenTable)
	if err != nil {
		t.Fatal(err)
	}
	if out.String() != string(golden) {
		t.Errorf("docs/components.md is not what the tests say; run this test with -update\n%s", out.String())
	}
}

func sorted(of map[string]string) []string {
	names := make([]string, 0, len(of))
	for name := range of {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
