package govuk

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

var update = flag.Bool("update", false, "write the golden files anew")

const fixtureFolder = "../../assets/node_modules/govuk-frontend/dist/govuk/components"

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
	"exit-this-page":      from(ExitThisPage),
	"file-upload":         from(FileUpload),
	"password-input":      from(PasswordInput),
	"task-list":           from(TaskList),
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
