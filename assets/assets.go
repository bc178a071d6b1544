// Package assets holds what browsers are given beside the pages: style, script
// and typeface. They are built by "make build" into dist and put into the binary.
//
// Every file's address carries a hash of its content, so browsers may keep it for
// ever and never show an old one. GOV.UK's own typeface, crown and crest may be
// used on gov.uk alone and are not among the files: we set text in Atkinson
// Hyperlegible Next, which was drawn for people with low vision.
package assets

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

// Prefix is where the handler stands.
const Prefix = "/assets/"

// ErrNotBuilt says that the binary was made without its assets.
var ErrNotBuilt = errors.New("assets: nothing is built; run make build and compile again")

//go:embed all:dist
var dist embed.FS

var built = sync.OnceValues(func() (*set, error) {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, err
	}
	return open(files)
})

// Check says whether the assets are there. The server asks before it serves.
func Check() error {
	_, err := built()
	return err
}

// Path is the address of an asset by its plain name, such as "waymark.css". An
// unknown name has an address at which there is nothing.
func Path(name string) string {
	files, err := built()
	if err != nil {
		return Prefix + name
	}
	return files.path(name)
}

// Handler serves the assets under [Prefix].
func Handler() http.Handler {
	files, err := built()
	if err != nil {
		return http.NotFoundHandler()
	}
	return files
}

// contentTypes are given by name, so that they don't depend on the machine.
var contentTypes = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".txt":   "text/plain; charset=utf-8",
	".woff2": "font/woff2",
}

// asset is one file as it is sent.
type asset struct {
	contentType string
	plain       []byte
	packed      []byte // gzip; nil where it would not help
}

// set are the assets of one build.
type set struct {
	hashed map[string]string // plain name to hashed name
	files  map[string]asset  // by hashed name
}

// open reads a build.
func open(files fs.FS) (*set, error) {
	manifest, err := fs.ReadFile(files, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotBuilt
	}
	if err != nil {
		return nil, fmt.Errorf("assets: manifest: %w", err)
	}
	out := &set{files: map[string]asset{}}
	if err := json.Unmarshal(manifest, &out.hashed); err != nil {
		return nil, fmt.Errorf("assets: manifest: %w", err)
	}
	for _, name := range out.hashed {
		file := asset{contentType: contentTypes[path.Ext(name)]}
		if file.contentType == "" {
			return nil, fmt.Errorf("assets: no content type is known for %s", name)
		}
		if file.plain, err = fs.ReadFile(files, name); err != nil {
			return nil, fmt.Errorf("assets: %w", err)
		}
		if file.packed, err = fs.ReadFile(files, name+".gz"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("assets: %w", err)
		}
		out.files[name] = file
	}
	return out, nil
}

func (s *set) path(name string) string {
	if hashed, ok := s.hashed[name]; ok {
		return Prefix + hashed
	}
	return Prefix + name
}

// ServeHTTP answers GET and HEAD for a hashed name.
func (s *set) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "Only reading is possible here.", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, Prefix)
	file, ok := s.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	header.Set("Content-Type", file.contentType)
	header.Set("Cache-Control", "public, max-age=31536000, immutable")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Vary", "Accept-Encoding")
	content, tag := file.plain, name
	if file.packed != nil && acceptsGzip(r.Header.Get("Accept-Encoding")) {
		content, tag = file.packed, name+".gz"
		header.Set("Content-Encoding", "gzip")
	}
	header.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

// acceptsGzip reads an Accept-Encoding header.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		coding, quality, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			_, value, found := strings.Cut(quality, "=")
			return !found || strings.Trim(value, " 0.") != ""
		}
	}
	return false
}
