package govuk

import "github.com/a-h/templ"

// The one place: nothing is found here.
func icon() templ.Component { return templ.Raw("<svg></svg>") }
