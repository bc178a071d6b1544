// Package record is the forms for what happens on the way besides contacts: who somebody
// is, the referral, the decisions and the telling of them, support, risk, a home, leave,
// the way to justice. Each is one kind of entry and one act; guided journeys come on top
// of them.
package record

import (
	"net/http"
	"net/url"

	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/decision"
	"waymark/internal/desk"
	"waymark/internal/entitlement"
	"waymark/internal/govuk"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/referral"
	"waymark/internal/support"
	"waymark/internal/web/act"
	"waymark/internal/web/frame"
	"waymark/internal/web/route"
)

// Pages lists the forms, in the order of the way.
func Pages() []act.Page {
	return []act.Page{
		describe, elsewhere,
		decline, notify, refer, handle, confirm, decide, review, tell, ask,
		start, risk, needs, assess, onward, home, conferred, concern,
		asylum, apply, leave, harm, claim, ownRecord, breach, end,
	}
}

// Routes lists the route of the list of forms. Offered is every form there is.
func Routes(offered []act.Page) []route.Route {
	return []route.Route{{Pattern: "GET /cases/{case}/record", Action: "case.see", Serve: func(q *route.Request) error {
		v, err := q.View("record")
		if err != nil {
			return err
		}
		var links []frame.Link
		for _, p := range offered {
			if p.May(q, v) {
				links = append(links, frame.Link{Text: p.Name, Href: route.CasePath(v.Case.ID, p.Path)})
			}
		}
		return q.Show(http.StatusOK, frame.Options{Title: "What happened?", BackHref: route.CasePath(v.Case.ID), BackText: v.Case.Person.Called()}, list(v.Case.Person.Called(), links))
	}}}
}

var refer = act.Page{
	Action: "referral.send", Kind: "referral.sent", Path: "record/referral", Name: "Referral sent into the NRM",
	Heading: "Referral sent", Lead: "This notes a referral that was sent. From now on the authority it went to can read what a decision rests on.", When: "When was it sent?", Submit: "Record the referral",
	Words:  map[string]string{"route": "By which way?", "authority": "To which competent authority?", "to": "Which organisation here is that?", "consent": "Did they agree to be referred?", "born": "When was the child born?", "police": "Did they agree to contact with the police?"},
	Hints:  map[string]string{"born": "Only for a child: what happens at 18 is counted from it", "account": "In their own words, as it stands on the referral. Nobody should have to tell this twice", "to": "They begin to see the decision's part of this record"},
	Sure:   []string{"route", "authority", "consent"},
	Choose: authorities,
	Act: act.Of(func(on ident.Chronology, when civil.When, b referral.Sent, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.SendReferral(on, referral.Send{Happened: when, Body: b})
	}),
}

func authorities(_ *route.Request, v desk.View) map[string][]govuk.SelectItem {
	var out []govuk.SelectItem
	for _, id := range v.Names.Organisations() {
		if v.Names.Sort(id).Decides() {
			out = append(out, govuk.SelectItem{Value: string(id), Text: v.Names.Organisation(id)})
		}
	}
	return map[string][]govuk.SelectItem{"to": out}
}

var stageWords = map[string]string{"referral": "On which referral?", "stage": "Which decision?", "outcome": "What was decided?"}

var decide = act.Page{
	Action: "decision.make", Kind: "decision.made", Path: "record/decision", Name: "Decision made",
	Heading: "Decision made", Lead: "A negative decision gives its reasons.", When: "When was it made?", Submit: "Record the decision",
	Words: stageWords, Sure: []string{"stage", "outcome"}, Choose: referrals, Begin: latest,
	Act: act.Of(func(on ident.Chronology, when civil.When, b decision.Made, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.MakeDecision(on, decision.Make{Happened: when, Body: b})
	}),
}

var tell = act.Page{
	Action: "decision.tell", Kind: "decision.told", Path: "record/told", Name: "They were told of a decision",
	Heading: "Told of a decision", Lead: "Clocks after a negative decision begin only when they have the notice and the reasons.", When: "When were they told?", Submit: "Record it",
	Words: map[string]string{"referral": "On which referral?", "stage": "Of which decision?", "outcome": "What was decided?", "reasons": "Did they get the reasons with it?", "may_ask": "What does the notice say of asking for reconsideration?", "how": "How were they told, and in which language?"},
	Sure:  []string{"stage", "outcome", "reasons"}, Choose: referrals, Begin: latest,
	Act: act.Of(func(on ident.Chronology, when civil.When, b decision.Told, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.TellDecision(on, decision.Tell{Happened: when, Body: b})
	}),
}

var ask = act.Page{
	Action: "reconsideration.ask", Kind: "reconsideration.asked", Path: "record/reconsideration", Name: "Reconsideration asked for",
	Heading: "Reconsideration asked for", Lead: "Set what is new against the reasons of the refusal.", When: "When was it asked for?", Submit: "Record it",
	Words: map[string]string{"referral": "On which referral?", "stage": "Of which decision?", "evidence": "What is new?"},
	Sure:  []string{"stage"}, Choose: referrals, Begin: latest,
	Act: act.Of(func(on ident.Chronology, when civil.When, b decision.Asked, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.AskReconsideration(on, decision.Ask{Happened: when, Body: b})
	}),
}

// referrals offers the person's own referrals.
func referrals(_ *route.Request, v desk.View) map[string][]govuk.SelectItem {
	var out []govuk.SelectItem
	for _, l := range v.Case.Referral.Sent {
		out = append(out, govuk.SelectItem{Value: string(l.ID), Text: "Referred " + l.Happened.Words()})
	}
	return map[string][]govuk.SelectItem{"referral": out}
}

// latest fills in what is known: the latest referral, and the decision that stands on it.
func latest(_ *route.Request, v desk.View) url.Values {
	out := url.Values{}
	ref, ok := v.Case.Referral.Latest()
	if !ok {
		return out
	}
	out.Set("referral", string(ref.ID))
	for _, stage := range []decision.Stage{decision.ConclusiveGrounds, decision.ReasonableGrounds} {
		if o, _, ok := v.Case.Decision.Latest(ref.ID, stage); ok {
			out.Set("stage", string(stage))
			out.Set("outcome", string(o))
			return out
		}
	}
	return out
}

var start = act.Page{
	Action: "support.start", Kind: "support.started", Path: "record/support", Name: "Support began, or they moved",
	Heading: "Support began", Lead: "Where they are supported, never the address.", When: "Since when?", Submit: "Record it", Sure: []string{"setting"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b support.Started, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.StartSupport(on, support.Entry{Happened: when, Body: &b})
	}),
}

var assess = act.Page{
	Action: "support.note", Kind: "support.assessed", Path: "record/assessment", Name: "Recovery Needs Assessment",
	Heading: "Recovery Needs Assessment", Lead: "What they need, and what was agreed.", When: "When was it?", Submit: "Record it", Sure: []string{"result"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b support.Assessed, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.NoteSupport(on, support.Entry{Happened: when, Body: &b})
	}),
}

var onward = act.Page{
	Action: "support.note", Kind: "support.onward", Path: "record/service", Name: "Another service: asked, accepted, started, ended",
	Heading: "Another service", Lead: "Each step is an entry of its own, so that the wait shows.", When: "When?", Submit: "Record it", Sure: []string{"step"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b support.Onward, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.NoteSupport(on, support.Entry{Happened: when, Body: &b})
	}),
}

var leave = act.Page{
	Action: "leave.record", Kind: "leave.granted", Path: "record/leave", Name: "Leave to remain granted",
	Heading: "Leave to remain", Lead: "As it stands on the letter or permit.", When: "When was it granted?", Submit: "Record it",
	Act: act.Of(func(on ident.Chronology, when civil.When, b entitlement.Leave, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.RecordLeave(on, entitlement.Grant{Happened: when, Body: b})
	}),
}

var end = act.Page{
	Action: "support.end", Kind: "support.ended", Path: "record/end", Name: "Support ended",
	Heading: "Support ended", Lead: "How they are, and what follows.", When: "When did it end?", Submit: "Record it", Sure: []string{"reason"},
	Act: act.Of(func(on ident.Chronology, when civil.When, b support.Ended, _ map[string]label.Set, _ string) casefile.Act {
		return casefile.EndSupport(on, support.End{Happened: when, Body: b})
	}),
}
