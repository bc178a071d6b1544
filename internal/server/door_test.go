package server_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// cookies are those that a reply sets, by name.
func (a reply) cookies() map[string]*http.Cookie {
	out := map[string]*http.Cookie{}
	for _, c := range (&http.Response{Header: a.header}).Cookies() {
		out[c.Name] = c
	}
	return out
}

// Wrong passwords from elsewhere keep nobody out of the browser that they use.
func TestTriesByOthersKeepNobodyOut(t *testing.T) {
	w := fresh(t)
	mine, other := w.stranger(t), w.stranger(t)
	right := url.Values{"login": {nadia}, "password": {password}}
	a := mine.post("/sign-in", right)
	a.leads()
	device := a.cookies()[plainCookie+"-device"]
	if device == nil || !device.HttpOnly || device.SameSite != http.SameSiteLaxMode || device.Secure || device.Value == mine.cookie {
		t.Fatalf("the browser is given %v", device)
	}
	for range 5 {
		other.post("/sign-in", url.Values{"login": {nadia}, "password": {"not this one either"}}).wants(422)
	}
	a = other.post("/sign-in", right).wants(http.StatusTooManyRequests)
	if s, err := strconv.Atoi(a.header.Get("Retry-After")); err != nil || s < 30 || s > 31 {
		t.Errorf("it says to come back after %q", a.header.Get("Retry-After"))
	}
	again := mine.request(http.MethodPost, "/sign-in", strings.NewReader(right.Encode()))
	again.AddCookie(device)
	if to := mine.send(again).leads(); to != "/today" {
		t.Errorf("it leads to %s", to)
	}
}
