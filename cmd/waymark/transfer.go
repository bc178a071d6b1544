package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"waymark/internal/desk"
	"waymark/internal/ident"
)

// signedIn is an installation opened for one person, who signs in as at the door.
type signedIn struct {
	settings
	login string
	piped bool
}

func (s *signedIn) flags(cmd *cobra.Command) {
	s.settings.flags(cmd)
	cmd.Flags().StringVar(&s.login, "as", "", "who does this: the login of a worker")
	cmd.Flags().BoolVar(&s.piped, "password-stdin", false, "read the password from standard input")
}

// with opens the installation, signs in, does the work and signs out.
func (s *signedIn) with(cmd *cobra.Command, p *program, work func(ctx context.Context, d *desk.Desk, who desk.Signed) error) (err error) {
	if err := need(cmd, "data", "as"); err != nil {
		return err
	}
	ctx := cmd.Context()
	d, err := s.open(ctx, p, slog.New(slog.NewJSONHandler(p.err, nil)), true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	password, err := p.password(ctx, s.piped, false)
	if err != nil {
		return err
	}
	token, err := d.SignIn(ctx, s.login, password)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.SignOut(context.WithoutCancel(ctx), token)) }()
	who, err := d.Session(ctx, token)
	if err != nil {
		return err
	}
	return work(ctx, d, who)
}

func (p *program) imports() *cobra.Command {
	s := &signedIn{}
	var c carrying
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Bring records in from a file",
		Long: `Brings records in from a file of JSON Lines: one entry on each line, in UTF-8.

The whole file is checked first. If anything is wrong, every place is named with its
line and nothing is written. A run that was cut short is finished by running it again,
and the same file twice writes nothing twice.

A line names whose record it belongs to ("chronology": a name of the file's own, or the
id of a record that is here), what happened ("kind"; waymark kinds lists them with their
fields), when ("happened") and the rest ("body"). The first line about somebody new is
of the kind person.met. An "id" is a name by which later lines about the same person
refer to this one; "origin" says where the entry comes from; "extra" adds labels to a
free text; "corrects" puts an earlier entry right.

  {"chronology":"A","kind":"person.met","happened":"2020-01","body":{"chosen_name":"Bao"}}
  {"chronology":"A","kind":"referral.sent","happened":"2020-02-03","id":"r1","body":{"route":"adult","authority":"sca","consent":"yes"}}
  {"chronology":"A","kind":"decision.made","happened":"2020-03-06","body":{"referral":"r1","stage":"reasonable-grounds","outcome":"positive"}}
  {"chronology":"A","kind":"contact.made","happened":"2020-03-10","id":"c1","extra":{"note":["health"]},"body":{"how":"phone","reached":"yes","note":"They slept badly."}}
  {"chronology":"A","kind":"contact.made","happened":"2020-03-10","corrects":{"of":"c1","fields":["how"],"because":"It was a visit."},"body":{"how":"face-to-face"}}

Entries are recorded now, by whoever imports, for their organisation, which becomes the
keeper of what the file opens. What a file says about access was said elsewhere and
gives none here. A manager imports.

An old register that is a spreadsheet (CSV or XLSX) is carried over by a mapping: a file
that says which column is which answer (--mapping; docs/importing.md shows one). Look
first with --preview. Whoever has a row that does not fit waits with all their rows, and
--queue writes down why. Nobody is carried over twice.`,
		Example: `  waymark import old-records.jsonl --data /srv/waymark --as tom@maple.example
  waymark import old-records.jsonl --data /srv/waymark --as tom@maple.example --password-stdin < password.txt
  waymark import register.xlsx --mapping register.yaml --preview --queue waiting.csv --data /srv/waymark --as tom@maple.example`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage{"name one file to import"}
			}
			return nil
		},
	}
	s.flags(cmd)
	cmd.Flags().StringVar(&c.mapping, "mapping", "", "the file is a spreadsheet, read by this mapping")
	cmd.Flags().BoolVar(&c.preview, "preview", false, "say what would be brought in, and write nothing")
	cmd.Flags().StringVar(&c.queue, "queue", "", "with --mapping: a new file for what does not fit, and why")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if c.mapping != "" {
			r, err := c.read(args[0])
			if err != nil {
				return err
			}
			return s.with(cmd, p, func(ctx context.Context, d *desk.Desk, who desk.Signed) error {
				return c.bring(ctx, p, d, who, r)
			})
		}
		if c.queue != "" {
			return usage{"--queue goes with --mapping"}
		}
		f, err := os.Open(args[0])
		if err != nil {
			return fmt.Errorf("the file cannot be read: %w", err)
		}
		defer func() { _ = f.Close() }() // it was only read
		return s.with(cmd, p, func(ctx context.Context, d *desk.Desk, who desk.Signed) error {
			b := desk.Bringing{Name: filepath.Base(args[0]), Read: f, Progress: p.progress("entries")}
			if c.preview {
				return p.wouldBringIn(ctx, d, who, b)
			}
			return p.bringIn(ctx, d, who, b)
		})
	}
	return cmd
}

func (p *program) wouldBringIn(ctx context.Context, d *desk.Desk, who desk.Signed, b desk.Bringing) error {
	got, err := d.ImportWould(ctx, who.Actor, b)
	if err != nil {
		return err
	}
	return p.print("%s with %s to bring in. %s here from this file already.\nNothing was written: this is a preview.\n",
		counted(got.Chronologies, "person", "people"), counted(got.Entries, "entry", "entries"), counted(got.Already, "person is", "people are"))
}

func (p *program) bringIn(ctx context.Context, d *desk.Desk, who desk.Signed, b desk.Bringing) error {
	got, err := d.Import(ctx, who.Actor, b)
	if err != nil {
		return stopped(p, got, err)
	}
	return p.print("Brought in %s with %s. %s here from this file already.\n",
		counted(got.Chronologies, "person", "people"), counted(got.Entries, "entry", "entries"), counted(got.Already, "person was", "people were"))
}

// stopped says how far an import came.
func stopped(p *program, got desk.Imported, err error) error {
	if got.Chronologies > 0 {
		p.tell("%s brought in before this stopped. Run the same command again to finish.\n", counted(got.Chronologies, "person was", "people were"))
	}
	return err
}

func (p *program) exports() *cobra.Command {
	s := &signedIn{}
	var cases []string
	var out string
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write records to a file",
		Long: `Writes records as JSON Lines, one entry on each line, in the form that import reads:
everybody on the list of whoever signs in, or the cases that are named.

What is written is that person's own view. Fields that they may not read are left out
and named in "withheld". That they looked is noted for each case, as on a page. Workers
and organisations are written as ids, not by name.

The file is not sealed: keep it as carefully as the record itself. A new file is made
that only you may read; a file that is there is never written over.`,
		Example: `  waymark export --data /srv/waymark --as tom@maple.example -o ours.jsonl
  waymark export --data /srv/waymark --as tom@maple.example --case 01kxe0v7q8m3c5d2n9f4r6t1ab > one.jsonl`,
		Args: noArgs,
	}
	s.flags(cmd)
	cmd.Flags().StringArrayVar(&cases, "case", nil, "only this case, by its id; may be said more than once")
	cmd.Flags().StringVarP(&out, "output", "o", "", "the file to write; standard output if none is named")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		var on []ident.Chronology
		for _, id := range cases {
			if ident.Check(id) != nil {
				return usagef("--case: %q is not the id of a case", id)
			}
			on = append(on, ident.Chronology(id))
		}
		return s.with(cmd, p, func(ctx context.Context, d *desk.Desk, who desk.Signed) error {
			return p.takeOut(ctx, d, who, on, out)
		})
	}
	return cmd
}

func (p *program) takeOut(ctx context.Context, d *desk.Desk, who desk.Signed, on []ident.Chronology, name string) error {
	people := 0
	bar := p.progress("people")
	progress := func(done, all int) { people = done; bar(done, all) }
	if name == "" {
		_, err := d.Export(ctx, who.Actor, on, p.out, progress)
		return err
	}
	f, err := newFile(name)
	if err != nil {
		return err
	}
	n, err := d.Export(ctx, who.Actor, on, f, progress)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(name)) // half an export is none
	}
	return p.print("Wrote %s with %s to %s.\n", counted(people, "person", "people"), counted(n, "entry", "entries"), name)
}

// newFile makes a file that only its owner may read; never over one that is there.
func newFile(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil, isThere(name)
	}
	if err != nil {
		return nil, fmt.Errorf("the file cannot be written: %w", err)
	}
	return f, nil
}

func isThere(name string) error {
	return fmt.Errorf("the file %s is there already: name another", name)
}
