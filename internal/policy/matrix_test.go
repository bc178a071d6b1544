package policy

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"waymark/internal/label"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The matrix is for people: what each role may open and do, with everything held, so
// that it shows what policy leaves of it. A change of policy shows here in review.
func TestMatrix(t *testing.T) {
	got := matrix(shipped(t))
	file := filepath.Join("testdata", "matrix.golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the matrix has changed; if it should, run with -update and have it read (- was, + is):\n%s", diff)
	}
}

var matrixAccess = []struct {
	name   string
	keeper bool
	bases  Bases
}{
	{"keeps the record", true, Over(label.Everything(), "own")},
	{"shared by consent", false, Over(label.Everything(), "consent")},
	{"by statutory duty", false, Over(label.Everything(), "statutory duty")},
	{"by duty and consent", false, Over(label.Everything(), "statutory duty", "consent")},
	{"by duty, and consent to all but immigration", false, Bases{"statutory duty": label.Everything(), "consent": label.Everything().Without(label.Of(label.Immigration))}},
	{"no access", false, nil},
}

func matrix(e *Engine) string {
	var b strings.Builder
	b.WriteString("What each role may open and do. Every label is held, but for \"no access\"; policy narrows it to this.\n")
	for _, a := range everyActor() {
		fmt.Fprintf(&b, "\n%s, %s\n", a.Role, a.Purpose)
		var last string
		for _, linked := range []bool{true, false} {
			for _, x := range matrixAccess {
				s := Situation{Chronology: "chronology", Held: label.Everything(), Linked: linked, Keeper: x.keeper, Bases: x.bases}
				if x.bases == nil {
					s.Held = 0
				}
				opened, done, _ := e.everything(a, s)
				answer := fmt.Sprintf("    opens %s\n    does  %s\n", orNothing(opened.String()), orNothing(strings.Join(done, " ")))
				link := map[bool]string{true: "linked", false: "not linked"}[linked]
				if answer == last {
					fmt.Fprintf(&b, "  %s, %s: the same\n", link, x.name)
					continue
				}
				fmt.Fprintf(&b, "  %s, %s\n%s", link, x.name, answer)
				last = answer
			}
		}
	}
	return b.String()
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}
