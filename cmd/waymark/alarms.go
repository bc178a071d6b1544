package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"waymark/internal/civil"
	"waymark/internal/desk"
)

func (p *program) alarms() *cobra.Command {
	s := &settings{}
	cmd := &cobra.Command{
		Use:   "alarms",
		Short: "List the alarms that stand, and answer them",
		Long: `Lists the alarms that stand: something did not open or could not be asked, so nothing was
shown or done. Each stands until somebody answers it; one that comes again meanwhile is
counted. They name nobody.`,
		Example: `  waymark alarms --data /srv/waymark
  waymark alarms answer 01KD3Q8ZJ3M8T6Q2W5V7X9Y0AB --note "A disk was put back from a backup" --data /srv/waymark`,
		Args: noArgs,
	}
	s.flags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := need(cmd, "data"); err != nil {
			return err
		}
		return s.opened(cmd, p, func(ctx context.Context, d *desk.Desk) error { return p.listAlarms(ctx, d) })
	}
	cmd.AddCommand(p.alarmsAnswer())
	return cmd
}

func (p *program) listAlarms(ctx context.Context, d *desk.Desk) error {
	all, err := d.Alarms(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return p.print("No alarm stands.\n")
	}
	var b strings.Builder
	for _, a := range all {
		fmt.Fprintf(&b, "%s  %s\n  %s\n  %s", a.ID, a.What, a.Detail, moment(a.Moment))
		if a.Times > 1 {
			fmt.Fprintf(&b, ", %d times, the last on %s", a.Times, moment(a.Last))
		}
		b.WriteString("\n\n")
	}
	return p.print("%s", b.String())
}

// moment says when something was, on the clocks of the country.
func moment(t time.Time) string {
	return civil.DayOf(t).Words() + " at " + t.In(civil.London).Format("15:04")
}

func (p *program) alarmsAnswer() *cobra.Command {
	s := &settings{}
	var note string
	cmd := &cobra.Command{
		Use:   "answer ID",
		Short: "Answer an alarm",
		Long: `Answers an alarm: what was found and done is kept with the moment, and the alarm stands no
longer. If the same comes again it is raised anew. Write nothing about any person there.`,
		Example: `  waymark alarms answer 01KD3Q8ZJ3M8T6Q2W5V7X9Y0AB --note "A disk was put back from a backup" --data /srv/waymark`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage{"name one alarm by its number: waymark alarms lists them"}
			}
			return nil
		},
	}
	s.flags(cmd)
	cmd.Flags().StringVar(&note, "note", "", "what was found and done")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := need(cmd, "data", "note"); err != nil {
			return err
		}
		return s.opened(cmd, p, func(ctx context.Context, d *desk.Desk) error {
			if err := d.Answer(ctx, args[0], note); err != nil {
				return err
			}
			return p.print("The alarm is answered.\n")
		})
	}
	return cmd
}
