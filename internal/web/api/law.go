package api

import (
	"context"

	"waymark/internal/chronology"
	"waymark/internal/errs"
	"waymark/internal/rulebook"
)

const openClock = rulebook.Open

// Rule is one dated line of law, guidance or contract that a clock goes by.
type Rule struct {
	ID       string   `json:"id"`
	Line     string   `json:"line" doc:"Rules of one line are the same duty at different times, or in different readings."`
	Title    string   `json:"title"`
	Why      string   `json:"why"`
	Sort     string   `json:"sort" doc:"limit, minimum, window or review"`
	From     string   `json:"from" format:"date" doc:"In force from this day."`
	To       string   `json:"to,omitempty" format:"date" doc:"The first day on which it is no longer in force; absent while none is known."`
	Owner    string   `json:"owner" doc:"Who must."`
	Starts   string   `json:"starts" doc:"The kind of entry that starts its clock."`
	Must     bool     `json:"must" doc:"Past its day it is late."`
	Verified bool     `json:"verified" doc:"Somebody read it in the first of its sources."`
	Note     string   `json:"note,omitempty"`
	Sources  []Source `json:"sources" nullable:"false"`
}

// Source is where a rule is written.
type Source struct {
	Document  string `json:"document"`
	By        string `json:"by"`
	Paragraph string `json:"paragraph,omitempty"`
	Version   string `json:"version,omitempty"`
	Date      string `json:"date,omitempty"`
	Sort      string `json:"sort"`
	URL       string `json:"url,omitempty"`
}

// Rules is the rulebook in use.
type Rules struct {
	Body struct {
		Edition string `json:"edition" doc:"Two rulebooks of one edition are alike."`
		Rules   []Rule `json:"rules" nullable:"false"`
	}
}

// Kind is one kind of entry.
type Kind struct {
	Name    string  `json:"name"`
	Version int     `json:"version"`
	Words   string  `json:"words"`
	Exists  string  `json:"exists" doc:"The label of what an entry gives away by being there."`
	Act     string  `json:"act,omitempty" doc:"The action that a token needs to record one; absent where no single act does."`
	Fields  []Field `json:"fields" nullable:"false"`
}

// Field is one field of a kind.
type Field struct {
	Name  string `json:"name"`
	Words string `json:"words"`
	Label string `json:"label" doc:"What it gives away."`
	Type  string `json:"type"`
	Need  bool   `json:"need" doc:"Law or safety needs an answer: not known is one."`
	Codes []Code `json:"codes,omitempty" nullable:"false"`
}

// Code is one value of a closed list.
type Code struct {
	Value string `json:"value"`
	Words string `json:"words"`
}

// KindsOf is the table of kinds of entry about people.
type KindsOf struct {
	Body struct {
		Kinds []Kind `json:"kinds" nullable:"false"`
	}
}

// Organisation is one organisation that is known here.
type Organisation struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Sort    string `json:"sort"`
	Words   string `json:"words" doc:"What it is, in words."`
	Decides bool   `json:"decides" doc:"It decides on referrals."`
}

// Organisations is the organisations that are known here.
type Organisations struct {
	Body struct {
		Organisations []Organisation `json:"organisations" nullable:"false"`
	}
}

func (d *door) registerLaw() {
	add(d, "list-rules", described{"List the rules", "Every rule in use, with its dates and sources."}, d.rules)
	add(d, "list-kinds", described{"List the kinds of entry", "Every kind of entry about people: its fields, what each gives away, what may stand there."}, d.kindsOf)
	add(d, "list-organisations", described{"List the organisations", "The organisations that are known here: whom a referral can name."}, d.directory)
}

// may asks the policies for what is not about one case.
func (d *door) may(ctx context.Context, who caller, action, message string) error {
	if d.Desk.See(ctx, who.signed.Actor, action) {
		return nil
	}
	return errs.New(errs.Denied, message)
}

func (d *door) rules(ctx context.Context, who caller, _ *struct{}) (*Rules, error) {
	if err := d.may(ctx, who, "rules.see", "This token was not given for the rules"); err != nil {
		return nil, err
	}
	out := &Rules{}
	out.Body.Edition, out.Body.Rules = d.Desk.Book().Digest(), []Rule{}
	for _, r := range d.Desk.Book().Rules() {
		x := Rule{
			ID: r.ID, Line: r.Line, Title: r.Title, Why: r.Why, Sort: string(r.Sort), From: r.From.String(), Owner: r.Owner, Starts: r.On.Kind, Must: r.Must(), Verified: r.Verified, Note: r.Note, Sources: []Source{},
		}
		if r.To < rulebook.Forever {
			x.To = r.To.String()
		}
		for _, s := range r.Sources {
			x.Sources = append(x.Sources, Source{Document: s.Document, By: s.By, Paragraph: s.Paragraph, Version: s.Version, Date: s.Date, Sort: s.Kind, URL: s.URL})
		}
		out.Body.Rules = append(out.Body.Rules, x)
	}
	return out, nil
}

func (d *door) kindsOf(ctx context.Context, who caller, _ *struct{}) (*KindsOf, error) {
	if err := d.may(ctx, who, "rules.see", "This token was not given for the rules, and the kinds are told with them"); err != nil {
		return nil, err
	}
	out := &KindsOf{}
	out.Body.Kinds = []Kind{}
	for _, k := range d.Kinds.All() {
		if !k.House {
			out.Body.Kinds = append(out.Body.Kinds, d.kindOf(k))
		}
	}
	return out, nil
}

func (d *door) kindOf(k chronology.Kind) Kind {
	x := Kind{Name: k.Name, Version: k.Version, Words: k.Words, Exists: k.Exists.String(), Act: d.acts[k.Name].Action, Fields: []Field{}}
	for _, f := range k.Fields() {
		y := Field{Name: f.Name, Words: f.Words, Label: f.Label.String(), Type: f.Type, Need: f.Need}
		for _, c := range f.Codes {
			y.Codes = append(y.Codes, Code(c))
		}
		x.Fields = append(x.Fields, y)
	}
	return x
}

func (d *door) directory(ctx context.Context, who caller, _ *struct{}) (*Organisations, error) {
	if err := d.may(ctx, who, "directory.see", "This token was not given for the directory"); err != nil {
		return nil, err
	}
	names, err := d.Desk.Names(ctx)
	if err != nil {
		return nil, err
	}
	out := &Organisations{}
	out.Body.Organisations = []Organisation{}
	for _, id := range names.Organisations() {
		sort := names.Sort(id)
		out.Body.Organisations = append(out.Body.Organisations, Organisation{ID: string(id), Name: names.Organisation(id), Sort: string(sort), Words: chronology.WordsOf(sort), Decides: sort.Decides()})
	}
	return out, nil
}
