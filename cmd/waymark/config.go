package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v4"

	"waymark/internal/store"
)

// A setting is said by a flag, by a variable of the environment, or in one YAML file, in
// that order of strength. The three bear one name: --root-key, WAYMARK_ROOT_KEY, root-key.
const (
	configFlag = "config"
	variables  = "WAYMARK_"
	setting    = "setting" // marks a flag as one
	from       = "from"    // keeps on a flag where its value came from
)

// mostConfig is the size in bytes past which a file holds no settings.
const mostConfig = 1 << 20

// settingsOf marks flags as settings.
func settingsOf(f *pflag.FlagSet, names ...string) {
	for _, n := range names {
		f.Lookup(n).Annotations = map[string][]string{setting: nil}
	}
}

func isSetting(f *pflag.Flag) bool {
	_, ok := f.Annotations[setting]
	return ok
}

// cameFrom says where a setting's value came from.
func cameFrom(f *pflag.Flag) string {
	if f.Changed {
		return "--" + f.Name
	}
	if said := f.Annotations[from]; len(said) > 0 {
		return said[0]
	}
	return "unless said otherwise"
}

// variable is the variable of the environment that stands for a flag.
func variable(flag string) string {
	return variables + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// settle fills in the settings of a command that no flag said. It is done before the
// command begins.
func settle(cmd *cobra.Command, _ []string) error {
	file, err := readConfig(cmd)
	if err != nil {
		return err
	}
	var wrong error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !isSetting(f) || wrong != nil {
			return
		}
		wrong = settleOne(f, file)
	})
	return wrong
}

func settleOne(f *pflag.Flag, file configFile) error {
	if f.Changed {
		if p, ok := f.Value.(*place); ok && store.Database(*p).HasPassword() {
			return usagef("others on this machine can read a password that is an argument: put the URL in the variable %s or in the file of --config, or the password in the file that PGPASSFILE names", variable(f.Name))
		}
		return isURL(f, "--"+f.Name)
	}
	if said := os.Getenv(variable(f.Name)); said != "" {
		return put(f, variable(f.Name), strings.Split(said, ","))
	}
	if x, ok := file.said[f.Name]; ok {
		return put(f, fmt.Sprintf("%s, line %d", file.path, x.line), x.values)
	}
	return nil
}

// isURL refuses for a database on a server what is no URL of one, and such a URL elsewhere.
func isURL(f *pflag.Flag, where string) error {
	p, served := f.Value.(*place)
	switch {
	case served && *p != "" && !store.Database(*p).Served():
		return usagef("%s is a URL like postgres://waymark@db.example/waymark?sslmode=verify-full; a folder is named by --data", where)
	case !served && store.Database(f.Value.String()).Served():
		return usagef("%s is no URL of a database: that is named by --database or --keyring", where)
	}
	return nil
}

// put gives a flag a value that no argument said. Only a list takes several.
func put(f *pflag.Flag, where string, values []string) error {
	list, many := f.Value.(pflag.SliceValue)
	var err error
	if many {
		err = list.Replace(values)
	} else {
		err = f.Value.Set(strings.Join(values, ","))
	}
	if err != nil {
		return usagef("%s: %s is %s", where, f.Name, f.Usage) // what was said may be a secret in the wrong place
	}
	f.Annotations[from] = []string{where}
	return isURL(f, where)
}

// configFile is what a file of settings says.
type configFile struct {
	path string
	said map[string]said
}

type said struct {
	line   int
	values []string
}

// readConfig reads the file that --config or its variable names; nothing if none does.
func readConfig(cmd *cobra.Command) (configFile, error) {
	var file configFile
	f := cmd.Flag(configFlag)
	if f == nil {
		return file, nil
	}
	if file.path = f.Value.String(); file.path == "" {
		file.path = os.Getenv(variable(configFlag))
	}
	if file.path == "" {
		return file, nil
	}
	info, err := os.Stat(file.path)
	if err != nil {
		return file, fmt.Errorf("the settings cannot be read: %w", err)
	}
	if info.Size() > mostConfig || !info.Mode().IsRegular() {
		return file, fmt.Errorf("%s holds no settings", file.path)
	}
	raw, err := os.ReadFile(file.path)
	if err != nil {
		return file, fmt.Errorf("the settings cannot be read: %w", err)
	}
	if file.said, err = parseConfig(raw, known(cmd.Root())); err != nil {
		return file, fmt.Errorf("%s, %w", file.path, err)
	}
	for _, name := range []string{"database", "keyring"} {
		if x := file.said[name]; info.Mode().Perm()&0o077 != 0 && slices.ContainsFunc(x.values, func(v string) bool { return store.Database(v).HasPassword() }) {
			return file, fmt.Errorf("%s holds a password and can be read by others: make it readable by the service alone (chmod 600)", file.path)
		}
	}
	return file, nil
}

// known are the names of every command's settings: one file serves them all.
func known(cmd *cobra.Command) []string {
	var all []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if isSetting(f) {
			all = append(all, f.Name)
		}
	})
	for _, c := range cmd.Commands() {
		all = append(all, known(c)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// parseConfig reads settings, each with its line. Nothing is passed over: a word that is
// not known was mistyped.
func parseConfig(raw []byte, known []string) (map[string]said, error) {
	var doc yaml.Node
	if err := yaml.Load(raw, &doc); err != nil {
		var broken *yaml.LoadError
		if errors.As(err, &broken) && broken.Mark.Line > 0 {
			return nil, fmt.Errorf("line %d: this is not YAML: each line is a name, a colon and a value", broken.Mark.Line)
		}
		return nil, errors.New("line 1: there are no settings in it: each line is a name, a colon and a value")
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, errors.New("line 1: there are no settings in it: each line is a name, a colon and a value")
	}
	out := map[string]said{}
	for pairs := doc.Content[0].Content; len(pairs) >= 2; pairs = pairs[2:] {
		key, value := pairs[0], pairs[1]
		if !slices.Contains(known, key.Value) {
			return nil, fmt.Errorf("line %d: there is no setting %.60q: is it %s?", key.Line, store.Database(key.Value).String(), nearest(key.Value, known))
		}
		if x, twice := out[key.Value]; twice {
			return nil, fmt.Errorf("line %d: %s stands on line %d already", key.Line, key.Value, x.line)
		}
		values, ok := scalars(value)
		if !ok {
			return nil, fmt.Errorf("line %d: %s takes one value, or a list of them", value.Line, key.Value)
		}
		out[key.Value] = said{line: key.Line, values: values}
	}
	return out, nil
}

// scalars gives the values of a setting, as they are written.
func scalars(n *yaml.Node) ([]string, bool) {
	nodes := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		nodes = n.Content
	}
	var out []string
	for _, x := range nodes {
		if x.Kind != yaml.ScalarNode || x.Tag == "!!null" {
			return nil, false
		}
		out = append(out, x.Value)
	}
	return out, true
}

// nearest is the word that takes the fewest letters to change.
func nearest(word string, words []string) string {
	best, least := "", len(word)+100
	for _, w := range words {
		if n := apart(word, w); n < least {
			best, least = w, n
		}
	}
	return best
}

// apart counts the letters put in, left out or changed between two words.
func apart(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0]++
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
