package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/find"
	"waymark/internal/find/madeup"
	"waymark/internal/ident"
	"waymark/internal/person"
	"waymark/internal/policy"
)

var (
	namesIn  = flag.Int("names", 100_000, "among how many people names are looked for")
	namesOut = flag.Int("named", 3_000, "how many people's sealed names are opened")
)

// names measures search: who is found among -names people, how long it takes, and how
// long the names of -named people take to be opened at the first search.
func names(ctx context.Context, dir string) error {
	r := rand.New(rand.NewPCG(1, 2))
	targets, crowd := madeup.Targets(), [][]string(nil)
	crowd = madeup.Crowd(r, max(0, *namesIn-len(targets)))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	began := now()
	x := find.New()
	for i, p := range targets {
		x.Put(strconv.Itoa(i), p.Names)
	}
	for i, n := range crowd {
		x.Put(fmt.Sprint("crowd ", i), n)
	}
	took := now().Sub(began)
	runtime.GC()
	runtime.ReadMemStats(&after)
	fmt.Printf("Names: %d people in memory in %s, %d MiB\n", x.Len(), took.Round(time.Millisecond), (after.HeapAlloc-before.HeapAlloc)>>20)
	asking(r, x, targets)
	return opening(ctx, filepath.Join(dir, "names"), targets, crowd)
}

// asking prints who is found in the first ten, by how they are asked for and by script.
func asking(r *rand.Rand, x *find.Index, targets []madeup.Person) {
	var took []time.Duration
	asked, found := map[string]int{}, map[string]int{}
	var order []string
	count := func(of string, hit bool) {
		if asked[of] == 0 {
			order = append(order, of)
		}
		asked[of]++
		if hit {
			found[of]++
		}
	}
	for _, sort := range madeup.Sorts() {
		for i, p := range targets {
			q := p.Ask(r, sort)
			began := now()
			hits := x.Search(q, 10, nil)
			took = append(took, now().Sub(began))
			hit := slices.ContainsFunc(hits, func(h find.Hit) bool { return h.ID == strconv.Itoa(i) })
			count("all", hit)
			count(string(sort), hit)
			count("script "+p.Script, hit)
		}
	}
	fmt.Printf("  one search  p50 %s  p95 %s  p99 %s\n  found in the first ten:\n", quantile(took, 50), quantile(took, 95), quantile(took, 99))
	slices.Sort(order)
	for _, of := range order {
		fmt.Printf("    %-36s %.3f of %d\n", of, float64(found[of])/float64(asked[of]), asked[of])
	}
}

// opening prints how long the sealed names of some people take to be opened, and a search
// with access, policies and look after that.
func opening(ctx context.Context, dir string, targets []madeup.Person, crowd [][]string) error {
	d, err := openDesk(ctx, dir)
	if err != nil {
		return err
	}
	w, err := build(ctx, d, 0)
	if err != nil {
		return err
	}
	n := min(*namesOut, len(crowd))
	for _, names := range crowd[:n] {
		if _, err := d.Do(ctx, w.actor, d.NewAct(), meets(d, names[0])); err != nil {
			return err
		}
	}
	first, err := searched(ctx, d, w.actor, targets[0].Names[0])
	if err != nil {
		return err
	}
	var took []time.Duration
	for i := range 200 {
		t, err := searched(ctx, d, w.actor, crowd[i%n][0])
		if err != nil {
			return err
		}
		took = append(took, t)
	}
	fmt.Printf("  the first search opens %d sealed names in %s (%s each), later ones with access, policies and look  p50 %s  p95 %s\n", n, first.Round(time.Millisecond), (first / time.Duration(n)).Round(time.Microsecond), quantile(took, 50), quantile(took, 95))
	return d.Close()
}

func meets(d *desk.Desk, name string) casefile.Act {
	return casefile.Meet(ident.NewChronology(now()), person.Meet{Happened: civil.On(d.Today()), Body: person.Met{ChosenName: answer.Given(name)}})
}

func searched(ctx context.Context, d *desk.Desk, actor policy.Actor, name string) (time.Duration, error) {
	began := now()
	_, err := d.Search(ctx, actor, name)
	return now().Sub(began), err
}
