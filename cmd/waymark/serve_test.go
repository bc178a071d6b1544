package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io/fs"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	policyfiles "waymark/policy"
)

// listening finds the address in the log.
func listening(_, told string) string {
	for line := range strings.Lines(told) {
		var l struct{ Msg, Address string }
		if json.Unmarshal([]byte(line), &l) == nil && l.Msg == "listening" {
			return l.Address
		}
	}
	return ""
}

func get(t *testing.T, url string, roots *x509.CertPool) *http.Response {
	t.Helper()
	c := &http.Client{
		Timeout:       10 * time.Second,
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res
}

func TestServeAnswersUntilItIsStopped(t *testing.T) {
	r, at := starts(t, listening, "serve", "--data", installed(t), "--listen", "127.0.0.1:0")
	if res := get(t, "http://"+at+"/sign-in", nil); res.StatusCode != http.StatusOK || res.Header.Get("Strict-Transport-Security") != "" {
		t.Errorf("the door answers %d, %v", res.StatusCode, res.Header)
	}
	if code := r.stop(); code != done {
		t.Errorf("stopped, it ends with %d:\n%s", code, r.told)
	}
	if out := r.out.String(); out != "" {
		t.Errorf("it wrote %q", out)
	}
}

func TestServeSpeaksTLS(t *testing.T) {
	cert, key, roots := certificate(t)
	_, at := starts(t, listening, "serve", "--data", installed(t), "--listen", "127.0.0.1:0", "--tls-cert", cert, "--tls-key", key)
	if res := get(t, "https://"+at+"/sign-in", roots); res.StatusCode != http.StatusOK || res.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("the door answers %d, %v", res.StatusCode, res.Header)
	}
}

func certificate(t *testing.T) (cert, key string, roots *x509.CertPool) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	roots = x509.NewCertPool()
	roots.AppendCertsFromPEM(text)
	return written(t, "cert.pem", string(text)), written(t, "key.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}))), roots
}

func TestServeRefusesWhatDoesNotBelongTogether(t *testing.T) {
	none := installed(t)
	others := installed(t)
	mine := installed(t)
	if err := os.Rename(filepath.Join(none, "keyring.db"), filepath.Join(none, "kept elsewhere")); err != nil {
		t.Fatal(err)
	}
	move(t, others, mine, "keyring.db", "keyring.db-wal", "keyring.db-shm", "root.key")
	wrong := installed(t)
	move(t, installed(t), wrong, "root.key")
	policies := t.TempDir()
	if err := os.WriteFile(filepath.Join(policies, "roles.cedar"), []byte("permit ("), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, want string
		args       []string
	}{
		{"no-keyring", "There is data here but no keyring", []string{"--data", none}},
		{"keyring-of-another", "This keyring belongs to another installation", []string{"--data", mine}},
		{"root-key-of-another", "The keyring does not open with this root key", []string{"--data", wrong}},
		{"no-root-key", "There is no root key", []string{"--data", wrong, "--root-key", filepath.Join(wrong, "no.key")}},
		{"policy-that-does-not-parse", "roles.cedar:1", []string{"--data", t.TempDir(), "--policy", policies}},
		{"no-calendar", "The calendar cannot be read", []string{"--data", t.TempDir(), "--calendar", "none.yaml"}},
		{"not-a-calendar", "unknown key", []string{"--data", t.TempDir(), "--calendar", written(t, "c.yaml", "days: 5\n")}},
		{"unknown-reading", "asks no question", []string{"--data", t.TempDir(), "--reading", "a=b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			refuses(t, notDone, c.want, "", append([]string{"serve", "--listen", "127.0.0.1:0"}, c.args...)...)
		})
	}
}

// move puts files of one folder in the place of those of another.
func move(t *testing.T, from, to string, names ...string) {
	t.Helper()
	for _, n := range names {
		_ = os.Remove(filepath.Join(to, n))
		if err := os.Rename(filepath.Join(from, n), filepath.Join(to, n)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
}

func TestLocalIsThisMachineAlone(t *testing.T) {
	for address, want := range map[string]bool{
		"127.0.0.1:80": true, "localhost:80": true, "[::1]:80": true, ":80": false, "0.0.0.0:80": false, "[::]:80": false,
		"192.0.2.1:80": false, "localhost.example:80": false, "127.0.0.1": false, "": false,
	} {
		if got := local(address); got != want {
			t.Errorf("%q: %v, want %v", address, got, want)
		}
	}
}

func TestAddressIsWhatOneOpens(t *testing.T) {
	for at, want := range map[string]string{
		"127.0.0.1:80": "http://localhost:80", "[::]:80": "http://localhost:80", "0.0.0.0:80": "http://localhost:80", "192.0.2.1:80": "http://192.0.2.1:80",
	} {
		a, err := net.ResolveTCPAddr("tcp", at)
		if err != nil {
			t.Fatal(err)
		}
		if got := address(a); got != want {
			t.Errorf("%s: %s, want %s", at, got, want)
		}
	}
}

func TestDemoShowsMadeUpPeople(t *testing.T) {
	dir := t.TempDir()
	ready := func(out, _ string) string {
		if strings.HasSuffix(out, "Ctrl-C stops it.\n") {
			return out
		}
		return ""
	}
	r, out := starts(t, ready, "demo", "--data", dir, "--listen", "127.0.0.1:0", "--as-of", "2026-03-06")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) < 3 || !strings.HasPrefix(lines[0], "http://localhost:") || !strings.HasPrefix(lines[1], "sign in as ") || !strings.Contains(lines[1], " / ") {
		t.Fatalf("it prints\n%s", out)
	}
	if res := get(t, strings.Replace(lines[0], "localhost", "127.0.0.1", 1)+"/sign-in", nil); res.StatusCode != http.StatusOK {
		t.Errorf("the door answers %d", res.StatusCode)
	}
	if code := r.stop(); code != done {
		t.Errorf("stopped, it ends with %d:\n%s", code, r.told)
	}
	refuses(t, notDone, "marked as a demo", "", "serve", "--data", dir, "--listen", "127.0.0.1:0")
	refuses(t, notDone, "--as-of is for a new one", "", "demo", "--data", dir, "--listen", "127.0.0.1:0", "--as-of", "2026-03-07")
	refuses(t, notDone, "a demo never opens it", "", "demo", "--data", installed(t), "--listen", "127.0.0.1:0")
}

func TestDemoLeavesNothingBehind(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	var l net.ListenConfig
	taken, err := l.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	refuses(t, notDone, "Nothing can listen on", "", "demo", "--listen", taken.Addr().String())
	left, err := os.ReadDir(os.TempDir())
	if err != nil || len(left) > 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}

func TestCheckSaysWhatIsInForce(t *testing.T) {
	out := runs(t, "", "check", "--data", installed(t), "--reading", "after-negative=nine-working-days", "--nation", "scotland")
	for _, want := range []string{"kinds ", "edition of ", "Scotland", "digest ", "reading   after-negative=nine-working-days (or ", "forbid operator-never-cases (roles.cedar:", "opens with its keyring"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
}

func TestCheckFails(t *testing.T) {
	open := t.TempDir()
	if err := os.WriteFile(filepath.Join(open, "firewall.cedar"), []byte("@id(\"nothing\") @because(\"Nothing.\") forbid (principal, action, resource) when { principal.role == \"none\" };\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, want string
		args       []string
	}{
		{"unknown-reading", "after-negative has no reading", []string{"--reading", "after-negative=soon"}},
		{"unknown-word-in-a-policy", "firewall.cedar:1", []string{"--policy", open}},
		{"no-data", "there is no Waymark data", []string{"--data", t.TempDir()}},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, _, told := run(t, "", append([]string{"check"}, c.args...)...)
			if code != notDone || !strings.Contains(strings.ToLower(told), strings.ToLower(c.want)) {
				t.Errorf("it ends with %d and tells\n%s\nwant %q", code, told, c.want)
			}
		})
	}
	const weak = `@id("nothing") @because("Nothing.") forbid (principal, action == Action::"open", resource) when { context.label == "address" && context.label == "legal" };`
	if err := os.WriteFile(filepath.Join(open, "firewall.cedar"), []byte(weak), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, told := run(t, "", "check", "--policy", open); code != notDone || !strings.Contains(told, "hat must never be is allowed: ") {
		t.Errorf("without the firewall it ends with %d and tells\n%s", code, told)
	}
}

func TestOneFolderLiesOverAnother(t *testing.T) {
	over := fstest.MapFS{"b.cedar": {Data: []byte("over")}, "sub/c.cedar": {Data: []byte("new")}}
	under := fstest.MapFS{"a.cedar": {Data: []byte("under")}, "b.cedar": {Data: []byte("under, and more")}}
	l := laid{over: over, under: under}
	for name, want := range map[string]string{"a.cedar": "under", "b.cedar": "over", "sub/c.cedar": "new"} {
		got, err := fs.ReadFile(l, name)
		if err != nil || string(got) != want {
			t.Errorf("%s is %q, %v; want %q", name, got, err, want)
		}
	}
	entries, err := l.ReadDir(".")
	if err != nil || len(entries) != 3 {
		t.Errorf("%d names, %v; want 3", len(entries), err)
	}
	if _, err := l.ReadDir("none"); err == nil {
		t.Error("a folder that is not there is listed")
	}
	if all, err := (laid{over: fstest.MapFS{}, under: policyfiles.Files}).ReadDir("."); err != nil || len(all) < 3 {
		t.Errorf("an empty folder over those inside leaves %d, %v", len(all), err)
	}
}
