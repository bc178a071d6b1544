package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/desk"
	"waymark/internal/ident"
)

func (p *program) erase() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "erase",
		Short: "Erase everything about somebody, for good",
		Long: `Erases a person's record for good: its key is destroyed, so that nothing of it opens any
more, in the data and in any backup of the data. It takes two people of the organisation
that keeps the record, each of them its manager or records lead: one asks, and within
seven days another carries it out.

What stays is what proves the log: sealed bytes that nobody can open, hashes, and who did
or looked at what, by ids. The keyring lists the erased, and waymark restore erases them
again from an older backup.

A backup of the keys from before still holds the key: make a new one, and destroy the
older ones. Other Waymarks over the same database hold a key that they opened in memory
until they stop.`,
		Example: `  waymark erase ask --data /srv/waymark --as tom@maple.example --case 01kxe0v7q8m3c5d2n9f4r6t1ab --why consent-withdrawn
  waymark erase carry-out --data /srv/waymark --as rachel@maple.example --case 01kxe0v7q8m3c5d2n9f4r6t1ab --why consent-withdrawn
  waymark erase list --data /srv/waymark`,
		Args: noArgs,
		RunE: help,
	}
	cmd.AddCommand(p.eraseAsk(), p.eraseCarryOut(), p.eraseList())
	return cmd
}

// erasing is who asks or carries out, about whom, and on which ground.
type erasing struct {
	signedIn
	on, why string
}

func (e *erasing) command(p *program, use, short, long, example string, act func(ident.Chronology, answer.Of[consent.ErasureWhy], civil.When) casefile.Act, says string) *cobra.Command {
	cmd := &cobra.Command{Use: use, Short: short, Long: long + "\n\nGrounds:\n" + grounds(), Example: example, Args: noArgs}
	e.flags(cmd)
	cmd.Flags().StringVar(&e.on, "case", "", "the case, by its id")
	cmd.Flags().StringVar(&e.why, "why", "", "on which ground")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := need(cmd, "data", "as", "case", "why"); err != nil {
			return err
		}
		if ident.Check(e.on) != nil {
			return usagef("--case: %q is not the id of a case", e.on)
		}
		if !strings.Contains(grounds(), "  "+e.why+" ") {
			return usagef("--why: %q is no ground. There are:\n%s", e.why, strings.TrimRight(grounds(), "\n"))
		}
		return e.with(cmd, p, func(ctx context.Context, d *desk.Desk, who desk.Signed) error {
			_, err := d.Do(ctx, who.Actor, d.NewAct(), act(ident.Chronology(e.on), answer.Given(consent.ErasureWhy(e.why)), civil.On(d.Today())))
			if err != nil {
				return err
			}
			return p.print("%s", says)
		})
	}
	return cmd
}

func grounds() string {
	var b strings.Builder
	for _, c := range consent.ErasureWhy("").Codes() {
		fmt.Fprintf(&b, "  %-18s %s\n", c.Value, c.Words)
	}
	return b.String()
}

func (p *program) eraseAsk() *cobra.Command {
	return new(erasing).command(p, "ask", "Ask that a record be erased",
		"Asks that a person's record be erased. Nothing is erased by it: within seven days somebody\nelse of the same organisation carries it out, on the same ground, or nobody does.",
		"  waymark erase ask --data /srv/waymark --as tom@maple.example --case 01kxe0v7q8m3c5d2n9f4r6t1ab --why consent-withdrawn",
		func(on ident.Chronology, why answer.Of[consent.ErasureWhy], today civil.When) casefile.Act {
			return casefile.AskErasure(on, consent.AskErasure{Happened: today, Body: consent.ErasureAsked{Why: why}})
		}, "Asked. Nothing is erased yet: somebody else carries it out within seven days, with waymark erase carry-out.\n")
}

func (p *program) eraseCarryOut() *cobra.Command {
	return new(erasing).command(p, "carry-out", "Erase what somebody else asked to be erased",
		"Erases a person's record for good, as somebody else of the same organisation asked within\nthe last seven days. It cannot be taken back.",
		"  waymark erase carry-out --data /srv/waymark --as rachel@maple.example --case 01kxe0v7q8m3c5d2n9f4r6t1ab --why consent-withdrawn",
		func(on ident.Chronology, why answer.Of[consent.ErasureWhy], today civil.When) casefile.Act {
			return casefile.Erase(on, consent.Erase{Happened: today, Why: why})
		}, "Erased. Its key is destroyed, and nobody can open it any more. Copy the keys anew with waymark backup keys, and\ndestroy the older backups of the keys: they still hold it.\n")
}

func (p *program) eraseList() *cobra.Command {
	s := &settings{}
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List what was erased",
		Long:    "Lists the records that were erased, by their ids: when, on which ground, who asked and who\ncarried it out. It names nobody.",
		Example: "  waymark erase list --data /srv/waymark",
		Args:    noArgs,
	}
	s.flags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		if err := need(cmd, "data"); err != nil {
			return err
		}
		d, err := s.open(cmd.Context(), p, slog.New(slog.NewJSONHandler(p.err, nil)), true)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, d.Close()) }()
		all, err := d.Erasures(cmd.Context())
		if err != nil {
			return err
		}
		var b strings.Builder
		for _, e := range all {
			fmt.Fprintf(&b, "%s  %s  %s  asked by %s, carried out by %s\n", e.On, moment(e.At), e.Why, e.Asked, e.Done)
		}
		fmt.Fprintf(&b, "%s erased.\n", counted(len(all), "record is", "records are"))
		return p.print("%s", b.String())
	}
	return cmd
}
