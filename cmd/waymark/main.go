// Command waymark is the one binary of Waymark: it serves the pages, shows a demo of
// made-up people, lets organisations and workers in, brings records in and out, and
// proves the rules and policies that it runs with.
//
// It is thin. What a command does is done by the desk, on behalf of somebody who signs
// in, or of those who run Waymark, who see no case. Passwords are typed at the terminal
// or piped in, never given as an argument, where others on the machine could read them.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"waymark/internal/clock"
	"waymark/internal/desk"
	"waymark/internal/errs"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	p := &program{in: os.Stdin, out: os.Stdout, err: os.Stderr, clock: clock.System{}}
	code := p.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// program is what a command reads, writes and goes by.
type program struct {
	in       io.Reader
	out, err io.Writer
	clock    clock.Clock
}

// How a command ends.
const (
	done     = 0
	notDone  = 1
	badUsage = 2
)

// run runs one command line and gives the exit code.
func (p *program) run(ctx context.Context, args []string) int {
	root := p.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var u usage
	switch {
	case err == nil:
		return done
	case errors.As(err, &u):
		p.tell("%s\nUse waymark help to see what there is.\n", sentence(err))
		return badUsage
	case errors.Is(err, context.Canceled):
		p.tell("Stopped.\n")
		return notDone
	}
	p.tell("%s\n", sentence(err))
	return notDone
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "waymark",
		Short: "Walk beside people who survived modern slavery, and keep what happened",
		Long: `Waymark keeps the record of support for people who survived modern slavery: what
happened, in order, by whom; what must happen next and by when; and who may see what.

Begin with the demo, which is made-up people only and leaves nothing behind.`,
		Example: `  waymark demo
  waymark user add --data /srv/waymark --organisation "Maple House" --name "Tom Ellis" --role manager --login tom@maple.example
  waymark serve --data /srv/waymark --listen 127.0.0.1:8080`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArgs,
		RunE:          help,

		PersistentPreRunE: settle,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetIn(p.in)
	root.SetOut(p.out)
	root.SetErr(p.err)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage{err.Error()} })
	root.AddCommand(p.serve(), p.demo(), p.imports(), p.exports(), p.kinds(), p.user(), p.token(), p.openapi(), p.alarms(), p.check(), p.version(), p.clockOf(), p.rulesOf(), p.due(), p.reckon(), p.seed(), p.verify())
	root.AddCommand(p.backup(), p.restore(), p.erase())
	return root
}

func (p *program) version() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Say which Waymark this is",
		Long:    "Says which Waymark this is: its version, the state of the source it was built from, and the Go that built it.",
		Example: "  waymark version",
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			info, ok := debug.ReadBuildInfo()
			if !ok {
				return p.print("waymark, built without saying from what\n")
			}
			words := []string{"waymark", info.Main.Version}
			for _, s := range info.Settings {
				if s.Key == "vcs.revision" || s.Key == "vcs.time" {
					words = append(words, s.Value)
				}
			}
			return p.print("%s\n", strings.Join(append(words, info.GoVersion), " "))
		},
	}
}

// usage is an error in how a command was called.
type usage struct{ words string }

func (u usage) Error() string { return u.words }

func usagef(format string, args ...any) error { return usage{fmt.Sprintf(format, args...)} }

func noArgs(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("there is no %q here", args[0])
	}
	return nil
}

// help answers a command that is only the head of others.
func help(cmd *cobra.Command, _ []string) error { return cmd.Help() }

// need refuses a command without a flag that it cannot do without. Data on a server needs
// no folder.
func need(cmd *cobra.Command, names ...string) error {
	for _, n := range names {
		if d := cmd.Flag("database"); n == "data" && d != nil && d.Value.String() != "" {
			continue
		}
		if f := cmd.Flag(n); f.Value.String() == "" {
			return usagef("say --%s: %s", n, f.Usage)
		}
	}
	return nil
}

// sentence says an error in plain words.
func sentence(err error) string {
	words := err.Error()
	var file *desk.ImportError
	if e := errs.Of(err); e != nil && !errors.As(err, &file) {
		words = e.Message
		var fields []string
		for _, f := range e.Fields {
			fields = append(fields, f.Message)
		}
		if len(fields) > 0 {
			words = strings.Join(fields, ". ")
		}
		if words == "" {
			words = "something went wrong inside Waymark: " + e.Error()
		}
	}
	first, size := utf8.DecodeRuneInString(words)
	words = string(unicode.ToUpper(first)) + words[size:]
	if !strings.HasSuffix(words, ".") {
		words += "."
	}
	return words
}

// print writes what the command was asked for.
func (p *program) print(format string, args ...any) error {
	_, err := fmt.Fprintf(p.out, format, args...)
	return err
}

// tell writes what a person at the terminal wants to know besides; there is nobody to
// tell when it cannot be written.
func (p *program) tell(format string, args ...any) {
	_, _ = fmt.Fprintf(p.err, format, args...)
}
