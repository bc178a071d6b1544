package forbid

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Panicking forbids panics, but in ident, in tests, and in what runs once
// before anybody is served: init, a package's variables and Must functions.
var Panicking = &analysis.Analyzer{
	Name: "panicking",
	Doc:  "forbids panics outside ident, tests, init and Must functions: a history made contradictory is shown, not crashed on",
	Run:  panicking,
}

func panicking(pass *analysis.Pass) (any, error) {
	if in("waymark/internal/ident")(pass) {
		return nil, nil
	}
	for _, file := range pass.Files {
		if isTest(pass, file) {
			continue
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || beforeServing(f) {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok && isPanic(pass, call) {
					pass.Reportf(call.Pos(),
						"a panic here reaches whoever is being helped; answer an error, or name the function Must… and call it before serving")
				}
				return true
			})
		}
	}
	return nil, nil
}

// beforeServing tells whether a function is one that runs once at the start.
func beforeServing(f *ast.FuncDecl) bool {
	name := f.Name.Name
	return name == "init" && f.Recv == nil ||
		strings.HasPrefix(name, "Must") || strings.HasPrefix(name, "must")
}

func isPanic(pass *analysis.Pass, call *ast.CallExpr) bool {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok {
		return false
	}
	b, ok := pass.TypesInfo.Uses[id].(*types.Builtin)
	return ok && b.Name() == "panic"
}
