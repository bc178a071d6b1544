package route

import "strings"

// helpOf says which part of the help a page is about, by what its path holds; the first
// that fits counts.
var helpOf = []struct{ holds, anchor string }{
	{"/together", "together"}, {"/who", "sharing"}, {"/sharing", "sharing"}, {"/few", "sharing"}, {"/conflicts", "sharing"},
	{"/correct", "right"},
	{"/record", "writing"}, {"/contacts", "writing"}, {"/safe-way", "writing"}, {"/people/new", "writing"},
	{"/decisions", "decisions"}, {"/beds", "beds"},
	{"/team", "team"}, {"/cases/", "case"}, {"/people", "people"}, {"/search", "people"}, {"/today", "today"},
}

// helpAnchor is where the help about a page stands, with its "#"; "" for the whole.
func helpAnchor(path string) string {
	for _, h := range helpOf {
		if strings.Contains(path, h.holds) {
			return "#" + h.anchor
		}
	}
	return ""
}
