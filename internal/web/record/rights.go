package record

import (
	"net/url"

	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/entitlement"
	"waymark/internal/ident"
	"waymark/internal/justice"
	"waymark/internal/label"
	"waymark/internal/web/act"
	"waymark/internal/web/route"
)

// The forms for leave, asylum, and the way to justice.

var apply = act.Page{
	Action: "leave.record", Kind: "leave.applied", Path: "record/leave-applied", Name: "Leave to remain applied for",
	Heading: "Leave to remain applied for", Lead: "For the first time, or before leave ends.", When: "When was it sent?", Submit: "Record it",
	Act: act.Of(func(on ident.Chronology, when civil.When, b entitlement.Applied, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.ApplyLeave(on, entitlement.Apply{Happened: when, Body: &b})
	}),
}

var asylum = act.Page{
	Action: "asylum.record", Kind: "asylum.step", Path: "record/asylum", Name: "Asylum: claimed, refused, appealed; permission to work",
	Heading: "Asylum", Lead: "Each step is an entry of its own. Asylum that was granted is leave to remain.", When: "When?", Submit: "Record it", Sure: []string{"step"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b entitlement.Asylum, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.RecordAsylum(on, entitlement.Apply{Happened: when, Body: &b})
	}),
}

var harm = act.Page{
	Action: "justice.record", Kind: "justice.harm", Path: "record/harm", Name: "What a claim for compensation would rest on",
	Heading: "What a claim would rest on", Lead: "Most claims have a time that runs out. What happened stands in the referral; nobody needs to tell it again here.", When: "When was the last day of it?", Submit: "Record it", Sure: []string{"what"},
	Begin: bornAlready,
	Act: act.Of(func(on ident.Chronology, when civil.When, b justice.Harmed, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.RecordJustice(on, justice.Record{Happened: when, Body: &b})
	}),
}

// bornAlready fills in the date of birth, when it is known.
func bornAlready(_ *route.Request, v desk.View) url.Values {
	out := url.Values{}
	if born, ok := v.Case.Person.Born.Answer().Get(); ok {
		out.Set("born", born.Words())
	}
	return out
}

var claim = act.Page{
	Action: "justice.record", Kind: "justice.step", Path: "record/claim", Name: "Police and claims: reported, claimed, paid",
	Heading: "Police and claims", Lead: "Each step is an entry of its own.", When: "When?", Submit: "Record it", Sure: []string{"step"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b justice.Stepped, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.RecordJustice(on, justice.Record{Happened: when, Body: &b})
	}),
}
