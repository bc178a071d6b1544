package casefile

import (
	"reflect"
	"slices"

	"waymark/internal/chronology"
	"waymark/internal/errs"
	"waymark/internal/housing"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/organisation"
	"waymark/internal/person"
)

// Importing is what a file brings to one chronology: entries recorded elsewhere, each
// with its origin. They are recorded now, by the importer and for the importer's
// organisation. What they say about access was said elsewhere and gives none here.
type Importing struct {
	Opens  bool             // the file opens the chronology
	Digest string           // of what the file says: the same words are the same act
	News   []chronology.New // in the order of the file
}

// Import writes what a file brings to a chronology.
func Import(on ident.Chronology, x Importing) Act {
	a := Act{Name: "import.run", On: []ident.Chronology{on}, Input: x.Digest, decide: func(w World, m chronology.Moment) ([]chronology.New, error) {
		c := w.Cases[on]
		if faults := x.Faults(c, m); len(faults) > 0 {
			return nil, errs.New(errs.Conflict, "The record has changed since the file was checked. Import the file again to see what is wrong now")
		}
		return x.Labelled(c, m), nil
	}}
	if x.Opens {
		a.Opens = SortPerson
	}
	return a
}

// Fault is what is wrong with the n-th entry (from 0) of an import.
type Fault struct {
	N       int
	Field   string
	Message string
}

// Faults says what is wrong with an import, given the case as it stands: what the table
// of kinds cannot see in one entry alone.
func (x Importing) Faults(c Case, m chronology.Moment) []Fault {
	var out []Fault
	say := func(i int, field, message string) {
		out = append(out, Fault{N: i, Field: field, Message: message})
	}
	own := map[ident.Entry]chronology.New{}
	for i, n := range x.News {
		own[m.IDs(i)] = n
	}
	for i, n := range x.News {
		if n.Origin == "" {
			say(i, "origin", "Say where this comes from")
		}
		switch n.Body.(type) {
		case *organisation.Founded, *organisation.Joined, *organisation.Left, *organisation.Supervised, *organisation.Trained,
			*housing.Opened, *housing.Closed, *housing.HouseChecked, *housing.PutRight:
			say(i, "kind", "Organisations and workers are not imported, nor are houses: those who run Waymark and managers add them")
			continue
		case *person.Met:
			switch {
			case n.Corrects != nil:
			case !x.Opens:
				say(i, "kind", "This person is here already. Leave out the line that opens them again")
			case i > 0:
				say(i, "kind", "A person is met once, in the first line about them")
			}
		default:
			if x.Opens && i == 0 {
				say(i, "kind", "The first line about somebody opens their record: its kind is person.met")
			}
		}
		if x.Opens && i == 0 && n.Corrects != nil {
			say(i, "corrects", "The first line about somebody opens their record and corrects nothing")
		} else if n.Corrects != nil {
			if message := wrongTarget(c, own, m, n); message != "" {
				say(i, "corrects.of", message)
			}
		}
	}
	return out
}

// wrongTarget says why a correction cannot stand; "" if it can. own is what the same
// import brings.
func wrongTarget(c Case, own map[ident.Entry]chronology.New, m chronology.Moment, n chronology.New) string {
	const otherKind = "That entry is of another kind: a correction has the kind of what it corrects"
	if t, ok := own[n.Corrects.Of]; ok {
		switch {
		case t.Corrects != nil:
			return "A correction is not corrected: correct the entry once more"
		case !sameKind(t.Body, n.Body):
			return otherKind
		case closesRecord(t.Body, n.Corrects.Fields):
			return opensRecord
		}
		return ""
	}
	l, ok := c.Line(n.Corrects.Of)
	switch {
	case !ok || l.Corrects != nil:
		return "There is no such entry. Name the id of a line about the same person"
	case l.For != m.For:
		return "Another organisation recorded this. If you know otherwise, write an entry of your own: both will stand"
	case l.Struck:
		return "This entry was taken back already"
	case !sameKind(l.Body, n.Body):
		return otherKind
	case closesRecord(l.Body, n.Corrects.Fields):
		return opensRecord
	}
	for _, name := range n.Corrects.Fields {
		if message := fixed(l.Body, name); message != "" {
			return message
		}
	}
	return ""
}

// Labelled gives the entries as they are to be written. It carries on to each correction the labels that authors added to the fields
// being corrected: labels are added, never taken away.
func (x Importing) Labelled(c Case, m chronology.Moment) []chronology.New {
	added := map[ident.Entry]map[string]label.Set{}
	add := func(id ident.Entry, extra map[string]label.Set) {
		for name, s := range extra {
			if added[id] == nil {
				added[id] = map[string]label.Set{}
			}
			added[id][name] = added[id][name].With(s)
		}
	}
	for _, l := range c.Lines {
		add(l.ID, l.Extra)
		for _, k := range l.Corrections {
			add(l.ID, k.Extra)
		}
	}
	for i, n := range x.News {
		if n.Corrects == nil {
			add(m.IDs(i), n.Extra)
		}
	}
	out := slices.Clone(x.News)
	for i, n := range out {
		if n.Corrects == nil {
			continue
		}
		add(n.Corrects.Of, n.Extra)
		out[i].Extra = nil
		for _, name := range n.Corrects.Fields {
			if s := added[n.Corrects.Of][name]; !s.Empty() {
				if out[i].Extra == nil {
					out[i].Extra = map[string]label.Set{}
				}
				out[i].Extra[name] = s
			}
		}
	}
	return out
}

func sameKind(a, b any) bool { return reflect.TypeOf(a) == reflect.TypeOf(b) }
