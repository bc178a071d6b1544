package server_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"waymark/internal/ident"
	"waymark/internal/policy"
	"waymark/internal/web/api"
)

// The fuzzer of the API. It reads the document, and sends to every route what fits it and
// what does not: hostile and random values in every parameter, header and field. Of each
// answer it says whether it is ours to mend, whether it is as the document says, and
// whether a word stands in it that the token may not open. It asks a handler, without a
// wire, and the same each time it runs.

// fuzzed is how many requests each token sends.
const fuzzed = 400

// fuzzer sends requests as one program.
type fuzzer struct {
	program
	doc    *document
	rand   *rand.Rand
	cases  []string // that are there, whether open or not
	known  []string // what came back and can be sent again: numbers, cursors
	closed []canary // the words that this program may not open
}

// finding is one thing wrong, and the request that found it.
type finding struct{ what, request string }

// hostile are values that have broken programs.
func hostile() []string {
	return []string{
		"", " ", "null", "undefined", "0", "-1", "9223372036854775808", "1e400", "NaN", "true", "[]", "{}", "'", `"`, "' OR 1=1 --", "\"; DROP TABLE entry; --", "%00", "\x00", "\x7f", "\r\nX-Made-Up: 1",
		"../../../etc/passwd", "..%2f..", "/", "\\", "${jndi:ldap://x}", "<script>alert(1)</script>", "{{7*7}}", "\u202e", "\u200b", "\ufeff", "\xff\xfe", "e\u0301", "İ", "ﷺ", strings.Repeat("a", 300), strings.Repeat("é", 20_000),
		"2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "2026-11-20T25:61", "2026-11-20/2019-01-01", "2018-99", "~", "2026~~", "01hq7k3v9n4m2p8r5t6w7x9y0z", "01HQ7K3V9N4M2P8R5T6W7X9Y0Z", "ffffffff-ffff-ffff-ffff-ffffffffffff",
	}
}

func (f *fuzzer) one(of []string) string { return of[f.rand.IntN(len(of))] }

func (f *fuzzer) chance(in int) bool { return f.rand.IntN(in) == 0 }

// text is a value for a parameter: what is known, or what is hostile.
func (f *fuzzer) text(name string) string {
	switch {
	case name == "case" && !f.chance(3):
		return f.one(f.cases)
	case name == "kind" && !f.chance(3):
		return f.kind()
	case name == "known_at" && !f.chance(3):
		return f.one([]string{"2026-11-20T09:00:00Z", "2026-11-19T09:00:00+01:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-11-20"})
	case len(f.known) > 0 && f.chance(2):
		return f.one(f.known)
	}
	return f.one(hostile())
}

func (f *fuzzer) kind() string {
	var all []string
	for name := range f.doc.Components.Schemas {
		if kind, ok := strings.CutPrefix(name, "body."); ok {
			all = append(all, kind)
		}
	}
	slices.Sort(all)
	return f.one(all)
}

// value makes a value of a schema, and now and then one of another sort.
func (f *fuzzer) value(s *schema, name string, depth int) any {
	s = f.doc.at(s)
	if s == nil || depth > 6 || f.chance(14) {
		return f.junk(depth)
	}
	if len(s.OneOf) > 0 {
		return f.value(s.OneOf[f.rand.IntN(len(s.OneOf))], name, depth+1)
	}
	if len(s.Enum) > 0 {
		return s.Enum[f.rand.IntN(len(s.Enum))]
	}
	switch typesOf(s.Type)[0] {
	case "object":
		return f.object(s, depth)
	case "array":
		out := []any{}
		for range f.rand.IntN(4) {
			out = append(out, f.value(s.Items, name, depth+1))
		}
		return out
	case "boolean":
		return f.chance(2)
	case "integer", "number":
		return f.rand.IntN(1_000_000) - 500_000
	}
	if name == "happened" || s.Description != "" && strings.HasPrefix(s.Description, "A date") {
		return f.one([]string{"2026-11-19", "2026-11", "2018-22", "2018~", "2026-11-18/2026-11-19", f.text(name)})
	}
	return f.text(name)
}

func (f *fuzzer) object(s *schema, depth int) any {
	out := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		required := slices.Contains(s.Required, name)
		if required && !f.chance(12) || !required && f.chance(2) {
			out[name] = f.value(s.Properties[name], name, depth+1)
		}
	}
	if f.chance(12) {
		out[f.one(hostile())] = f.junk(depth)
	}
	return out
}

// junk is anything that JSON can say.
func (f *fuzzer) junk(depth int) any {
	switch f.rand.IntN(7) {
	case 0:
		return nil
	case 1:
		return f.chance(2)
	case 2:
		return f.rand.NormFloat64() * 1e18
	case 3:
		return []any{f.one(hostile()), 1, nil}
	case 4:
		if depth < 4 {
			return map[string]any{"answer": f.one([]string{"withheld", "not known", "given", "null"}), f.one(hostile()): f.junk(depth + 1)}
		}
	}
	return f.one(hostile())
}

// body writes what is sent: as the schema says, with the fields of a kind, and now and
// then broken as text.
func (f *fuzzer) body(s *schema) string {
	if f.chance(3) { // what can be recorded, with any text in it
		call := aCall(ident.Chronology(f.one(f.cases)), "a call "+f.one(hostile()))
		call["happened"] = "2026-11-19"
		raw, _ := json.Marshal(call)
		return string(raw)
	}
	v := f.value(s, "", 0)
	if m, ok := v.(map[string]any); ok && !f.chance(5) {
		kind := f.kind()
		m["kind"], m["case"] = kind, f.one(f.cases)
		m["body"] = f.value(f.doc.Components.Schemas["body."+kind], "", 1)
	}
	raw, _ := json.Marshal(v)
	text := string(raw)
	switch f.rand.IntN(30) {
	case 0:
		return text[:f.rand.IntN(len(text)+1)]
	case 1:
		return strings.Replace(text, "{", `{"case":"x","case":"y",`, 1)
	case 2:
		return text + text
	case 3:
		return strings.Repeat(`{"body":`, 3000) + text
	case 4:
		return strings.Replace(text, ":", ":1e999,\"x\":", 1)
	case 5:
		return strings.ReplaceAll(text, `"`, "\xed\xa0\x80")
	case 6:
		return `{"case":"` + strings.Repeat("x", api.LongestBody) + `"}`
	}
	return text
}

// next makes one request.
func (f *fuzzer) next() (op described, r *http.Request, said string) {
	paths := slices.Sorted(maps.Keys(f.doc.Paths))
	path := f.one(paths)
	if f.chance(4) {
		path = api.Prefix + "/acts"
	}
	methods := slices.Sorted(maps.Keys(f.doc.Paths[path]))
	method := f.one(methods)
	op = f.doc.Paths[path][method]
	query := url.Values{}
	headers := http.Header{"Authorization": {"Bearer " + f.token}}
	for _, p := range op.Parameters {
		switch {
		case p.In == "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(f.text(p.Name)))
		case p.In == "query" && f.chance(2):
			query.Add(p.Name, f.text(p.Name))
			if f.chance(8) {
				query.Add(p.Name, f.text(p.Name))
			}
		case p.In == "header" && f.chance(6):
			headers.Set(p.Name, f.text(p.Name))
		case p.In == "header":
			headers.Set(p.Name, fmt.Sprintf("%08x-0000-4000-8000-%012x", f.rand.Uint32(), f.rand.Uint32()))
		}
	}
	if f.chance(15) {
		query.Add(f.one(hostile()), f.one(hostile()))
	}
	text := ""
	if op.RequestBody != nil {
		text = f.body(op.RequestBody.Content["application/json"].Schema)
		headers.Set("Content-Type", f.one([]string{"application/json", "application/json", "application/json", "application/json; charset=utf-16", "text/plain", "multipart/form-data; boundary=x", ""}))
	}
	for _, name := range []string{"Accept", "X-Request-Id", "Cookie", "Range", "If-None-Match", "Content-Encoding", "X-HTTP-Method-Override", "Authorization"} {
		if f.chance(40) {
			headers.Set(name, f.one(hostile()))
		}
	}
	at := path
	if len(query) > 0 {
		at += "?" + query.Encode()
	}
	u, err := url.Parse(at)
	if err != nil {
		u = &url.URL{Path: path}
	}
	r = httptest.NewRequest(strings.ToUpper(method), "/", strings.NewReader(text))
	r.URL, r.RequestURI, r.Header = u, at, headers
	return op, r, fmt.Sprintf("%s %.200s %.300s %v", r.Method, at, text, headers["Content-Type"])
}

// run sends so many requests and gives what was found, and how often each status came.
func (f *fuzzer) run(n int) (found []finding, statuses map[int]int) {
	statuses = map[int]int{}
	for range n {
		op, r, said := f.next()
		a := f.send(r)
		statuses[a.status]++
		for _, what := range f.judge(op, a) {
			found = append(found, finding{what, said})
		}
	}
	return found, statuses
}

// judge says what is wrong with an answer.
func (f *fuzzer) judge(op described, a answered) (wrong []string) {
	if a.status >= 500 {
		wrong = append(wrong, fmt.Sprintf("%s answers %d: %.200s", op.OperationID, a.status, a.body))
	}
	for _, k := range f.closed {
		if strings.Contains(a.body, k.word) || strings.Contains(fmt.Sprint(a.header), k.word) {
			wrong = append(wrong, fmt.Sprintf("%s tells %s", op.OperationID, k.where))
		}
	}
	if a.status == http.StatusMovedPermanently || a.status == http.StatusTemporaryRedirect || a.status == http.StatusPermanentRedirect { // a path that was written otherwise
		return wrong
	}
	sort, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
	if id := a.header.Get(api.RequestHeader); ident.Check(id) != nil {
		wrong = append(wrong, fmt.Sprintf("%s bears no number", op.OperationID))
	}
	response, ok := op.Responses[fmt.Sprint(a.status)]
	if !ok && a.status != http.StatusMethodNotAllowed {
		return append(wrong, fmt.Sprintf("%s answers %d, which the document does not say", op.OperationID, a.status))
	}
	if !ok {
		return wrong
	}
	var v any
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		return append(wrong, fmt.Sprintf("%s answers %d with what is no JSON: %.100s", op.OperationID, a.status, a.body))
	}
	content, ok := response.Content[sort]
	if !ok {
		return append(wrong, fmt.Sprintf("%s answers %d as %s", op.OperationID, a.status, sort))
	}
	if why := f.doc.fits(content.Schema, v, "$"); why != "" {
		wrong = append(wrong, fmt.Sprintf("%s answers %d otherwise than the document says: %s", op.OperationID, a.status, why))
	}
	f.learn(v)
	return wrong
}

// learn keeps what can be sent again.
func (f *fuzzer) learn(v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, x := range v {
			f.learn(x)
		}
	case []any:
		for _, x := range v[:min(len(v), 5)] {
			f.learn(x)
		}
	case string:
		if len(v) >= ident.Length && len(f.known) < 400 && !strings.Contains(v, " ") {
			f.known = append(f.known, v)
		}
	}
}

// fuzzing is a town with canaries in it, and a program with a token for some letters.
func fuzzing(t *testing.T, w *town, f *flock, c aCase, opens string, seed uint64, change func(http.Handler) http.Handler) *fuzzer {
	t.Helper()
	doc, err := theDocument()
	if err != nil {
		t.Fatal(err)
	}
	scope := wholeToken()
	scope.Labels = labelsOf(opens)
	p := programOf(t, w.desk, change(handlerOf(t, w.desk, w.log)), w.orgs["maple"], "Fuzzer "+opens, policy.Support, scope)
	out := &fuzzer{program: p, doc: doc, rand: rand.New(rand.NewPCG(seed, 7)), cases: []string{string(c.on), string(c.on), string(c.on)}}
	for _, key := range []string{"maple/own, not beside", "maple/own, few know, not named", "elm/no access"} {
		out.cases = append(out.cases, string(w.cases[key].on))
	}
	for _, k := range f.all {
		if both(k.needs, both(opens, "gicalthjpms")) != both(k.needs, letters) {
			out.closed = append(out.closed, k)
		}
	}
	return out
}

func asItIs(h http.Handler) http.Handler { return h }

func TestAPIFuzzed(t *testing.T) {
	w, f := twin(t, nil), &flock{}
	c := f.fly(t, w)
	for i, opens := range []string{letters, "gc", "icahs", "g"} {
		z := fuzzing(t, w, f, c, opens, uint64(i+1), asItIs)
		found, statuses := z.run(fuzzed)
		for _, x := range found[:min(len(found), 8)] {
			t.Errorf("opens %s: %s\n\tto %s", opens, x.what, x.request)
		}
		if statuses[200] < fuzzed/5 || statuses[422] < 10 || statuses[404] < 10 || opens == letters && statuses[201] == 0 {
			t.Errorf("control: it came to little: %v", statuses)
		}
		if len(z.closed) < 10 {
			t.Errorf("control: %d words are closed to who opens %s", len(z.closed), opens)
		}
		t.Logf("opens %s: %v", opens, statuses)
	}
}
