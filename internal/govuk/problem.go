package govuk

import "github.com/a-h/templ"

// Problem is one thing to put right in a form. Field is the id of the control
// it is about: the name given to the component, since the first control of a
// group bears the group's own name. For one part of a date it is the name with
// the part, as "born-month". An empty Field is a problem of the whole form.
// Text says what to do.
type Problem struct {
	Field string
	Text  string
}

// Problems are the things to put right, in the order of the page.
type Problems []Problem

// For gives the text of the first problem of a field, or nothing. It is what a
// component's Error takes.
func (p Problems) For(field string) string {
	for _, problem := range p {
		if problem.Field == field {
			return problem.Text
		}
	}
	return ""
}

// Any says whether there is something to put right. It is what the page's
// title needs to know.
func (p Problems) Any() bool { return len(p) > 0 }

func (p Problems) items() []ErrorItem {
	out := make([]ErrorItem, 0, len(p))
	for _, problem := range p {
		item := ErrorItem{Text: problem.Text}
		if problem.Field != "" {
			item.Href = "#" + problem.Field
		}
		out = append(out, item)
	}
	return out
}

// ProblemSummary is the error summary for the top of a page, or nothing when
// all is well.
func ProblemSummary(p Problems) templ.Component {
	if !p.Any() {
		return templ.NopComponent
	}
	return ErrorSummary(ErrorSummaryOptions{Problems: p})
}
