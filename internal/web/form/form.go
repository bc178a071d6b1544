// Package form asks for the fields of a kind of entry and reads what was typed. What
// was typed is kept, letter for letter, whatever is wrong with it.
package form

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/govuk"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// States that a coded question offers beside its codes.
const (
	notKnown = "@not-known"
	declined = "@preferred-not-to-say"
)

// Read makes a body of what was typed in the fields named only (nil for all); what is
// wrong is said beside its field. An empty field was not asked.
func Read(k chronology.Kind, typed url.Values, only []string) (any, []errs.Field) {
	fields := map[string]json.RawMessage{}
	var wrong []errs.Field
	for _, f := range k.Fields() {
		if only != nil && !slices.Contains(only, f.Name) {
			continue
		}
		raw, err := readField(f, typed[f.Name])
		if err != nil {
			wrong = append(wrong, errs.Field{Name: f.Name, Message: err.Error()})
			continue
		}
		if raw != nil {
			fields[f.Name] = raw
		}
	}
	whole, err := json.Marshal(fields)
	if err != nil {
		return k.NewBody(), append(wrong, errs.Field{Message: "Some letters came through broken. Type them again"})
	}
	body, err := k.ReadBody(whole)
	if e := errs.Of(err); e != nil {
		wrong = append(wrong, e.Fields...)
	}
	return body, wrong
}

func readField(f chronology.Field, typed []string) (json.RawMessage, error) {
	one := ""
	if len(typed) > 0 {
		one = typed[0]
	}
	for _, s := range typed {
		if !utf8.ValidString(s) { // JSON would put other letters in their place, unasked
			return nil, fmt.Errorf("Some letters came through broken. Type them again")
		}
	}
	if f.Type == "when" {
		return readDate(typed)
	}
	switch {
	case one == notKnown:
		return json.Marshal(answer.Unknown[string]())
	case one == declined:
		return json.Marshal(answer.Declined[string]())
	case strings.TrimSpace(one) == "" && f.Type != "codes" && f.Type != "labels":
		return nil, nil
	}
	switch f.Type {
	case "number":
		n, err := strconv.Atoi(strings.TrimSpace(one))
		if err != nil {
			return nil, fmt.Errorf("Write a whole number, such as 45")
		}
		return json.Marshal(n)
	case "yes or no":
		return json.Marshal(one == "yes")
	case "codes":
		return list(typed)
	case "labels":
		if _, err := label.ParseSet(strings.Join(typed, "+")); err != nil {
			return nil, fmt.Errorf("Choose again: what was sent is none of those offered")
		}
		return json.Marshal(strings.Join(typed, "+"))
	case "lines":
		return list(strings.Split(strings.ReplaceAll(one, "\r\n", "\n"), "\n"))
	case "text":
		return json.Marshal(strings.ReplaceAll(one, "\r\n", "\n"))
	}
	return json.Marshal(strings.TrimSpace(one))
}

// readDate reads a date as it is known, or why there is none.
func readDate(typed []string) (json.RawMessage, error) {
	written, said := "", ""
	for _, s := range typed {
		switch s = strings.TrimSpace(s); {
		case s == notKnown || s == declined:
			if said != "" {
				return nil, fmt.Errorf("Tick one: it is not known, or they preferred not to say")
			}
			said = s
		case s != "":
			written = s
		}
	}
	switch {
	case written != "" && said != "":
		return nil, fmt.Errorf("Write the date, or tick that there is none: not both")
	case said == notKnown:
		return json.Marshal(answer.Unknown[string]())
	case said == declined:
		return json.Marshal(answer.Declined[string]())
	case written == "":
		return nil, nil
	}
	when, err := civil.ReadWhen(written)
	if err != nil {
		return nil, err
	}
	return json.Marshal(when)
}

func list(typed []string) (json.RawMessage, error) {
	var kept []string
	for _, s := range typed {
		if s = strings.TrimSpace(s); s != "" {
			kept = append(kept, s)
		}
	}
	if kept == nil {
		return nil, nil
	}
	return json.Marshal(kept)
}

// ReadWhen reads the date that something happened.
func ReadWhen(typed url.Values) (civil.When, []errs.Field) {
	s := strings.TrimSpace(typed.Get(chronology.Date))
	if s == "" {
		return civil.When{}, []errs.Field{{Name: chronology.Date, Message: "Write when it happened. About is fine: March 2019, summer 2018"}}
	}
	when, err := civil.ReadWhen(s)
	if err != nil {
		return civil.When{}, []errs.Field{{Name: chronology.Date, Message: err.Error()}}
	}
	return when, nil
}

// ReadExtra reads the labels that an author added to a free text. A label that is none
// is wrong, and never dropped: the text would stand more open than its author meant.
func ReadExtra(k chronology.Kind, typed url.Values) (map[string]label.Set, []errs.Field) {
	out := map[string]label.Set{}
	var wrong []errs.Field
	for _, f := range k.Fields() {
		for _, name := range typed["extra-"+f.Name] {
			l, err := label.Parse(name)
			if err != nil || f.Type != "text" {
				wrong = append(wrong, errs.Field{Name: f.Name, Message: "Choose again who may not read this: what was sent is none of those offered"})
				continue
			}
			out[f.Name] = out[f.Name].With(label.Of(l))
		}
	}
	if len(out) == 0 {
		return nil, wrong
	}
	return out, wrong
}

// Write gives the typed form of a body, so that a form can be filled in with it.
func Write(kinds chronology.Kinds, body any) url.Values {
	out := url.Values{}
	for _, s := range kinds.Show(body) {
		switch s.State {
		case answer.NotKnown:
			out.Set(s.Field.Name, notKnown)
		case answer.PreferredNotToSay:
			out.Set(s.Field.Name, declined)
		case answer.IsGiven:
			out[s.Field.Name] = writeValue(s)
		case answer.NotAsked, answer.IsWithheld:
		}
	}
	return out
}

func writeValue(s chronology.Shown) []string {
	switch v := s.Value.(type) {
	case civil.When:
		return []string{v.Words()}
	case label.Set:
		return strings.Split(v.String(), "+")
	case bool:
		if v {
			return []string{"yes"}
		}
		return []string{"no"}
	case []string:
		return []string{strings.Join(v, "\n")}
	}
	if s.Field.Type == "codes" {
		raw, err := json.Marshal(s.Value)
		var all []string
		if err == nil && json.Unmarshal(raw, &all) == nil {
			return all
		}
	}
	return []string{fmt.Sprint(s.Value)}
}

// Named says who organisations and workers are.
type Named interface {
	Organisation(ident.Organisation) string
	Worker(ident.Worker) string
}

// Words says an answer as a page shows it.
func Words(s chronology.Shown, names Named) string {
	switch s.State {
	case answer.NotKnown:
		return "We don't know yet"
	case answer.PreferredNotToSay:
		return "Preferred not to say"
	case answer.IsWithheld:
		return "Kept closed"
	case answer.NotAsked:
		return "Not asked"
	case answer.IsGiven:
	}
	switch v := s.Value.(type) {
	case civil.When:
		return v.Words()
	case bool:
		if v {
			return "Yes"
		}
		return "No"
	case label.Set:
		var out []string
		for _, l := range v.List() {
			out = append(out, l.Words())
		}
		return strings.Join(out, "; ")
	case ident.Organisation:
		return names.Organisation(v)
	case ident.Worker:
		return names.Worker(v)
	case []string:
		return strings.Join(v, "; ")
	}
	return codeWords(s)
}

func codeWords(s chronology.Shown) string {
	values := writeValue(s)
	if len(s.Field.Codes) == 0 {
		return strings.Join(values, "; ")
	}
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = v
		for _, c := range s.Field.Codes {
			if c.Value == v {
				out[i] = c.Words
			}
		}
	}
	return strings.Join(out, ", ")
}

// Problems turns what is wrong into what the page says, in the order of the page.
func Problems(err error, order []string) govuk.Problems { return Order(Wrong(err), order) }

// Wrong lists what is wrong with an input; what is wrong with the whole form has no
// field.
func Wrong(err error) []errs.Field {
	e := errs.Of(err)
	if e == nil {
		return nil
	}
	if len(e.Fields) == 0 && e.Message != "" {
		return []errs.Field{{Message: e.Message}}
	}
	return e.Fields
}

// Order puts problems in the order of the page. What is about no control of the page is
// said of the whole form, so that nothing leads nowhere.
func Order(fields []errs.Field, order []string) govuk.Problems {
	var out govuk.Problems
	for _, f := range fields {
		p := govuk.Problem{Text: f.Message}
		if slices.Contains(order, f.Name) {
			p.Field = f.Name
		}
		out = append(out, p)
	}
	place := func(p govuk.Problem) int {
		if i := slices.Index(order, p.Field); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(out, func(a, b govuk.Problem) int { return place(a) - place(b) })
	return out
}
