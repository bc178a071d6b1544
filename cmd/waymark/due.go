package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/rulebook"
)

// dueShown is one thing due as `due --json` writes it.
type dueShown struct {
	Case     string            `json:"case"`
	Who      string            `json:"who"`
	Rule     string            `json:"rule"`
	Title    string            `json:"title"`
	Started  string            `json:"started"`
	Due      string            `json:"due,omitempty"`
	DueAt    string            `json:"due_at,omitempty"`
	About    bool              `json:"about"`
	Standing rulebook.Standing `json:"standing"`
	Late     int               `json:"days_late,omitempty"`
	LateWork int               `json:"working_days_late,omitempty"`
	Owner    string            `json:"owner"`
	Cited    string            `json:"cited"`
	Verified bool              `json:"verified"`
	Reading  string            `json:"reading,omitempty"`
	Trouble  string            `json:"trouble,omitempty"`
	Team     bool              `json:"team,omitempty"` // of a worker or a house: the id is no case's
}

func (p *program) due() *cobra.Command {
	s := &signedIn{}
	var asOf, one string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "due",
		Short: "List what is due for one's people, as of a day",
		Long: `Lists what is due as of the end of a day for the people of whoever signs in: what must
be done, what must not end before its day, and what may be done until then, each with
the rule that says so. Of a day that is past it tells what was known then. For a manager
it lists the team and its houses, too: supervision, training and checks.

It is that person's own view, and that they looked is noted for each case, as on a page.`,
		Example: `  waymark due --data /srv/waymark --as nadia@maple.example --as-of 2026-03-06
  waymark due --data /srv/waymark --as tom@maple.example --as-of 2026-03-06 --case 01kxe0v7q8m3c5d2n9f4r6t1ab --json`,
		Args: noArgs,
	}
	s.flags(cmd)
	cmd.Flags().StringVar(&asOf, "as-of", "", "the day at whose end it stands so, like 2026-03-06")
	cmd.Flags().StringVar(&one, "case", "", "only this case, by its id")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write it as JSON")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := need(cmd, "data", "as", "as-of"); err != nil {
			return err
		}
		day, err := civil.ParseDay(asOf)
		if err != nil {
			return usagef("--as-of: %v", err)
		}
		var on []ident.Chronology
		if one != "" {
			if ident.Check(one) != nil {
				return usagef("--case: %q is not the id of a case", one)
			}
			on = []ident.Chronology{ident.Chronology(one)}
		}
		return s.with(cmd, p, func(ctx context.Context, d *desk.Desk, who desk.Signed) error {
			dues, err := d.DueAsOf(ctx, who.Actor, on, day)
			if err != nil {
				return err
			}
			if one == "" {
				team, err := d.TeamDueAsOf(ctx, who.Actor, day)
				if err != nil {
					return err
				}
				dues = append(dues, team...)
				slices.SortStableFunc(dues, func(a, b desk.DueThen) int { return a.Deadline.DueAt.Compare(b.Deadline.DueAt) })
			}
			shown := showDues(d, dues, day)
			if asJSON {
				enc := json.NewEncoder(p.out)
				enc.SetIndent("", "  ")
				return enc.Encode(shown)
			}
			return p.print("%s", tellDues(shown, day))
		})
	}
	return cmd
}

func showDues(d *desk.Desk, dues []desk.DueThen, day civil.Day) []dueShown {
	out := []dueShown{}
	cal, nation := d.Calendar()
	for _, x := range dues {
		s := dueShown{
			Case: string(x.On), Who: x.Who, Rule: x.Rule.ID, Title: x.Rule.Title, Started: x.Deadline.Started.String(), About: x.Deadline.About,
			Standing: x.Standing, Owner: x.Rule.Owner, Cited: x.Rule.Citation(), Verified: x.Rule.Verified, Reading: x.Rule.Reading, Trouble: x.Deadline.Trouble, Team: x.Team,
		}
		if !x.Deadline.DueAt.IsZero() {
			s.Due, s.DueAt = x.Deadline.Due.String(), x.Deadline.DueAt.Format("2006-01-02T15:04:05Z")
		}
		s.Late, s.LateWork = x.Deadline.LateBy(day, nation, cal)
		out = append(out, s)
	}
	return out
}

func tellDues(dues []dueShown, day civil.Day) string {
	if len(dues) == 0 {
		return fmt.Sprintf("Nothing is due as of %s.\n", day.Words())
	}
	var b strings.Builder
	for _, x := range dues {
		due := x.Due
		if due == "" {
			due = "not reckoned"
		}
		how := string(x.Standing)
		if x.Late > 0 {
			how = counted(x.Late, "day", "days") + " late"
		}
		fmt.Fprintf(&b, "%s  %s  %s: %s\n", due, x.Who, x.Title, how)
		fmt.Fprintf(&b, "    counted from %s; %s; %s\n", x.Started, rulebook.PartyWords(x.Owner), x.Cited)
		var said []string
		if !x.Verified {
			said = append(said, "unverified")
		}
		if x.Reading != "" {
			said = append(said, "sources disagree; reading "+x.Reading)
		}
		if x.Trouble != "" {
			said = append(said, x.Trouble)
		}
		if len(said) > 0 {
			fmt.Fprintf(&b, "    %s\n", strings.Join(said, "; "))
		}
	}
	return b.String()
}
