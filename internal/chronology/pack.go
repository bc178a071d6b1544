package chronology

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"waymark/internal/answer"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// envelope is what stands on the outside of an entry: sealed like its parts.
type envelope struct {
	Kind     string               `json:"kind"`
	Version  int                  `json:"version"`
	Act      ident.Act            `json:"act"`
	N        int                  `json:"n,omitempty"`
	Happened civil.When           `json:"happened"`
	Recorded time.Time            `json:"recorded"`
	By       ident.Worker         `json:"by"`
	For      ident.Organisation   `json:"for"`
	Origin   string               `json:"origin,omitempty"`
	Extra    map[string]label.Set `json:"extra,omitempty"`
	Of       ident.Entry          `json:"of,omitempty"`
	Fields   []string             `json:"fields,omitempty"`
	Parts    []label.Set          `json:"parts"`
}

// Part is the fields that share one set of labels, as JSON.
type Part struct {
	Labels label.Set
	JSON   []byte
}

// whyKey is where the reason of a correction lies in its part.
const whyKey = "@why"

// Pack lays an entry out as its envelope and its parts, ready to be sealed. A withheld
// field is an error: nobody writes what they could not see.
func (t Kinds) Pack(e Entry) (env []byte, parts []Part, err error) {
	k, ok := t.Find(e.Kind)
	if !ok {
		return nil, nil, fmt.Errorf("chronology: unknown kind %q", e.Kind)
	}
	if !k.holds(e.Body) {
		return nil, nil, fmt.Errorf("chronology: the body of a %s is not %T", e.Kind, e.Body)
	}
	byLabels := map[label.Set]map[string]json.RawMessage{}
	put := func(s label.Set, name string, v value) error {
		raw, err := v.MarshalJSON()
		if err != nil {
			return fmt.Errorf("field %s: %w", name, err)
		}
		if byLabels[s] == nil {
			byLabels[s] = map[string]json.RawMessage{}
		}
		byLabels[s][name] = raw
		return nil
	}
	for _, f := range k.fields {
		if v := valueOf(e.Body, f); !v.IsZero() {
			if err := put(label.Of(f.Label).With(e.Extra[f.Name]), f.Name, v); err != nil {
				return nil, nil, err
			}
		}
	}
	out := envelope{Kind: e.Kind, Version: k.Version, Act: e.Act, N: e.N, Happened: e.Happened, Recorded: e.Recorded.UTC(), By: e.By, For: e.For, Origin: e.Origin, Extra: e.Extra}
	if x := e.Corrects; x != nil {
		out.Of, out.Fields = x.Of, x.Fields
		if err := put(k.whyLabels(x.Fields, e.Extra), whyKey, x.Why); err != nil {
			return nil, nil, err
		}
	}
	for _, s := range slices.Sorted(maps.Keys(byLabels)) {
		raw, err := json.Marshal(byLabels[s])
		if err != nil {
			return nil, nil, fmt.Errorf("chronology: part %s: %w", s, err)
		}
		out.Parts = append(out.Parts, s)
		parts = append(parts, Part{Labels: s, JSON: raw})
	}
	env, err = json.Marshal(out)
	return env, parts, err
}

// whyLabels is what the reason of a correction gives away: it tells of every field that
// was corrected.
func (k Kind) whyLabels(fields []string, extra map[string]label.Set) label.Set {
	s := label.Of(k.Free)
	for _, name := range fields {
		if f, ok := k.Field(name); ok {
			s = s.With(label.Of(f.Label)).With(extra[name])
		}
	}
	return s
}

// Outside is the outside of an entry, read: what every reader's view of it begins from.
type Outside struct {
	v envelope
	k Kind
}

// Kind is the kind of the entry.
func (o Outside) Kind() string { return o.v.Kind }

// ReadOutside reads the outside of an entry, once for however many readers.
func (t Kinds) ReadOutside(id ident.Entry, env []byte) (Outside, error) {
	var o Outside
	if err := strict(env, &o.v); err != nil {
		return o, fmt.Errorf("chronology: envelope of %s: %w", id, err)
	}
	var ok bool
	if o.k, ok = t.Find(o.v.Kind); !ok {
		return o, fmt.Errorf("chronology: entry %s is of a kind this version does not know", id)
	}
	return o, nil
}

// Unpack puts an entry together from its outside and its parts, as View does.
func (t Kinds) Unpack(on ident.Chronology, id ident.Entry, env []byte, open func(n int, s label.Set) ([]byte, error), have label.Set) (Entry, bool, error) {
	o, err := t.ReadOutside(id, env)
	if err != nil {
		return Entry{}, false, err
	}
	return o.View(on, id, open, have)
}

// View puts an entry together for a reader with these labels. open is asked only for
// parts that the reader may read. An entry whose very existence the reader may not
// know, or whose corrections lie wholly in fields they may not read, is not seen (false).
func (o Outside) View(on ident.Chronology, id ident.Entry, open func(n int, s label.Set) ([]byte, error), have label.Set) (Entry, bool, error) {
	v, k := o.v, o.k
	if !have.Has(k.Exists) {
		return Entry{}, false, nil
	}
	e := Entry{ID: id, Chronology: on, Act: v.Act, N: v.N, Kind: v.Kind, Version: v.Version, Happened: v.Happened, Recorded: v.Recorded, By: v.By, For: v.For, Origin: v.Origin, Extra: maps.Clone(v.Extra), Body: k.NewBody()}
	if v.Of != "" {
		if e.Corrects = k.readableCorrection(v, have); e.Corrects == nil {
			return Entry{}, false, nil
		}
	}
	for _, f := range k.fields {
		if !have.Covers(label.Of(f.Label).With(v.Extra[f.Name])) {
			settableOf(e.Body, f).Withhold()
			delete(e.Extra, f.Name) // which labels were added tells, too
		}
	}
	if e.Corrects != nil && !have.Covers(k.whyLabels(v.Fields, v.Extra)) {
		e.Corrects.Why.Withhold()
	}
	for n, s := range v.Parts {
		if !have.Covers(s) {
			continue
		}
		raw, err := open(n, s)
		if err != nil {
			return Entry{}, false, err
		}
		if err := k.fill(&e, raw); err != nil {
			return Entry{}, false, fmt.Errorf("chronology: part %s of %s: %w", s, id, err)
		}
	}
	return e, true, nil
}

// readableCorrection keeps the names of those corrected fields that the reader may
// read; nil when none is left. That a field was corrected tells, too. A field that the
// reader could read but for labels an author added stays among them: it reads withheld,
// or the reader would go on reading what is known to be wrong.
func (k Kind) readableCorrection(v envelope, have label.Set) *Correction {
	x := &Correction{Of: v.Of}
	for _, name := range v.Fields {
		f, ok := k.Field(name)
		if !ok && name != Date && name != Whole {
			continue
		}
		if !ok || have.Has(f.Label) {
			x.Fields = append(x.Fields, name)
		}
	}
	if len(x.Fields) == 0 {
		return nil
	}
	return x
}

func (k Kind) fill(e *Entry, raw []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err
	}
	for name, v := range fields {
		if name == whyKey && e.Corrects != nil {
			if err := e.Corrects.Why.UnmarshalJSON(v); err != nil {
				return err
			}
			continue
		}
		f, ok := k.Field(name)
		if !ok {
			return fmt.Errorf("no field %q", name)
		}
		if err := settableOf(e.Body, f).UnmarshalJSON(v); err != nil {
			return fmt.Errorf("field %s: %w", name, err)
		}
	}
	return nil
}

// ReadBody reads a body written as one JSON object, as imports carry it. What is wrong
// is said field by field.
func (k Kind) ReadBody(raw []byte) (any, error) {
	var fields map[string]json.RawMessage
	var c errs.Checks
	if err := json.Unmarshal(raw, &fields); err != nil {
		c.Say("body", "The body is one JSON object")
		return nil, c.Err()
	}
	body := k.NewBody()
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		f, ok := k.Field(name)
		if !ok {
			c.Say(name, "This kind has no such field")
			continue
		}
		if err := settableOf(body, f).UnmarshalJSON(fields[name]); err != nil {
			c.Say(name, f.needs())
		}
	}
	return body, c.Err()
}

// needs says how an answer to the field is written in JSON.
func (f Field) needs() string {
	switch f.Type {
	case "when":
		return "Write the date like \"2019-03-12\", \"2019-03\", \"2018-22\" (summer) or \"2018\", with ~ after it for about"
	case "number":
		return "Write a whole number, without quotation marks"
	case "yes or no":
		return "Write true or false"
	case "codes", "lines":
		return "Write a list, like [\"one\", \"two\"]"
	case "labels":
		return "Write labels joined with +, like \"general+health\""
	}
	return "Write it between quotation marks, or {\"answer\": \"not known\"}"
}

// WriteBody writes a body as one JSON object, withheld fields left out.
func (k Kind) WriteBody(body any) (json.RawMessage, error) {
	if !k.holds(body) {
		return nil, fmt.Errorf("chronology: the body of a %s is not %T", k.Name, body)
	}
	fields := map[string]json.RawMessage{}
	for _, f := range k.fields {
		v := valueOf(body, f)
		if v.IsZero() || v.State() == answer.IsWithheld {
			continue
		}
		raw, err := v.MarshalJSON()
		if err != nil {
			return nil, err
		}
		fields[f.Name] = raw
	}
	return json.Marshal(fields)
}

func strict(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	return d.Decode(into)
}
