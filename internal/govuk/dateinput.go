package govuk

import "strings"

const inputError = "govuk-input--error"

// wrong says whether the part itself is marked.
func (i DateItem) wrong() bool {
	return i.Error == On || strings.Contains(i.Classes, inputError)
}

// parts are the parts asked for, named.
func (o DateInputOptions) parts() []DateItem {
	items := o.Items
	if len(items) == 0 {
		day, month, year := o.Day, o.Month, o.Year
		day.Name, month.Name, year.Name = or(day.Name, "day"), or(month.Name, "month"), or(year.Name, "year")
		items = []DateItem{day, month, year}
	}
	out := make([]DateItem, 0, len(items))
	for _, item := range items {
		if !item.LeftOut && item.Name != "" {
			out = append(out, item)
		}
	}
	return out
}

// inputs are the boxes. When the date as a whole is wrong and no part is
// marked, all are, save those whose Error is Off.
func (o DateInputOptions) inputs(wrong bool) []InputOptions {
	parts := o.parts()
	anyMarked := false
	for _, part := range parts {
		anyMarked = anyMarked || part.wrong()
	}
	out := make([]InputOptions, 0, len(parts))
	for index, part := range parts {
		marked := part.wrong() || (wrong && !anyMarked && part.Error != Off)
		name := part.Name
		if o.NamePrefix != "" {
			name = o.NamePrefix + "-" + part.Name
		}
		out = append(out, InputOptions{
			Label:        LabelOptions{Text: or(part.Label, capital(part.Name)), Classes: "govuk-date-input__label"},
			ID:           o.partID(part, index),
			Name:         name,
			Classes:      classes("govuk-date-input__input", o.partClasses(part, marked)),
			Value:        or(part.Value, o.named(part.Name).Value, o.Values[name]),
			Inputmode:    or(part.Inputmode, "numeric"),
			Autocomplete: part.Autocomplete,
			Pattern:      part.Pattern,
			Attributes:   part.Attributes,
		})
	}
	return out
}

// named is what the options say of the day, month or year of that name.
func (o DateInputOptions) named(name string) DateItem {
	switch name {
	case or(o.Day.Name, "day"):
		return o.Day
	case or(o.Month.Name, "month"):
		return o.Month
	case or(o.Year.Name, "year"):
		return o.Year
	default:
		return DateItem{}
	}
}

func (o DateInputOptions) partID(part DateItem, index int) string {
	switch {
	case part.ID != "":
		return part.ID
	case o.ID != "":
		return o.ID + "-" + part.Name
	case index == 0:
		return o.NamePrefix
	default:
		return o.NamePrefix + "-" + part.Name
	}
}

func (o DateInputOptions) partClasses(part DateItem, marked bool) string {
	mark, width := "", ""
	if marked && !strings.Contains(part.Classes, inputError) {
		mark = inputError
	}
	if !strings.Contains(part.Classes, "govuk-input--width-") {
		width = "govuk-input--width-2"
		if part.Name == "year" || part.Name == o.Year.Name {
			width = "govuk-input--width-4"
		}
	}
	return classes(mark, width, part.Classes)
}

// capital is the ASCII word with a capital first letter.
func capital(word string) string {
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + strings.ToLower(word[1:])
}
