package policy

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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
	{"by appointment", false, Over(label.Everything(), "appointment")},
	{"by contract", false, Over(label.Everything(), "contract")},
	{"by conference", false, Over(label.Everything(), "conference")},
	{"by statutory duty", false, Over(label.Everything(), "statutory duty")},
	{"by statutory duty, decided", false, Over(label.Everything(), "duty done")},
	{"by duty and consent", false, Over(label.Everything(), "statutory duty", "consent")},
	{"by duty, and consent to all but immigration", false, Bases{"statutory duty": label.Everything(), "consent": label.Everything().Without(label.Of(label.Immigration))}},
	{"to save a life", false, Over(label.Everything(), "vital interests")},
	{"having broken the glass", false, Over(label.Everything(), "break-glass")},
	{"no access", false, nil},
}

// matrixRemits is where a role is found. Elsewhere it opens and does nothing that is not
// seen here: the oracle and the table of never hold that.
func matrixRemits(r Role) []Remit {
	switch r {
	case Manager:
		return []Remit{Supporting, Elsewhere}
	case CaseOwner:
		return []Remit{Elsewhere, Enforcing}
	case SupportWorker, NightStaff, Volunteer, Driver, RecordsLead, FirstResponder, Service:
		return []Remit{Supporting}
	}
	return []Remit{Elsewhere}
}

var remitWords = map[Remit]string{Supporting: "where people are supported", Elsewhere: "elsewhere", Enforcing: "inside immigration enforcement"}

func matrix(e *Engine) string {
	var b strings.Builder
	b.WriteString("What each role may open and do, for its own purpose. Every label is held, but for \"no access\"; policy narrows it to this.\n")
	for _, r := range Roles() {
		for _, m := range matrixRemits(r) {
			a := Actor{Worker: "worker", Organisation: "organisation", Remit: m, Role: r, Purpose: PurposeOf(r), Token: tokenOf(r)}
			fmt.Fprintf(&b, "\n%s, %s, %s\n", r, remitWords[m], a.Purpose)
			matrixOf(&b, e, a)
		}
	}
	return b.String()
}

// matrixOf writes the answers for one actor, each with the situations that have it; what
// opens nothing stands last.
func matrixOf(b *strings.Builder, e *Engine, a Actor) {
	var answers []string
	whose := map[string]*situationNames{}
	for _, x := range matrixAccess {
		for _, linked := range []bool{true, false} {
			s := Situation{Chronology: "chronology", Held: label.Everything(), Linked: linked, Keeper: x.keeper, Bases: x.bases}
			if x.bases == nil {
				s.Held = 0
			}
			opened, done, _ := e.everything(a, s)
			answer := fmt.Sprintf("    opens %s\n    does  %s\n", orNothing(opened.String()), orNothing(strings.Join(done, " ")))
			if whose[answer] == nil {
				whose[answer] = &situationNames{}
				answers = append(answers, answer)
			}
			whose[answer].add(x.name, linked)
		}
	}
	nothing := func(answer string) bool { return strings.Contains(answer, "opens nothing") }
	slices.SortStableFunc(answers, func(x, y string) int { return later(!nothing(x)) - later(!nothing(y)) })
	for _, answer := range answers {
		words := whose[answer].String()
		switch {
		case len(answers) == 1:
			words = "always"
		case nothing(answer):
			words = "otherwise"
		}
		fmt.Fprintf(b, "  %s\n%s", words, answer)
	}
}

// situationNames are the accesses with one answer: linked or not, or only when linked.
type situationNames struct{ either, linked []string }

func (n *situationNames) add(name string, linked bool) {
	if linked {
		n.linked = append(n.linked, name)
	} else if i := slices.Index(n.linked, name); i >= 0 {
		n.linked, n.either = slices.Delete(n.linked, i, i+1), append(n.either, name)
	} else {
		n.either = append(n.either, "not linked, "+name)
	}
}

func (n *situationNames) String() string {
	say := func(names []string) string {
		if len(names) == len(matrixAccess)-1 {
			return "any access"
		}
		return strings.Join(names, "; ")
	}
	switch {
	case len(n.linked) == 0:
		return say(n.either)
	case len(n.either) == 0:
		return "linked, " + say(n.linked)
	}
	return say(n.either) + "; linked, " + say(n.linked)
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}
