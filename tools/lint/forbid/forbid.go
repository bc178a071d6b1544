// Package forbid is what Waymark's own code may not call, and why.
//
// Each rule is an analyzer of its own, so that `//lint:allow` names exactly
// one. The rules that are about imports and files, not about calls, live in
// the main module's archtest.
package forbid

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"
)

// Analyzers answers all rules of this package.
func Analyzers() []*analysis.Analyzer {
	return []*analysis.Analyzer{Clock, Query, RawHTML, Printing, Environment, Panicking}
}

// Clock forbids asking for the time outside the clock.
var Clock = &analysis.Analyzer{
	Name: "clock",
	Doc:  "forbids time.Now outside internal/clock: a deadline reckoned from a hidden clock cannot be tested or shown as of a day",
	Run: uses(rule{
		names: []string{"time.Now", "time.Since", "time.Until"},
		may:   in("waymark/internal/clock"),
		why:   "asks the machine for the time; take a moment as an argument, or a clock.Clock where the house begins",
	}),
}

// RawHTML forbids text that goes to a page unescaped.
var RawHTML = &analysis.Analyzer{
	Name: "rawhtml",
	Doc:  "forbids raw HTML outside internal/govuk: what somebody typed must never become part of a page",
	Run: uses(rule{
		names: []string{
			"github.com/a-h/templ.Raw", "github.com/a-h/templ.JSUnsafeFuncCall",
			"html/template.HTML", "html/template.HTMLAttr", "html/template.CSS",
			"html/template.JS", "html/template.JSStr", "html/template.URL", "html/template.Srcset",
		},
		may: in("waymark/internal/govuk"),
		why: "puts text on a page unescaped; build it from components, or give internal/govuk a new one with its fixtures",
	}),
}

// Printing forbids printing where a program is not.
var Printing = &analysis.Analyzer{
	Name: "printing",
	Doc:  "forbids printing outside programs: a line on standard output may hold somebody's name and is kept by nobody",
	Run: uses(rule{
		names: []string{
			"fmt.Print", "fmt.Printf", "fmt.Println", "print", "println",
			"log.Print", "log.Printf", "log.Println",
			"log.Fatal", "log.Fatalf", "log.Fatalln", "log.Panic", "log.Panicf", "log.Panicln",
		},
		may: in("waymark/cmd", "waymark/bench"),
		why: "prints past the structured log, which knows what may be said; answer an error, or log with slog",
	}),
}

// Environment forbids reading settings where they cannot be seen.
var Environment = &analysis.Analyzer{
	Name: "environment",
	Doc:  "forbids reading the environment outside programs: `waymark check` must be able to show every setting",
	Run: uses(rule{
		names: []string{"os.Getenv", "os.LookupEnv", "os.Environ", "os.ExpandEnv"},
		may:   in("waymark/cmd", "waymark/bench"),
		why:   "reads a setting that `waymark check` cannot show; read it in cmd and hand it in",
	}),
}

// rule is what must not be named, where it may be all the same, and why.
type rule struct {
	names []string
	may   func(pass *analysis.Pass) bool
	why   string
}

// uses answers a Run that reports every mention of a forbidden name, called or
// not: a function handed on is called elsewhere.
func uses(r rule) func(*analysis.Pass) (any, error) {
	return func(pass *analysis.Pass) (any, error) {
		if r.may(pass) {
			return nil, nil
		}
		for _, file := range pass.Files {
			if isTest(pass, file) {
				continue
			}
			ast.Inspect(file, func(n ast.Node) bool {
				id, ok := n.(*ast.Ident)
				if !ok {
					return true
				}
				if name := fullName(pass.TypesInfo.Uses[id]); slices.Contains(r.names, name) {
					pass.Reportf(id.Pos(), "%s %s", short(name), r.why)
				}
				return true
			})
		}
		return nil, nil
	}
}

// fullName is a package-level name or a builtin as a rule writes it, or "".
func fullName(o types.Object) string {
	switch o := o.(type) {
	case *types.Builtin:
		return o.Name()
	case *types.Func, *types.TypeName:
		if o.Pkg() != nil && o.Parent() == o.Pkg().Scope() {
			return o.Pkg().Path() + "." + o.Name()
		}
	}
	return ""
}

// short is a full name as one writes it in code.
func short(name string) string {
	return name[strings.LastIndexByte(name, '/')+1:]
}

// in answers whether a package is one of the given ones, below one of them, or
// the tests beside one.
func in(paths ...string) func(*analysis.Pass) bool {
	return func(pass *analysis.Pass) bool {
		path := strings.TrimSuffix(pass.Pkg.Path(), "_test")
		for _, p := range paths {
			if path == p || strings.HasPrefix(path, p+"/") {
				return true
			}
		}
		return false
	}
}

func isTest(pass *analysis.Pass, file *ast.File) bool {
	return strings.HasSuffix(pass.Fset.PositionFor(file.FileStart, false).Filename, "_test.go")
}

// callee is the function or method that a call calls, where that is known.
func callee(pass *analysis.Pass, call *ast.CallExpr) *types.Func {
	f, _ := typeutil.Callee(pass.TypesInfo, call).(*types.Func)
	return f
}
