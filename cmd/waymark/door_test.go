package main

import (
	"net"
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
	var l net.ListenConfig
	taken, err := l.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	const free = "127.0.0.1:0"
	for name, c := range map[string]struct{ listen, cert, key, want string }{
		"port-in-use":        {taken.Addr().String(), "", "", "since something does already: stop it, or choose another port"},
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
