package log

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// line is one line of a file of heads.
type line struct {
	Note string `json:"note"`
}

// longest bounds a line of a file of heads, in bytes; one takes some three hundred.
const longest = 64 << 10

// readNotes hands every signed note of a file of heads to each, in turn, and says which
// lines hold none. A line that was torn when the machine stopped is no fault: what it
// began stands whole on the line after it, or it is the last and nobody was told yet. It
// reads an empty file where there is none.
func readNotes(r io.Reader, each func(n int, signed string) error) (unread []int, err error) {
	in := bufio.NewReaderSize(r, longest)
	torn, tornAt := "", 0
	for n := 1; ; n++ {
		raw, err := in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return unread, fmt.Errorf("line %d of the heads is longer than any head", n)
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return unread, fmt.Errorf("heads: %w", err)
		}
		last := errors.Is(err, io.EOF)
		text := strings.TrimSuffix(string(raw), "\n")
		if torn != "" && !strings.HasPrefix(text, torn) {
			unread = append(unread, tornAt)
		}
		torn = ""
		var l line
		switch {
		case text == "":
		case json.Unmarshal([]byte(text), &l) == nil && l.Note != "":
			if err := each(n, l.Note); err != nil {
				return unread, err
			}
		case !last:
			torn, tornAt = text, n
		}
		if last {
			return unread, nil
		}
	}
}

// File is a file of heads that the sequencer appends to, where the operator wants it.
type File struct {
	path string
	last string // the newest note in it
	size int64  // of the tree that it is of
	torn bool   // it does not end with a whole line
}

// OpenFile opens a file of heads, or makes it. What stands in it must be this key's.
func OpenFile(path string, key Key) (*File, error) {
	f := &File{path: path}
	from, err := os.OpenFile(path, os.O_RDONLY|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("file of heads: %w", err)
	}
	defer func() { _ = from.Close() }()
	_, err = readNotes(from, func(n int, signed string) error {
		h, err := key.Read(signed)
		if err != nil {
			return fmt.Errorf("line %d of the heads in %s: %w", n, path, err)
		}
		if h.Size >= f.size {
			f.last, f.size = signed, h.Size
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	end := make([]byte, 1)
	if at, err := from.Seek(-1, io.SeekEnd); err == nil {
		if _, err := from.ReadAt(end, at); err != nil {
			return nil, fmt.Errorf("file of heads: %w", err)
		}
		f.torn = end[0] != '\n'
	}
	return f, nil
}

// add appends notes and brings them to the disk. Nothing that stands there is touched.
func (f *File) add(notes []string, size int64) (err error) {
	to, err := os.OpenFile(f.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("file of heads: %w", err)
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	var b strings.Builder
	if f.torn {
		b.WriteByte('\n')
	}
	for _, n := range notes {
		text, err := json.Marshal(line{Note: n})
		if err != nil {
			return fmt.Errorf("file of heads: %w", err)
		}
		b.Write(text)
		b.WriteByte('\n')
	}
	f.torn = true // until all of it is there
	if _, err := to.WriteString(b.String()); err != nil {
		return fmt.Errorf("file of heads: %w", err)
	}
	if err := to.Sync(); err != nil {
		return fmt.Errorf("file of heads: %w", err)
	}
	f.torn, f.last, f.size = false, notes[len(notes)-1], size
	return nil
}

// readFile reads a file of heads to be verified: notes by the number of their line.
func readFile(path string, each func(n int, signed string) error) (unread []int, err error) {
	from, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no file of heads at %s", path)
	}
	if err != nil {
		return nil, fmt.Errorf("file of heads: %w", err)
	}
	defer func() { _ = from.Close() }()
	return readNotes(from, each)
}

// NewestIn reads the newest head in a file of heads, and changes nothing: no size where
// there is none.
func NewestIn(path string, key Key) (newest Head, err error) {
	_, err = readFile(path, func(n int, signed string) error {
		h, err := key.Read(signed)
		if err != nil {
			return fmt.Errorf("line %d of the heads in %s: %w", n, path, err)
		}
		if h.Size >= newest.Size {
			newest = h
		}
		return nil
	})
	return newest, err
}
