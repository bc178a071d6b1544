package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"waymark/data"
	"waymark/internal/civil"
	"waymark/internal/desk"
	policyfiles "waymark/policy"
)

// settings is how an installation is opened. Every command that opens one takes all of
// them: with another nation or reading it would reckon other dates.
type settings struct {
	data, rootKey, calendar, nation, policy string
	readings                                []string
}

// flags gives a command the flags of the settings.
func (s *settings) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&s.data, "data", "", "the folder that holds, or is to hold, the data")
	f.StringVar(&s.rootKey, "root-key", "", "the root key's file (root.key in the data folder; better kept elsewhere)")
	f.StringVar(&s.calendar, "calendar", "", "a calendar of bank holidays to use instead of the one inside")
	f.StringVar(&s.nation, "nation", string(civil.EnglandAndWales), "whose bank holidays count: england-and-wales, scotland or northern-ireland")
	f.StringVar(&s.policy, "policy", "", "a folder of policy files to lay over those inside, file by file")
	f.StringArrayVar(&s.readings, "reading", nil, "where sources disagree, the reading to go by, as question=reading; waymark check lists them")
}

// open opens an installation. One that must be there already is not founded.
func (s *settings) open(ctx context.Context, p *program, log *slog.Logger, there bool) (*desk.Desk, error) {
	if s.data == "" {
		return nil, usage{"say --data: the folder that holds the data"}
	}
	if _, err := os.Stat(filepath.Join(s.data, "waymark.db")); there && errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no Waymark data in %s", s.data)
	}
	cfg, err := s.config()
	if err != nil {
		return nil, err
	}
	cfg.Clock, cfg.Log = p.clock, log
	return desk.Open(ctx, cfg)
}

// config reads what the settings name.
func (s *settings) config() (desk.Config, error) {
	cfg := desk.Config{Dir: s.data, Root: s.rootKey, Rules: data.Rulebook}
	var err error
	if cfg.Nation, err = civil.ParseNation(s.nation); err != nil {
		return cfg, usagef("--nation: %v", err)
	}
	if cfg.Calendar, err = s.readCalendar(); err != nil {
		return cfg, err
	}
	if cfg.Readings, err = s.chosen(); err != nil {
		return cfg, err
	}
	cfg.Policies, err = s.policies()
	return cfg, err
}

func (s *settings) readCalendar() (*civil.Calendar, error) {
	if s.calendar == "" {
		return civil.DefaultCalendar(), nil
	}
	f, err := os.Open(s.calendar)
	if err != nil {
		return nil, fmt.Errorf("the calendar cannot be read: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	c, err := civil.LoadCalendar(f)
	if err != nil {
		return nil, fmt.Errorf("the file %s: %w", s.calendar, err)
	}
	return c, nil
}

// chosen reads the readings that were chosen, each question once.
func (s *settings) chosen() (map[string]string, error) {
	out := map[string]string{}
	for _, r := range s.readings {
		question, reading, ok := strings.Cut(r, "=")
		if !ok || question == "" || reading == "" {
			return nil, usagef("--reading is written question=reading, not %q", r)
		}
		if _, twice := out[question]; twice {
			return nil, usagef("--reading names %s twice", question)
		}
		out[question] = reading
	}
	return out, nil
}

func (s *settings) policies() (fs.FS, error) {
	if s.policy == "" {
		return policyfiles.Files, nil
	}
	info, err := os.Stat(s.policy)
	if err != nil {
		return nil, fmt.Errorf("the folder of policies cannot be read: %w", err)
	}
	if !info.IsDir() {
		return nil, usagef("--policy is a folder, and %s is not one", s.policy)
	}
	return laid{over: os.DirFS(s.policy), under: policyfiles.Files}, nil
}

// laid is one folder over another: a file of the upper one stands for the file of the
// same name below.
type laid struct{ over, under fs.FS }

// Open opens the upper file, or the lower one where there is none.
func (l laid) Open(name string) (fs.File, error) {
	f, err := l.over.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return l.under.Open(name)
	}
	return f, err
}

// ReadDir lists both folders as one.
func (l laid) ReadDir(name string) ([]fs.DirEntry, error) {
	over, err := fs.ReadDir(l.over, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	under, errUnder := fs.ReadDir(l.under, name)
	if err != nil && errUnder != nil {
		return nil, err
	}
	for _, e := range under {
		if !slices.ContainsFunc(over, func(o fs.DirEntry) bool { return o.Name() == e.Name() }) {
			over = append(over, e)
		}
	}
	slices.SortFunc(over, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return over, nil
}
