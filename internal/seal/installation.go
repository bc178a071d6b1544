package seal

import (
	"bytes"
	"encoding/base64"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	"github.com/tink-crypto/tink-go/v2/tink"

	"waymark/internal/ident"
	"waymark/internal/label"
)

// Installation opens data keys, and digests what must be compared but not read.
type Installation struct {
	key    tink.AEAD
	digest *prf.Set
}

// Wrapped is the installation's own keys, closed by the root key.
type Wrapped struct{ Key, Digest []byte }

// Found makes the keys of a new installation.
func Found(root Root) (Wrapped, *Installation, error) {
	var w Wrapped
	k, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return w, nil, fmt.Errorf("make installation key: %w", err)
	}
	d, err := keyset.NewHandle(prf.HMACSHA256PRFKeyTemplate())
	if err != nil {
		return w, nil, fmt.Errorf("make digest key: %w", err)
	}
	if w.Key, err = wrap(k, root.key, "installation"); err != nil {
		return w, nil, err
	}
	if w.Digest, err = wrap(d, root.key, "digest"); err != nil {
		return w, nil, err
	}
	i, err := Open(root, w)
	return w, i, err
}

// Open opens an installation's keys; ErrWrongRoot if the root key is another's.
func Open(root Root, w Wrapped) (*Installation, error) {
	kh, err := unwrap(w.Key, root.key, "installation")
	if err != nil {
		return nil, ErrWrongRoot
	}
	dh, err := unwrap(w.Digest, root.key, "digest")
	if err != nil {
		return nil, ErrWrongRoot
	}
	k, err := aead.New(kh)
	if err != nil {
		return nil, ErrWrongRoot
	}
	d, err := prf.NewPRFSet(dh)
	if err != nil {
		return nil, ErrWrongRoot
	}
	return &Installation{key: k, digest: d}, nil
}

// Digest gives a keyed digest (43 letters) of parts: equal for equal parts in equal
// order, meaningless to whoever lacks the installation key. purpose keeps digests made
// for one thing from being compared with those of another.
func (i *Installation) Digest(purpose string, parts ...[]byte) (string, error) {
	b := frame(purpose, parts...)
	out, err := i.digest.ComputePrimaryPRF(b, 32)
	if err != nil {
		return "", fmt.Errorf("digest: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(out), nil
}

// Key is one chronology's data key.
type Key struct {
	on  ident.Chronology
	key tink.AEAD
}

// NewKey makes the data key of a chronology, wrapped for the keyring.
func (i *Installation) NewKey(on ident.Chronology) ([]byte, Key, error) {
	h, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, Key{}, fmt.Errorf("make data key: %w", err)
	}
	w, err := wrap(h, i.key, "chronology "+string(on))
	if err != nil {
		return nil, Key{}, err
	}
	k, err := aead.New(h)
	return w, Key{on: on, key: k}, err
}

// OpenKey opens a chronology's data key; ErrAltered if it is another's or was altered.
func (i *Installation) OpenKey(on ident.Chronology, wrapped []byte) (Key, error) {
	h, err := unwrap(wrapped, i.key, "chronology "+string(on))
	if err != nil {
		return Key{}, ErrAltered
	}
	k, err := aead.New(h)
	if err != nil {
		return Key{}, ErrAltered
	}
	return Key{on: on, key: k}, nil
}

// Place is where a sealed text belongs inside its chronology.
type Place struct {
	Thing string    // "entry", "summary", "draft"
	ID    string    // which one
	Part  string    // "envelope", "labels", "body"
	Set   label.Set // the labels of the part, where it has any
}

// Seal closes plain at its place.
func (k Key) Seal(p Place, plain []byte) ([]byte, error) {
	b, err := k.key.Encrypt(plain, k.place(p))
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return b, nil
}

// Open opens what was sealed at a place; ErrAltered for anything else.
func (k Key) Open(p Place, sealed []byte) ([]byte, error) {
	b, err := k.key.Decrypt(sealed, k.place(p))
	if err != nil {
		return nil, ErrAltered
	}
	return b, nil
}

func (k Key) place(p Place) []byte {
	return frame("waymark place", []byte(k.on), []byte(p.Thing), []byte(p.ID), []byte(p.Part), []byte(p.Set.String()))
}

// frame joins parts so that no two lists of parts give the same bytes.
func frame(purpose string, parts ...[]byte) []byte {
	var b bytes.Buffer
	put := func(p []byte) {
		n := len(p)
		b.Write([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
		b.Write(p)
	}
	put([]byte(purpose))
	for _, p := range parts {
		put(p)
	}
	return b.Bytes()
}

func wrap(h *keyset.Handle, with tink.AEAD, what string) ([]byte, error) {
	var b bytes.Buffer
	if err := h.WriteWithAssociatedData(keyset.NewBinaryWriter(&b), with, []byte(what)); err != nil {
		return nil, fmt.Errorf("wrap %s key: %w", what, err)
	}
	return b.Bytes(), nil
}

func unwrap(b []byte, with tink.AEAD, what string) (*keyset.Handle, error) {
	return keyset.ReadWithAssociatedData(keyset.NewBinaryReader(bytes.NewReader(b)), with, []byte(what))
}
