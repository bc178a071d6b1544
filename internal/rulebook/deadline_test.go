package rulebook_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/rulebook"
)

// entries reads one occurrence a line: id, kind, date, and then mark=code, @episode, +recorded or !struck in any order.
func entries(t testing.TB, text string) []chronology.Occurrence {
	t.Helper()
	kinds := testKinds(t)
	var out []chronology.Occurrence
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		k, ok := kinds.Find(f[1])
		if !ok {
			t.Fatalf("no kind %s", f[1])
		}
		o := chronology.Occurrence{Entry: ident.Entry(f[0]), Kind: f[1], Exists: k.Exists, Happened: when(t, f[2]), Episode: "e"}
		o.Recorded = o.Happened.Latest().Start().Add(12 * time.Hour)
		for _, x := range f[3:] {
			name, code, _ := strings.Cut(x, "=")
			switch {
			case x == "!struck":
				o.Struck = true
			case x[0] == '@':
				o.Episode = ident.Entry(x[1:])
			case x[0] == '+':
				o.Recorded = when(t, x[1:]).Latest().Start().Add(12 * time.Hour)
			default:
				i := slices.IndexFunc(k.Marks, func(m chronology.MarkSpec) bool { return m.Name == name })
				m := chronology.Mark{Name: name, Label: k.Marks[i].Label, Code: code}
				if k.Marks[i].Date {
					m.Code, m.When = "", when(t, code)
				}
				o.Marks = append(o.Marks, m)
			}
		}
		out = append(out, o)
	}
	return out
}

func when(t testing.TB, s string) civil.When {
	t.Helper()
	w, err := civil.ParseWhen(s)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func day(t testing.TB, s string) civil.Day {
	t.Helper()
	d, err := civil.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// rule is a rule of which only the clock matters; text holds its fields from sort on.
func rule(id, text string) string {
	out := fmt.Sprintf("  - id: %s\n    title: T\n    why: W\n    owner: police\n    verified: true\n    source: [{document: D, kind: law}]\n", id)
	out += "    examples: [{given: [{kind: risk.assessed, happened: 1990-01-01}], as_of: 1990-01-02, expect: {state: none}}]\n"
	for line := range strings.Lines(strings.TrimSpace(text)) {
		out += "    " + strings.TrimSpace(line) + "\n"
	}
	if !strings.Contains(text, "from:") {
		out += "    from: 2000-01-01\n"
	}
	return out
}

func checked(t testing.TB, rules ...string) *rulebook.Book {
	t.Helper()
	b := load(t, "rules:\n"+strings.Join(rules, ""))
	if err := b.Check(testKinds(t), civil.DefaultCalendar()); err != nil {
		t.Fatal(err)
	}
	return b
}

// say writes a deadline in short: its id, its due day, how it stands, and what else is true of it.
func say(d rulebook.Deadline, now time.Time) string {
	due := "-"
	if !d.DueAt.IsZero() {
		due = d.Due.String()
		if !d.DueAt.Equal(d.Due.End()) {
			due = d.DueAt.In(civil.London).Format("2006-01-02T15:04")
		}
	}
	out := fmt.Sprintf("%s %s %s", d.ID, due, d.Standing(now))
	for _, x := range []struct {
		is   bool
		word string
	}{{d.About, "about"}, {d.RecordedLate, "recorded-late"}, {d.Trouble != "", "(" + d.Trouble + ")"}} {
		if x.is {
			out += " " + x.word
		}
	}
	return out
}

func standing(t testing.TB, b *rulebook.Book, text, asOf string) string {
	t.Helper()
	asOfDay := day(t, asOf)
	var out []string
	for _, d := range b.DeadlinesAsOf(entries(t, text), civil.EnglandAndWales, civil.DefaultCalendar(), asOfDay) {
		out = append(out, say(d, asOfDay.Start().Add(12*time.Hour)))
	}
	return strings.Join(out, "; ")
}

const (
	fiveDays = `sort: limit
		on: {kind: referral.sent}
		until: [{kind: decision.made, marks: {stage: {is: reasonable-grounds}}}]
		void: [{kind: support.ended, because: Gone}]
		due: {days: 5}`
	wait30 = `sort: minimum
		on: {kind: decision.made, marks: {outcome: {is: positive}}}
		until: [{kind: support.ended, any_episode: true}]
		due: {days: 30}`
	hours24 = "sort: limit\non: {kind: referral.sent}\nuntil: [{kind: decision.made}]\ndue: {hours: 24}"
	ask30   = `sort: window
		on: {kind: decision.told}
		until: [{kind: reconsideration.asked}]
		void: [{kind: decision.made, because: Decided again}]
		due: {days: 30}`
)

func TestClocks(t *testing.T) {
	for name, c := range map[string]struct{ rule, given, asOf, want string }{
		"runs":               {fiveDays, "a referral.sent 2024-03-01", "2024-03-06", "r@a 2024-03-06 running"},
		"is-late-next-day":   {fiveDays, "a referral.sent 2024-03-01", "2024-03-07", "r@a 2024-03-06 late"},
		"nothing-started":    {fiveDays, "a decision.made 2024-03-01 stage=reasonable-grounds", "2024-03-07", ""},
		"met-on-the-day":     {fiveDays, "a referral.sent 2024-03-01\nb decision.made 2024-03-06 stage=reasonable-grounds", "2024-04-01", "r@a 2024-03-06 met"},
		"met-a-day-late":     {fiveDays, "a referral.sent 2024-03-01\nb decision.made 2024-03-07 stage=reasonable-grounds", "2024-04-01", "r@a 2024-03-06 met-late"},
		"met-the-same-day":   {fiveDays, "z referral.sent 2024-03-01\nb decision.made 2024-03-01 stage=reasonable-grounds", "2024-04-01", "r@z 2024-03-06 met"},
		"before-by-the-hour": {fiveDays, "a referral.sent 2024-03-01T15:00\nb decision.made 2024-03-01T14:00 stage=reasonable-grounds", "2024-03-02", "r@a 2024-03-06 running"},
		"decided-before":     {fiveDays, "a referral.sent 2024-03-02\nb decision.made 2024-03-01 stage=reasonable-grounds", "2024-03-02", "r@a 2024-03-07 running"},
		"another-stage":      {fiveDays, "a referral.sent 2024-03-01\nb decision.made 2024-03-02 stage=conclusive-grounds", "2024-03-02", "r@a 2024-03-06 running"},
		"another-episode":    {fiveDays, "a referral.sent 2024-03-01\nb decision.made 2024-03-02 stage=reasonable-grounds @f", "2024-03-02", "r@a 2024-03-06 running"},
		"end-was-struck":     {fiveDays, "a referral.sent 2024-03-01\nb decision.made 2024-03-02 stage=reasonable-grounds !struck", "2024-03-02", "r@a 2024-03-06 running"},
		"start-was-struck":   {fiveDays, "a referral.sent 2024-03-01 !struck\nb decision.made 2024-03-02 stage=reasonable-grounds", "2024-03-02", "r@a - void (The entry that started this was taken back)"},
		"a-range-is-about":   {fiveDays, "a referral.sent 2024-03", "2024-03-06", "r@a 2024-03-06 running about"},
		"range-could-be":     {fiveDays, "a referral.sent 2024-03-01\nb decision.made 2024-03 stage=reasonable-grounds", "2024-04-06", "r@a 2024-03-06 met recorded-late"},
		"range-surely-late":  {fiveDays, "a referral.sent 2024-03-01\nb decision.made 2024-04 stage=reasonable-grounds", "2024-05-06", "r@a 2024-03-06 met-late"},
		"range-spans-start":  {fiveDays, "a referral.sent 2024-03-10\nb decision.made 2024-03 stage=reasonable-grounds", "2024-05-06", "r@a 2024-03-15 met recorded-late"},
		"void":               {fiveDays, "a referral.sent 2024-03-01\nb support.ended 2024-03-03", "2024-03-04", "r@a 2024-03-06 void (Gone)"},
		"met-before-void":    {fiveDays, "a referral.sent 2024-03-01\nb support.ended 2024-03-04\nc decision.made 2024-03-03 stage=reasonable-grounds", "2024-03-04", "r@a 2024-03-06 met"},
		"void-before-met":    {fiveDays, "a referral.sent 2024-03-01\nb support.ended 2024-03-02\nc decision.made 2024-03-03 stage=reasonable-grounds", "2024-03-04", "r@a 2024-03-06 void (Gone)"},
		"met-wins-same-day":  {fiveDays, "a referral.sent 2024-03-01\nb support.ended 2024-03-03\nc decision.made 2024-03-03 stage=reasonable-grounds", "2024-03-04", "r@a 2024-03-06 met"},
		"recorded-late":      {fiveDays, "a referral.sent 2024-03-01\nb decision.made 2024-03-05 stage=reasonable-grounds +2024-03-09", "2024-03-10", "r@a 2024-03-06 met recorded-late"},
		"recorded-on-time":   {fiveDays, "a referral.sent 2024-03-01\nb decision.made 2024-03-05 stage=reasonable-grounds +2024-03-06", "2024-03-10", "r@a 2024-03-06 met"},
		"could-be-the-wide":  {fiveDays, "a referral.sent 2024-03-10\nb decision.made 2024 stage=reasonable-grounds +2024-03-11\nc decision.made 2024-02-01 stage=reasonable-grounds", "2024-05-06", "r@a 2024-03-15 met"},
		"sooner-by-the-hour": {fiveDays, "a referral.sent 2024-03-01\nb decision.made 2024-03-06T15:00 stage=reasonable-grounds +2024-03-08\nc decision.made 2024-03-06T10:00 stage=reasonable-grounds", "2024-05-06", "r@a 2024-03-06 met"},
		"each-ends-the-last": {"sort: limit\non: {kind: decision.made}\nuntil: [{kind: decision.made}]\ndue: {days: 5}", "a decision.made 2024-03-01\nb decision.made 2024-03-01\nc decision.made 2024-03-09", "2024-03-10",
			"r@a 2024-03-06 met; r@b 2024-03-06 met-late; r@c 2024-03-14 running"},
		"met-by-the-hour":      {hours24, "a referral.sent 2024-03-01T10:00\nb decision.made 2024-03-02T10:00", "2024-03-10", "r@a 2024-03-02T10:00 met recorded-late"},
		"met-late-by-the-hour": {hours24, "a referral.sent 2024-03-01T10:00\nb decision.made 2024-03-02T10:01", "2024-03-10", "r@a 2024-03-02T10:00 met-late"},
		"early-by-the-hour":    {strings.Replace(hours24, "limit", "minimum", 1), "a referral.sent 2024-03-01T10:00\nb decision.made 2024-03-02T09:59", "2024-03-10", "r@a 2024-03-02T10:00 ended-early"},
		"kept-to-the-hour":     {strings.Replace(hours24, "limit", "minimum", 1), "a referral.sent 2024-03-01T10:00\nb decision.made 2024-03-02T10:00", "2024-03-10", "r@a 2024-03-02T10:00 met"},
		"two-starts":           {fiveDays, "a referral.sent 2024-03-01\nb referral.sent 2024-03-03 @f\nc decision.made 2024-03-04 stage=reasonable-grounds @f", "2024-03-04", "r@a 2024-03-06 running; r@b 2024-03-08 met"},

		"minimum-runs":         {wait30, "a decision.made 2024-03-01 outcome=positive", "2024-03-31", "r@a 2024-03-31 running"},
		"minimum-reached":      {wait30, "a decision.made 2024-03-01 outcome=positive", "2024-04-01", "r@a 2024-03-31 reached"},
		"minimum-kept":         {wait30, "a decision.made 2024-03-01 outcome=positive\nb support.ended 2024-03-31 @s", "2024-04-01", "r@a 2024-03-31 met"},
		"minimum-broken":       {wait30, "a decision.made 2024-03-01 outcome=positive\nb support.ended 2024-03-30 @s", "2024-04-01", "r@a 2024-03-31 ended-early"},
		"minimum-perhaps-kept": {wait30, "a decision.made 2024-03-01 outcome=positive\nb support.ended 2024-03 @s", "2024-04-01", "r@a 2024-03-31 met"},
		"minimum-of-a-range":   {wait30, "a decision.made 2024-02 outcome=positive", "2024-03-01", "r@a 2024-03-30 running about"},

		"window-runs":         {ask30, "a decision.told 2024-03-01", "2024-03-31", "r@a 2024-03-31 running"},
		"window-lapses":       {ask30, "a decision.told 2024-03-01", "2024-04-01", "r@a 2024-03-31 lapsed"},
		"window-used":         {ask30, "a decision.told 2024-03-01\nb reconsideration.asked 2024-03-05", "2024-04-01", "r@a 2024-03-31 met"},
		"window-used-late":    {ask30, "a decision.told 2024-03-01\nb reconsideration.asked 2024-04-05", "2024-04-10", "r@a 2024-03-31 met-late"},
		"window-lapsed-stays": {ask30, "a decision.told 2024-03-01\nb decision.made 2024-04-05", "2024-04-10", "r@a 2024-03-31 lapsed"},
		"window-void":         {ask30, "a decision.told 2024-03-01\nb decision.made 2024-03-05", "2024-04-10", "r@a 2024-03-31 void (Decided again)"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := standing(t, checked(t, rule("r", c.rule)), c.given, c.asOf); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestCounting(t *testing.T) {
	from := func(due string) string {
		return "sort: limit\non: {kind: leave.granted}\nuntil: [{kind: decision.made}]\ndue: " + due
	}
	for name, c := range map[string]struct{ rule, given, want string }{
		"months-to-a-short-month": {from("{months: 1}"), "a leave.granted 2024-01-31", "r@a 2024-02-29 running"},
		"months-less-a-day":       {from("{months: 3, days: -1}"), "a leave.granted 2024-01-10", "r@a 2024-04-09 running"},
		"months-and-days":         {from("{months: 1, days: 2}"), "a leave.granted 2024-01-31", "r@a 2024-03-02 running"},
		"working-days":            {from("{working_days: 2}"), "a leave.granted 2024-01-05", "r@a 2024-01-09 running"},
		"hours":                   {from("{hours: 24}"), "a leave.granted 2024-01-05T14:30", "r@a 2024-01-06T14:30 running"},
		"hours-over-the-clock":    {from("{hours: 24}"), "a leave.granted 2023-03-25T14:30", "r@a 2023-03-26T15:30 late"},
		"hours-without-a-clock":   {from("{hours: 24}"), "a leave.granted 2024-01-05", "r@a 2024-01-05 running about"},
		"hours-from-the-latest":   {from("{hours: 24, of: latest}"), "a leave.granted 2024-01-05", "r@a 2024-01-06 running about"},
		"from-the-latest":         {from("{days: 5, of: latest}"), "a leave.granted 2024-01", "r@a 2024-02-05 running about"},
		"before-a-date":           {from("{days: -28, date: expires}"), "a leave.granted 2024-01-01 expires=2024-06-30", "r@a 2024-06-02 running"},
		"no-such-date":            {from("{days: -28, date: expires}"), "a leave.granted 2024-01-01", "r@a - void (No date to count from is recorded)"},
		"later-of":                {from("{later_of: [{days: 5}, {days: 0, date: expires}]}"), "a leave.granted 2024-01-01 expires=2024-06-30", "r@a 2024-06-30 running"},
		"earlier-of":              {from("{earlier_of: [{days: 5}, {days: 0, date: expires}]}"), "a leave.granted 2024-01-01 expires=2024-06-30", "r@a 2024-01-06 running"},
		"later-of-what-is-known":  {from("{later_of: [{days: 5}, {days: 0, date: expires}]}"), "a leave.granted 2024-01-01", "r@a 2024-01-06 running about"},
		"past-the-calendar":       {from("{working_days: 5}"), "a leave.granted 2100-01-01", "r@a - running (the calendar of bank holidays in England and Wales does not cover 1 January 2100)"},
		"on-a-date": {"sort: limit\non: {kind: leave.granted, date: expires}\nuntil: [{kind: decision.made}]\ndue: {days: 1}",
			"a leave.granted 2024-01-01 expires=2024-06", "r@a 2024-06-02 running about"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := standing(t, checked(t, rule("r", c.rule)), c.given, "2024-01-05"); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// What is reviewed again and again need not name an episode: a rule may make one series of a whole chronology.
func TestReviewsOfAWholeChronology(t *testing.T) {
	given := "a risk.assessed 2024-01-01 band=high @a\nb risk.assessed 2024-01-12 band=high @b\nc risk.assessed 2024-01-30 band=low @c"
	again := func(more string) string {
		return "sort: review\non: {kind: risk.assessed, marks: {band: {is: high}}" + more + "}\n" +
			"void: [{kind: risk.assessed, marks: {band: {is: low}}, any_episode: true, because: Low}]\nevery: {days: 14}"
	}
	for name, c := range map[string]struct{ rule, want string }{
		"one-series":   {again(", any_episode: true"), "r@a#1 2024-01-15 met; r@a#2 2024-01-26 void (Low)"},
		"each-its-own": {again(""), "r@a#1 2024-01-15 void (Low); r@b#1 2024-01-26 void (Low)"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := standing(t, checked(t, rule("r", c.rule)), given, "2024-02-05"); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestMarks(t *testing.T) {
	on := func(test string) string {
		return "sort: limit\non: {kind: risk.assessed, marks: " + test + "}\nuntil: [{kind: decision.made}]\ndue: {days: 1}"
	}
	for name, c := range map[string]struct {
		test, marks string
		starts      bool
	}{
		"is":               {"{band: {is: high}}", "band=high", true},
		"is-not-said":      {"{band: {is: high}}", "", false},
		"in":               {"{band: {in: [low, high]}}", "band=low", true},
		"not":              {"{band: {not: high}}", "band=low", true},
		"not-and-it-is":    {"{band: {not: high}}", "band=high", false},
		"not-and-unsaid":   {"{band: {not: high}}", "", true},
		"at-least":         {"{score: {at_least: 5}}", "score=14", true},
		"at-least-equal":   {"{score: {at_least: 5}}", "score=5", true},
		"at-least-below":   {"{score: {at_least: 5}}", "score=0", false},
		"at-least-unsaid":  {"{score: {at_least: 0}}", "", false},
		"both-must-pass":   {"{band: {is: high}, score: {at_least: 5}}", "band=high score=0", false},
		"both-do-pass":     {"{band: {is: high}, score: {at_least: 5}}", "band=high score=5", true},
		"no-test-no-doubt": {"{}", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			got := standing(t, checked(t, rule("r", on(c.test))), "a risk.assessed 2024-01-01 "+c.marks, "2024-01-01")
			if (got != "") != c.starts {
				t.Errorf("%q", got)
			}
		})
	}
}

func TestLateBy(t *testing.T) {
	b := checked(t, rule("r", fiveDays+"\nescalate: [{after: {days: 1}, to: home-office}, {after: {working_days: 3}, to: support-provider}]"))
	cal := civil.DefaultCalendar()
	d := b.Deadlines(entries(t, "a referral.sent 2024-03-02"), civil.EnglandAndWales, cal)[0] // due on Thursday 7 March
	for name, c := range map[string]struct {
		now           string
		days, working int
		to            string
	}{
		"before":       {"2024-03-06", 0, 0, ""},
		"on-the-day":   {"2024-03-07", 0, 0, ""},
		"next-day":     {"2024-03-08", 1, 1, "home-office"},
		"on-sunday":    {"2024-03-10", 3, 1, "home-office"},
		"on-wednesday": {"2024-03-13", 6, 4, "support-provider"},
	} {
		t.Run(name, func(t *testing.T) {
			now := day(t, c.now)
			days, working := d.LateBy(now, civil.EnglandAndWales, cal)
			if days != c.days || working != c.working {
				t.Errorf("%d days, %d working", days, working)
			}
			if to, ok := b.EscalatedTo(d, now, civil.EnglandAndWales, cal); to != c.to || ok != (c.to != "") {
				t.Errorf("escalated to %q, %t", to, ok)
			}
		})
	}
	if days, working := d.LateBy(day(t, "2024-03-10"), civil.EnglandAndWales, nil); days != 3 || working != 0 {
		t.Errorf("without a calendar: %d days, %d working", days, working)
	}
	if d.Late(d.DueAt.Add(-1)) || !d.Late(d.DueAt) {
		t.Error("it is late from the end of its day")
	}
	if _, ok := b.EscalatedTo(rulebook.Deadline{Rule: "nothing"}, 0, "", nil); ok {
		t.Error("a rule nobody wrote escalates")
	}
}

func TestTheLabelsOfADeadlineAreAllThatItsRuleTests(t *testing.T) {
	text := `sort: limit
		on: {kind: leave.granted, date: expires}
		until: [{kind: reconsideration.asked}]
		while: [{kind: leave.granted, because: B}]
		void: [{kind: risk.assessed, marks: {band: {is: low}}, because: B}]
		due: {days: 1}`
	given := entries(t, "a leave.granted 2024-01-01 expires=2025-01-01")
	d := checked(t, rule("r", text)).Deadlines(given, civil.EnglandAndWales, civil.DefaultCalendar())[0]
	if want := label.Of(label.Immigration, label.Legal, label.Safeguarding); d.Labels != want {
		t.Errorf("%s, want %s, though nobody asked or assessed yet", d.Labels, want)
	}
	given[0].Marks[0].Label = label.Health // the author added to it
	d = checked(t, rule("r", text)).Deadlines(given, civil.EnglandAndWales, civil.DefaultCalendar())[0]
	if !d.Labels.Has(label.Health) {
		t.Errorf("%s has not the label of the entry's own mark", d.Labels)
	}
	d = load(t, "rules:\n"+rule("r", text)).Deadlines(given, civil.EnglandAndWales, civil.DefaultCalendar())[0]
	if d.Labels != label.Everything() {
		t.Errorf("a book that knows no kinds says %s", d.Labels)
	}
}

func TestNations(t *testing.T) {
	b := checked(t, rule("r", fiveDays+"\nnation: [scotland]"))
	given := entries(t, "a referral.sent 2024-03-01")
	for nation, want := range map[civil.Nation]int{civil.Scotland: 1, civil.EnglandAndWales: 0, "": 0} {
		if got := b.Deadlines(given, nation, civil.DefaultCalendar()); len(got) != want {
			t.Errorf("%q: %d deadlines", nation, len(got))
		}
	}
}
