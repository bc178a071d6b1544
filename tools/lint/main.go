// Command lint is Waymark's one lint tool: go vet's own checks, staticcheck,
// a handful of well-known analyzers and the house's own rules in one binary.
//
// It speaks the protocol of go vet, so that results are cached a package at a
// time and a second run over unchanged code costs seconds:
//
//	go -C tools build -o ../bin/lint ./lint
//	go vet -vettool=bin/lint ./...
//
// Package suite tells which checks there are and why; package allow, how one
// finding may be let stand, with its reason beside it.
package main

import (
	"encoding/json"
	"os"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"waymark/tools/lint/suite"
)

func main() {
	if theirs(os.Args) {
		unitchecker.Main(suite.Facts()...)
	}
	unitchecker.Main(suite.All()...)
}

// theirs tells whether go vet asks about a package that is not ours. It asks
// only for the facts that ours may rest on (what prints, what never returns),
// and every analyzer would build the whole of SQLite for that.
func theirs(args []string) bool {
	unit := args[len(args)-1]
	if !strings.HasSuffix(unit, ".cfg") {
		return false
	}
	text, err := os.ReadFile(unit)
	if err != nil {
		return false // unitchecker says it better
	}
	var cfg struct {
		VetxOnly   bool
		ModulePath string
	}
	if err := json.Unmarshal(text, &cfg); err != nil {
		return false
	}
	return cfg.VetxOnly && cfg.ModulePath != "waymark" && !strings.HasPrefix(cfg.ModulePath, "waymark/")
}
