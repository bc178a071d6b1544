package sheet

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/chronology"
	"waymark/internal/civil"
)

const notKnown = "not known"

// Waiting is one place in the queue: why a row cannot be carried over as it stands. All
// rows about the same person wait with it.
type Waiting struct {
	Row    int
	Person string
	Column string // "" for the whole row
	Value  string // as typed
	What   string // what to do
}

// Carried is a register as a mapping reads it.
type Carried struct {
	People  []Person
	Waiting []Waiting
	Rows    int
}

// Person is everything that a register says of one person.
type Person struct {
	Key   string // as the register names them
	Lines []Line // in order of rows and of the mapping's entries
}

// Line is one entry as an import reads it.
type Line struct {
	Row  int
	Kind string
	JSON []byte // one line, without its end
}

// Carry reads a table by a mapping that fits it. Whoever has a row that does not fit waits
// with all their rows: nobody's record is carried over in part.
func (m Mapping) Carry(t Table, kinds chronology.Kinds) Carried {
	c := carrying{m: m, t: t, kinds: kinds, out: Carried{Rows: len(t.Rows)}, at: map[string]*Person{}, last: map[string]map[string]string{}}
	var order []string
	for _, r := range t.Rows {
		key := r.Cell(c.column(m.Person))
		if key == "" {
			c.wait(r, "", m.Person, "Say whose row this is")
			continue
		}
		p, met := c.at[key]
		if !met {
			p = &Person{Key: key}
			c.at[key], c.last[key] = p, map[string]string{}
			order = append(order, key)
		}
		c.row(r, p, !met)
	}
	waits := map[string]bool{}
	for _, w := range c.out.Waiting {
		waits[w.Person] = true
	}
	for _, key := range order {
		if waits[key] {
			continue
		}
		c.out.People = append(c.out.People, *c.at[key])
	}
	return c.out
}

// Kinds counts the entries of those who do not wait, by kind.
func (c Carried) Kinds() map[string]int {
	n := map[string]int{}
	for _, p := range c.People {
		for _, l := range p.Lines {
			n[l.Kind]++
		}
	}
	return n
}

// JSONL gives the lines of some people as one file, and for each line of it the row.
func JSONL(people []Person) (file []byte, rows []int) {
	var b bytes.Buffer
	for _, p := range people {
		for _, l := range p.Lines {
			b.Write(l.JSON)
			b.WriteByte('\n')
			rows = append(rows, l.Row)
		}
	}
	return b.Bytes(), rows
}

type carrying struct {
	m     Mapping
	t     Table
	kinds chronology.Kinds
	out   Carried
	at    map[string]*Person
	last  map[string]map[string]string // person, kind: the id of the last entry
}

func (c *carrying) column(name string) int { return slices.Index(c.t.Headings, name) }

func (c *carrying) wait(r Row, person, column, what string) {
	c.out.Waiting = append(c.out.Waiting, Waiting{Row: r.N, Person: person, Column: column, Value: r.Cell(c.column(column)), What: what})
}

func (c *carrying) row(r Row, p *Person, first bool) {
	made := false
	for i, rule := range c.m.Entries {
		if rule.First && !first || !c.fits(rule.Rows, r) {
			continue
		}
		made = true
		id := fmt.Sprintf("row %d entry %d", r.N, i+1)
		if line, ok := c.entry(r, p, rule, id); ok {
			p.Lines = append(p.Lines, Line{Row: r.N, Kind: rule.Kind, JSON: line})
			c.last[p.Key][rule.Kind] = id
		}
	}
	if !made {
		c.wait(r, p.Key, "", "No entry of the mapping is for this row. Add one, or take the row away")
	}
}

func (c *carrying) fits(f Fits, r Row) bool {
	word := r.Cell(c.column(f.Column))
	return f.Column == "" || f.Filled && word != "" || slices.ContainsFunc(f.Is, func(is string) bool { return strings.EqualFold(is, word) })
}

// entry makes one entry of a row; false when the row waits.
func (c *carrying) entry(r Row, p *Person, rule Rule, id string) ([]byte, bool) {
	before := len(c.out.Waiting)
	line := map[string]any{"chronology": c.m.Register + ", " + p.Key, "kind": rule.Kind, "id": id, "origin": fmt.Sprintf("carried over from %s, row %d", c.m.Register, r.N)}
	happened, err := civil.ReadWhen(r.Cell(c.column(rule.Happened)))
	if err != nil {
		c.wait(r, p.Key, rule.Happened, err.Error())
	}
	line["happened"] = happened.String()
	k, _ := c.kinds.Find(rule.Kind) // the mapping was checked
	body := map[string]any{}
	for _, f := range k.Fields() {
		s, ok := rule.Body[f.Name]
		if !ok {
			continue
		}
		if v, ok := c.answer(r, p, f, s); ok {
			body[f.Name] = v
		}
	}
	line["body"] = body
	if len(rule.Labels) > 0 {
		line["extra"] = rule.Labels
	}
	if len(c.out.Waiting) > before {
		return nil, false
	}
	raw, err := json.Marshal(line)
	return raw, err == nil
}

// answer gives what a field is answered with; false where there is no answer, or it waits.
func (c *carrying) answer(r Row, p *Person, f chronology.Field, s Source) (any, bool) {
	typed, column := s.Always, s.Column
	if column != "" {
		typed = r.Cell(c.column(column))
	}
	if s.Entry != "" {
		id, ok := c.last[p.Key][s.Entry]
		if !ok {
			c.wait(r, p.Key, "", fmt.Sprintf("This rests on an earlier %s, and no row above has one", s.Entry))
		}
		return id, ok
	}
	isNotKnown := typed == notKnown && s.Always != "" || slices.ContainsFunc(c.m.NotKnown, func(w string) bool { return strings.EqualFold(w, typed) })
	switch {
	case typed == "" && f.Need:
		c.wait(r, p.Key, column, f.Words+" must be answered. Where nobody knows, write a word that the mapping names under not known")
		return nil, false
	case typed == "":
		return nil, false
	case isNotKnown:
		return map[string]string{"answer": notKnown}, true
	}
	v, problem := answerOf(f, s, typed)
	if problem != "" {
		c.wait(r, p.Key, column, problem)
		return nil, false
	}
	return v, true
}

// answerOf reads typed text as an answer to a field; problem says what to do instead.
func answerOf(f chronology.Field, s Source, typed string) (v any, problem string) {
	switch f.Type {
	case "text", "line", "organisation":
		return typed, ""
	case "when":
		w, err := civil.ReadWhen(typed)
		if err != nil {
			return nil, err.Error()
		}
		return w.String(), ""
	case "number":
		n, err := strconv.Atoi(typed)
		if err != nil {
			return nil, "Write a whole number"
		}
		return n, ""
	case "yes or no":
		switch strings.ToLower(typed) {
		case "yes", "y", "true", "1":
			return true, ""
		case "no", "n", "false", "0":
			return false, ""
		}
		return nil, "Write yes or no"
	case "lines":
		return split(typed, "\n;"), ""
	case "code":
		return code(f, s, typed)
	case "codes":
		var all []any
		for _, word := range split(typed, "\n;,") {
			v, problem := code(f, s, word)
			if _, is := v.(string); problem != "" || !is {
				return v, problem // of several, one that is not known leaves nothing known
			}
			all = append(all, v)
		}
		return all, ""
	}
	return nil, "This field cannot be filled from a spreadsheet"
}

// code finds the value that a word of the register stands for: what the mapping says, the
// value itself, or the words that a page shows for it.
func code(f chronology.Field, s Source, word string) (any, string) {
	for _, k := range sorted(s.Codes) {
		switch v := s.Codes[k]; {
		case !strings.EqualFold(k, word):
		case v == notKnown:
			return map[string]string{"answer": notKnown}, ""
		default:
			return v, ""
		}
	}
	for _, k := range f.Codes {
		if strings.EqualFold(k.Value, word) || strings.EqualFold(k.Words, word) {
			return k.Value, ""
		}
	}
	return nil, "The mapping does not say what this word stands for. Add it under codes: " + values(f)
}

func values(f chronology.Field) string {
	var out []string
	for _, k := range f.Codes {
		out = append(out, k.Value)
	}
	return strings.Join(out, ", ")
}

func split(s, at string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(at, r) }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
