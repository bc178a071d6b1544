package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/policy"
)

const met = `{"chronology":"A","kind":"person.met","happened":"2020-01","id":"1","body":{"chosen_name":"Bao","how":{"answer":"not known"}}}`

const story = met + `
{"chronology":"A","kind":"referral.sent","happened":"2020-02-03","id":"r","body":{"route":"adult","authority":"sca","consent":"yes","account":"They told us."},"extra":{"account":["health"]}}
{"chronology":"A","kind":"decision.made","happened":"2020-03-06","origin":"the old system, page 4","body":{"referral":"r","stage":"reasonable-grounds","outcome":"positive"}}
{"chronology":"A","kind":"contact.made","happened":"2020-03-10","id":"c","body":{"how":"phone","reached":"yes","minutes":30,"note":"A long talk."}}
{"chronology":"A","kind":"contact.made","happened":"2020-03-11","body":{"minutes":35},"corrects":{"of":"c","fields":["minutes","happened"],"because":"The phone bill says so."}}
`

func TestImportBringsInAStory(t *testing.T) {
	m := newTeam(t)
	if got, want := m.brings(story), (desk.Imported{Chronologies: 1, Entries: 5}); got != want {
		t.Fatalf("imported %+v, want %+v", got, want)
	}
	v := m.only()
	if !v.Keeper || v.Case.Person.Called() != "Bao" || len(v.Case.Lines) != 4 || len(v.Case.Troubled()) != 0 {
		t.Fatalf("keeper %v, called %q, %d lines, trouble %v", v.Keeper, v.Case.Person.Called(), len(v.Case.Lines), v.Case.Troubled())
	}
	var origins []string
	for _, l := range v.Case.Lines {
		origins = append(origins, l.Origin)
		if l.By != m.manager.Worker || l.For != m.manager.Organisation || !l.Recorded.Equal(noon) {
			t.Errorf("%s was recorded by %s for %s at %s, want by the importer now", l.Kind, l.By, l.For, l.Recorded)
		}
	}
	if diff := cmp.Diff([]string{"old.jsonl", "old.jsonl", "the old system, page 4", "old.jsonl"}, origins); diff != "" {
		t.Errorf("origins (- want, + got):\n%s", diff)
	}
	referral, _ := v.Case.Referral.Latest()
	if referral.Extra["account"] != label.Of(label.Health) {
		t.Errorf("the account bears the added labels %q, want health", referral.Extra["account"])
	}
	if _, _, decided := v.Case.Decision.Latest(referral.ID, "reasonable-grounds"); !decided {
		t.Error("the decision does not name the referral")
	}
	if l := v.Case.Lines[3]; l.Happened.String() != "2020-03-11" || len(l.Corrections) != 1 {
		t.Errorf("the contact stands on %s with %d corrections, want 2020-03-11 with 1", l.Happened, len(l.Corrections))
	}
}

func TestImportTwiceWritesNothingTwice(t *testing.T) {
	m := newTeam(t)
	m.brings(story)
	colleague := m.join(m.manager.Organisation, "Ruth", policy.Manager)
	for name, a := range map[string]policy.Actor{"by-the-same": m.manager, "by-a-colleague": colleague} {
		got, err := m.Import(context.Background(), a, desk.Bringing{Name: name, Read: strings.NewReader("\xef\xbb\xbf" + strings.ReplaceAll(story, "\n", "\r\n"))})
		if want := (desk.Imported{Already: 1}); err != nil || got != want {
			t.Errorf("%s: imported %+v, %v; want %+v", name, got, err, want)
		}
	}
	if v := m.only(); len(v.Case.Lines) != 4 {
		t.Errorf("%d lines, want 4", len(v.Case.Lines))
	}
}

func TestImportCutShortIsFinishedByRunningItAgain(t *testing.T) {
	m := newTeam(t)
	file := story + strings.ReplaceAll(story, `"chronology":"A"`, `"chronology":"B"`) + strings.ReplaceAll(story, `"chronology":"A"`, `"chronology":"C"`)
	ctx, cancel := context.WithCancel(context.Background())
	got, err := m.Import(ctx, m.manager, desk.Bringing{Name: "old.jsonl", Read: strings.NewReader(file), Progress: func(done, all int) {
		if done != 5 || all != 15 {
			t.Errorf("%d of %d done, want 5 of 15", done, all)
		}
		cancel()
	}})
	if want := (desk.Imported{Chronologies: 1, Entries: 5}); !errors.Is(err, context.Canceled) || got != want {
		t.Fatalf("cut short: %+v, %v; want %+v", got, err, want)
	}
	if got, want := m.brings(file), (desk.Imported{Chronologies: 2, Entries: 10, Already: 1}); got != want {
		t.Errorf("run again: %+v, want %+v", got, want)
	}
	if n := len(m.people(m.manager)); n != 3 {
		t.Errorf("%d people, want 3", n)
	}
}

func TestImportAddsToWhatIsHere(t *testing.T) {
	m := newTeam(t)
	on := ident.NewChronology(noon)
	first := m.do(m.manager, casefile.Meet(on, person.Meet{Happened: civil.On(civil.DayOf(noon)), Body: person.Met{ChosenName: answer.Given("Bo")}}))
	m.brings(fmt.Sprintf(`{"chronology":%q,"kind":"contact.made","happened":"2026-03-01","body":{"how":"phone","reached":"yes"}}
{"chronology":%q,"kind":"person.met","happened":"2026-03-06","body":{"chosen_name":"Bao"},"corrects":{"of":%q,"fields":["chosen_name"],"because":"They spelt it."}}`, on, on, first.Entries[0]))
	v := m.only()
	if len(v.Case.Lines) != 2 || v.Case.Person.Called() != "Bao" || len(v.Access) != 1 {
		t.Errorf("%d lines, called %q, %d accesses; want 2, Bao, 1", len(v.Case.Lines), v.Case.Person.Called(), len(v.Access))
	}
}

// What a file says about access was said elsewhere: it gives none here, and nobody
// becomes the keeper of what another keeps.
func TestImportGivesNobodyAccess(t *testing.T) {
	m := newTeam(t)
	other := m.found("Lantern")
	ruth := m.join(other, "Ruth", policy.Manager)
	m.brings(met + fmt.Sprintf(`
{"chronology":"A","kind":"consent.shared","happened":"2020-02-01","id":"s","body":{"to":%q,"labels":"general+account","basis":"consent"}}
{"chronology":"A","kind":"referral.sent","happened":"2020-02-03","body":{"route":"adult","authority":"sca","consent":"yes","to":%q}}
{"chronology":"A","kind":"support.allocated","happened":"2020-02-04","body":{"worker":%q}}`, other, other, ruth.Worker))
	if n := len(m.people(ruth)); n != 0 {
		t.Fatalf("the other organisation sees %d people, want 0", n)
	}
	v := m.only()
	if v.Linked || len(v.Access) != 1 {
		t.Errorf("linked %v, %d accesses; want only the keeper's", v.Linked, len(v.Access))
	}

	// Ruth names Tom's record: to her it is a name like any other.
	file := strings.ReplaceAll(met, `"A"`, fmt.Sprintf("%q", v.Case.ID))
	if _, err := m.Import(context.Background(), ruth, desk.Bringing{Name: "hers", Read: strings.NewReader(file)}); err != nil {
		t.Fatal(err)
	}
	if hers := m.people(ruth); len(hers) != 1 || hers[0].On == v.Case.ID {
		t.Errorf("Ruth's people are %v, want one of her own", hers)
	}
	// With some access she still cannot become the keeper, nor import anything.
	m.do(m.manager, casefile.Share(v.Case.ID, consent.Share{Happened: civil.On(civil.DayOf(noon)), Body: consent.Shared{
		To: answer.Given(other), Labels: answer.Given(label.Of(label.General)), Basis: answer.Given(chronology.Consent),
	}}))
	_, err := m.Import(context.Background(), ruth, desk.Bringing{Name: "hers again", Read: strings.NewReader(strings.Replace(file, "Bao", "Bo", 1))})
	wantProblems(t, err, "line 1: chronology: Another organisation keeps this record")
	said := fmt.Sprintf(`{"chronology":%q,"kind":"housing.step","happened":"2026-03-01","body":{"step":"moved"}}`, v.Case.ID)
	_, err = m.Import(context.Background(), ruth, desk.Bringing{Name: "hers once more", Read: strings.NewReader(said)})
	wantProblems(t, err, "line 1: chronology: Another organisation keeps this record")
	_, err = m.Do(context.Background(), ruth, m.NewAct(), casefile.Import(v.Case.ID, casefile.Importing{}))
	if errs.KindOf(err) != errs.Denied {
		t.Errorf("the act itself: %v, want denied", err)
	}
	if lines := m.only().Case.Lines; len(lines) != len(v.Case.Lines)+1 {
		t.Errorf("%d lines, want one more than %d: the sharing", len(lines), len(v.Case.Lines))
	}
	_, err = m.Import(context.Background(), m.manager, desk.Bringing{Name: "again", Read: strings.NewReader(strings.Replace(file, "Bao", "Bo", 1))})
	wantProblems(t, err, "line 1: kind: This person is here already. Leave out the line that opens them again")
}

// What lets somebody read or decides on the person is not imported into a record that is
// here, though the importer's organisation keeps it; brought here whole, it is history.
func TestImportDecidesNothingHere(t *testing.T) {
	m := newTeam(t)
	other := m.found("Lantern")
	brings := func(on string) string {
		return fmt.Sprintf(`
{"chronology":%[1]q,"kind":"referral.sent","happened":"2020-02-03","id":"r","body":{"route":"adult","authority":"sca","consent":"yes","to":%[2]q}}
{"chronology":%[1]q,"kind":"decision.made","happened":"2020-03-06","body":{"referral":"r","stage":"reasonable-grounds","outcome":"negative","reasons":"None."}}
{"chronology":%[1]q,"kind":"consent.shared","happened":"2020-02-01","id":"s","body":{"to":%[2]q,"labels":"general","basis":"consent"}}
{"chronology":%[1]q,"kind":"consent.ended","happened":"2020-02-02","body":{"sharing":"s"}}
{"chronology":%[1]q,"kind":"support.allocated","happened":"2020-02-04","id":"a","body":{"worker":%[3]q}}
{"chronology":%[1]q,"kind":"support.released","happened":"2020-02-05","body":{"allocation":"a"}}`, on, other, m.manager.Worker)
	}
	m.brings(met + brings("A"))
	on := string(m.only().Case.ID)
	_, err := m.Import(context.Background(), m.manager, desk.Bringing{Name: "more", Read: strings.NewReader(strings.TrimSpace(brings(on)))})
	var want []string
	for line := 1; line <= 6; line++ {
		want = append(want, fmt.Sprintf("line %d: kind: Access and decisions are not imported into a record that is here already", line))
	}
	wantProblems(t, err, want...)
}

func wantProblems(t *testing.T, err error, want ...string) {
	t.Helper()
	var bad *desk.ImportError
	if !errors.As(err, &bad) {
		t.Fatalf("the error is %v, want an ImportError", err)
	}
	if errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "Nothing was written") {
		t.Errorf("the error is of kind %s and says %q", errs.KindOf(err), err)
	}
	var got []string
	for _, p := range bad.Problems {
		got = append(got, p.String())
	}
	for _, w := range want {
		if !slices.ContainsFunc(got, func(g string) bool { return strings.HasPrefix(g, w) }) {
			t.Errorf("nothing begins with %q in:\n%s", w, strings.Join(got, "\n"))
		}
	}
}

// made is a good line with one thing changed.
func made(change, to string) string {
	const good = `{"chronology":"A","kind":"contact.made","happened":"2020-03-10","id":"c","body":{"how":"phone","reached":"yes"}}`
	if !strings.Contains(good, change) {
		panic("no such part: " + change)
	}
	return met + "\n" + strings.Replace(good, change, to, 1)
}

func TestImportRefuses(t *testing.T) {
	m := newTeam(t)
	deep := strings.Repeat("[", 20000)
	for _, c := range []struct{ name, file, want string }{
		{"empty-file", "", "line 1: line: The file is empty"},
		{"only-spaces", " \n\t\n", "line 1: line: The file is empty"},
		{"nul", "\x00" + met, "line 1: line: There is a NUL character"},
		{"nul-in-text", made(`"phone"`, `"phone","note":"a\u0000b"`), "line 2: note: There is a character here that cannot be seen"},
		{"utf-16", "\xff\xfe{\x00", "line 1: line: There is a NUL character"},
		{"invalid-utf-8", made(`"id":"c"`, "\"id\":\"\xc3\x28\""), "line 2: line: Some letters are broken"},
		{"half-a-letter", made(`"id":"c"`, `"id":"\ud83d"`), "line 2: line: Some letters are broken"},
		{"broken-json", made(`"id":"c",`, `"id":"c",,`), "line 2: line: Write one JSON object on the line. It breaks at character"},
		{"two-on-a-line", met + met, "line 1: line: Write one JSON object on the line"},
		{"a-list", "[" + met + "]", "line 1: line: Write one JSON object on the line"},
		{"no-object", "7", "line 1: line: Write one JSON object on the line"},
		{"deeper-than-anything", deep, "line 1: line: Write one JSON object on the line"},
		{"long-line", made(`"id":"c"`, `"id":"`+strings.Repeat("x", 1<<20)+`"`), "line 2: line: This line is longer than 1 MB"},
		{"unknown-key", made(`"id"`, `"ID"`), "line 2: ID: There is no such key"},
		{"doubled-key", made(`"id":"c"`, `"id":"c","id":"d"`), `line 2: line: "id" is there twice`},
		{"doubled-field", made(`"how":"phone"`, `"how":"phone","how":"text"`), `line 2: line: "how" is there twice`},
		{"no-key", made(`"chronology":"A",`, ``), "line 2: chronology: Say whose chronology"},
		{"null-key", made(`"A"`, `null`), "line 2: chronology: Say whose chronology"},
		{"number-for-a-key", made(`"A"`, `1`), "line 2: chronology: Write a text here"},
		{"unseen-character-in-a-key", made(`"A"`, `"A\n"`), "line 2: chronology: There is a character here"},
		{"long-key", made(`"A"`, `"`+strings.Repeat("A", 201)+`"`), "line 2: chronology: This is too long"},
		{"unknown-kind", made("contact.made", "contact.met"), `line 2: kind: There is no kind "contact.met"`},
		{"no-kind", made(`"kind":"contact.made",`, ""), "line 2: kind: Say the kind"},
		{"an-organisation", strings.Replace(met, "person.met", "organisation.founded", 1), `line 1: chosen_name: This kind has no such field`},
		{"a-worker", met + "\n" + `{"chronology":"A","kind":"worker.left","happened":"2020","body":{}}`, "line 2: kind: Organisations and workers are not imported"},
		{"not-opened", `{"chronology":"B","kind":"contact.made","happened":"2020","body":{"how":"phone","reached":"yes"}}`, "line 1: kind: The first line about somebody opens"},
		{"met-twice", met + "\n" + strings.Replace(met, `"id":"1"`, `"id":"2"`, 1), "line 2: kind: A person is met once"},
		{"future", made("2020-03-10", "2026-03-07"), "line 2: happened: This day has not come yet"},
		{"future-time", made("2020-03-10", "2026-03-06T13:30"), "line 2: happened: This time has not come yet"},
		{"no-date", made(`"happened":"2020-03-10",`, ""), "line 2: happened: Write when it happened"},
		{"bad-date", made("2020-03-10", "10 March 2020"), "line 2: happened: Write the date like"},
		{"no-body", made(`"body":{"how":"phone","reached":"yes"}`, `"origin":"x"`), "line 2: body: Say what happened"},
		{"body-is-a-list", made(`{"how":"phone","reached":"yes"}`, `[]`), "line 2: body: The body is one JSON object"},
		{"unknown-field", made(`"how"`, `"colour":"red","how"`), "line 2: colour: This kind has no such field"},
		{"missing-needed-field", made(`"how":"phone",`, ``), "line 2: how: Answer this"},
		{"wrong-code", made(`"phone"`, `"pigeon"`), "line 2: how: Choose one of those offered"},
		{"too-many-minutes", made(`"phone"`, `"phone","minutes":99999`), "line 2: minutes: Write the minutes as a number between 0 and 1,440"},
		{"leave-that-ends-before-it-begins", met + "\n" + `{"chronology":"A","kind":"leave.granted","happened":"2020-03","body":{"kind":"refugee","expires":"2019-01-01"}}`, "line 2: expires: Leave ends after it begins"},
		{"too-many-months", met + "\n" + `{"chronology":"A","kind":"leave.granted","happened":"2020-03","body":{"kind":"refugee","months":6000,"expires":"2029-01-01"}}`, "line 2: months: Write the months as a number"},
		{"a-notice-without-its-day", met + "\n" + `{"chronology":"A","kind":"housing.step","happened":"2020-03","body":{"step":"notice"}}`, "line 2: by: Write by which day"},
		{"longer-without-since", met + "\n" + `{"chronology":"A","kind":"oversight.own-record","happened":"2020-03","body":{"step":"longer"}}`, "line 2: since: Write the day on which they asked"},
		{"number-as-text", made(`"phone"`, `"phone","minutes":"30"`), "line 2: minutes: Write a whole number"},
		{"half-a-minute", made(`"phone"`, `"phone","minutes":0.5`), "line 2: minutes: Write a whole number"},
		{"text-as-number", made(`"phone"`, `"phone","note":5`), "line 2: note: Write it between quotation marks"},
		{"text-as-object", made(`"phone"`, `"phone","note":{"a":1}`), "line 2: note: Write it between quotation marks"},
		{"withheld-answer", made(`"phone"`, `"phone","note":{"answer":"withheld"}`), "line 2: note: Write it between quotation marks"},
		{"bad-date-in-the-body", made(`"phone"`, `"phone","next":"soon"`), "line 2: next: Write the date like"},
		{"long-text", made(`"phone"`, `"phone","note":"`+strings.Repeat("ż", 15001)+`"`), "line 2: note: 15001 characters is too long: 15000 at most"},
		{"unknown-label", made(`"id":"c"`, `"extra":{"note":["secret"]}`), `line 2: extra.note: There is no label "secret"`},
		{"label-on-a-code", made(`"id":"c"`, `"extra":{"how":["health"]}`), "line 2: extra.how: Labels can be added to free text only"},
		{"label-on-no-field", made(`"id":"c"`, `"extra":{"mood":["health"]}`), "line 2: extra.mood: Labels can be added to free text only"},
		{"labels-not-in-a-list", made(`"id":"c"`, `"extra":{"note":"health"}`), "line 2: extra.note: Write a list"},
		{"extra-is-no-object", made(`"id":"c"`, `"extra":["note"]`), "line 2: extra: Write a JSON object here"},
		{"long-origin", made(`"id":"c"`, `"origin":"`+strings.Repeat("x", 501)+`"`), "line 2: origin: 501 characters is too long"},
		{"duplicate-id", made(`"id":"c"`, `"id":"1"`), "line 2: id: Another line about this person has this id"},
		{"unknown-referral", met + "\n" + `{"chronology":"A","kind":"decision.made","happened":"2020","body":{"referral":"x","stage":"reasonable-grounds","outcome":"positive"}}`, "line 2: referral: No line about this person has this id"},
		{"correction-of-nothing", made(`"id":"c"`, `"corrects":{"of":"x","fields":["how","reached"],"because":"wrong"}`), "line 2: corrects.of: There is no such entry"},
		{"correction-of-another-kind", made(`"id":"c"`, `"corrects":{"of":"1","fields":["how","reached"],"because":"wrong"}`), "line 2: corrects.of: That entry is of another kind"},
		{"correction-of-itself", made(`"id":"c"`, `"id":"c","corrects":{"of":"c","fields":["how","reached"],"because":"wrong"}`), "line 2: corrects.of: A correction is not corrected"},
		{"correction-without-reason", made(`"id":"c"`, `"corrects":{"of":"1","fields":["how","reached"]}`), "line 2: corrects.because: Say why"},
		{"correction-of-no-field", made(`"id":"c"`, `"corrects":{"of":"1","fields":["mood"],"because":"wrong"}`), "line 2: corrects.fields: There is no field"},
		{"unknown-key-in-a-correction", made(`"id":"c"`, `"corrects":{"of":"1","why":"wrong"}`), "line 2: corrects.why: There is no such key"},
		{"opening-correction", strings.Replace(met, `"id":"1"`, `"corrects":{"of":"1","fields":["how","chosen_name"],"because":"wrong"}`, 1), "line 1: corrects: The first line about somebody"},
		{"bad-recorded", made(`"id":"c"`, `"recorded":"yesterday"`), "line 2: recorded: Write the moment like"},
		{"bad-by", made(`"id":"c"`, `"by":"Tom"`), "line 2: by: This is not an id"},
	} {
		t.Run(c.name, func(t *testing.T) {
			// A good person before it and after it: nothing of them is written either.
			file := c.file + "\n" + strings.ReplaceAll(met, `"A"`, `"Z"`)
			if strings.HasSuffix(c.want, "The file is empty") {
				file = c.file
			}
			got, err := m.Import(context.Background(), m.manager, desk.Bringing{Name: "old.jsonl", Read: strings.NewReader(file)})
			wantProblems(t, err, c.want)
			if got != (desk.Imported{}) {
				t.Errorf("it says that it wrote %+v", got)
			}
		})
	}
	if n := len(m.people(m.manager)); n != 0 {
		t.Errorf("%d people were written", n)
	}
}

func TestImportNamesAHundredPlacesAtMostInOrder(t *testing.T) {
	m := newTeam(t)
	_, err := m.Import(context.Background(), m.manager, desk.Bringing{Name: "old.jsonl", Read: strings.NewReader(strings.Repeat("x\n", 500))})
	var bad *desk.ImportError
	if !errors.As(err, &bad) || len(bad.Problems) != 100 || bad.Problems[99].Line != 100 {
		t.Fatalf("got %v, want the first hundred lines", err)
	}
	_, err = m.Import(context.Background(), m.manager, desk.Bringing{Name: "old.jsonl", Read: strings.NewReader(made("phone", "pigeon") + "\nx\n")})
	if !errors.As(err, &bad) || len(bad.Problems) != 2 || bad.Problems[0].Line != 2 || bad.Problems[1].Line != 3 {
		t.Errorf("got %v, want line 2, then line 3", err)
	}
}

func TestOnlyManagersImport(t *testing.T) {
	m := newTeam(t)
	worker := m.join(m.manager.Organisation, "Nadia", policy.SupportWorker)
	for name, a := range map[string]policy.Actor{"support-worker": worker, "operator": desk.Operator(), "nobody": {}} {
		if _, err := m.Import(context.Background(), a, desk.Bringing{Name: "old.jsonl", Read: strings.NewReader(met)}); errs.KindOf(err) != errs.Denied {
			t.Errorf("%s: %v, want denied", name, err)
		}
	}
}
