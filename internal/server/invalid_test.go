package server_test

import (
	"net/url"
	"strings"
	"testing"
)

// writing is one form of Waymark with what makes it right.
type writing struct {
	name, path string
	right      url.Values
	whole      bool // the form by which an entry is taken back
}

func writings(t testing.TB, w *world) []writing {
	t.Helper()
	correct := w.at("Linh", "entries", string(w.last(t, "Linh", "contact.made")), "correct")
	return []writing{
		{name: "contact", path: w.at("Linh", "contacts", "new"), right: url.Values{"how": {"phone"}, "reached": {"yes"}, "minutes": {"5"}, "note": {"A note"}}},
		{name: "safeWay", path: w.at("Linh", "safe-way"), right: url.Values{"ways": {"text", "call"}, "never": {"Never"}}},
		{name: "correction", path: correct, right: url.Values{"minutes": {"21"}, "because": {"A slip"}}},
		{name: "takingBack", path: correct, right: url.Values{"because-whole": {"A slip"}}, whole: true},
		{name: "sharing", path: w.at("Linh", "sharing", "new"), right: url.Values{"to": {string(w.orgs["Lantern Trust"])}, "labels": {"general"}, "basis": {"consent"}}},
		{name: "endingASharing", path: w.at("Alima", "sharing", string(w.entries["Alima"]["consent.shared"][0]), "end"), right: url.Values{}},
		{name: "meeting", path: "/people/new", right: url.Values{"chosen_name": {"Somebody"}}},
	}
}

// on is the form as it stands on a page.
func (x writing) on(a reply) form {
	a.t.Helper()
	for _, f := range a.forms() {
		if f.action == x.path && f.values.Has("because-whole") == x.whole && len(typedIn(f)) > 0 {
			return f
		}
	}
	a.t.Fatalf("the form is not there: %s", a.said())
	return form{}
}

var (
	tooLong = strings.Repeat("a", 15_001)
	broken  = "caf\xe9 \xff"
)

type wrong struct {
	name  string
	typed url.Values
	field string
}

var wrongs = map[string][]wrong{
	"contact": {
		{"noDate", url.Values{"happened": {""}}, "happened"},
		{"spacesForADate", url.Values{"happened": {"  "}}, "happened"},
		{"dateThatIsNone", url.Values{"happened": {"some day"}}, "happened"},
		{"dayToCome", url.Values{"happened": {"23 November 2026"}}, "happened"},
		{"hourToCome", url.Values{"happened": {"22 November 2026 at 11:30"}}, "happened"},
		{"dateOfBrokenLetters", url.Values{"happened": {broken}}, "happened"},
		{"noWay", url.Values{"how": nil}, "how"},
		{"unknownWay", url.Values{"how": {"pigeon"}}, "how"},
		{"notSaidWhetherReached", url.Values{"reached": {""}}, "reached"},
		{"unknownInterpreter", url.Values{"interpreter": {"a bird"}}, "interpreter"},
		{"textTooLong", url.Values{"note": {tooLong}}, "note"},
		{"brokenLetters", url.Values{"note": {broken}}, "note"},
		{"unseenCharacter", url.Values{"note": {"a\x07b"}}, "note"},
		{"wordsForANumber", url.Values{"minutes": {"abc"}}, "minutes"},
		{"halfMinutes", url.Values{"minutes": {"4.5"}}, "minutes"},
		{"lessThanNone", url.Values{"minutes": {"-1"}}, "minutes"},
		{"moreThanADay", url.Values{"minutes": {"1441"}}, "minutes"},
		{"moreThanThereAre", url.Values{"minutes": {"99999999999999999999"}}, "minutes"},
		{"nextLiesBehind", url.Values{"next": {"21 November 2026"}}, "next"},
		{"nextIsNoDate", url.Values{"next": {"soon"}}, "next"},
	},
	"safeWay": {
		{"noWayAtAll", url.Values{"ways": nil}, "ways"},
		{"unknownWay", url.Values{"ways": {"text", "smoke"}}, "ways"},
		{"lineTooLong", url.Values{"details": {tooLong[:501]}}, "details"},
		{"brokenLetters", url.Values{"hours": {broken}}, "hours"},
		{"monthToCome", url.Values{"happened": {"December 2026"}}, "happened"},
	},
	"correction": {
		{"noReason", url.Values{"because": {" "}}, "because"},
		{"reasonTooLong", url.Values{"because": {tooLong}}, "because"},
		{"reasonOfBrokenLetters", url.Values{"because": {broken}}, "because"},
		{"nothingChanged", url.Values{"minutes": {"20"}}, "happened"},
		{"emptiedWhatIsNeeded", url.Values{"how": {""}}, "how"},
		{"wordsForANumber", url.Values{"minutes": {"abc"}}, "minutes"},
		{"dayToCome", url.Values{"happened": {"23 November 2026"}}, "happened"},
	},
	"takingBack": {
		{"noReason", url.Values{"because-whole": {""}}, "because-whole"},
		{"reasonTooLong", url.Values{"because-whole": {tooLong}}, "because-whole"},
		{"reasonOfBrokenLetters", url.Values{"because-whole": {broken}}, "because-whole"},
	},
	"sharing": {
		{"withNobody", url.Values{"to": {""}}, "to"},
		{"withNobodyKnown", url.Values{"to": {"06h05cp502pnk1265h4fzydf10"}}, "to"},
		{"withWhatIsNoId", url.Values{"to": {"Lantern Trust"}}, "to"},
		{"nothing", url.Values{"labels": nil}, "labels"},
		{"whereSheLives", url.Values{"labels": {"general", "address"}}, "labels"},
		{"adviceOfALawyer", url.Values{"labels": {"legal"}}, "labels"},
		{"noSuchLabel", url.Values{"labels": {"general", "everything"}}, "labels"},
		{"noBasis", url.Values{"basis": nil}, "basis"},
		{"asKeeper", url.Values{"basis": {"own"}}, "basis"},
		{"noSuchBasis", url.Values{"basis": {"because"}}, "basis"},
		{"endedYesterday", url.Values{"until": {"21 November 2026"}}, "until"},
		{"endIsNoDate", url.Values{"until": {"when she likes"}}, "until"},
		{"whyTooLong", url.Values{"why": {tooLong}}, "why"},
	},
	"endingASharing": {
		{"whyTooLong", url.Values{"why": {tooLong}}, "why"},
		{"brokenLetters", url.Values{"why": {broken}}, "why"},
	},
	"meeting": {
		{"noDate", url.Values{"happened": {""}}, "happened"},
		{"dayToCome", url.Values{"happened": {"2027"}}, "happened"},
		{"howTooLong", url.Values{"how": {tooLong}}, "how"},
	},
}

func TestWrongAnswersAreSaidBesideTheirFields(t *testing.T) {
	w := fresh(t)
	for _, x := range writings(t, w) {
		if len(wrongs[x.name]) == 0 {
			t.Errorf("nothing wrong is tried on %s", x.name)
		}
		for _, tc := range wrongs[x.name] {
			t.Run(x.name+"/"+tc.name, func(t *testing.T) { refusedOnce(t, w, x, tc.typed, tc.field) })
		}
		if x.name == "sharing" {
			t.Run("sharing/withOneself", func(t *testing.T) { refusedOnce(t, w, x, url.Values{"to": {string(w.orgs["Maple House"])}}, "to") })
		}
	}
}

// refusedOnce sends a form that is right but for some of it: it comes back with the
// message beside the field and everything that was typed, and nothing is written.
func refusedOnce(t *testing.T, w *world, x writing, typed url.Values, field string) {
	t.Helper()
	b := w.as(t, nadia)
	f := x.on(b.open(x.path))
	sent := form{action: f.action, values: f.with(x.right)}.with(typed)
	stays := w.stays(t, "look", "draft")
	a := b.post(x.path, sent).refused(field)
	stays()
	if control := a.find("#" + field); control.Data == "select" || attribute(control, "type") == "radio" || attribute(control, "type") == "checkbox" {
		delete(sent, field) // a choice that the page does not offer is typed by nobody
	}
	same(t, readable(sent), x.on(a).values)
}

// readable leaves out what reads back as something else: bytes that are no letters, and
// characters that cannot be seen.
func readable(typed url.Values) url.Values {
	out := url.Values{}
	for name, v := range typed {
		if s := strings.Join(v, ""); strings.ToValidUTF8(s, "") == s && !strings.Contains(s, "\x07") {
			out[name] = v
		}
	}
	return out
}

// White space is no answer: it is left out, not recorded.
func TestWhiteSpaceIsNotAskedAtAll(t *testing.T) {
	w := fresh(t)
	b := w.as(t, nadia)
	x := writings(t, w)[0]
	f := x.on(b.open(x.path))
	_, line := b.landed(b.sends(f, url.Values{"how": {"phone"}, "reached": {"yes"}, "note": {" \t\r\n\u00a0"}}))
	if strings.Contains(words(line), "What was said and done") {
		t.Errorf("white space was taken for words: %s", words(line))
	}
}

// The longest texts that are taken at all are taken in every script.
func TestLongestTextsAreTaken(t *testing.T) {
	w := fresh(t)
	b := w.as(t, nadia)
	x := writings(t, w)[0]
	f := x.on(b.open(x.path))
	note := strings.Repeat("ሰላም 🙂 ", 2_500)
	_, line := b.landed(b.sends(f, url.Values{"how": {"phone"}, "reached": {"yes"}, "note": {note}, "wants": {note}}))
	if got := strings.Count(words(line), "🙂"); got != 5_000 {
		t.Errorf("%d of 5000 stand there", got)
	}
}
