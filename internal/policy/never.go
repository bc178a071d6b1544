package policy

import (
	"fmt"
	"slices"

	"waymark/internal/chronology"
	"waymark/internal/label"
)

// Never is one line of the table of who must never see or do what. The policies say
// what is allowed; this table says what no set of policies may allow, and a
// deployment's own files are proved against it by Breaches.
type Never struct {
	ID      string
	Words   string
	Labels  label.Set
	Actions []string
	when    func(a Actor, s Situation, bases []string) bool // bases cover the label; for an act, any
}

// Nevers gives the table.
func Nevers() []Never {
	acts := slices.DeleteFunc(slices.Clone(caseActions), func(a string) bool { return a == open })
	all := label.Everything()
	return []Never{
		{"operator-knows-no-case", "Whoever runs the machine opens no case and acts in none.", all, acts,
			func(a Actor, _ Situation, _ []string) bool { return a.Role == Operator }},
		{"stranger", "A support worker opens nothing of a person they do not walk beside.", all, acts,
			func(a Actor, s Situation, _ []string) bool { return a.Role == SupportWorker && !s.Linked }},
		{"colleagues", "A support worker does not read what concerns other workers.", label.Of(label.Staffing), nil,
			func(a Actor, _ Situation, _ []string) bool { return a.Role == SupportWorker }},
		{"address-for-a-decision", "Nobody opens an address in order to decide.", label.Of(label.Address), nil,
			func(a Actor, _ Situation, _ []string) bool { return a.Purpose == Deciding }},
		{"legal-advice-for-a-decision", "Nobody opens legal advice in order to decide.", label.Of(label.Legal), nil,
			func(a Actor, _ Situation, _ []string) bool { return a.Purpose == Deciding }},
		{"immigration-for-a-decision", "Nobody opens immigration records in order to decide, unless the person agreed to just that.", label.Of(label.Immigration), nil,
			func(a Actor, _ Situation, bases []string) bool {
				return a.Purpose == Deciding && !slices.Contains(bases, string(chronology.Consent))
			}},
		{"case-owner-and-support", "A case owner opens no health, address, legal advice or staffing, nor who was trusted with what.",
			label.Of(label.Health, label.Address, label.Legal, label.Staffing, label.Sharing), nil,
			func(a Actor, _ Situation, _ []string) bool { return a.Role == CaseOwner }},
		{"case-owner-without-a-duty", "A case owner opens nothing and does nothing but to decide, under a duty in law.", all, acts,
			func(a Actor, s Situation, _ []string) bool {
				return a.Role == CaseOwner && (a.Purpose != Deciding || s.Bases[string(chronology.StatutoryDuty)].Empty())
			}},
		{"case-owner-beyond-duty-and-consent", "A case owner opens nothing that is held on other grounds than a duty in law or the person's consent.", all, nil,
			func(a Actor, _ Situation, bases []string) bool {
				return a.Role == CaseOwner && !slices.Contains(bases, string(chronology.StatutoryDuty)) && !slices.Contains(bases, string(chronology.Consent))
			}},
		{"decision-by-others", "Only a case owner decides.", 0, []string{"decision.make"},
			func(a Actor, _ Situation, _ []string) bool { return a.Role != CaseOwner }},
		{"trusted-with-what", "Only the organisation that keeps the record reads who was trusted with what.", label.Of(label.Sharing), nil,
			func(_ Actor, s Situation, _ []string) bool { return !s.Keeper }},
		{"sharing-by-others", "Only the organisation that keeps the record shares it, gives or ends access to it, restricts it, and sees with whom it is shared.", 0,
			[]string{"consent.see", "consent.share", "consent.end-sharing", "access.give", "access.end", "access.restrict"},
			func(_ Actor, s Situation, _ []string) bool { return !s.Keeper }},
		{"referring-by-others", "Only the organisation that keeps the record refers the person: a referral gives the authority sight of it.", 0, []string{"referral.send"},
			func(_ Actor, s Situation, _ []string) bool { return !s.Keeper }},
		{"no-access", "An organisation that may read nothing of a case does nothing in it.", all, acts,
			func(_ Actor, s Situation, _ []string) bool { return s.Held.Empty() }},
		{"house-keeping", "Only an operator sets up organisations and workers.", 0,
			[]string{"organisation.found", "worker.join", "worker.leave"},
			func(a Actor, _ Situation, _ []string) bool { return a.Role != Operator }},
		{"bringing-in", "Only a manager or an operator brings in old records.", 0,
			[]string{"import.run"},
			func(a Actor, _ Situation, _ []string) bool { return a.Role != Manager && a.Role != Operator }},
	}
}

// Breach is something that the loaded policies allow and the table forbids.
type Breach struct {
	Never     string // the line's id
	What      string // the label or action allowed
	Actor     Actor  // made up, as is the situation
	Situation Situation
}

func (b Breach) String() string {
	return fmt.Sprintf("%s: %s for %s with purpose %s (linked %t, keeper %t, bases %s)", b.Never, b.What,
		b.Actor.Role, b.Actor.Purpose, b.Situation.Linked, b.Situation.Keeper, b.Situation.Bases)
}

// Breaches asks the loaded policies about every line of the table in every made-up
// situation, and gives what they allow that they must not. It is empty for the
// policies that Waymark ships.
func (e *Engine) Breaches() []Breach {
	table, situations := Nevers(), everySituation()
	var out []Breach
	for _, a := range everyActor() {
		for _, s := range situations {
			opened, done := e.everything(a, s)
			for _, n := range table {
				out = append(out, n.breaches(a, s, opened, done)...)
			}
		}
	}
	return out
}

// everything gives all labels that a may open and all actions that a may do in s.
func (e *Engine) everything(a Actor, s Situation) (opened label.Set, done []string) {
	opened, _ = e.Open(a, s)
	for _, action := range e.Actions() {
		if e.May(a, s, action).Allowed {
			done = append(done, action)
		}
	}
	return opened, done
}

func (n Never) breaches(a Actor, s Situation, opened label.Set, done []string) []Breach {
	var out []Breach
	for _, l := range n.Labels.Only(opened).List() {
		if n.when(a, s, s.Bases.Of(l)) {
			out = append(out, Breach{n.ID, l.String(), a, s})
		}
	}
	for _, action := range n.Actions {
		if slices.Contains(done, action) && n.when(a, s, s.Bases.All()) {
			out = append(out, Breach{n.ID, action, a, s})
		}
	}
	return out
}

func everyActor() []Actor {
	var out []Actor
	for _, r := range Roles() {
		for _, p := range Purposes() {
			out = append(out, Actor{Worker: "worker", Organisation: "organisation", Role: r, Purpose: p})
		}
	}
	return out
}

// everySituation crosses link, keeper, nothing or everything held, and bases.
func everySituation() []Situation {
	var out []Situation
	for _, bases := range someBases() {
		for _, linked := range []bool{false, true} {
			for _, keeper := range []bool{false, true} {
				out = append(out, Situation{"chronology", label.Everything(), linked, keeper, bases},
					Situation{"chronology", 0, linked, keeper, bases})
			}
		}
	}
	return out
}

// someBases gives none, each alone, all, the pair that the firewall tells apart, and that
// pair where each covers something else. Every spread of every set would be too many, and
// the policies look at two.
func someBases() []Bases {
	everything, immigration := label.Everything(), label.Of(label.Immigration)
	rest := everything.Without(immigration)
	duty, consent, contract := string(chronology.StatutoryDuty), string(chronology.Consent), string(chronology.Contract)
	var all []string
	for _, c := range chronology.Basis("").Codes() {
		all = append(all, c.Value)
	}
	out := []Bases{
		nil, Over(everything, all...), Over(everything, duty, consent),
		{duty: rest, consent: immigration},
		{duty: everything, consent: rest},
		{duty: rest, consent: rest, contract: immigration},
		{duty: immigration, contract: rest},
	}
	for _, b := range all {
		out = append(out, Over(everything, b))
	}
	return out
}
