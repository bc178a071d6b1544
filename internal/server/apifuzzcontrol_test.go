package server_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// wrapped changes what a handler answers.
func wrapped(change func(r *http.Request, a *httptest.ResponseRecorder)) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			a := httptest.NewRecorder()
			h.ServeHTTP(a, r)
			change(r, a)
			maps.Copy(w.Header(), a.Header())
			w.WriteHeader(a.Code)
			_, _ = w.Write(a.Body.Bytes())
		})
	}
}

// The fuzzer has teeth: a handler that fails, one whose answer is not as the document
// says, and one that tells what it may not are each found.
func TestAPIFuzzerControl(t *testing.T) {
	w, f := twin(t, nil), &flock{}
	c := f.fly(t, w)
	word := f.all[slices.IndexFunc(f.all, func(k canary) bool { return k.where == "person.met how" })].word
	replace := func(was, is string) func(*http.Request, *httptest.ResponseRecorder) {
		return func(_ *http.Request, a *httptest.ResponseRecorder) {
			text := strings.Replace(a.Body.String(), was, is, 1)
			a.Body.Reset()
			a.Body.WriteString(text)
		}
	}
	for name, tc := range map[string]struct {
		change func(*http.Request, *httptest.ResponseRecorder)
		says   string
	}{
		"a failure": {func(r *http.Request, a *httptest.ResponseRecorder) {
			if r.URL.Query().Get("kind") != "" {
				a.Code = http.StatusInternalServerError
			}
		}, "answers 500"},
		"null for withheld":  {replace(`{"answer":"withheld"}`, "null"), "otherwise than the document says"},
		"a field too many":   {replace(`{"id":`, `{"born":"1990","id":`), "otherwise than the document says"},
		"a field too few":    {replace(`"recorded":`, `"written":`), "otherwise than the document says"},
		"a time not in UTC":  {replace(`Z","by"`, `+01:00","by"`), "otherwise than the document says"},
		"a word that leaks":  {replace(`{"answer":"withheld"}`, `"`+word+`"`), "tells person.met how"},
		"a word in a header": {func(_ *http.Request, a *httptest.ResponseRecorder) { a.Header().Set("X-Debug", word) }, "tells person.met how"},
		"an answer that is not in the document": {func(_ *http.Request, a *httptest.ResponseRecorder) {
			if a.Code == http.StatusNotFound {
				a.Code = http.StatusGone
			}
		}, "which the document does not say"},
	} {
		z := fuzzing(t, w, f, c, "gc", 5, wrapped(tc.change))
		found, _ := z.run(300)
		if !slices.ContainsFunc(found, func(x finding) bool { return strings.Contains(x.what, tc.says) }) {
			t.Errorf("%s is not found among %d findings", name, len(found))
		}
	}
}
