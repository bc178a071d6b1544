package server_test

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// What a person meets, page by page, so that a reviewer sees every change of it: the
// title and what follows the head, ids and the prints of assets in stable words.
func TestPages(t *testing.T) {
	for name, page := range map[string]func(*world) reply{
		"sign-in":                      func(w *world) reply { return w.stranger(t).get("/sign-in") },
		"today":                        func(w *world) reply { return w.as(t, nadia).get("/today") },
		"today-of-the-authority":       func(w *world) reply { return w.as(t, grace).get("/today") },
		"now":                          func(w *world) reply { return w.as(t, nadia).get(w.at("Alima")) },
		"now-while-clocks-run":         func(w *world) reply { return w.as(t, nadia).get(w.at("Linh")) },
		"now-of-a-second-organisation": func(w *world) reply { return w.as(t, ruth).get(w.at("Alima")) },
		"now-as-known-then": func(w *world) reply {
			return w.as(t, nadia).get(w.at("The man from the park") + "?known=18+March+2020")
		},
		"chronology": func(w *world) reply { return w.as(t, nadia).get(w.at("The man from the park", "chronology")) },
		"who": func(w *world) reply {
			w.clock.Advance(time.Minute)
			w.as(t, ruth).get(w.at("Alima")).wants(200)
			w.clock.Advance(time.Minute)
			return w.as(t, nadia).get(w.at("Alima", "who"))
		},
		"contact": func(w *world) reply { return w.as(t, nadia).open(w.at("Linh", "contacts", "new")) },
		"contact-refused": func(w *world) reply {
			b := w.as(t, nadia)
			f := b.open(w.at("Linh", "contacts", "new")).form(w.at("Linh", "contacts", "new"))
			return b.sends(f, url.Values{"happened": {"soon"}, "minutes": {"abc"}, "note": {"Kept \"as\" <typed>"}})
		},
		"correct": func(w *world) reply { return w.as(t, nadia).open(correctPage(t, w)) },
		"recorded-already": func(w *world) reply {
			b := w.as(t, nadia)
			f := b.open(w.at("Linh", "contacts", "new")).form(w.at("Linh", "contacts", "new"))
			b.sends(f, url.Values{"how": {"phone"}, "reached": {"yes"}, "note": {"The first words"}}).leads()
			return b.sends(f, url.Values{"how": {"video"}, "reached": {"yes"}, "note": {"Other words"}})
		},
		"stale": func(w *world) reply {
			path := w.at("Linh", "safe-way")
			mine, theirs := w.as(t, nadia).open(path).form(path), w.as(t, tom).open(path).form(path)
			w.as(t, tom).sends(theirs, url.Values{"never": {"Never ring at all"}}).leads()
			return w.as(t, nadia).sends(mine, url.Values{"hours": {"after seven"}})
		},
		"share":     func(w *world) reply { return w.as(t, nadia).open(w.at("Linh", "sharing", "new")) },
		"not-here":  func(w *world) reply { return w.as(t, ruth).get(w.at("Linh")) },
		"not-yours": func(w *world) reply { return w.as(t, grace).get(correctPage(t, w)) },
	} {
		t.Run(name, func(t *testing.T) {
			w := fresh(t)
			golden(t, "pages/"+name+".golden", stable(page(w)))
		})
	}
}

func correctPage(t testing.TB, w *world) string {
	t.Helper()
	return w.at("Linh", "entries", string(w.last(t, "Linh", "referral.sent")), "correct")
}

var (
	ids    = regexp.MustCompile(`\b[0-9a-hjkmnp-tv-z]{26}\b`)
	proofs = regexp.MustCompile(`(id-\d+)\.[0-9A-Za-z_-]{43}"`)
	prints = regexp.MustCompile(`\.[0-9a-f]{16}\.`)
)

// stable writes a page down, one element or text on a line.
func stable(a reply) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s\n", a.status, a.title())
	lay(&b, a.one("body"), 0)
	named := map[string]string{}
	out := ids.ReplaceAllStringFunc(b.String(), func(id string) string {
		if named[id] == "" {
			named[id] = fmt.Sprintf("id-%d", len(named)+1)
		}
		return named[id]
	})
	return prints.ReplaceAllString(proofs.ReplaceAllString(out, `$1.proof"`), ".")
}

func lay(b *strings.Builder, n *html.Node, deep int) {
	indent := strings.Repeat("  ", deep)
	for c := range n.ChildNodes() {
		if c.Type == html.TextNode {
			if s := strings.Join(strings.Fields(c.Data), " "); s != "" {
				fmt.Fprintf(b, "%s%s\n", indent, s)
			}
			continue
		}
		if c.Type != html.ElementNode {
			continue
		}
		fmt.Fprintf(b, "%s<%s%s>", indent, c.Data, attributes(c))
		if short(c) {
			fmt.Fprintf(b, "%s\n", words(c))
			continue
		}
		b.WriteString("\n")
		lay(b, c, deep+1)
	}
}

// short says whether an element holds nothing but words.
func short(n *html.Node) bool {
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode {
			return false
		}
	}
	return true
}

func attributes(n *html.Node) string {
	var out []string
	for _, at := range n.Attr {
		out = append(out, fmt.Sprintf(" %s=%q", at.Key, at.Val))
	}
	slices.Sort(out)
	return strings.Join(out, "")
}
