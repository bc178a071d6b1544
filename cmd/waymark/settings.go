package main

import (
	"cmp"
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

	"waymark/internal/desk"
	"waymark/internal/store"
	policyfiles "waymark/policy"
)

// settings is how an installation is opened. Every command that opens one takes all of
// them: with another nation or reading it would reckon other dates.
type settings struct {
	law
	data, rootKey, policy string
	database, keyring     store.Database // on a server; "" for files in data
	madeUp                bool           // a demo's folder, opened by a command that says so
}

// The variables that URLs of databases most often stand in: others on the machine can read
// the command line.
const (
	databaseVar = variables + "DATABASE"
	keyringVar  = variables + "KEYRING"
)

const configWords = "a YAML file of settings, each by the name of its flag; a flag or a variable of the environment (" + variables + "…) is stronger"

// flags gives a command the flags of the settings.
func (s *settings) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.String(configFlag, "", configWords)
	f.StringVar(&s.data, "data", "", "the folder that holds, or is to hold, the data")
	f.Var((*place)(&s.database), "database", "the data on PostgreSQL, as postgres://USER@HOST/NAME?sslmode=verify-full; with a password in the variable "+databaseVar+" instead")
	f.Var((*place)(&s.keyring), "keyring", "the keyring on PostgreSQL, in a database of its own, or in the variable "+keyringVar+" (keyring.db in the data folder)")
	f.StringVar(&s.rootKey, "root-key", "", "the root key's file (root.key in the data folder; better kept elsewhere)")
	f.StringVar(&s.policy, "policy", "", "a folder of policy files to lay over those inside, file by file")
	s.law.flags(cmd)
	settingsOf(f, "data", "database", "keyring", "root-key", "policy", "rules", "calendar", "nation", "reading")
}

// place is the URL of a database as a flag. Written out it has no password.
type place store.Database

func (p *place) String() string {
	if *p == "" {
		return ""
	}
	return store.Database(*p).String()
}

func (p *place) Type() string { return "URL" }

func (p *place) Set(said string) error {
	*p = place(said)
	return nil
}

// open opens an installation. One that must be there already is not founded.
func (s *settings) open(ctx context.Context, p *program, log *slog.Logger, there bool) (*desk.Desk, error) {
	cfg, err := s.config()
	if err != nil {
		return nil, err
	}
	data := cmp.Or(cfg.Data, store.Database(filepath.Join(cfg.Dir, "waymark.db")))
	switch {
	case cfg.Dir != "":
	case cfg.Data == "":
		return nil, usage{"say --data: the folder that holds the data"}
	case cfg.Keyring == "" || cfg.Root == "":
		return nil, usage{"say --data: the folder that holds keyring.db and root.key; or both --keyring and --root-key"}
	}
	if there {
		lies, err := data.HoldsData(ctx)
		if err != nil {
			return nil, err
		}
		if !lies {
			return nil, fmt.Errorf("there is no Waymark data in %s", cmp.Or(s.data, data.String()))
		}
	}
	cfg.Clock, cfg.Log, cfg.Demo = p.clock, log, s.madeUp
	return desk.Open(ctx, cfg)
}

// served says whether the data lies on a server.
func (s *settings) served() bool { return s.database != "" }

// config reads what the settings name.
func (s *settings) config() (desk.Config, error) {
	cfg := desk.Config{Dir: s.data, Root: s.rootKey, Data: s.database, Keyring: s.keyring}
	if err := s.reckons(&cfg); err != nil {
		return cfg, err
	}
	var err error
	cfg.Policies, err = s.policies()
	return cfg, err
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
