package desk

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"waymark/internal/chronology"
)

// Bounds of an import, so that no file takes the machine from those who are at work.
const (
	longestLine = 1 << 20   // bytes of one line
	longestFile = 256 << 20 // bytes of one file
	longestName = 200       // characters of a key or an id of the file's own
	mostWrong   = 100       // places named at once
)

// arrival is what a file says of one chronology.
type arrival struct {
	key     string
	records []record
	words   hash.Hash // over the lines as they stand
}

// importFile is a file as it was read.
type importFile struct {
	name     string
	arrivals []*arrival // in the order of their first lines
	byKey    map[string]*arrival
	problems []Problem
	entries  int
}

func (f *importFile) say(line int, field, message string) {
	if len(f.problems) < mostWrong {
		f.problems = append(f.problems, Problem{Line: line, Field: field, Message: message})
	}
}

// readImport reads a whole file, one line at a time, and notes what is wrong with it.
// The error is for what has nothing to do with the file's words.
func readImport(ctx context.Context, name string, r io.Reader) (*importFile, error) {
	f := &importFile{name: plainName(name), byKey: map[string]*arrival{}}
	in := bufio.NewReaderSize(io.LimitReader(r, longestFile+1), 1<<16)
	read := 0
	for n := 1; len(f.problems) < mostWrong; n++ {
		line, size, err := readLine(in)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("import: %w", err)
		}
		if read += size; read > longestFile {
			f.say(n, "line", fmt.Sprintf("The file is longer than %d MB. Cut it into parts, with all lines about one person in one part", longestFile>>20))
			break
		}
		f.take(n, line, size)
		if err != nil {
			break
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	if f.entries == 0 && len(f.problems) == 0 {
		f.say(1, "line", "The file is empty. Put one entry on each line")
	}
	return f, nil
}

// readLine reads one line without its end. Of a line past the bound only the size is
// kept. The last line comes with io.EOF.
func readLine(in *bufio.Reader) (line []byte, size int, err error) {
	for {
		part, err := in.ReadSlice('\n')
		size += len(part)
		if len(line) <= longestLine {
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return bytes.TrimSpace(line), size, err
	}
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// take reads one line into the file.
func (f *importFile) take(n int, line []byte, size int) {
	if n == 1 {
		line = bytes.TrimSpace(bytes.TrimPrefix(line, byteOrderMark))
	}
	if len(line) == 0 {
		return
	}
	f.entries++
	if message := brokenLine(line, size); message != "" {
		f.say(n, "line", message)
		return
	}
	before := len(f.problems)
	r := lineReader{file: f, line: n}
	rec := r.record(line)
	if len(f.problems) > before {
		return
	}
	a := f.byKey[rec.key]
	if a == nil {
		a = &arrival{key: rec.key, words: sha256.New()}
		f.byKey[rec.key] = a
		f.arrivals = append(f.arrivals, a)
	}
	a.records = append(a.records, rec)
	_, _ = a.words.Write(append(line, '\n')) // a hash never refuses
}

// brokenLine says why a line is not one JSON object in UTF-8; "" if it is.
func brokenLine(line []byte, size int) string {
	switch {
	case size > longestLine:
		return "This line is longer than 1 MB. An entry holds what happened once: write several"
	case bytes.IndexByte(line, 0) >= 0:
		return "There is a NUL character here. Save the file as plain text in UTF-8"
	case !utf8.Valid(line):
		return "Some letters are broken. Save the file as plain text in UTF-8"
	}
	var raw json.RawMessage
	err := json.Unmarshal(line, &raw)
	var at *json.SyntaxError
	switch {
	case errors.As(err, &at):
		return fmt.Sprintf("Write one JSON object on the line. It breaks at character %d", max(1, utf8.RuneCount(line[:min(int(at.Offset), len(line))])))
	case err != nil || raw[0] != '{':
		return "Write one JSON object on the line"
	case loneSurrogate(line):
		return "Some letters are broken: half of a pair is missing after \\u. Save the file as plain text in UTF-8"
	}
	if name, twice := doubled(json.NewDecoder(bytes.NewReader(line))); twice {
		return fmt.Sprintf("%q is there twice. Keep one of the two", clipped(name))
	}
	return ""
}

// doubled finds a key that stands twice in one object, however deep. What it reads has
// been found to be JSON.
func doubled(d *json.Decoder) (string, bool) {
	t, err := d.Token()
	if err != nil {
		return "", false
	}
	open, _ := t.(json.Delim)
	seen := map[string]bool{}
	for (open == '{' || open == '[') && d.More() {
		if open == '{' {
			k, _ := d.Token()
			name, _ := k.(string)
			if seen[name] {
				return name, true
			}
			seen[name] = true
		}
		if name, twice := doubled(d); twice {
			return name, true
		}
	}
	if open == '{' || open == '[' {
		_, _ = d.Token() // the bracket that closes
	}
	return "", false
}

var escapes = regexp.MustCompile(`\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}`)

// loneSurrogate finds half of a letter that JSON writes in two halves: the decoder
// would put another letter in its place without a word.
func loneSurrogate(line []byte) bool {
	const half = len(`\ud800`)
	return bytes.Contains(line, []byte(`\u`)) && slices.ContainsFunc(escapes.FindAll(line, -1), func(m []byte) bool { return len(m) == half })
}

// plainName makes a file's name fit to stand as an origin.
func plainName(name string) string {
	name = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, strings.ToValidUTF8(name, "?"))
	if r := []rune(name); len(r) > chronology.MaxLine/2 {
		name = string(r[:chronology.MaxLine/2])
	}
	if strings.TrimSpace(name) == "" {
		return "an import"
	}
	return name
}

func clipped(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
