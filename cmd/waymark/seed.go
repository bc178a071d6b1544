package main

import (
	"errors"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"waymark/internal/civil"
	"waymark/internal/demo"
	"waymark/internal/demo/seed"
	"waymark/internal/desk"
	policyfiles "waymark/policy"
)

func (p *program) seed() *cobra.Command {
	s := &showing{}
	plan := seed.Plan{}
	cmd := &cobra.Command{
		Use:   "seed",
		Short: "Fill a demo with many made-up people",
		Long: `Fills a new folder with as many made-up people as you like, to see how Waymark feels with
a real number of cases, and to measure it. Nobody in it exists. Each is written as an
import is: checked, sealed and reckoned, by one act.

The folder is marked as a demo: show it with waymark demo --data. The team of the demo
signs in. A run that was cut short goes on when the same command is run again; a folder
with anything else in it is refused. To be quick it does not wait for the disk: if the
machine itself stops meanwhile, remove the folder and begin again. On PostgreSQL
(--database and --keyring) each batch of people is on its disk before the next.`,
		Example: `  waymark seed --cases 1000 --data made-up
  waymark seed --cases 100000 --entries 40 --organisations 10 --data made-up
  waymark seed --cases 1000 --database postgres://localhost/made_up --keyring postgres://localhost/made_up_keys --root-key made-up.key
  waymark demo --data made-up`,
		Args: noArgs,
	}
	f := cmd.Flags()
	f.StringVar(&s.data, "data", "", "the folder to keep the made-up people in")
	f.IntVar(&plan.Cases, "cases", 1000, "how many people")
	f.IntVar(&plan.Entries, "entries", 40, "how many entries each has, about")
	f.IntVar(&plan.Organisations, "organisations", 1, "how many organisations keep them")
	f.IntVar(&plan.Workers, "workers", 20, "how many support workers each of these has, at most")
	f.Uint64Var(&plan.Number, "number", 1, "the same number makes the same people on the same day")
	s.elsewhere.flags(cmd)
	s.rulesFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		if err := errors.Join(need(cmd, "data"), s.elsewhere.fits(s.data)); err != nil {
			return err
		}
		if err := plan.Check(); err != nil {
			return usage{sentence(err)}
		}
		rules, err := s.rulebook()
		if err != nil {
			return err
		}
		d, err := desk.Open(cmd.Context(), desk.Config{
			Dir: s.data, Data: s.elsewhere.database, Keyring: s.elsewhere.keyring, Root: s.elsewhere.rootKey, Demo: true, Filling: true, Clock: p.clock, Calendar: civil.DefaultCalendar(), Nation: civil.EnglandAndWales,
			Rules: rules, Policies: policyfiles.Files, Log: slog.New(slog.NewJSONHandler(p.err, nil)),
		})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, d.Close()) }()
		began := p.clock.Now()
		n, err := seed.Fill(cmd.Context(), d, plan, p.progress("people"))
		if err != nil {
			return fmt.Errorf("%w. %s written; run the same command again to go on", err, counted(n, "person was", "people were"))
		}
		first := demo.SignIns()[0]
		return p.print("Made up %s in %.1f minutes; %d are here. Show them with: waymark demo %s, and sign in as %s / %s\n",
			counted(n, "person", "people"), p.clock.Now().Sub(began).Minutes(), plan.Cases, s.named(), first.Login, first.Password)
	}
	return cmd
}

// named is how another command names the same made-up people.
func (s *showing) named() string {
	if s.elsewhere.database != "" {
		return "with the same --database, --keyring and --root-key"
	}
	return "--data " + s.data
}
