package main

import (
	"bufio"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"waymark/internal/store/cluster"
)

// served founds an installation on a server, with two workers, and gives the flags that
// name it besides the variables.
func served(t *testing.T) (flags, secrets []string) {
	t.Helper()
	data, ring := cluster.URL(t), cluster.URL(t)
	t.Setenv(databaseVar, data)
	t.Setenv(keyringVar, ring)
	u, err := url.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	word, _ := u.User.Password()
	flags = []string{"--root-key", filepath.Join(t.TempDir(), "root.key")}
	for _, who := range []string{"tom:manager", "nadia:support-worker"} {
		name, role, _ := strings.Cut(who, ":")
		runs(t, password, append([]string{"user", "add", "--organisation", "Maple House", "--name", name, "--role", role, "--login", name, "--password-stdin"}, flags...)...)
	}
	return flags, []string{word, data, ring}
}

// Two Waymarks serve one database on a server: what one writes the other shows, and one
// that is killed takes nothing with it. The password is told nowhere.
func TestTwoServeOneDatabase(t *testing.T) {
	flags, secrets := served(t)
	serve := append([]string{"serve", "--listen", "127.0.0.1:0"}, flags...)
	itself, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	one := exec.CommandContext(t.Context(), itself, serve...)
	one.Env = append(os.Environ(), asWaymark+"=yes")
	log, err := one.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := one.Start(); err != nil {
		t.Fatal(err)
	}
	said, at := "", ""
	for lines := bufio.NewScanner(log); at == "" && lines.Scan(); {
		said += lines.Text() + "\n"
		at = listening("", lines.Text())
	}
	first := browser(t, at)
	r, at := starts(t, listening, serve...)
	second := browser(t, at)
	says(t, first("/today"), "Today")
	imported := runs(t, password, append([]string{"import", written(t, "old.jsonl", people(3)), "--as", "tom", "--password-stdin"}, flags...)...)
	says(t, first("/today"), "3 people")
	says(t, second("/today"), "3 people")
	if err := one.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = one.Wait()
	says(t, second("/today"), "3 people")
	checked := runs(t, "", append([]string{"check"}, flags...)...)
	says(t, checked, "engine    PostgreSQL ", "fsync is off", "data      the database waymark_", " as waymark opens with its keyring")
	for _, secret := range secrets {
		if strings.Contains(said+r.told.String()+r.out.String()+imported+checked, secret) {
			t.Errorf("%q is told", secret)
		}
	}
}

// What is named wrongly is refused in words that help, without the secrets in it.
func TestDatabaseThatCannotBeUsedIsRefused(t *testing.T) {
	root := filepath.Join(t.TempDir(), "root.key")
	serve := []string{"serve", "--listen", "127.0.0.1:0", "--root-key", root}
	const secret = "unspoken"
	for name, c := range map[string]struct {
		code           int
		want           string
		database, ring string
		args           []string
	}{
		"a-password-in-an-argument": {badUsage, "put the URL in the variable WAYMARK_DATABASE", "", "", []string{"--database", "postgres://w:" + secret + "@127.0.0.1/w"}},
		"a-folder":                  {badUsage, "--database is a URL", "", "", []string{"--database", "/srv/waymark"}},
		"a-folder-in-the-variable":  {badUsage, "WAYMARK_DATABASE is a URL", "/srv/waymark", "", nil},
		"no-keyring":                {badUsage, "both --keyring and --root-key", "postgres://w:" + secret + "@127.0.0.1/w", "", nil},
		"in-the-clear":              {notDone, "never goes over a network in the clear", "postgres://w:" + secret + "@db.example/w", "postgres://w@127.0.0.1:1/k", nil},
		"unreadable":                {notDone, "cannot be read", "postgres://w:" + secret + "@127.0.0.1:port/w", "postgres://w@127.0.0.1:1/k", nil},
		"nobody-there":              {notDone, "cannot be reached", "postgres://w:" + secret + "@127.0.0.1:1/w", "postgres://w@127.0.0.1:1/k", nil},
		"nobody-there-with-a-file":  {notDone, "cannot be reached", "postgres://w:" + secret + "@127.0.0.1:1/w", "", []string{"--data", t.TempDir()}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(databaseVar, c.database)
			t.Setenv(keyringVar, c.ring)
			args := append(serve[:len(serve):len(serve)], c.args...)
			refuses(t, c.code, c.want, "", args...)
			if _, out, told := run(t, "", args...); strings.Contains(out+told, secret) {
				t.Errorf("the password is told: %s%s", out, told)
			}
			if _, err := os.Stat(root); err == nil {
				t.Error("a root key was made")
			}
		})
	}
}
