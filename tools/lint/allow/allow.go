// Package allow lets one finding stand, with its reason beside it.
//
// A directive stands at the end of the line it speaks of, or alone on the line
// before:
//
//	//lint:allow NAME REASON
//
// NAME is the check, as its finding shows it in brackets; REASON is at least
// two words for whoever reads the line next. A directive without a reason, of
// an unknown name, or that allows nothing any more is itself a finding, and so
// is any other tool's way of hushing a check.
package allow

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"
)

// Check is an analyzer and where it speaks.
type Check struct {
	Analyzer *analysis.Analyzer
	// Generated says that generated files are checked too.
	Generated bool
	// Tests says that test files are checked too.
	Tests bool
}

// Guard makes every check heed the directives and answers them all, with the
// analyzer that reads the directives themselves last. It changes the analyzers
// it is given, so give each to one Guard only.
func Guard(checks []Check) []*analysis.Analyzer {
	used := &uses{lines: map[place]bool{}}
	known := map[string]bool{}
	var all []*analysis.Analyzer
	for _, c := range checks {
		known[c.Analyzer.Name] = true
		run := c.Analyzer.Run
		c.Analyzer.Run = func(pass *analysis.Pass) (any, error) {
			guarded := *pass
			guarded.Report = c.heeding(pass, used)
			return run(&guarded)
		}
		all = append(all, c.Analyzer)
	}
	return append(all, &analysis.Analyzer{
		Name: "allow",
		Doc:  "reports a //lint:allow directive without a reason, of an unknown check, or that allows nothing",
		// It runs when all the others have, and so knows what was used.
		Requires: append([]*analysis.Analyzer(nil), all...),
		Run: func(pass *analysis.Pass) (any, error) {
			report(pass, known, used)
			return nil, nil
		},
	})
}

// heeding answers a report function that drops what the check does not speak
// of and what a directive allows.
func (c Check) heeding(pass *analysis.Pass, used *uses) func(analysis.Diagnostic) {
	allowed := map[place]directive{}
	for _, d := range directives(pass) {
		if d.name == c.Analyzer.Name && d.reason != "" {
			allowed[d.speaksOf] = d
		}
	}
	return func(found analysis.Diagnostic) {
		at := pass.Fset.PositionFor(found.Pos, false)
		if !c.Tests && strings.HasSuffix(at.Filename, "_test.go") {
			return
		}
		if !c.Generated && generated(pass, found.Pos) {
			return
		}
		if d, ok := allowed[place{at.Filename, at.Line}]; ok {
			used.add(d.place)
			return
		}
		// The bracketed name is what a directive must say.
		found.Message = fmt.Sprintf("%s [%s]", found.Message, c.Analyzer.Name)
		pass.Report(found)
	}
}

func generated(pass *analysis.Pass, pos token.Pos) bool {
	for _, f := range pass.Files {
		if f.FileStart <= pos && pos <= f.FileEnd {
			return ast.IsGenerated(f)
		}
	}
	return false
}

// place is a line of a file.
type place struct {
	file string
	line int
}

// directive is one `//lint:allow` comment: where it stands, and the line it
// speaks of.
type directive struct {
	place
	speaksOf     place
	pos          token.Pos
	name, reason string
}

var (
	form   = regexp.MustCompile(`^//lint:allow(?:\s+(\S+))?(?:\s+(.*\S))?\s*$`)
	others = regexp.MustCompile(`^//\s*(nolint|lint:ignore|lint:file-ignore|#nosec|exhaustive:ignore)`)
)

func directives(pass *analysis.Pass) []directive {
	var all []directive
	comments(pass, func(c *ast.Comment) {
		m := form.FindStringSubmatch(c.Text)
		if m == nil {
			return
		}
		d := directive{pos: c.Pos(), name: m[1]}
		if len(strings.Fields(m[2])) >= 2 {
			d.reason = m[2]
		}
		at := pass.Fset.PositionFor(c.Pos(), false)
		d.place = place{at.Filename, at.Line}
		d.speaksOf = d.place
		if alone(pass, at) {
			d.speaksOf.line++
		}
		all = append(all, d)
	})
	return all
}

// alone tells whether a comment has its line to itself.
func alone(pass *analysis.Pass, at token.Position) bool {
	text, err := pass.ReadFile(at.Filename)
	if err != nil || at.Offset > len(text) {
		return false
	}
	before := string(text[:at.Offset])
	return strings.TrimSpace(before[strings.LastIndexByte(before, '\n')+1:]) == ""
}

func comments(pass *analysis.Pass, visit func(*ast.Comment)) {
	for _, f := range pass.Files {
		for _, group := range f.Comments {
			for _, c := range group.List {
				visit(c)
			}
		}
	}
}

func report(pass *analysis.Pass, known map[string]bool, used *uses) {
	comments(pass, func(c *ast.Comment) {
		// A generator's own directives are the generator's.
		if others.MatchString(c.Text) && !generated(pass, c.Pos()) {
			pass.Reportf(c.Pos(), "say `//lint:allow NAME REASON`: it names one check and says why")
		}
	})
	for _, d := range directives(pass) {
		switch {
		case !known[d.name]:
			pass.Reportf(d.pos, "no check is named %q", d.name)
		case d.reason == "":
			pass.Reportf(d.pos, "say why %s may be let stand here: `//lint:allow %s REASON`", d.name, d.name)
		case !used.has(d.place):
			pass.Reportf(d.pos, "%s finds nothing here any more: take the directive away", d.name)
		}
	}
}

// uses remembers which directives allowed something.
type uses struct {
	mu    sync.Mutex
	lines map[place]bool
}

func (u *uses) add(p place) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.lines[p] = true
}

func (u *uses) has(p place) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.lines[p]
}
