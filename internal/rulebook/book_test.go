package rulebook_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"waymark/internal/civil"
	"waymark/internal/rulebook"
)

func TestTheEmbeddedRulebookIsProvedByItsOwnExamples(t *testing.T) {
	b := embedded(t)
	for _, r := range b.Every() {
		if len(r.Examples) == 0 {
			t.Errorf("%s has no worked example", r.ID)
		}
		if !r.Verified && r.Note == "" {
			t.Errorf("%s is not verified and does not say why", r.ID)
		}
	}
}

func TestCitations(t *testing.T) {
	b := embedded(t)
	for id, want := range map[string]string{
		"reasonable-grounds-5-working-days": "Five working days · Hope for the future (British Red Cross, July 2019), section 2.3",
		"recovery-45-days":                  "At least 45 days · Hope for the future (British Red Cross, July 2019), section 2.3",
		"recovery-30-days":                  "At least 30 days · Written statement to the House of Commons (Hansard, volume 724, 13 December 2022)",
		"negative-up-to-14-days":            "Up to 14 days · A page of the NRPF Network on support for victims of modern slavery (NRPF Network)",
	} {
		r, ok := b.Find(id)
		if !ok || r.Citation() != want {
			t.Errorf("%s: %q, want %q", id, r.Citation(), want)
		}
	}
	if _, ok := b.Find("nothing"); ok {
		t.Error("a rule nobody wrote was found")
	}
}

func TestHowLongInWords(t *testing.T) {
	count := func(n int, u rulebook.Unit) rulebook.Count { return rulebook.Count{N: n, Unit: u} }
	for want, r := range map[string]rulebook.Rule{
		"one day":                                    {Sort: rulebook.Limit, Due: rulebook.Due{Counts: []rulebook.Count{count(1, rulebook.Days)}}},
		"28 days before":                             {Sort: rulebook.Limit, Due: rulebook.Due{Counts: []rulebook.Count{count(-28, rulebook.Days)}}},
		"on the day":                                 {Sort: rulebook.Limit, Due: rulebook.Due{Counts: []rulebook.Count{count(0, rulebook.Days)}}},
		"until the day itself":                       {Sort: rulebook.Window, Due: rulebook.Due{Counts: []rulebook.Count{count(0, rulebook.Days)}}},
		"56 days before":                             {Sort: rulebook.Minimum, Due: rulebook.Due{Counts: []rulebook.Count{count(-56, rulebook.Days)}}},
		"up to three months less one day":            {Sort: rulebook.Window, Due: rulebook.Due{Counts: []rulebook.Count{{N: 3, Plus: -1, Unit: rulebook.Months}}}},
		"one month and two days":                     {Sort: rulebook.Limit, Due: rulebook.Due{Counts: []rulebook.Count{{N: 1, Plus: 2, Unit: rulebook.Months}}}},
		"one working day":                            {Sort: rulebook.Limit, Due: rulebook.Due{Counts: []rulebook.Count{count(1, rulebook.WorkingDays)}}},
		"every three months":                         {Sort: rulebook.Review, Every: count(3, rulebook.Months)},
		"at least the later of 45 days and 24 hours": {Sort: rulebook.Minimum, Due: rulebook.Due{Pick: rulebook.Later, Counts: []rulebook.Count{count(45, rulebook.Days), count(24, rulebook.Hours)}}},
	} {
		t.Run(strings.ReplaceAll(want, " ", "-"), func(t *testing.T) {
			if got := r.HowLong(); got != want {
				t.Errorf("%q", got)
			}
		})
	}
	if got := (rulebook.Source{Document: "The Act", Paragraph: "section 52"}).Words(); got != "The Act, section 52" {
		t.Errorf("%q", got)
	}
}

func TestExamplesMaySayTheHour(t *testing.T) {
	hours := strings.NewReplacer("{days: 5}", "{hours: 24}", "happened: 2024-03-01", "happened: 2024-03-01T10:30", "as_of: 2024-03-02", "as_of: 2024-03-02T10:29",
		"due: 2024-03-06", "due: 2024-03-02T10:30").Replace(oneRule)
	if err := load(t, hours).Check(testKinds(t), civil.DefaultCalendar()); err != nil {
		t.Error(err)
	}
	err := load(t, strings.Replace(hours, "as_of: 2024-03-02T10:29", "as_of: 2024-03-02T10:30", 1)).Check(testKinds(t), civil.DefaultCalendar())
	if err == nil || !strings.Contains(err.Error(), "it is late, not running") {
		t.Errorf("%v", err)
	}
	err = load(t, strings.Replace(hours, "due: 2024-03-02T10:30", "due: 2024-03-02T10:31", 1)).Check(testKinds(t), civil.DefaultCalendar())
	if err == nil || !strings.Contains(err.Error(), "it is due at 2024-03-02T10:30, not 2024-03-02T10:31") {
		t.Errorf("%v", err)
	}
}

func TestChoosing(t *testing.T) {
	b := embedded(t)
	used := func(b *rulebook.Book, id string) bool {
		for _, r := range b.Rules() {
			if r.ID == id {
				return true
			}
		}
		return false
	}
	if !used(b, "negative-nine-days") || used(b, "negative-nine-working-days") {
		t.Fatal("the default is not what is used")
	}
	other, err := b.Choose(map[string]string{"after-negative": "nine-working-days"})
	if err != nil {
		t.Fatal(err)
	}
	if used(other, "negative-nine-days") || !used(other, "negative-nine-working-days") {
		t.Error("the choice is not used")
	}
	if !used(b, "negative-nine-days") {
		t.Error("choosing changed the book it was asked of")
	}
	if b.Digest() == other.Digest() {
		t.Error("another choice has the same digest")
	}
	back, err := other.Choose(map[string]string{"after-negative": "nine-calendar-days"})
	if err != nil || back.Digest() != b.Digest() {
		t.Errorf("choosing back: %v, or another digest", err)
	}
	for name, c := range map[string]map[string]string{
		"no-such-question": {"after-positive": "x"},
		"no-such-reading":  {"after-negative": "ten-days"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := b.Choose(c); err == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestTheDigestIsOfWhatTheRulesSayAndNotOfHowTheyAreLaidOut(t *testing.T) {
	a := load(t, oneRule)
	if b := load(t, "# a remark\n"+strings.ReplaceAll(oneRule, "due: {days: 5}", "due:\n      days: 5")); a.Digest() != b.Digest() {
		t.Error("the layout changed the digest")
	}
	other := strings.Replace(strings.TrimPrefix(oneRule, "rules:\n"), "id: plain", "id: other", 1)
	if one, two := load(t, oneRule+other), load(t, "rules:\n"+other+strings.TrimPrefix(oneRule, "rules:\n")); one.Digest() != two.Digest() {
		t.Error("the order of the rules changed the digest")
	}
	if b := load(t, strings.ReplaceAll(oneRule, "due: {days: 5}", "due: {days: 6}")); a.Digest() == b.Digest() {
		t.Error("another duty has the same digest")
	}
}

// oneRule is a rule with nothing wrong with it, for tests to spoil.
const oneRule = `rules:
  - id: plain
    sort: limit
    title: The decision is made
    why: The person waits for it.
    from: 2020-01-01
    on: {kind: referral.sent}
    until: [{kind: decision.made, marks: {stage: {is: reasonable-grounds}}}]
    due: {days: 5}
    owner: competent-authority
    source: [{document: A statute, kind: law}]
    verified: true
    examples:
      - given: [{kind: referral.sent, happened: 2024-03-01}]
        as_of: 2024-03-02
        expect: {due: 2024-03-06, state: running}
`

const aQuestion = "{id: q, asks: What, readings: [{name: a, says: A, default: true}, {name: b, says: B}]}"

func load(t testing.TB, text string) *rulebook.Book {
	t.Helper()
	b, err := rulebook.Load(fstest.MapFS{"r/a.yaml": {Data: []byte(text)}}, "r")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestWhatTheLoaderRefuses(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"unknown-field":         {"title:", "titel:", "a.yaml:4: there is no field \"titel\" here"},
		"unknown-field-inside":  {"{days: 5}", "{dayz: 5}", "a.yaml:9: there is no field \"dayz\" here"},
		"not-a-number":          {"{days: 5}", "{days: many}", "a.yaml:9:"},
		"no-yaml":               {"rules:", "rules: [", "a.yaml:"},
		"no-id":                 {"id: plain", "id: Plain Rule", "a.yaml:2: Plain Rule: id:"},
		"sort":                  {"sort: limit", "sort: target", "sort:"},
		"no-title":              {"title: The decision is made", "title: ''", "title:"},
		"no-why":                {"why: The person waits for it.", "why: ''", "why:"},
		"from":                  {"from: 2020-01-01", "from: 2020", "from:"},
		"to-before-from":        {"on: {kind", "to: 2019-01-01\n    on: {kind", "to: it ends before"},
		"nation":                {"on: {kind", "nation: [wales]\n    on: {kind", "there is no nation"},
		"owner":                 {"owner: competent-authority", "owner: somebody", `owner: there is no "somebody"`},
		"no-due":                {"    due: {days: 5}\n", "", "due: say when"},
		"unknown-weight":        {"sort: limit", "sort: limit\n    weight: custom", "weight: there is no weight"},
		"if-dated-undated":      {"kind: referral.sent", "kind: referral.sent, if_dated: true", "if_dated says nothing"},
		"two-units":             {"{days: 5}", "{days: 5, hours: 1}", "say one of days"},
		"two-ways":              {"{days: 5}", "{days: 5, later_of: [{days: 1}, {days: 2}]}", "say one count"},
		"one-of-one":            {"{days: 5}", "{later_of: [{days: 1}]}", "is that date"},
		"of":                    {"{days: 5}", "{days: 5, of: middle}", "of is earliest or latest"},
		"too-many":              {"{days: 5}", "{days: 5000000}", "too many"},
		"every-on-a-limit":      {"due: {days: 5}", "due: {days: 5}\n    every: {days: 3}", "only a review"},
		"review-without-every":  {"sort: limit", "sort: review", "every: say how often"},
		"review-every-nothing":  {"sort: limit", "sort: review\n    every: {days: 0}", "at least one"},
		"empty-test":            {"{is: reasonable-grounds}", "{}", "test stage with one of"},
		"two-tests":             {"{is: reasonable-grounds}", "{is: reasonable-grounds, not: x}", "test stage with one of"},
		"bad-kind":              {"kind: referral.sent}\n    until", "kind: referral}\n    until", "is not a kind"},
		"void-without-reason":   {"due:", "void: [{kind: support.ended}]\n    due:", "say in because"},
		"pause-without-resume":  {"due:", "pause: [{kind: clock.paused}]\n    due:", "pause:"},
		"within":                {"due:", "within: {times: 3}\n    due:", "within:"},
		"transition":            {"due:", "transition: sudden\n    due:", "transition:"},
		"watcher":               {"due:", "watchers: [{who: nobody, chase: decision.chase}]\n    due:", "watchers: there is no"},
		"chase":                 {"due:", "watchers: [{who: police, chase: shout}]\n    due:", "chase is an act"},
		"escalate-to":           {"due:", "escalate: [{after: {days: 2}, to: nobody}]\n    due:", "escalate: there is no"},
		"escalate-in-months":    {"due:", "escalate: [{after: {months: 2}, to: police}]\n    due:", "days or working_days"},
		"no-source":             {"source: [{document: A statute, kind: law}]", "source: []", "source: say where"},
		"source-kind":           {"kind: law}]", "kind: rumour}]", "source: kind"},
		"source-date":           {"kind: law}]", "kind: law, date: recently}]", "is not a date"},
		"verified-unsaid":       {"    verified: true\n", "", "verified: say"},
		"verified-knowledge":    {"kind: law}]", "kind: general-knowledge}]", "nobody verifies"},
		"unverified-silently":   {"verified: true", "verified: false", "note: say"},
		"no-example":            {oneRule[strings.Index(oneRule, "    examples:"):], "", "examples:"},
		"example-state":         {"state: running", "state: fine", "state \"fine\""},
		"example-date":          {"happened: 2024-03-01", "happened: soon", "is not a date"},
		"question-without-name": {"sort: limit", "reading: {question: q}\n    sort: limit", "reading: say both"},
		"reading-of-nothing":    {"sort: limit", "reading: {question: q, is: a}\n    sort: limit", "no question"},
		"twice":                 {"rules:\n", "rules:\n" + strings.TrimPrefix(oneRule, "rules:\n"), "another rule of this id at a.yaml:2"},
		"question-of-one":       {"rules:\n", "questions: [{id: q, asks: What, readings: [{name: a, says: A, default: true}]}]\nrules:\n", "at least two"},
		"question-twice":        {"rules:\n", "questions: [" + aQuestion + ", " + aQuestion + "]\nrules:\n", "two questions of this id"},
		"two-defaults":          {"rules:\n", "questions: [" + strings.Replace(aQuestion, "says: B", "says: B, default: true", 1) + "]\nrules:\n", "mark one as the default"},
		"question-no-rules":     {"rules:\n", "questions: [" + aQuestion + "]\nrules:\n", "no rule states"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(oneRule, c.old, c.new, 1)
			if text == oneRule {
				t.Fatalf("%q is not in the rule", c.old)
			}
			_, err := rulebook.Load(fstest.MapFS{"r/a.yaml": {Data: []byte(text)}}, "r")
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "a.yaml:") {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
	for name, fsys := range map[string]fstest.MapFS{"no-folder": {}, "no-rule": {"r/readme.md": {Data: []byte("x")}}} {
		t.Run(name, func(t *testing.T) {
			if _, err := rulebook.Load(fsys, "r"); err == nil {
				t.Error("accepted")
			}
		})
	}
}

func TestWhatCheckRefuses(t *testing.T) {
	again := func(id, more string) string {
		return strings.Replace(strings.TrimPrefix(oneRule, "rules:\n"), "id: plain", "id: "+id+more, 1)
	}
	for name, c := range map[string]struct{ old, new, want string }{
		"kind":          {"kind: decision.made", "kind: decision.dreamt", `there is no kind "decision.dreamt"`},
		"mark":          {"stage:", "phase:", `decision.made has no mark "phase"`},
		"code":          {"is: reasonable-grounds", "is: sufficient-grounds", `stage is never "sufficient-grounds"`},
		"code-in":       {"is: reasonable-grounds", "in: [reasonable-grounds, other]", `stage is never "other"`},
		"code-not":      {"is: reasonable-grounds", "not: other", `stage is never "other"`},
		"not-a-number":  {"is: reasonable-grounds", "at_least: 3", "stage is not a number"},
		"date-tested":   {"kind: decision.made, marks: {stage: {is: reasonable-grounds}}", "kind: leave.granted, marks: {expires: {is: x}}", "expires is a date"},
		"date-unknown":  {"{days: 5}", "{days: 5, date: expires}", `referral.sent has no date "expires"`},
		"example-due":   {"due: 2024-03-06", "due: 2024-03-07", "a.yaml:2: plain: example 1: it is due on 2024-03-06, not 2024-03-07"},
		"example-state": {"state: running", "state: late", "it is running, not late"},
		"example-none":  {"state: running", "state: none", "it is running, not none"},
		"example-some":  {"happened: 2024", "happened: 2019", "it starts no clock"},
		"example-late":  {"state: running", "state: running, days_late: 1", "it is 0 days late"},
		"example-about": {"state: running", "state: running, about: true", "about is false"},
		"example-kind":  {"given: [{kind: referral.sent,", "given: [{kind: referral.lost,", `there is no kind "referral.lost"`},
		"example-mark":  {"happened: 2024-03-01}", "happened: 2024-03-01, marks: {route: north}}", `route is never "north"`},
		"calendar":      {"{days: 5}", "{working_days: 2500}", "the calendar ends before it is due"},
		"overlap-line":  {"rules:\n", "rules:\n" + again("other", "\n    line: plain"), "it overlaps other at a.yaml:2"},
		"overlap-alike": {"rules:\n", "rules:\n" + again("other", ""), "it overlaps other at a.yaml:2"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(oneRule, c.old, c.new, 1)
			if text == oneRule {
				t.Fatalf("%q is not in the rule", c.old)
			}
			err := load(t, text).Check(testKinds(t), civil.DefaultCalendar())
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "a.yaml:") {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
	after := strings.Replace(oneRule, "from: 2020-01-01", "from: 2018-01-01\n    to: 2020-01-01", 1)
	after = strings.Replace(after, "2024-03-01}]", "2019-03-01}]", 1)
	after = strings.Replace(after, "due: 2024-03-06, state: running", "due: 2019-03-06, state: late", 1)
	after = strings.Replace(after, "id: plain", "id: before\n    line: plain", 1)
	ours := strings.Replace(oneRule, "sort: limit", "sort: limit\n    nation: [england-and-wales]", 1)
	theirs := strings.Replace(again("other", "\n    line: plain\n    nation: [scotland]"), "as_of", "nation: scotland\n        as_of", 1)
	if err := load(t, ours+theirs).Check(testKinds(t), civil.DefaultCalendar()); err != nil {
		t.Errorf("each nation its own rule: %v", err)
	}
	if err := load(t, after+strings.TrimPrefix(oneRule, "rules:\n")).Check(testKinds(t), civil.DefaultCalendar()); err != nil {
		t.Errorf("one rule after the other: %v", err)
	}
}

func TestEveryRuleSaysWhoMustAndWhereItStands(t *testing.T) {
	for _, r := range embedded(t).Every() {
		if rulebook.PartyWords(r.Owner) == "" || !strings.Contains(r.At(), ".yaml:") {
			t.Errorf("%s: owner %q, at %q", r.ID, r.Owner, r.At())
		}
	}
}
