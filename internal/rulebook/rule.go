package rulebook

import (
	"maps"
	"slices"

	"waymark/internal/civil"
)

// Sort is what kind of duty or right a rule states. The zero value is not set.
type Sort string

// The sorts.
const (
	Limit   Sort = "limit"   // somebody must, by
	Minimum Sort = "minimum" // must not end before
	Window  Sort = "window"  // may, until
	Review  Sort = "review"  // again, every
)

// Unit is what a rule counts in. The zero value is not set.
type Unit string

// The units, as the files write them.
const (
	Days        Unit = "days"
	WorkingDays Unit = "working_days"
	Months      Unit = "months"
	Hours       Unit = "hours"
)

// End is which end of a range of days a count begins from. The zero value is not set.
type End string

// The ends.
const (
	Earliest End = "earliest"
	Latest   End = "latest"
)

// Transition is what a new rule does with clocks that run when it comes into force. The zero value is not set.
type Transition string

// The transitions.
const (
	Started Transition = "started" // they keep the rule they started under
	Running Transition = "running" // they move to this rule, counted from the same start
)

// Pick is which of several dates is the due date. The zero value is not set: there is only one.
type Pick string

// The picks.
const (
	Later   Pick = "later"
	Earlier Pick = "earlier"
)

// Forever is the end of a rule that has none: 31 December 9999.
const Forever civil.Day = 2932896

// Rule is one dated line of law, guidance, contract or good practice.
type Rule struct {
	ID         string
	Line       string // the rules of one line are the same duty at different times or in different readings
	Question   string // the question that it is one answer to; "" if its sources agree
	Reading    string // which answer
	Sort       Sort
	Title      string // what must happen, in the field's words
	Why        string // why it matters to the person: one sentence
	From       civil.Day
	To         civil.Day // the first day on which it is no longer in force; Forever if none is known
	Nations    []civil.Nation
	On         On
	Until      []Condition
	Void       []Stop
	While      []Stop
	Pause      []Condition
	Resume     []Condition
	Due        Due   // for a review, the first time; no counts: Every says it
	Every      Count // reviews only
	Within     Within
	Transition Transition
	Owner      string // who must: a code that PartyWords knows
	Watchers   []Watcher
	Escalate   []Escalation // in the order of the steps
	Sources    []Source
	Weight     Weight // what stands behind it
	Verified   bool   // somebody read it in the first of its sources
	Note       string // what a reader should know; if not verified, what nobody could find
	Examples   []Example

	at    string      // file:line
	reads []Condition // every condition of the rule
	from  []string    // the date marks that it counts from
}

// Must says whether it is late past its day: a limit or a review with something behind it.
func (r Rule) Must() bool { return (r.Sort == Limit || r.Sort == Review) && r.Weight.Late() }

// On is what starts a rule's clock.
type On struct {
	Condition `yaml:",inline"`
	Date      string `yaml:"date"`     // count from this date mark, not from when it happened
	IfDated   bool   `yaml:"if_dated"` // without that mark nothing starts; otherwise a clock without its date is void
}

// Condition is a kind of entry and tests on its marks, all of which it must pass.
type Condition struct {
	Kind       string          `yaml:"kind"`
	Marks      map[string]Test `yaml:"marks"`
	AnyEpisode bool            `yaml:"any_episode"` // in whatever episode of the chronology
}

// Test is one test on a coded mark. Exactly one of its parts is set.
type Test struct {
	Is      string   `yaml:"is"`
	In      []string `yaml:"in"`
	Not     string   `yaml:"not"` // a mark that was not answered does not say it
	AtLeast *int     `yaml:"at_least"`
}

// Stop is a condition that makes a clock not apply (void), or on which it applies (while: the last entry of that kind
// must pass), and the reason in words when it does not.
type Stop struct {
	Condition `yaml:",inline"`
	Because   string `yaml:"because"`
}

// Count is a number of units from a date, negative for before it.
type Count struct {
	N    int
	Plus int  // days on from N months: "three months less a day"
	Unit Unit // not set: nothing is counted
	Of   End
	Date string // count from this date mark
}

// Due is the due date: one count, or the later or the earlier of several.
type Due struct {
	Pick   Pick
	Counts []Count
}

// Within starts a clock only at the n-th such entry within so many months. Times 0: at each.
type Within struct {
	Times  int `yaml:"times"`
	Months int `yaml:"months"`
}

// Watcher is who may chase, and by which act.
type Watcher struct {
	Who   string `yaml:"who"`
	Chase string `yaml:"chase"`
}

// Escalation is to whom a late deadline goes, and how long after it was due.
type Escalation struct {
	After Count
	To    string
}

// Source is where a rule is written.
type Source struct {
	Document  string `yaml:"document"`
	By        string `yaml:"by"` // who published it
	Paragraph string `yaml:"paragraph"`
	Version   string `yaml:"version"`
	Date      string `yaml:"date"` // in the written form of civil.When
	Kind      string `yaml:"kind"` // law, guidance, contract, statement, report, standard (set by the deployment), general-knowledge
	URL       string `yaml:"url"`
}

var sourceKinds = []string{"law", "guidance", "contract", "statement", "report", "standard", "general-knowledge"}

// parties are who may owe or watch a deadline, with the words for a page.
var parties = map[string]string{
	"competent-authority":  "The competent authority",
	"first-responder":      "The first responder",
	"support-provider":     "The support provider",
	"prime-contractor":     "The prime contractor",
	"accommodation":        "The asylum accommodation provider",
	"home-office":          "The Home Office",
	"local-authority":      "The local authority",
	"police":               "The police",
	"health-service":       "The health service",
	"legal-representative": "The legal representative",
	"person":               "The person",
}

// PartyWords says who an owner's or a watcher's code means; "" for a code that nobody has.
func PartyWords(code string) string { return parties[code] }

// Parties lists the codes of those who may owe or watch a deadline, sorted.
func Parties() []string { return slices.Sorted(maps.Keys(parties)) }

// Weight is what stands behind a rule. The zero value is law, guidance, contract or the
// stated policy of the government.
type Weight string

// The weights that bind nobody, or only those who set them.
const (
	Recommendation Weight = "recommendation"   // a report asks for it
	LocalPractice  Weight = "local-practice"   // some area does it
	Standard       Weight = "service-standard" // the deployment sets it for itself
	Agreement      Weight = "agreement"        // agreed with the person
)

var weights = map[Weight]string{
	"":             "",
	Recommendation: "No law sets this: a report recommends it.",
	LocalPractice:  "No law sets this: it is the practice of one area.",
	Standard:       "No law sets this: it is this service's own standard.",
	Agreement:      "No law sets this: it was agreed with the person.",
}

// Words says to a reader what stands behind the rule; "" for law and policy.
func (w Weight) Words() string { return weights[w] }

// Late says whether passing the day is being late: a recommendation or somewhere else's
// practice makes nobody late.
func (w Weight) Late() bool { return w != Recommendation && w != LocalPractice }

// InForce says whether the rule was in force on a day.
func (r Rule) InForce(d civil.Day) bool { return r.From <= d && d < r.To }

// Applies says whether the rule is one of a nation's. A rule of the whole United Kingdom is every nation's.
func (r Rule) Applies(n civil.Nation) bool {
	return len(r.Nations) == 0 || slices.Contains(r.Nations, n)
}

// At is where the rule stands, as file:line, for whoever must mend it.
func (r Rule) At() string { return r.at }

// settle keeps at hand what the reckoning asks of a rule for each entry.
func (r *Rule) settle() { r.reads, r.from = r.conditions(), r.dates() }

// conditions lists every condition of the rule.
func (r *Rule) conditions() []Condition {
	out := []Condition{r.On.Condition}
	out = append(out, r.Until...)
	out = append(out, r.Pause...)
	out = append(out, r.Resume...)
	return append(out, conditionsOf(slices.Concat(r.Void, r.While))...)
}

// counts lists every count of the rule.
func (r *Rule) counts() []Count {
	out := slices.Clone(r.Due.Counts)
	if r.Every.Unit != "" {
		out = append(out, r.Every)
	}
	for _, e := range r.Escalate {
		out = append(out, e.After)
	}
	return out
}
