// Package ident holds the typed identifiers of Waymark. An id is opaque: it
// carries no name, no number of a case and nothing that a reader could guess
// another id from. Ids are made in Go, never by a database, so that one SQL
// text serves both engines.
package ident

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"io"
	"time"
)

// Chronology names the ordered entries about one person, house, worker,
// organisation, conference or inspection.
type Chronology string

// Entry names one entry of a chronology, in every version of the software.
type Entry string

// Act names what a person does once: the draft, the form and the act share it.
type Act string

// Organisation is the chronology of an organisation, used as a reader or a controller.
type Organisation Chronology

// Worker is the chronology of a worker, used as an author.
type Worker Chronology

// Look names one read of somebody's data; it is also the request id.
type Look string

var letters = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// Length is the number of letters of every id.
const Length = 26

// New makes an id of 48 bits of time (milliseconds) and 80 random bits, so that ids
// made one after another lie side by side in an index.
//
// It panics only if the machine has no randomness left: nothing safe can go on then.
func New(now time.Time) string { return from(now, rand.Reader) }

func from(now time.Time, random io.Reader) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(now.UnixMilli())<<16)
	if _, err := io.ReadFull(random, b[6:]); err != nil {
		panic("ident: no randomness: " + err.Error())
	}
	return letters.EncodeToString(b[:])
}

// Of writes sixteen bytes as an id.
func Of(b [16]byte) string { return letters.EncodeToString(b[:]) }

// NewChronology, NewAct and NewLook make ids of their kind.
func NewChronology(now time.Time) Chronology { return Chronology(New(now)) }

// NewAct makes the id that a draft, its form and its act share.
func NewAct(now time.Time) Act { return Act(New(now)) }

// NewLook makes the id of a read, which is the request's id too.
func NewLook(now time.Time) Look { return Look(New(now)) }

// EntryOf derives the id of the n-th entry that an act writes, so that the same act
// done twice names the same entries.
func EntryOf(act Act, n int) Entry {
	h := sha256.New()
	h.Write([]byte("waymark entry "))
	h.Write([]byte(act))
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	h.Write(b[:])
	return Entry(letters.EncodeToString(h.Sum(nil)[:16]))
}

// ChronologyOf derives the id of the n-th chronology that an act opens.
func ChronologyOf(act Act, n int) Chronology {
	return Chronology(EntryOf(act+" chronology", n))
}

// ErrForm says that a text is not an id.
var ErrForm = errors.New("not an id")

// Check says whether s has the form of an id: one that was made, letter for letter. It
// says nothing about whether the thing exists.
func Check(s string) error {
	if len(s) != Length {
		return ErrForm
	}
	// The decoder passes over line ends and spare bits; an id has neither.
	b, err := letters.DecodeString(s)
	if err != nil || letters.EncodeToString(b) != s {
		return ErrForm
	}
	return nil
}
