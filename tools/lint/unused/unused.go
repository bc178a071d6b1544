// Package unused says what nobody uses.
//
// Staticcheck finds it but leaves the telling to its own driver, so this
// analyzer tells it within go vet. It sees one package with its own tests, and
// so speaks of unexported things only.
package unused

import (
	"go/token"

	"golang.org/x/tools/go/analysis"
	finder "honnef.co/go/tools/unused"
)

// Analyzer reports unexported code that nothing uses.
var Analyzer = &analysis.Analyzer{
	Name:     "unused",
	Doc:      "reports unexported code that nothing uses: dead code misleads whoever reads it",
	Run:      run,
	Requires: []*analysis.Analyzer{finder.Analyzer.Analyzer},
}

func run(pass *analysis.Pass) (any, error) {
	found := pass.ResultOf[finder.Analyzer.Analyzer].(finder.Result)
	for _, object := range found.Unused {
		pass.Reportf(at(pass, object.Position), "%s %s is unused", object.Kind, object.Name)
	}
	return nil, nil
}

// at turns a line in a file back into a place in the pass.
func at(pass *analysis.Pass, where token.Position) token.Pos {
	for _, f := range pass.Files {
		file := pass.Fset.File(f.Pos())
		if file != nil && file.Name() == where.Filename && where.Offset <= file.Size() {
			return file.Pos(where.Offset)
		}
	}
	return token.NoPos
}
