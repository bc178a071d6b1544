package server_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"waymark/internal/ident"
	"waymark/internal/policy"
)

// That somebody trusts another organisation can put them in danger: whoever was shown a
// part learns of no other that was, nor do those at the keeper who may not be told.

// tellers may be told at the keeper who else reads: they share it with the person.
var tellers = []policy.Role{policy.SupportWorker, policy.Manager, policy.RecordsLead, policy.FirstResponder, policy.DesignatedOfficer}

// others are the organisations of which a text tells that somebody there reads: by the
// name of a worker, which says where they work, or by an id.
func (t *town) others(m member, c aCase, text string) []string {
	var out []string
	for _, x := range companies {
		if x.name == m.At || x.name == c.keeper {
			continue
		}
		words := []string{string(t.orgs[x.name])}
		for _, r := range append(slices.Clone(x.roles), policy.Manager) {
			words = append(words, "Worker "+string(r)+" "+x.name, "Head "+string(r)+" "+x.name)
		}
		if slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) }) {
			out = append(out, x.name)
		}
	}
	return out
}

func TestNobodyLearnsWhoElseReads(t *testing.T) {
	w := theTown(t)
	wrong, told := make([][]string, len(w.members)), make([]int, len(w.members))
	each(w.members, func(i int, m member) {
		for _, s := range situations {
			key, none := caseOf(m.post, s)
			if none != "" {
				continue
			}
			c := w.cases[key]
			for _, more := range []string{"", "/chronology", "/who", "/workers", "/record"} {
				a := w.ask(m, http.MethodGet, "/cases/"+string(c.on)+more, nil)
				wrong[i] = append(wrong[i], w.tellsOf(m, s, c, more, html.UnescapeString(a.body), &told[i])...)
			}
			var b bytes.Buffer
			if _, err := w.desk.Export(context.Background(), m.actor, []ident.Chronology{c.on}, &b, nil); err == nil {
				wrong[i] = append(wrong[i], w.tellsOf(m, s, c, "export", b.String(), &told[i])...)
			}
		}
	})
	for _, all := range wrong {
		for _, x := range all[:min(len(all), 6)] {
			t.Error(x)
		}
	}
	if head := (member{post: post{policy.Manager, elm}}); len(w.others(head, aCase{keeper: elm}, "Worker solicitor chambers, Head manager police")) != 2 {
		t.Error("control: nobody is noticed")
	}
}

// tellsOf is what a page tells somebody of others who read, where they may not be told.
func (t *town) tellsOf(m member, s situation, c aCase, at, text string, told *int) []string {
	found := t.others(m, c, text)
	if s.ground == "own" && s.bond != emergencied && slices.Contains(tellers, m.Role) {
		*told += len(found)
		return nil
	}
	if len(found) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s, %s, %q: it tells of %v", m.post, s.name, at, found)}
}
