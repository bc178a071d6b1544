package rulebook

import (
	"errors"
	"fmt"
	"regexp"

	"go.yaml.in/yaml/v4"

	"waymark/internal/civil"
)

// file is one file of the book, as it is written.
type file struct {
	Questions []rawQuestion `yaml:"questions"`
	Rules     []rawRule     `yaml:"rules"`
}

type rawQuestion struct {
	ID       string       `yaml:"id"`
	Asks     string       `yaml:"asks"`
	Readings []rawReading `yaml:"readings"`
}

type rawReading struct {
	Name    string `yaml:"name"`
	Says    string `yaml:"says"`
	Default bool   `yaml:"default"`
}

type rawRule struct {
	ID      string `yaml:"id"`
	Line    string `yaml:"line"`
	Reading struct {
		Question string `yaml:"question"`
		Is       string `yaml:"is"`
	} `yaml:"reading"`
	Sort       Sort        `yaml:"sort"`
	Title      string      `yaml:"title"`
	Why        string      `yaml:"why"`
	From       string      `yaml:"from"`
	To         string      `yaml:"to"`
	Nation     []string    `yaml:"nation"`
	On         On          `yaml:"on"`
	Until      []Condition `yaml:"until"`
	Void       []Stop      `yaml:"void"`
	While      []Stop      `yaml:"while"`
	Pause      []Condition `yaml:"pause"`
	Resume     []Condition `yaml:"resume"`
	Due        rawDue      `yaml:"due"`
	Every      rawCount    `yaml:"every"`
	Within     Within      `yaml:"within"`
	Transition Transition  `yaml:"transition"`
	Owner      string      `yaml:"owner"`
	Watchers   []Watcher   `yaml:"watchers"`
	Escalate   []struct {
		After rawCount `yaml:"after"`
		To    string   `yaml:"to"`
	} `yaml:"escalate"`
	Source   []Source  `yaml:"source"`
	Weight   Weight    `yaml:"weight"`
	Verified *bool     `yaml:"verified"`
	Note     string    `yaml:"note"`
	Examples []Example `yaml:"examples"`
}

type rawCount struct {
	Days        *int   `yaml:"days"`
	WorkingDays *int   `yaml:"working_days"`
	Months      *int   `yaml:"months"`
	Hours       *int   `yaml:"hours"`
	Of          End    `yaml:"of"`
	Date        string `yaml:"date"`
}

type rawDue struct {
	rawCount  `yaml:",inline"`
	LaterOf   []rawCount `yaml:"later_of"`
	EarlierOf []rawCount `yaml:"earlier_of"`
}

// lines says on which line each question and each rule of a file begins.
type lines struct{ questions, rules []int }

func (l lines) of(list []int, i int) int {
	if i < len(list) {
		return list[i]
	}
	return 1
}

// decode reads one file strictly: a field that no rule has is an error with its line.
func decode(name string, data []byte) (file, lines, []error) {
	var f file
	var root yaml.Node
	if err := yaml.Load(data, &root); err != nil {
		return file{}, lines{}, located(name, err)
	}
	if err := yaml.Load(data, &f, yaml.WithKnownFields()); err != nil {
		return file{}, lines{}, located(name, err)
	}
	var ls lines
	for _, doc := range root.Content {
		for i := 0; i+1 < len(doc.Content); i += 2 {
			var at []int
			for _, item := range doc.Content[i+1].Content {
				at = append(at, item.Line)
			}
			switch doc.Content[i].Value {
			case "questions":
				ls.questions = at
			case "rules":
				ls.rules = at
			}
		}
	}
	return f, ls, nil
}

// located puts file and line before what the reader of YAML says.
func located(name string, err error) []error {
	var many *yaml.LoadErrors
	if errors.As(err, &many) {
		var out []error
		for _, e := range many.Errors {
			out = append(out, locatedOne(name, e))
		}
		return out
	}
	var one *yaml.LoadError
	if errors.As(err, &one) {
		return []error{locatedOne(name, one)}
	}
	return []error{fmt.Errorf("%s:1: %w", name, err)}
}

var noField = regexp.MustCompile(`^field (\S+) not found in type .*$`)

func locatedOne(name string, e *yaml.LoadError) error {
	what := noField.ReplaceAllString(e.Message, `there is no field "$1" here`)
	return fmt.Errorf("%s:%d: %s", name, max(e.Mark.Line, 1), what)
}

// rule makes the rule that was written, and says what is wrong with its form.
func (raw *rawRule) rule() (Rule, []string) {
	var bad faults
	r := Rule{
		ID: raw.ID, Line: raw.Line, Question: raw.Reading.Question, Reading: raw.Reading.Is, Sort: raw.Sort, Title: raw.Title,
		Why: raw.Why, To: Forever, On: raw.On, Until: raw.Until, Void: raw.Void, While: raw.While, Pause: raw.Pause, Resume: raw.Resume,
		Within: raw.Within, Transition: raw.Transition, Owner: raw.Owner, Watchers: raw.Watchers, Sources: raw.Source, Note: raw.Note,
		Examples: raw.Examples, Weight: raw.Weight,
	}
	bad.when(raw.On.IfDated && raw.On.Date == "", "on: if_dated says nothing without a date")
	if _, ok := weights[r.Weight]; !ok {
		bad.when(true, "weight: there is no weight %q", r.Weight)
	}
	if r.Line == "" {
		r.Line = r.ID
	}
	if r.Transition == "" {
		r.Transition = Started
	}
	r.From = bad.day("from", raw.From)
	if raw.To != "" {
		r.To = bad.day("to", raw.To)
		bad.when(r.To <= r.From, "to: it ends before it begins")
	}
	for _, n := range raw.Nation {
		nation, err := civil.ParseNation(n)
		bad.when(err != nil, "nation: there is no nation %q", n)
		r.Nations = append(r.Nations, nation)
	}
	side := Earliest
	if r.Sort == Minimum || r.Sort == Window {
		side = Latest
	}
	r.Due = bad.due(raw.Due, side)
	if raw.Every != (rawCount{}) {
		r.Every = bad.count("every", raw.Every, side)
	}
	for _, e := range raw.Escalate {
		r.Escalate = append(r.Escalate, Escalation{After: bad.count("escalate", e.After, Earliest), To: e.To})
	}
	if raw.Verified == nil {
		bad.when(true, "verified: say true or false")
	} else {
		r.Verified = *raw.Verified
	}
	bad.prove(&r)
	r.settle()
	return r, bad
}

// faults gathers what is wrong with one rule.
type faults []string

func (f *faults) when(wrong bool, format string, args ...any) {
	if wrong {
		*f = append(*f, fmt.Sprintf(format, args...))
	}
}

func (f *faults) day(field, s string) civil.Day {
	d, err := civil.ParseDay(s)
	f.when(err != nil, "%s: %q is not a day: write it like 2019-03-12", field, s)
	return d
}

// most is more than any count needs: it keeps a slip of the keyboard from reckoning past the calendar of the world.
const most = 100_000

func (f *faults) count(field string, raw rawCount, side End) Count {
	c := Count{Of: raw.Of, Date: raw.Date}
	if c.Of == "" {
		c.Of = side
	}
	set := 0
	for unit, n := range map[Unit]*int{Days: raw.Days, WorkingDays: raw.WorkingDays, Months: raw.Months, Hours: raw.Hours} {
		if n != nil {
			c.Unit, c.N = unit, *n
			set++
		}
	}
	if set == 2 && raw.Months != nil && raw.Days != nil { // three months less a day
		c.Unit, c.N, c.Plus, set = Months, *raw.Months, *raw.Days, 1
	}
	f.when(set != 1, "%s: say one of days, working_days, months, hours; or months with days", field)
	f.when(c.N > most || c.N < -most, "%s: %d is too many", field, c.N)
	f.when(c.Plus > most || c.Plus < -most, "%s: %d is too many", field, c.Plus)
	f.when(c.Of != Earliest && c.Of != Latest, "%s: of is earliest or latest", field)
	return c
}

func (f *faults) due(raw rawDue, side End) Due {
	var d Due
	ways := 0
	if raw.rawCount != (rawCount{}) {
		ways++
		d.Counts = []Count{f.count("due", raw.rawCount, side)}
	}
	for pick, list := range map[Pick][]rawCount{Later: raw.LaterOf, Earlier: raw.EarlierOf} {
		if len(list) == 0 {
			continue
		}
		ways++
		f.when(len(list) < 2, "due: the %s of one date is that date", pick)
		d = Due{Pick: pick}
		for _, c := range list {
			d.Counts = append(d.Counts, f.count("due", c, side))
		}
	}
	f.when(ways > 1, "due: say one count, or later_of, or earlier_of")
	return d
}
