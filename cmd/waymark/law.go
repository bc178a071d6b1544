package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"waymark/data"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/rulebook"
)

// law is what dates are reckoned by.
type law struct {
	rules, calendar, nation string
	readings                []string
}

func (l *law) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&l.rules, "rules", "", "a folder of rule files to lay over those inside: one of the same name takes its place, others are added")
	f.StringVar(&l.calendar, "calendar", "", "a calendar of bank holidays to use instead of the one inside")
	f.StringVar(&l.nation, "nation", string(civil.EnglandAndWales), "whose bank holidays count: england-and-wales, scotland or northern-ireland")
	f.StringArrayVar(&l.readings, "reading", nil, "where sources disagree, the reading to go by, as question=reading; waymark check lists them")
}

// rulesFlag gives the flag alone, to a command that settles the rest itself.
func (l *law) rulesFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&l.rules, "rules", "", "a folder of rule files to lay over those inside: one of the same name takes its place, others are added")
}

// reckons reads what the flags name.
func (l *law) reckons(cfg *desk.Config) error {
	var err error
	if cfg.Nation, err = civil.ParseNation(l.nation); err != nil {
		return usagef("--nation: %v", err)
	}
	if cfg.Calendar, err = l.readCalendar(); err != nil {
		return err
	}
	if cfg.Readings, err = l.chosen(); err != nil {
		return err
	}
	cfg.Rules, err = l.rulebook()
	return err
}

// rulebook is the rule files inside, with those of a deployment laid over them.
func (l *law) rulebook() (fs.FS, error) {
	if l.rules == "" {
		return data.Rulebook, nil
	}
	if _, err := l.laidOver(); err != nil {
		return nil, err
	}
	return laid{over: folder{name: rulesIn, fsys: os.DirFS(l.rules)}, under: data.Rulebook}, nil
}

// rulesIn is the folder of rules in what a desk is given.
const rulesIn = "rulebook"

// laidOver lists the rule files that are laid over. A folder that has none was named by
// mistake, and so was a file that would be passed over.
func (l *law) laidOver() ([]string, error) {
	info, err := os.Stat(l.rules)
	if err != nil {
		return nil, fmt.Errorf("the folder of rules cannot be read: %w", err)
	}
	if !info.IsDir() {
		return nil, usagef("--rules is a folder, and %s is not one", l.rules)
	}
	entries, err := os.ReadDir(l.rules)
	if err != nil {
		return nil, fmt.Errorf("the folder of rules cannot be read: %w", err)
	}
	var out []string
	for _, e := range entries {
		switch {
		case e.IsDir():
		case path.Ext(e.Name()) == ".yaml":
			out = append(out, e.Name())
		case path.Ext(e.Name()) == ".yml":
			return nil, fmt.Errorf("the name of a rule file ends in .yaml: nothing would read %s", e.Name())
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("there is no rule file in %s", l.rules)
	}
	return out, nil
}

func (l *law) readCalendar() (*civil.Calendar, error) {
	if l.calendar == "" {
		return civil.DefaultCalendar(), nil
	}
	f, err := os.Open(l.calendar)
	if err != nil {
		return nil, fmt.Errorf("the calendar cannot be read: %w", err)
	}
	defer func() { _ = f.Close() }() // it was only read
	c, err := civil.LoadCalendar(f)
	if err != nil {
		return nil, fmt.Errorf("the file %s: %w", l.calendar, err)
	}
	return c, nil
}

// chosen reads the readings that were chosen, each question once.
func (l *law) chosen() (map[string]string, error) {
	out := map[string]string{}
	for _, r := range l.readings {
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

// provedBook is the rulebook as it would be taken, proved: its examples come out, and the
// readings are chosen.
func provedBook(cfg desk.Config, kinds chronology.Kinds) (*rulebook.Book, error) {
	book, err := rulebook.Load(cfg.Rules, rulesIn)
	if err == nil {
		err = book.Check(kinds, cfg.Calendar)
	}
	if err != nil {
		return nil, fmt.Errorf("the rulebook cannot be used, and nothing of it is taken:\n%w", err)
	}
	if book, err = book.Choose(cfg.Readings); err != nil {
		return nil, fmt.Errorf("rulebook: %w", err)
	}
	return book, nil
}

// book is provedBook for a command that needs the rules and no data.
func (l *law) book() (*rulebook.Book, desk.Config, error) {
	var cfg desk.Config
	if err := l.reckons(&cfg); err != nil {
		return nil, cfg, err
	}
	kinds, err := casefile.Kinds()
	if err != nil {
		return nil, cfg, fmt.Errorf("kinds: %w", err)
	}
	book, err := provedBook(cfg, kinds)
	return book, cfg, err
}

// folder is a file system that stands in a folder of a name.
type folder struct {
	name string
	fsys fs.FS
}

// Open opens a file of the folder, or the folder.
func (f folder) Open(name string) (fs.File, error) {
	if name == f.name {
		return f.fsys.Open(".")
	}
	if inside, ok := strings.CutPrefix(name, f.name+"/"); ok {
		return f.fsys.Open(inside)
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadDir lists the folder.
func (f folder) ReadDir(name string) ([]fs.DirEntry, error) {
	if name != f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.ErrUnsupported}
	}
	return fs.ReadDir(f.fsys, ".")
}
