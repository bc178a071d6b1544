package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"waymark/data"
	"waymark/internal/casefile"
	"waymark/internal/desk"
	"waymark/internal/policy"
)

func (p *program) check() *cobra.Command {
	s := &serving{}
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Prove the rules, policies and settings, and say what is in force",
		Long: `Proves what Waymark would run with, and says what is in force: the rulebook with every
worked example of every rule, the readings chosen where sources disagree, the policies
against the table of what must never be, the calendar of bank holidays, the kinds of
entry. Each fault of a rule names its file, line and rule.

It takes the settings that serve takes, and says of each what it is and where it came
from: a flag, a variable of the environment, or a line of the file of --config. No secret
is shown. An address to listen on and a certificate are proved, too.

With --data or --database the installation is opened too, as serve would open it, which brings its
schema up to date.

It ends with 1 when anything fails.`,
		Example: `  waymark check
  waymark check --config /etc/waymark/waymark.yaml
  waymark check --rules /etc/waymark/rules
  waymark check --policy /etc/waymark/policy --reading after-negative=nine-working-days
  waymark check --data /srv/waymark --root-key /run/secrets/waymark.key`,
		Args: noArgs,
	}
	s.flags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := s.config()
		if err != nil {
			return err
		}
		var b strings.Builder
		tellSettings(&b, cmd.Flags())
		err = errors.Join(s.proveDoor(), s.proveRules(&b, cfg), provePolicies(&b, cfg), s.proveData(cmd, p, &b))
		return errors.Join(p.print("%s", b.String()), err)
	}
	return cmd
}

// tellSettings says of each setting what it is and where that came from.
func tellSettings(b *strings.Builder, f *pflag.FlagSet) {
	f.VisitAll(func(f *pflag.Flag) {
		if !isSetting(f) {
			return
		}
		value := f.Value.String()
		if list, many := f.Value.(pflag.SliceValue); many {
			value = strings.Join(list.GetSlice(), ", ")
		}
		fmt.Fprintf(b, "setting   %s: %s (%s)\n", f.Name, cmp.Or(value, "nothing"), cameFrom(f))
	})
}

// proveRules proves the kinds, the calendar and the rulebook.
func (s *settings) proveRules(b *strings.Builder, cfg desk.Config) error {
	kinds, err := casefile.Kinds()
	if err != nil {
		return fmt.Errorf("kinds: %w", err)
	}
	fmt.Fprintf(b, "kinds     %d\n", len(kinds.All()))
	fmt.Fprintf(b, "calendar  edition of %s, %s\n", cfg.Calendar.Version(), cfg.Nation.Words())
	if err := s.tellLaid(b); err != nil {
		return err
	}
	book, err := provedBook(cfg, kinds)
	if err != nil {
		return err
	}
	unverified := 0
	for _, r := range book.Rules() {
		if !r.Verified {
			unverified++
		}
	}
	fmt.Fprintf(b, "rulebook  %d rules in use of %d, %d of them unverified, digest %s\n", len(book.Rules()), len(book.Every()), unverified, book.Digest())
	for _, q := range book.Questions() {
		var others []string
		for _, r := range q.Readings {
			if r.Name != q.Chosen {
				others = append(others, r.Name)
			}
		}
		fmt.Fprintf(b, "reading   %s=%s (or %s)\n", q.ID, q.Chosen, strings.Join(others, ", "))
	}
	return nil
}

// tellLaid says which files of a deployment's own are laid over the rules inside.
func (s *settings) tellLaid(b *strings.Builder) error {
	if s.rules == "" {
		return nil
	}
	files, err := s.laidOver()
	if err != nil {
		return err
	}
	for _, name := range files {
		how := "added"
		if _, err := fs.Stat(data.Rulebook, path.Join(rulesIn, name)); err == nil {
			how = "in place of the one inside"
		}
		fmt.Fprintf(b, "rules     %s, %s\n", name, how)
	}
	return nil
}

// provePolicies proves the policies against the table of what must never be.
func provePolicies(b *strings.Builder, cfg desk.Config) error {
	e, err := policy.Load(cfg.Policies)
	if err != nil {
		return fmt.Errorf("policies: %w", err)
	}
	fmt.Fprintf(b, "policies  %d, digest %s\n", len(e.Policies()), e.Digest())
	for _, x := range e.Policies() {
		fmt.Fprintf(b, "          %-6s %s (%s)\n", x.Effect, x.ID, x.File)
	}
	var wrong []error
	told := map[string]bool{}
	for _, x := range e.Breaches() {
		if !told[x.Never] {
			told[x.Never] = true
			wrong = append(wrong, fmt.Errorf("policies: what must never be is allowed: %s", x))
		}
	}
	return errors.Join(wrong...)
}

// proveData opens the installation, if one is named.
func (s *settings) proveData(cmd *cobra.Command, p *program, b *strings.Builder) error {
	if s.data == "" && !s.served() {
		return nil
	}
	d, err := s.open(cmd.Context(), p, slog.New(slog.NewJSONHandler(p.err, nil)), true)
	if err != nil {
		return err
	}
	engine, err := d.Engine(cmd.Context())
	if err != nil {
		return errors.Join(err, d.Close())
	}
	fmt.Fprintf(b, "engine    %s\n", engine)
	fmt.Fprintf(b, "data      %s opens with its keyring and root key\n", d.Where())
	n, err := d.Elsewhere(cmd.Context())
	if n > 0 {
		fmt.Fprintf(b, "data      what is due for %s was reckoned under other rules: see waymark reckon --preview\n", counted(n, "person", "people"))
	}
	return errors.Join(err, tellLog(cmd.Context(), d, b), d.Close())
}

// tellLog says how the log stands, and by which key anybody tells its heads.
func tellLog(ctx context.Context, d *desk.Desk, b *strings.Builder) error {
	l, err := d.Log(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "log       %s in it, %d waiting for a place", counted(int(l.Size), "entry", "entries"), l.Waiting)
	if !l.Newest.Moment.IsZero() {
		fmt.Fprintf(b, "; signed on %s", moment(l.Newest.Moment))
	}
	fmt.Fprintf(b, "\nlog       its heads are signed by %s\n", l.Key)
	b.WriteString("log       heads in the data are put back with an older copy of it: let serve append them to a file elsewhere, too (--heads), and compare with waymark verify --heads\n")
	return nil
}
