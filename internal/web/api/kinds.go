package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"waymark/internal/answer"
	"waymark/internal/chronology"
)

// The bodies of entries are described from the table of kinds: one schema for each.

// bodyName is what a kind's body is called in the document.
func bodyName(kind string) string { return "body." + kind }

const schemas = "#/components/schemas/"

// describeKinds puts a schema for the body of each kind into the registry.
func (d *door) describeKinds(r huma.Registry) {
	for _, k := range d.Kinds.All() {
		if k.House {
			continue // about workers, organisations and houses: there is no route to them here
		}
		s := &huma.Schema{Type: huma.TypeObject, Title: k.Words, Description: "Being there gives away: " + k.Exists.String() + ".", AdditionalProperties: false, Properties: map[string]*huma.Schema{}}
		for _, f := range k.Fields() {
			x := saidOr(r, valueSchema(f))
			x.Title, x.Description = f.Words, "Gives away: "+f.Label.String()+"."
			s.Properties[f.Name] = x
		}
		r.Map()[bodyName(k.Name)] = ready(s)
	}
}

// valueSchema describes what stands in a field when it was answered.
func valueSchema(f chronology.Field) *huma.Schema {
	text := func(most int) *huma.Schema { return &huma.Schema{Type: huma.TypeString, MaxLength: bound(most)} }
	code := func() *huma.Schema {
		s := &huma.Schema{Type: huma.TypeString}
		for _, c := range f.Codes {
			s.Enum = append(s.Enum, c.Value)
		}
		return s
	}
	list := func(of *huma.Schema) *huma.Schema { return &huma.Schema{Type: huma.TypeArray, Items: ready(of)} }
	switch f.Type {
	case "text":
		return text(chronology.MaxText)
	case "when":
		return Date{}.Schema(nil)
	case "code":
		return code()
	case "codes":
		return list(code())
	case "lines":
		return list(text(chronology.MaxLine))
	case "yes or no":
		return &huma.Schema{Type: huma.TypeBoolean}
	case "number":
		return &huma.Schema{Type: huma.TypeInteger}
	}
	return text(chronology.MaxLine)
}

// Body is the body of an entry.
type Body struct{ fields map[string]Said }

// MarshalJSON writes the fields that have an answer, withheld ones among them.
func (b Body) MarshalJSON() ([]byte, error) { return json.Marshal(b.fields) }

// bodyOf is a body as its reader may see it.
func bodyOf(kinds chronology.Kinds, l chronology.Line) (Body, error) {
	k, ok := kinds.Find(l.Kind)
	if !ok {
		return Body{}, fmt.Errorf("there is no kind %q", l.Kind)
	}
	raw, err := k.WriteBody(l.Body)
	if err != nil {
		return Body{}, err
	}
	var written map[string]json.RawMessage
	if err := json.Unmarshal(raw, &written); err != nil {
		return Body{}, err
	}
	out := Body{fields: map[string]Said{}}
	for name, x := range written {
		out.fields[name] = given(x)
	}
	for _, s := range kinds.Show(l.Body) {
		if s.State == answer.IsWithheld {
			out.fields[s.Field.Name] = withheld()
		}
	}
	return out, nil
}

// Schema describes any body: which one it is, kind says.
func (Body) Schema(huma.Registry) *huma.Schema {
	return ready(&huma.Schema{Type: huma.TypeObject, Description: "The fields of its kind: the schema body.KIND.", AdditionalProperties: true})
}

// TransformSchema makes of the plain description of an entry one for each kind, so that
// the body of each is described.
func (Entry) TransformSchema(r huma.Registry, s *huma.Schema) *huma.Schema {
	names := slices.Sorted(maps.Keys(r.Map()))
	out := &huma.Schema{Title: "An entry"}
	for _, name := range names {
		kind, ok := cutBody(name)
		if !ok {
			continue
		}
		one := *s
		one.Title = ""
		one.Properties = maps.Clone(s.Properties)
		one.Properties["kind"] = ready(&huma.Schema{Type: huma.TypeString, Enum: []any{kind}})
		one.Properties["body"] = &huma.Schema{Ref: schemas + name}
		r.Map()["entry."+kind] = ready(&one)
		out.OneOf = append(out.OneOf, &huma.Schema{Ref: schemas + "entry." + kind})
	}
	return ready(out)
}

func cutBody(name string) (kind string, ok bool) {
	if len(name) > len(bodyName("")) && name[:len(bodyName(""))] == bodyName("") {
		return name[len(bodyName("")):], true
	}
	return "", false
}
