package govuk

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// Attributes are further HTML attributes, by name. Style and event attributes
// do nothing here: the content security policy refuses them.
type Attributes map[string]string

func (a Attributes) spread() templ.Attributes {
	out := make(templ.Attributes, len(a))
	for name, value := range a {
		out[name] = value
	}
	return out
}

// Flag is a choice that may also be left to the component.
type Flag uint8

// The values of a Flag. Unset leaves the choice to the component.
const (
	Unset Flag = iota
	On
	Off
)

func (f Flag) set() bool { return f != Unset }

// word is the flag as an attribute's value.
func (f Flag) word() string {
	if f == On {
		return "true"
	}
	return "false"
}

// classes joins the class names that are not empty.
func classes(names ...string) string {
	kept := names[:0:0]
	for _, name := range names {
		if name != "" {
			kept = append(kept, name)
		}
	}
	return strings.Join(kept, " ")
}

// when gives the value only if the condition holds.
func when(condition bool, value string) string {
	if condition {
		return value
	}
	return ""
}

// or gives the first string that is not empty.
func or(values ...string) string {
	for _, value := range values {
		if value != "" {
			return value
		}
	}
	return ""
}

// bracketed puts a component in brackets, after a space.
func bracketed(inner templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if _, err := io.WriteString(w, " ("); err != nil {
			return err
		}
		if err := inner.Render(ctx, w); err != nil {
			return err
		}
		_, err := io.WriteString(w, ")")
		return err
	})
}

// given says whether there is anything to show.
func given(text string, html templ.Component) bool {
	return text != "" || html != nil
}
