package chronology_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// wantFields fails unless an error is beside exactly these fields, each with words.
func wantFields(t *testing.T, err error, want ...string) {
	t.Helper()
	var got []string
	if e := errs.Of(err); e != nil {
		for _, f := range e.Fields {
			got = append(got, f.Name)
			if f.Message == "" {
				t.Errorf("nothing is said beside %s", f.Name)
			}
		}
		if e.Kind != errs.Invalid {
			t.Errorf("the error is %v", e.Kind)
		}
	} else if err != nil {
		t.Fatalf("an error for nobody: %v", err)
	}
	slices.Sort(got)
	slices.Sort(want)
	if got = slices.Compact(got); !slices.Equal(got, want) {
		t.Errorf("beside %v, want %v (%v)", got, want, err)
	}
}

// clocked is the local day and time of an instant.
func clocked(t *testing.T, at time.Time) civil.When {
	t.Helper()
	l := at.In(civil.London)
	w, err := civil.At(civil.DayOf(at), l.Hour(), l.Minute())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestCheckOfTheDate(t *testing.T) {
	now := time.Date(2026, 7, 1, 23, 30, 0, 0, time.UTC) // half past midnight of the next day in London
	for _, c := range []struct {
		name string
		when civil.When
		ok   bool
	}{
		{"today", day(t, "2026-07-02"), true},
		{"tomorrow", day(t, "2026-07-03"), false},
		{"this-month", day(t, "2026-07"), true},
		{"next-month", day(t, "2026-08"), false},
		{"this-year", day(t, "2026"), true},
		{"about-next-year", day(t, "2027~"), false},
		{"summer-long-ago", day(t, "2018-22"), true},
		{"this-minute", clocked(t, now), true},
		{"a-minute-fast", clocked(t, now.Add(time.Minute)), true},
		{"two-minutes-ahead", clocked(t, now.Add(2*time.Minute)), false},
		{"later-today", day(t, "2026-07-02T17:00"), false},
		{"not-set", civil.When{}, false},
		{"before-all-calendars", civil.On(-700000), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := table.Check(chronology.New{On: on, Happened: c.when, Body: &opened{}}, now)
			if c.ok {
				wantFields(t, err)
			} else {
				wantFields(t, err, chronology.Date)
			}
		})
	}
}

func TestCheckOfTheBody(t *testing.T) {
	long := func(n int) answer.Text { return answer.Text(strings.Repeat("é", n)) }
	var none *noted
	said := func(change func(*noted)) *noted {
		b := &noted{Colour: answer.Given(colour("red"))}
		change(b)
		return b
	}
	for _, c := range []struct {
		name string
		body any
		want []string
	}{
		{"right", said(func(b *noted) {
			b.Note, b.Title = answer.Given(answer.Text("tea\r\n\twith milk")), answer.Given("visit")
		}), nil},
		{"no-body", nil, []string{"kind"}},
		{"nothing-in-its-clothes", none, []string{"kind"}},
		{"unknown-body", &struct{}{}, []string{"kind"}},
		{"body-not-pointed-to", noted{}, []string{"kind"}},
		{"needed-not-asked", &noted{}, []string{"colour"}},
		{"needed-not-known", &noted{Colour: answer.Unknown[colour]()}, nil},
		{"needed-declined", &noted{Colour: answer.Declined[colour]()}, nil},
		{"needed-withheld", &noted{Colour: answer.Withheld[colour]()}, []string{"colour"}},
		{"withheld", said(func(b *noted) { b.Note = answer.Withheld[answer.Text]() }), []string{"note"}},
		{"longest-text", said(func(b *noted) { b.Note = answer.Given(long(15_000)) }), nil},
		{"too-long-a-text", said(func(b *noted) { b.Note = answer.Given(long(15_001)) }), []string{"note"}},
		{"longest-line", said(func(b *noted) { b.Title = answer.Given(string(long(500))) }), nil},
		{"too-long-a-line", said(func(b *noted) { b.Title = answer.Given(string(long(501))) }), []string{"title"}},
		{"too-long-a-line-of-lines", said(func(b *noted) { b.Names = answer.Given([]string{"a", string(long(501))}) }), []string{"names"}},
		{"broken-letters", said(func(b *noted) { b.Note = answer.Given(answer.Text("a\xff")) }), []string{"note"}},
		{"broken-letters-in-a-line", said(func(b *noted) { b.Names = answer.Given([]string{"a\xff"}) }), []string{"names"}},
		{"control-character", said(func(b *noted) { b.Note = answer.Given(answer.Text("a\x00b")) }), []string{"note"}},
		{"bell", said(func(b *noted) { b.Title = answer.Given("a\x07b") }), []string{"title"}},
		{"delete", said(func(b *noted) { b.Title = answer.Given("a\u007fb") }), []string{"title"}},
		{"empty-text", said(func(b *noted) { b.Note = answer.Given(answer.Text(" \n")) }), []string{"note"}},
		{"empty-line", said(func(b *noted) { b.Title = answer.Given("") }), []string{"title"}},
		{"empty-line-of-lines", said(func(b *noted) { b.Names = answer.Given([]string{"a", " "}) }), []string{"names"}},
		{"no-lines", said(func(b *noted) { b.Names = answer.Given([]string{}) }), nil},
		{"code-not-offered", said(func(b *noted) { b.Colour = answer.Given(colour("green")) }), []string{"colour"}},
		{"no-code", said(func(b *noted) { b.Colour = answer.Given(colour("")) }), []string{"colour"}},
		{"one-code-not-offered", said(func(b *noted) { b.Tints = answer.Given([]colour{"red", "green"}) }), []string{"tints"}},
		{"codes-offered", said(func(b *noted) { b.Tints = answer.Given([]colour{"red", "blue"}) }), nil},
		{"no-id", said(func(b *noted) { b.By = answer.Given(ident.Worker("Nadia")) }), []string{"by"}},
		{"an-id", said(func(b *noted) { b.By = answer.Given(ident.Worker(ident.New(start))) }), nil},
		{"date-not-set", said(func(b *noted) { b.Next = answer.Given(civil.When{}) }), []string{"next"}},
		{"date-before-all-calendars", said(func(b *noted) { b.Next = answer.Given(civil.On(-700000)) }), []string{"next"}},
		{"date-ahead", said(func(b *noted) { b.Next = answer.Given(civil.On(25000)) }), nil},
		{"labels-there-are-not", &lent{Labels: answer.Given(label.Set(1 << 20))}, []string{"labels"}},
		{"labels-there-are", &lent{Labels: answer.Given(label.Everything())}, nil},
		{"several", &noted{Note: answer.Given(long(15_001)), Title: answer.Given("\x00")}, []string{"colour", "note", "title"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := chronology.New{On: on, Happened: civil.On(civil.DayOf(start)), Body: c.body}
			err := table.Check(n, start)
			wantFields(t, err, c.want...)
			if err != nil {
				return
			}
			e := entry(0, "", n.Body)
			k, _ := table.Of(n.Body)
			e.Kind = k.Name
			if _, _, err := table.Pack(e); err != nil {
				t.Errorf("what passes cannot be packed: %v", err)
			}
		})
	}
}

func TestCheckOfLabelsAdded(t *testing.T) {
	for _, c := range []struct {
		name  string
		extra map[string]label.Set
		want  []string
	}{
		{"on-text", map[string]label.Set{"note": label.Of(label.Health), "body": label.Of(label.Legal)}, nil},
		{"on-a-line", map[string]label.Set{"title": label.Of(label.Health)}, []string{"title"}},
		{"on-a-code", map[string]label.Set{"colour": label.Of(label.Health)}, []string{"colour"}},
		{"on-nothing", map[string]label.Set{"gone": label.Of(label.Health)}, []string{"gone"}},
		{"that-there-are-not", map[string]label.Set{"note": 1 << 20}, []string{"note"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := &noted{Colour: answer.Given(colour("red"))}
			wantFields(t, table.Check(chronology.New{Happened: civil.On(civil.DayOf(start)), Body: body, Extra: c.extra}, start), c.want...)
		})
	}
}

func TestCheckOfCorrections(t *testing.T) {
	because := answer.Given(answer.Text("I misread my notes"))
	title := &noted{Title: answer.Given("visit")}
	for _, c := range []struct {
		name string
		body *noted
		x    chronology.Correction
		want []string
	}{
		{"right", title, chronology.Correction{Of: "e", Fields: []string{"title"}, Why: because}, nil},
		{"right-date", &noted{}, chronology.Correction{Of: "e", Fields: []string{chronology.Date}, Why: because}, nil},
		{"right-whole", &noted{}, chronology.Correction{Of: "e", Fields: []string{chronology.Whole}, Why: because}, nil},
		{"date-and-field", title, chronology.Correction{Of: "e", Fields: []string{chronology.Date, "title"}, Why: because}, nil},
		{"to-not-asked", &noted{}, chronology.Correction{Of: "e", Fields: []string{"title"}, Why: because}, nil},
		{"another-field", title, chronology.Correction{Of: "e", Fields: []string{"count"}, Why: because}, []string{"title"}},
		{"a-field-with-the-whole", title, chronology.Correction{Of: "e", Fields: []string{chronology.Whole}, Why: because}, []string{"title"}},
		{"withheld-beside", &noted{Title: answer.Given("visit"), Note: answer.Withheld[answer.Text]()}, chronology.Correction{Of: "e", Fields: []string{"title"}, Why: because}, []string{"note"}},
		{"withheld", &noted{Note: answer.Withheld[answer.Text]()}, chronology.Correction{Of: "e", Fields: []string{"note"}, Why: because}, []string{"note"}},
		{"needed-to-not-asked", &noted{}, chronology.Correction{Of: "e", Fields: []string{"colour"}, Why: because}, []string{"colour"}},
		{"no-reason", title, chronology.Correction{Of: "e", Fields: []string{"title"}}, []string{"because"}},
		{"empty-reason", title, chronology.Correction{Of: "e", Fields: []string{"title"}, Why: answer.Given(answer.Text(" \n"))}, []string{"because"}},
		{"reason-not-known", title, chronology.Correction{Of: "e", Fields: []string{"title"}, Why: answer.Unknown[answer.Text]()}, []string{"because"}},
		{"reason-too-long", title, chronology.Correction{Of: "e", Fields: []string{"title"}, Why: answer.Given(answer.Text(strings.Repeat("a", 15_001)))}, []string{"because"}},
		{"nothing-chosen", &noted{}, chronology.Correction{Of: "e", Why: because}, []string{"fields"}},
		{"no-such-field", title, chronology.Correction{Of: "e", Fields: []string{"title", "gone"}, Why: because}, []string{"fields"}},
		{"whole-with-others", title, chronology.Correction{Of: "e", Fields: []string{chronology.Whole, "title"}, Why: because}, []string{"fields"}},
		{"of-nothing", title, chronology.Correction{Fields: []string{"title"}, Why: because}, []string{"of"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantFields(t, table.Check(chronology.New{Happened: civil.On(civil.DayOf(start)), Body: c.body, Corrects: &c.x}, start), c.want...)
		})
	}
}

func TestMomentNamesEntries(t *testing.T) {
	m := chronology.Moment{Act: "a"}
	if m.IDs(2) != ident.EntryOf("a", 2) || m.IDs(0) == m.IDs(1) {
		t.Error("a moment names its entries otherwise than their act does")
	}
}
