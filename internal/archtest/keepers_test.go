package archtest

import (
	"fmt"
	"go/ast"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// keeper is outside code that only some rooms may import, and why.
type keeper struct {
	path  string // an import path, and all below it
	rooms []string
	why   string
}

var pageMakers = []string{"govuk", "web/*", "/assets", "server", "/cmd/waymark", "/bench"}

var keepers = []keeper{
	{"database/sql", []string{"store"}, "only store speaks SQL"},
	{"modernc.org/sqlite", []string{"store"}, "only store knows which engine there is"},
	{"github.com/jackc/pgx", []string{"store"}, "only store knows which engine there is"},
	{"github.com/pressly/goose", []string{"store"}, "only store changes the schema"},
	{"github.com/cedar-policy/cedar-go", []string{"policy"}, "only policy asks the policy engine"},
	{"github.com/tink-crypto/tink-go", []string{"seal"}, "only seal holds keys"},
	{"github.com/a-h/templ", pageMakers, "pages are made by govuk and the web rooms"},
	{"github.com/prometheus", []string{"operation"}, "only operation knows in which form numbers are read"},
	{"filippo.io/age", []string{"backup", "/bench"}, "only backup seals what leaves the house"},
	{"net/http", append([]string{"operation", "/test/fire"}, pageMakers...), "what a case means does not depend on HTTP"},
}

// findKept says which file imports what is kept for other rooms.
func findKept(p plan, files []file) []string {
	var found []string
	for _, f := range files {
		room := p.roomOf(f.dir)
		for _, path := range f.imports {
			for _, k := range keepers {
				if path != k.path && !strings.HasPrefix(path, k.path+"/") {
					continue
				}
				web := strings.HasPrefix(room, "web/") && slices.Contains(k.rooms, "web/*")
				if !web && !slices.Contains(k.rooms, room) {
					found = append(found, fmt.Sprintf("%s imports %s: %s", f.path, path, k.why))
				}
			}
		}
	}
	return found
}

func TestOnlyKeepersImportWhatTheyKeep(t *testing.T) {
	p, _ := read(rooms)
	none(t, findKept(p, tree(t).goFiles))
}

func TestKeepersControl(t *testing.T) {
	p, _ := read(rooms)
	found := findKept(p, []file{
		sample(t, "internal/store/open.go", `package store; import (_ "database/sql"; _ "modernc.org/sqlite"; _ "github.com/pressly/goose/v3")`),
		sample(t, "internal/seal/seal.go", `package seal; import _ "github.com/tink-crypto/tink-go/v2/aead"`),
		sample(t, "internal/policy/ask.go", `package policy; import _ "github.com/cedar-policy/cedar-go/types"`),
		sample(t, "internal/web/referral/page.go", `package page; import (_ "net/http"; _ "github.com/a-h/templ")`),
		sample(t, "assets/assets.go", `package assets; import _ "net/http"`),
		sample(t, "internal/referral/act.go", `package referral; import (_ "database/sql/driver"; _ "net/http")`),
		sample(t, "internal/desk/do.go", `package desk; import (_ "github.com/cedar-policy/cedar-go"; _ "net/http/httptest"; _ "github.com/jackc/pgx/v5")`),
		sample(t, "internal/store/key.go", `package store; import (_ "github.com/tink-crypto/tink-go/v2/keyset"; _ "net/httputil")`),
	})
	wants(t, found,
		"internal/referral/act.go imports database/sql/driver: only store speaks SQL",
		"internal/referral/act.go imports net/http: what a case means does not depend on HTTP",
		"internal/desk/do.go imports github.com/cedar-policy/cedar-go: only policy asks the policy engine",
		"internal/desk/do.go imports net/http/httptest: what a case means does not depend on HTTP",
		"internal/desk/do.go imports github.com/jackc/pgx/v5: only store knows which engine there is",
		"internal/store/key.go imports github.com/tink-crypto/tink-go/v2/keyset: only seal holds keys",
	)
}

// findClocks says which file asks the machine for the time, tests and the
// clock itself apart. A dot import of time would hide it, so that is found too.
func findClocks(files []file) []string {
	var found []string
	for _, f := range files {
		if f.test || f.dir == "internal/clock" {
			continue
		}
		name := "time"
		for _, spec := range f.syntax.Imports {
			if path, _ := strconv.Unquote(spec.Path.Value); path == "time" && spec.Name != nil {
				name = spec.Name.Name
			}
		}
		if name == "." {
			found = append(found, f.path+" imports time with a dot, which hides the clock")
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok || !slices.Contains([]string{"Now", "Since", "Until"}, sel.Sel.Name) {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == name && slices.Contains(f.imports, "time") {
				found = append(found, fmt.Sprintf("%s:%d says time.%s: the time stands in internal/clock", f.path, f.line(sel), sel.Sel.Name))
			}
			return true
		})
	}
	return found
}

func TestTimeStandsInOnePlace(t *testing.T) {
	none(t, findClocks(tree(t).goFiles))
}

func TestClocksControl(t *testing.T) {
	found := findClocks([]file{
		sample(t, "internal/clock/clock.go", "package clock\nimport \"time\"\nvar _ = time.Now()"),
		sample(t, "internal/referral/act_test.go", "package referral\nimport \"time\"\nvar _ = time.Now()"),
		sample(t, "internal/referral/act.go", "package referral\nimport \"time\"\nvar ask = time.Now\nvar _ = time.Since(ask())"),
		sample(t, "internal/referral/due.go", "package referral\nimport clock \"time\"\nvar _ = clock.Now()"),
		sample(t, "internal/referral/dot.go", "package referral\nimport . \"time\"\nvar _ = Now()"),
		sample(t, "internal/desk/do.go", "package desk\nvar time struct{ Now int }\nvar _ = time.Now"),
	})
	wants(t, found,
		"internal/referral/act.go:3 says time.Now: the time stands in internal/clock",
		"internal/referral/act.go:4 says time.Since: the time stands in internal/clock",
		"internal/referral/due.go:3 says time.Now: the time stands in internal/clock",
		"internal/referral/dot.go imports time with a dot, which hides the clock",
	)
}
