package govuk

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// ItemLabel is for the label of one choice.
type ItemLabel struct {
	Classes    string
	Attributes Attributes
}

// Choice is one radio button or checkbox, or, with Divider, the word between
// two of them. A choice with no text, HTML or divider is left out, and the
// others keep their numbers.
type Choice struct {
	Value string
	Text  string
	HTML  templ.Component
	Hint  HintOptions
	// ID is the group's name for the first choice, so that an error summary can
	// link to it, and the name with "-2" and so on for the others.
	ID string
	// Checked overrides the group's value.
	Checked  Flag
	Disabled bool
	Divider  string
	// Conditional is shown only while the choice is made.
	Conditional templ.Component
	Label       ItemLabel
	// Name is for checkboxes only; the group's name if not set.
	Name string
	// Behaviour is for checkboxes only: "exclusive" makes "none of these" undo
	// the others.
	Behaviour  string
	Attributes Attributes
}

// choices are radios or checkboxes: their markup differs in three words.
type choices struct {
	block       string // class name of the component
	kind        string // type of the inputs
	prefix      string // id of the first input
	name        string
	chosen      []string
	describedBy string // of each input; the fieldset has its own
	items       []Choice
	classes     string
	attributes  Attributes
}

func (c choices) checked(item Choice) bool {
	switch item.Checked {
	case On:
		return true
	case Off:
		return false
	case Unset:
	}
	return slices.Contains(c.chosen, item.Value)
}

// id is that of the input at an index counted from 0.
func (c choices) id(item Choice, index int) string {
	if item.ID != "" || index == 0 {
		return or(item.ID, c.prefix)
	}
	return c.prefix + "-" + strconv.Itoa(index+1)
}

// optional are the attributes that only some inputs have.
func (c choices) optional(item Choice, id string) templ.Attributes {
	out := templ.Attributes{}
	if item.Conditional != nil {
		out["data-aria-controls"] = "conditional-" + id
	}
	if item.Behaviour != "" {
		out["data-behaviour"] = item.Behaviour
	}
	describedBy := c.describedBy
	if item.Hint.given() {
		describedBy = strings.TrimSpace(describedBy + " " + id + "-item-hint")
	}
	if describedBy != "" {
		out["aria-describedby"] = describedBy
	}
	return out
}

func (c choices) label(item Choice) LabelOptions {
	return LabelOptions{
		Text:       item.Text,
		HTML:       item.HTML,
		Classes:    classes(c.block+"__label", item.Label.Classes),
		Attributes: item.Label.Attributes,
	}
}

func (c choices) hint(item Choice, id string) HintOptions {
	hint := item.Hint
	hint.ID = id + "-item-hint"
	hint.Classes = classes(c.block+"__hint", hint.Classes)
	return hint
}
