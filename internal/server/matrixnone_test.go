package server_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/ident"
	"waymark/internal/person"
	"waymark/internal/store"
	"waymark/internal/web/route"
)

// A case that somebody may not know of and one that never was are answered alike, to the
// last byte, and asked for with the same statements.

// heard is an answer with the statements that it took.
type heard struct {
	answered
	statements []string
}

// listen sends a request and hears every statement that is run for it.
func (t *town) listen(m member, method, path string, typed url.Values) heard {
	var mu sync.Mutex
	var out heard
	ctx := store.Heard(context.Background(), func(query string) {
		mu.Lock()
		defer mu.Unlock()
		out.statements = append(out.statements, query)
	})
	out.answered = t.askWith(ctx, m, method, path, typed)
	return out
}

// sealed is what was searched for, as an address bears it.
var sealed = regexp.MustCompile(`for=[\w-]+`)

// formProof is what a form bears of whom it was shown to: made from its number.
var formProof = regexp.MustCompile(`name="draft-by" value="[^"]*"`)

// unlike says in what two answers differ, once the words that were asked for, and the
// numbers of forms, are masked; "" if in nothing.
func unlike(a, b heard, asked, other []string) string {
	mask := func(h heard, words []string) (string, http.Header) {
		header, body := maps.Clone(h.header), h.body
		for i, w := range words {
			if w != "" {
				body = strings.ReplaceAll(body, w, fmt.Sprintf("asked for %d", i))
				header.Set("Location", strings.ReplaceAll(header.Get("Location"), w, fmt.Sprintf("asked for %d", i)))
			}
		}
		header.Set("X-Request-Id", ids.ReplaceAllString(header.Get("X-Request-Id"), "a number"))
		for i, v := range header["Location"] {
			header["Location"][i] = sealed.ReplaceAllString(ids.ReplaceAllString(v, "a number"), "for=sealed")
		}
		return ids.ReplaceAllString(formProof.ReplaceAllString(body, "a proof"), "a number"), header
	}
	bodyA, headerA := mask(a, asked)
	bodyB, headerB := mask(b, other)
	if a.header.Get("Location") != "" && len(a.header.Get("Location")) != len(b.header.Get("Location")) {
		return "one address is longer than the other"
	}
	switch {
	case a.status != b.status:
		return fmt.Sprintf("%d and %d", a.status, b.status)
	case bodyA != bodyB:
		return "the pages differ: " + firstDifference(bodyA, bodyB)
	case !maps.EqualFunc(headerA, headerB, slices.Equal[[]string]):
		return fmt.Sprintf("the headers differ: %v and %v", headerA, headerB)
	case !slices.Equal(a.statements, b.statements):
		return fmt.Sprintf("%d statements and %d: %s", len(a.statements), len(b.statements), firstDifference(strings.Join(a.statements, "\n"), strings.Join(b.statements, "\n")))
	}
	return ""
}

func firstDifference(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return fmt.Sprintf("%.80q and %.80q", a[i:], b[i:])
}

// unknowable are the cases that a member may not know of, though their organisation has
// to do with them, or once had.
func (t *town) unknowable(m member) []aCase {
	var out []aCase
	for _, s := range situations {
		shut := s.bond == few || s.bond == conflicted || s.over != ""
		if key, none := caseOf(m.post, s); shut && none == "" {
			c := t.cases[key]
			c.over = s.over != "" // what they wrote themselves until then stays theirs
			out = append(out, c)
		}
	}
	return out
}

// filledAs is the table of routes with its names filled in.
func filledAs(tb testing.TB, on, entry, draft string) []place {
	tb.Helper()
	return places(tb, func(route.Route) filling { return filling{on, entry, draft} })
}

// typedAt is what is sent to a form: nothing, and something in every field that names a
// person or is asked for everywhere. What opens a record is sent without its day, and so
// opens none.
func typedAt(p place, name, draft string) []url.Values {
	typed := url.Values{"draft": {draft}, "name": {name}, "why": {"because"}, "because": {"because"}, "note": {"a note"}}
	if p.aboutCase() {
		typed.Set("happened", "20 November 2026")
	}
	return []url.Values{nil, typed}
}

func TestWhatOneMayNotKnowOfIsLikeNothing(t *testing.T) {
	w := theTown(t)
	wrong := make([][]string, len(w.members))
	each(w.members, func(i int, m member) {
		for n, c := range w.unknowable(m) { // the first with every route, the others with those that show a page
			wrong[i] = append(wrong[i], w.alike(t, m, c, n == 0)...)
		}
	})
	for _, all := range wrong {
		for _, x := range all[:min(len(all), 10)] {
			t.Error(x)
		}
	}
}

// shown are the routes tried with every case; all are with the first.
var shown = []string{"GET /cases/{case}", "GET /cases/{case}/chronology", "GET /cases/{case}/few", "POST /cases/{case}/contacts/new", "POST /emergency", "POST /search", "GET /own-records/{case}"}

// alike tries every route with a case that m may not know of and with one that never was,
// and says where the answers differ.
func (t *town) alike(tb testing.TB, m member, c aCase, whole bool) []string {
	tb.Helper()
	var out []string
	draft, never, entry := string(t.desk.NewForm(m.actor)), nobodys(), nobodys()
	real, none := filledAs(tb, string(c.on), string(c.entry), draft), filledAs(tb, never, entry, draft)
	name, nobody := marker(c.number, 'i'), marker(9000+c.number, 'i')
	for j, p := range real {
		if p.public() || !whole && !slices.Contains(shown, p.Pattern) || c.over && p.Action == "records.own" {
			continue
		}
		for k, typed := range typedAt(p, name, draft) {
			if p.method == http.MethodGet && k > 0 {
				continue
			}
			var other url.Values
			if typed != nil {
				other = typedAt(p, nobody, draft)[k]
				// Each answer is to a form of its own: one number with other words is told apart.
				warm := maps.Clone(other)
				for _, v := range []url.Values{warm, typed, other} {
					v.Set("draft", string(t.desk.NewForm(m.actor)))
				}
				t.listen(m, p.method, none[j].path, warm) // whatever is learnt once is learnt
			} else {
				t.listen(m, p.method, none[j].path, nil)
			}
			a, b := t.listen(m, p.method, p.path, typed), t.listen(m, none[j].method, none[j].path, other)
			compare := func(at string, a, b heard) {
				if d := unlike(a, b, []string{string(c.on), string(c.entry), name}, []string{never, entry, nobody}); d != "" {
					out = append(out, fmt.Sprintf("%s, %s: %s", m.post, at, d))
				}
			}
			compare(p.Pattern, a, b)
			if sealed.MatchString(a.header.Get("Location")) && a.status == http.StatusSeeOther { // what was searched for stands sealed in the address
				t.listen(m, http.MethodGet, b.header.Get("Location"), nil)
				compare(p.Pattern+" and on", t.listen(m, http.MethodGet, a.header.Get("Location"), nil), t.listen(m, http.MethodGet, b.header.Get("Location"), nil))
			}
		}
	}
	return out
}

// Whoever may not know of a restricted case has the same lists before and after it was
// opened, to the last byte.
func TestListsBeforeAndAfterARestrictedCase(t *testing.T) {
	w := theTown(t)
	looking := slices.DeleteFunc(slices.Clone(w.members), func(m member) bool { return m.At != "maple" && m.At != "chambers" })
	read := func() map[string]string {
		out := map[string]string{}
		for _, m := range looking {
			for _, path := range []string{"/today", "/people", "/team", "/emergency"} {
				h := w.listen(m, http.MethodGet, path, nil)
				out[m.String()+path] = fmt.Sprint(h.status, ids.ReplaceAllString(h.body, "a number"), h.statements)
			}
		}
		return out
	}
	head := w.heads["maple"]
	on := ident.NewChronology(w.clock.Now())
	w.do(head, casefile.Meet(on, person.Meet{Happened: w.today(), Body: person.Met{ChosenName: answer.Given(marker(7777, 'i'))}}))
	w.restrict(aCase{on: on, keeper: "maple"})
	read() // that somebody is there is noted once a minute, whatever they look at
	before := read()
	second := ident.NewChronology(w.clock.Now())
	w.do(head, casefile.Meet(second, person.Meet{Happened: w.today(), Body: person.Met{ChosenName: answer.Given(marker(7778, 'i'))}}))
	w.share(head, second, "chambers", "consent", "gi", w.today())
	w.restrict(aCase{on: second, keeper: "maple"})
	if w.err != nil {
		t.Fatal(w.err)
	}
	read()
	after := read()
	for name, was := range before {
		if after[name] != was {
			t.Errorf("%s: %s", name, firstDifference(was, after[name]))
		}
	}
}
