package caseview

import (
	"fmt"
	"slices"
	"strings"

	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/web/act"
	"waymark/internal/web/form"
)

// otherPages names the pages that are no form, and the forms that share an action with
// others: a look says which action it was for.
var otherPages = map[string]string{
	"case.now": "Now", "case.chronology": "Chronology", "case.taken": "Chronology, taken away as a file", "case.who": "Who can see this", "case.together": "Read together", "record": "What happened?",
	"contact.safe-way": "How to reach them", "contact.record": "Recording a contact", "entry.correct": "Putting an entry right",
	"support.allocate": "Workers", "person.meet": "Somebody new", "consent.share": "Sharing", "consent.end-sharing": "Ending a sharing", "access.restrict": "Who may know of it", "access.conflict": "Conflicts of interest", "api.case": "Now, by a program", "api.entries": "Chronology, by a program", "api.deadlines": "Clocks, by a program", "drafts": "What they began", "own-record": "What they recorded themselves", "export": "Export",
	"referral.notify": "Not being referred, and the Duty to Notify", "support.note": "Needs, assessments and other services",
	"leave.record": "Leave to remain", "justice.record": "Police, claims and compensation", "conference.record": "Conferences and concerns",
	"oversight.record": "Asking for the record, and the record in the wrong hands",
}

// pageWords names the page that was looked at.
func pageWords(forms []act.Page, route string) string {
	if w, ok := otherPages[route]; ok {
		return w
	}
	if i := slices.IndexFunc(forms, func(p act.Page) bool { return p.Action == route }); i >= 0 {
		return forms[i].Name
	}
	return "Another page"
}

// looks is what one worker looked at on one day, one time after another.
type looks struct{ who, when, pages string }

// together tells looks, newest first, as one would say them: who, on which day, how
// often, at what.
func together(names form.Named, forms []act.Page, all []desk.Looked) []looks {
	var out []looks
	for i := 0; i < len(all); {
		first, n := all[i], 0
		var pages []string
		for ; i < len(all) && all[i].Worker == first.Worker && all[i].Organisation == first.Organisation && civil.DayOf(all[i].At) == civil.DayOf(first.At); i++ {
			n++
			if w := pageWords(forms, all[i].Route); !slices.Contains(pages, w) {
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
