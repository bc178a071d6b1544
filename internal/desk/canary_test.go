package desk

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
)

// canaries are made-up words that must not be found at rest.
type canaries struct{ planted []string }

func (c *canaries) plant(where string) string {
	s := "Canary " + where + " zwölf"
	c.planted = append(c.planted, s)
	return s
}

// born is the day that stands in every date. Things happened on it, or where they must
// come before it, a week before.
const born, before = "1961-02-27", "1961-02-20"

// filled answers every field of a kind, with a canary wherever text may stand.
func (h *house) filled(c *canaries, k chronology.Kind) any {
	h.t.Helper()
	id := ident.New(noon)
	fields := map[string]any{}
	for _, f := range k.Fields() {
		switch f.Type {
		case "text", "line":
			fields[f.Name] = c.plant(k.Name + " " + f.Name)
		case "lines":
			fields[f.Name] = []string{c.plant(k.Name + " " + f.Name), c.plant(k.Name + " second " + f.Name)}
		case "code":
			fields[f.Name] = f.Codes[len(f.Codes)-1].Value
		case "codes":
			fields[f.Name] = []string{f.Codes[0].Value}
		case "number":
			fields[f.Name] = 7
		case "yes or no":
			fields[f.Name] = true
		case "when":
			fields[f.Name] = born
		case "labels":
			fields[f.Name] = label.Of(label.General, label.Identity)
		case "entry", "organisation", "worker":
			fields[f.Name] = id
		default:
			h.t.Fatalf("a field of type %q: plant a canary in it", f.Type)
		}
	}
	raw, err := json.Marshal(fields)
	if err != nil {
		h.t.Fatal(err)
	}
	body, err := k.ReadBody(raw)
	if err != nil {
		h.t.Fatal(err)
	}
	return body
}

func must(t *testing.T, day string) civil.When {
	t.Helper()
	when, err := civil.ParseWhen(day)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

// atRest reads every file of an installation.
func (h *house) atRest() map[string][]byte {
	h.t.Helper()
	files, err := filepath.Glob(filepath.Join(h.dir, "*"))
	if err != nil {
		h.t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, path := range files {
		b, err := os.ReadFile(path)
		if err != nil {
			h.t.Fatal(err)
		}
		out[filepath.Base(path)] = b
	}
	return out
}

// lowered is files in small letters, so that words are found in any case.
func lowered(files map[string][]byte) map[string][]byte {
	out := map[string][]byte{}
	for name, b := range files {
		out[name] = bytes.ToLower(b)
	}
	return out
}

// found says in which files a word stands: as it is in any case, in hex or in base64.
func found(files, low map[string][]byte, word string) []string {
	var out []string
	for name, b := range files {
		hit := bytes.Contains(low[name], bytes.ToLower([]byte(word))) || bytes.Contains(low[name], []byte(hex.EncodeToString([]byte(word))))
		for shift := range 3 {
			coded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + word))
			hit = hit || bytes.Contains(b, []byte(coded[shift+2:len(coded)-2]))
		}
		if hit {
			out = append(out, name)
		}
	}
	return out
}

// With every field of every kind filled, with names, logins, passwords, tokens, drafts,
// reasons and origins, nothing of it is found in the files: not while Waymark runs, not
// in the log beside the database, not when it has stopped.
func TestNothingIsLegibleAtRest(t *testing.T) {
	h := newHouse(t)
	var c canaries
	org := h.found(c.plant("organisation name"), "other")
	worker := h.join(org, c.plant("worker name"), "manager")
	login, password := c.plant("login"), c.plant("password")
	if err := h.AddAccount(ctx, worker.Worker, login, password); err != nil {
		t.Fatal(err)
	}
	token, err := h.SignIn(ctx, login, password)
	if err != nil {
		t.Fatal(err)
	}
	on := h.met(c.plant("chosen name"))
	// One of the kinds restricts the case: who goes on writing is named.
	h.force(h.tom, on, chronology.New{Body: &consent.Named{Worker: answer.Given(h.tom.Worker), Of: answer.Given(h.maple)}})
	kinds := h.kinds.All()
	for _, k := range kinds {
		body := h.filled(&c, k)
		when := must(t, born)
		if h.kinds.Check(chronology.New{Happened: when, Body: body}, noon) != nil {
			when = must(t, before)
		}
		n := chronology.New{Happened: when, Body: body, Origin: c.plant(k.Name + " origin")}
		entry := h.force(h.tom, on, n)[0]
		for _, f := range k.Fields() {
			if f.Type == "text" {
				h.force(h.tom, on, chronology.New{Happened: when, Body: h.filled(&c, k), Extra: map[string]label.Set{f.Name: label.Of(label.Legal)}})
			}
		}
		h.force(h.tom, on, chronology.New{Body: k.NewBody(), Corrects: &chronology.Correction{Of: entry, Fields: []string{chronology.Date}, Why: words(c.plant(k.Name + " why"))}})
	}
	h.do(h.tom, h.described(on, person.Described{ChosenName: answer.Given(c.plant("second name")), Born: answer.Given(civil.On(civil.DayOf(noon)))}))
	values := map[string][]string{"note": {c.plant("draft value")}, c.plant("draft field"): {"x"}}
	if _, err := h.SaveDraft(ctx, h.nadia, Draft{ID: h.NewAct(), Route: "contact.record", On: on, Values: values}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Do(ctx, h.tom, h.NewAct(), casefile.Share(on, sharedWith(h.sca, words(c.plant("refused act"))))); err != nil {
		t.Fatal(err)
	}
	h.view(h.tom, on)
	h.day(h.tom)
	if len(c.planted) < 2*len(kinds) {
		t.Fatalf("only %d canaries were planted", len(c.planted))
	}

	running := h.atRest()
	if len(running["waymark.db-wal"]) == 0 {
		t.Error("there is no log beside the database: this test reads too little")
	}
	h.shut()
	for when, files := range map[string]map[string][]byte{"running": running, "stopped": h.atRest()} {
		low := lowered(files)
		for _, word := range append(c.planted, token, born, before) {
			if in := found(files, low, word); len(in) > 0 {
				t.Errorf("%s: %q is found in %v", when, word, in)
			}
		}
		for word, where := range map[string]string{string(h.other): "waymark.db", string(on): "keyring.db", "support.allocate": "waymark.db"} { // the control: what stands in clear is found
			if in := found(files, low, word); !strings.Contains(fmt.Sprint(in), where) {
				t.Errorf("control: %s: %q is found in %v only", when, word, in)
			}
		}
	}
	hidden := map[string][]byte{"upper": []byte(strings.ToUpper(c.planted[0])), "hex": []byte(hex.EncodeToString([]byte(c.planted[0]))), "base64": []byte(base64.StdEncoding.EncodeToString([]byte("a" + c.planted[0] + "bc"))), "plain": []byte("x" + c.planted[0])}
	if in := found(hidden, lowered(hidden), c.planted[0]); len(in) != len(hidden) {
		t.Errorf("control: the search finds %v only", in)
	}
}
