package server_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"waymark/internal/casefile"
	"waymark/internal/server"
	"waymark/internal/web/api"
)

// document is the OpenAPI document, read as any reader would: nothing of the API's own
// code judges its answers.
type document struct {
	Paths      map[string]map[string]described `json:"paths"`
	Components struct {
		Schemas map[string]*schema `json:"schemas"`
	} `json:"components"`
}

type described struct {
	OperationID string `json:"operationId"`
	Parameters  []struct {
		Name     string  `json:"name"`
		In       string  `json:"in"`
		Required bool    `json:"required"`
		Schema   *schema `json:"schema"`
	} `json:"parameters"`
	RequestBody *struct {
		Content map[string]struct {
			Schema *schema `json:"schema"`
		} `json:"content"`
	} `json:"requestBody"`
	Responses map[string]struct {
		Content map[string]struct {
			Schema *schema `json:"schema"`
		} `json:"content"`
	} `json:"responses"`
}

// schema is as much of a JSON schema as the document uses; a word that is not here is an
// error when it is read.
type schema struct {
	Ref         string             `json:"$ref"`
	Type        any                `json:"type"`
	Properties  map[string]*schema `json:"properties"`
	Required    []string           `json:"required"`
	Additional  any                `json:"additionalProperties"`
	Items       *schema            `json:"items"`
	Enum        []any              `json:"enum"`
	OneOf       []*schema          `json:"oneOf"`
	MaxLength   *int               `json:"maxLength"`
	Format      string             `json:"format"`
	Title       string             `json:"title"`
	Description string             `json:"description"`
	Examples    []any              `json:"examples"`
}

func theDocument() (*document, error) {
	kinds, err := casefile.Kinds()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	if err := api.Document(&b, kinds, server.Forms()); err != nil {
		return nil, err
	}
	var d document
	if err := json.Unmarshal([]byte(b.String()), &d); err != nil {
		return nil, err
	}
	return &d, d.known(b.String())
}

// known refuses a document that uses words which fits would pass over.
func (d *document) known(text string) error {
	var whole struct {
		Components struct {
			Schemas map[string]json.RawMessage `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal([]byte(text), &whole); err != nil {
		return err
	}
	for name, raw := range whole.Components.Schemas {
		dec := json.NewDecoder(strings.NewReader(string(raw)))
		dec.DisallowUnknownFields()
		var s schema
		if err := dec.Decode(&s); err != nil {
			return fmt.Errorf("schema %s: %w", name, err)
		}
	}
	return nil
}

func (d *document) at(s *schema) *schema {
	for s != nil && s.Ref != "" {
		s = d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")]
	}
	return s
}

// fits says where a value is not as a schema says; "" where it is.
func (d *document) fits(s *schema, v any, at string) string {
	s = d.at(s)
	if s == nil {
		return at + ": there is no such schema"
	}
	if len(s.OneOf) > 0 {
		var why []string
		fit := 0
		for _, one := range s.OneOf {
			if x := d.fits(one, v, at); x == "" {
				fit++
			} else {
				why = append(why, x)
			}
		}
		if fit != 1 {
			return fmt.Sprintf("%s fits %d of %d: %s", at, fit, len(s.OneOf), strings.Join(why[:min(len(why), 2)], "; "))
		}
		return ""
	}
	if len(s.Enum) > 0 && !slices.Contains(s.Enum, v) {
		return fmt.Sprintf("%s: %v is none of %v", at, v, s.Enum)
	}
	if s.Type == nil {
		return ""
	}
	if !slices.ContainsFunc(typesOf(s.Type), func(t string) bool { return isType(t, v) }) {
		return fmt.Sprintf("%s: %v is no %v", at, v, s.Type)
	}
	switch v := v.(type) {
	case map[string]any:
		return d.fitsObject(s, v, at)
	case []any:
		for i, x := range v {
			if why := d.fits(s.Items, x, fmt.Sprintf("%s[%d]", at, i)); why != "" {
				return why
			}
		}
	case string:
		return fitsText(s, v, at)
	}
	return ""
}

func typesOf(t any) []string {
	if one, ok := t.(string); ok {
		return []string{one}
	}
	var out []string
	all, _ := t.([]any)
	for _, x := range all {
		one, _ := x.(string)
		out = append(out, one)
	}
	return out
}

func isType(t string, v any) bool {
	switch v := v.(type) {
	case nil:
		return t == "null"
	case bool:
		return t == "boolean"
	case string:
		return t == "string"
	case float64:
		return t == "number" || t == "integer" && v == float64(int64(v))
	case []any:
		return t == "array"
	case map[string]any:
		return t == "object"
	}
	return false
}

func (d *document) fitsObject(s *schema, v map[string]any, at string) string {
	for _, name := range s.Required {
		if _, ok := v[name]; !ok {
			return at + "." + name + " is missing"
		}
	}
	for name, x := range v {
		of, ok := s.Properties[name]
		if !ok {
			if s.Additional == false {
				return at + "." + name + " is in no schema"
			}
			continue
		}
		if why := d.fits(of, x, at+"."+name); why != "" {
			return why
		}
	}
	return ""
}

var day = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)

func fitsText(s *schema, v, at string) string {
	switch {
	case s.MaxLength != nil && utf8.RuneCountInString(v) > *s.MaxLength:
		return fmt.Sprintf("%s is longer than %d", at, *s.MaxLength)
	case s.Format == "date" && !day.MatchString(v):
		return fmt.Sprintf("%s: %q is no day", at, v)
	case s.Format == "date-time":
		if x, err := time.Parse(time.RFC3339, v); err != nil || !strings.HasSuffix(v, "Z") || x.IsZero() {
			return fmt.Sprintf("%s: %q is no instant in UTC", at, v)
		}
	}
	return ""
}
