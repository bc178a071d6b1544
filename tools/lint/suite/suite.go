// Package suite is the table of what the lint tool checks.
//
// It starts strict and is never loosened quietly: a check that is left out is
// left out here, by name, with the reason beside it.
package suite

import (
	"github.com/kisielk/errcheck/errcheck"
	"github.com/nishanths/exhaustive/passes/exhaustive"
	"github.com/polyfloyd/go-errorlint/errorlint"
	"github.com/ryanrolds/sqlclosecheck/pkg/analyzer"
	"github.com/sonatard/noctx"
	"github.com/timakin/bodyclose/passes/bodyclose"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/atomicalign"
	"golang.org/x/tools/go/analysis/passes/ctrlflow"
	"golang.org/x/tools/go/analysis/passes/deepequalerrors"
	"golang.org/x/tools/go/analysis/passes/nilness"
	"golang.org/x/tools/go/analysis/passes/printf"
	"golang.org/x/tools/go/analysis/passes/reflectvaluecompare"
	"golang.org/x/tools/go/analysis/passes/sortslice"
	"golang.org/x/tools/go/analysis/passes/unusedwrite"
	"golang.org/x/tools/go/analysis/suite/vet"
	"honnef.co/go/tools/analysis/facts/deprecated"
	"honnef.co/go/tools/analysis/lint"
	"honnef.co/go/tools/quickfix"
	"honnef.co/go/tools/simple"
	"honnef.co/go/tools/staticcheck"
	"honnef.co/go/tools/stylecheck"

	"waymark/tools/lint/allow"
	"waymark/tools/lint/forbid"
	"waymark/tools/lint/prose"
	"waymark/tools/lint/unused"
)

// leftOut names the checks of staticcheck that Waymark does without.
var leftOut = map[string]string{
	"SA9003": "an empty branch with a comment in it says that a case was thought of",
	"ST1000": "archtest asks for the package comment, once for a package and not once for a file",
	"ST1005": "an error that reaches a page is a sentence, and errs keeps the others from getting there",
	"ST1020": "a comment may begin with what a thing is or answers, before its name",
	"ST1021": "as ST1020",
	"ST1022": "as ST1020",
	"ST1023": "QF1011 says the same",
	"QF1001": "De Morgan's law does not always read better",
	"QF1006": "a loop with its break beside its reason reads well",
	"QF1007": "two assignments may say two things",
	"QF1008": "a selector that names the embedded field says where the method comes from",
	"QF1009": "every time here is in UTC and cut to microseconds, so equal moments are equal values",
}

// tellNothing are calls whose error says nothing that has not been said.
var tellNothing = []string{
	"(*database/sql.Rows).Close",  // Rows.Err has told already
	"(*database/sql.Stmt).Close",  // nothing to undo
	"(*database/sql.Tx).Rollback", // after a commit it always answers ErrTxDone
	"(io.ReadCloser).Close",       // what was read has been read
}

// Facts are the analyzers that are run over other people's packages, for what
// ours may rest on: what prints, what never returns, what is deprecated.
func Facts() []*analysis.Analyzer {
	return []*analysis.Analyzer{printf.Analyzer, ctrlflow.Analyzer, deprecated.Analyzer}
}

// All is everything, each analyzer heeding `//lint:allow`, and last the one
// that reads those directives themselves. Call it once: it changes the
// analyzers it answers.
func All() []*analysis.Analyzer {
	var guarded []allow.Check
	for _, a := range bugs() {
		// templ assigns what it may not use, and says so in its files.
		guarded = append(guarded, allow.Check{Analyzer: a, Generated: a.Name != "SA4006", Tests: true})
	}
	for _, a := range house() {
		// What templ generates is a page, and a page may not make raw HTML.
		guarded = append(guarded, allow.Check{Analyzer: a, Generated: true, Tests: true})
	}
	for _, a := range style() {
		guarded = append(guarded, allow.Check{Analyzer: a, Tests: true})
	}
	for _, a := range careful() {
		guarded = append(guarded, allow.Check{Analyzer: a})
	}
	return allow.Guard(guarded)
}

// bugs are checks whose finding is a mistake wherever it stands.
func bugs() []*analysis.Analyzer {
	all := append([]*analysis.Analyzer{
		atomicalign.Analyzer,
		deepequalerrors.Analyzer,
		nilness.Analyzer,
		reflectvaluecompare.Analyzer,
		sortslice.Analyzer,
		unusedwrite.Analyzer,
		analyzer.NewAnalyzer(), // sqlclosecheck; what rowserrcheck does, vet's own sqlrowserr does
	}, vet.Suite...)
	return append(all, named(staticcheck.Analyzers)...)
}

// house are our own rules.
func house() []*analysis.Analyzer {
	return forbid.Analyzers()
}

// style are checks of how a thing is said. Generated code is not asked.
func style() []*analysis.Analyzer {
	all := []*analysis.Analyzer{unused.Analyzer, prose.Stop, prose.Spelling}
	all = append(all, named(simple.Analyzers)...)
	all = append(all, named(stylecheck.Analyzers)...)
	return append(all, named(quickfix.Analyzers)...)
}

// careful are checks of code that serves somebody: a test that drops an error
// or has no deadline stops at its next line or at the test's own.
func careful() []*analysis.Analyzer {
	errcheck.DefaultExcludedSymbols = append(errcheck.DefaultExcludedSymbols, tellNothing...)
	return []*analysis.Analyzer{
		bodyclose.Analyzer,
		errcheck.Analyzer,
		errorlint.NewAnalyzer(),
		exhaustive.Analyzer,
		noctx.Analyzer,
	}
}

// named answers the analyzers of one of staticcheck's lists, less those left out.
func named(list []*lint.Analyzer) []*analysis.Analyzer {
	var all []*analysis.Analyzer
	for _, a := range list {
		if _, out := leftOut[a.Analyzer.Name]; !out {
			all = append(all, a.Analyzer)
		}
	}
	return all
}
