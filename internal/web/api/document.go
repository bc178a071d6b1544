package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

const about = `Waymark for programs: the same record, the same policies, the same looks as for people.

A program is a worker of an organisation and brings a token (Authorization: Bearer). The token says what it may do,
open, and of whom; it only narrows. What it does not reach answers as if it were not there. An answer that is withheld
says {"answer": "withheld"}, and is never null.`

// describe is what the library is told: the head of the document and the one form of
// bodies. It shows no pages and no schemas by itself.
func (d *door) describe() huma.Config {
	registry := huma.NewMapRegistry(schemas, func(t reflect.Type, hint string) string { return huma.DefaultSchemaNamer(t, hint) })
	d.describeKinds(registry)
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0", Info: &huma.Info{Title: "Waymark", Version: "1", Description: about},
			Components: &huma.Components{
				Schemas:         registry,
				SecuritySchemes: map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "Made by waymark token add, and shown once."}},
			},
			Security: []map[string][]string{{"token": {}}},
		},
		Formats:       map[string]huma.Format{"application/json": strictly, "json": strictly},
		DefaultFormat: "application/json",
	}
}

// document is the OpenAPI document, as it is served and printed.
func (d *door) document() ([]byte, error) {
	raw, err := json.Marshal(d.api.OpenAPI())
	if err != nil {
		return nil, fmt.Errorf("openapi: %w", err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, raw, "", "  "); err != nil {
		return nil, fmt.Errorf("openapi: %w", err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// strictly is JSON in which each name stands once: of two, it could not be said which
// was meant.
var strictly = huma.Format{
	Marshal: huma.DefaultJSONFormat.Marshal,
	Unmarshal: func(b []byte, into any) error {
		if err := once(json.NewDecoder(bytes.NewReader(b))); err != nil {
			return err
		}
		return json.Unmarshal(b, into)
	},
}

var errTwice = errors.New("a name stands twice")

// deepest is how deep what is sent may be nested; bodies are flat.
const deepest = 32

// once reads one value and says whether any name in it stands twice.
func once(d *json.Decoder) error {
	if err := value(d, 0); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more follows")
	}
	return nil
}

func value(d *json.Decoder, depth int) error {
	if depth > deepest {
		return errors.New("nested too deep")
	}
	t, err := d.Token()
	if err != nil {
		return err
	}
	delim, ok := t.(json.Delim)
	if !ok {
		return nil
	}
	names := map[string]bool{}
	for d.More() {
		if delim == '{' {
			name, err := d.Token()
			if err != nil {
				return err
			}
			text, _ := name.(string)
			if names[text] {
				return errTwice
			}
			names[text] = true
		}
		if err := value(d, depth+1); err != nil {
			return err
		}
	}
	_, err = d.Token() // the bracket that closes
	return err
}
