package record

import (
	"net/url"

	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/web/act"
	"waymark/internal/web/route"
)

var elsewhere = act.Page{
	Action: casefile.AskElsewhere, Kind: "person.asked-elsewhere", Path: "record/elsewhere", Name: "Known to another team? Ask that they ring you",
	Heading: "Known to another team?",
	Lead:    "If somebody keeps a record under exactly this name and date of birth, they are told that you met a person like that, and whom to ring here. You are not told whether there is such a record: that may only be said by those who keep it.",
	When:    "When did you meet them?", Submit: "Ask", Keeper: true, Sure: []string{"agreed", "born"},
	Words: map[string]string{"name": "Their whole name", "born": "Date of birth, or the year", "ring": "Whom can they ring here?", "agreed": "Do they know that you ask, and agree?"},
	Hints: map[string]string{
		"name":   "Exactly as they gave it. Ask once for each name they used",
		"born":   "Like 4 May 1994, or 1994",
		"ring":   "Your name and a number at work. Nothing about the person",
		"agreed": "Another team learns that they are with you. Some people left that team for a reason",
	},
	Begin: func(_ *route.Request, v desk.View) url.Values {
		typed := url.Values{}
		if names := v.Case.Person.Names; len(names) > 0 {
			typed.Set("name", names[len(names)-1].Name)
		}
		if born, ok := v.Case.Person.Born.Answer().Get(); ok {
			typed.Set("born", born.Words())
		}
		return typed
	},
	Act: act.Of(func(on ident.Chronology, when civil.When, b person.AskedElsewhere, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.FindAgain(on, person.FindAgain{Happened: when, Body: b})
	}),
}
