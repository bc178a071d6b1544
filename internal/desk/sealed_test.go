package desk

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/contact"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
	"waymark/internal/store/tamper"

	"waymark/internal/civil"
)

// guarded is a house with two people, drafts, and what proves that each opens.
type guarded struct {
	*house
	on, other ident.Chronology
	drafts    []ident.Act
}

func newGuarded(t *testing.T) guarded {
	t.Helper()
	g := guarded{house: newHouse(t)}
	g.on, _ = g.course("Alima")
	g.other, _ = g.course("Tesfay")
	for _, on := range []ident.Chronology{g.on, g.other} {
		g.share(on, g.house.other, label.Of(label.General, label.Identity), civil.On(civil.DayOf(noon).Add(9)))
		g.share(on, g.house.other, label.Of(label.General, label.Contact), civil.On(civil.DayOf(noon).Add(99)))
		for range 2 {
			id := g.NewAct()
			if _, err := g.SaveDraft(ctx, g.nadia, Draft{ID: id, Route: "contact.record", On: on, Values: map[string][]string{"note": {"Half a sentence"}}}); err != nil {
				t.Fatal(err)
			}
			g.drafts = append(g.drafts, id)
		}
	}
	return g
}

// forget makes the desk read everything anew, as after a start.
func (g guarded) forget() {
	g.opened.Clear()
	g.names.mu.Lock()
	g.names.known = nil
	g.names.mu.Unlock()
}

// reads is everything that somebody may ask for, by name.
func (g guarded) reads() map[string]func() (any, error) {
	out := map[string]func() (any, error){}
	actors := map[string]policy.Actor{"tom": g.tom, "nadia": g.nadia, "grace": g.grace, "ruth": g.ruth}
	for name, a := range actors {
		for _, on := range []ident.Chronology{g.on, g.other} {
			out["read "+name+" "+string(on)] = func() (any, error) {
				v, err := g.Read(ctx, a, "case.see", on, chronology.At{})
				v.may = nil
				return v, err
			}
			out["do "+name+" "+string(on)] = func() (any, error) { return g.Do(ctx, a, g.NewAct(), g.unsaid(on)) }
		}
		out["day "+name] = func() (any, error) { return g.Day(ctx, a, 1) }
	}
	for _, id := range g.drafts {
		out["draft nadia "+string(id)] = func() (any, error) { return g.Draft(ctx, g.nadia, id) }
	}
	return out
}

// unsaid is an act that is refused once everything was opened, so that it writes nothing.
func (g guarded) unsaid(on ident.Chronology) casefile.Act {
	return casefile.RecordContact(on, contact.Record{Happened: civil.On(civil.DayOf(noon).Add(1)), Body: contact.Made{How: answer.Given(contact.How("phone")), Reached: answer.Given(contact.Reached("yes"))}})
}

// closed lists the reads, of all or of those named, that say that a record does not open.
// Each shows nothing of it, and an alarm stands.
func (g guarded) closed(t *testing.T, only ...string) []string {
	t.Helper()
	g.forget()
	tamper.Empty(t, g.data(), "alarm")
	var out []string
	for name, read := range g.reads() {
		if only != nil && !slices.Contains(only, name) {
			continue
		}
		got, err := read()
		if day, list := got.(Day); list && err == nil && day.Shut > 0 { // a list goes on without what does not open
			out = append(out, name)
			continue
		}
		if errs.KindOf(err) != errs.Unavailable {
			continue
		}
		out = append(out, name)
		if !reflect.ValueOf(got).IsZero() {
			t.Errorf("%s: shown %+v", name, got)
		}
	}
	slices.Sort(out)
	if n := g.alarms(); (n > 0) != (len(out) > 0) {
		t.Errorf("%d alarms stand, %d reads are refused", n, len(out))
	}
	return out
}

func (g guarded) cells(t *testing.T, table, key, column string) []tamper.Cell {
	t.Helper()
	return tamper.Cells(t, g.data(), table, key, column)
}

// entriesOf gives the entries of a chronology in the order in which they were written.
func (g guarded) entriesOf(t *testing.T, on ident.Chronology) []tamper.Cell {
	t.Helper()
	return slices.DeleteFunc(g.cells(t, "entry", "chronology", "id"), func(c tamper.Cell) bool { return c.Key != string(on) })
}

// One byte changed anywhere in what is sealed, and whoever would read it is told that it
// does not open.
func TestEverySealedByteIsGuarded(t *testing.T) {
	g := newGuarded(t)
	if got := g.closed(t); len(got) > 0 {
		t.Fatalf("control: unaltered, %v are refused", got)
	}
	holds := map[string]ident.Chronology{}
	for _, c := range g.cells(t, "entry", "id", "chronology") {
		holds[c.Key] = ident.Chronology(c.Value)
	}
	random := rand.New(rand.NewPCG(1, 2))
	flips, told := 0, map[string]int{}
	for _, column := range []struct{ table, key, column string }{
		{"entry", "chronology", "envelope"}, {"part", "entry", "sealed"}, {"summary", "organisation", "sealed"}, {"draft", "id", "sealed"},
		{"deadline", "chronology || rule", "sealed"},
	} {
		for _, c := range g.cells(t, column.table, column.key, column.column) {
			altered := c
			altered.Value = bytes.Clone(c.Value)
			altered.Value[random.IntN(len(c.Value))] ^= byte(1 << random.IntN(8))
			want := g.wanted(column.table, c.Key, holds)
			slices.Sort(want)
			tamper.Set(t, g.data(), altered)
			if refused := g.closed(t, want...); !slices.Equal(refused, want) {
				t.Fatalf("%s of %s, row %d: refused are %v, and not %v", c.Column, c.Table, c.Row, refused, want)
			}
			tamper.Set(t, g.data(), c)
			flips++
			told[column.table] += len(want)
		}
	}
	if flips < 100 || len(told) != 5 || told["deadline"] == 0 {
		t.Errorf("only %d cells were tried, and noticed by table: %v", flips, told)
	}
	for _, c := range tamper.Cells(t, g.ring(), "data_key", "chronology", "wrapped") {
		altered := c
		altered.Value = bytes.Clone(c.Value)
		altered.Value[len(c.Value)/2] ^= 1
		tamper.Set(t, g.ring(), altered)
		if got := g.closed(t); len(got) == 0 {
			t.Errorf("the key of %s was altered and nothing is refused", c.Key)
		}
		tamper.Set(t, g.ring(), c)
	}
	if got := g.closed(t); len(got) > 0 {
		t.Errorf("control: put back, %v are refused", got)
	}
}

// wanted says who must be told, at least, when a cell of a table was altered.
func (g guarded) wanted(table, key string, holds map[string]ident.Chronology) []string {
	switch table {
	case "deadline":
		if slices.ContainsFunc(g.day(g.tom).Dues, func(x Due) bool { return string(x.On)+x.Rule.ID == key }) {
			return []string{"day tom"}
		}
		return []string{} // what is over is not opened for a list
	case "draft":
		return []string{"draft nadia " + key}
	case "summary":
		if key == string(g.sca) {
			return []string{"day grace"}
		}
		if key == string(g.maple) {
			return []string{"day tom", "day nadia"}
		}
		return []string{} // the second organisation has rows for other times too
	case "part":
		key = string(holds[key])
	}
	if on := ident.Chronology(key); on == g.on || on == g.other {
		return []string{"read tom " + key, "read nadia " + key, "do nadia " + key}
	}
	return []string{"read tom " + string(g.on), "read grace " + string(g.other)} // names are on every page
}

// What is sealed opens nowhere but where it was sealed.
func TestNothingSealedCanBeMoved(t *testing.T) {
	g := newGuarded(t)
	parts := g.cells(t, "part", "entry", "sealed")
	of := func(entry []byte) []tamper.Cell {
		return slices.DeleteFunc(slices.Clone(parts), func(c tamper.Cell) bool { return c.Key != string(entry) })
	}
	mine, theirs := g.entriesOf(t, g.on), g.entriesOf(t, g.other)
	envelopes := map[string]tamper.Cell{}
	for _, c := range g.cells(t, "entry", "id", "envelope") {
		envelopes[c.Key] = c
	}
	var described, contacts []tamper.Cell // an entry of several parts, and two of one kind
	for _, e := range mine {
		if n := len(of(e.Value)); n > 2 && described == nil {
			described = of(e.Value)
		}
	}
	for _, l := range g.view(g.tom, g.on).Case.Lines {
		if l.Kind == "contact.made" {
			contacts = append(contacts, of([]byte(l.ID))[0])
		}
	}
	summaries := g.cells(t, "summary", "chronology || organisation || from_at", "sealed")
	perOrg := map[string][]tamper.Cell{}
	for i, c := range g.cells(t, "summary", "organisation", "sealed") {
		perOrg[c.Key] = append(perOrg[c.Key], summaries[i])
	}
	drafts := g.cells(t, "draft", "id", "sealed")
	read := "read tom " + string(g.on)
	for name, c := range map[string]struct {
		a, b tamper.Cell
		want string
	}{
		"parts-of-one-entry":           {described[0], described[1], read},
		"parts-of-two-entries-alike":   {contacts[0], contacts[1], read},
		"parts-of-two-people":          {of(mine[0].Value)[0], of(theirs[0].Value)[0], read},
		"envelopes-of-two-entries":     {envelopes[string(mine[1].Value)], envelopes[string(mine[2].Value)], read},
		"envelopes-of-two-people":      {envelopes[string(mine[0].Value)], envelopes[string(theirs[0].Value)], read},
		"summaries-of-two-people":      {perOrg[string(g.maple)][0], perOrg[string(g.maple)][1], "day tom"},
		"summaries-of-two-readers":     {perOrg[string(g.maple)][0], perOrg[string(g.sca)][0], "day tom"},
		"drafts":                       {drafts[0], drafts[1], "draft nadia " + drafts[0].Key},
		"a-part-in-an-envelopes-place": {of(mine[0].Value)[0], envelopes[string(mine[0].Value)], read},
	} {
		t.Run(name, func(t *testing.T) {
			if bytes.Equal(c.a.Value, c.b.Value) {
				t.Fatal("they are the same")
			}
			x, y := c.a, c.b
			x.Value, y.Value = c.b.Value, c.a.Value
			tamper.Set(t, g.data(), x, y)
			if got := g.closed(t); !slices.Contains(got, c.want) {
				t.Errorf("refused are %v, and not %s", got, c.want)
			}
			tamper.Set(t, g.data(), c.a, c.b)
		})
	}
	t.Run("an-entry-to-another-person", func(t *testing.T) {
		c := g.cells(t, "entry", "id", "chronology")
		i := slices.IndexFunc(c, func(c tamper.Cell) bool { return c.Key == string(mine[len(mine)-1].Value) })
		number := g.cells(t, "entry", "id", "number")[i]
		moved, last := c[i], number
		moved.Value, last.Value = []byte(g.other), []byte("99")
		tamper.Set(t, g.data(), last, moved)
		if got, want := g.closed(t), "read tom "+string(g.other); !slices.Contains(got, want) {
			t.Errorf("refused are %v, and not %s", got, want)
		}
		tamper.Set(t, g.data(), c[i], number)
	})
	if got := g.closed(t); len(got) > 0 {
		t.Errorf("control: put back, %v are refused", got)
	}
}

// If a look can't be kept, nothing is shown; it recovers by itself.
func TestNothingIsShownWithoutItsLook(t *testing.T) {
	g := newGuarded(t)
	shows := func() map[string]bool {
		out := map[string]bool{}
		for name, read := range g.reads() {
			if name[:2] == "do" || name[:5] == "draft" {
				continue // what one writes or wrote oneself is no look
			}
			got, err := read()
			out[name] = err == nil
			if err != nil {
				wantKind(t, err, errs.Unavailable)
				if !reflect.ValueOf(got).IsZero() {
					t.Errorf("%s: shown %+v", name, got)
				}
			}
		}
		return out
	}
	before := shows()
	tamper.Refuse(t, g.data(), "look")
	for name, shown := range shows() {
		if shown {
			t.Errorf("%s was shown", name)
		}
	}
	var out bytes.Buffer
	if n, err := g.Export(ctx, g.tom, nil, &out, nil); err == nil || n > 0 || out.Len() > 0 {
		t.Errorf("exported %d lines, %v", n, err)
	}
	tamper.Allow(t, g.data(), "look")
	if after := shows(); !maps.Equal(before, after) || slices.Contains(slices.Collect(maps.Values(before)), false) {
		t.Errorf("shown before %v, after %v", before, after)
	}
	if fmt.Sprint(before) == "map[]" {
		t.Error("nothing was read")
	}
}
