package team

import (
	"net/url"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/govuk"
	"waymark/internal/housing"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/organisation"
	"waymark/internal/web/act"
	"waymark/internal/web/route"
)

// Pages lists the forms about a worker or a house that is there.
func Pages() []act.Page {
	return []act.Page{supervision, training, check, mend, closing}
}

var supervision = act.Page{
	Team: true, Action: "team.record", Kind: "worker.supervised", Path: "supervision", Name: "Supervision held",
	Heading: "Supervision", Lead: "What was agreed is theirs and yours. Leave out what they said in confidence, and what they said of the people they support.", When: "When was it?", Submit: "Record it",
	Words: map[string]string{"how": "What was it?", "with": "With whom?"}, Hints: map[string]string{"with": "A name, or a name and where they come from"}, Sure: []string{"how"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b organisation.Supervised, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.SuperviseWorker(on, organisation.Supervise{Happened: when, Body: b})
	}),
}

var training = act.Page{
	Team: true, Action: "team.record", Kind: "worker.trained", Path: "training", Name: "Training done",
	Heading: "Training", Lead: "The clock for its renewal follows by itself.", When: "When was it finished?", Submit: "Record it",
	Words: map[string]string{"course": "What was it in?", "by": "Who gave it?"},
	Hints: map[string]string{"until": "As it stands on the certificate. If none stands there, leave this empty: then the service's own standard counts"}, Sure: []string{"course"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b organisation.Trained, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.TrainWorker(on, organisation.Train{Happened: when, Body: b})
	}),
}

var check = act.Page{
	Team: true, Action: "house.record", Kind: "house.checked", Path: "check", Name: "House checked",
	Heading: "House check", Lead: "What was found stands here until it is put right.", When: "When was it?", Submit: "Record it",
	Words: map[string]string{"what": "What was checked?", "result": "How was it?", "by": "By which day must it be put right?"},
	Hints: map[string]string{
		"faults": "If something must be put right: what, and in which room. Nobody who lives there by name",
		"by":     "If something must be put right, like 12 March 2026",
		"next":   "For gas and electrics, if a certificate says so",
	},
	Sure: []string{"what", "result"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b housing.HouseChecked, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.CheckHouse(on, housing.CheckHouse{Happened: when, Body: b})
	}),
}

var mend = act.Page{
	Team: true, Action: "house.record", Kind: "house.put-right", Path: "put-right", Name: "What a check found was put right",
	Heading: "Put right", Lead: "Its clock ends with this.", When: "When was it put right?", Submit: "Record it",
	Words: map[string]string{"check": "What was found by which check?"}, Choose: faults, Begin: oldest,
	Act: act.Of(func(on ident.Chronology, when civil.When, b housing.PutRight, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.MendHouse(on, housing.Mend{Happened: when, Body: b})
	}),
}

// faults offers what checks found and nobody has put right.
func faults(_ *route.Request, v desk.View) map[string][]govuk.SelectItem {
	var out []govuk.SelectItem
	for _, f := range v.Case.House.Faults {
		if l, ok := v.Case.Line(f.Check); ok {
			out = append(out, govuk.SelectItem{Value: string(f.Check), Text: found(l)})
		}
	}
	return map[string][]govuk.SelectItem{"check": out}
}

// oldest fills in what waits longest.
func oldest(_ *route.Request, v desk.View) url.Values {
	out := url.Values{}
	if all := v.Case.House.Faults; len(all) > 0 {
		out.Set("check", string(all[0].Check))
	}
	return out
}

// found words a check, with the beginning of what it found.
func found(l chronology.Line) string {
	b, ok := l.Body.(*housing.HouseChecked)
	if !ok {
		return l.Happened.Words()
	}
	words := chronology.WordsOf(b.What.Or("")) + ", " + l.Happened.Words()
	if text := []rune(string(b.Faults.Or(""))); len(text) > mostFound {
		words += ": " + string(text[:mostFound]) + "…"
	} else if len(text) > 0 {
		words += ": " + string(text)
	}
	return words
}

// mostFound is how many characters of what a check found stand in a choice.
const mostFound = 80

var closing = act.Page{
	Team: true, Action: "house.record", Kind: "house.closed", Path: "close", Name: "The house is closed",
	Heading: "Close this house", Lead: "Its record stays, and none of its clocks runs on.", When: "When was it closed?", Submit: "Close the house",
	Topic: casefile.HouseTopic,
	Act: act.Of(func(on ident.Chronology, when civil.When, b housing.Closed, _ map[string]label.Set, saw string) casefile.Act {
		return casefile.CloseHouse(on, housing.CloseHouse{Happened: when, Body: b}, saw)
	}),
}
