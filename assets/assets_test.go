package assets

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func TestOpenSaysWhenNothingIsBuilt(t *testing.T) {
	_, err := open(fstest.MapFS{".gitkeep": {}})
	if !errors.Is(err, ErrNotBuilt) {
		t.Errorf("got %v", err)
	}
}

func TestOpenRefusesABrokenBuild(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"manifestIsNoJSON": {"manifest.json": {Data: []byte("nothing")}},
		"fileIsGone":       {"manifest.json": {Data: []byte(`{"a.css":"a.1.css"}`)}},
		"unknownType":      {"manifest.json": {Data: []byte(`{"a.exe":"a.1.exe"}`)}, "a.1.exe": {}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := open(files); err == nil {
				t.Error("no error")
			}
		})
	}
}

func small(t *testing.T) *set {
	t.Helper()
	files, err := open(fstest.MapFS{
		"manifest.json": {Data: []byte(`{"a.css":"a.12.css","b.woff2":"b.34.woff2"}`)},
		"a.12.css":      {Data: []byte("plain")},
		"a.12.css.gz":   {Data: []byte("packed")},
		"b.34.woff2":    {Data: []byte("font")},
		"secret.css":    {Data: []byte("secret")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestServing(t *testing.T) {
	files := small(t)
	for name, tc := range map[string]struct {
		method, path, accept string
		status               int
		body, encoding, kind string
	}{
		"plain":            {"GET", "/assets/a.12.css", "", 200, "plain", "", "text/css; charset=utf-8"},
		"packed":           {"GET", "/assets/a.12.css", "br, gzip", 200, "packed", "gzip", "text/css; charset=utf-8"},
		"packedRefused":    {"GET", "/assets/a.12.css", "gzip;q=0", 200, "plain", "", "text/css; charset=utf-8"},
		"packedWithWeight": {"GET", "/assets/a.12.css", "gzip;q=0.5", 200, "packed", "gzip", "text/css; charset=utf-8"},
		"fontIsNotPacked":  {"GET", "/assets/b.34.woff2", "gzip", 200, "font", "", "font/woff2"},
		"head":             {"HEAD", "/assets/a.12.css", "", 200, "", "", "text/css; charset=utf-8"},
		"plainName":        {"GET", "/assets/a.css", "", 404, "404 page not found\n", "", "text/plain; charset=utf-8"},
		"notInManifest":    {"GET", "/assets/secret.css", "", 404, "404 page not found\n", "", "text/plain; charset=utf-8"},
		"outside":          {"GET", "/assets/../assets.go", "", 404, "404 page not found\n", "", "text/plain; charset=utf-8"},
	} {
		t.Run(name, func(t *testing.T) {
			request := httptest.NewRequest(tc.method, tc.path, nil)
			request.Header.Set("Accept-Encoding", tc.accept)
			answer := httptest.NewRecorder()
			files.ServeHTTP(answer, request)
			if answer.Code != tc.status || answer.Body.String() != tc.body {
				t.Errorf("%d %q", answer.Code, answer.Body.String())
			}
			if got := answer.Header().Get("Content-Encoding"); got != tc.encoding {
				t.Errorf("encoding %q", got)
			}
			if got := answer.Header().Get("Content-Type"); got != tc.kind {
				t.Errorf("type %q", got)
			}
			if kept := answer.Header().Get("Cache-Control") == "public, max-age=31536000, immutable"; kept != (tc.status == 200) {
				t.Errorf("cache %q", answer.Header().Get("Cache-Control"))
			}
		})
	}
}

func TestOnlyReading(t *testing.T) {
	answer := httptest.NewRecorder()
	small(t).ServeHTTP(answer, httptest.NewRequest("POST", "/assets/a.12.css", nil))
	if answer.Code != http.StatusMethodNotAllowed || answer.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("%d %v", answer.Code, answer.Header())
	}
}

func TestABrowserThatHasItIsToldSo(t *testing.T) {
	request := httptest.NewRequest("GET", "/assets/a.12.css", nil)
	request.Header.Set("If-None-Match", `"a.12.css"`)
	answer := httptest.NewRecorder()
	small(t).ServeHTTP(answer, request)
	if answer.Code != http.StatusNotModified {
		t.Errorf("%d", answer.Code)
	}
}

func TestPathOfUnknownName(t *testing.T) {
	if got := small(t).path("other.css"); got != "/assets/other.css" {
		t.Error(got)
	}
}

// The tests below look at what was really built.

func build(t *testing.T) *set {
	t.Helper()
	if err := Check(); err != nil {
		t.Fatal(err)
	}
	files, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestBuildIsNamedByContentAndPacked(t *testing.T) {
	for name, file := range build(t).files {
		sum := sha256.Sum256(file.plain)
		if want := hex.EncodeToString(sum[:])[:16]; !strings.Contains(name, "."+want+".") {
			t.Errorf("%s does not carry its hash %s", name, want)
		}
		if path.Ext(name) == ".woff2" {
			continue
		}
		reader, err := gzip.NewReader(strings.NewReader(string(file.packed)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if unpacked, err := io.ReadAll(reader); err != nil || string(unpacked) != string(file.plain) {
			t.Errorf("%s is packed wrongly: %v", name, err)
		}
	}
}

func TestBuildHoldsNothingOfGovUK(t *testing.T) {
	for name, file := range build(t).files {
		if path.Ext(name) == ".txt" {
			continue
		}
		for _, word := range []string{"GDS Transport", "crest", "sourceMappingURL"} {
			if strings.Contains(string(file.plain), word) {
				t.Errorf("%s holds %q", name, word)
			}
		}
	}
}

var sided = regexp.MustCompile(`[{;](margin|padding|border|float|text-align)?[-:]?(left|right)[-:;}]`)

// TestComponentsMirror keeps left and right out of the style, for languages that
// are written from right to left.
func TestComponentsMirror(t *testing.T) {
	for name, file := range build(t).files {
		if path.Ext(name) != ".css" {
			continue
		}
		for _, found := range sided.FindAllString(strings.ReplaceAll(string(file.plain), "; ", ";"), -1) {
			t.Errorf("%s has a side: %s", name, found)
		}
	}
}

var reference = regexp.MustCompile(`url\(([^)]*)\)|from '([^']*)'`)

func TestReferencesInTheBuildLead(t *testing.T) {
	files, found := build(t), 0
	for name, file := range files.files {
		if strings.HasPrefix(name, "govuk-") || path.Ext(name) == ".txt" {
			continue
		}
		for _, match := range reference.FindAllStringSubmatch(string(file.plain), -1) {
			found++
			target := strings.TrimPrefix(strings.Trim(match[1]+match[2], `"'`), "./")
			if _, ok := files.files[target]; !ok {
				t.Errorf("%s refers to %s, which is not there", name, target)
			}
		}
	}
	if found < 3 {
		t.Errorf("only %d references found", found)
	}
}

// TestLockNamesNoAddresses keeps the lock free of where packages came from: each
// installation asks its own registry.
func TestLockNamesNoAddresses(t *testing.T) {
	lock, err := os.ReadFile("package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(lock), `"resolved"`) {
		t.Error("package-lock.json records download addresses")
	}
}
