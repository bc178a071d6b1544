package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A flag is stronger than a variable, a variable than the file, the file than what holds
// unless something is said; and check says of each where it came from.
func TestSettingsComeFromThreePlaces(t *testing.T) {
	file := written(t, "waymark.yaml", "# where it lies\nlisten: 127.0.0.1:1\nnation: scotland\nbehind-proxy: true\nheads: /in/the/file\nreading:\n  - after-negative=nine-working-days\n")
	t.Setenv("WAYMARK_NATION", "northern-ireland")
	t.Setenv("WAYMARK_HEADS", "/in/a/variable")
	t.Setenv("WAYMARK_CONFIG", "")
	out := runs(t, "", "check", "--config", file, "--heads", "/in/an/argument")
	says(t, out,
		"setting   listen: 127.0.0.1:1 ("+file+", line 2)\n",
		"setting   nation: northern-ireland (WAYMARK_NATION)\n",
		"setting   behind-proxy: true ("+file+", line 4)\n",
		"setting   heads: /in/an/argument (--heads)\n",
		"setting   reading: after-negative=nine-working-days ("+file+", line 6)\n",
		"setting   data: nothing (unless said otherwise)\n",
		"reading   after-negative=nine-working-days ", "Northern Ireland")
	t.Setenv("WAYMARK_CONFIG", file)
	t.Setenv("WAYMARK_NATION", "")
	t.Setenv("WAYMARK_READING", "")
	says(t, runs(t, "", "check"), "setting   nation: scotland ("+file+", line 3)\n", "setting   heads: /in/a/variable (WAYMARK_HEADS)\n")
}

// One file serves every command: a setting that this one does not need is passed over.
func TestOneFileServesEveryCommand(t *testing.T) {
	dir := installed(t)
	file := written(t, "waymark.yaml", "data: "+dir+"\nlisten: 127.0.0.1:0\n")
	says(t, runs(t, "", "alarms", "--config", file), "No alarm stands.")
	_, at := starts(t, listening, "serve", "--config", file)
	if res := get(t, "http://"+at+"/sign-in", nil); res.StatusCode != 200 {
		t.Errorf("the door answers %d", res.StatusCode)
	}
}

func TestSettingsThatCannotBeMeantAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ file, want string }{
		"a-word-mistyped": {"data: /srv\nlitsen: 127.0.0.1:0\n", `line 2: there is no setting "litsen": is it listen?`},
		"a-flag-written":  {"--data: /srv\n", `is it data?`},
		"underscores":     {"root_key: /run/key\n", `is it root-key?`},
		"twice":           {"data: /a\n\ndata: /b\n", "line 3: data stands on line 1 already"},
		"a-map":           {"data:\n  folder: /a\n", "line 2: data takes one value"},
		"no-value":        {"data:\n", "line 1: data takes one value"},
		"not-yaml":        {"data: [\n", "is not YAML"},
		"a-list":          {"- data\n", "line 1: there are no settings in it"},
		"empty":           {"", "line 1: there are no settings in it"},
		"no-yes-or-no":    {"behind-proxy: often\n", "line 1: behind-proxy is a proxy before this one"},
		"a-folder-as-URL": {"database: /srv/waymark\n", "line 1 is a URL like postgres://"},
		"a-URL-as-folder": {"data: postgres://w@127.0.0.1/w\n", "line 1 is no URL of a database"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, told := run(t, "", "check", "--config", written(t, "waymark.yaml", c.file))
			if code == done || out != "" || !strings.Contains(told, c.want) {
				t.Errorf("it ends with %d, writes %q and tells %q; want %q", code, out, told, c.want)
			}
		})
	}
	refuses(t, notDone, "The settings cannot be read", "", "check", "--config", filepath.Join(t.TempDir(), "none.yaml"))
	refuses(t, notDone, "holds no settings", "", "check", "--config", t.TempDir())
}

// A password may stand in a file that nobody else reads, and is shown nowhere: not by
// check, not when it is refused, not where it was put by mistake.
func TestNoPasswordIsShown(t *testing.T) {
	const word = "unspoken"
	url := "postgres://w:" + word + "@127.0.0.1:1/w"
	for name, c := range map[string]struct {
		file, want string
		mode       os.FileMode
		args       []string
	}{
		"of-its-own":     {"database: " + url + "\nkeyring: " + url + "x\n", "cannot be reached", 0o600, nil},
		"read-by-others": {"database: " + url + "\n", "holds a password and can be read by others", 0o644, nil},
		"as-a-folder":    {"data: " + url + "\n", "is no URL of a database", 0o600, nil},
		"as-a-yes":       {"behind-proxy: " + url + "\n", "behind-proxy is a proxy", 0o600, nil},
		"as-a-key":       {url + ": data\n", "there is no setting", 0o600, nil},
		"in-an-argument": {"data: /srv\n", "in the variable WAYMARK_DATABASE", 0o600, []string{"--database", url}},
	} {
		t.Run(name, func(t *testing.T) {
			file := written(t, "waymark.yaml", c.file)
			if err := os.Chmod(file, c.mode); err != nil {
				t.Fatal(err)
			}
			args := append([]string{"check", "--root-key", "/none", "--config", file}, c.args...)
			_, out, told := run(t, "", args...)
			if strings.Contains(out+told, word) {
				t.Errorf("the password is shown:\n%s%s", out, told)
			}
			if !strings.Contains(told, c.want) {
				t.Errorf("it tells %q, want %q", told, c.want)
			}
		})
	}
}

func TestNearestWord(t *testing.T) {
	words := []string{"data", "database", "listen", "tls-cert", "tls-key"}
	for word, want := range map[string]string{"dat": "data", "databse": "database", "tls_key": "tls-key", "cert": "data", "lisen": "listen", "tls-certificate": "tls-cert"} {
		if got := nearest(word, words); got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}
