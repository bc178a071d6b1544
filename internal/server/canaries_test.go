package server_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/housing"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/organisation"
	"waymark/internal/policy"
)

// The canary run: a made-up word stands in every field of every kind of entry about a
// person, and in every field about the workers and the house around them; everybody then
// goes everywhere. A word comes through to those alone whom the oracle entitles to it, and
// stands in clear nowhere: not in the log, not in the files. The names of organisations,
// workers and houses are meant to be seen, and are no canaries.

// canary is one word, and what whoever reads it must be able to open.
type canary struct {
	word   string
	where  string // the field
	needs  string // letters
	stands bool   // it says how things stand now: who looks back at nothing sees it, too
}

// flock is the canaries, with the file that brings them in.
type flock struct {
	all  []canary
	file strings.Builder
}

func (f *flock) plant(where, needs string, stands bool) string {
	word := marker(50_000+len(f.all), 'z')
	f.all = append(f.all, canary{word, where, needs, stands})
	return word
}

// letterOf is the letter of a label.
func letterOf(l label.Label) string {
	for letter, name := range labelNames {
		if name == l.String() {
			return string(letter)
		}
	}
	return "?" // a label that the matrix does not know
}

// referred are the entries that fields name, by the name of the field.
var referred = map[string]string{"referral": "referral.sent", "allocation": "support.allocated", "sharing": "consent.shared", "what": "consent.restricted", "conflict": "consent.conflict", "asked": "consent.erasure-asked"}

// lay writes an entry of a kind with a word wherever one may stand, and a correction of it
// with a reason.
func (f *flock) lay(t *town, k chronology.Kind) {
	body := map[string]any{}
	for _, x := range k.Fields() {
		plant := func() string {
			return f.plant(k.Name+" "+x.Name, letterOf(k.Exists)+letterOf(x.Label), strings.HasPrefix(k.Name, "person.") || k.Name == "contact.safe-way")
		}
		switch x.Type {
		case "text", "line":
			body[x.Name] = plant()
		case "lines":
			body[x.Name] = []string{plant(), plant()}
		case "code":
			body[x.Name] = x.Codes[0].Value
		case "codes":
			body[x.Name] = []string{x.Codes[0].Value}
		case "number":
			body[x.Name] = 7
		case "yes or no":
			body[x.Name] = true
		case "when":
			body[x.Name] = "2026-10-20"
			if x.Name == "born" || x.Name == "since" {
				body[x.Name] = "1990-01-01"
			}
		case "labels":
			body[x.Name] = "general"
		case "entry":
			body[x.Name] = referred[x.Name]
		case "organisation":
			body[x.Name] = string(t.orgs[confidant])
		case "worker":
			body[x.Name] = string(t.heads["maple"].Worker)
		default:
			body[x.Name] = "a field of the type " + x.Type + ": plant a word in it"
		}
	}
	f.line(map[string]any{"kind": k.Name, "happened": "2026-10-02", "id": k.Name, "body": body})
	why := f.plant(k.Name+", why it was corrected", letterOf(k.Exists)+letterOf(k.Free), false)
	f.line(map[string]any{"kind": k.Name, "happened": "2026-10-03", "body": map[string]any{}, "corrects": map[string]any{"of": k.Name, "fields": []string{"happened"}, "because": why}})
}

func (f *flock) line(l map[string]any) {
	l["chronology"] = "canaries"
	raw, err := json.Marshal(l)
	if err != nil {
		panic(err)
	}
	f.file.Write(append(raw, '\n'))
}

// fly brings a case with all canaries into a town and shares it with everybody.
func (f *flock) fly(t testing.TB, w *town) aCase {
	t.Helper()
	kinds := w.desk.Kinds().All()
	first := func(k chronology.Kind) int { return slices.Index([]string{"person.met", "referral.sent"}, k.Name) }
	slices.SortStableFunc(kinds, func(a, b chronology.Kind) int { return first(b) - first(a) })
	slices.SortStableFunc(kinds, func(a, b chronology.Kind) int {
		return strings.Compare(fmt.Sprint(a.Name != "person.met"), fmt.Sprint(b.Name != "person.met"))
	})
	for _, k := range kinds {
		if !k.House {
			f.lay(w, k)
		}
	}
	head := w.heads["maple"]
	before := w.peopleOf(head)
	if _, err := w.desk.Import(context.Background(), head, desk.Bringing{Name: "canaries.jsonl", Read: strings.NewReader(f.file.String())}); err != nil {
		t.Fatal(err)
	}
	c := aCase{keeper: "maple"}
	for id := range w.peopleOf(head) {
		if !before[id] {
			c.on = id
		}
	}
	for _, x := range companies {
		if x.name != "maple" {
			c.share = w.share(head, c.on, x.name, "consent", byConsent, civil.When{})
		}
	}
	for _, m := range w.members {
		if slices.Contains(headed, m.At) && m.Role != policy.Operator {
			w.beside(m.post, m.actor, c.on)
		}
	}
	v, err := w.desk.Read(context.Background(), head, "case.now", c.on, chronology.At{})
	if err != nil || w.err != nil {
		t.Fatal(err, w.err)
	}
	c.entry = v.Case.Lines[0].ID
	return c
}

// nest writes about a worker and a house of Maple's; only its managers read of that.
func (f *flock) nest(w *town) (worker, house ident.Chronology) {
	head, today := w.heads["maple"], w.today()
	word := func(where string) answer.Of[answer.Text] { return asText(f.plant(where, "team", false)) }
	line := func(where string) answer.Of[string] { return answer.Given(f.plant(where, "team", false)) }
	for _, m := range w.members {
		if m.post == (post{policy.NightStaff, "maple"}) {
			worker = ident.Chronology(m.actor.Worker)
		}
	}
	w.do(head, casefile.SuperviseWorker(worker, organisation.Supervise{Happened: today, Body: organisation.Supervised{How: answer.Given(organisation.SupervisionForm("group")), With: line("supervised with"), Note: word("supervised note")}}))
	w.do(head, casefile.TrainWorker(worker, organisation.Train{Happened: today, Body: organisation.Trained{Course: answer.Given(organisation.Course("first-aid")), By: line("trained by"), Note: word("trained note")}}))
	house = ident.NewChronology(w.clock.Now())
	w.do(head, casefile.OpenHouse(house, housing.OpenHouse{Happened: today, Body: housing.Opened{Name: answer.Given("Larch"), Organisation: answer.Given(w.orgs["maple"]), Address: word("house address")}}))
	w.do(head, casefile.CheckHouse(house, housing.CheckHouse{Happened: today, Body: housing.HouseChecked{What: answer.Given(housing.Check("gas")), Result: answer.Given(housing.ToPutRight), Faults: word("house faults"), By: answer.Given(today)}}))
	return worker, house
}

// entitled says whether the oracle gives a canary to a member.
func entitled(m member, k canary) bool {
	if k.needs == "team" {
		return m.post == (post{policy.Manager, "maple"})
	}
	if k.needs == "mine" {
		return m.post == (post{policy.SupportWorker, "maple"})
	}
	s := situation{ground: "consent", given: byConsent, bond: beside}
	if m.At == "maple" {
		s = situation{ground: "own", bond: beside}
	}
	opened := opens(m.post, standingOf(s))
	back := slices.Contains(looksBack, m.Role) || m.Role == policy.Manager && whereOf(m.At) == "supporting"
	for _, l := range k.needs {
		if !strings.ContainsRune(opened, l) {
			return false
		}
	}
	return back || k.stands
}

// unlikeOnes is one member for each role and each remit: others are alike to the policies.
func (t *town) unlikeOnes() []member {
	var out []member
	for _, m := range t.members {
		if !slices.ContainsFunc(out, func(x member) bool { return x.Role == m.Role && whereOf(x.At) == whereOf(m.At) }) {
			out = append(out, m)
		}
	}
	return out
}

// everywhere asks for every route as a member, follows where it is sent on to, and gives
// all that came back, by route.
func (t *town) everywhere(tb testing.TB, m member, c aCase, worker, house ident.Chronology, name string) map[string]string {
	tb.Helper()
	out := map[string]string{}
	keep := func(at string, a answered) {
		out[at] += html.UnescapeString(a.body) + fmt.Sprint(a.header)
	}
	for _, p := range t.paths(tb, c) {
		if p.public() {
			continue
		}
		paths := []string{p.path}
		if strings.Contains(p.Pattern, "/team/{case}") {
			paths = []string{strings.Replace(p.path, string(c.on), string(worker), 1), strings.Replace(p.path, string(c.on), string(house), 1)}
		}
		for _, path := range paths {
			var typed url.Values
			if p.method == http.MethodPost && !p.aboutCase() {
				typed = url.Values{"name": {name}}
			}
			a := t.ask(m, p.method, path, typed)
			keep(p.Pattern, a)
			if to := a.header.Get("Location"); a.status == http.StatusSeeOther && !strings.HasPrefix(to, "/sign-in") {
				keep(p.Pattern+" and on", t.ask(m, http.MethodGet, to, nil))
			}
		}
	}
	return out
}

// strays are the canaries that came to somebody who may not have them.
func strays(m member, came map[string]string, all []canary) (out []string, seen int) {
	for at, text := range came {
		for _, k := range all {
			if !strings.Contains(text, k.word) {
				continue
			}
			if seen++; !entitled(m, k) {
				out = append(out, fmt.Sprintf("%s, %s: %s", m.post, at, k.where))
			}
		}
	}
	slices.Sort(out)
	return out, seen
}

func TestCanaries(t *testing.T) {
	w, f := twin(t, nil), &flock{}
	c := f.fly(t, w)
	worker, house := f.nest(w)
	author := w.of(t, policy.SupportWorker, "maple")
	kept := w.ask(author, http.MethodPost, "/cases/"+string(c.on)+"/contacts/new", url.Values{"draft": {string(w.desk.NewForm(author.actor))}, "later": {"yes"}, "note": {f.plant("draft of a contact", "mine", false)}})
	if w.err != nil || kept.status != http.StatusSeeOther {
		t.Fatal(w.err, kept.status, kept.body)
	}
	name := f.all[slices.IndexFunc(f.all, func(k canary) bool { return k.where == "person.met chosen_name" })].word
	walkers, names := w.unlikeOnes(), w.named()
	for _, k := range f.all {
		names = append(names, k.word)
	}
	wrong, came, titled := make([][]string, len(walkers)), make([]int, len(walkers)), make([]int, len(walkers))
	each(walkers, func(i int, m member) { // what they type themselves is in small letters, so that it is no canary
		all := w.everywhere(t, m, c, worker, house, strings.ToLower(name))
		wrong[i], came[i] = strays(m, all, f.all)
		said, seen := titles(m.post.String(), all, names)
		wrong[i], titled[i] = append(wrong[i], said...), seen
	})
	if fewest := slices.Min(titled); fewest < 20 {
		t.Errorf("control: somebody came to %d titles only", fewest)
	}
	for i, all := range wrong {
		for _, x := range all[:min(len(all), 12)] {
			t.Error(x)
		}
		if m := walkers[i]; m.Role == policy.Operator || m.Role == policy.Analyst {
			if came[i] > 0 {
				t.Errorf("%s met %d canaries", m.post, came[i])
			}
		} else if m.post == (post{policy.Manager, "maple"}) && came[i] < 100 {
			t.Errorf("control: %s met only %d canaries", m.post, came[i])
		}
	}
	w.legible(t, f.all)
}

// legible searches the log and the files, while the town runs and when it has stopped.
func (t *town) legible(tb testing.TB, all []canary) {
	tb.Helper()
	files := map[string][]byte{"log": []byte(t.log.String())}
	read := func(when string) {
		paths, _ := filepath.Glob(filepath.Join(t.dir, "*"))
		for _, path := range paths {
			b, err := os.ReadFile(path)
			if err != nil {
				tb.Fatal(err)
			}
			files[when+" "+filepath.Base(path)] = b
		}
	}
	read("running")
	t.shut()
	read("stopped")
	for name, b := range files {
		low := bytes.ToLower(b)
		for _, k := range all {
			if standsIn(b, low, k.word) {
				tb.Errorf("%s: %s stands in clear", name, k.where)
			}
		}
	}
	for _, clear := range []string{"support.allocate", string(t.orgs["maple"])} { // the control: what stands in clear is found
		if b := files["stopped waymark.db"]; !standsIn(b, bytes.ToLower(b), clear) {
			tb.Errorf("control: %q is not found", clear)
		}
	}
}

// standsIn says whether a word stands in bytes: in any case, in hex or in base64.
func standsIn(b, low []byte, word string) bool {
	if bytes.Contains(low, bytes.ToLower([]byte(word))) || bytes.Contains(low, []byte(hex.EncodeToString([]byte(word)))) {
		return true
	}
	for shift := range 3 {
		coded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + word))
		if bytes.Contains(b, []byte(coded[shift+2:len(coded)-2])) {
			return true
		}
	}
	return false
}
