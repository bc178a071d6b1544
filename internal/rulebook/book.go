package rulebook

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"waymark/internal/label"
)

// Book is a rulebook: every rule with every reading, and the readings chosen. It does not change once loaded and
// checked, and many may read it at once.
type Book struct {
	rules     []Rule // all, by file and line
	questions []Question
	byID      map[string]int
	lines     [][]*Rule            // the rules in use: one slice for each line, by the day they came into force
	labels    map[string]label.Set // by rule; nil until Check
	reads     map[string]bool      // the kinds that the rules in use test
}

// Question is something on which sources disagree.
type Question struct {
	ID       string
	Asks     string
	Readings []Reading
	Chosen   string // the name of the reading in use

	at string
}

// Reading is one answer to a question.
type Reading struct {
	Name    string
	Says    string
	Default bool
	Rules   []string // the ids of the rules that state it
}

// Load reads every .yaml file of a folder and proves the shape of each rule. Its errors are joined, each in the form
// file:line: rule: what.
func Load(fsys fs.FS, dir string) (*Book, error) {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return nil, fmt.Errorf("the rulebook cannot be opened: %w", err)
	}
	b := &Book{byID: map[string]int{}}
	var errs []error
	for _, e := range entries {
		if e.IsDir() || path.Ext(e.Name()) != ".yaml" {
			continue
		}
		data, err := fs.ReadFile(fsys, path.Join(dir, e.Name()))
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:1: %w", e.Name(), err))
			continue
		}
		errs = append(errs, b.add(e.Name(), data)...)
	}
	if len(errs) == 0 && len(b.rules) == 0 {
		errs = append(errs, fmt.Errorf("%s: there is no rule", dir))
	}
	if len(errs) == 0 {
		errs = b.answers()
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	b.use()
	return b, nil
}

// add takes in one file.
func (b *Book) add(name string, data []byte) []error {
	f, at, errs := decode(name, data)
	if len(errs) > 0 {
		return errs
	}
	for i, raw := range f.Questions {
		where := fmt.Sprintf("%s:%d", name, at.of(at.questions, i))
		q := Question{ID: raw.ID, Asks: raw.Asks, at: where}
		for _, rr := range raw.Readings {
			q.Readings = append(q.Readings, Reading{Name: rr.Name, Says: rr.Says, Default: rr.Default})
			if rr.Default {
				q.Chosen = rr.Name
			}
		}
		for _, what := range q.faults() {
			errs = append(errs, fmt.Errorf("%s: %s: %s", where, q.ID, what))
		}
		if _, ok := b.question(q.ID); ok {
			errs = append(errs, fmt.Errorf("%s: %s: there are two questions of this id", where, q.ID))
		}
		b.questions = append(b.questions, q)
	}
	for i := range f.Rules {
		r, bad := f.Rules[i].rule()
		r.at = fmt.Sprintf("%s:%d", name, at.of(at.rules, i))
		if j, twice := b.byID[r.ID]; twice {
			bad = append(bad, "there is another rule of this id at "+b.rules[j].at)
		}
		for _, what := range bad {
			errs = append(errs, fmt.Errorf("%s: %s: %s", r.at, r.ID, what))
		}
		b.byID[r.ID] = len(b.rules)
		b.rules = append(b.rules, r)
	}
	return errs
}

// faults says what is wrong with a question's shape.
func (q Question) faults() []string {
	var f faults
	f.when(!idForm.MatchString(q.ID), "id: write it like after-negative")
	f.when(q.Asks == "", "asks: write the question out")
	f.when(len(q.Readings) < 2, "readings: a question has at least two")
	defaults, names := 0, map[string]bool{}
	for _, r := range q.Readings {
		f.when(!idForm.MatchString(r.Name), "readings: %q: write a name like nine-days", r.Name)
		f.when(names[r.Name], "readings: there are two %q", r.Name)
		f.when(r.Says == "", "readings: %s: write out what it says", r.Name)
		names[r.Name] = true
		if r.Default {
			defaults++
		}
	}
	f.when(defaults != 1, "readings: mark one as the default")
	return f
}

// answers ties rules to the questions they answer.
func (b *Book) answers() []error {
	var errs []error
	for _, r := range b.rules {
		if r.Question == "" {
			continue
		}
		i, ok := b.question(r.Question)
		j := -1
		if ok {
			j = slices.IndexFunc(b.questions[i].Readings, func(x Reading) bool { return x.Name == r.Reading })
		}
		if j < 0 {
			errs = append(errs, fmt.Errorf("%s: %s: reading: no question %q has the reading %q", r.at, r.ID, r.Question, r.Reading))
			continue
		}
		b.questions[i].Readings[j].Rules = append(b.questions[i].Readings[j].Rules, r.ID)
	}
	for _, q := range b.questions {
		for _, x := range q.Readings {
			if len(x.Rules) == 0 {
				errs = append(errs, fmt.Errorf("%s: %s: readings: no rule states %q", q.at, q.ID, x.Name))
			}
		}
	}
	return errs
}

func (b *Book) question(id string) (int, bool) {
	i := slices.IndexFunc(b.questions, func(q Question) bool { return q.ID == id })
	return i, i >= 0
}

// use sets out the rules in use, line by line.
func (b *Book) use() {
	at := map[string]int{}
	b.lines, b.reads = nil, map[string]bool{}
	for i := range b.rules {
		r := &b.rules[i]
		if !b.inUse(r) {
			continue
		}
		n, ok := at[r.Line]
		if !ok {
			n = len(b.lines)
			at[r.Line] = n
			b.lines = append(b.lines, nil)
		}
		b.lines[n] = append(b.lines[n], r)
		for _, c := range r.conditions() {
			b.reads[c.Kind] = true
		}
	}
	for _, line := range b.lines {
		slices.SortFunc(line, func(x, y *Rule) int { return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.ID, y.ID)) })
	}
}

// Reads says whether any rule in use tests entries of a kind: the others change no clock.
func (b *Book) Reads(kind string) bool { return b.reads[kind] }

func (b *Book) inUse(r *Rule) bool {
	i, ok := b.question(r.Question)
	return !ok || b.questions[i].Chosen == r.Reading
}

// Choose gives the book with other readings in use: question to reading. Questions it does not name keep theirs.
func (b *Book) Choose(choices map[string]string) (*Book, error) {
	out := &Book{rules: b.rules, byID: b.byID, labels: b.labels, questions: slices.Clone(b.questions)}
	var errs []error
	for _, id := range slices.Sorted(maps.Keys(choices)) {
		i, ok := out.question(id)
		if !ok {
			errs = append(errs, fmt.Errorf("the rulebook asks no question %q; it asks: %s", id, strings.Join(out.asked(), ", ")))
			continue
		}
		q := &out.questions[i]
		if !slices.ContainsFunc(q.Readings, func(r Reading) bool { return r.Name == choices[id] }) {
			errs = append(errs, fmt.Errorf("%s has no reading %q; it has: %s", id, choices[id], strings.Join(q.names(), ", ")))
			continue
		}
		q.Chosen = choices[id]
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	out.use()
	return out, nil
}

func (b *Book) asked() []string {
	var out []string
	for _, q := range b.questions {
		out = append(out, q.ID)
	}
	return out
}

func (q Question) names() []string {
	var out []string
	for _, r := range q.Readings {
		out = append(out, r.Name)
	}
	return out
}

// Rules lists the rules in use, in the order of the files.
func (b *Book) Rules() []Rule {
	var out []Rule
	for i := range b.rules {
		if b.inUse(&b.rules[i]) {
			out = append(out, b.rules[i])
		}
	}
	return out
}

// Every lists every rule, those of readings not chosen included.
func (b *Book) Every() []Rule { return slices.Clone(b.rules) }

// Find finds a rule by its id, in use or not.
func (b *Book) Find(id string) (Rule, bool) {
	i, ok := b.byID[id]
	if !ok {
		return Rule{}, false
	}
	return b.rules[i], true
}

// Labels is every label that knowing a clock under a rule may rest on.
func (b *Book) Labels(id string) label.Set { return b.labels[id] }

// Line lists the ids of the rules of one line, those of earlier days and other readings
// included: clocks may run under any of them.
func (b *Book) Line(line string) []string {
	var out []string
	for _, r := range b.rules {
		if r.Line == line {
			out = append(out, r.ID)
		}
	}
	return out
}

// Questions lists what sources disagree on, with the reading in use.
func (b *Book) Questions() []Question { return slices.Clone(b.questions) }

// Digest is the SHA-256, in hex, of the rules in use and the choices. The names of files, their order and the way the
// YAML is laid out do not change it.
func (b *Book) Digest() string {
	rules := b.Rules()
	slices.SortFunc(rules, func(x, y Rule) int { return cmp.Compare(x.ID, y.ID) })
	chosen := map[string]string{}
	for _, q := range b.questions {
		chosen[q.ID] = q.Chosen
	}
	h := sha256.New()
	// Neither a rule nor a map of strings holds anything that JSON cannot say.
	_ = json.NewEncoder(h).Encode(struct {
		Rules  []Rule
		Chosen map[string]string
	}{rules, chosen})
	return hex.EncodeToString(h.Sum(nil))
}
