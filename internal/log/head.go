package log

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"waymark/internal/store"
)

// Head is what is signed: how many leaves the tree has, the hash that stands for all of
// them, and when it was signed.
type Head struct {
	Size   int64
	Root   Root
	Moment time.Time
}

// Errors of a head that somebody shows.
var (
	ErrForm     = errors.New("this is no head of a log")
	ErrUnsigned = errors.New("this head was not signed by this installation, or was altered")
)

// Key signs heads and tells whether a head was signed.
type Key struct {
	note.Verifier
	private ed25519.PrivateKey
	public  string
}

// NewKey makes an installation's key of what seal gives.
func NewKey(installation string, private ed25519.PrivateKey) (Key, error) {
	public, ok := private.Public().(ed25519.PublicKey)
	if !ok {
		return Key{}, ErrForm
	}
	text, err := note.NewEd25519VerifierKey("waymark/"+installation, public)
	if err != nil {
		return Key{}, fmt.Errorf("log key: %w", err)
	}
	v, err := note.NewVerifier(text)
	if err != nil {
		return Key{}, fmt.Errorf("log key: %w", err)
	}
	return Key{Verifier: v, private: private, public: text}, nil
}

// Public is the key by which anybody tells whether a head was signed, in the form of
// golang.org/x/mod/sumdb/note.
func (k Key) Public() string { return k.public }

// Sign signs a message.
func (k Key) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(k.private, msg), nil }

// Write signs a head: a checkpoint as the transparency logs of others write it (name,
// size, root, and the moment as a line of our own), as a signed note.
func (k Key) Write(h Head) (string, error) {
	text := fmt.Sprintf("%s\n%d\n%s\n%s\n", k.Name(), h.Size, base64.StdEncoding.EncodeToString(h.Root[:]), store.MomentOf(h.Moment))
	signed, err := note.Sign(&note.Note{Text: text}, k)
	if err != nil {
		return "", fmt.Errorf("sign head: %w", err)
	}
	return string(signed), nil
}

// Read reads a head and proves who signed it: ErrUnsigned if it was not this key,
// ErrForm if it is no head at all.
func (k Key) Read(signed string) (Head, error) {
	n, err := note.Open([]byte(signed), note.VerifierList(k))
	var unverified *note.UnverifiedNoteError
	var invalid *note.InvalidSignatureError
	if errors.As(err, &unverified) || errors.As(err, &invalid) {
		return Head{}, ErrUnsigned
	}
	if err != nil {
		return Head{}, ErrForm
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 5 || lines[0] != k.Name() || lines[4] != "" {
		return Head{}, ErrForm
	}
	h := Head{Moment: store.Moment(lines[3]).Time()}
	if h.Size, err = strconv.ParseInt(lines[1], 10, 64); err != nil || h.Size < 0 || strconv.FormatInt(h.Size, 10) != lines[1] {
		return Head{}, ErrForm
	}
	if h.Root, err = tlog.ParseHash(lines[2]); err != nil || h.Moment.IsZero() {
		return Head{}, ErrForm
	}
	return h, nil
}
