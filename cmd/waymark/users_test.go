package main

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
)

// enters signs in at a served door and gives a look at Today as whoever that is.
func enters(t *testing.T, at, login, password string) (status func() int, in bool) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	send := func(method, path, body string) int {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, "http://"+at+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		res, err := c.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		return res.StatusCode
	}
	in = send(http.MethodPost, "/sign-in", url.Values{"login": {login}, "password": {password}}.Encode()) == http.StatusSeeOther
	return func() int { return send(http.MethodGet, "/today", "") }, in
}

// What is changed at the command line holds at once in the server that runs meanwhile.
func TestWhoIsRemovedIsOutOfTheRunningServer(t *testing.T) {
	dir := installed(t)
	_, at := starts(t, listening, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	nadia, in := enters(t, at, "nadia", strings.TrimSpace(password))
	if !in || nadia() != http.StatusOK {
		t.Fatal("Nadia is not in")
	}
	tom, in := enters(t, at, "tom", strings.TrimSpace(password))
	if !in || tom() != http.StatusOK {
		t.Fatal("Tom is not in")
	}
	if out := runs(t, "", "user", "remove", "--data", dir, "--login", "Nadia"); !strings.HasPrefix(out, "Nadia signs in no more.") {
		t.Errorf("it says %q", out)
	}
	if got := nadia(); got != http.StatusSeeOther {
		t.Errorf("Today answers Nadia %d", got)
	}
	if _, in := enters(t, at, "nadia", strings.TrimSpace(password)); in {
		t.Error("Nadia is in again")
	}
	if tom() != http.StatusOK {
		t.Error("Tom is out as well")
	}
	const other = "four other words now"
	runs(t, other+"\n", "user", "password", "--data", dir, "--login", "tom", "--password-stdin")
	if got := tom(); got != http.StatusSeeOther {
		t.Errorf("after a new password Today answers Tom %d", got)
	}
	if _, in := enters(t, at, "tom", strings.TrimSpace(password)); in {
		t.Error("the old password lets in")
	}
	if _, in := enters(t, at, "tom", other); !in {
		t.Error("the new password does not let in")
	}
}

func TestUserListSaysWhoMaySignIn(t *testing.T) {
	dir := installed(t)
	want := "Maple House  Nadia  support worker  since 6 March 2026\nMaple House  Tom    manager         since 6 March 2026\n"
	if got := runs(t, "", "user", "list", "--data", dir); got != want {
		t.Errorf("it lists\n%s\nwant\n%s", got, want)
	}
	runs(t, "", "user", "remove", "--data", dir, "--login", "nadia")
	if got := runs(t, "", "user", "list", "--data", dir); strings.Contains(got, "Nadia") || !strings.Contains(got, "Tom") {
		t.Errorf("then it lists\n%s", got)
	}
}

func TestSignInsAreNotChangedForNobody(t *testing.T) {
	dir := installed(t)
	for _, c := range []struct {
		name, want, in string
		code           int
		args           []string
	}{
		{"remove-nobody", "Nobody signs in with this.", "", notDone, []string{"user", "remove", "--data", dir, "--login", "grace"}},
		{"password-of-nobody", "Nobody signs in with this.", password, notDone, []string{"user", "password", "--data", dir, "--login", "grace", "--password-stdin"}},
		{"short-password", "Use at least 12 characters", "short\n", notDone, []string{"user", "password", "--data", dir, "--login", "tom", "--password-stdin"}},
		{"no-terminal", "pipe it in with --password-stdin", "", badUsage, []string{"user", "password", "--data", dir, "--login", "tom"}},
		{"no-login", "Say --login: ", "", badUsage, []string{"user", "remove", "--data", dir}},
		{"no-installation", "There is no Waymark data in", "", notDone, []string{"user", "remove", "--data", t.TempDir(), "--login", "tom"}},
		{"list-of-nothing", "Say --data: ", "", badUsage, []string{"user", "list"}},
	} {
		t.Run(c.name, func(t *testing.T) { refuses(t, c.code, c.want, c.in, c.args...) })
	}
}

// A role belongs to a sort of organisation; where it does not, nothing is written.
func TestRolesFitTheSortOfOrganisation(t *testing.T) {
	dir := installed(t)
	add := func(org, sort, role, login string) []string {
		return []string{"user", "add", "--data", dir, "--organisation", org, "--organisation-sort", sort, "--name", "Grace", "--role", role, "--login", login, "--password-stdin"}
	}
	for _, c := range []struct{ name, org, sort, role string }{
		{"case-owner-at-a-provider", "Maple House", "support-provider", "case-owner"},
		{"whatever-sort-is-said", "Maple House", "competent-authority", "case-owner"},
		{"manager-at-an-authority", "The Authority", "competent-authority", "manager"},
		{"support-worker-at-a-council", "The Council", "council", "support-worker"},
	} {
		t.Run(c.name, func(t *testing.T) {
			refuses(t, notDone, "Nobody is "+c.role+" at "+c.org, password, add(c.org, c.sort, c.role, "grace")...)
		})
	}
	for login, c := range map[string][]string{"a": {"The Authority", "competent-authority", "case-owner"}, "b": {"The Council", "council", "manager"}, "c": {"Maple House", "support-provider", "operator"}} {
		runs(t, password, add(c[0], c[1], c[2], login)...)
	}
}
