package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"waymark/internal/clock"
	"waymark/internal/errs"
)

var noon = time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)

// run runs one command line, with what is piped into it.
func run(t *testing.T, in string, args ...string) (code int, out, told string) {
	t.Helper()
	var o, e bytes.Buffer
	p := &program{in: strings.NewReader(in), out: &o, err: &e, clock: clock.At(noon)}
	code = p.run(t.Context(), args)
	return code, o.String(), e.String()
}

// runs is run for a command that is to do what it is asked.
func runs(t *testing.T, in string, args ...string) string {
	t.Helper()
	code, out, told := run(t, in, args...)
	if code != done {
		t.Fatalf("waymark %s: ended with %d\n%s%s", strings.Join(args, " "), code, out, told)
	}
	return out
}

// refuses is run for a command that is not.
func refuses(t *testing.T, code int, want, in string, args ...string) {
	t.Helper()
	got, out, told := run(t, in, args...)
	if got != code || !strings.Contains(strings.ToLower(told), strings.ToLower(want)) {
		t.Errorf("waymark %s: ended with %d and told\n%s\nwant %d and %q", strings.Join(args, " "), got, told, code, want)
	}
	if out != "" {
		t.Errorf("waymark %s: wrote %q though it did nothing", strings.Join(args, " "), out)
	}
}

func TestEveryCommandExplainsItself(t *testing.T) {
	n := 0
	var each func(*cobra.Command)
	each = func(c *cobra.Command) {
		n++
		if c.Short == "" || c.Long == "" || !strings.Contains(c.Example, c.CommandPath()) && c.HasParent() || c.Example == "" {
			t.Errorf("%s: it needs a short word, a long one and an example of itself", c.CommandPath())
		}
		for _, sub := range c.Commands() {
			each(sub)
		}
		if out := runs(t, "", append(strings.Fields(c.CommandPath())[1:], "--help")...); !strings.Contains(out, "Examples:") {
			t.Errorf("%s --help shows no example", c.CommandPath())
		}
	}
	each((&program{}).root())
	if n != 35 {
		t.Errorf("%d commands, want 35", n)
	}
}

func TestHeadsShowHelp(t *testing.T) {
	for _, args := range [][]string{nil, {"user"}, {"help"}} {
		if out := runs(t, "", args...); !strings.Contains(out, "Available Commands:") {
			t.Errorf("waymark %v shows %q", args, out)
		}
	}
}

func TestWrongCallsEndWithTwo(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		name, want string
		args       []string
	}{
		{"no-such-command", `There is no "walk" here.`, []string{"walk"}},
		{"no-such-flag", "Unknown flag: --walk.", []string{"kinds", "--walk"}},
		{"too-much", `There is no "more" here.`, []string{"kinds", "more"}},
		{"no-such-subcommand", `There is no "rename" here.`, []string{"user", "rename"}},
		{"serve-without-data", "Say --data: ", []string{"serve", "--listen", "127.0.0.1:0"}},
		{"serve-without-address", "Say --listen: ", []string{"serve", "--data", dir}},
		{"serve-in-the-clear", "never goes over a network in the clear", []string{"serve", "--data", dir, "--listen", ":0"}},
		{"half-a-certificate", "--tls-cert and --tls-key go together", []string{"serve", "--data", dir, "--listen", ":0", "--tls-cert", "x"}},
		{"unknown-nation", "--nation: Choose england-and-wales", []string{"serve", "--data", dir, "--listen", "127.0.0.1:0", "--nation", "cornwall"}},
		{"broken-reading", `--reading is written question=reading, not "nine"`, []string{"check", "--reading", "nine"}},
		{"reading-twice", "--reading names a twice", []string{"check", "--reading", "a=b", "--reading", "a=c"}},
		{"policy-is-a-file", "--policy is a folder", []string{"check", "--policy", "main_test.go"}},
		{"no-file-to-import", "Name one file to import.", []string{"import", "--data", dir, "--as", "tom"}},
		{"export-as-nobody", "Say --as: ", []string{"export", "--data", dir}},
		{"export-of-no-case", `"x" is not the id of a case`, []string{"export", "--data", dir, "--as", "tom", "--case", "x"}},
		{"unknown-role", `--role: "boss" is none. Roles are:`, []string{"user", "add", "--data", dir, "--organisation", "M", "--name", "T", "--role", "boss", "--login", "t"}},
		{"unknown-sort", `--organisation-sort: "club" is none`, []string{"user", "add", "--data", dir, "--organisation", "M", "--name", "T", "--role", "manager", "--login", "t", "--organisation-sort", "club"}},
		{"no-terminal", "pipe it in with --password-stdin", []string{"user", "add", "--data", dir, "--organisation", "M", "--name", "T", "--role", "manager", "--login", "t"}},
		{"clock-of-no-rule", "Say --rule: ", []string{"clock", "--from", "2020-02-06"}},
		{"clock-from-no-day", "--from: ", []string{"clock", "--rule", "recovery-period", "--from", "soon"}},
		{"clock-of-no-nation", "--nation: Choose england-and-wales", []string{"clock", "--rule", "recovery-period", "--from", "2020-02-06", "--nation", "cornwall"}},
		{"rules-on-no-day", "--on: ", []string{"rules", "--on", "soon"}},
		{"rules-are-a-file", "--rules is a folder", []string{"rules", "--rules", "main_test.go"}},
		{"due-as-nobody", "Say --as: ", []string{"due", "--data", dir, "--as-of", "2020-02-06"}},
		{"due-as-of-no-day", "--as-of: ", []string{"due", "--data", dir, "--as", "tom", "--as-of", "soon"}},
		{"due-of-no-case", `"x" is not the id of a case`, []string{"due", "--data", dir, "--as", "tom", "--as-of", "2020-02-06", "--case", "x"}},
		{"reckon-nothing", "Say --data: ", []string{"reckon"}},
		{"backup-of-nothing", "Say --data: ", []string{"backup", "--to", "x"}},
		{"backup-to-nowhere", "Say --to: ", []string{"backup", "--data", dir}},
		{"backup-for-nobody", "Say for whom", []string{"backup", "--data", dir, "--to", "x"}},
		{"keys-of-nothing", "Say --data: ", []string{"backup", "keys", "--to", "x"}},
		{"keys-for-nobody", "Say for whom", []string{"backup", "keys", "--data", dir, "--to", "x", "--recipient", "bob"}},
		{"identity-to-nowhere", "Say --to: ", []string{"backup", "identity"}},
		{"restore-to-nowhere", "Say --data: ", []string{"restore", "--from", "x", "--identity", "y"}},
		{"restore-of-nothing", "Say --from: ", []string{"restore", "--data", dir, "--identity", "y"}},
		{"restore-without-a-word", "Say --heads: ", []string{"restore", "--data", dir, "--from", "x", "--identity", "y"}},
		{"keys-to-nowhere", "Say --data: ", []string{"restore", "keys", "--from", "x", "--identity", "y"}},
		{"bad-day", "--as-of: ", []string{"demo", "--as-of", "yesterday"}},
	} {
		t.Run(c.name, func(t *testing.T) { refuses(t, badUsage, c.want, "", c.args...) })
	}
}

func TestVersionSaysWhatItIs(t *testing.T) {
	if out := runs(t, "", "version"); !strings.HasPrefix(out, "waymark") || !strings.Contains(out, "go1.") {
		t.Errorf("it says %q", out)
	}
}

func TestWhatIsStoppedSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, told bytes.Buffer
	p := &program{in: strings.NewReader(password), out: &out, err: &told, clock: clock.At(noon)}
	if code := p.run(ctx, as(installed(t), "tom", "export")); code != notDone || told.String() != "Stopped.\n" || out.Len() > 0 {
		t.Errorf("it ends with %d, writes %q and tells %q", code, out.String(), told.String())
	}
}

func TestErrorsAreSentences(t *testing.T) {
	for _, c := range []struct {
		name, want string
		err        error
	}{
		{"plain", "The disk is full.", errors.New("the disk is full")},
		{"sorted", "Wait a minute.", errs.Wrap(errs.Unavailable, "Wait a minute", errors.New("a cause for the log"))},
		{"fields", "Write a name. Choose a role.", &errs.Error{Kind: errs.Invalid, Message: "Check what is typed", Fields: []errs.Field{{Name: "name", Message: "Write a name"}, {Name: "role", Message: "Choose a role"}}}},
		{"without-words", "Something went wrong inside Waymark: internal: a cause.", errs.Wrap(errs.Internal, "", errors.New("a cause"))},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := sentence(c.err); got != c.want {
				t.Errorf("it says %q, want %q", got, c.want)
			}
		})
	}
}

func TestProgressElsewhereThanOnATerminalIsALineForATenth(t *testing.T) {
	var told bytes.Buffer
	p := &program{err: &told, clock: clock.At(noon)}
	progress := p.progress("entries")
	progress(0, 0)
	for i := range 40 {
		progress(i+1, 40)
	}
	if got := strings.Split(strings.TrimSpace(told.String()), "\n"); len(got) != 10 || got[0] != "4 of 40 entries" || got[9] != "40 of 40 entries" {
		t.Errorf("it tells %q", got)
	}
}

func TestTimeLeftIsThatOfThePaceSoFar(t *testing.T) {
	for _, c := range []struct {
		took       time.Duration
		done, rest int
		want       string
	}{
		{time.Minute, 10, 90, ", 9 minutes left"}, {time.Minute, 50, 50, ", 60 seconds left"}, {time.Second, 50, 50, ""},
		{time.Minute, 0, 50, ""}, {time.Minute, 50, 0, ""}, {0, 1, 1, ""},
	} {
		if got := timeLeft(c.took, c.done, c.rest); got != c.want {
			t.Errorf("%s for %d, %d to go: %q, want %q", c.took, c.done, c.rest, got, c.want)
		}
	}
}

// shared is a buffer that a running command writes and a test reads.
type shared struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *shared) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(b)
}

func (s *shared) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// running is a command that runs until it is stopped.
type running struct {
	out, told *shared
	stop      func() int
}

// starts starts a command and waits until ready finds what it waits for in what was
// written.
func starts(t *testing.T, ready func(out, told string) string, args ...string) (running, string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r := running{out: &shared{}, told: &shared{}}
	p := &program{in: strings.NewReader(""), out: r.out, err: r.told, clock: clock.System{}}
	ended := make(chan int, 1)
	go func() { ended <- p.run(ctx, args) }()
	r.stop = sync.OnceValue(func() int { cancel(); return <-ended })
	t.Cleanup(func() { r.stop() })
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(time.Minute); ; {
		if found := ready(r.out.String(), r.told.String()); found != "" {
			return r, found
		}
		select {
		case code := <-ended:
			ended <- code
			t.Fatalf("waymark %s ended with %d:\n%s", strings.Join(args, " "), code, r.told)
		case <-limit:
			t.Fatalf("waymark %s is not ready after a minute:\n%s", strings.Join(args, " "), r.told)
		case <-tick.C:
		}
	}
}
