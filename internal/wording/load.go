package wording

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"waymark/internal/civil"
)

// folder is where the files of the catalogue lie.
const folder = "wording"

// file is a language as it is written down.
type file struct {
	Language string                `yaml:"language"`
	Name     string                `yaml:"name"`
	Called   []string              `yaml:"called"`
	Made     signature             `yaml:"made"`
	Checked  signature             `yaml:"checked"`
	Says     map[string]translated `yaml:"says"`
}

type signature struct {
	By string `yaml:"by"`
	On string `yaml:"on"`
}

// translated is a message: in English the words alone, in another language with the English
// that they were made from.
type translated struct {
	Of, Is forms
}

// forms is what is said: one text, or one for each kind of number.
type forms map[string]string

// UnmarshalYAML reads one text, or several by their kind of number.
func (f *forms) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		*f = forms{"other": n.Value}
		return nil
	}
	m := map[string]string{}
	if err := n.Decode(&m); err != nil {
		return err
	}
	*f = m
	return nil
}

// UnmarshalYAML reads a message: with "of" and "is" a translation, otherwise English.
func (t *translated) UnmarshalYAML(n *yaml.Node) error {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "is" {
			type pair struct {
				Of forms `yaml:"of"`
				Is forms `yaml:"is"`
			}
			var p pair
			if err := n.Decode(&p); err != nil {
				return err
			}
			t.Of, t.Is = p.Of, p.Is
			return nil
		}
	}
	return n.Decode(&t.Is)
}

// Load reads a catalogue and proves it: English is whole, no language has what English does
// not, the places for values are the same ones, and each form that a language's numbers need
// is there. A translation of English that has changed since is left out.
func Load(files fs.FS) (*Catalogue, error) {
	names, err := fs.Glob(files, path.Join(folder, "*.yaml"))
	if err != nil {
		return nil, err
	}
	var read []file
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		var f file
		if err := yaml.Load(raw, &f, yaml.WithKnownFields()); err != nil {
			return nil, fmt.Errorf("wording: %s: %w", name, err)
		}
		if want := path.Join(folder, f.Language+".yaml"); want != name {
			return nil, fmt.Errorf("wording: %s says that it is %q", name, f.Language)
		}
		read = append(read, f)
	}
	english := slices.IndexFunc(read, func(f file) bool { return f.Language == English })
	if english < 0 {
		return nil, fmt.Errorf("wording: there is no English")
	}
	read[0], read[english] = read[english], read[0]
	c := &Catalogue{}
	for _, f := range read {
		l, err := f.prove(read[0])
		if err != nil {
			return nil, fmt.Errorf("wording: %s: %w", f.Language, err)
		}
		c.languages = append(c.languages, l)
	}
	slices.SortFunc(c.languages[1:], func(a, b *Language) int { return strings.Compare(a.Tag, b.Tag) })
	return c, nil
}

// prove makes a language of a file.
func (f file) prove(english file) (*Language, error) {
	if _, err := language.Parse(f.Language); err != nil {
		return nil, err
	}
	l := &Language{Tag: f.Language, Name: f.Name, Called: f.Called, says: map[string]message{}}
	if f.Name == "" || len(f.Called) == 0 {
		return nil, fmt.Errorf("say what the language is called, by those who speak it and in English")
	}
	var err error
	if l.Made, err = f.Made.read(); err != nil {
		return nil, err
	}
	if l.Made.By == "" {
		return nil, fmt.Errorf("say under made who translated it, and on which day")
	}
	if l.Checked, err = f.Checked.read(); err != nil {
		return nil, err
	}
	for _, key := range slices.Sorted(maps.Keys(f.Says)) {
		t := f.Says[key]
		source, ok := english.Says[key]
		if !ok {
			return nil, fmt.Errorf("%s is not in the English", key)
		}
		if err := t.prove(f.Language, source.Is); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		if f.Language == English || maps.Equal(t.Of, source.Is) {
			l.says[key] = message{t.Is}
		}
	}
	return l, nil
}

// read takes a signature apart; nothing at all is a zero one.
func (s signature) read() (Signed, error) {
	if s == (signature{}) {
		return Signed{}, nil
	}
	on, err := civil.ParseDay(s.On)
	if err != nil {
		return Signed{}, err
	}
	if s.By == "" {
		return Signed{}, fmt.Errorf("write by whom, beside the day")
	}
	return Signed{By: s.By, On: on}, nil
}

// prove says what is wrong with a message: a form too few or too many, an empty one, other
// places for values than the English has. A form for one number need not name the number.
func (t translated) prove(tag string, english forms) error {
	want := []string{"other"}
	counts := len(english) > 1
	if counts {
		want = formsOf(tag)
	}
	if have := slices.Sorted(maps.Keys(t.Is)); !slices.Equal(have, want) {
		return fmt.Errorf("it has the forms %v, and needs %v", have, want)
	}
	for form, text := range t.Is {
		if strings.TrimSpace(text) != text || text == "" {
			return fmt.Errorf("%s is empty, or begins or ends with a space", form)
		}
		there, need := places(text), places(english["other"])
		if counts && form != "other" && form != "few" && form != "many" {
			there = append(there, "n")
			need = append(need, "n")
		}
		if !slices.Equal(sorted(there), sorted(need)) {
			return fmt.Errorf("%s has places for %v, and the English for %v", form, there, need)
		}
	}
	return nil
}

func sorted(all []string) []string { return slices.Compact(slices.Sorted(slices.Values(all))) }

// places names the values that a text has places for.
func places(text string) []string {
	out := []string{}
	for text != "" {
		_, name, after, open := cut(text)
		if open {
			out = append(out, name)
		}
		text = after
	}
	return out
}

var formNames = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other",
}

// formOf is the form that a language has for a whole number.
func formOf(tag string, n int) string {
	return formNames[plural.Cardinal.MatchPlural(language.Make(tag), n, 0, 0, 0, 0)]
}

// formsOf is every form that a language has for whole numbers, sorted.
func formsOf(tag string) []string {
	seen := map[string]bool{"other": true}
	for n := range 1000 {
		seen[formOf(tag, n)] = true
	}
	return slices.Sorted(maps.Keys(seen))
}
