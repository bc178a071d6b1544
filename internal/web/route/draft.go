package route

import (
	"net/http"
	"slices"
	"strings"

	"waymark/internal/ident"
)

// Draft says under which name the words of a form are kept while they are typed. The zero
// value keeps none.
type Draft struct {
	Form string // tells it from other forms of the same action
	Name string // what a list of what was begun calls it
}

// Bound is what drafts of a form are bound to: the action, and the form.
func (rt Route) Bound() string { return rt.Action + " " + rt.Draft.Form }

// Form finds the form that is sent to an address, and the case that the address names; "" if
// it names none. An address of no form that keeps drafts is none.
func (s *Site) Form(place string) (rt Route, on ident.Chronology, ok bool) {
	for _, rt := range s.Forms {
		path, post := strings.CutPrefix(rt.Pattern, http.MethodPost+" ")
		if !post || rt.Draft.Form == "" {
			continue
		}
		if on, ok := fits(path, place); ok {
			return rt, on, true
		}
	}
	return Route{}, "", false
}

// Shows says whether a page stands at an address.
func (s *Site) Shows(place string) bool {
	return slices.ContainsFunc(s.Forms, func(rt Route) bool {
		path, get := strings.CutPrefix(rt.Pattern, http.MethodGet+" ")
		_, ok := fits(path, place)
		return get && ok
	})
}

// fits says whether an address is one of a pattern, letter for letter.
func fits(pattern, place string) (on ident.Chronology, ok bool) {
	want, got := strings.Split(pattern, "/"), strings.Split(place, "/")
	if len(want) != len(got) {
		return "", false
	}
	for i, w := range want {
		switch {
		case !strings.HasPrefix(w, "{"):
			if w != got[i] {
				return "", false
			}
		case ident.Check(got[i]) != nil:
			return "", false
		case w == "{case}":
			on = ident.Chronology(got[i])
		}
	}
	return on, true
}

// Names of what a form bears besides its fields. No field of a kind has a hyphen in its name.
const (
	DraftID    = "draft"       // the form's number: of the draft, the form and the act
	DraftBy    = "draft-by"    // the proof of whom it was shown to
	DraftPage  = "draft-page"  // which showing of it this is
	DraftSeen  = "draft-seen"  // the version that it was filled with
	DraftCount = "draft-count" // how often this page has sent it
	DraftAt    = "draft-at"    // where the cursor stands
	DraftPlace = "place"       // where it is sent to
	DraftLater = "later"       // the button that keeps it and records nothing
)

// Steers says whether a name is that of what steers every form, which nobody typed. No field
// of a kind is called so.
func Steers(name string) bool {
	return name == DraftID || strings.HasPrefix(name, "draft-") || slices.Contains([]string{DraftPlace, DraftLater, "saw", "do"}, name)
}
