// Package wording is what is said to the people whom a record is about, in their own
// language: one catalogue for the pages that are read with them and for what is sent to
// them, a file for each language in data/wording.
//
// English comes first, in plain short sentences. Each translation says from which English
// sentence it was made: when the English changes, the translation counts for nothing until
// somebody looks at it again, and the English stands in its place, marked as English. Each
// language says who translated it, on which day, and who has checked it, if anybody has.
// Numbers choose among the forms that a language has for them, by the rules of Unicode's
// Common Locale Data Repository.
package wording

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"waymark/data"
	"waymark/internal/civil"
)

// English is the language that everything is written in first.
const English = "en"

// Catalogue is everything that is said, in every language there is.
type Catalogue struct{ languages []*Language } // English first, then by tag

// Language is one language of the catalogue.
type Language struct {
	Tag     string   // as in HTML: "ar"
	Name    string   // what its speakers call it
	Called  []string // what a record in English calls it
	Made    Signed   // who wrote or translated it, and when
	Checked Signed   // which translator has checked it, and when; zero if none has

	says map[string]message
}

// Signed is who did something, and on which day.
type Signed struct {
	By string
	On civil.Day
}

// Computer stands as the one who translated what a computer has.
const Computer = "computer"

// message is one thing that is said: in one form, or in one for each kind of number.
type message struct {
	forms map[string]string // "other", and for numbers "zero", "one", "two", "few" and "many"
}

var shipped = sync.OnceValues(func() (*Catalogue, error) { return Load(data.Wording) })

// Shipped is the catalogue in the program.
func Shipped() (*Catalogue, error) { return shipped() }

// Languages lists the languages, English first.
func (c *Catalogue) Languages() []*Language { return c.languages }

// Find gives a language by its tag.
func (c *Catalogue) Find(tag string) (*Language, bool) {
	i := slices.IndexFunc(c.languages, func(l *Language) bool { return l.Tag == tag })
	if i < 0 {
		return nil, false
	}
	return c.languages[i], true
}

// Spoken finds the first language that a record says somebody speaks: "Vietnamese", or
// "Edo and English". The language that is named first counts most.
func (c *Catalogue) Spoken(said string) (*Language, bool) {
	var found *Language
	first := len(said) + 1
	for _, l := range c.languages {
		for _, name := range append(slices.Clone(l.Called), l.Name) {
			if at := strings.Index(strings.ToLower(said), strings.ToLower(name)); at >= 0 && at < first {
				found, first = l, at
			}
		}
	}
	return found, found != nil
}

// Speaker says things in one language, and in English what that language has no words for.
type Speaker struct {
	Language *Language
	english  *Language
}

// In gives a speaker of a language.
func (c *Catalogue) In(l *Language) Speaker { return Speaker{l, c.languages[0]} }

// Said is one thing as it is said. Lang is the language, where it is not the speaker's own.
type Said struct {
	Lang  string
	Parts []Part
}

// Part is a piece of what is said: words of the catalogue, or a value that was put in, which
// may run in the other direction.
type Part struct {
	Text  string
	Value bool
	Lang  string // the language of a value, where it is known to be another one
}

// Plain is the words alone, for a title or a label.
func (s Said) Plain() string {
	var b strings.Builder
	for _, p := range s.Parts {
		b.WriteString(p.Text)
	}
	return b.String()
}

// Value is something that is put into what is said, by name.
type Value struct {
	name string
	n    int
	lang string
	text func(s Speaker, in *Language) string
	sort sort
}

type sort uint8

const (
	aText sort = iota + 1
	aNumber
)

// Text puts words in: a name, an organisation.
func Text(name, text string) Value {
	return Value{name: name, sort: aText, text: func(Speaker, *Language) string { return text }}
}

// Number puts a number in. It chooses the form.
func Number(name string, n int) Value {
	return Value{name: name, n: n, sort: aNumber, text: func(Speaker, *Language) string { return strconv.Itoa(n) }}
}

// Day puts a day in, in the words of the language that the sentence is in.
func Day(name string, d civil.Day) Value {
	return Value{name: name, sort: aText, text: func(s Speaker, in *Language) string {
		y, m, day := d.Date()
		month := s.in(in).Say("month." + strconv.Itoa(int(m)))
		return s.in(in).Say("day", Text("day", strconv.Itoa(day)), Text("month", month.Plain()), Text("year", strconv.Itoa(y))).Plain()
	}}
}

// When puts in when something happened: a day in the words of the language, anything less
// exact as it was written down.
func When(name string, w civil.When) Value {
	if w.Exact() {
		return Day(name, w.Earliest())
	}
	v := Text(name, w.Words())
	v.lang = English
	return v
}

func (s Speaker) in(l *Language) Speaker { return Speaker{l, s.english} }

// Say says what stands under a key. A key that nobody has is said as itself: Load and a
// test see to it that none is asked for.
func (s Speaker) Say(key string, values ...Value) Said {
	in, out := s.Language, Said{}
	m, ok := in.says[key]
	if !ok {
		in = s.english
		if m, ok = in.says[key]; !ok {
			return Said{Lang: English, Parts: []Part{{Text: key}}}
		}
		out.Lang = English
	}
	form := "other"
	for _, v := range values {
		if v.sort == aNumber && len(m.forms) > 1 {
			form = formOf(in.Tag, v.n)
		}
	}
	text, ok := m.forms[form]
	if !ok {
		text = m.forms["other"]
	}
	for text != "" {
		before, name, after, open := cut(text)
		if before != "" {
			out.Parts = append(out.Parts, Part{Text: before})
		}
		if open {
			out.Parts = append(out.Parts, s.put(name, in, values))
		}
		text = after
	}
	return out
}

func (s Speaker) put(name string, in *Language, values []Value) Part {
	for _, v := range values {
		if v.name == name {
			p := Part{Text: v.text(s, in), Value: true}
			if v.lang != in.Tag {
				p.Lang = v.lang
			}
			return p
		}
	}
	return Part{Text: "{" + name + "}"}
}

// cut takes the first place for a value off a text.
func cut(text string) (before, name, after string, open bool) {
	before, rest, open := strings.Cut(text, "{")
	if !open {
		return text, "", "", false
	}
	name, after, _ = strings.Cut(rest, "}")
	return before, name, after, true
}
