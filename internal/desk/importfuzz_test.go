package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"
	"time"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/clock"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/policy"
)

// FuzzImport reads and checks files as an import does before it writes. Whatever a file
// holds, it is refused with places to put right, or each of its entries can be kept and,
// written as an export writes it, would be taken again.
func FuzzImport(f *testing.F) {
	const met = `{"chronology":"A","kind":"person.met","happened":"2020-01","id":"1","body":{"chosen_name":"Bao","how":{"answer":"not known"}}}` + "\n"
	for _, s := range []string{
		met,
		"\xef\xbb\xbf" + met + `{"chronology":"A","kind":"contact.made","happened":"2020-03-10","id":"c","extra":{"note":["health"]},"body":{"how":"phone","reached":"yes","minutes":5,"note":"\u00e9\n"}}`,
		met + `{"chronology":"A","kind":"person.met","happened":"2020~","corrects":{"of":"1","fields":["happened"],"because":"so"}}`,
		met + `{"chronology":"A","kind":"referral.sent","happened":"2020-21","id":"r","body":{"route":"adult","authority":"sca","consent":"yes"}}` + "\n" +
			`{"chronology":"A","kind":"decision.made","happened":"2020-05-03/2020-06-09","body":{"referral":"r","stage":"reasonable-grounds","outcome":"positive"}}`,
		met + `{"chronology":"A","kind":"consent.shared","happened":"2020","recorded":"2020-01-01T00:00:00Z","withheld":["why"],"for":"00000000000000000000000000","body":{"to":"00000000000000000000000000","labels":"general+account","basis":"consent"}}`,
		`{"chronology":{}}`, `{"body":null,"corrects":null}`, `{"a":"\ud800A"}`, "\\", "[[[[", "\x00",
	} {
		f.Add([]byte(s))
	}
	kinds, err := casefile.Kinds()
	if err != nil {
		f.Fatal(err)
	}
	d := &Desk{kinds: kinds, clock: clock.At(time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC))}
	actor := policy.Actor{Worker: OperatorID, Organisation: ident.Organisation(OperatorID)}
	f.Fuzz(func(t *testing.T, in []byte) {
		file, entries := reads(t, d, actor, in)
		for _, p := range file.problems {
			if p.Line < 1 || p.Message == "" {
				t.Fatalf("a problem without a place or without advice: %+v", p)
			}
		}
		if len(file.problems) > 0 {
			return
		}
		var again bytes.Buffer
		for _, e := range entries {
			if _, _, err := kinds.Pack(e); err != nil {
				t.Fatalf("taken and cannot be kept: %v", err)
			}
			line, err := d.exportLine(e)
			if err == nil {
				err = json.NewEncoder(&again).Encode(line)
			}
			if err != nil {
				t.Fatalf("taken and cannot be exported: %v", err)
			}
		}
		if second, _ := reads(t, d, actor, again.Bytes()); len(second.problems) > 0 && again.Len() < longestLine {
			t.Fatalf("exported and not taken again: %v\n%s", second.problems, again.Bytes())
		}
	})
}

// reads gives the entries that a file would bring, each person opened by it.
func reads(t *testing.T, d *Desk, actor policy.Actor, in []byte) (*importFile, []chronology.Entry) {
	file, err := readImport(context.Background(), "old.jsonl", bytes.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	var out []chronology.Entry
	for i, a := range file.arrivals {
		act := ident.Act(ident.EntryOf("act", i))
		l := landing{arrival: a, act: act, on: ident.ChronologyOf(act, 0), opens: true, view: label.Everything()}
		d.checkArrival(file, actor, l)
		if len(file.problems) > 0 {
			break
		}
		m := d.moment(actor, act)
		x, _ := d.importing(l, m)
		for n, news := range x.Labelled(l.seen, m) {
			e, err := d.entry(news, m, n, l.view)
			if err != nil {
				t.Fatalf("checked and refused: %v", err)
			}
			out = append(out, e)
		}
	}
	return file, out
}
