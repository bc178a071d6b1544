package operation_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// raises finds the alarms that are raised in a source text.
func raises(source string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`\.alarm\(ctx, "([^"]+)"`).FindAllStringSubmatch(source, -1) {
		out = append(out, m[1])
	}
	return out
}

// Every alarm that can stand is explained to whoever runs Waymark, and every number that a
// rule of theirs asks for is told.
func TestDocumentSaysWhatStands(t *testing.T) {
	raw, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	said := string(raw)
	files, err := filepath.Glob("../desk/*.go")
	if err != nil {
		t.Fatal(err)
	}
	alarms := 0
	for _, f := range files {
		source, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, what := range raises(string(source)) {
			alarms++
			if !strings.Contains(said, "| "+what+" |") {
				t.Errorf("%s raises an alarm that docs/operations.md does not explain: %s", f, what)
			}
		}
	}
	if alarms < 6 {
		t.Errorf("%d alarms were found", alarms)
	}
	stopping := false
	_, ask, _ := watched(t, &stopping)
	ask("/readyz")
	_, told := ask("/metrics")
	told += "waymark_requests_total waymark_request_seconds_bucket" // they come with the first request
	names := regexp.MustCompile(`waymark_[a-z_]*[a-z]`).FindAllString(said, -1)
	for _, name := range names {
		if name != "waymark_keys" && !strings.Contains(told, name) {
			t.Errorf("docs/operations.md asks for %s, which is not told", name)
		}
	}
	if len(names) < 10 {
		t.Errorf("%d numbers were found", len(names))
	}
	if got := raises(`	d.alarm(ctx, "Something stands", "x")`); len(got) != 1 || got[0] != "Something stands" {
		t.Errorf("control: %q", got)
	}
}
