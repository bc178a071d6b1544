// Package contact is the forms for recording a contact and for saying how somebody can
// be reached safely.
package contact

import (
	"net/url"

	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/contact"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/web/act"
	"waymark/internal/web/form"
	"waymark/internal/web/route"
)

// Pages lists the forms of being in touch.
func Pages() []act.Page { return []act.Page{record, safeWay} }

var record = act.Page{
	Action: "contact.record", Kind: "contact.made", Path: "contacts/new", Name: "A contact",
	Heading: "Record a contact", Lead: "Only how it went and whether they were reached are needed. The rest can wait.", When: "When was it?", Submit: "Record this contact",
	Hints: map[string]string{
		"private": "So that the next worker knows whether something may have been left unsaid",
		"note":    "Their words where you can. Nobody should have to tell this twice",
		"wants":   "What they want for themselves, as they said it",
		"next":    "When you will be in touch again, like 30 November 2026. Silence beyond it will show",
		"minutes": "About how long it took",
	},
	Words: map[string]string{"how": "How were you in touch?", "reached": "Did you reach them?", "private": "Was it private enough to talk?", "interpreter": "Who interpreted?", "next": "Next contact"},
	Only:  []string{"how", "reached", "note", "wants", "next", "private", "interpreter", "minutes"},
	Sure:  []string{"how", "reached", "private", "interpreter"}, Closer: true,
	Act: act.Of(func(on ident.Chronology, when civil.When, b contact.Made, extra map[string]label.Set, _ string) casefile.Act {
		return casefile.RecordContact(on, contact.Record{Happened: when, Body: b, Extra: extra})
	}),
}

var safeWay = act.Page{
	Action: "contact.safe-way", Kind: "contact.safe-way", Path: "safe-way", Name: "How to reach them safely",
	Heading: "How to reach them safely", Lead: "As they say it themselves. What is not ticked is unsafe.", When: "When did they say so?", Submit: "Record the safe way",
	Hints: map[string]string{
		"hours":      "Like 10:00 to 16:00, or after school",
		"details":    "The number or address that they want used",
		"never":      "Who must not answer, what must not be written",
		"also_users": "Who could see a message or open a letter",
	},
	Words: map[string]string{
		"ways": "Which ways are safe?", "hours": "At which hours?", "details": "Which number or address?",
		"never": "What must never be done?", "also_users": "Who else uses the phone or the letter box?",
	},
	Begin: func(q *route.Request, v desk.View) url.Values {
		own, ok := v.Case.Contact.Of(q.Signed.Actor.Organisation)
		if !ok {
			return url.Values{}
		}
		return form.Write(q.Desk.Kinds(), own.Way)
	},
	Topic: casefile.SafeWayTopic,
	Act: act.Of(func(on ident.Chronology, when civil.When, b contact.SafeWay, _ map[string]label.Set, saw string) casefile.Act {
		return casefile.SetSafeWay(on, contact.SetSafeWay{Happened: when, Body: b}, saw)
	}),
}
