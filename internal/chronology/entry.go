package chronology

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"waymark/internal/answer"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Entry is one thing that happened, as one reader may see it.
type Entry struct {
	ID         ident.Entry
	Chronology ident.Chronology
	Act        ident.Act
	N          int // its place among the entries of its act
	Kind       string
	Version    int
	Happened   civil.When
	Recorded   time.Time // UTC
	By         ident.Worker
	For        ident.Organisation // the controller
	Origin     string             // where an import took it from; "" if recorded here
	Body       any                // a pointer to the kind's struct
	Extra      map[string]label.Set
	Corrects   *Correction
}

// Correction says which entry this one corrects, in which fields, and why.
type Correction struct {
	Of     ident.Entry
	Fields []string // names of fields, or Date, or Whole
	Why    answer.Of[answer.Text]
}

// Names that stand among the fields of a correction for what is not in the body.
const (
	Date  = "happened" // the date it happened was wrong
	Whole = "entry"    // it should not have been recorded here at all
)

// New is an entry about to be written: an act's input, ids and the moment, nothing
// copied from what is there.
type New struct {
	On       ident.Chronology
	Happened civil.When
	Body     any // a pointer to a struct of the table of kinds
	Extra    map[string]label.Set
	Corrects *Correction
	Origin   string // where an import took it from; "" if recorded here
}

// Moment is who acts, for whom, and when. Entries get their ids from it.
type Moment struct {
	Now   time.Time
	Today civil.Day // in Europe/London
	Act   ident.Act
	By    ident.Worker
	For   ident.Organisation
}

// MaxText is the longest free text, in characters, as on the Home Office's own
// referral form (shared field limit of 15,000).
const MaxText = 15000

// MaxLine is the longest one-line answer, in characters.
const MaxLine = 500

// Check says what is wrong with an entry about to be written, field by field: its
// kind, its date, each answer's type, length and letters, and what must be answered.
func (t Kinds) Check(n New, now time.Time) error {
	var c errs.Checks
	k, ok := t.Of(n.Body)
	if !ok {
		c.Say("kind", "There is no such kind of entry")
		return c.Err()
	}
	checkHappened(&c, n.Happened, now)
	checkText(&c, "origin", n.Origin, MaxLine)
	only := map[string]bool{}
	if n.Corrects != nil {
		k.checkCorrection(&c, n.Corrects)
		for _, f := range n.Corrects.Fields {
			only[f] = true
		}
	}
	for _, f := range k.fields {
		if n.Corrects != nil && !only[f.Name] {
			c.If(valueOf(n.Body, f).State() != answer.NotAsked, f.Name, "This field is not among those being corrected")
			continue
		}
		k.checkField(&c, n.Body, f)
	}
	for _, name := range slices.Sorted(maps.Keys(n.Extra)) {
		f, ok := k.Field(name)
		c.If(!ok || f.Type != "text", name, "Labels can be added to free text only")
		c.If(!label.Everything().Covers(n.Extra[name]), name, "Choose labels from those offered")
	}
	if k.check != nil {
		k.check(&c, n.Body, n)
	}
	return c.Err()
}

func checkHappened(c *errs.Checks, when civil.When, now time.Time) {
	if when.IsZero() {
		c.Say(Date, "Write when it happened. About is fine: March 2019, summer 2018")
		return
	}
	checkWhen(c, Date, when)
	if when.Earliest() > civil.DayOf(now) {
		c.Say(Date, "This day has not come yet. An entry says what has happened")
		return
	}
	if at, ok := when.Instant(); ok && at.After(now.Add(time.Minute)) {
		c.Say(Date, "This time has not come yet. An entry says what has happened")
	}
}

func (k Kind) checkCorrection(c *errs.Checks, x *Correction) {
	c.If(x.Of == "", "of", "Say which entry is corrected")
	c.If(len(x.Fields) == 0, "fields", "Choose what was wrong")
	why, _ := x.Why.Get()
	c.If(strings.TrimSpace(string(why)) == "", "because", "Say why, so that whoever reads both understands")
	checkText(c, "because", string(why), MaxText)
	for _, name := range x.Fields {
		if name == Date || name == Whole {
			continue
		}
		if _, ok := k.Field(name); !ok {
			c.Say("fields", fmt.Sprintf("There is no field %q in this entry", name))
		}
	}
	c.If(slices.Contains(x.Fields, Whole) && len(x.Fields) > 1, "fields", "To take back the whole entry, choose nothing else")
}

// IDs names the entry that a moment's act writes as its n-th.
func (m Moment) IDs(n int) ident.Entry { return ident.EntryOf(m.Act, n) }
