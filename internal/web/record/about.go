package record

import (
	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/web/act"
)

var describe = act.Page{
	Action: "person.describe", Kind: "person.described", Path: "record/about", Name: "Who they are: names, language, interpreter",
	Heading: "Who they are", Lead: "As they say it themselves. What nobody asked can stay empty. A name is kept letter for letter, in any script, with or without a surname.",
	When: "When did they say so?", Submit: "Record this",
	Words: map[string]string{
		"chosen_name": "The name they chose", "own_script": "Their name in its own script", "on_papers": "Their name as papers have it, in Latin letters",
		"called_too": "What do people call them?", "earlier_names": "Names they used before", "other_names": "Any other names",
		"spoken_of_as": "How do they want to be spoken of?", "speaks": "Which languages do they speak?", "interpreter": "What do they wish of an interpreter?", "born": "Date of birth",
	},
	Hints: map[string]string{
		"chosen_name":   "It stands first on every page. Any name, one word or one letter is enough",
		"own_script":    "So that it is spelt right in letters, and an interpreter can read it out. Type it or let them type it",
		"on_papers":     "So that a passport, a visa or a letter from the Home Office is known to be theirs, however it is spelt there",
		"called_too":    "One on each line. Others ask for them by these names",
		"earlier_names": "One on each line. So that they are known again if another team met them by such a name. Only if they are happy for us to keep it",
		"other_names":   "One on each line",
		"born":          "About is fine: about 1994, summer 1990",
	},
	Known: onRecord("person.described", "person.met"),
	Act: act.Of(func(on ident.Chronology, when civil.When, b person.Described, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.Describe(on, person.Describe{Happened: when, Body: b})
	}),
}
