package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
)

// kindShown is a kind of entry as `kinds --json` writes it.
type kindShown struct {
	Name    string       `json:"name"`
	Words   string       `json:"words"`
	Version int          `json:"version"`
	Exists  string       `json:"exists"` // the label of its being there
	Free    string       `json:"free"`   // the label of its free text
	Fields  []fieldShown `json:"fields"`
}

type fieldShown struct {
	Name  string            `json:"name"`
	Words string            `json:"words"`
	Label string            `json:"label"`
	Type  string            `json:"type"`
	Need  bool              `json:"need"`
	Codes []chronology.Code `json:"codes,omitempty"`
}

func (p *program) kinds() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "kinds",
		Short: "List the kinds of entry and their fields",
		Long: `Lists the kinds of entry, each with its fields: what a field is called in a file, what
it would give away to whoever reads it (its label), what it holds, and whether it must be
answered ("not known" is an answer).

In a file an answer is the value itself, or {"answer": "not known"} or
{"answer": "preferred not to say"}.`,
		Example: `  waymark kinds
  waymark kinds --json | jq '.[].name'`,
		Args: noArgs,
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write them as JSON")
	cmd.RunE = func(*cobra.Command, []string) error {
		kinds, err := casefile.Kinds()
		if err != nil {
			return err
		}
		if asJSON {
			enc := json.NewEncoder(p.out)
			enc.SetIndent("", "  ")
			return enc.Encode(shownKinds(kinds))
		}
		var b strings.Builder
		for _, k := range shownKinds(kinds) {
			k.write(&b)
		}
		return p.print("%s", b.String())
	}
	return cmd
}

func shownKinds(kinds chronology.Kinds) []kindShown {
	var out []kindShown
	for _, k := range kinds.All() {
		s := kindShown{Name: k.Name, Words: k.Words, Version: k.Version, Exists: k.Exists.String(), Free: k.Free.String(), Fields: []fieldShown{}}
		for _, f := range k.Fields() {
			s.Fields = append(s.Fields, fieldShown{Name: f.Name, Words: f.Words, Label: f.Label.String(), Type: f.Type, Need: f.Need, Codes: f.Codes})
		}
		out = append(out, s)
	}
	return out
}

func (k kindShown) write(b *strings.Builder) {
	fmt.Fprintf(b, "%s  %s (%s)\n", k.Name, k.Words, k.Exists)
	for _, f := range k.Fields {
		holds := f.Type
		if len(f.Codes) > 0 {
			var values []string
			for _, c := range f.Codes {
				values = append(values, c.Value)
			}
			holds += ": " + strings.Join(values, ", ")
		}
		if f.Need {
			holds += "; must be answered"
		}
		fmt.Fprintf(b, "  %-16s %-13s %s\n", f.Name, f.Label, holds)
	}
	b.WriteByte('\n')
}
