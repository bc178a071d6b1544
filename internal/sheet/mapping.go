package sheet

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"waymark/internal/chronology"
	"waymark/internal/label"
)

// Mapping says which column of a register is which answer. Its owner writes it as YAML.
type Mapping struct {
	Register string   `yaml:"register"`  // what the register is called; with Person it names somebody for good
	Sheet    string   `yaml:"sheet"`     // of an XLSX file; the first if not named
	Headings int      `yaml:"headings"`  // the row of the headings; 1 if not said
	Person   string   `yaml:"person"`    // the column that says whose row it is
	NotKnown []string `yaml:"not known"` // words that mean so, in whatever column: "?", "n/k"
	Entries  []Rule   `yaml:"entries"`
	Leave    []string `yaml:"leave"` // columns that are left behind on purpose
}

// Rule makes one entry of each row that it fits.
type Rule struct {
	Kind     string              `yaml:"kind"`
	First    bool                `yaml:"first"` // of the first row about each person only
	Rows     Fits                `yaml:"rows"`
	Happened string              `yaml:"happened"` // the column with its date
	Body     map[string]Source   `yaml:"body"`
	Labels   map[string][]string `yaml:"labels"` // added to free texts
}

// Fits says which rows a rule is for; the zero value is for all.
type Fits struct {
	Column string   `yaml:"column"`
	Is     []string `yaml:"is"`     // one of these words
	Filled bool     `yaml:"filled"` // anything at all
}

// Source says where an answer comes from: a column, words, or an earlier entry.
type Source struct {
	Column string            `yaml:"column"`
	Codes  map[string]string `yaml:"codes"`  // a word of the register: the value here
	Always string            `yaml:"always"` // the same for each row
	Entry  string            `yaml:"entry"`  // the last entry of this kind about the person
}

// UnmarshalYAML takes a column's heading alone, too.
func (s *Source) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		s.Column = n.Value
		return nil
	}
	type plain Source
	for i := 0; i < len(n.Content); i += 2 {
		if key := n.Content[i]; !slices.Contains([]string{"column", "codes", "always", "entry"}, key.Value) {
			return fmt.Errorf("line %d: there is no field %q here", key.Line, clipped(key.Value))
		}
	}
	return n.Decode((*plain)(s))
}

// ReadMapping reads a mapping and holds it against the kinds that there are. The error is
// Wrong and names every place.
func ReadMapping(data []byte, kinds chronology.Kinds) (Mapping, error) {
	var m Mapping
	if err := yaml.Load(data, &m, yaml.WithKnownFields()); err != nil {
		return Mapping{}, Wrong("The mapping cannot be read: " + unwound(err))
	}
	if m.Headings == 0 {
		m.Headings = 1
	}
	c := checking{kinds: kinds}
	c.mapping(m)
	if len(c.said) > 0 {
		return Mapping{}, Wrong("The mapping has to be put right:\n" + strings.Join(c.said, "\n"))
	}
	return m, nil
}

var noField = regexp.MustCompile(`field (\S+( \S+)?) not found in type \S+`)

// unwound says what the reader of YAML says, without the words of Go.
func unwound(err error) string {
	var many *yaml.LoadErrors
	var one *yaml.LoadError
	var all []*yaml.LoadError
	switch {
	case errors.As(err, &many):
		all = many.Errors
	case errors.As(err, &one):
		all = []*yaml.LoadError{one}
	default:
		return err.Error()
	}
	var out []string
	for _, e := range all {
		out = append(out, fmt.Sprintf("line %d: %s", max(e.Mark.Line, 1), noField.ReplaceAllString(e.Message, `there is no field "$1" here`)))
	}
	return strings.Join(out, "; ")
}

// checking says what is wrong with a mapping.
type checking struct {
	kinds chronology.Kinds
	said  []string
}

func (c *checking) say(format string, args ...any) {
	c.said = append(c.said, fmt.Sprintf(format, args...))
}

func (c *checking) mapping(m Mapping) {
	if strings.TrimSpace(m.Register) == "" {
		c.say("register: say what the register is called. Nobody is brought in twice from one register")
	}
	if len([]rune(m.Register)) > 80 {
		c.say("register: 80 characters at most")
	}
	if m.Person == "" {
		c.say("person: name the column that says whose row it is")
	}
	if m.Headings < 1 {
		c.say("headings: rows are counted from 1")
	}
	if len(m.Entries) == 0 {
		c.say("entries: say what the rows become. The first is of the kind person.met")
	}
	for i, r := range m.Entries {
		at := fmt.Sprintf("entries, number %d", i+1)
		k, ok := c.kinds.Find(r.Kind)
		if !ok {
			c.say("%s: there is no kind %q. `waymark kinds` lists those there are", at, clipped(r.Kind))
			continue
		}
		c.rule(at+" ("+r.Kind+")", r, k)
	}
	if len(m.Entries) > 0 && (m.Entries[0].Kind != "person.met" || !m.Entries[0].First) {
		c.say("entries, number 1: the first entry about somebody opens their record: kind: person.met, first: yes")
	}
}

func (c *checking) rule(at string, r Rule, k chronology.Kind) {
	if r.Happened == "" {
		c.say("%s: happened: name the column with the date", at)
	}
	if (r.Rows.Column == "") != (len(r.Rows.Is) == 0 && !r.Rows.Filled) || r.Rows.Filled && len(r.Rows.Is) > 0 {
		c.say(`%s: rows: name a column, and either the words that it "is" or "filled: yes"`, at)
	}
	for _, name := range sorted(r.Body) {
		f, ok := k.Field(name)
		if !ok {
			c.say("%s: this kind has no field %q", at, clipped(name))
			continue
		}
		c.source(at+": "+name, r.Body[name], f)
	}
	for _, f := range k.Fields() {
		if _, ok := r.Body[f.Name]; f.Need && !ok {
			c.say("%s: %s must be answered: name a column, or always: not known", at, f.Name)
		}
	}
	for _, name := range sorted(r.Labels) {
		if f, ok := k.Field(name); !ok || f.Type != "text" {
			c.say("%s: labels: %s: labels can be added to free text only", at, clipped(name))
		}
		for _, l := range r.Labels[name] {
			if _, err := label.Parse(l); err != nil {
				c.say("%s: labels: there is no label %q", at, clipped(l))
			}
		}
	}
}

func (c *checking) source(at string, s Source, f chronology.Field) {
	said := 0
	for _, w := range []string{s.Column, s.Always, s.Entry} {
		if w != "" {
			said++
		}
	}
	if said != 1 {
		c.say("%s: say one of column, always, entry", at)
	}
	if (f.Type == "entry") != (s.Entry != "") {
		c.say("%s: an earlier entry is named by its kind, like entry: referral.sent, and nothing else is", at)
	}
	if _, ok := c.kinds.Find(s.Entry); s.Entry != "" && !ok {
		c.say("%s: there is no kind %q", at, clipped(s.Entry))
	}
	if s.Always != "" && s.Always != notKnown {
		if _, problem := answerOf(f, Source{}, s.Always); problem != "" {
			c.say("%s: always: %s", at, problem)
		}
	}
	for _, word := range sorted(s.Codes) {
		if f.Codes == nil {
			c.say("%s: codes: this field takes any words", at)
			break
		}
		if v := s.Codes[word]; v != notKnown && !slices.ContainsFunc(f.Codes, func(k chronology.Code) bool { return k.Value == v }) {
			c.say("%s: codes: %q is none of %s", at, clipped(v), values(f))
		}
	}
}

// columns are all the columns that a mapping speaks of.
func (m Mapping) columns() map[string]bool {
	out := map[string]bool{m.Person: true}
	for _, r := range m.Entries {
		out[r.Happened] = true
		out[r.Rows.Column] = true
		for _, s := range r.Body {
			out[s.Column] = true
		}
	}
	for _, c := range m.Leave {
		out[c] = true
	}
	delete(out, "")
	return out
}

// Fit says what of a mapping and a table does not fit: a column that one speaks of and the
// other does not. The error is Wrong.
func (m Mapping) Fit(t Table) error {
	var said []string
	spoken := m.columns()
	for _, c := range sorted(spoken) {
		if !slices.Contains(t.Headings, c) {
			said = append(said, fmt.Sprintf("The mapping speaks of a column %q, and the file has none", clipped(c)))
		}
	}
	for _, h := range t.Headings {
		if !spoken[h] {
			said = append(said, fmt.Sprintf("The mapping says nothing of the column %q. Say what it becomes, or name it under leave", clipped(h)))
		}
	}
	if said != nil {
		return Wrong(strings.Join(said, "\n"))
	}
	return nil
}
