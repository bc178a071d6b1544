package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"waymark/internal/civil"
	"waymark/internal/rulebook"
)

// counting is what the clock command was asked.
type counting struct {
	law
	rule, from string
	asJSON     bool
}

func (p *program) clockOf() *cobra.Command {
	c := &counting{}
	cmd := &cobra.Command{
		Use:   "clock",
		Short: "Count a rule from a date",
		Long: `Counts a rule from a date: what is due and when, which days did not count, who owes it,
and under which line of which document. What nobody has verified is said, and where
sources disagree every reading is counted.

It knows of nothing that would end, stop or pause the clock in somebody's case. Name a
rule, or a line of rules: then the rule is taken that was in force on that day. waymark
rules lists both.`,
		Example: `  waymark clock --rule recovery-period --from 2019-07-01
  waymark clock --rule reasonable-grounds --from 2024-03-27 --nation scotland
  waymark clock --rule after-negative --from "6 February 2020" --json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.run(cmd, p) },
	}
	f := cmd.Flags()
	f.StringVar(&c.rule, "rule", "", "the id of a rule or of a line of rules")
	f.StringVar(&c.from, "from", "", "the date to count from, like 2020-02-06, 2020-02-06T14:30 or \"about March 2019\"")
	f.BoolVar(&c.asJSON, "json", false, "write it as JSON")
	c.flags(cmd)
	return cmd
}

func (c *counting) run(cmd *cobra.Command, p *program) error {
	if err := need(cmd, "rule", "from"); err != nil {
		return err
	}
	from, err := civil.ReadWhen(c.from)
	if err != nil {
		return usagef("--from: %v", err)
	}
	book, cfg, err := c.book()
	if err != nil {
		return err
	}
	rules, err := c.find(book, from, cfg.Nation)
	if err != nil {
		return err
	}
	out := clockShown{From: from.String(), Nation: string(cfg.Nation)}
	for _, r := range rules {
		counted, err := r.Count(from, cfg.Nation, cfg.Calendar)
		if err != nil {
			return err
		}
		out.Rules = append(out.Rules, showCounted(counted, isUsed(book, r)))
	}
	if q, ok := questionOf(book, rules[0]); ok {
		out.Asks = q.Asks
	}
	if c.asJSON {
		enc := json.NewEncoder(p.out)
		enc.SetIndent("", "  ")
		return enc.Encode(out)
	}
	var b strings.Builder
	out.write(&b, from, cfg.Nation)
	return p.print("%s", b.String())
}

// find finds the rules that say what is due: one, or each reading where sources disagree,
// the one chosen here first. A rule that was not in force then is refused, and the one
// that was is named.
func (c *counting) find(book *rulebook.Book, from civil.When, nation civil.Nation) ([]rulebook.Rule, error) {
	named, isRule := book.Find(c.rule)
	line := c.rule
	if isRule {
		line = named.Line
	}
	var of, all, then []rulebook.Rule
	for _, r := range book.Every() {
		if r.Line != line && (r.Question == "" || r.Question != named.Question) {
			continue
		}
		of = append(of, r)
		if r.Applies(nation) {
			all = append(all, r)
			if r.InForce(r.ChosenBy(from)) {
				then = append(then, r)
			}
		}
	}
	slices.SortStableFunc(then, func(a, b rulebook.Rule) int {
		return rank(book, a) - rank(book, b)
	})
	switch {
	case len(of) == 0:
		return nil, fmt.Errorf("there is no rule and no line %q: waymark rules lists them", c.rule)
	case len(all) == 0:
		return nil, fmt.Errorf("there is no such rule in %s: %s is one of %s", nation.Words(), of[0].ID, of[0].NationWords())
	case len(then) == 0:
		return nil, fmt.Errorf("no rule of the line %s was in force on %s: the first is %s, in force %s", line, from.Words(), all[0].ID, all[0].Force())
	case isRule && !slices.ContainsFunc(then, func(r rulebook.Rule) bool { return r.ID == named.ID }):
		return nil, fmt.Errorf("the rule %s was not in force on %s: it is %s. Then it was %s", named.ID, from.Words(), named.Force(), then[0].ID)
	}
	return then, nil
}

func rank(book *rulebook.Book, r rulebook.Rule) int {
	if isUsed(book, r) {
		return 0
	}
	return 1
}

// isUsed says whether a rule is of the reading that was chosen here, or of no question.
func isUsed(book *rulebook.Book, r rulebook.Rule) bool {
	q, ok := questionOf(book, r)
	return !ok || q.Chosen == r.Reading
}

func questionOf(book *rulebook.Book, r rulebook.Rule) (rulebook.Question, bool) {
	for _, q := range book.Questions() {
		if q.ID == r.Question {
			return q, true
		}
	}
	return rulebook.Question{}, false
}

// clockShown is what the clock command writes as JSON.
type clockShown struct {
	From   string         `json:"from"`
	Nation string         `json:"nation"`
	Asks   string         `json:"asks,omitempty"` // what sources disagree on; each rule is then a reading
	Rules  []countedShown `json:"rules"`
}

type countedShown struct {
	ruleShown
	Due        string         `json:"due"`
	DueAt      string         `json:"due_at"`
	About      bool           `json:"about"`
	NotCounted []skippedShown `json:"not_counted,omitempty"`

	skipped []rulebook.Skipped
	rule    rulebook.Rule
	due     civil.Day
	dueAt   time.Time
}

type skippedShown struct {
	Day string `json:"day"`
	Why string `json:"why"`
}

func showCounted(c rulebook.Counted, used bool) countedShown {
	out := countedShown{ruleShown: showRule(c.Rule, used), Due: c.Due.String(), DueAt: c.DueAt.Format("2006-01-02T15:04:05Z"), About: c.About, skipped: c.Skipped, rule: c.Rule, due: c.Due, dueAt: c.DueAt}
	for _, s := range c.Skipped {
		out.NotCounted = append(out.NotCounted, skippedShown{s.Day.String(), whyNot(s)})
	}
	return out
}

func whyNot(s rulebook.Skipped) string {
	if s.Holiday != "" {
		return s.Holiday
	}
	return s.Day.Weekday().String()
}

func (c clockShown) write(b *strings.Builder, from civil.When, nation civil.Nation) {
	if c.Asks != "" {
		fmt.Fprintf(b, "Sources disagree: %s\n\n", c.Asks)
	}
	for i, r := range c.Rules {
		if i > 0 {
			b.WriteByte('\n')
		}
		r.write(b, from, nation)
	}
	b.WriteString("\nCounted from the date alone: something in the case may end, stop or pause it.\n")
}

func (r countedShown) write(b *strings.Builder, from civil.When, nation civil.Nation) {
	fmt.Fprintf(b, "%s\n  %s\n", r.Title, r.dueWords())
	fmt.Fprintf(b, "  %s, counted from %s, %s.\n", capital(r.HowLong), from.Words(), nation.Words())
	if days := r.notCounted(); days != "" {
		fmt.Fprintf(b, "  Not counted: %s.\n", days)
	}
	if r.About {
		b.WriteString("  The date is not exact, so this is not either: a limit counts from its first day, a protection from its last.\n")
	}
	fmt.Fprintf(b, "  Rule %s, in force %s, %s.\n", r.ID, r.rule.Force(), r.rule.NationWords())
	fmt.Fprintf(b, "  Who: %s.\n", rulebook.PartyWords(r.rule.Owner))
	for _, s := range r.rule.Sources {
		fmt.Fprintf(b, "  Source: %s.\n", s.Words())
	}
	if r.Reading != "" {
		chosen := "not chosen here"
		if r.Chosen {
			chosen = "chosen here"
		}
		fmt.Fprintf(b, "  Reading: %s, %s.\n", r.Reading, chosen)
	}
	if !r.Verified {
		b.WriteString("  Unverified: nobody has read this in its source.\n")
	}
	if r.Note != "" {
		fmt.Fprintf(b, "  Note: %s\n", r.Note)
	}
}

// dueWords says what the day means.
func (r countedShown) dueWords() string {
	day := "the end of " + r.due.Weekday().String() + " " + r.due.Words()
	if !r.dueAt.Equal(r.due.End()) {
		day = r.dueAt.In(civil.London).Format("15:04 on Monday 2 January 2006")
	}
	switch r.rule.Sort {
	case rulebook.Minimum:
		return "Not to end before " + day
	case rulebook.Window:
		return "Open until " + day
	case rulebook.Review:
		return "First by " + day + ", then every " + r.rule.Every.Words()
	case rulebook.Limit:
	}
	return "Due by " + day
}

func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// most is how many days that did not count are named one by one.
const most = 12

// notCounted names the days that did not count: each, or where they are many the bank
// holidays and how many days of weekends.
func (r countedShown) notCounted() string {
	var out []string
	weekend := 0
	for _, s := range r.skipped {
		switch {
		case s.Holiday != "":
			out = append(out, fmt.Sprintf("%s %s (%s)", s.Day.Weekday(), s.Day.Words(), s.Holiday))
		case len(r.skipped) <= most:
			out = append(out, s.Day.Weekday().String()+" "+s.Day.Words())
		default:
			weekend++
		}
	}
	if weekend > 0 {
		out = append(out, fmt.Sprintf("%d days of weekends", weekend))
	}
	return strings.Join(out, ", ")
}
