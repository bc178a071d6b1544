// Command bench measures, in one run, what the issue asks for, and prints ratios: acts
// a second with three reading organisations against bare one-row commits of the same
// bytes at the same durability, and with the log growing beside them; the case page at
// 20, 200 and 2,000 entries; reckoning after a change of the rules, over -chronologies people; the lists at several sizes,
// over -cases people, against a plain page; who is found by name among -names people;
// start-up; and acts, the case page, lists and search on both engines.
// It works in a temporary folder and stops by itself.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"waymark/data"
	"waymark/internal/civil"
	"waymark/internal/clock"
	"waymark/internal/desk"
	policyfiles "waymark/policy"
)

func main() {
	flag.Parse()
	if err := profiled(run); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// profiled runs the parts, and writes where they spent the processor's time if asked.
func profiled(run func(context.Context) error) (err error) {
	if *profile == "" {
		return run(context.Background())
	}
	f, err := os.Create(*profile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return run(context.Background())
}

func run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "waymark-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	fmt.Printf("Waymark bench: %s, %d cores, %s\n\n", runtime.Version(), runtime.NumCPU(), runtime.GOOS)
	for _, part := range parts {
		if *only != "" && !slices.Contains(strings.Split(*only, ","), part.name) {
			continue
		}
		if err := part.run(ctx, dir); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
		fmt.Println()
	}
	return nil
}

var profile = flag.String("profile", "", "a file to write to where the processor's time went")

var only = flag.String("only", "", "the parts to measure, as acts,lists; all if none is named")

var parts = []struct {
	name string
	run  func(context.Context, string) error
}{{"acts", acts}, {"log", sequenced}, {"pages", pages}, {"rules", rules}, {"lists", lists}, {"names", names}, {"start", start}, {"engines", engines}, {"backup", backups}}

// now is the machine's clock: a benchmark measures, so it reads it.
func now() time.Time { return clock.System{}.Now() }

func openDesk(ctx context.Context, dir string) (*desk.Desk, error) {
	return desk.Open(ctx, desk.Config{
		Dir: dir, Clock: clock.System{}, Calendar: civil.DefaultCalendar(), Nation: civil.EnglandAndWales,
		Rules: data.Rulebook, Policies: policyfiles.Files, Log: discard(),
	})
}

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

// start measures how long an installation of some hundred people takes to open.
func start(ctx context.Context, dir string) error {
	at := filepath.Join(dir, "acts")
	var took []time.Duration
	for range 7 {
		began := now()
		d, err := openDesk(ctx, at)
		if err != nil {
			return err
		}
		took = append(took, now().Sub(began))
		if err := d.Close(); err != nil {
			return err
		}
	}
	fmt.Printf("Start-up: open an installation, prove kinds, rules with their examples, and policies\n  p50 %s  worst of %d %s\n", quantile(took, 50), len(took), quantile(took, 100))
	return nil
}

// quantile gives a percentile of durations, to the microsecond.
func quantile(all []time.Duration, percent int) time.Duration {
	s := slices.Sorted(slices.Values(all))
	i := max(0, (len(s)*percent+99)/100-1)
	return s[i].Round(time.Microsecond)
}

func line(words string, n int) string { return strings.Repeat(words+" ", n) }
