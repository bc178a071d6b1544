package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"testing/fstest"
	"time"

	"waymark/data"
	"waymark/internal/civil"
	"waymark/internal/clock"
	"waymark/internal/desk"
	policyfiles "waymark/policy"
)

var chronologies = flag.Int("chronologies", 200, "how many chronologies of 40 entries the rules are reckoned over")

// ours is a rule that touches everybody who was referred.
const ours = `rules:
  - id: bench-visit
    sort: limit
    title: First visit after the referral
    why: It touches everybody who was referred.
    from: 2009-04-01
    on: {kind: referral.sent}
    due: {working_days: 3}
    owner: support-provider
    verified: true
    source: [{document: The bench, kind: contract}]
    examples: [{given: [{kind: referral.sent, happened: 2024-03-04}], as_of: 2024-03-04, expect: {state: running}}]
`

// elsewhere is a rule that touches nobody here.
var elsewhere = strings.NewReplacer("bench-visit", "bench-leave", "referral.sent", "leave.granted").Replace(ours)

// rules measures, on one core, how many entries a second are reckoned against a plain
// scan that only opens and decodes them, and what following a change of the rules takes.
func rules(ctx context.Context, dir string) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	at := filepath.Join(dir, "rules")
	d, err := openWith(ctx, at, "")
	if err != nil {
		return err
	}
	w, err := build(ctx, d, 0)
	if err != nil {
		return err
	}
	if err := bringIn(ctx, w, *chronologies); err != nil {
		return err
	}
	if err := d.Close(); err != nil {
		return err
	}
	fmt.Printf("Rules: %d chronologies of %d entries, one core\n", *chronologies, entriesEach)
	if err := against(ctx, at); err != nil {
		return err
	}
	for _, c := range []struct{ what, rule string }{{"a rule that touches everybody", ours}, {"a rule that touches nobody", elsewhere}} {
		if err := follow(ctx, at, c.what, c.rule); err != nil {
			return err
		}
	}
	return nil
}

// against compares reckoning everybody, written to nowhere, with the plain scan.
func against(ctx context.Context, at string) error {
	d, err := openWith(ctx, at, ours)
	if err != nil {
		return err
	}
	var scanned, reckoned time.Duration
	entries := 0
	for range rounds {
		began := now()
		n, err := d.Scan(ctx)
		if err != nil {
			return err
		}
		scanned, entries = scanned+now().Sub(began), entries+n
		began = now()
		if _, err := d.PreviewReckon(ctx, nil); err != nil {
			return err
		}
		reckoned += now().Sub(began)
	}
	fmt.Printf("  reckoned %.0f entries/s  plain scan that opens and decodes %.0f entries/s\n  ratio %.2f (aim at most 2.00)\n",
		float64(entries)/reckoned.Seconds(), float64(entries)/scanned.Seconds(), reckoned.Seconds()/scanned.Seconds())
	return d.Close()
}

// follow measures reckoning after one change, from start to end.
func follow(ctx context.Context, at, what, rule string) error {
	d, err := openWith(ctx, at, rule)
	if err != nil {
		return err
	}
	var most uint64
	began := now()
	got, err := d.Reckon(ctx, func(int, int) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapInuse)
	})
	if err != nil {
		return err
	}
	took := now().Sub(began)
	fmt.Printf("  reckon after %s: %.2f minutes for %d people, %d touched; at most %d MiB of heap; 100,000 would take %.0f minutes\n",
		what, took.Minutes(), got.Waiting, got.Touched, most>>20, took.Minutes()*100_000/float64(max(got.Waiting, 1)))
	// And back, so that the next change begins from the same rows.
	err = d.Close()
	d, errBack := openWith(ctx, at, "")
	if errBack != nil {
		return errors.Join(err, errBack)
	}
	_, errBack = d.Reckon(ctx, nil)
	return errors.Join(err, errBack, d.Close())
}

func openWith(ctx context.Context, dir, rule string) (*desk.Desk, error) {
	files := fstest.MapFS{}
	inside, err := data.Rulebook.ReadDir("rulebook")
	if err != nil {
		return nil, err
	}
	for _, e := range inside {
		name := path.Join("rulebook", e.Name())
		b, err := fs.ReadFile(data.Rulebook, name)
		if err != nil {
			return nil, err
		}
		files[name] = &fstest.MapFile{Data: b}
	}
	if rule != "" {
		files["rulebook/bench.yaml"] = &fstest.MapFile{Data: []byte(rule)}
	}
	return desk.Open(ctx, desk.Config{
		Dir: dir, Clock: clock.System{}, Calendar: civil.DefaultCalendar(), Nation: civil.EnglandAndWales,
		Rules: files, Policies: policyfiles.Files, Log: discard(),
	})
}

const (
	entriesEach = 40
	fileOf      = 1000 // people in one file: an import checks the whole file first
)

// bringIn imports people whose cases run as most do: a referral, both decisions, support,
// and contacts between.
func bringIn(ctx context.Context, w *world, people int) error {
	for first := 0; first < people; first += fileOf {
		var b strings.Builder
		for i := first; i < min(first+fileOf, people); i++ {
			lines(&b, i)
		}
		name := fmt.Sprintf("people-%d.jsonl", first)
		if _, err := w.desk.Import(ctx, w.actor, desk.Bringing{Name: name, Read: strings.NewReader(b.String())}); err != nil {
			return err
		}
	}
	return nil
}

func lines(b *strings.Builder, i int) {
	n := 0
	put := func(kind, happened, body string) {
		n++
		fmt.Fprintf(b, `{"chronology":"p%d","kind":%q,"happened":%q,"id":"e%d","body":%s}`+"\n", i, kind, happened, n, body)
	}
	put("person.met", "2024-01-08", fmt.Sprintf(`{"chosen_name":"Somebody %d"}`, i))
	put("support.started", "2024-01-08", `{"setting":"safehouse"}`)
	put("referral.sent", "2024-01-10", `{"route":"adult","authority":"sca","consent":"yes"}`)
	put("decision.made", "2024-01-17", `{"referral":"e3","stage":"reasonable-grounds","outcome":"positive"}`)
	put("decision.told", "2024-01-18", `{"referral":"e3","stage":"reasonable-grounds","outcome":"positive","reasons":"given"}`)
	put("decision.made", "2025-06-03", `{"referral":"e3","stage":"conclusive-grounds","outcome":"positive"}`)
	put("decision.told", "2025-06-05", `{"referral":"e3","stage":"conclusive-grounds","outcome":"positive","reasons":"given"}`)
	for month := 0; n < entriesEach; month++ {
		put("contact.made", fmt.Sprintf("2024-%02d-%02d", 2+month%11, 1+month%28), fmt.Sprintf(`{"how":"phone","reached":"yes","note":%q}`, line("We spoke about the week.", 8)))
	}
}
