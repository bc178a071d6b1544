package seed

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/contact"
	"waymark/internal/decision"
	"waymark/internal/desk"
	"waymark/internal/entitlement"
	"waymark/internal/housing"
	"waymark/internal/ident"
	"waymark/internal/justice"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/referral"
	"waymark/internal/support"
)

// event is one thing that happens in a made-up life, in the order of its days.
type event struct {
	on     civil.Day
	origin string // "" where the house itself recorded it
	refers bool   // it is the referral that others name
	body   func(referral ident.Entry) any
}

// telling is one person being made up.
type telling struct {
	*world
	*rand.Rand
	from, to civil.Day // between which there is support
	events   []event
}

func given[T any](v T) answer.Of[T] { return answer.Given(v) }

func pick[T any](t *telling, all []T) T { return all[t.IntN(len(all))] }

func (t *telling) words(all []string) answer.Of[answer.Text] {
	return given(answer.Text(pick(t, all)))
}

// add tells an event, if it lies before today.
func (t *telling) add(on civil.Day, body any) { t.tell(on, "", func(ident.Entry) any { return body }) }

// authority is where what the competent authority did comes from.
const authority = "a letter of the competent authority"

func (t *telling) tell(on civil.Day, origin string, body func(ident.Entry) any) {
	if on <= t.today {
		t.events = append(t.events, event{on: on, origin: origin, body: body})
	}
}

// person makes up the i-th person.
func (w *world) person(i int) desk.MadeUp {
	return desk.MadeUp{Act: w.act("person", i), Entries: func(m chronology.Moment) []chronology.New {
		t := &telling{world: w, Rand: rand.New(rand.NewPCG(w.plan.Number, uint64(i)))}
		worker := w.beside(i)
		// Some of those whom nobody walks beside wait for a worker; of the others it is told
		// how it went.
		if worker != "" || t.IntN(4) == 0 {
			t.from, t.to = w.today.Add(-10-t.IntN(500)), w.today
		} else {
			t.from = w.today.Add(-500 - t.IntN(1800))
			t.to = t.from.Add(120 + t.IntN(380))
		}
		t.met(worker)
		t.course()
		t.around()
		t.contacts()
		return t.entries(m)
	}}
}

// met is the first day.
func (t *telling) met(worker ident.Worker) {
	n := pick(t, names)
	t.add(t.from, &person.Met{ChosenName: given(n.own), How: t.words(how)})
	d := &person.Described{SpokenOfAs: given(pick(t, []person.Pronoun{"she", "he", "they"})), Speaks: given(n.speaks), Interpreter: given(pick(t, []person.Wish{"woman", "man", "either", "none"})),
		Born: given(civil.On(t.from.Add(-18*366 - t.IntN(12000)))), Nationality: given(n.from)}
	if n.latin != "" {
		d.OtherNames = given([]string{n.latin})
	}
	t.add(t.from, d)
	t.add(t.from, &contact.SafeWay{Ways: given([]contact.Way{pick(t, []contact.Way{"text", "call", "through-worker"})}), Hours: given(pick(t, hours)), Details: given("07700 900" + string(rune('0'+t.IntN(10))) + "42"), NeverDo: t.words(never)})
	t.add(t.from, &support.Started{Setting: given(pick(t, []support.Setting{"safehouse", "outreach", "asylum-accommodation", "own-home"})), Note: t.words(notes)})
	if worker != "" {
		t.add(t.from, &support.Allocated{Worker: given(worker)})
	}
	t.add(t.from.Add(1), &support.RiskAssessed{Level: given(pick(t, []support.Level{"red", "amber", "green"})), What: t.words(risks), Plan: t.words(plans)})
	t.add(t.from.Add(3), &support.NeedsAssessed{Moment: given(support.NeedsMoment("entry")), Needs: t.words(needs), Wants: t.words(wants)})
}

// course is the way through the National Referral Mechanism.
func (t *telling) course() {
	sent := t.from.Add(2 + t.IntN(12))
	if sent <= t.today {
		body := &referral.Sent{Route: given(referral.Route("adult")), Authority: given(referral.Authority("sca")), To: given(t.decide), Consent: given(referral.Agreed("yes")), Account: t.words(accounts), Where: t.words(places)}
		t.events = append(t.events, event{on: sent, refers: true, body: func(ident.Entry) any { return body }})
	}
	t.tell(sent.Add(1), authority, func(r ident.Entry) any {
		return &referral.Handled{Referral: given(r), Step: given(referral.Handling("received"))}
	})
	rg := sent.Add(3 + t.IntN(40))
	if !t.decided(rg, decision.ReasonableGrounds, 9) {
		return
	}
	cg := rg.Add(45 + t.IntN(420))
	if !t.decided(cg, decision.ConclusiveGrounds, 8) {
		return
	}
	t.add(cg.Add(14), &support.Assessed{Result: given(pick(t, []support.Result{"goes-on", "reduced"})), Note: t.words(notes)})
	if t.IntN(3) == 0 {
		until := cg.Add(40 + 30*30)
		t.add(cg.Add(40), &entitlement.Leave{Kind: given(pick(t, []entitlement.LeaveKind{"discretionary", "refugee"})), Months: given(30), Expires: given(civil.On(until)), Note: t.words(notes)})
	}
}

// decided tells a decision and that the person was told, and says whether it was positive:
// as often as of is to ten.
func (t *telling) decided(on civil.Day, stage decision.Stage, of int) bool {
	out := decision.Positive
	if t.IntN(10) >= of {
		out = decision.Negative
	}
	t.tell(on, authority, func(r ident.Entry) any {
		return &decision.Made{Referral: given(r), Stage: given(stage), Outcome: given(out), Reasons: t.words(reasons)}
	})
	told := on.Add(1 + t.IntN(4))
	t.tell(told, "", func(r ident.Entry) any {
		return &decision.Told{Referral: given(r), Stage: given(stage), Outcome: given(out), Reasons: given(decision.Reasons("given")), How: t.words(notes)}
	})
	if out == decision.Negative && t.IntN(2) == 0 {
		t.tell(told.Add(20), "", func(r ident.Entry) any {
			return &decision.Asked{Referral: given(r), Stage: given(stage), Evidence: t.words(accounts), LegalAid: given(decision.YesNo("yes"))}
		})
	}
	return out == decision.Positive
}

// around is what goes on beside it.
func (t *telling) around() {
	late := func() civil.Day { return t.from.Add(5 + t.IntN(max(t.to.Sub(t.from), 6))) }
	if t.IntN(3) == 0 {
		t.add(late(), &entitlement.Asylum{Step: given(entitlement.AsylumStep("claimed")), Note: t.words(notes)})
	}
	if t.IntN(4) == 0 {
		t.add(late(), &justice.Stepped{Step: given(justice.Step("reported")), Note: t.words(notes)})
	}
	if t.IntN(4) == 0 {
		t.add(late(), &support.Onward{Service: given(pick(t, services)), Step: given(pick(t, []support.Step{"asked", "accepted", "started"})), Note: t.words(notes)})
	}
	if t.IntN(5) == 0 {
		on := late()
		t.add(on, &housing.Moved{Step: given(housing.Step("notice")), By: given(civil.On(on.Add(28))), Note: t.words(places)})
	}
	if t.IntN(10) == 0 {
		t.add(late(), &consent.Shared{To: given(t.reads), Labels: given(label.Of(label.General, label.Identity, label.Contact, label.Account)), Basis: given(chronology.Consent), Why: t.words(sharings)})
	}
	if t.to != t.today {
		t.add(t.to, &support.Ended{Reason: given(pick(t, []support.Reason{"moved-on", "person-left", "transferred"})), Note: t.words(notes)})
		return
	}
	for on := t.from.Add(29); on <= t.today; on = on.Add(28 + t.IntN(60)) {
		t.add(on, &support.RiskAssessed{Level: given(pick(t, []support.Level{"red", "amber", "green"})), What: t.words(risks), Plan: t.words(plans)})
	}
}

// contacts fill what is left with contacts, spread over the time of support.
func (t *telling) contacts() {
	most := t.plan.Entries - LeastEntries/4
	if len(t.events) > most {
		t.events = t.events[:most]
	}
	days := max(t.to.Sub(t.from), 1)
	left := t.plan.Entries - len(t.events)
	for n := range left {
		b := &contact.Made{How: given(pick(t, []contact.How{"face-to-face", "phone", "video", "text", "accompaniment"})), Reached: given(contact.Reached("yes")),
			Private: given(pick(t, []contact.Private{"yes", "partly"})), Minutes: given(5 * (1 + t.IntN(24))), Note: given(answer.Text(pick(t, notes) + " " + pick(t, notes)))}
		if t.IntN(4) == 0 {
			b.Wants = t.words(wants)
		}
		t.add(t.from.Add(days*n/left), b)
	}
}

// entries puts the events in the order of their days. The first opens the record.
func (t *telling) entries(m chronology.Moment) []chronology.New {
	slices.SortStableFunc(t.events[1:], func(a, b event) int { return cmp.Compare(a.on.Sub(t.from), b.on.Sub(t.from)) })
	at := slices.IndexFunc(t.events, func(e event) bool { return e.refers })
	var sent ident.Entry
	if at >= 0 {
		sent = m.IDs(at)
	}
	out := make([]chronology.New, len(t.events))
	for i, e := range t.events {
		out[i] = chronology.New{Happened: civil.On(e.on), Origin: e.origin, Body: e.body(sent)}
	}
	return out
}
