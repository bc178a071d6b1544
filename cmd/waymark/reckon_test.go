package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"waymark/internal/store/cluster"
)

// asWaymark makes the test binary behave as waymark itself, so that a test can kill it.
const asWaymark = "WAYMARK_TEST_AS_ITSELF"

func TestMain(m *testing.M) {
	if os.Getenv(asWaymark) != "" {
		main()
	}
	os.Exit(cluster.Main(m))
}

// browser signs in as tom and gives what a page says.
func browser(t *testing.T, at string) func(path string) string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Timeout: 20 * time.Second, Jar: jar}
	ask := func(method, path string, form url.Values) string {
		r, err := http.NewRequestWithContext(t.Context(), method, "http://"+at+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		if form != nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		res, err := c.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		b, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("%s %s: %d, %v", method, path, res.StatusCode, err)
		}
		return string(b)
	}
	ask(http.MethodPost, "/sign-in", url.Values{"login": {"tom"}, "password": {strings.TrimSpace(password)}})
	return func(path string) string { return ask(http.MethodGet, path, nil) }
}

// caseOf is the id of the one person in the data.
func caseOf(t *testing.T, data string) string {
	t.Helper()
	var first struct{ Chronology string }
	if err := json.Unmarshal([]byte(strings.SplitN(runs(t, password, as(data, "tom", "export")...), "\n", 2)[0]), &first); err != nil {
		t.Fatal(err)
	}
	return first.Chronology
}

// A deployment adds a rule file, previews, reckons and sees it on the pages, and nobody
// touches Go.
func TestARuleOfADeploymentsOwnReachesThePages(t *testing.T) {
	data := installed(t)
	runs(t, password, as(data, "tom", "import", written(t, "old.jsonl", people(1)))...)
	page := "/cases/" + caseOf(t, data)
	rules := overlay(t, "ours.yaml", ownRule)
	says(t, runs(t, "", "check", "--data", data, "--rules", rules), "rules     ours.yaml, added", "what is due for 1 person was reckoned under other rules")

	r, at := starts(t, listening, "serve", "--data", data, "--listen", "127.0.0.1:0", "--rules", rules)
	says(t, r.told.String(), "was reckoned under other rules", `"people":1`, "waymark reckon --data")
	get := browser(t, at)
	if got := get("/today"); strings.Contains(got, "First visit after the referral") {
		t.Error("Today has it before it is reckoned")
	}

	preview := runs(t, "", "reckon", "--data", data, "--rules", rules, "--preview")
	says(t, preview, "new       first-visit, counted from referral.sent", "clocks    first-visit: 1 new, 0 gone, 0 due at another moment; 1 late because of it", "A change touches 1 person", "Nothing was written.")
	if again := runs(t, "", "reckon", "--data", data, "--rules", rules, "--preview"); again != preview {
		t.Errorf("a second preview says\n%s", again)
	}
	says(t, runs(t, "", "reckon", "--data", data, "--rules", rules), "A change touches 1 person; for 1 of them what was due differs.")
	says(t, runs(t, "", "reckon", "--data", data, "--rules", rules), "Everything was reckoned under these rules already.")

	says(t, get("/today"), "First visit after the referral", "Our own standards, section 4")
	says(t, get(page), "First visit after the referral", "Our own standards, section 4", "working days late")
	if code := r.stop(); code != done {
		t.Errorf("stopped, it ends with %d:\n%s", code, r.told)
	}

	// And away again.
	r, at = starts(t, listening, "serve", "--data", data, "--listen", "127.0.0.1:0")
	says(t, r.told.String(), "was reckoned under other rules")
	says(t, runs(t, "", "reckon", "--data", data), "gone      first-visit", "first-visit: 0 new, 1 gone")
	get = browser(t, at)
	for _, p := range []string{"/today", page} {
		if strings.Contains(get(p), "First visit after the referral") {
			t.Errorf("%s still has it", p)
		}
	}
}

// people is a file to import with some people who were referred.
func people(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"chronology":"p%d","kind":"person.met","happened":"2020-01","body":{"chosen_name":"Somebody %d"}}`+"\n", i, i)
		fmt.Fprintf(&b, `{"chronology":"p%d","kind":"referral.sent","happened":"2020-02-03","body":{"route":"adult","authority":"sca","consent":"yes"}}`+"\n", i)
	}
	return b.String()
}

func TestReckonThatWasKilledGoesOn(t *testing.T) {
	const n = 160
	data := installed(t)
	runs(t, password, as(data, "tom", "import", written(t, "old.jsonl", people(n)))...)
	rules := overlay(t, "ours.yaml", ownRule)
	itself, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), itself, "reckon", "--data", data, "--rules", rules)
	cmd.Env = append(os.Environ(), asWaymark+"=yes")
	told, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(told).ReadString('\n') // "50 of 160 people"
	if err != nil || !strings.HasSuffix(line, "of 160 people\n") {
		t.Fatalf("it tells %q, %v", line, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("it ended before it was killed")
	}
	says(t, runs(t, "", "reckon", "--data", data, "--rules", rules), "first-visit: ")
	says(t, runs(t, "", "reckon", "--data", data, "--rules", rules), "Everything was reckoned under these rules already.")
	_, at := starts(t, listening, "serve", "--data", data, "--listen", "127.0.0.1:0", "--rules", rules)
	first := browser(t, at)("/today")
	says(t, first, "First visit after the referral", fmt.Sprintf("%d people", n))
}
