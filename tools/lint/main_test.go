package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The tool is built and go vet runs it over a module of the same name as ours,
// once with a fault and once without: a gate that never shuts is no gate.
func TestToolStopsGoVetAtAFault(t *testing.T) {
	dir := t.TempDir()
	tool := filepath.Join(dir, "lint")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", tool, ".").CombinedOutput(); err != nil {
		t.Fatalf("building the tool: %v\n%s", err, out)
	}
	write(t, dir, "go.mod", "module waymark\n\ngo 1.26.0\n")

	for _, test := range []struct {
		name, body, finds string
	}{
		{"clean", `func Due(from time.Time) time.Time { return from.Add(time.Hour) }`, ""},
		{"forbidden", `func Due() time.Time { return time.Now().Add(time.Hour) }`, "time.Now asks the machine for the time; take a moment"},
		{"vet", `func Due(from time.Time) time.Time { from = from; return from }`, "self-assignment of from"},
		{"staticcheck", `func Due(from time.Time) bool { return from.Before(from) == true }`, "S1002"},
		{"allowed", "//lint:allow clock the caller has no clock\nvar Started = time.Now()", ""},
		{"unreasoned", "//lint:allow clock\nvar Started = time.Now()", "say why clock may be let stand"},
	} {
		t.Run(test.name, func(t *testing.T) {
			write(t, dir, "due.go", "// Package waymark is a sample.\npackage waymark\n\nimport \"time\"\n\n// A sample.\n"+test.body+"\n")
			vet := exec.CommandContext(t.Context(), "go", "vet", "-vettool="+tool, "./...")
			vet.Dir = dir
			out, err := vet.CombinedOutput()
			var exit *exec.ExitError
			switch {
			case test.finds == "" && err != nil:
				t.Errorf("go vet stopped at nothing: %v\n%s", err, out)
			case test.finds != "" && !errors.As(err, &exit):
				t.Errorf("go vet went on, want it to stop at %q", test.finds)
			case !strings.Contains(string(out), test.finds):
				t.Errorf("go vet says %q, want %q in it", out, test.finds)
			}
		})
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
