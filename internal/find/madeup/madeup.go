// Package madeup makes people up by name, to measure how they are found: names of many
// scripts with the other forms that one meets on papers and in what people type, and the
// slips that hands make. No name here is of anybody.
//
// It is for tests and for the benchmark alone.
package madeup

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// Person is somebody made up: the names their record holds, and the parts they are of.
type Person struct {
	Names  []string
	Script string
	parts  []part
}

// Sort is how a name is asked for.
type Sort string

// The ways in which a name is asked for.
const (
	AsWritten Sort = "as written"
	Reordered Sort = "words in another order"
	Misspelt  Sort = "misspelt"
	Swapped   Sort = "letters swapped"
	OtherForm Sort = "another form or script"
	Both      Sort = "another form, and misspelt"
)

// Sorts lists the ways in which a name is asked for.
func Sorts() []Sort { return []Sort{AsWritten, Reordered, Misspelt, Swapped, OtherForm, Both} }

// Targets makes every person that the lists give, one for each pair of names.
func Targets() []Person {
	var out []Person
	for _, c := range cultures {
		for i, g := range c.given {
			for j, f := range c.family {
				p := Person{Script: c.script, parts: c.order(g, f)}
				p.Names = []string{p.written(0)}
				if (i+j)%3 == 0 { // some records hold the name in Latin letters alone
					p.Names = []string{p.written(1)}
				}
				out = append(out, p)
			}
		}
	}
	return out
}

// Crowd makes n people besides the targets: names of the same lists with others that are
// made of the same syllables, so that many are like the targets by half.
func Crowd(r *rand.Rand, n int) [][]string {
	out := make([][]string, n)
	for i := range out {
		c := cultures[r.IntN(len(cultures))]
		g, f := c.given[r.IntN(len(c.given))], part{c.invent(r)}
		if r.IntN(3) == 0 {
			g = part{c.invent(r)}
		}
		p := Person{parts: c.order(g, f)}
		out[i] = []string{p.written(r.IntN(2))}
	}
	return out
}

// Ask gives what somebody types who looks for a person.
func (p Person) Ask(r *rand.Rand, sort Sort) string {
	switch sort {
	case AsWritten:
		return p.Names[0]
	case Reordered:
		w := strings.Fields(p.Names[0])
		slices.Reverse(w)
		return strings.Join(w, " ")
	case Misspelt:
		return slip(r, p.Names[0], misspell)
	case Swapped:
		return slip(r, p.Names[0], swap)
	case Both:
		return slip(r, p.other(r), misspell)
	case OtherForm:
	}
	return p.other(r)
}

// other writes the name in forms that its record does not hold.
func (p Person) other(r *rand.Rand) string {
	var w []string
	for _, x := range p.parts {
		w = append(w, x[r.IntN(len(x))])
	}
	if s := strings.Join(w, " "); s != p.Names[0] {
		return s
	}
	if s := p.written(1); s != p.Names[0] {
		return s
	}
	return p.written(0)
}

func (p Person) written(form int) string {
	var w []string
	for _, x := range p.parts {
		w = append(w, x[min(form, len(x)-1)])
	}
	return strings.Join(w, " ")
}

// slip changes one word of those that are long enough for it.
func slip(r *rand.Rand, name string, change func(*rand.Rand, []rune) []rune) string {
	words := strings.Fields(name)
	at := r.IntN(len(words))
	for i := range words {
		if w := []rune(words[(at+i)%len(words)]); len(w) > 3 {
			words[(at+i)%len(words)] = string(change(r, w))
			break
		}
	}
	return strings.Join(words, " ")
}

func swap(r *rand.Rand, w []rune) []rune {
	i := 1 + r.IntN(len(w)-2)
	w[i], w[i+1] = w[i+1], w[i]
	return w
}

// misspell leaves a letter out, doubles one, or puts another of the word in its place.
func misspell(r *rand.Rand, w []rune) []rune {
	i := 1 + r.IntN(len(w)-1)
	switch r.IntN(3) {
	case 0:
		return slices.Delete(w, i, i+1)
	case 1:
		return slices.Insert(w, i, w[i])
	}
	w[i] = w[r.IntN(len(w))]
	return w
}

func (c culture) order(given, family part) []part {
	if c.familyFirst {
		return []part{family, given}
	}
	return []part{given, family}
}

// invent makes a name of the syllables of a culture, in Latin letters.
func (c culture) invent(r *rand.Rand) string {
	var b strings.Builder
	for range 2 + r.IntN(2) {
		b.WriteString(c.syllables[r.IntN(len(c.syllables))])
	}
	b.WriteString(c.endings[r.IntN(len(c.endings))])
	s := b.String()
	return strings.ToUpper(s[:1]) + s[1:]
}
