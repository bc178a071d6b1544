package archtest

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

//go:embed dependencies.txt
var allowedModules string

// findDependencies says which module is imported without its reason in the
// list, which is listed and not imported, and which lacks its reason. A module
// counts as ours to answer for when our own code imports it, tests included.
func findDependencies(goMod, list string, files []file) []string {
	var found []string
	reasons := map[string]string{}
	for line := range strings.Lines(list) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		module, reason, _ := strings.Cut(line, " ")
		if _, twice := reasons[module]; twice {
			found = append(found, module+" is in the list twice")
		}
		reasons[module] = strings.TrimSpace(reason)
		if len(strings.Fields(reason)) < 3 {
			found = append(found, module+" is in the list without a reason")
		}
	}

	required, direct := requires(goMod)
	imported := map[string]bool{}
	for _, f := range files {
		for _, path := range f.imports {
			first, _, _ := strings.Cut(path, "/")
			if first == "waymark" || !strings.Contains(first, ".") {
				continue // ours, or Go's own
			}
			module := moduleOf(path, required)
			if module == "" {
				found = append(found, fmt.Sprintf("%s imports %s, which go.mod does not have", f.path, path))
				continue
			}
			imported[module] = true
		}
	}
	for _, module := range direct {
		if !imported[module] {
			found = append(found, module+" is a direct dependency in go.mod, but nothing imports it")
		}
	}
	for _, module := range slices.Sorted(maps.Keys(imported)) {
		if _, ok := reasons[module]; !ok {
			found = append(found, module+" is imported, but is not in the list: say there why we rest on it")
		}
	}
	for _, module := range slices.Sorted(maps.Keys(reasons)) {
		if !imported[module] {
			found = append(found, module+" is in the list, but nothing imports it")
		}
	}
	return found
}

// requires reads the modules that a go.mod requires: all, and those that it
// does not call indirect.
func requires(goMod string) (every, direct []string) {
	block := false
	for line := range strings.Lines(goMod) {
		line = strings.TrimSpace(line)
		switch line {
		case "require (":
			block = true
			continue
		case ")":
			block = false
			continue
		}
		rest, single := strings.CutPrefix(line, "require ")
		if !block && !single {
			continue
		}
		words := strings.Fields(rest)
		if len(words) < 2 {
			continue
		}
		every = append(every, words[0])
		if !strings.HasSuffix(line, "// indirect") {
			direct = append(direct, words[0])
		}
	}
	return every, direct
}

// moduleOf is the module that a package lies in: the longest that fits.
func moduleOf(path string, modules []string) string {
	best := ""
	for _, m := range modules {
		if (path == m || strings.HasPrefix(path, m+"/")) && len(m) > len(best) {
			best = m
		}
	}
	return best
}

func TestEveryDependencyHasItsReason(t *testing.T) {
	a := tree(t)
	at := slices.IndexFunc(a.texts, func(t text) bool { return t.path == "go.mod" })
	if at < 0 {
		t.Fatal("the repository has no go.mod")
	}
	none(t, findDependencies(a.texts[at].body, allowedModules, a.goFiles))
}

func TestDependenciesControl(t *testing.T) {
	const goMod = "module waymark\n\ngo 1.26.0\n\nexclude bad.test/x v1.0.0\n\nrequire single.test/one v1.0.0\n\n" +
		"require (\n\tkept.test/a v1.2.3\n\tkept.test/a/deep v1.0.0 // indirect\n\tidle.test/b v0.1.0\n\tfar.test/c v0.1.0 // indirect\n\tnew.test/d v1.0.0 // indirect\n)\n"
	const list = "# why each\nkept.test/a  it reads what charities write\nfar.test/c  nobody says who needs it\nsingle.test/one  because\n"
	found := findDependencies(goMod, list, []file{
		sample(t, "internal/store/open.go", `package store; import (_ "fmt"; _ "waymark/internal/seal"; _ "kept.test/a/part"; _ "single.test/one")`),
		sample(t, "internal/store/open_test.go", `package store; import (_ "new.test/d"; _ "kept.test/a/deep/er"; _ "lost.test/e")`),
	})
	wants(t, found,
		"single.test/one is in the list without a reason",
		"internal/store/open_test.go imports lost.test/e, which go.mod does not have",
		"idle.test/b is a direct dependency in go.mod, but nothing imports it",
		"kept.test/a/deep is imported, but is not in the list: say there why we rest on it",
		"new.test/d is imported, but is not in the list: say there why we rest on it",
		"far.test/c is in the list, but nothing imports it",
	)
}
