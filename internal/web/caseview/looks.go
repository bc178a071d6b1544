package caseview

import (
	"fmt"
	"slices"
	"strings"

	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/web/form"
)

// looks is what one worker looked at on one day, one time after another.
type looks struct{ who, when, pages string }

// together tells looks, newest first, as one would say them: who, on which day, how
// often, at what.
func together(names form.Named, all []desk.Looked) []looks {
	var out []looks
	for i := 0; i < len(all); {
		first, n := all[i], 0
		var pages []string
		for ; i < len(all) && all[i].Worker == first.Worker && all[i].Organisation == first.Organisation && civil.DayOf(all[i].At) == civil.DayOf(first.At); i++ {
			n++
			if w := pageWords(all[i].Route); !slices.Contains(pages, w) {
				pages = append(pages, w)
			}
		}
		l := looks{who: names.Worker(first.Worker) + ", " + names.Organisation(first.Organisation), when: lookedAt(first.At), pages: strings.Join(pages, ", ")}
		if n > 1 {
			l.when = fmt.Sprintf("%s, the last of %d looks that day", l.when, n)
		}
		out = append(out, l)
	}
	return out
}
