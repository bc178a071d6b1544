package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/store"
)

// Imported says what an import wrote.
type Imported struct {
	Chronologies int // written now
	Entries      int // written now
	Already      int // chronologies that an earlier run had written
}

// Problem is one thing to put right in a file.
type Problem struct {
	Line    int    // from 1
	Field   string // a key of the line or a field of the body; "line" for the whole
	Message string // what to do
}

func (p Problem) String() string { return fmt.Sprintf("line %d: %s: %s", p.Line, p.Field, p.Message) }

// ImportError says what is wrong with a file, up to a hundred places. Nothing was
// written.
type ImportError struct{ Problems []Problem }

func (e *ImportError) Error() string {
	lines := make([]string, 0, len(e.Problems)+1)
	for _, p := range e.Problems {
		lines = append(lines, p.String())
	}
	return strings.Join(append(lines, e.summary()), "\n")
}

func (e *ImportError) summary() string {
	if len(e.Problems) >= mostWrong {
		return fmt.Sprintf("Nothing was written. These are the first %d places to put right", len(e.Problems))
	}
	return "Nothing was written. Put right what is named here and import the file again"
}

// Unwrap sorts the error as Invalid.
func (e *ImportError) Unwrap() error { return errs.New(errs.Invalid, e.summary()) }

// landing is where one arrival goes.
type landing struct {
	*arrival
	act   ident.Act
	on    ident.Chronology
	opens bool
	keeps bool          // the importer's organisation keeps the record
	done  bool          // an earlier run wrote it
	view  label.Set     // what the importer may open there
	seen  casefile.Case // as the importer may see it; only its id if the file opens it
}

// Bringing is a file that somebody brings.
type Bringing struct {
	Name     string              // of the file
	Register string              // the old register that it holds, "" for none
	Read     io.Reader           // JSON Lines, one entry a line
	Progress func(done, all int) // may be nil; told how many entries of how many are done
}

// Import writes a file of JSON Lines, one entry a line. The whole file is checked
// first; an ImportError says everything that is wrong, and nothing was written. Then
// each chronology is written by one act, whose id comes from the importer's
// organisation and the file's words: a run cut short is finished by running it again,
// and the same file twice writes nothing twice. Of a register each person is brought in
// once, whatever words a later run has for them.
func (d *Desk) Import(ctx context.Context, actor policy.Actor, b Bringing) (Imported, error) {
	file, landings, err := d.checkImport(ctx, actor, b)
	if err != nil {
		return Imported{}, err
	}
	return d.writeImport(ctx, actor, file, landings, b.Progress)
}

// ImportWould says what an import would write, and what is wrong with the file, and
// writes nothing.
func (d *Desk) ImportWould(ctx context.Context, actor policy.Actor, b Bringing) (Imported, error) {
	_, landings, err := d.checkImport(ctx, actor, b)
	if err != nil {
		return Imported{}, err
	}
	var out Imported
	for _, l := range landings {
		out.count(l)
	}
	return out, nil
}

// count adds a chronology that was written, now or by an earlier run.
func (i *Imported) count(l landing) {
	if l.done {
		i.Already++
		return
	}
	i.Chronologies++
	i.Entries += len(l.records)
}

func (d *Desk) checkImport(ctx context.Context, actor policy.Actor, b Bringing) (*importFile, []landing, error) {
	if dec := d.policy.See(actor, "import.run"); !dec.Allowed {
		d.heed(ctx, dec.Alarm)
		return nil, nil, denied()
	}
	if founding, alarms := d.policy.Open(actor, founds("any")); founding.Empty() {
		d.heedAll(ctx, alarms)
		return nil, nil, errs.New(errs.Denied, "Whoever imports keeps the record, so a manager of the team does it")
	}
	file, err := readImport(ctx, b.Name, b.Read)
	if err != nil {
		return nil, nil, err
	}
	var landings []landing
	for _, a := range file.arrivals {
		l, err := d.land(ctx, actor, b.Register, a)
		if err != nil {
			return nil, nil, err
		}
		landings = append(landings, l)
		if !l.done && len(file.problems) < mostWrong {
			d.checkArrival(file, actor, l)
		}
	}
	if len(file.problems) > 0 {
		slices.SortStableFunc(file.problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
		return nil, nil, &ImportError{Problems: file.problems}
	}
	return file, landings, nil
}

func (d *Desk) writeImport(ctx context.Context, actor policy.Actor, file *importFile, landings []landing, progress func(done, all int)) (Imported, error) {
	var out Imported
	passed := 0
	for _, l := range landings {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		if !l.done {
			x, _ := d.importing(l, d.moment(actor, l.act))
			done, err := d.Do(ctx, actor, l.act, casefile.Import(l.on, x))
			if err != nil {
				if l.done, _ = d.wasImported(ctx, l.act); !l.done { // not by somebody else this instant either
					return out, err
				}
			}
			l.done = l.done || done.Again
		}
		out.count(l)
		passed += len(l.records)
		if progress != nil {
			progress(passed, file.entries)
		}
	}
	return out, nil
}

func (d *Desk) moment(actor policy.Actor, act ident.Act) chronology.Moment {
	now := d.now()
	return chronology.Moment{Now: now, Today: civil.DayOf(now), Act: act, By: actor.Worker, For: actor.Organisation}
}

// land finds where an arrival goes: to a chronology that is here and that the importer
// may open, or to a new one. A key that names what the importer may not know of is a
// name like any other.
func (d *Desk) land(ctx context.Context, actor policy.Actor, register string, a *arrival) (landing, error) {
	l := landing{arrival: a}
	digest, err := d.importDigest(actor, register, a)
	if err != nil {
		return l, err
	}
	l.act = ident.Act(ident.EntryOf(ident.Act(digest), 0))
	if l.done, err = d.wasImported(ctx, l.act); err != nil || l.done {
		return l, err
	}
	if ident.Check(a.key) == nil {
		l.on = ident.Chronology(a.key)
		rows, err := d.store.WhoMay(ctx, l.on)
		if err != nil {
			return l, err
		}
		if s := situationOf(actor, l.on, rows, d.holds(ctx)); !s.Held.Empty() {
			l.keeps = s.Keeper
			var alarms []policy.Alarm
			l.view, alarms = d.policy.Open(actor, s)
			d.heedAll(ctx, alarms)
		}
	}
	if l.view.Empty() {
		l.opens, l.keeps, l.on = true, true, ident.ChronologyOf(l.act, 0)
		var alarms []policy.Alarm
		l.view, alarms = d.policy.Open(actor, founds(l.on))
		d.heedAll(ctx, alarms)
		l.seen = casefile.Case{ID: l.on}
		return l, nil
	}
	f, err := d.load(ctx, l.on)
	if err != nil {
		return l, err
	}
	entries, err := f.open(ctx, l.view, nil)
	if err != nil {
		return l, err
	}
	l.seen = casefile.Put(d.kinds, l.on, entries, chronology.At{})
	return l, nil
}

// importDigest is what makes an import the same one: whose it is and what the file says, or
// who it is about in a register.
func (d *Desk) importDigest(actor policy.Actor, register string, a *arrival) (ident.Act, error) {
	if register != "" {
		digest, err := d.keys.Digest("carry over", []byte(actor.Organisation), []byte(register), []byte(a.key))
		return ident.Act(digest), err
	}
	digest, err := d.keys.Digest("import", []byte(actor.Organisation), []byte(a.key), a.words.Sum(nil))
	return ident.Act(digest), err
}

// founds is what somebody is to a chronology that they open.
func founds(on ident.Chronology) policy.Situation {
	return policy.Situation{Chronology: on, Held: label.Everything(), Linked: true, Keeper: true, Bases: policy.Over(label.Everything(), string(chronology.Keeper))}
}

func (d *Desk) wasImported(ctx context.Context, act ident.Act) (bool, error) {
	_, _, err := d.store.Done(ctx, act)
	if errors.Is(err, store.ErrNone) {
		return false, nil
	}
	return err == nil, err
}

// checkArrival says what is wrong with an arrival, as far as it can be said before it
// is written.
func (d *Desk) checkArrival(file *importFile, actor policy.Actor, l landing) {
	m := d.moment(actor, l.act)
	if !l.keeps {
		file.say(l.records[0].line, "chronology", "Another organisation keeps this record: only they import into it. Write what you know as entries of your own")
		return
	}
	x, problems := d.importing(l, m)
	for _, p := range problems {
		file.say(p.Line, p.Field, p.Message)
	}
	if len(problems) > 0 {
		return // what follows would name the same places again
	}
	for _, f := range x.Faults(l.seen, m) {
		file.say(l.records[f.N].line, f.Field, f.Message)
	}
	for i, n := range x.Labelled(l.seen, m) {
		_, err := d.entry(n, m, i, l.view)
		e := errs.Of(err)
		switch {
		case err == nil:
		case e != nil && e.Kind == errs.Invalid:
			for _, f := range e.Fields {
				file.say(l.records[i].line, fieldOf(n, f.Name), f.Message)
			}
		case e != nil:
			file.say(l.records[i].line, "body", e.Message)
		default:
			file.say(l.records[i].line, "line", "This entry cannot be written")
		}
	}
}

// fieldOf names a field as the line does.
func fieldOf(n chronology.New, name string) string {
	if n.Corrects != nil && slices.Contains([]string{"of", "fields", "because"}, name) {
		return "corrects." + name
	}
	return name
}

// importing turns an arrival's lines into entries. Names of the file's own become the
// ids that its act will give.
func (d *Desk) importing(l landing, m chronology.Moment) (casefile.Importing, []Problem) {
	b := builder{desk: d, landing: l, local: map[string]ident.Entry{}}
	for i, r := range l.records {
		if r.id == "" {
			continue
		}
		if _, twice := b.local[r.id]; twice {
			b.say(r, "id", "Another line about this person has this id. Give each its own")
		}
		b.local[r.id] = m.IDs(i)
	}
	x := casefile.Importing{Opens: l.opens, Digest: fmt.Sprintf("%x", l.words.Sum(nil))}
	for _, r := range l.records {
		x.News = append(x.News, b.entry(r))
	}
	return x, b.problems
}

// builder turns the lines of one arrival into entries.
type builder struct {
	desk *Desk
	landing
	local    map[string]ident.Entry
	problems []Problem
}

func (b *builder) say(r record, field, message string) {
	b.problems = append(b.problems, Problem{Line: r.line, Field: field, Message: message})
}

func (b *builder) entry(r record) chronology.New {
	n := chronology.New{On: b.on, Happened: r.happened, Origin: r.origin}
	k, ok := b.desk.kinds.Find(r.kind)
	if !ok {
		b.say(r, "kind", fmt.Sprintf("There is no kind %q. `waymark kinds` lists those there are", clipped(r.kind)))
		return n
	}
	body, err := k.ReadBody(b.resolve(r, k))
	if e := errs.Of(err); e != nil {
		slices.SortFunc(e.Fields, func(a, b errs.Field) int { return strings.Compare(a.Name, b.Name) })
		for _, f := range e.Fields {
			b.say(r, clipped(f.Name), f.Message)
		}
	}
	n.Body = body
	if !b.opens && decidesHere(k) {
		b.say(r, "kind", "Access and decisions are not imported into a record that is here already. Record it on the person's page")
	}
	for _, name := range slices.Sorted(maps.Keys(r.extra)) {
		if f, ok := k.Field(name); !ok || f.Type != "text" {
			b.say(r, "extra."+clipped(name), "Labels can be added to free text only")
			continue
		}
		if n.Extra == nil {
			n.Extra = map[string]label.Set{}
		}
		n.Extra[name] = r.extra[name]
	}
	if c := r.corrects; c != nil {
		n.Corrects = &chronology.Correction{Of: ident.Entry(c.of), Fields: c.fields}
		if id, ok := b.local[c.of]; ok {
			n.Corrects.Of = id
		}
		if c.because != "" {
			n.Corrects.Why = answer.Given(answer.Text(c.because))
		}
	}
	return n
}

// decidesHere says whether an entry of a kind lets somebody read, puts somebody beside the
// person, or decides on them. In a record that is brought here whole it says what was so
// elsewhere; in one that is here it would stand for an act that nobody was asked about.
func decidesHere(k chronology.Kind) bool {
	return k.Name != "person.met" && (k.GivesAccess() || k.Name == "decision.made")
}

// resolve gives a body in which every field that refers to an entry has the entry's id.
func (b *builder) resolve(r record, k chronology.Kind) json.RawMessage {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(r.body, &fields); err != nil {
		return r.body
	}
	for _, f := range k.Fields() {
		var name string
		if f.Type != "entry" || json.Unmarshal(fields[f.Name], &name) != nil || name == "" {
			continue
		}
		id, ok := b.local[name]
		if _, here := b.seen.Line(ident.Entry(name)); !ok && !here {
			b.say(r, f.Name, "No line about this person has this id. Name one that has")
			continue
		}
		if ok {
			fields[f.Name], _ = json.Marshal(string(id)) // a text is always JSON
		}
	}
	raw, err := json.Marshal(fields)
	if err != nil {
		return r.body
	}
	return raw
}
