package chronology

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	"waymark/internal/answer"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// value is what the package needs of any answer.Of, whatever it holds.
type value interface {
	State() answer.State
	Answered() bool
	IsZero() bool
	MarshalJSON() ([]byte, error)
}

type settable interface {
	value
	UnmarshalJSON([]byte) error
	Withhold()
}

var (
	valueType    = reflect.TypeFor[value]()
	settableType = reflect.TypeFor[settable]()
	codedType    = reflect.TypeFor[Coded]()
	answerPath   = reflect.TypeFor[answer.Of[bool]]().PkgPath()
)

// types names the Go types that an answer may hold. Anything else fails the table of
// kinds: bodies are flat.
var types = map[reflect.Type]string{
	reflect.TypeFor[answer.Text](): "text",
	reflect.TypeFor[civil.When]():  "when",
	reflect.TypeFor[label.Set]():   "labels",

	reflect.TypeFor[ident.Entry]():        "entry",
	reflect.TypeFor[ident.Organisation](): "organisation",
	reflect.TypeFor[ident.Worker]():       "worker",
}

func proveField(sf reflect.StructField, index int) (Field, error) {
	f := Field{Words: sf.Tag.Get("words"), Need: sf.Tag.Get("need") == "yes", index: index}
	name, opts, _ := strings.Cut(sf.Tag.Get("json"), ",")
	f.Name = name
	l, err := label.Parse(sf.Tag.Get("label"))
	switch {
	case !sf.IsExported():
		return f, fmt.Errorf("a field is exported")
	case err != nil:
		return f, fmt.Errorf("one label a field: %q is none", sf.Tag.Get("label"))
	case name == "" || name == Date || name == Whole || name == "because" || strings.HasPrefix(name, "@"):
		return f, fmt.Errorf("it needs a JSON name of its own")
	case opts != "omitzero":
		return f, fmt.Errorf("what was not asked is left out: json %q needs omitzero", name)
	case f.Words == "":
		return f, fmt.Errorf("no words for a page")
	case !reflect.PointerTo(sf.Type).Implements(settableType) || !sf.Type.Implements(valueType):
		return f, fmt.Errorf("a field is an answer")
	}
	f.Label = l
	held, ok := sf.Type.FieldByName("value")
	if !ok || sf.Type.PkgPath() != answerPath {
		return f, fmt.Errorf("a field is an answer")
	}
	if f.Type, f.Codes, err = typeOf(held.Type); err != nil {
		return f, err
	}
	if (f.Type == "code" || f.Type == "codes") && len(f.Codes) == 0 {
		return f, fmt.Errorf("a closed list has codes")
	}
	if f.Type == "text" && l == label.General {
		return f, fmt.Errorf("free text is never general")
	}
	return f, nil
}

func typeOf(t reflect.Type) (string, []Code, error) {
	if name, ok := types[t]; ok {
		return name, nil, nil
	}
	if t.Implements(codedType) && t.Kind() == reflect.String {
		return "code", codesOf(t), nil
	}
	switch t.Kind() {
	case reflect.String:
		return "line", nil, nil
	case reflect.Bool:
		return "yes or no", nil, nil
	case reflect.Int:
		return "number", nil, nil
	case reflect.Slice:
		if t.Elem().Kind() == reflect.String && t.Elem().Implements(codedType) {
			return "codes", codesOf(t.Elem()), nil
		}
		if t.Elem().Kind() == reflect.String {
			return "lines", nil, nil
		}
	default:
	}
	return "", nil, fmt.Errorf("an answer may not hold %s: bodies are flat", t)
}

func codesOf(t reflect.Type) []Code {
	if c, ok := reflect.Zero(t).Interface().(Coded); ok {
		return c.Codes()
	}
	return nil
}

func valueOf(body any, f Field) value {
	v, _ := reflect.ValueOf(body).Elem().Field(f.index).Interface().(value)
	return v
}

func settableOf(body any, f Field) settable {
	v, _ := reflect.ValueOf(body).Elem().Field(f.index).Addr().Interface().(settable)
	return v
}

func copyField(to, from any, f Field) {
	reflect.ValueOf(to).Elem().Field(f.index).Set(reflect.ValueOf(from).Elem().Field(f.index))
}

// copyBody makes a body that can be changed without changing the first. Fields hold
// values and slices that nobody changes in place, so a shallow copy is enough.
func copyBody(body any) any {
	v := reflect.ValueOf(body)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return body
	}
	c := reflect.New(v.Elem().Type())
	c.Elem().Set(v.Elem())
	return c.Interface()
}

// held gives what an answer holds, as a reflect value.
func held(body any, f Field) reflect.Value {
	return reflect.ValueOf(body).Elem().Field(f.index).FieldByName("value")
}

func (k Kind) checkField(c *errs.Checks, body any, f Field) {
	v := valueOf(body, f)
	if v.State() == answer.IsWithheld {
		c.Say(f.Name, "You cannot see this field, so it stays as it is")
		return
	}
	if f.Need && !v.Answered() {
		c.Say(f.Name, "Answer this, or choose not known")
		return
	}
	if v.State() != answer.IsGiven {
		return
	}
	h := held(body, f)
	switch f.Type {
	case "text":
		c.If(strings.TrimSpace(h.String()) == "", f.Name, "Write something, or leave it as not asked")
		checkText(c, f.Name, h.String(), MaxText)
	case "line":
		c.If(strings.TrimSpace(h.String()) == "", f.Name, "Write something, or leave it as not asked")
		checkText(c, f.Name, h.String(), MaxLine)
	case "lines":
		for i := range h.Len() {
			c.If(strings.TrimSpace(h.Index(i).String()) == "", f.Name, "There is an empty line. Write something there, or take it out")
			checkText(c, f.Name, h.Index(i).String(), MaxLine)
		}
	case "when":
		when, _ := givenOf(body, f).(civil.When)
		c.If(when.IsZero(), f.Name, "Write the date, or leave it as not asked")
		checkWhen(c, f.Name, when)
	case "labels":
		s, _ := givenOf(body, f).(label.Set)
		c.If(!label.Everything().Covers(s), f.Name, "Choose from those offered")
	case "entry", "organisation", "worker":
		c.If(ident.Check(h.String()) != nil, f.Name, "Choose one from the list")
	case "code":
		checkCode(c, f, h.String())
	case "codes":
		for i := range h.Len() {
			checkCode(c, f, h.Index(i).String())
		}
	}
}

func checkCode(c *errs.Checks, f Field, s string) {
	for _, code := range f.Codes {
		if code.Value == s {
			return
		}
	}
	c.Say(f.Name, fmt.Sprintf("Choose one of those offered: %q is not", clip(s)))
}

// checkWhen refuses a date that the written form cannot carry.
func checkWhen(c *errs.Checks, name string, when civil.When) {
	_, err := when.MarshalText()
	c.If(err != nil, name, "Write a year between 1900 and 2200")
}

// checkText refuses a text that is too long, is not UTF-8, or carries control
// characters that no person types.
func checkText(c *errs.Checks, name, s string, longest int) {
	if !utf8.ValidString(s) {
		c.Say(name, "Some letters came through broken. Type them again")
		return
	}
	if n := utf8.RuneCountInString(s); n > longest {
		c.Say(name, fmt.Sprintf("%d characters is too long: %d at most. Cut it, or write a second entry", n, longest))
	}
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }) {
		c.Say(name, "There is a character here that cannot be seen. Type the text again")
	}
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// getter is any answer.Of seen through its Any method.
type getter interface{ Any() any }

func givenOf(body any, f Field) any {
	g, ok := reflect.ValueOf(body).Elem().Field(f.index).Interface().(getter)
	if !ok {
		return nil
	}
	return g.Any()
}
