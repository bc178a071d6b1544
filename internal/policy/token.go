package policy

import (
	"slices"

	"waymark/internal/ident"
	"waymark/internal/label"
)

// Token is what a program was given: what it may do, what it may open, and of whom. It
// narrows what the organisation and the role may, and gives nothing. The policies are told
// of each question whether the token was given for it, and refuse it where it was not.
type Token struct {
	Actions []string
	Labels  label.Set
	Cases   []ident.Chronology // nil: everybody of whom the organisation may read
}

// gave says whether the token was given for an action. What may be opened goes by labels.
func (t *Token) gave(action string) bool {
	return t != nil && slices.Contains(t.Actions, action)
}

// opens says whether the token was given for what a label gives away.
func (t *Token) opens(l label.Label) bool { return t != nil && t.Labels.Has(l) }

// named says whether the token was given for a case.
func (t *Token) named(on ident.Chronology) bool {
	return t != nil && (t.Cases == nil || slices.Contains(t.Cases, on))
}

// TokenActions lists what a token can be given for.
func TokenActions() []string {
	return slices.DeleteFunc(slices.Clone(everyAction), func(a string) bool { return a == open })
}
