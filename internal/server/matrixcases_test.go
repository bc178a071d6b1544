package server_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/contact"
	"waymark/internal/decision"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/policy"
	"waymark/internal/referral"
	"waymark/internal/support"
	policyfiles "waymark/policy"
)

var shippedPolicies = policyfiles.Files

// caseOf is which case is a situation for somebody, or why there is none: "keeper" where
// their organisation keeps no record, "nobody" where nobody there can do what it takes.
func caseOf(p post, s situation) (key, none string) {
	own := s.ground == "own"
	switch {
	case own && !slices.Contains(keepers, p.At):
		return "", "keeps-none"
	case own && !slices.Contains(storied, p.At) && s.closed:
		return "", "nobody-can"
	case (s.bond == beside || s.bond == fewBeside || s.bond == conflicted) && !slices.Contains(headed, p.At):
		return "", "nobody-can"
	case s.bond == emergencied && !breaksGlass(p):
		return "", "may-not-open"
	case (s.ground == "referral" || s.ground == "decided"):
		if p.Role != policy.CaseOwner {
			return "", "decides-not"
		}
		return p.At + "/" + s.name, ""
	case own:
		return p.At + "/" + s.name, ""
	}
	return elm + "/" + s.name, ""
}

// breaksGlass says who opens a case in an emergency: see policy/emergency.cedar. A manager
// sees it anyway.
func breaksGlass(p post) bool {
	return slices.Contains([]policy.Role{policy.SupportWorker, policy.NightStaff, policy.FirstResponder, policy.PoliceOfficer}, p.Role)
}

// marker is the made-up word that stands for a label in a case. No two are alike, so that
// nobody is found by another's name.
func marker(number int, letter rune) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %c", number, letter))
	var b strings.Builder
	for i, x := range sum[:14] {
		from := "bcdfghjklmnpqrstvwxz"
		if i%2 == 1 {
			from = "aeiou"
		}
		b.WriteByte(from[int(x)%len(from)])
	}
	return strings.ToUpper(b.String()[:1]) + b.String()[1:]
}

// markers are the words that give a label away. What is general or of justice is said in
// coded answers only: those that nothing else in the town says.
func markers(number int, letter rune) []string {
	switch letter {
	case 'g':
		return []string{"Outreach, in asylum accommodation", `"asylum-accommodation"`}
	case 'j':
		return []string{"Criminal injuries compensation claimed", `"injuries-claimed"`}
	case 'o':
		return []string{marker(number, letter), confidant}
	}
	return []string{marker(number, letter)}
}

// seen are the letters of the labels whose words stand in a text, "." for none of them.
func seen(text string, number int) string {
	var out strings.Builder
	for _, l := range letters {
		for _, word := range markers(number, l) {
			if strings.Contains(text, word) {
				out.WriteRune(l)
				break
			}
		}
	}
	if out.Len() == 0 {
		return "."
	}
	return out.String()
}

// story is what is brought in about somebody: an entry under every label, each carried by
// an entry that is there for whoever reads the label in carriers.
func (t *town) story(keeper string, number int) string {
	mark := func(l rune) string { return marker(number, l) }
	worker := string(t.heads[keeper].Worker)
	lines := []map[string]any{
		{"kind": "person.met", "happened": "2026-11-01", "body": map[string]any{"chosen_name": mark('i'), "how": mark('t')}},
		{"kind": "person.described", "happened": "2026-11-02", "body": map[string]any{"nationality": mark('m')}},
		{"kind": "contact.safe-way", "happened": "2026-11-03", "body": map[string]any{"ways": []string{"text"}, "hours": mark('c'), "details": mark('c')}},
		{"kind": "referral.sent", "happened": "2026-11-04", "id": "ref", "body": map[string]any{"route": "adult", "authority": "sca", "consent": "yes", "account": mark('t'), "where": mark('l')}},
		{"kind": "support.started", "happened": "2026-11-05", "body": map[string]any{"setting": "asylum-accommodation", "note": mark('h')}},
		{"kind": "housing.step", "happened": "2026-11-06", "body": map[string]any{"step": "home-found", "note": mark('a')}},
		{"kind": "justice.step", "happened": "2026-11-07", "body": map[string]any{"step": "injuries-claimed", "note": mark('p')}},
		{"kind": "support.risk-assessed", "happened": "2026-11-08", "body": map[string]any{"level": "amber", "what": mark('s')}},
		{"kind": "support.allocated", "happened": "2026-11-09", "id": "al", "body": map[string]any{"worker": worker}},
		{"kind": "support.released", "happened": "2026-11-10", "body": map[string]any{"allocation": "al", "why": mark('w')}},
		{"kind": "consent.shared", "happened": "2026-11-11", "body": map[string]any{"to": string(t.orgs[confidant]), "labels": "general", "basis": "consent", "why": mark('o')}},
	}
	for range 5 { // what happened lately, and gives nothing away
		lines = append(lines, map[string]any{"kind": "support.allocated", "happened": "2026-11-18", "body": map[string]any{"worker": worker, "as": "night"}})
	}
	var b strings.Builder
	for _, l := range lines {
		l["chronology"] = "A"
		raw, err := json.Marshal(l)
		if err != nil {
			panic(err)
		}
		b.Write(append(raw, '\n'))
	}
	return b.String()
}

// tell opens a case and writes what there is to write about the person.
func (t *town) tell(key, keeper string) aCase {
	c := aCase{keeper: keeper, number: len(t.cases), planted: letters}
	if t.err != nil {
		return c
	}
	if !slices.Contains(storied, keeper) {
		t.tellLess(&c)
		t.cases[key] = c
		return c
	}
	head := t.heads[keeper]
	before := t.peopleOf(head)
	t.clock.Advance(1e9)
	if _, err := t.desk.Import(context.Background(), head, desk.Bringing{Name: "old.jsonl", Read: strings.NewReader(t.story(keeper, c.number))}); err != nil {
		t.err = fmt.Errorf("%s: %w", key, err)
		return c
	}
	for id := range t.peopleOf(head) {
		if !before[id] {
			c.on = id
		}
	}
	c.share = t.share(head, c.on, confidant, "consent", "g", civil.When{})
	v, err := t.desk.Read(context.Background(), head, "case.now", c.on, chronology.At{})
	if err != nil {
		t.err = err
		return c
	}
	c.entry = v.Case.Lines[0].ID
	t.cases[key] = c
	return c
}

// tellLess is what a First Responder of a council or a police force may write.
func (t *town) tellLess(c *aCase) {
	by, mark := t.scribes[c.keeper], func(l rune) string { return marker(c.number, l) }
	c.on, c.planted = ident.NewChronology(t.clock.Now()), "icltmh"
	c.entry = t.do(by, casefile.MeetBeside(c.on, person.Meet{Happened: t.today(), Body: person.Met{ChosenName: answer.Given(mark('i')), How: asText(mark('t'))}}))[0]
	t.do(by, casefile.Describe(c.on, person.Describe{Happened: t.today(), Body: person.Described{Nationality: answer.Given(mark('m'))}}))
	t.do(by, casefile.SetSafeWay(c.on, contact.SetSafeWay{Happened: t.today(), Body: contact.SafeWay{Ways: answer.Given([]contact.Way{"text"}), Hours: answer.Given(mark('c')), Details: answer.Given(mark('c'))}}, "none"))
	t.do(by, casefile.SendReferral(c.on, referral.Send{Happened: t.today(), Body: referral.Sent{Route: answer.Given(referral.Route("adult")), Authority: answer.Given(referral.Authority("sca")), Consent: answer.Given(referral.Agreed("yes")), Account: asText(mark('t')), Where: asText(mark('l'))}}))
	t.do(by, casefile.RecordContact(c.on, contact.Record{Happened: t.today(), Body: contact.Made{How: answer.Given(contact.How("phone")), Reached: answer.Given(contact.Reached("yes")), Note: asText(mark('h'))}}))
	for range 5 { // what happened lately, and gives nothing away
		t.do(by, casefile.Describe(c.on, person.Describe{Happened: t.today(), Body: person.Described{SpokenOfAs: answer.Given(person.Pronoun("they"))}}))
	}
}

func asText(s string) answer.Of[answer.Text] { return answer.Given(answer.Text(s)) }

func (t *town) peopleOf(head policy.Actor) map[ident.Chronology]bool {
	out := map[ident.Chronology]bool{}
	for page, more := 1, true; more && t.err == nil; page++ {
		people, err := t.desk.People(context.Background(), head, page)
		if err != nil {
			t.err = err
		}
		for _, p := range people.Folk {
			out[p.On] = true
		}
		more = people.More
	}
	return out
}

func (t *town) share(by policy.Actor, on ident.Chronology, to, basis, given string, until civil.When) ident.Entry {
	b := consent.Shared{To: answer.Given(t.orgs[to]), Labels: answer.Given(labelsOf(given)), Basis: answer.Given(chronology.Basis(basis)), Why: asText("As they wished")}
	if !until.IsZero() {
		b.Until = answer.Given(until)
	}
	if done := t.do(by, casefile.Share(on, consent.Share{Happened: t.today(), Body: b})); done != nil {
		return done[0]
	}
	return ""
}

// labelsOf reads letters.
func labelsOf(ls string) label.Set {
	var s label.Set
	for _, l := range ls {
		x, err := label.Parse(labelNames[l])
		if err != nil {
			panic(err)
		}
		s = s.With(label.Of(x))
	}
	return s
}

func (t *town) beside(who post, worker policy.Actor, on ident.Chronology) {
	t.do(t.heads[who.At], casefile.Allocate(on, support.Allocate{Happened: t.today(), Body: support.Allocated{Worker: answer.Given(worker.Worker)}}))
}

// settle makes every case of the matrix: what has expired on the first day, all else on
// the second.
func (t *town) settle() {
	for _, keeper := range slices.Concat(keepers, []string{elm}) {
		for _, s := range situations {
			if (s.ground == "own") == (keeper != elm) && s.ground != "referral" && s.ground != "decided" && t.anybody(keeper, s) {
				t.tell(keeper+"/"+s.name, keeper)
			}
		}
	}
	for _, at := range []string{"authority", "enforcers"} {
		for _, s := range situations {
			if s.ground == "referral" || s.ground == "decided" {
				t.tell(at+"/"+s.name, elm)
			}
		}
	}
	expired := t.cases[elm+"/consent expired, beside"]
	t.give(expired, situations[slices.IndexFunc(situations, func(s situation) bool { return s.over == "expired" })])
	t.clock.Set(secondDay)
	for _, keeper := range slices.Concat(keepers, []string{elm}) {
		for _, s := range situations {
			if c, ok := t.cases[keeper+"/"+s.name]; ok && s.over != "expired" {
				t.give(c, s)
			}
		}
	}
	t.refer()
}

// anybody says whether a situation at a keeper is somebody's.
func (t *town) anybody(keeper string, s situation) bool {
	return slices.ContainsFunc(t.members, func(m member) bool {
		key, none := caseOf(m.post, s)
		return none == "" && key == keeper+"/"+s.name
	})
}

// give brings a case into its situation, for everybody whose situation it is.
func (t *town) give(c aCase, s situation) {
	if t.err != nil {
		return
	}
	head := t.heads[c.keeper]
	var shares []ident.Entry
	if s.given != "" {
		until := civil.When{}
		switch {
		case s.over == "expired":
			until = t.today()
		case s.ground == "contract", s.ground == "conference", s.ground == "vital interests":
			until = civil.On(civil.DayOf(t.clock.Now()).Add(60))
		}
		for _, x := range companies {
			shares = append(shares, t.share(head, c.on, x.name, s.ground, s.given, until))
		}
	}
	if s.closed {
		t.do(head, casefile.EndSupport(c.on, support.End{Happened: t.today(), Body: support.Ended{Reason: answer.Given(support.Reason("moved-on"))}}))
	}
	var restricted bool
	for _, m := range t.members {
		if key, none := caseOf(m.post, s); none != "" || t.cases[key].on != c.on || key != keyOf(c, s) {
			continue
		}
		if t.err == nil {
			restricted = t.bind(c, s, m, restricted)
		}
	}
	for _, e := range shares {
		if s.over == "withdrawn" {
			t.do(head, casefile.EndSharing(c.on, consent.End{Happened: t.today(), Body: consent.Ended{Sharing: answer.Given(e)}}))
		}
	}
	if (s.bond == few || s.bond == fewBeside) && t.err == nil {
		t.restrict(c)
	}
}

func keyOf(c aCase, s situation) string { return c.keeper + "/" + s.name }

// restrict lets only the head know, and a second worker who is in no line.
func (t *town) restrict(c aCase) {
	with, of := t.heads["elm"], elm
	if c.keeper == elm {
		with, of = t.heads["maple"], "maple"
	}
	t.do(t.heads[c.keeper], casefile.Restrict(c.on, consent.Restrict{
		Happened: t.today(), Body: consent.Restricted{Why: asText("They are asked for")}, With: consent.Named{Worker: answer.Given(with.Worker), Of: answer.Given(t.orgs[of])},
	}))
}

// bind makes somebody stand to a case as the situation says.
func (t *town) bind(c aCase, s situation, m member, restricted bool) bool {
	head := t.heads[c.keeper]
	switch s.bond {
	case beside, fewBeside:
		t.beside(m.post, m.actor, c.on)
	case conflicted:
		t.beside(m.post, m.actor, c.on)
		t.do(t.heads[m.At], casefile.KeepAway(c.on, consent.Keep{Happened: t.today(), Body: consent.Conflicted{Worker: answer.Given(m.actor.Worker)}}))
	case emergencied:
		t.do(m.actor, casefile.OpenInEmergency(c.on, consent.Open{Happened: t.today(), Why: asText("She rang and was cut off")}))
	case fewNamed:
		if !restricted {
			t.restrict(c)
		}
		t.do(head, casefile.NameOne(c.on, consent.Name{Happened: t.today(), Body: consent.Named{Worker: answer.Given(m.actor.Worker), Of: answer.Given(m.actor.Organisation)}}))
		return true
	case far, few:
	}
	return restricted
}

// refer sends the referrals that the authorities read by, and has half of them decided.
func (t *town) refer() {
	for _, at := range []string{"authority", "enforcers"} {
		for _, s := range situations {
			c, ok := t.cases[at+"/"+s.name]
			if !ok || t.err != nil {
				continue
			}
			of := referral.Authority("sca")
			sent := t.do(t.heads[elm], casefile.SendReferral(c.on, referral.Send{Happened: t.today(), Body: referral.Sent{
				Route: answer.Given(referral.Route("adult")), Authority: answer.Given(of), To: answer.Given(t.orgs[at]), Consent: answer.Given(referral.Agreed("yes")),
			}}))
			if s.ground == "decided" && sent != nil {
				owner := t.members[slices.IndexFunc(t.members, func(m member) bool { return m.At == at })].actor
				t.do(owner, casefile.MakeDecision(c.on, decision.Make{Happened: t.today(), Body: decision.Made{
					Referral: answer.Given(sent[0]), Stage: answer.Given(decision.ReasonableGrounds), Outcome: answer.Given(decision.Negative), Reasons: asText("Not enough is known"),
				}}))
			}
		}
	}
}
