package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"waymark/internal/store/tamper"
)

// ownRule is a whole rule of a deployment's own.
const ownRule = `rules:
  - id: first-visit
    sort: limit
    title: First visit after the referral
    why: Somebody who waits should not wait alone.
    from: 2009-04-01
    on: {kind: referral.sent}
    until: [{kind: contact.made, marks: {how: {is: face-to-face}}, any_episode: true}]
    due: {working_days: 3}
    owner: support-provider
    verified: true
    source: [{document: Our own standards, paragraph: section 4, kind: contract}]
    examples:
      - given: [{kind: referral.sent, happened: 2024-03-04}]
        as_of: 2024-03-07
        expect: {due: 2024-03-07, state: running}
`

// overlay is a folder of rule files: name, text, name, text.
func overlay(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		if err := os.WriteFile(filepath.Join(dir, files[i]), []byte(files[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func says(t *testing.T, out string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(out, w) {
			t.Errorf("it does not say %q:\n%s", w, out)
		}
	}
}

func TestClockCountsARuleFromADate(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		want []string
	}{
		"names-the-days-that-do-not-count": {[]string{"--rule", "reasonable-grounds", "--from", "2024-03-27"},
			[]string{"Due by the end of Friday 5 April 2024", "Five working days, counted from 27 March 2024, England and Wales", "Not counted: Friday 29 March 2024 (Good Friday), Saturday 30 March 2024, Sunday 31 March 2024, Monday 1 April 2024 (Easter Monday).", "Hope for the future (British Red Cross, July 2019), section 2.3"}},
		"of-another-nation":     {[]string{"--rule", "reasonable-grounds", "--from", "27 March 2024", "--nation", "scotland"}, []string{"Due by the end of Thursday 4 April 2024", "Scotland"}},
		"by-the-law-of-the-day": {[]string{"--rule", "recovery-period", "--from", "2022-12-12"}, []string{"Not to end before the end of Thursday 26 January 2023", "recovery-45-days", "from 1 April 2009 to 12 December 2022"}},
		"the-day-after":         {[]string{"--rule", "recovery-period", "--from", "2022-12-13"}, []string{"Not to end before the end of Thursday 12 January 2023", "recovery-30-days"}},
		"every-reading": {[]string{"--rule", "after-negative", "--from", "2018-09-11", "--reading", "after-negative=nine-working-days"},
			[]string{"Sources disagree: How long", "Thursday 20 September 2018", "Monday 24 September 2018", "Tuesday 25 September 2018", "nine-working-days, chosen here", "nine-calendar-days, not chosen here", "Unverified: nobody has read this in its source."}},
		"of-a-month":       {[]string{"--rule", "recovery-period", "--from", "July 2019"}, []string{"Saturday 14 September 2019", "The date is not exact"}},
		"a-rule-laid-over": {[]string{"--rule", "first-visit", "--from", "2024-03-04", "--rules", overlay(t, "ours.yaml", ownRule)}, []string{"Thursday 7 March 2024", "Our own standards, section 4"}},
	} {
		t.Run(name, func(t *testing.T) { says(t, runs(t, "", append([]string{"clock"}, c.args...)...), c.want...) })
	}
}

func TestClockInJSON(t *testing.T) {
	var got clockShown
	if err := json.Unmarshal([]byte(runs(t, "", "clock", "--rule", "negative-nine-working-days", "--from", "2024-03-25", "--json")), &got); err != nil {
		t.Fatal(err)
	}
	if got.From != "2024-03-25" || len(got.Rules) != 3 || got.Asks == "" || !got.Rules[0].Chosen || got.Rules[0].Due != "2024-04-03" {
		t.Fatalf("%+v", got)
	}
	w := got.Rules[1]
	if w.ID != "negative-nine-working-days" || w.Due != "2024-04-09" || w.DueAt != "2024-04-09T23:00:00Z" || w.Verified || w.Chosen || len(w.NotCounted) != 6 || w.NotCounted[0] != (skippedShown{"2024-03-29", "Good Friday"}) || w.NotCounted[1].Why != "Saturday" {
		t.Errorf("%+v", w)
	}
}

func TestClockRefusesARuleThatWasNotInForce(t *testing.T) {
	for name, c := range map[string]struct{ rule, from, nation, want string }{
		"replaced":       {"recovery-45-days", "2023-07-01", "england-and-wales", "the rule recovery-45-days was not in force on 1 July 2023: it is from 1 April 2009 to 12 December 2022. Then it was recovery-30-days."},
		"not-yet":        {"recovery-period", "2001-07-01", "england-and-wales", "no rule of the line recovery-period was in force on 1 July 2001"},
		"unknown":        {"walk", "2023-07-01", "england-and-wales", `there is no rule and no line "walk"`},
		"another-nation": {"judicial-review-three-months", "2023-07-01", "scotland", "there is no such rule in Scotland: judicial-review-three-months is one of England and Wales"},
		"calendar-ends":  {"reasonable-grounds", "2028-12-29", "england-and-wales", "does not cover"},
	} {
		t.Run(name, func(t *testing.T) {
			refuses(t, notDone, c.want, "", "clock", "--rule", c.rule, "--from", c.from, "--nation", c.nation)
		})
	}
}

func TestRulesAreListed(t *testing.T) {
	out := runs(t, "", "rules", "--rules", overlay(t, "ours.yaml", ownRule))
	says(t, out, "recovery-45-days  minimum: at least 45 days", "in force from 1 April 2009 to 12 December 2022, the whole United Kingdom. The support provider", "reading after-negative=nine-calendar-days, chosen here", "first-visit", "  unverified\n")
	on := runs(t, "", "rules", "--on", "2019-03-01")
	if strings.Contains(on, "recovery-30-days") || !strings.Contains(on, "recovery-45-days") {
		t.Errorf("on 1 March 2019 it lists\n%s", on)
	}
	if got, want := runs(t, "", "rules", "--on", "1900-01-01"), "No rule was in force on 1 January 1900.\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	var all []ruleShown
	if err := json.Unmarshal([]byte(runs(t, "", "rules", "--json")), &all); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range all {
		if r.ID == "" || r.Line == "" || r.Sort == "" || r.HowLong == "" || r.From == "" || r.Owner == "" || len(r.Sources) == 0 || !strings.Contains(r.At, ".yaml:") {
			t.Errorf("something is missing: %+v", r)
		}
		if r.Question == "after-negative" && r.Chosen {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d readings of after-negative are chosen", n)
	}
}

// Each fault of a rule is named with its file, line and rule, wherever a rulebook is
// opened, and nothing of it is taken.
func TestFaultsOfRulesAreNamedAndNothingIsTaken(t *testing.T) {
	data := installed(t)
	runs(t, password, as(data, "tom", "import", written(t, "old.jsonl", people(1)))...)
	until := `    until: [{kind: contact.made, marks: {how: {is: face-to-face}}, any_episode: true}]` + "\n"
	i := strings.Index(ownRule, "    examples:")
	for name, c := range map[string]struct{ old, new, want string }{
		"no-source":       {"    source: [{document: Our own standards, paragraph: section 4, kind: contract}]\n", "", "ours.yaml:2: first-visit: source: say where it is written"},
		"no-example":      {ownRule[i:], "", "ours.yaml:2: first-visit: examples: work through at least one"},
		"no-owner":        {"    owner: support-provider\n", "", `ours.yaml:2: first-visit: owner: there is no ""`},
		"no-dates":        {"    from: 2009-04-01\n", "", `ours.yaml:2: first-visit: from: "" is not a day`},
		"failing-example": {"due: 2024-03-07, state", "due: 2024-03-08, state", "ours.yaml:2: first-visit: example 1: it is due on 2024-03-07, not 2024-03-08"},
		"unknown-mark":    {"marks: {how:", "marks: {where:", `ours.yaml:2: first-visit: contact.made has no mark "where"`},
		"unknown-code":    {"is: face-to-face", "is: by-pigeon", `ours.yaml:2: first-visit: contact.made: how is never "by-pigeon"`},
		"unknown-kind":    {"{kind: contact.made", "{kind: contact.dreamt", `ours.yaml:2: first-visit: there is no kind "contact.dreamt"`},
		"unknown-field":   {"    title:", "    titel:", `ours.yaml:4: there is no field "titel" here`},
		"calendar-ends":   {"working_days: 3", "working_days: 2500", "ours.yaml:2: first-visit: example 1: the calendar ends before it is due"},
		"overlap":         {until + "    due: {working_days: 3}\n", "    until: [{kind: decision.made, marks: {stage: {is: reasonable-grounds}}}]\n    due: {working_days: 3}\n    line: reasonable-grounds\n", "first-visit: it overlaps reasonable-grounds-5-working-days at reasonable-grounds.yaml:3"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(ownRule, c.old, c.new, 1)
			if text == ownRule {
				t.Fatalf("%q is not in the rule", c.old)
			}
			if name == "overlap" { // whichever of the two files is read later names the other
				c.want = "it overlaps "
			}
			dir := overlay(t, "ours.yaml", text)
			commands := [][]string{{"check", "--data", data}}
			if name == "failing-example" { // the others open a rulebook in the same way
				commands = append(commands, []string{"rules"}, []string{"clock", "--rule", "recovery-period", "--from", "2020-01-01"}, []string{"demo", "--listen", "127.0.0.1:0"},
					[]string{"reckon", "--data", data}, []string{"reckon", "--preview", "--data", data}, []string{"serve", "--data", data, "--listen", "127.0.0.1:0"},
					as(data, "tom", "due", "--as-of", "2020-03-01"), as(data, "tom", "export"))
			}
			for _, args := range commands {
				before := tamper.Counts(t, filepath.Join(data, "waymark.db"))
				code, _, told := run(t, password, append(args, "--rules", dir)...)
				if code != notDone || !strings.Contains(told, c.want) {
					t.Errorf("%s: ended with %d and told\n%s\nwant %q", args[0], code, told, c.want)
				}
				if after := tamper.Counts(t, filepath.Join(data, "waymark.db")); fmt.Sprint(before) != fmt.Sprint(after) {
					t.Errorf("%s: rows before %v, after %v", args[0], before, after)
				}
			}
		})
	}
	if out := runs(t, "", "reckon", "--data", data, "--preview"); !strings.Contains(out, "Everything was reckoned under these rules already.") {
		t.Errorf("something was taken:\n%s", out)
	}
}

func TestCheckTellsEveryFaultAtOnce(t *testing.T) {
	two := strings.Replace(ownRule, "    owner: support-provider\n", "", 1) + strings.Replace(strings.Replace(strings.TrimPrefix(ownRule, "rules:\n"), "first-visit", "second-visit", 1), "    why: Somebody who waits should not wait alone.\n", "", 1)
	code, out, told := run(t, "", "check", "--rules", overlay(t, "ours.yaml", two))
	if code != notDone {
		t.Errorf("it ends with %d", code)
	}
	says(t, told, "ours.yaml:2: first-visit: owner", "ours.yaml:16: second-visit: why")
	says(t, out, "policies ") // and goes on with what is not about rules
}

func TestCheckSaysWhatIsLaidOver(t *testing.T) {
	inside, err := os.ReadFile(filepath.Join("..", "..", "data", "rulebook", "recovery.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(inside), "Support through the recovery period", "Support while somebody recovers", 1)
	dir := overlay(t, "ours.yaml", ownRule, "recovery.yaml", changed, "read-me.txt", "not a rule")
	says(t, runs(t, "", "check", "--rules", dir), "rules     ours.yaml, added\n", "rules     recovery.yaml, in place of the one inside\n", "unverified, digest ")
	says(t, runs(t, "", "clock", "--rule", "recovery-45-days", "--from", "2019-07-01", "--rules", dir), "Support while somebody recovers")
	for name, c := range map[string]struct{ dir, want string }{
		"nothing-in-it":      {t.TempDir(), "there is no rule file in"},
		"not-there":          {filepath.Join(t.TempDir(), "none"), "the folder of rules cannot be read"},
		"would-be-passed-by": {overlay(t, "ours.yaml", ownRule, "more.yml", ownRule), "nothing would read more.yml"},
	} {
		t.Run(name, func(t *testing.T) { refuses(t, notDone, c.want, "", "rules", "--rules", c.dir) })
	}
}

func TestDueIsOnesOwnViewAndALookIsKept(t *testing.T) {
	data := installed(t)
	runs(t, password, as(data, "tom", "import", written(t, "old.jsonl", people(1)))...)
	looks := func() int { return tamper.Counts(t, filepath.Join(data, "waymark.db"))["look"] }
	before := looks()
	out := runs(t, password, as(data, "tom", "due", "--as-of", "2026-03-06")...)
	says(t, out, "2020-02-10  Somebody 0  Reasonable grounds decision: ", " days late\n    counted from 2020-02-03; The competent authority; Five working days · Hope for the future")
	if n := looks(); n != before+2 {
		t.Errorf("%d looks were kept, want one at the case and one at the team", n-before)
	}
	var dues []dueShown
	if err := json.Unmarshal([]byte(runs(t, password, as(data, "tom", "due", "--as-of", "2026-03-06", "--json")...)), &dues); err != nil {
		t.Fatal(err)
	}
	if len(dues) == 0 || dues[0].Case == "" || dues[0].Due == "" || dues[0].Late == 0 || dues[0].Cited == "" {
		t.Fatalf("%+v", dues)
	}
	one := runs(t, password, as(data, "tom", "due", "--as-of", "2026-03-06", "--case", dues[0].Case)...)
	team, ok := strings.CutPrefix(out, one)
	if !ok || one == "" {
		t.Errorf("of the one case it says\n%s\nand not what stands in\n%s", one, out)
	}
	says(t, team, "2026-04-03  Nadia  Supervision: running\n    counted from 2026-03-06; The support provider; Every 28 days", "2026-04-03  Tom  Supervision: running")
	last := dues[len(dues)-1]
	if dues[0].Team || !last.Team || last.Verified {
		t.Errorf("whether it is of the team: first %+v, last %+v", dues[0], last)
	}
	// What was recorded in 2026 was not known in 2020, and a support worker who walks beside
	// nobody has nothing due.
	for _, c := range []struct{ who, day string }{{"tom", "2020-06-01"}, {"nadia", "2026-03-06"}} {
		if got := runs(t, password, as(data, c.who, "due", "--as-of", c.day)...); !strings.HasPrefix(got, "Nothing is due as of ") {
			t.Errorf("%s on %s: %s", c.who, c.day, got)
		}
	}
	refuses(t, notDone, "nothing here that you can open", password, as(data, "nadia", "due", "--as-of", "2026-03-06", "--case", dues[0].Case)...)
}
