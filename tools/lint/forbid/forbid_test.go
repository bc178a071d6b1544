package forbid_test

import (
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"waymark/tools/lint/forbid"
)

// Every rule runs over a room that breaks it and over a room that may. The
// lines that break it say so in a want comment; every other line is a control.
func TestRuleFindsWhatItForbidsAndNothingElse(t *testing.T) {
	for _, test := range []struct {
		rule  *analysis.Analyzer
		rooms []string
	}{
		{forbid.Clock, []string{"waymark/internal/clock"}},
		{forbid.RawHTML, []string{"waymark/internal/govuk"}},
		{forbid.Panicking, []string{"waymark/internal/ident"}},
		{forbid.Query, []string{"waymark/internal/store"}},
	} {
		t.Run(test.rule.Name, func(t *testing.T) {
			analysistest.Run(t, analysistest.TestData(), test.rule, test.rooms...)
		})
	}
}

// One room breaks several rules at once, each line one of them.
func TestRulesTogetherOverARoomAndAProgram(t *testing.T) {
	all := &analysis.Analyzer{
		Name: "all",
		Doc:  "runs all rules of the package in one pass",
		Run: func(pass *analysis.Pass) (any, error) {
			for _, rule := range forbid.Analyzers() {
				if _, err := rule.Run(pass); err != nil {
					return nil, err
				}
			}
			return nil, nil
		},
	}
	analysistest.Run(t, analysistest.TestData(), all,
		"waymark/internal/referral", "waymark/cmd/waymark")
}
