package suite_test

import (
	"testing"

	"golang.org/x/tools/go/analysis"

	"waymark/tools/lint/suite"
)

// The table names each check once, and what the house counts on is in it: a
// check that falls out of a list on an upgrade would fall out in silence.
func TestSuiteHoldsEveryCheckOnce(t *testing.T) {
	all := suite.All()
	if err := analysis.Validate(all); err != nil {
		t.Fatal(err)
	}
	held := map[string]bool{}
	for _, a := range all {
		if held[a.Name] {
			t.Errorf("%s is in the table twice", a.Name)
		}
		held[a.Name] = true
	}
	for _, name := range []string{
		"copylocks", "lostcancel", "nilness", "printf", "sqlrowserr", "unusedwrite", // vet
		"SA1019", "SA4006", "SA5007", "S1005", "ST1012", "ST1019", "QF1003", // staticcheck
		"bodyclose", "errcheck", "errorlint", "exhaustive", "noctx", "sqlclosecheck",
		"stop", "spelling", "unused",
		"clock", "query", "rawhtml", "printing", "environment", "panicking", // ours
		"allow",
	} {
		if !held[name] {
			t.Errorf("%s is not in the table", name)
		}
	}
	for _, name := range []string{"fieldalignment", "shadow", "ST1000"} {
		if held[name] {
			t.Errorf("%s is in the table, and its reason for being left out is gone", name)
		}
	}
	if len(held) < 180 {
		t.Errorf("%d checks, want at least 180: a list came up short", len(held))
	}
}
