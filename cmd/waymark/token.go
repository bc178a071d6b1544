package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/organisation"
	"waymark/internal/policy"
)

func (p *program) token() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "token",
		Short:   "Let programs in and out",
		Long:    "Lets programs in and out: a program reads and writes through the API with a token, for one organisation, and only what the token was given for.",
		Example: `  waymark token add --data /srv/waymark --organisation "Maple House" --name "Telephone system" --can read --can contact.record --labels general+contact --days 30`,
		Args:    noArgs,
		RunE:    help,
	}
	cmd.AddCommand(p.tokenAdd(), p.tokenList(), p.tokenRevoke())
	return cmd
}

// grant is what a program is to be given.
type grant struct {
	settings
	organisation, name, purpose, labels string
	can, cases                          []string
	days                                int
}

// reading is what "--can read" stands for.
var reading = []string{"case.see", "case.history", "today.see", "rules.see", "directory.see"}

// madeUpFlag lets a command open a demo's folder.
func madeUpFlag(cmd *cobra.Command, s *settings) {
	cmd.Flags().BoolVar(&s.madeUp, "made-up", false, "the folder holds a demo's made-up people")
}

func (p *program) tokenAdd() *cobra.Command {
	g := &grant{}
	cmd := &cobra.Command{
		Use:   "add",
		Short: "Give a program a token",
		Long: `Gives a program a token, and shows it this once: only a digest of it is kept. A program
that is not here yet joins the organisation as a worker of its own, so that what it reads
and writes stands under its name.

A token only narrows. The program reads no more than its organisation, and no more than
policy/services.cedar lets any program do; of that, what --can, --labels and --case say.

--can read is ` + strings.Join(reading, ", ") + `.
What can be recorded besides: ` + strings.Join(recordable(), ", ") + `.

--labels are joined with +, or "all" for all that a program may open:
` + strings.ReplaceAll(programLabels().String(), "+", ", ") + `.`,
		Example: `  waymark token add --data /srv/waymark --organisation "Maple House" --name "Telephone system" --can read --can contact.record --labels general+contact --days 30
  waymark token add --data /srv/waymark --organisation "Maple House" --name "Housing list" --can read --labels general+address --case 01hq7k3v9n4m2p8r5t6w7x9y0z --days 7`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return g.add(cmd, p) },
	}
	g.flags(cmd)
	madeUpFlag(cmd, &g.settings)
	f := cmd.Flags()
	f.StringVar(&g.organisation, "organisation", "", "the organisation that the program works for, by its name")
	f.StringVar(&g.name, "name", "", "what the program is called")
	f.StringVar(&g.purpose, "purpose", string(policy.Support), "why it is let in: support, or oversight, which records nothing")
	f.StringSliceVar(&g.can, "can", nil, "what it may do; again for more")
	f.StringVar(&g.labels, "labels", "", "what it may open")
	f.StringSliceVar(&g.cases, "case", nil, "the number of a case that it is given for, as in its address; again for more. Without it, everybody of the organisation")
	f.IntVar(&g.days, "days", 30, "for how many days, 90 at most")
	return cmd
}

// recordable is what a token can be given for besides reading. That the policies let no
// program do the rest is theirs to say, when it is asked.
func recordable() []string {
	return []string{"person.describe", "contact.record", "contact.safe-way", "referral.notify", "referral.confirm", "decision.tell", "reconsideration.ask", "support.start", "support.note", "support.end",
		"leave.record", "asylum.record", "housing.record", "justice.record", "risk.assess", "conference.record", "oversight.record"}
}

func programLabels() label.Set {
	return label.Everything().Without(label.Of(label.Staffing, label.Sharing))
}

// granted reads what the flags say.
func (g *grant) granted() (out desk.Granted, err error) {
	if out.Purpose, err = policy.ParsePurpose(g.purpose); err != nil {
		return out, usagef("--purpose: %q is none. There are support and oversight", g.purpose)
	}
	for _, c := range g.can {
		if c == "read" {
			out.Actions = append(out.Actions, reading...)
			continue
		}
		if !slices.Contains(reading, c) && !slices.Contains(recordable(), c) {
			return out, usagef("--can: %q is nothing that a program can do", c)
		}
		out.Actions = append(out.Actions, c)
	}
	out.Labels = programLabels()
	if g.labels != "all" {
		if out.Labels, err = label.ParseSet(g.labels); err != nil {
			return out, usagef("--labels: %v", err)
		}
	}
	for _, on := range g.cases {
		out.Cases = append(out.Cases, ident.Chronology(on))
	}
	out.Lasts = time.Duration(g.days) * 24 * time.Hour
	return out, nil
}

func (g *grant) add(cmd *cobra.Command, p *program) (err error) {
	if err := need(cmd, "data", "organisation", "name", "labels"); err != nil {
		return err
	}
	if len(g.can) == 0 {
		return usagef("say --can: what it may do")
	}
	granted, err := g.granted()
	if err != nil {
		return err
	}
	ctx := cmd.Context()
	d, err := g.open(ctx, p, slog.New(slog.NewJSONHandler(p.err, nil)), true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if granted.Worker, err = g.program(ctx, p, d); err != nil {
		return err
	}
	id, token, err := d.AddToken(ctx, granted)
	if err != nil {
		return err
	}
	return p.print("%s\n\nThis is shown once. %s sends it as \"Authorization: Bearer …\" until %s.\nIts number is %s: waymark token revoke %s ends it.\n",
		token, g.name, civil.DayOf(p.clock.Now().Add(granted.Lasts)).Words(), id, id)
}

// program finds the program, or lets it join.
func (g *grant) program(ctx context.Context, p *program, d *desk.Desk) (ident.Worker, error) {
	names, err := d.Names(ctx)
	if err != nil {
		return "", err
	}
	at := newcomer{organisation: g.organisation, name: g.name, role: organisation.Program}
	org, err := at.find(names)
	if err != nil {
		return "", err
	}
	if org == "" {
		return "", fmt.Errorf("there is no organisation called %s here", g.organisation)
	}
	if err := at.fits(names, org); err != nil {
		return "", err
	}
	if worker := names.Program(org, g.name); worker != "" {
		return worker, nil
	}
	id := ident.NewChronology(p.clock.Now())
	return ident.Worker(id), at.join(ctx, d, id, org)
}

func (p *program) tokenList() *cobra.Command {
	s := &settings{}
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the tokens of programs",
		Long:    "Lists the tokens of programs: whose, for what, until when, and when each was last used. The tokens themselves are kept nowhere.",
		Example: "  waymark token list --data /srv/waymark",
		Args:    noArgs,
	}
	s.flags(cmd)
	madeUpFlag(cmd, s)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := need(cmd, "data"); err != nil {
			return err
		}
		return s.opened(cmd, p, func(ctx context.Context, d *desk.Desk) error {
			all, err := d.Tokens(ctx)
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
			for _, x := range all {
				whom := "everybody"
				if n := len(x.Scope.Cases); n == 1 {
					whom = "1 person"
				} else if n > 1 {
					whom = fmt.Sprintf("%d people", n)
				}
				if _, err := fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", x.ID, x.Organisation, x.Program, x.Purpose, strings.Join(x.Scope.Actions, ","), x.Scope.Labels, whom, p.until(x), lastUsed(x)); err != nil {
					return err
				}
			}
			return w.Flush()
		})
	}
	return cmd
}

// until says until when a token is good.
func (p *program) until(x desk.Listed) string {
	switch {
	case !x.Revoked.IsZero():
		return "revoked " + civil.DayOf(x.Revoked).Words()
	case x.Gone:
		return "the program left"
	case !p.clock.Now().Before(x.Ends):
		return "ended " + civil.DayOf(x.Ends).Words()
	}
	return "until " + civil.DayOf(x.Ends).Words()
}

func lastUsed(x desk.Listed) string {
	if x.Used.IsZero() {
		return "never used"
	}
	return "last used " + civil.DayOf(x.Used).Words()
}

func (p *program) tokenRevoke() *cobra.Command {
	s := &settings{}
	cmd := &cobra.Command{
		Use:     "revoke NUMBER",
		Short:   "End a token",
		Long:    "Ends a token at once and for good: the next request with it is refused, in servers that run meanwhile too.",
		Example: "  waymark token revoke --data /srv/waymark 01hq7k3v9n4m2p8r5t6w7x9y0z",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("say which token, by its number: waymark token list shows them")
			}
			return nil
		},
	}
	s.flags(cmd)
	madeUpFlag(cmd, s)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := need(cmd, "data"); err != nil {
			return err
		}
		return s.opened(cmd, p, func(ctx context.Context, d *desk.Desk) error {
			if err := d.RevokeToken(ctx, args[0]); err != nil {
				return err
			}
			return p.print("The token is no good any more.\n")
		})
	}
	return cmd
}
