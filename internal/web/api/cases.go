package api

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Summary is one person of a list.
type Summary struct {
	ID      string     `json:"id" doc:"The case."`
	Name    Said       `json:"name" doc:"What they are called."`
	Setting Said       `json:"setting" doc:"Where they are supported, in words."`
	Next    *time.Time `json:"next,omitempty" doc:"When the next thing is due that this program may know of."`
}

// Cases is a page of people.
type Cases struct {
	Body struct {
		Cases []Summary `json:"cases" nullable:"false"`
		Next  string    `json:"next,omitempty" doc:"Where the next page begins; absent on the last."`
	}
}

// Case is one person as this program may see them.
type Case struct {
	Body struct {
		ID      string     `json:"id"`
		Name    Said       `json:"name"`
		Setting Said       `json:"setting"`
		Keeper  bool       `json:"keeper" doc:"The program's organisation keeps the record."`
		Opens   []string   `json:"opens" nullable:"false" doc:"The labels that this program may open here."`
		As      time.Time  `json:"as_of" doc:"The moment that is shown."`
		Next    *time.Time `json:"next,omitempty" doc:"When the next thing is due that this program may know of."`
	}
}

// OneCase names a case.
type OneCase struct {
	Case string `path:"case" maxLength:"200" doc:"The number of the case: 26 letters and figures." example:"01hq7k3v9n4m2p8r5t6w7x9y0z"`
}

// Wanted is which entries of a case are asked for.
type Wanted struct {
	OneCase
	Page
	Kind    string `query:"kind" maxLength:"100" doc:"Only entries of this kind."`
	KnownAt string `query:"known_at" maxLength:"40" format:"date-time" doc:"The record as it was known then."`
}

// Entry is one thing that happened, as this program may see it. What was put right stands
// as it was put right; the corrections say what, when and why.
type Entry struct {
	ID          string       `json:"id"`
	Case        string       `json:"case"`
	Kind        string       `json:"kind"`
	Happened    Date         `json:"happened"`
	Recorded    time.Time    `json:"recorded"`
	By          string       `json:"by" doc:"The worker, or the program."`
	For         string       `json:"for" doc:"The organisation that answers for it."`
	Origin      string       `json:"origin,omitempty" doc:"Where an import took it from."`
	TakenBack   bool         `json:"taken_back,omitempty" doc:"It should not have been recorded here, and counts for nothing."`
	Trouble     string       `json:"trouble,omitempty" doc:"What does not add up and needs putting right."`
	Body        Body         `json:"body"`
	Corrections []Correction `json:"corrections,omitempty" nullable:"false"`
}

// Correction is one correction of an entry.
type Correction struct {
	ID       string    `json:"id"`
	Fields   []string  `json:"fields" nullable:"false" doc:"What was put right: fields, happened for the date, entry for all of it."`
	Why      Said      `json:"why"`
	Recorded time.Time `json:"recorded"`
	By       string    `json:"by"`
	For      string    `json:"for"`
}

// Entries is a page of entries, in the order in which they were recorded.
type Entries struct {
	Body struct {
		Entries []Entry `json:"entries" nullable:"false"`
		Next    string  `json:"next,omitempty" doc:"Where the next page begins; absent on the last."`
	}
}

// entriesPage is how many entries a page has.
const entriesPage = 100

func (d *door) registerCases() {
	add(d, "list-cases", described{"List cases", "The people whom the token was given for, those for whom something is due first."}, d.cases)
	add(d, "read-case", described{"Read a case", "One person, as things stand now."}, d.oneCase)
	add(d, "list-entries", described{"List a case's entries", "What happened, in the order in which it was recorded, so that what is new comes after what was read."}, d.entries)
	add(d, "list-deadlines-of-case", described{"List a case's clocks", "Every clock of one case: running, met, void."}, d.clocks)
	add(d, "list-deadlines", described{"List what is due", "What is late and what is due, the earliest first."}, d.due)
}

func (d *door) cases(ctx context.Context, who caller, in *Page) (*Cases, error) {
	page, err := d.page(who, "cases", in.Cursor)
	if err != nil {
		return nil, err
	}
	people, err := d.Desk.People(ctx, who.signed.Actor, page)
	if err != nil {
		return nil, err
	}
	out := &Cases{}
	out.Body.Cases = []Summary{}
	for _, p := range people.Folk {
		out.Body.Cases = append(out.Body.Cases, Summary{ID: string(p.On), Name: called(p.Who.Name, p.Open), Setting: inGeneral(p.Who.Setting, p.Open), Next: some(p.Next)})
	}
	if people.More {
		out.Body.Next, err = d.next(who, "cases", strconv.Itoa(page+1))
	}
	return out, err
}

// page reads the number of a page from a cursor.
func (d *door) page(who caller, list, cursor string) (int, error) {
	at, err := d.at(who, list, cursor)
	if err != nil || at == "" {
		return 1, err
	}
	return strconv.Atoi(at)
}

// some is a moment; nil for none.
func some(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = moment(t)
	return &t
}

func (d *door) oneCase(ctx context.Context, who caller, in *OneCase) (*Case, error) {
	on, err := caseOf(in.Case)
	if err != nil {
		return nil, err
	}
	v, err := d.Desk.Read(ctx, who.signed.Actor, "api.case", on, chronology.At{})
	if err != nil {
		return nil, err
	}
	s := v.Summary()
	out := &Case{}
	b := &out.Body
	b.ID, b.Name, b.Setting, b.Keeper, b.As = string(on), called(s.Name, v.Labels), inGeneral(s.Setting, v.Labels), v.Keeper, moment(v.Now)
	b.Opens = namesOf(v.Labels)
	for _, x := range v.Deadlines {
		if t := some(x.DueAt); t != nil && x.State == openClock && (b.Next == nil || t.Before(*b.Next)) {
			b.Next = t
		}
	}
	return out, nil
}

func namesOf(ls label.Set) []string {
	out := []string{}
	for _, l := range ls.List() {
		out = append(out, l.String())
	}
	return out
}

func (d *door) entries(ctx context.Context, who caller, in *Wanted) (*Entries, error) {
	on, err := caseOf(in.Case)
	if err != nil {
		return nil, err
	}
	var at chronology.At
	if in.KnownAt != "" {
		if at.KnownAt, err = time.Parse(time.RFC3339, in.KnownAt); err != nil {
			return nil, wrong("known_at", "Write an instant like 2026-03-06T12:00:00Z")
		}
	}
	list := "entries " + in.Case + " " + in.Kind + " " + in.KnownAt
	after, err := d.at(who, list, in.Cursor)
	if err != nil {
		return nil, err
	}
	v, err := d.Desk.History(ctx, who.signed.Actor, "api.entries", on, at)
	if err != nil {
		return nil, err
	}
	lines := slices.DeleteFunc(slices.Clone(v.Case.Lines), func(l chronology.Line) bool { return in.Kind != "" && l.Kind != in.Kind })
	slices.SortStableFunc(lines, func(a, b chronology.Line) int { return cmp.Or(a.Recorded.Compare(b.Recorded), cmp.Compare(a.ID, b.ID)) })
	if after != "" {
		i := slices.IndexFunc(lines, func(l chronology.Line) bool { return string(l.ID) == after })
		lines = lines[i+1:] // one that is not open any more: from the beginning
	}
	out := &Entries{}
	out.Body.Entries = []Entry{}
	if len(lines) > entriesPage {
		lines = lines[:entriesPage]
		if out.Body.Next, err = d.next(who, list, string(lines[entriesPage-1].ID)); err != nil {
			return nil, err
		}
	}
	for _, l := range lines {
		e, err := d.entry(on, l)
		if err != nil {
			return nil, errs.Wrap(errs.Internal, "", err)
		}
		out.Body.Entries = append(out.Body.Entries, e)
	}
	return out, nil
}

// entry is a line as its reader may see it.
func (d *door) entry(on ident.Chronology, l chronology.Line) (Entry, error) {
	body, err := bodyOf(d.Kinds, l)
	out := Entry{
		ID: string(l.ID), Case: string(on), Kind: l.Kind, Happened: Date(l.Happened), Recorded: moment(l.Recorded), By: string(l.By), For: string(l.For), Origin: l.Origin,
		TakenBack: l.Struck, Trouble: l.Trouble, Body: body,
	}
	for _, c := range l.Corrections {
		if c.Corrects == nil {
			return out, errors.New("a correction that corrects nothing")
		}
		out.Corrections = append(out.Corrections, Correction{
			ID: string(c.ID), Fields: append([]string{}, c.Corrects.Fields...), Why: textSaid(c.Corrects.Why), Recorded: moment(c.Recorded), By: string(c.By), For: string(c.For),
		})
	}
	return out, err
}

func textSaid(a answer.Of[answer.Text]) Said {
	if v, ok := a.Get(); ok {
		return given(string(v))
	}
	return Said{state: a.State()}
}

// Clock is one clock of one case.
type Clock struct {
	ID      string     `json:"id"`
	Case    string     `json:"case"`
	Name    Said       `json:"name"`
	Rule    string     `json:"rule" doc:"The rule: /api/v1/rules tells it."`
	Title   string     `json:"title"`
	Started Date       `json:"started" doc:"The date that it counts from."`
	About   bool       `json:"about" doc:"That date was not exact."`
	Due     string     `json:"due,omitempty" format:"date" doc:"The day, in Britain."`
	DueAt   *time.Time `json:"due_at,omitempty" doc:"The instant at which that day ends, or the very instant."`
	State   string     `json:"state,omitempty" enum:"open,paused,met,void" doc:"In the list of what is due, all are open."`
	Late    bool       `json:"late"`
	Must    bool       `json:"must" doc:"Somebody must, by then. Otherwise something goes on, or may be done, until then."`
	Trouble string     `json:"trouble,omitempty" doc:"Why it is void, or cannot be reckoned."`
}

// Clocks is a page of clocks.
type Clocks struct {
	Body struct {
		Deadlines []Clock `json:"deadlines" nullable:"false"`
		Next      string  `json:"next,omitempty" doc:"Where the next page begins; absent on the last."`
	}
}

func (d *door) clocks(ctx context.Context, who caller, in *OneCase) (*Clocks, error) {
	on, err := caseOf(in.Case)
	if err != nil {
		return nil, err
	}
	v, err := d.Desk.History(ctx, who.signed.Actor, "api.deadlines", on, chronology.At{})
	if err != nil {
		return nil, err
	}
	out := &Clocks{}
	out.Body.Deadlines = []Clock{}
	name := called(v.Summary().Name, v.Labels)
	for _, x := range v.Deadlines {
		rule, ok := d.Desk.Book().Find(x.Rule)
		if !ok {
			continue
		}
		c := Clock{ID: x.ID, Case: string(on), Name: name, Rule: x.Rule, Title: rule.Title, Started: Date(x.Started), About: x.About, State: string(x.State), Late: x.Late(v.Now), Must: rule.Must(), Trouble: x.Trouble}
		if t := some(x.DueAt); t != nil {
			c.DueAt, c.Due = t, x.Due.String()
		}
		out.Body.Deadlines = append(out.Body.Deadlines, c)
	}
	return out, nil
}

func (d *door) due(ctx context.Context, who caller, in *Page) (*Clocks, error) {
	page, err := d.page(who, "deadlines", in.Cursor)
	if err != nil {
		return nil, err
	}
	day, err := d.Desk.Deadlines(ctx, who.signed.Actor, page)
	if err != nil {
		return nil, err
	}
	out := &Clocks{}
	out.Body.Deadlines = []Clock{}
	for _, x := range day.Dues {
		out.Body.Deadlines = append(out.Body.Deadlines, dueClock(x))
	}
	if day.More {
		out.Body.Next, err = d.next(who, "deadlines", strconv.Itoa(page+1))
	}
	return out, err
}

func dueClock(x desk.Due) Clock {
	return Clock{
		ID: x.ID, Case: string(x.On), Name: called(x.Who.Name, x.Open), Rule: x.Rule.ID, Title: x.Rule.Title, Started: Date(x.Started), About: x.About,
		Due: civil.DayOf(x.DueAt.Add(-time.Second)).String(), DueAt: some(x.DueAt), State: string(openClock), Late: x.Late, Must: x.Must,
	}
}
