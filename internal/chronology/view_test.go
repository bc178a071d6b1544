package chronology_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/label"
)

func TestPackReturnsForWhoMayReadAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := drawWorld(t)
		if back := view(t, entries, label.Everything()); !reflect.DeepEqual(back, entries) {
			t.Fatalf("packed:\n%+v\nunpacked:\n%+v", entries, back)
		}
	})
}

// TestPartsBearTheirLabels: no part holds a field that asks for more labels than the
// part bears, the reason of a correction among them.
func TestPartsBearTheirLabels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, e := range drawWorld(t) {
			k, _ := table.Find(e.Kind)
			for _, part := range pack(t, []chronology.Entry{e})[0].parts {
				for _, f := range k.Fields() {
					needs := label.Of(f.Label).With(e.Extra[f.Name])
					if strings.Contains(string(part.JSON), `"`+f.Name+`":`) && part.Labels != needs {
						t.Fatalf("%s needs %s and lies under %s: %s", f.Name, needs, part.Labels, part.JSON)
					}
					why := strings.Contains(string(part.JSON), `"@why":`)
					if why && slices.Contains(e.Corrects.Fields, f.Name) && !part.Labels.Covers(needs.With(label.Of(k.Free))) {
						t.Fatalf("the reason tells of %s, which needs %s, and lies under %s", f.Name, needs, part.Labels)
					}
				}
			}
		}
	})
}

// leak says how few gets to know what many does not, or something else than many; "" if
// it does not.
func leak(few, many []chronology.Line) string {
	for _, a := range few {
		b, ok := lineOf(many, a.ID)
		if !ok {
			return fmt.Sprintf("%s (%s) is seen by the few alone", a.ID, a.Kind)
		}
		if a.Happened != b.Happened || a.Struck != b.Struck || !a.Recorded.Equal(b.Recorded) || a.By != b.By || a.For != b.For {
			return fmt.Sprintf("%s stands otherwise: %+v, %+v", a.ID, a, b)
		}
		if s := leakOf(a.Entry, b.Entry); s != "" {
			return "as it stands: " + s
		}
		if a.Original != nil {
			if b.Original == nil {
				return fmt.Sprintf("%s is corrected for the few alone", a.ID)
			}
			if s := leakOf(*a.Original, *b.Original); s != "" {
				return "as first written: " + s
			}
		}
		for _, x := range a.Corrections {
			i := slices.IndexFunc(b.Corrections, func(y chronology.Entry) bool { return y.ID == x.ID })
			if i < 0 {
				return fmt.Sprintf("correction %s is seen by the few alone", x.ID)
			}
			if s := leakOf(x, b.Corrections[i]); s != "" {
				return "correction: " + s
			}
		}
	}
	return ""
}

func leakOf(few, many chronology.Entry) string {
	k, _ := table.Of(few.Body)
	a, b := fields(few.Body), fields(many.Body)
	for _, f := range k.Fields() {
		x, y := a[f.Name], b[f.Name]
		if x.State != answer.IsWithheld && (x.State != y.State || !reflect.DeepEqual(x.Value, y.Value)) {
			return fmt.Sprintf("%s of %s is %v %v for the few and %v %v for the many", f.Name, few.ID, x.State, x.Value, y.State, y.Value)
		}
	}
	for name, s := range few.Extra {
		if many.Extra[name] != s {
			return fmt.Sprintf("labels added to %s of %s are %s for the few and %s for the many", name, few.ID, s, many.Extra[name])
		}
	}
	if few.Corrects == nil {
		return ""
	}
	for _, name := range few.Corrects.Fields {
		if !slices.Contains(many.Corrects.Fields, name) {
			return fmt.Sprintf("the few alone learn that %s was corrected", name)
		}
	}
	if why := few.Corrects.Why; why.State() != answer.IsWithheld && why != many.Corrects.Why {
		return fmt.Sprintf("the few alone learn why: %v", why)
	}
	return ""
}

// TestFewerLabelsNeverShowMore: whatever somebody reads, whoever has their labels and
// more reads the same of it, at every moment.
func TestFewerLabelsNeverShowMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		world := pack(t, drawWorld(t))
		few, many := drawLabels(t)
		at := drawAt(t)
		if s := leak(table.Read(unpack(t, world, few), at), table.Read(unpack(t, world, many), at)); s != "" {
			t.Fatalf("%s against %s: %s", few, many, s)
		}
	})
}

// relabelled is a note corrected twice: the second time its author sees that it tells of
// health, and says so with a label.
func relabelled() []chronology.Entry {
	first := entry(0, "test.noted", &noted{Note: answer.Given(answer.Text("she is ill")), Title: answer.Given("visit"), Safe: answer.Given(true)})
	second := corrects(entry(1, "test.noted", &noted{Note: answer.Given(answer.Text("she is very ill"))}), 0, "note")
	third := corrects(entry(2, "test.noted", &noted{Note: answer.Given(answer.Text("she is in hospital")), Safe: answer.Given(false)}), 0, "note", "safe")
	third.Extra = map[string]label.Set{"note": label.Of(label.Health)}
	secret := entry(3, "test.permitted", &permitted{Leave: answer.Given("refused")})
	return []chronology.Entry{first, second, third, secret}
}

func TestLeakControl(t *testing.T) {
	few, many := label.Of(label.General, label.Account), label.Of(label.General, label.Account, label.Identity)
	entries := relabelled()
	right := everything(view(t, entries, many))
	if s := leak(everything(view(t, entries, few)), right); s != "" {
		t.Fatalf("nothing is wrong here: %s", s)
	}
	unlabelled := slices.Clone(entries)
	unlabelled[2].Extra = nil
	blind := view(t, entries, few) // to corrections under labels it lacks
	blind = slices.DeleteFunc(blind, func(e chronology.Entry) bool { return e.ID == id(2) })
	named := everything(view(t, entries, few))
	x := *named[0].Corrections[1].Corrects
	x.Fields = []string{"note", "safe"}
	named[0].Corrections[1].Corrects = &x
	told := everything(view(t, entries, few))
	y := *told[0].Corrections[1].Corrects
	y.Why = answer.Given(answer.Text("she is in hospital"))
	told[0].Corrections[1].Corrects = &y
	asked := everything(view(t, entries, few))
	body := *asked[0].Body.(*noted)
	body.Note = answer.Of[answer.Text]{}
	asked[0].Body = &body
	for _, c := range []struct {
		name  string
		lines []chronology.Line
		says  string
	}{
		{"labels-are-not-looked-at", everything(entries), "is"},
		{"existence-is-not-looked-at", everything(entries)[1:], "seen by the few alone"},
		{"added-labels-are-not-looked-at", everything(view(t, unlabelled, few)), "note of"},
		{"old-text-stays-open", everything(blind), "note of"},
		{"names-of-fields-are-told", named, "safe was corrected"},
		{"reasons-are-told", told, "learn why"},
		{"withheld-reads-as-not-asked", asked, "note of"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if s := leak(c.lines, right); !strings.Contains(s, c.says) {
				t.Errorf("the checker says %q, want %q", s, c.says)
			}
		})
	}
}

// TestAddedLabelClosesWhatWasOpen: an author who adds a label closes the text as it
// stands, as it was first written and as it was in between; asking for an earlier moment
// does not open it again.
func TestAddedLabelClosesWhatWasOpen(t *testing.T) {
	entries := relabelled()
	few := view(t, entries, label.Of(label.General, label.Account))
	for name, at := range map[string]chronology.At{"now": {}, "then": {KnownAt: start}, "between": {KnownAt: entries[1].Recorded}} {
		l := table.Read(few, at)[0]
		bodies := []any{l.Body}
		if l.Original != nil {
			bodies = append(bodies, l.Original.Body)
		}
		for _, c := range l.Corrections {
			bodies = append(bodies, c.Body)
		}
		for _, b := range bodies {
			if b := b.(*noted); b.Note.State() != answer.IsWithheld {
				t.Errorf("%s: the note reads %q", name, b.Note.Any())
			}
		}
		if title := l.Body.(*noted).Title; title.Or("") != "visit" {
			t.Errorf("%s: the title reads %q", name, title.Any())
		}
	}
	for _, e := range few {
		if len(e.Extra) > 0 {
			t.Errorf("the reader learns which labels were added: %v", e.Extra)
		}
	}
	all := table.Read(view(t, entries, label.Everything()), chronology.At{KnownAt: start})
	if got := all[0].Body.(*noted).Note.Or(""); got != "she is ill" {
		t.Errorf("who may read it reads %q", got)
	}
	if !table.Read(few, chronology.At{})[0].Closed("note") || all[0].Closed("note") || all[0].Closed("no such field") || (chronology.Line{}).Closed("note") {
		t.Error("Closed says otherwise")
	}
}

// TestCorrectionOfWhatIsShutIsNotSeen: that a field was corrected tells, too.
func TestCorrectionOfWhatIsShutIsNotSeen(t *testing.T) {
	entries := []chronology.Entry{entry(0, "test.noted", &noted{}), corrects(entry(1, "test.noted", &noted{Safe: answer.Given(false)}), 0, "safe")}
	for have, n := range map[label.Set]int{
		label.Of(label.General): 1, label.Of(label.General, label.Account): 1, label.Of(label.General, label.Safeguarding): 2, label.Of(label.Safeguarding): 0, 0: 0,
	} {
		if got := view(t, entries, have); len(got) != n {
			t.Errorf("a reader of %q sees %d entries, want %d", have, len(got), n)
		}
	}
}

func TestPackRefuses(t *testing.T) {
	var none *noted
	for _, c := range []struct {
		name  string
		entry chronology.Entry
		is    error
	}{
		{"withheld", entry(0, "test.noted", &noted{Note: answer.Withheld[answer.Text]()}), answer.ErrWithheld},
		{"withheld-reason", func() chronology.Entry {
			e := corrects(entry(0, "test.noted", &noted{}), 1, "note")
			e.Corrects.Why.Withhold()
			return e
		}(), answer.ErrWithheld},
		{"unknown-kind", entry(0, "test.unheard", &noted{}), nil},
		{"no-body", entry(0, "test.noted", nil), nil},
		{"nothing-in-its-clothes", entry(0, "test.noted", none), nil},
		{"body-of-another-kind", entry(0, "test.noted", &opened{}), nil},
		{"body-not-pointed-to", entry(0, "test.noted", noted{}), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := table.Pack(c.entry)
			if err == nil || c.is != nil && !errors.Is(err, c.is) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestBodyAsOneObject(t *testing.T) {
	k, _ := table.Find("test.noted")
	rapid.Check(t, func(t *rapid.T) {
		body := drawBody(t, k.Name)
		raw, err := k.WriteBody(body)
		if err != nil {
			t.Fatal(err)
		}
		back, err := k.ReadBody(raw)
		if err != nil || !reflect.DeepEqual(back, body) {
			t.Fatalf("%s reads as %+v: %v", raw, back, err)
		}
	})
	raw, err := k.WriteBody(&noted{Title: answer.Given("a"), Note: answer.Withheld[answer.Text]()})
	if err != nil || string(raw) != `{"title":"a"}` {
		t.Errorf("written %s: %v", raw, err)
	}
	if _, err := k.WriteBody(&opened{}); err == nil {
		t.Error("another kind's body is written")
	}
	_, err = k.ReadBody([]byte(`{"title":3,"note":{"answer":"withheld"},"gone":"x","count":"many","safe":"yes","colour":"red"}`))
	wantFields(t, err, "count", "gone", "note", "safe", "title")
	_, err = k.ReadBody([]byte(`["title"]`))
	wantFields(t, err, "body")
}

// FuzzUnpack: no bytes in a store make a panic, whoever reads.
func FuzzUnpack(f *testing.F) {
	for _, p := range pack(f, relabelled()) {
		f.Add(p.env, p.parts[0].JSON, uint32(label.Everything()))
		f.Add(p.env, []byte(`{"note":{"answer":"withheld"},"@why":3}`), uint32(2))
	}
	f.Fuzz(func(t *testing.T, env, part []byte, have uint32) {
		e, seen, err := table.Unpack(on, id(0), env, func(int, label.Set) ([]byte, error) { return part, nil }, label.Set(have))
		if err != nil || !seen {
			return
		}
		lines := everything([]chronology.Entry{e, entry(1, "test.noted", &noted{})})
		table.AccessOf(lines)
		table.Occurrences(lines)
		for _, l := range lines {
			table.Show(l.Body)
		}
	})
}
