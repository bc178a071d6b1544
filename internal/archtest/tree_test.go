package archtest

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// text is a file of the repository: its path from the top, and what it says.
type text struct{ path, body string }

// file is a Go file of the main module.
type file struct {
	text
	dir       string // its folder, from the top
	test      bool
	generated bool
	imports   []string
	syntax    *ast.File
	positions *token.FileSet
}

// line is the line that a piece of the file begins on.
func (f file) line(n ast.Node) int { return f.positions.Position(n.Pos()).Line }

// all is the repository as it lies: every text file, and of them the Go files
// of the main module.
type all struct {
	texts   []text
	goFiles []file
}

// passedOver are folders of what is built, fetched or kept by a running
// Waymark: nothing in them is committed.
var passedOver = []string{".git", "node_modules", "bin", "var", "assets/dist", "e2e/tmp", "e2e/screenshots", ".idea", ".vscode"}

var readTree = sync.OnceValues(func() (all, error) {
	var a all
	top := os.DirFS(filepath.Join("..", ".."))
	err := fs.WalkDir(top, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains(passedOver, name) || slices.Contains(passedOver, d.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		if !d.Type().IsRegular() || name == "assets/dist/.gitkeep" || name == ".git" { // a worktree has a file of that name
			return nil
		}
		body, err := fs.ReadFile(top, name)
		if err != nil {
			return err
		}
		if bytes.IndexByte(body[:min(len(body), 8000)], 0) >= 0 {
			return nil // a picture, a typeface, a database
		}
		t := text{name, string(body)}
		a.texts = append(a.texts, t)
		// The tools are a module of their own.
		if path.Ext(name) != ".go" || strings.HasPrefix(name, "tools/") {
			return nil
		}
		f, err := parse(t)
		if err != nil {
			return err
		}
		a.goFiles = append(a.goFiles, f)
		return nil
	})
	return a, err
})

// tree reads the repository, once for all tests.
func tree(t *testing.T) all {
	t.Helper()
	a, err := readTree()
	if err != nil {
		t.Fatal(err)
	}
	// A walk that began in the wrong place finds nothing wrong anywhere.
	if !slices.ContainsFunc(a.goFiles, func(f file) bool { return f.path == "internal/clock/clock.go" }) {
		t.Fatal("the walk over the repository did not come by internal/clock/clock.go")
	}
	return a
}

func parse(t text) (file, error) {
	f := file{
		text: t, dir: path.Dir(t.path),
		test:      strings.HasSuffix(t.path, "_test.go"),
		positions: token.NewFileSet(),
	}
	var err error
	f.syntax, err = parser.ParseFile(f.positions, t.path, t.body, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return file{}, err
	}
	f.generated = ast.IsGenerated(f.syntax)
	for _, spec := range f.syntax.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return file{}, err
		}
		f.imports = append(f.imports, p)
	}
	return f, nil
}

// sample is a Go file in memory for a control.
func sample(t *testing.T, path, body string) file {
	t.Helper()
	f, err := parse(text{path, body})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// none fails for everything that a detector found.
func none(t *testing.T, found []string) {
	t.Helper()
	for _, f := range found {
		t.Error(f)
	}
}

// wants fails unless a detector found exactly this, in this order.
func wants(t *testing.T, found []string, want ...string) {
	t.Helper()
	if !slices.Equal(found, want) {
		t.Errorf("the detector found:\n  %s\nwant:\n  %s", strings.Join(found, "\n  "), strings.Join(want, "\n  "))
	}
}
