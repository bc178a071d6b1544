package prose_test

import (
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"waymark/tools/lint/prose"
)

func TestProseIsReadOnceForItsEndAndOnceForItsSpelling(t *testing.T) {
	both := &analysis.Analyzer{
		Name: "both",
		Doc:  "runs both checks in one pass",
		Run: func(pass *analysis.Pass) (any, error) {
			if _, err := prose.Stop.Run(pass); err != nil {
				return nil, err
			}
			return prose.Spelling.Run(pass)
		},
	}
	analysistest.Run(t, analysistest.TestData(), both, "a")
}
