package backup

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"

	"waymark/internal/store"
)

// form is the number of the form that is written here, and the newest that is read.
const form = 1

// What is what a backup holds. Its zero value is nothing.
type What string

// The two sorts of backup.
const (
	Data What = "data"
	Keys What = "keys"
)

// Header is what a backup says of itself before anything else.
type Header struct {
	Form         int          `json:"form"`
	What         What         `json:"what"`
	Installation string       `json:"installation"`
	Demo         bool         `json:"demo,omitempty"`
	Made         store.Moment `json:"made"`
	Migrations   []int64      `json:"migrations"`
	Head         string       `json:"head,omitempty"`   // the newest signed head of the log
	Placed       int64        `json:"placed,omitempty"` // how many entries have a place in it
	Erased       int          `json:"erased,omitempty"` // of keys: how many people are erased
}

// Count is what a backup says of one table.
type Count struct {
	Table  string `json:"table"`
	Rows   int64  `json:"rows"`
	Digest string `json:"digest"`
}

// A backup is frames: one letter, a length, and as many bytes. First a header, then each
// table with its rows and what they come to, then that of all tables once more.
const (
	headerFrame = 'H'
	tableFrame  = 'T'
	rowFrame    = 'R'
	countFrame  = 'C'
	endFrame    = 'E'
)

// longest bounds a frame, in bytes. A row holds a part of an entry, whose texts are
// bounded.
const longest = 64 << 20

var errForm = errors.New("this is no backup of Waymark's, or it was altered")

type writer struct {
	to  *bufio.Writer
	row []byte
}

func (w *writer) frame(letter byte, payload []byte) error {
	var head [1 + binary.MaxVarintLen64]byte
	head[0] = letter
	n := 1 + binary.PutUvarint(head[1:], uint64(len(payload)))
	if _, err := w.to.Write(head[:n]); err != nil {
		return err
	}
	_, err := w.to.Write(payload)
	return err
}

func (w *writer) json(letter byte, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return w.frame(letter, b)
}

// packRow writes a row's values one after another. Two rows are the same bytes only if
// they hold the same values.
func packRow(to []byte, row []any) ([]byte, error) {
	for _, v := range row {
		switch v := v.(type) {
		case nil:
			to = append(to, 'n')
		case string:
			to = append(binary.AppendUvarint(append(to, 's'), uint64(len(v))), v...)
		case []byte:
			to = append(binary.AppendUvarint(append(to, 'b'), uint64(len(v))), v...)
		case int64:
			to = binary.AppendVarint(append(to, 'i'), v)
		case bool:
			if v {
				to = append(to, 't')
			} else {
				to = append(to, 'f')
			}
		default:
			return nil, fmt.Errorf("backup: a value of type %T", v)
		}
	}
	return to, nil
}

// unpackRow reads what packRow wrote: so many values, and nothing after them.
func unpackRow(from []byte, into []any) error {
	text := func() ([]byte, bool) {
		n, at := binary.Uvarint(from)
		if at <= 0 || n > uint64(len(from)-at) {
			return nil, false
		}
		b := from[at : at+int(n)]
		from = from[at+int(n):]
		return b, true
	}
	for i := range into {
		if len(from) == 0 {
			return errForm
		}
		sort := from[0]
		from = from[1:]
		ok := true
		var b []byte
		switch sort {
		case 'n':
			into[i] = nil
		case 't', 'f':
			into[i] = sort == 't'
		case 's':
			b, ok = text()
			into[i] = string(b)
		case 'b':
			b, ok = text()
			into[i] = append([]byte{}, b...)
		case 'i':
			n, at := binary.Varint(from)
			if ok = at > 0; ok {
				into[i], from = n, from[at:]
			}
		default:
			ok = false
		}
		if !ok {
			return errForm
		}
	}
	if len(from) > 0 {
		return errForm
	}
	return nil
}

// tally counts the rows of a table and makes one hash over them, in their order.
type tally struct {
	table string
	rows  int64
	over  hash.Hash
}

func newTally(table string) *tally { return &tally{table: table, over: sha256.New()} }

func (t *tally) add(row []byte) {
	var n [binary.MaxVarintLen64]byte
	t.over.Write(n[:binary.PutUvarint(n[:], uint64(len(row)))])
	t.over.Write(row)
	t.rows++
}

func (t *tally) count() Count {
	return Count{Table: t.table, Rows: t.rows, Digest: base64.RawURLEncoding.EncodeToString(t.over.Sum(nil))}
}

type reader struct {
	from *bufio.Reader
	buf  []byte
}

// next reads a frame. Its payload is good until the one after it.
func (r *reader) next() (letter byte, payload []byte, err error) {
	if letter, err = r.from.ReadByte(); err != nil {
		return 0, nil, cut(err)
	}
	n, err := binary.ReadUvarint(r.from)
	if err != nil {
		return 0, nil, cut(err)
	}
	if n > longest {
		return 0, nil, errForm
	}
	if uint64(cap(r.buf)) < n {
		r.buf = make([]byte, n)
	}
	r.buf = r.buf[:n]
	if _, err := io.ReadFull(r.from, r.buf); err != nil {
		return 0, nil, cut(err)
	}
	return letter, r.buf, nil
}

// json reads a frame of one letter.
func (r *reader) json(letter byte, into any) error {
	got, payload, err := r.next()
	if err != nil {
		return err
	}
	if got != letter || json.Unmarshal(payload, into) != nil {
		return errForm
	}
	return nil
}

// ends says whether nothing comes any more.
func (r *reader) ends() error {
	switch _, err := r.from.ReadByte(); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return cut(err)
	}
	return errForm
}

// ErrCut refuses what does not go on to its end.
var ErrCut = errors.New("this backup is damaged: it ends too early, or a part of it was altered. Nothing was put back. Take another")

// cut says that a backup ended where it should go on, or does not open there.
func cut(err error) error { return fmt.Errorf("%w (%w)", ErrCut, err) }
