package govuk

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

var update = flag.Bool("update", false, "write the golden files anew")

const (
	fixtureFolder = "../../assets/node_modules/govuk-frontend/dist/govuk/components"
	goldenTable   = "../../docs/components.md"
)

type fixture struct {
	Name    string         `json:"name"`
	Options map[string]any `json:"options"`
	HTML    string         `json:"html"`
}

// drawn renders a component from the options of a fixture.
type drawn func(options map[string]any) (templ.Component, error)

// from makes a drawn of a component: the options are decoded into its struct,
// and an option the struct does not know is an error.
func from[O any](component func(O) templ.Component) drawn {
	return func(options map[string]any) (templ.Component, error) {
		var typed O
		if err := decode(options, &typed); err != nil {
			return nil, err
		}
		return component(typed), nil
	}
}

// covered are the components that are held against their fixtures.
var covered = map[string]drawn{
	"back-link":           from(BackLink),
	"breadcrumbs":         from(Breadcrumbs),
	"button":              from(Button),
	"character-count":     from(CharacterCount),
	"checkboxes":          from(Checkboxes),
	"date-input":          from(DateInput),
	"details":             from(Details),
	"error-message":       from(ErrorMessage),
	"error-summary":       from(ErrorSummary),
	"fieldset":            from(Fieldset),
	"hint":                from(Hint),
	"input":               from(Input),
	"inset-text":          from(InsetText),
	"label":               from(Label),
	"notification-banner": from(NotificationBanner),
	"pagination":          from(Pagination),
	"panel":               from(Panel),
	"phase-banner":        from(PhaseBanner),
	"radios":              from(Radios),
	"select":              from(Select),
	"service-navigation":  from(ServiceNavigation),
	"skip-link":           from(SkipLink),
	"summary-list":        from(SummaryList),
	"table":               from(Table),
	"tabs":                from(Tabs),
	"tag":                 from(Tag),
	"textarea":            from(Textarea),
	"warning-text":        from(WarningText),
}

// leftOut are fixtures that are not met, by component and name, with the reason.
var leftOut = map[string]map[string]string{}

func readFixtures(t *testing.T, component string) []fixture {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(fixtureFolder, component, "fixtures.json"))
	if err != nil {
		t.Fatalf("GOV.UK Frontend is not there; run make setup: %v", err)
	}
	var file struct {
		Fixtures []fixture `json:"fixtures"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Fixtures) == 0 {
		t.Fatalf("%s has no fixtures", component)
	}
	return file.Fixtures
}

func render(t *testing.T, component templ.Component) string {
	t.Helper()
	var out strings.Builder
	if err := component.Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func components() []string {
	names := make([]string, 0, len(covered))
	for name := range covered {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func TestComponentsMeetTheFixturesOfGovukFrontend(t *testing.T) {
	for _, component := range components() {
		t.Run(component, func(t *testing.T) {
			passedOver := 0
			for _, fixture := range readFixtures(t, component) {
				reason, known := leftOut[component][fixture.Name]
				if known {
					passedOver++
				}
				difference := differs(t, covered[component], fixture)
				switch {
				case reason == "" && difference != "":
					t.Errorf("%s: %s", fixture.Name, difference)
				case reason != "" && difference == "":
					t.Errorf("%s is met after all; take it off the list", fixture.Name)
				}
			}
			if passedOver != len(leftOut[component]) {
				t.Errorf("the list of what is left out names fixtures that do not exist: %v", leftOut[component])
			}
		})
	}
}

// differs says how a component differs from its fixture, or nothing.
func differs(t *testing.T, draw drawn, f fixture) string {
	t.Helper()
	component, err := draw(f.Options)
	if err != nil {
		return err.Error()
	}
	return compare(t, f.HTML, render(t, component))
}

// notDrawn are the components of GOV.UK Frontend that this package lacks.
func notDrawn(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(fixtureFolder)
	if err != nil {
		t.Fatalf("GOV.UK Frontend is not there; run make setup: %v", err)
	}
	var out []string
	for _, entry := range entries {
		if entry.IsDir() && covered[entry.Name()] == nil {
			out = append(out, entry.Name())
		}
	}
	return out
}

func TestTableOfComponents(t *testing.T) {
	var out strings.Builder
	out.WriteString("# Components\n\nThe components of `internal/govuk`, held against the fixtures that GOV.UK Frontend 6.6.0 ships.\n" +
		"Written by `go test ./internal/govuk -run TestTableOfComponents -update`; the test compares otherwise.\n\n" +
		"| component | fixtures | passing | left out and why |\n| --- | --- | --- | --- |\n")
	total, passing := 0, 0
	for _, component := range components() {
		fixtures := readFixtures(t, component)
		reasons := make([]string, 0, len(leftOut[component]))
		for name, reason := range leftOut[component] {
			reasons = append(reasons, name+": "+reason)
		}
		slices.Sort(reasons)
		total += len(fixtures)
		passing += len(fixtures) - len(reasons)
		fmt.Fprintf(&out, "| %s | %d | %d | %s |\n", component, len(fixtures), len(fixtures)-len(reasons), strings.Join(reasons, "; "))
	}
	fmt.Fprintf(&out, "| all | %d | %d | |\n", total, passing)
	fmt.Fprintf(&out, "\nNot drawn: %s.\n", strings.Join(notDrawn(t), ", "))
	if *update {
		if err := os.MkdirAll(filepath.Dir(goldenTable), 0o755); err != nil {
			t.Fatal(err)
		}
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
