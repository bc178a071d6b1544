package chronology

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"waymark/internal/errs"
	"waymark/internal/label"
)

// Kind is the type of an entry: one row in the table of kinds.
type Kind struct {
	Name    string      // room and past participle: "contact.made"
	Version int         // of the body's shape, from 1
	Words   string      // what a page calls it: "Contact"
	House   bool        // about an organisation or a worker: they have names that may be general
	Exists  label.Label // what an entry gives away by being there
	Free    label.Label // what its free text gives away; never general
	Marks   []MarkSpec  // what it publishes for rules to test
	Told    Told        // to which organisations' workers it is shown at all
	Meeting bool        // tells how to meet somebody now: open to whoever sees no history

	body    reflect.Type
	fields  []Field
	publish func(any) Published
	grants  func(any) Gives
	check   func(*errs.Checks, any, New)
}

// Told says to which organisations' workers an entry is shown, besides what its labels
// open. The zero value is to all who may read.
type Told uint8

// That somebody of another organisation deals with a case tells that it reads. ToKeepers:
// to the writer's own organisation, and what a keeper wrote to all. Within: to the writer's
// own organisation. Whoever may learn who else reads is told of either.
const (
	ToAll Told = iota
	ToKeepers
	Within
)

// Field is one field of a body.
type Field struct {
	Name  string      // in JSON and in forms
	Words string      // what a page calls it
	Label label.Label // what it gives away
	Type  string      // "text", "line", "when", "code", "codes", "yes or no", "number", "lines"
	Codes []Code      // for codes: what may stand there
	Need  bool        // law or safety needs an answer (not known is one)

	index int
}

// Code is one value that a coded field may take.
type Code struct {
	Value string `json:"value"`
	Words string `json:"words"`
}

// Coded is a string type whose values are a closed list.
type Coded interface{ Codes() []Code }

// Fixed is a body with answers that other entries or somebody's access rest on, so that no
// correction changes them. Fixed gives their names, or Whole, each with what to do instead.
type Fixed interface{ Fixed() map[string]string }

// WordsOf gives the words for a coded value, or the value itself if it has none.
func WordsOf(c Coded) string {
	value := fmt.Sprint(c)
	for _, code := range c.Codes() {
		if code.Value == value {
			return code.Words
		}
	}
	return value
}

// Define makes a kind whose body is the struct B. Each field of B is an answer.Of with
// the tags json, label and words, and need:"yes" where an answer must be there.
// publish and gives may be nil. The kind is proved by NewKinds.
func Define[B any](k Kind, publish func(*B) Published, gives func(*B) Gives) Kind {
	k.body = reflect.TypeFor[B]()
	if publish != nil {
		k.publish = func(body any) Published {
			if b, ok := body.(*B); ok && b != nil {
				return publish(b)
			}
			return Published{}
		}
	}
	if gives != nil {
		k.grants = func(body any) Gives {
			if b, ok := body.(*B); ok && b != nil {
				return gives(b)
			}
			return Gives{}
		}
	}
	return k
}

// Checked adds to a kind what its values must keep to, whoever writes them: an act, a
// correction or an import. A correction's body holds the corrected fields alone, so what
// compares two fields, or a field with the date, asks first whether n corrects.
func Checked[B any](k Kind, check func(b *B, c *errs.Checks, n New)) Kind {
	k.check = func(c *errs.Checks, body any, n New) {
		if b, ok := body.(*B); ok && b != nil {
			check(b, c, n)
		}
	}
	return k
}

// Fields lists the fields in the order of the struct.
func (k Kind) Fields() []Field { return k.fields }

// Field finds a field by its name.
func (k Kind) Field(name string) (Field, bool) {
	i := slices.IndexFunc(k.fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return k.fields[i], true
}

// GivesAccess says whether access or a link can follow from an entry of this kind.
func (k Kind) GivesAccess() bool { return k.grants != nil }

// NewBody makes an empty body: a pointer to the kind's struct.
func (k Kind) NewBody() any { return reflect.New(k.body).Interface() }

// Labels is every label that an entry of this kind can bear.
func (k Kind) Labels() label.Set {
	s := label.Of(k.Exists, k.Free)
	for _, f := range k.fields {
		s = s.With(label.Of(f.Label))
	}
	return s
}

// Kinds is the one table of kinds of an installation.
type Kinds struct {
	byName map[string]Kind
	byBody map[reflect.Type]string
	names  []string
}

// NewKinds proves every kind and makes the table: each field an answer with one
// label, nothing that is typed of a person labelled general, no name twice.
func NewKinds(kinds ...Kind) (Kinds, error) {
	t := Kinds{byName: map[string]Kind{}, byBody: map[reflect.Type]string{}}
	for _, k := range kinds {
		if err := k.prove(); err != nil {
			return Kinds{}, fmt.Errorf("kind %s: %w", k.Name, err)
		}
		if _, twice := t.byName[k.Name]; twice {
			return Kinds{}, fmt.Errorf("kind %s: there are two", k.Name)
		}
		if other, twice := t.byBody[k.body]; twice {
			return Kinds{}, fmt.Errorf("kind %s: its body is that of %s", k.Name, other)
		}
		t.byName[k.Name] = k
		t.byBody[k.body] = k.Name
		t.names = append(t.names, k.Name)
	}
	slices.Sort(t.names)
	return t, nil
}

// Find finds a kind by its name.
func (t Kinds) Find(name string) (Kind, bool) {
	k, ok := t.byName[name]
	return k, ok
}

// Of finds the kind of a body; nothing is of no kind.
func (t Kinds) Of(body any) (Kind, bool) {
	v := reflect.ValueOf(body)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return Kind{}, false
	}
	k, ok := t.byName[t.byBody[v.Type().Elem()]]
	return k, ok
}

// holds says whether a body is one of this kind's.
func (k Kind) holds(body any) bool {
	v := reflect.ValueOf(body)
	return v.Kind() == reflect.Pointer && !v.IsNil() && v.Type().Elem() == k.body
}

// All lists the kinds by name.
func (t Kinds) All() []Kind {
	out := make([]Kind, len(t.names))
	for i, n := range t.names {
		out[i] = t.byName[n]
	}
	return out
}

func (k *Kind) prove() error {
	switch {
	case k.Name == "" || strings.ContainsAny(k.Name, " @/") || !strings.Contains(k.Name, "."):
		return fmt.Errorf("a name is room.happened, as contact.made")
	case k.Version < 1:
		return fmt.Errorf("versions begin at 1")
	case k.Words == "":
		return fmt.Errorf("no words for a page")
	case !k.Exists.Valid():
		return fmt.Errorf("no label for its existence")
	case !k.Free.Valid() || k.Free == label.General:
		return fmt.Errorf("free text needs a label, and never general")
	case k.body == nil || k.body.Kind() != reflect.Struct:
		return fmt.Errorf("its body is not a struct")
	}
	k.fields = nil
	for i := range k.body.NumField() {
		f, err := proveField(k.body.Field(i), i)
		if err != nil {
			return fmt.Errorf("field %s: %w", k.body.Field(i).Name, err)
		}
		if _, twice := k.Field(f.Name); twice {
			return fmt.Errorf("field %s: there are two", f.Name)
		}
		if f.Label == label.General && !k.House && (f.Type == "line" || f.Type == "lines") {
			return fmt.Errorf("field %s: what somebody types of a person is never general", f.Name)
		}
		k.fields = append(k.fields, f)
	}
	return k.proveMarks()
}

func (k *Kind) proveMarks() error {
	seen := map[string]bool{}
	for _, m := range k.Marks {
		if m.Name == "" || !m.Label.Valid() {
			return fmt.Errorf("mark %q: a mark has a name and a label", m.Name)
		}
		if seen[m.Name] {
			return fmt.Errorf("mark %q: there are two", m.Name)
		}
		seen[m.Name] = true
		if m.Date == (len(m.Codes) > 0) {
			return fmt.Errorf("mark %q: a mark is a date or has codes", m.Name)
		}
	}
	if len(k.Marks) > 0 && k.publish == nil {
		return fmt.Errorf("it names marks and publishes none")
	}
	return nil
}
