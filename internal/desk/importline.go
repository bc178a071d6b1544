package desk

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"waymark/internal/civil"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// record is one line of an import as it was read, its body still closed.
type record struct {
	line     int
	key      string
	kind     string
	happened civil.When
	id       string
	origin   string
	extra    map[string]label.Set
	corrects *correcting
	body     json.RawMessage
}

// correcting is what a line says of the entry it corrects; of is a name of the file's
// own or the id of an entry that is here.
type correcting struct {
	of      string
	fields  []string
	because string
}

// lineReader reads the keys of one line.
type lineReader struct {
	file *importFile
	line int
}

func (r lineReader) say(field, message string) { r.file.say(r.line, field, message) }

var lineKeys = []string{"chronology", "kind", "happened", "id", "origin", "extra", "corrects", "body", "recorded", "by", "for", "withheld"}

func (r lineReader) record(line []byte) record {
	rec := record{line: r.line}
	keys := r.object("", line, lineKeys)
	rec.key = r.name("chronology", keys["chronology"])
	rec.kind = r.name("kind", keys["kind"])
	for _, need := range []struct{ field, got, message string }{
		{"chronology", rec.key, "Say whose chronology this is: the id of one that is here, or a name of the file's own"},
		{"kind", rec.kind, "Say the kind of entry, like contact.made"},
	} {
		if _, said := keys[need.field]; !said || strings.TrimSpace(need.got) == "" {
			r.say(need.field, need.message)
		}
	}
	happened, err := civil.ParseWhen(r.name("happened", keys["happened"]))
	if err != nil {
		r.say("happened", err.Error())
	}
	rec.happened = happened
	rec.id = r.name("id", keys["id"])
	rec.extra = r.extra(keys["extra"])
	withheld := r.strings("withheld", keys["withheld"])
	if raw, ok := keys["corrects"]; ok && string(raw) != "null" {
		rec.corrects = r.corrects(raw, withheld)
	}
	switch raw, ok := keys["body"]; {
	case ok && raw[0] == '{':
		rec.body = raw
	case ok:
		r.say("body", "The body is one JSON object")
	case rec.corrects != nil:
		rec.body = json.RawMessage("{}")
	default:
		r.say("body", "Say what happened: the body is one JSON object")
	}
	r.origin(&rec, keys)
	return rec
}

// origin says where an entry comes from: what the line says, where it was exported
// from, or the file's name.
func (r lineReader) origin(rec *record, keys map[string]json.RawMessage) {
	rec.origin = r.text("origin", keys["origin"])
	recorded, by, of := r.name("recorded", keys["recorded"]), r.name("by", keys["by"]), r.name("for", keys["for"])
	if _, err := time.Parse(time.RFC3339, recorded); recorded != "" && err != nil {
		r.say("recorded", "Write the moment like 2026-03-06T12:00:00Z, or leave it out")
	}
	for _, x := range []struct{ field, id string }{{"by", by}, {"for", of}} {
		if x.id != "" && ident.Check(x.id) != nil {
			r.say(x.field, "This is not an id as an export writes it. Leave it out")
		}
	}
	switch {
	case strings.TrimSpace(rec.origin) != "":
	case recorded != "" || by != "" || of != "":
		rec.origin = "exported from another Waymark"
		if of != "" {
			rec.origin += ", organisation " + of
		}
		if recorded != "" {
			rec.origin += ", recorded " + recorded
		}
	default:
		rec.origin = r.file.name
	}
}

func (r lineReader) corrects(raw json.RawMessage, withheld []string) *correcting {
	keys := r.object("corrects.", raw, []string{"of", "fields", "because"})
	c := &correcting{
		of:      r.name("corrects.of", keys["of"]),
		fields:  r.strings("corrects.fields", keys["fields"]),
		because: r.text("corrects.because", keys["because"]),
	}
	if c.because == "" && slices.Contains(withheld, "because") {
		c.because = "The reason was kept closed where this was exported."
	}
	return c
}

func (r lineReader) extra(raw json.RawMessage) map[string]label.Set {
	if raw == nil || string(raw) == "null" {
		return nil
	}
	out := map[string]label.Set{}
	fields := r.object("extra.", raw, nil)
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		for _, name := range r.strings("extra."+clipped(field), fields[field]) {
			l, err := label.Parse(name)
			if err != nil {
				r.say("extra."+clipped(field), fmt.Sprintf("There is no label %q. Labels are %s", clipped(name), strings.ReplaceAll(label.Everything().String(), "+", ", ")))
				continue
			}
			out[field] = out[field].With(label.Of(l))
		}
	}
	return out
}

// object takes an object apart; with known given, no other key may be there.
func (r lineReader) object(prefix string, raw json.RawMessage, known []string) map[string]json.RawMessage {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(raw, &keys); err != nil {
		r.say(strings.TrimSuffix(prefix, "."), "Write a JSON object here")
		return nil
	}
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		if known != nil && !slices.Contains(known, k) {
			r.say(prefix+clipped(k), "There is no such key. There are "+strings.Join(known, ", "))
		}
	}
	return keys
}

// text takes a text; null and nothing are "".
func (r lineReader) text(field string, raw json.RawMessage) string {
	var s string
	if raw == nil {
		return ""
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		r.say(field, "Write a text here, between quotation marks")
	}
	return s
}

// name takes a short text on one line.
func (r lineReader) name(field string, raw json.RawMessage) string {
	s := r.text(field, raw)
	switch {
	case utf8.RuneCountInString(s) > longestName:
		r.say(field, fmt.Sprintf("This is too long: %d characters at most", longestName))
	case strings.ContainsFunc(s, unicode.IsControl):
		r.say(field, "There is a character here that cannot be seen. Type the text again")
	}
	return s
}

func (r lineReader) strings(field string, raw json.RawMessage) []string {
	var list []string
	if raw == nil {
		return nil
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		r.say(field, "Write a list of texts here, like [\"one\", \"two\"]")
	}
	return list
}
