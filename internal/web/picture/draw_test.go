package picture

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/a-h/templ"
)

var update = flag.Bool("update", false, "write the golden files anew")

// pictures are samples of each picture, with every sort of clock in every stand. The
// browser tests look at the same files with axe.
func pictures(t testing.TB) map[string]templ.Component {
	today := day(t, "2026-11-22")
	support := clock(t, "Support after a negative decision", "2026-10-24", "2026-12-08", Protects, Runs)
	support.Href = "#support"
	paused := clock(t, "Asking for the decision to be looked at again", "2026-11-05", "2026-12-04", Open, Paused)
	late := clock(t, "Recovery Needs Assessment", "2026-10-24", "2026-11-14", Must, Late)
	late.Left = "8 days late"
	clocks := []Clock{
		support, late, paused, clock(t, "Risk review", "2026-10-30", "2026-11-24", Must, Soon),
		clock(t, "Appeal", "2026-11-12", "2026-11-26", Open, Runs), clock(t, "Conclusive grounds decision", "2025-01-02", "2027-02-01", Must, Runs),
		{Title: "Move-on support", From: today, Since: "summer 2026", Left: "Not reckoned", Endless: true, Sort: Protects, Stand: Runs},
	}
	return map[string]templ.Component{
		"way": Way([]Step{
			{"Met", "about January 2018", Done}, {"Referred", "12 February 2026", Done}, {"Reasonable grounds", "positive, 19 February 2026", Done},
			{"Conclusive grounds", "negative, 3 September 2026", Here}, {"Answer", "waited for", Ahead}, {"A home", "", Ahead},
		}),
		"way.begun":     Way([]Step{{"Met", "12 February 2026", Here}}),
		"progress":      Progress(support, today),
		"progress.late": Progress(late, today),
		"progress.none": Progress(clocks[len(clocks)-1], today),
		"lines":         SideBySide(clocks, today, Whole),
		"lines.sure":    SideBySide(clocks[:2], today, Whole),
		"lines.in-part": SideBySide(clocks[:2], today, InPart),
	}
}

func drawn(t testing.TB, component templ.Component) string {
	t.Helper()
	var out strings.Builder
	if err := component.Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(out.String(), "><", ">\n<") + "\n"
}

func TestPicturesAreAsTheyWereRead(t *testing.T) {
	for name, component := range pictures(t) {
		t.Run(name, func(t *testing.T) {
			path, got := filepath.Join("testdata", name+".html"), drawn(t, component)
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s is not what was read last; run this test with -update and look at the change\n%s", name, got)
			}
			if strings.Contains(got, " style=") {
				t.Error("the content security policy refuses inline styles")
			}
		})
	}
}

// What a picture shows it also says: each clock and its end stand in words beside the
// bar and in the table, and no other sign than a word or a shape tells them apart.
func TestEveryClockIsSaidInWords(t *testing.T) {
	source := drawn(t, pictures(t)["lines"])
	_, table, _ := strings.Cut(source, "<table")
	for _, title := range []string{"Support after a negative decision", "Recovery Needs Assessment", "Asking for the decision", "Risk review", "Appeal", "Conclusive grounds decision", "Move-on support"} {
		if strings.Count(source, title) < 2 || !strings.Contains(table, title) {
			t.Errorf("%s is not in words and in the table", title)
		}
	}
	for _, stripes := range []string{`stroke-dasharray="6 3"`, `stroke-dasharray="2 3"`, `stroke-dasharray="4 2"`, `stroke-dasharray="1 5"`} {
		if !strings.Contains(source, stripes) {
			t.Errorf("no bar has %s", stripes)
		}
	}
	if !strings.Contains(source, "cannot be said: “Asking for the decision to be looked at again” is paused.") {
		t.Error("a day is said that nobody can know")
	}
	if sure := drawn(t, pictures(t)["lines.sure"]); !strings.Contains(sure, "From 9 December 2026 nothing that is recorded here follows.") {
		t.Errorf("the day on which nothing follows is not said: %s", sure)
	}
	part := drawn(t, pictures(t)["lines.in-part"])
	if strings.Contains(part, "recorded here follows") || !strings.Contains(part, "nothing that is open to you here follows.") || !strings.Contains(part, "More may be recorded than you can open.") {
		t.Errorf("who sees a part is told of the whole: %s", part)
	}
}
