package main

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"waymark/internal/desk"
)

func (p *program) reckon() *cobra.Command {
	s := &settings{}
	var preview, madeUp bool
	cmd := &cobra.Command{
		Use:   "reckon",
		Short: "Reckon anew what is due, after a change of the rules",
		Long: `Reckons anew what is due, after a change of the rules, the readings, the calendar or the
nation. It goes only where a change touches something: to people with an entry that
starts a clock of a rule that changed. Pages about one person need no reckoning: they
are reckoned each time they are read.

People can work meanwhile: what they write stands, and is reckoned again. A run that was
cut short goes on when it is run again. Give it the settings that serve has, and restart
serve with them first: whoever works on under the old rules puts rows back under them,
and they are counted at the end.

With --preview it says what would change and writes nothing.`,
		Example: `  waymark reckon --data /srv/waymark --rules /etc/waymark/rules --preview
  waymark reckon --data /srv/waymark --rules /etc/waymark/rules`,
		Args: noArgs,
	}
	s.flags(cmd)
	cmd.Flags().BoolVar(&preview, "preview", false, "say what would change, and write nothing")
	cmd.Flags().BoolVar(&madeUp, "made-up", false, "the folder holds a demo's made-up people, as waymark seed makes them")
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		if err := need(cmd, "data"); err != nil {
			return err
		}
		s.madeUp = madeUp
		d, err := s.open(cmd.Context(), p, slog.New(slog.NewJSONHandler(p.err, nil)), true)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, d.Close()) }()
		do := d.Reckon
		if preview {
			do = d.PreviewReckon
		}
		got, err := do(cmd.Context(), p.progress("people"))
		if err != nil {
			return fmt.Errorf("%w. What was reckoned stays; run it again to go on", err)
		}
		if err := p.print("%s", tellReckoning(d, got, preview)); err != nil {
			return err
		}
		return unfinished(got)
	}
	return cmd
}

func tellReckoning(d *desk.Desk, got desk.Reckoning, preview bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "rulebook  %d rules in use, digest %s\n", len(d.Book().Rules()), d.Book().Digest())
	if got.Waiting == 0 {
		b.WriteString("Everything was reckoned under these rules already.\n")
		return b.String()
	}
	for _, c := range got.Changes {
		how := "changed"
		switch {
		case c.New:
			how = "new"
		case c.Gone:
			how = "gone"
		}
		fmt.Fprintf(&b, "%-9s %s, counted from %s\n", how, c.Line, strings.Join(c.Starts, ", "))
	}
	if got.All {
		b.WriteString("all       under which rules some rows were reckoned is not known: they are reckoned whatever changed\n")
	}
	for _, r := range got.Rules {
		fmt.Fprintf(&b, "%-9s %s: %d new, %d gone, %d due at another moment; %d late because of it\n", "clocks", r.Rule, r.New, r.Gone, r.Moved, r.Late)
	}
	was, differs := "was reckoned under other rules", "what was due differs"
	if preview {
		was, differs = "is reckoned under other rules", "what is due would differ"
	}
	fmt.Fprintf(&b, "What is due for %s %s. A change touches %s; for %d of them %s.\n", counted(got.Waiting, "person", "people"), was, counted(got.Touched, "person", "people"), got.Differ, differs)
	if got.Beyond > 0 {
		fmt.Fprintf(&b, "%s cannot be reckoned: the calendar of bank holidays ends before. Give a longer one with --calendar.\n", counted(got.Beyond, "clock", "clocks"))
	}
	if got.Again > 0 {
		fmt.Fprintf(&b, "%s reckoned again, because somebody wrote meanwhile.\n", counted(got.Again, "person was", "people were"))
	}
	if preview {
		b.WriteString("Nothing was written.\n")
	}
	return b.String()
}

// unfinished says what is left to do.
func unfinished(got desk.Reckoning) error {
	var said []error
	if got.Broken > 0 {
		said = append(said, fmt.Errorf("%s not open, and was left as it is: an alarm stands", counted(got.Broken, "record does", "records do")))
	}
	if left := got.Left - got.Broken; left > 0 {
		said = append(said, fmt.Errorf("%s again under other rules: somebody works on under them. Restart serve with these rules, and run this again", counted(left, "person is", "people are")))
	}
	return errors.Join(said...)
}
