package govuk

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"
)

// find gives the elements with that attribute value.
func find(t *testing.T, source, key, value string) []*html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	var found []*html.Node
	for node := range root.Descendants() {
		if attribute(node, key) == value {
			found = append(found, node)
		}
	}
	return found
}

func attribute(node *html.Node, key string) string {
	for _, attribute := range node.Attr {
		if attribute.Key == key {
			return attribute.Val
		}
	}
	return ""
}

func TestProblemLinksToTheFirstControl(t *testing.T) {
	items := []Choice{{Value: "a", Text: "A"}, {Value: "b", Text: "B"}}
	for name, tc := range map[string]struct {
		component templ.Component
		field     string
		element   string
	}{
		"input":          {Input(InputOptions{Name: "need", Error: "x"}), "need", "input"},
		"textarea":       {Textarea(TextareaOptions{Name: "need", Error: "x"}), "need", "textarea"},
		"characterCount": {CharacterCount(CharacterCountOptions{Name: "need", Error: "x"}), "need", "textarea"},
		"select":         {Select(SelectOptions{Name: "need", Error: "x"}), "need", "select"},
		"radios":         {Radios(RadiosOptions{Name: "need", Items: items, Error: "x"}), "need", "input"},
		"checkboxes":     {Checkboxes(CheckboxesOptions{Name: "need", Items: items, Error: "x"}), "need", "input"},
		"date":           {DateInput(DateInputOptions{NamePrefix: "need", Error: "x"}), "need", "input"},
		"monthOfDate":    {DateInput(DateInputOptions{NamePrefix: "need", Error: "x"}), "need-month", "input"},
		"dateWithoutDay": {DateInput(DateInputOptions{NamePrefix: "need", Day: DateItem{LeftOut: true}}), "need", "input"},
	} {
		t.Run(name, func(t *testing.T) {
			summary := render(t, ProblemSummary(Problems{{Field: tc.field, Text: "Say what is needed"}}))
			if len(find(t, summary, "href", "#"+tc.field)) != 1 {
				t.Errorf("no link to %s in %s", tc.field, summary)
			}
			controls := find(t, render(t, tc.component), "id", tc.field)
			if len(controls) != 1 || controls[0].Data != tc.element {
				t.Errorf("%d elements have the id %s; one %s should", len(controls), tc.field, tc.element)
			}
		})
	}
}

func TestErrorIsSaidWithTheControl(t *testing.T) {
	for name, component := range map[string]templ.Component{
		"input":    Input(InputOptions{Name: "need", Error: "Say what is needed"}),
		"textarea": Textarea(TextareaOptions{Name: "need", Error: "Say what is needed"}),
		"select":   Select(SelectOptions{Name: "need", Error: "Say what is needed"}),
		"radios":   Radios(RadiosOptions{Name: "need", Fieldset: Legend("Need?", SizeM), Error: "Say what is needed"}),
		"date":     DateInput(DateInputOptions{NamePrefix: "need", Fieldset: Legend("When?", SizeM), Error: "Say what is needed"}),
	} {
		t.Run(name, func(t *testing.T) {
			source := render(t, component)
			if len(find(t, source, "id", "need-error")) != 1 || len(find(t, source, "aria-describedby", "need-error")) != 1 {
				t.Errorf("the error is not tied to the control: %s", source)
			}
			if !strings.Contains(source, "Say what is needed") || !strings.Contains(source, "govuk-form-group--error") {
				t.Errorf("the error is not shown: %s", source)
			}
		})
	}
}

func TestProblems(t *testing.T) {
	problems := Problems{{Field: "name", Text: "Give a name"}, {Text: "Nothing was sent"}, {Field: "name", Text: "later"}}
	if got := problems.For("name"); got != "Give a name" {
		t.Errorf("For gave %q", got)
	}
	if got := problems.For("other"); got != "" {
		t.Errorf("For gave %q where nothing is wrong", got)
	}
	source := render(t, ProblemSummary(problems))
	if !strings.Contains(source, "There is a problem") || strings.Count(source, "<a ") != 2 || !strings.Contains(source, "Nothing was sent") {
		t.Errorf("unexpected summary: %s", source)
	}
	if source := render(t, ProblemSummary(nil)); source != "" {
		t.Errorf("a summary of nothing: %s", source)
	}
}

func TestTextareaKeepsAFirstEmptyLine(t *testing.T) {
	source := render(t, Textarea(TextareaOptions{Name: "words", Value: "\nthen this"}))
	fields := find(t, source, "id", "words")
	if got := fields[0].FirstChild.Data; got != "\nthen this" {
		t.Errorf("the browser sees %q", got)
	}
}

func TestTextIsEscaped(t *testing.T) {
	const hostile = `"><script>alert(1)</script>`
	for name, component := range map[string]templ.Component{
		"inputValue":  Input(InputOptions{Name: "a", Value: hostile}),
		"inputLabel":  Input(InputOptions{Name: "a", Label: LabelOptions{Text: hostile}}),
		"inputClass":  Input(InputOptions{Name: "a", Classes: hostile}),
		"attributes":  Input(InputOptions{Name: "a", Attributes: Attributes{"data-a": hostile}}),
		"textarea":    Textarea(TextareaOptions{Name: "a", Value: "</textarea>" + hostile}),
		"choice":      Radios(RadiosOptions{Name: "a", Items: []Choice{{Value: hostile, Text: hostile}}}),
		"summaryList": SummaryList(SummaryListOptions{Rows: []SummaryRow{{Key: SummaryCell{Text: hostile}, Value: SummaryCell{Text: hostile}}}}),
		"problem":     ProblemSummary(Problems{{Field: hostile, Text: hostile}}),
	} {
		t.Run(name, func(t *testing.T) {
			if source := render(t, component); strings.Contains(source, "<script") {
				t.Errorf("not escaped: %s", source)
			}
		})
	}
}

func TestScriptAddressesAreRefused(t *testing.T) {
	if source := render(t, BackLink(BackLinkOptions{Href: "javascript:alert(1)"})); strings.Contains(source, "javascript:") {
		t.Errorf("a script as an address: %s", source)
	}
}

func TestChildrenStandInTheComponent(t *testing.T) {
	child := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, `<p id="child"></p>`)
		return err
	})
	for name, tc := range map[string]struct {
		component templ.Component
		class     string
	}{
		"details":   {Details(DetailsOptions{SummaryText: "Why we ask"}), "govuk-details__text"},
		"insetText": {InsetText(InsetTextOptions{}), "govuk-inset-text"},
		"banner":    {NotificationBanner(NotificationBannerOptions{}), "govuk-notification-banner__content"},
		"fieldset":  {Fieldset(FieldsetOptions{}), "govuk-fieldset"},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			if err := tc.component.Render(templ.WithChildren(context.Background(), child), &out); err != nil {
				t.Fatal(err)
			}
			found := find(t, out.String(), "id", "child")
			if len(found) != 1 || attribute(found[0].Parent, "class") != tc.class {
				t.Errorf("the child is not in place: %s", out.String())
			}
		})
	}
}
