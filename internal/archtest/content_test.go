package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// What is said to people, and of people: on pages, in rules and policies, in the made-up
// stories, and to survivors.

// said is a piece of what is said, and where.
type said struct{ where, text string }

// whatIsSaid is every page, rule, policy and language, and every text in the Go of the program.
func whatIsSaid(a all) []said {
	var out []said
	for _, t := range a.texts {
		inData := strings.HasPrefix(t.path, "data/") && path.Ext(t.path) == ".yaml"
		if !inData && path.Ext(t.path) != ".templ" && path.Ext(t.path) != ".cedar" {
			continue
		}
		for i, line := range strings.Split(t.body, "\n") {
			out = append(out, said{fmt.Sprintf("%s:%d", t.path, i+1), line})
		}
	}
	for _, f := range a.goFiles {
		if f.test || f.generated || !strings.HasPrefix(f.path, "internal/") && !strings.HasPrefix(f.path, "cmd/") {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil {
					out = append(out, said{fmt.Sprintf("%s:%d", f.path, f.line(lit)), text})
				}
			}
			return true
		})
	}
	return out
}

// reasoned is an entry of a list in testdata: what, and why.
type reasoned struct{ what, why string }

var columns = regexp.MustCompile(`\s{2,}`)

// lay takes a list apart: two columns, with two spaces or more between them.
func lay(list string) (out []reasoned, wrong []string) {
	for line := range strings.Lines(list) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := columns.Split(line, 2)
		if len(parts) < 2 || parts[1] == "" {
			wrong = append(wrong, "no reason is given for: "+line)
			continue
		}
		out = append(out, reasoned{parts[0], parts[1]})
	}
	return out, wrong
}

// findUnsaid says where something is said that never is, and which allowance nobody needs.
func findUnsaid(all []said, never, allowed []reasoned) []string {
	var found []string
	forms := make([]*regexp.Regexp, len(never))
	for i, n := range never {
		forms[i] = regexp.MustCompile(`(?i)` + n.what)
	}
	needed := map[string]bool{}
	for _, s := range all {
		text := s.text
		for _, a := range allowed {
			if strings.Contains(text, a.what) {
				needed[a.what] = true
				text = strings.ReplaceAll(text, a.what, "…")
			}
		}
		for i, form := range forms {
			if at := form.FindString(text); at != "" {
				found = append(found, fmt.Sprintf("%s says %q: %s", s.where, at, never[i].why))
				break
			}
		}
	}
	for _, a := range allowed {
		if !needed[a.what] {
			found = append(found, fmt.Sprintf("nothing says %q: it need not be allowed", a.what))
		}
	}
	return found
}

func list(t *testing.T, name string) []reasoned {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	out, wrong := lay(string(b))
	none(t, wrong)
	return out
}

func TestNothingBelittlesAnybody(t *testing.T) {
	all := whatIsSaid(tree(t))
	for _, must := range []string{"internal/web/today/today.templ", "data/wording/en.yaml", "policy/firewall.cedar", "internal/demo/stories.go", "internal/web/help/topics.go"} {
		if !slices.ContainsFunc(all, func(s said) bool { return strings.HasPrefix(s.where, must+":") }) {
			t.Errorf("control: %s was not read", must)
		}
	}
	none(t, findUnsaid(all, list(t, "unsaid.txt"), list(t, "allowed.txt")))
}

func TestUnsaidControl(t *testing.T) {
	never := list(t, "unsaid.txt")
	for _, n := range never {
		if n.why == "" {
			t.Errorf("%s has no reason", n.what)
		}
	}
	found := findUnsaid([]said{
		{"a:1", "Victim number 12"}, {"a:2", "The subject arrived late."}, {"a:3", "She failed to disclose it."}, {"a:4", "He is non-compliant"},
		{"a:5", "alleged exploitation"}, {"a:6", "an illegal immigrant"}, {"a:7", "a prostitute"}, {"a:8", "He claims to be a farm worker"},
		{"b:1", "Subject to what the court says, they may stay."}, {"b:2", "You can claim this. The claims are late."}, {"b:3", "is a victim of modern slavery"},
		{"b:4", "Nothing could be reached: it failed."},
	}, never, []reasoned{{"is a victim of modern slavery", "law"}, {"nowhere", "nobody"}})
	where := make([]string, len(found))
	for i, f := range found {
		where[i], _, _ = strings.Cut(f, " says")
	}
	wants(t, where, "a:1", "a:2", "a:3", "a:4", "a:5", "a:6", "a:7", "a:8", "nothing")
	_, wrong := lay("one  because\ntwo\n# three\n")
	wants(t, wrong, "no reason is given for: two")
}

// untypical are marks that this house does not write, where it writes English; in names where
// one may stand all the same: in Go a quotation is put together from pieces.
var untypical = []search{
	{regexp.MustCompile(`[A-Za-z]’[A-Za-z]|[‘’]`), "", "the house writes the straight apostrophe"},
	{regexp.MustCompile(`[a-z]\.\.\.( [A-Z]|<|$)`), "", "the house writes no three stops"},
	{regexp.MustCompile(`[a-z] -- [a-z]`), "", "the house writes no double dash"},
	{regexp.MustCompile(`[a-z]\.  [A-Z]`), "", "one space after a stop"},
	{regexp.MustCompile(`“[^”]*$|^[^“]*”`), ".go:", "a quotation that opens closes in the same sentence"},
}

// findUntypical says which line of pages and of English bears such a mark. Code in a page
// (what stands in braces) is left out.
func findUntypical(all []said) []string {
	var found []string
	for _, s := range all {
		if strings.HasPrefix(s.where, "data/wording/") && !strings.HasPrefix(s.where, "data/wording/en.yaml") || strings.HasPrefix(s.where, "internal/find/") {
			continue // other languages have marks of their own; so do names
		}
		for _, u := range untypical {
			if at := u.form.FindString(s.text); at != "" && !(u.in != "" && strings.Contains(s.where, u.in)) {
				found = append(found, fmt.Sprintf("%s: %q: %s", s.where, at, u.why))
			}
		}
	}
	return found
}

func TestEnglishIsWrittenInOneWay(t *testing.T) {
	none(t, findUntypical(whatIsSaid(tree(t))))
}

func TestUntypicalControl(t *testing.T) {
	found := findUntypical([]said{
		{"a.templ:1", "<p>We don’t know yet</p>"}, {"a.templ:2", "<p>Wait...</p> Wait... now"}, {"a.templ:3", "this -- that"}, {"a.templ:4", "One.  Two"},
		{"a.templ:5", "Choose “Put this right beside it"}, {"a.go:9", "“"}, {"a.templ:6", "We don't. “So” it is … here"}, {"data/wording/sq.yaml:7", "t’i"}, {"data/wording/en.yaml:8", "t’i"},
	})
	where := make([]string, len(found))
	for i, f := range found {
		where[i], _, _ = strings.Cut(f, ": ")
	}
	wants(t, where, "a.templ:1", "a.templ:2", "a.templ:3", "a.templ:4", "a.templ:5", "data/wording/en.yaml:8")
}
