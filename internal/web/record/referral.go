package record

import (
	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/decision"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/referral"
	"waymark/internal/web/act"
)

// The forms beside the referral and the decision.

var onWhich = map[string]string{"referral": "On which referral?"}

var decline = act.Page{
	Action: "referral.notify", Kind: "referral.declined", Path: "record/declined", Name: "They do not agree to be referred",
	Heading: "They do not agree to be referred", Lead: "An adult may say no, and may say yes later. Public authorities then have the duty to notify, without a name.", When: "When did they say so?", Submit: "Record it",
	Words: map[string]string{"why": "What did they say, and what do they want instead?"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b referral.Declined, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.NotifyReferral(on, referral.Notify{Happened: when, Body: &b})
	}),
}

var notify = act.Page{
	Action: "referral.notify", Kind: "referral.notified", Path: "record/notified", Name: "Duty to Notify carried out",
	Heading: "Duty to Notify carried out", Lead: "For an adult who did not agree to be referred. Nobody is named who did not agree to that.", When: "When was it sent?", Submit: "Record it", Sure: []string{"named"},
	Words: map[string]string{"named": "Did they agree to be named?", "by": "Which public authority notified?"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b referral.Notified, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.NotifyReferral(on, referral.Notify{Happened: when, Body: &b})
	}),
}

var handle = act.Page{
	Action: "referral.handle", Kind: "referral.handled", Path: "record/handled", Name: "Referral received, or read through",
	Heading: "Referral received, or read through", Lead: "Ask the First Responder for what is missing while they still remember.", When: "When was it? With the time, if you know it", Submit: "Record it", Sure: []string{"step"},
	Words: onWhich, Choose: referrals, Begin: latest,
	Act: act.Of(func(on ident.Chronology, when civil.When, b referral.Handled, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.HandleReferral(on, referral.Handle{Happened: when, Body: b})
	}),
}

var confirm = act.Page{
	Action: "referral.confirm", Kind: "referral.confirmed", Path: "record/at-18", Name: "At 18: whether they stay in the NRM",
	Heading: "At 18", Lead: "Somebody who was referred as a child was not asked then. At 18 they say whether they stay, and apart from that whether they want support.", When: "When did they say so?", Submit: "Record it", Sure: []string{"stays"},
	Words:  map[string]string{"referral": "On which referral?", "stays": "Do they stay in the NRM?", "support": "Do they want support?", "how": "How did they say so?"},
	Choose: referrals, Begin: latest,
	Act: act.Of(func(on ident.Chronology, when civil.When, b referral.Confirmed, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.ConfirmReferral(on, referral.Confirm{Happened: when, Body: b})
	}),
}

var review = act.Page{
	Action: "decision.review", Kind: "decision.reviewed", Path: "record/reviewed", Name: "Negative decision read by somebody else",
	Heading: "Read by somebody else", Lead: "A negative decision is read by somebody else before the person is told.", When: "When was it read?", Submit: "Record it", Sure: []string{"stage", "by", "result"},
	Words: map[string]string{"referral": "On which referral?", "stage": "Which decision?", "by": "Who read it?", "result": "What came of it?"}, Choose: referrals, Begin: latest,
	Act: act.Of(func(on ident.Chronology, when civil.When, b decision.Reviewed, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.ReviewDecision(on, decision.Review{Happened: when, Body: b})
	}),
}
