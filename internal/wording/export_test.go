package wording

import (
	"maps"
	"slices"
)

// Keys lists every key of the English.
func (c *Catalogue) Keys() []string { return slices.Sorted(maps.Keys(c.languages[0].says)) }

// Forms gives what a language says under a key, by the form.
func (l *Language) Forms(key string) map[string]string { return l.says[key].forms }
