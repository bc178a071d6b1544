// Package govuk draws the GOV.UK Design System's components (GOV.UK Frontend
// 6.6.0) as typed templ components, so that officers, councils and caseworkers
// meet only controls they already know.
//
// Each component is a function of one options struct whose fields mirror the
// options of the Nunjucks macro of the same name. Text fields are escaped. An
// HTML field takes another component, never a string: nothing outside this
// package makes raw HTML. Where both are given, HTML is shown.
//
// A field left at its zero value is not set. Options that Nunjucks tells apart
// as absent, true and false are a [Flag].
//
// Every form component takes Error, a sentence that says what to do. A list of
// [Problem] gives the summary at the top of the page, whose links lead to the
// first control of the field named.
//
// Beside them stand parts of our own, most after patterns of the Ministry of Justice:
// [Filter], [SortableTable] and others whose classes begin with wm-. Each is held against
// a golden file in testdata/parts, which the browser tests audit.
//
// The proof of the first is GOV.UK Frontend's own fixtures: docs/components.md says how many
// of them each component meets, and which are left out and why.
package govuk
