package rulebook

import (
	"slices"
	"strconv"
	"strings"

	"waymark/internal/chronology"
	"waymark/internal/civil"
)

// Force says when the rule is in force: "since 13 December 2022", "from 1 April 2009 to 12 December 2022".
func (r Rule) Force() string {
	if r.To == Forever {
		return "since " + r.From.Words()
	}
	return "from " + r.From.Words() + " to " + r.To.Add(-1).Words()
}

// NationWords names the nations whose rule it is: "the whole United Kingdom", "England and Wales".
func (r Rule) NationWords() string {
	if len(r.Nations) == 0 {
		return "the whole United Kingdom"
	}
	var out []string
	for _, n := range r.Nations {
		out = append(out, n.Words())
	}
	return strings.Join(out, ", ")
}

var standingWords = map[Standing]string{
	StandsRunning:    "it runs",
	StandsPaused:     "it is paused",
	StandsMet:        "it was met in time",
	StandsMetLate:    "it was met late",
	StandsEndedEarly: "it was ended too early",
	StandsLate:       "it is late",
	StandsReached:    "it was kept",
	StandsLapsed:     "it has lapsed",
	StandsVoid:       "it no longer applies",
	StandsNone:       "no clock starts",
}

// Words says a standing: "it runs", "it was met late".
func (s Standing) Words() string { return standingWords[s] }

var sortWords = map[Sort]string{
	Limit: "must be done by then", Minimum: "must not end before then", Window: "may be done until then", Review: "must be done again and again",
}

// Words says what a sort of rule asks: "must be done by then".
func (s Sort) Words() string { return sortWords[s] }

// Words says one entry of an example with the words of its kind: "1 July 2019: Decision (reasonable grounds, positive)".
// What no table of kinds knows is said as it is written.
func (g Given) Words(kinds chronology.Kinds) string {
	out := dateWords(g.Happened) + ": "
	k, ok := kinds.Find(g.Kind)
	if !ok {
		return out + g.Kind
	}
	var marks []string
	for _, m := range k.Marks {
		value, said := g.Marks[m.Name]
		switch {
		case !said:
		case m.Date:
			marks = append(marks, m.Name+" "+dateWords(value))
		default:
			marks = append(marks, codeWords(m, value))
		}
	}
	out += k.Words
	if len(marks) > 0 {
		out += " (" + strings.Join(marks, ", ") + ")"
	}
	if g.Recorded != "" {
		out += ", written down " + dateWords(g.Recorded)
	}
	if g.Struck {
		out += ", taken back"
	}
	return out
}

// Words says a condition with the words of its kind: "Decision (reasonable grounds; positive)".
func (c Condition) Words(kinds chronology.Kinds) string {
	k, ok := kinds.Find(c.Kind)
	if !ok {
		return c.Kind
	}
	var tests []string
	for _, m := range k.Marks {
		if t, said := c.Marks[m.Name]; said {
			tests = append(tests, t.words(m))
		}
	}
	if len(tests) == 0 {
		return k.Words
	}
	return k.Words + " (" + strings.Join(tests, "; ") + ")"
}

func (t Test) words(m chronology.MarkSpec) string {
	switch {
	case t.Not != "":
		return "not " + codeWords(m, t.Not)
	case t.AtLeast != nil:
		return m.Name + " at least " + strconv.Itoa(*t.AtLeast)
	case len(t.In) > 0:
		var out []string
		for _, code := range t.In {
			out = append(out, codeWords(m, code))
		}
		return strings.Join(out, " or ")
	}
	return codeWords(m, t.Is)
}

// codeWords says a code; a bare yes or no is said of its mark.
func codeWords(m chronology.MarkSpec, code string) string {
	i := slices.IndexFunc(m.Codes, func(c chronology.Code) bool { return c.Value == code })
	if i < 0 {
		return code
	}
	words := m.Codes[i].Words
	if code == "yes" || code == "no" {
		return strings.ReplaceAll(m.Name, "-", " ") + ": " + strings.ToLower(words)
	}
	return strings.ToLower(words[:1]) + words[1:]
}

func dateWords(s string) string {
	w, err := civil.ParseWhen(s)
	if err != nil {
		return s
	}
	return w.Words()
}

// Then says how the deadline of an example stands, as in "Due 15 August 2019. On 10 August 2019 it runs".
func (e Example) Then() string {
	out := ""
	if e.Nation != "" {
		out = "In " + civil.Nation(e.Nation).Words() + ". "
	}
	if e.Expect.Due != "" {
		out += "Due " + dateWords(e.Expect.Due) + ". "
	}
	out += "On " + dateWords(e.AsOf) + " " + e.Expect.State.Words()
	for _, n := range []struct {
		of   *int
		what string
	}{{e.Expect.DaysLate, "late"}, {e.Expect.DaysEarly, "early"}} {
		if n.of != nil && *n.of > 0 {
			out += ", by " + Count{N: *n.of, Unit: Days}.Words()
			if n.what == "late" && e.Expect.WorkingDaysLate != nil {
				out += " or " + Count{N: *e.Expect.WorkingDaysLate, Unit: WorkingDays}.Words()
			}
		}
	}
	if e.Expect.RecordedLate != nil && *e.Expect.RecordedLate {
		out += ", though it was written down late"
	}
	return out + "."
}
