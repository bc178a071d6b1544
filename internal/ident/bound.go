package ident

import (
	"crypto/rand"
	"encoding/binary"
	"io"
	"time"
)

// headBytes of an id that bears a tail are its own: the time and 32 random bits.
const headBytes = 10

// NewActWith makes an act's id whose last six bytes are what tail says of the ten before
// them, so that it can be told later for whom it was made.
//
// It panics only if the machine has no randomness left: nothing safe can go on then.
func NewActWith(now time.Time, tail func(head []byte) [6]byte) Act {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(now.UnixMilli())<<16)
	if _, err := io.ReadFull(rand.Reader, b[6:headBytes]); err != nil {
		panic("ident: no randomness: " + err.Error())
	}
	end := tail(b[:headBytes])
	copy(b[headBytes:], end[:])
	return Act(letters.EncodeToString(b[:]))
}

// Tail splits an id as NewActWith put it together; ErrForm for what is no id.
func Tail(id Act) (head []byte, tail [6]byte, err error) {
	if err := Check(string(id)); err != nil {
		return nil, tail, err
	}
	b, err := letters.DecodeString(string(id))
	if err != nil {
		return nil, tail, ErrForm
	}
	copy(tail[:], b[headBytes:])
	return b[:headBytes], tail, nil
}
