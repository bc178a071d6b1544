// Package prose reads comments: do they end, and are they spelt.
//
// Both checks are other people's, wrapped so that they run within go vet. The
// spelling check knows common slips in English of either side of the Atlantic
// and leaves British spelling alone.
package prose

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"

	"github.com/golangci/misspell"
	"github.com/tetafro/godot"
	"golang.org/x/tools/go/analysis"
)

// Stop reports a comment on a declaration that does not end with a stop: one
// that breaks off was not finished.
var Stop = &analysis.Analyzer{
	Name: "stop",
	Doc:  "reports a comment on a declaration that does not end: an unfinished sentence misleads",
	Run:  stop,
}

// Spelling reports misspelt words in comments and in strings, which people
// read on the page. The strings of tests are left alone: a test may want to
// know what becomes of a misspelt word.
var Spelling = &analysis.Analyzer{
	Name: "spelling",
	Doc:  "reports commonly misspelt words in comments and strings",
	Run:  spelling,
}

func stop(pass *analysis.Pass) (any, error) {
	for _, file := range pass.Files {
		issues, err := godot.Run(file, pass.Fset, godot.Settings{Scope: godot.DeclScope, Period: true})
		if err != nil {
			return nil, fmt.Errorf("stop: %w", err)
		}
		lines := pass.Fset.File(file.FileStart)
		for _, issue := range issues {
			pass.Reportf(lines.LineStart(issue.Pos.Line), "the comment does not end with a stop")
		}
	}
	return nil, nil
}

func spelling(pass *analysis.Pass) (any, error) {
	words := misspell.New()
	check := func(pos token.Pos, text string) {
		_, slips := words.Replace(text)
		for _, slip := range slips {
			pass.Reportf(pos, "%q is a misspelling of %q", slip.Original, slip.Corrected)
		}
	}
	for _, file := range pass.Files {
		for _, group := range file.Comments {
			for _, comment := range group.List {
				check(comment.Pos(), comment.Text)
			}
		}
		if strings.HasSuffix(pass.Fset.PositionFor(file.FileStart, false).Filename, "_test.go") {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING {
				check(text.Pos(), text.Value)
			}
			return true
		})
	}
	return nil, nil
}
