package chronology_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// A small table of kinds with a field of every type and several labels.
type (
	noted struct {
		Title  answer.Of[string]       `json:"title,omitzero" label:"general" words:"Title"`
		Colour answer.Of[colour]       `json:"colour,omitzero" label:"general" words:"Colour" need:"yes"`
		Tints  answer.Of[[]colour]     `json:"tints,omitzero" label:"general" words:"Tints"`
		Note   answer.Of[answer.Text]  `json:"note,omitzero" label:"account" words:"Note"`
		Body   answer.Of[answer.Text]  `json:"body,omitzero" label:"health" words:"How they are"`
		Names  answer.Of[[]string]     `json:"names,omitzero" label:"identity" words:"Names"`
		Next   answer.Of[civil.When]   `json:"next,omitzero" label:"contact" words:"Next"`
		Count  answer.Of[int]          `json:"count,omitzero" label:"general" words:"Count"`
		Safe   answer.Of[bool]         `json:"safe,omitzero" label:"safeguarding" words:"Safe"`
		By     answer.Of[ident.Worker] `json:"by,omitzero" label:"staffing" words:"By"`
	}
	permitted struct {
		Leave answer.Of[string]      `json:"leave,omitzero" label:"immigration" words:"Leave"`
		Note  answer.Of[answer.Text] `json:"note,omitzero" label:"legal" words:"Note"`
	}
	opened struct {
		How answer.Of[answer.Text] `json:"how,omitzero" label:"account" words:"How"`
	}
	lent struct {
		To     answer.Of[ident.Organisation] `json:"to,omitzero" label:"general" words:"To"`
		Labels answer.Of[label.Set]          `json:"labels,omitzero" label:"general" words:"What"`
		Basis  answer.Of[chronology.Basis]   `json:"basis,omitzero" label:"general" words:"Basis"`
		Until  answer.Of[civil.When]         `json:"until,omitzero" label:"general" words:"Until"`
		Worker answer.Of[ident.Worker]       `json:"worker,omitzero" label:"general" words:"Worker"`
		Why    answer.Of[answer.Text]        `json:"why,omitzero" label:"account" words:"Why"`
	}
	returned struct {
		What answer.Of[ident.Entry] `json:"what,omitzero" label:"general" words:"What"`
	}
)

func lends(b *lent) chronology.Gives {
	var g chronology.Gives
	if to, ok := b.To.Get(); ok {
		until := time.Time{}
		if w, ok := b.Until.Get(); ok {
			until = w.Latest().End()
		}
		g.Grants = []chronology.Grant{{To: to, Labels: b.Labels.Or(0), Basis: b.Basis.Or(""), Until: until}}
	}
	if w, ok := b.Worker.Get(); ok {
		g.Ties = []chronology.Tie{{Worker: w, Bond: chronology.Beside}}
	}
	return g
}

func returns(b *returned) chronology.Gives {
	if id, ok := b.What.Get(); ok {
		return chronology.Gives{Ends: []ident.Entry{id}}
	}
	return chronology.Gives{}
}

var table = func() chronology.Kinds {
	kind := func(name string, exists, free label.Label) chronology.Kind {
		return chronology.Kind{Name: name, Version: 1, Words: name, Exists: exists, Free: free}
	}
	marked := kind("test.noted", label.General, label.Account)
	marked.House = true
	marked.Marks = []chronology.MarkSpec{{Name: "colour", Label: label.General, Codes: colour("").Codes()}, {Name: "next", Label: label.Contact, Date: true}}
	kinds, err := chronology.NewKinds(
		chronology.Define(marked, func(b *noted) chronology.Published {
			var p chronology.Published
			p.Coded("colour", label.General, string(b.Colour.Or("")))
			p.Dated("next", label.Contact, b.Next.Or(civil.When{}))
			return p
		}, nil),
		chronology.Define[permitted](kind("test.permitted", label.Immigration, label.Legal), nil, nil),
		chronology.Define(kind("test.opened", label.General, label.Account), nil, func(*opened) chronology.Gives { return chronology.Gives{Keeps: true} }),
		chronology.Define(kind("test.lent", label.General, label.Account), nil, lends),
		chronology.Define(kind("test.returned", label.General, label.Account), nil, returns),
	)
	if err != nil {
		panic(err)
	}
	return kinds
}()

var (
	start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	orgs  = []ident.Organisation{"org a", "org b"}
	on    = ident.NewChronology(start)
)

func day(t testing.TB, s string) civil.When {
	t.Helper()
	w, err := civil.ParseWhen(s)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// id names the n-th entry of a world.
func id(n int) ident.Entry { return ident.EntryOf("act", n) }

// entry makes the n-th entry of a world, recorded n hours after its start.
func entry(n int, kind string, body any) chronology.Entry {
	return chronology.Entry{
		ID: id(n), Chronology: on, Act: "act", N: n, Kind: kind, Version: 1, Happened: civil.On(civil.DayOf(start)), Recorded: start.Add(time.Duration(n) * time.Hour),
		By: "worker", For: orgs[0], Body: body,
	}
}

// corrects makes an entry a correction of the n-th.
func corrects(e chronology.Entry, n int, fields ...string) chronology.Entry {
	e.Corrects = &chronology.Correction{Of: id(n), Fields: fields, Why: answer.Given(answer.Text("it was wrong"))}
	return e
}

// draw answers one question in any of the ways a person may.
func draw[T any](t *rapid.T, name string, values ...T) answer.Of[T] {
	switch n := rapid.IntRange(0, 5).Draw(t, name); n {
	case 0:
		return answer.Of[T]{}
	case 1:
		return answer.Unknown[T]()
	case 2:
		return answer.Declined[T]()
	default:
		return answer.Given(rapid.SampledFrom(values).Draw(t, name+" given"))
	}
}

var texts = []answer.Text{"tea", "milk\nand sugar", "بيت <b>\u2028"}

func drawBody(t *rapid.T, kind string) any {
	days := []civil.When{civil.On(20514), civil.On(20515), civil.On(20516)} // around the start
	switch kind {
	case "test.noted":
		return &noted{
			Title: draw(t, "title", "a", "b"), Colour: draw[colour](t, "colour", "red", "blue"), Tints: draw(t, "tints", []colour{"red"}, []colour{"red", "blue"}),
			Note: draw(t, "note", texts...), Body: draw(t, "body", texts...), Names: draw(t, "names", []string{"x"}, []string{}), Next: draw(t, "next", days...),
			Count: draw(t, "count", 0, -1), Safe: draw(t, "safe", true, false), By: draw[ident.Worker](t, "by", "w", "v"),
		}
	case "test.permitted":
		return &permitted{Leave: draw(t, "leave", "a", "b"), Note: draw(t, "note", texts...)}
	case "test.opened":
		return &opened{How: draw(t, "how", texts...)}
	case "test.lent":
		return &lent{
			To: draw(t, "to", orgs...), Labels: draw(t, "labels", label.Of(label.General), label.Of(label.General, label.Health), 0), Basis: draw(t, "basis", chronology.Consent, chronology.Contract),
			Until: draw(t, "until", days...), Worker: draw[ident.Worker](t, "worker", "w", "v"), Why: draw(t, "why", texts...),
		}
	default:
		return &returned{What: draw(t, "what", id(0), id(1), id(2), id(3))}
	}
}

var kindNames = []string{"test.lent", "test.noted", "test.opened", "test.permitted", "test.returned"}

// drawWorld draws a chronology as it may lie in a store after years of people and
// imports: entries, corrections of them, corrections that name what is not there or is of
// another kind, taken back, in any order.
func drawWorld(t *rapid.T) []chronology.Entry {
	n := rapid.IntRange(1, 9).Draw(t, "entries")
	out := make([]chronology.Entry, n)
	for i := range out {
		kind := rapid.SampledFrom(kindNames).Draw(t, "kind")
		correcting := i > 0 && rapid.Bool().Draw(t, "corrects")
		of := rapid.IntRange(0, n).Draw(t, "of") // n is nowhere
		if correcting && of < i && rapid.IntRange(0, 9).Draw(t, "of another kind") > 0 {
			kind = out[of].Kind
		}
		e := entry(i, kind, drawBody(t, kind))
		e.Recorded = start.Add(time.Duration(rapid.IntRange(0, 40).Draw(t, "recorded")) * time.Hour)
		e.Happened = civil.On(civil.DayOf(start).Add(rapid.IntRange(-3, 3).Draw(t, "happened")))
		e.For = rapid.SampledFrom(orgs).Draw(t, "for")
		e.Origin = rapid.SampledFrom([]string{"", "", "", "elsewhere"}).Draw(t, "origin")
		e.Extra = drawExtra(t, kind)
		if correcting {
			e = corrects(e, of, drawFields(t, kind)...)
		}
		out[i] = e
	}
	return out
}

func drawExtra(t *rapid.T, kind string) map[string]label.Set {
	k, _ := table.Find(kind)
	var out map[string]label.Set
	for _, f := range k.Fields() {
		if f.Type == "text" && rapid.IntRange(0, 2).Draw(t, "extra on "+f.Name) == 0 {
			if out == nil {
				out = map[string]label.Set{}
			}
			out[f.Name] = rapid.SampledFrom([]label.Set{label.Of(label.Health), label.Of(label.Legal, label.Justice)}).Draw(t, "extra")
		}
	}
	return out
}

func drawFields(t *rapid.T, kind string) []string {
	if rapid.IntRange(0, 3).Draw(t, "whole") == 0 {
		return []string{chronology.Whole}
	}
	k, _ := table.Find(kind)
	names := []string{chronology.Date}
	for _, f := range k.Fields() {
		names = append(names, f.Name)
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, len(names), rapid.ID).Draw(t, "fields")
}

// drawLabels draws two readers, the second of whom may read all that the first may.
func drawLabels(t *rapid.T) (few, many label.Set) {
	of := func(name string) label.Set {
		return label.Set(rapid.Uint32().Draw(t, name)).Only(label.Everything())
	}
	few = of("few").With(label.Of(label.General))
	return few, few.With(of("more"))
}

// packed is an entry as a store keeps it.
type packed struct {
	id    ident.Entry
	env   []byte
	parts []chronology.Part
}

func pack(t fataler, entries []chronology.Entry) []packed {
	out := make([]packed, len(entries))
	for i, e := range entries {
		env, parts, err := table.Pack(e)
		if err != nil {
			t.Fatalf("pack: %v", err)
		}
		out[i] = packed{e.ID, env, parts}
	}
	return out
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// unpack opens what a reader with these labels may. It fails if a part is opened that
// the reader may not read.
func unpack(t fataler, from []packed, have label.Set) []chronology.Entry {
	t.Helper()
	out := []chronology.Entry{}
	for _, p := range from {
		e, seen, err := table.Unpack(on, p.id, p.env, func(n int, s label.Set) ([]byte, error) {
			if !have.Covers(s) || p.parts[n].Labels != s {
				return nil, fmt.Errorf("part %d (%s) is opened as %s for a reader of %s", n, p.parts[n].Labels, s, have)
			}
			return p.parts[n].JSON, nil
		}, have)
		if err != nil {
			t.Fatalf("unpack: %v", err)
		}
		if seen {
			out = append(out, e)
		}
	}
	return out
}

// view is what a reader with these labels gets to read.
func view(t fataler, entries []chronology.Entry, have label.Set) []chronology.Entry {
	t.Helper()
	return unpack(t, pack(t, entries), have)
}

// everything reads without bounds.
func everything(entries []chronology.Entry) []chronology.Line {
	return table.Read(entries, chronology.At{})
}

// fields gives a body's answers by name, as a page would show them.
func fields(body any) map[string]chronology.Shown {
	out := map[string]chronology.Shown{}
	for _, s := range table.Show(body) {
		out[s.Field.Name] = s
	}
	return out
}

func lineOf(lines []chronology.Line, id ident.Entry) (chronology.Line, bool) {
	i := slices.IndexFunc(lines, func(l chronology.Line) bool { return l.ID == id })
	if i < 0 {
		return chronology.Line{}, false
	}
	return lines[i], true
}
