package govuk

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

var (
	componentType = reflect.TypeFor[templ.Component]()
	flagType      = reflect.TypeFor[Flag]()
	dateItemType  = reflect.TypeFor[DateItem]()
	selectType    = reflect.TypeFor[SelectItem]()
	slotType      = reflect.TypeFor[NavigationEnd]()
	messageType   = reflect.TypeFor[ErrorMessageOptions]()
)

// decode puts the options of a fixture, as read from JSON, into a struct whose
// fields bear the same names. Strings become HTML where the field is a component.
func decode(options map[string]any, into any) error {
	return decodeValue(options, reflect.ValueOf(into).Elem(), "options")
}

func decodeValue(from any, to reflect.Value, at string) error {
	switch to.Type() {
	case componentType:
		return decodeHTML(from, to, at)
	case flagType:
		on, ok := from.(bool)
		if !ok {
			return fmt.Errorf("%s: %v is not true or false", at, from)
		}
		to.Set(reflect.ValueOf(map[bool]Flag{true: On, false: Off}[on]))
		return nil
	}
	switch to.Kind() {
	case reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		return decodeValue(from, to.Elem(), at)
	case reflect.Struct:
		return decodeStruct(from, to, at)
	case reflect.Slice:
		return decodeSlice(from, to, at)
	case reflect.Map:
		return decodeMap(from, to, at)
	case reflect.String:
		if from != nil {
			to.SetString(text(from))
		}
		return nil
	case reflect.Bool:
		on, ok := from.(bool)
		if !ok {
			return fmt.Errorf("%s: %v is not true or false", at, from)
		}
		to.SetBool(on)
		return nil
	case reflect.Int:
		number, ok := from.(float64)
		if !ok {
			return fmt.Errorf("%s: %v is not a number", at, from)
		}
		to.SetInt(int64(number))
		return nil
	}
	return fmt.Errorf("%s: no way into a %s", at, to.Type())
}

// decodeHTML takes a string, or a map of nothing but html.
func decodeHTML(from any, to reflect.Value, at string) error {
	if wrapped, ok := from.(map[string]any); ok && len(wrapped) == 1 {
		from = wrapped["html"]
	}
	switch html := from.(type) {
	case string:
		to.Set(reflect.ValueOf(templ.Raw(html)))
	case bool:
		if html {
			return fmt.Errorf("%s: true is not HTML", at)
		}
	default:
		return fmt.Errorf("%s: %v is not HTML", at, from)
	}
	return nil
}

func decodeStruct(from any, to reflect.Value, at string) error {
	if falsy(from) {
		switch to.Type() {
		case dateItemType:
			to.Set(reflect.ValueOf(DateItem{LeftOut: true}))
		case selectType:
			to.Set(reflect.ValueOf(SelectItem{NoValue: true}))
		}
		return nil
	}
	if html, ok := from.(string); ok && to.Type() == slotType {
		from = map[string]any{"html": html}
	}
	fields, ok := from.(map[string]any)
	if !ok {
		return fmt.Errorf("%s: %v is no object", at, from)
	}
	if _, has := fields["value"]; to.Type() == selectType && !has {
		to.FieldByName("NoValue").SetBool(true)
	}
	if to.Type() == messageType && fields["visuallyHiddenText"] == "" {
		to.FieldByName("NoHiddenText").SetBool(true)
	}
	for name, value := range fields {
		field := to.FieldByNameFunc(func(other string) bool { return strings.EqualFold(other, name) })
		if !field.IsValid() {
			return fmt.Errorf("%s: no field for %s", at, name)
		}
		if err := decodeValue(value, field, at+"."+name); err != nil {
			return err
		}
	}
	return nil
}

func decodeSlice(from any, to reflect.Value, at string) error {
	items, ok := from.([]any)
	if !ok {
		if falsy(from) {
			return nil
		}
		return fmt.Errorf("%s: %v is no list", at, from)
	}
	out := reflect.MakeSlice(to.Type(), len(items), len(items))
	for index, item := range items {
		if err := decodeValue(item, out.Index(index), at+"["+strconv.Itoa(index)+"]"); err != nil {
			return err
		}
	}
	to.Set(out)
	return nil
}

func decodeMap(from any, to reflect.Value, at string) error {
	entries, ok := from.(map[string]any)
	if !ok {
		return fmt.Errorf("%s: %v is no object", at, from)
	}
	to.Set(reflect.MakeMap(to.Type()))
	for name, value := range entries {
		to.SetMapIndex(reflect.ValueOf(name), reflect.ValueOf(text(value)))
	}
	return nil
}

// falsy is what Nunjucks passes over in a list.
func falsy(value any) bool { return value == nil || value == false || value == "" }

func text(value any) string {
	if number, ok := value.(float64); ok {
		return strconv.FormatFloat(number, 'f', -1, 64)
	}
	return fmt.Sprint(value)
}
