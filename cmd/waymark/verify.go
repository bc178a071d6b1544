package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"waymark/internal/desk"
	"waymark/internal/log"
)

func (p *program) verify() *cobra.Command {
	s := &settings{}
	var heads string
	var madeUp, asJSON bool
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Prove that nothing was altered, taken out or put in",
		Long: `Proves that what is kept is whole: that every entry is what its leaf in the log says, and
opens; that every leaf has its place; that every signed head of the log stands for the
entries that are there; and that all that was computed (who may read, who walks beside
whom, what is due, the rows of lists) is what follows from the entries.

Heads in the data are put back with it. So give serve a file to append heads to, where
whoever can write to the data cannot write, and name it here with --heads: an older copy
of the data, or one that went on by itself, is found by it.

People can work meanwhile. Nothing is written, but that opening brings an older schema up
to date. What is told names ids, tables and places, and nobody. It ends with 1 when
anything is found.`,
		Example: `  waymark verify --data /srv/waymark --heads /mnt/elsewhere/heads.log
  waymark verify --data /srv/waymark --json`,
		Args: noArgs,
	}
	s.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&heads, "heads", "", "the file that serve appends the log's signed heads to")
	settingsOf(f, "heads")
	f.BoolVar(&asJSON, "json", false, "tell it as one JSON object")
	f.BoolVar(&madeUp, "made-up", false, "the folder holds a demo's made-up people")
	cmd.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		s.madeUp = madeUp
		d, err := s.open(cmd.Context(), p, slog.New(slog.NewJSONHandler(p.err, nil)), true)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, d.Close()) }()
		got, err := d.Verify(cmd.Context(), heads, p.progress("records"), p.progress("leaves"))
		if err != nil {
			return err
		}
		if err := p.tellVerdict(got, heads, asJSON); err != nil {
			return err
		}
		if got.Found > 0 {
			return fmt.Errorf("%s found. Change nothing, keep a copy as it is, and compare it with a backup", counted(got.Found, "fault was", "faults were"))
		}
		return nil
	}
	return cmd
}

// faultWords says each fault in plain words.
var faultWords = map[log.Fault]string{
	log.Altered:     "an entry is not what its leaf says: its envelope or a part was changed, taken out or put in",
	log.NoLeaf:      "an entry has no leaf",
	log.NoAct:       "the act that wrote an entry is gone",
	log.OutOfTurn:   "entries or their parts are not numbered one after another",
	log.Miscounted:  "a record has more entries, or fewer, than were written to it",
	log.Stray:       "a row belongs to nothing that is there",
	log.Shut:        "an entry does not open",
	log.RowsDiffer:  "computed rows are not what follows from the entries",
	log.NoTree:      "what is kept of the log does not fit together",
	log.NoPlace:     "a place in the log is empty, or taken by another entry",
	log.NoHead:      "no head was signed for the log as it stands",
	log.HeadAltered: "a head of the log was not signed by this installation, or was altered",
	log.HeadDiffers: "the entries are not those that a head was signed over",
	log.NotErased:   "a record that is marked as erased has a key, or rows, or is not on the keyring's list: start Waymark once, which goes on with what was cut short; if it stays, the mark was put there by somebody else",
	log.HeadBeyond:  "a head proves more entries than are there: this may be an older copy",
}

func (p *program) tellVerdict(v desk.Verdict, heads string, asJSON bool) error {
	if asJSON {
		out := json.NewEncoder(p.out)
		out.SetIndent("", "  ")
		return out.Encode(v)
	}
	var b strings.Builder
	for _, f := range v.Findings {
		fmt.Fprintf(&b, "%-12s  %s\n", f.Fault, faultWords[f.Fault])
		for _, at := range []struct{ what, id string }{{"record", string(f.Chronology)}, {"entry", string(f.Entry)}, {"where", f.Where}} {
			if at.id != "" {
				fmt.Fprintf(&b, "              %s %s\n", at.what, at.id)
			}
		}
	}
	if more := v.Found - len(v.Findings); more > 0 {
		fmt.Fprintf(&b, "and %d more\n", more)
	}
	fmt.Fprintf(&b, "records   %d with %s; every one was opened and reckoned anew\n", v.Chronologies, counted(v.Entries, "entry", "entries"))
	if v.Elsewhere > 0 {
		fmt.Fprintf(&b, "rules     what is due for %s was reckoned under other rules, and was not compared: run waymark reckon first\n", counted(v.Elsewhere, "person", "people"))
	}
	fmt.Fprintf(&b, "log       %s in it, %d waiting for a place, %s in the data\n", counted(int(v.Size), "entry", "entries"), v.Waiting, counted(v.Heads, "signed head", "signed heads"))
	if heads == "" {
		b.WriteString("heads     no file of heads was compared, so an older copy of the data would not be noticed: see --heads\n")
	} else {
		fmt.Fprintf(&b, "heads     %s in %s\n", counted(v.InFile, "signed head", "signed heads"), heads)
	}
	if v.Found == 0 {
		b.WriteString("Nothing was found.\n")
	}
	return p.print("%s", b.String())
}
