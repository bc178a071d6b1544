package main

import (
	"strings"
	"testing"
)

// A token is shown once, is listed without its secret, and is revoked by its number.
func TestTokens(t *testing.T) {
	dir := installed(t)
	out := runs(t, "", "token", "add", "--data", dir, "--organisation", "Maple House", "--name", "Telephone", "--can", "read,contact.record", "--labels", "general+contact", "--days", "30")
	token, _, _ := strings.Cut(out, "\n")
	parts := strings.Split(token, ".")
	if len(parts) != 3 || parts[0] != "waymark" || len(parts[2]) != 43 || !strings.Contains(out, "shown once") {
		t.Fatalf("it says %q", out)
	}
	again := runs(t, "", "token", "add", "--data", dir, "--organisation", "Maple House", "--name", "Telephone", "--can", "read", "--labels", "all", "--days", "90")
	list := runs(t, "", "token", "list", "--data", dir)
	if strings.Contains(list, parts[2]) || strings.Count(list, "Telephone") != 2 || !strings.Contains(list, "contact.record") || !strings.Contains(list, "never used") {
		t.Errorf("the list says %q", list)
	}
	if again == out || strings.Count(runs(t, "", "user", "list", "--data", dir), "Telephone") != 0 {
		t.Error("a program stands among those who sign in")
	}
	runs(t, "", "token", "revoke", "--data", dir, parts[1])
	if list := runs(t, "", "token", "list", "--data", dir); strings.Count(list, "revoked") != 1 {
		t.Errorf("after it is revoked the list says %q", list)
	}
}

func TestTokensThatCannotBe(t *testing.T) {
	dir := installed(t)
	fine := []string{"token", "add", "--data", dir, "--organisation", "Maple House", "--name", "Telephone", "--can", "read", "--labels", "general"}
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"too long":         {append(fine, "--days", "91"), "from one day to 90"},
		"nothing like it":  {append(fine, "--can", "case.export"), "nothing that a program can do"},
		"no such label":    {append(fine, "--labels", "everything"), "--labels"},
		"no such case":     {append(fine, "--case", "linh"), "26 letters"},
		"no purpose":       {append(fine, "--purpose", "enforcement"), "support and oversight"},
		"no organisation":  {append(fine, "--organisation", "Nowhere"), "no organisation called Nowhere"},
		"no such number":   {[]string{"token", "revoke", "--data", dir, "01hq7k3v9n4m2p8r5t6w7x9y0z"}, "no such token"},
		"a person's login": {[]string{"user", "add", "--data", dir, "--organisation", "Maple House", "--name", "X", "--role", "service", "--login", "x"}, "a program does not sign in"},
	} {
		code, _, said := run(t, "", c.args...)
		if code == 0 || !strings.Contains(said, c.says) {
			t.Errorf("%s: %d %q", name, code, said)
		}
	}
}

// The document needs no data, and is the one that programs are served.
func TestOpenAPIIsPrinted(t *testing.T) {
	out := runs(t, "", "openapi")
	if !strings.HasPrefix(out, "{") || !strings.Contains(out, `"openapi": "3.1.0"`) || !strings.Contains(out, `"/api/v1/acts"`) || !strings.Contains(out, `"body.contact.made"`) {
		t.Errorf("it says %.200s", out)
	}
}
