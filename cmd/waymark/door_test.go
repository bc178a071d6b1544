package main

import (
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A door that cannot be opened is told in words that help, before anything is founded.
func TestDoorThatCannotBeOpenedFoundsNothing(t *testing.T) {
	cert, key, _ := certificate(t)
	otherCert, _, _ := certificate(t)
	open := written(t, "open.pem", "x")
	if err := os.Chmod(open, 0o644); err != nil {
		t.Fatal(err)
	}
	const free = "127.0.0.1:0"
	for name, c := range map[string]struct{ listen, cert, key, want string }{
		"port-in-use":        {taken(t), "", "", "since something does already: stop it, or choose another port"},
		"no-such-address":    {"192.0.2.1:8443", cert, key, "this machine has no such address"},
		"no-port":            {"127.0.0.1", cert, key, "nothing can listen on 127.0.0.1"},
		"no-certificate":     {free, "/none.pem", key, "the file of --tls-cert cannot be read"},
		"no-key":             {free, cert, "/none.pem", "the file of --tls-key cannot be read"},
		"a-folder":           {free, t.TempDir(), key, "it is a folder"},
		"key-read-by-others": {free, cert, open, "everybody on this machine can read the certificate's private key: run chmod o= "},
		"of-another":         {free, otherCert, key, "are not a certificate and its private key"},
		"the-wrong-way":      {free, key, cert, "are not a certificate and its private key"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			args := []string{"--data", dir, "--listen", c.listen}
			if c.cert != "" {
				args = append(args, "--tls-cert", c.cert, "--tls-key", c.key)
			}
			refuses(t, notDone, c.want, "", append([]string{"serve"}, args...)...)
			if _, err := os.Stat(dir); err == nil {
				t.Error("an installation was founded")
			}
			if c.listen != free {
				return
			}
			if _, _, told := run(t, "", "check", "--listen", c.listen, "--tls-cert", c.cert, "--tls-key", c.key); !strings.Contains(strings.ToLower(told), strings.ToLower(c.want)) {
				t.Errorf("check tells %q", told)
			}
		})
	}
}

// Whoever runs Waymark has an address of their own, of this machine alone unless a host is
// said: there are numbers and health, and not at the address of the pages.
func TestOperatorHasAnAddressOfTheirOwn(t *testing.T) {
	watching := func(_, told string) string {
		for line := range strings.Lines(told) {
			var l struct{ Msg, At string }
			if json.Unmarshal([]byte(line), &l) == nil && l.Msg == "listening for whoever runs Waymark" {
				return l.At
			}
		}
		return ""
	}
	r, at := starts(t, watching, "serve", "--data", installed(t), "--listen", "127.0.0.1:0", "--operator-listen", ":0")
	if !strings.HasPrefix(at, "127.0.0.1:") {
		t.Errorf("it listens on %s", at)
	}
	for _, path := range []string{"/metrics", "/healthz", "/readyz"} {
		if res := get(t, "http://"+at+path, nil); res.StatusCode != http.StatusOK {
			t.Errorf("%s is answered with %d", path, res.StatusCode)
		}
	}
	if res := get(t, "http://"+at+"/sign-in", nil); res.StatusCode != http.StatusNotFound {
		t.Errorf("a page is answered with %d", res.StatusCode)
	}
	var pages string
	for pages == "" {
		pages = listening("", r.told.String())
	}
	for _, path := range []string{"/metrics", "/healthz", "/readyz"} {
		if res := get(t, "http://"+pages+path, nil); res.StatusCode == http.StatusOK {
			t.Errorf("%s is answered where the pages are", path)
		}
	}
	if code := r.stop(); code != done || !strings.Contains(r.told.String(), `"msg":"request"`) {
		t.Errorf("it ends with %d:\n%s", code, r.told)
	}
	refuses(t, notDone, "since something does already", "", "serve", "--data", installed(t), "--listen", taken(t), "--operator-listen", ":0")
	refuses(t, badUsage, "--at-once is a number of requests", "", "serve", "--data", t.TempDir(), "--listen", "127.0.0.1:0", "--at-once", "0")
}

// taken is an address that something listens on.
func taken(t *testing.T) string {
	t.Helper()
	var c net.ListenConfig
	l, err := c.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l.Addr().String()
}
