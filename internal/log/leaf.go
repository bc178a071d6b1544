package log

import (
	"crypto/sha256"

	"waymark/internal/store"
)

// Leaf is the hash by which the log proves an entry: over its id and the digests of its
// envelope and parts, so that a part's bytes may go and the proof stands.
func Leaf(s store.Sealed) []byte {
	h := sha256.New()
	h.Write([]byte("waymark leaf 1\n" + string(s.ID) + "\n"))
	for _, b := range append([][]byte{s.Envelope}, s.Parts...) {
		d := sha256.Sum256(b)
		h.Write(d[:])
	}
	return h.Sum(nil)
}
