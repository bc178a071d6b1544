// Package rules is the page of the rulebook: every line of law, guidance and contract that
// a clock here goes by, with its dates, its sources, what nobody has verified, what
// sources disagree on, and worked examples. It shows nobody's data, so no look is kept.
package rules

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/govuk"
	"waymark/internal/rulebook"
	"waymark/internal/web/frame"
	"waymark/internal/web/route"
)

// Routes lists the routes of the rules.
func Routes() []route.Route {
	return []route.Route{{Pattern: "GET /rules", Action: "rules.see", Serve: show}}
}

func show(q *route.Request) error {
	if !q.Desk.See(q.Context(), q.Signed.Actor, "rules.see") {
		return errs.New(errs.Denied, "The rules are for those who work with people here. Ask a manager of the team")
	}
	q.Packed = true // the longest page there is, and nobody's data
	p := rulesPage{book: q.Desk.Book(), kinds: q.Desk.Kinds(), typed: strings.TrimSpace(q.FormValue("on"))}
	_, p.nation = q.Desk.Calendar()
	status := http.StatusOK
	if p.typed != "" {
		when, err := civil.ReadWhen(p.typed)
		switch {
		case err != nil:
			p.wrong, status = err.Error(), http.StatusUnprocessableEntity
		case when.Earliest() != when.Latest():
			p.wrong, status = "Write one day, like 1 March 2019", http.StatusUnprocessableEntity
		default:
			p.on, p.filtered = when.Earliest(), true
		}
	}
	return q.Show(status, frame.Options{Title: "The rules", BackHref: "/today", BackText: "Today"}, page(p))
}

// rulesPage is the rulebook as the page tells it.
type rulesPage struct {
	book     *rulebook.Book
	kinds    chronology.Kinds
	nation   civil.Nation
	typed    string
	wrong    string
	on       civil.Day
	filtered bool // only the rules in force on that day
}

// lineOf is one line: the same duty at different times and in different readings.
type lineOf struct {
	name, title string
	question    *rulebook.Question
	rules       []ruling // the newest first, the reading used here before the others
}

type ruling struct {
	rulebook.Rule
	used  bool   // of no question, or the reading chosen here
	title string // where it is another than the line's
}

// heading says how long and when in force: "At least 30 days, since 13 December 2022".
func (r ruling) heading() string {
	if r.title != "" {
		return r.title + ": " + r.HowLong() + ", " + r.Force()
	}
	long := r.HowLong()
	return strings.ToUpper(long[:1]) + long[1:] + ", " + r.Force()
}

// lines puts the rules together, line by line, in the order of the files.
func (p rulesPage) lines() []lineOf {
	var out []lineOf
	at := map[string]int{}
	for _, r := range p.book.Every() {
		if p.filtered && !r.InForce(p.on) {
			continue
		}
		i, ok := at[r.Line]
		if !ok {
			i = len(out)
			at[r.Line] = i
			out = append(out, lineOf{name: r.Line})
		}
		q := p.question(r)
		if q != nil {
			out[i].question = q
		}
		out[i].rules = append(out[i].rules, ruling{Rule: r, used: q == nil || q.Chosen == r.Reading})
	}
	for i := range out {
		l := &out[i]
		slices.SortStableFunc(l.rules, func(a, b ruling) int {
			if a.used != b.used {
				if a.used {
					return -1
				}
				return 1
			}
			return cmp.Compare(b.From, a.From)
		})
		l.title = l.rules[0].Title
		for j := range l.rules {
			if l.rules[j].Title != l.title {
				l.rules[j].title = l.rules[j].Title
			}
		}
	}
	return out
}

func (p rulesPage) question(r rulebook.Rule) *rulebook.Question {
	for _, q := range p.book.Questions() {
		if q.ID == r.Question {
			return &q
		}
	}
	return nil
}

// lead says how much there is and how far it can be trusted.
func (p rulesPage) lead() string {
	all, unverified := 0, 0
	for _, l := range p.lines() {
		for _, r := range l.rules {
			all++
			if !r.Verified {
				unverified++
			}
		}
	}
	words := count(all, "rule")
	if p.filtered {
		words += " in force on " + p.on.Words()
	}
	return fmt.Sprintf("%s, %d of them unverified: nobody has read those in their source. Working days are those of %s. Waymark is no legal advice.", words, unverified, p.nation.Words())
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// fact is one line about a rule.
type fact struct {
	name  string
	words []string
}

// facts says what a rule asks, in the order in which somebody asks.
func (p rulesPage) facts(r ruling) []fact {
	var out []fact
	add := func(name string, words ...string) {
		if len(words) > 0 && words[0] != "" {
			out = append(out, fact{name, words})
		}
	}
	add("What it is", kindOf(r.Sort)+" "+r.Why)
	add("Counted from", p.start(r.Rule))
	add("Ends with", p.conditions(r.Until)...)
	add("Only while", p.stops(r.While, ". Otherwise: ")...)
	add("Falls away with", p.stops(r.Void, ": ")...)
	add("Stands still from", p.conditions(r.Pause)...)
	add("Goes on from", p.conditions(r.Resume)...)
	add("Who owes it", rulebook.PartyWords(r.Owner))
	add("Who may chase", parties(r.Watchers)...)
	add("When it stays late", escalations(r.Escalate)...)
	if r.Transition == rulebook.Running {
		add("Clocks that ran", "When it came into force, it took over the clocks that ran.")
	}
	return out
}

func kindOf(s rulebook.Sort) string {
	switch s {
	case rulebook.Limit:
		return "A limit: it must be done by then."
	case rulebook.Minimum:
		return "A protection: it must not end before then."
	case rulebook.Window:
		return "A time in which something may be done."
	case rulebook.Review:
		return "A review: it comes again and again."
	}
	return ""
}

// start says what the rule's clock counts from.
func (p rulesPage) start(r rulebook.Rule) string {
	out := r.On.Words(p.kinds)
	if r.On.Date != "" {
		out += ", from the date named there: " + strings.ReplaceAll(r.On.Date, "-", " ")
	}
	if r.Within.Times > 1 {
		out += fmt.Sprintf(", when it is the %s in %s", ordinal(r.Within.Times), count(r.Within.Months, "month"))
	}
	return out
}

func ordinal(n int) string {
	if n == 2 {
		return "second"
	}
	if n == 3 {
		return "third"
	}
	return fmt.Sprintf("%dth", n)
}

func (p rulesPage) conditions(cs []rulebook.Condition) []string {
	var out []string
	for _, c := range cs {
		out = append(out, c.Words(p.kinds))
	}
	return out
}

func (p rulesPage) stops(ss []rulebook.Stop, because string) []string {
	var out []string
	for _, s := range ss {
		out = append(out, s.Words(p.kinds)+because+s.Because)
	}
	return out
}

func parties(ws []rulebook.Watcher) []string {
	var out []string
	for _, w := range ws {
		out = append(out, rulebook.PartyWords(w.Who))
	}
	return out
}

func escalations(es []rulebook.Escalation) []string {
	var out []string
	for _, e := range es {
		out = append(out, "After "+e.After.Words()+": "+rulebook.PartyWords(e.To))
	}
	return out
}

// given says what happened in an example, in words.
func (p rulesPage) given(e rulebook.Example) string {
	var out []string
	for _, g := range e.Given {
		out = append(out, g.Words(p.kinds))
	}
	return strings.Join(out, "; ") + "."
}

// change is what changed in the rules on one day.
type change struct {
	day   civil.Day
	words []changed
}

type changed struct {
	rule  string
	words string
}

// changes tells the rules in use by the days on which they began or ended, the newest
// first.
func (p rulesPage) changes() []change {
	days := map[civil.Day][]changed{}
	var all []civil.Day
	add := func(d civil.Day, c changed) {
		if days[d] == nil {
			all = append(all, d)
		}
		days[d] = append(days[d], c)
	}
	rules := p.book.Rules()
	for _, r := range rules {
		long := r.Title + ": " + r.HowLong()
		before := slices.IndexFunc(rules, func(o rulebook.Rule) bool { return o.Line == r.Line && o.To == r.From })
		switch {
		case before >= 0 && rules[before].HowLong() == r.HowLong():
			long += " as before, on other terms"
		case before >= 0:
			long += ", and no longer " + rules[before].HowLong()
		}
		add(r.From, changed{r.ID, long})
		if r.To != rulebook.Forever && !slices.ContainsFunc(rules, func(o rulebook.Rule) bool { return o.Line == r.Line && o.From == r.To }) {
			add(r.To, changed{r.ID, r.Title + ": " + r.HowLong() + " came to its end"})
		}
	}
	slices.Sort(all)
	slices.Reverse(all)
	var out []change
	for _, d := range all {
		out = append(out, change{d, days[d]})
	}
	return out
}

func (p rulesPage) filter() govuk.InputOptions {
	return govuk.InputOptions{
		Name: "on", Label: govuk.LabelOptions{Text: "Show the rules in force on"}, Hint: govuk.HintOptions{Text: "Like 1 March 2019"},
		Value: p.typed, Error: p.wrong, Classes: "govuk-input--width-10", Spellcheck: govuk.Off,
	}
}

func (p rulesPage) narrowed() govuk.FilterOptions {
	o := govuk.FilterOptions{Action: "/rules", Label: "Narrow the rules", Classes: "wm-noprint"}
	if p.filtered {
		o.Chosen, o.ClearHref, o.ClearText = []govuk.Chip{{Words: "In force on " + p.on.Words(), Href: "/rules"}}, "/rules", "Show all rules"
	}
	return o
}
