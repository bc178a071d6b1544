package unused_test

import (
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"waymark/tools/lint/unused"
)

func TestUnusedCodeIsFoundAndUsedCodeIsNot(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), unused.Analyzer, "a")
}
