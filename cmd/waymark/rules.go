package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"waymark/internal/civil"
	"waymark/internal/rulebook"
)

// ruleShown is a rule as `rules --json` writes it.
type ruleShown struct {
	ID       string        `json:"id"`
	Line     string        `json:"line"`
	Sort     rulebook.Sort `json:"sort"`
	Title    string        `json:"title"`
	HowLong  string        `json:"how_long"`
	From     string        `json:"from"`
	To       string        `json:"to,omitempty"` // the first day on which it is no longer in force
	Nations  []string      `json:"nations,omitempty"`
	Owner    string        `json:"owner"`
	Chase    []string      `json:"chase,omitempty"`
	Sources  []sourceShown `json:"sources"`
	Verified bool          `json:"verified"`
	Note     string        `json:"note,omitempty"`
	Question string        `json:"question,omitempty"`
	Reading  string        `json:"reading,omitempty"`
	Chosen   bool          `json:"chosen"` // in use here: of no question, or the reading chosen
	At       string        `json:"at"`     // file:line
}

type sourceShown struct {
	Document  string `json:"document"`
	By        string `json:"by,omitempty"`
	Paragraph string `json:"paragraph,omitempty"`
	Version   string `json:"version,omitempty"`
	Date      string `json:"date,omitempty"`
	Kind      string `json:"kind"`
	URL       string `json:"url,omitempty"`
}

func showRule(r rulebook.Rule, used bool) ruleShown {
	out := ruleShown{
		ID: r.ID, Line: r.Line, Sort: r.Sort, Title: r.Title, HowLong: r.HowLong(), From: r.From.String(), Owner: r.Owner,
		Verified: r.Verified, Note: strings.TrimSpace(r.Note), Question: r.Question, Reading: r.Reading, Chosen: used, At: r.At(),
	}
	if r.To != rulebook.Forever {
		out.To = r.To.String()
	}
	for _, n := range r.Nations {
		out.Nations = append(out.Nations, string(n))
	}
	for _, w := range r.Watchers {
		out.Chase = append(out.Chase, w.Who)
	}
	for _, s := range r.Sources {
		out.Sources = append(out.Sources, sourceShown(s))
	}
	return out
}

func (p *program) rulesOf() *cobra.Command {
	l := &law{}
	var on string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules, with their dates and sources",
		Long: `Lists every rule of the rulebook: how long it gives, when it is in force and in which
nation, who owes it, where it is written, and whether somebody verified it there. Where
sources disagree each reading is listed, and the one chosen here is said.

With --on only the rules are listed that were in force on that day.`,
		Example: `  waymark rules
  waymark rules --on 2019-03-01
  waymark rules --json | jq -r '.[] | select(.verified | not).id'`,
		Args: noArgs,
	}
	cmd.Flags().StringVar(&on, "on", "", "only the rules in force on this day, like 2019-03-01")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write them as JSON")
	l.flags(cmd)
	cmd.RunE = func(*cobra.Command, []string) error {
		var day civil.Day
		if on != "" {
			var err error
			if day, err = civil.ParseDay(on); err != nil {
				return usagef("--on: %v", err)
			}
		}
		book, _, err := l.book()
		if err != nil {
			return err
		}
		shown := []ruleShown{}
		var b strings.Builder
		for _, r := range book.Every() {
			if on != "" && !r.InForce(day) {
				continue
			}
			shown = append(shown, showRule(r, isUsed(book, r)))
			writeRule(&b, r, isUsed(book, r))
		}
		if asJSON {
			enc := json.NewEncoder(p.out)
			enc.SetIndent("", "  ")
			return enc.Encode(shown)
		}
		if len(shown) == 0 {
			return p.print("No rule was in force on %s.\n", day.Words())
		}
		return p.print("%s", b.String())
	}
	return cmd
}

func writeRule(b *strings.Builder, r rulebook.Rule, used bool) {
	fmt.Fprintf(b, "%s  %s: %s\n", r.ID, r.Sort, r.HowLong())
	fmt.Fprintf(b, "  %s\n  in force %s, %s. %s\n", r.Title, r.Force(), r.NationWords(), rulebook.PartyWords(r.Owner))
	for _, s := range r.Sources {
		fmt.Fprintf(b, "  %s\n", s.Words())
	}
	if !r.Verified {
		b.WriteString("  unverified\n")
	}
	if r.Question != "" {
		chosen := "not chosen here"
		if used {
			chosen = "chosen here"
		}
		fmt.Fprintf(b, "  reading %s=%s, %s\n", r.Question, r.Reading, chosen)
	}
	b.WriteByte('\n')
}
