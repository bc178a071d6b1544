package server_test

import (
	"slices"
	"strings"

	"waymark/internal/policy"
)

// The oracle of the matrix: who sees what of a case where, written down by hand from the
// reasons that stand in the policies, the issue and docs/architecture.md. It asks nothing
// of the code that it judges.

// right is what one role may open of what its organisation holds: on which grounds, with
// or without walking beside the person. What no line says is closed.
type right struct {
	role    policy.Role
	where   string // "supporting", "elsewhere", "enforcing"; "" for anywhere but enforcing
	beside  bool   // only beside the person
	grounds string // that cover the label; "" for any
	duty    bool   // and only while the organisation holds a duty on the case, done or not
	opens   string
}

const (
	everything = "gicalthjpmsw"
	anyGround  = ""
	partner    = "consent|appointment|conference|statutory duty"
	emergency  = "vital interests|emergency"
)

var rights = []right{
	{policy.SupportWorker, "", true, anyGround, false, "gicalthjpms"}, // what concerns other workers is not theirs
	{policy.SupportWorker, "", true, "own", false, "o"},
	{policy.NightStaff, "", true, anyGround, false, "gichs"}, // what keeps the night safe
	{policy.NightStaff, "", true, emergency, false, "a"},     // where somebody is, to save a life
	{policy.Volunteer, "", true, anyGround, false, "gic"},
	{policy.Driver, "", true, anyGround, false, "gica"},
	{policy.Manager, "supporting", false, anyGround, false, everything},
	{policy.Manager, "supporting", false, "own", false, "o"},
	{policy.Manager, "elsewhere", false, anyGround, false, "gi"}, // whose case it is is enough
	{policy.Manager, "elsewhere", false, "own", false, "o"},      // and who may know of it
	{policy.RecordsLead, "supporting", false, anyGround, false, everything},
	{policy.RecordsLead, "supporting", false, "own", false, "o"},
	{policy.FirstResponder, "", true, anyGround, false, "gicalthjms"}, // not advice under privilege
	{policy.FirstResponder, "", true, "own", false, "o"},
	{policy.DesignatedOfficer, "", true, anyGround, false, "gicltjs"}, // not health, immigration, advice
	{policy.DesignatedOfficer, "", true, "own", false, "o"},
	{policy.CaseOwner, "elsewhere", false, "statutory duty|duty done|consent", true, "gicltjs"},
	{policy.CaseOwner, "elsewhere", false, "consent", true, "m"}, // only as agreed to just that
	{policy.CaseOwner, "enforcing", false, "statutory duty", true, "gicltjs"},
	{policy.CaseOwner, "enforcing", false, "duty done", true, "g"}, // that there was a decision
	{policy.PoliceOfficer, "", true, partner, false, "gicaltjs"},
	{policy.PoliceOfficer, "", true, emergency, false, "gicas"},
	{policy.Solicitor, "", true, "appointment|consent", false, "gicalthjpms"},
	{policy.CouncilContact, "", true, "statutory duty|consent", false, "gicas"},
	{policy.ConferenceCoordinator, "", false, "conference", false, "gicltjs"},
	{policy.Inspector, "", false, "contract|statutory duty", false, "gicahsw"},
	{policy.ContractHolder, "", false, "contract", false, "g"}, // that it was given, not to whom
}

// carriers is the label of the entry that each label's words are written in: without it
// the entry is not there for the reader.
var carriers = map[rune]rune{'g': 'g', 'i': 'g', 'c': 'c', 'a': 'g', 'l': 'g', 't': 'g', 'h': 'g', 'j': 'j', 'p': 'j', 'm': 'g', 's': 's', 'w': 'g', 'o': 'o'}

// inAnEmergency is what a life may hang on.
const inAnEmergency = "gicahs"

// looksBack are the roles that see what was before, wherever they see the case; a manager
// where people are supported.
var looksBack = []policy.Role{policy.SupportWorker, policy.NightStaff, policy.RecordsLead, policy.FirstResponder, policy.DesignatedOfficer, policy.CaseOwner,
	policy.PoliceOfficer, policy.Solicitor, policy.CouncilContact, policy.ConferenceCoordinator, policy.Inspector, policy.ContractHolder}

// searches are the roles that look among the names on their list.
var searches = []policy.Role{policy.SupportWorker, policy.NightStaff, policy.Manager, policy.RecordsLead, policy.FirstResponder, policy.DesignatedOfficer, policy.CaseOwner,
	policy.PoliceOfficer, policy.Solicitor, policy.CouncilContact, policy.ConferenceCoordinator}

// whereOf is what an organisation is there for.
func whereOf(at string) string {
	switch {
	case slices.Contains(supporting, at):
		return "supporting"
	case at == "enforcers":
		return "enforcing"
	}
	return "elsewhere"
}

// standing is what somebody is to a case.
type standing struct {
	ground string // "emergency" for who opened it so
	held   string
	beside bool
}

// standingOf says it from the situation; nothing is held where they may not know of it.
func standingOf(s situation) standing {
	out := standing{ground: s.ground, held: s.given, beside: s.bond == beside || s.bond == fewBeside}
	switch s.ground {
	case "own":
		out.held = letters
	case "referral":
		out.ground = "statutory duty"
	case "decided":
		out.ground = "duty done"
	}
	switch {
	case s.over != "", s.bond == few, s.bond == conflicted:
		return standing{}
	case s.bond == emergencied:
		return standing{ground: "emergency", held: both(out.held, inAnEmergency), beside: true}
	}
	return out
}

// both are the letters that stand in a and in b, in the order of the labels.
func both(a, b string) string {
	var out strings.Builder
	for _, l := range letters {
		if strings.ContainsRune(a, l) && strings.ContainsRune(b, l) {
			out.WriteRune(l)
		}
	}
	return out.String()
}

// opens is what somebody may open.
func opens(p post, s standing) string {
	may := ""
	for _, r := range rights {
		on := r.grounds == anyGround || slices.Contains(strings.Split(r.grounds, "|"), s.ground)
		in := r.where == whereOf(p.At) || r.where == "" && whereOf(p.At) != "enforcing"
		due := !r.duty || s.ground == "statutory duty" || s.ground == "duty done"
		if r.role == p.Role && in && on && due && (s.beside || !r.beside) {
			may += r.opens
		}
	}
	return both(s.held, may)
}

// reads is what of that comes to them as words: each needs the entry that carries it.
func reads(opened string) string {
	out := ""
	for _, l := range opened {
		if strings.ContainsRune(opened, carriers[l]) {
			out += string(l)
		}
	}
	return out
}

// surfaces are where a case can be read, and which labels a reader who opens all of them
// meets there. Lately and the clocks of a page give none of the words away.
var surfaces = []struct{ name, shows string }{
	{"now", "gicso"}, // name, how to reach them, risks and their plans, where they are supported, who else may read
	{"then", "gicso"},
	{"history", letters},
	{"who", "gico"},
	{"people", "gi"},
	{"today", "gi"},
	{"search", "gi"},
	{"due", "i"},
	{"export", letters},
}

// What a cell says where it says no letters.
const (
	absent  = "-" // as if there were no such case
	refused = "!" // they may not do this
	nothing = "." // it is there, and gives none of the words away
	clocked = "*" // besides: something is due
)

// oracle says what a cell of the matrix must be.
func oracle(p post, s situation, planted, surface string) string {
	st := standingOf(s)
	opened := opens(p, st)
	there := opened != ""
	back := slices.Contains(looksBack, p.Role) || p.Role == policy.Manager && whereOf(p.At) == "supporting"
	var shows string
	for _, x := range surfaces {
		if x.name == surface {
			shows = x.shows
		}
	}
	words := both(both(reads(opened), planted), shows)
	if s.closed && slices.Contains([]string{"now", "who", "people", "today", "search"}, surface) { // they are supported nowhere any more
		words = strings.ReplaceAll(words, "g", "")
	}
	listed := there && (s.bond != emergencied || p.Role == policy.Manager)
	late := back && strings.Contains(opened, "g")
	switch surface {
	case "people", "today":
		if p.Role == policy.Operator {
			return refused
		}
		there = listed
	case "search":
		if !slices.Contains(searches, p.Role) {
			return refused
		}
		there = listed && strings.Contains(words, "i")
	case "then", "history":
		if there && !back {
			return refused
		}
	case "export":
		takes := p.Role == policy.RecordsLead || p.Role == policy.Manager && whereOf(p.At) == "supporting"
		if there && !takes {
			return refused
		}
	case "due":
		if !late {
			words = ""
		}
	}
	if !there {
		return absent
	}
	if !back { // how things stand now, and nothing of how they came to be so
		words = both(words, "ico")
	}
	if words == "" {
		words = nothing
	}
	if late && slices.Contains([]string{"people", "today", "search", "due"}, surface) {
		words += clocked
	}
	return words
}
