package server_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"waymark/internal/policy"
	"waymark/internal/web/api"
)

// goes asks every route of the API for what there is of a case, all pages of it.
func (p program) goes(c aCase) map[string]string {
	out := map[string]string{}
	p.asked(string(c.on), func(rt api.Route, r *http.Request) {
		if rt.Method != http.MethodGet {
			return
		}
		path := strings.TrimPrefix(r.URL.Path, api.Prefix)
		for cursor := ""; ; {
			a := p.get(path + "?cursor=" + cursor)
			if cursor == "" && a.status != http.StatusOK { // a route that has no pages
				a = p.get(path)
			}
			out[rt.Name] += a.body + fmt.Sprint(a.header)
			_, rest, more := strings.Cut(a.body, `"next":"`)
			if cursor, _, _ = strings.Cut(rest, `"`); !more || a.status != http.StatusOK || strings.HasPrefix(cursor, "20") {
				return
			}
		}
	})
	return out
}

// The canary run through the API: a word comes through to the tokens alone that open its
// labels, at organisations that hold them.
func TestCanariesThroughTheAPI(t *testing.T) {
	w, f := twin(t, nil), &flock{}
	c := f.fly(t, w)
	h := handlerOf(t, w.desk, w.log)
	for _, at := range runPrograms {
		held := both(byConsent, "gicalthjpms")
		if at == "maple" {
			held = "gicalthjpms"
		}
		tokens := []string{letters, "gc", "icahs", "wo"}
		if at != "maple" {
			tokens = tokens[:2]
		}
		for _, opens := range tokens {
			scope := policy.Token{Actions: policy.TokenActions(), Labels: labelsOf(opens)}
			p := programOf(t, w.desk, h, w.orgs[at], "Canaries "+opens, policy.Support, scope)
			came := 0
			for route, text := range p.goes(c) {
				for _, k := range f.all {
					if !strings.Contains(text, k.word) {
						continue
					}
					if came++; strings.Trim(k.needs, both(held, opens)) != "" {
						t.Errorf("opens %s at %s, %s: %s", opens, at, route, k.where)
					}
				}
			}
			if whole := opens == letters; whole && came < 60 || opens == "wo" && came > 0 {
				t.Errorf("control: %d words came to a program at %s that opens %s", came, at, opens)
			}
		}
	}
	if !slices.ContainsFunc(f.all, func(k canary) bool { return strings.Contains(k.needs, "m") }) {
		t.Error("control: no word of immigration is planted")
	}
	w.legible(t, f.all)
}
