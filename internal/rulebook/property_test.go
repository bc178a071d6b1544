package rulebook_test

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"waymark/data"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/rulebook"
)

// everyPart is a book with every part of a rule in it.
func everyPart(t testing.TB) *rulebook.Book {
	return checked(t,
		rule("limit", fiveDays+"\npause: [{kind: clock.paused}]\nresume: [{kind: clock.resumed}]"),
		rule("hours", "sort: limit\non: {kind: referral.sent}\nuntil: [{kind: support.started, any_episode: true}]\ndue: {hours: 48}"),
		rule("working", "sort: limit\non: {kind: decision.told}\nuntil: [{kind: reconsideration.asked}]\ndue: {working_days: 7}\nnation: [england-and-wales]"),
		rule("minimum", wait30+"\npause: [{kind: clock.paused}]\nresume: [{kind: clock.resumed, any_episode: true}]"),
		rule("window", ask30),
		rule("itself", "sort: limit\non: {kind: decision.made}\nuntil: [{kind: decision.made}]\ndue: {months: 2}"),
		rule("review", "sort: review\non: {kind: support.started}\nuntil: [{kind: risk.assessed}]\nvoid: [{kind: support.ended, because: B}]\nevery: {days: 20}"),
		rule("while", "sort: limit\non: {kind: clock.paused}\nwhile: [{kind: risk.assessed, marks: {band: {not: low}}, because: B}]\ndue: {days: 3}"),
		rule("within", "sort: limit\non: {kind: risk.assessed, marks: {score: {at_least: 5}}}\nwithin: {times: 2, months: 1}\ndue: {later_of: [{days: 1}, {working_days: 1}]}"),
		rule("leave", "sort: window\non: {kind: leave.granted, date: expires}\nuntil: [{kind: decision.told}]\ndue: {days: -28}"),
		rule("old", "line: l\nsort: limit\nto: 2024-02-01\non: {kind: support.ended}\nuntil: [{kind: support.started}]\ndue: {days: 9}"),
		rule("new", "line: l\nsort: limit\nfrom: 2024-02-01\non: {kind: support.ended}\nuntil: [{kind: support.started}]\ndue: {days: 4}\ntransition: running"),
	)
}

// dates gives days of a few months, some as ranges and some with a clock time.
func dates() *rapid.Generator[civil.When] {
	return rapid.Custom(func(t *rapid.T) civil.When {
		d := civil.DayOf(time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC)).Add(rapid.IntRange(0, 90).Draw(t, "day"))
		switch rapid.IntRange(0, 5).Draw(t, "form") {
		case 0:
			w, err := civil.Between(d, d.Add(rapid.IntRange(0, 40).Draw(t, "more")))
			if err != nil {
				t.Fatal(err)
			}
			return w
		case 1:
			w, err := civil.At(d, rapid.IntRange(0, 23).Draw(t, "hour"), 0)
			if err != nil {
				t.Fatal(err)
			}
			return w
		}
		return civil.On(d)
	})
}

// chronologies gives occurrences of all the kinds of the tests.
func chronologies(t testing.TB, happened *rapid.Generator[civil.When]) *rapid.Generator[[]chronology.Occurrence] {
	kinds := testKinds(t).All()
	return rapid.Custom(func(t *rapid.T) []chronology.Occurrence {
		n := rapid.IntRange(0, 25).Draw(t, "entries")
		var out []chronology.Occurrence
		for i := range n {
			k := rapid.SampledFrom(kinds).Draw(t, "kind")
			o := chronology.Occurrence{
				Entry: ident.Entry(fmt.Sprintf("%02d", (i*7)%n)), Kind: k.Name, Exists: k.Exists, Happened: happened.Draw(t, "happened"),
				Episode: rapid.SampledFrom([]ident.Entry{"e", "f"}).Draw(t, "episode"), Struck: rapid.IntRange(0, 9).Draw(t, "struck") == 0,
			}
			o.Entry += ident.Entry(fmt.Sprint("-", i))
			o.Recorded = o.Happened.Latest().End().Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "recorded")) * time.Hour)
			for _, m := range k.Marks {
				switch {
				case rapid.IntRange(0, 3).Draw(t, "said") == 0:
				case m.Date:
					o.Marks = append(o.Marks, chronology.Mark{Name: m.Name, Label: m.Label, When: happened.Draw(t, "date")})
				default:
					o.Marks = append(o.Marks, chronology.Mark{Name: m.Name, Label: m.Label, Code: rapid.SampledFrom(m.Codes).Draw(t, "code").Value})
				}
			}
			out = append(out, o)
		}
		return out
	})
}

func reckoned(b *rulebook.Book, occ []chronology.Occurrence) []rulebook.Deadline {
	asOf, _ := civil.ParseDay("2024-02-15")
	return b.DeadlinesAsOf(occ, civil.EnglandAndWales, civil.DefaultCalendar(), asOf)
}

func TestTheOrderInWhichThingsAreKnownChangesNothing(t *testing.T) {
	b, gen := everyPart(t), chronologies(t, dates())
	rapid.Check(t, func(t *rapid.T) {
		occ := gen.Draw(t, "chronology")
		want := reckoned(b, occ)
		if got := reckoned(b, rapid.Permutation(occ).Draw(t, "order")); !reflect.DeepEqual(got, want) {
			t.Fatalf("%v\n%v", got, want)
		}
	})
}

func TestAnEntryThatNoRuleReadsChangesNothing(t *testing.T) {
	b, gen := everyPart(t), chronologies(t, dates())
	rapid.Check(t, func(t *rapid.T) {
		occ := gen.Draw(t, "chronology")
		want := reckoned(b, occ)
		other := gen.Draw(t, "other")
		for i := range other {
			other[i].Entry += "-other"
			if rapid.Bool().Draw(t, "how") {
				other[i].Kind = "house.opened"
				continue
			}
			// Of another episode, and of no kind that counts in any.
			other[i].Episode = "g"
			if slices.Contains([]string{"support.started", "support.ended", "clock.resumed"}, other[i].Kind) {
				other[i].Struck = true
			}
		}
		got := slices.DeleteFunc(reckoned(b, slices.Concat(other, occ)), func(d rulebook.Deadline) bool {
			return d.Episode == "g" || slices.ContainsFunc(other, func(o chronology.Occurrence) bool { return o.Entry == d.Start })
		})
		if len(got) != len(want) || (len(want) > 0 && !reflect.DeepEqual(got, want)) {
			t.Fatalf("%v\n%v", got, want)
		}
	})
}

func TestWhatIsWrittenDownLateGivesWhatItWouldHaveGivenInTime(t *testing.T) {
	b, gen := everyPart(t), chronologies(t, dates())
	rapid.Check(t, func(t *rapid.T) {
		occ := gen.Draw(t, "chronology")
		for i := range occ {
			occ[i].Recorded = occ[i].Happened.Earliest().Start()
		}
		want := reckoned(b, occ)
		for i := range occ {
			occ[i].Recorded = occ[i].Recorded.AddDate(2, 0, 0)
		}
		got := reckoned(b, occ)
		for i := range got {
			d := &got[i]
			if should := d.State == rulebook.Met && !d.MetLate && d.Sort != rulebook.Minimum && !d.DueAt.IsZero(); d.RecordedLate != should {
				t.Fatalf("%+v: recorded two years later", d)
			}
			if want[i].RecordedLate {
				t.Fatalf("%+v: recorded on the day", want[i])
			}
			d.RecordedLate = false
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%v\n%v", got, want)
		}
	})
}

func TestAPauseMovesALimitByItsLengthInTheRulesOwnUnit(t *testing.T) {
	cal := civil.DefaultCalendar()
	books := map[string]*rulebook.Book{}
	for _, unit := range []string{"days", "working_days", "months"} {
		books[unit] = checked(t, rule("r", "sort: limit\non: {kind: referral.sent}\npause: [{kind: clock.paused}]\nresume: [{kind: clock.resumed}]\ndue: {"+unit+": 6}"))
	}
	start := day(t, "2024-01-01")
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]string{"days", "working_days", "months"}).Draw(t, "unit")
		began := start.Add(rapid.IntRange(0, 300).Draw(t, "start"))
		paused := began.Add(rapid.IntRange(0, 5).Draw(t, "pause"))
		resumed := paused.Add(rapid.IntRange(0, 200).Draw(t, "length"))
		occ := func(id, kind string, d civil.Day) chronology.Occurrence {
			return chronology.Occurrence{Entry: ident.Entry(id), Kind: kind, Happened: civil.On(d), Episode: "e", Exists: label.General}
		}
		run := []chronology.Occurrence{occ("a", "referral.sent", began)}
		plain := books[unit].Deadlines(run, civil.EnglandAndWales, cal)[0].Due
		held := books[unit].Deadlines(append(run, occ("p", "clock.paused", paused), occ("q", "clock.resumed", resumed)), civil.EnglandAndWales, cal)[0].Due
		if unit != "working_days" {
			if held.Sub(plain) != resumed.Sub(paused) {
				t.Fatalf("moved by %d days for a pause of %d", held.Sub(plain), resumed.Sub(paused))
			}
			return
		}
		moved, err := cal.WorkingDaysBetween(civil.EnglandAndWales, plain, held)
		if err != nil {
			t.Fatal(err)
		}
		length, err := cal.WorkingDaysBetween(civil.EnglandAndWales, paused, resumed)
		if err != nil || moved != length {
			t.Fatalf("moved by %d working days for a pause of %d: %v", moved, length, err)
		}
	})
}

// anyDate gives dates that nobody would write, too.
func anyDate() *rapid.Generator[civil.When] {
	odd := []civil.When{{}, civil.On(math.MaxInt32), civil.On(math.MinInt32), civil.On(0), civil.On(rulebook.Forever)}
	return rapid.Custom(func(t *rapid.T) civil.When {
		if rapid.IntRange(0, 3).Draw(t, "odd") == 0 {
			return rapid.SampledFrom(odd).Draw(t, "date")
		}
		return dates().Draw(t, "date")
	})
}

func TestNothingThatHappenedBreaksTheReckoning(t *testing.T) {
	b, gen := everyPart(t), chronologies(t, anyDate())
	rapid.Check(t, func(t *rapid.T) {
		occ := gen.Draw(t, "chronology")
		for _, cal := range []*civil.Calendar{nil, civil.DefaultCalendar()} {
			seen := map[string]bool{}
			for _, d := range b.Deadlines(occ, rapid.SampledFrom([]civil.Nation{"", "atlantis", civil.Scotland}).Draw(t, "nation"), cal) {
				if seen[d.ID] {
					t.Fatalf("%s is there twice", d.ID)
				}
				seen[d.ID] = true
				if d.State == "" || d.Owner == "" || d.Labels.Empty() {
					t.Fatalf("%+v", d)
				}
				if d.DueAt.IsZero() && d.Trouble == "" {
					t.Fatalf("%+v: no due moment and no word why", d)
				}
			}
		}
	})
}

func FuzzLoad(f *testing.F) {
	entries, err := data.Rulebook.ReadDir("rulebook")
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range entries {
		text, err := data.Rulebook.ReadFile("rulebook/" + e.Name())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add(oneRule)
	f.Add("rules: [&a {id: x, until: [*a]}]")
	f.Add("rules:\n  - id: a\n    due: {days: 99999999999999999999}\n")
	kinds := testKinds(f)
	f.Fuzz(func(t *testing.T, text string) {
		b, err := rulebook.Load(fstest.MapFS{"r/a.yaml": {Data: []byte(text)}}, "r")
		if err != nil {
			return
		}
		if err := b.Check(kinds, civil.DefaultCalendar()); err == nil && b.Digest() == "" {
			t.Error("a book without a digest")
		}
		for _, r := range b.Every() {
			if r.Citation() == "" {
				t.Errorf("%s has no citation", r.ID)
			}
		}
	})
}

func BenchmarkDeadlines(b *testing.B) {
	book := everyPart(b)
	for _, n := range []int{100, 1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			kinds := testKinds(b).All()
			var occ []chronology.Occurrence
			for i := range n {
				k := kinds[i%len(kinds)]
				occ = append(occ, chronology.Occurrence{Entry: ident.Entry(fmt.Sprintf("%06d", i)), Kind: k.Name, Exists: k.Exists, Happened: civil.On(civil.Day(19000 + i/20)), Episode: "e"})
			}
			for b.Loop() {
				book.Deadlines(occ, civil.EnglandAndWales, civil.DefaultCalendar())
			}
		})
	}
}

// A person's case as most are: forty entries, of which a third are of kinds that rules read.
func BenchmarkDeadlinesOfACase(b *testing.B) {
	book := embedded(b)
	var occ []chronology.Occurrence
	add := func(kind string, day int, marks ...chronology.Mark) {
		id := ident.Entry(fmt.Sprintf("%06d", len(occ)))
		occ = append(occ, chronology.Occurrence{Entry: id, Kind: kind, Exists: label.General, Happened: civil.On(civil.Day(19000 + day)), Episode: "e", Marks: marks})
	}
	coded := func(name, code string) chronology.Mark {
		return chronology.Mark{Name: name, Label: label.General, Code: code}
	}
	stage := func(n int) chronology.Mark {
		return coded("stage", []string{"reasonable-grounds", "conclusive-grounds"}[n])
	}
	add("support.started", 0, coded("setting", "safehouse"))
	add("referral.sent", 4, coded("route", "adult"))
	for n := range 2 {
		add("decision.made", 20+n*400, stage(n), coded("outcome", "positive"), coded("reconsidered", "no"))
		add("decision.told", 22+n*400, stage(n), coded("outcome", "positive"), coded("reasons", "given"))
	}
	add("leave.granted", 600, coded("kind", "refugee"))
	for len(occ) < 39 {
		add([]string{"risk.assessed", "contact.made", "support.onward"}[len(occ)%3], len(occ)*15)
	}
	add("support.ended", 700, coded("reason", "moved-on"))
	for b.Loop() {
		book.Deadlines(occ, civil.EnglandAndWales, civil.DefaultCalendar())
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(occ)), "ns/entry")
}
