package allow_test

import (
	"go/ast"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"waymark/tools/lint/allow"
)

// loud reports every time.Now, so that there is something to allow.
func loud() *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "loud",
		Doc:  "reports every mention of Now",
		Run: func(pass *analysis.Pass) (any, error) {
			for _, f := range pass.Files {
				ast.Inspect(f, func(n ast.Node) bool {
					if id, ok := n.(*ast.Ident); ok && id.Name == "Now" {
						pass.Reportf(id.Pos(), "loud")
					}
					return true
				})
			}
			return nil, nil
		},
	}
}

func TestDirectiveAllowsOneLineWithAReason(t *testing.T) {
	checks := allow.Guard([]allow.Check{{Analyzer: loud(), Generated: true, Tests: true}})
	analysistest.Run(t, analysistest.TestData(), both(checks), "a")
}

func TestCheckLeavesTestsAndGeneratedFilesAlone(t *testing.T) {
	checks := allow.Guard([]allow.Check{{Analyzer: loud()}})
	analysistest.Run(t, analysistest.TestData(), both(checks), "b")
}

// both answers one analyzer for the check and for the reading of directives:
// analysistest reports what one analyzer reports.
func both(checks []*analysis.Analyzer) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "both",
		Doc:  "runs the check, and then the reading of directives",
		Run: func(pass *analysis.Pass) (any, error) {
			for _, check := range checks {
				if _, err := check.Run(pass); err != nil {
					return nil, err
				}
			}
			return nil, nil
		},
	}
}
