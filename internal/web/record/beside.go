package record

import (
	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/conference"
	"waymark/internal/housing"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/oversight"
	"waymark/internal/support"
	"waymark/internal/web/act"
)

// The forms for what support looks at again and again, for a home, for safety, and for
// what the person is owed by whoever keeps their record.

var risk = act.Page{
	Action: "risk.assess", Kind: "support.risk-assessed", Path: "record/risk", Name: "Risk, and the plan for it",
	Heading: "Risk", Lead: "How things are now, and what is done about it. Each look is an entry of its own.", When: "When did you look at it?", Submit: "Record it", Sure: []string{"level"},
	Words: map[string]string{"level": "How high is the risk?", "what": "What could happen, to whom, and from whom?", "plan": "What is done about it, and what do they do themself?"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b support.RiskAssessed, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.AssessRisk(on, support.AssessRisk{Happened: when, Body: b})
	}),
}

var needs = act.Page{
	Action: "support.note", Kind: "support.needs-assessed", Path: "record/needs", Name: "Needs: on entry, a review, on leaving",
	Heading: "Needs", Lead: "What they need, as they say it, and what was agreed.", When: "When was it?", Submit: "Record it", Sure: []string{"moment"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b support.NeedsAssessed, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.NoteSupport(on, support.Entry{Happened: when, Body: &b})
	}),
}

var home = act.Page{
	Action: "housing.record", Kind: "housing.step", Path: "record/home", Name: "A home: notice, council, move",
	Heading: "A home", Lead: "Each step is an entry of its own. Where they will live stands in the note alone.", When: "When?", Submit: "Record it", Sure: []string{"step"},
	Words: map[string]string{"by": "By which day must they leave, or move?"}, Hints: map[string]string{"by": "For a notice and for a move: help can be asked for from some weeks before"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b housing.Moved, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.RecordHousing(on, housing.Record{Happened: when, Body: b})
	}),
}

var conferred = act.Page{
	Action: "conference.record", Kind: "conference.step", Path: "record/conference", Name: "Case conference asked for, or held",
	Heading: "Case conference", Lead: "Agencies meet about one person. To let one of them read this record, share it with them.", When: "When? With the time, if you know it", Submit: "Record it", Sure: []string{"step"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b conference.Met, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.RecordConference(on, conference.Record{Happened: when, Body: &b})
	}),
}

var concern = act.Page{
	Action: "conference.record", Kind: "safeguarding.step", Path: "record/concern", Name: "Safeguarding concern raised, or answered",
	Heading: "Safeguarding concern", Lead: "What was raised with the council, and what came of it.", When: "When?", Submit: "Record it", Sure: []string{"duty", "step"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b conference.Concern, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.RecordConference(on, conference.Record{Happened: when, Body: &b})
	}),
}

var ownRecord = act.Page{
	Action: "oversight.record", Kind: "oversight.own-record", Path: "record/own-record", Name: "They asked to see their own record",
	Heading: "Their own record", Lead: "Everybody may see what is kept about them.", When: "When?", Submit: "Record it", Sure: []string{"step"},
	Words: map[string]string{"since": "If it takes longer: when did they ask?"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b oversight.Asked, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.RecordOversight(on, oversight.Record{Happened: when, Body: &b})
	}),
}

var breach = act.Page{
	Action: "oversight.record", Kind: "oversight.breach", Path: "record/wrong-hands", Name: "Record in the wrong hands",
	Heading: "Record in the wrong hands", Lead: "Something about them was seen, sent or lost where it should not have been.", When: "When? With the time, if you know it", Submit: "Record it", Sure: []string{"step"},
	Words: map[string]string{"note": "What was seen, by whom, and what does it mean for them?"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b oversight.Breached, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.RecordOversight(on, oversight.Record{Happened: when, Body: &b})
	}),
}
